"""A small HTTP server that answers what a test tells it: the network and the service at their worst."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """What came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What goes back; ``lost`` closes the connection after everything was taken and before anything is said."""

    status: int = 200
    body: bytes = b"{}"
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


Rule = Callable[[Request], Answer]


def told(value: object, status: int = 200, **headers: str) -> Answer:
    return Answer(status, json.dumps(value).encode(), headers=headers)


def problem(status: int, detail: str) -> Answer:
    body = {"type": "about:blank", "title": "…", "status": status, "detail": detail}
    return Answer(status, json.dumps(body).encode(), "application/problem+json")


def page(status: int) -> Answer:
    return Answer(status, b"<html><h1>Bad gateway</h1></html>", "text/html")


LOST = Answer(lost=True)


def finding(sheet: str | None, cell: str | None, severity: str = "blocking", sentence: str = "Sai.") -> dict[str, Any]:
    return {
        "code": "C1",
        "severity": severity,
        "sheet": sheet,
        "cell": cell,
        "form": None,
        "row": None,
        "field": None,
        "read": None,
        "expected": None,
        "sentence": sentence,
        "remedy": "Sửa lại.",
    }


def deliveries(name: str, *findings: dict[str, Any], new: bool | None = True, dry_run: bool = False) -> dict[str, Any]:
    taken = not any(one["severity"] == "blocking" for one in findings)
    part = {"id": "c:p:u:own", "taken": taken, "revision": 1, "new": new, "findings": list(findings)}
    return {"dry_run": dry_run, "deliveries": [{"name": name, "taken": taken, "refusal": None, "submissions": [part]}]}


class Service:
    """The server; ``rules`` answer by path, and whatever has no rule is 404."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.rules: dict[str, Rule] = {}
        self.taken: dict[str, Answer] = {}
        """What was answered under each key: under one key a workbook is taken once."""
        self.clock_behind = 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self)

            do_POST = do_GET  # noqa: N815 - the base class’s name

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

            def date_time_string(self, timestamp: float | None = None) -> str:
                return formatdate((timestamp or time.time()) - outer.clock_behind, usegmt=True)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def on(self, path: str, *answers: Answer | Rule) -> None:
        """Answer a path with these, one after another, the last one for ever."""
        left = list(answers)

        def rule(request: Request) -> Answer:
            one = left.pop(0) if len(left) > 1 else left[0]
            return one if isinstance(one, Answer) else one(request)

        self.rules[path] = rule

    def names(self, path: str) -> list[str]:
        """Return the names of the workbooks that came to a path, in their order."""
        return [unquote(one.headers.get("X-File-Name", "")) for one in self.asked if one.path.endswith(path)]

    def once(self, request: Request, answer: Answer) -> Answer:
        """Take what comes under a key once, as the real service does."""
        return self.taken.setdefault(request.headers["Idempotency-Key"], answer)

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(parts.query))
        request = Request(handler.command, parts.path, query, dict(handler.headers), body)
        self.asked.append(request)
        rule = self.rules.get(parts.path.removeprefix("/api/v1"))
        answer = problem(404, "nothing here") if rule is None else rule(request)
        if answer.lost:
            handler.close_connection = True
            return
        handler.send_response(answer.status)
        handler.send_header("Content-Type", answer.kind)
        handler.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(answer.body)

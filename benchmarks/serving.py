"""What the service takes beyond the least: a page under load against a bare Flask page, an upload against reading it.

Each server is a process of its own, asked over the wire; figures are the 95th percentile of the times of its answers.
"""

import http.client
import logging
import multiprocessing
import re
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.work import Bench
from tonghop import clock
from tonghop.config import Instance
from tonghop.core.accounts import Account, Role
from tonghop.reading import read
from tonghop.web import create_app
from tonghop.web.accounts import bearer
from tonghop.web.accounts.opening import open_account

_CLIENTS, _ASKED = 8, 40
_UPLOADS = 60
_PASSWORD = "mot-hai-ba-bon"  # noqa: S105 - of nobody
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PATHS = ("/c/kien-giang-2020/progress", "/")
"""The progress page; the home page where there is none."""

Measured = tuple[str, float, float]


def serving(bench: Bench) -> Iterator[Measured]:
    """Yield what is compared: its name, and the seconds of the product and of the bare work."""
    instance = bench.office.instance
    token = _prepare(instance, bench)
    with _running(_ours, instance.folder, bench.day) as port, _running(_bare, instance.folder, bench.day) as other:
        cookie = _signed_in(port)
        path = next(one for one in _PATHS if _ask(port, one, cookie)[0] == http.client.OK)
        name = f"p95 of {path} to {_CLIENTS} at once ÷ bare Flask page"
        yield name, _page(port, path, cookie), _page(other, "/", "")
        files = bench.files[:_UPLOADS]
        name = "p95 of an upload (taken in) ÷ reading the file"
        yield name, _p95([_upload(port, token, one) for one in files]), _p95([_read(one) for one in files])


def _prepare(instance: Instance, bench: Bench) -> str:
    """Make an account and a token, and return the token."""
    app = create_app(instance)
    store = app.extensions["tonghop"].store
    now = clock.noon(bench.day, instance.zone)
    account = open_account(app, store, Account("bench", Role.PROVINCE, None, "", ""), _PASSWORD, who="bench", at=now)
    token = bearer.make(store, account, "bench", None, 30, now)
    store.close()
    return token


def _ours(folder: Path, day: str, told: Connection) -> None:
    from datetime import date  # noqa: PLC0415 - in the server's process

    instance = Instance.open(folder)
    _serve(create_app(instance, time=clock.stopped(date.fromisoformat(day), instance.zone)), told)


def _bare(_folder: Path, _day: str, told: Connection) -> None:
    from flask import Flask  # noqa: PLC0415

    app = Flask(__name__)
    app.add_url_rule("/", "page", lambda: "<!doctype html><title>x</title>")
    _serve(app, told)


def _serve(app: object, told: Connection) -> None:
    import waitress  # noqa: PLC0415

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that some wait is what is measured
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    told.send(server.effective_port)
    server.run()


@contextmanager
def _running(serve: Callable[[Path, str, Connection], None], folder: Path, day: object) -> Iterator[int]:
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(folder, str(day), theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _signed_in(port: int) -> str:
    _status, page, headers = _asked(port, "GET", "/sign-in")
    found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
    fields = {"csrf_token": found[1].decode() if found else "", "name": "bench", "password": _PASSWORD}
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": _cookie(headers)}
    return _cookie(_asked(port, "POST", "/sign-in", urlencode(fields).encode(), form)[2])


def _page(port: int, path: str, cookie: str) -> float:
    """Return the 95th percentile of a page asked for by several at once."""

    def ask(_place: int) -> float:
        start = time.perf_counter()
        status, _body = _ask(port, path, cookie)
        return _since(start, status, http.client.OK)

    with ThreadPoolExecutor(_CLIENTS) as clients:
        list(clients.map(ask, range(_CLIENTS)))  # what is done once is done
        return _p95(list(clients.map(ask, range(_CLIENTS * _ASKED))))


def _upload(port: int, token: str, content: bytes) -> float:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": _XLSX}
    start = time.perf_counter()
    status, _body, _headers = _asked(port, "POST", "/api/v1/submissions", content, headers)
    return _since(start, status, http.client.CREATED)


def _since(start: float, status: int, wanted: int) -> float:
    """Return the seconds that an answer took; one that says something else is no measure."""
    if status != wanted:
        message = f"the service answered {status}"
        raise RuntimeError(message)
    return time.perf_counter() - start


def _read(content: bytes) -> float:
    start = time.perf_counter()
    read(content)
    return time.perf_counter() - start


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def _ask(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    return _asked(port, "GET", path, headers={"Cookie": cookie})[:2]


def _asked(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes, list[tuple[str, str]]]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read(), answer.getheaders()
    finally:
        line.close()


def _cookie(headers: list[tuple[str, str]]) -> str:
    kept: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name.lower() == "set-cookie":
            kept.load(value)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in kept.items())

"""What is logged of the service: a line for each request and for each error, with nothing of anybody in it.

Routes, never addresses; roles, never accounts; places of errors, never their words, which may hold a clerk's.
Of what libraries log only the template is kept, without the values that would be put into it.
"""

import logging
import re
import secrets
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import IO, Any

import structlog
from flask import Flask, Response, g, request

from tonghop.web import metrics

HEADER = "X-Request-ID"
_OURS = "tonghop"
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LOG = logging.getLogger("tonghop.requests")
_QUIET = frozenset({"static", "health.live", "health.ready", "health.figures"})


def configure(kind: str, stream: IO[str] | None = None) -> None:
    """Log everything to a stream (standard error), as JSON lines or for a terminal."""
    to = stream or sys.stderr
    console = kind == "console" or (kind == "auto" and to.isatty())
    render: Any = structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _plain,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
            use_get_message=False,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits a moment is no news


def attach(app: Flask) -> None:
    """Give every request a name by which it is found again, and log it."""
    app.before_request(_name)
    app.after_request(_log)


def _name() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)


def _log(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers[HEADER] = g.request_id
    if request.endpoint not in _QUIET:
        account = g.get("account")
        told = {
            "request_id": g.request_id,
            "method": request.method,
            "route": metrics.route(),
            "status": response.status_code,
            "ms": round(metrics.seconds() * 1000, 1),
            "role": None if account is None else account.role.value,
        }
        _LOG.info("request", extra={"told": told})
    return response


def _plain(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave of a record what holds nothing of anybody."""
    record: logging.LogRecord = event["_record"]
    if record.name.partition(".")[0] == _OURS:
        event["event"] = record.getMessage()
    else:
        event["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    event.update(getattr(record, "told", {}))
    raised = event.pop("exc_info", None)
    if isinstance(raised, tuple) and raised[1] is not None:
        event["raised"] = _places(raised[1])
    return event


def _places(error: BaseException) -> list[str]:
    """Return what was raised and where, the cause first; not the words."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    above = [] if cause is None else _places(cause)
    return [*above, f"{type(error).__name__}: {_way(error.__traceback__)}"]


def _way(trace: TracebackType | None) -> str:
    return " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)[-8:])

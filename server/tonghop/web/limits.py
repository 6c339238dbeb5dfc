"""How often one may try: stricter where guessing pays, generous everywhere else.

A view of ours says so itself (``@at_most("30 per minute")``); Flask-Security's are listed here.
"""

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask, g, request
from flask_limiter import Limiter

P = ParamSpec("P")
R = TypeVar("R")

_LIMIT = "_tonghop_limit"
_WRITING = ["POST", "PUT", "PATCH", "DELETE"]
ANY_WRITING = "300 per minute"
"""For each address of the service and each account: a district sends all its workbooks in one go."""
SIGNING_IN = "10 per minute; 60 per hour"
"""For each name from one machine; a machine as a whole has six times as many, since offices share a connection."""
FROM_ONE_MACHINE = "60 per minute; 600 per hour"
_OTHER_PASSWORDS = "10 per minute; 60 per hour"
_GUARDED = (
    "security.change_password",
    "security.verify",
    "security.two_factor_token_validation",
    "security.two_factor_setup_validate",
    "security.mf_recovery",
)


def at_most(limit: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view be used for writing no more often than that by one account."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _LIMIT, limit)
        return view

    return declare


def attach(app: Flask) -> None:
    """Limit every route that changes something."""
    app.config["RATELIMIT_HEADERS_ENABLED"] = True
    logging.getLogger("flask-limiter").setLevel(logging.ERROR)  # It would write down who asked.
    limiter = Limiter(_asker, app=app, storage_uri="memory://")
    views: dict[str, Callable[..., Any]] = cast("dict[str, Callable[..., Any]]", app.view_functions)
    for endpoint, view in list(views.items()):
        declared = getattr(view, _LIMIT, _OTHER_PASSWORDS if endpoint in _GUARDED else ANY_WRITING)
        views[endpoint] = limiter.limit(declared, methods=_WRITING)(view)
    by_name = limiter.limit(SIGNING_IN, key_func=_name_and_machine, methods=_WRITING)(views["security.login"])
    views["security.login"] = limiter.limit(FROM_ONE_MACHINE, key_func=_machine, methods=_WRITING)(by_name)


def _asker() -> str:
    account = g.get("account")
    return _machine() if account is None else f"account {account.id}"


def _machine() -> str:
    return request.remote_addr or "?"


def _name_and_machine() -> str:
    return f"{_machine()} {request.form.get('name', '').strip().lower()}"

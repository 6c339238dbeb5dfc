"""Who may come in where. Every route declares the right it needs; one that declares none is refused at start.

A route whose address names a unit is open only to those who see that unit; ``whole=True`` asks that
every unit of the campaign be in sight, and of every campaign where the address names none.
"""

from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar, cast

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from tonghop.core.accounts import Account, Right
from tonghop.core.errors import TonghopError, marked
from tonghop.web.accounts import bearer
from tonghop.web.desk import desk

P = ParamSpec("P")
R = TypeVar("R")

_OPEN, _RIGHT, _WHOLE = "_tonghop_open", "_tonghop_right", "_tonghop_whole"
OPEN_ENDPOINTS = frozenset({"static"})
"""Open to everybody although others wrote them; Flask-Security's own pages ask for what they need themselves."""
CLOSED_ENDPOINTS = frozenset({"security.two_factor_rescue", "security.tf_select"})
"""What Flask-Security brings with second factors and we do not use: help by mail, a choice of several."""


class PasswordToChange(TonghopError):
    message = marked("A password of your own has to be chosen first. Sign in with a browser and choose one.")


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """Let everybody in: nothing of an office is shown."""
    setattr(view, _OPEN, True)
    return view


def needs(right: Right, *, whole: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let those in whose account has the right, for the units they see."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, _RIGHT, right)
        setattr(view, _WHOLE, whole)
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Right | bool | None:
    """Return the right a route needs, ``True`` when it is open to all, ``None`` when it declares nothing."""
    view = app.view_functions[endpoint]
    if endpoint in OPEN_ENDPOINTS or endpoint.startswith("security.") or getattr(view, _OPEN, False):
        return True
    return cast("Right | None", getattr(view, _RIGHT, None))


def attach(app: Flask) -> None:
    """Guard every route; raises LookupError for one that declares nothing."""
    undeclared = sorted(name for name in app.view_functions if declared(app, name) is None)
    if undeclared:
        message = f"these routes do not say who may come in: {', '.join(undeclared)}"
        raise LookupError(message)
    app.before_request(_guard)


def _guard() -> AnyResponse | None:
    """Turn away whoever may not see what was asked for."""
    g.account = None  # What is told of a refused token is told to nobody in particular.
    secret = bearer.presented()
    account = _signed_in() if secret is None else bearer.account_of(secret)
    g.account = account
    if request.endpoint is None:
        return None  # No such address: the error page says so.
    if request.endpoint in CLOSED_ENDPOINTS:
        abort(404)
    right = declared(current_app, request.endpoint)
    if right is True or right is None:
        return None
    if account is None:
        return _ask_to_sign_in()
    if account.must_change and secret is None:
        return _ask_for_new_password()
    if not account.may(cast("Right", right)) or not _in_sight(request.view_args or {}):
        abort(403)
    return None


def _signed_in() -> Account | None:
    return cast("Account", current_user.account) if current_user.is_authenticated else None


def _ask_for_new_password() -> Response:
    if request.path.startswith(bearer.API):
        raise PasswordToChange
    return cast("Response", redirect(url_for("security.change_password")))


def _ask_to_sign_in() -> Response:
    if request.path.startswith(bearer.API):
        abort(401)
    back = request.full_path if request.method == "GET" else "/"
    return cast("Response", redirect(url_for("security.login", next=back)))


def _in_sight(named: Mapping[str, str]) -> bool:
    view = current_app.view_functions[cast("str", request.endpoint)]
    campaign = named.get("campaign")
    if campaign is None:
        return not getattr(view, _WHOLE, False) or desk.sees_everything()
    desk.campaign(campaign)  # An unknown one is told as such before anything else.
    if getattr(view, _WHOLE, False) and not desk.sees_all(campaign):
        return False
    return "unit" not in named or desk.sees(campaign, named["unit"])

"""The tokens by which the add-ins and other programs sign in for an account."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from tonghop.core.accounts import Right, Token
from tonghop.core.errors import TonghopError, marked
from tonghop.web.access import needs
from tonghop.web.accounts import bearer
from tonghop.web.desk import desk
from tonghop.web.limits import at_most
from tonghop.web.pages.navigation import Topic

PAGES = Blueprint("tokens", __name__)
TOPIC = Topic(PAGES)
LIFETIMES = (30, 90, 365)
"""Days."""
_LONGEST_NAME = 80


class TokenWithoutName(TonghopError):
    message = marked("Give the token a name of at most 80 characters, such as “Excel in the office”.")


class UnitOutOfSight(TonghopError):
    message = marked("There is no unit {code} among those you see. Choose your own or one below it.")


class LifetimeNotOffered(TonghopError):
    message = marked("Choose one of the lifetimes that are offered.")


@PAGES.get("/tokens")
@needs(Right.VIEW)
def tokens() -> str:
    """List one's tokens, with a form for another."""
    return _page()


@PAGES.post("/tokens")
@at_most("10 per minute; 60 per hour")
@needs(Right.VIEW)
def make() -> str | tuple[str, int]:
    """Make a token and show its secret, once."""
    try:
        name, unit, days = _asked(request.form)
    except TonghopError as error:
        return _page(problem=desk.told(error)), 422
    return _page(secret=bearer.make(desk.store, desk.account, name, unit, days, desk.now))


@PAGES.post("/tokens/<int:token>/revoke")
@needs(Right.VIEW)
def revoke(token: int) -> Response:
    """End one of one's own tokens."""
    found = next((own for own in desk.store.tokens(account=desk.account.id) if own.id == token), None)
    if found is None:
        abort(404)
    bearer.revoke(desk.store, found, desk.who, who=desk.who, at=desk.now)
    flash(desk.say(marked("The token “{name}” is revoked."), name=found.name), "good")
    return redirect("/tokens")


def _page(secret: str | None = None, problem: str | None = None) -> str:
    return render_template(
        "accounts/tokens.html",
        tokens=_newest_first(),
        units=desk.units_in_sight,
        lifetimes=LIFETIMES,
        secret=secret,
        problem=problem,
        now=desk.now,
    )


def _newest_first() -> list[Token]:
    return list(reversed(desk.store.tokens(account=desk.account.id)))


def _asked(form: Mapping[str, str]) -> tuple[str, str | None, int]:
    name, unit = " ".join(form.get("name", "").split()), form.get("unit", "").strip() or desk.account.unit
    if not 0 < len(name) <= _LONGEST_NAME:
        raise TokenWithoutName
    if unit is not None and unit != desk.account.unit and unit not in desk.units_in_sight:
        raise UnitOutOfSight(code=unit)
    days = next((days for days in LIFETIMES if form.get("days") == str(days)), None)
    if days is None:
        raise LifetimeNotOffered
    return name, unit, days

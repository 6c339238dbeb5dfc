"""Due dates as a calendar (iCalendar): downloaded when signed in, or subscribed to at an address of one's own.

A calendar program cannot sign in. The address it is given names the account and is sealed with the
instance's key and the account's own, so that it opens nothing else and ends with the password.
"""

from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import cast

from flask import Response, abort, current_app, render_template, url_for
from icalendar import Calendar, Event
from itsdangerous import BadSignature, URLSafeSerializer

from tonghop.core.accounts import Account, Right, Role
from tonghop.core.definitions import Campaign
from tonghop.core.errors import marked
from tonghop.core.following import Outline
from tonghop.web.access import needs, open_to_all
from tonghop.web.desk import desk
from tonghop.web.pages.progress.blueprint import PAGES
from tonghop.workflow import Due, due_dates

_AHEAD = timedelta(days=366)
_SALT = "due dates"


@PAGES.get("/c/<campaign>/due.ics")
@needs(Right.VIEW)
def due(campaign: str) -> Response:
    """Give the due dates of whoever is signed in as a file."""
    return _answered(desk.campaign(campaign), desk.account)


@PAGES.get("/c/<campaign>/due")
@needs(Right.VIEW)
def subscribe(campaign: str) -> str:
    """Show the dates, the file, and the address that a calendar program subscribes to."""
    made = desk.campaign(campaign)
    address = url_for("progress.subscribed", campaign=campaign, key=_key(desk.account), _external=True)
    return render_template("progress/due.html", campaign=made, dates=_dates(made, desk.account), address=address)


@PAGES.get("/c/<campaign>/due/<key>.ics")
@open_to_all
def subscribed(campaign: str, key: str) -> Response:
    """Give the due dates of the account that an address was made for, while its password is the same."""
    account = _owner(key)
    if account is None:
        abort(404)
    return _answered(desk.campaign(campaign), account)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(cast("str", current_app.secret_key), salt=_SALT)


def _seal(account: Account) -> str:
    """Return what changes with the account's password, without giving its key away."""
    return sha256(account.key.encode()).hexdigest()[:20]


def _key(account: Account) -> str:
    return _serializer().dumps([account.id, _seal(account)])


def _owner(key: str) -> Account | None:
    try:
        number, seal = _serializer().loads(key)
    except (BadSignature, ValueError, TypeError):
        return None
    account = desk.store.account(id=number)
    if account is None or not account.active or account.must_change:
        return None
    return account if compare_digest(_seal(account), str(seal)) else None


def _dates(campaign: Campaign, account: Account) -> tuple[Due, ...]:
    office, day = desk.office, desk.as_of
    outline = Outline.of(office.tree(campaign.code, day), office.units(campaign.code)).within(account.unit)
    if account.role is Role.CLERK and account.unit is not None:
        outline = Outline(outline.units[:1])
    return due_dates(office, campaign, day, day + _AHEAD, outline)


def _answered(campaign: Campaign, account: Account) -> Response:
    calendar = Calendar()
    calendar.add("prodid", "-//Tong Hop//due dates//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", desk.say(marked("Due dates: {campaign}"), campaign=campaign.short_title))
    calendar.add("x-published-ttl", "P1D")
    for one in _dates(campaign, account):
        calendar.add_component(_event(campaign, one))
    headers = {"Content-Disposition": f'attachment; filename="{campaign.code}.ics"'}
    return Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8", headers=headers)


def _event(campaign: Campaign, one: Due) -> Event:
    event = Event()
    event.add("uid", _uid(campaign, one))
    event.add("dtstamp", desk.now)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", desk.say(marked("Report due: {period}"), period=one.period.label))
    whose = one.unit.name if one.unit else desk.say(marked("{count} units"), count=one.units)
    event.add("description", f"{desk.text(campaign.title)}\n{whose}")
    event.add("url", url_for("progress.progress", campaign=campaign.code, period=one.period.code, _external=True))
    event.add("transp", "TRANSPARENT")
    return event


def _uid(campaign: Campaign, one: Due) -> str:
    """Return what a date is known by wherever it moves: campaign, period and unit, of this instance."""
    place = sha256(desk.service.instance.key + b"calendar").hexdigest()[:16]
    parts = (campaign.code, one.period.code, *((one.unit.code,) if one.unit else ()))
    return f"{'.'.join(parts)}@{place}.tonghop"

"""Sending workbooks: many at a time or a zip, or only having them checked."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, stream_with_context

from tonghop.core import calendar
from tonghop.core.accounts import Right
from tonghop.core.definitions import Period
from tonghop.core.errors import marked
from tonghop.web import reports
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.acting import refuse_looking_back
from tonghop.web.pages.navigation import Item, Topic
from tonghop.web.pages.send import queueing
from tonghop.web.pages.send.taking import Line, Sending, lines, read
from tonghop.workflow import Sender

PAGES = Blueprint("send", __name__)
TOPIC = Topic(PAGES, Item("send.send", marked("Send"), Right.SEND))

_RECENT = 20
PIECES = "X-Pieces"
"""The header by which the page's own script asks for the lines alone, each as soon as its file is taken."""
QUEUED = "X-Queued"
"""The header that tells the script where a worker's progress is shown."""
_MARK = "<!--|-->"
_NOTHING_CHOSEN = marked("No file was chosen. Choose the workbooks, then send them.")
_NOTHING_INSIDE = marked("There is no file in what was sent. Put the workbooks into the zip and send it again.")


@PAGES.get("/send")
@needs(Right.SEND)
def send() -> str:
    """Show where to put the files, and what was sent last."""
    return _page()


@PAGES.post("/send")
@needs(Right.SEND)
def take() -> Response:
    """Take the files, or only check them, and say what became of each."""
    refuse_looking_back()
    files = read(request.files.getlist("files"))
    if not files:
        return make_response(_page(problem=desk.say(_NOTHING_CHOSEN)), 422)
    sending = _sending()
    if not sending.checks_only and queueing.is_much(files):
        return _queued(queueing.ask(files, sending), files[0].name)
    told = lines(files, sending)
    if PIECES in request.headers:
        return Response(stream_with_context(_pieces(told)), mimetype="text/html")
    found = tuple(told)
    if not found:
        return make_response(_page(problem=desk.say(_NOTHING_INSIDE)), 422)
    return make_response(_page(found), _status(found))


def _queued(address: str, name: str) -> Response:
    """Lead on to where is told what becomes of the files: the page's own script goes there by itself."""
    if PIECES not in request.headers:
        return cast("Response", redirect(address, 303))
    told = render_template("send/queued.html", name=name, address=address) + _MARK
    return Response(told, mimetype="text/html", headers={QUEUED: address})


def _sending() -> Sending:
    unit = request.form.get("unit", "").partition(" ")[0]
    sender = Sender(desk.sees, desk.account.unit, unit or None, request.form.get("period") or None)
    return Sending(sender, checks_only="check" in request.form)


def _pieces(told: Iterable[Line]) -> Iterator[str]:
    """Yield every line as a page shows it, with a mark after each."""
    nothing = True
    for line in told:
        nothing = False
        yield render_template("send/line.html", line=line) + _MARK
    if nothing:
        yield render_template("send/line.html", line=Line("", 422, desk.say(_NOTHING_INSIDE))) + _MARK


def _status(found: tuple[Line, ...]) -> int:
    """Return what the whole request came to: that of the first file where none was taken."""
    return found[0].status if all(line.refusal for line in found) else 200


def _page(found: tuple[Line, ...] = (), problem: str | None = None) -> str:
    return render_template(
        "send/send.html",
        lines=found,
        problem=problem,
        units=_units(),
        periods=_periods(),
        closed=_closed(),
        most=queueing.MOST_FILES,
        queued=queueing.newest(),
        recent=desk.store.sent_by(desk.who, _RECENT),
        reports=reports,
    )


def _closed() -> list[tuple[str, date]]:
    """Return the name and the last day of each campaign that takes reports no more, or soon will not."""
    closed = desk.store.closed(desk.office.end_of(desk.as_of))
    return [(desk.text(desk.campaign(code).short_title), last_day) for code, last_day in closed.items()]


def _units() -> dict[str, str]:
    """Return the units that workbooks may be sent for, by code."""
    return {
        unit.code: unit.name
        for code in desk.office.campaigns
        for unit in desk.office.tree(code, desk.as_of).units
        if desk.sees(code, unit.code)
    }


def _periods() -> list[tuple[str, list[Period]]]:
    """Return each campaign's name with the periods that have begun."""
    return [
        (
            desk.text(campaign.short_title),
            [period for period in calendar.periods(campaign, desk.as_of) if not period.derived],
        )
        for campaign in desk.office.campaigns.values()
    ]

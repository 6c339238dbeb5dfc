"""The buttons: each asks the worker for work on the spreadsheets that were ticked, on all where none was."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tonghop import jobs
from tonghop.core.accounts import Right
from tonghop.core.consolidation import Include
from tonghop.core.errors import marked
from tonghop.google.errors import GoogleError
from tonghop.storage import SheetState
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.acting import refuse_looking_back
from tonghop.web.pages.sheets.blueprint import PAGES, accounts
from tonghop.web.pages.sheets.listing import lines_in_sight
from tonghop.workflow import NotBegun
from tonghop.workflow.sheets import Line

_NONE_MISSING = marked("Nothing to create: these units have their spreadsheets already.")
_NONE_MADE = marked("None of these units has a spreadsheet yet. Create them first.")


@PAGES.post("/c/<campaign>/sheets/<period>/make")
@needs(Right.MANAGE, whole=True)
def make(campaign: str, period: str) -> Response:
    """Have the missing ones made."""
    return _asked(campaign, period, jobs.MakeSheets, lambda line: bool(line.members) and not _is_ready(line))


@PAGES.post("/c/<campaign>/sheets/<period>/share")
@needs(Right.MANAGE, whole=True)
def share(campaign: str, period: str) -> Response:
    """Have them shared with the accounts of their units."""
    return _asked(campaign, period, jobs.ShareSheets, _is_ready)


@PAGES.post("/c/<campaign>/sheets/<period>/read")
@needs(Right.SEND)
def read(campaign: str, period: str) -> Response:
    """Have those in sight read now."""
    return _asked(campaign, period, jobs.PullSheets, _is_ready)


@PAGES.post("/c/<campaign>/sheets/<period>/push")
@needs(Right.MANAGE, whole=True)
def push(campaign: str, period: str) -> Response:
    """Have the period's figures written to its live spreadsheet."""
    refuse_looking_back()
    due = desk.period(desk.campaign(campaign), period)
    if due.start > desk.today:
        raise NotBegun(period=due.code, start=f"{due.start:%d/%m/%Y}")
    if isinstance(accounts(), GoogleError):
        return _back(campaign, period)
    include = Include.ACCEPTED if request.form.get("include") == Include.ACCEPTED else Include.SUBMITTED
    return _put(jobs.PushSheet(campaign=campaign, period=period, as_of=desk.today, include=include))


def _is_ready(line: Line) -> bool:
    return line.sheet is not None and line.sheet.state is SheetState.READY


def _asked(
    campaign: str,
    period: str,
    order: type[jobs.MakeSheets | jobs.ShareSheets | jobs.PullSheets],
    concerned: Callable[[Line], bool],
) -> Response:
    refuse_looking_back()
    chosen = desk.campaign(campaign)
    lines = {line.unit.code: line for line in lines_in_sight(chosen, desk.period(chosen, period))}
    ticked = request.form.getlist("unit")
    if not lines.keys() >= set(ticked):
        abort(403)
    units = tuple(code for code in ticked or lines if concerned(lines[code]))
    if not units:
        flash(desk.say(_NONE_MISSING if order is jobs.MakeSheets else _NONE_MADE))
    if not units or isinstance(accounts(), GoogleError):
        return _back(campaign, period)
    return _put(order(campaign=campaign, period=period, units=units))


def _put(order: jobs.Order) -> Response:
    job = desk.service.queue.ask(desk.office, order, who=desk.who, at=desk.now, unit=desk.account.unit)
    return redirect(url_for("jobs.job", job=job.id))


def _back(campaign: str, period: str) -> Response:
    return redirect(url_for("sheets.sheets_page", campaign=campaign, period=period))

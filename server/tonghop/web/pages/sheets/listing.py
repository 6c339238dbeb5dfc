"""A period's shared spreadsheets: those of every district for the province, its own for a district."""

from dataclasses import dataclass
from datetime import timedelta

from flask import render_template, request

from tonghop.core import calendar
from tonghop.core.accounts import Right
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import Phrase, marked
from tonghop.google.errors import GoogleError, GoogleNotSet
from tonghop.storage import Pull, PullStage, SheetState
from tonghop.web import wording
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.sheets.blueprint import PAGES, accounts, runs
from tonghop.workflow import current_period, sheets
from tonghop.workflow.sheets import Accounts, Line

_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what is to be said of it."""

    line: Line
    problem: str
    """What went wrong, with its remedy; blank for nothing."""
    waits: str
    """What it waits for; blank for nothing."""

    @property
    def is_ready(self) -> bool:
        """Whether there is a spreadsheet that can be opened."""
        return self.line.sheet is not None and self.line.sheet.state is SheetState.READY


@PAGES.get("/c/<campaign>/sheets")
@needs(Right.SEND)
def sheets_page(campaign: str) -> str:
    """Show the spreadsheets of a period in sight."""
    chosen = desk.campaign(campaign)
    manages = runs(campaign)
    periods = _periods(chosen, with_derived=manages)
    period = _period(chosen, periods)
    google = accounts()
    listed = lines_in_sight(chosen, period) if period else ()
    return render_template(
        "sheets/sheets.html",
        campaign=chosen,
        periods=periods,
        period=period,
        lines=[_shown(line) for line in listed],
        manages=manages,
        is_unset=isinstance(google, GoogleNotSet),
        trouble=desk.told(google) if isinstance(google, GoogleError) else "",
        account=str(google.daily.account) if isinstance(google, Accounts) else "",
        acts=isinstance(google, Accounts) and not desk.looks_back,
        live=desk.store.sheets.pushed(campaign, period.code) if period and manages else None,
        begun=period is not None and period.start <= desk.today,
    )


def lines_in_sight(campaign: Campaign, period: Period) -> tuple[Line, ...]:
    """Return the spreadsheets of a period, made or not, that who is signed in sees."""
    return sheets.lines(desk.office, campaign, period, desk.as_of, lambda unit: desk.sees(campaign.code, unit))


def _periods(campaign: Campaign, *, with_derived: bool) -> list[Period]:
    """Return the periods to choose from, the last to begin first: spreadsheets are made before a period begins."""
    found = calendar.periods(campaign, desk.as_of + _AHEAD)
    wanted = [one for one in found if not one.derived or (with_derived and one.start <= desk.as_of)]
    return sorted(wanted, key=lambda one: (one.start, one.end), reverse=True)


def _period(campaign: Campaign, periods: list[Period]) -> Period | None:
    """Return the period asked for, else the present one, else the next to begin; ``None`` where there is none."""
    if code := request.args.get("period"):
        return desk.period(campaign, code)
    filled = [one for one in periods if not one.derived]
    if any(one.start <= desk.as_of for one in filled):
        return current_period(campaign, desk.as_of)
    return filled[-1] if filled else None


def _shown(line: Line) -> Shown:
    return Shown(line, _problem(line), _waits(line.pull) if line.pull else "")


def _problem(line: Line) -> str:
    sheet = line.sheet
    if sheet is None:
        return ""
    if sheet.state is not SheetState.READY and not runs(sheet.key.campaign):
        elsewhere = marked("It cannot be used now. Tell the province's office; figures read before are safe.")
        return desk.say(elsewhere)
    if sheet.state is SheetState.MAKING:
        return desk.say(marked("Its making was interrupted. Press “Create spreadsheets” once more: it goes on."))
    if sheet.state is SheetState.GONE:
        gone = marked(
            "Google has it no more, or the system's account lost its access. Restore it from Drive's trash or share "
            "it with that account again, then press “Create spreadsheets”: one that is found is gone on with, else a "
            "new one is made. Figures read before are safe."
        )
        return desk.say(gone)
    return "" if sheet.problem is None else _told(sheet.problem, sheet.key.campaign)


def _told(problem: Phrase, campaign: str) -> str:
    """Say what went wrong; what only the office can mend names its files and accounts, and is told to it alone."""
    if sheets.is_the_offices(problem) and not runs(campaign):
        return desk.say(marked("It cannot be read at the moment. The province's office sees why."))
    return desk.spoken(problem)


def _waits(pull: Pull) -> str:
    if pull.worker is not None:
        return desk.say(marked("being read now"))
    if pull.stage is not PullStage.WAITING:
        return desk.say(marked("read; what was found is still to be written back"))
    if pull.due <= desk.now:
        return desk.say(marked("waits to be read"))
    due = pull.due.astimezone(desk.service.instance.zone)
    is_today = due.date() == desk.today
    time = f"{due:%H:%M}" if is_today else wording.instant(due, desk.service.instance.zone)
    return desk.say(marked("is read again at {time}"), time=time)

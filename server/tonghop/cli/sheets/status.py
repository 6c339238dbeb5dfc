"""``tonghop sheets status``: which shared spreadsheets there are, and how each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.markup import escape
from rich.table import Table

from tonghop.cli import tables
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.sheets.choosing import ANY_CAMPAIGN, ANY_PERIOD, AS_JSON, listed, sheets_group
from tonghop.cli.sheets.saying import address, sheet_json
from tonghop.core.errors import marked
from tonghop.google import page
from tonghop.storage import LiveSheet, Pull, PullStage, SharedSheet, SheetState
from tonghop.workflow import Office

_STATES = {
    SheetState.MAKING: marked("being made"),
    SheetState.READY: marked("ready"),
    SheetState.GONE: marked("gone"),
}
_STAGES = {
    PullStage.WAITING: marked("to be read"),
    PullStage.FETCHED: marked("read, to be checked"),
    PullStage.RECEIVED: marked("taken in, to be marked"),
}


@dataclass(frozen=True)
class _Line:
    sheet: SharedSheet
    shared: int
    """With how many addresses it is shared."""
    pull: Pull | None


@sheets_group.command(
    "status", help=marked("Show the shared spreadsheets, when each was read, and what is the matter.")
)
@ANY_CAMPAIGN
@ANY_PERIOD
@AS_JSON
@with_desk
def status_command(desk: Desk, campaign: str | None, period: str | None, *, as_plain: bool) -> None:
    """Show them; nothing is asked of Google."""
    with desk.office() as office:
        pulls = {pull.sheet: pull for pull in office.store.pulls.all()}
        lines = [
            _Line(one, len(office.store.sheets.grants(one.id)), pulls.get(one.id))
            for one in listed(office, campaign, period)
        ]
        live = office.store.sheets.live(campaign=campaign, period=period)
        known = office.store.pulls.token() is not None
    if as_plain:
        tables.print_json(
            {
                "changes_known": known,
                "spreadsheets": [_line_json(one, desk) for one in lines],
                "live": [_live_json(one) for one in live],
            }
        )
        return
    _show(desk, office, lines, live, known=known)


def _line_json(one: _Line, desk: Desk) -> dict[str, object]:
    sheet, pull = one.sheet, one.pull
    return {
        **sheet_json(sheet),
        "state": sheet.state.value,
        "read": _iso(sheet.read),
        "written": _iso(sheet.written),
        "shared": one.shared,
        "waits": None if pull is None else {"stage": pull.stage.value, "due": _iso(pull.due)},
        "problem": None if sheet.problem is None else desk.spoken(sheet.problem),
    }


def _live_json(live: LiveSheet) -> dict[str, object]:
    where = {"campaign": live.campaign, "period": live.period, "address": page(live.spreadsheet)}
    return {**where, "pushed": _iso(live.pushed)}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _show(desk: Desk, office: Office, lines: Sequence[_Line], live: Sequence[LiveSheet], *, known: bool) -> None:
    if lines:
        desk.out.print(_table(desk, office, lines))
    else:
        desk.out.print(desk.say(marked("No shared spreadsheet is made. See “tonghop sheets create”.")), highlight=False)
    for one in live:
        told = marked("Live sheet of {period}: {address}, written {at}")
        at = _local(office, one.pushed)
        said = desk.say(told, period=one.period, address=page(one.spreadsheet), at=at)
        desk.out.print(said, highlight=False, soft_wrap=True)
    told = (
        marked("Google tells what changed since it was last asked.")
        if known
        else marked("Google was never asked what changed; the first pull or watch reads every spreadsheet.")
    )
    desk.out.print(desk.say(told), highlight=False, soft_wrap=True)


def _table(desk: Desk, office: Office, lines: Sequence[_Line]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for heading in (
        marked("Spreadsheet"),
        marked("How it stands"),
        marked("Address"),
        marked("Last read"),
        marked("Last written to"),
        marked("Shared with"),
        marked("Waits"),
        marked("Problem"),
    ):
        table.add_column(desk.say(heading), overflow="fold")
    for one in lines:
        sheet = one.sheet
        cells = (
            f"{sheet.key.unit} {sheet.title}",
            desk.say(_STATES[sheet.state]),
            address(sheet) or "",
            _local(office, sheet.read),
            _local(office, sheet.written),
            str(one.shared),
            "" if one.pull is None else _waits(desk, office, one.pull),
            "" if sheet.problem is None else desk.spoken(sheet.problem),
        )
        table.add_row(*map(escape, cells))
    return table


def _waits(desk: Desk, office: Office, pull: Pull) -> str:
    return f"{desk.say(_STAGES[pull.stage])} ({_local(office, pull.due)})"


def _local(office: Office, instant: datetime | None) -> str:
    return "" if instant is None else f"{instant.astimezone(office.instance.zone):%d/%m/%Y %H:%M}"

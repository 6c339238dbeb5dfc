"""What stands in a spreadsheet at the fake Google: what is people's, what is the system's, and what is in the store."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fakegoogle.shapes import Cell, Position
from tests.fakegoogle.state import Sheet
from tests.sheets.district import Desk

from tonghop.core.consolidation import Include
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID, OWN_HEADINGS, Own
from tonghop.storage import SharedSheet
from tonghop.workflow import examine, publish
from tonghop.workflow.sheets import Failed, Pulled

TAG = "[KT]"
_TIME = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d")
_HEADINGS = {heading.vi: own for own, heading in OWN_HEADINGS.items()}


def tabs(desk: Desk, sheet: SharedSheet) -> list[Sheet]:
    """Return the tabs of a spreadsheet, in their order."""
    return desk.fake.spreadsheet(sheet.spreadsheet or "").sheets


def said(cell: Cell) -> str:
    """Return what a cell holds, as text; "" where it holds nothing."""
    return "".join(str(value) for value in cell.get("userEnteredValue", {}).values())


def own_columns(tab: Sheet) -> dict[int, tuple[Own, int]]:
    """Return which columns of a tab are the system's, with the row of their heading."""
    return {
        column: (_HEADINGS[said(cell)], row)
        for (row, column), cell in sorted(tab.cells.items(), reverse=True)
        if said(cell) in _HEADINGS
    }


@dataclass(frozen=True)
class Marks:
    """All that the system says in a spreadsheet, without the time."""

    results: dict[Position, str]
    """By sheetId and row."""
    read: frozenset[Position]
    """The rows that bear a time."""
    coloured: dict[Position, str]
    notes: dict[tuple[int, int, int], str]
    """Its lines in the notes, by sheetId, row and column."""
    listed: tuple[tuple[str, ...], ...]
    """The rows of the tab “Lỗi”."""


def marks(desk: Desk, sheet: SharedSheet) -> Marks:
    """Return what the system says in a spreadsheet, wherever it stands."""
    written: dict[Own, dict[Position, str]] = {own: {} for own in Own}
    notes: dict[tuple[int, int, int], str] = {}
    for tab in tabs(desk, sheet):
        own = own_columns(tab)
        for (row, column), cell in tab.cells.items():
            if column in own and row > own[column][1] and said(cell):
                written[own[column][0]][tab.id, row] = said(cell)
            ours = [line for line in cell.get("note", "").split("\n") if line.startswith(TAG)]
            if ours:
                notes[tab.id, row, column] = "\n".join(ours)
    listed = tuple(_listed(tab) for tab in tabs(desk, sheet) if tab.id == FINDINGS_ID)
    return Marks(
        written[Own.RESULT],
        frozenset(written[Own.READ_AT]),
        written[Own.CELLS],
        notes,
        tuple(row for rows in listed for row in rows),
    )


def _listed(tab: Sheet) -> tuple[tuple[str, ...], ...]:
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(tab.cells.items()):
        rows.setdefault(row, []).append(_TIME.sub("time", said(cell)))
    return tuple(tuple(row) for row in rows.values())


def peoples(desk: Desk, sheet: SharedSheet) -> dict[str, object]:
    """Return all that is not the system's: every cell with its note and looks, and how the tabs stand."""
    return {
        tab.title: (
            tab.id,
            {name: value for name, value in tab.properties.items() if name != "index"},
            dict(_peoples_cells(tab)),
            tab.rows,
            tab.columns,
            tab.merges,
            tab.conditional,
        )
        for tab in tabs(desk, sheet)
        if tab.id != FINDINGS_ID
    }


def _peoples_cells(tab: Sheet) -> Iterator[tuple[Position, Cell]]:
    own = own_columns(tab)
    for (row, column), cell in sorted(tab.cells.items()):
        hidden = column in own and row > own[column][1]
        kept = {name: value for name, value in cell.items() if not (hidden and name == "userEnteredValue")}
        note = "\n".join(line for line in cell.get("note", "").split("\n") if not line.startswith(TAG))
        kept = {name: value for name, value in kept.items() if name != "note"} | ({"note": note} if note else {})
        if kept:
            yield (row, column), kept


def database(desk: Desk) -> dict[str, object]:
    """Return what a province has of it all: the figures, the reports, how often something came."""
    store, campaign = desk.office.store, desk.campaign
    made = publish(desk.office, campaign, desk.period, as_of=desk.office.day_of(desk.now()), include=Include.SUBMITTED)
    heads = store.heads(campaign.code)
    return {
        "figures": {(line.kind, line.unit.code): dict(line.values) for line in made.lines},
        "revisions": {head.key: (head.state, len(store.history(head.key))) for head in heads},
        "deliveries": desk.deliveries(),
        "waiting": [pull.stage for pull in store.pulls.all()],
        "sheets": [(one.seen, one.marked, one.state, one.problem) for one in store.sheets.listed()],
    }


def settle(desk: Desk, looks: int = 2) -> list[Pulled | Failed]:
    """Let the time pass and the system read until nothing is due any more."""
    became = list(desk.reads())
    for _ in range(looks):
        desk.fake.clock.passes(300)
        became += desk.reads()
    return became


def findings(desk: Desk, content: bytes) -> list[Finding]:
    """Return what is found in a file that is examined today."""
    examined = examine(desk.office, content, as_of=desk.office.day_of(desk.now()))
    return list(examined.findings)

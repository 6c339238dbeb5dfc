"""The tab “Lỗi”: every finding on a line, with a link to its cell; the system's alone, written anew each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.definitions import Language
from tonghop.core.shared_sheets import FINDINGS_ID, Tab
from tonghop.writing.google import mark_words as words
from tonghop.writing.google.batches import Request, size
from tonghop.writing.google.cells import EMPTY, CellData, text, within
from tonghop.writing.google.found import Found, UnitMarks
from tonghop.writing.google.listing_looks import line_height, looks, made_again, shape
from tonghop.writing.google.own import HEADINGS
from tonghop.writing.marked.entries import counts

_MOST_LINES = 2_000
_AROUND = 180
"""Bytes of JSON that give a line its height where its neighbours have another."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands on the tab, the time of reading left open."""

    head: tuple[str, ...]
    """The lines over the table; ``{read_at}`` stands for the time."""
    lines: tuple[Sequence[CellData], ...]
    found: tuple[Found, ...]
    """What the lines speak of, one each."""
    more: str
    """How many findings are not listed; empty where all are."""

    @property
    def said(self) -> object:
        """All that it says, the time left out."""
        return [self.head, self.lines, self.more]


def listing(
    tabs: Sequence[Tab], units: Sequence[UnitMarks], found: Sequence[Found], language: Language, budget: int
) -> Listing:
    """Put the findings on lines, as many as go into so many bytes of JSON."""
    titles = {tab.title: tab for tab in tabs}
    lines: list[Sequence[CellData]] = []
    left = budget
    for number, one in enumerate(found[:_MOST_LINES], start=1):
        line = _line(number, one, titles, language)
        left -= size(line) + _AROUND
        if left < 0:
            break
        lines.append(line)
    more = len(found) - len(lines)
    told = words.MORE.said(language).format(count=more) if more else ""
    return Listing(_head(units, found, language), tuple(lines), tuple(found[: len(lines)]), told)


def _head(units: Sequence[UnitMarks], found: Sequence[Found], language: Language) -> tuple[str, ...]:
    reporting = [unit for unit in units if unit.rows or unit.findings]
    taken = sum(unit.taken for unit in reporting)
    read = words.READ.said(language).format(read_at="{read_at}", counts=counts([one.entry for one in found], language))
    received = words.UNITS.said(language).format(taken=taken, waiting=len(reporting) - taken)
    click, ours = (line.said(language) for line in words.HOW)
    return (words.TITLE.said(language), read, received, *((click, ours) if found else (ours, "")))


def _line(number: int, found: Found, titles: Mapping[str, Tab], language: Language) -> Sequence[CellData]:
    entry = found.entry
    tab = None if entry.sheet is None else titles.get(entry.sheet)
    return (
        {"userEnteredValue": {"numberValue": number}},
        text(_sheet(found, language)),
        _cell(found, tab),
        text(entry.kind),
        text(f"{found.unit.name} ({found.unit.unit})" if found.unit else ""),
        text(entry.sentence),
        text(entry.remedy),
    )


def _sheet(found: Found, language: Language) -> str:
    if found.entry.sheet is not None:
        return found.entry.sheet
    return (words.REPORT if found.unit else words.WHOLE).said(language)


def _cell(found: Found, tab: Tab | None) -> CellData:
    """Return the link to a finding's cell, or to the first one of its tab."""
    cell = found.entry.cell
    if cell is None:
        return _link(tab, "A1") if tab else EMPTY
    return _link(tab, cell.a1) if tab and within(tab, (cell.row, cell.column)) else text(cell.a1)


def _link(tab: Tab, cell: str) -> CellData:
    """Return a link within the spreadsheet; a semicolon parts arguments whatever its locale."""
    return {"userEnteredValue": {"formulaValue": f'=HYPERLINK("#gid={tab.sheet_id}&range={cell}";"{cell}")'}}


# Writing.


def listing_requests(tabs: Sequence[Tab], told: Listing, read_at: str, language: Language) -> list[Request]:
    """Write the tab anew, and make it again where somebody deleted it."""
    tab = next((tab for tab in tabs if tab.sheet_id == FINDINGS_ID), None)
    rows = _rows(told, read_at, language)
    made = [] if tab else made_again(_free_title(tabs), language)
    return [
        *made,
        *shape(tab, [_height(line) for line in told.lines], len(rows)),
        _written(rows),
        *looks([one.severity for one in told.found]),
    ]


def _rows(told: Listing, read_at: str, language: Language) -> list[Sequence[CellData]]:
    head = [(text(line.replace("{read_at}", read_at)),) for line in told.head]
    headings = [text(heading.said(language)) for heading in HEADINGS] if told.lines else ()
    more = [(EMPTY, text(told.more))] if told.more else []
    return [*head, headings, *told.lines, *more]


def _height(line: Sequence[CellData]) -> int:
    return line_height([str(cell.get("userEnteredValue", {}).get("stringValue", "")) for cell in line])


def _written(rows: Sequence[Sequence[CellData]]) -> Request:
    """Replace all that stands on the tab: what the rows do not cover is cleared."""
    return {
        "updateCells": {
            "range": {"sheetId": FINDINGS_ID},
            "rows": [{"values": list(cells)} for cells in rows],
            "fields": "userEnteredValue,userEnteredFormat,note",
        }
    }


def _free_title(tabs: Sequence[Tab]) -> str:
    """Return a title that no other tab has: Google refuses a second one, in capitals or not."""
    taken = {tab.title.casefold() for tab in tabs}
    title, number = words.SHEET, 1
    while title.casefold() in taken:
        number += 1
        title = f"{words.SHEET} ({number})"
    return title


def listing_in_place(tabs: Sequence[Tab]) -> bool:
    """Tell whether the tab is there."""
    return any(tab.sheet_id == FINDINGS_ID for tab in tabs)

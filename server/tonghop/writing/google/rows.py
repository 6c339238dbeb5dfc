"""The system's own columns on a form's tab: what was found in each row, when it was read, which cells to colour."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.cells import Position, column_letters
from tonghop.core.definitions import Language, Severity, Text
from tonghop.core.shared_sheets import Own, Tab
from tonghop.writing.google import mark_words as words
from tonghop.writing.google.batches import Request
from tonghop.writing.google.cells import EMPTY, CellData, limited, text, write_down
from tonghop.writing.google.found import Found, UnitMarks, weightiest_first
from tonghop.writing.google.own import WEIGHTS

_SENTENCE_LIMIT = 300
"""Characters of a finding in a row: the whole of it stands in the cell's note and on the tab “Lỗi”."""
_MOST_COLOURED = 5_000
"""Cells of one row: more would not go into one cell."""


@dataclass(frozen=True, slots=True)
class RowMark:
    """What the system says of one row."""

    result: str
    cells: str
    """As in “|I:e|K:w|”; empty where nothing is to be coloured."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What a row's sentence needs besides its findings."""

    general: Sequence[Found]
    """Findings of the whole spreadsheet: a blocking one keeps every unit out."""
    language: Language

    def said(self, words_of: Text, **places: object) -> str:
        """Return words in the reader's language with their places filled."""
        return words_of.said(self.language).format(**places)


def row_marks(
    tab: Tab, cells: Mapping[Position, Sequence[Found]], units: Sequence[UnitMarks], speech: Speech
) -> Mapping[int, RowMark]:
    """Return what stands in the system's columns, for each row below the headings that has anything to say."""
    owners = {row: unit for unit in units for title, row in unit.rows if title == tab.title}
    rows: dict[int, dict[int, Sequence[Found]]] = {row: {} for row in owners}
    for (row, column), found in cells.items():
        rows.setdefault(row, {})[column] = found
    return {
        row: RowMark(_result(tab, here, owners.get(row), speech), _coloured(here))
        for row, here in sorted(rows.items())
        if _below_headings(tab, row)
    }


def changing_marks(tab: Tab, changing: Collection[tuple[int, int]], speech: Speech) -> Mapping[int, RowMark]:
    """Return what stands beside rows that bore a mark and hold something else by now: nothing is known of it yet."""
    marked = {row for row, _column in tab.written if (tab.sheet_id, row) in changing and _below_headings(tab, row)}
    return {row: RowMark(speech.said(words.CHANGING), "") for row in sorted(marked)}


def _below_headings(tab: Tab, row: int) -> bool:
    return bool(tab.own) and tab.heading_row is not None and tab.heading_row < row < tab.rows


def _coloured(here: Mapping[int, Sequence[Found]]) -> str:
    named = [f"{column_letters(column)}:{WEIGHTS[found[0].severity]}" for column, found in sorted(here.items())]
    return f"|{'|'.join(named[:_MOST_COLOURED])}|" if named else ""


# The sentence.


def _result(tab: Tab, here: Mapping[int, Sequence[Found]], owner: UnitMarks | None, speech: Speech) -> str:
    found = weightiest_first(one for _column, same in sorted(here.items()) for one in same)
    if not found:
        return "" if owner is None else _standing(tab, owner, speech, words.CLEAN)
    worst = _worst(found, speech)
    if found[0].severity is Severity.BLOCKING or owner is None:
        return worst
    return f"{worst}{words.PARTING}{_standing(tab, owner, speech, words.RECEIVED)}"


def _worst(found: Sequence[Found], speech: Speech) -> str:
    entry = found[0].entry
    told = limited(" ".join(f"{entry.kind}: {entry.sentence}".split()), _SENTENCE_LIMIT)
    others = len(found) - 1
    return f"{told.rstrip('.')} ({speech.said(words.OTHERS, count=others)})" if others else told


def _standing(tab: Tab, owner: UnitMarks, speech: Speech, received: Text) -> str:
    """Say whether the row's unit was received, and if not, where the error stands that keeps it out."""
    state = owner.state if isinstance(owner.state, str) else owner.state.said(speech.language)
    where = None if owner.taken else _where(tab, owner, speech)
    if where is not None:
        return speech.said(words.NOT_RECEIVED_FOR, where=where)
    told = (received if owner.taken else words.NOT_RECEIVED).said(speech.language)
    return f"{told} ({state})" if state else told


def _where(tab: Tab, owner: UnitMarks, speech: Speech) -> str | None:
    """Name the place of the first error that keeps a unit out; ``None`` where none was found."""
    first = next((finding for finding in owner.findings if finding.blocks), None)
    if first is None:
        blocked = any(one.severity is Severity.BLOCKING for one in speech.general)
        return speech.said(words.ON_SHEET, sheet=words.SHEET) if blocked else None
    if first.cell is None:
        return speech.said(words.ON_SHEET, sheet=first.sheet or words.SHEET)
    place = words.HERE if first.cell.sheet == tab.title else words.THERE
    return speech.said(place, sheet=first.cell.sheet, cell=first.cell.a1)


# Writing.


def row_requests(tab: Tab, marks: Mapping[int, RowMark], read_at: str) -> Iterator[Request]:
    """Write the marks, and clear rows under the headings that bear earlier ones and have none now."""
    if tab.heading_row is None:
        return
    rows = {row for row, _column in tab.written if tab.heading_row < row < tab.rows} | marks.keys()
    for name, column in tab.own.items():
        cells = {row: _cell(marks.get(row), name, read_at) for row in rows}
        yield from write_down(tab, column, cells, "userEnteredValue")


def _cell(mark: RowMark | None, name: Own, read_at: str) -> CellData:
    if mark is None:
        return EMPTY
    match name:
        case Own.RESULT:
            return text(mark.result)
        case Own.READ_AT:
            return text(read_at)
        case Own.CELLS:
            return text(mark.cells)


def rows_in_place(tab: Tab, marks: Mapping[int, RowMark]) -> bool:
    """Tell whether in each of the system's columns the very rows that have something to say bear a mark."""
    return all(_rows_written(tab, column) == _rows_wanted(name, marks) for name, column in tab.own.items())


def _rows_written(tab: Tab, column: int) -> set[int]:
    return {row for (row, place), said in tab.written.items() if place == column and said}


def _rows_wanted(name: Own, marks: Mapping[int, RowMark]) -> set[int]:
    return {row for row, mark in marks.items() if name is not Own.CELLS or mark.cells}

"""What clerks cannot change: as in the xlsx, everything but the cells to be filled, and the system's own part.

Ranges are protected, not tabs with exceptions: outside them a clerk stays free to colour, to note, to add.
A protected range's number is Google's choice, so adding one twice makes two. It is therefore added in the batch
that adds its tab, whose number is ours: that batch cannot be carried out twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from tonghop.core.cells import Area, Position
from tonghop.core.definitions import Language
from tonghop.core.layout import FIRST_BODY_ROW
from tonghop.writing.google.batches import Request, grid_range
from tonghop.writing.google.frames import Frame
from tonghop.writing.google.rules import area_of
from tonghop.writing.google.sheet_words import KEPT

GUARD = 1
"""Blank columns right of the system's."""
_Runs = tuple[tuple[int, int], ...]


def protect(sheet_id: int, area: Area | None, editors: Sequence[str], language: Language) -> Request:
    """Leave cells (a whole tab where there is no ``area``) to these accounts and the file's owner alone."""
    kept = {
        "range": grid_range(sheet_id, area),
        "description": KEPT.said(language),
        "warningOnly": False,
        "editors": {"users": list(editors)},
    }
    return {"addProtectedRange": {"protectedRange": kept}}


def guard(frame: Frame) -> Request:
    """Merge the last row of a form's tab, from the first column that is not frozen to the last of the system's."""
    area = (frame.rows - 1, frame.frozen[1], frame.rows - 1, frame.columns - 1 - GUARD)
    return {"mergeCells": {"range": grid_range(frame.sheet_id, area), "mergeType": "MERGE_ALL"}}


def ask_guard(sheet_id: int, column: int) -> Request:
    """Have Google refuse the batch that this begins where a column was inserted since the spreadsheet was read.

    Sheets has no precondition, but it does not part half of a merge. In the blank column right of the system's is
    nothing to be parted, until a column is inserted: then the merge of the last row reaches into it.
    """
    place = {"sheetId": sheet_id, "startColumnIndex": column, "endColumnIndex": column + 1}
    return {"unmergeCells": {"range": place}}


def protections(frame: Frame, status_column: int, editors: Sequence[str], language: Language) -> Iterator[Request]:
    """Protect a form's head, its keys, what is computed, and the system's columns."""
    first, last = _body(frame, status_column)
    anchors = _anchors(frame)
    runs = [_kept(frame, anchors, column, range(first, last + 1)) for column in range(status_column)]
    areas: list[Area] = [(0, 0, first - 1, frame.columns - 1)]
    for same, columns in groupby(range(status_column), key=runs.__getitem__):
        run = list(columns)
        areas += [(top, run[0], bottom, run[-1]) for top, bottom in same]
    areas.append((first, status_column, frame.rows - 1, frame.columns - 1))
    areas.append((frame.rows - 1, 0, frame.rows - 1, frame.columns - 1))
    for area in areas:
        yield protect(frame.sheet_id, area, editors, language)


def _body(frame: Frame, status_column: int) -> tuple[int, int]:
    """Return the first and last row that the check looks at: its sentences' lights stand there."""
    areas = [area_of(one) for rule in frame.sheet.conditional_formatting for one in rule.sqref.ranges]
    rows = [area for area in areas if area[1] == area[3] == status_column and area[0] >= FIRST_BODY_ROW]
    return min(area[0] for area in rows), max(area[2] for area in rows)


def _anchors(frame: Frame) -> dict[Position, Position]:
    """Return for each merged cell the one whose text it shows, and whose lock it has."""
    return {
        (row, column): (first_row, first)
        for first_row, first, last_row, last in frame.merges
        for row in range(first_row, last_row + 1)
        for column in range(first, last + 1)
    }


def _kept(frame: Frame, anchors: Mapping[Position, Position], column: int, rows: range) -> _Runs:
    """Return the rows of a column that are protected: none of a column to be filled, which has headings in it only."""

    def is_locked(row: int) -> bool:
        row, at = anchors.get((row, column), (row, column))
        return bool(frame.sheet.cell(row + 1, at + 1).protection.locked)

    if not all(is_locked(row) for row in rows if (row, column) not in anchors):
        return ()
    locked = enumerate(row for row in rows if is_locked(row))
    members = (list(run) for _, run in groupby(locked, key=lambda one: one[1] - one[0]))
    return tuple((run[0][1], run[-1][1]) for run in members)

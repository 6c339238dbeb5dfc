"""Which rows of a spreadsheet hold something else than when they were read."""

from collections.abc import Mapping
from typing import TypeAlias

from tonghop.reading.google.answers import Answer, Cell, Part
from tonghop.reading.google.own import contents

_Rows: TypeAlias = Mapping[int, tuple[Cell, ...]]


def differing(before: Answer, after: Answer) -> frozenset[tuple[int, int]]:
    """Return sheetId and row (from 0) of the rows that differ, in tabs that stand in both; marks do not count."""
    then, now = _by_id(before), _by_id(after)
    return frozenset(
        (sheet, row)
        for sheet in then.keys() & now.keys()
        for row in then[sheet].keys() | now[sheet].keys()
        if then[sheet].get(row, ()) != now[sheet].get(row, ())
    )


def _by_id(answer: Answer) -> dict[int, _Rows]:
    return {part.properties.sheet_id: _rows(part) for part in contents(answer).sheets}


def _rows(part: Part) -> _Rows:
    return {
        row: one.values for block in part.data for row, one in enumerate(block.row_data, block.start_row) if one.values
    }

"""What stands in a sheet's cells, and how they look, as requests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.hyperlink import Hyperlink

from tonghop.writing.google.batches import Request, grid_range, write_rows
from tonghop.writing.google.formulas import google_formula, link, place_in
from tonghop.writing.google.frames import Frame
from tonghop.writing.google.looks import Look, look_of
from tonghop.writing.google.painting import UNSTYLED, Paint, paint, painted

Tabs = Mapping[str, int]
"""Each sheet's tab by its title in the xlsx."""
Said = Mapping[str, str]
"""What is said instead of some texts of the xlsx."""
_AS_IT_IS: Said = MappingProxyType({})
_AnyCell = Cell | MergedCell
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 -- cells know no time zones


def merged(frame: Frame) -> Iterator[Request]:
    """Merge what is merged in the xlsx and not parted by what is frozen."""
    for area in frame.merges:
        if area not in frame.parted:
            yield {"mergeCells": {"range": grid_range(frame.sheet_id, area), "mergeType": "MERGE_ALL"}}


# Looks.


def dressed(frame: Frame) -> Iterator[Request]:
    """Give every cell its looks; merged ones have those of their first."""
    looks: dict[object, Paint] = {}
    grid = [[UNSTYLED] * frame.used_columns for _ in range(frame.used_rows)]
    for number, cells in enumerate(frame.sheet.iter_rows()):
        grid[number] = [_paint(cell, looks) for cell in cells]
    for area in frame.merges:
        first = frame.sheet.cell(area[0] + 1, area[1] + 1)
        shared = paint(_parted(first)) if area in frame.parted else _paint(first, looks)
        for row in grid[area[0] : area[2] + 1]:
            row[area[1] : area[3] + 1] = [shared] * (area[3] - area[1] + 1)
    yield from painted(frame.sheet_id, grid)


def _paint(cell: _AnyCell, known: dict[object, Paint]) -> Paint:
    """Look up a cell's looks by the number of its style: telling them takes a hundred times as long."""
    key = (cell.style_id, _is_formula(cell))
    if key not in known:
        known[key] = paint(_look(cell)) if cell.has_style else UNSTYLED
    return known[key]


def _look(cell: _AnyCell) -> Look:
    """A formula in a cell of plain text would be shown as text."""
    look = look_of(cell)
    return {k: v for k, v in look.items() if k != "numberFormat" or v["type"] != "TEXT" or not _is_formula(cell)}


def _is_formula(cell: _AnyCell) -> bool:
    """Whether the cell holds a formula in Google, as links do."""
    return cell.data_type == "f" or cell.hyperlink is not None


def _parted(cell: _AnyCell) -> Look:
    """Return the looks of a merge that is parted: no lines between its cells, the text running to the right."""
    look = {**_look(cell), "horizontalAlignment": "LEFT"}
    look.pop("wrapStrategy", None)
    lines = {side: line for side, line in look.pop("borders", {}).items() if side in {"top", "bottom"}}
    return {**look, "borders": lines} if lines else look


# Values.


def written(frame: Frame, tabs: Tabs, said: Said = _AS_IT_IS) -> Iterator[Request]:
    """Write every value, formula and link; what is blank is cleared."""
    contents = _Contents(tabs, said, _Formulas())
    rows = [[contents.of(cell) for cell in row] for row in frame.sheet.iter_rows()]
    return write_rows(frame.sheet_id, rows)


class _Formulas:
    """Translates formulas, those that differ by their own row's number alone only once."""

    _ROW: Final = "¤"

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, formula: str, row: int) -> str:
        """Return the formula in a row (from 1) as Google reads it."""
        pattern = re.sub(rf"(?<=[A-Z]){row}(?!\d)", self._ROW, formula)
        if pattern not in self._known:
            self._known[pattern] = google_formula(pattern)
        return self._known[pattern].replace(self._ROW, str(row))


@dataclass(frozen=True, slots=True)
class _Contents:
    """Turns what stands in cells into Google's values."""

    tabs: Tabs
    said: Said
    formulas: _Formulas

    def of(self, cell: _AnyCell) -> Mapping[str, Any]:
        """Return a cell with its value alone."""
        match cell.value:
            case None:
                return {}
            case _ if cell.hyperlink is not None:
                entered: dict[str, Any] = {"formulaValue": _link(cell.hyperlink, str(cell.value), self.tabs)}
            case bool():
                entered = {"boolValue": cell.value}
            case int() | float():
                entered = {"numberValue": cell.value}
            case datetime():
                entered = {"numberValue": (cell.value - _EPOCH) / timedelta(days=1)}
            case _ if cell.data_type == "f":
                entered = {"formulaValue": self.formulas.of(str(cell.value), cell.row)}
            case _:
                entered = {"stringValue": self.said.get(str(cell.value), str(cell.value))}
        return {"userEnteredValue": entered}


def _link(target: Hyperlink, text: str, tabs: Tabs) -> str:
    if target.location is None:
        return link(str(target.target), text)
    sheet, _, place = target.location.rpartition("!")
    title = sheet.removeprefix("'").removesuffix("'").replace("''", "'")
    return link(place_in(tabs[title], place), text)

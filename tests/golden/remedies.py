"""Doing as one is told: a finding’s remedy typed into the workbook.

18, 0,5, 1; 3, Chi bộ       typed into the cell
H10=2                       typed into another cell
{blank}                     the cell is emptied; so is its row with {blank row}, its column with {blank column}
{blank rows 12-14}          those rows are emptied
{unmerge} H9=1              the cells are parted, and the one that was covered is filled in
"""

import re
from collections.abc import Iterable, Sequence

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.golden.build.editing import edited
from tests.golden.cases import Expected

_OTHER_CELL = re.compile(r"([A-Z]+\d+)=(.*)")
_ACTION = re.compile(r"\{([a-z ]+?)(?: (\d+)-(\d+))?\} ?(.*)")


def followed(content: bytes, findings: Iterable[Expected]) -> bytes:
    """Return the workbook after every remedy of the findings was followed."""

    def change(book: Workbook) -> None:
        for finding in findings:
            sheet, _, cell = finding.place.partition("!")
            if finding.remedy is not None:
                _follow(book[sheet], cell, finding.remedy)

    return edited(content, change)


def _follow(sheet: Worksheet, cell: str, remedy: str) -> None:
    action = _ACTION.fullmatch(remedy)
    if action is not None:
        _act(sheet, cell, action[1], [int(row) for row in action.group(2, 3) if row])
        remedy = action[4]
    other = _OTHER_CELL.fullmatch(remedy)
    if other is not None:
        cell, remedy = other[1], other[2]
    if remedy:
        sheet[cell].value = int(remedy) if remedy.isdecimal() else remedy


def _act(sheet: Worksheet, cell: str, action: str, rows: Sequence[int]) -> None:
    place = sheet[cell]
    match action:
        case "blank":
            place.value = None
        case "blank row":
            _empty(sheet, (place.row, place.row))
        case "blank rows":
            _empty(sheet, (rows[0], rows[1]))
        case "blank column":
            _empty(sheet, column=place.column)
        case "unmerge":
            (area,) = (area for area in sheet.merged_cells.ranges if cell in area)
            sheet.unmerge_cells(area.coord)
        case _:
            raise AssertionError(action)


def _empty(sheet: Worksheet, rows: tuple[int, int] | None = None, column: int | None = None) -> None:
    first, last = rows or (1, sheet.max_row)
    for row in sheet.iter_rows(first, last, column, column):
        for cell in row:
            if isinstance(cell, Cell):
                cell.value = None

"""Sorting the rows of a rectangle: cells move with all they have, merges and protections stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakegoogle.errors import invalid
from tests.fakegoogle.formulas import carried
from tests.fakegoogle.grid import Area
from tests.fakegoogle.moving import with_formulas
from tests.fakegoogle.shapes import Cell, Json


@dataclass(frozen=True)
class Order:
    """By which column (from 0, of the whole tab), and which way."""

    column: int
    descending: bool = False


def sort(area: Area, orders: Sequence[Order]) -> None:
    """Sort in place; numbers before text before truth values, blanks last either way."""
    if any(_cuts(area, merge) for merge in area.sheet.merges):
        raise invalid("Cannot sort a range that contains vertical merges.")
    rows = list(range(area.top, area.bottom))
    for order in reversed(orders):
        rows.sort(key=lambda row: _key(area.sheet.cells.get((row, order.column), {})), reverse=order.descending)
        rows.sort(key=lambda row: _blank(area.sheet.cells.get((row, order.column), {})))
    old = {at: area.sheet.cells.pop(at) for at in area.filled}
    for new_row, row in enumerate(rows, area.top):
        for column in range(area.left, area.right):
            if (row, column) in old:
                area.sheet.cells[new_row, column] = _carried(old[row, column], new_row - row)


def _cuts(area: Area, merge: Json) -> bool:
    vertical = merge["endRowIndex"] - merge["startRowIndex"] > 1
    apart = merge["endRowIndex"] <= area.top or merge["startRowIndex"] >= area.bottom
    beside = merge["endColumnIndex"] <= area.left or merge["startColumnIndex"] >= area.right
    return vertical and not apart and not beside


def _carried(cell: Cell, down: int) -> Cell:
    return with_formulas(cell, lambda text: carried(text, down, 0))


def _blank(cell: Cell) -> bool:
    return "userEnteredValue" not in cell


def _key(cell: Cell) -> tuple[int, float, str]:
    value = cell.get("userEnteredValue", {})
    if "numberValue" in value:
        return 0, value["numberValue"], ""
    if "boolValue" in value:
        return 2, float(value["boolValue"]), ""
    return 1, 0.0, str(value.get("stringValue", value.get("formulaValue", ""))).casefold()

"""Sheets written as small tables beside the assertions that speak of them."""

import re
from collections.abc import Mapping

from tonghop.core.cells import Position, RawValue, Sheet, Sheets
from tonghop.core.layout import COVER_SHEET, COVER_UNIT_CODE, GROUP_ROW

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_UNCACHED = "="


def sheet(name: str, table: str, *, first_row: int = GROUP_ROW) -> Sheet:
    """Make a sheet of a table whose first line stands in ``first_row``, its first cell in column A.

    ``12`` and ``0.5`` are numbers, ``'12`` is text; ``#REF!`` is an error, ``=`` a formula without a value.
    """
    rows: list[list[RawValue]] = [[] for _ in range(first_row)]
    errors: dict[Position, str] = {}
    uncached: set[Position] = set()
    for line in filter(None, map(str.strip, table.splitlines())):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for column, cell in enumerate(cells):
            if cell.startswith("#"):
                errors[len(rows), column] = cell
            elif cell == _UNCACHED:
                uncached.add((len(rows), column))
        rows.append([_value(cell) for cell in cells])
    return Sheet(name, rows, errors=errors, uncached=frozenset(uncached))


def _value(cell: str) -> RawValue:
    if not cell or cell.startswith("#") or cell == _UNCACHED:
        return None
    return float(cell) if _NUMBER.fullmatch(cell) else cell.removeprefix("'")


def cover(unit: str) -> Sheet:
    """Make a cover that shows a unit's code where it is given out."""
    row, column = COVER_UNIT_CODE
    return Sheet(COVER_SHEET, [*([None] * (column + 1) for _ in range(row)), [*[None] * column, unit]])


def workbook(unit: str, tables: Mapping[str, str]) -> Sheets:
    """Make a workbook of a cover and a sheet for each table by the sheet's name."""
    return Sheets((cover(unit), *(sheet(name, table) for name, table in tables.items())))

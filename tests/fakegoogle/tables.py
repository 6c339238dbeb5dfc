"""The table that values.append looks for."""

from tests.fakegoogle.grid import Area
from tests.fakegoogle.shapes import Position


def next_to(area: Area) -> tuple[Area | None, Position]:
    """Return the last table that begins within a rectangle, and the cell below it; none: the rectangle's start."""
    filled = {at for at, cell in area.sheet.cells.items() if "userEnteredValue" in cell}
    within = sorted(at for at in filled if at in area)
    if not within:
        return None, (area.top, area.left)
    region = _region(within[-1], filled)
    rows, columns = {at[0] for at in region}, {at[1] for at in region}
    table = Area(area.sheet, min(rows), max(rows) + 1, min(columns), max(columns) + 1)
    return table, (table.bottom, table.left)


def _region(start: Position, filled: set[Position]) -> set[Position]:
    """Return the filled cells that hang together with one, corners too."""
    found, waiting = {start}, [start]
    while waiting:
        row, column = waiting.pop()
        around = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
        new = (around & filled) - found
        found |= new
        waiting.extend(new)
    return found

"""Requests that write cells: plain values only, every one of them safe to repeat."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final, TypeAlias

from tonghop.core.cells import Position
from tonghop.core.shared_sheets import Tab
from tonghop.writing.google.batches import Request, grid_range

CellData: TypeAlias = Mapping[str, Any]

CELL_LIMIT: Final = 50_000
"""Characters that Google keeps in a cell, and in a note."""
_LONG: Final = 4
"""Equal cells one under another from which on one request for all of them is the shorter one."""
EMPTY: Final[CellData] = {}
"""Under a mask, a cell without the masked field: the field is cleared."""


def text(value: str) -> CellData:
    """Return a cell that holds this text and nothing else: “=A1” stays the text “=A1”."""
    return {"userEnteredValue": {"stringValue": limited(value)}} if value else EMPTY


def limited(value: str, most: int = CELL_LIMIT) -> str:
    """Return the text, cut off with “…” where it is longer than ``most`` characters as Google counts them."""
    if units(value) <= most:
        return value
    return _utf16(value)[: 2 * (most - 1)].decode("utf-16-le", errors="ignore") + "…"


def units(value: str) -> int:
    """Return the length of a text in UTF-16 units, by which Google's limits are counted."""
    return len(_utf16(value)) // 2


def _utf16(value: str) -> bytes:
    # Half a pair of surrogates cannot be encoded otherwise, and JSON may hold one.
    return value.encode("utf-16-le", errors="surrogatepass")


def write(tab: Tab, start: Position, rows: Sequence[Sequence[CellData]], fields: str) -> Request:
    """Write a block of cells from ``start`` on; no cell outside the block is touched.

    A ``range`` in place of ``start`` would clear whatever the block does not cover.
    """
    row, column = start
    return {
        "updateCells": {
            "start": {"sheetId": tab.sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": list(cells)} for cells in rows],
            "fields": fields,
        }
    }


def write_down(tab: Tab, column: int, cells: Mapping[int, CellData], fields: str) -> Iterator[Request]:
    """Write cells of one column, by row; a long stretch of equal ones is sent as one cell for all of it."""
    for run in consecutive(cells):
        stretches = (list(same) for _cell, same in groupby(run, key=cells.__getitem__))
        for is_long, some in groupby(stretches, key=lambda stretch: len(stretch) >= _LONG):
            if is_long:
                yield from (_repeated(tab, column, stretch, cells[stretch[0]], fields) for stretch in some)
            else:
                rows = [row for stretch in some for row in stretch]
                yield write(tab, (rows[0], column), [(cells[row],) for row in rows], fields)


def _repeated(tab: Tab, column: int, rows: Sequence[int], cell: CellData, fields: str) -> Request:
    place = grid_range(tab.sheet_id, (rows[0], column, rows[-1], column))
    return {"repeatCell": {"range": place, "cell": cell, "fields": fields}}


def within(tab: Tab, place: Position) -> bool:
    """Tell whether the tab's grid has that cell: Google refuses a whole batch for one cell outside."""
    row, column = place
    return 0 <= row < tab.rows and 0 <= column < tab.columns


def consecutive(numbers: Iterable[int]) -> Iterator[range]:
    """Return runs of consecutive numbers, in order: 3 4 5 8 are 3–5 and 8."""
    runs = groupby(enumerate(sorted(set(numbers))), key=lambda one: one[1] - one[0])
    for _step, run in runs:
        found = [number for _place, number in run]
        yield range(found[0], found[-1] + 1)

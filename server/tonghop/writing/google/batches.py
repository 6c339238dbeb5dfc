"""Requests of ``spreadsheets.batchUpdate``: plain dicts as Google's JSON has them, packed into batches it takes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from tonghop.core.cells import Area

Request: TypeAlias = Mapping[str, Any]
"""One request of a batch, as Google's JSON has it."""

BATCH_LIMIT: Final = 1_800_000
"""Bytes of a batch's JSON; Google recommends at most 2 MB."""
WRITE_LIMIT: Final = 400_000
"""Bytes of one request that writes values, so that batches can be filled well."""
_ENVELOPE, _SEPARATOR = 100, 2


@dataclass(frozen=True, slots=True)
class Blueprint:
    """How a spreadsheet is made or brought up to date."""

    batches: tuple[tuple[Request, ...], ...]
    """To be run in this order, each at once. One that was carried out already is refused as a whole or changes
    nothing, so a lost answer does no harm: begin again with a new blueprint for the tabs that stand there then."""
    tabs: Mapping[int, str]
    """The titles of the tabs that are there afterwards, by sheetId."""
    cells: int
    """Cells of their grids together; Google takes ten million in a spreadsheet."""


def size(value: object) -> int:
    """Return the bytes of a value in a request's JSON: gspread writes every letter with a mark as an escape."""
    return len(json.dumps(value))


def packed(requests: Iterable[Request], limit: int = BATCH_LIMIT) -> Iterator[tuple[Request, ...]]:
    """Return the requests in their order, in batches of at most ``limit`` bytes; a larger one stands alone."""
    return packed_whole(((request,) for request in requests), limit)


def packed_whole(groups: Iterable[Sequence[Request]], limit: int = BATCH_LIMIT) -> Iterator[tuple[Request, ...]]:
    """Return groups of requests in batches, none of them parted."""
    batch: list[Request] = []
    used = _ENVELOPE
    for group in groups:
        needed = size(group) + _SEPARATOR
        if batch and used + needed > limit:
            yield tuple(batch)
            batch, used = [], _ENVELOPE
        batch.extend(group)
        used += needed
    if batch:
        yield tuple(batch)


def grid_range(sheet_id: int, area: Area | None = None) -> dict[str, int]:
    """Return the cells of a tab from first to last row and column (from 0); without ``area`` the whole tab."""
    if area is None:
        return {"sheetId": sheet_id}
    first_row, first_column, last_row, last_column = area
    return {
        "sheetId": sheet_id,
        "startRowIndex": first_row,
        "endRowIndex": last_row + 1,
        "startColumnIndex": first_column,
        "endColumnIndex": last_column + 1,
    }


def write_rows(sheet_id: int, rows: Sequence[Sequence[Mapping[str, Any]]]) -> Iterator[Request]:
    """Write values from A1 on, row after row, in requests of about ``WRITE_LIMIT`` bytes.

    Each takes ``start``: under a ``range`` Google clears what the rows do not cover.
    """
    block: list[dict[str, Any]] = []
    first, used = 0, 0
    for number, row in enumerate(rows):
        needed = size(row)
        if block and used + needed > WRITE_LIMIT:
            yield _write(sheet_id, first, block)
            first, block, used = number, [], 0
        block.append({"values": list(row)})
        used += needed
    if block:
        yield _write(sheet_id, first, block)


def _write(sheet_id: int, row: int, rows: list[dict[str, Any]]) -> Request:
    start = {"sheetId": sheet_id, "rowIndex": row, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}

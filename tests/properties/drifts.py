"""What clerks do to a sheet, done to sheets in memory: pure functions from one sheet to the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tonghop.core.cells import Position, RawValue, Sheet


@dataclass(frozen=True)
class Drift:
    """One change of one sheet; places count from 0 and are taken within the sheet's size."""

    kind: str
    sheet: int
    place: int
    other: int
    text: str = ""


KINDS = ("insert row", "insert column", "blank row", "move row", "move column", "rename", "own column", "rename tab")


def drifted(sheet: Sheet, drift: Drift, head: int, end: int) -> Sheet:
    """Return the sheet after a change; ``head`` is its row of headings, ``end`` where its table ends."""
    width, body = max(map(len, sheet.rows), default=1), list(range(head + 2, max(end, head + 3)))
    if drift.kind == "rename tab":
        return replace(sheet, name=drift.text or "Sheet1")
    if drift.kind.endswith("row"):
        return _rows(sheet, _row_order(len(sheet.rows), drift, body))
    if drift.kind == "rename":
        return _written(sheet, {(head, drift.place % width): drift.text})
    if drift.kind == "move column":
        columns: list[int | None] = list(range(width))
        column = columns.pop(drift.place % width)
        columns.insert(drift.other % width, column)
        return _columns(sheet, columns)
    at = drift.place % (width + 1)
    wider = _columns(sheet, [*range(at), None, *range(at, width)])
    own: dict[Position, RawValue] = {(head, at): drift.text, **{(row, at): float(drift.other) for row in body}}
    return _written(wider, own if drift.kind == "own column" else {})


def _row_order(rows: int, drift: Drift, body: Sequence[int]) -> list[int | None]:
    if drift.kind in {"insert row", "blank row"}:
        at = drift.place % (rows + 1) if drift.kind == "insert row" else min(body[drift.place % len(body)], rows)
        return [*range(at), None, *range(at, rows)]
    order: list[int | None] = list(range(rows))
    row = order.pop(min(body[drift.place % len(body)], rows - 1))
    order.insert(min(body[drift.other % len(body)], rows - 1), row)
    return order


def _rows(sheet: Sheet, order: Sequence[int | None]) -> Sheet:
    return replace(sheet, rows=[[] if row is None else list(sheet.rows[row]) for row in order])


def _columns(sheet: Sheet, order: Sequence[int | None]) -> Sheet:
    rows = [
        [None if column is None else sheet.value(row, column) for column in order] for row in range(len(sheet.rows))
    ]
    return replace(sheet, rows=rows)


def _written(sheet: Sheet, cells: Mapping[Position, RawValue]) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for (row, column), value in cells.items():
        if row < len(rows):
            rows[row] += [None] * (column + 1 - len(rows[row]))
            rows[row][column] = value
    return replace(sheet, rows=rows)

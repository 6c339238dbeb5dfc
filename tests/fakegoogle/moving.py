"""Inserting, deleting and moving rows and columns: whatever lies there moves along, in every tab's formulas too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.fakegoogle.formulas import FIRST, LAST, Reference, followed
from tests.fakegoogle.shapes import Cell, Json
from tests.fakegoogle.state import Sheet, Spreadsheet

ROWS, COLUMNS = "ROWS", "COLUMNS"
Place: TypeAlias = Callable[[int], int | None]
"""From the number of a row (column) before to that after; None where it is gone."""


@dataclass(frozen=True)
class Shift:
    """One change of the rows or columns of one tab."""

    sheet: Sheet
    dimension: str
    place: Place
    span: Callable[[int, int], tuple[int, int] | None]
    """From the start and end of a range before to those after; None where nothing of it is left."""


def inserted(sheet: Sheet, dimension: str, start: int, count: int) -> Shift:
    """Describe the insertion of rows (columns) before one; a range grows only where it lies on both sides."""

    def span(first: int, last: int) -> tuple[int, int]:
        return first + count * (start <= first), last + count * (start < last)

    return Shift(sheet, dimension, lambda at: at + count * (at >= start), span)


def deleted(sheet: Sheet, dimension: str, start: int, end: int) -> Shift:
    """Describe the deletion of rows (columns)."""

    def edge(at: int) -> int:
        return at - max(0, min(at, end) - start)

    def span(first: int, last: int) -> tuple[int, int] | None:
        return (edge(first), edge(last)) if edge(first) < edge(last) else None

    return Shift(sheet, dimension, lambda at: None if start <= at < end else edge(at), span)


def moved(sheet: Sheet, dimension: str, start: int, end: int, before: int) -> Shift:
    """Describe the moving of rows (columns) before another: a range wholly moved goes along, others lose and gain."""
    count = end - start

    def place(at: int) -> int:
        if start <= at < end:
            return at + (before - end if before > start else before - start)
        if end <= at < before:
            return at - count
        return at + count if before <= at < start else at

    taken, put = deleted(sheet, dimension, start, end), before if before <= start else before - count
    given = inserted(sheet, dimension, put, count)

    def span(first: int, last: int) -> tuple[int, int] | None:
        if start <= first and last <= end:
            return put + first - start, put + last - start
        if first <= start and end <= last and first <= before <= last:
            return first, last
        rest = taken.span(first, last)
        return given.span(*rest) if rest else None

    return Shift(sheet, dimension, place, span)


def carry_out(spreadsheet: Spreadsheet, shift: Shift) -> None:
    """Move everything of the tab, and the references to it in every tab. The grid's size is the caller's."""
    sheet, by_rows = shift.sheet, shift.dimension == ROWS
    placed = ((_placed(shift, at), cell) for at, cell in sheet.cells.items())
    sheet.cells = {at: cell for at, cell in placed if at is not None}
    if by_rows:
        sheet.rows = _numbered(shift, sheet.rows)
    else:
        sheet.columns = _numbered(shift, sheet.columns)
    sheet.merges = [found for found in _ranges(shift, sheet.merges) if _size(found) > 1]
    sheet.protected = _holding(shift, sheet.protected)
    sheet.conditional = [rule for rule in (_conditional(shift, rule) for rule in sheet.conditional) if rule]
    if sheet.basic_filter:
        sheet.basic_filter = next(iter(_holding(shift, [sheet.basic_filter])), None)
    spreadsheet.named_ranges = _named(shift, spreadsheet.named_ranges)
    for other in spreadsheet.sheets:
        _formulas(shift, other)


def _placed(shift: Shift, at: tuple[int, int]) -> tuple[int, int] | None:
    place = shift.place(at[0] if shift.dimension == ROWS else at[1])
    if place is None:
        return None
    return (place, at[1]) if shift.dimension == ROWS else (at[0], place)


def _numbered(shift: Shift, old: dict[int, Json]) -> dict[int, Json]:
    placed = ((shift.place(number), value) for number, value in old.items())
    return {number: value for number, value in placed if number is not None}


def spanned(shift: Shift, found: Json) -> Json | None:
    """Return a GridRange after the change; None where nothing of it is left. Open sides stay open."""
    which = "Row" if shift.dimension == ROWS else "Column"
    first, last = f"start{which}Index", f"end{which}Index"
    if first not in found and last not in found:
        return found
    span = shift.span(found.get(first, 0), found.get(last, 2**30))
    if span is None:
        return None
    ends = {first: span[0]} | ({last: span[1]} if last in found else {})
    return found | ends


def _ranges(shift: Shift, old: list[Json]) -> list[Json]:
    return [found for found in (spanned(shift, item) for item in old) if found is not None]


def _size(found: Json) -> int:
    height: int = found["endRowIndex"] - found["startRowIndex"]
    width: int = found["endColumnIndex"] - found["startColumnIndex"]
    return height * width


def _holding(shift: Shift, old: list[Json]) -> list[Json]:
    """Return the objects that have a ``range``, those without anything left in it dropped."""
    new = []
    for item in old:
        found = spanned(shift, item.get("range", {}))
        if found is not None:
            except_for = _ranges(shift, item.get("unprotectedRanges", []))
            new.append(item | {"range": found} | ({"unprotectedRanges": except_for} if except_for else {}))
    return new


def _conditional(shift: Shift, rule: Json) -> Json | None:
    ranges = _ranges(shift, rule.get("ranges", []))
    return rule | {"ranges": ranges} if ranges else None


def _named(shift: Shift, old: list[Json]) -> list[Json]:
    own = [item for item in old if item["range"].get("sheetId", 0) == shift.sheet.id]
    kept = {item["namedRangeId"]: item for item in _holding(shift, own)}
    return [kept.get(item["namedRangeId"], item) for item in old if item not in own or item["namedRangeId"] in kept]


def _formulas(shift: Shift, sheet: Sheet) -> None:
    """Let the formulas of a tab, in cells and in conditions, follow."""

    def follow(title: str | None, found: Reference, role: str) -> Reference | None:
        named = sheet.title if title is None else title
        return _referred(shift, found, role) if named.casefold() == shift.sheet.title.casefold() else found

    for at, cell in list(sheet.cells.items()):
        sheet.cells[at] = with_formulas(cell, lambda formula: followed(formula, follow))
    sheet.conditional = [_with_condition(rule, lambda text: followed(text, follow)) for rule in sheet.conditional]


def _referred(shift: Shift, found: Reference, role: str) -> Reference | None:
    at = found.row if shift.dimension == ROWS else found.column
    place = shift.place(at)
    if place is None and role == FIRST:
        place = (shift.span(at, 2**30) or (0, 0))[0]
    if place is None and role == LAST:
        place = (shift.span(0, at + 1) or (0, 0))[1] - 1
    if place is None or place < 0:
        return None
    row, column = (place, found.column) if shift.dimension == ROWS else (found.row, place)
    return Reference(row, column, found.row_fixed, found.column_fixed)


def with_formulas(cell: Cell, change: Callable[[str], str]) -> Cell:
    """Return a cell with its formulas (its own and its validation's) changed."""
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" in entered:
        cell = cell | {"userEnteredValue": {"formulaValue": change(entered["formulaValue"])}}
    if "dataValidation" in cell and (values := cell["dataValidation"]["condition"].get("values")):
        condition = cell["dataValidation"]["condition"] | {"values": _changed(values, change)}
        cell = cell | {"dataValidation": cell["dataValidation"] | {"condition": condition}}
    return cell


def _changed(values: list[Json], change: Callable[[str], str]) -> list[Json]:
    return [
        value | {"userEnteredValue": change(value["userEnteredValue"])}
        if value.get("userEnteredValue", "").startswith("=")
        else value
        for value in values
    ]


def _with_condition(rule: Json, change: Callable[[str], str]) -> Json:
    boolean = rule.get("booleanRule")
    if not boolean or not boolean.get("condition", {}).get("values"):
        return rule
    condition = boolean["condition"] | {"values": _changed(boolean["condition"]["values"], change)}
    return rule | {"booleanRule": boolean | {"condition": condition}}

"""batchUpdate requests about rows and columns."""

from collections.abc import Callable, Mapping

from tests.fakegoogle.batch_sheets import check_size, update_mask
from tests.fakegoogle.context import Context
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.masks import written
from tests.fakegoogle.moving import ROWS, carry_out, deleted, inserted, moved
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import Sheet, Spreadsheet

_INHERITED = ("userEnteredFormat", "dataValidation")


def _size(sheet: Sheet, dimension: str) -> int:
    return sheet.row_count if dimension == ROWS else sheet.column_count


def _grow(sheet: Sheet, dimension: str, by: int) -> None:
    if dimension == ROWS:
        sheet.resize(rows=sheet.row_count + by)
    else:
        sheet.resize(columns=sheet.column_count + by)


def _span(spreadsheet: Spreadsheet, given: Json) -> tuple[Sheet, str, int, int]:
    """Return the tab, the dimension and the ends of a DimensionRange."""
    sheet = spreadsheet.sheet(given.get("sheetId", 0))
    dimension = given.get("dimension", "")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise invalid("No dimension specified.")
    start, end = given.get("startIndex", 0), given.get("endIndex", _size(sheet, dimension))
    if start >= end:
        raise invalid(f"range.startIndex[{start}] must be less than range.endIndex[{end}]")
    return sheet, dimension, start, end


def _insert(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet, dimension, start, end = _span(spreadsheet, given.get("range", {}))
    if start > _size(sheet, dimension):
        raise invalid(f"range.startIndex[{start}] is too large, the grid ends at {_size(sheet, dimension)}")
    before = bool(given.get("inheritFromBefore"))
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true if inserting at the beginning.")
    insert(spreadsheet, sheet, dimension, start, end - start, inherit_from_before=before)
    check_size(spreadsheet)


def insert(
    spreadsheet: Spreadsheet,
    sheet: Sheet,
    dimension: str,
    start: int,
    count: int,
    *,
    inherit_from_before: bool,
) -> None:
    """Insert rows (columns); new cells get formats and validations of the row before or after them."""
    _grow(sheet, dimension, count)
    carry_out(spreadsheet, inserted(sheet, dimension, start, count))
    model = start - 1 if inherit_from_before else start + count
    for (row, column), cell in list(sheet.cells.items()):
        kept = {name: cell[name] for name in _INHERITED if name in cell}
        if (row if dimension == ROWS else column) == model:
            for new in range(start, start + count):
                sheet.put((new, column) if dimension == ROWS else (row, new), kept)


def _delete(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet, dimension, start, end = _span(spreadsheet, given.get("range", {}))
    delete(spreadsheet, sheet, dimension, start, end)


def delete(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete rows (columns), not all of them."""
    size = _size(sheet, dimension)
    if end > size:
        raise invalid(f"Cannot delete a {dimension.lower()[:-1]} that doesn't exist. Tried to delete index {end - 1}")
    if end - start >= size:
        raise invalid(f"You can't delete all the {dimension.lower()} on the sheet.")
    carry_out(spreadsheet, deleted(sheet, dimension, start, end))
    _grow(sheet, dimension, start - end)


def _move(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet, dimension, start, end = _span(spreadsheet, given.get("source", {}))
    before = given.get("destinationIndex", 0)
    if start < before < end:
        raise invalid("The destination index cannot be within the source range.")
    carry_out(spreadsheet, moved(sheet, dimension, start, end, before))


def _append(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet = spreadsheet.sheet(given.get("sheetId", 0))
    if given.get("length", 0) <= 0:
        raise invalid("length must be greater than 0.")
    _grow(sheet, given.get("dimension", ROWS), given["length"])
    check_size(spreadsheet)


def _update(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet, dimension, start, end = _span(spreadsheet, given.get("range", {}))
    mask = update_mask(given)
    known = sheet.rows if dimension == ROWS else sheet.columns
    for number in range(start, min(end, _size(sheet, dimension))):
        if new := written(mask, known.get(number, {}), given.get("properties", {})):
            known[number] = new
        else:
            known.pop(number, None)


def _auto_resize(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    """How wide text is, the fake does not know: it keeps the sizes."""
    _span(spreadsheet, given.get("dimensions", {}))


def _add_group(_context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    sheet, dimension, _, _ = _span(spreadsheet, given["range"])
    groups = sheet.row_groups if dimension == ROWS else sheet.column_groups
    groups.append({"range": given["range"], "depth": 1})
    control = "rowGroupControlAfter" if dimension == ROWS else "columnGroupControlAfter"
    grid = {**sheet.properties["gridProperties"], control: True}
    sheet.properties = {**sheet.properties, "gridProperties": grid}
    return {"dimensionGroups": list(groups)}


def _delete_group(_context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    sheet, dimension, _, _ = _span(spreadsheet, given["range"])
    groups = sheet.row_groups if dimension == ROWS else sheet.column_groups
    if not any(group["range"] == given["range"] for group in groups):
        raise invalid("There is no group to delete in that range.")
    groups[:] = [group for group in groups if group["range"] != given["range"]]
    return {"dimensionGroups": list(groups)} if groups else {}


HANDLERS: Mapping[str, Callable[[Context, Spreadsheet, Json], Json | None]] = {
    "insertDimension": _insert,
    "deleteDimension": _delete,
    "moveDimension": _move,
    "appendDimension": _append,
    "updateDimensionProperties": _update,
    "autoResizeDimensions": _auto_resize,
    "addDimensionGroup": _add_group,
    "deleteDimensionGroup": _delete_group,
}

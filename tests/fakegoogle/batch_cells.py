"""batchUpdate requests about cells: what stands in them, their format, merges, order."""

from collections.abc import Callable, Mapping

from tests.fakegoogle.batch_sheets import update_mask
from tests.fakegoogle.context import Context
from tests.fakegoogle.defaults import MAX_CHARACTERS
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.formulas import carried
from tests.fakegoogle.grid import Area, area
from tests.fakegoogle.masks import Mask, written
from tests.fakegoogle.moving import with_formulas
from tests.fakegoogle.protection import check
from tests.fakegoogle.shapes import Cell, Json, Position
from tests.fakegoogle.sorting import Order, sort
from tests.fakegoogle.state import Spreadsheet

_SIDES = ("top", "bottom", "left", "right")


def _update_cells(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    """With ``range``, cells of it that no row covers lose the masked fields; with ``start``, none does."""
    mask = update_mask(given)
    rows = given.get("rows", [])
    if "range" in given:
        target = area(spreadsheet, given["range"])
    else:
        target = _from_start(spreadsheet, given.get("start", {}), rows)
    check(context, spreadsheet, target)
    new = {
        (row, column): cell
        for row, line in enumerate(rows, target.top)
        for column, cell in enumerate(line.get("values", []), target.left)
    }
    for at in new if "range" not in given else {*new, *target.filled}:
        if at not in target:
            raise invalid(f"Attempting to write row: {at[0]}, column: {at[1]}, beyond the last requested cell.")
        write(target, at, mask, new.get(at, {}))


def _from_start(spreadsheet: Spreadsheet, start: Json, rows: list[Json]) -> Area:
    sheet = spreadsheet.sheet(start.get("sheetId", 0))
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    bottom, right = top + len(rows), left + max((len(row.get("values", [])) for row in rows), default=0)
    if bottom > sheet.row_count:
        raise _beyond("row", sheet.row_count)
    if right > sheet.column_count:
        raise _beyond("column", sheet.column_count)
    return Area(sheet, top, bottom, left, right)


def _beyond(dimension: str, size: int) -> Exception:
    return invalid(f"Attempting to write {dimension}: {size}, beyond the last requested {dimension} of: {size - 1}")


def write(target: Area, at: Position, mask: Mask, new: Cell) -> None:
    """Let a cell's masked fields be as in ``new``."""
    value = new.get("userEnteredValue", {})
    if len(value.get("stringValue", "")) > MAX_CHARACTERS:
        raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
    cell = written(mask or {name: {} for name in _FIELDS}, target.sheet.cells.get(at, {}), new)
    target.sheet.put(at, _clean(cell))


_FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns")


def _clean(cell: Cell) -> Cell:
    """Drop what is read-only or empty: no text, no note."""
    kept = {name: cell[name] for name in _FIELDS if cell.get(name)}
    if kept.get("userEnteredValue") == {"stringValue": ""}:
        del kept["userEnteredValue"]
    return kept


def _repeat_cell(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    """The same for every cell of a range; a formula's references move along as when copied."""
    mask = update_mask(given)
    target = area(spreadsheet, given.get("range", {}))
    check(context, spreadsheet, target)
    new = given.get("cell", {})
    for at in target if new else target.filled:
        down, right = at[0] - target.top, at[1] - target.left
        write(target, at, mask, with_formulas(new, lambda text, d=down, r=right: carried(text, d, r)))  # type: ignore[misc]


def _append_cells(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet = spreadsheet.sheet(given.get("sheetId", 0))
    rows = given.get("rows", [])
    top = max((at[0] for at in sheet.cells), default=-1) + 1
    width = max((len(row.get("values", [])) for row in rows), default=0)
    sheet.resize(rows=max(sheet.row_count, top + len(rows)), columns=max(sheet.column_count, width))
    start = {"sheetId": sheet.id, "rowIndex": top, "columnIndex": 0}
    _update_cells(context, spreadsheet, {"start": start, "rows": rows, "fields": given.get("fields")})


def _merge_cells(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    target = area(spreadsheet, given.get("range", {}))
    check(context, spreadsheet, target)
    _unmerge(spreadsheet, target)
    for part in _parts(target, given.get("mergeType", "MERGE_ALL")):
        if part.height * part.width > 1:
            part.sheet.merges.append(part.grid_range())
            _keep_one_value(part)


def _parts(target: Area, merge_type: str) -> list[Area]:
    if merge_type == "MERGE_COLUMNS":
        columns = range(target.left, target.right)
        return [Area(target.sheet, target.top, target.bottom, column, column + 1) for column in columns]
    if merge_type == "MERGE_ROWS":
        return [Area(target.sheet, row, row + 1, target.left, target.right) for row in range(target.top, target.bottom)]
    return [target]


def _keep_one_value(part: Area) -> None:
    """A merged block keeps the value of its first cell that has one, at its corner."""
    cells = part.sheet.cells
    filled = [at for at in part.filled if "userEnteredValue" in cells[at]]
    if not filled:
        return
    value = cells[filled[0]]["userEnteredValue"]
    for at in filled:
        part.sheet.put(at, {name: item for name, item in cells[at].items() if name != "userEnteredValue"})
    corner = (part.top, part.left)
    part.sheet.put(corner, cells.get(corner, {}) | {"userEnteredValue": value})


def _unmerge_cells(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    _unmerge(spreadsheet, area(spreadsheet, given.get("range", {})))


def _unmerge(spreadsheet: Spreadsheet, target: Area) -> None:
    kept = []
    for found in target.sheet.merges:
        merge = area(spreadsheet, found)
        if target.meets(merge) and not target.covers(merge):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
        if not target.meets(merge):
            kept.append(found)
    target.sheet.merges = kept


def _update_borders(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    """Sides that are not said stay; one that is said without a style is removed."""
    target = area(spreadsheet, given.get("range", {}))
    for at in target:
        sides = _sides(target, at, given)
        if not sides:
            continue
        cell = target.sheet.cells.get(at, {})
        form = cell.get("userEnteredFormat", {})
        borders = {name: side for name, side in (form.get("borders", {}) | sides).items() if _drawn(side)}
        form = {name: item for name, item in form.items() if name != "borders"}
        form |= {"borders": borders} if borders else {}
        target.sheet.put(at, _clean(cell | {"userEnteredFormat": form}))


def _drawn(side: Json) -> bool:
    return side.get("style", "NONE") not in {"NONE", "STYLE_UNSPECIFIED"}


def _sides(target: Area, at: Position, given: Json) -> Json:
    """Return which of a cell's sides the request sets, and to what."""
    row, column = at
    outer = {
        "top": row == target.top,
        "bottom": row == target.bottom - 1,
        "left": column == target.left,
        "right": column == target.right - 1,
    }
    inner = {"top": "innerHorizontal", "bottom": "innerHorizontal", "left": "innerVertical", "right": "innerVertical"}
    names = {side: side if outer[side] else inner[side] for side in _SIDES}
    return {side: given[name] for side, name in names.items() if name in given}


def _sort_range(context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    specs = given.get("sortSpecs", [])
    orders = [Order(spec.get("dimensionIndex", 0), spec.get("sortOrder") == "DESCENDING") for spec in specs]
    target = area(spreadsheet, given.get("range", {}))
    check(context, spreadsheet, target)
    sort(target, orders)


HANDLERS: Mapping[str, Callable[[Context, Spreadsheet, Json], Json | None]] = {
    "updateCells": _update_cells,
    "repeatCell": _repeat_cell,
    "appendCells": _append_cells,
    "mergeCells": _merge_cells,
    "unmergeCells": _unmerge_cells,
    "updateBorders": _update_borders,
    "sortRange": _sort_range,
}

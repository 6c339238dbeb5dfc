"""batchUpdate requests about tabs and the whole spreadsheet."""

from collections.abc import Callable, Mapping

from tests.fakegoogle.context import Context
from tests.fakegoogle.defaults import MAX_CELLS, sheet_properties
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.formulas import renamed
from tests.fakegoogle.masks import Mask, NotAMask, parsed, written
from tests.fakegoogle.moving import COLUMNS, ROWS, carry_out, deleted, with_formulas
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import Sheet, Spreadsheet


def update_mask(given: Json) -> Mask:
    """Return a request's ``fields``; raises Google's 400 where they are missing."""
    if not given.get("fields"):
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = parsed(given["fields"])
    except NotAMask as wrong:
        raise invalid(f"Invalid field mask: {given['fields']}") from wrong
    return _both_colours(mask)


def _both_colours(mask: Mask) -> Mask:
    """A colour and its style are one thing under two names."""
    found: Mask = {}
    for name, within in mask.items():
        found[name] = _both_colours(within)
        if name.lower().endswith("color"):
            found[f"{name}Style"] = {}
        if name.endswith("ColorStyle"):
            found[name.removesuffix("Style")] = {}
    return found


def _add_sheet(context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    wanted = given.get("properties", {})
    sheet_id = wanted.get("sheetId", context.world.number())
    title = wanted.get("title") or _free_title(spreadsheet)
    if any(sheet.id == sheet_id for sheet in spreadsheet.sheets):
        raise invalid(f"Sheet with id {sheet_id} already exists.")
    _check_title(spreadsheet, title)
    index = min(wanted.get("index", len(spreadsheet.sheets)), len(spreadsheet.sheets))
    sheet = Sheet(sheet_properties(wanted, sheet_id, index, title))
    return {"properties": place(spreadsheet, sheet, index).properties}


def place(spreadsheet: Spreadsheet, sheet: Sheet, index: int) -> Sheet:
    """Put a new tab at its place and return it."""
    spreadsheet.sheets.insert(index, sheet)
    spreadsheet.renumber()
    check_size(spreadsheet)
    return sheet


def check_size(spreadsheet: Spreadsheet) -> None:
    """Refuse more cells than a spreadsheet may have."""
    if sum(sheet.row_count * sheet.column_count for sheet in spreadsheet.sheets) > MAX_CELLS:
        raise invalid(
            f"This action would increase the number of cells in the workbook above the limit of {MAX_CELLS} cells.",
        )


def _free_title(spreadsheet: Spreadsheet) -> str:
    number = len(spreadsheet.sheets) + 1
    while spreadsheet.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _check_title(spreadsheet: Spreadsheet, title: str, own: Sheet | None = None) -> None:
    found = spreadsheet.titled(title)
    if found is not None and found is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _tab(spreadsheet: Spreadsheet, sheet_id: int) -> Sheet:
    found = next((sheet for sheet in spreadsheet.sheets if sheet.id == sheet_id), None)
    if found is None:
        raise invalid(f"No sheet with id: {sheet_id}")
    return found


def _delete_sheet(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    sheet = _tab(spreadsheet, given.get("sheetId", 0))
    if not any(other is not sheet and not other.properties.get("hidden") for other in spreadsheet.sheets):
        raise invalid("You can't remove all the visible sheets in a document.")
    spreadsheet.sheets.remove(sheet)
    spreadsheet.renumber()
    named = spreadsheet.named_ranges
    spreadsheet.named_ranges = [item for item in named if item["range"].get("sheetId", 0) != sheet.id]


def _duplicate_sheet(context: Context, spreadsheet: Spreadsheet, given: Json) -> Json:
    source = _tab(spreadsheet, given.get("sourceSheetId", 0))
    sheet_id = given.get("newSheetId", context.world.number())
    title = given.get("newSheetName") or f"Copy of {source.title}"
    _check_title(spreadsheet, title)
    index = given.get("insertSheetIndex", 0)
    return {"properties": place(spreadsheet, duplicate(context, source, sheet_id, title, index), index).properties}


def duplicate(context: Context, source: Sheet, sheet_id: int, title: str, index: int) -> Sheet:
    """Return a copy of a tab under another id: its ranges are its own, its protections have new ids."""
    sheet = source.copied()
    sheet.properties = {**source.properties, "sheetId": sheet_id, "title": title, "index": index}

    def own(found: Json) -> Json:
        rest = {name: value for name, value in found.items() if name != "sheetId"}
        return ({"sheetId": sheet_id} if sheet_id else {}) | rest

    sheet.merges = [own(found) for found in source.merges]
    sheet.conditional = [rule | {"ranges": [own(found) for found in rule["ranges"]]} for rule in source.conditional]
    sheet.protected = [
        item | {"range": own(item.get("range", {})), "protectedRangeId": context.world.number()}
        for item in source.protected
    ]
    if source.basic_filter:
        sheet.basic_filter = source.basic_filter | {"range": own(source.basic_filter.get("range", {}))}
    return sheet


def _update_sheet_properties(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    new = given.get("properties", {})
    sheet = _tab(spreadsheet, new.get("sheetId", 0))
    mask = update_mask(given)
    mask = {name: within for name, within in mask.items() if name != "sheetId"} if mask else {name: {} for name in new}
    if "title" in mask:
        _rename(spreadsheet, sheet, new.get("title", ""))
    if "index" in mask:
        _reorder(spreadsheet, sheet, new.get("index", 0))
    rest = {name: within for name, within in mask.items() if name not in {"title", "index"}}
    if rest:
        _change_grid(spreadsheet, sheet, written(rest, sheet.properties, new))
    if all(other.properties.get("hidden") for other in spreadsheet.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    check_size(spreadsheet)


def _change_grid(spreadsheet: Spreadsheet, sheet: Sheet, new: Json) -> None:
    """Take over properties; what lies in rows and columns that the grid loses is gone, as if they were deleted."""
    grid = new["gridProperties"]
    rows, columns = grid.get("rowCount", 0), grid.get("columnCount", 0)
    if rows < 1 or columns < 1:
        raise invalid("A grid needs at least one row and one column.")
    if grid.get("frozenRowCount", 0) >= rows or grid.get("frozenColumnCount", 0) >= columns:
        raise invalid("You can't freeze all visible rows or columns on the sheet.")
    if rows < sheet.row_count:
        carry_out(spreadsheet, deleted(sheet, ROWS, rows, sheet.row_count))
    if columns < sheet.column_count:
        carry_out(spreadsheet, deleted(sheet, COLUMNS, columns, sheet.column_count))
    sheet.properties = new


def _rename(spreadsheet: Spreadsheet, sheet: Sheet, title: str) -> None:
    if not title:
        raise invalid("The sheet name cannot be empty.")
    _check_title(spreadsheet, title, own=sheet)
    for other in spreadsheet.sheets:
        for at, cell in list(other.cells.items()):
            other.cells[at] = with_formulas(cell, lambda text: renamed(text, sheet.title, title))
    sheet.properties = {**sheet.properties, "title": title}


def _reorder(spreadsheet: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Google counts the new place as if the tab still stood at its old one: one to the right moves nothing."""
    old = spreadsheet.sheets.index(sheet)
    spreadsheet.sheets.remove(sheet)
    spreadsheet.sheets.insert(index - (index > old), sheet)
    spreadsheet.renumber()


def _update_spreadsheet_properties(_context: Context, spreadsheet: Spreadsheet, given: Json) -> None:
    spreadsheet.properties = written(update_mask(given), spreadsheet.properties, given.get("properties", {}))


HANDLERS: Mapping[str, Callable[[Context, Spreadsheet, Json], Json | None]] = {
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "duplicateSheet": _duplicate_sheet,
    "updateSheetProperties": _update_sheet_properties,
    "updateSpreadsheetProperties": _update_spreadsheet_properties,
}

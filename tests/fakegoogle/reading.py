"""The Sheets API's spreadsheets.get, getByDataFilter and create."""

from collections.abc import Mapping, Sequence

from tests.fakegoogle.context import Context
from tests.fakegoogle.defaults import sheet_properties, spreadsheet_properties
from tests.fakegoogle.discovery import SHEETS, schemas
from tests.fakegoogle.errors import violation
from tests.fakegoogle.grid import Area, area, clipped, from_a1
from tests.fakegoogle.masks import Mask, NotAMask, parsed
from tests.fakegoogle.rendering import Renderer
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import SPREADSHEET, File, Sheet, Spreadsheet

Query = Mapping[str, Sequence[str]]


def get(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer spreadsheets.get; the mask is applied here, for it decides what is worked out."""
    spreadsheet = context.spreadsheet(variables["spreadsheetId"])
    areas = [clipped(from_a1(spreadsheet, text)) for text in query.get("ranges", ())]
    return rendered(context, spreadsheet, query, areas, grid=one(query, "includeGridData").lower() == "true")


def get_by_data_filter(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer spreadsheets.getByDataFilter."""
    spreadsheet = context.spreadsheet(variables["spreadsheetId"])
    areas = [filtered(spreadsheet, item) for item in body.get("dataFilters", [])]
    return rendered(context, spreadsheet, query, areas, grid=body.get("includeGridData", False))


def rendered(
    context: Context,
    spreadsheet: Spreadsheet,
    query: Query,
    areas: Sequence[Area],
    *,
    grid: bool,
) -> Json:
    """Return the Spreadsheet message under the call's mask; a mask overrides ``includeGridData``."""
    mask = mask_of(query, "Spreadsheet")
    renderer = Renderer(spreadsheet, context.compute)
    return renderer.message(mask, areas, grid=grid if mask is None else wants_cells(mask))


def wants_cells(mask: Mask) -> bool:
    """Say whether a mask asks for the cells."""
    return not mask or "data" in (mask.get("sheets") or {"data": {}} if "sheets" in mask else {})


def one(query: Query, name: str, default: str = "") -> str:
    """Return a parameter of the URL that is given at most once."""
    values = query.get(name)
    return values[-1] if values else default


def mask_of(query: Query, message: str) -> Mask | None:
    """Return the ``fields`` parameter, checked against the answer's message; None where there is none."""
    text = one(query, "fields")
    if not text:
        return None
    try:
        mask = parsed(text)
    except NotAMask as wrong:
        raise _bad_mask(text) from wrong
    check_mask(SHEETS, message, mask)
    return mask


def check_mask(service: str, message: str, mask: Mask) -> None:
    """Raise Google's 400 for a mask that names what the message does not have."""
    properties = schemas(service)[message].get("properties", {})
    for name, within in mask.items():
        if name == "*":
            continue
        if name not in properties:
            raise _bad_mask(name)
        inner = properties[name].get("$ref") or properties[name].get("items", {}).get("$ref")
        if inner:
            check_mask(service, inner, within)


def _bad_mask(place: str) -> Exception:
    error = violation(place, f"Error expanding 'fields' parameter. Cannot find matching fields for path '{place}'.")
    error.body["error"]["message"] = "Request contains an invalid argument."
    return error


def filtered(spreadsheet: Spreadsheet, data_filter: Json) -> Area:
    """Return the rectangle a DataFilter names by grid range or A1 notation."""
    if "a1Range" in data_filter:
        return clipped(from_a1(spreadsheet, data_filter["a1Range"]))
    return area(spreadsheet, data_filter.get("gridRange", {}))


def create(context: Context, _variables: Mapping[str, str], _query: Query, body: Json) -> Json:
    """Answer spreadsheets.create; the file lies in the user's own Drive."""
    made = new_spreadsheet(context, body)
    properties = made.properties
    context.world.files[made.id] = File(
        made.id,
        properties["title"],
        SPREADSHEET,
        context.user,
        context.clock.stamp(),
        context.clock.stamp(),
    )
    context.changed(made.id)
    return Renderer(made, context.compute).message(None, [], grid=False)


def new_spreadsheet(context: Context, body: Json) -> Spreadsheet:
    """Put a spreadsheet into the world, with the tabs that are given or one named Sheet1."""
    made = Spreadsheet(context.world.identifier(), spreadsheet_properties(body.get("properties", {})))
    for index, given in enumerate(body.get("sheets") or [{"properties": {"sheetId": 0}}]):
        wanted = given.get("properties", {})
        sheet_id = wanted.get("sheetId", context.world.number())
        title = wanted.get("title", f"Sheet{index + 1}")
        made.sheets.append(Sheet(sheet_properties(wanted, sheet_id, index, title)))
    context.world.spreadsheets[made.id] = made
    return made

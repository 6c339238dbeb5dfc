"""The Sheets API's spreadsheets.values.*: cells as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.fakegoogle import protection
from tests.fakegoogle.context import Context
from tests.fakegoogle.errors import invalid, violation
from tests.fakegoogle.grid import Area, beyond, clipped, from_a1
from tests.fakegoogle.reading import Query, filtered, one
from tests.fakegoogle.rendering import Renderer
from tests.fakegoogle.shapes import Json, Position, Value
from tests.fakegoogle.showing import DATE_TYPES
from tests.fakegoogle.state import Spreadsheet
from tests.fakegoogle.tables import next_to
from tests.fakegoogle.typing_in import entered

_SPREADSHEET = "spreadsheetId"


@dataclass(frozen=True)
class Wanted:
    """How values are to be given."""

    dimension: str = "ROWS"
    render: str = "FORMATTED_VALUE"
    dates: str = "SERIAL_NUMBER"


def get(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer values.get."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET])
    area = clipped(from_a1(spreadsheet, variables["range"]))
    return _value_range(Renderer(spreadsheet, context.compute), area, _wanted(query))


def batch_get(context: Context, variables: Mapping[str, str], query: Query, _body: Json) -> Json:
    """Answer values.batchGet."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET])
    renderer = Renderer(spreadsheet, context.compute)
    areas = [clipped(from_a1(spreadsheet, text)) for text in query.get("ranges", ())]
    found = [_value_range(renderer, area, _wanted(query)) for area in areas]
    return {"spreadsheetId": spreadsheet.id} | ({"valueRanges": found} if found else {})


def batch_get_by_data_filter(context: Context, variables: Mapping[str, str], _query: Query, body: Json) -> Json:
    """Answer values.batchGetByDataFilter."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET])
    renderer = Renderer(spreadsheet, context.compute)
    wanted = _wanted({name: [value] for name, value in body.items() if isinstance(value, str)})
    found = [
        {"valueRange": _value_range(renderer, filtered(spreadsheet, item), wanted), "dataFilters": [item]}
        for item in body.get("dataFilters", [])
    ]
    return {"spreadsheetId": spreadsheet.id} | ({"valueRanges": found} if found else {})


def _wanted(query: Query) -> Wanted:
    return Wanted(
        one(query, "majorDimension", "ROWS"),
        one(query, "valueRenderOption", "FORMATTED_VALUE"),
        one(query, "dateTimeRenderOption", "SERIAL_NUMBER"),
    )


def _value_range(renderer: Renderer, area: Area, wanted: Wanted) -> Json:
    """Return a ValueRange: rows (or columns) end with their last value, and so does the list of them."""
    by_columns = wanted.dimension == "COLUMNS"
    lines: list[list[Value]] = []
    cells = [((at[1], at[0]) if by_columns else at, at) for at in area.filled]
    first, start = (area.left, area.top) if by_columns else (area.top, area.left)
    for (line, place), at in sorted(cells):
        value = plain(renderer, area, at, wanted)
        if value == "":
            continue
        lines.extend([] for _ in range(line - first + 1 - len(lines)))
        lines[-1].extend("" for _ in range(place - start - len(lines[-1])))
        lines[-1].append(value)
    return {"range": area.a1(), "majorDimension": wanted.dimension} | ({"values": lines} if lines else {})


def plain(renderer: Renderer, area: Area, at: Position, wanted: Wanted) -> Value:
    """Return a cell's value as text, number or boolean; "" where it has none."""
    cell = area.sheet.cells[at]
    if wanted.render == "FORMULA" and "formulaValue" in cell.get("userEnteredValue", {}):
        return cell["userEnteredValue"]["formulaValue"]
    value = renderer.effective(area.sheet, at, cell)
    if not value:
        return ""
    kind = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type")
    as_text = wanted.render == "FORMATTED_VALUE" or (wanted.dates == "FORMATTED_STRING" and kind in DATE_TYPES)
    if as_text or "errorValue" in value:
        return renderer.formatted(cell, value)
    return next(iter(value.values()))


def update(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer values.update."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET], write=True)
    trial = spreadsheet.copied()
    answer = _put(context, trial, from_a1(trial, variables["range"]), body, one(query, "valueInputOption"))
    spreadsheet.becomes(trial)
    context.changed(spreadsheet.id)
    return answer


def batch_update(context: Context, variables: Mapping[str, str], _query: Query, body: Json) -> Json:
    """Answer values.batchUpdate."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET], write=True)
    trial = spreadsheet.copied()
    answers = [
        _put(context, trial, from_a1(trial, item.get("range", "")), item, body.get("valueInputOption", ""))
        for item in body.get("data", [])
    ]
    spreadsheet.becomes(trial)
    context.changed(spreadsheet.id)
    sheets = {from_a1(spreadsheet, item["range"]).sheet.id for item in body.get("data", [])}
    return {
        "spreadsheetId": spreadsheet.id,
        "totalUpdatedRows": sum(answer.get("updatedRows", 0) for answer in answers),
        "totalUpdatedColumns": max((answer.get("updatedColumns", 0) for answer in answers), default=0),
        "totalUpdatedCells": sum(answer.get("updatedCells", 0) for answer in answers),
        "totalUpdatedSheets": len(sheets),
        "responses": answers,
    }


def append(context: Context, variables: Mapping[str, str], query: Query, body: Json) -> Json:
    """Answer values.append: below the table that Google finds in the range, or at its start."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET], write=True)
    trial = spreadsheet.copied()
    area = from_a1(trial, variables["range"])
    table, start = next_to(clipped(area))
    lines = _lines(body)
    bottom, right = start[0] + max(len(lines), 1), start[1] + max((len(line) for line in lines), default=1)
    sheet = area.sheet
    sheet.resize(rows=max(bottom, sheet.row_count), columns=max(right, sheet.column_count))
    target = Area(sheet, start[0], bottom, start[1], right)
    updates = _put(context, trial, target, body, one(query, "valueInputOption"))
    spreadsheet.becomes(trial)
    context.changed(spreadsheet.id)
    found = {"tableRange": table.a1()} if table else {}
    return {"spreadsheetId": spreadsheet.id} | found | {"updates": updates}


def clear(context: Context, variables: Mapping[str, str], _query: Query, _body: Json) -> Json:
    """Answer values.clear: values go, formats, notes and validations stay."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET], write=True)
    area = clipped(from_a1(spreadsheet, variables["range"]))
    protection.check(context, spreadsheet, area)
    wipe(area)
    context.changed(spreadsheet.id)
    return {"spreadsheetId": spreadsheet.id, "clearedRange": area.a1()}


def batch_clear(context: Context, variables: Mapping[str, str], _query: Query, body: Json) -> Json:
    """Answer values.batchClear."""
    spreadsheet = context.spreadsheet(variables[_SPREADSHEET], write=True)
    areas = [clipped(from_a1(spreadsheet, text)) for text in body.get("ranges", [])]
    for area in areas:
        wipe(area)
    context.changed(spreadsheet.id)
    return {"spreadsheetId": spreadsheet.id, "clearedRanges": [area.a1() for area in areas]}


def wipe(area: Area) -> None:
    """Empty the values of a rectangle."""
    for at in area.filled:
        cell = area.sheet.cells[at]
        area.sheet.put(at, {name: value for name, value in cell.items() if name != "userEnteredValue"})


def _lines(body: Json) -> list[list[Value]]:
    """Return the body's values as rows."""
    lines: list[list[Value]] = body.get("values", [])
    if body.get("majorDimension") != "COLUMNS":
        return lines
    height = max((len(line) for line in lines), default=0)
    return [[line[row] if row < len(line) else None for line in lines] for row in range(height)]


def _put(context: Context, spreadsheet: Spreadsheet, area: Area, body: Json, option: str) -> Json:
    """Write values from the first cell of a rectangle; null leaves a cell as it is."""
    if option not in {"RAW", "USER_ENTERED"}:
        raise invalid("'valueInputOption' is required but not specified")
    lines = _lines(body)
    _fits(area, lines)
    protection.check(context, spreadsheet, area)
    rows, columns, cells = set(), set(), 0
    for row, line in enumerate(lines, area.top):
        for column, value in enumerate(line, area.left):
            if value is None:
                continue
            at = (row, column)
            cell = area.sheet.cells.get(at, {})
            area.sheet.put(at, entered(cell, _scalar(value, at, area), spreadsheet.locale, raw=option == "RAW"))
            rows.add(row)
            columns.add(column)
            cells += 1
    height, width = max(len(lines), 1), max((len(line) for line in lines), default=1)
    updated = Area(area.sheet, area.top, area.top + height, area.left, area.left + width)
    found: Json = {"spreadsheetId": spreadsheet.id, "updatedRange": updated.a1()}
    counts = {"updatedRows": len(rows), "updatedColumns": len(columns), "updatedCells": cells}
    return found | {name: count for name, count in counts.items() if count}


def _scalar(value: Value, at: Position, area: Area) -> Value:
    if isinstance(value, list | dict):
        row, column = at[0] - area.top, at[1] - area.left
        raise violation("", f"Invalid values[{row}][{column}]: {'list' if isinstance(value, list) else 'struct'}_value")
    return value


def _fits(area: Area, lines: Sequence[Sequence[Value]]) -> None:
    """Refuse values beyond the grid, or beyond a range that says its end."""
    height, width = len(lines), max((len(line) for line in lines), default=0)
    sheet = area.sheet
    if area.top + height > sheet.row_count or area.left + width > sheet.column_count:
        raise beyond(Area(sheet, area.top, area.top + max(height, 1), area.left, area.left + max(width, 1)))
    if area.height == 1 and area.width == 1:
        return
    if height > area.height:
        raise invalid(f"Requested writing within range [{area.a1()}], but tried writing to row [{area.bottom + 1}]")
    if width > area.width:
        raise invalid(f"Requested writing within range [{area.a1()}], but tried writing to column [{area.right + 1}]")

"""A workbook as Google would tell of it, had the same been typed into a shared spreadsheet; read by openpyxl.

The shape is that of ``spreadsheets.get`` under the system's field mask: a list is as long as anything stands in it,
what is empty is left out, and whole numbers have no point.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from tonghop.core.layout import COVER_SHEET, LISTS_SHEET, UNIT_CODE
from tonghop.core.shared_sheets import (
    COVER_ID,
    FINDINGS_ID,
    FIRST_FORM_ID,
    LISTS_ID,
    OWN_AFTER_STATUS,
    OWN_HEADINGS,
    STAMP_ID,
)
from tonghop.core.stamp import SHEET

Json: TypeAlias = dict[str, Any]
VIETNAM, AMERICA = "vi_VN", "en_US"

_IDS = {COVER_SHEET: COVER_ID, LISTS_SHEET: LISTS_ID, SHEET: STAMP_ID}
_ERRORS = {
    "#NULL!": "NULL_VALUE",
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#VALUE!": "VALUE",
    "#REF!": "REF",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#N/A": "N_A",
}


def google(answer: Mapping[str, Any]) -> bytes:
    """Return an answer as Google sends it."""
    return json.dumps(answer, ensure_ascii=False, indent=2).encode()


def answer_of(content: bytes, locale: str = VIETNAM) -> Json:
    """Return what Google would tell of a workbook's contents."""
    values, formulas = (load_workbook(BytesIO(content), data_only=only) for only in (True, False))
    return {
        "spreadsheetId": "1aB-c",
        "properties": {"title": "Huyện ủy Một", "locale": locale, "timeZone": "Asia/Ho_Chi_Minh"},
        "sheets": [_tab(values, formulas, place, locale) for place in range(len(values.worksheets))],
    }


def _tab(values: Workbook, formulas: Workbook, place: int, locale: str) -> Json:
    sheet, entered = values.worksheets[place], formulas.worksheets[place]
    rows = [
        _without_end([_cell(sheet, entered, row, column, locale) for column in _columns(sheet)]) for row in _rows(sheet)
    ]
    block = {
        "rowData": [{"values": cells} if cells else {} for cells in _without_end(rows)],
        "rowMetadata": [{"hiddenByUser": True} if sheet.row_dimensions[row].hidden else {} for row in _rows(sheet)],
        "columnMetadata": [{"hiddenByUser": True} if number in _hidden(sheet) else {} for number in _columns(sheet)],
    }
    about = {
        "sheetId": _IDS.get(sheet.title, FIRST_FORM_ID + place),
        "title": sheet.title,
        "index": place,
        "sheetType": "GRID",
        **({} if sheet.sheet_state == "visible" else {"hidden": True}),
        "gridProperties": {"rowCount": sheet.max_row, "columnCount": sheet.max_column},
    }
    merges = [
        {
            "sheetId": about["sheetId"],
            "startRowIndex": area.min_row - 1,
            "endRowIndex": area.max_row,
            "startColumnIndex": area.min_col - 1,
            "endColumnIndex": area.max_col,
        }
        for area in sheet.merged_cells.ranges
    ]
    return {"properties": about, "data": [block], **({"merges": merges} if merges else {})}


def _rows(sheet: Worksheet) -> range:
    return range(1, sheet.max_row + 1)


def _columns(sheet: Worksheet) -> range:
    return range(1, sheet.max_column + 1)


def _hidden(sheet: Worksheet) -> set[int]:
    found: set[int] = set()
    for letters, about in sheet.column_dimensions.items():
        if about.hidden:
            found.update(range(about.min or column_index_from_string(letters), (about.max or about.min or 0) + 1))
    return found


def _without_end(items: list[Any]) -> list[Any]:
    while items and not items[-1]:
        items.pop()
    return items


def _cell(sheet: Worksheet, entered: Worksheet, row: int, column: int, locale: str) -> Json:
    cell, formula = sheet.cell(row, column), entered.cell(row, column)
    told: Json = {}
    if formula.data_type == "f":
        told["userEnteredValue"] = {"formulaValue": f"{formula.value}"}
    if cell.value is None and not told:
        return {}
    value = _value(cell.value)
    if value is None and cell.data_type == "str":
        value = {"stringValue": ""}
    if value is not None:
        told["effectiveValue"] = value
        told["formattedValue"] = _formatted(cell.value, locale)
    if is_date_format(cell.number_format):
        told["effectiveFormat"] = {"numberFormat": {"type": _kind(cell.number_format)}}
    return told


def _kind(shown: str) -> str:
    has_day, has_hour = (any(letter in shown.lower() for letter in letters) for letters in ("dy", "h"))
    return "DATE_TIME" if has_day and has_hour else "DATE" if has_day else "TIME"


def _value(value: object) -> Json | None:
    match value:
        case None:
            return None
        case bool():
            return {"boolValue": value}
        case datetime() | date() | time() | timedelta():
            return {"numberValue": _number(to_excel(value))}  # type: ignore[no-untyped-call]
        case int() | float():
            return {"numberValue": _number(value)}
        case str() if value in _ERRORS:
            return {"errorValue": {"type": _ERRORS[value], "message": "…"}}
    return {"stringValue": str(value)}


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def _formatted(value: object, locale: str) -> str:
    """Return what Google shows; it parts thousands only where it is told to, but its decimal mark is the locale's."""
    is_home = locale == VIETNAM
    match value:
        case bool():
            return str(value).upper()
        case date():
            return f"{value:%d/%m/%Y}" if is_home else f"{value:%m/%d/%Y}"
        case float():
            return f"{value:,}".translate(str.maketrans(",.", ".,")) if is_home else f"{value:,}"
    return str(value)


# What the system writes into it.


def with_marks(answer: Json, said: str = "Đã nhận 10:05", *, others: str = "Xem lại với chị Hoa") -> Json:
    """Return the answer after the system wrote its columns, notes and tab; a clerk's note stands there too."""
    marked = deepcopy(answer)
    for part in marked["sheets"]:
        rows = part["data"][0]["rowData"]
        for head in [place for place, row in enumerate(rows) if _has_heading(row)][:1]:
            _write_columns(part, head, said)
        _note(rows, 0, 1, f"[KT] {said}")
        _note(rows, 9, 2, others)
    about = {"sheetId": FINDINGS_ID, "title": "Lỗi", "index": 1, "sheetType": "GRID"}
    for part in marked["sheets"][1:]:
        part["properties"]["index"] += 1
    marked["sheets"].insert(1, {"properties": about, "data": [{"rowData": [{"values": [_text(said)]}]}]})
    return marked


def _has_heading(row: Json) -> bool:
    texts = (cell.get("effectiveValue", {}).get("stringValue") for cell in row.get("values", ()))
    return UNIT_CODE.vi in texts


def _write_columns(part: Json, head: int, said: str) -> None:
    block = part["data"][0]
    first = max(len(row.get("values", ())) for row in block["rowData"]) + OWN_AFTER_STATUS
    part["properties"]["gridProperties"]["columnCount"] = max(
        part["properties"]["gridProperties"]["columnCount"], first + len(OWN_HEADINGS)
    )
    block["columnMetadata"] += [{} for _ in range(first + 2 - len(block["columnMetadata"]))] + [{"hiddenByUser": True}]
    for place, heading in enumerate(OWN_HEADINGS.values()):
        _put(block["rowData"], head, first + place, _text(heading.vi))
        for row in range(head + 2, len(block["rowData"])):
            _put(block["rowData"], row, first + place, _text(f"{said} {row}"))


def _text(text: str) -> Json:
    return {"effectiveValue": {"stringValue": text}, "formattedValue": text}


def _note(rows: list[Json], row: int, column: int, text: str) -> None:
    place = _place(rows, row, column)
    place["note"] = text


def _put(rows: list[Json], row: int, column: int, cell: Json) -> None:
    _place(rows, row, column).update(cell)


def _place(rows: list[Json], row: int, column: int) -> Json:
    rows += [{} for _ in range(row + 1 - len(rows))]
    cells: list[Json] = rows[row].setdefault("values", [])
    cells += [{} for _ in range(column + 1 - len(cells))]
    return cells[column]


def table(*rows: Sequence[Json | str | float | bool | None], **about: object) -> Json:
    """Return a tab whose cells stand beside the assertions that speak of them; what is no object is a value."""
    properties = {"sheetId": FIRST_FORM_ID, "title": "Biểu 1", "index": 0, "sheetType": "GRID", **about}
    return {"properties": properties, "data": [{"rowData": [{"values": list(_told(row))} for row in rows]}]}


def _told(row: Sequence[Json | str | float | bool | None]) -> Iterator[Json]:
    for cell in row:
        if cell is None or isinstance(cell, dict):
            yield cell or {}
        else:
            yield {"effectiveValue": _value(cell), "formattedValue": str(cell)}


def spreadsheet(*tabs: Json) -> bytes:
    """Return Google's answer about a spreadsheet of these tabs."""
    about = {"title": "Huyện ủy Một", "locale": VIETNAM, "timeZone": "Asia/Ho_Chi_Minh"}
    return google({"spreadsheetId": "1aB-c", "properties": about, "sheets": list(tabs)})

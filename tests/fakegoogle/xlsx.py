"""The fake's state as an Excel workbook, so that LibreOffice can compute it and people can look at it.

What Google has and Excel has not (checkboxes, filters of words) is left out; nothing is invented.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.fakegoogle.formulas import carried
from tests.fakegoogle.grid import Area, area
from tests.fakegoogle.locales import locale
from tests.fakegoogle.moving import with_formulas
from tests.fakegoogle.shapes import Cell, Json, Position
from tests.fakegoogle.state import Sheet, Spreadsheet
from tests.fakegoogle.xlsx_styles import colour, dress

Comparison: TypeAlias = Literal[
    "between",
    "notBetween",
    "equal",
    "notEqual",
    "greaterThan",
    "greaterThanOrEqual",
    "lessThan",
    "lessThanOrEqual",
]
_COMPARED: dict[str, Comparison] = {
    "NUMBER_BETWEEN": "between",
    "NUMBER_NOT_BETWEEN": "notBetween",
    "NUMBER_EQ": "equal",
    "NUMBER_NOT_EQ": "notEqual",
    "NUMBER_GREATER": "greaterThan",
    "NUMBER_GREATER_THAN_EQ": "greaterThanOrEqual",
    "NUMBER_LESS": "lessThan",
    "NUMBER_LESS_THAN_EQ": "lessThanOrEqual",
    "DATE_BETWEEN": "between",
    "DATE_EQ": "equal",
    "DATE_AFTER": "greaterThan",
    "DATE_ON_OR_AFTER": "greaterThanOrEqual",
    "DATE_BEFORE": "lessThan",
    "DATE_ON_OR_BEFORE": "lessThanOrEqual",
}
_PIXELS_PER_CHARACTER, _POINTS_PER_PIXEL = 7, 0.75


def as_xlsx(spreadsheet: Spreadsheet) -> bytes:
    """Return a workbook with every tab as it stands."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in spreadsheet.sheets:
        _fill(spreadsheet, sheet, book.create_sheet(sheet.title))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(spreadsheet: Spreadsheet, sheet: Sheet, page: Worksheet) -> None:
    for at, cell in sheet.cells.items():
        _cell(page, at, cell, spreadsheet.locale)
    for merge in sheet.merges:
        page.merge_cells(_name(area(spreadsheet, merge)))
    _sizes(sheet, page)
    _validations(spreadsheet, sheet, page)
    for number, rule in enumerate(sheet.conditional, 1):
        _conditional(spreadsheet, page, rule, number)
    grid = sheet.properties["gridProperties"]
    if grid.get("frozenRowCount") or grid.get("frozenColumnCount"):
        column = get_column_letter(grid.get("frozenColumnCount", 0) + 1)
        page.freeze_panes = f"{column}{grid.get('frozenRowCount', 0) + 1}"
    if sheet.properties.get("hidden"):
        page.sheet_state = "hidden"


def _cell(page: Worksheet, at: Position, cell: Cell, locale_name: str) -> None:
    target = page[f"{get_column_letter(at[1] + 1)}{at[0] + 1}"]
    entered = cell.get("userEnteredValue", {})
    if "formulaValue" in entered:
        target.value = for_excel(entered["formulaValue"], locale_name)
    elif "stringValue" in entered:
        target.value = entered["stringValue"]
        target.data_type = "s"
    elif entered:
        target.value = next(iter(entered.values()))
    if "note" in cell:
        target.comment = Comment(cell["note"], "")
    dress(target, cell.get("userEnteredFormat", {}))


def for_excel(formula: str, locale_name: str) -> str:
    """Return a formula with commas between arguments and decimal points, as files have it whatever the locale."""
    if not formula.startswith("="):
        return formula
    parts = re.split(r'("(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\{[^}]*\})', formula)
    decimal = rf"(?<=\d){re.escape(locale(locale_name).decimal)}(?=\d)"
    parts[::2] = [re.sub(decimal, ".", part).replace(";", ",") for part in parts[::2]]
    return "".join(parts)


def _name(found: Area) -> str:
    first = f"{get_column_letter(found.left + 1)}{found.top + 1}"
    return f"{first}:{get_column_letter(found.right)}{found.bottom}"


def _sizes(sheet: Sheet, page: Worksheet) -> None:
    for number, properties in sheet.columns.items():
        column = page.column_dimensions[get_column_letter(number + 1)]
        column.hidden = properties.get("hiddenByUser", False)
        if "pixelSize" in properties:
            column.width = properties["pixelSize"] / _PIXELS_PER_CHARACTER
    for number, properties in sheet.rows.items():
        row = page.row_dimensions[number + 1]
        row.hidden = properties.get("hiddenByUser", False)
        if "pixelSize" in properties:
            row.height = properties["pixelSize"] * _POINTS_PER_PIXEL


def _validations(spreadsheet: Spreadsheet, sheet: Sheet, page: Worksheet) -> None:
    """Group cells of one rule: Google keeps a rule per cell, its formula as seen from that cell."""
    groups: dict[str, tuple[Json, list[Position]]] = {}
    for at, cell in sorted(sheet.cells.items()):
        if "dataValidation" in cell:
            rule = cell["dataValidation"]
            from_corner = with_formulas({"dataValidation": rule}, _back(at))["dataValidation"]
            groups.setdefault(repr(from_corner), (rule, []))[1].append(at)
    for rule, cells in groups.values():
        found = _validation(rule, spreadsheet.locale)
        if found is not None:
            found.sqref = MultiCellRange([CellRange(_name(part)) for part in _blocks(sheet, cells)])
            page.add_data_validation(found)


def _back(at: Position) -> Callable[[str], str]:
    """Let a formula be as seen from one cell far from every edge: cells of one rule have it alike there."""
    return lambda formula: carried(formula, 1_000_000 - at[0], 10_000 - at[1])


def _blocks(sheet: Sheet, cells: list[Position]) -> list[Area]:
    """Return cells as rectangles: runs down a column, like ones beside each other taken together."""
    runs: list[Area] = []
    for row, column in sorted(cells, key=lambda at: (at[1], at[0])):
        last = runs[-1] if runs else None
        if last and (last.bottom, last.left) == (row, column):
            runs[-1] = replace(last, bottom=row + 1)
        else:
            runs.append(Area(sheet, row, row + 1, column, column + 1))
    blocks: dict[tuple[int, int, int], Area] = {}
    for run in runs:
        block = blocks.pop((run.top, run.bottom, run.left), run)
        blocks[run.top, run.bottom, run.right] = replace(block, right=run.right)
    return sorted(blocks.values(), key=lambda block: (block.top, block.left))


def _validation(rule: Json, locale_name: str) -> DataValidation | None:
    kind = rule["condition"]["type"]
    entered = (value.get("userEnteredValue", "") for value in rule["condition"].get("values", []))
    values = [for_excel(text, locale_name) for text in entered]
    found = _condition(kind, values)
    if found is None:
        return None
    found.allow_blank = True
    found.showErrorMessage = True
    found.errorStyle = "stop" if rule.get("strict") else "warning"
    if "inputMessage" in rule:
        found.prompt, found.showInputMessage = rule["inputMessage"][:255], True
    return found


def _condition(kind: str, values: list[str]) -> DataValidation | None:
    plain = [value.removeprefix("=") for value in values]
    if kind == "ONE_OF_LIST":
        return DataValidation(type="list", formula1='"' + ",".join(values) + '"')
    if kind == "ONE_OF_RANGE":
        return DataValidation(type="list", formula1=plain[0])
    if kind == "CUSTOM_FORMULA":
        return DataValidation(type="custom", formula1=plain[0])
    if kind in _COMPARED:
        made = DataValidation(type="date" if kind.startswith("DATE") else "decimal", formula1=plain[0])
        made.operator, made.formula2 = _COMPARED[kind], next(iter(plain[1:]), None)
        return made
    return None


def _conditional(spreadsheet: Spreadsheet, page: Worksheet, rule: Json, priority: int) -> None:
    boolean = rule.get("booleanRule", {})
    condition = boolean.get("condition", {})
    if condition.get("type") != "CUSTOM_FORMULA":
        return
    ranges = " ".join(_name(area(spreadsheet, found)) for found in rule["ranges"])
    formula = for_excel(condition["values"][0]["userEnteredValue"], spreadsheet.locale).removeprefix("=")
    style = _differential(boolean.get("format", {}))
    page.conditional_formatting.add(ranges, Rule(type="expression", formula=[formula], dxf=style, priority=priority))


def _differential(form: Json) -> DifferentialStyle:
    text = form.get("textFormat")
    fill = PatternFill(bgColor=colour(form["backgroundColor"])) if "backgroundColor" in form else None
    if not text:
        return DifferentialStyle(fill=fill)
    shade = colour(text["foregroundColor"]) if "foregroundColor" in text else None
    font = Font(b=text.get("bold"), i=text.get("italic"), strike=text.get("strikethrough"), color=shade)
    return DifferentialStyle(fill=fill, font=font)

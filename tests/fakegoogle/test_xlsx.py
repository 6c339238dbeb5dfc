"""The fake's spreadsheet as an Excel workbook."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from tests.fakegoogle import Clerk, FakeGoogle, as_xlsx
from tests.fakegoogle.conftest import TAB, Batch
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.xlsx import for_excel
from tests.office import recalculated

SPAN = {"sheetId": TAB, "startRowIndex": 4, "endRowIndex": 8, "startColumnIndex": 1, "endColumnIndex": 3}


def _rule(kind: str, *values: str) -> Json:
    return {"condition": {"type": kind, "values": [{"userEnteredValue": value} for value in values]}, "strict": True}


@pytest.fixture
def book(fake: FakeGoogle, spreadsheet: str, clerk: Clerk, batch: Batch) -> Workbook:
    clerk.pastes("A1", [["Bình An", "0,5", "17/12/2019", '=IF(B1>0;"a;b";1)', "TRUE"]])
    clerk.notes("A1", "[KT] hỏi lại")
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$B5>1"}]}
    red = {"backgroundColor": {"red": 1}, "textFormat": {"bold": True}}
    dressed = {"backgroundColor": {"green": 1}, "horizontalAlignment": "CENTER", "wrapStrategy": "WRAP"}
    batch(
        {"mergeCells": {"range": {**SPAN, "startRowIndex": 9, "endRowIndex": 10}, "mergeType": "MERGE_ALL"}},
        {
            "addConditionalFormatRule": {
                "rule": {"ranges": [SPAN], "booleanRule": {"condition": condition, "format": red}}
            }
        },
        {"setDataValidation": {"range": SPAN, "rule": _rule("CUSTOM_FORMULA", "=B5>$A$1")}},
        {"setDataValidation": {"range": {**SPAN, "startRowIndex": 7}, "rule": _rule("NUMBER_BETWEEN", "0", "9")}},
        {"repeatCell": {"range": SPAN, "cell": {"userEnteredFormat": dressed}, "fields": "userEnteredFormat"}},
        {"updateBorders": {"range": SPAN, "top": {"style": "SOLID_MEDIUM"}}},
        {
            "updateDimensionProperties": {
                "range": {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": 140},
                "fields": "pixelSize",
            },
        },
        {"addSheet": {"properties": {"sheetId": 3, "title": "Ẩn", "hidden": True}}},
    )
    return load_workbook(BytesIO(as_xlsx(fake.spreadsheet(spreadsheet))))


def test_values_and_notes_are_there(book: Workbook) -> None:
    page = book["Biểu số 1"]
    assert [cell.value for cell in page[1]][:2] == ["Bình An", 0.5]
    assert str(page["C1"].value) == "2019-12-17 00:00:00"
    assert (page["D1"].value, page["E1"].value) == ('=IF(B1>0,"a;b",1)', True)
    assert page["A1"].comment is not None
    assert page["A1"].comment.text == "[KT] hỏi lại"


def test_looks_are_there(book: Workbook) -> None:
    page = book["Biểu số 1"]
    assert page["B5"].fill.fgColor.rgb == "FF00FF00"
    assert (page["B5"].alignment.horizontal, page["B5"].alignment.wrap_text) == ("center", True)
    assert (page["B5"].border.top.style, page["B6"].border.top.style) == ("medium", None)
    assert page.column_dimensions["A"].width == 20
    assert [str(found) for found in page.merged_cells.ranges] == ["B10:C10"]
    assert book["Ẩn"].sheet_state == "hidden"


def test_rules_are_there(book: Workbook) -> None:
    page = book["Biểu số 1"]
    found = {rule.type: (str(rule.sqref), rule.formula1) for rule in page.data_validations.dataValidation}
    assert found == {"custom": ("B5:C7", "B5>$A$1"), "decimal": ("B8:C8", "0")}
    [ranges] = page.conditional_formatting
    assert (str(ranges.sqref), ranges.rules[0].formula, ranges.rules[0].dxf.font.b) == ("B5:C8", ["$B5>1"], True)


def test_lists_fonts_heights_and_frozen_rows_are_there(
    fake: FakeGoogle,
    spreadsheet: str,
    batch: Batch,
) -> None:
    text = {"bold": True, "fontSize": 14, "fontFamily": "Times New Roman", "foregroundColor": {"blue": 1}}
    given = {"sheetId": TAB, "gridProperties": {"frozenRowCount": 2, "frozenColumnCount": 1}}
    batch(
        {"setDataValidation": {"range": SPAN, "rule": _rule("ONE_OF_LIST", "có", "không") | {"inputMessage": "Chọn"}}},
        {"setDataValidation": {"range": {**SPAN, "startRowIndex": 7}, "rule": _rule("ONE_OF_RANGE", "=$A$1:$A$3")}},
        {"setDataValidation": {"range": {**SPAN, "startRowIndex": 6, "endRowIndex": 7}, "rule": _rule("BOOLEAN")}},
        {
            "repeatCell": {
                "range": SPAN,
                "cell": {"userEnteredFormat": {"textFormat": text}},
                "fields": "userEnteredFormat",
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": TAB, "dimension": "ROWS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": 40, "hiddenByUser": True},
                "fields": "*",
            },
        },
        {"updateSheetProperties": {"properties": given, "fields": "gridProperties(frozenRowCount,frozenColumnCount)"}},
    )
    page = load_workbook(BytesIO(as_xlsx(fake.spreadsheet(spreadsheet))))["Biểu số 1"]
    found = {str(rule.sqref): (rule.formula1, rule.prompt) for rule in page.data_validations.dataValidation}
    assert found == {"B5:C6": ('"có,không"', "Chọn"), "B8:C8": ("$A$1:$A$3", None)}
    font = page["B5"].font
    assert (font.name, font.sz, font.b, font.color and font.color.rgb) == ("Times New Roman", 14, True, "FF0000FF")
    assert (page.row_dimensions[1].height, page.row_dimensions[1].hidden, page.freeze_panes) == (30, True, "B3")


@pytest.mark.parametrize(
    ("google", "excel"),
    [
        ("=SUM(A1;B1)", "=SUM(A1,B1)"),
        ('=IF(A1="a;b";1;2)', '=IF(A1="a;b",1,2)'),
        ("='Biểu; 1'!A1", "='Biểu; 1'!A1"),
        ("=SUM({1;2})", "=SUM({1;2})"),
        ("=A1*0,5+ROUND(B1;2)", "=A1*0.5+ROUND(B1,2)"),
        ("a; b", "a; b"),
    ],
)
def test_arguments_are_separated_by_commas(google: str, excel: str) -> None:
    assert for_excel(google, "vi_VN") == excel


def test_libreoffice_computes_it(fake: FakeGoogle, spreadsheet: str, clerk: Clerk, tmp_path: Path) -> None:
    clerk.pastes("A1", [["0,5"], ["3.640"], ["=SUM(A1;A2)"], ['=IF(A3>3640;"hơn";"kém")']])
    path = tmp_path / "fake.xlsx"
    path.write_bytes(as_xlsx(fake.spreadsheet(spreadsheet)))
    page = load_workbook(recalculated(path), data_only=True)["Biểu số 1"]
    assert [page[cell].value for cell in ("A3", "A4")] == [3640.5, "hơn"]

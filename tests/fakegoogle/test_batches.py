"""What each request of a batch does to the cells and to what is about them."""

from collections.abc import Mapping

import pytest
import requests
from tests.fakegoogle import Clerk, FakeGoogle
from tests.fakegoogle.conftest import SHEETS, TAB, Batch
from tests.fakegoogle.shapes import Json

BLOCK: Mapping[str, int] = {
    "sheetId": TAB,
    "startRowIndex": 0,
    "endRowIndex": 2,
    "startColumnIndex": 0,
    "endColumnIndex": 2,
}


def _text(text: str, **more: object) -> Json:
    return {"userEnteredValue": {"stringValue": text}, **more}


def test_update_cells_with_a_range_clears_what_no_row_covers(clerk: Clerk, batch: Batch) -> None:
    clerk.pastes("A1", [["a", "b"], ["c", "d"]])
    clerk.notes("B2", "ghi chú")
    batch({"updateCells": {"range": BLOCK, "rows": [{"values": [_text("x")]}], "fields": "userEnteredValue"}})
    assert [clerk.sees(cell) for cell in ("A1", "B1", "A2", "B2")] == ["x", "", "", ""]
    assert clerk.note_on("B2") == "ghi chú"


def test_update_cells_from_a_start_touches_nothing_else(clerk: Clerk, batch: Batch) -> None:
    clerk.pastes("A1", [["a", "b"], ["c", "d"]])
    start = {"sheetId": TAB, "rowIndex": 1}
    batch({"updateCells": {"start": start, "rows": [{"values": [_text("x", note="n")]}], "fields": "userEnteredValue"}})
    assert [clerk.sees(cell) for cell in ("A1", "B1", "A2", "B2")] == ["a", "b", "x", "d"]
    assert clerk.note_on("A2") == ""


def test_update_cells_beyond_the_grid_is_refused(batch: Batch) -> None:
    start = {"sheetId": TAB, "rowIndex": 19}
    rows = [{"values": [_text("x")]}, {"values": [_text("x")]}]
    error = batch({"updateCells": {"start": start, "rows": rows, "fields": "*"}})["error"]
    assert error["message"] == (
        "Invalid requests[0].updateCells: Attempting to write row: 20, beyond the last requested row of: 19"
    )


def test_a_masked_part_of_a_format_leaves_the_rest(clerk: Clerk, batch: Batch) -> None:
    clerk.colours("A1", "#ffff00")
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}, "backgroundColor": {"blue": 1}}}
    batch({"repeatCell": {"range": BLOCK, "cell": cell, "fields": "userEnteredFormat.textFormat.bold"}})
    form = clerk.tab.cells[0, 0]["userEnteredFormat"]
    assert (form["backgroundColor"], form["textFormat"]) == ({"red": 1, "green": 1}, {"bold": True})
    batch({"repeatCell": {"range": BLOCK, "cell": cell, "fields": "userEnteredFormat(backgroundColor)"}})
    form = clerk.tab.cells[0, 0]["userEnteredFormat"]
    assert form["backgroundColorStyle"] == {"rgbColor": {"blue": 1}}
    batch({"repeatCell": {"range": BLOCK, "cell": {}, "fields": "userEnteredFormat"}})
    assert (0, 0) not in clerk.tab.cells


def test_a_repeated_formula_moves_along(clerk: Clerk, batch: Batch) -> None:
    cell = {"userEnteredValue": {"formulaValue": '=A1+$B$1+A$1+$A1&"A1"+Nháp!A1:B2'}}
    batch({"repeatCell": {"range": BLOCK, "cell": cell, "fields": "userEnteredValue"}})
    found = clerk.tab.cells[1, 1]["userEnteredValue"]["formulaValue"]
    assert found == '=B2+$B$1+B$1+$A2&"A1"+Nháp!B2:C3'


def test_a_merged_block_keeps_one_value(clerk: Clerk, batch: Batch) -> None:
    clerk.pastes("A1", [["", "b"], ["c", "d"]])
    batch({"mergeCells": {"range": BLOCK, "mergeType": "MERGE_ALL"}})
    assert [clerk.sees(cell) for cell in ("A1", "B1", "A2", "B2")] == ["b", "", "", ""]
    error = batch({"unmergeCells": {"range": {**BLOCK, "endRowIndex": 1}}})["error"]["message"]
    assert "You must select all cells in a merged range" in error
    batch({"unmergeCells": {"range": {"sheetId": TAB}}})
    assert clerk.tab.merges == []


@pytest.mark.parametrize(("kind", "shapes"), [("MERGE_ROWS", [(1, 2), (1, 2)]), ("MERGE_COLUMNS", [(2, 1), (2, 1)])])
def test_a_block_is_merged_by_rows_or_columns(
    clerk: Clerk,
    batch: Batch,
    kind: str,
    shapes: list[tuple[int, int]],
) -> None:
    batch({"mergeCells": {"range": BLOCK, "mergeType": kind}})
    found = clerk.tab.merges
    assert [
        (item["endRowIndex"] - item["startRowIndex"], item["endColumnIndex"] - item["startColumnIndex"])
        for item in found
    ] == shapes


def test_borders_go_round_and_between(clerk: Clerk, batch: Batch) -> None:
    line = {"style": "SOLID", "color": {}}
    batch({"updateBorders": {"range": BLOCK, "top": line, "innerVertical": line}})
    sides = {at: sorted(cell["userEnteredFormat"]["borders"]) for at, cell in clerk.tab.cells.items()}
    assert sides == {(0, 0): ["right", "top"], (0, 1): ["left", "top"], (1, 0): ["right"], (1, 1): ["left"]}
    batch({"updateBorders": {"range": BLOCK, "top": {"style": "NONE"}, "innerVertical": {"style": "NONE"}}})
    assert clerk.tab.cells == {}


def test_a_validation_is_seen_from_each_cell_and_goes_again(clerk: Clerk, batch: Batch) -> None:
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>$A$1"}]}
    batch({"setDataValidation": {"range": BLOCK, "rule": {"condition": condition, "strict": True}}})
    cell = clerk.tab.cells[1, 1]["dataValidation"]
    assert cell["condition"]["values"] == [{"userEnteredValue": "=B2>$A$1"}]
    batch({"setDataValidation": {"range": BLOCK}})
    assert clerk.tab.cells == {}


def test_conditional_formats_keep_their_order(clerk: Clerk, batch: Batch) -> None:
    def rule(text: str) -> Json:
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
        return {"ranges": [BLOCK], "booleanRule": {"condition": condition, "format": {}}}

    for index, text in enumerate(["=B", "=C"]):
        batch({"addConditionalFormatRule": {"rule": rule(text), "index": index}})
    batch({"addConditionalFormatRule": {"rule": rule("=A"), "index": 0}})
    batch({"updateConditionalFormatRule": {"index": 1, "rule": rule("=D")}})
    reply = batch({"deleteConditionalFormatRule": {"sheetId": TAB, "index": 0}})["replies"]
    assert reply[0]["deleteConditionalFormatRule"]["rule"]["booleanRule"]["condition"]["values"] == [
        {"userEnteredValue": "=A"},
    ]
    texts = [found["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for found in clerk.tab.conditional]
    assert texts == ["=D", "=C"]
    assert "index: 5" in batch({"deleteConditionalFormatRule": {"sheetId": TAB, "index": 5}})["error"]["message"]


def test_google_chooses_the_number_of_a_protection(clerk: Clerk, batch: Batch) -> None:
    wanted = {"addProtectedRange": {"protectedRange": {"protectedRangeId": 7, "range": BLOCK}}}
    first, second = (batch(wanted)["replies"][0]["addProtectedRange"]["protectedRange"] for _ in range(2))
    assert len({7, first["protectedRangeId"], second["protectedRangeId"]}) == 3
    number = first["protectedRangeId"]
    given = {"protectedRangeId": number, "description": "Cột của hệ thống"}
    batch({"updateProtectedRange": {"protectedRange": given, "fields": "description"}})
    assert clerk.tab.protected[0]["description"] == "Cột của hệ thống"
    batch({"deleteProtectedRange": {"protectedRangeId": number}})
    assert [item["protectedRangeId"] for item in clerk.tab.protected] == [second["protectedRangeId"]]


def test_sizes_and_hidden_columns_are_told_of(batch: Batch, session: requests.Session, spreadsheet: str) -> None:
    span = {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 3}
    given = {"pixelSize": 40, "hiddenByUser": True}
    batch(
        {"updateDimensionProperties": {"range": span, "properties": given, "fields": "*"}},
        {"updateDimensionProperties": {"range": {**span, "endIndex": 2}, "properties": {}, "fields": "hiddenByUser"}},
    )
    url = f"{SHEETS}/{spreadsheet}?fields=sheets.data.columnMetadata"
    columns = session.get(url).json()["sheets"][0]["data"][0]["columnMetadata"]
    assert columns[:4] == [{"pixelSize": 100}, {"pixelSize": 40}, given, {"pixelSize": 100}]


def test_rows_are_appended_and_inherit_when_inserted(clerk: Clerk, batch: Batch) -> None:
    clerk.colours("A2", "#ffff00")
    span = {"sheetId": TAB, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    batch(
        {"appendDimension": {"sheetId": TAB, "dimension": "ROWS", "length": 5}},
        {"insertDimension": {"range": span, "inheritFromBefore": True}},
    )
    assert clerk.tab.row_count == 26
    assert clerk.tab.cells[2, 0] == clerk.tab.cells[1, 0]


def test_a_tab_has_the_number_it_is_given(batch: Batch, fake: FakeGoogle, spreadsheet: str) -> None:
    wanted = {"sheetId": 4, "title": "Lỗi", "index": 0, "hidden": True}
    made = batch({"addSheet": {"properties": wanted}})["replies"][0]["addSheet"]["properties"]
    assert (made["sheetId"], made["index"], made["hidden"]) == (4, 0, True)
    assert "already exists" in batch({"addSheet": {"properties": {"title": "LỖI"}}})["error"]["message"]
    assert "already exists" in batch({"addSheet": {"properties": {"sheetId": 4}}})["error"]["message"]
    given = {"properties": {"sheetId": TAB, "hidden": True}, "fields": "hidden"}
    assert "hide all" in batch({"updateSheetProperties": given})["error"]["message"]
    assert "remove all" in batch({"deleteSheet": {"sheetId": TAB}})["error"]["message"]
    assert [sheet.id for sheet in fake.spreadsheet(spreadsheet).sheets] == [4, TAB]


def test_ten_million_cells_are_the_most(batch: Batch) -> None:
    grid = {"rowCount": 1_000_000, "columnCount": 10}
    message = batch({"addSheet": {"properties": {"title": "B", "gridProperties": grid}}})["error"]["message"]
    assert "above the limit of 10000000 cells" in message


def test_the_answer_may_hold_the_spreadsheet(session: requests.Session, spreadsheet: str, clerk: Clerk) -> None:
    clerk.types("A1", "x")
    wanted: Json = {
        "requests": [{"addSheet": {"properties": {"title": "B"}}}],
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": ["'Biểu số 1'!A1"],
    }
    answer = session.post(f"{SHEETS}/{spreadsheet}:batchUpdate", json=wanted).json()["updatedSpreadsheet"]
    [tab] = answer["sheets"]
    assert tab["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "x"


def test_what_the_mask_of_a_pull_gets(session: requests.Session, spreadsheet: str, clerk: Clerk) -> None:
    clerk.types("B3", "17/12/2019")
    clerk.types("C3", "=1/0")
    clerk.notes("A4", "ghi chú")
    cells = (
        "values(effectiveValue,formattedValue,note,effectiveFormat(numberFormat(type)),userEnteredValue(formulaValue))"
    )
    mask = f"sheets.data(startRow,startColumn,rowData({cells}))"
    [tab] = session.get(f"{SHEETS}/{spreadsheet}", params={"fields": mask}).json()["sheets"]
    assert tab["data"] == [
        {
            "rowData": [
                {},
                {},
                {
                    "values": [
                        {},
                        {
                            "userEnteredValue": {},
                            "effectiveValue": {"numberValue": 43816},
                            "formattedValue": "17/12/2019",
                            "effectiveFormat": {"numberFormat": {"type": "DATE"}},
                        },
                        {"userEnteredValue": {"formulaValue": "=1/0"}, "effectiveFormat": {}},
                    ],
                },
                {"values": [{"note": "ghi chú"}]},
            ],
        },
    ]


def test_a_formula_in_the_wrong_locale_is_an_error(fake: FakeGoogle, clerk: Clerk) -> None:
    fake.compute = lambda *_cell: {"numberValue": 1}
    formulas = ["=ROUND(A1,B1)", "=A1*0.5", "=ROUND(A1;2)", '=IF(A1=0,5;"a,b.c";1)']
    clerk.pastes("A1", [formulas])
    assert [clerk.sees(cell) for cell in ("A1", "B1", "C1", "D1")] == ["#ERROR!", "#ERROR!", "1", "1"]


def test_a_conditional_format_looks_at_its_own_tab(batch: Batch) -> None:
    for text, words in (("=Nháp!A1>1", "cannot reference a different sheet"), ("A1>1", "ConditionValue")):
        condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": text}]}
        rule = {"ranges": [BLOCK], "booleanRule": {"condition": condition, "format": {}}}
        assert words in batch({"addConditionalFormatRule": {"rule": rule}})["error"]["message"]


def test_a_smaller_grid_loses_what_lay_beyond(clerk: Clerk, batch: Batch) -> None:
    clerk.types("A1", "=SUM(B1:B20)")
    batch({"mergeCells": {"range": {**BLOCK, "startRowIndex": 18, "endRowIndex": 20}, "mergeType": "MERGE_ALL"}})
    given = {"sheetId": TAB, "gridProperties": {"rowCount": 5}}
    batch({"updateSheetProperties": {"properties": given, "fields": "gridProperties.rowCount"}})
    assert (clerk.tab.row_count, clerk.tab.merges) == (5, [])
    assert clerk.tab.cells[0, 0]["userEnteredValue"] == {"formulaValue": "=SUM(B1:B5)"}
    given = {"sheetId": TAB, "gridProperties": {"frozenRowCount": 5}}
    error = batch({"updateSheetProperties": {"properties": given, "fields": "gridProperties.frozenRowCount"}})
    assert "can't freeze all" in error["error"]["message"]


def test_an_error_is_shown_as_google_shows_it(fake: FakeGoogle, clerk: Clerk) -> None:
    fake.compute = lambda *_cell: {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": "Chia cho 0"}}
    clerk.types("C3", "=1/0")
    assert clerk.sees("C3") == "#DIV/0!"


def test_a_part_of_a_tab_says_where_it_begins(session: requests.Session, spreadsheet: str, clerk: Clerk) -> None:
    clerk.types("C4", "x")
    url = f"{SHEETS}/{spreadsheet}?ranges='Biểu số 1'!B3:D9&includeGridData=true"
    [data] = session.get(url).json()["sheets"][0]["data"]
    assert (data["startRow"], data["startColumn"]) == (2, 1)
    assert [len(row.get("values", [])) for row in data["rowData"]] == [0, 2]


def test_cells_are_appended_below_the_last(clerk: Clerk, batch: Batch) -> None:
    clerk.types("B20", "cuối")
    batch({"appendCells": {"sheetId": TAB, "rows": [{"values": [_text("a"), _text("b")]}], "fields": "*"}})
    assert (clerk.tab.row_count, clerk.sees("A21"), clerk.sees("B21")) == (21, "a", "b")


def test_rows_are_moved_by_a_request(clerk: Clerk, batch: Batch) -> None:
    clerk.pastes("A1", [["a"], ["b"], ["c"]])
    source = {"sheetId": TAB, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    batch(
        {"moveDimension": {"source": source, "destinationIndex": 3}}, {"autoResizeDimensions": {"dimensions": source}}
    )
    assert [clerk.sees(f"A{row}") for row in (1, 2, 3)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("moved", "before", "span"),
    [
        ((2, 3), 5, (2, 6)),  # within
        ((2, 3), 8, (2, 5)),  # out of it
        ((7, 8), 4, (2, 7)),  # into it
        ((0, 1), 9, (1, 5)),  # past it
        ((1, 7), 10, (5, 9)),  # along
    ],
)
def test_a_range_loses_and_gains_moved_rows(
    clerk: Clerk,
    batch: Batch,
    moved: tuple[int, int],
    before: int,
    span: tuple[int, int],
) -> None:
    protected = {"sheetId": TAB, "startRowIndex": 2, "endRowIndex": 6}
    source = {"sheetId": TAB, "dimension": "ROWS", "startIndex": moved[0], "endIndex": moved[1]}
    batch(
        {"addProtectedRange": {"protectedRange": {"range": protected}}},
        {"moveDimension": {"source": source, "destinationIndex": before}},
    )
    found = clerk.tab.protected[0]["range"]
    assert (found["startRowIndex"], found["endRowIndex"]) == span


def test_metadata_of_the_spreadsheet_is_kept(batch: Batch, session: requests.Session, spreadsheet: str) -> None:
    wanted = {"metadataId": 5, "metadataKey": "k", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
    batch({"createDeveloperMetadata": {"developerMetadata": wanted}})
    [found] = session.get(f"{SHEETS}/{spreadsheet}").json()["developerMetadata"]
    assert (found["metadataId"], found["location"]["locationType"]) == (5, "SPREADSHEET")


def test_filters_name_what_is_read_and_cleared(session: requests.Session, spreadsheet: str, clerk: Clerk) -> None:
    clerk.pastes("A1", [["a", "b"]])
    filters = [{"a1Range": "'Biểu số 1'!B1"}, {"gridRange": {**BLOCK, "endColumnIndex": 1}}]
    wanted: Json = {"dataFilters": filters, "includeGridData": True}
    [tab] = session.post(f"{SHEETS}/{spreadsheet}:getByDataFilter", json=wanted).json()["sheets"]
    values = [data["rowData"][0]["values"][0]["formattedValue"] for data in tab["data"]]
    assert values == ["b", "a"]
    cleared = session.post(f"{SHEETS}/{spreadsheet}/values:batchClear", json={"ranges": ["A1", "C1"]}).json()
    assert cleared["clearedRanges"] == ["'Biểu số 1'!A1", "'Biểu số 1'!C1"]
    assert (clerk.sees("A1"), clerk.sees("B1")) == ("", "b")

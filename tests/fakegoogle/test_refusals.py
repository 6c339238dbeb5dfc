"""What Google refuses, in its words."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests
from tests.fakegoogle.conftest import SHEETS, TAB, Batch
from tests.fakegoogle.shapes import Json

ROWS = {"sheetId": TAB, "dimension": "ROWS"}
NAMED = {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "Tên", "range": {"sheetId": TAB}}}}
METADATA = {"metadataId": 5, "metadataKey": "k", "location": {"spreadsheet": True}, "visibility": "DOCUMENT"}
FORMULA = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1"}]}


def _rule(*sheets: int, **more: object) -> Json:
    ranges = [{"sheetId": number} for number in sheets]
    return {"rule": {"ranges": ranges, "booleanRule": {"condition": FORMULA, "format": {}}}, **more}


def _cells(column: int = 0, text: str = "x", **more: object) -> Json:
    start = {"sheetId": TAB, "columnIndex": column}
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]}]
    return {"updateCells": {"start": start, "rows": rows, "fields": "*", **more}}


def _properties(fields: str, **given: object) -> Json:
    return {"updateSheetProperties": {"properties": {"sheetId": TAB, **given}, "fields": fields}}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("No grid with id: 7", {"repeatCell": {"range": {"sheetId": 7}, "cell": {}, "fields": "*"}}),
        ("beyond the last requested column of: 9", _cells(column=10)),
        ("maximum of 50000 characters", _cells(text="x" * 50_001)),
        ("Invalid field mask", _cells(fields="note,")),
        ("No dimension specified", {"insertDimension": {"range": {"sheetId": TAB, "startIndex": 1}}}),
        ("must be less than", {"deleteDimension": {"range": {**ROWS, "startIndex": 3, "endIndex": 3}}}),
        ("too large", {"insertDimension": {"range": {**ROWS, "startIndex": 21, "endIndex": 22}}}),
        (
            "inheritFromBefore cannot be true",
            {"insertDimension": {"range": {**ROWS, "startIndex": 0, "endIndex": 1}, "inheritFromBefore": True}},
        ),
        ("that doesn't exist", {"deleteDimension": {"range": {**ROWS, "startIndex": 19, "endIndex": 21}}}),
        ("can't delete all the rows", {"deleteDimension": {"range": ROWS}}),
        (
            "cannot be within the source",
            {"moveDimension": {"source": {**ROWS, "startIndex": 1, "endIndex": 4}, "destinationIndex": 2}},
        ),
        ("length must be", {"appendDimension": ROWS}),
        ("no group", {"deleteDimensionGroup": {"range": {**ROWS, "startIndex": 1, "endIndex": 4}}}),
        ("A condition must", {"setDataValidation": {"range": {"sheetId": TAB}, "rule": {"strict": True}}}),
        ("needs ranges", {"addConditionalFormatRule": {"rule": {"ranges": []}}}),
        ("on the same sheet", {"addConditionalFormatRule": _rule(TAB, 7)}),
        ("out of bounds", {"addConditionalFormatRule": _rule(TAB, index=1)}),
        ("No protected range with ID: 7", {"deleteProtectedRange": {"protectedRangeId": 7}}),
        ("No named range with id: x", {"deleteNamedRange": {"namedRangeId": "x"}}),
        ("cannot be empty", _properties("title")),
        ("at least one row", _properties("gridProperties.rowCount", gridProperties={"columnCount": 3})),
        (
            "whole spreadsheets only",
            {"createDeveloperMetadata": {"developerMetadata": {"location": {"sheetId": TAB}}}},
        ),
    ],
)
def test_a_request_that_cannot_be_done_is_refused(batch: Batch, words: str, wanted: Mapping[str, Any]) -> None:
    name = next(iter(wanted))
    error = batch(wanted)["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    assert error["message"].startswith(f"Invalid requests[0].{name}: ")
    assert words in error["message"]


@pytest.mark.parametrize("wanted", [NAMED, {"createDeveloperMetadata": {"developerMetadata": METADATA}}])
def test_an_id_of_ours_cannot_be_given_twice(batch: Batch, wanted: Mapping[str, Any]) -> None:
    assert "replies" in batch(wanted)
    assert "already exists" in batch(wanted)["error"]["message"]


def test_no_two_ranges_have_one_name(batch: Batch) -> None:
    other = {"addNamedRange": {"namedRange": {"name": "Tên", "range": {"sheetId": TAB}}}}
    assert "with name Tên already exists" in batch(NAMED, other)["error"]["message"]


def test_rows_merged_with_others_are_not_sorted(batch: Batch) -> None:
    merged = {"sheetId": TAB, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    specs = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    batch({"mergeCells": {"range": merged, "mergeType": "MERGE_ALL"}})
    error = batch({"sortRange": {"range": {"sheetId": TAB}, "sortSpecs": specs}})["error"]
    assert "vertical merges" in error["message"]
    assert "replies" in batch({"sortRange": {"range": {"sheetId": TAB, "startRowIndex": 3}, "sortSpecs": specs}})


@pytest.mark.parametrize(
    ("url", "values", "words"),
    [
        ("A1", [["x"]], "'valueInputOption' is required"),
        ("A1?valueInputOption=RAW", [[{"a": 1}]], "Invalid values[0][0]: struct_value"),
        ("A1?valueInputOption=RAW", [["x" * 50_001]], "maximum of 50000 characters"),
        ("A1:A2?valueInputOption=RAW", [["x"], ["y"], ["z"]], "tried writing to row [3]"),
        ("A1:A2?valueInputOption=RAW", [["x", "y"]], "tried writing to column [2]"),
        ("K1?valueInputOption=RAW", [["x"]], "exceeds grid limits"),
        ("J1?valueInputOption=RAW", [["x", "y"]], "exceeds grid limits"),
        ("Nháp!A1?valueInputOption=RAW", [["x"]], "Unable to parse range: Nháp!A1"),
        ("ABCDE?valueInputOption=RAW", [["x"]], "Unable to parse range: ABCDE"),
    ],
)
def test_values_that_cannot_be_written_are_refused(
    session: requests.Session,
    spreadsheet: str,
    url: str,
    values: list[list[Any]],
    words: str,
) -> None:
    answer = session.put(f"{SHEETS}/{spreadsheet}/values/{url}", json={"values": values})
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


def test_an_empty_batch_and_a_body_that_is_no_json_are_refused(session: requests.Session, spreadsheet: str) -> None:
    url = f"{SHEETS}/{spreadsheet}:batchUpdate"
    assert session.post(url, json={}).json()["error"]["message"] == "Must specify at least one request."
    assert "Invalid JSON payload" in session.post(url, data="{").json()["error"]["message"]

"""Requests and answers against Google's descriptions."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests
from tests.fakegoogle import FakeGoogle, Unfaithful
from tests.fakegoogle.conftest import SHEETS, Batch
from tests.fakegoogle.masks import NotAMask, masked, parsed

DRIVE = "https://www.googleapis.com/drive/v3"


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            {"updateCells": {"colour": "red"}},
            "Invalid JSON payload received. Unknown name \"colour\" at 'requests[0].update_cells': Cannot find field.",
        ),
        (
            {"mergeCells": {"mergeType": "ALL"}},
            (
                "Invalid value at 'requests[0].merge_cells.merge_type' "
                '(type.googleapis.com/google.apps.sheets.v4.MergeCellsRequest.MergeType), "ALL"'
            ),
        ),
        (
            {"deleteSheet": {"sheetId": "seven"}},
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"seven\"",
        ),
        ({}, "Invalid requests[0]: No request set."),
        (
            {"deleteSheet": {"sheetId": 1}, "addSheet": {}},
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'addSheet'",
        ),
        (
            {"updateCells": {"rows": []}},
            (
                "Invalid requests[0].updateCells: At least one field must be listed in 'fields'. "
                "(Use '*' to indicate all fields.)"
            ),
        ),
    ],
)
def test_a_wrong_request_is_refused_in_googles_words(batch: Batch, request_: Mapping[str, Any], message: str) -> None:
    error = batch(request_)["error"]
    assert (error["code"], error["status"], error["message"]) == (400, "INVALID_ARGUMENT", message)


def test_null_is_unset(batch: Batch) -> None:
    assert batch({"addSheet": {"properties": {"title": "B", "tabColorStyle": None}}})["replies"]


def test_the_bodys_place_is_named(session: requests.Session, spreadsheet: str) -> None:
    url = f"{SHEETS}/{spreadsheet}/values/A1?valueInputOption=RAW"
    error = session.put(url, json={"values": "X"}).json()["error"]
    words = "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    assert error["message"] == words
    assert error["details"][0]["fieldViolations"] == [{"field": "data.values", "description": words}]


def test_sheets_knows_its_parameters_and_drive_is_lax(session: requests.Session, spreadsheet: str) -> None:
    refused = session.get(f"{SHEETS}/{spreadsheet}?supportsAllDrives=true")
    assert refused.status_code == 400
    assert "Cannot bind query parameter" in refused.json()["error"]["message"]
    assert session.get(f"{DRIVE}/files/{spreadsheet}?includeItemsFromAllDrives=true").status_code == 200
    assert session.get(f"{DRIVE}/files?pageSize=many").status_code == 400


def test_drive_knows_its_bodies(session: requests.Session, spreadsheet: str) -> None:
    url = f"{DRIVE}/files/{spreadsheet}/permissions"
    wanted = {"type": "user", "role": "writer", "emailAddress": "a@b.example"}
    assert session.post(url, json={**wanted, "withLink": False}).status_code == 200
    assert session.post(url, json={**wanted, "withLinks": False}).status_code == 400


def test_an_answer_of_ours_that_google_could_not_give_fails_the_test(
    fake: FakeGoogle,
    session: requests.Session,
    spreadsheet: str,
) -> None:
    fake.spreadsheet(spreadsheet).sheets[0].properties["colour"] = "red"
    with pytest.raises(Unfaithful, match=r"sheets\[0\]\.properties: 'colour' is not a field"):
        session.get(f"{SHEETS}/{spreadsheet}")


def test_what_the_fake_does_not_know_fails_the_test(session: requests.Session, batch: Batch, spreadsheet: str) -> None:
    with pytest.raises(Unfaithful, match="addChart"):
        batch({"addChart": {}})
    with pytest.raises(Unfaithful, match=r"drive\.files\.export"):
        session.get(f"{DRIVE}/files/{spreadsheet}/export?mimeType=text/csv")


def test_a_path_that_leads_nowhere_is_a_page_of_html(session: requests.Session, spreadsheet: str) -> None:
    answer = session.get(f"{SHEETS}/{spreadsheet}/values/a/b")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=UTF-8")


@pytest.mark.parametrize(
    ("mask", "found"),
    [
        ("a", {"a": {"b": 1, "c": {"d": 2}}}),
        ("a.b", {"a": {"b": 1}}),
        ("a/b", {"a": {"b": 1}}),
        ("a(b,c/d)", {"a": {"b": 1, "c": {"d": 2}}}),
        ("a(c(d)),e.f", {"a": {"c": {"d": 2}}, "e": [{"f": 3}, {}]}),
        ("a.x", {"a": {}}),
        ("*", {"a": {"b": 1, "c": {"d": 2}}, "e": [{"f": 3}, {"g": 4}]}),
        ("a.*", {"a": {"b": 1, "c": {"d": 2}}}),
        ("e", {"e": [{"f": 3}, {"g": 4}]}),
    ],
)
def test_a_mask_lets_through_what_it_names(mask: str, found: object) -> None:
    assert masked(parsed(mask), {"a": {"b": 1, "c": {"d": 2}}, "e": [{"f": 3}, {"g": 4}]}) == found


@pytest.mark.parametrize("mask", ["", "a,", "a(b", "a)b", "a..b", "a(", "a b", "(a)", "a&b"])
def test_what_is_no_mask_is_refused(mask: str) -> None:
    with pytest.raises(NotAMask):
        parsed(mask)


def test_a_mask_that_names_what_there_is_not_is_refused(session: requests.Session, spreadsheet: str) -> None:
    error = session.get(f"{SHEETS}/{spreadsheet}?fields=sheets.colour").json()["error"]
    assert error["message"] == "Request contains an invalid argument."
    [wrong] = error["details"][0]["fieldViolations"]
    assert wrong["description"] == "Error expanding 'fields' parameter. Cannot find matching fields for path 'colour'."
    answer = session.get(f"{DRIVE}/files?fields=colour")
    assert answer.json()["error"]["message"] == "Invalid field selection colour"


def test_the_mask_of_a_write_is_applied_to_its_answer(session: requests.Session, spreadsheet: str) -> None:
    wanted: dict[str, Any] = {"requests": [{"addSheet": {}}]}
    answer = session.post(f"{SHEETS}/{spreadsheet}:batchUpdate?fields=spreadsheetId", json=wanted)
    assert answer.json() == {"spreadsheetId": spreadsheet}


def test_zero_is_left_out_where_google_leaves_it_out(session: requests.Session) -> None:
    made = session.post(SHEETS, json={}).json()["spreadsheetId"]
    given = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    wanted: dict[str, Any] = {"requests": [{"mergeCells": {"range": given, "mergeType": "MERGE_ALL"}}]}
    session.post(f"{SHEETS}/{made}:batchUpdate", json=wanted)
    [tab] = session.get(f"{SHEETS}/{made}").json()["sheets"]
    assert tab["properties"]["sheetId"] == 0
    assert tab["merges"] == [{name: value for name, value in given.items() if name != "sheetId"}]

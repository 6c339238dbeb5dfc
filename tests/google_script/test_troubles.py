"""What the menu says and leaves alone when something is in its way."""

import json

import pytest
from flask import Flask
from tests.google_script.conftest import CORRECT, WRONG_PLACE
from tests.google_script.running import ADDRESS, Json, Menu
from tests.google_script.test_menu import reports, revisions
from tests.reading.google_answers import table
from tests.web.api_helpers import Program, program

from tonghop.core.shared_sheets import STAMP_ID
from tonghop.web.accounts import bearer

API = "/api/v1"


def replied(status: int, text: str = "<html>", **headers: str) -> Json:
    return {"status": status, "text": text, "headers": {name.replace("_", "-"): one for name, one in headers.items()}}


def test_a_token_that_ended_is_dropped_and_the_clerk_told_to_connect_again(
    connected: Menu, province_app: Flask
) -> None:
    service = province_app.extensions["tonghop"]
    account = service.store.account(name="huyen")
    (token,) = service.store.tokens(account=account.id)
    bearer.revoke(service.store, token, "huyen", who="huyen", at=service.time())
    (told,) = connected.run("checkSheet").alerts
    assert "Kết nối…" in told
    assert f"{ADDRESS}/tokens" in told
    assert connected.properties == {}
    (told,) = connected.run("checkSheet").alerts
    assert told.startswith("Chưa kết nối")


def test_without_an_answer_it_is_tried_again_and_then_said(connected: Menu) -> None:
    done = connected.run("checkSheet", unreachable=["/check"])
    (told,) = done.alerts
    assert told.startswith(f"Không liên lạc được {ADDRESS} (Address unavailable")
    assert "Internet" in told
    assert (len(done.requests), len(done.sleeps)) == (3, 2)
    assert done.toasts[-1][0] == "Chưa làm xong."
    assert connected.notes == {}


def test_the_token_follows_no_redirect(connected: Menu) -> None:
    asked = [*connected.send().requests, *connected.run("showStatus").requests]
    assert {one["path"].rpartition("/")[2] for one in asked} == {"check", "submissions", "status"}
    assert [one for one in asked if one["follows"]] == []


def test_a_service_that_is_off_is_said(connected: Menu) -> None:
    connected.service = "http://127.0.0.1:9"
    assert connected.run("showStatus").alerts[0].startswith("Không liên lạc được")


def test_an_answer_lost_while_sending_is_told_and_nothing_counts_twice(
    connected: Menu, district: Program, units: list[str]
) -> None:
    done = connected.send(lost=["/submissions"])
    keys = [one["key"] for one in done.requests if one["path"].endswith("/submissions")]
    assert (len(keys), len(set(keys))) == (3, 1)
    assert "chưa biết máy chủ đã nhận chưa" in done.alerts[-1]
    assert revisions(district) == dict.fromkeys(units, 1)
    again = connected.send()
    assert all("Số liệu giống lần gửi trước." in line for line in again.listed[:3])
    assert revisions(district) == dict.fromkeys(units, 1)
    assert {one["key"] for one in again.requests}.isdisjoint(keys)


def test_a_receipt_stands_with_codes_where_the_names_cannot_be_had(connected: Menu, units: list[str]) -> None:
    done = connected.send(unreachable=["/status"])
    assert len(done.alerts) == 1
    assert [line.split()[0] for line in done.listed[:3]] == units


@pytest.mark.parametrize(
    ("answers", "said", "asked"),
    [
        ([replied(503, Retry_After="7"), replied(503), replied(503)], "đang bận (503)", 3),
        ([replied(429), replied(429), replied(429)], "đang bận (429)", 3),
        ([replied(502), replied(502), replied(502)], "không phải hệ thống Tổng Hợp", 3),
        ([replied(500)], "không phải hệ thống Tổng Hợp", 1),
        ([replied(200, "<html>Sign in to the network</html>")], "không phải hệ thống Tổng Hợp", 1),
        ([replied(302, Location="https://login.example")], "không phải hệ thống Tổng Hợp", 1),
        ([replied(413)], "lớn hơn mức máy chủ nhận", 1),
        ([replied(409, '{"detail": "Có người vừa làm trước."}')], "Có người vừa làm trước.", 1),
        ([replied(500, '{"detail": "Có lỗi, số a1b2."}')], "Có lỗi, số a1b2.", 1),
        ([replied(200, '{"deliveries": [{"submissions": 5}]}')], "Tập lệnh gặp lỗi", 1),
    ],
)
def test_each_refusal_is_told_with_what_to_do(connected: Menu, answers: list[Json], said: str, asked: int) -> None:
    done = connected.run("checkSheet", replies={f"{API}/check": answers})
    assert said in done.alerts[0]
    assert len(done.requests) == asked
    assert connected.notes == {}
    assert connected.properties != {}


def test_a_server_that_was_busy_for_a_moment_is_asked_again_when_it_says(connected: Menu) -> None:
    done = connected.run("checkSheet", replies={f"{API}/check": [replied(503, Retry_After="7")]})
    assert done.alerts == []
    assert done.sleeps == [7000]
    assert done.places == [WRONG_PLACE]


def test_units_out_of_sight_are_refused_and_nothing_is_noted(menu: Menu, province_app: Flask) -> None:
    menu.connect(program(province_app, "xa").secret)
    done = menu.run("checkSheet")
    assert "Kết nối…" in done.alerts[-1]
    assert [one["status"] for one in done.requests] == [403]
    assert (menu.notes, len(menu.properties)) == ({}, 1)


def test_a_spreadsheet_that_is_none_of_ours_is_refused_in_the_server_s_words(connected: Menu) -> None:
    connected.answer["sheets"] = [table(["Họ tên", "Điện thoại"], ["Hoa", "0909"], title="Danh bạ")]
    connected.answer["sheets"][0]["properties"]["gridProperties"] = {"rowCount": 10, "columnCount": 5}
    done = connected.run("sendSheet")
    assert [one["status"] for one in done.requests] == [422]
    assert len(done.alerts[0]) > 40
    assert done.alerts[0] in done.said


def test_an_address_that_is_not_https_gets_nothing(connected: Menu) -> None:
    files = dict(connected.files)
    files["settings.js"] = files["settings.js"].replace("https://", "http://")
    connected.files = files
    done = connected.run("sendSheet")
    assert "không phải https" in done.alerts[0]
    assert done.requests == []


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ('"userSymbol": "Sheets", "serviceId": "sheets"', "Google Sheets API chưa được bật"),
        ("auth/spreadsheets.readonly", "Google không cho đọc"),
    ],
)
def test_a_manifest_that_was_not_pasted_is_told(connected: Menu, missing: str, said: str) -> None:
    files = dict(connected.files)
    assert missing in files["appsscript.json"]
    files["appsscript.json"] = files["appsscript.json"].replace(missing, missing.replace("heets", "lides"))
    connected.files = files
    done = connected.run("checkSheet")
    assert said in done.alerts[0]
    assert done.requests == []


def test_a_protected_cell_gets_no_note_and_the_clerk_is_told(connected: Menu) -> None:
    connected.protections = {WRONG_PLACE[0]: {"ranges": [[12, 7, 12, 7]], "whole": None}}
    done = connected.run("checkSheet")
    assert "1 ô đang khoá" in done.said
    assert done.places == [WRONG_PLACE]
    assert connected.notes == {}


@pytest.mark.parametrize(("open_cells", "noted"), [([[12, 7, 12, 7]], True), ([[1, 1, 11, 20]], False)])
def test_in_a_protected_tab_only_its_open_cells_get_notes(
    connected: Menu, open_cells: list[list[int]], *, noted: bool
) -> None:
    connected.protections = {WRONG_PLACE[0]: {"ranges": [], "whole": open_cells}}
    connected.run("checkSheet")
    assert bool(connected.notes) == noted


def test_what_changes_during_a_check_is_checked_anew(connected: Menu) -> None:
    typed = {"2": [{"sheet": WRONG_PLACE[0], "row": 12, "column": 7, "value": str(CORRECT)}]}
    done = connected.run("checkSheet", typed=typed)
    assert [one["path"] for one in done.requests] == [f"{API}/check"] * 2
    assert "mười" not in done.said
    assert all("mười" not in note for note in connected.notes.values())


def test_where_somebody_types_all_the_time_no_cell_is_noted(connected: Menu) -> None:
    typed = {
        str(read): [{"sheet": WRONG_PLACE[0], "row": 12, "column": 7, "value": f"{read} người"}] for read in range(9)
    }
    done = connected.run("checkSheet", typed=typed)
    assert "vừa có người sửa" in done.said
    assert len(done.requests) == 3
    assert connected.notes == {}


def test_what_was_counted_is_what_is_sent_and_a_later_change_stays_unmarked(
    connected: Menu, district: Program, units: list[str]
) -> None:
    typed = {"3": [{"sheet": WRONG_PLACE[0], "row": 12, "column": 7, "value": "khác"}]}
    done = connected.send(typed=typed)
    assert "vừa có người sửa" in done.said
    assert connected.notes == {}
    (finding,) = reports(district)[units[0]]["revisions"][0]["findings"]
    assert finding["read"] == "mười"


def test_a_spreadsheet_that_lost_its_mark_still_has_a_status(connected: Menu) -> None:
    connected.answer["sheets"] = [one for one in connected.answer["sheets"] if one["properties"]["sheetId"] != STAMP_ID]
    done = connected.run("showStatus")
    assert "báo cáo đã về" in done.said  # of all periods, as this service has one campaign


def test_a_cell_with_many_findings_names_the_weightiest_and_counts_the_rest(connected: Menu) -> None:
    sheet, cell = WRONG_PLACE
    finding = {"code": "x", "sheet": sheet, "cell": cell, "remedy": "Sửa lại."}
    found = [{**finding, "severity": "note", "sentence": f"Lưu ý {number}."} for number in range(6)]
    found.append({**finding, "severity": "blocking", "sentence": "Dài " + "dài " * 300})
    delivery = {"taken": False, "refusal": None, "submissions": [{"taken": False, "findings": found}]}
    told = replied(200, json.dumps({"deliveries": [delivery]}))
    done = connected.run("checkSheet", replies={f"{API}/check": [told]})
    lines = connected.notes[WRONG_PLACE].split("\n")
    assert len(done.places) == 7
    assert lines[0].startswith("[KT] Lỗi: Dài dài")
    assert (len(lines[0]), lines[0][-1]) == (len("[KT] ") + 600, "…")
    assert lines[1:] == [
        *(f"[KT] Lưu ý: Lưu ý {number}. Sửa lại." for number in range(4)),
        "[KT] Còn 2 phát hiện khác ở ô này, xem trang “Lỗi”.",
    ]


def test_a_chart_on_a_tab_of_its_own_is_no_hindrance(connected: Menu) -> None:
    about = {"sheetId": 900, "title": "Biểu đồ", "index": 9, "sheetType": "OBJECT"}
    connected.answer["sheets"].append({"properties": about})
    assert connected.run("checkSheet").alerts == []
    assert connected.notes.keys() == {WRONG_PLACE}


def test_a_tab_s_name_is_shown_as_it_is(connected: Menu) -> None:
    title = "<img src=x onerror=1> & \"'"
    (tab,) = (one for one in connected.answer["sheets"] if one["properties"]["title"] == WRONG_PLACE[0])
    tab["properties"]["title"] = title
    done = connected.run("checkSheet")
    assert done.places == [(title, WRONG_PLACE[1])]
    assert "<img" not in str(done.sidebar)


def test_notes_that_cannot_be_written_leave_the_list(connected: Menu) -> None:
    done = connected.run("checkSheet", notesFail=True)
    assert "Không ghi chú được" in done.said
    assert done.places == [WRONG_PLACE]

"""What a district's clerk does with the menu, from connecting to the receipt, with the real service behind it."""

from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from tests.google_script.conftest import CORRECT, WRONG_PLACE
from tests.google_script.running import ADDRESS, Json, Menu
from tests.reading.google_answers import google
from tests.web.api_helpers import Program
from tests.web.send_helpers import DISTRICT, PROVINCE, PROVINCE_DAY

from tonghop import clock, workflow
from tonghop.core.shared_sheets import STAMP_ID
from tonghop.reading.google import snapshot, tabs
from tonghop.sentences import say_finding
from tonghop.storage import Delivery
from tonghop.workflow import Office
from tonghop.writing.google.found import by_cell, gathered
from tonghop.writing.google.notes import note_requests, our_notes

CLERKS_NOTE = "hỏi lại chị Lan"


def reports(district: Program) -> dict[str, Json]:
    """Return what the service holds of the district's units, by unit."""
    listed = district.get(f"/submissions?campaign={PROVINCE}").json
    assert listed is not None
    told = [district.get(f"/submissions/{one['id']}").json for one in listed["submissions"]]
    return {one["unit"]: one for one in told if one is not None}


def revisions(district: Program) -> dict[str, int]:
    return {unit: len(one["revisions"]) for unit, one in reports(district).items()}


@pytest.mark.parametrize(("locale", "said"), [("vi", "Kiểm tra"), ("en-GB", "Check"), ("fr", "Kiểm tra")])
def test_the_menu_is_there_before_any_permission_is_given(menu: Menu, locale: str, said: str) -> None:
    menu.locale = locale
    shown = menu.run("onOpen").menu
    assert shown is not None
    assert shown["title"] == "Tổng Hợp"
    assert shown["items"][0] == [said, "checkSheet"]
    code = "\n".join(menu.files.values())
    assert [name for _said, name in shown["items"] if f"function {name}(" not in code] == []


def test_the_language_is_chosen_by_each_person(menu: Menu) -> None:
    shown = menu.run("switchLanguage").menu
    assert shown is not None
    assert shown["items"][0][0] == "Check"
    kept = menu.run("onOpen").menu
    assert kept is not None
    assert [said for said, _name in kept["items"]][-1] == "Tiếng Việt"
    assert "Not connected" in menu.run("checkSheet").alerts[0]


def test_a_token_is_asked_for_tried_and_kept_for_one_person_outside_the_spreadsheet(
    menu: Menu, district: Program
) -> None:
    assert "Chưa kết nối" in menu.run("sendSheet").alerts[0]
    before = menu.answer
    asked, told = menu.connect(district.secret).alerts
    assert f"{ADDRESS}/tokens" in asked
    assert "huyen" in told
    assert "Giồng Riềng" in told
    assert list(menu.properties.values()) == [district.secret]
    assert menu.answer == before
    assert "Chưa kết nối" in menu.colleague().run("checkSheet").alerts[0]
    menu.connect("")
    assert menu.properties == {}


def test_a_wrong_token_is_not_kept(menu: Menu) -> None:
    _asked, refused = menu.connect("th_sai").alerts
    assert "mã" in refused.lower()
    assert menu.properties == {}


def test_a_check_notes_the_wrong_cell_lists_it_and_stores_nothing(connected: Menu, district: Program) -> None:
    before = connected.cells
    done = connected.run("checkSheet")
    assert done.alerts == []
    assert done.places == [WRONG_PLACE]
    assert connected.notes.keys() == {WRONG_PLACE}
    assert connected.notes[WRONG_PLACE].startswith("[KT] Lỗi: “")
    assert "“mười”" in connected.notes[WRONG_PLACE]
    assert "1 lỗi, 0 cảnh báo, 0 lưu ý. Mới kiểm tra, chưa gửi." in done.said
    assert connected.cells == before
    assert reports(district) == {}


def test_a_click_in_the_list_leads_to_the_cell(connected: Menu) -> None:
    (place,) = connected.run("checkSheet").places
    done = connected.run("goTo", *place)
    assert (done.result, done.selected) == ("", [place[0], 12, 7])
    assert "Không tới được ô" in str(connected.run("goTo", "Đã xoá", "A1").result)


def test_after_a_correction_our_notes_are_gone_and_the_clerks_stay(connected: Menu) -> None:
    own = {(WRONG_PLACE[0], "G13"): CLERKS_NOTE, ("Biểu 1 - Đăng ký", "B3"): "[xem] của tôi"}
    own = {place: note for place, note in own.items() if place[0] in connected.titles}
    for place, note in own.items():
        connected.cell(place)["note"] = note
    connected.run("checkSheet")
    assert connected.notes.keys() == {*own, WRONG_PLACE}
    connected.type_in(WRONG_PLACE, CORRECT)
    done = connected.run("checkSheet")
    assert "Không có gì phải sửa." in done.said
    assert done.listed == []
    assert connected.notes == own


def test_what_the_clerk_noted_on_a_wrong_cell_himself_stays_letter_for_letter(connected: Menu) -> None:
    own = f"{CLERKS_NOTE}\n\n  rồi gọi lại "
    connected.cell(WRONG_PLACE)["note"] = own
    connected.run("checkSheet")
    assert connected.notes[WRONG_PLACE].startswith(f"{own}\n[KT] Lỗi: ")
    connected.type_in(WRONG_PLACE, CORRECT)
    connected.run("checkSheet")
    assert connected.notes == {WRONG_PLACE: own}


def test_the_notes_are_those_that_the_server_would_write(connected: Menu, province_office: Office) -> None:
    connected.cell(WRONG_PLACE)["note"] = CLERKS_NOTE
    connected.run("checkSheet")
    read = google(connected.answer)
    examined = workflow.examine(province_office, snapshot(read), as_of=PROVINCE_DAY)
    found = gathered([], examined.findings, partial(say_finding, language="vi"), "vi")
    cells = {tab.sheet_id: by_cell(tab, found) for tab in tabs(read)}
    ours = our_notes(cells, "vi", 1_000_000)
    assert sum(len(here) for here in ours.values()) == 1
    assert [request for tab in tabs(read) for request in note_requests(tab, ours[tab.sheet_id])] == []


def test_a_check_that_finds_the_same_writes_nothing(connected: Menu) -> None:
    assert len(connected.run("checkSheet").noted) == 1
    assert connected.run("checkSheet").noted == []


def test_marks_are_taken_away_on_request(connected: Menu) -> None:
    connected.run("checkSheet")
    other = (WRONG_PLACE[0], "G13")
    connected.cell(other)["note"] = CLERKS_NOTE
    done = connected.run("removeMarks")
    assert connected.notes == {other: CLERKS_NOTE}
    assert (done.requests, len(done.alerts)) == ([], 1)


def test_sending_asks_first_and_shows_a_receipt_for_each_commune(
    connected: Menu, district: Program, units: list[str]
) -> None:
    done = connected.send()
    (asked,) = done.alerts
    assert "Gửi báo cáo của 3 đơn vị?" in asked
    assert "1 lỗi" in asked
    assert "1 đơn vị còn lỗi" in asked
    lines = done.listed[:3]
    assert [unit in line for unit, line in zip(units, lines, strict=True)] == [True] * 3
    assert "nhưng còn lỗi" in lines[0]
    assert "Đảng ủy xã Thạnh Hưng (30907) đã nhận, lần gửi 1." in lines[1]
    assert connected.notes.keys() == {WRONG_PLACE}
    states = {unit: one["state"] for unit, one in reports(district).items()}
    assert states == dict(zip(units, ("blocked", "submitted", "submitted"), strict=True))


def test_whoever_says_no_sends_nothing(connected: Menu, district: Program) -> None:
    done = connected.run("sendSheet", answers=({"button": "NO"},))
    assert [one["path"] for one in done.requests] == ["/api/v1/check"]
    assert done.toasts[-1][0] == "Chưa gửi gì."
    assert (reports(district), connected.notes) == ({}, {})


def test_what_is_sent_is_what_the_server_fetches_and_counts_once_whatever_notes_stand_there(
    connected: Menu, district: Program, province_office: Office, units: list[str]
) -> None:
    fetched = snapshot(google(connected.answer))
    connected.run("checkSheet")
    assert connected.notes
    connected.send()
    assert {one["revisions"][0]["digest"] for one in reports(district).values()} == {sha256(fetched).hexdigest()}
    later = clock.noon(PROVINCE_DAY, province_office.instance.zone) + timedelta(minutes=5)
    pulled = workflow.receive(province_office, Delivery(fetched, "Huyện ủy Một", "google", later, "google"))
    assert [one.is_new for one in pulled.receipt.taken] == [False] * 3
    assert revisions(district) == dict.fromkeys(units, 1)


def test_sending_twice_counts_once_and_a_correction_counts_for_its_commune_only(
    connected: Menu, district: Program, units: list[str]
) -> None:
    connected.send()
    again = connected.send()
    assert all("Số liệu giống lần gửi trước." in line for line in again.listed[:3])
    assert revisions(district) == dict.fromkeys(units, 1)
    connected.type_in(WRONG_PLACE, CORRECT)
    corrected = connected.send()
    assert "Không có gì phải sửa." in corrected.said
    assert connected.notes == {}
    assert revisions(district) == {units[0]: 2, units[1]: 1, units[2]: 1}
    assert {one["state"] for one in reports(district).values()} == {"submitted"}


def test_the_status_lists_the_district_s_units_with_their_states(connected: Menu, units: list[str]) -> None:
    connected.send()
    done = connected.run("showStatus")
    assert (done.alerts, [one["path"] for one in done.requests]) == ([], ["/api/v1/status"])
    assert "2/20 báo cáo đã về" in done.said
    assert f"({units[0]}) Hạn 31/3/2020 còn lỗi" in done.said
    assert f"({units[1]}) Hạn 31/3/2020 đã gửi" in done.said
    assert f"({DISTRICT}) Hạn 31/3/2020 chưa đến hạn" in done.said


def test_the_status_of_a_spreadsheet_that_nobody_has_filled_in_is_told_too(connected: Menu) -> None:
    for tab in connected.answer["sheets"]:
        if tab["properties"]["sheetId"] != STAMP_ID:
            tab["data"] = [{}]
    assert "0/20 báo cáo đã về" in connected.run("showStatus").said


def test_the_script_pasted_as_one_file_does_the_same(connected: Menu) -> None:
    apart = connected.run("checkSheet")
    connected.run("removeMarks")
    connected.files = workflow.pasted_script(connected.files)
    pasted = connected.run("checkSheet")
    assert (pasted.places, pasted.noted) == (apart.places, apart.noted)
    assert apart.noted != []


def test_everything_is_said_in_english_too(connected: Menu) -> None:
    connected.locale = "en"
    done = connected.run("checkSheet")
    assert "Errors: 1; warnings: 0; notes: 0. Checked only" in done.said
    assert connected.notes[WRONG_PLACE].startswith("[KT] Error: ")
    assert "Type the number" in done.said

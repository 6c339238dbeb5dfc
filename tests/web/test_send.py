"""Sending: every file is told of by itself, and none holds up another."""

import re
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from tests.reading.saved_again import saved_as
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, PERIOD, Visitor
from tests.web.send_helpers import (
    COMMUNE,
    DISTRICT,
    PLACE,
    PROVINCE,
    PROVINCE_PERIOD,
    REPORT,
    Fill,
    fill_of,
    made_province,
    post_files,
    province_app,
    province_instance,
    province_office,
    signed_in,
    state_of,
    workbook_of,
)

from tonghop import workflow
from tonghop.core import calendar
from tonghop.core.stamp import SHEET
from tonghop.workflow import Office

__all__ = ["made_province", "province_app", "province_instance", "province_office", "signed_in"]


def _zip(entries: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, inside in entries.items():
            archive.writestr(name, inside)
    return content.getvalue()


def _without_mark(content: bytes) -> bytes:
    book = load_workbook(BytesIO(content))
    del book[SHEET]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def _deliveries(office: Office) -> int:
    return sum(entry.action in {"receive", "refuse"} for entry in office.store.audit())


def test_a_workbook_is_taken_and_told_of(clerk: Visitor, office: Office) -> None:
    answer = post_files(clerk, [("bao cao.xlsx", workbook_of(office, PARTY_CELL))])
    assert answer.status_code == 200
    assert "bao cao.xlsx" in answer.text
    assert REPORT in answer.text
    assert "đã gửi" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_findings_are_grouped_by_cause_with_their_cells(clerk: Visitor, office: Office) -> None:
    wrong = {("results", row, "this_period"): "khoảng 4" for row in ("SH1", "KD1")}
    answer = post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL, {**wrong, PLACE: "khoảng 4"}))])
    assert ">F12</a>, " in answer.text or "–F" in answer.text
    assert answer.text.count("Hãy gõ số chỉ gồm chữ số") == 1
    assert f"{REPORT}/grid#results-F" in answer.text
    assert "có lỗi" in answer.text


def test_checking_stores_nothing_and_shows_the_sheets(clerk: Visitor, office: Office) -> None:
    files = [("a.xlsx", workbook_of(office, PARTY_CELL, {PLACE: "mười"}))]
    answer = post_files(clerk, files, {"check": "1"})
    assert answer.status_code == 200
    assert "chỉ kiểm tra, không lưu" in answer.text
    assert "mười" in answer.text
    assert re.search(r'<td id="f?[0-9a-f]{8}-S-CB01-results-F', answer.text)
    assert _deliveries(office) == 0


def test_many_files_and_a_zip_each_get_a_line(province: Visitor, office: Office) -> None:
    first, second = workbook_of(office, PARTY_CELL), workbook_of(office, OTHER_CELL)
    packed = _zip({"x/hai.xlsx": second, "x/~$hai.xlsx": b"lock", "ghi chu.txt": b"xin chao", "rong.xlsx": b""})
    answer = post_files(province, [("mot.xlsx", first), ("nhieu.zip", packed)])
    assert answer.status_code == 200
    lines = answer.text.split('<li class="taken')[1:]
    assert [name in line for name, line in zip(("mot", "ghi chu", "rong", "hai"), lines, strict=True)] == [True] * 4
    assert "Không nhận:" in lines[1]
    assert "0 byte" in lines[2]
    assert state_of(office, CAMPAIGN, PARTY_CELL) == state_of(office, CAMPAIGN, OTHER_CELL) == "submitted"


def test_a_damaged_entry_of_a_zip_holds_up_no_other(province: Visitor, office: Office) -> None:
    packed = bytearray(_zip({"a.xlsx": b"x" * 400, "b.xlsx": workbook_of(office, PARTY_CELL)}))
    packed[packed.index(b"a.xlsx") + 6] ^= 0xFF
    answer = post_files(province, [("nhieu.zip", bytes(packed))])
    assert "Không nhận:" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_an_empty_zip_and_no_file_at_all_are_told(clerk: Visitor) -> None:
    empty, none = post_files(clerk, [("rong.zip", _zip({}))]), post_files(clerk, [])
    assert empty.status_code == none.status_code == 422
    assert "không có bảng tính nào" in empty.text
    assert "Chưa chọn tệp nào" in none.text


@pytest.mark.parametrize(
    ("content", "status", "told"),
    [
        (b"", 422, "0 byte"),
        (b"%PDF-1.7 not a workbook", 415, "không phải"),
        (b"PK\x03\x04 broken", 422, "hỏng"),
    ],
)
def test_what_is_no_workbook_is_refused(clerk: Visitor, content: bytes, status: int, told: str) -> None:
    answer = post_files(clerk, [("a.xlsx", content)])
    assert answer.status_code == status
    assert told in answer.text


def test_what_is_too_large_is_refused_with_its_page(clerk: Visitor) -> None:
    clerk.client.application.config["MAX_CONTENT_LENGTH"] = 2000
    answer = post_files(clerk, [("a.xlsx", b"x" * 5000)])
    assert answer.status_code == 413
    assert "64 MB" in answer.text


def test_a_foreign_units_workbook_is_refused_and_not_stored(clerk: Visitor, office: Office) -> None:
    for button in ("send", "check"):
        answer = post_files(clerk, [("a.xlsx", workbook_of(office, OTHER_CELL))], {button: "1"})
        assert answer.status_code == 403
        assert f"({OTHER_CELL})" in answer.text
    assert _deliveries(office) == 0


def test_one_foreign_file_among_others_stops_none(clerk: Visitor, office: Office) -> None:
    answer = post_files(
        clerk, [("a.xlsx", workbook_of(office, OTHER_CELL)), ("b.xlsx", workbook_of(office, PARTY_CELL))]
    )
    assert answer.status_code == 200
    assert "không thuộc phạm vi" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_workbook_without_its_mark_is_taken_for_the_account_s_own_unit(clerk: Visitor, office: Office) -> None:
    answer = post_files(clerk, [("a.xlsx", _without_mark(workbook_of(office, PARTY_CELL)))])
    assert answer.status_code == 200
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_one_who_sees_everything_has_to_say_the_unit(province: Visitor, office: Office) -> None:
    files = [("a.xlsx", _without_mark(workbook_of(office, PARTY_CELL)))]
    assert post_files(province, files).status_code == 422
    answer = post_files(province, files, {"unit": f"{PARTY_CELL} Chi bộ", "period": PERIOD})
    assert answer.status_code == 200
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_chosen_unit_does_not_go_against_the_mark(province: Visitor, office: Office) -> None:
    post_files(province, [("a.xlsx", workbook_of(office, PARTY_CELL))], {"unit": OTHER_CELL})
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"
    assert state_of(office, CAMPAIGN, OTHER_CELL) == "nothing"


def test_the_same_bytes_are_told_and_make_nothing_new(clerk: Visitor, office: Office) -> None:
    content = workbook_of(office, PARTY_CELL)
    post_files(clerk, [("a.xlsx", content)])
    answer = post_files(clerk, [("b.xlsx", content)])
    assert "Chính tệp này đã được gửi rồi: chibo1" in answer.text
    assert "số liệu giống lần gửi 1" in answer.text


def test_two_senders_are_told_of_each_other(clerk: Visitor, province: Visitor, office: Office) -> None:
    post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL))])
    answer = post_files(province, [("b.xlsx", workbook_of(office, PARTY_CELL, {PLACE: 8}))])
    assert "Lần gửi trước là của chibo1" in answer.text
    assert "danguy gửi lần 2" in clerk.get(REPORT).text
    assert "do danguy gửi" in clerk.get("/send").text


def test_an_amendment_of_an_accepted_report_waits(clerk: Visitor, province: Visitor, office: Office) -> None:
    post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL))])
    province.post(f"{REPORT}/accept", {"revision": "1", "level": "0"}, page=REPORT)
    answer = post_files(clerk, [("b.xlsx", workbook_of(office, PARTY_CELL, {PLACE: 8}))])
    assert "chỉ được tính khi báo cáo được mở lại" in answer.text
    shown = clerk.get(REPORT).text
    assert "Lần gửi 2 đang chờ" in shown
    assert "<b>8</b>" in shown


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_other_formats_are_taken_and_corrected(clerk: Visitor, office: Office, kind: str) -> None:
    content = saved_as(workbook_of(office, PARTY_CELL, {PLACE: "mười"}), kind)
    answer = post_files(clerk, [(f"a.{kind}", content)])
    assert answer.status_code == 200
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "blocked"
    clerk.post(f"{REPORT}/grid", {"revision": "1", "a:results:TT1:this_period": "10"}, page=f"{REPORT}/grid")
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_the_script_gets_its_lines_one_by_one(clerk: Visitor, office: Office) -> None:
    answer = post_files(clerk, [("a.xlsx", workbook_of(office, PARTY_CELL))], headers={"X-Pieces": "1"})
    assert answer.text.count("<!--|-->") == 1
    assert "<html" not in answer.text


def test_nothing_is_sent_from_an_earlier_day(clerk: Visitor, office: Office) -> None:
    clerk.post("/as-of", {"as_of": "2022-03-01", "back": "/"}, page="/")
    assert 'id="files"' not in clerk.get("/send").text
    token = clerk.client.get("/").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    files = [(BytesIO(workbook_of(office, PARTY_CELL)), "a.xlsx")]
    answer = clerk.client.post("/send", data={"csrf_token": token, "files": files})
    assert answer.status_code == 422
    assert _deliveries(office) == 0


def test_a_viewer_sends_nothing(visitor: Visitor) -> None:
    visitor.sign_in("xem")
    assert visitor.get("/send").status_code == 403


def test_a_group_with_one_commune_in_error_holds_up_no_other(
    signed_in: Callable[[str], Visitor], province_office: Office
) -> None:
    office = province_office
    campaign = office.campaign(PROVINCE)
    period = calendar.find_period(campaign, PROVINCE_PERIOD)
    parent = office.unit(campaign, DISTRICT, period.end)
    below = workflow.group_members(office, campaign, period, parent)
    members = [*below[:2], office.unit(campaign, COMMUNE, period.end)]
    wrong: Fill = {("results", "CK1", "this_period"): "mười"}
    fill = {
        unit.code: fill_of(office, PROVINCE, PROVINCE_PERIOD, unit.code, wrong if unit.code == COMMUNE else {})
        for unit in members
    }
    content = workflow.group_file(office, campaign, period, parent, members, as_of=period.end, fill=fill)
    answer = post_files(signed_in("huyen"), [("cum.xlsx", content)])
    assert answer.status_code == 200
    states = {unit.code: state_of(office, PROVINCE, unit.code) for unit in members}
    assert states == {unit.code: "blocked" if unit.code == COMMUNE else "submitted" for unit in members}
    foreign = post_files(signed_in("xa"), [("cum.xlsx", content)])
    assert foreign.status_code == 403
    _commune_corrects_its_part(signed_in("xa"), office)


def _commune_corrects_its_part(commune: Visitor, office: Office) -> None:
    """The group's file shows the others' figures: the commune gets a workbook of its own."""
    report = f"/c/{PROVINCE}/report/{PROVINCE_PERIOD}/{COMMUNE}/own"
    assert commune.get(f"{report}/original").status_code == 403
    assert commune.get(f"{report}/marked").status_code == 403
    commune.post(f"{report}/grid", {"revision": "1", "a:results:CK1:this_period": "10"}, page=f"{report}/grid")
    assert state_of(office, PROVINCE, COMMUNE) == "submitted"
    assert commune.get(f"{report}/original").status_code == 200

"""A report's page: what it tells, who may decide what, and the files to take away."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, PERIOD, Visitor
from tests.web.send_helpers import (
    COMMUNE,
    COMMUNE_REPORT,
    DISTRICT,
    PLACE,
    PROVINCE,
    PROVINCE_PERIOD,
    REPORT,
    made_province,
    post_files,
    province_app,
    province_instance,
    province_office,
    signed_in,
    state_of,
    workbook_of,
)
from werkzeug.test import TestResponse

from tonghop.workflow import Office

__all__ = ["made_province", "province_app", "province_instance", "province_office", "signed_in"]
SEEN = {"revision": "1", "level": "0"}
SignIn = Callable[[str], Visitor]


def _step(visitor: Visitor, step: str, fields: dict[str, str] | None = None, report: str = REPORT) -> TestResponse:
    return visitor.post(f"{report}/{step}", fields or SEEN, page="/")


def _send(visitor: Visitor, office: Office, **fill: object) -> None:
    changes = {PLACE: fill["posts"]} if fill else None
    post_files(visitor, [("bao cao.xlsx", workbook_of(office, PARTY_CELL, changes))])  # type: ignore[arg-type]


def test_a_report_that_was_not_sent_says_so(clerk: Visitor) -> None:
    page = clerk.get(REPORT).text
    assert "Chưa gửi lần nào" in page
    assert "27/3/2022" in page
    assert "Bảng tính trống" in page


def test_the_page_tells_revisions_and_what_differs(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    _send(clerk, office, posts=8)
    page = clerk.get(REPORT).text
    assert page.count("bao cao.xlsx") >= 2
    differences = clerk.get(f"{REPORT}/differences?old=1&new=2").text
    assert "<b>8</b>" in differences
    assert clerk.get(f"{REPORT}/differences").text.partition("<main")[2].partition("<footer")[0] in differences
    assert clerk.get(f"{REPORT}/differences?old=1&new=7").status_code == 404
    assert clerk.get(f"{REPORT}/differences?old=x").status_code == 404
    assert "SHA-256" in clerk.get(f"{REPORT}/revision/1").text


@pytest.mark.parametrize(
    "address",
    [
        f"/c/{CAMPAIGN}/report/KHONG-CO/{PARTY_CELL}/own",
        f"/c/{CAMPAIGN}/report/{PERIOD}/{PARTY_CELL}/summary",
        f"/c/{CAMPAIGN}/report/{PERIOD}/{PARTY_CELL}/other",
        f"/c/khong-co/report/{PERIOD}/{PARTY_CELL}/own",
        f"{REPORT}/revision/1",
        f"{REPORT}/original",
        f"/c/{CAMPAIGN}/workbook/{PERIOD}/{PARTY_CELL}/summary",
        f"/c/{CAMPAIGN}/group/{PERIOD}/{PARTY_CELL}",
    ],
)
def test_what_is_not_there_is_not_found(clerk: Visitor, address: str) -> None:
    assert clerk.get(address).status_code == 404


@pytest.mark.parametrize("below", ["", "/revision/1", "/differences", "/grid", "/original", "/marked"])
def test_a_foreign_unit_s_report_is_not_shown(clerk: Visitor, below: str) -> None:
    assert clerk.get(f"/c/{CAMPAIGN}/report/{PERIOD}/{OTHER_CELL}/own{below}").status_code == 403


def test_returned_with_a_reason_corrected_and_accepted(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    assert _step(province, "return", {**SEEN, "reason": "Thiếu số đảng viên dự học"}).location == REPORT
    page = clerk.get(REPORT).text
    assert "danguy trả lại lúc" in page
    assert "Thiếu số đảng viên dự học" in page
    book = load_workbook(BytesIO(clerk.get(f"{REPORT}/marked").data))
    told = [str(cell.value) for row in book["Lỗi"].iter_rows() for cell in row if cell.value]
    assert "Thiếu số đảng viên dự học" in told
    assert "Trả lại" in told
    clerk.post(f"{REPORT}/grid", {"revision": "1", "a:results:TT1:this_period": "9"}, page=f"{REPORT}/grid")
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"
    assert "trả lại lúc" not in clerk.get(REPORT).text.partition("Nhật ký")[0]
    _step(province, "accept", {"revision": "2", "level": "0"})
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "accepted"
    assert "1/1 cấp</dd>" in clerk.get(REPORT).text.replace(" (danguy)", "")


def test_reopening_takes_the_amendment_that_waits(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    _step(province, "accept")
    _send(clerk, office, posts=8)
    assert "/reopen" in province.get(REPORT).text
    _step(province, "reopen", {"revision": "1", "level": "1"})
    found = [one for one in office.store.latest(CAMPAIGN) if one.key.unit == PARTY_CELL]
    assert [(one.number, one.state.value) for one in found] == [(2, "reopened")]


def test_a_return_without_a_reason_is_refused(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    assert _step(province, "return", {**SEEN, "reason": "  "}).status_code == 422
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_step_on_what_changed_meanwhile_is_refused(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    _send(clerk, office, posts=8)
    answer = _step(province, "accept")
    assert answer.status_code == 409
    assert "không còn như lúc bạn xem" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_report_with_errors_is_not_accepted(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office, posts="mười")
    assert "/accept" not in province.get(REPORT).text
    assert _step(province, "accept").status_code == 409


def test_a_clerk_reviews_nothing(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    assert "/accept" not in clerk.get(REPORT).text
    for step in ("accept", "return", "reopen"):
        assert _step(clerk, step).status_code == 403


def test_nothing_is_decided_from_an_earlier_day(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    province.post("/as-of", {"as_of": "2022-03-24", "back": "/"}, page="/")
    assert "Chưa gửi lần nào" in province.get(REPORT).text
    assert _step(province, "accept").status_code == 422
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_files_are_given_as_they_came_and_marked(clerk: Visitor, office: Office) -> None:
    content = workbook_of(office, PARTY_CELL, {PLACE: "mười"})
    post_files(clerk, [("bao cao.xlsx", content)])
    original, marked = clerk.get(f"{REPORT}/original"), clerk.get(f"{REPORT}/marked?revision=1")
    assert original.data == content
    assert "bao%20cao.xlsx" in original.headers["Content-Disposition"].replace('"bao cao.xlsx"', "bao%20cao.xlsx")
    assert "Lỗi" in load_workbook(BytesIO(marked.data)).sheetnames


def test_a_blank_workbook_is_given(clerk: Visitor) -> None:
    answer = clerk.get(f"/c/{CAMPAIGN}/workbook/{PERIOD}/{PARTY_CELL}/own")
    assert answer.status_code == 200
    assert "Trang bìa" in load_workbook(BytesIO(answer.data)).sheetnames
    assert clerk.get(f"/c/{CAMPAIGN}/workbook/{PERIOD}/{OTHER_CELL}/own").status_code == 403


# Two levels of review, in a province.


@pytest.fixture
def sent(signed_in: SignIn, province_office: Office) -> Office:
    content = workbook_of(province_office, COMMUNE, campaign=PROVINCE, period=PROVINCE_PERIOD)
    assert post_files(signed_in("xa"), [("a.xlsx", content)]).status_code == 200
    return province_office


def test_the_district_accepts_first_and_the_province_last(signed_in: SignIn, sent: Office) -> None:
    district, province = signed_in("huyen"), signed_in("tinh")
    assert "Duyệt (cấp 1/2)" in district.get(COMMUNE_REPORT).text
    assert _step(district, "accept", report=COMMUNE_REPORT).status_code == 302
    assert state_of(sent, PROVINCE, COMMUNE) == "submitted"
    page = district.get(COMMUNE_REPORT).text
    assert "1/2 cấp (huyen)" in page
    assert "/accept" not in page
    second = {"revision": "1", "level": "1"}
    refused = _step(district, "accept", second, COMMUNE_REPORT)
    assert refused.status_code == 403
    assert "cấp tỉnh quyết định" in refused.text
    assert _step(province, "accept", second, COMMUNE_REPORT).status_code == 302
    assert state_of(sent, PROVINCE, COMMUNE) == "accepted"
    assert _step(district, "reopen", {"revision": "1", "level": "2"}, COMMUNE_REPORT).status_code == 403


def test_no_account_accepts_a_report_twice(signed_in: SignIn, sent: Office) -> None:
    province, other = signed_in("tinh"), signed_in("tinh2")
    second = {"revision": "1", "level": "1"}
    assert _step(province, "accept", report=COMMUNE_REPORT).status_code == 302
    refused = _step(province, "accept", second, COMMUNE_REPORT)
    assert refused.status_code == 403
    assert "đã duyệt báo cáo này rồi" in refused.text
    assert _step(other, "accept", second, COMMUNE_REPORT).status_code == 302
    assert state_of(sent, PROVINCE, COMMUNE) == "accepted"


def test_a_second_press_of_the_same_button_accepts_once(signed_in: SignIn, sent: Office) -> None:
    province = signed_in("tinh")
    assert [_step(province, "accept", report=COMMUNE_REPORT).status_code for _ in range(2)] == [302, 403]
    assert sent.store.latest(PROVINCE)[0].accepted_levels == 1


def test_another_district_neither_sees_nor_reviews(signed_in: SignIn, sent: Office) -> None:
    other = signed_in("huyen-khac")
    assert other.get(COMMUNE_REPORT).status_code == 403
    assert _step(other, "accept", report=COMMUNE_REPORT).status_code == 403
    assert state_of(sent, PROVINCE, COMMUNE) == "submitted"


def test_a_district_does_not_review_its_own_report(signed_in: SignIn, province_office: Office) -> None:
    district = signed_in("huyen")
    report = COMMUNE_REPORT.replace(COMMUNE, DISTRICT)
    content = workbook_of(province_office, DISTRICT, campaign=PROVINCE, period=PROVINCE_PERIOD)
    post_files(district, [("a.xlsx", content)])
    assert "/accept" not in district.get(report).text
    refused = _step(district, "accept", report=report)
    assert refused.status_code == 403
    assert "chính đơn vị bạn" in refused.text
    assert _step(signed_in("tinh"), "accept", report=report).status_code == 302


def test_a_district_takes_the_workbook_of_its_group(signed_in: SignIn) -> None:
    address = f"/c/{PROVINCE}/group/{PROVINCE_PERIOD}/{DISTRICT}"
    answer = signed_in("huyen").get(address)
    assert answer.status_code == 200
    assert len(load_workbook(BytesIO(answer.data), read_only=True).sheetnames) > 3
    assert signed_in("xa").get(address).status_code == 403

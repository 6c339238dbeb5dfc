"""Campaigns: what they ask, the files that go with them, grants, closing."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, DAY, OTHER_CELL, PARTY_CELL, PERIOD, Visitor, work
from tests.web.manage_helpers import HOME, counted, signed_in

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.accounts import Role
from tonghop.core.submission import Coverage
from tonghop.storage import Delivery
from tonghop.workflow import CampaignClosed, Office

WORKBOOKS = f"{HOME}/workbooks/{PERIOD}"
GRANT = {"unit": PARTY_CELL, "period": PERIOD, "kind": "extend", "until": "2022-12-31", "reason": "Bão lũ"}


def test_campaigns_are_listed_with_what_one_asks(clerk: Visitor) -> None:
    assert "Đợt báo cáo" in clerk.get("/").text
    assert CAMPAIGN in clerk.get("/campaigns").text
    page = clerk.get(HOME).text
    assert "Hội nghị học tập" in page
    assert "Theo lời kế hoạch" in page
    assert "Tải tệp đợt" not in page
    assert "Cho phép</button>" not in page


@pytest.mark.parametrize(
    "address", ["/campaigns/new", f"{HOME}/campaign.xlsx", f"{HOME}/materials/allocate", f"{HOME}/units.xlsx"]
)
def test_what_changes_a_campaign_is_not_for_clerks_and_viewers(app: Flask, clerk: Visitor, address: str) -> None:
    viewer = Visitor(app.test_client())
    viewer.sign_in("xem")
    assert {clerk.get(address).status_code, viewer.get(address).status_code} == {403}


@pytest.mark.parametrize(
    "address",
    ["/campaigns/new", f"{HOME}/campaign.xlsx", f"{HOME}/units.xlsx", f"{HOME}/units/-/load", "/audit", "/audit.csv"],
)
def test_what_shows_the_whole_is_not_for_those_who_see_a_part(app: Flask, address: str) -> None:
    assert signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL).get(address).status_code == 403


def test_an_unknown_campaign_form_level_or_period_is_not_found(province: Visitor) -> None:
    for address in ("/c/khong-co", f"{HOME}/form/khong-co", f"{HOME}/form/register?level=xa"):
        assert province.get(address).status_code == 404, address
    assert province.post(f"{HOME}/workbooks/KHONG", page=HOME).status_code == 422


def test_a_form_is_shown_as_the_clerk_sees_it(clerk: Visitor) -> None:
    page = clerk.get(f"{HOME}/form/materials?level=union").text
    assert 'colspan="3"' in page
    assert "Tài liệu hỏi - đáp" in page
    assert "Tài liệu học tập - cán bộ" not in page  # the trade union does not fill that row
    assert "Đã phát + chuyển cấp dưới không được nhiều hơn" in page
    assert "Số nhận của cấp trên, gồm cả phần chuyển cho cấp dưới." in page


def made(app: Flask, visitor: Visitor, layout: str = "unit") -> list[str]:
    """Ask for the workbooks, let the worker work, and return the names in the zip."""
    asked = visitor.post(WORKBOOKS, {"layout": layout}, page=HOME)
    assert asked.status_code == 302, asked.text
    work(app)
    page = visitor.get(asked.location).text
    (address,) = re.findall(r'href="(/jobs/[^"]+\.zip)"', page)
    return ZipFile(BytesIO(visitor.get(address).data)).namelist()


def test_the_workbooks_of_all_units_come_as_one_zip(app: Flask, province: Visitor, office: Office) -> None:
    campaign = office.campaign(CAMPAIGN)
    owed = list(workflow.owed(office, campaign, calendar.find_period(campaign, PERIOD)))
    assert sorted(made(app, province)) == sorted(workflow.workbook_name(*one) for one in owed)


def test_groups_come_one_file_each(app: Flask, province: Visitor) -> None:
    assert [name.endswith("(cả cụm).xlsx") for name in made(app, province, "group")] == [True]


def test_a_zip_holds_only_what_its_reader_sees(app: Flask, clerk: Visitor) -> None:
    assert [name.split()[0] for name in made(app, clerk)] == [PARTY_CELL]
    refused = clerk.post(WORKBOOKS, {"layout": "group"}, page=HOME)
    assert (refused.status_code, "không có tệp" in refused.text) == (422, True)


def test_a_later_last_day_is_granted_and_listed(province: Visitor, clerk: Visitor, office: Office) -> None:
    assert province.post(f"{HOME}/grants", GRANT, page=HOME).status_code == 302
    assert "gia hạn đến hết ngày 31/12/2022" in province.get(HOME).text
    assert "Bão lũ" in clerk.get(HOME).text
    (granted,) = office.store.grants(CAMPAIGN)
    assert (granted.unit, granted.who, granted.reason) == (PARTY_CELL, "danguy", "Bão lũ")


def test_an_exemption_of_one_unit_is_not_shown_to_another(province: Visitor, clerk: Visitor) -> None:
    province.post(f"{HOME}/grants", {**GRANT, "unit": OTHER_CELL, "kind": "exempt"}, page=HOME)
    assert "<td>miễn báo cáo" in province.get(HOME).text
    assert "Bão lũ" not in clerk.get(HOME).text


def test_a_grant_is_withdrawn_and_stays_listed_as_withdrawn(
    app: Flask, province: Visitor, clerk: Visitor, office: Office
) -> None:
    taken_back = {"unit": PARTY_CELL, "period": PERIOD, "kind": "extension", "reason": "Nhầm đơn vị"}
    none = province.post(f"{HOME}/grants/withdraw", taken_back, page=HOME)
    assert (none.status_code, "để hủy" in none.text) == (409, True)
    province.post(f"{HOME}/grants", GRANT, page=HOME)
    assert f"{HOME}/grants/withdraw" in province.get(HOME).text
    assert f"{HOME}/grants/withdraw" not in clerk.get(HOME).text
    assert clerk.post(f"{HOME}/grants/withdraw", taken_back, page=HOME).status_code == 403
    part = signed_in(app, "mot-phan", Role.PROVINCE, OTHER_CELL)
    assert part.post(f"{HOME}/grants/withdraw", taken_back, page=HOME).status_code == 403
    for wrong, status in (({"reason": ""}, 422), ({"kind": "gift"}, 400)):
        assert province.post(f"{HOME}/grants/withdraw", {**taken_back, **wrong}, page=HOME).status_code == status
    assert office.store.extensions(CAMPAIGN)
    assert province.post(f"{HOME}/grants/withdraw", taken_back, page=HOME).status_code == 302
    assert office.store.extensions(CAMPAIGN) == {}
    shown = province.get(HOME).text
    assert "đã hủy" in shown
    assert "Nhầm đơn vị" in shown
    assert f"{HOME}/grants/withdraw" not in shown
    assert "hủy việc gia hạn" in province.get("/audit").text.lower()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": " "}, "Chưa điền ô “Lý do”"),
        ({"until": "mai"}, "“mai” ở ô “Hạn” không phải là ngày"),
        ({"until": "2022-03-01"}, "không sau hạn hiện nay"),
        ({"period": "KHONG"}, "không có kỳ KHONG"),
        ({"period": ""}, "Chưa điền ô “Kỳ báo cáo”"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_on_its_page(province: Visitor, wrong: dict[str, str], told: str) -> None:
    refused = province.post(f"{HOME}/grants", {**GRANT, **wrong}, page=HOME)
    assert refused.status_code in {409, 422}
    assert told in refused.text
    assert f'value="{GRANT["until"]}"' in refused.text or "until" in wrong


def test_a_grant_reaches_no_further_than_one_sees(app: Flask, clerk: Visitor) -> None:
    assert clerk.post(f"{HOME}/grants", GRANT, page=HOME).status_code == 403
    part = signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL)
    assert part.post(f"{HOME}/grants", {**GRANT, "unit": OTHER_CELL}, page=HOME).status_code == 403
    assert part.post(f"{HOME}/grants", GRANT, page=HOME).status_code == 302


def test_nothing_is_granted_from_an_earlier_day(province: Visitor, office: Office) -> None:
    province.post("/as-of", {"as_of": "2022-03-20"}, page="/")
    refused = province.post(f"{HOME}/grants", GRANT, page="/")
    assert "Hãy trở về hôm nay" in refused.text
    assert office.store.grants(CAMPAIGN) == ()


def _sent(office: Office, sent_on: str) -> workflow.Reception:
    campaign = office.campaign(CAMPAIGN)
    due = calendar.find_period(campaign, PERIOD)
    unit = office.unit(campaign, PARTY_CELL, DAY)
    content = workflow.workbook(office, campaign, due, unit, Coverage.OWN, as_of=DAY)
    at = clock.noon(DAY.fromisoformat(sent_on), office.instance.zone)
    return workflow.receive(office, Delivery(content, "tep.xlsx", "chibo1", at))


def test_a_closed_campaign_takes_nothing_after_its_last_day_and_can_be_reopened(
    province: Visitor, clerk: Visitor, office: Office
) -> None:
    closed = province.post(f"{HOME}/close", {"last_day": "2022-03-25", "reason": "Đã tổng kết"}, page=HOME)
    assert closed.status_code == 302
    assert "sau đó không nhận nữa" in clerk.get(HOME).text
    assert "nhận báo cáo đến hết 25/3/2022" in clerk.get("/campaigns").text
    assert _sent(office, "2022-03-25").examined.refusal is None
    refused = _sent(office, "2022-03-26")
    assert isinstance(refused.examined.refusal, CampaignClosed)
    assert "ask Party Committee" in str(refused.examined.refusal)
    assert refused.receipt.taken == ()
    assert province.post(f"{HOME}/reopen", {"reason": "Một chi bộ gửi muộn"}, page=HOME).status_code == 302
    assert _sent(office, "2022-03-26").examined.refusal is None
    assert [entry.action for entry in office.store.audit(10) if "_campaign" in entry.action][-2:] == [
        "close_campaign",
        "reopen_campaign",
    ]


@pytest.mark.parametrize(("last_day", "told"), [("2022-03-25", "nhận báo cáo đến hết ngày"), ("2022-03-24", "đã đóng")])
def test_home_and_sending_say_that_a_campaign_is_closed(
    province: Visitor, clerk: Visitor, last_day: str, told: str
) -> None:
    for page in ("/", "/send"):
        assert "notice warning" not in clerk.get(page).text
    province.post(f"{HOME}/close", {"last_day": last_day, "reason": "Đã tổng kết"}, page=HOME)
    for page in ("/", "/send"):
        shown = clerk.get(page).text.partition('<p class="notice warning">')[2].partition("</p>")[0]
        assert told in shown


@pytest.mark.parametrize(
    ("step", "fields", "told"),
    [
        ("close", {"last_day": "2022-03-25", "reason": ""}, "Chưa điền ô “Lý do”"),
        ("close", {"last_day": "", "reason": "x"}, "Chưa điền ô “Hạn”"),
        ("reopen", {"reason": "x"}, "chưa kết thúc nên không cần mở lại"),
    ],
)
def test_a_closing_that_cannot_be_is_refused_on_its_page(
    province: Visitor, step: str, fields: dict[str, str], told: str
) -> None:
    refused = province.post(f"{HOME}/{step}", fields, page=HOME)
    assert (refused.status_code, told in refused.text) == (422, True)


def test_only_who_sees_the_whole_closes(app: Flask, clerk: Visitor) -> None:
    fields = {"last_day": "2022-03-25", "reason": "x"}
    assert clerk.post(f"{HOME}/close", fields, page="/").status_code == 403
    part = signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL)
    assert part.post(f"{HOME}/close", fields, page="/").status_code == 403


@pytest.mark.parametrize("address", ["/campaigns", HOME, f"{HOME}/units", f"{HOME}/materials", "/audit"])
def test_no_page_asks_the_database_often(province: Visitor, address: str) -> None:
    with counted() as sent:
        assert province.get(address).status_code == 200
    assert len(sent) <= 20, sent

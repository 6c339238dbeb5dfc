"""Nobody accepts figures that he sent himself; the home page lists what is his to decide, and only that."""

from collections.abc import Callable

import pytest
from tests.web.conftest import Visitor
from tests.web.send_helpers import (
    COMMUNE,
    COMMUNE_REPORT,
    DISTRICT,
    PROVINCE,
    PROVINCE_PERIOD,
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
SignIn = Callable[[str], Visitor]
OWN = "do chính bạn gửi"


@pytest.fixture
def sent(signed_in: SignIn, province_office: Office) -> Office:
    post_files(signed_in("xa"), [("a.xlsx", _workbook(province_office, COMMUNE))])
    return province_office


def _workbook(office: Office, unit: str) -> bytes:
    return workbook_of(office, unit, campaign=PROVINCE, period=PROVINCE_PERIOD)


def _accept(visitor: Visitor, revision: int, level: int) -> TestResponse:
    seen = {"revision": str(revision), "level": str(level)}
    return visitor.post(f"{COMMUNE_REPORT}/accept", seen, page=COMMUNE_REPORT)


def _waits(visitor: Visitor) -> str:
    return visitor.get("/").text.partition("Chờ bạn duyệt: ")[2].partition("<")[0]


def test_who_sent_it_does_not_accept_it(signed_in: SignIn, province_office: Office) -> None:
    district = signed_in("huyen")
    post_files(district, [("a.xlsx", _workbook(province_office, COMMUNE))])
    page = district.get(COMMUNE_REPORT).text
    assert f"{COMMUNE_REPORT}/accept" not in page
    assert f"{COMMUNE_REPORT}/return" in page
    assert OWN in page
    refused = _accept(district, 1, 0)
    assert refused.status_code == 403
    assert OWN in refused.text
    assert _accept(signed_in("tinh"), 1, 0).status_code == 302


def test_who_corrected_it_in_the_page_does_not_accept_it(signed_in: SignIn, sent: Office) -> None:
    district, grid = signed_in("huyen"), f"{COMMUNE_REPORT}/grid"
    assert OWN not in district.get(COMMUNE_REPORT).text
    district.post(grid, {"revision": "1", "a:results:CK1:this_period": "10"}, page=grid)
    assert _accept(district, 2, 0).status_code == 403
    assert state_of(sent, PROVINCE, COMMUNE) == "submitted"
    assert _accept(signed_in("tinh"), 2, 0).status_code == 302


@pytest.mark.usefixtures("sent")
def test_home_lists_what_is_this_account_s_to_decide(signed_in: SignIn) -> None:
    district, province = signed_in("huyen"), signed_in("tinh")
    assert _waits(district) == "1"
    assert "1 báo cáo chờ duyệt" in province.get("/").text
    assert "đến lượt bạn duyệt: 0" in province.get("/").text
    assert _accept(district, 1, 0).status_code == 302
    assert _waits(district) == "0"
    shown = province.get("/").text
    assert "1 báo cáo chờ duyệt" in shown
    assert "đến lượt bạn duyệt" not in shown


def test_what_no_office_below_can_review_is_the_province_s(signed_in: SignIn, province_office: Office) -> None:
    district = signed_in("huyen")
    post_files(district, [("a.xlsx", _workbook(province_office, DISTRICT))])
    assert _waits(district) == "0"
    assert "đến lượt bạn duyệt" not in signed_in("tinh").get("/").text

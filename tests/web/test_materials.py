"""Material: sharing it out, putting that in force, and where the copies are."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, Visitor
from tests.web.manage_helpers import HOME, reported, signed_in

from tonghop.core.accounts import Role
from tonghop.workflow import Office

MATERIALS, ALLOCATE = f"{HOME}/materials", f"{HOME}/materials/allocate"
ASKED = "tried=yes&stock.HT=20&amount.HT=3&reserve=5"
KEPT = {"stock.HT": "20", "amount.HT": "3", "reserve": "5"}


def flows(received: int, handed_out: int, passed_down: int = 0) -> dict[tuple[str, str, str], int]:
    figures = {"received": received, "handed_out": handed_out, "passed_down": passed_down}
    figures["left"] = received - handed_out - passed_down
    return {("materials", "HT", name): value for name, value in figures.items()}


def test_an_allocation_is_tried_and_nothing_is_kept(province: Visitor, office: Office) -> None:
    assert "Tính phân bổ" in province.get(ALLOCATE).text
    page = province.get(f"{ALLOCATE}?{ASKED}").text
    assert "thiếu" in page
    assert "mỗi nơi nhận trước hết được một bản" in page
    assert "không có định mức và chưa ghi số bản" in page
    assert office.store.allocation(CAMPAIGN) is None


def test_its_workbook_holds_the_same(province: Visitor) -> None:
    answer = province.get(f"{MATERIALS}/allocation.xlsx?{ASKED}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert openpyxl.load_workbook(BytesIO(answer.data)).sheetnames


def test_it_is_put_in_force_and_reports_are_compared_with_it(province: Visitor, office: Office) -> None:
    assert province.post(ALLOCATE, KEPT, page=ALLOCATE).status_code == 302
    allocated = office.store.allocated(CAMPAIGN, PARTY_CELL)
    (copies,) = allocated.values()
    reported(office, PARTY_CELL, flows(copies - 1, 1))
    reported(office, OTHER_CELL, flows(copies + 2, 1))
    page = province.get(f"{MATERIALS}?item=HT").text
    assert "danguy ban hành lúc" in page
    assert "nhận thiếu 1 so với phân bổ" in page
    assert "nhận nhiều hơn phân bổ 2" in page
    assert "chưa báo cáo" in page


def test_what_was_passed_down_is_compared_with_what_arrived(province: Visitor, office: Office) -> None:
    reported(office, "S", flows(30, 4, 20))
    assert "chưa cấp dưới nào báo số đã nhận" in province.get(f"{MATERIALS}?item=HT").text
    reported(office, PARTY_CELL, flows(8, 1))
    page = province.get(f"{MATERIALS}?item=HT").text
    assert "chuyển xuống nhưng cấp dưới chưa nhận: 12" in page
    assert "đơn vị trực thuộc chưa báo cáo" in page


def test_a_clerk_sees_the_copies_of_his_own_unit_alone(clerk: Visitor, office: Office) -> None:
    reported(office, OTHER_CELL, flows(4321, 1))
    reported(office, PARTY_CELL, flows(1234, 1))
    page = clerk.get(f"{MATERIALS}?item=HT").text
    assert "1.234" in page
    assert "4.321" not in page
    assert "Phân bổ tài liệu</a>" not in page


def test_an_unknown_item_is_not_found(province: Visitor) -> None:
    assert province.get(f"{MATERIALS}?item=KHONG").status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("stock.HT=nhiều", "“nhiều” ở ô “Tài liệu học tập"),
        ("amount.HT=-1", "không phải số nguyên"),
        ("reserve=1/0", "không phải là phần trăm"),
        ("reserve=101", "không phải là phần trăm"),
        ("stock.NC=5", "NC"),
        ("period=KHONG", "không có kỳ KHONG"),
    ],
)
def test_what_cannot_be_shared_out_is_said_and_not_kept(
    province: Visitor, office: Office, asked: str, told: str
) -> None:
    refused = province.get(f"{ALLOCATE}?tried=yes&{asked}")
    assert (refused.status_code, told in refused.text) == (422, True)
    name, _, value = asked.partition("=")
    assert province.post(ALLOCATE, {name: value}, page=ALLOCATE).status_code == 422
    assert office.store.allocation(CAMPAIGN) is None


def test_only_who_sees_the_whole_allocates(app: Flask, clerk: Visitor) -> None:
    part = signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL)
    for visitor in (clerk, part):
        assert visitor.get(ALLOCATE).status_code == 403
        assert visitor.get(f"{MATERIALS}/allocation.xlsx").status_code == 403
        assert visitor.post(ALLOCATE, KEPT, page="/").status_code == 403


def test_nothing_is_allocated_from_an_earlier_day(province: Visitor, office: Office) -> None:
    province.post("/as-of", {"as_of": "2022-03-20"}, page="/")
    assert "Hãy trở về hôm nay" in province.post(ALLOCATE, KEPT, page="/").text
    assert office.store.allocation(CAMPAIGN) is None

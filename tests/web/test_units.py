"""Units: the tree and who sees which part of it, the list as a workbook, changes with their dates."""

import re

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, DAY, OTHER_CELL, PARTY_CELL, Visitor
from tests.web.manage_helpers import HOME, edited, reported, signed_in, upload

from tonghop.core.accounts import Role
from tonghop.workflow import Office

UNITS, LOAD = f"{HOME}/units", f"{HOME}/units/-/load"
UNIT = f"{UNITS}/{PARTY_CELL}"
_CONTENT = re.compile(r'name="content" value="([^"]+)"')
_AFTER = re.compile(r'name="after" value="([^"]+)"')


def test_the_tree_is_shown_with_what_units_reported_of_themselves(province: Visitor, office: Office) -> None:
    reported(office, PARTY_CELL, {("register", "", "members"): 3640})
    page = province.get(UNITS).text
    assert "Đảng ủy Sở" in page
    assert "đảng viên: 3.640" in page
    assert "Tải danh sách" in page
    assert "3.640" in province.get(UNIT).text


def test_a_clerk_sees_his_own_unit_and_no_other(clerk: Visitor) -> None:
    page = clerk.get(UNITS).text
    assert PARTY_CELL in page
    assert OTHER_CELL not in page
    assert "Tải danh sách" not in page
    assert clerk.get(UNIT).status_code == 200
    assert clerk.get(f"{UNITS}/{OTHER_CELL}").status_code == 403
    assert "Đổi tên" not in clerk.get(UNIT).text


@pytest.mark.parametrize("sought", ["thanh tra", "Thanh Tra", "CB02"])
def test_a_unit_is_found_by_code_or_by_its_name_without_accents(province: Visitor, sought: str) -> None:
    page = province.get(f"{UNITS}?q={sought}").text
    assert OTHER_CELL in page
    assert f">{PARTY_CELL}<" not in page


def test_an_unknown_unit_is_not_found(province: Visitor) -> None:
    assert province.get(f"{UNITS}/KHONG").status_code == 404
    assert province.post(f"{UNIT}/bay-di", {"on": "2022-04-01"}, page=UNIT).status_code == 404


CHANGES = [
    ("rename", {"name": "Chi bộ Tên Mới"}, "Chi bộ Tên Mới"),
    ("move", {"under": OTHER_CELL}, "trực thuộc S-CB02"),
    ("merge", {"others": OTHER_CELL, "into": "S-MOI", "name": "Chi bộ Gộp"}, "Chi bộ Gộp"),
    ("split", {"parts": "S-A = Chi bộ A\nS-B = Chi bộ B"}, "Chi bộ B"),
    ("close", {"successor": OTHER_CELL}, "S-CB02"),
]


@pytest.mark.parametrize(("change", "fields", "told"), CHANGES)
def test_a_unit_changes_from_a_day_and_the_history_tells_it(
    province: Visitor, office: Office, change: str, fields: dict[str, str], told: str
) -> None:
    done = province.post(f"{UNIT}/{change}", {**fields, "on": "2022-03-20"}, page=UNIT)
    assert done.status_code == 302, done.text
    page = province.get(UNIT).text
    assert told in page
    assert "danguy:" in page
    assert office.store.audit(1)[0].details["action"] == change
    assert office.store.unit_list(CAMPAIGN)[0] == 1


@pytest.mark.parametrize(
    ("change", "fields", "told"),
    [
        ("rename", {"name": "X", "on": ""}, "Chưa điền ô “Từ ngày”"),
        ("rename", {"name": "", "on": "2022-04-01"}, "Chưa điền ô “Tên mới”"),
        ("rename", {"name": "X", "on": "31/02/2022"}, "không phải là ngày"),
        ("move", {"under": PARTY_CELL, "on": "2022-04-01"}, "đơn vị cấp dưới của nó"),
        ("merge", {"others": OTHER_CELL, "into": "S-MOI", "on": "2022-04-01"}, "hãy ghi tên đơn vị"),
        ("merge", {"others": "KHONG", "into": "S-MOI", "name": "X", "on": "2022-04-01"}, "không có đơn vị KHONG"),
        ("split", {"parts": "S-A", "on": "2022-04-01"}, "mỗi đơn vị mới một dòng"),
        ("split", {"parts": "S-A=A", "on": "2022-04-01"}, "ít nhất 2"),
        ("close", {"successor": PARTY_CELL, "on": "2022-04-01"}, PARTY_CELL),
    ],
)
def test_a_change_that_cannot_be_is_refused_on_the_units_page(
    province: Visitor, office: Office, change: str, fields: dict[str, str], told: str
) -> None:
    refused = province.post(f"{UNIT}/{change}", fields, page=UNIT)
    assert refused.status_code == 422
    assert told in refused.text
    assert 'role="alert"' in refused.text
    assert office.store.unit_list(CAMPAIGN)[0] == 0


def test_only_who_sees_the_whole_changes_units(app: Flask, clerk: Visitor) -> None:
    fields = {"name": "X", "on": "2022-04-01"}
    part = signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL)
    for visitor in (clerk, part):
        assert visitor.post(f"{UNIT}/rename", fields, page="/").status_code == 403
        assert visitor.post(LOAD, {}, page="/").status_code == 403


def test_a_tree_to_come_is_shown_by_its_day(province: Visitor) -> None:
    province.post(f"{UNIT}/rename", {"name": "Chi bộ Sau Này", "on": "2022-06-01"}, page=UNIT)
    assert "Chi bộ Sau Này" in province.get(UNIT).text
    assert "Chi bộ Sau Này" not in province.get(UNITS).text
    assert "Chi bộ Sau Này" in province.get(f"{UNITS}?day=2022-06-01").text
    assert province.get(f"{UNITS}?day=hom-nao").status_code == 200


def test_the_list_comes_back_edited_and_is_shown_before_it_holds(province: Visitor, office: Office) -> None:
    content = edited(province.get(f"{HOME}/units.xlsx").data, {"Đơn vị": {"D6": "Chi bộ Tên Mới"}})
    shown = upload(province, LOAD, content)
    assert "Chi bộ Tên Mới" in shown.text
    assert "Chỗ khác nhau (1)" in " ".join(shown.text.split())
    assert office.store.unit_list(CAMPAIGN)[0] == 0
    kept = {"content": _CONTENT.findall(shown.text)[0], "after": _AFTER.findall(shown.text)[0], "confirmed": "yes"}
    assert province.post(LOAD, kept, page=LOAD).status_code == 302
    assert "Chi bộ Tên Mới" in province.get(UNITS).text
    again = upload(province, LOAD, content)
    assert (again.status_code, "không có gì để sửa" in again.text) == (422, True)


def test_a_list_is_not_put_over_one_that_was_changed_meanwhile(province: Visitor, office: Office) -> None:
    content = edited(province.get(f"{HOME}/units.xlsx").data, {"Đơn vị": {"D6": "Chi bộ Tên Mới"}})
    shown = upload(province, LOAD, content)
    province.post(f"{UNITS}/{OTHER_CELL}/rename", {"name": "Khác", "on": "2022-04-01"}, page=UNITS)
    kept = {"content": _CONTENT.findall(shown.text)[0], "after": _AFTER.findall(shown.text)[0], "confirmed": "yes"}
    refused = province.post(LOAD, kept, page=LOAD)
    assert refused.status_code == 409
    assert office.store.unit_list(CAMPAIGN)[0] == 1


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"C6": "cap-la"}, "Đơn vị!C6"),
        ({"B6": "KHONG"}, "Đơn vị!B6"),
        ({"A6": "S"}, "Đơn vị!A6"),
        ({"E6": "hôm nào"}, "Đơn vị!E6"),
        ({"D6": None}, "Đơn vị!D6"),
    ],
)
def test_a_wrong_list_is_told_by_its_cell(province: Visitor, cells: dict[str, str | int | None], told: str) -> None:
    refused = upload(province, LOAD, edited(province.get(f"{HOME}/units.xlsx").data, {"Đơn vị": cells}))
    assert refused.status_code == 422
    assert told in refused.text or told.replace("B6", "A6") in refused.text


def test_a_unit_that_reported_cannot_be_dropped_from_the_list(province: Visitor, office: Office) -> None:
    reported(office, PARTY_CELL, {("register", "", "members"): 12})
    cells = dict.fromkeys(("A6", "B6", "C6", "D6", "H6"))
    refused = upload(province, LOAD, edited(province.get(f"{HOME}/units.xlsx").data, {"Đơn vị": cells}))
    assert refused.status_code == 422
    assert f"({PARTY_CELL})" in refused.text
    assert "đã gửi báo cáo nhưng không còn trong danh sách" in refused.text


def test_no_list_at_all_is_said(province: Visitor) -> None:
    assert "Chưa điền ô “Tệp danh sách đơn vị" in province.post(LOAD, {}, page=LOAD).text
    assert upload(province, LOAD, b"x").status_code == 415


def test_nothing_is_changed_from_an_earlier_day(province: Visitor, office: Office) -> None:
    province.post("/as-of", {"as_of": DAY.replace(day=20).isoformat()}, page="/")
    refused = province.post(f"{UNIT}/rename", {"name": "X", "on": "2022-04-01"}, page="/")
    assert "Hãy trở về hôm nay" in refused.text
    assert "Đổi tên</button>" not in province.get(UNIT).text
    assert office.store.unit_list(CAMPAIGN)[0] == 0

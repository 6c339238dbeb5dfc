"""A campaign comes from a shipped plan or a workbook, and gets new versions; nothing is kept unseen."""

import re

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, PARTY_CELL, Visitor
from tests.web.manage_helpers import edited, signed_in, upload

from tonghop import catalogue
from tonghop.core.accounts import Role
from tonghop.workflow import Office

NEW = "/campaigns/new"
_CONTENT = re.compile(r'name="content" value="([^"]+)"')


@pytest.fixture(scope="module")
def downloaded() -> bytes:
    return catalogue.campaign_workbook(*catalogue.load_shipped(CAMPAIGN))


def test_a_shipped_plan_is_looked_at_and_put_in_force(province: Visitor, office: Office) -> None:
    assert "xã" in province.get(NEW).text.lower()
    shown = province.post(NEW, {"shipped": "xa-76-2023"}, page=NEW)
    assert "Đợt này chưa có" in shown.text
    assert "Biểu số 3" in shown.text
    assert "xa-76-2023" not in office.campaigns
    kept = province.post(NEW, {"shipped": "xa-76-2023", "confirmed": "yes"}, page=NEW)
    assert kept.location == "/c/xa-76-2023"
    assert "Phiên bản 1" in province.get("/c/xa-76-2023").text
    assert office.store.campaign("xa-76-2023").version == 1


def test_a_plan_that_is_there_already_is_said_to_be(province: Visitor) -> None:
    shown = province.post(NEW, {"shipped": CAMPAIGN}, page=NEW).text
    assert "giống hệt" in shown
    assert "có hiệu lực</button>" not in shown
    assert province.post(NEW, {"shipped": CAMPAIGN, "confirmed": "yes"}, page=NEW).status_code == 302


def test_a_downloaded_campaign_is_edited_and_loaded_as_a_new_version(province: Visitor, office: Office) -> None:
    content = province.get(f"/c/{CAMPAIGN}/campaign.xlsx").data
    changed = edited(content, {"Đợt": {"B6": 2, "B8": "Tên mới của đợt"}, "Đơn vị": {"D6": "Chi bộ Tên Mới"}})
    shown = upload(province, NEW, changed)
    assert shown.status_code == 200, shown.text
    for told in ("Chỗ khác nhau", "Tên mới của đợt", "Chi bộ Tên Mới", PARTY_CELL):
        assert told in shown.text
    found = _CONTENT.search(shown.text)
    assert found is not None
    kept = province.post(NEW, {"content": found[1], "confirmed": "yes"}, page=NEW)
    assert kept.status_code == 302
    assert office.campaign(CAMPAIGN).version == 2
    assert "Chi bộ Tên Mới" in {unit.name for unit in office.units(CAMPAIGN)}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"Đợt": {"B8": "Tên mới"}}, "phiên bản 2"),
        ({"Đợt": {"B6": "hai"}}, "Đợt!B6"),
        ({"Đơn vị": {"C6": "khong-co"}}, "Đơn vị!C6"),
        ({"Quy tắc": {"A5": "khong-co"}}, "Quy tắc!"),
    ],
)
def test_a_workbook_that_is_wrong_is_told_by_its_cell(
    province: Visitor, office: Office, downloaded: bytes, cells: dict[str, dict[str, str | int | None]], told: str
) -> None:
    refused = upload(province, NEW, edited(downloaded, cells))
    assert refused.status_code == 422
    assert told in refused.text
    assert office.campaign(CAMPAIGN).version == 1


def test_what_is_no_workbook_is_refused(province: Visitor) -> None:
    refused = upload(province, NEW, b"khong phai excel")
    assert refused.status_code == 415
    assert 'role="alert"' in refused.text


def test_nothing_chosen_is_said(province: Visitor) -> None:
    refused = province.post(NEW, {}, page=NEW)
    assert (refused.status_code, "Hãy chọn một kế hoạch có sẵn" in refused.text) == (422, True)
    assert province.post(NEW, {"content": "?"}, page=NEW).status_code == 400
    assert province.post(NEW, {"shipped": "/etc/passwd"}, page=NEW).status_code == 422


def test_nothing_is_put_in_force_from_an_earlier_day(province: Visitor) -> None:
    token = province.post("/as-of", {"as_of": "2022-03-20"}, page=NEW)
    assert token.status_code == 302
    refused = province.post(NEW, {"shipped": "xa-76-2023", "confirmed": "yes"}, page=NEW)
    assert "Hãy trở về hôm nay" in refused.text


def test_only_who_sees_everything_makes_campaigns(app: Flask, clerk: Visitor) -> None:
    fields = {"shipped": "xa-76-2023", "confirmed": "yes"}
    assert clerk.post(NEW, fields, page="/").status_code == 403
    assert signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL).post(NEW, fields, page="/").status_code == 403
    assert signed_in(app, "ca-so", Role.PROVINCE, "S").post(NEW, fields, page="/").status_code == 302

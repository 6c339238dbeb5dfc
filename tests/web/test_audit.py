"""The audit: searched, verified, taken along; shown to nobody who sees only a part."""

import csv
from collections.abc import Mapping
from io import BytesIO, StringIO

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import create_engine
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, Visitor
from tests.web.manage_helpers import HOME, reported, signed_in

from tonghop import clock
from tonghop.core.accounts import Role
from tonghop.sentences import say
from tonghop.storage import ACTS, AuditEntry, AuditSearch, Delivery
from tonghop.web.pages.audit import PER_PAGE
from tonghop.web.pages.audit.words import ACTIONS, sentence
from tonghop.workflow import Office


def test_it_tells_newest_first_what_was_done_and_that_the_chain_holds(province: Visitor, office: Office) -> None:
    reported(office, PARTY_CELL, {("register", "", "members"): 12})
    page = province.get("/audit").text
    assert "Nhật ký nguyên vẹn" in page
    assert page.index("Gửi tệp “S-CB01.xlsx”: S-CB01, kỳ KQ-2022, lần gửi 1") < page.index("có hiệu lực, gồm 11 đơn vị")


def test_a_changed_entry_shows(province: Visitor, office: Office) -> None:
    engine = create_engine(f"sqlite:///{office.instance.folder / 'tonghop.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET who = 'ai khác' WHERE sequence = 2")
    engine.dispose()
    page = province.get("/audit").text
    assert "Nhật ký bị đứt ở dòng 2" in page
    assert "nguyên vẹn" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=CHIBO9", 0),
        ("who=s-cb01", 1),
        ("action=receive", 1),
        ("subject=s-cb", 1),
        (f"subject={CAMPAIGN}", 1),
        ("subject=%25", 0),
        (f"since={DAY.isoformat()}&until={DAY.isoformat()}&action=receive", 1),
        ("since=2022-03-26", 0),
        ("until=2022-03-24", 0),
        ("since=hom-nao&action=receive", 1),
    ],
)
def test_it_is_searched(province: Visitor, office: Office, query: str, found: int) -> None:
    reported(office, PARTY_CELL, {("register", "", "members"): 12})
    page = province.get(f"/audit?{query}").text
    assert f"<p>{found} dòng</p>" in page
    assert "Nhật ký nguyên vẹn" not in page


def test_it_is_shown_a_page_at_a_time(province: Visitor, office: Office) -> None:
    for number in range(PER_PAGE):
        reported(office, PARTY_CELL, {("register", "", "members"): number})
    first, second = province.get("/audit?page=1").text, province.get("/audit?page=2").text
    assert "Trang 1 trên 2" in first
    assert "Cũ hơn" in first
    assert "Mới hơn" in second
    assert province.get("/audit?page=99").status_code == province.get("/audit?page=x").status_code == 200


def test_no_cell_of_a_file_becomes_a_formula(province: Visitor, office: Office) -> None:
    name = '=HYPERLINK("http://evil.example")'
    office.store.receive(Delivery(b"x", name, "@lan", clock.noon(DAY, office.instance.zone)), [], "bad: not read")
    rows = list(csv.reader(StringIO(province.get("/audit.csv?action=refuse").data.decode("utf-8-sig"))))
    assert rows[0][0] == "STT"
    assert (rows[1][2], rows[1][5]) == ("'@lan", f"'{name}")
    sheet = openpyxl.load_workbook(BytesIO(province.get("/audit.xlsx?action=refuse").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert name in {cell.value for cell in cells}


@pytest.mark.parametrize("address", ["/audit", "/audit.csv", "/audit.xlsx"])
def test_it_is_not_for_everybody(app: Flask, clerk: Visitor, address: str) -> None:
    assert clerk.get(address).status_code == 403
    assert signed_in(app, "mot-phan", Role.PROVINCE, PARTY_CELL).get(address).status_code == 403
    assert signed_in(app, "ca-so", Role.PROVINCE, "S").get(address).status_code == 200
    assert "Nhật ký</a>" not in clerk.get("/").text


DETAILS: dict[str, Mapping[str, object]] = {
    "save_campaign": {"version": 2, "units": 11},
    "close_campaign": {"last_day": DAY, "reason": "tổng kết"},
    "reopen_campaign": {"reason": "muộn"},
    "change_units": {"action": "merge", "codes": ["A", "B"], "into": "C", "on": DAY},
    "receive": {"taken": [{"unit": "A", "period": "P", "revision": 1}]},
    "refuse": {"refusal": "bad"},
    "return": {"revision": 1, "reason": "sai"},
    "exempt": {"reason": "bão"},
    "extend": {"reason": "bão", "due": DAY},
    "allocate": {"copies": {"TL": 5}},
    "issue": {"number": 1},
    "open_account": {"role": "clerk"},
}


@pytest.mark.parametrize("action", [*ACTIONS, "something_new"])
def test_every_act_has_a_sentence_even_where_it_says_less_than_expected(action: str) -> None:
    at = clock.now()
    for details in (DETAILS.get(action, {}), {}):
        entry = AuditEntry(1, at, "lan", action, "{chủ đề}", details, "")
        told = sentence(entry, lambda message, **said: say(message, "vi", **said))
        assert "{chủ đề}" in told
        assert "25/03/2022" in told or DAY not in details.values()


def test_every_act_that_can_be_recorded_has_its_words(province: Visitor, office: Office) -> None:
    assert set(ACTIONS) == ACTS
    reported(office, PARTY_CELL, {("register", "", "members"): 12})
    province.post(f"{HOME}/close", {"last_day": "2022-03-25", "reason": "x"}, page=HOME)
    assert office.store.count_audit(AuditSearch()) == len(office.store.audit())

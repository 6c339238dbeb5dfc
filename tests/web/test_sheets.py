"""The page of shared Google spreadsheets: what it shows to whom, and what its buttons do at the fake Google."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from tests.fakegoogle import FakeGoogle, Fault
from tests.web.send_helpers import PROVINCE_PERIOD
from tests.web.sheet_helpers import (
    DISTRICT,
    EMAILS,
    OF_PERIOD,
    OTHER_DISTRICT,
    PAGE,
    PROVINCE,
    Enter,
    fill_in,
    give_addresses,
    google,
    made_province,
    press,
    province_app,
    province_instance,
    province_office,
    sheet_of,
    signed_in,
)

from tonghop import clock, jobs
from tonghop.jobs import Queue
from tonghop.storage import JobState, SheetState
from tonghop.workflow import Office

__all__ = ["google", "made_province", "province_app", "province_instance", "province_office", "signed_in"]

MOST_QUERIES = 20
BUTTONS = ("make", "share", "read", "push")
_ITS_NAME, _OTHERS_NAME = "Huyện ủy Giồng Riềng", "Thành ủy Rạch Giá"


@contextmanager
def counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


def row_of(page: str, unit: str) -> str:
    """Return what a page says of one unit."""
    (row,) = [one for one in page.split("<tbody>")[1:] if f'value="{unit}"' in one]
    return re.sub(r"<[^>]+>|\s+", " ", row)


# Without Google.


def test_where_google_is_not_set_up_the_page_says_what_to_do(signed_in: Enter) -> None:
    page = signed_in("tinh").get(PAGE).text
    assert "Hệ thống chưa được nối với Google" in page
    assert "docs/google-sheets.vi.md" in page
    assert "formaction" not in page
    assert "docs/google-sheets.md" in signed_in("tinh").get(f"{PAGE}?lang=en").text
    assert PAGE not in signed_in("tinh").get(f"/c/{PROVINCE}").text


@pytest.mark.parametrize("button", BUTTONS)
def test_nothing_is_asked_of_the_worker_without_google(signed_in: Enter, province_office: Office, button: str) -> None:
    assert "Hệ thống chưa được nối với Google" in press(signed_in("tinh"), button)
    assert not province_office.store.jobs.unclaimed(unseen_since=clock.now())


def test_a_key_that_cannot_be_used_is_told_to_the_province_alone(
    signed_in: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGHOP_GOOGLE_KEY", "/etc/khong-co/google.json")
    assert "/etc/khong-co/google.json" in signed_in("tinh").get(PAGE).text
    page = signed_in("huyen").get(PAGE).text
    assert "/etc/khong-co" not in page
    assert "Hãy báo văn phòng cấp tỉnh" in page


# The province.


def test_those_that_are_ticked_are_made_and_can_be_opened(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    province = signed_in("tinh")
    assert PAGE in province.get(f"/c/{PROVINCE}").text
    told = press(province, "make", DISTRICT, OTHER_DISTRICT)
    assert "2 bảng tính đã sẵn sàng." in told
    assert f'href="{OF_PERIOD}"' in told
    page = province.get(OF_PERIOD).text
    for unit in (DISTRICT, OTHER_DISTRICT):
        made = sheet_of(province_office.store, unit).spreadsheet
        assert f"https://docs.google.com/spreadsheets/d/{made}" in page
        assert made in google.world.spreadsheets
    assert "Đã tạo 2 trên " in page
    assert "chưa có" in row_of(page, "900")
    assert "Không phải tạo thêm" in press(province, "make", DISTRICT)


def test_begun_again_a_job_makes_nothing_twice(
    province_app: Flask, province_office: Office, google: FakeGoogle
) -> None:
    queue: Queue = province_app.extensions["tonghop"].queue
    order = jobs.MakeSheets(campaign=PROVINCE, period=PROVINCE_PERIOD, units=(DISTRICT,))
    at = province_app.extensions["tonghop"].time()
    for _ in range(2):
        job = queue.ask(province_office, order, who="tinh", at=at)
        ended = province_office.store.jobs.one(job.id)
        assert (ended.state, ended.result) == (JobState.DONE, {"ready": 1, "failures": []})
    assert len(google.world.spreadsheets) == 1


def test_they_are_shared_with_the_accounts_of_their_units(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    province = signed_in("tinh")
    press(province, "make", DISTRICT, OTHER_DISTRICT, "900")
    page = province.get(OF_PERIOD).text
    assert "tài khoản của đơn vị chưa có địa chỉ thư" in row_of(page, "900")
    give_addresses(province_office.store)
    assert "còn 1 tài khoản chưa được chia sẻ" in row_of(province.get(OF_PERIOD).text, DISTRICT)
    told = press(province, "share")
    assert "2 bảng tính đã chia sẻ" in told
    assert "Đã thêm 2 địa chỉ thư" in told
    assert "1 bảng tính chưa chia sẻ cho ai" in told
    row = row_of(province.get(OF_PERIOD).text, DISTRICT)
    assert "1 tài khoản" in row
    assert EMAILS["huyen"] in row
    shared = google.file(sheet_of(province_office.store).spreadsheet or "").permissions
    assert EMAILS["huyen"] in str(shared)


def test_what_is_typed_is_read_at_the_press_of_a_button(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    province = signed_in("tinh")
    press(province, "make", DISTRICT, OTHER_DISTRICT)
    assert "2 bảng tính chưa có số liệu nào." in press(province, "read")
    fill_in(province_office, google)
    told = press(province, "read", DISTRICT)
    assert "Đã đọc và nhận số liệu từ 1 bảng tính." in told
    row = row_of(province.get(OF_PERIOD).text, DISTRICT)
    assert re.search(r"\b1 trên \d+ ", row)
    assert row.count("12:00 10/3/2020") == 2
    assert "1 bảng tính không có gì thay đổi" in press(province, "read", DISTRICT)


def test_what_fails_is_told_for_its_unit_and_leaves_the_others_alone(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    province = signed_in("tinh")
    press(province, "make", DISTRICT, OTHER_DISTRICT)
    lost = sheet_of(province_office.store).spreadsheet or ""
    del google.world.spreadsheets[lost], google.world.files[lost]
    told = press(province, "read")
    assert "1 bảng tính chưa có số liệu nào." in told
    assert re.search(rf'role="alert">\s*<p><b>{_ITS_NAME}</b></p>\s*<p>Google không thấy gì', told)
    page = province.get(OF_PERIOD).text
    assert "Google không còn bảng tính này" in row_of(page, DISTRICT)
    assert "1 bảng tính có trục trặc" in page
    district = signed_in("huyen").get(OF_PERIOD).text
    assert "Hãy báo văn phòng cấp tỉnh" in district
    assert "Tạo bảng tính" not in district
    assert "1 bảng tính đã sẵn sàng" in press(province, "make", DISTRICT)
    assert sheet_of(province_office.store).spreadsheet != lost


def test_what_stops_them_all_is_told_once_with_its_remedy(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    google.plan(Fault.TOO_MANY, times=None)
    told = press(signed_in("tinh"), "make", DISTRICT, OTHER_DISTRICT)
    assert "Google tạm thời không nhận thêm" in told
    assert "Trở lại các bảng tính" in told
    assert sheet_of(province_office.store, OTHER_DISTRICT).state is SheetState.MAKING
    assert "Việc tạo bảng tính bị gián đoạn" in signed_in("tinh").get(OF_PERIOD).text


def test_the_consolidated_figures_are_pushed_to_the_live_spreadsheet(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    province = signed_in("tinh")
    assert "Số liệu đã được đẩy lên" in press(province, "push", include="submitted")
    live = province_office.store.sheets.pushed(PROVINCE, PROVINCE_PERIOD)
    assert live is not None
    page = province.get(OF_PERIOD).text
    assert f"https://docs.google.com/spreadsheets/d/{live.spreadsheet}" in page
    assert "Đẩy lần cuối lúc 12:00 10/3/2020" in page
    assert live.spreadsheet in google.world.spreadsheets
    assert "đã có sẵn đúng số liệu này" in press(province, "push", include="submitted")


def test_a_period_to_come_is_made_but_not_pushed(signed_in: Enter, google: FakeGoogle) -> None:
    province = signed_in("tinh")
    later = "T04-2020"
    assert "1 bảng tính đã sẵn sàng" in press(province, "make", DISTRICT, period=later)
    assert len(google.world.spreadsheets) == 1
    assert province.post(f"{PAGE}/{later}/push", page="/").status_code == 422
    assert "Kỳ báo cáo chưa bắt đầu" in province.get(f"{PAGE}?period={later}").text


# A district, a commune, and whoever looks back.


def test_a_district_sees_and_reads_its_own_alone(signed_in: Enter, province_office: Office, google: FakeGoogle) -> None:
    province, district = signed_in("tinh"), signed_in("huyen")
    assert PAGE not in district.get(f"/c/{PROVINCE}").text
    press(province, "make", DISTRICT, OTHER_DISTRICT)
    mine, other = (sheet_of(province_office.store, unit).spreadsheet or "" for unit in (DISTRICT, OTHER_DISTRICT))
    page = district.get(OF_PERIOD).text
    assert mine in page
    assert other not in page
    assert _ITS_NAME in page
    assert _OTHERS_NAME not in page
    for words in ("Tạo bảng tính", "Đẩy số liệu tổng hợp", "/share"):
        assert words not in page
    assert OF_PERIOD in district.get("/").text
    assert mine in district.get("/").text
    assert PAGE in district.get(f"/c/{PROVINCE}").text
    fill_in(province_office, google)
    assert "nhận số liệu từ 1 bảng tính" in press(district, "read")
    assert sheet_of(province_office.store, OTHER_DISTRICT).read is None


@pytest.mark.parametrize("button", BUTTONS)
def test_no_district_presses_for_another(
    signed_in: Enter, province_office: Office, google: FakeGoogle, button: str
) -> None:
    press(signed_in("tinh"), "make", OTHER_DISTRICT)
    before = len(google.calls)
    answer = signed_in("huyen").post(f"{PAGE}/{PROVINCE_PERIOD}/{button}", {"unit": [OTHER_DISTRICT]}, page="/")
    assert answer.status_code == 403
    assert len(google.calls) == before
    assert sheet_of(province_office.store, OTHER_DISTRICT).read is None


@pytest.mark.usefixtures("google")
def test_a_commune_is_told_that_it_has_none(signed_in: Enter) -> None:
    press(signed_in("tinh"), "make", DISTRICT)
    commune = signed_in("xa")
    assert "Đơn vị bạn không có bảng tính dùng chung" in commune.get(OF_PERIOD).text
    assert PAGE not in commune.get(f"/c/{PROVINCE}").text
    assert "docs.google.com" not in commune.get("/").text


@pytest.mark.usefixtures("google")
def test_from_an_earlier_day_nothing_is_pressed(signed_in: Enter) -> None:
    province = signed_in("tinh")
    press(province, "make", DISTRICT)
    page = province.get(f"{OF_PERIOD}&as_of=2020-03-01").text
    assert "formaction" not in page
    answer = province.post(f"{PAGE}/{PROVINCE_PERIOD}/read?as_of=2020-03-01", page="/")
    assert answer.status_code == 422


@pytest.mark.usefixtures("google")
def test_however_many_there_are_the_database_is_asked_little(signed_in: Enter, province_office: Office) -> None:
    province = signed_in("tinh")
    give_addresses(province_office.store)
    asked: list[int] = []
    for units in (("900",), (DISTRICT, OTHER_DISTRICT, "904")):
        press(province, "make", *units)
        press(province, "share", *units)
        with counted() as statements:
            assert province.get(OF_PERIOD).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
    assert 0 < asked[1] <= MOST_QUERIES

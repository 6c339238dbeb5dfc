"""The page of shared Google spreadsheets in a real Chromium: by keyboard and mouse, wide and on a phone."""

from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import expect
from tests.browser.conftest import PHONE, WIDE, Visit, assert_fits, assert_usable, served, sign_in
from tests.fakegoogle import FakeGoogle
from tests.web.conftest import PASSWORD
from tests.web.sheet_helpers import (
    DISTRICT,
    OF_PERIOD,
    OTHER_DISTRICT,
    PAGE,
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

from tonghop.workflow import Office

__all__ = ["google", "made_province", "province_app", "province_instance", "province_office", "signed_in"]


@pytest.mark.usefixtures("google")
def test_the_province_makes_and_shares_them(visit: Visit, province_app: Flask, province_office: Office) -> None:
    give_addresses(province_office.store)
    with served(province_app) as address:
        page = visit(address)
        sign_in(page, "tinh", PASSWORD)
        page.goto(OF_PERIOD)
        page.get_by_label("Huyện ủy Giồng Riềng").check()
        page.get_by_role("button", name="Tạo bảng tính").click()
        expect(page.get_by_role("status")).to_contain_text("1 bảng tính đã sẵn sàng.")
        assert_usable(page)
        page.get_by_role("link", name="Trở lại các bảng tính").click()
        page.get_by_role("button", name="Chia sẻ").click()
        expect(page.get_by_role("status")).to_contain_text("Đã thêm 1 địa chỉ thư.")
        page.get_by_role("link", name="Trở lại các bảng tính").click()
        page.get_by_text("1 tài khoản").click()
        expect(page.get_by_text("vp.rachgia@example.vn")).to_be_visible()
        assert_usable(page)


def test_it_can_be_used_by_everybody_everywhere(
    visit: Visit, signed_in: Enter, province_app: Flask, province_office: Office, google: FakeGoogle
) -> None:
    give_addresses(province_office.store)
    province = signed_in("tinh")
    press(province, "make", DISTRICT, OTHER_DISTRICT, "900")
    press(province, "share")
    fill_in(province_office, google)
    lost = sheet_of(province_office.store, OTHER_DISTRICT).spreadsheet or ""
    del google.world.spreadsheets[lost], google.world.files[lost]
    press(province, "read")
    press(province, "push")
    with served(province_app) as address:
        for name, size in product(("tinh", "huyen", "xa"), (WIDE, PHONE)):
            page = visit(address, size)
            sign_in(page, name, PASSWORD)
            for language in ("vi", "en"):
                page.goto(f"{OF_PERIOD}&lang={language}")
                assert_usable(page)
                assert_fits(page)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_without_google_it_can_be_read_too(visit: Visit, province_app: Flask, size: dict[str, int]) -> None:
    with served(province_app) as address:
        page = visit(address, size)
        sign_in(page, "tinh", PASSWORD)
        page.goto(PAGE)
        assert_usable(page)
        assert_fits(page)

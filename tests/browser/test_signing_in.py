"""Signing in, in both languages, on a wide screen and on a phone."""

import pytest
from flask import Flask
from playwright.sync_api import expect
from tests.browser.conftest import PHONE, WIDE, Visit, assert_fits, assert_usable, served, sign_in
from tests.web.conftest import PASSWORD


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_clerk_signs_in_and_reads_his_language(app: Flask, visit: Visit, size: dict[str, int]) -> None:
    with served(app) as address:
        page = visit(address, size)
        page.goto("/")
        assert_usable(page)
        assert_fits(page)
        sign_in(page, "chibo1", PASSWORD)
        expect(page.locator("h1")).to_have_text("Việc cần làm")
        page.get_by_role("button", name="English").click()
        expect(page.locator("h1")).to_have_text("What is to be done")
        assert_usable(page)
        assert_fits(page)


def test_the_folded_menu_is_used_with_the_keyboard(app: Flask, visit: Visit) -> None:
    with served(app) as address:
        page = visit(address, PHONE)
        sign_in(page, "chibo1", PASSWORD)
        menu = page.locator("details.pages")
        menu.locator("summary").press("Enter")
        assert_usable(page)
        assert_fits(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary")).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Gửi bảng tính")

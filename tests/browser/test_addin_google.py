"""The page that hands the menu of Google Sheets out, in a real Chromium."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from tests.browser.conftest import PHONE, WIDE, Visit, assert_fits, assert_usable, served
from tests.google_script.running import ADDRESS

from tonghop import workflow


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the service is served; it says of itself that it has an https address."""
    service = app.extensions["tonghop"]
    settings = service.instance.settings.model_copy(update={"address": ADDRESS})
    app.extensions["tonghop"] = replace(service, instance=replace(service.instance, settings=settings))
    with served(app) as address:
        yield address


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("language", "heading"), [("vi", "Trình đơn trong Google Trang tính"), ("en", "The menu in Google Sheets")]
)
def test_the_page_fits_and_can_be_used_by_everybody(
    visit: Visit, address: str, size: dict[str, int], language: str, heading: str
) -> None:
    page = visit(address, size)
    page.goto("/addin/google")
    if language == "en":
        page.click("button[name=language]")
    assert page.locator("h1").inner_text() == heading
    assert_usable(page)
    assert_fits(page)


def test_the_script_is_copied_by_a_button(visit: Visit, address: str) -> None:
    page = visit(address)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/addin/google")
    pasted = workflow.pasted_script(workflow.script_files(ADDRESS, "Asia/Ho_Chi_Minh"))
    for part, name in (("script", "Code.js"), ("manifest", "appsscript.json")):
        page.click(f"button[data-copies={part}]")
        page.wait_for_selector(f"#{part}-copied:not([hidden])")
        assert page.evaluate("navigator.clipboard.readText()").strip() == pasted[name].strip()


def test_without_scripts_the_code_stands_there_to_be_copied_by_hand(page_without_scripts: Page) -> None:
    page_without_scripts.goto("/addin/google")
    assert page_without_scripts.locator("textarea").count() == 2
    assert page_without_scripts.locator("button[data-copies]:visible").count() == 0


@pytest.fixture
def page_without_scripts(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()

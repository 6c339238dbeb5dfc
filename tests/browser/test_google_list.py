"""The list that the menu of Google Sheets shows beside the spreadsheet, in a real Chromium."""

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit, assert_fits, assert_usable
from tests.google_script.conftest import (
    answer,
    connected,
    district,
    filled,
    made_province,
    menu,
    province_app,
    province_instance,
    service,
)
from tests.google_script.running import Menu

__all__ = [
    "answer",
    "connected",
    "district",
    "filled",
    "made_province",
    "menu",
    "province_app",
    "province_instance",
    "service",
]

SIDEBAR = {"width": 300, "height": 700}
"""What Google gives a list beside the spreadsheet."""
RUN = """
  window.asked = [];
  const handlers = { withSuccessHandler: (done) => Object.assign({}, handlers, { done }),
    withFailureHandler(failed) { return { ...this, failed }; },
    goTo(...place) { window.asked.push(place); this.done("Không tới được ô này."); } };
  window.google = { script: { run: handlers } };
"""
"""Google's own bridge from the list to the script, as far as the list uses it."""


def show(page: Page, sidebar: str) -> None:
    """Open what the script shows, as a page of its own."""
    page.unroute("**/*")
    page.route("**/*", lambda route: route.fulfill(body=sidebar, content_type="text/html; charset=utf-8"))
    page.goto("https://list.example/")


def test_the_list_beside_the_spreadsheet_can_be_used_by_everybody_and_leads_to_the_cells(
    visit: Visit, connected: Menu
) -> None:
    page = visit("about:blank", SIDEBAR)
    page.add_init_script(RUN)
    for done in (connected.run("checkSheet"), connected.send(), connected.run("showStatus")):
        show(page, str(done.sidebar))
        assert_usable(page)
        assert_fits(page)
        for place in done.places:
            page.locator("button[data-cell]").first.click()
            assert page.evaluate("window.asked") == [list(place)]
            expect(page.locator("#told")).to_have_text("Không tới được ô này.")

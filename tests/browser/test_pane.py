"""The task pane in a real Chromium against the real service, in a strict stand-in for Excel."""

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from tests.browser.conftest import assert_fits, assert_usable, served
from tests.web.api_helpers import program
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, PERIOD
from tests.web.send_helpers import PLACE, Fill, state_of, workbook_of

from tonghop import clock
from tonghop.workflow import Office

OFFICE_JS = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
FAKE = Path(__file__).parent / "fake_office.js"
EXCEL_2021 = {"ExcelApi": "1.14", "OpenBrowserWindowApi": "1.1"}
RED, YELLOW = "#FFC7CE", "#FFEB9C"
WRONG: Fill = {PLACE: "mười hai"}


@dataclass
class Excel:
    """An Excel with a workbook open and the pane beside it."""

    page: Page
    refused: list[str] = field(default_factory=list)
    """What the browser would not load."""

    def book(self, what: str) -> Any:  # noqa: ANN401 - whatever the stand-in holds
        return self.page.evaluate(f"window.fakeBook.{what}")

    def wait_for(self, what: str) -> Any:  # noqa: ANN401 - whatever the stand-in holds
        """Return what the stand-in holds once it holds something; the pane's policy forbids Playwright's own wait."""
        for _ in range(100):
            found = self.book(what)
            if found:
                return found
            self.page.wait_for_timeout(20)
        pytest.fail(f"nothing came of {what}")

    def put(self, content: bytes) -> None:
        """Have other figures in the open workbook, as if they had been typed."""
        self.page.evaluate("content => { window.fakeBook.bytes = content }", base64.b64encode(content).decode())

    def sign_in(self, secret: str) -> None:
        self.page.fill("#token", secret)
        self.page.click("#sign-in .primary")

    def press(self, command: str) -> None:
        self.page.click(f"#do-{command}")
        expect(self.page.locator("#pane")).to_have_attribute("aria-busy", "false")

    @property
    def told(self) -> str:
        return self.page.inner_text("#told")

    @property
    def listed(self) -> list[str]:
        return self.page.locator(".findings li").all_inner_texts()


Opened = Callable[..., Excel]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def open_excel(chromium: Browser, address: str) -> Iterator[Opened]:
    """Open an Excel; an error of the pane's own fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(content: bytes = b"PK", *, in_excel: bool = True, agent: str | None = None, **set_up: Any) -> Excel:  # noqa: ANN401
        size: Any = {"width": 340, "height": 700}
        context = chromium.new_context(base_url=address, viewport=size, user_agent=agent)
        contexts.append(context)
        page = context.new_page()
        excel = Excel(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("requestfailed", lambda request: excel.refused.append(request.url))
        page.route(OFFICE_JS, lambda route: route.fulfill(path=FAKE, content_type="text/javascript"))
        if in_excel:
            page.add_init_script(f"window.fakeExcel = {json.dumps(fake_of(content, set_up))}")
        page.goto("/addin/pane.html")
        return excel

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


def fake_of(content: bytes, set_up: dict[str, Any]) -> dict[str, Any]:
    sheets = openpyxl.load_workbook(io.BytesIO(content)).sheetnames if len(content) > 2 else ["Sheet1"]
    return {"bytes": base64.b64encode(content).decode(), "sheets": sheets, "sets": EXCEL_2021, **set_up}


@pytest.fixture
def secret(app: Flask) -> str:
    return program(app, "chibo1").secret


def wrong_cell(app: Flask, content: bytes) -> tuple[str, list[dict[str, Any]]]:
    """Return the place of the cell that has an error, as the API tells it, and all findings."""
    (delivery,) = program(app, "chibo1").send(content, "/check").get_json()["deliveries"]
    findings = [one for part in delivery["submissions"] for one in part["findings"]]
    (place,) = {f"{one['sheet']}!{one['cell']}" for one in findings if one["severity"] == "blocking"}
    return place, findings


def test_a_clerk_gets_checks_corrects_and_sends_a_workbook_without_leaving_excel(
    app: Flask, office: Office, open_excel: Opened, secret: str
) -> None:
    content = workbook_of(office, PARTY_CELL, WRONG)
    place, findings = wrong_cell(app, content)
    excel = open_excel(content, fills={place: {"color": "#00B050", "pattern": "Solid", "patternColor": "#000000"}})
    assert_usable(excel.page)
    excel.sign_in(secret)
    expect(excel.page.locator("#whose")).to_contain_text("chibo1")
    assert_usable(excel.page)

    excel.press("getWorkbook")
    excel.page.get_by_role("button", name="Mở trong Excel").first.click()
    expect(excel.page.locator("#told")).to_contain_text("cửa sổ mới")
    assert_usable(excel.page)
    (blank,) = excel.book("opened")
    assert openpyxl.load_workbook(io.BytesIO(base64.b64decode(blank))).sheetnames == excel.page.evaluate(
        "window.fakeExcel.sheets"
    )

    excel.press("check")
    assert "Mới kiểm tra, chưa gửi." in excel.told
    assert excel.book("fills()")[place] == RED
    cells = {f"{one['sheet']}!{one['cell']}" for one in findings if one["cell"]}
    assert set(excel.book("fills()")) == cells
    assert len(excel.listed) == len(findings)
    assert excel.book("openFiles") == 0
    excel.page.locator(".findings button.place").first.click()
    assert excel.wait_for("selected") == place
    assert_usable(excel.page)
    assert_fits(excel.page)
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "nothing"

    excel.put(workbook_of(office, PARTY_CELL))
    excel.press("send")
    assert "đã nhận, lần gửi 1" in excel.told
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"
    assert excel.book("sent") == {"settings": {}, "fills": {place: "#00B050"}}

    excel.press("status")
    expect(excel.page.locator(".state").first).to_have_text("đã gửi")
    assert_usable(excel.page)

    excel.page.click("#sign-out")
    expect(excel.page.locator("#sign-in")).to_be_visible()
    assert excel.page.evaluate("Object.values(localStorage).filter(one => one.startsWith('th_'))") == []
    excel.page.reload()
    expect(excel.page.locator("#sign-in")).to_be_visible()
    assert excel.page.context.cookies() == []


@pytest.mark.parametrize(
    ("level", "before"),
    [
        ("1.4", None),
        ("1.14", None),
        ("1.4", {"color": "#00B050", "pattern": "Solid", "patternColor": "#000000"}),
        ("1.14", {"color": "#FFFFFF", "pattern": "Solid", "patternColor": "#000000"}),
        ("1.14", {"color": "#00B050", "pattern": "Gray25", "patternColor": "#C00000"}),
    ],
)
def test_marks_go_and_leave_the_fill_that_was_there(
    app: Flask, office: Office, open_excel: Opened, secret: str, level: str, before: dict[str, str] | None
) -> None:
    content = workbook_of(office, PARTY_CELL, WRONG)
    place, _ = wrong_cell(app, content)
    fills = {} if before is None else {place: before}
    excel = open_excel(content, sets={"ExcelApi": level}, fills=fills)
    excel.sign_in(secret)
    excel.press("check")
    assert excel.book("fills()")[place] == RED
    kept = excel.book("settings")
    excel.press("clear")
    assert [excel.book(f"sheets.get({json.dumps(name)}).fills") for name in [place.split("!")[0]]] == [
        {} if before is None else {place.split("!")[1]: before}
    ]
    assert kept != {}
    assert excel.book("settings") == {}


def test_marks_of_a_pane_that_was_closed_are_removed_by_the_next_and_recoloured_cells_stay(
    app: Flask, office: Office, open_excel: Opened, secret: str
) -> None:
    content = workbook_of(office, PARTY_CELL, WRONG)
    place, _ = wrong_cell(app, content)
    sheet, cell = place.split("!")
    none = {"color": "#FFFFFF", "pattern": "None", "patternColor": "#000000"}
    painted = [
        {"sheet": sheet, "cell": cell, "color": RED, "fill": none, "noted": False},
        {"sheet": sheet, "cell": "A1", "color": RED, "fill": none, "noted": False},
        {"sheet": "Đã xoá", "cell": "A1", "color": RED, "fill": none, "noted": False},
    ]
    fills = {place: {**none, "color": RED}, f"{sheet}!A1": {**none, "color": "#00B050"}}
    excel = open_excel(content, fills=fills, settings={"tonghop.painted": painted})
    excel.sign_in(secret)
    excel.press("clear")
    assert "2 ô đã đổi màu" in excel.told
    assert excel.book("fills()") == {f"{sheet}!A1": "#00B050"}


def test_notes_are_added_where_excel_has_them_and_never_over_the_clerk_s_own(
    app: Flask, office: Office, open_excel: Opened, secret: str
) -> None:
    content = workbook_of(office, PARTY_CELL, WRONG)
    place, _ = wrong_cell(app, content)
    sheet, cell = (json.dumps(part) for part in place.split("!"))
    excel = open_excel(content, sets={"ExcelApi": "1.18"})
    excel.sign_in(secret)
    excel.press("check")
    assert excel.book(f"sheets.get({sheet}).notes[{cell}]").startswith("[KT] ")
    excel.press("clear")
    assert excel.book(f"sheets.get({sheet}).notes") == {}
    excel.page.evaluate(f"window.fakeBook.sheets.get({sheet}).notes[{cell}] = 'hỏi anh Ba'")
    excel.press("check")
    excel.press("clear")
    assert excel.book(f"sheets.get({sheet}).notes[{cell}]") == "hỏi anh Ba"


def test_a_sheet_that_may_not_be_coloured_still_has_its_list(
    app: Flask, office: Office, open_excel: Opened, secret: str
) -> None:
    content = workbook_of(office, PARTY_CELL, WRONG)
    place, findings = wrong_cell(app, content)
    excel = open_excel(content, locked=[place.split("!")[0]])
    excel.sign_in(secret)
    excel.press("check")
    assert "Không tô màu được" in excel.told
    assert len(excel.listed) == len(findings)


def test_without_a_network_nothing_is_lost_and_sending_again_counts_once(
    office: Office, open_excel: Opened, secret: str
) -> None:
    excel = open_excel(workbook_of(office, PARTY_CELL))
    excel.sign_in(secret)
    excel.page.route("**/api/v1/check*", lambda route: route.abort())
    excel.press("check")
    assert "Không liên lạc được máy chủ" in excel.told
    keys: list[str | None] = []

    def broken(route: Route) -> None:
        keys.append(route.request.header_value("Idempotency-Key"))
        route.fetch()  # The server takes it in, and the answer is lost.
        route.abort()

    excel.page.route("**/api/v1/submissions*", broken)
    excel.press("send")
    assert "chưa biết máy chủ đã nhận chưa" in excel.told
    assert len(keys) == 2
    assert len(set(keys)) == 1
    excel.page.unroute("**/api/v1/submissions*")
    excel.press("send")
    assert "Số liệu giống lần gửi trước." in excel.told
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_pane_that_begins_without_a_network_can_try_again(open_excel: Opened, secret: str) -> None:
    excel = open_excel()
    excel.sign_in(secret)
    expect(excel.page.locator("#do-check")).to_be_visible()
    excel.page.route("**/api/v1/me*", lambda route: route.abort())
    excel.page.reload()
    expect(excel.page.locator("#told")).to_contain_text("Không liên lạc được")
    excel.page.unroute("**/api/v1/me*")
    excel.page.get_by_role("button", name="Thử lại").click()
    expect(excel.page.locator("#do-check")).to_be_visible()


def test_a_token_that_ended_is_asked_for_again(app: Flask, open_excel: Opened, secret: str) -> None:
    excel = open_excel()
    excel.sign_in("th_not-one-of-ours")
    expect(excel.page.locator("#told")).to_contain_text("Không có mã truy cập này")
    excel.sign_in(secret)
    expect(excel.page.locator("#do-check")).to_be_visible()
    expire(app)
    excel.press("status")
    expect(excel.page.locator("#sign-in")).to_be_visible()
    assert "hết hạn" in excel.told
    assert excel.page.evaluate("Object.values(localStorage).filter(one => one.startsWith('th_'))") == []


def expire(app: Flask) -> None:
    """Have more days go by than a token lasts."""
    service = app.extensions["tonghop"]
    later = clock.stopped(DAY + timedelta(days=31), service.instance.zone)
    app.extensions["tonghop"] = replace(service, time=later)


def test_what_is_too_large_is_said(app: Flask, office: Office, open_excel: Opened, secret: str) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    excel = open_excel(workbook_of(office, PARTY_CELL))
    excel.sign_in(secret)
    expect(excel.page.locator("#do-check")).to_be_visible()
    excel.press("check")
    assert "64 MB" in excel.told


def test_what_excel_does_not_hand_out_is_said(open_excel: Opened, secret: str) -> None:
    excel = open_excel(noFile="The document is busy")
    excel.sign_in(secret)
    expect(excel.page.locator("#do-check")).to_be_visible()
    excel.press("check")
    assert "The document is busy" in excel.told


@pytest.mark.parametrize("old", ["an old ExcelApi", "Internet Explorer", "no office.js"])
def test_an_old_excel_is_sent_to_the_upload_page(open_excel: Opened, old: str) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko" if old == "Internet Explorer" else None
    excel = open_excel(agent=agent, sets={"ExcelApi": "1.3"})
    if old == "no office.js":
        excel.page.route(OFFICE_JS, lambda route: route.abort())
        excel.page.reload()
    expect(excel.page.locator("#old")).to_be_visible()
    expect(excel.page.locator("#pane")).to_be_hidden()
    assert excel.page.get_attribute("#old a.button", "href") == "/send"
    assert_usable(excel.page)


def test_in_a_browser_without_excel_the_upload_page_is_named(open_excel: Opened) -> None:
    excel = open_excel(in_excel=False)
    expect(excel.page.locator("#pane a.button")).to_have_attribute("href", "/send")


def test_without_excel_api_1_8_a_workbook_is_opened_by_the_browser(open_excel: Opened, secret: str) -> None:
    excel = open_excel(sets={"ExcelApi": "1.7", "OpenBrowserWindowApi": "1.1"})
    excel.sign_in(secret)
    excel.press("getWorkbook")
    excel.page.get_by_role("button", name="Mở ở trình duyệt").first.click()
    (address,) = excel.book("browsed")
    assert address.endswith(f"/c/{CAMPAIGN}/workbook/{PERIOD}/{PARTY_CELL}/own")


@pytest.mark.usefixtures("worker_at_once")
def test_the_province_consolidates_from_excel(app: Flask, office: Office, open_excel: Opened) -> None:
    answer = program(app, "chibo1").send(workbook_of(office, PARTY_CELL))
    assert answer.status_code == 201
    excel = open_excel(language="en-US")
    excel.sign_in(program(app, "danguy").secret)
    excel.press("consolidate")
    excel.page.select_option("select >> nth=1", PERIOD)
    excel.page.get_by_role("button", name="Consolidate this period").click()
    expect(excel.page.locator("#told")).to_contain_text("number 1")
    assert_usable(excel.page)
    excel.page.get_by_role("button", name="Open in Excel").click()
    assert len(excel.wait_for("opened.slice()")) == 1
    excel.page.get_by_role("button", name="Download the report").click()
    assert excel.book("browsed[0]").endswith(f"/c/{CAMPAIGN}/issues/{PERIOD}/1")


def test_the_pane_speaks_as_excel_does_until_told_otherwise(open_excel: Opened) -> None:
    excel = open_excel(language="en-US")
    expect(excel.page.locator("#sign-in .primary")).to_have_text("Sign in")
    excel.page.get_by_role("button", name="Tiếng Việt").click()
    excel.page.reload()
    expect(excel.page.locator("#sign-in .primary")).to_have_text("Đăng nhập")

"""Make the icons of the task pane and the pictures of the page about working in Excel, beside the pane's own files.

The pane is the real one with a stand-in for Excel and for the server's answers; run it with ``make addin-pictures``.
"""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

HERE = Path(__file__).parent
PANE = HERE.parent / "addin" / "office" / "pane"
FAKE = HERE.parent / "tests" / "browser" / "fake_office.js"
ICON = HERE.parent / "server" / "tonghop" / "web" / "static" / "icon.svg"
SIZES = (16, 32, 64, 80)
ADDRESS = "http://pane.test"
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
_BOOK = {"bytes": "UEs=", "sheets": ["Biểu 3 Kết quả"], "sets": {"ExcelApi": "1.14"}}
_ME = {"account": "chibo1", "unit": "S-CB01", "rights": ["view", "send"]}
_WORDS = {
    "vi": ("Chi bộ Văn phòng", "Ô này phải là số đếm, đang ghi “mười hai”.", "Gõ số, ví dụ 12."),
    "en": ("Chi bộ Văn phòng", "A count must stand here, not “mười hai”.", "Type a number such as 12."),
}


def main() -> None:
    """Draw all of them."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            _icon(browser, size)
        for language in ("vi", "en"):
            _pictures(browser, language)
        browser.close()


def _icon(browser: Browser, size: int) -> None:
    page = browser.new_page(viewport={"width": size, "height": size})
    page.set_content(f"<style>*{{margin:0;display:block;width:{size}px}}</style>{ICON.read_text(encoding='utf-8')}")
    page.screenshot(path=PANE / f"icon-{size}.png", omit_background=True)
    page.close()


def _pictures(browser: Browser, language: str) -> None:
    page = browser.new_page(viewport={"width": 340, "height": 420})
    page.add_init_script(f"window.fakeExcel = {json.dumps({**_BOOK, 'language': language})}")
    page.route("**/*", _answering(language))
    page.goto(f"{ADDRESS}/addin/pane.html")
    _draw(page, "#sign-in", f"sign-in-{language}")
    page.fill("#token", "th_")
    page.click("#sign-in .primary")
    page.click("#do-check")
    _draw(page, ".findings li", f"found-{language}")
    page.click("#do-send")
    _draw(page, "#told.good", f"sent-{language}")
    page.close()


def _draw(page: Page, ready: str, name: str) -> None:
    page.wait_for_selector(ready)
    page.screenshot(path=PANE / f"picture-{name}.png")


def _answering(language: str) -> Callable[[Route], None]:
    unit, sentence, remedy = _WORDS[language]
    finding = {"code": "count", "severity": "blocking", "sheet": "Biểu 3 Kết quả", "cell": "E9"}
    part = {"unit": "S-CB01", "period": "KQ-2022", "revision": 1, "new": True, "waits": False}
    wrong = {**part, "taken": False, "findings": [{**finding, "sentence": sentence, "remedy": remedy}]}
    right = {**part, "taken": True, "findings": []}
    answers = {
        "/api/v1/me": {**_ME, "unit_name": unit},
        "/api/v1/check": {"deliveries": [{"taken": False, "refusal": None, "submissions": [wrong]}]},
        "/api/v1/submissions": {"deliveries": [{"taken": True, "refusal": None, "submissions": [right]}]},
    }

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in answers:
            route.fulfill(json=answers[path])
        elif path.endswith("office.js"):
            route.fulfill(body=FAKE.read_text(encoding="utf-8"), content_type="text/javascript")
        elif (PANE / Path(path).name).is_file():
            route.fulfill(path=PANE / Path(path).name, content_type=_KINDS[Path(path).suffix])
        else:
            route.fulfill(status=404)

    return answer


if __name__ == "__main__":
    main()

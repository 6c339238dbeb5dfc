"""Pictures of the pages: a copy of the demonstration is served, and looked at in Chromium as people would."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from unittest.mock import patch

from docs.sheets import shared
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, sync_playwright
from waitress.server import create_server

from tonghop import clock
from tonghop.config import Instance
from tonghop.core.accounts import Account, Role
from tonghop.jobs.running import run_job
from tonghop.web import create_app
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import Office

COLOURS, WIDTH = 48, 1100
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
_PASSWORD = "chi-de-ve-tranh"  # noqa: S105 - of accounts that end with the picture
_MEASURE = "results.TT1.this_period"


@dataclass(frozen=True)
class Scene:
    """What is looked at."""

    campaign: str
    period: str
    unit: str
    district: str
    day: date
    filled: bytes
    """The unit's workbook, with mistakes."""

    @property
    def report(self) -> str:
        """The address of the unit's report."""
        return f"/c/{self.campaign}/report/{self.period}/{self.unit}/own"


def draw_pages(instance: Path, scene: Scene, to: Path) -> None:
    """Draw the main pages into a folder, from a copy of an instance."""
    with _served(instance, scene) as (app, address), sync_playwright() as driver:
        executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=executable, args=list(_FLAGS))
        _clerk(_signed_in(browser, address, "xa"), scene, to)
        _district(_signed_in(browser, address, "huyen"), scene, to)
        _province(_signed_in(browser, address, "tinh"), scene, to, app)
        browser.close()


def _clerk(page: Page, scene: Scene, to: Path) -> None:
    page.goto("/send")
    page.set_input_files("#files", [FilePayload(name="bao cao.xlsx", mimeType="", buffer=scene.filled)])
    page.click("button[name=send]")
    page.wait_for_selector("#recent table")
    _draw(page, to / "page-send.png", 900)
    page.goto(f"{scene.report}/grid")
    page.locator(".grid:has(td.blocking)").evaluate("(sheet) => sheet.scrollTo(sheet.scrollWidth * 0.37, 0)")
    _draw(page, to / "page-grid.png", 620, from_="section.sheet:has(td.blocking)")


def _district(page: Page, scene: Scene, to: Path) -> None:
    page.goto("/")
    page.locator(f"section[aria-labelledby='review-{scene.campaign}'] a").first.click()
    _draw(page, to / "page-review.png", 760)


def _province(page: Page, scene: Scene, to: Path, app: Flask) -> None:
    page.goto(f"/c/{scene.campaign}/progress?period={scene.period}")
    _draw(page, to / "page-progress.png", 1500)
    page.goto(f"/c/{scene.campaign}/consolidate/{scene.period}")
    page.click("main button.primary")
    _work(app)
    page.wait_for_url("**/issues/**")
    _draw(page, to / "page-figures.png", 1250)
    page.goto(f"/c/{scene.campaign}/source/{scene.period}/1?line=4&measure={_MEASURE}")
    _draw(page, to / "page-source.png", 560)
    shared(page, app, scene.campaign, scene.period)
    _draw(page, to / "page-sheets.png", 930)


def _work(app: Flask) -> None:
    """Consolidate as a worker would, without the PDF, which no picture shows."""
    service = app.extensions["tonghop"]
    with patch("shutil.which", return_value=None):
        for job, _worker in service.store.jobs.unclaimed(unseen_since=clock.now()):
            run_job(Office(service.instance, service.store), job, "here:1:pictures", Event())


@contextmanager
def _served(instance: Path, scene: Scene) -> Iterator[tuple[Flask, str]]:
    folder = instance.parent / "pictured"
    shutil.rmtree(folder, ignore_errors=True)
    made = Instance.open(Path(shutil.copytree(instance, folder)))
    app = create_app(made, time=clock.stopped(scene.day, made.zone), testing=True)
    service = app.extensions["tonghop"]
    for name, role, unit in (
        ("xa", Role.CLERK, scene.unit),
        ("huyen", Role.REVIEWER, scene.district),
        ("tinh", Role.PROVINCE, None),
    ):
        account = Account(name, role, unit, "", "")
        open_account(app, service.store, account, _PASSWORD, who="pictures", at=service.time())
    server = create_server(app, host="127.0.0.1", port=0)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
        service.close()
        shutil.rmtree(folder)


def _signed_in(browser: Browser, address: str, name: str) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": WIDTH, "height": 800}, locale="vi-VN")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#name", name)
    page.fill("#password", _PASSWORD)
    page.click("form.card button.primary")
    return page


def _draw(page: Page, to: Path, height: int, from_: str = "") -> None:
    """Draw so much of a page, from its top or from something in it."""
    box = page.locator(from_).first.bounding_box() if from_ else None
    top = (box["y"] - 20 if box else 0) + page.evaluate("window.scrollY")
    whole = Image.open(BytesIO(page.screenshot(full_page=True))).convert("RGB")
    part = whole.crop((0, int(top), WIDTH, min(int(top) + height, whole.height)))
    part.quantize(COLOURS, dither=Image.Dither.NONE).save(to, optimize=True)

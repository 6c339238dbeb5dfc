"""The whole story in a browser: from a shipped plan to a number of the report and back to the clerk's cell."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import docx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect
from tests.browser.conftest import PHONE, WIDE, Visit, served
from tests.browser.story_helpers import Person, Typed, differing, typed
from tests.web.send_helpers import Fill, workbook_of

from tonghop import clock
from tonghop.config import Instance
from tonghop.core.accounts import Role
from tonghop.core.definitions import Language
from tonghop.jobs import Embedded
from tonghop.storage import Store
from tonghop.web import create_app
from tonghop.web.accounts.opening import FIRST_ADMINISTRATOR, first_administrator
from tonghop.workflow import Office, database_url

PLAN, PERIOD, DAY = "kien-giang-2020", "T02-2020", date(2020, 3, 10)
DISTRICT, COMMUNE = "906", "30937"
Json: TypeAlias = dict[str, Any]
PASSWORD = "mot-hai-ba-bon"
ARTICLES, PETITIONS = ("results", "TT1", "this_period"), ("results", "TD3", "this_period")
ATTENDED, NO_NUMBER = ("attendance", "1", "attended"), "ba mươi hai ý kiến"
MEASURE = "results.TT1.this_period"
TOO_MANY, RIGHT = 1638, 138
"""Articles, as the clerk counts them first and in the end."""
REASON = "Số tin, bài cao hơn các xã khác nhiều lần, đề nghị kiểm tra lại"


@dataclass
class Place:
    """Where the story happens: an instance without campaigns, served, with a worker beside it."""

    instance: Instance
    address: str
    first_password: str


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    instance = Instance.create(tmp_path / "instance")
    Store.create(database_url(instance)).close()
    app = create_app(instance, time=clock.stopped(DAY, instance.zone), testing=True)
    service = app.extensions["tonghop"]
    password = first_administrator(app, service.store, service.time())
    assert password is not None
    worker = Embedded(instance.folder)
    try:
        with served(app) as address:
            yield Place(instance, address, password)
    finally:
        worker.stop()
        service.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_a_plan_to_a_number_and_back_to_its_cell(
    place: Place, visit: Visit, tmp_path: Path, language: Language
) -> None:
    province = Person(visit(place.address, WIDE), language)
    province.enters(FIRST_ADMINISTRATOR, place.first_password, PASSWORD)
    creates_the_campaign(province)
    clerk, district = Person(visit(place.address, PHONE), language), Person(visit(place.address, WIDE), language)
    clerk.enters("xa", opens_account(province, "xa", Role.CLERK, COMMUNE), PASSWORD)
    district.enters("huyen", opens_account(province, "huyen", Role.REVIEWER, DISTRICT), PASSWORD)

    with closing(Office.open(place.instance)) as office:
        book = Book.of(office)
    sends_and_corrects(clerk, book, tmp_path)
    returns(district, book)
    sent = sends_what_was_returned(clerk, book, tmp_path)
    accepts(district, book)
    figures = consolidates(province)
    follows_a_number(province, figures, sent)


@dataclass(frozen=True)
class Book:
    """What the clerk fills in, wrong at first, and where what is wrong stands."""

    filled: bytes
    unit: str
    petitions: tuple[str, str]
    attended: tuple[str, str]
    right: Typed
    articles: tuple[str, str]

    @classmethod
    def of(cls, office: Office) -> "Book":
        """Fill it by way of the office, as only the writer knows where each figure stands."""

        def made(changes: Fill) -> bytes:
            return workbook_of(office, COMMUNE, changes, campaign=PLAN, period=PERIOD)

        good = made({ARTICLES: TOO_MANY})
        no_number = made({ARTICLES: TOO_MANY, PETITIONS: NO_NUMBER})
        too_many = made({ARTICLES: TOO_MANY, ATTENDED: 900})
        (petitions,), (attended,) = differing(good, no_number), differing(good, too_many)
        (articles,) = differing(good, made({ARTICLES: RIGHT}))
        right = {**differing(no_number, good), **differing(too_many, good)}
        unit = office.unit(office.campaign(PLAN), COMMUNE, DAY).name
        return cls(typed(good, {petitions: NO_NUMBER, attended: 900}), unit, petitions, attended, right, articles)


def creates_the_campaign(province: Person) -> None:
    """The province puts a plan in force that comes with the program."""
    page = province.page
    expect(page.locator("main")).to_contain_text(province.says("There is no campaign yet."))
    province.follow("Create a campaign")
    page.locator(f"button[value={PLAN}]").click()
    province.judge()
    province.press("Put version {version} in force", version=1)
    expect(page.locator(".notice.good")).to_be_visible()
    expect(page.locator("main")).to_contain_text(PLAN)


def opens_account(province: Person, name: str, role: Role, unit: str) -> str:
    """The province opens an account and reads its first password off the page."""
    page = province.page
    province.go_to("Accounts")
    province.follow("New account")
    page.fill("#name", name)
    page.select_option("#role", role.value)
    page.fill("#unit", unit)
    province.press("Open the account")
    return page.inner_text(".secret")


def sends_and_corrects(clerk: Person, book: Book, folder: Path) -> None:
    """The clerk fills the workbook, is told what is wrong, and puts it right here and there."""
    page = clerk.page
    clerk.go_to("Home")
    blank = clerk.downloads("Download the workbook")
    clerk.go_to("Send")
    clerk.drops("Báo cáo tháng 2.xlsx", typed(blank, differing(blank, book.filled)))
    told = page.locator("#taken")
    expect(told).to_contain_text(NO_NUMBER)
    for sheet, cell in (book.petitions, book.attended):
        cause = told.locator("li.blocking", has_text=sheet)
        expect(cause.get_by_role("link", name=cell, exact=True).first).to_be_visible()

    told.get_by_role("link", name=book.petitions[1], exact=True).first.click()
    clerk.judge()
    target = page.locator("td:target")
    expect(target).to_contain_text(NO_NUMBER)
    target.locator("input").fill(str(book.right[book.petitions]))
    clerk.press("Save as a new revision")
    expect(page.locator("ul.causes")).not_to_contain_text(NO_NUMBER)
    expect(page.locator("ul.causes")).to_contain_text(book.attended[1])

    page.goto(f"/c/{PLAN}/report/{PERIOD}/{COMMUNE}/own")
    clerk.judge()
    marked = clerk.downloads("Marked file")
    assert load_workbook(BytesIO(marked))[book.petitions[0]][book.petitions[1]].value == book.right[book.petitions]
    corrected = typed(marked, {book.attended: book.right[book.attended]})
    sends(clerk, "Báo cáo tháng 2 đã sửa.xlsx", corrected, folder)
    expect(page.locator("#taken .state")).to_have_class("state submitted")


def sends(clerk: Person, name: str, content: bytes, folder: Path) -> None:
    """The clerk sends a file of his computer."""
    clerk.go_to("Send")
    file = folder / name
    file.write_bytes(content)
    clerk.chooses(file)


def opens_report(reviewer: Person, unit: str) -> None:
    """A reviewer opens what waits, from where he starts."""
    reviewer.go_to("Home")
    reviewer.follow(unit)


def returns(district: Person, book: Book) -> None:
    """The district sends the report back, with a reason."""
    opens_report(district, book.unit)
    district.page.fill("#return-reason", REASON)
    district.press("Return")
    expect(district.page.locator("main")).to_contain_text(REASON)


def sends_what_was_returned(clerk: Person, book: Book, folder: Path) -> bytes:
    """The clerk reads the reason in the page and in the file, corrects the file and sends it."""
    clerk.go_to("Home")
    expect(clerk.page.locator("main")).to_contain_text(REASON)
    clerk.follow("See and correct it")
    expect(clerk.page.locator(".notice.warning")).to_contain_text(REASON)
    marked = clerk.downloads("Take the file with the cells marked")
    listed = load_workbook(BytesIO(marked))["Lỗi"]
    assert any(REASON in str(cell.value) for row in listed.iter_rows() for cell in row)
    corrected = typed(marked, {book.articles: RIGHT})
    sends(clerk, "Báo cáo tháng 2 gửi lại.xlsx", corrected, folder)
    expect(clerk.page.locator("#taken .state")).to_have_class("state submitted")
    return corrected


def accepts(district: Person, book: Book) -> None:
    """The district accepts the report."""
    opens_report(district, book.unit)
    district.press("Accept")
    expect(district.page.locator(".state.accepted").first).to_be_visible()


def consolidates(province: Person) -> Json:
    """The province presses the button, opens the report, and finds the figures' numbers in it."""
    page = province.page
    province.go_to("Consolidate")
    page.locator(f"main a[href$='/consolidate/{PERIOD}']").click()
    province.judge()
    page.locator("main button.primary").click()
    page.wait_for_url(f"**/issues/{PERIOD}/1", timeout=60_000)
    province.judge()
    figures: Json = json.loads(province.downloads("Figures and their sources (JSON)"))
    assert figures["lines"][0]["values"][MEASURE] == RIGHT
    report = docx.Document(BytesIO(province.downloads("Report (Word)")))
    (label,) = (one["row_label"]["vi"] for one in figures["columns"] if one["measure"] == MEASURE)
    rows = [[cell.text for cell in row.cells] for table in report.tables for row in table.rows]
    assert next(row for row in rows if row[0].startswith(label))[2] == str(RIGHT)
    return figures


def follows_a_number(province: Person, figures: Json, sent: bytes) -> None:
    """The province follows a number from the total down to the cell of the clerk's file."""
    page = province.page
    page.locator(f"table.figures a[href*='measure={MEASURE}']").first.click()
    for _step in ("the province", "the district"):
        province.judge()
        expect(page.locator("p.figure")).to_have_text(str(RIGHT))
        page.locator("main td.number a").click()
    province.judge()
    sheet, _, cell = page.inner_text("main p > code").replace("'", "").rpartition("!")
    assert load_workbook(BytesIO(sent))[sheet][cell].value == RIGHT
    digest = sha256(sent).hexdigest()
    expect(page.locator("code.digest")).to_have_text(digest)
    assert sha256(province.downloads("download")).hexdigest() == digest
    (line,) = (line for line in figures["lines"] if line["unit"] == COMMUNE and line["revisions"])
    assert line["revisions"][0]["digest"] == digest

"""Workbooks as clerks send them, and a province with districts, communes and two levels of review."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, DAY, OTHER_CELL, PARTY_CELL, PASSWORD, PERIOD, Visitor
from werkzeug.test import TestResponse

from tonghop import catalogue, clock, workflow
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.accounts import Account, Role
from tonghop.core.cells import RawValue
from tonghop.core.submission import Coverage
from tonghop.demo.figures import Figures
from tonghop.demo.story import load_story
from tonghop.storage import Store, sqlite_url
from tonghop.web import create_app
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import Office

PLACE = ("results", "TT1", "this_period")
REPORT = f"/c/{CAMPAIGN}/report/{PERIOD}/{PARTY_CELL}/own"
Fill = dict[tuple[str, str, str], RawValue]

PROVINCE, PROVINCE_PERIOD, PROVINCE_DAY = "kien-giang-2020", "T02-2020", date(2020, 3, 10)
DISTRICT, OTHER_DISTRICT, COMMUNE = "906", "899", "30937"
PROVINCE_ACCOUNTS = {
    "xa": (Role.CLERK, COMMUNE),
    "huyen": (Role.REVIEWER, DISTRICT),
    "huyen-khac": (Role.REVIEWER, OTHER_DISTRICT),
    "tinh": (Role.PROVINCE, None),
    "tinh2": (Role.PROVINCE, None),
}
COMMUNE_REPORT = f"/c/{PROVINCE}/report/{PROVINCE_PERIOD}/{COMMUNE}/own"


def fill_of(office: Office, campaign: str, period: str, unit: str, changes: Fill | None = None) -> Fill:
    chosen = office.campaign(campaign)
    due = calendar.find_period(chosen, period)
    tree = office.tree(campaign, due.end)
    figures = Figures(load_story(catalogue.folder(campaign)), chosen, tree)
    filled = {**figures.fill(due, tree.by_code[unit], Coverage.OWN), **(changes or {})}
    return {place: value for place, value in filled.items() if value is not None}


def workbook_of(
    office: Office, unit: str, changes: Fill | None = None, *, campaign: str = CAMPAIGN, period: str = PERIOD
) -> bytes:
    """Return a unit's workbook with all its figures, some of them otherwise."""
    chosen = office.campaign(campaign)
    due = calendar.find_period(chosen, period)
    whose = office.unit(chosen, unit, due.end)
    fill = fill_of(office, campaign, period, unit, changes)
    return workflow.workbook(office, chosen, due, whose, Coverage.OWN, as_of=due.end, fill=fill)


def post_files(
    visitor: Visitor,
    files: list[tuple[str, bytes]],
    fields: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> TestResponse:
    """Send files as the page's form does."""
    page = visitor.client.get("/send").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    sent = [(BytesIO(content), name) for name, content in files]
    data = {"csrf_token": token, "files": sent, **(fields or {"send": "1"})}
    return visitor.client.post("/send", data=data, content_type="multipart/form-data", headers=headers)


def state_of(office: Office, campaign: str, unit: str) -> str:
    found = [one for one in office.store.latest(campaign) if one.key.unit == unit]
    return found[0].state.value if found else "nothing"


@pytest.fixture(scope="session")
def made_province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Instance.create(tmp_path_factory.mktemp("province"))
    noon = clock.noon(PROVINCE_DAY, made.zone)
    campaign, units = catalogue.load_shipped(PROVINCE)
    with Store.create(sqlite_url(made.folder / "tonghop.db")) as store:
        store.save_campaign(campaign.model_copy(update={"review_levels": 2}), units, who="test", at=noon)
        app = create_app(made, testing=True)
        for name, (role, unit) in PROVINCE_ACCOUNTS.items():
            open_account(app, store, Account(name, role, unit, "", ""), PASSWORD, who="test", at=noon)
        app.extensions["tonghop"].close()
    return made.folder


@pytest.fixture
def province_instance(made_province: Path, tmp_path: Path) -> Instance:
    return Instance.open(Path(shutil.copytree(made_province, tmp_path / "province")))


@pytest.fixture
def province_app(province_instance: Instance) -> Iterator[Flask]:
    app = create_app(province_instance, time=clock.stopped(PROVINCE_DAY, province_instance.zone), testing=True)
    yield app
    app.extensions["tonghop"].close()


@pytest.fixture
def province_office(province_instance: Instance) -> Iterator[Office]:
    opened = Office.open(province_instance)
    yield opened
    opened.close()


@pytest.fixture
def signed_in(province_app: Flask) -> Callable[[str], Visitor]:
    def sign_in(name: str) -> Visitor:
        visitor = Visitor(province_app.test_client())
        visitor.sign_in(name)
        return visitor

    return sign_in


__all__ = ["DAY", "OTHER_CELL", "PARTY_CELL"]

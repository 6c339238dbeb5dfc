"""The menu of a district's shared spreadsheet, in Node.js, against the real service."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest
from flask import Flask
from tests.google_script.running import Json, Menu
from tests.reading.google_answers import answer_of
from tests.web.api_helpers import Program, program
from tests.web.send_helpers import (
    DISTRICT,
    PROVINCE,
    PROVINCE_PERIOD,
    Fill,
    fill_of,
    made_province,
    province_app,
    province_instance,
    province_office,
)
from tests.wire import running
from waitress.server import create_server

from tonghop import workflow
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.workflow import Office

__all__ = ["made_province", "province_app", "province_instance", "province_office"]

WRONG: Fill = {("results", "CK1", "this_period"): "mười"}
WRONG_PLACE, CORRECT = ("Biểu 4 - Kết quả", "G12"), 10
"""Where that stands in the district's spreadsheet, and what would be right."""


@pytest.fixture(scope="session")
def filled(made_province: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Json, list[str]]:
    """What Google tells of a district's spreadsheet, filled in by three communes, the first one wrong in one cell."""
    folder = Path(shutil.copytree(made_province, tmp_path_factory.mktemp("filled") / "province"))
    with closing(Office.open(Instance.open(folder))) as office:
        campaign = office.campaign(PROVINCE)
        period = calendar.find_period(campaign, PROVINCE_PERIOD)
        parent = office.unit(campaign, DISTRICT, period.end)
        members = workflow.group_members(office, campaign, period, parent)[:3]
        wrong = {members[0].code: WRONG}
        fill = {
            one.code: fill_of(office, PROVINCE, PROVINCE_PERIOD, one.code, wrong.get(one.code, {})) for one in members
        }
        content = workflow.group_file(office, campaign, period, parent, members, as_of=period.end, fill=fill)
    return answer_of(content), [unit.code for unit in members]


@pytest.fixture
def units(filled: tuple[Json, list[str]]) -> list[str]:
    """The codes of the three communes."""
    return filled[1]


@pytest.fixture
def answer(filled: tuple[Json, list[str]]) -> Json:
    """What Google tells of the spreadsheet, for one test to change."""
    return deepcopy(filled[0])


@pytest.fixture
def service(province_app: Flask) -> Iterator[str]:
    with running(create_server(province_app, host="127.0.0.1", port=0, threads=4)) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def district(province_app: Flask) -> Program:
    return program(province_app, "huyen")


@pytest.fixture
def menu(answer: Json, service: str) -> Menu:
    """The spreadsheet before somebody who has not connected yet."""
    return Menu(answer, service)


@pytest.fixture
def connected(menu: Menu, district: Program) -> Menu:
    """The same before a clerk of the district."""
    menu.connect(district.secret)
    return menu

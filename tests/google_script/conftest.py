"""The menu of a district's shared spreadsheet, in Node.js, against the real service."""

from collections.abc import Iterator

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
from tonghop.core import calendar
from tonghop.workflow import Office

__all__ = ["made_province", "province_app", "province_instance", "province_office"]

WRONG: Fill = {("results", "CK1", "this_period"): "mười"}


@pytest.fixture
def units(province_office: Office) -> list[str]:
    """Three communes of the district; what the first one fills in is wrong in one cell."""
    campaign = province_office.campaign(PROVINCE)
    period = calendar.find_period(campaign, PROVINCE_PERIOD)
    parent = province_office.unit(campaign, DISTRICT, period.end)
    return [unit.code for unit in workflow.group_members(province_office, campaign, period, parent)][:3]


@pytest.fixture
def answer(province_office: Office, units: list[str]) -> Json:
    """What Google tells of the district's spreadsheet, filled in by its communes."""
    office, campaign = province_office, province_office.campaign(PROVINCE)
    period = calendar.find_period(campaign, PROVINCE_PERIOD)
    known = [office.unit(campaign, code, period.end) for code in units]
    fill = {code: fill_of(office, PROVINCE, PROVINCE_PERIOD, code, {} if code != units[0] else WRONG) for code in units}
    parent = office.unit(campaign, DISTRICT, period.end)
    return answer_of(workflow.group_file(office, campaign, period, parent, known, as_of=period.end, fill=fill))


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

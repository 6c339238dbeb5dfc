"""A program that speaks to the API with a token, and the workbooks it sends."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from flask import Flask
from tests.golden.build.plans import CLEAN
from tests.web.conftest import CAMPAIGN, DAY, PERIOD
from werkzeug.test import TestResponse

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.submission import Coverage
from tonghop.web.accounts import bearer
from tonghop.workflow import Office

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROOT = "/api/v1"


@dataclass
class Program:
    """Asks with a token; in English unless told otherwise."""

    app: Flask
    secret: str

    def ask(self, method: str, address: str, /, **more: Any) -> TestResponse:  # noqa: ANN401 - what Werkzeug takes
        headers = {"Authorization": f"Bearer {self.secret}", "Accept-Language": "en", **more.pop("headers", {})}
        return self.app.test_client().open(ROOT + address, method=method, headers=headers, buffered=True, **more)

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.ask("GET", address, headers=_named(headers))

    def send(self, content: bytes, address: str = "/submissions", **headers: str) -> TestResponse:
        given = {"Content-Type": XLSX, "X-File-Name": "S-CB01.xlsx", **_named(headers)}
        return self.ask("POST", address, data=content, headers=given)

    def order(self, body: object, **headers: str) -> TestResponse:
        return self.ask("POST", "/consolidations", json=body, headers=_named(headers))


def program(app: Flask, name: str) -> Program:
    """Return a program that works for an account."""
    store = app.extensions["tonghop"].store
    account = store.account(name=name)
    return Program(app, bearer.make(store, account, "máy tính", account.unit, 30, clock.noon(DAY, _zone(app))))


def workbook(office: Office, unit: str, **changed: object) -> bytes:
    """Return a unit's filled workbook, some of its register's figures changed."""
    campaign = office.campaign(CAMPAIGN)
    period = calendar.find_period(campaign, PERIOD)
    fill: Any = {**CLEAN, **{("register", "1", field): value for field, value in changed.items()}}
    known = office.unit(campaign, unit, DAY)
    return workflow.workbook(office, campaign, period, known, Coverage.OWN, as_of=DAY, fill=fill)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _zone(app: Flask) -> tzinfo:
    zone: tzinfo = app.extensions["tonghop"].instance.zone
    return zone

"""The picture of the page of shared spreadsheets: the demonstration's districts at the fake Google of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from unittest.mock import patch

from flask import Flask
from playwright.sync_api import Page
from tests.fakegoogle import FakeGoogle
from tests.google.at_work import at_work, pace_of

from tonghop import jobs
from tonghop.config import GoogleSettings
from tonghop.core.accounts import Account, Role
from tonghop.google import Google, Purpose
from tonghop.jobs.running import run_job
from tonghop.workflow import Office

_SHOWN = 6
"""How many districts have got theirs; one of them is lost again."""


@contextmanager
def fake_google(app: Flask) -> Iterator[FakeGoogle]:
    """Let the service meet the fake Google, on the day of the demonstration."""
    fake = FakeGoogle()
    account = at_work(fake, "tonghop@so-lieu.example", pace_of(fake))

    def connect(_settings: GoogleSettings, _folder: Path, _purpose: Purpose) -> Google:
        return account

    with patch("tonghop.google.connect", connect), patch("tonghop.clock.now", app.extensions["tonghop"].time):
        yield fake


def shared(page: Page, app: Flask, campaign: str, period: str) -> None:
    """Have some districts' spreadsheets made, shared and read, and open the page that lists them."""
    service = app.extensions["tonghop"]
    with fake_google(app) as fake:
        office = Office(service.instance, service.store)
        tree = office.tree(campaign, service.time().date())
        units = tuple(unit.code for unit in tree.units if unit.parent == tree.root.code)[:_SHOWN]
        for unit in units[1:]:
            email = f"vp-{unit}@van-phong.example"
            account = Account(f"vp{unit}", Role.REVIEWER, unit, "", unit, email=email, created=service.time())
            service.store.save_account(account)
        for order in (jobs.MakeSheets, jobs.ShareSheets):
            _done(app, order(campaign=campaign, period=period, units=units))
        lost = service.store.sheets.listed(campaign=campaign, unit=units[2])[0].spreadsheet or ""
        del fake.world.spreadsheets[lost], fake.world.files[lost]
        _done(app, jobs.PullSheets(campaign=campaign, period=period, units=units))
        page.goto(f"/c/{campaign}/sheets?period={period}")


def _done(app: Flask, order: jobs.Order) -> None:
    service = app.extensions["tonghop"]
    office = Office(service.instance, service.store)
    job = service.queue.ask(office, order, who="tinh", at=service.time())
    run_job(office, job.id, "here:1:pictures", Event())

"""The service of a province whose Google is the fake one, with a worker that works at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from tests.fakegoogle import FakeGoogle
from tests.google.at_work import at_work, pace_of
from tests.sheets.district import Desk, types
from tests.web.conftest import Visitor, work
from tests.web.send_helpers import (
    DISTRICT,
    OTHER_DISTRICT,
    PROVINCE,
    PROVINCE_DAY,
    PROVINCE_PERIOD,
    made_province,
    province_app,
    province_instance,
    province_office,
    signed_in,
)
from tests.writing.workbook_samples import clean

from tonghop.config import GoogleSettings
from tonghop.google import Google, Purpose
from tonghop.jobs import Queue
from tonghop.storage import SharedSheet, SheetKey, Store
from tonghop.workflow import Office

__all__ = [
    "DISTRICT",
    "OTHER_DISTRICT",
    "PROVINCE",
    "PROVINCE_DAY",
    "made_province",
    "province_app",
    "province_instance",
    "province_office",
    "signed_in",
]

PAGE = f"/c/{PROVINCE}/sheets"
OF_PERIOD = f"{PAGE}?period={PROVINCE_PERIOD}"
EMAILS = {"huyen": "vp.rachgia@example.vn", "huyen-khac": "vp.hatien@example.vn"}


@pytest.fixture
def google(province_app: Flask, monkeypatch: pytest.MonkeyPatch) -> FakeGoogle:
    """Google as the service meets it: no key is needed, and it is the day of the office there too."""
    fake = FakeGoogle()
    account = at_work(fake, pace=pace_of(fake))

    def connect(_settings: GoogleSettings, _folder: Path, _purpose: Purpose) -> Google:
        return account

    monkeypatch.setattr("tonghop.google.connect", connect)
    monkeypatch.setenv("TONGHOP_GOOGLE_KEY", "/etc/tonghop/google.json")
    monkeypatch.setattr("tonghop.clock.now", province_app.extensions["tonghop"].time)
    monkeypatch.setattr(Queue, "put", lambda _queue, _job: work(province_app))
    return fake


def press(visitor: Visitor, button: str, *units: str, period: str = PROVINCE_PERIOD, **fields: str) -> str:
    """Press a button for some units, or all, and return the page of what became of it."""
    answer = visitor.post(f"{PAGE}/{period}/{button}", {"unit": list(units), **fields}, page="/")
    assert answer.status_code == 302, answer.text
    return visitor.get(answer.location).text


def sheet_of(store: Store, unit: str = DISTRICT) -> SharedSheet:
    found = store.sheets.of_unit(SheetKey(PROVINCE, PROVINCE_PERIOD, unit))
    assert found is not None
    return found


def give_addresses(store: Store) -> None:
    """Give the districts' accounts their e-mail addresses."""
    for account in store.accounts():
        if account.name in EMAILS:
            store.save_account(replace(account, email=EMAILS[account.name]))


def fill_in(
    office: Office, fake: FakeGoogle, district: str = DISTRICT, *, unit: str | None = None, wrong: str = ""
) -> str:
    """Have a clerk type a commune's figures, of the first where none is named; return its code.

    ``wrong`` is typed into a cell for a number.
    """
    desk = Desk(office, fake)
    _, members = desk.members(district)
    (commune,) = [one for one in members if unit in {one.code, None}][:1]
    fill = clean(desk.campaign, desk.period, commune)
    if wrong:
        place = next(key for key, value in fill.items() if isinstance(value, int))
        fill = {**fill, place: wrong}
    types(desk.clerk(sheet_of(office.store, district)), desk.filled({commune.code: fill}, district))
    return commune.code


Enter = Callable[[str], Visitor]
"""Signs somebody in by the name of his account."""

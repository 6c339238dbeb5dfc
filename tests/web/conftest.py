"""The service on an instance of the smallest shipped plan, with an account for every role."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tonghop import catalogue, clock
from tonghop.config import Instance
from tonghop.core.accounts import Account, Role
from tonghop.jobs import Queue
from tonghop.jobs.running import run_job
from tonghop.storage import Store, sqlite_url
from tonghop.web import create_app
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import Office

CAMPAIGN, PERIOD, DAY = "so-28-2022", "KQ-2022", date(2022, 3, 25)
PARTY_CELL, OTHER_CELL = "S-CB01", "S-CB02"
PASSWORD = "mot-hai-ba-bon"
ACCOUNTS = {
    "chibo1": (Role.CLERK, PARTY_CELL),
    "chibo2": (Role.CLERK, OTHER_CELL),
    "danguy": (Role.PROVINCE, None),
    "xem": (Role.VIEWER, None),
    "admin": (Role.ADMIN, None),
}
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Visitor:
    """A browser without JavaScript: follows forms with their token."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, buffered=True)

    def post(self, address: str, fields: dict[str, Any] | None = None, *, page: str = "/sign-in") -> TestResponse:
        """Send a form as the page ``page`` would."""
        found = _TOKEN.search(self.client.get(page, follow_redirects=True).text)
        assert found is not None, f"no form on {page}"
        return self.client.post(address, data={"csrf_token": found[1], **(fields or {})})

    def sign_in(self, name: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/sign-in", {"name": name, "password": password})


@pytest.fixture(scope="session")
def made_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance with its campaign and accounts; each test works on a copy."""
    made = Instance.create(tmp_path_factory.mktemp("instance"))
    noon = clock.noon(DAY, made.zone)
    campaign, units = catalogue.load_shipped(CAMPAIGN)
    with Store.create(sqlite_url(made.folder / "tonghop.db")) as store:
        store.save_campaign(campaign, units, who="test", at=noon)
        app = create_app(made, testing=True)
        for name, (role, unit) in ACCOUNTS.items():
            open_account(app, store, Account(name, role, unit, "", ""), PASSWORD, who="test", at=noon)
        app.extensions["tonghop"].close()
    return made.folder


@pytest.fixture
def instance(made_instance: Path, tmp_path: Path) -> Instance:
    return Instance.open(Path(shutil.copytree(made_instance, tmp_path / "instance")))


@pytest.fixture
def app(instance: Instance) -> Iterator[Flask]:
    app = create_app(instance, time=clock.stopped(DAY, instance.zone), testing=True)
    yield app
    app.extensions["tonghop"].close()


def work(app: Flask) -> None:
    """Do what waits, as a worker would."""
    service = app.extensions["tonghop"]
    for job, _worker in service.store.jobs.unclaimed(unseen_since=clock.now()):
        run_job(Office(service.instance, service.store), job, "here:1:test", Event())


@pytest.fixture
def worker_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for is done before the asking returns."""
    monkeypatch.setattr(Queue, "put", lambda _queue, _job: work(app))


@pytest.fixture
def office(instance: Instance) -> Iterator[Office]:
    with closing(Office.open(instance)) as opened:
        yield opened


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def clerk(visitor: Visitor) -> Visitor:
    visitor.sign_in("chibo1")
    return visitor


@pytest.fixture
def province(app: Flask) -> Visitor:
    made = Visitor(app.test_client())
    made.sign_in("danguy")
    return made

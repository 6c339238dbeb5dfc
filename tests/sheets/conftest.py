"""An office with shared spreadsheets at the fake Google."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.fakegoogle import FakeGoogle
from tests.sheets.district import DAY, Desk

from tonghop import catalogue, clock
from tonghop.config import Instance
from tonghop.storage import Store, sqlite_url
from tonghop.workflow import Office


@pytest.fixture(scope="session")
def made_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Instance.create(tmp_path_factory.mktemp("instance"))
    campaign, units = catalogue.load_shipped("kien-giang-2020")
    with Store.create(sqlite_url(made.folder / "tonghop.db")) as store:
        store.save_campaign(campaign, units, who="test", at=clock.noon(DAY, made.zone))
    return made.folder


@pytest.fixture
def office(made_instance: Path, tmp_path: Path) -> Iterator[Office]:
    instance = Instance.open(Path(shutil.copytree(made_instance, tmp_path / "instance")))
    with closing(Office.open(instance)) as opened:
        yield opened


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office, FakeGoogle())

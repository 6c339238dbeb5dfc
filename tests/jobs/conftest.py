"""An office with the shipped campaign of a province and its units' filled workbooks, on either database."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.storage.conftest import cluster, url  # noqa: F401 - fixtures
from tests.storage.samples import NOON

from tonghop import catalogue, workflow
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core import calendar
from tonghop.core.accounts import Account, Role
from tonghop.core.submission import Coverage
from tonghop.demo.figures import Figures
from tonghop.demo.story import load_story
from tonghop.storage import Store
from tonghop.workflow import Office

CAMPAIGN = "kien-giang-2020"
KEY = "ab" * 32
"""The same in every instance, so that the workbooks need be made only once."""


def new_instance(folder: Path, database: str) -> Instance:
    Instance.create(folder)
    (folder / SETTINGS_FILE).write_text(f"database = '{database}'\n", encoding="utf-8")
    (folder / "tonghop.key").write_text(KEY, encoding="ascii")
    return Instance.open(folder)


@pytest.fixture
def instance(tmp_path: Path, url: str) -> Instance:  # noqa: F811
    return new_instance(tmp_path / "instance", url)


@pytest.fixture
def office(instance: Instance) -> Iterator[Office]:
    store = Store.create(workflow.database_url(instance))
    store.save_campaign(*catalogue.load_shipped(CAMPAIGN), who="lan", at=NOON)
    store.save_account(Account("lan", Role.PROVINCE, None, "", "lan", created=NOON))
    office = Office(instance, store)
    yield office
    office.close()


@cache
def _filled(count: int, folder: Path) -> tuple[tuple[str, bytes], ...]:
    instance = new_instance(folder, "sqlite:///made.db")
    store = Store.create(workflow.database_url(instance))
    campaign, units = catalogue.load_shipped(CAMPAIGN)
    store.save_campaign(campaign, units, who="lan", at=NOON)
    office = Office(instance, store)
    story = load_story(catalogue.folder(CAMPAIGN))
    period = calendar.find_period(campaign, story.consolidate)
    figures = Figures(story, campaign, office.tree(CAMPAIGN, story.as_of))
    owed = [unit for unit, coverage in workflow.owed(office, campaign, period) if coverage is Coverage.OWN][:count]
    files = tuple(
        (
            workflow.workbook_name(unit, Coverage.OWN),
            workflow.workbook(
                office,
                campaign,
                period,
                unit,
                Coverage.OWN,
                as_of=period.end,
                fill=figures.fill(period, unit, Coverage.OWN),
            ),
        )
        for unit in owed
    )
    office.close()
    return files


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[str, bytes], ...]:
    """Some units' workbooks of one period, filled."""
    return _filled(24, tmp_path_factory.mktemp("made"))

"""Instances and what stands at the fake Google, made once and copied for each test."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakegoogle import FakeGoogle
from tests.fakegoogle.state import World
from tests.sheets.district import Desk, Plan

from tonghop import clock
from tonghop.config import SETTINGS_FILE, Instance
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit
from tonghop.storage import Store, sqlite_url
from tonghop.workflow import Office


@dataclass(frozen=True)
class Prepared:
    """An office and its Google at one moment."""

    instance: Path
    world: World = field(repr=False)
    seconds: float
    plan: Plan = field(repr=False)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Desk]:
        """Open a copy in a folder that is not there yet; what is done to it is not done to another."""
        fake = FakeGoogle()
        fake.world = deepcopy(self.world)
        fake.clock.passes(self.seconds)
        instance = Instance.open(Path(shutil.copytree(self.instance, folder)))
        with closing(Office.open(instance)) as office:
            yield Desk(office, fake, self.plan)


def new_instance(folder: Path, campaign: Campaign, units: Sequence[Unit], plan: Plan, settings: str = "") -> Path:
    """Make an instance with one campaign."""
    made = Instance.create(folder)
    if settings:
        (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    with Store.create(sqlite_url(made.folder / "tonghop.db")) as store:
        store.save_campaign(campaign, units, who="test", at=clock.noon(plan.day, made.zone))
    return made.folder


def kept(desk: Desk) -> Prepared:
    """Keep an office as it stands; it must not be written to any more."""
    desk.office.close()
    return Prepared(desk.office.instance.folder, desk.fake.world, desk.fake.clock.seconds(), desk.plan)

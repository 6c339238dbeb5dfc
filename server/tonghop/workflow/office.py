"""An open instance: its store, with campaigns and units read once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from tonghop.apart import Run, here
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidating import measuring
from tonghop.core.consolidation import Column
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit, UnitTree
from tonghop.storage import Store, sqlite_url


class NoCampaign(TonghopError):
    message = marked("This instance has no campaign {code}. It has: {known}.")


class ChooseCampaign(TonghopError):
    message = marked("This instance has several campaigns; name one with --campaign: {known}.")


class UnknownUnit(TonghopError):
    message = marked("The campaign {campaign} has no unit with the code {code}.")


Change: TypeAlias = Callable[[tuple[Unit, ...]], tuple[Unit, ...]]
"""Makes another list of a campaign's units."""


def database_url(instance: Instance) -> str:
    """Return the URL of the instance's database; a relative SQLite file lies in the instance's folder."""
    setting = instance.settings.database
    file = setting.removeprefix("sqlite:///")
    if file == setting or Path(file).is_absolute():
        return setting
    return sqlite_url(instance.folder.resolve() / file)


class Office:
    """An open instance: its store, with campaigns and units read once."""

    def __init__(self, instance: Instance, store: Store, *, run: Run = here) -> None:
        self.instance = instance
        self.store = store
        self.run = run
        """How what reads somebody's bytes is run: in a child process by whatever must outlive a hostile file."""
        self._versions: dict[tuple[str, int], Campaign] = {}
        self._units: Mapping[str, tuple[Unit, ...]] | None = None
        self._trees: dict[tuple[str, date], UnitTree] = {}
        self._columns: dict[tuple[str, int, str], tuple[Column, ...]] = {}

    @classmethod
    def open(cls, instance: Instance, *, run: Run = here) -> "Office":
        """Open the instance's database; raises StorageError when it has none or an older one."""
        return cls(instance, Store.open(database_url(instance)), run=run)

    @cached_property
    def campaigns(self) -> Mapping[str, Campaign]:
        """The newest version of each campaign, by code."""
        return {campaign.code: campaign for campaign in self.store.campaigns()}

    def campaign(self, code: str | None) -> Campaign:
        """Return the campaign of that code, or the only one; raises NoCampaign or ChooseCampaign."""
        known = ", ".join(self.campaigns)
        if code is None and len(self.campaigns) > 1:
            raise ChooseCampaign(known=known)
        found = next(iter(self.campaigns.values()), None) if code is None else self.campaigns.get(code)
        if found is None:
            raise NoCampaign(code=code or "", known=known or "-")
        return found

    def version(self, code: str, version: int) -> Campaign | None:
        """Return the campaign as it was in that version, or ``None`` when it is not kept."""
        if code not in self.campaigns:
            return None
        if (code, version) not in self._versions:
            try:
                self._versions[code, version] = self.store.campaign(code, version)
            except TonghopError:
                return None
        return self._versions[code, version]

    def units(self, code: str) -> tuple[Unit, ...]:
        """Return all units a campaign ever had; none for a campaign that is not kept here."""
        if self._units is None:
            self._units = self.store.units_of_all()
        return self._units.get(code, ())

    def tree(self, code: str, day: date) -> UnitTree:
        """Return the campaign's units that exist on that day."""
        if (code, day) not in self._trees:
            self._trees[code, day] = UnitTree.of(self.units(code), day)
        return self._trees[code, day]

    def unit(self, campaign: Campaign, code: str, day: date) -> Unit:
        """Return a unit by its code; raises UnknownUnit."""
        unit = self.tree(campaign.code, day).by_code.get(code)
        if unit is None:
            raise UnknownUnit(campaign=campaign.code, code=code)
        return unit

    def known_unit(self, campaign: Campaign, code: str, day: date) -> Unit:
        """Return a unit as it was on that day, one that is gone or yet to come as it was last; raises UnknownUnit."""
        found = self.tree(campaign.code, day).by_code.get(code)
        rows = [unit for unit in self.units(campaign.code) if unit.code == code]
        if found is None and not rows:
            raise UnknownUnit(campaign=campaign.code, code=code)
        return found or rows[-1]

    def change_units(
        self, campaign: Campaign, change: Change, act: Mapping[str, object], *, who: str, at: datetime
    ) -> None:
        """Keep the list of units as ``change`` leaves it; ``act`` says what was done, for the audit."""
        number, units = self.store.unit_list(campaign.code)
        self.keep_units(campaign, number, change(units), act, who=who, at=at)

    def keep_units(
        self,
        campaign: Campaign,
        after: int,
        units: Sequence[Unit],
        act: Mapping[str, object],
        *,
        who: str,
        at: datetime,
    ) -> None:
        """Keep a list made from the one numbered ``after``; raises ChangedMeanwhile when that is not the newest."""
        self.store.change_units(campaign.code, after, units, act, who=who, at=at)
        self._units = None
        self._trees.clear()

    def columns(self, campaign: Campaign, period: Period) -> tuple[Column, ...]:
        """Return what the period's figures are measured by."""
        key = (campaign.code, campaign.version, period.code)
        if key not in self._columns:
            self._columns[key] = measuring.columns(campaign, period)
        return self._columns[key]

    def end_of(self, day: date) -> datetime:
        """Return the last instant of a day of the instance's zone, in UTC."""
        return datetime.combine(day, time.max, tzinfo=self.instance.zone).astimezone(UTC)

    def day_of(self, instant: datetime) -> date:
        """Return the day that an instant falls on in the instance's zone."""
        return calendar.in_zone(instant, self.instance.zone)

    def close(self) -> None:
        """Let the database go."""
        self.store.close()

"""Campaigns and their units, and whether they take reports; what is shared out and given out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from tonghop.core.allocating import Allocation
from tonghop.core.consolidation import Issue, Measure
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit
from tonghop.storage import (
    allocations,
    auditing,
    campaigns,
    closing,
    issuing,
    unit_lists,
)
from tonghop.storage.store.base import Part
from tonghop.storage.values import (
    Act,
    AllocationKept,
    Closure,
)


class CampaignStore(Part):
    """The store's campaigns, allocations and issues."""

    # Campaigns

    def save_campaign(self, campaign: Campaign, units: Sequence[Unit], *, who: str, at: datetime) -> None:
        """Keep a version of a campaign with its units; keeping the same again changes nothing.

        Raises DefinitionError when that version is kept with other content.
        """
        with self._database.writing() as connection:
            if campaigns.save(connection, campaign, units, at):
                details = {"version": campaign.version, "units": len(units)}
                auditing.record(connection, Act(at, who, "save_campaign", campaign.code, details))

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return the newest version of every campaign, by code."""
        with self._database.reading() as connection:
            return campaigns.newest(connection)

    def campaign(self, code: str, version: int | None = None) -> Campaign:
        """Return a version of a campaign (the newest); raises UnknownCampaign or UnknownVersion."""
        with self._database.reading() as connection:
            return campaigns.one(connection, code, version)

    def units_of_all(self) -> Mapping[str, tuple[Unit, ...]]:
        """Return the units of every campaign's newest version, by its code."""
        with self._database.reading() as connection:
            return campaigns.units_of_all(connection)

    def units(self, code: str, version: int | None = None) -> tuple[Unit, ...]:
        """Return the units of a version of a campaign (the newest), as listed; raises like ``campaign``."""
        with self._database.reading() as connection:
            return campaigns.units(connection, code, version)

    def unit_list(self, code: str) -> tuple[int, tuple[Unit, ...]]:
        """Return the units of a campaign's newest version, and how often their list was changed."""
        with self._database.reading() as connection:
            return unit_lists.newest(connection, campaigns.campaign_id(connection, code))

    def change_units(
        self, code: str, after: int, units: Sequence[Unit], act: Mapping[str, object], *, who: str, at: datetime
    ) -> int:
        """Keep a changed unit list and return its number; ``act`` says what was done, for the audit.

        Raises ChangedMeanwhile unless the list numbered ``after`` is still the newest.
        """
        with self._database.writing() as connection:
            number = unit_lists.change(connection, campaigns.campaign_id(connection, code), after, units, at)
            auditing.record(connection, Act(at, who, "change_units", code, {"list": number, **act}))
            return number

    def close_campaign(self, code: str, closure: Closure) -> None:
        """Have a campaign take no reports after a day; raises UnknownCampaign or ClosureUnexplained."""
        with self._database.writing() as connection:
            closing.close(connection, code, closure)

    def reopen_campaign(self, code: str, closure: Closure) -> None:
        """Have it take them again; raises UnknownCampaign, NotClosed or ClosureUnexplained."""
        with self._database.writing() as connection:
            closing.reopen(connection, code, closure)

    def closure(self, code: str, as_of: datetime | None = None) -> Closure | None:
        """Return how a campaign is closed, ``None`` when it is open."""
        with self._database.reading() as connection:
            return closing.now(connection, code, as_of)

    def closures(self, code: str, as_of: datetime | None = None) -> tuple[Closure, ...]:
        """Return every turn in whether a campaign takes reports, the newest first."""
        with self._database.reading() as connection:
            return closing.history(connection, code, as_of)

    def closed(self, as_of: datetime | None = None) -> Mapping[str, date]:
        """Return the last day of every campaign that is closed, by its code."""
        with self._database.reading() as connection:
            return closing.everywhere(connection, as_of)

    # Allocations

    def save_allocation(self, allocation: Allocation, *, who: str, at: datetime) -> None:
        """Keep what was allocated; the same again changes nothing. Raises UnknownCampaign."""
        with self._database.writing() as connection:
            allocations.save(connection, allocation, who, at)

    def allocated(self, campaign: str, unit: str, as_of: datetime | None = None) -> Mapping[Measure, int]:
        """Return the copies that were to reach a unit and all below it, by the newest allocation."""
        with self._database.reading() as connection:
            return allocations.allocated(connection, campaign, unit, as_of)

    def allocated_by_unit(self, campaign: str, as_of: datetime | None = None) -> Mapping[str, Mapping[Measure, int]]:
        """Return the same for every unit."""
        with self._database.reading() as connection:
            return allocations.of_units(connection, campaign, as_of)

    def allocation(self, campaign: str, as_of: datetime | None = None) -> AllocationKept | None:
        """Return the newest allocation as it was kept."""
        with self._database.reading() as connection:
            return allocations.kept(connection, campaign, as_of)

    # Issues

    def issue(self, campaign: str, issue: Issue, files: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """Keep a consolidation that is given out, with its files by kind (xlsx, json …).

        Raises ChangedMeanwhile when its number was given already.
        """
        with self._database.writing() as connection:
            issuing.keep(connection, campaign, issue, files)

    def issue_files(self, campaign: str, period: str, number: int) -> Mapping[str, str]:
        """Return the SHA-256 of an issue's files, by kind; ``content`` gives the bytes."""
        with self._database.reading() as connection:
            return issuing.file_digests(connection, campaign, period, number)

    def issues(self, campaign: str, period: str) -> tuple[Issue, ...]:
        """Return the issues of a period's consolidation, oldest first."""
        with self._database.reading() as connection:
            return issuing.kept(connection, campaign, period)

"""What was granted to units for a period, and who was reminded."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from tonghop.storage import (
    grants,
    reminding,
)
from tonghop.storage.store.base import Part
from tonghop.storage.values import (
    Grant,
    Granted,
    GrantKind,
)


class GrantStore(Part):
    """The store's grants and reminders."""

    # Grants

    def grant_exemption(self, campaign: str, unit: str, period: str, *, reason: str, who: str, at: datetime) -> None:
        """Free a unit from reporting for a period; raises ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.exempt(connection, Grant(campaign, unit, period, reason, who, at))

    def withdraw_grant(
        self, kind: GrantKind, campaign: str, unit: str, period: str, *, reason: str, who: str, at: datetime
    ) -> None:
        """Take back what was granted to a unit; raises NothingGranted, ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.withdraw(connection, Grant(campaign, unit, period, reason, who, at), kind)

    def exemptions(self, campaign: str, as_of: datetime | None = None) -> Mapping[tuple[str, str], str]:
        """Return the reasons of the exemptions by (unit, period)."""
        with self._database.reading() as connection:
            return grants.exemptions(connection, campaign, as_of)

    def grant_extension(
        self, campaign: str, unit: str, period: str, due: date, *, reason: str, who: str, at: datetime
    ) -> None:
        """Let a unit report for a period until ``due``; raises ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.extend(connection, Grant(campaign, unit, period, reason, who, at), due)

    def extensions(self, campaign: str, as_of: datetime | None = None) -> Mapping[tuple[str, str], date]:
        """Return the last days granted by (unit, period); the newest grant holds."""
        with self._database.reading() as connection:
            return grants.extensions(connection, campaign, as_of)

    def grants(self, campaign: str, as_of: datetime | None = None) -> tuple[Granted, ...]:
        """Return every exemption and extension, the newest first."""
        with self._database.reading() as connection:
            return grants.listed(connection, campaign, as_of)

    # Reminders

    def reminded(self, campaign: str, day: date) -> frozenset[tuple[str, str]]:
        """Return which (unit, period) were reminded of an overdue report on a day."""
        with self._database.reading() as connection:
            return reminding.reminded(connection, campaign, day)

    def claim_reminders(
        self, campaign: str, pairs: Collection[tuple[str, str]], day: date
    ) -> frozenset[tuple[str, str]]:
        """Keep that these (unit, period) are reminded on a day and return those that were not before."""
        with self._database.writing() as connection:
            gained = frozenset(pairs) - reminding.reminded(connection, campaign, day)
            reminding.keep(connection, campaign, sorted(gained), day, went=True)
            return gained

    def release_reminders(self, campaign: str, pairs: Collection[tuple[str, str]], day: date) -> None:
        """Keep that these (unit, period) could not be reminded after all: they may be tried again."""
        with self._database.writing() as connection:
            reminding.keep(connection, campaign, sorted(pairs), day, went=False)

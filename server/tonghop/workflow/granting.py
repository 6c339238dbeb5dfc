"""Exemptions and later last days, for reports that are owed; and taking them back."""

from collections.abc import Iterator
from datetime import date, datetime

from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.storage import GrantKind
from tonghop.workflow.office import Office
from tonghop.workflow.workbooks import owed


class NotOwed(TonghopError):
    message = marked("{unit} owes no report for {period}, so there is nothing to grant.")


class NotLater(TonghopError):
    message = marked("{day} is not after {due}, the last day as it is. Give a later one.")


def grant_exemption(
    office: Office, campaign: Campaign, period: Period, unit: Unit, *, reason: str, who: str, at: datetime
) -> None:
    """Free a unit from reporting for a period; raises NotOwed or ReasonMissing."""
    _refuse_unowed(office, campaign, period, unit)
    office.store.grant_exemption(campaign.code, unit.code, period.code, reason=reason, who=who, at=at)


def grant_extension(  # noqa: PLR0913 -- each is a thing of its own, and those after * are named
    office: Office, campaign: Campaign, period: Period, unit: Unit, until: date, *, reason: str, who: str, at: datetime
) -> None:
    """Let a unit report for a period until a later day; raises NotOwed, NotLater or ReasonMissing."""
    _refuse_unowed(office, campaign, period, unit)
    due = office.store.extensions(campaign.code).get((unit.code, period.code), period.due)
    if until <= due:
        raise NotLater(day=f"{until:%d/%m/%Y}", due=f"{due:%d/%m/%Y}")
    office.store.grant_extension(campaign.code, unit.code, period.code, until, reason=reason, who=who, at=at)


def withdraw_grant(  # noqa: PLR0913 -- each is a thing of its own, and those after * are named
    office: Office,
    campaign: Campaign,
    period: Period,
    unit: Unit,
    kind: GrantKind,
    *,
    reason: str,
    who: str,
    at: datetime,
) -> None:
    """Take back an exemption or a later last day: what the plan says holds again.

    Raises NothingGranted or ReasonMissing.
    """
    office.store.withdraw_grant(kind, campaign.code, unit.code, period.code, reason=reason, who=who, at=at)


def owing(office: Office, campaign: Campaign, period: Period) -> Iterator[Unit]:
    """Yield the units that owe a report for a period, each once, in tree order."""
    yield from dict.fromkeys(unit for unit, _ in owed(office, campaign, period))


def _refuse_unowed(office: Office, campaign: Campaign, period: Period, unit: Unit) -> None:
    if unit.code not in {one.code for one in owing(office, campaign, period)}:
        raise NotOwed(unit=unit.name, period=period.label)

"""What the office grants a unit for a period, and takes back: exemptions and later last days."""

from datetime import date
from typing import TypeAlias

import click

from tonghop import workflow
from tonghop.cli.commands import _period as period_of
from tonghop.cli.commands import group
from tonghop.cli.options import Day, Desk, user_name, with_desk
from tonghop.cli.speech import option
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.storage import GrantKind
from tonghop.workflow import Office

_CAMPAIGN = option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
_PERIOD = option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
_REASON = option("--reason", metavar="TEXT", required=True, help=marked("Why; the sender reads it."))
_WITHDRAW = option("--withdraw", is_flag=True, help=marked("Take back what was granted."))

_Named: TypeAlias = tuple[Campaign, Period, Unit]


class UntilMissing(TonghopError):
    message = marked("Say until when with --until, or take back what was granted with --withdraw.")


@group.command("exempt", help=marked("Free a unit from reporting for a period."))
@click.argument("unit", metavar="UNIT")
@_CAMPAIGN
@_PERIOD
@_REASON
@_WITHDRAW
@with_desk
def exempt_command(
    desk: Desk, unit: str, campaign: str | None, period: str | None, reason: str, *, withdraw: bool
) -> None:
    """Grant an exemption, or take it back."""
    with desk.office() as office:
        named = chosen, due, found = _named(desk, office, campaign, period, unit)
        if withdraw:
            _withdraw(desk, office, named, GrantKind.EXEMPTION, reason)
            return
        at = desk.instant(office)
        workflow.grant_exemption(office, chosen, due, found, reason=reason, who=user_name(), at=at)
    told = desk.say(marked("{name} need not report for {period}."), name=found.name, period=due.code)
    _print(desk, found, told)


@group.command("extend", help=marked("Let a unit report for a period until a later day."))
@click.argument("unit", metavar="UNIT")
@option("--until", "until", type=Day(), metavar="DATE", help=marked("The last day that is on time."))
@_CAMPAIGN
@_PERIOD
@_REASON
@_WITHDRAW
@with_desk
def extend_command(
    desk: Desk,
    unit: str,
    until: date | None,
    campaign: str | None,
    period: str | None,
    reason: str,
    *,
    withdraw: bool,
) -> None:
    """Grant an extension, or take it back."""
    with desk.office() as office:
        named = chosen, due, found = _named(desk, office, campaign, period, unit)
        if withdraw:
            _withdraw(desk, office, named, GrantKind.EXTENSION, reason)
            return
        if until is None:
            raise UntilMissing
        at = desk.instant(office)
        workflow.grant_extension(office, chosen, due, found, until, reason=reason, who=user_name(), at=at)
    told = marked("{name} may report for {period} until {day}.")
    _print(desk, found, desk.say(told, name=found.name, period=due.code, day=f"{until:%d/%m/%Y}"))


def _named(desk: Desk, office: Office, campaign: str | None, period: str | None, unit: str) -> _Named:
    chosen = office.campaign(campaign)
    due = period_of(chosen, period, desk.as_of(office))
    return chosen, due, office.known_unit(chosen, unit, due.end)


def _withdraw(desk: Desk, office: Office, named: _Named, kind: GrantKind, reason: str) -> None:
    campaign, period, unit = named
    at = desk.instant(office)
    workflow.withdraw_grant(office, campaign, period, unit, kind, reason=reason, who=user_name(), at=at)
    told = marked("Withdrawn: for {name} and {period} the plan's own last day holds again.")
    _print(desk, unit, desk.say(told, name=unit.name, period=period.code))


def _print(desk: Desk, unit: Unit, told: str) -> None:
    desk.out.print(f"{unit.code} · {told}", highlight=False, markup=False)

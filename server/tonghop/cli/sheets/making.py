"""``tonghop sheets create``, ``share`` and ``push``: what is made at Google, and who may open it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import click

from tonghop import workflow
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.sheets.choosing import CAMPAIGN, FAILED, PERIOD, UNITS, Chosen, account, listed, sheets_group
from tonghop.cli.sheets.saying import DONE, FAULT, NOTHING, line, name
from tonghop.cli.speech import option
from tonghop.core.consolidation import Include
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.google import Google, Purpose, page
from tonghop.sentences import say_error
from tonghop.storage import SharedSheet, SheetKey, SheetNotReady, SheetState
from tonghop.workflow import Office, sheets
from tonghop.workflow.sheets import Act, Shared

_One = TypeVar("_One")


class NoneToShare(TonghopError):
    message = marked("No shared spreadsheet is made for {period}. Make them with “tonghop sheets create”.")


class NoGroups(TonghopError):
    message = marked(
        "Nobody fills a spreadsheet together for {period}: no unit that was named has units directly below it that "
        "owe a report. Name a district."
    )


@sheets_group.command("create", help=marked("Make a spreadsheet for each district of a period that has none yet."))
@CAMPAIGN
@PERIOD
@UNITS
@with_desk
def create_command(desk: Desk, campaign: str | None, period: str | None, units: tuple[str, ...]) -> None:
    """Make them; ends with 1 when one could not be made."""
    with desk.office() as office:
        chosen = Chosen.of(desk, office, campaign, period)
        groups = list(workflow.groups(office, chosen.campaign, chosen.period, units))
        if not groups:
            raise NoGroups(period=chosen.period.code)
        accounts, act = sheets.open_accounts(office), Act(user_name(), desk.instant(office))

        def make(group: tuple[Unit, tuple[Unit, ...]]) -> bool:
            before = _before(office, chosen, group[0])
            made = sheets.make(office, accounts, chosen.campaign, chosen.period, group, act)
            told = marked("made before: {address}") if made.spreadsheet == before else marked("made: {address}")
            line(desk, DONE, name(made), desk.say(told, address=page(made.spreadsheet or "")))
            return True

        _each(desk, ((f"{group[0].code} {group[0].name}", group) for group in groups), make)


def _before(office: Office, chosen: Chosen, unit: Unit) -> str | None:
    """Return the number at Google of the spreadsheet that a unit has, ``None`` where none was ever made."""
    found = office.store.sheets.of_unit(SheetKey(chosen.campaign.code, chosen.period.code, unit.code))
    return None if found is None else found.spreadsheet


@sheets_group.command(
    "share",
    help=marked(
        "Share each district's spreadsheet with the e-mail addresses of its accounts, and no more with those of "
        "accounts that were closed."
    ),
)
@CAMPAIGN
@PERIOD
@UNITS
@with_desk
def share_command(desk: Desk, campaign: str | None, period: str | None, units: tuple[str, ...]) -> None:
    """Share them; ends with 1 when one could not be shared, or not with an address."""
    with desk.office() as office:
        chosen = Chosen.of(desk, office, campaign, period)
        found = listed(office, chosen.campaign.code, chosen.period.code, units)
        if not found:
            raise NoneToShare(period=chosen.period.code)
        owner, act = account(office, Purpose.SET_UP), Act(user_name(), desk.instant(office))
        _each(desk, ((name(one), one) for one in found), lambda one: _share(desk, office, owner, one, act))


def _share(desk: Desk, office: Office, owner: Google, sheet: SharedSheet, act: Act) -> bool:
    """Share one and say so; tells whether Google took every address."""
    if sheet.state is not SheetState.READY:
        problem = SheetNotReady(unit=sheet.key.unit, period=sheet.key.period)
        line(desk, FAULT, name(sheet), say_error(problem, desk.language))
        return False
    shared = sheets.share(office, owner, sheet, act)
    line(desk, NOTHING if shared.is_nobodys else DONE, name(sheet), _shared(desk, shared))
    for one in shared.refused:
        line(desk, f"  {FAULT}", one.address, say_error(one.problem, desk.language))
    return not shared.refused


def _shared(desk: Desk, shared: Shared) -> str:
    counts = {"added": len(shared.added), "removed": len(shared.removed), "kept": len(shared.kept)}
    words = desk.say(marked("{added} addresses added, {removed} removed, {kept} kept"), **counts)
    if shared.is_nobodys:
        words += desk.say(marked("; none of its accounts has an e-mail address (tonghop user)"))
    return words


def _each(desk: Desk, wanted: Iterable[tuple[str, _One]], do: Callable[[_One], bool]) -> None:
    """Do something for each spreadsheet, whatever is the matter with others; ends with 1 when something was."""
    well = True
    for named, one in wanted:
        try:
            well &= do(one)
        except TonghopError as trouble:
            if not sheets.concerns_one(trouble):
                raise
            well = False
            line(desk, FAULT, named, say_error(trouble, desk.language))
    if not well:
        raise click.exceptions.Exit(FAILED)


@sheets_group.command("push", help=marked("Write a period's consolidated figures to the province's live sheet."))
@CAMPAIGN
@PERIOD
@option(
    "--include",
    type=click.Choice([include.value for include in Include]),
    default=Include.SUBMITTED.value,
    show_default=True,
    help=marked("Only accepted reports, or all that were submitted."),
)
@with_desk
def push_command(desk: Desk, campaign: str | None, period: str | None, include: str) -> None:
    """Push; the live sheet is made where there is none."""
    with desk.office() as office:
        chosen = Chosen.of(desk, office, campaign, period)
        accounts, act = sheets.open_accounts(office), Act(user_name(), desk.instant(office))
        day, included = desk.as_of(office), Include(include)
        pushed = sheets.push(office, accounts, chosen.campaign, chosen.period, act, as_of=day, include=included)
    told = (
        marked("The live sheet of {period} is written: {address}")
        if pushed.written
        else marked("The live sheet of {period} holds the very same already: {address}")
    )
    said = desk.say(told, period=chosen.period.code, address=page(pushed.live.spreadsheet))
    desk.out.print(said, highlight=False, soft_wrap=True)

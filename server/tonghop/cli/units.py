"""``tonghop unit``: the units of a campaign and what becomes of them: renames, moves, mergers, splits, closings."""

import json
from collections.abc import Mapping
from datetime import date

import click
from rich.markup import escape
from rich.table import Table

from tonghop.cli.commands import group
from tonghop.cli.options import Day, Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option
from tonghop.core import reorganising
from tonghop.core.errors import TonghopError, marked
from tonghop.core.reorganising import Units
from tonghop.core.units import Unit
from tonghop.workflow import Change

_CAMPAIGN = option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
_ON = option("--on", "on", type=Day(), required=True, metavar="DATE", help=marked("The first day on which it is so."))


class NotANamedUnit(TonghopError):
    message = marked("“{text}” does not say which unit it is. Write it as CODE=NAME.")


@group.group("unit", cls=SpokenGroup, help=marked("List a campaign's units; rename, move, merge, split or close them."))
def unit_group() -> None:
    """Hold the commands about units."""


@unit_group.command("list", help=marked("List the units of a day, or with --all every line that was ever valid."))
@_CAMPAIGN
@option("--all", "everything", is_flag=True, help=marked("Units that are gone or yet to come too."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@with_desk
def list_command(desk: Desk, campaign: str | None, *, everything: bool, as_plain: bool) -> None:
    """Show the unit list."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        tree = office.tree(chosen.code, desk.as_of(office))
        shown = office.units(chosen.code) if everything else tree.units
    if as_plain:
        click.echo(json.dumps([_plain(unit) for unit in shown], ensure_ascii=False, indent=1))
        return
    table = Table(show_edge=False, pad_edge=False)
    headings = (marked("Code"), marked("Unit"), marked("Reports to"), marked("From"), marked("To"), marked("Became"))
    for heading in headings:
        table.add_column(desk.say(heading))
    for unit in shown:
        indent = "" if everything else "  " * tree.depth(unit.code)
        days = (_day(unit.valid_from), _day(unit.valid_to))
        table.add_row(unit.code, escape(indent + unit.name), unit.parent or "", *days, ", ".join(unit.successors))
    desk.out.print(table)


@unit_group.command("rename", help=marked("Give the unit CODE another NAME."))
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@_ON
@_CAMPAIGN
@with_desk
def rename_command(desk: Desk, code: str, name: str, on: date, campaign: str | None) -> None:
    """Rename a unit."""
    act = {"action": "rename", "code": code, "name": name, "on": on}
    _change(desk, campaign, lambda units: reorganising.rename(units, code, name, on), act)


@unit_group.command("move", help=marked("Put the units CODE..., with all below them, under another unit."))
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@option("--under", required=True, metavar="CODE", help=marked("The unit they report to from then on."))
@_ON
@_CAMPAIGN
@with_desk
def move_command(desk: Desk, codes: tuple[str, ...], under: str, on: date, campaign: str | None) -> None:
    """Move units."""

    def moved(units: Units) -> Units:
        for code in codes:
            units = reorganising.move(units, code, under, on)
        return units

    _change(desk, campaign, moved, {"action": "move", "codes": list(codes), "under": under, "on": on})


@unit_group.command(
    "merge", help=marked("Make one unit of CODE...: a new one, or one that exists. One CODE alone changes its code.")
)
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@option("--into", required=True, metavar="CODE", help=marked("The unit they become."))
@option("--name", metavar="NAME", help=marked("Its name; needed for a new one."))
@option("--under", metavar="CODE", help=marked("What a new one reports to, where the merged ones differ in that."))
@_ON
@_CAMPAIGN
@with_desk
def merge_command(  # noqa: PLR0917 -- one for each option
    desk: Desk,
    codes: tuple[str, ...],
    into: str,
    name: str | None,
    under: str | None,
    on: date,
    campaign: str | None,
) -> None:
    """Merge units."""
    act = {"action": "merge", "codes": list(codes), "into": into, "name": name, "under": under, "on": on}
    _change(desk, campaign, lambda units: reorganising.merge(units, codes, into, on, name=name, under=under), act)


@unit_group.command("split", help=marked("Make several new units of the unit CODE, which ends."))
@click.argument("code", metavar="CODE")
@option("--into", "parts", required=True, multiple=True, metavar="CODE=NAME", help=marked("A new unit; repeat it."))
@_ON
@_CAMPAIGN
@with_desk
def split_command(desk: Desk, code: str, parts: tuple[str, ...], on: date, campaign: str | None) -> None:
    """Split a unit."""
    into = dict(_named(part) for part in parts)
    act = {"action": "split", "code": code, "into": into, "on": on}
    _change(desk, campaign, lambda units: reorganising.split(units, code, into, on), act)


@unit_group.command("close", help=marked("End the unit CODE. Move the units below it first."))
@click.argument("code", metavar="CODE")
@option("--successor", metavar="CODE", help=marked("The unit that its reports are added to."))
@_ON
@_CAMPAIGN
@with_desk
def close_command(desk: Desk, code: str, successor: str | None, on: date, campaign: str | None) -> None:
    """Close a unit."""
    act = {"action": "close", "code": code, "successor": successor, "on": on}
    _change(desk, campaign, lambda units: reorganising.close(units, code, on, successor=successor), act)


def _change(desk: Desk, campaign: str | None, change: Change, act: Mapping[str, object]) -> None:
    with desk.office() as office:
        chosen = office.campaign(campaign)
        before = office.units(chosen.code)
        office.change_units(chosen, change, act, who=user_name(), at=desk.instant(office))
        after = office.units(chosen.code)
    for unit in (unit for unit in after if unit not in before):
        desk.out.print(_line(unit, desk), highlight=False, soft_wrap=True)


def _line(unit: Unit, desk: Desk) -> str:
    """Say what a changed line of the list says now."""
    parts = {"code": unit.code, "name": escape(unit.name), "under": unit.parent or "–"}
    if unit.valid_to is None:
        told = marked("{code} {name}, under {under}, from {first}")
        return desk.say(told, **parts, first=_day(unit.valid_from) or "–")
    if unit.successors:
        told = marked("{code} {name}, to {last}; its reports go to {successors}")
        return desk.say(told, **parts, last=_day(unit.valid_to), successors=", ".join(unit.successors))
    return desk.say(marked("{code} {name}, under {under}, to {last}"), **parts, last=_day(unit.valid_to))


def _named(text: str) -> tuple[str, str]:
    code, _, name = text.partition("=")
    if not code.strip() or not name.strip():
        raise NotANamedUnit(text=text)
    return code.strip(), name.strip()


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"


def _plain(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "parent": unit.parent,
        "level": unit.level,
        "name": unit.name,
        "valid_from": None if unit.valid_from is None else unit.valid_from.isoformat(),
        "valid_to": None if unit.valid_to is None else unit.valid_to.isoformat(),
        "successors": list(unit.successors),
        "made": unit.made,
    }

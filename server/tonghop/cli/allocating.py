"""The command that shares material out."""

import json
import re
from fractions import Fraction
from pathlib import Path

import click

from tonghop import workflow
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import option, spoken_language
from tonghop.core import calendar
from tonghop.core.allocating import Allocation
from tonghop.core.allocation_json import as_json
from tonghop.core.errors import marked
from tonghop.sentences import say

_NOT_A_NUMBER = marked("“{value}” does not say how many; write it as {example}.")

_WHOLE = re.compile(r"\d{1,3}(\.\d{3})+|\d+")
"""3.640 is three thousand six hundred and forty, as everywhere."""


class Numbered(click.ParamType[tuple[str, int]]):
    """A code and how many: TL=9000."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        """Return the code and the number; anything else is a usage error."""
        if isinstance(value, tuple):
            code, number = value
            return str(code), int(number)
        code, _, number = str(value).partition("=")
        if not code.strip() or not _WHOLE.fullmatch(number.strip()):
            return self.fail(say(_NOT_A_NUMBER, spoken_language(), value=value, example="TL=9000"), param, ctx)
        return code.strip(), int(number.replace(".", ""))


class Percent(click.ParamType[Fraction]):
    """A share of a hundred: 5 or 2,5."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Fraction:
        """Return the share; anything below 0 is a usage error."""
        try:
            percent = Fraction(str(value).strip().removesuffix("%").replace(",", "."))
        except (ValueError, ZeroDivisionError):
            percent = Fraction(-1)
        if percent < 0:
            return self.fail(say(_NOT_A_NUMBER, spoken_language(), value=value, example="5"), param, ctx)
        return percent


@group.command(
    "allocate",
    help=marked("Share material out by norms and registers into the workbook OUT.xlsx; later reports are held to it."),
)
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Take the registers of this period alone, not the newest ones."))
@option(
    "--stock",
    "stock",
    multiple=True,
    type=Numbered(),
    metavar="ITEM=N",
    help=marked("How many copies of an item there are; may be repeated. Others are given in full."),
)
@option(
    "--amount",
    "amounts",
    multiple=True,
    type=Numbered(),
    metavar="ROW=N",
    help=marked("Copies for each unit of a row that has no norm; may be repeated."),
)
@option(
    "--reserve",
    type=Percent(),
    default="0",
    metavar="PERCENT",
    help=marked("Print so many per cent beyond what units are entitled to."),
)
@option(
    "--json",
    "json_out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.json",
    help=marked("Write the figures as JSON too."),
)
@with_desk
def allocate_command(  # noqa: PLR0913 -- an argument for each option
    desk: Desk,
    out: Path,
    *,
    campaign: str | None,
    period: str | None,
    stock: tuple[tuple[str, int], ...],
    amounts: tuple[tuple[str, int], ...],
    reserve: Fraction,
    json_out: Path | None,
) -> None:
    """Write the workbook, and keep what was allocated."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        made = workflow.allocate(
            office,
            chosen,
            as_of=day,
            stock=dict(stock),
            amounts=dict(amounts),
            reserve=reserve,
            period=None if period is None else calendar.find_period(chosen, period),
        )
        out.write_bytes(workflow.allocation_file(made, day))
        if json_out is not None:
            json_out.write_text(json.dumps(as_json(made), ensure_ascii=False, indent=1), encoding="utf-8")
        office.store.save_allocation(made, who=user_name(), at=desk.instant(office))
    _tell(made, desk)
    desk.out.print(desk.say(marked("Written: {out}"), out=out), highlight=False)


def _tell(made: Allocation, desk: Desk) -> None:
    for one in made.items:
        code = one.item.code
        if not one.shares:
            line = desk.say(marked("{item}: no norm applies, and no amount was given"), item=code)
        else:
            line = desk.say(
                marked("{item}: {entitled} entitled, {copies} allocated, {lacking} lacking; print run {printed}"),
                item=code,
                entitled=one.entitled,
                copies=one.copies,
                lacking=one.lacking,
                printed=one.print_run,
            )
        desk.out.print(line, highlight=False, markup=False)
    if made.unknown:
        told = marked("{count} units without a register got nothing yet: {units}")
        units = ", ".join(unit.code for unit in made.unknown)
        desk.out.print(desk.say(told, count=len(made.unknown), units=units), highlight=False, markup=False)

"""The command that writes the official report."""

from datetime import date
from pathlib import Path

import click

from tonghop import workflow
from tonghop.cli.commands import _period as period_of
from tonghop.cli.commands import group
from tonghop.cli.options import Day, Desk, with_desk
from tonghop.cli.speech import option
from tonghop.core.consolidation import Include
from tonghop.core.errors import marked

_BESIDE = "-"
"""``--pdf`` without a name: beside the Word file."""


@group.command("report", help=marked("Write the official report of a period as the Word document OUT.docx."))
@click.argument("out", metavar="OUT.docx", type=click.Path(path_type=Path, dir_okay=False))
@option(
    "--pdf",
    "pdf_out",
    is_flag=False,
    flag_value=_BESIDE,
    type=click.Path(dir_okay=False),
    metavar="[OUT.pdf]",
    help=marked("As PDF too, beside it or under the name given; LibreOffice makes it."),
)
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
@option(
    "--include",
    type=click.Choice([include.value for include in Include]),
    default=Include.SUBMITTED.value,
    show_default=True,
    help=marked("Only accepted reports, or all that were submitted."),
)
@option("--number", default="", metavar="NUMBER", help=marked("The report's number; left blank if not given."))
@option("--signed", type=Day(), metavar="DATE", help=marked("The day it is signed; left blank if not given."))
@option(
    "--tree",
    "tree_day",
    type=Day(),
    metavar="DATE",
    help=marked("On the units of this day: those before a merger, or those after it."),
)
@with_desk
def report_command(  # noqa: PLR0913, PLR0917 -- one for each option
    desk: Desk,
    out: Path,
    pdf_out: str | None,
    campaign: str | None,
    period: str | None,
    include: str,
    number: str,
    signed: date | None,
    tree_day: date | None,
) -> None:
    """Write the report."""
    with desk.office() as office:
        chosen, day = office.campaign(campaign), desk.as_of(office)
        due = period_of(chosen, period, day)
        made = workflow.publish(office, chosen, due, as_of=day, include=Include(include), tree_day=tree_day)
        content = workflow.report_file(office, made, number=number, signed=signed, tree_day=tree_day)
    _write(desk, out, content)
    if pdf_out is not None:
        _write(desk, out.with_suffix(".pdf") if pdf_out == _BESIDE else Path(pdf_out), workflow.pdf(content))


def _write(desk: Desk, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    desk.out.print(desk.say(marked("Written: {out}"), out=file), highlight=False)

"""The first commands of a campaign: the demonstration, an instance, workbooks, standings, the consolidation."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from rich.progress import track

from tonghop import __version__, catalogue, clock, demo, workflow
from tonghop.cli import tables
from tonghop.cli.options import Day, Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option, spoken_language, usage_sentence
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.core.consolidation_json import as_json, standing_json
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.stamp import Layout
from tonghop.core.submission import Coverage
from tonghop.sentences import say, say_error
from tonghop.storage import Store

_REFUSED, _USAGE = 1, 2


class CannotUse(TonghopError):
    message = marked("{file} cannot be read or written ({problem}). Is it open in Excel, or not yours to change?")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``tonghop``; ends the process with 0, 1 (refused) or 2 (usage)."""
    try:
        # Outside standalone mode click returns the code that a command ended with, and None when it just ended.
        sys.exit(group.main(args=arguments, prog_name="tonghop", standalone_mode=False))
    except click.Abort:
        sys.exit(_REFUSED)
    except click.ClickException as error:
        click.echo(usage_sentence(error, spoken_language()), err=True)
        sys.exit(_USAGE)
    except (TonghopError, OSError) as error:
        if isinstance(error, OSError):
            error = CannotUse(file=error.filename or "", problem=error.strerror or error)
        language = spoken_language()
        click.echo(say(marked("Error: {problem}"), language, problem=say_error(error, language)), err=True)
        sys.exit(_REFUSED)


@click.group(cls=SpokenGroup, help=marked("Bring hundreds of units' spreadsheets together, checked cell by cell."))
@click.version_option(__version__, message="tonghop %(version)s")
def group() -> None:
    """Hold the commands."""


@group.command("demo", help=marked("Run the shipped campaigns end to end into DIR, with made figures."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@option("--campaign", "codes", multiple=True, metavar="CODE", help=marked("Only this campaign; may be repeated."))
@option("--lang", type=click.Choice(["vi", "en"]), help=marked("Language of what is shown."))
def demo_command(folder: Path, codes: tuple[str, ...], lang: str | None) -> None:
    """Make, take in and consolidate the demonstration."""
    demo.run(folder, codes or catalogue.shipped(), "en" if lang == "en" else spoken_language())


@group.command(
    "init", help=marked("Make an instance in DIR, or bring the one there up to date, and add the campaigns named.")
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@option(
    "--campaign",
    "campaigns",
    multiple=True,
    required=True,
    metavar="CODE|PATH",
    help=marked("A shipped campaign's code, or a campaign's folder or workbook; may be repeated."),
)
@option("--lang", type=click.Choice(["vi", "en"]), help=marked("Language of what is shown."))
def init_command(folder: Path, campaigns: tuple[str, ...], lang: str | None) -> None:
    """Make an instance."""
    language = "en" if lang == "en" else spoken_language()
    loaded = [(name, *workflow.named_campaign(name)) for name in campaigns]
    instance = Instance.create(folder)
    with Store.create(workflow.database_url(instance)) as store:
        for name, campaign, units in loaded:
            catalogue.keep_report_template(name, campaign.code, instance.folder)
            store.save_campaign(campaign, units, who=user_name(), at=clock.now())
            click.echo(
                say(
                    marked("{folder}: campaign {code} with {units} units."),
                    language,
                    folder=folder,
                    code=campaign.code,
                    units=len(units),
                )
            )


_LAYOUTS = {
    Layout.UNIT.value: workflow.unit_files,
    Layout.GROUP.value: workflow.group_files,
    Coverage.SUMMARY.value: workflow.summary_files,
}


@group.command("workbooks", help=marked("Write the clerks' workbooks of a period into the folder OUT."))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
@option("--unit", "units", multiple=True, metavar="CODE", help=marked("Only this unit; may be repeated."))
@option(
    "--layout",
    type=click.Choice(list(_LAYOUTS)),
    default=Layout.UNIT.value,
    show_default=True,
    help=marked(
        "A workbook for each unit, one for all units directly below another, or one that sums up all below it; "
        "--unit then names that one."
    ),
)
@with_desk
def workbooks_command(
    desk: Desk, out: Path, campaign: str | None, period: str | None, units: tuple[str, ...], layout: str
) -> None:
    """Write the workbooks that units fill."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        due = _period(chosen, period, day)
        out.mkdir(parents=True, exist_ok=True)
        listed = _LAYOUTS[layout](office, chosen, due, units, as_of=day)
        for name, made in track(listed, desk.say(marked("Writing workbooks")), console=desk.screen, transient=True):
            (out / name).write_bytes(made())
        desk.out.print(desk.say(marked("{count} workbooks in {out}"), count=len(listed), out=out), highlight=False)


@group.command("status", help=marked("Show who has sent what, and who is late."))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Only this period."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@with_desk
def status_command(desk: Desk, campaign: str | None, period: str | None, *, as_plain: bool) -> None:
    """Show the standings of a campaign."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        if period is not None:
            calendar.find_period(chosen, period)
        standings = [
            standing for standing in workflow.standings(office, chosen, day) if period in {None, standing.period}
        ]
        units = office.units(chosen.code)
        tree = office.tree(chosen.code, day)
    if as_plain:
        tables.print_json([standing_json(standing) for standing in standings])
        return
    desk.out.print(tables.status_table(chosen, tree, standings, desk, units))
    for line in tables.progress_lines(standings, desk):
        desk.out.print(line, highlight=False)


@group.command("consolidate", help=marked("Bring a period's figures together into the workbook OUT.xlsx."))
@click.argument("out", metavar="OUT.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
@option(
    "--include",
    type=click.Choice([include.value for include in Include]),
    default=Include.SUBMITTED.value,
    show_default=True,
    help=marked("Only accepted reports, or all that were submitted."),
)
@option(
    "--json",
    "json_out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.json",
    help=marked("Write the figures and their sources as JSON too."),
)
@option(
    "--tree",
    "tree_day",
    type=Day(),
    metavar="DATE",
    help=marked("On the units of this day: those before a merger, or those after it."),
)
@option("--issue", is_flag=True, help=marked("Keep it as given out; later ones then tell what changed since."))
@with_desk
def consolidate_command(  # noqa: PLR0913, PLR0917 -- one for each option
    desk: Desk,
    out: Path,
    campaign: str | None,
    period: str | None,
    include: str,
    json_out: Path | None,
    tree_day: date | None,
    *,
    issue: bool,
) -> None:
    """Write the consolidated workbook."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        due = _period(chosen, period, day)
        included = Include(include)
        consolidation = workflow.publish(office, chosen, due, as_of=day, include=included, tree_day=tree_day)
        content = workflow.consolidated_file(office, consolidation, desk.language)
        out.write_bytes(content)
        if issue:
            given_out = workflow.issue_of(consolidation, content, who=user_name(), at=desk.instant(office))
            office.store.issue(chosen.code, given_out.issue, given_out.files)
    if json_out is not None:
        json_out.write_text(json.dumps(as_json(consolidation), ensure_ascii=False, indent=1), encoding="utf-8")
    for line in tables.progress_lines(
        [standing for standing in consolidation.standings if standing.period == due.code], desk
    ):
        desk.out.print(line, highlight=False)
    if consolidation.changes is not None:
        desk.out.print(tables.changes_line(consolidation.changes, desk), highlight=False)
    if issue:
        number = given_out.issue.number
        desk.out.print(desk.say(marked("Kept as issue {number} of {period}."), number=number, period=due.code))
    desk.out.print(desk.say(marked("Written: {out}"), out=out), highlight=False)


def _period(campaign: Campaign, code: str | None, day: date) -> Period:
    """Return the period of that code, else the newest one."""
    return workflow.current_period(campaign, day) if code is None else calendar.find_period(campaign, code)

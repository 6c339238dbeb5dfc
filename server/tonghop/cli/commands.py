"""The commands, in the order a campaign goes through them."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
from rich.markup import escape
from rich.progress import track

from tonghop import __version__, catalogue, demo, workflow
from tonghop.cli import tables
from tonghop.cli.files import Source, sources
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option, spoken_language, usage_sentence
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.core.consolidation_json import as_json
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.findings import Finding
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.sentences import say, say_error, say_finding
from tonghop.storage import Action, Delivery, Store, TakenRevision
from tonghop.workflow import Office, Reception

_REFUSED, _USAGE = 1, 2


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
    except TonghopError as error:
        language = spoken_language()
        click.echo(say(marked("Error: {problem}"), language, problem=say_error(error, language)), err=True)
        sys.exit(_REFUSED)


@click.group(cls=SpokenGroup, help=marked("Bring hundreds of units' spreadsheets together, checked cell by cell."))
@click.version_option(__version__, prog_name="tonghop")
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
    help=marked("A shipped campaign's code, or a campaign's folder; may be repeated."),
)
@option("--lang", type=click.Choice(["vi", "en"]), help=marked("Language of what is shown."))
def init_command(folder: Path, campaigns: tuple[str, ...], lang: str | None) -> None:
    """Make an instance."""
    language = "en" if lang == "en" else spoken_language()
    loaded = [catalogue.load(name) for name in campaigns]
    instance = Instance.create(folder)
    with Store.create(workflow.database_url(instance)) as store:
        for campaign, units in loaded:
            store.save_campaign(campaign, units, who=user_name(), at=demo.now())
            click.echo(
                say(
                    marked("{folder}: campaign {code} with {units} units."),
                    language,
                    folder=folder,
                    code=campaign.code,
                    units=len(units),
                )
            )


@group.command("workbooks", help=marked("Write the clerks' workbooks of a period into the folder OUT."))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
@option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
@option("--unit", "units", multiple=True, metavar="CODE", help=marked("Only this unit; may be repeated."))
@with_desk
def workbooks_command(desk: Desk, out: Path, campaign: str | None, period: str | None, units: tuple[str, ...]) -> None:
    """Write the workbooks that units fill."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        due = _period(chosen, period, day)
        out.mkdir(parents=True, exist_ok=True)
        owed = list(workflow.owed(office, chosen, due, units))
        for unit, coverage in track(owed, desk.say(marked("Writing workbooks")), console=desk.screen, transient=True):
            content = workflow.workbook(office, chosen, due, unit, coverage, as_of=day)
            (out / workflow.workbook_name(unit, coverage)).write_bytes(content)
        desk.out.print(desk.say(marked("{count} workbooks in {out}"), count=len(owed), out=out), highlight=False)


@group.command(
    "ingest", help=marked("Take in workbooks: files, folders and zip archives. Ends with 1 if any was refused.")
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@option("--sender", metavar="NAME", help=marked("Who sent them; the user running the command if not given."))
@option("--unit", metavar="CODE", help=marked("The unit they are of, when a workbook does not say or says another."))
@option("--period", metavar="CODE", help=marked("The period they are for, when a workbook does not say."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@with_desk
def ingest_command(
    desk: Desk, paths: tuple[Path, ...], sender: str | None, unit: str | None, period: str | None, *, as_plain: bool
) -> None:
    """Take files in, each in its own transaction; one that is refused affects no other."""
    with desk.office() as office:
        found = list(sources(paths))
        receptions = []
        for source in track(found, desk.say(marked("Taking in")), console=desk.screen, transient=True):
            reception = _take_in(desk, office, source, sender or user_name(), (unit, period))
            receptions.append(reception)
            if not as_plain:
                desk.out.print(_line(reception, desk), highlight=False, soft_wrap=True)
        refused = sum(not reception.taken for reception in receptions)
        if as_plain:
            _print_json([tables.reception_json(reception, desk) for reception in receptions])
        else:
            summary = desk.say(marked("{taken} taken, {refused} not"), taken=len(receptions) - refused, refused=refused)
            desk.out.print(summary, highlight=False)
        if refused:
            raise click.exceptions.Exit(_REFUSED)


def _take_in(
    desk: Desk, office: Office, source: Source, sender: str, claim: tuple[str | None, str | None]
) -> Reception:
    delivery = Delivery(source.content(), source.name, sender, desk.instant(office))
    return workflow.receive(office, delivery, claimed_unit=claim[0], claimed_period=claim[1])


def _line(reception: Reception, desk: Desk) -> str:
    name = escape(reception.delivery.name)
    if reception.examined.refusal is not None:
        return f"[red]✗[/] {name}: {escape(tables.refusal_text(reception.examined.refusal, desk))}"
    findings = [finding for outcome in reception.examined.outcomes for finding in outcome.findings]
    errors = [finding for finding in findings if finding.blocks]
    mark = "[red]✗[/]" if errors else "[green]✓[/]"
    told = desk.say(
        marked("{errors} errors, {others} to look at"), errors=len(errors), others=len(findings) - len(errors)
    )
    revisions = ", ".join(_revision(taken, desk) for taken in reception.receipt.taken)
    first = f" – {escape(_placed(errors[0], desk))}" if errors else ""
    return f"{mark} {name}: {revisions}; {told}{first}"


def _revision(taken: TakenRevision, desk: Desk) -> str:
    if not taken.is_new:
        return desk.say(marked("revision {number} again"), number=taken.number)
    told = marked("revision {number}, waiting") if taken.waits else marked("revision {number}")
    if taken.replaced_sender is None:
        return desk.say(told, number=taken.number)
    followed = desk.say(marked(" (after one that {sender} sent)"), sender=taken.replaced_sender)
    return desk.say(told, number=taken.number) + followed


def _placed(finding: Finding, desk: Desk) -> str:
    place = f"{finding.cell}: " if finding.cell else ""
    return f"{place}{say_finding(finding, desk.language)}"


@group.command("check", help=marked("Say what would be found in FILE, storing nothing. Ends with 1 if it has errors."))
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--unit", metavar="CODE", help=marked("The unit it is of, when the workbook does not say or says another."))
@option("--period", metavar="CODE", help=marked("The period it is for, when the workbook does not say."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@with_desk
def check_command(desk: Desk, file: Path, unit: str | None, period: str | None, *, as_plain: bool) -> None:
    """Check one workbook."""
    with desk.office() as office:
        content, day = file.read_bytes(), desk.as_of(office)
        examined = workflow.examine(office, content, as_of=day, claimed_unit=unit, claimed_period=period)
    findings = [finding for outcome in examined.outcomes for finding in outcome.findings]
    if as_plain:
        _print_json(tables.examined_json(examined, desk))
    elif examined.refusal is not None:
        desk.out.print(f"[red]✗[/] {escape(tables.refusal_text(examined.refusal, desk))}", highlight=False)
    elif findings:
        desk.out.print(tables.findings_table(findings, desk))
    else:
        desk.out.print("[green]✓[/]", desk.say(marked("Nothing to correct.")), highlight=False)
    if examined.refusal is not None or any(finding.blocks for finding in findings):
        raise click.exceptions.Exit(_REFUSED)


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
        standings = [
            standing for standing in workflow.standings(office, chosen, day) if period in {None, standing.period}
        ]
        tree = office.tree(chosen.code, day)
    if as_plain:
        _print_json([tables.standing_json(standing) for standing in standings])
        return
    desk.out.print(tables.status_table(chosen, tree, standings, desk))
    for line in tables.progress_lines(standings, desk):
        desk.out.print(line, highlight=False)


def _review_command(name: str, action: Action, help_text: str, *, needs_reason: bool) -> None:
    @group.command(name, help=help_text)
    @click.argument("unit", metavar="UNIT")
    @option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
    @option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
    @option("--summary", is_flag=True, help=marked("The unit's summary of those below it, not its own report."))
    @option("--reason", metavar="TEXT", required=needs_reason, help=marked("Why; the sender reads it."))
    @with_desk
    def review(
        desk: Desk, unit: str, campaign: str | None, period: str | None, reason: str | None, *, summary: bool
    ) -> None:
        """Move a submission from one state to the next."""
        with desk.office() as office:
            chosen = office.campaign(campaign)
            due = _period(chosen, period, desk.as_of(office))
            office.unit(chosen, unit, due.end)
            coverage = Coverage.SUMMARY if summary else Coverage.OWN
            key = SubmissionKey(chosen.code, due.code, unit, coverage)
            state = office.store.move(
                key, action, levels=chosen.review_levels, who=user_name(), at=desk.instant(office), reason=reason
            )
        desk.out.print(f"{unit} · {due.code}: {desk.say(tables.STATES[state])}", highlight=False)


_review_command("accept", Action.ACCEPT, marked("Accept a unit's report."), needs_reason=False)
_review_command("return", Action.RETURN, marked("Return a unit's report with a reason."), needs_reason=True)
_review_command(
    "reopen", Action.REOPEN, marked("Reopen an accepted report so that it can be corrected."), needs_reason=False
)


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
@with_desk
def consolidate_command(
    desk: Desk, out: Path, campaign: str | None, period: str | None, include: str, json_out: Path | None
) -> None:
    """Write the consolidated workbook."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        due = _period(chosen, period, day)
        consolidation = workflow.publish(office, chosen, due, as_of=day, include=Include(include))
        out.write_bytes(workflow.consolidated_file(office, consolidation, desk.language))
    if json_out is not None:
        json_out.write_text(json.dumps(as_json(consolidation), ensure_ascii=False, indent=1), encoding="utf-8")
    for line in tables.progress_lines(
        [standing for standing in consolidation.standings if standing.period == due.code], desk
    ):
        desk.out.print(line, highlight=False)
    desk.out.print(desk.say(marked("Written: {out}"), out=out), highlight=False)


def _period(campaign: Campaign, code: str | None, day: date) -> Period:
    return workflow.current_period(campaign, day) if code is None else calendar.find_period(campaign, code)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))

"""The commands, in the order a campaign goes through them."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
from rich.markup import escape
from rich.progress import track

from tonghop import __version__, catalogue, clock, demo, workflow
from tonghop.cli import tables
from tonghop.cli.files import Source, sources
from tonghop.cli.marking import free_file, write_marked
from tonghop.cli.options import Day, Desk, user_name, with_desk
from tonghop.cli.speech import SpokenGroup, option, spoken_language, usage_sentence
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.core.consolidation_json import as_json, standing_json
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.core.stamp import Layout
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.sentences import say, say_error, say_finding
from tonghop.storage import Action, Delivery, Store, TakenRevision
from tonghop.workflow import Examined, Office, Reception

_REFUSED, _USAGE = 1, 2


class NothingThere(TonghopError):
    message = marked("No file was found in {paths}.")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose the files are said to be on the command line, and for which period."""

    unit: str | None
    period: str | None


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


@group.command(
    "ingest", help=marked("Take in workbooks: files, folders and zip archives. Ends with 1 if any was refused.")
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@option("--sender", metavar="NAME", help=marked("Who sent them; the user running the command if not given."))
@option(
    "--unit",
    metavar="CODE",
    help=marked("The unit they are of; settles it where the workbook's mark and its cover disagree."),
)
@option("--period", metavar="CODE", help=marked("The period they are for, when a workbook does not say."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@option(
    "--marked",
    "marked_out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=marked("Write each workbook in which something was found into DIR, with the cells marked."),
)
@with_desk
def ingest_command(
    desk: Desk,
    paths: tuple[Path, ...],
    sender: str | None,
    unit: str | None,
    period: str | None,
    marked_out: Path | None,
    *,
    as_plain: bool,
) -> None:
    """Take files in, each in its own transaction; one that is refused affects no other."""
    with desk.office() as office:
        found = list(sources(paths))
        if not found:
            raise NothingThere(paths=", ".join(map(str, paths)))
        shown: list[dict[str, object]] = []
        held = 0
        for source in track(found, desk.say(marked("Taking in")), console=desk.screen, transient=True):
            claim = Claim(unit, period)
            line, plain, taken = _take_in(desk, office, source, sender or user_name(), claim, marked_out)
            held += not taken
            shown.append(plain)
            if not as_plain:
                desk.out.print(line, highlight=False, soft_wrap=True)
    if as_plain:
        _print_json(shown)
    else:
        counted = marked("{taken} taken, {held} with errors or refused")
        desk.out.print(desk.say(counted, taken=len(found) - held, held=held), highlight=False)
    if held:
        raise click.exceptions.Exit(_REFUSED)


def _take_in(
    desk: Desk, office: Office, source: Source, sender: str, claim: Claim, marked_out: Path | None
) -> tuple[str, dict[str, object], bool]:
    """Take one file in; return what is shown of it, the same as plain values, and whether it is taken."""
    try:
        content = source.content()
    except UnreadableFile as refusal:
        plain = {"file": source.name, "taken": False, **tables.examined_json(Examined(refusal=refusal), desk)}
        return f"[red]✗[/] {escape(source.name)}: {escape(tables.refusal_text(refusal, desk))}", plain, False
    delivery = Delivery(content, source.name, sender, desk.instant(office))
    reception = workflow.receive(office, delivery, claimed_unit=claim.unit, claimed_period=claim.period)
    if marked_out is not None and reception.examined.findings:
        write_marked(free_file(marked_out, source.name), reception.delivery, reception.examined, desk)
    return _line(reception, desk), tables.reception_json(reception, desk), reception.taken


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
    several = len(reception.examined.outcomes) > 1
    revisions = (
        _units(reception, desk) if several else ", ".join(_revision(one, desk) for one in reception.receipt.taken)
    )
    first = f" – {escape(_placed(errors[0], desk))}" if errors else ""
    return f"{mark} {name}: {revisions}; {told}{first}"


def _units(reception: Reception, desk: Desk) -> str:
    """Say how many units' reports a group's workbook brought."""
    outcomes = reception.examined.outcomes
    faulty = sum(any(finding.blocks for finding in outcome.findings) for outcome in outcomes)
    new = sum(taken.is_new for taken in reception.receipt.taken)
    told = marked("{units} units, {new} with new figures, {faulty} with errors")
    return desk.say(told, units=len(outcomes), new=new, faulty=faulty)


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
@option(
    "--unit",
    metavar="CODE",
    help=marked("The unit it is of; settles it where the workbook's mark and its cover disagree."),
)
@option("--period", metavar="CODE", help=marked("The period it is for, when the workbook does not say."))
@option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))
@option(
    "--marked",
    "marked_out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.xlsx",
    help=marked("Write the workbook with what was found marked in it, without earlier marks."),
)
@with_desk
def check_command(
    desk: Desk, file: Path, unit: str | None, period: str | None, marked_out: Path | None, *, as_plain: bool
) -> None:
    """Check one workbook."""
    with desk.office() as office:
        delivery = Delivery(file.read_bytes(), file.name, user_name(), desk.instant(office))
        day = desk.as_of(office)
        examined = workflow.examine(office, delivery.content, as_of=day, claimed_unit=unit, claimed_period=period)
    findings = [finding for outcome in examined.outcomes for finding in outcome.findings]
    if marked_out is not None and not isinstance(examined.refusal, TonghopError):
        write_marked(marked_out, delivery, examined, desk)
    if as_plain:
        _print_json(tables.examined_json(examined, desk))
    elif examined.refusal is not None:
        desk.out.print(f"[red]✗[/] {escape(tables.refusal_text(examined.refusal, desk))}", highlight=False)
    elif findings:
        for outcome in (one for one in examined.outcomes if one.findings):
            if len(examined.outcomes) > 1:
                desk.out.print(f"\n[bold]{escape(outcome.key.unit)}[/]", highlight=False)
            desk.out.print(tables.findings_table(outcome.findings, desk))
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
        if period is not None:
            calendar.find_period(chosen, period)
        standings = [
            standing for standing in workflow.standings(office, chosen, day) if period in {None, standing.period}
        ]
        units = office.units(chosen.code)
        tree = office.tree(chosen.code, day)
    if as_plain:
        _print_json([standing_json(standing) for standing in standings])
        return
    desk.out.print(tables.status_table(chosen, tree, standings, desk, units))
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
            office.known_unit(chosen, unit, due.end)
            coverage = Coverage.SUMMARY if summary else Coverage.OWN
            key = SubmissionKey(chosen.code, due.code, unit, coverage)
            state = office.store.move(
                key, action, levels=chosen.review_levels, who=user_name(), at=desk.instant(office), reason=reason
            )
            heads = office.store.heads(chosen.code, periods=[due.code])
            (reached,) = (head.accepted_levels for head in heads if head.key == key)
        told = desk.say(tables.STATES[state])
        if action is Action.ACCEPT and reached < chosen.review_levels:
            passed = marked("accepted at level {reached} of {levels}")
            told = desk.say(passed, reached=reached, levels=chosen.review_levels)
        desk.out.print(f"{unit} · {due.code}: {told}", highlight=False)


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


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))

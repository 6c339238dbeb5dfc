"""The commands that look at files: take them in, or only say what would be found."""

from dataclasses import dataclass
from pathlib import Path

import click
from rich.markup import escape
from rich.progress import track

from tonghop import workflow
from tonghop.cli import tables
from tonghop.cli.commands import group
from tonghop.cli.files import Source, sources
from tonghop.cli.marking import free_file, write_marked
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import option
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.sentences import say_finding
from tonghop.storage import Delivery, TakenRevision
from tonghop.workflow import Examined, Office, Reception

_REFUSED = 1


class NothingThere(TonghopError):
    message = marked("No file was found in {paths}.")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose the files are said to be on the command line, and for which period."""

    unit: str | None
    period: str | None


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
        tables.print_json(shown)
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
        tables.print_json(tables.examined_json(examined, desk))
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

"""What commands show: tables for people, plain values for ``--json``."""

import json
from collections.abc import Iterable, Iterator, Sequence

import click
from rich.markup import escape
from rich.table import Table

from tonghop import sentences
from tonghop.cli.options import Desk
from tonghop.core.completeness import Standing, State, progress
from tonghop.core.consolidation import Changes
from tonghop.core.definitions import Campaign, Severity
from tonghop.core.errors import TonghopError, marked
from tonghop.core.findings import Finding
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree
from tonghop.sentences import say_error, say_finding
from tonghop.workflow import Examined, Reception

STATES = {**sentences.STATES, State.SUBMITTED: marked("sent")}
_COLOURS = {
    State.NOT_DUE: "dim",
    State.NOT_SENT: "red",
    State.EMPTY: "red",
    State.BLOCKED: "red",
    State.RETURNED: "yellow",
    State.SUBMITTED: "cyan",
    State.REOPENED: "cyan",
    State.ACCEPTED: "green",
    State.EXEMPT: "dim",
}
_SEVERITY_COLOURS = {Severity.BLOCKING: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def finding_json(finding: Finding, desk: Desk) -> dict[str, object]:
    """Return a finding as plain values."""
    said = say_finding(finding, desk.language)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.cell.sheet if finding.cell else finding.sheet,
        "cell": finding.cell.a1 if finding.cell else None,
        "form": finding.form,
        "row": finding.row,
        "field": finding.field,
        "read": finding.read,
        "expected": finding.expected,
        "sentence": said.sentence,
        "remedy": said.remedy,
    }


def refusal_text(refusal: TonghopError | Finding, desk: Desk) -> str:
    """Return in one line why a file was not taken."""
    if isinstance(refusal, Finding):
        return str(say_finding(refusal, desk.language))
    return say_error(refusal, desk.language)


def examined_json(examined: Examined, desk: Desk) -> dict[str, object]:
    """Return what a file holds as plain values."""
    refusal = examined.refusal
    code = None if refusal is None else refusal.code if isinstance(refusal, Finding) else type(refusal).__name__
    return {
        "refused": None if refusal is None else {"code": code, "sentence": refusal_text(refusal, desk)},
        "submissions": [
            {
                "campaign": outcome.key.campaign,
                "period": outcome.key.period,
                "unit": outcome.key.unit,
                "coverage": outcome.key.coverage.value,
                "findings": [finding_json(finding, desk) for finding in outcome.findings],
            }
            for outcome in examined.outcomes
        ],
    }


def reception_json(reception: Reception, desk: Desk) -> dict[str, object]:
    """Return a delivery and what became of it as plain values."""
    revisions = [
        {
            "unit": taken.key.unit,
            "period": taken.key.period,
            "coverage": taken.key.coverage.value,
            "revision": taken.number,
            "state": taken.state.value,
            "new": taken.is_new,
            "waits": taken.waits,
        }
        for taken in reception.receipt.taken
    ]
    return {
        "file": reception.delivery.name,
        "digest": reception.receipt.digest,
        "taken": reception.taken,
        "revisions": revisions,
        **examined_json(reception.examined, desk),
    }


def findings_table(findings: Iterable[Finding], desk: Desk) -> Table:
    """Return the findings of one workbook as a table, the worst first."""
    table = Table(show_edge=False, pad_edge=False)
    for heading in (marked("Place"), marked("Kind"), marked("What was found"), marked("What to do")):
        table.add_column(desk.say(heading), overflow="fold")
    order = list(Severity)
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
        said = say_finding(finding, desk.language)
        place = str(finding.cell) if finding.cell else finding.sheet or ""
        colour = _SEVERITY_COLOURS[finding.severity]
        kind = f"[{colour}]{desk.say(sentences.SEVERITIES[finding.severity])}[/]"
        table.add_row(escape(place), kind, escape(said.sentence), escape(said.remedy))
    return table


def status_table(
    campaign: Campaign, tree: UnitTree, standings: Iterable[Standing], desk: Desk, units: Iterable[Unit] = ()
) -> Table:
    """Return the unit × period matrix; of ``units`` those that are gone stand where their reports are owed."""
    listed = list(standings)
    periods = list(dict.fromkeys(standing.period for standing in listed))
    table = Table(title=campaign.short_title.said(desk.language), show_lines=False)
    table.add_column(desk.say(marked("Unit")))
    for period in periods:
        table.add_column(period)
    by_unit: dict[tuple[str, Coverage], dict[str, Standing]] = {}
    for standing in listed:
        by_unit.setdefault((standing.unit, standing.coverage), {})[standing.period] = standing
    known = {unit.code: unit for unit in units} | dict(tree.by_code)
    for (code, coverage), cells in by_unit.items():
        indent = "  " * tree.depth(code) if code in tree.by_code else "  – "
        name = f"{indent}{code} {known[code].name if code in known else ''}"
        if coverage is Coverage.SUMMARY:
            name += desk.say(marked(" (summary of its units)"))
        table.add_row(escape(name), *(_standing_cell(cells.get(period), desk) for period in periods))
    return table


def changes_line(changes: Changes, desk: Desk) -> str:
    """Say how much changed since the last issue."""
    return desk.say(
        marked("Since issue {number} of {day}: {figures} figures of {units} units changed."),
        number=changes.since.number,
        day=f"{changes.since.as_of:%d/%m/%Y}",
        figures=len(changes.changes),
        units=len({change.unit for change in changes.changes}),
    )


def _standing_cell(standing: Standing | None, desk: Desk) -> str:
    if standing is None:
        return ""
    words = desk.say(STATES[standing.state])
    if standing.is_late:
        words += " " + desk.say(marked("({days} days late)"), days=standing.days_late)
    if standing.waiting is not None:
        words += " " + desk.say(marked("(revision {number} waits)"), number=standing.waiting)
    return f"[{_COLOURS[standing.state]}]{words}[/]"


def progress_lines(standings: Sequence[Standing], desk: Desk) -> Iterator[str]:
    """Yield a line of counts for each period."""
    for period in dict.fromkeys(standing.period for standing in standings):
        counts = progress(standings, period)
        yield desk.say(
            marked(
                "{period}: {owed} owed; {on_time} on time, {late} late, {missing} not sent, {not_due} not due yet, "
                "{faulty} with errors or empty, {returned} returned; {accepted} accepted, {exempt} exempt"
            ),
            period=period,
            owed=counts.owed,
            on_time=counts.on_time,
            late=counts.late,
            missing=counts.missing,
            not_due=counts.not_due,
            faulty=counts.blocked + counts.empty,
            returned=counts.returned,
            accepted=counts.accepted,
            exempt=counts.exempt,
        )


def print_json(value: object) -> None:
    """Print plain JSON, as programs read it."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))

"""What reviewers do and look up: accept, return, reopen; amendments, a report's history, what changed."""

from collections.abc import Iterable
from datetime import tzinfo
from itertools import pairwise

import click
from rich.markup import escape
from rich.table import Table

from tonghop import workflow
from tonghop.cli import tables
from tonghop.cli.commands import _period as period_of
from tonghop.cli.commands import group
from tonghop.cli.options import Desk, user_name, with_desk
from tonghop.cli.speech import option
from tonghop.core import calendar
from tonghop.core.consolidating.changes import CellChange, cell_changes
from tonghop.core.consolidation import Change, Changes, Include, Revision
from tonghop.core.definitions import Campaign, FieldType, Number
from tonghop.core.errors import TonghopError, marked
from tonghop.core.labels import named
from tonghop.core.spelling import plain, spelled
from tonghop.core.submission import AnswerValue, Coverage, SubmissionKey
from tonghop.storage import Action, NothingSent
from tonghop.workflow import Amendment, Office

_CAMPAIGN = option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
_PERIOD = option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
_JSON = option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))


class NoSuchRevision(TonghopError):
    message = marked("The report of {unit} for {period} has no revision {number}. It has: {known}.")


class NeverIssued(TonghopError):
    message = marked(
        "The consolidation of {period} was never kept as given out. Do so with “tonghop consolidate OUT.xlsx --issue”."
    )


# Steps of review.


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
            due = period_of(chosen, period, desk.as_of(office))
            office.known_unit(chosen, unit, due.end)
            coverage = Coverage.SUMMARY if summary else Coverage.OWN
            key = SubmissionKey(chosen.code, due.code, unit, coverage)
            state = office.store.move(
                key, action, levels=chosen.review_levels, who=user_name(), at=desk.instant(office), reason=reason
            )
            workflow.tell_sheet(office, key, desk.instant(office))
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


# Amendments and history.


@group.command("amendments", help=marked("List the revisions that wait, cell by cell: what stands and what would."))
@_CAMPAIGN
@option("--period", metavar="CODE", help=marked("Only this period."))
@_JSON
@with_desk
def amendments_command(desk: Desk, campaign: str | None, period: str | None, *, as_plain: bool) -> None:
    """List what waits."""
    with desk.office() as office:
        chosen, zone = office.campaign(campaign), office.instance.zone
        only = None if period is None else calendar.find_period(chosen, period)
        found = workflow.amendments(office, chosen, desk.as_of(office), only)
    if as_plain:
        tables.print_json([_amendment_json(one, chosen, desk) for one in found])
        return
    if not found:
        desk.out.print(desk.say(marked("Nothing waits.")), highlight=False)
    for one in found:
        told = marked("revision {number} waits ({state}), revision {in_force} is in force ({standing})")
        state, standing = (desk.say(tables.STATES[it.state]) for it in (one.waiting, one.in_force))
        numbers = {"number": one.waiting.number, "in_force": one.in_force.number}
        line = desk.say(told, **numbers, state=state, standing=standing)
        key = one.in_force.key
        summary = desk.say(marked(" (summary of its units)")) if key.coverage is Coverage.SUMMARY else ""
        sent = f"{one.waiting.sender}, {_moment(one.waiting, zone)} · {one.waiting.file_name}"
        desk.out.print(f"{key.unit}{summary} · {key.period}: {line} · {sent}", highlight=False, markup=False)
        desk.out.print(_cells_table(one.changes, chosen, desk))


def _amendment_json(one: Amendment, campaign: Campaign, desk: Desk) -> dict[str, object]:
    key = one.in_force.key
    return {
        "unit": key.unit,
        "period": key.period,
        "coverage": key.coverage.value,
        "in_force": _revision_json(one.in_force),
        "waiting": _revision_json(one.waiting),
        "changes": [_cell_json(change, campaign, desk) for change in one.changes],
    }


@group.command("history", help=marked("Show every revision of a unit's report, and what each changed."))
@click.argument("unit", metavar="UNIT")
@_CAMPAIGN
@_PERIOD
@option("--summary", is_flag=True, help=marked("The unit's summary of those below it, not its own report."))
@option("--between", nargs=2, type=int, metavar="N M", help=marked("Only what differs between these two revisions."))
@_JSON
@with_desk
def history_command(
    desk: Desk,
    unit: str,
    campaign: str | None,
    period: str | None,
    between: tuple[int, int] | None,
    *,
    summary: bool,
    as_plain: bool,
) -> None:
    """Show a report's revisions."""
    with desk.office() as office:
        chosen, zone = office.campaign(campaign), office.instance.zone
        due = period_of(chosen, period, desk.as_of(office))
        office.known_unit(chosen, unit, due.end)
        key = SubmissionKey(chosen.code, due.code, unit, Coverage.SUMMARY if summary else Coverage.OWN)
        revisions = office.store.history(key)
    pairs = _pairs(key, revisions, between)
    if as_plain:
        differing = {(old.number, new.number): cell_changes(old.submission, new.submission) for old, new in pairs}
        tables.print_json(
            {
                "revisions": [_revision_json(revision) for revision in revisions],
                "differences": [
                    {"from": old, "to": new, "changes": [_cell_json(change, chosen, desk) for change in changes]}
                    for (old, new), changes in differing.items()
                ],
            }
        )
        return
    for revision in revisions:
        desk.out.print(_revision_line(revision, zone, desk), highlight=False, markup=False)
    for old, new in pairs:
        numbers = {"old": old.number, "new": new.number}
        desk.out.print(desk.say(marked("From revision {old} to revision {new}:"), **numbers), highlight=False)
        desk.out.print(_cells_table(cell_changes(old.submission, new.submission), chosen, desk))


def _pairs(
    key: SubmissionKey, revisions: tuple[Revision, ...], between: tuple[int, int] | None
) -> list[tuple[Revision, Revision]]:
    if not revisions:
        raise NothingSent(unit=key.unit, period=key.period)
    if between is None:
        return list(pairwise(revisions))
    numbered = {revision.number: revision for revision in revisions}
    for number in between:
        if number not in numbered:
            known = ", ".join(map(str, numbered))
            raise NoSuchRevision(unit=key.unit, period=key.period, number=number, known=known)
    return [(numbered[between[0]], numbered[between[1]])]


def _revision_line(revision: Revision, zone: tzinfo, desk: Desk) -> str:
    number = desk.say(marked("revision {number}"), number=revision.number)
    state = desk.say(tables.STATES[revision.state])
    return f"{number}: {state} · {_moment(revision, zone)} · {revision.sender} · {revision.file_name}"


def _moment(revision: Revision, zone: tzinfo) -> str:
    return f"{revision.received.astimezone(zone):%H:%M %d/%m/%Y}"


def _revision_json(revision: Revision) -> dict[str, object]:
    return {
        "revision": revision.number,
        "state": revision.state.value,
        "received": revision.received.isoformat(),
        "sender": revision.sender,
        "file": revision.file_name,
        "digest": revision.digest,
    }


def _cells_table(changes: Iterable[CellChange], campaign: Campaign, desk: Desk) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for heading in (marked("Place"), marked("Field"), marked("Old"), marked("New")):
        table.add_column(desk.say(heading), overflow="fold")
    for change in changes:
        label = named(campaign, change.form, change.row, change.field).said(desk.language)
        place = "" if change.cell is None else str(change.cell)
        table.add_row(escape(place), escape(label), escape(_shown(change.old)), escape(_shown(change.new)))
    return table


def _cell_json(change: CellChange, campaign: Campaign, desk: Desk) -> dict[str, object]:
    return {
        "cell": None if change.cell is None else str(change.cell),
        "form": change.form,
        "row": change.row or None,
        "field": change.field,
        "label": named(campaign, change.form, change.row, change.field).said(desk.language),
        "old": _plain(change.old),
        "new": _plain(change.new),
    }


def _shown(value: AnswerValue) -> str:
    whole = FieldType.COUNT if isinstance(value, int) else FieldType.DECIMAL
    return spelled(value, whole) or "–"


def _plain(value: AnswerValue) -> object:
    if value is None or isinstance(value, int | str):
        return value
    return list(value) if isinstance(value, tuple) else str(value)


# What changed since the last issue.


@group.command("changes", help=marked("Show what changed since the consolidation was last given out."))
@_CAMPAIGN
@_PERIOD
@option(
    "--include",
    type=click.Choice([include.value for include in Include]),
    help=marked("Only accepted reports, or all that were submitted; as in the issue if not given."),
)
@_JSON
@with_desk
def changes_command(
    desk: Desk, campaign: str | None, period: str | None, include: str | None, *, as_plain: bool
) -> None:
    """Show the changes."""
    with desk.office() as office:
        chosen = office.campaign(campaign)
        day = desk.as_of(office)
        due = period_of(chosen, period, day)
        issues = office.store.issues(chosen.code, due.code)
        if not issues:
            raise NeverIssued(period=due.code)
        included = issues[-1].include if include is None else Include(include)
        changes = workflow.publish(office, chosen, due, as_of=day, include=included).changes
        names = _names(office, chosen)
    if changes is None:
        raise NeverIssued(period=due.code)
    if as_plain:
        tables.print_json(_changes_json(changes, chosen, desk))
        return
    desk.out.print(tables.changes_line(changes, desk), highlight=False)
    if changes.changes:
        desk.out.print(_changes_table(changes.changes, chosen, names, desk))


def _names(office: Office, campaign: Campaign) -> dict[str, str]:
    return {unit.code: unit.name for unit in office.units(campaign.code)}


def _changes_table(changes: Iterable[Change], campaign: Campaign, names: dict[str, str], desk: Desk) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    headings = (marked("Unit"), marked("Field"), marked("Old"), marked("New"), marked("Revision"), marked("Sender"))
    for heading in headings:
        table.add_column(desk.say(heading), overflow="fold")
    for one in changes:
        measure = one.measure
        label = named(campaign, measure.form, measure.row, measure.field).said(desk.language)
        unit = f"{one.unit} {names.get(one.unit, '')}"
        cells = (unit, label, _number(one.old), _number(one.new), str(one.revision), one.sender)
        table.add_row(*map(escape, cells))
    return table


def _number(value: Number | None) -> str:
    return "–" if value is None else plain(value)


def _changes_json(changes: Changes, campaign: Campaign, desk: Desk) -> dict[str, object]:
    since = changes.since
    return {
        "issue": since.number,
        "period": since.period,
        "as_of": since.as_of.isoformat(),
        "include": since.include.value,
        "digest": since.digest,
        "changes": [
            {
                "unit": one.unit,
                "period": one.period,
                "coverage": one.coverage.value,
                "form": one.measure.form,
                "row": one.measure.row or None,
                "field": one.measure.field,
                "label": named(campaign, one.measure.form, one.measure.row, one.measure.field).said(desk.language),
                "old": _plain(one.old),
                "new": _plain(one.new),
                "revision": one.revision,
                "sender": one.sender,
                "came": one.came,
                "went": one.went,
            }
            for one in changes.changes
        ],
    }

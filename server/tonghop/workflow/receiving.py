"""bytes → read → identify → parse → check → store; and the file that goes back, marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from tonghop.apart import Run, here
from tonghop.core import calendar
from tonghop.core.checking import check
from tonghop.core.checking.settling import typed
from tonghop.core.consolidating import measuring
from tonghop.core.consolidating.watching import jumps
from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import Parsed, parse
from tonghop.core.parsing.group import parse_group, why_nothing
from tonghop.core.stamp import Layout
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.reading.google import is_snapshot
from tonghop.sentences import say_finding
from tonghop.storage import Delivery, FigureTooLarge, Outcome, Receipt
from tonghop.workflow.closing import closed_to
from tonghop.workflow.office import Office
from tonghop.workflow.past import allocated_to, context, past_totals
from tonghop.workflow.workbooks import group_members
from tonghop.writing.marked import findings_workbook, marked_workbook


class OutOfSight(TonghopError):
    message = marked(
        "The workbook is of units that are not yours ({units}); nothing was stored. "
        "Send the workbooks of your own unit and of those below it."
    )


_ASKED = frozenset({"stamp_missing", "unit_cell_changed"})
"""What the sender's own word on unit and period settles."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a file: the units he may send for, and what he says of the file."""

    sees: Callable[[str, str], bool]
    """Tells of a campaign's unit whether it is his own or stands below it."""
    unit: str | None = None
    """His own unit."""
    chosen_unit: str | None = None
    chosen_period: str | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """What a workbook holds: its submissions with what was found, or why it cannot be taken at all."""

    outcomes: tuple[Outcome, ...] = ()
    refusal: TonghopError | Finding | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, that for which it cannot be taken first."""
        refused = (self.refusal,) if isinstance(self.refusal, Finding) else ()
        return (*refused, *(finding for outcome in self.outcomes for finding in outcome.findings))


@dataclass(frozen=True, slots=True)
class Reception:
    """A delivery as it was taken in."""

    delivery: Delivery
    examined: Examined
    receipt: Receipt

    @property
    def taken(self) -> bool:
        """Whether every submission in it can be consolidated."""
        blocked = any(finding.blocks for outcome in self.examined.outcomes for finding in outcome.findings)
        return self.examined.refusal is None and not blocked


def examine(
    office: Office, content: bytes, *, as_of: date, claimed_unit: str | None = None, claimed_period: str | None = None
) -> Examined:
    """Read, identify, parse and check a workbook; nothing is stored."""
    try:
        sheets = office.run(read, content)
    except UnreadableFile as refusal:
        return Examined(refusal=refusal)
    identified = identify(
        sheets,
        office.instance.key,
        office.version,
        office.units,
        claimed_unit=claimed_unit,
        claimed_period=claimed_period,
        campaigns=[(campaign, calendar.periods(campaign, as_of)) for campaign in office.campaigns.values()],
    )
    if isinstance(identified, Finding):
        return Examined(refusal=identified)
    campaign, period, unit = identified.campaign, identified.period, identified.unit
    if identified.stamp.layout is Layout.GROUP:
        units = group_members(office, campaign, period, unit)
        parsed = parse_group(sheets, identified.stamp, campaign, period, units)
        if not parsed:
            return Examined(refusal=why_nothing(sheets, campaign, period, units))
    else:
        units, parsed = (unit,), parse(sheets, identified.stamp, campaign, period, unit)
    by_code = {one.code: one for one in units}
    return Examined(tuple(_outcome(office, identified, by_code[one.submission.key.unit], one, as_of) for one in parsed))


def _outcome(office: Office, identified: Identified, unit: Unit, parsed: Parsed, as_of: date) -> Outcome:
    campaign, period = identified.campaign, identified.period
    key = parsed.submission.key
    past = past_totals(office, campaign, period, unit, key.coverage, as_of)
    columns = office.columns(campaign, period)
    known = replace(
        context(office, campaign, period, unit, past),
        allocated=allocated_to(office, campaign, period, key, as_of),
    )
    checked = check(parsed.submission, known)
    jumped = jumps(campaign, columns, checked.submission, past)
    findings = (*identified.findings, *parsed.findings, *checked.findings, *jumped)
    totals = measuring.measure_values(checked.submission, columns)
    return Outcome(key, checked.submission, findings, totals, typed(campaign, checked.submission))


def receive(
    office: Office, delivery: Delivery, *, claimed_unit: str | None = None, claimed_period: str | None = None
) -> Reception:
    """Take a file in: examine it and store it with all that was found, in one transaction."""
    day = calendar.in_zone(delivery.received, office.instance.zone)
    examined = examine(office, delivery.content, as_of=day, claimed_unit=claimed_unit, claimed_period=claimed_period)
    return keep(office, delivery, examined)


def examine_for(office: Office, content: bytes, *, as_of: date, sender: Sender) -> Examined:
    """Examine a file that somebody sent, for whoever he is; raises OutOfSight where it is not his to send.

    What he says of unit and period is looked at only where the workbook does not say it itself: his own
    unit is taken for one that lost its mark, and only what he chose settles a cover that was changed.
    """
    examined = examine(office, content, as_of=as_of)
    code = examined.refusal.code if isinstance(examined.refusal, Finding) else None
    claimed_unit = sender.chosen_unit or (sender.unit if code == "stamp_missing" else None)
    if code in _ASKED and (claimed_unit or sender.chosen_period):
        examined = examine(office, content, as_of=as_of, claimed_unit=claimed_unit, claimed_period=sender.chosen_period)
    foreign = [one.key.unit for one in examined.outcomes if not sender.sees(one.key.campaign, one.key.unit)]
    if foreign:
        raise OutOfSight(units=", ".join(foreign))
    return examined


def keep(office: Office, delivery: Delivery, examined: Examined) -> Reception:
    """Store a file with all that was found in it, in one transaction; a closed campaign takes nothing of it."""
    delivery = replace(delivery, is_current=is_snapshot(delivery.content))
    examined = unless_closed(office, examined, delivery.received)
    if examined.refusal is None:
        try:
            return Reception(delivery, examined, office.store.receive(delivery, examined.outcomes))
        except FigureTooLarge as refusal:
            examined = Examined(refusal=refusal)
    return Reception(delivery, examined, office.store.receive(delivery, (), _reason(examined)))


def unless_closed(office: Office, examined: Examined, at: datetime) -> Examined:
    """Return what was examined, or its refusal where its campaign took nothing any more at an instant."""
    if examined.refusal is not None or not examined.outcomes:
        return examined
    closed = closed_to(office, office.campaign(examined.outcomes[0].key.campaign), at)
    return examined if closed is None else Examined(refusal=closed)


def _reason(examined: Examined) -> str:
    """Return why nothing was taken, as it is kept with the file: code and English sentence."""
    refusal = examined.refusal
    if isinstance(refusal, Finding):
        return f"{refusal.code}: {say_finding(refusal, 'en').sentence}"
    return f"{type(refusal).__name__}: {refusal}"


def marked_file(
    name: str,
    content: bytes,
    findings: Sequence[Finding],
    language: Language,
    *,
    reason: str | None = None,
    run: Run = here,
) -> bytes:
    """Return the clerk's file with the findings marked in it; a workbook that lists them where it is no xlsx.

    ``reason`` is why a reviewer returned it, told before the findings.
    """
    say = partial(say_finding, language=language)
    try:
        return run(marked_workbook, content, findings, say, language=language, reason=reason)
    except UnreadableFile:
        return findings_workbook(name, findings, say, language=language, reason=reason)

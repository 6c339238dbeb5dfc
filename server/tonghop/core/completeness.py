"""Who owes, who sent, who is late: states that cannot be mistaken for one another."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from tonghop.core.calendar import in_zone
from tonghop.core.definitions import Campaign, Period
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree


class State(StrEnum):
    """Where one owed report stands on a day."""

    NOT_DUE = "not_due"
    """Nothing came, and its last day is not over."""
    NOT_SENT = "not_sent"
    """Nothing came, and its last day is over."""
    EMPTY = "empty"
    """A workbook came with nothing filled in."""
    BLOCKED = "blocked"
    """It came, with findings that keep it from being taken."""
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    EXEMPT = "exempt"


USABLE = frozenset({State.SUBMITTED, State.ACCEPTED, State.REOPENED})
"""States whose figures may be consolidated; ACCEPTED alone where only accepted ones are taken."""


class Sent(Protocol):
    """What a standing rests on of the revision in force: a whole ``Revision`` or its ``Head``."""

    @property
    def key(self) -> SubmissionKey: ...  # noqa: D102
    @property
    def sequence(self) -> int: ...  # noqa: D102
    @property
    def state(self) -> State: ...  # noqa: D102
    @property
    def received(self) -> datetime: ...  # noqa: D102
    @property
    def first_received(self) -> datetime | None: ...  # noqa: D102
    @property
    def accepted_levels(self) -> int: ...  # noqa: D102
    @property
    def waiting(self) -> int | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Head:
    """The revision in force of a submission without its answers: enough to follow who sent what."""

    key: SubmissionKey
    number: int
    sequence: int
    """Order among all deliveries; never the clock."""
    state: State
    received: datetime
    """UTC."""
    first_received: datetime | None = None
    """UTC; when the first revision without blocking findings came, ``None`` when none has."""
    accepted_levels: int = 0
    waiting: int | None = None
    """The number of a newer revision that is not in force."""
    reason: str | None = None
    """Why it was returned."""
    errors: int = 0
    """Blocking findings of the newest revision, in force or not."""
    warnings: int = 0
    """Warnings of the newest revision, in force or not."""
    sender: str | None = None
    """Who sent it."""

    @property
    def amends(self) -> bool:
        """Whether what waits could come into force: an amendment of an accepted report."""
        return self.waiting is not None and not self.errors


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit's report for one period stands on a day."""

    unit: str
    period: str
    coverage: Coverage
    state: State
    due: date
    received: date | None = None
    """The day, in the instance's zone, on which the first workbook that was not blocked came."""
    days_late: int = 0
    """Days after the last day that it came, or, where nothing usable came, that have passed."""
    accepted_levels: int = 0
    """How many levels of review have accepted it."""
    waiting: int | None = None
    """The number of a newer revision that is not in force: an amendment, or one with errors."""

    @property
    def is_late(self) -> bool:
        """Whether it came, or is still awaited, after its last day."""
        return self.days_late > 0

    @property
    def is_overdue(self) -> bool:
        """Whether its last day is over and nothing usable came."""
        return self.days_late > 0 and self.state not in USABLE


# Who owes.


def summed_up(campaign: Campaign, tree: UnitTree, unit: Unit) -> bool:
    """Tell whether the unit's summary stands in for units directly below it, which report to it alone."""
    if not campaign.summary_stands_in:
        return False
    silent = {level.code for level in campaign.levels if not level.reports}
    return any(child.level in silent for child in tree.children.get(unit.code, ()))


def owed(campaign: Campaign, tree: UnitTree, period: Period) -> Iterator[tuple[Unit, Coverage]]:
    """Yield, in tree order, the reports that units owe for a period; nobody owes a derived one."""
    if period.derived:
        return
    reporting = {level.code for level in campaign.levels if level.reports}
    owing = {code for code in reporting if not period.levels or code in period.levels}
    owing = {code for code in owing if campaign.forms_due(period, code)}
    for unit in tree.units:
        if unit.level in owing and _lived(unit, period):
            yield unit, Coverage.OWN
            if summed_up(campaign, tree, unit):
                yield unit, Coverage.SUMMARY


def members(campaign: Campaign, tree: UnitTree, period: Period, parent: str) -> tuple[Unit, ...]:
    """Return the units directly below one that owe a report of their own: those of its group's workbook."""
    owing = owed(campaign, tree, period)
    return tuple(unit for unit, coverage in owing if unit.parent == parent and coverage is Coverage.OWN)


def _lived(unit: Unit, period: Period) -> bool:
    """Tell whether the unit existed on any day of the period: one made by a later merger owes nothing for it."""
    begun = unit.valid_from is None or unit.valid_from <= period.end
    return begun and (unit.valid_to is None or period.start <= unit.valid_to)


# How each report stands.

_KEPT_OUT = frozenset({State.BLOCKED, State.EMPTY})

UnitPeriod = tuple[str, str]
"""A unit's code and a period's code."""


def standings(  # noqa: PLR0913 -- each is a thing of its own, and those after * are named
    campaign: Campaign,
    tree: UnitTree,
    periods: Iterable[Period],
    revisions: Iterable[Sent],
    *,
    as_of: date,
    zone: tzinfo,
    exempt: Collection[UnitPeriod] = (),
    extensions: Mapping[UnitPeriod, date] = MappingProxyType({}),
) -> tuple[Standing, ...]:
    """Return how every report owed for these periods stands on a day, in tree order, then by period as given.

    ``revisions`` are those in force at the end of that day; where several of one key are given, the
    newest by sequence is taken for the one in force and the oldest for when the report came.
    """
    sent: dict[SubmissionKey, list[Sent]] = {}
    for revision in revisions:
        sent.setdefault(revision.key, []).append(revision)
    place = {unit.code: index for index, unit in enumerate(tree.units)}
    owing = [(unit, coverage, period) for period in periods for unit, coverage in owed(campaign, tree, period)]
    owing.sort(key=lambda one: place[one[0].code])
    made: list[Standing] = []
    for unit, coverage, period in owing:
        both = (unit.code, period.code)
        awaited = Standing(unit.code, period.code, coverage, State.NOT_DUE, extensions.get(both, period.due))
        came = sent.get(SubmissionKey(campaign.code, period.code, unit.code, coverage), [])
        standing = _sent(awaited, came, as_of, zone) if came else _awaited(awaited, as_of)
        made.append(replace(standing, state=State.EXEMPT, days_late=0) if both in exempt else standing)
    return tuple(made)


def _awaited(standing: Standing, as_of: date) -> Standing:
    if as_of <= standing.due:
        return standing
    return replace(standing, state=State.NOT_SENT, days_late=_days_after(standing.due, as_of))


def _sent(awaited: Standing, came: Sequence[Sent], as_of: date, zone: tzinfo) -> Standing:
    in_force = max(came, key=lambda revision: revision.sequence)
    state = in_force.state
    received = min((_received(revision, zone) for revision in came if revision.state not in _KEPT_OUT), default=None)
    counted = received if received is not None and state in USABLE else as_of
    return replace(
        awaited,
        state=state,
        received=received,
        days_late=_days_after(awaited.due, counted),
        accepted_levels=in_force.accepted_levels,
        waiting=in_force.waiting,
    )


def _received(revision: Sent, zone: tzinfo) -> date:
    return in_zone(revision.first_received or revision.received, zone)


def _days_after(due: date, day: date) -> int:
    return max(0, (day - due).days)


# How far a period has come.


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a period's owed reports stand how. ``owed`` is the sum of the seven counts that follow it."""

    period: str
    owed: int = 0
    """Without the exempt."""
    on_time: int = 0
    """Came usable, on or before the last day."""
    late: int = 0
    """Came usable, after the last day."""
    not_due: int = 0
    missing: int = 0
    """Nothing came, and the last day is over."""
    empty: int = 0
    blocked: int = 0
    returned: int = 0
    accepted: int = 0
    """Of those that came usable, how many are accepted."""
    exempt: int = 0

    @property
    def usable(self) -> int:
        """How many came and can be consolidated."""
        return self.on_time + self.late

    @property
    def rate(self) -> Decimal | None:
        """Return the share of the owed reports that came usable, 0 to 1; ``None`` when nobody owes one."""
        return Decimal(self.usable) / self.owed if self.owed else None


_COUNTED_AS = MappingProxyType(
    {
        State.NOT_DUE: "not_due",
        State.NOT_SENT: "missing",
        State.EMPTY: "empty",
        State.BLOCKED: "blocked",
        State.RETURNED: "returned",
    }
)


def progress(all_standings: Iterable[Standing], period: str) -> Progress:
    """Count how the reports of the period with that code stand."""
    counts: dict[str, int] = {}
    for standing in all_standings:
        if standing.period == period:
            for name in _counters(standing):
                counts[name] = counts.get(name, 0) + 1
    return Progress(period, **counts)


def _counters(standing: Standing) -> tuple[str, ...]:
    if standing.state is State.EXEMPT:
        return ("exempt",)
    if standing.state in _COUNTED_AS:
        return ("owed", _COUNTED_AS[standing.state])
    came = "late" if standing.is_late else "on_time"
    return ("owed", came, "accepted") if standing.state is State.ACCEPTED else ("owed", came)

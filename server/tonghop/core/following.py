"""Following a campaign (theo dõi, đôn đốc): who has to do what next, the unit × period matrix, and what came when."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from tonghop.core.completeness import USABLE, Head, Progress, Standing, State, progress
from tonghop.core.definitions import Period
from tonghop.core.reorganising import places
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree

# What is to be done next with a report.


class Step(StrEnum):
    """The one next thing that a unit does about a report it owes."""

    FILL = "fill"
    """Nothing came: download the workbook, fill it, send it."""
    REFILL = "refill"
    """An empty workbook came."""
    FIX = "fix"
    """It has errors and nothing of it counts."""
    FIX_NEWER = "fix_newer"
    """A newer workbook has errors; the figures before it still count."""
    CORRECT = "correct"
    """It was returned with a reason."""
    LOOK_AGAIN = "look_again"
    """It was reopened: correct it, or leave it as it is."""
    WAIT_REVIEW = "wait_review"
    WAIT_REOPENING = "wait_reopening"
    """A correction of an accepted report waits until that is reopened."""
    NOTHING = "nothing"


ACTING = frozenset({Step.FILL, Step.REFILL, Step.FIX, Step.FIX_NEWER, Step.CORRECT, Step.LOOK_AGAIN})
"""Steps that are the unit's own; with any other it has only to wait, or not even that."""

_STEP_OF = MappingProxyType(
    {
        State.NOT_DUE: Step.FILL,
        State.NOT_SENT: Step.FILL,
        State.EMPTY: Step.REFILL,
        State.BLOCKED: Step.FIX,
        State.RETURNED: Step.CORRECT,
        State.REOPENED: Step.LOOK_AGAIN,
        State.SUBMITTED: Step.WAIT_REVIEW,
        State.ACCEPTED: Step.NOTHING,
        State.EXEMPT: Step.NOTHING,
    }
)


@dataclass(frozen=True, slots=True)
class Report:
    """An owed report: how it stands, and what came of it."""

    standing: Standing
    head: Head | None = None
    """``None`` when nothing came."""

    @property
    def step(self) -> Step:
        """Return what its unit does next."""
        head, state = self.head, self.standing.state
        if head is not None and head.waiting is not None and state in USABLE:
            if head.errors:
                return Step.FIX_NEWER
            if state is State.ACCEPTED:
                return Step.WAIT_REOPENING
        return _STEP_OF[state]

    @property
    def order(self) -> tuple[bool, bool, date]:
        """What sorts reports by what is most pressing: overdue first, then what is to be done, then by last day."""
        return (not self.standing.is_overdue, self.step not in ACTING, self.standing.due)


# Units as they are followed.


@dataclass(frozen=True)
class Outline:
    """Units in tree order with those that are gone or yet to come, each under the unit that it reports to."""

    units: tuple[Unit, ...]

    @classmethod
    def of(cls, tree: UnitTree, units: Iterable[Unit]) -> "Outline":
        """Take each unit as the tree has it, one that is not in it as it was last."""
        listed = tuple(units)
        known = {unit.code: unit for unit in listed} | dict(tree.by_code)
        order = places(tree, listed)
        return cls(tuple(sorted(known.values(), key=lambda unit: order[unit.code])))

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Units by their code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def chains(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of each unit and of all above it, itself first."""
        return {unit.code: tuple(self._upwards(unit.code)) for unit in self.units}

    def depth(self, code: str) -> int:
        """Return how many units stand above."""
        return len(self.chains[code]) - 1

    def within(self, code: str | None) -> "Outline":
        """Return a unit and all below it; everything where none is named."""
        if code is None:
            return self
        return Outline(tuple(unit for unit in self.units if code in self.chains[unit.code]))

    def _upwards(self, code: str | None) -> Iterator[str]:
        met = set()
        while code is not None and code in self.by_code and code not in met:
            met.add(code)
            yield code
            code = self.by_code[code].parent


# The matrix.


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of the unit × period matrix: a unit's reports, or how all those at and below a unit stand."""

    unit: Unit
    depth: int
    coverage: Coverage | None = None
    """``None`` for a line of subtotals."""
    cells: Mapping[str, Report] = field(default_factory=dict)
    """By period."""
    totals: Mapping[str, Progress] = field(default_factory=dict)
    """By period, of a line of subtotals."""


def matrix(
    outline: Outline, reports: Iterable[Report], keeps: Callable[[MatrixRow], bool] = lambda _: True
) -> tuple[MatrixRow, ...]:
    """Return the matrix in tree order: a unit with others below it has subtotals first, then its own reports.

    Of the units' lines those are left out that ``keeps`` refuses, and subtotals under which none is left;
    what is left out is counted all the same.
    """
    by_unit: dict[str, dict[Coverage, dict[str, Report]]] = {}
    for report in reports:
        one = report.standing
        if one.unit in outline.by_code:
            by_unit.setdefault(one.unit, {}).setdefault(one.coverage, {})[one.period] = report
    own = {code: _kept_lines(outline, code, found, keeps) for code, found in by_unit.items()}
    shown = {above for code, lines in own.items() if lines for above in outline.chains[code]}
    counted = _counted(outline, by_unit)
    rows: list[MatrixRow] = []
    for unit in outline.units:
        if unit.code in shown and unit.code in counted:
            rows.append(MatrixRow(unit, outline.depth(unit.code), totals=counted[unit.code]))
        rows += own.get(unit.code, ())
    return tuple(rows)


def _kept_lines(
    outline: Outline,
    code: str,
    found: Mapping[Coverage, Mapping[str, Report]],
    keeps: Callable[[MatrixRow], bool],
) -> list[MatrixRow]:
    depth = outline.depth(code)
    lines = [
        MatrixRow(outline.by_code[code], depth, coverage, found[coverage])
        for coverage in Coverage
        if found.get(coverage)
    ]
    return [line for line in lines if keeps(line)]


def _counted(
    outline: Outline, by_unit: Mapping[str, Mapping[Coverage, Mapping[str, Report]]]
) -> Mapping[str, Mapping[str, Progress]]:
    """Count by period all reports at and below each unit that has owing ones below it."""
    parents = {above for code in by_unit for above in outline.chains[code][1:]}
    below: dict[str, dict[str, list[Standing]]] = {code: {} for code in parents}
    for code, by_coverage in by_unit.items():
        standings = [report.standing for cells in by_coverage.values() for report in cells.values()]
        for above in parents.intersection(outline.chains[code]):
            for standing in standings:
                below[above].setdefault(standing.period, []).append(standing)
    return {
        code: {period: progress(standings, period) for period, standings in by_period.items()}
        for code, by_period in below.items()
    }


def all_progress(reports: Iterable[Report], periods: Iterable[Period]) -> tuple[Progress, ...]:
    """Count how the reports of each period stand."""
    by_period: dict[str, list[Standing]] = {period.code: [] for period in periods}
    for report in reports:
        if report.standing.period in by_period:
            by_period[report.standing.period].append(report.standing)
    return tuple(progress(standings, period) for period, standings in by_period.items())


# What came when, and who is awaited.


def received_by_day(reports: Iterable[Report], period: str) -> tuple[tuple[date, int], ...]:
    """Return how many usable reports of a period had come by each day on which any came."""
    days = sorted(
        report.standing.received
        for report in reports
        if report.standing.period == period and report.standing.state in USABLE and report.standing.received is not None
    )
    return tuple((day, place) for place, day in enumerate(days, start=1) if place == len(days) or days[place] != day)


@dataclass(frozen=True, slots=True)
class Chased:
    """The overdue reports of one group: of a unit, and of those directly below it that have none below them."""

    above: Unit
    reports: tuple[Report, ...]


def overdue(outline: Outline, reports: Iterable[Report]) -> tuple[Chased, ...]:
    """Return the overdue reports in tree order, in groups as they are chased: district by district."""
    above = {code for unit in outline.units for code in outline.chains[unit.code][1:]}
    groups: dict[str, list[Report]] = {}
    for report in reports:
        unit = report.standing.unit
        if report.standing.is_overdue and unit in outline.by_code:
            chain = outline.chains[unit]
            group = unit if unit in above or len(chain) == 1 else chain[1]
            groups.setdefault(group, []).append(report)
    return tuple(Chased(unit, tuple(groups[unit.code])) for unit in outline.units if unit.code in groups)

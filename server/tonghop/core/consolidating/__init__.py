"""Bringing a period's figures together along the tree: what totals are made of and where each came from.

Figures are brought together bottom-up, each unit once, so the work grows with the number of units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tonghop.core.calendar import components, earlier, find_period, periods
from tonghop.core.completeness import USABLE, Standing, owed
from tonghop.core.consolidating.accumulating import Running, before, running, settle_running
from tonghop.core.consolidating.comparing import Scene, broken_rules, differences
from tonghop.core.consolidating.measuring import (
    Figure,
    Ratio,
    columns,
    figures_of_one,
    figures_over_time,
    measure_figures,
    measure_values,
    over_units,
    ratios,
    settle_ratios,
)
from tonghop.core.consolidating.taking import Taken, take
from tonghop.core.consolidating.versions import left_out
from tonghop.core.consolidating.watching import outliers
from tonghop.core.consolidation import (
    Column,
    Consolidation,
    Include,
    Line,
    LineKind,
    Measure,
    Revision,
    UnitFinding,
)
from tonghop.core.definitions import Campaign, Number, Period, Severity
from tonghop.core.findings import Finding
from tonghop.core.reorganising import with_guests
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree

__all__ = ["columns", "consolidate", "measure_values"]

_KIND = {Coverage.OWN: LineKind.OWN, Coverage.SUMMARY: LineKind.SUMMARY}


def consolidate(  # noqa: PLR0913 -- each is a thing of its own, and those after * are named
    campaign: Campaign,
    period: Period,
    tree: UnitTree,
    revisions: Iterable[Revision],
    standings: Sequence[Standing],
    *,
    as_of: date,
    include: Include,
    former: Iterable[Unit] = (),
) -> Consolidation:
    """Bring the figures of a period together for every unit of the tree.

    ``revisions`` are those in force on ``as_of``, of this period and of the earlier ones that its
    cumulative figures add up; their order makes no difference. ``former`` are units that are not in
    the tree, or the whole unit list: what was sent before a merger adds to the unit that took over,
    what was sent after it stands on a line of its own where the tree is an older one.
    """
    filled, former, revisions = components(campaign, period), tuple(former), tuple(revisions)
    tree = with_guests(tree, former, (revision.key.unit for revision in revisions))
    taken = take(campaign, tree, filled, revisions, include=include, former=former)
    past = earlier(campaign, filled[0]) if filled else ()
    taken_before = take(campaign, tree, past, revisions, include=include, former=former)
    ledger = _Ledger(campaign, tree, filled, columns(campaign, period), taken, standings, past, taken_before)
    ledger.enter(tree.root, 0)
    lines = tuple(ledger.lines)
    scene = Scene(campaign, period, filled, tree, ledger.columns, taken, lines, standings)
    compared = tuple(differences(scene))
    return Consolidation(
        campaign=campaign,
        period=period,
        periods=filled,
        as_of=as_of,
        include=include,
        columns=ledger.columns,
        lines=lines,
        standings=tuple(standings),
        matrix_periods=_matrix_periods(campaign, standings, as_of),
        differences=tuple(difference for difference, _ in compared),
        findings=(
            *_kept_out(campaign, filled, revisions),
            *_waiting(lines),
            *_carried(lines),
            *(finding for _, finding in compared),
            *broken_rules(scene),
            *outliers(campaign, period.code, tree, ledger.columns, lines),
            *left_out(campaign, lines),
            *_added(lines, former),
            *_unplaced(taken, as_of),
        ),
        units=former,
    )


@dataclass
class _Ledger:
    """The lines as they are written, in tree order."""

    campaign: Campaign
    tree: UnitTree
    filled: Sequence[Period]
    columns: tuple[Column, ...]
    taken: Taken
    standings: Sequence[Standing]
    past: Sequence[Period]
    taken_before: Taken
    lines: list[Line] = field(default_factory=list)

    @cached_property
    def ratios(self) -> tuple[Ratio, ...]:
        return ratios(self.columns)

    @cached_property
    def running(self) -> tuple[Running, ...]:
        return running(self.columns)

    @cached_property
    def reporting(self) -> frozenset[str]:
        return frozenset(level.code for level in self.campaign.levels if level.reports)

    @cached_property
    def owing(self) -> frozenset[tuple[str, Coverage]]:
        return frozenset(
            (unit.code, coverage) for period in self.filled for unit, coverage in owed(self.campaign, self.tree, period)
        )

    @cached_property
    def standing_of(self) -> Mapping[tuple[str, Coverage], Standing]:
        """How each report stands for the last of the periods that has a standing."""
        place = {period.code: index for index, period in enumerate(self.filled)}
        told = [standing for standing in self.standings if standing.period in place]
        told.sort(key=lambda standing: place[standing.period])
        return {(standing.unit, standing.coverage): standing for standing in told}

    def enter(self, unit: Unit, depth: int) -> int | None:
        """Write a unit's lines and return the index of the one that its superior adds up; ``None`` when it has none."""
        children = self.tree.children.get(unit.code, ())
        if not children:
            return self.enter_report(unit, depth, Coverage.OWN, expected=unit.level in self.reporting)
        place = len(self.lines)
        self.lines.append(Line(LineKind.TOTAL, unit, depth, {}))
        entered = [
            self.enter_report(unit, depth, coverage, expected=(unit.code, coverage) in self.owing)
            for coverage in Coverage
        ]
        entered += [self.enter(child, depth + 1) for child in children]
        parts = tuple(index for index in entered if index is not None)
        if not parts and depth > 0:
            self.lines.pop()
            return None
        self.lines[place] = Line(LineKind.TOTAL, unit, depth, self.total(parts), parts)
        return place

    def enter_report(self, unit: Unit, depth: int, coverage: Coverage, *, expected: bool) -> int | None:
        """Write the line of what a unit sent; none where nothing is expected and nothing usable came."""
        by_period = [self.taken.used.get((unit.code, coverage, period.code), ()) for period in self.filled]
        used = tuple(revision for found in by_period for revision in found)
        past = [self.taken_before.used.get((unit.code, coverage, period.code), ()) for period in self.past]
        earlier_used = tuple(revision for found in past for revision in found) if self.running else ()
        if not used and not expected and not earlier_used:
            return None
        figures = self.figures([found for found in by_period if found])
        values = {measure: figure.value for measure, figure in figures.items()}
        if self.running:
            settle_running(values, before(self.columns, [found for found in past if found]), self.running)
        settle_ratios(values, self.ratios)
        self.lines.append(
            Line(
                kind=_KIND[coverage],
                unit=unit,
                depth=depth,
                values=values,
                cells=self.cells(values, figures),
                revisions=used,
                earlier=earlier_used,
                standing=self.standing_of.get((unit.code, coverage)),
            )
        )
        return len(self.lines) - 1

    def figures(self, by_period: Sequence[Sequence[Revision]]) -> Mapping[Measure, Figure]:
        told = [
            figures_of_one(self.columns, [measure_figures(one.submission, self.columns) for one in found])
            for found in by_period
        ]
        if len(self.filled) == 1:
            return told[0] if told else {}
        return figures_over_time(self.columns, told)

    def cells(
        self, values: Mapping[Measure, Number], figures: Mapping[Measure, Figure]
    ) -> dict[Measure, tuple[str, ...]]:
        """Return where each value stood, once each; a ratio stands on the cells of what it is made of."""
        cells = {measure: tuple(dict.fromkeys(map(str, figure.cells))) for measure, figure in figures.items()}
        cells |= {one.measure: cells[one.adds] for one in self.running if one.adds in cells}
        for ratio in self.ratios:
            if ratio.measure in values:
                operands = (cells.get(operand, ()) for operand in ratio.operands.values())
                cells[ratio.measure] = tuple(dict.fromkeys(cell for found in operands for cell in found))
        return cells

    def total(self, parts: Iterable[int]) -> dict[Measure, Number]:
        values = over_units(self.columns, [self.lines[index].values for index in parts])
        settle_ratios(values, self.ratios)
        return values


def _kept_out(campaign: Campaign, filled: Iterable[Period], revisions: Iterable[Revision]) -> list[UnitFinding]:
    """Return what keeps reports out of the totals: the errors of those in force that cannot be used."""
    codes = {period.code for period in filled}
    return [
        UnitFinding(revision.key.unit, revision.key.period, revision.key.coverage, finding)
        for revision in sorted(revisions, key=lambda one: one.sequence)
        if revision.key.campaign == campaign.code and revision.key.period in codes and revision.state not in USABLE
        for finding in revision.findings
        if finding.blocks
    ]


def _waiting(lines: Iterable[Line]) -> list[UnitFinding]:
    """Return of which reports used a newer revision is known that does not count."""
    return [
        UnitFinding(key.unit, key.period, key.coverage, Finding("revision_waits", parameters={"number": waiting}))
        for line in lines
        for key, waiting in ((one.key, one.waiting) for one in line.revisions)
        if waiting is not None
    ]


def _carried(lines: Iterable[Line]) -> list[UnitFinding]:
    """Return the warnings of the revisions used, in the order of the lines."""
    return [
        UnitFinding(revision.key.unit, revision.key.period, revision.key.coverage, finding)
        for line in lines
        for revision in line.revisions
        for finding in revision.findings
        if finding.severity is Severity.WARNING
    ]


def _added(lines: Iterable[Line], former: Iterable[Unit]) -> list[UnitFinding]:
    """Tell of reports of former units that add to what their successor sent after it had taken them over."""
    gone = {unit.code: unit for unit in former if unit.successors and unit.valid_to is not None}
    return [
        UnitFinding(
            line.unit.code,
            revision.key.period,
            revision.key.coverage,
            Finding(
                "former_report_added",
                parameters={
                    "unit": line.unit.name,
                    "former": f"{gone[revision.key.unit].name} ({revision.key.unit})",
                    "file": revision.file_name,
                },
            ),
        )
        for line in lines
        for revision in line.revisions
        if revision.key.unit in gone and _sent_itself(line, revision.key.period, gone[revision.key.unit])
    ]


def _sent_itself(line: Line, period: str, former: Unit) -> bool:
    """Tell whether the line's unit sent a report of its own when the former unit was part of it already."""
    return former.code != line.unit.code and any(
        own.key.unit == line.unit.code
        and own.key.period == period
        and former.valid_to is not None
        and own.received.date() > former.valid_to
        for own in line.revisions
    )


def _unplaced(taken: Taken, as_of: date) -> list[UnitFinding]:
    day = f"{as_of:%d/%m/%Y}"
    return [
        UnitFinding(
            revision.key.unit,
            revision.key.period,
            revision.key.coverage,
            Finding(
                "unit_not_placed",
                parameters={"unit": revision.key.unit, "file": revision.file_name, "day": day},
            ),
        )
        for revision in taken.unplaced
    ]


def _matrix_periods(campaign: Campaign, standings: Iterable[Standing], as_of: date) -> tuple[Period, ...]:
    """Return the periods that the standings speak of, in the order in which they fall due."""
    begun = {period.code: period for period in periods(campaign, as_of)}
    codes = dict.fromkeys(standing.period for standing in standings)
    told = [begun[code] if code in begun else find_period(campaign, code) for code in codes]
    return tuple(sorted(told, key=lambda period: (period.due, period.start, period.code)))

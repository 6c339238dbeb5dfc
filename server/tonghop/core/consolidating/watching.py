"""Figures out of line with a unit's own history or with its peers: asked about, never refused.

What is usual is the median, and how far others lie from it the median of their distances, so that one
wrong figure cannot hide itself. A figure is told of only when it is out of line as it stands and,
where the register is known, for the unit's size as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tonghop.core.cells import CellRef
from tonghop.core.consolidating.measuring import Figure, measure_figures
from tonghop.core.consolidation import Column, Line, LineKind, Measure, UnitFinding
from tonghop.core.definitions import Campaign, FieldType, Number, Rows, Source, Text, Watch
from tonghop.core.findings import Finding, Parameter
from tonghop.core.labels import label_of
from tonghop.core.spelling import spelled
from tonghop.core.submission import Coverage, Submission
from tonghop.core.units import Unit, UnitTree

_NORMAL, _MEAN_NORMAL = Decimal("0.6745"), Decimal("0.7979")
"""What makes the median, and the mean, of distances comparable with a standard deviation."""


def median(values: Sequence[Number]) -> Decimal:
    """Return the middle value, or the middle of the two in the middle."""
    ordered = sorted(map(Decimal, values))
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def modified_z(value: Number, others: Sequence[Number]) -> Decimal | None:
    """Return how far a value lies from the others' median, in robust deviations; ``None``: they are all the same."""
    usual = median(others)
    distances = [abs(Decimal(other) - usual) for other in others]
    spread, factor = median(distances), _NORMAL
    if not spread:
        spread, factor = sum(distances, Decimal(0)) / len(distances), _MEAN_NORMAL
    return factor * (Decimal(value) - usual) / spread if spread else None


def _out_of_line(value: Number, others: Sequence[Number], times: Decimal, threshold: Decimal) -> bool:
    usual = median(others)
    far = value > usual * times or value * times < usual
    score = modified_z(value, others)
    return far and (score is None or abs(score) > threshold)


def _watch(campaign: Campaign, column: Column) -> Watch | None:
    """Return how a column is watched: only numbers that clerks type are."""
    if column.field is None or column.field.source is not Source.CLERK or column.type is FieldType.RATE:
        return None
    return column.field.watch or campaign.watch


# Against the unit's own history.


def jumps(
    campaign: Campaign,
    columns: Sequence[Column],
    submission: Submission,
    history: Sequence[Mapping[Measure, Number]],
) -> Iterator[Finding]:
    """Yield each figure that is out of line with the unit's earlier periods, oldest first in ``history``."""
    figures = measure_figures(submission, columns)
    sheets = {form.form: form.sheet for form in submission.forms}
    for column in columns:
        watch, figure = _watch(campaign, column), figures.get(column.measure)
        earlier = [values[column.measure] for values in history if column.measure in values]
        if watch is None or figure is None or len(earlier) < watch.periods or not watch.history:
            continue
        usual = median(earlier)
        if abs(figure.value - usual) >= watch.least and _jumped(figure.value, earlier, watch):
            yield _finding("jump_from_history", column, figure, earlier, sheets.get(column.measure.form), {})


def _jumped(value: Number, earlier: Sequence[Number], watch: Watch) -> bool:
    """Tell whether a figure jumped; with few periods there is no spread to speak of, so only its size counts."""
    if len(earlier) < watch.spread_periods:
        usual = median(earlier)
        return value > usual * watch.jump or value * watch.jump < usual
    return _out_of_line(value, earlier, watch.times, watch.threshold)


# Against peers.


def outliers(
    campaign: Campaign, period: str, tree: UnitTree, columns: Sequence[Column], lines: Sequence[Line]
) -> Iterator[UnitFinding]:
    """Yield each figure out of line with those of the units of the same level whose superiors are of one level."""
    watched = [(column, watch) for column in columns if (watch := _watch(campaign, column)) and watch.peers]
    groups = _peers(tree, lines)
    bases = {name: _base(campaign, name) for name in {watch.per for _, watch in watched} if name is not None}
    for column, watch in watched:
        base = bases.get(watch.per or "")
        for group in groups:
            for line, others in _Compared(group, column, watch, base).found():
                cell = Figure(line.values[column.measure], _cells(line, column))
                about: dict[str, Parameter] = {"count": len(others)}
                found = _finding("outlier_among_peers", column, cell, others, _sheet(line, column), about)
                yield UnitFinding(line.unit.code, period, Coverage.OWN, found)


def _peers(tree: UnitTree, lines: Sequence[Line]) -> list[list[Line]]:
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.kind is LineKind.OWN and line.revisions:
            groups.setdefault((line.unit.level, _level_above(tree, line.unit)), []).append(line)
    return list(groups.values())


def _level_above(tree: UnitTree, unit: Unit) -> str:
    above = tree.by_code.get(unit.parent or "")
    return "" if above is None else above.level


def _base(campaign: Campaign, name: str) -> Measure | None:
    """Return where a register's figure is found."""
    for form in campaign.forms:
        if form.rows is Rows.SINGLE and any(field.name == name for field in form.fields):
            return Measure(form.code, name)
    return None


@dataclass(frozen=True, slots=True)
class _Compared:
    """One column of a group of peers."""

    group: Sequence[Line]
    column: Column
    watch: Watch
    base: Measure | None

    def found(self) -> Iterator[tuple[Line, Sequence[Number]]]:
        """Yield each line that is out of line, with the figures of the others."""
        measure, watch = self.column.measure, self.watch
        told = [line for line in self.group if measure in line.values]
        if len(told) <= watch.fewest:
            return
        figures = [line.values[measure] for line in told]
        for place, line in enumerate(told):
            value = figures[place]
            others = _comparable(value, (*figures[:place], *figures[place + 1 :]))
            if len(others) < watch.fewest:
                continue
            usual = median(others)
            far = abs(value - usual) >= watch.least and _out_of_line(value, others, watch.times, watch.threshold)
            if far and self._for_its_size(line, told):
                yield line, others

    def _for_its_size(self, line: Line, told: Sequence[Line]) -> bool:
        """Tell whether the figure is out of line for the unit's size too; so it is where sizes are not known."""
        own = self._share(line)
        shares = [share for other in told if other is not line and (share := self._share(other)) is not None]
        if self.base == self.column.measure or own is None or len(shares) < self.watch.fewest:
            return True
        return _out_of_line(own, shares, self.watch.times, self.watch.threshold)

    def _share(self, line: Line) -> Decimal | None:
        size = None if self.base is None else line.values.get(self.base)
        return Decimal(line.values[self.column.measure]) / Decimal(size) if size else None


def _comparable(value: Number, others: Sequence[Number]) -> Sequence[Number]:
    """Return what a figure is compared with: one that is not 0 with those that are not, for many do nothing of it."""
    return [other for other in others if other] if value else others


def _cells(line: Line, column: Column) -> tuple[CellRef, ...]:
    """Return where the figure stands in the newest file it was reported in."""
    for revision in reversed(line.revisions):
        figure = measure_figures(revision.submission, [column]).get(column.measure)
        if figure is not None and figure.cells:
            return figure.cells
    return ()


def _sheet(line: Line, column: Column) -> str | None:
    for revision in reversed(line.revisions):
        form = revision.submission.form(column.measure.form)
        if form is not None:
            return form.sheet
    return None


# Saying it.


def _finding(
    code: str,
    column: Column,
    figure: Figure,
    others: Sequence[Number],
    sheet: str | None,
    about: Mapping[str, Parameter],
) -> Finding:
    return Finding(
        code,
        cell=next(iter(figure.cells), None),
        sheet=sheet,
        form=column.measure.form,
        row=column.measure.row or None,
        field=column.measure.field,
        read=spelled(figure.value, column.type),
        parameters={
            "label": label(column),
            "usual": spelled(_shown(median(others)), FieldType.DECIMAL),
            "lowest": spelled(min(others), column.type),
            "highest": spelled(max(others), column.type),
            "count": len(others),
            **about,
        },
    )


def _shown(value: Decimal) -> Number:
    return int(value) if value == int(value) else round(value, 1)


def label(column: Column) -> Text:
    """Return what a measure is called in a sentence: its column, with its row or the heading it stands under."""
    return column.label if column.field is None else label_of(column.field, column.row)

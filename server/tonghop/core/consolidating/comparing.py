"""What units say against each other: summaries against reports, and what was passed down against what arrived."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tonghop.core.cells import CellRef
from tonghop.core.completeness import Standing, State, owed
from tonghop.core.consolidating.measuring import Figure, figures_of_one, measure_figures, over_units, together
from tonghop.core.consolidating.taking import Shelf, Taken, stood_in_for
from tonghop.core.consolidating.watching import label
from tonghop.core.consolidation import Column, Difference, Line, LineKind, Measure, Revision, UnitFinding
from tonghop.core.definitions import Aggregation, Campaign, Form, Number, Period, Rule, Scope, Severity, Source, Text
from tonghop.core.findings import Finding
from tonghop.core.rules import Environment, Verdict, judge, parse_expression, rule_sentence
from tonghop.core.rules.language import Call, Name, walk
from tonghop.core.spelling import spelled
from tonghop.core.submission import AnswerValue, Coverage
from tonghop.core.units import Unit, UnitTree

_MOST_LISTED = 40
_COMPARE = Text(vi="Đối chiếu với các đơn vị cấp dưới.", en="Compare with the units below.")


@dataclass(frozen=True)
class Scene:
    """All that units' figures are compared on."""

    campaign: Campaign
    period: Period
    filled: Sequence[Period]
    tree: UnitTree
    columns: Sequence[Column]
    taken: Taken
    lines: Sequence[Line]
    standings: Sequence[Standing]

    @cached_property
    def told(self) -> Mapping[tuple[str, LineKind], Line]:
        """The lines of what units sent, by unit and kind."""
        return {(line.unit.code, line.kind): line for line in self.lines if line.revisions}

    @cached_property
    def by_measure(self) -> Mapping[Measure, Column]:
        """The columns by their measure."""
        return {column.measure: column for column in self.columns}

    @cached_property
    def missing(self) -> frozenset[tuple[str, Coverage]]:
        """Reports owed for any of the periods that are not in the totals; of the exempt nothing is awaited."""
        let_off = {(one.unit, one.period, one.coverage) for one in self.standings if one.state is State.EXEMPT}
        due = (
            (unit.code, coverage, period.code)
            for period in self.filled
            for unit, coverage in owed(self.campaign, self.tree, period)
        )
        return frozenset(
            (unit, coverage)
            for unit, coverage, period in due
            if (unit, coverage, period) not in self.taken.used and (unit, period, coverage) not in let_off
        )


# Summaries against reports.


def differences(scene: Scene) -> Iterator[tuple[Difference, UnitFinding]]:
    """Yield each clerk's figure of a summary that differs from what the units below reported themselves."""
    summaries = [place for place in (*scene.taken.used, *scene.taken.aside) if place[1] is Coverage.SUMMARY]
    if not summaries:
        return
    order = {unit.code: index for index, unit in enumerate(scene.tree.units)}
    when = {period.code: index for index, period in enumerate(scene.filled)}
    for code, coverage, period in sorted(summaries, key=lambda place: (order[place[0]], when[place[2]])):
        unit, adds = scene.tree.by_code[code], (code, coverage, period) in scene.taken.used
        shelf = scene.taken.used if adds else scene.taken.aside
        said = _figures(scene.columns, shelf[code, coverage, period])
        below = _below(scene, unit, period, adds=adds)
        for column in scene.columns:
            figure, reported = said.get(column.measure), below.get(column.measure)
            if figure is not None and reported is not None and figure.value != reported and _typed(column):
                yield _difference(unit, period, column, figure, reported, adds=adds)


def _typed(column: Column) -> bool:
    """Tell whether clerks type the measure: what follows from it need not be told again."""
    return column.field is None or column.field.source is Source.CLERK


def _below(scene: Scene, unit: Unit, period: str, *, adds: bool) -> dict[Measure, Number]:
    """Return what the units that a summary speaks of reported themselves for that period."""
    if adds:
        units: Iterable[Unit] = stood_in_for(scene.campaign, scene.tree, unit)
        shelf: Shelf = scene.taken.aside
        coverages: tuple[Coverage, ...] = (Coverage.OWN,)
    else:
        units, shelf, coverages = scene.tree.subtree(unit.code)[1:], scene.taken.used, tuple(Coverage)
    reports = (shelf.get((below.code, coverage, period), ()) for below in units for coverage in coverages)
    told = [measure_figures(one.submission, scene.columns) for found in reports for one in found]
    return over_units(scene.columns, [{m: figure.value for m, figure in figures.items()} for figures in told])


def _figures(columns: Sequence[Column], revisions: Sequence[Revision]) -> Mapping[Measure, Figure]:
    return figures_of_one(columns, [measure_figures(one.submission, columns) for one in revisions])


def _difference(
    unit: Unit, period: str, column: Column, said: Figure, below: Number, *, adds: bool
) -> tuple[Difference, UnitFinding]:
    measure = column.measure
    finding = Finding(
        code="summary_stands_in" if adds else "summary_differs",
        cell=next(iter(said.cells), None),
        form=measure.form,
        row=measure.row or None,
        field=measure.field,
        read=spelled(said.value, column.type),
        expected=spelled(below, column.type),
        parameters={"label": label(column), "unit": unit.name},
    )
    return (
        Difference(unit, measure, said.value, below, period, adds_summary=adds),
        UnitFinding(unit.code, period, Coverage.SUMMARY, finding),
    )


# Rules between a unit and those directly below it.


@dataclass(frozen=True, slots=True)
class _Question:
    """A subtree rule, and the row it is asked of; ``""`` where the form has no fixed rows."""

    form: Form
    rule: Rule
    row: str

    def measure(self, field: str) -> Measure:
        return Measure(self.form.code, field, self.row)

    def verdict(self, own: Line, below: Mapping[Measure, Number]) -> Verdict:
        values: dict[str, AnswerValue] = {
            field.name: own.values.get(self.measure(field.name)) for field in self.form.fields
        }
        environment = Environment(below=lambda name: below.get(self.measure(name)))
        return judge(self.rule, values, environment, form=self.form)


def broken_rules(scene: Scene) -> Iterator[UnitFinding]:
    """Yield each subtree rule that does not hold, for units whose subordinates have all reported."""
    questions = tuple(_questions(scene))
    if not questions:
        return
    for unit in scene.tree.units:
        own = scene.told.get((unit.code, LineKind.OWN))
        if own is None or not _all_below_reported(scene, unit):
            continue
        lines = _lines_below(scene, unit)
        below = _added_up(scene, lines)
        for question in questions:
            verdict = question.verdict(own, below)
            if verdict.holds is False:
                found = _rule_broken(scene, own, lines, question, verdict)
                yield UnitFinding(unit.code, scene.period.code, Coverage.OWN, found)


def _questions(scene: Scene) -> Iterator[_Question]:
    for form in scene.campaign.forms:
        if form.code in scene.period.forms:
            for rule in form.rules:
                if rule.scope is Scope.SUBTREE:
                    yield from (_Question(form, rule, row) for row in [row.code for row in form.fixed_rows] or [""])


def _all_below_reported(scene: Scene, unit: Unit) -> bool:
    awaited = [(child.code, Coverage.OWN) for child in scene.tree.children.get(unit.code, ())]
    return scene.missing.isdisjoint([*awaited, (unit.code, Coverage.SUMMARY)])


def _lines_below(scene: Scene, unit: Unit) -> Sequence[Line]:
    """Return what the units directly below reported of themselves, and their superior's summary of them."""
    children = [scene.told.get((child.code, LineKind.OWN)) for child in scene.tree.children.get(unit.code, ())]
    return [line for line in (*children, scene.told.get((unit.code, LineKind.SUMMARY))) if line is not None]


def _added_up(scene: Scene, lines: Sequence[Line]) -> Mapping[Measure, Number]:
    """Add up even where totals are not: copies that go through several levels are received at each."""
    below: dict[Measure, Number] = {}
    for column in scene.columns:
        how = Aggregation.MAX if column.over_units is Aggregation.MAX else Aggregation.SUM
        found = together(how, [line.values[column.measure] for line in lines if column.measure in line.values])
        if found is not None and column.formula is None:
            below[column.measure] = found
    return below


def _rule_broken(scene: Scene, own: Line, below: Sequence[Line], question: _Question, verdict: Verdict) -> Finding:
    """Say it as a warning at most: the figures were taken long before they could be compared."""
    form, rule = question.form, question.rule
    nodes = tuple(walk(parse_expression(rule.expression).root))
    # The first of the unit's own; below(…) speaks of other units' cells.
    field = next((node.name for node in nodes if isinstance(node, Name)), None)
    asked = next((node.field for node in nodes if isinstance(node, Call) and node.field is not None), None)
    column = None if field is None else scene.by_measure.get(question.measure(field))
    return Finding(
        code="below_differs",
        cell=None if column is None else _cell(own, column),
        sheet=form.sheet,
        form=form.code,
        row=question.row or None,
        field=field,
        parameters={
            "sentence": rule_sentence(rule, form),
            "unit": own.unit.name,
            "left": verdict.left,
            "right": verdict.right,
            "below": _each(scene, below, None if asked is None else question.measure(asked)),
            "remedy": rule.remedy or _COMPARE,
        },
        severity_override=Severity.NOTE if rule.severity is Severity.NOTE else Severity.WARNING,
    )


def _each(scene: Scene, lines: Sequence[Line], measure: Measure | None) -> str:
    """List the units' figures one by one, as many as a sentence holds."""
    column = None if measure is None else scene.by_measure.get(measure)
    if column is None:
        return ", ".join(line.unit.name for line in lines[:_MOST_LISTED])
    told = [
        f"{line.unit.name}: {spelled(line.values.get(column.measure), column.type) or '–'}"
        for line in lines[:_MOST_LISTED]
    ]
    return "; ".join([*told, "…"] if len(lines) > _MOST_LISTED else told)


def _cell(own: Line, column: Column) -> CellRef | None:
    """Return where the figure stands in the newest file it was reported in."""
    for revision in reversed(own.revisions):
        figure = measure_figures(revision.submission, [column]).get(column.measure)
        if figure is not None and figure.cells:
            return figure.cells[0]
    return None

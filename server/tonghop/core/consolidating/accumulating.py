"""Cumulative figures: worked out anew from all the periods each time, never taken from what a file or a day said.

A correction of an earlier period, a report that comes before an older one, a unit that sends nothing
this time or was merged into another: all of them change what the periods add up to, so nothing of it
is kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tonghop.core.consolidating.measuring import figures_of_one, measure_figures, over_time
from tonghop.core.consolidation import Column, Measure, Revision
from tonghop.core.definitions import Aggregation, Number, Source
from tonghop.core.rules import Expression, evaluate, parse_expression


@dataclass(frozen=True, slots=True)
class Running:
    """A measure that adds up periods, and what it is made of in a line."""

    measure: Measure
    adds: Measure
    """What is added up; over_time of it is a sum."""
    history: str
    """The name that stands in the formula for what the earlier periods add up to."""
    expression: Expression
    operands: Mapping[str, Measure]


def running(columns: Iterable[Column]) -> tuple[Running, ...]:
    """Return the cumulative measures among the columns; one whose figures are not to be added over time is none."""
    listed = list(columns)
    adding = {column.measure for column in listed if column.over_time is Aggregation.SUM}
    return tuple(_running(column) for column in listed if column.accumulates in adding)


def _running(column: Column) -> Running:
    field, adds = column.field, column.accumulates
    if field is None or adds is None:
        message = f"{column.measure} accumulates nothing"
        raise ValueError(message)
    history = field.name if field.source is Source.HISTORY else column.history
    expression = parse_expression(field.formula or field.name)
    names = expression.names - {history}
    operands = {name: Measure(adds.form, name, adds.row) for name in sorted(names)}
    return Running(column.measure, adds, history, expression, operands)


def before(columns: Sequence[Column], periods: Iterable[Sequence[Revision]]) -> dict[Measure, Number]:
    """Add up what a unit reported for the earlier periods, oldest first, each given by its revisions."""
    summed = [column for column in columns if column.over_time is Aggregation.SUM]
    told = [figures_of_one(summed, [measure_figures(one.submission, summed) for one in found]) for found in periods]
    return over_time(summed, [{measure: figure.value for measure, figure in figures.items()} for figures in told])


def settle_running(
    values: dict[Measure, Number], earlier: Mapping[Measure, Number], settled: Iterable[Running]
) -> None:
    """Put each cumulative into ``values``: blank only where neither this period nor an earlier one has a figure."""
    for one in settled:
        if one.adds not in values and one.adds not in earlier:
            continue
        operands = {name: values.get(measure) for name, measure in one.operands.items()}
        operands |= {one.history: earlier.get(one.adds, 0)}
        if one.adds.field in operands:
            operands[one.adds.field] = values.get(one.adds, 0)
        result = evaluate(one.expression, operands)
        if isinstance(result, int | Decimal) and not isinstance(result, bool):
            values[one.measure] = result

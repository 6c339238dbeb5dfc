"""What a period's figures are measured by, and how they are brought together over rows, units and time.

A figure keeps the cells it came from until it stands in a line, so that every consolidated number
can be asked for its origin. Ratios are never brought together: they are recomputed from the totals
of the fields they are made of.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tonghop.core.cells import CellRef
from tonghop.core.consolidation import ROW_COUNT, Column, Measure
from tonghop.core.definitions import (
    Aggregation,
    Campaign,
    FieldType,
    FixedRow,
    Form,
    FormField,
    Number,
    Period,
    Rows,
    Source,
)
from tonghop.core.rules import Expression, evaluate, parse_expression
from tonghop.core.submission import AnswerValue, FilledForm, Row, Submission

_STANDING = frozenset({Source.GIVEN, Source.HISTORY})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the cells it came from."""

    value: Number
    cells: tuple[CellRef, ...] = ()


# What is measured.


def columns(campaign: Campaign, period: Period) -> tuple[Column, ...]:
    """Return the period's measures in the order of the campaign's forms, fixed rows and fields."""
    due = (form for form in campaign.forms if form.code in period.forms)
    return tuple(column for form in due for column in _form_columns(form))


def _form_columns(form: Form) -> Iterable[Column]:
    if form.rows is Rows.LIST and form.count_label is not None:
        summed = Aggregation.SUM
        yield Column(Measure(form.code, ROW_COUNT), form.count_label, FieldType.COUNT, summed, summed)
    measured = [field for field in form.fields if _is_measured(form, field)]
    for row in form.fixed_rows or (None,):
        for field in measured:
            yield _column(form, row, field)


def _is_measured(form: Form, field: FormField) -> bool:
    """Tell whether a field has figures of its own to bring together.

    What was given out says nothing about the unit unless the form declares it. The rows of a list
    cannot stand in one line unless the form says how they come together.
    """
    if not field.is_number:
        return False
    if _is_ratio(field) or field.over_units is not Aggregation.NONE:
        return True
    return form.rows is not Rows.LIST and field.source not in _STANDING


def _is_ratio(field: FormField) -> bool:
    return field.type is FieldType.RATE and field.formula is not None


def _column(form: Form, row: FixedRow | None, field: FormField) -> Column:
    history = _history(form, field)
    return Column(
        measure=Measure(form.code, field.name, row.code if row else ""),
        label=field.label,
        type=form.row_type(row, field),
        over_units=_settled(field.over_units, row.over_units if row else None),
        over_time=_settled(field.over_time, row.over_time if row else None),
        formula=field.formula if _is_ratio(field) else None,
        row=row,
        field=field,
        accumulates=_accumulates(form, row, history),
        history="" if history is None else history.name,
    )


def _history(form: Form, field: FormField) -> FormField | None:
    """Return the history field that a field is, or that its formula rests on."""
    if field.source is Source.HISTORY:
        return field
    names = parse_expression(field.formula).names if field.formula is not None else ()
    return next((one for one in form.fields if one.source is Source.HISTORY and one.name in names), None)


def _accumulates(form: Form, row: FixedRow | None, history: FormField | None) -> Measure | None:
    if history is None or history.accumulates is None:
        return None
    return Measure(form.code, history.accumulates, row.code if row else "")


def _settled(declared: Aggregation, by_row: Aggregation | None) -> Aggregation:
    """Return how a field of a fixed row comes together: a row may change only what would be summed."""
    return by_row if by_row is not None and declared is Aggregation.SUM else declared


# One submission.


def measure_values(submission: Submission, form_columns: Sequence[Column]) -> dict[Measure, Number]:
    """Return a submission's own totals; a measure without any answer is absent, which is not zero."""
    values = {measure: figure.value for measure, figure in measure_figures(submission, form_columns).items()}
    settle_ratios(values, ratios(form_columns))
    return values


def measure_figures(submission: Submission, form_columns: Iterable[Column]) -> dict[Measure, Figure]:
    """Return a submission's own totals with the cells they came from; ratios and cumulatives are left out.

    Those are worked out from the figures of a line, whatever a file said of them.
    """
    filled = {form.form: form for form in submission.forms}
    fixed = {(form.form, row.key): row for form in submission.forms for row in form.rows}
    figures: dict[Measure, Figure] = {}
    for column in form_columns:
        form = filled.get(column.measure.form)
        if form is None or column.formula is not None or column.accumulates is not None:
            continue
        figure = _row_figure(fixed, column) if column.row else _list_figure(form, column)
        if figure is not None:
            figures[column.measure] = figure
    return figures


def _row_figure(fixed: Mapping[tuple[str, str], Row], column: Column) -> Figure | None:
    row = fixed.get((column.measure.form, column.measure.row))
    return None if row is None else _figure(row, column.measure.field)


def _list_figure(form: FilledForm, column: Column) -> Figure | None:
    if column.field is None:
        return _row_count(form)
    found = [figure for row in form.rows if (figure := _figure(row, column.measure.field)) is not None]
    return found[0] if len(found) == 1 else merged(column.over_units, found)


def _figure(row: Row, name: str) -> Figure | None:
    answer = row.answers.get(name)
    if answer is None or not isinstance(answer.value, int | Decimal):
        return None
    return Figure(answer.value, () if answer.cell is None else (answer.cell,))


def _row_count(form: FilledForm) -> Figure | None:
    """Count a list's rows, each known by its first answered cell; a list left blank counts nothing, not zero."""
    answered = [[one.cell for one in row.answers.values() if one.value is not None] for row in form.rows]
    firsts = [cells[0] for cells in answered if cells]
    return Figure(len(firsts), tuple(cell for cell in firsts if cell is not None)) if firsts else None


# Bringing together.


def together(how: Aggregation, values: Sequence[Number]) -> Number | None:
    """Bring numbers together, oldest first; ``None`` when there are none or they cannot be."""
    if not values:
        return None
    match how:
        case Aggregation.SUM:
            return sum(values)
        case Aggregation.MAX:
            return max(values)
        case Aggregation.LAST:
            return values[-1]
        case Aggregation.NONE:
            return None


def merged(how: Aggregation, figures: Sequence[Figure]) -> Figure | None:
    """Bring figures together, oldest first, keeping the cells of those that the result rests on."""
    value = together(how, [figure.value for figure in figures])
    if value is None:
        return None
    if how is Aggregation.LAST:
        return figures[-1]
    resting = figures if how is Aggregation.SUM else [figure for figure in figures if figure.value == value]
    return Figure(value, tuple(cell for figure in resting for cell in figure.cells))


def over_units(form_columns: Iterable[Column], parts: Sequence[Mapping[Measure, Number]]) -> dict[Measure, Number]:
    """Bring the values of several units together; ratios are left out (see ``settle_ratios``)."""
    values: dict[Measure, Number] = {}
    for column in form_columns:
        if column.formula is None and column.over_units in _ACROSS:
            measure = column.measure
            value = together(column.over_units, [part[measure] for part in parts if measure in part])
            if value is not None:
                values[measure] = value
    return values


_ACROSS = frozenset({Aggregation.SUM, Aggregation.MAX})
"""There is no newest unit, so LAST brings nothing together over units."""


def over_time(form_columns: Sequence[Column], by_period: Sequence[Mapping[Measure, Number]]) -> dict[Measure, Number]:
    """Bring one unit's values of several periods together, oldest first, with their ratios."""
    values: dict[Measure, Number] = {}
    for column in form_columns:
        found = [part[column.measure] for part in by_period if column.measure in part]
        value = None if column.formula is not None else together(column.over_time, found)
        if value is not None:
            values[column.measure] = value
    settle_ratios(values, ratios(form_columns))
    return values


def figures_of_one(
    form_columns: Iterable[Column], parts: Sequence[Mapping[Measure, Figure]]
) -> Mapping[Measure, Figure]:
    """Bring figures of the same period together that units reported which became one; a single part stays as it is.

    What totals do not add, such as copies counted again at each level, is added here: it is one unit's now.
    """
    if len(parts) == 1:
        return parts[0]
    ways = ((c.measure, Aggregation.MAX if c.over_units is Aggregation.MAX else Aggregation.SUM) for c in form_columns)
    return _figures_together(ways, parts)


def figures_over_time(
    form_columns: Iterable[Column], parts: Sequence[Mapping[Measure, Figure]]
) -> Mapping[Measure, Figure]:
    """Bring one unit's figures of several periods together, oldest first."""
    return _figures_together(((column.measure, column.over_time) for column in form_columns), parts)


def _figures_together(
    ways: Iterable[tuple[Measure, Aggregation]], parts: Sequence[Mapping[Measure, Figure]]
) -> dict[Measure, Figure]:
    figures: dict[Measure, Figure] = {}
    for measure, how in ways:
        figure = merged(how, [part[measure] for part in parts if measure in part])
        if figure is not None:
            figures[measure] = figure
    return figures


# Ratios.


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate's measure, its formula, and where the formula's operands are found in a line."""

    measure: Measure
    expression: Expression
    operands: Mapping[str, Measure]
    blank: Mapping[str, AnswerValue]
    """The operands of a line without figures: all blank but what stands in the fixed row itself, such as its norm."""


def ratios(form_columns: Iterable[Column]) -> tuple[Ratio, ...]:
    """Return the rates among the columns, ready to be recomputed line by line."""
    return tuple(_ratio(column) for column in form_columns if column.formula is not None)


def _ratio(column: Column) -> Ratio:
    expression = parse_expression(column.formula or "")
    form, row = column.measure.form, column.measure.row
    return Ratio(
        measure=column.measure,
        expression=expression,
        operands={name: Measure(form, name, row) for name in sorted(expression.names)},
        blank=dict.fromkeys(expression.names) | ({} if column.row is None else dict(column.row.given)),
    )


def settle_ratios(values: dict[Measure, Number], settled: Iterable[Ratio]) -> None:
    """Put each rate, recomputed from the totals in ``values``, into ``values``; blank where an operand is."""
    for ratio in settled:
        operands = {name: values[measure] for name, measure in ratio.operands.items() if measure in values}
        result = evaluate(ratio.expression, {**ratio.blank, **operands})
        if isinstance(result, int | Decimal) and not isinstance(result, bool):
            values[ratio.measure] = result

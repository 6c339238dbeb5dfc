"""What stands in a form's cells when its workbook is made, and what the sheet's formulas come to there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from tonghop.core.cells import RawValue
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import FieldType, Number
from tonghop.core.errors import TonghopError, marked
from tonghop.core.prefilled import prefilled
from tonghop.core.rules import Environment, evaluate, judge, parse_expression
from tonghop.core.submission import AnswerValue
from tonghop.writing.workbook import words
from tonghop.writing.workbook.checks import RowState
from tonghop.writing.workbook.plan import FormPlan

Fill: TypeAlias = Mapping[tuple[str, str, str], RawValue]
"""Cell contents as typed, by form, row key (``""`` for a text under the table) and field."""


class NoSuchCell(TonghopError):
    message = marked("The form {form} has no cell for row “{row}”, field “{field}” to be filled.")


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row's cells as typed or given, as formulas see them, and what the check says."""

    raw: Mapping[str, RawValue]
    values: Mapping[str, AnswerValue]
    state: RowState


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A form's rows by key, its texts, and what its formulas come to."""

    rows: Mapping[str, FilledRow]
    texts: Mapping[str, RawValue]
    totals: Mapping[str, AnswerValue]
    counts: tuple[int, int, int]
    """Missing cells, errors, warnings of the whole sheet."""
    told: str
    """The sentences of rules over the whole form that do not hold."""
    is_begun: bool


def refuse_other_forms(fill: Fill, plans: Iterable[FormPlan]) -> None:
    """Raise NoSuchCell when ``fill`` speaks of a form that the workbook does not have."""
    codes = {plan.form.code for plan in plans}
    for form, key, name in fill:
        if form not in codes:
            raise NoSuchCell(form=form, row=key, field=name)


def filled_sheet(plan: FormPlan, fill: Fill, accumulated: Mapping[Measure, Number]) -> FilledSheet:
    """Put a form's contents together; raises NoSuchCell when ``fill`` speaks of a cell the form does not have."""
    typed, texts = _typed(plan, fill)
    rows = {key: filled_row(plan, key, typed.get(key, {}), accumulated) for key in plan.row_keys}
    told, broken = form_states(plan, rows)
    counts = added([_text_counts(plan, texts), broken, *(row.state.counts for row in rows.values())])
    is_begun = any(row.state.begun for row in rows.values())
    return FilledSheet(rows, texts, totals(plan, rows), counts, told, is_begun)


def _typed(plan: FormPlan, fill: Fill) -> tuple[dict[str, dict[str, RawValue]], dict[str, RawValue]]:
    """Take this form's cells from all that is filled in: those of rows by key, and the texts."""
    rows: dict[str, dict[str, RawValue]] = {}
    texts: dict[str, RawValue] = {}
    for (form, key, name), value in fill.items():
        if form != plan.form.code:
            continue
        if key == "" and name in plan.layout.text_rows:
            texts[name] = value
        elif key in plan.row_keys and name in plan.layout.columns:
            rows.setdefault(key, {})[name] = value
        else:
            raise NoSuchCell(form=form, row=key, field=name)
    return rows, texts


def filled_row(
    plan: FormPlan, key: str, typed: Mapping[str, RawValue], accumulated: Mapping[Measure, Number]
) -> FilledRow:
    """Put together what stands in the row of a key: what is given out, and over it what is typed."""
    fixed = plan.fixed.get(key)
    given = {field.name: _plain(prefilled(plan.form, fixed, field, accumulated)) for field in plan.form.fields}
    raw = {**{name: value for name, value in given.items() if value is not None}, **typed}
    checks = plan.row_plan(key).checks
    values = checks.values(raw)
    return FilledRow(raw, values, checks.state(raw, values))


def _plain(value: Number | str | None) -> RawValue:
    return float(value) if isinstance(value, Decimal) else value


def _text_counts(plan: FormPlan, texts: Mapping[str, RawValue]) -> tuple[int, int, int]:
    missing = sum(field.required and texts.get(field.name) in {None, ""} for field in plan.form.texts)
    return (missing, 0, 0)


def form_states(plan: FormPlan, rows: Mapping[str, FilledRow]) -> tuple[str, tuple[int, int, int]]:
    """Return the sentences of rules over the whole form that do not hold, and how many of each weight there are."""

    def column(name: str) -> list[AnswerValue]:
        return [row.values[name] for row in rows.values()]

    seen = Environment(
        plan.environment.windows,
        plan.environment.constants,
        column=column,
        row_count=sum(row.state.begun for row in rows.values()),
    )
    told, counts = "", [0, 0, 0]
    for check in plan.form_checks:
        if judge(check.rule, {}, seen).holds is False:
            told += words.TELLING + check.sentence
            counts[check.weight] += 1
    return told, (counts[0], counts[1], counts[2])


def totals(plan: FormPlan, rows: Mapping[str, FilledRow]) -> dict[str, AnswerValue]:
    """Return what the total row shows: sums first, then the ratios of them."""
    totals: dict[str, AnswerValue] = {}
    for field in plan.form.fields:
        if field.name in plan.total_formulas and field.type is not FieldType.RATE:
            numbers = [row.values[field.name] for row in rows.values()]
            added = [number for number in numbers if isinstance(number, int | Decimal)]
            totals[field.name] = sum(added) if added else None
    operands = {field.name: totals.get(field.name) for field in plan.form.fields}
    for field in plan.form.fields:
        if field.name in plan.total_formulas and field.type is FieldType.RATE:
            ratio = evaluate(parse_expression(field.formula or ""), operands, plan.environment)
            totals[field.name] = None if isinstance(ratio, bool) else ratio
    return totals


def added(counts: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Add up what is missing, wrong and to be looked at."""
    missing, errors, warnings = zip((0, 0, 0), *counts, strict=True)
    return (sum(missing), sum(errors), sum(warnings))

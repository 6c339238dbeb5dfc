"""All that the workbooks of one period and level have in common, worked out once.

Places, widths, formulas and sentences do not depend on the unit: ``plan_workbooks`` makes them for
the first unit and the others take them from its memory.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from tonghop.core import calendar
from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import (
    Aggregation,
    Campaign,
    FieldType,
    FixedRow,
    Form,
    FormField,
    Language,
    Period,
    Rows,
    Source,
)
from tonghop.core.layout import LISTS_SHEET, FormLayout, form_layout
from tonghop.core.rules import Environment, excel_formula, parse_expression
from tonghop.writing.workbook.checks import ROW, Condition, FormCheck, RowChecks, Weight, form_checks
from tonghop.writing.workbook.heading import widths

_PLANS_KEPT = 32
_COUNT_TYPES = {"count": FieldType.COUNT, "decimal": FieldType.DECIMAL}


class Lists:
    """What the hidden list sheet holds: the checks' sentences in its first column, then a column for each choice."""

    def __init__(self) -> None:
        self.columns: list[list[str]] = [[]]
        self._places: dict[str, str] = {}

    def sentence(self, text: str) -> str:
        """Return the cell of a sentence, which is added where it is new."""
        if text not in self._places:
            self._places[text] = self._address(len(self.columns[0]), 0)
            self.columns[0].append(text)
        return self._places[text]

    def choices(self, field: FormField) -> str:
        """Return the range of a choice field's labels, in Vietnamese as its rules compare them."""
        return self.listed([choice.label.vi for choice in field.choices])

    def listed(self, labels: list[str]) -> str:
        """Return the range of a list of texts, which is added where it is new."""
        if labels not in self.columns[1:]:
            self.columns.append(labels)
        column = self.columns.index(labels, 1)
        return f"{self._address(0, column)}:{_absolute(len(labels) - 1, column)}"

    @staticmethod
    def _address(row: int, column: int) -> str:
        return f"{LISTS_SHEET}!{_absolute(row, column)}"


@dataclass(frozen=True)
class RowPlan:
    """The formulas of a row, with ``ROW`` for its number."""

    checks: RowChecks
    computed: Mapping[str, str]
    counts: tuple[str, str, str]
    """How much is missing, wrong, to be looked at."""
    sentence: str
    choices: Mapping[str, str]
    """The list of each choice field."""


@dataclass(frozen=True)
class FormPlan:
    """How one form stands in its sheet."""

    form: Form
    layout: FormLayout
    language: Language
    environment: Environment
    rows: Mapping[str, RowPlan]
    """By what the clerk's counts of a fixed row are: count or decimal."""
    form_checks: tuple[FormCheck, ...]
    total_formulas: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_list(self) -> bool:
        """Whether the clerk adds rows."""
        return self.form.rows is Rows.LIST

    @property
    def end_row(self) -> int:
        """The last row that totals and checks look at: rows inserted above it are within."""
        return self.layout.closing_row or self.layout.last_row

    @cached_property
    def row_keys(self) -> Mapping[str, int]:
        """The row of each key: a fixed row's code, or the running number."""
        if self.layout.row_of:
            return self.layout.row_of
        first, last = self.layout.first_row, self.layout.last_row
        return {str(row - first + 1): row for row in range(first, last + 1)}

    @cached_property
    def widths(self) -> Mapping[int, float]:
        """Every printed column's width in characters."""
        return widths(self.form, self.layout)

    @cached_property
    def wrapping(self) -> tuple[FormField, ...]:
        """Fields whose texts may take several lines."""
        return tuple(one for one in self.form.fields if not one.is_number and one.type is not FieldType.DATE)

    @cached_property
    def fixed(self) -> Mapping[str, FixedRow]:
        """The form's fixed rows by code."""
        return {row.code: row for row in self.form.fixed_rows}

    @cached_property
    def state_columns(self) -> tuple[int, int, int]:
        """The hidden columns that count what is missing, wrong and to be looked at."""
        first = self.layout.status_column + 1
        return (first, first + 1, first + 2)

    def row_plan(self, key: str) -> RowPlan:
        """Return the formulas of the row of that key."""
        fixed = self.fixed.get(key)
        return self.rows[fixed.type if fixed else "count"]

    def range_of(self, column: int) -> str:
        """Return a column's cells over the whole table, for formulas of the same sheet."""
        return column_range(column, self.layout.first_row, self.end_row)


@dataclass(frozen=True)
class WorkbookPlan:
    """What the workbooks of a period and level have in common."""

    campaign: Campaign
    period: Period
    level: str
    forms: tuple[FormPlan, ...]
    lists: Lists


def column_range(column: int, first_row: int, last_row: int) -> str:
    """Return a column's cells of some rows: I$10:I$24."""
    letters = column_letters(column)
    return f"{letters}${first_row + 1}:{letters}${last_row + 1}"


def plan_workbooks(campaign: Campaign, period: Period, level: str) -> WorkbookPlan:
    """Return the plan of a period's workbooks for units of that level; the same campaign's plans are remembered."""
    return _plan(_Same(campaign), period, level)


_T = TypeVar("_T")


@dataclass(frozen=True, eq=False)
class _Same(Generic[_T]):
    """A value known by its identity: campaigns hold mappings, so they cannot be hashed."""

    value: _T

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=_PLANS_KEPT)
def _plan(same: _Same[Campaign], period: Period, level: str) -> WorkbookPlan:
    campaign, lists = same.value, Lists()
    forms = tuple(_form_plan(campaign, period, form, level, lists) for form in campaign.forms_due(period, level))
    return WorkbookPlan(campaign, period, level, forms, lists)


def _form_plan(campaign: Campaign, period: Period, form: Form, level: str, lists: Lists) -> FormPlan:
    layout = form_layout(form, level)
    environment = environment_of(campaign, period, form)
    rows = row_plans(form, layout, environment, campaign.language, lists)
    plan = FormPlan(form, layout, campaign.language, environment, rows, form_checks=())
    ranges = {name: plan.range_of(column) for name, column in layout.columns.items()}
    checks = form_checks(form, ranges, environment, campaign.language, lists.sentence)
    return replace(plan, form_checks=checks, total_formulas=total_formulas(plan))


def environment_of(campaign: Campaign, period: Period, form: Form) -> Environment:
    """Return what a form's rules know beside its cells."""
    return Environment(
        windows=calendar.windows(campaign, form.code),
        constants={"period_start": period.start, "period_end": period.end},
    )


def row_plans(
    form: Form,
    layout: FormLayout,
    environment: Environment,
    language: Language,
    lists: Lists,
    also: Sequence[Condition] = (),
) -> dict[str, RowPlan]:
    """Return the formulas of a form's rows, by what the clerk's counts are; ``also`` is looked at first."""
    types = {row.type for row in form.fixed_rows} or {"count"}
    return {name: _row_plan(form, layout, environment, language, name, (lists, also)) for name in sorted(types)}


def _row_plan(
    form: Form,
    layout: FormLayout,
    environment: Environment,
    language: Language,
    count_type: str,
    told: tuple[Lists, Sequence[Condition]],
) -> RowPlan:
    lists, also = told
    cells = {name: f"${column_letters(column)}{ROW}" for name, column in layout.columns.items()}
    always_due = form.rows is not Rows.LIST
    checks = RowChecks(form, _COUNT_TYPES[count_type], cells, environment, language, always_due=always_due)
    checks.conditions = (*also, *checks.conditions)
    return RowPlan(
        checks=checks,
        computed={
            one.name: excel_formula(parse_expression(one.formula or ""), cells, environment, form=form)
            for one in form.fields
            if one.source is Source.COMPUTED
        },
        counts=(
            checks.count_formula(Weight.MISSING),
            checks.count_formula(Weight.ERROR),
            checks.count_formula(Weight.WARNING),
        ),
        sentence=checks.sentence_formula(lists.sentence),
        choices={one.name: lists.choices(one) for one in form.fields if one.type is FieldType.CHOICE},
    )


def total_formulas(plan: FormPlan) -> dict[str, str]:
    """Return the formulas of the total row: sums, and ratios of the sums."""
    if plan.layout.total_row is None:
        return {}
    cells = {name: a1((plan.layout.total_row, column)) for name, column in plan.layout.columns.items()}
    formulas = {}
    for one in plan.form.fields:
        if one.type is FieldType.RATE and one.formula is not None:
            formulas[one.name] = excel_formula(parse_expression(one.formula), cells, plan.environment, form=plan.form)
        elif one.is_number and one.over_units is Aggregation.SUM:
            cells_of = plan.range_of(plan.layout.columns[one.name])
            formulas[one.name] = f'IF(COUNT({cells_of})=0,"",SUM({cells_of}))'
    return formulas


def _absolute(row: int, column: int) -> str:
    return f"${column_letters(column)}${row + 1}"

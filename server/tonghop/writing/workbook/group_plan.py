"""What a group's forms look like and hold: the plan of a form for all its units, and its contents."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from tonghop.core.cells import RawValue, column_letters
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, FixedRow, Form, FormField, Number, Period, Rows, Source
from tonghop.core.group_layout import GroupLayout, group_key, group_layout
from tonghop.core.units import Unit
from tonghop.writing.workbook import group_words
from tonghop.writing.workbook.checks import ROW, Condition, FormCheck, Raw, Values, Weight, form_checks, runs
from tonghop.writing.workbook.fill import (
    Fill,
    FilledRow,
    FilledSheet,
    NoSuchCell,
    added,
    filled_row,
    form_states,
    totals,
)
from tonghop.writing.workbook.plan import (
    FormPlan,
    Lists,
    RowPlan,
    column_range,
    environment_of,
    row_plans,
    total_formulas,
)
from tonghop.writing.workbook.status import Counts

UNIT_CELL = "#unit"
"""A row's unit, beside the names of its fields: no field is called so."""

Accumulated = Mapping[str, Mapping[Measure, Number]]
"""By unit code, what its earlier periods add up to."""
Fills = Mapping[str, Fill]
"""By unit code, the cells that it fills."""


@dataclass(frozen=True)
class GroupPlan(FormPlan):
    """How one form stands in its sheet for a group of units; its rows are known by ``group_key``."""

    whole: Form = field(kw_only=True)
    """The form with its free texts, which stand in each unit's block."""
    group: GroupLayout = field(kw_only=True)
    unit_checks: Mapping[str, tuple[FormCheck, ...]] = field(kw_only=True)
    """Rules over the whole form, for each unit that has a block."""

    @cached_property
    def row_keys(self) -> Mapping[str, int]:
        """The row of each key; in a list, which no unit owns, the running number."""
        match self.form.rows:
            case Rows.SINGLE:
                return {group_key(code, "1"): layout.first_row for code, layout in self.group.units.items()}
            case Rows.LIST:
                first = self.layout.first_row
                return {str(row - first + 1): row for row in range(first, self.layout.last_row + 1)}
            case Rows.FIXED:
                return self.layout.row_of

    @cached_property
    def fixed(self) -> Mapping[str, FixedRow]:
        """The form's fixed rows by their unit and code."""
        rows = {row.code: row for row in self.form.fixed_rows}
        return {group_key(code, row): rows[row] for code, layout in self.group.units.items() for row in layout.row_of}

    def row_plan(self, key: str) -> RowPlan:
        """Return the formulas of the row of that key; those of a list's rows are all alike."""
        fixed = self.fixed.get(key)
        return self.rows[fixed.type] if fixed is not None else next(iter(self.rows.values()))

    def unit_range(self, unit: str, column: int) -> str:
        """Return a column's cells in a unit's block or row, its heading and texts included."""
        layout = self.group.units[unit]
        first = self.group.headings.get(unit, layout.first_row)
        return column_range(column, first, max((layout.last_row, *layout.text_rows.values())))


def group_plan(campaign: Campaign, period: Period, form: Form, members: Sequence[Unit], lists: Lists) -> GroupPlan:
    """Work out how a form stands for the units of a group."""
    group = group_layout(form, members)
    environment = environment_of(campaign, period, form)
    layout = group.frame
    also: tuple[Condition, ...] = ()
    if form.rows is Rows.LIST:
        layout = replace(layout, columns={**layout.columns, UNIT_CELL: layout.unit_column or 0})
        also = (_unit_condition(campaign, group),)
    rows = row_plans(form, layout, environment, campaign.language, lists, also)

    def checks(unit: str) -> tuple[FormCheck, ...]:
        own = group.units[unit]
        ranges = {name: column_range(column, own.first_row, own.last_row) for name, column in own.columns.items()}
        return form_checks(form, ranges, environment, campaign.language, lists.sentence)

    plan = GroupPlan(
        form=form.model_copy(update={"texts": ()}),
        layout=layout,
        language=campaign.language,
        environment=environment,
        rows=rows,
        form_checks=(),
        whole=form,
        group=group,
        unit_checks={code: checks(code) for code in group.headings},
    )
    return replace(plan, total_formulas=total_formulas(plan))


def _unit_condition(campaign: Campaign, group: GroupLayout) -> Condition:
    """A begun row must say whose it is: the name beside the code is blank where it does not."""
    codes = {unit.code.casefold() for unit in group.members}

    def is_wrong(raw: Raw, _values: Values) -> bool:
        return str(raw.get(UNIT_CELL) or "").casefold() not in codes

    sentence = group_words.UNIT_EXPECTED.said(campaign.language)
    frame = group.frame
    clerks = (frame.columns[one.name] for one in frame.form.fields if one.source is Source.CLERK)
    begun = ",".join(runs(f"${column_letters(column)}{ROW}" for column in clerks))
    formula = f'AND(${column_letters(frame.name_column or 0)}{ROW}="",COUNTA({begun})>0)'
    return Condition(Weight.ERROR, sentence, formula, is_wrong, (UNIT_CELL,))


# Contents.


@dataclass(frozen=True, slots=True)
class UnitState:
    """How far one unit's part of a form is."""

    filled: int
    """How many cells are filled in; of a list, how many rows."""
    counts: Counts
    told: str = ""
    """The sentences of rules over the whole form that do not hold."""

    @property
    def begun(self) -> bool:
        """Whether anything is filled in."""
        return self.filled > 0


@dataclass(frozen=True, slots=True)
class FilledGroup:
    """A form's contents for all units."""

    sheet: FilledSheet
    texts: Mapping[str, Mapping[str, RawValue]]
    """The free texts by unit code and field."""
    units: Mapping[str, UnitState]


def filled_group(plan: GroupPlan, fills: Fills, accumulated: Accumulated) -> FilledGroup:
    """Put a form's contents together; raises NoSuchCell when there is no such cell, or a list has no rows left."""
    typed, texts = _typed(plan, fills)
    nothing: Mapping[Measure, Number] = MappingProxyType({})
    owner = _owner(plan, typed)
    rows = {
        key: filled_row(plan, key, typed.get(key, {}), accumulated.get(owner(key), nothing)) for key in plan.row_keys
    }
    units = {
        unit.code: _state(plan, unit.code, {key: row for key, row in rows.items() if owner(key) == unit.code}, texts)
        for unit in plan.group.members
    }
    counts = added(state.counts for state in units.values())
    if plan.is_list:
        counts = added(row.state.counts for row in rows.values())
    is_begun = any(row.state.begun for row in rows.values())
    return FilledGroup(FilledSheet(rows, {}, totals(plan, rows), counts, "", is_begun), texts, units)


def _owner(plan: GroupPlan, typed: Mapping[str, Mapping[str, RawValue]]) -> Callable[[str], str]:
    def owner(key: str) -> str:
        return str(typed.get(key, {}).get(UNIT_CELL, "")) if plan.is_list else key.partition(" ")[0]

    return owner


def _state(
    plan: GroupPlan, unit: str, rows: Mapping[str, FilledRow], texts: Mapping[str, Mapping[str, RawValue]]
) -> UnitState:
    told, broken = form_states(replace(plan, form_checks=plan.unit_checks.get(unit, ())), rows)
    written = texts.get(unit, {})
    missing = sum(one.required and written.get(one.name) in {None, ""} for one in plan.whole.texts)
    counts = added([(missing, 0, 0), broken, *(row.state.counts for row in rows.values())])
    names = [one.name for one in clerk_fields(plan)]
    cells = sum(row.raw.get(name) not in {None, ""} for row in rows.values() for name in names)
    filled = sum(row.state.begun for row in rows.values()) if plan.is_list else cells
    return UnitState(filled + sum(text not in {None, ""} for text in written.values()), counts, told)


Typed = dict[str, dict[str, RawValue]]


def _typed(plan: GroupPlan, fills: Fills) -> tuple[Typed, Typed]:
    """Return this form's cells by key, and the free texts by unit."""
    rows: Typed = {}
    texts: Typed = {}
    spare = _spare(plan)
    if plan.is_list:
        first = plan.layout.first_row
        rows = {str(row - first + 1): {UNIT_CELL: code} for row, code in plan.group.prepared.items()}
    for unit in plan.group.members:
        keys = _KeysOf(plan, unit.code, spare)
        for (form, key, name), value in _ordered(plan, fills.get(unit.code, {})):
            if key == "" and name in plan.group.units[unit.code].text_rows:
                texts.setdefault(unit.code, {})[name] = value
                continue
            place = keys.place(key)
            if place not in plan.row_keys or name not in plan.group.units[unit.code].columns:
                raise NoSuchCell(form=form, row=key, field=name)
            cells = rows.setdefault(place, {})
            cells[name] = value
            if plan.is_list:
                cells[UNIT_CELL] = unit.code
    return rows, texts


def _ordered(plan: GroupPlan, fill: Fill) -> Iterable[tuple[tuple[str, str, str], RawValue]]:
    """Return this form's cells; a list's rows in their order, so that they are placed in it."""
    cells = [(cell, value) for cell, value in fill.items() if cell[0] == plan.form.code]
    return sorted(cells, key=lambda one: int(one[0][1])) if plan.is_list else cells


def _spare(plan: GroupPlan) -> Iterator[str]:
    first = plan.layout.first_row
    return iter([str(row - first + 1) for row in plan.row_keys.values() if row not in plan.group.prepared])


class _KeysOf:
    """Places one unit's rows: in a list first in those prepared for it, then in spare ones."""

    def __init__(self, plan: GroupPlan, unit: str, spare: Iterator[str]) -> None:
        self._plan, self._unit = plan, unit
        first = plan.layout.first_row
        own = (str(row - first + 1) for row, code in plan.group.prepared.items() if code == unit)
        self._free = chain(own, spare)
        self._places: dict[str, str] = {}

    def place(self, key: str) -> str:
        """Return the group's key of a unit's row; "" where no row is left."""
        if not self._plan.is_list:
            return group_key(self._unit, key)
        if key not in self._places:
            self._places[key] = next(self._free, "")
        return self._places[key]


def clerk_fields(plan: GroupPlan) -> tuple[FormField, ...]:
    """Return the columns that clerks fill."""
    return plan.row_plan("").checks.clerks

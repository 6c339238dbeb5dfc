"""A form's sheet in a group's workbook: the units' columns, headings and texts around the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import Rows, Source
from tonghop.core.layout import STT_COLUMN, text_code
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.workbook import group_words, words
from tonghop.writing.workbook.checks import Weight, runs
from tonghop.writing.workbook.group_plan import UNIT_CELL, FilledGroup, GroupPlan, UnitState, clerk_fields
from tonghop.writing.workbook.guard import prompt
from tonghop.writing.workbook.head import Pen
from tonghop.writing.workbook.status import CountCells, quoted, status_formula, status_line
from tonghop.writing.workbook.table import CODE_STYLE, write_group_row, write_table, write_text

_HEADING_HEIGHT = 24.0
_MESSAGE_LIMIT = 255
_HEADING = styles.style(styles.TABLE, bold=True, bg_color="#D9E5F3", font_color=styles.BLUE, locked=True)
_OPEN = styles.style(left=0, right=0)
_NAME = styles.style(styles.TABLE, styles.LEFT, styles.WRAP)


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the hidden list sheet holds the units' codes and names."""

    codes: str
    names: str


def write_rows(pen: Pen, plan: GroupPlan, filled: FilledGroup, directory: Directory) -> None:
    """Write everything under the headings."""
    write_table(pen)
    if plan.is_list:
        _list_columns(pen, plan, directory)
        return
    _unit_columns(pen, plan)
    for place, unit in enumerate(plan.group.members, start=1):
        if unit.code in plan.group.headings:
            _heading(pen, plan, (place, unit), filled.units[unit.code])
            _block(pen, plan, unit, filled)


def _unit_columns(pen: Pen, plan: GroupPlan) -> None:
    """Write whose each row is."""
    names = {unit.code: unit.name for unit in plan.group.members}
    code_shape = pen.formats.of(styles.TABLE, styles.CENTRE, CODE_STYLE)
    for row, code in plan.group.prepared.items():
        pen.sheet.text(row, plan.layout.unit_column or 0, code, code_shape)
        if plan.layout.name_column is not None:
            pen.sheet.text(row, plan.layout.name_column, names[code], pen.formats.of(_NAME))


# Lists: the code is chosen, the name follows.


def _list_columns(pen: Pen, plan: GroupPlan, directory: Directory) -> None:
    unit_column, name_column = plan.layout.unit_column or 0, plan.layout.name_column or 0
    names = {unit.code: unit.name for unit in plan.group.members}
    code_shape = pen.formats.of(styles.TABLE, styles.INPUT, styles.CENTRE, CODE_STYLE)
    for key, row in plan.row_keys.items():
        code = str(pen.filled.rows[key].raw.get(UNIT_CELL, ""))
        pen.sheet.text(row, unit_column, code, code_shape)
        cell = f"${column_letters(unit_column)}{row + 1}"
        formula = f'IFERROR(INDEX({directory.names},MATCH({cell}&"",{directory.codes},0)),"")'
        pen.sheet.formula(row, name_column, formula, pen.formats.of(_NAME), names.get(code, ""))
    area = (plan.layout.first_row, unit_column, plan.layout.last_row, unit_column)
    pen.sheet.validation(area, _choice(pen, directory))


def _choice(pen: Pen, directory: Directory) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": f"={directory.codes}",
        "input_title": pen.say(group_words.CHOOSE_UNIT),
        "input_message": pen.say(group_words.CHOOSE_HOW)[:_MESSAGE_LIMIT],
        "error_type": "stop",
        "error_title": pen.say(words.REFUSED_TITLE),
        "error_message": pen.say(words.REFUSE_CHOICE),
    }


# Blocks of fixed rows.


def _heading(pen: Pen, plan: GroupPlan, numbered: tuple[int, Unit], state: UnitState) -> None:
    """Write a unit's heading: its name, and how far its block is."""
    place, unit = numbered
    layout, row = plan.layout, plan.group.headings[unit.code]
    shape = pen.formats.of(_HEADING, styles.LEFT)
    last = min(layout.columns.values()) - 1
    title = f"{place}. {unit.name.upper()} ({pen.say(words.UNIT_CODE)} {unit.code})"
    pen.sheet.row(row, _HEADING_HEIGHT)
    pen.sheet.merged((row, STT_COLUMN, row, last), "", shape)
    parting = words.TELLING
    said = said_of(state, plan)
    formula = f"{quoted(title + parting)}&{_said_formula(plan, unit.code)}"
    pen.sheet.formula(row, STT_COLUMN, formula, shape, title + parting + said)
    for column in range(last + 1, layout.last_column + 1):
        pen.sheet.blank(row, column, pen.formats.of(_HEADING, _OPEN))
    quiet = pen.formats.of(styles.NOTE)
    checks = plan.unit_checks[unit.code]
    for weight, column in zip(Weight, plan.state_columns, strict=True):
        tests = [f"IF({one.formula},1,0)" for one in checks if one.weight is weight]
        if tests:
            pen.sheet.formula(row, column, "+".join(tests), quiet, _broken(state, weight, pen, plan, unit))


def _broken(state: UnitState, weight: Weight, pen: Pen, plan: GroupPlan, unit: Unit) -> int:
    """Return how many rules over the whole form do not hold: what the rows and texts do not account for."""
    own = [pen.filled.rows[key].state.counts[weight] for key in plan.row_keys if key.startswith(f"{unit.code} ")]
    texts = sum(one.required for one in plan.whole.texts) if weight is Weight.MISSING else 0
    return max(state.counts[weight] - sum(own) - texts, 0)


def said_of(state: UnitState, plan: GroupPlan) -> str:
    """Say how far a unit's part is."""
    if not state.begun:
        return group_words.NOT_BEGUN.said(plan.language)
    return status_line(state.counts, plan.language, told=state.told)


def _said_formula(plan: GroupPlan, unit: str) -> str:
    counts = CountCells(*(f"SUM({plan.unit_range(unit, column)})" for column in plan.state_columns))
    told = "".join(
        f'&IF({one.formula},{quoted(words.TELLING)}&{one.place},"")' for one in plan.unit_checks.get(unit, ())
    )
    line = status_formula(counts, plan.language, told=told)
    return f"IF({begun_count(plan, unit)}=0,{quoted(group_words.NOT_BEGUN.said(plan.language))},{line})"


def begun_count(plan: GroupPlan, unit: str, sheet: str = "") -> str:
    """Return the formula that counts what a unit filled in; ``sheet`` stands before each range: 'Biểu 1'!."""
    if plan.is_list:
        return _list_begun(plan, unit, sheet)
    layout = plan.group.units[unit]
    columns = [plan.layout.columns[one.name] for one in clerk_fields(plan)]
    first, last = layout.first_row + 1, layout.last_row + 1
    areas = []
    for run in runs(f"${column_letters(column)}" for column in columns):
        start, _, end = run.partition(":")
        areas.append(f"{sheet}{start}${first}:{end or start}${last}")
    areas += [f"{sheet}{a1((row, layout.text_column))}" for row in layout.text_rows.values()]
    return f"COUNTA({','.join(areas)})"


def _list_begun(plan: GroupPlan, unit: str, sheet: str) -> str:
    codes = f"{sheet}{plan.range_of(plan.layout.unit_column or 0)}"
    filled = "&".join(f"{sheet}{plan.range_of(plan.layout.columns[one.name])}" for one in clerk_fields(plan))
    return f'SUMPRODUCT(({codes}={quoted(unit)})*({filled}<>""))'


def count_of(plan: GroupPlan, unit: str, place: int, sheet: str) -> str:
    """Return the formula of a unit's count (missing, errors, warnings) in a form, for other sheets."""
    column = plan.state_columns[place]
    if plan.is_list:
        codes, counts = plan.range_of(plan.layout.unit_column or 0), plan.range_of(column)
        return f"SUMIF({sheet}{codes},{quoted(unit)},{sheet}{counts})"
    return f"SUM({sheet}{plan.unit_range(unit, column)})"


def _block(pen: Pen, plan: GroupPlan, unit: Unit, filled: FilledGroup) -> None:
    """Write what stands in a unit's block beside its rows: group headings and free texts."""
    own, texts = plan.group.units[unit.code], filled.texts.get(unit.code, {})
    for place, (row, heading) in enumerate(own.group_rows.items()):
        write_group_row(pen, place, row, pen.say(heading))
    code_shape = pen.formats.of(styles.TABLE, styles.CENTRE, CODE_STYLE)
    quiet = pen.formats.of(styles.NOTE)
    for place, one in enumerate(plan.whole.texts):
        row = own.text_rows[one.name]
        write_text(pen, row, text_code(place), pen.say(one.label), texts.get(one.name))
        pen.sheet.text(row, own.unit_column or 0, unit.code, code_shape)
        at = (row, own.text_column)
        if one.required:
            missing = int(texts.get(one.name) in {None, ""})
            pen.sheet.formula(row, plan.state_columns[0], f'IF({a1(at)}="",1,0)', quiet, missing)
        told: Mapping[str, Any] = prompt(pen, one) if one.source is Source.CLERK else {}
        if told:
            pen.sheet.validation((*at, *at), {"validate": "any", **told})


# Pages.


def parts_of(plan: GroupPlan) -> tuple[tuple[int, ...], ...]:
    """Return the first rows of what is to stay together, by unit; the last row stays with the signature block."""
    if plan.form.rows is not Rows.FIXED:
        return tuple((row,) for row in range(plan.layout.first_row, plan.layout.last_row))
    return tuple(
        (plan.group.headings[code], *list(layout.group_rows)[1:], *layout.text_rows.values())
        for code, layout in plan.group.units.items()
    )

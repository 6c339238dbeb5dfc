"""What a form's sheet does while it is typed in: it refuses, lights up, offers lists, and keeps its frame."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import FieldType, FixedRow, FormField, Period, Source, Text
from tonghop.core.layout import FIRST_BODY_ROW, STATUS_ROW
from tonghop.core.spelling import spelled
from tonghop.writing import styles
from tonghop.writing.workbook import words
from tonghop.writing.workbook.checks import ROW, Condition, Weight
from tonghop.writing.workbook.head import Pen, count_cells
from tonghop.writing.workbook.page import pages_of

_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255
_YEAR = timedelta(days=366)
_FREE = MappingProxyType(
    dict.fromkeys(
        (
            "objects",
            "scenarios",
            "format_cells",
            "format_columns",
            "format_rows",
            "insert_rows",
            "insert_hyperlinks",
            "delete_rows",
            "sort",
            "autofilter",
        ),
        True,
    )
)
_LIGHTS: Mapping[Weight, styles.Style] = {
    Weight.MISSING: styles.MISSING,
    Weight.ERROR: styles.ERROR,
    Weight.WARNING: styles.WARNING,
}


def protect(raw: Any) -> None:  # noqa: ANN401 -- XlsxWriter is not typed
    """Lock what is not to be filled, without a password; formatting, inserting rows and notes stay free."""
    raw.protect("", dict(_FREE))


def guard(pen: Pen, period: Period) -> None:
    """Add validations, lights, protection and frozen panes."""
    _validations(pen, period)
    _lights(pen)
    _status_lights(pen)
    protect(pen.sheet.raw)
    layout = pen.plan.layout
    pages = pages_of(pen.plan.form, layout)
    pen.sheet.raw.freeze_panes(FIRST_BODY_ROW + (layout.total_row is not None), pages.key_end + 1)


# Validations.


def _validations(pen: Pen, period: Period) -> None:
    for rows in _row_blocks(pen):
        for field in pen.plan.form.fields:
            options = _validation(pen, field, rows.fixed, period) if field.source is Source.CLERK else None
            if options is not None:
                _validate(pen, pen.plan.layout.columns[field.name], rows.spans, options)
    for field in pen.plan.form.texts:
        if field.help is not None:
            place = (pen.plan.layout.text_rows[field.name], pen.plan.layout.text_column)
            pen.sheet.validation((*place, *place), {"validate": "any", **prompt(pen, field)})


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows whose cells take the same: a list's all, of fixed rows those of one type."""

    fixed: FixedRow | None
    spans: Sequence[tuple[int, int]]


def _row_blocks(pen: Pen) -> Iterable[_Block]:
    layout, fixed = pen.plan.layout, pen.plan.fixed
    if not layout.row_of:
        return [_Block(None, [(layout.first_row, layout.last_row)])]
    types = dict.fromkeys(fixed[code].type for code in layout.row_of)
    rows = {name: [row for code, row in layout.row_of.items() if fixed[code].type == name] for name in types}
    by_row = {row: fixed[code] for code, row in layout.row_of.items()}
    return [_Block(by_row[numbers[0]], spans(numbers)) for numbers in rows.values()]


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return growing numbers as runs of neighbours: 8, 9, 11 is (8, 9), (11, 11)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _validate(pen: Pen, column: int, rows: Sequence[tuple[int, int]], options: Mapping[str, Any]) -> None:
    areas = [(first, column, last, column) for first, last in rows]
    more = {"other_cells": [list(area) for area in areas[1:]]} if len(areas) > 1 else {}
    pen.sheet.validation(areas[0], {**options, **more})


def _validation(pen: Pen, field: FormField, fixed: FixedRow | None, period: Period) -> dict[str, Any] | None:
    type_ = pen.plan.form.row_type(fixed, field)
    told = prompt(pen, field)
    match type_:
        case FieldType.COUNT:
            limits = _limits("integer", field)
            return {**limits, **told, **_refusal(pen, words.REFUSE_WHOLE, words.REFUSE_LARGE, field)}
        case FieldType.DECIMAL:
            refusal = _refusal(pen, words.REFUSE_NUMBER, words.REFUSE_NUMBER, field)
            return {**_limits("decimal", field), **told, **refusal}
        case FieldType.DATE:
            return {**_plausible(pen, period), **told}
        case FieldType.CHOICE:
            source = f"={pen.plan.row_plan(fixed.code if fixed else '').choices[field.name]}"
            refusal = _refusal(pen, words.REFUSE_CHOICE, words.REFUSE_CHOICE, field)
            return {"validate": "list", "source": source, **told, **refusal}
        case _:
            return {"validate": "any", **told} if told else None


def _limits(kind: str, field: FormField) -> dict[str, Any]:
    if field.maximum is None:
        return {"validate": kind, "criteria": ">=", "value": 0}
    return {"validate": kind, "criteria": "between", "minimum": 0, "maximum": float(field.maximum)}


def _plausible(pen: Pen, period: Period) -> dict[str, Any]:
    """Doubt a date far from the period and the activities' windows; rules judge the nearer ones."""
    windows = pen.plan.environment.windows
    first = min([period.start, *(start for start, _ in windows)]) - _YEAR
    last = max([period.end, period.due, *(end for _, end in windows)]) + _YEAR
    message = pen.say(words.DOUBT_DATE).format(first=_day(first), last=_day(last))
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_type": "warning",
        "error_title": pen.say(words.DOUBTED_TITLE),
        "error_message": message,
    }


def _day(day: date) -> str:
    return spelled(day, FieldType.DATE)


def _refusal(pen: Pen, plain: Text, limited: Text, field: FormField) -> dict[str, Any]:
    maximum = "" if field.maximum is None else spelled(field.maximum, field.type)
    sentence = pen.say(plain if field.maximum is None else limited).format(maximum=maximum)
    return {
        "error_type": "stop",
        "error_title": pen.say(words.REFUSED_TITLE),
        "error_message": _cut(sentence, _MESSAGE_LIMIT),
    }


def prompt(pen: Pen, field: FormField) -> dict[str, Any]:
    """Return the message shown when a cell is entered, for fields that explain themselves or list their codes."""
    told = [pen.say(field.help)] if field.help is not None else []
    if field.type is FieldType.CHOICES:
        told += [f"{choice.code}: {pen.say(choice.label)}" for choice in field.choices]
    if not told:
        return {}
    title = " ".join(pen.say(field.label).split())
    return {"input_title": _cut(title, _TITLE_LIMIT), "input_message": _cut("\n".join(told), _MESSAGE_LIMIT)}


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


# Lights.


def _lights(pen: Pen) -> None:
    """Light up the cells of what is wrong; the first light of a cell wins, errors before the rest."""
    for count_type, row_plan in pen.plan.rows.items():
        rows = _rows_of(pen, count_type)
        first_row = str(rows[0][0] + 1)
        begun = row_plan.checks.begun_formula()
        for condition in sorted(row_plan.checks.conditions, key=_brightness):
            formula = condition.formula
            if condition.weight is Weight.MISSING:
                formula = f"AND({formula},{begun})"
            _light(pen, condition, rows, formula.replace(ROW, first_row))


def _rows_of(pen: Pen, count_type: str) -> list[tuple[int, int]]:
    """Return the rows whose counts are of that type, as runs; rows inserted between them are within."""
    plan = pen.plan
    if len(plan.rows) == 1:
        return [(plan.layout.first_row, plan.end_row)]
    return spans(row for code, row in plan.layout.row_of.items() if plan.fixed[code].type == count_type)


def _brightness(condition: Condition) -> int:
    return (Weight.ERROR, Weight.MISSING, Weight.WARNING).index(condition.weight)


def _light(pen: Pen, condition: Condition, rows: Sequence[tuple[int, int]], formula: str) -> None:
    columns = spans(sorted(pen.plan.layout.columns[name] for name in condition.fields))
    areas = [
        f"{a1((first_row, first))}:{a1((last_row, last))}" for first_row, last_row in rows for first, last in columns
    ]
    area = (rows[0][0], columns[0][0], rows[0][1], columns[0][1])
    options = {"type": "formula", "criteria": f"={formula}", "format": pen.formats.of(_LIGHTS[condition.weight])}
    pen.sheet.conditional(area, {**options, "multi_range": " ".join(areas)})


def _status_lights(pen: Pen) -> None:
    """Colour the status line, and the check's sentences: what blocks red, what is only noted brown."""
    layout, plan, formats = pen.plan.layout, pen.plan, pen.formats
    counts = count_cells(plan, absolute=True)
    area = (STATUS_ROW, 2, STATUS_ROW, layout.last_column)
    for formula, shape in (
        (f"{counts.errors}>0", styles.ERROR),
        (f"{counts.missing}>0", styles.MISSING),
        (f"{counts.warnings}>0", styles.WARNING),
        (f"{counts.missing}+{counts.errors}=0", styles.GOOD),
    ):
        pen.sheet.conditional(area, {**_when(formula), "format": formats.of(shape)})
    told = a1((layout.first_row, layout.status_column))
    wrong = [f"{column_letters(column)}{layout.first_row + 1}" for column in plan.state_columns[:2]]
    area = (layout.first_row, layout.status_column, plan.end_row, layout.status_column)
    for formula, shape in (
        (f'AND(${told}<>"",${wrong[0]}+${wrong[1]}>0)', styles.ERROR),
        (f'${told}<>""', styles.WARNING),
    ):
        pen.sheet.conditional(area, {**_when(formula), "format": formats.of(shape)})


def _when(formula: str) -> dict[str, Any]:
    return {"type": "formula", "criteria": f"={formula}", "stop_if_true": True}

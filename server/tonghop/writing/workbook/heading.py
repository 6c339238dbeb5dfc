"""The words of a form's head: column numbers with their formulas, units of measure, widths."""

import re
from collections.abc import Iterable
from itertools import groupby

from tonghop.core.definitions import Form, FormField, Language, Text
from tonghop.core.layout import CODE, MEASURE, STT, STT_COLUMN, UNIT_CODE, UNIT_NAME, FormLayout
from tonghop.core.rules import column_numbers
from tonghop.writing import styles
from tonghop.writing.workbook import words
from tonghop.writing.workbook.wrap import advance

STT_WIDTH, UNIT_WIDTH, NAME_WIDTH, CODE_WIDTH, MEASURE_WIDTH, STATUS_WIDTH = 5.0, 10.0, 30.0, 9.0, 10.0, 60.0
_LABEL_WIDTHS = (30.0, 52.0)  # narrowest, widest
_PAGE_WIDTH = 128.0  # of A4 landscape between its margins, in characters
_NAME, _SIGN = re.compile(r"[a-z][a-z0-9_]*"), re.compile(r"(?<=\))(?=[-+×/])")
_DIGIT_POINTS = 6.0


def column_formula(form: Form, field: FormField) -> str:
    """Return what stands in the row of column numbers: “(9)”, or “(11)=(9)/(8)” for a computed column.

    A longer one is broken before its signs, where Excel would break it inside the brackets.
    """
    numbers = column_numbers(form)
    own = f"({numbers[field.name]})"
    if field.formula is None or not set(_NAME.findall(field.formula)) <= numbers.keys():
        return own
    written = _NAME.sub(lambda found: f"({numbers[found[0]]})", field.formula.replace(" ", "")).replace("*", "×")
    lines = [f"{own}="]
    for part in _SIGN.split(written):
        if advance(lines[-1] + part) * styles.SMALL > (field.width - 1) * _DIGIT_POINTS and lines[-1] != "":
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def leading_headings(form: Form, layout: FormLayout) -> dict[int, Text]:
    """Return the headings of the columns before the fields."""
    headings = {STT_COLUMN: STT}
    if layout.unit_column is not None:
        headings[layout.unit_column] = UNIT_CODE
    if layout.name_column is not None:
        headings[layout.name_column] = UNIT_NAME
    if layout.code_column is not None and layout.label_column is not None and layout.measure_column is not None:
        headings[layout.code_column] = CODE
        headings[layout.label_column] = form.row_heading or form.title
        headings[layout.measure_column] = MEASURE
    return headings


def widths(form: Form, layout: FormLayout) -> dict[int, float]:
    """Return every printed column's width in characters; the rows' labels take what the page leaves them."""
    found = {layout.columns[field.name]: field.width for field in form.fields}
    found[STT_COLUMN] = STT_WIDTH
    if layout.unit_column is not None:
        found[layout.unit_column] = UNIT_WIDTH
    if layout.name_column is not None:
        found[layout.name_column] = NAME_WIDTH
    if layout.code_column is not None and layout.label_column is not None and layout.measure_column is not None:
        found[layout.code_column] = CODE_WIDTH
        found[layout.measure_column] = MEASURE_WIDTH
        narrowest, widest = _LABEL_WIDTHS
        found[layout.label_column] = min(max(_PAGE_WIDTH - sum(found.values()), narrowest), widest)
    return found


def measures(form: Form, language: Language) -> str:
    """Say what the columns are counted in: “người”, or “điểm cầu (cột 6–9), người (cột 10–19)”."""
    numbers = column_numbers(form)
    by_measure: dict[str, list[int]] = {}
    for field in form.fields:
        if field.measure is not None:
            by_measure.setdefault(field.measure.said(language), []).append(numbers[field.name])
    if len(by_measure) <= 1:
        return "".join(by_measure)
    pattern = words.MEASURE_COLUMNS.said(language)
    said = (pattern.format(measure=measure, columns=_spans(places)) for measure, places in by_measure.items())
    return ", ".join(said)


def _spans(places: Iterable[int]) -> str:
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), key=lambda one: one[1] - one[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)

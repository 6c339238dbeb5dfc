"""The rows of a form's sheet: total, cells to fill, group headings, free texts, and the signature block."""

from collections.abc import Mapping

from xlsxwriter.format import Format

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, FixedRow, FormField, Source
from tonghop.core.layout import STT_COLUMN, text_code
from tonghop.core.submission import AnswerValue
from tonghop.writing import styles
from tonghop.writing.styles import Formats, Style
from tonghop.writing.workbook import words
from tonghop.writing.workbook.checks import ROW
from tonghop.writing.workbook.fill import FilledRow
from tonghop.writing.workbook.head import Pen, sum_of
from tonghop.writing.workbook.heading import MEASURE_WIDTH
from tonghop.writing.workbook.page import pages_of
from tonghop.writing.workbook.plan import FormPlan
from tonghop.writing.workbook.sheet import Cached
from tonghop.writing.workbook.wrap import height

_TYPE_STYLES: Mapping[FieldType, Style] = {
    FieldType.COUNT: styles.COUNT,
    FieldType.DECIMAL: styles.DECIMAL,
    FieldType.RATE: styles.RATE,
    FieldType.DATE: styles.DATE,
    FieldType.TEXT: styles.TEXT,
    FieldType.CHOICE: styles.TEXT,
    FieldType.CHOICES: styles.TEXT,
}
_TEXT_LINES_HEIGHT, _CLOSING_HEIGHT, _TOTAL_HEIGHT = 52, 5, 20
_ROW_HEIGHT, _SINGLE_HEIGHT, _ROW_SPARE = 18.0, 28.0, 2.0
CODE_STYLE = styles.style(num_format="@", font_size=10)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def write_table(pen: Pen) -> None:
    """Write everything from the total row down."""
    shapes = Shapes(pen.formats, pen.plan)
    _total_row(pen, shapes)
    for place, key in enumerate(pen.plan.row_keys):
        _row(pen, shapes, place, key)
    for place, (row, heading) in enumerate(pen.plan.layout.group_rows.items()):
        write_group_row(pen, place, row, pen.say(heading))
    _closing_row(pen)
    _texts(pen)
    _signature(pen)


class Shapes:
    """The formats of a table's cells, each looked up once for a form."""

    def __init__(self, formats: Formats, plan: FormPlan) -> None:
        self.label = formats.of(styles.TABLE, styles.LEFT, styles.WRAP)
        self.centre = formats.of(styles.TABLE, styles.CENTRE)
        self.code = formats.of(styles.TABLE, styles.CENTRE, CODE_STYLE)
        self.measure = formats.of(styles.TABLE, styles.CENTRE, styles.WRAP)
        self.status = formats.of(styles.PLAIN, styles.WRAP, styles.LEFT)
        self.count = formats.of(styles.NOTE)
        self.total = {
            field.name: formats.of(styles.TABLE, _TYPE_STYLES[field.type], styles.TOTAL) for field in plan.form.fields
        }
        self.total_head = formats.of(styles.TABLE, styles.TOTAL, styles.CENTRE)
        self.closing = formats.of(styles.style(bg_color=styles.LINE, font_size=4))
        self._cells: dict[tuple[str, str], Format] = {}
        for name, row_plan in plan.rows.items():
            for field in plan.form.fields:
                shape = _TYPE_STYLES[row_plan.checks.types[field.name]]
                ground = styles.INPUT if field.source is Source.CLERK else styles.LOCKED
                self._cells[name, field.name] = formats.of(styles.TABLE, shape, ground)

    def cell(self, row: FixedRow | None, field: FormField) -> Format:
        """Return the format of a field's cell."""
        return self._cells[row.type if row else "count", field.name]


def _row(pen: Pen, shapes: Shapes, place: int, key: str) -> None:
    plan, sheet, layout = pen.plan, pen.sheet, pen.plan.layout
    row, filled, fixed = plan.row_keys[key], pen.filled.rows[key], plan.fixed.get(key)
    number = str(row + 1)
    if plan.is_list:
        sheet.formula(row, STT_COLUMN, f"ROW()-ROW(A${layout.first_row})", shapes.centre, place + 1)
    else:
        sheet.number(row, STT_COLUMN, place + 1, shapes.centre)
    if fixed is not None:
        _row_head(pen, shapes, row, fixed)
    _cells(pen, shapes, row, key, filled)
    sheet.row(row, _row_height(pen, key), grows=True)
    row_plan = plan.row_plan(key)
    sentence = row_plan.sentence.replace(ROW, number)
    sheet.formula(row, layout.status_column, sentence, shapes.status, filled.state.sentence)
    for column, formula, count in zip(plan.state_columns, row_plan.counts, filled.state.counts, strict=True):
        sheet.formula(row, column, formula.replace(ROW, number), shapes.count, count)


def _row_height(pen: Pen, key: str) -> float:
    """Return a height that shows the row's label and what is typed in its text cells."""
    plan, fixed = pen.plan, pen.plan.fixed.get(key)
    texts = [(pen.say(fixed.label), pen.widths[plan.layout.label_column or 0])] if fixed is not None else []
    texts += [(pen.say(fixed.measure), MEASURE_WIDTH)] if fixed is not None and fixed.measure is not None else []
    for field in plan.wrapping:
        typed = pen.filled.rows[key].raw.get(field.name)
        if isinstance(typed, str):
            texts.append((typed, field.width))
    least = _ROW_HEIGHT if plan.is_list or fixed is not None else _SINGLE_HEIGHT
    return max([least, *(height(text, width) + _ROW_SPARE for text, width in texts)])


def _cells(pen: Pen, shapes: Shapes, row: int, key: str, filled: FilledRow) -> None:
    plan, number = pen.plan, str(row + 1)
    fixed, computed = plan.fixed.get(key), plan.row_plan(key).computed
    for field in plan.form.fields:
        column, shape = plan.layout.columns[field.name], shapes.cell(fixed, field)
        typed: RawValue = filled.raw.get(field.name)
        if field.name in computed and typed is None:
            formula = computed[field.name].replace(ROW, number)
            pen.sheet.formula(row, column, formula, shape, as_cached(filled.values[field.name]))
        else:
            pen.sheet.content(row, column, typed, shape)


def as_cached(value: AnswerValue) -> Cached:
    """Return a computed value as a formula's result; the codes of several choices are not computed."""
    return None if isinstance(value, tuple) else value


def _row_head(pen: Pen, shapes: Shapes, row: int, fixed: FixedRow) -> None:
    layout = pen.plan.layout
    if layout.code_column is None or layout.label_column is None or layout.measure_column is None:
        return
    pen.sheet.text(row, layout.code_column, fixed.code, shapes.code)
    pen.sheet.text(row, layout.label_column, pen.say(fixed.label), shapes.label)
    pen.sheet.text(row, layout.measure_column, pen.say(fixed.measure) if fixed.measure else "", shapes.measure)


def write_group_row(pen: Pen, place: int, row: int, heading: str) -> None:
    """Write a heading between fixed rows, numbered in Roman numerals; ``place`` counts from 0."""
    shape = pen.formats.of(styles.GROUP)
    roman = _ROMAN[place] if place < len(_ROMAN) else str(place + 1)
    pen.sheet.text(row, STT_COLUMN, roman, pen.formats.of(styles.GROUP, styles.CENTRE))
    last = pen.plan.layout.last_column
    room = sum_of(pen.widths, 1, last)
    pen.sheet.merged((row, 1, row, last), heading, shape)
    pen.sheet.row(row, height(heading, room, bold=True) + 2)


def _total_row(pen: Pen, shapes: Shapes) -> None:
    plan, layout = pen.plan, pen.plan.layout
    row = layout.total_row
    if row is None:
        return
    pages = pages_of(plan.form, layout)
    pen.sheet.row(row, _TOTAL_HEIGHT)
    for field in plan.form.fields:
        column, shape = layout.columns[field.name], shapes.total[field.name]
        if field.name in plan.total_formulas:
            result = as_cached(pen.filled.totals[field.name])
            pen.sheet.formula(row, column, plan.total_formulas[field.name], shape, result)
        elif column > pages.key_end:
            pen.sheet.blank(row, column, shape)
    pen.sheet.merged((row, 0, row, pages.key_end), pen.say(words.TOTAL), shapes.total_head)


def _closing_row(pen: Pen) -> None:
    row, layout = pen.plan.layout.closing_row, pen.plan.layout
    if row is None:
        return
    closing = pen.formats.of(styles.style(bg_color=styles.LINE, font_size=4))
    pen.sheet.row(row, _CLOSING_HEIGHT)
    for column in range(layout.last_column + 1):
        pen.sheet.blank(row, column, closing)
    # Counted among the checked rows, so that only rows inserted later are without a check.
    pen.sheet.formula(row, layout.status_column, '""', pen.formats.of(styles.NOTE), "")


def _texts(pen: Pen) -> None:
    for place, field in enumerate(pen.plan.form.texts):
        row = pen.plan.layout.text_rows[field.name]
        write_text(pen, row, text_code(place), pen.say(field.label), pen.filled.texts.get(field.name))


def write_text(pen: Pen, row: int, code: str, label: str, typed: RawValue) -> None:
    """Write the row of a free text."""
    layout = pen.plan.layout
    if layout.code_column is None or layout.label_column is None:
        return
    shape = pen.formats.of(styles.TABLE, styles.TEXT, styles.TOP, styles.INPUT)
    room = sum_of(pen.widths, layout.text_column, layout.last_column)
    pen.sheet.text(row, 0, "", pen.formats.of(styles.TABLE))
    pen.sheet.text(row, layout.code_column, code, pen.formats.of(styles.TABLE, styles.CENTRE, CODE_STYLE))
    pen.sheet.text(row, layout.label_column, label, pen.formats.of(styles.GROUP))
    pen.sheet.merged((row, layout.text_column, row, layout.last_column), "", shape)
    pen.sheet.content(row, layout.text_column, typed, shape)
    pen.sheet.row(row, max(_TEXT_LINES_HEIGHT, height(str(typed or ""), room) + 4))


def _signature(pen: Pen) -> None:
    """Write where the form is signed, on its last page across."""
    pages = pages_of(pen.plan.form, pen.plan.layout)
    row, first, last = pen.plan.layout.signature_row, pages.first_end + 1 if pages.across > 1 else 0, pages.last
    half = sum_of(pen.widths, first, last) / 2
    middle = next(column for column in range(first, last + 1) if sum_of(pen.widths, first, column + 1) >= half)
    bold, italic = (pen.formats.of(styles.PLAIN, styles.CENTRE, one) for one in (styles.BOLD, styles.ITALIC))
    left, right = (first, middle), (middle + 1, last)
    lines = (
        (row, right, words.PLACE_AND_DATE, italic),
        (row + 1, left, words.PREPARED_BY, bold),
        (row + 1, right, words.ON_BEHALF, bold),
        (row + 2, left, words.PREPARED_HOW, italic),
        (row + 2, right, words.SIGNED_HOW, italic),
    )
    for line, (start, end), text, shape in lines:
        pen.sheet.merged((line, start, line, end), pen.say(text), shape)

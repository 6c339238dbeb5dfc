"""The headline figures of “Tổng quan”: of each form what tells most, linked to the form's own sheet."""

from collections.abc import Iterator, Sequence

from tonghop.core.consolidation import ROW_COUNT, Column, Measure
from tonghop.core.definitions import Aggregation, FieldType, FixedRow, FormField, Number, Rows
from tonghop.core.rules import parse_expression
from tonghop.writing import styles
from tonghop.writing.consolidated.book import DENSE, DENSE_HEAD, DENSE_LETTERS, Book
from tonghop.writing.consolidated.layout import FIRST_LINE, FormSheet
from tonghop.writing.consolidated.pen import Pen, lines_of, reference
from tonghop.writing.styles import Style, style

GRID = 12
"""“Tổng quan” is laid out on so many equal columns."""
GRID_WIDTH = 9.0
TILES_PER_ROW, TILES = 4, 8
LINE_PIXELS = 19

SECTION = style(styles.PLAIN, styles.BOLD, font_size=13, font_color=styles.BLUE, bottom=2, bottom_color=styles.BLUE)
_FORM = style(styles.PLAIN, styles.BOLD)
_TILE = style(styles.PLAIN, styles.CENTRE, border_color="#9DB2D3", left=1, right=1, bg_color="#F5F8FC")
TILE_LABEL = style(_TILE, styles.WRAP, font_size=10, font_color=styles.QUIET, top=1)
TILE_VALUE = style(_TILE, styles.BOLD, font_size=18, font_color=styles.BLUE, bottom=1)


def number_style(column: Column) -> Style:
    """Return how a measure's figures are written."""
    if column.type is FieldType.RATE:
        return style(styles.RATE, num_format="0.0%_)")
    return style(styles.COUNT, num_format="#,##0.0#_)" if column.type is FieldType.DECIMAL else "#,##0_)")


def brought_together(column: Column) -> bool:
    """Tell whether a measure has a figure for all units together."""
    return column.formula is not None or column.over_units in {Aggregation.SUM, Aggregation.MAX}


def telling(columns: Sequence[Column]) -> list[Column]:
    """Return a list form's columns: how many, what its rates rest on, the rates, then the rest."""
    rates = [column for column in columns if column.formula is not None]
    named = {name for column in rates for name in parse_expression(column.formula or "").names}
    first = [column for column in columns if column.measure.field == ROW_COUNT or column.measure.field in named]
    chosen = [column for column in (*first, *rates) if brought_together(column)]
    return chosen + [column for column in columns if column not in chosen and brought_together(column)]


def write_headlines(book: Book, pen: Pen, row: int, joints: list[int]) -> int:
    """Write every form's headline figures from ``row`` on and return the row after them.

    ``joints`` takes the rows before which a page may end.
    """
    for place, sheet in enumerate(book.plan.sheets):
        joints += [row] if place else []
        pen.across(row, (0, GRID - 1), f"{sheet.form.number}. {sheet.form.title.vi}", pen.formats.of(_FORM))
        pen.height(row, 26)
        writer = _table if sheet.form.rows is Rows.FIXED else _tiles
        row = writer(book, pen, sheet, row + 1, joints) + 1
    return row


def linked(book: Book, sheet: FormSheet, column: Column, line: int = 0) -> tuple[str, Number | None]:
    """Return the formula that shows a line's figure, and that figure."""
    cell = reference(sheet.name, FIRST_LINE + line, sheet.place[column.measure])
    return f'IF({cell}="","",{cell})', book.consolidation.lines[line].values.get(column.measure)


def _tiles(book: Book, pen: Pen, sheet: FormSheet, row: int, joints: list[int]) -> int:
    chosen = telling(sheet.columns)[:TILES]
    span = GRID // TILES_PER_ROW
    for start in range(0, len(chosen), TILES_PER_ROW):
        joints += [row] if start else []
        pen.height(row, 38)
        pen.height(row + 1, 34)
        for place, column in enumerate(chosen[start : start + TILES_PER_ROW]):
            first = place * span
            label = column.label.vi
            if column.field is not None and column.field.group is not None:
                label = f"{column.field.group.vi}: {label[0].lower()}{label[1:]}"
            pen.across(row, (first, first + span - 1), label, pen.formats.of(TILE_LABEL))
            formula, value = linked(book, sheet, column)
            number = str(number_style(column)["num_format"]).removesuffix("_)")
            look = pen.formats.of(TILE_VALUE, style(num_format=number))
            pen.formula_across(row + 1, (first, first + span - 1), formula, look, value)
        row += 2
    return row


def _table(book: Book, pen: Pen, sheet: FormSheet, row: int, joints: list[int]) -> int:
    fields = list(_fields(sheet))
    span = 2 if len(fields) * 2 <= GRID - 4 else 1
    fields = fields[: (GRID - 4) // span]
    name_end = GRID - len(fields) * span - 1
    head = pen.formats.of(DENSE_HEAD, style(font_size=10))
    pen.across(row, (0, name_end), (sheet.form.row_heading or sheet.form.title).vi, head)
    for place, field in enumerate(fields):
        first = name_end + 1 + place * span
        pen.across(row, (first, first + span - 1), field.label.vi, head)
    lines = max((lines_of(field.label.vi, span * GRID_WIDTH) for field in fields), default=1)
    pen.height(row, lines * 17 + 6)
    group = None
    for number, fixed in enumerate(sheet.form.fixed_rows):
        joints += [row + 1] if number else []
        if fixed.group is not None and fixed.group != group:
            row += 1
            _name(pen, row, GRID - 1, fixed.group.vi, styles.GROUP)
        group = fixed.group
        row += 1
        _name(pen, row, name_end, _called(fixed), style(indent=1 if group else 0))
        for place, field in enumerate(fields):
            first = name_end + 1 + place * span
            measure = Measure(sheet.form.code, field.name, fixed.code)
            _figure(book, pen, sheet, measure, (row, first, first + span - 1))
    return row + 1


def _fields(sheet: FormSheet) -> Iterator[FormField]:
    shown = {column.measure.field for column in sheet.columns if brought_together(column)}
    return (field for field in sheet.form.fields if field.name in shown)


def _called(row: FixedRow) -> str:
    return row.label.vi if row.measure is None else f"{row.label.vi} ({row.measure.vi})"


def _name(pen: Pen, row: int, last: int, words: str, look: Style) -> None:
    pen.across(row, (0, last), words, pen.formats.of(DENSE, styles.WRAP, styles.LEFT, look))
    pen.height(row, lines_of(words, (last + 1) * GRID_WIDTH * DENSE_LETTERS) * LINE_PIXELS + 2)


def _figure(book: Book, pen: Pen, sheet: FormSheet, measure: Measure, place: tuple[int, int, int]) -> None:
    row, first, last = place
    column = next((one for one in sheet.columns if one.measure == measure), None)
    if column is None or not brought_together(column):
        pen.across(row, (first, last), "", pen.formats.of(DENSE))
        return
    formula, value = linked(book, sheet, column)
    pen.formula_across(row, (first, last), formula, pen.formats.of(DENSE, number_style(column), styles.BOLD), value)

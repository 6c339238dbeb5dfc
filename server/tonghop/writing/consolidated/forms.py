"""A form's sheet: units in tree order, a column per measure, live totals and rates, and their check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter.format import Format

from tonghop.core.cells import a1, column_letters
from tonghop.core.completeness import State
from tonghop.core.consolidation import Column, Line, LineKind
from tonghop.core.definitions import FieldType
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import (
    DENSE,
    DENSE_LETTERS,
    LINK_LINE,
    ORGANISATION,
    PAGE_WIDTH,
    SUBTITLE,
    Book,
    set_up_page,
)
from tonghop.writing.consolidated.formulas import RateFormulas, difference, roll_up
from tonghop.writing.consolidated.headings import write_headings
from tonghop.writing.consolidated.layout import (
    CODE,
    FIRST_LINE,
    FIRST_MEASURE,
    HEAD_ROW,
    STATE,
    STT,
    UNIT,
    FormSheet,
)
from tonghop.writing.consolidated.pen import Pen, lines_of, reference
from tonghop.writing.styles import Style, style

WIDTHS = {STT: 5.0, CODE: 9.0, UNIT: 36.0, STATE: 15.0}
MEASURE_WIDTH, RATE_WIDTH = 10.0, 9.0
PIXELS_PER_CHARACTER, LINE_PIXELS = 8, 19
OUTLINE_LIMIT = 7
TITLE_COLUMNS = 6
"""A page's title needs at least so many columns."""

DATABASE_LABEL, DIFFERENCE_LABEL = "Số trong cơ sở dữ liệu", "Chênh lệch (phải bằng 0)"
AGREES, DISAGREES = "Đối chiếu: khớp với cơ sở dữ liệu", "Đối chiếu: LỆCH so với cơ sở dữ liệu"

_ROOT = style(styles.TOTAL, bg_color="#CBE0C4")
_PLAIN: Style = style()
_NUMBERS = {
    FieldType.COUNT: style(styles.COUNT, num_format="#,##0_)"),
    FieldType.RATE: style(styles.RATE, num_format="0.0%_)"),
    FieldType.DECIMAL: style(styles.DECIMAL, num_format="#,##0.0#_)"),
}
_CHECK = style(styles.ITALIC, font_color=styles.QUIET, bg_color="#F7F7F7")
_MISSING_STATES = (State.NOT_DUE, State.NOT_SENT, State.EMPTY, State.BLOCKED, State.RETURNED, State.EXEMPT)


@dataclass(frozen=True)
class Styled:
    """The formats of one kind of line, made once."""

    stt: Format
    code: Format
    link: Format
    state: Format
    measures: tuple[Format, ...]


class FormWriter:
    """Writes one form's sheet."""

    def __init__(self, book: Book, sheet: FormSheet) -> None:
        self.book, self.form_sheet = book, sheet
        self.pen: Pen = book.pen(sheet.name)
        self.lines: Sequence[Line] = book.consolidation.lines
        self.rates = RateFormulas(sheet.form, sheet.columns, sheet.place)
        self._styled: dict[tuple[LineKind, int], Styled] = {}

    @cached_property
    def last_line(self) -> int:
        """The row of the last line; the two check rows follow it."""
        return FIRST_LINE + len(self.lines) - 1

    @property
    def last_column(self) -> int:
        """The last measure's column."""
        return FIRST_MEASURE + len(self.form_sheet.columns) - 1

    def write(self) -> None:
        """Write everything."""
        self._columns()
        self._head()
        write_headings(self.pen, self.form_sheet, self._width)
        for index, line in enumerate(self.lines):
            self._line(index, line)
        self._check_rows()
        self._colours()
        self._page()

    def _width(self, column: Column) -> float:
        return RATE_WIDTH if column.type is FieldType.RATE else MEASURE_WIDTH

    def _columns(self) -> None:
        for place, width in WIDTHS.items():
            self.pen.sheet.set_column(place, place, width)
        for column, place in zip(self.form_sheet.columns, range(FIRST_MEASURE, self.last_column + 1), strict=True):
            self.pen.sheet.set_column(place, place, self._width(column))

    def _head(self) -> None:
        pen, of, form = self.pen, self.book.formats.of, self.form_sheet.form
        pen.sheet.set_row_pixels(0, 22)
        pen.sheet.set_row_pixels(1, 40)
        pen.across(0, (STT, STATE), self.book.consolidation.campaign.issuer.vi.upper(), of(ORGANISATION))
        pen.across(1, (STT, STATE), self.book.consolidation.campaign.short_title.vi, of(SUBTITLE))
        pen.link(2, STT, reference(words.OVERVIEW, 0, 0), "← Về trang Tổng quan", of(LINK_LINE))
        for number, (first, last) in enumerate(self.form_sheet.pages, start=1):
            end = max(last, first + TITLE_COLUMNS - 1) if last == self.last_column else last
            part = f" (phần {number}/{len(self.form_sheet.pages)})" if len(self.form_sheet.pages) > 1 else ""
            pen.across(0, (first, end), f"{form.number}{part}", of(style(styles.PLAIN, styles.RIGHT, styles.BOLD)))
            title = f"TỔNG HỢP {form.title.vi.upper()}"
            pen.across(1, (first, end), title, of(style(styles.TITLE, font_size=13)))
            pen.across(2, (first, end), self.book.about(), of(style(SUBTITLE, font_size=11)))

    def _style_of(self, line: Line) -> Styled:
        depth = self.book.plan.outline(line)
        key = (line.kind, depth)
        if key not in self._styled:
            of = self.book.formats.of
            fill = _PLAIN if line.kind is not LineKind.TOTAL else styles.TOTAL if depth else _ROOT
            name = style(DENSE, fill, styles.WRAP, styles.LEFT, indent=max(0, depth - 1))
            self._styled[key] = Styled(
                stt=of(DENSE, fill, styles.CENTRE),
                code=of(DENSE, fill, styles.CENTRE, style(font_size=10)),
                link=of(name, _PLAIN if line.kind is LineKind.TOTAL else style(font_color=styles.BLUE)),
                state=of(DENSE, fill, styles.CENTRE, style(font_size=10, shrink=True)),
                measures=tuple(
                    of(DENSE, _NUMBERS.get(column.type, styles.COUNT), fill) for column in self.form_sheet.columns
                ),
            )
        return self._styled[key]

    def _line(self, index: int, line: Line) -> None:
        row, plan, styled = FIRST_LINE + index, self.book.plan, self._style_of(line)
        name = plan.name(line)
        room = WIDTHS[UNIT] * DENSE_LETTERS - 2 * max(0, plan.outline(line) - 1)
        height = lines_of(name, room) * LINE_PIXELS + 2
        self.pen.sheet.set_row_pixels(row, height, None, {"level": min(plan.outline(line), OUTLINE_LIMIT)})
        self.pen.text(row, STT, plan.numbers[index], styled.stt)
        self.pen.text(row, CODE, line.unit.code, styled.code)
        source = plan.sources.get((index, self.form_sheet.form.code))
        if source is None:
            self.pen.text(row, UNIT, name, styled.link)
        else:
            self.pen.link(row, UNIT, reference(words.SOURCES, source, UNIT_OF_SOURCES), name, styled.link)
        self.pen.text(row, STATE, self._state(index, line), styled.state)
        for place, (column, cell_format) in enumerate(zip(self.form_sheet.columns, styled.measures, strict=True)):
            self._cell(row, FIRST_MEASURE + place, column, line, cell_format)

    def _state(self, index: int, line: Line) -> str:
        levels = self.form_sheet.form.levels
        if line.kind is LineKind.OWN and levels and line.unit.level not in levels:
            return words.NOT_FILLED
        return self.book.plan.states[index]

    def _cell(self, row: int, place: int, column: Column, line: Line, cell_format: Format) -> None:
        value = line.values.get(column.measure)
        formula = self.rates.at(place, row)
        if formula is None and line.kind is LineKind.TOTAL:
            formula = roll_up(column.over_units, place, [FIRST_LINE + part for part in line.parts])
        if formula is None:
            self.pen.number(row, place, value, cell_format)
        else:
            self.pen.formula(row, place, formula, cell_format, value)

    def _check_rows(self) -> None:
        stored, differing = self.last_line + 1, self.last_line + 2
        of = self.book.formats.of
        label = of(DENSE, _CHECK, styles.RIGHT)
        for row, words_of_row in ((stored, DATABASE_LABEL), (differing, DIFFERENCE_LABEL)):
            self.pen.across(row, (STT, STATE), words_of_row, label)
        for place, column in enumerate(self.form_sheet.columns, start=FIRST_MEASURE):
            number = of(DENSE, _NUMBERS.get(column.type, styles.COUNT), _CHECK)
            self.pen.number(stored, place, self.lines[0].values.get(column.measure), number)
            formula = difference(a1((FIRST_LINE, place)), a1((stored, place)))
            self.pen.formula(differing, place, formula, of(DENSE, _CHECK, style(num_format="General")), 0)
        verdict = f'IF(SUMPRODUCT(--({self.differences}<>0))=0,"{AGREES}","{DISAGREES}")'
        quiet = of(styles.NOTE, style(font_size=10))
        self.pen.formula_across(3, (STT, STATE), verdict, quiet, AGREES)

    @property
    def differences(self) -> str:
        """The range of the difference row."""
        row = self.last_line + 2
        return f"{a1((row, FIRST_MEASURE))}:{a1((row, self.last_column))}"

    def _colours(self) -> None:
        sheet, of = self.pen.sheet, self.book.formats.of
        wrong, right = of(styles.ERROR, styles.BOLD), of(styles.GOOD)
        sheet.conditional_format(
            self.differences, {"type": "cell", "criteria": "!=", "value": 0, "format": wrong, "stop_if_true": True}
        )
        sheet.conditional_format(self.differences, {"type": "cell", "criteria": "==", "value": 0, "format": right})
        sheet.conditional_format(
            3, STT, 3, STATE, {"type": "formula", "criteria": f'=LEFT($A$4,{len(AGREES)})<>"{AGREES}"', "format": wrong}
        )
        for criteria in self._missing():
            sheet.conditional_format(
                FIRST_LINE,
                STT,
                self.last_line,
                self.last_column,
                {"type": "formula", "criteria": criteria, "format": of(words.NO_REPORT)},
            )
        for place, column in enumerate(self.form_sheet.columns, start=FIRST_MEASURE):
            if column.type is FieldType.RATE:
                sheet.conditional_format(FIRST_LINE, place, self.last_line, place, dict(RATE_SCALE))

    def _missing(self) -> Iterator[str]:
        cell = f"${column_letters(STATE)}{FIRST_LINE + 1}"
        wordings = (*map(words.STATES.__getitem__, _MISSING_STATES), words.NOT_TAKEN, words.NOT_OWED, words.NOT_FILLED)
        yield "=OR(" + ",".join(f'{cell}="{word}"' for word in wordings) + f',LEFT({cell},2)="0/")'

    def _page(self) -> None:
        sheet, pages = self.pen.sheet, self.form_sheet.pages
        set_up_page(sheet, "landscape", self.book.consolidation.campaign.short_title.vi)
        sheet.freeze_panes(FIRST_LINE, FIRST_MEASURE)
        sheet.outline_settings(symbols_below=False)
        sheet.repeat_rows(HEAD_ROW, FIRST_LINE - 1)
        sheet.repeat_columns(STT, STATE)
        sheet.set_v_pagebreaks([first for first, _ in pages[1:]])
        end = max(self.last_column, pages[-1][0] + TITLE_COLUMNS - 1)
        sheet.print_area(0, 0, self.last_line + 2, end)
        sheet.set_print_scale(self._scale())
        sheet.ignore_errors({"formula_differs": f"A1:{a1((self.last_line + 2, self.last_column))}"})

    def _scale(self) -> int:
        widths = [*WIDTHS.values(), *map(self._width, self.form_sheet.columns)]
        widest = max(sum(widths[first : last + 1]) for first, last in self.form_sheet.pages)
        pixels = (sum(WIDTHS.values()) + max(widest, TITLE_COLUMNS * MEASURE_WIDTH)) * PIXELS_PER_CHARACTER
        cells = FIRST_MEASURE + max(last - first + 1 for first, last in self.form_sheet.pages)
        return max(40, min(100, int(97 * PAGE_WIDTH["landscape"] / (pixels + 5 * cells))))


UNIT_OF_SOURCES = 1
"""The unit's column on the sheet of sources."""

RATE_SCALE = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 0.5,
    "mid_value": 0.8,
    "max_value": 1,
    "min_color": "#F8CBAD",
    "mid_color": "#FFF2CC",
    "max_color": "#C6E0B4",
}

"""An item's sheet: units in tree order, what each row of each is entitled to and gets, and its check."""

from decimal import Decimal

from tonghop.core import layout as names
from tonghop.core.allocating import NORM
from tonghop.core.cells import a1
from tonghop.core.consolidation import LineKind
from tonghop.core.definitions import Aggregation, FixedRow
from tonghop.writing import styles
from tonghop.writing.allocation.layout import (
    CODE,
    FIRST_COLUMN,
    FIRST_LINE,
    FRONT,
    HEAD_ROW,
    STT,
    UNIT,
    ItemSheet,
    Kind,
    Line,
    Plan,
)
from tonghop.writing.consolidated.book import (
    DENSE,
    DENSE_HEAD,
    DENSE_LETTERS,
    LINK_LINE,
    ORGANISATION,
    SUBTITLE,
    set_up_page,
    written_day,
)
from tonghop.writing.consolidated.formulas import difference, roll_up
from tonghop.writing.consolidated.pen import Pen, lines_of, quoted, reference
from tonghop.writing.styles import Style, style

WIDTHS = {STT: 5.0, CODE: 9.0, UNIT: 34.0}
NUMBER_WIDTH, NOTE_WIDTH = 8.6, 24.0
LINE_PIXELS, HEAD_PIXELS = 19, 17
OUTLINE_LIMIT = 7
MOST_UPRIGHT = 9
"""A sheet whose last column is beyond this prints across."""

WORKED_OUT, DIFFERENCE = "Số đã tính", "Chênh lệch (phải bằng 0)"
AGREES, DISAGREES = "Đối chiếu: các tổng khớp với số đã tính", "Đối chiếu: CÓ TỔNG LỆCH với số đã tính"
NO_REGISTER = "Chưa có số liệu nền"

_PLAIN: Style = style()
_ROOT = style(styles.TOTAL, bg_color="#CBE0C4")
_CHECK = style(styles.ITALIC, font_color=styles.QUIET, bg_color="#F7F7F7")
_SILENT = style(bg_color="#EDEDED", font_color=styles.QUIET, italic=True)
_GIVEN = style(bold=True, font_color=styles.BLUE)
"""What is handed out stands out among the figures it was worked out from."""


class ItemWriter:
    """Writes one item's sheet."""

    def __init__(self, plan: Plan, sheet: ItemSheet, pen: Pen) -> None:
        self.plan, self.sheet, self.pen = plan, sheet, pen

    @property
    def last_line(self) -> int:
        """The row of the last line; the two check rows follow it."""
        return FIRST_LINE + len(self.sheet.lines) - 1

    @property
    def differences(self) -> str:
        """The range of the difference row."""
        row = self.last_line + 2
        return f"{a1((row, FIRST_COLUMN))}:{a1((row, self.sheet.note - 1))}"

    @property
    def wrong(self) -> str:
        """The number of differences, as another sheet's formula counts them."""
        return f"SUMPRODUCT(--({quoted(self.sheet.name)}!{self.differences}<>0))"

    def write(self) -> None:
        """Write everything."""
        for column, width in WIDTHS.items():
            self.pen.sheet.set_column(column, column, width)
        self.pen.sheet.set_column(FIRST_COLUMN, self.sheet.note - 1, NUMBER_WIDTH)
        self.pen.sheet.set_column(self.sheet.note, self.sheet.note, NOTE_WIDTH)
        self._head()
        self._headings()
        for index, line in enumerate(self.sheet.lines):
            self._line(FIRST_LINE + index, line)
        self._check_rows()
        self._colours()
        self._page()

    # The head.

    def _head(self) -> None:
        pen, of, campaign = self.pen, self.pen.formats.of, self.plan.allocation.campaign
        rest = (FIRST_COLUMN, self.sheet.note)
        title = f"PHÂN BỔ: {self.sheet.label}"
        room = (NUMBER_WIDTH * len(self.sheet.columns) + NOTE_WIDTH) * 0.95
        pen.height(0, 22)
        pen.height(1, max(40, lines_of(title, room) * 22))
        pen.across(0, (STT, UNIT), campaign.issuer.vi.upper(), of(ORGANISATION))
        pen.across(1, (STT, UNIT), campaign.short_title.vi, of(SUBTITLE))
        pen.link(2, STT, reference(FRONT, 0, 0), "← Về trang Phân bổ", of(LINK_LINE))
        item = f"Mã tài liệu: {self.sheet.allocated.item.code}. Đơn vị tính: {self.sheet.measure}"
        pen.across(0, rest, item, of(style(styles.PLAIN, styles.RIGHT, styles.BOLD)))
        pen.across(1, rest, title, of(style(styles.TITLE, font_size=13)))
        day = f"Theo số liệu nền biết đến ngày {written_day(self.plan.as_of)}. {self._stock()}"
        pen.across(2, rest, day, of(style(SUBTITLE, font_size=11)))
        verdict = f'IF(SUMPRODUCT(--({self.differences}<>0))=0,"{AGREES}","{DISAGREES}")'
        pen.formula_across(3, (STT, UNIT), verdict, of(styles.NOTE, style(font_size=10)), AGREES)

    def _stock(self) -> str:
        stock = self.sheet.allocated.stock
        if stock is None:
            return "Cấp đủ số được cấp."
        return f"Trong kho có {written(stock)} {self.sheet.measure}."

    def _headings(self) -> None:
        pen, head = self.pen, self.pen.formats.of(DENSE_HEAD)
        fixed = (names.STT.vi, names.CODE.vi, "Đơn vị")
        for column, words in enumerate(fixed):
            pen.across(HEAD_ROW, (column, column), words, head, rows=3)
        pen.across(HEAD_ROW, (self.sheet.note, self.sheet.note), "Ghi chú", head, rows=3)
        heights = [1, 1]
        for row in (*self.sheet.rows, None):
            columns = [FIRST_COLUMN + n for n, (_, other) in enumerate(self.sheet.columns) if other is row]
            span = (columns[0], columns[-1])
            texts = ("Cộng",) if row is None else (row.label.vi, self._norm(row))
            pen.across(HEAD_ROW, span, texts[0], head, rows=3 - len(texts))
            for level, text in enumerate(texts[1:], start=1):
                pen.across(HEAD_ROW + level, span, text, head)
            for level, text in enumerate(texts):
                heights[level] = max(heights[level], lines_of(text, len(columns) * NUMBER_WIDTH * 1.05))
        for level, count in enumerate((*heights, 2)):
            pen.height(HEAD_ROW + level, max(20, count * HEAD_PIXELS + 4))
        numbered = pen.formats.of(styles.HEAD_NUMBER, style(font_size=9))
        for number, (kind, _) in enumerate(self.sheet.columns, start=1):
            pen.text(HEAD_ROW + 2, FIRST_COLUMN + number - 1, kind.value, head)
            pen.text(HEAD_ROW + 3, FIRST_COLUMN + number - 1, f"({number})", numbered)
        for column, letter in zip((STT, CODE, UNIT, self.sheet.note), "ABCD", strict=True):
            pen.text(HEAD_ROW + 3, column, letter, numbered)

    def _norm(self, row: FixedRow) -> str:
        if NORM in row.given:
            return f"Định mức {_plain(row)}" + (f" · ưu tiên {row.priority}" if row.priority else "")
        return f"Mỗi đơn vị {self.plan.allocation.amounts[row.code]}"

    # The lines.

    def _line(self, row: int, line: Line) -> None:
        pen, of = self.pen, self.pen.formats.of
        fill = _PLAIN if line.kind is LineKind.OWN else styles.TOTAL if line.depth else _ROOT
        if line.kind is LineKind.OWN and line.silent:
            fill = _SILENT
        kept = line.kind is LineKind.OWN and not line.number and len(self.sheet.lines) > 1
        name = f"{line.unit.name} (của riêng đơn vị)" if kept else line.unit.name
        indent = max(0, line.depth - 1)
        note = _note(line)
        lines = max(
            lines_of(name, WIDTHS[UNIT] * DENSE_LETTERS - 2 * indent), lines_of(note, NOTE_WIDTH * DENSE_LETTERS)
        )
        pen.sheet.set_row_pixels(row, lines * LINE_PIXELS + 2, None, {"level": min(line.depth, OUTLINE_LIMIT)})
        pen.text(row, STT, line.number, of(DENSE, fill, styles.CENTRE))
        pen.text(row, CODE, line.unit.code, of(DENSE, fill, styles.CENTRE, style(font_size=10)))
        pen.text(row, UNIT, name, of(style(DENSE, fill, styles.WRAP, styles.LEFT, indent=indent)))
        for kind, fixed in self.sheet.columns:
            column = self.sheet.column(kind, fixed)
            look = of(DENSE, styles.COUNT, fill, _GIVEN if kind is Kind.COPIES else _PLAIN)
            value = line.value(kind, None if fixed is None else fixed.code)
            formula = self._formula(row, line, kind, fixed)
            if formula is None:
                pen.number(row, column, value, look)
            else:
                pen.formula(row, column, formula, look, value)
        pen.text(row, self.sheet.note, note, of(DENSE, fill, styles.WRAP, style(font_size=10)))

    def _formula(self, row: int, line: Line, kind: Kind, fixed: FixedRow | None) -> str | None:
        column = self.sheet.column(kind, fixed)
        if fixed is None:
            return self._across(row, kind)
        if line.kind is LineKind.TOTAL:
            return roll_up(Aggregation.SUM, column, [FIRST_LINE + part for part in line.parts])
        if kind is Kind.ENTITLED and NORM in fixed.given:
            base = a1((row, self.sheet.column(Kind.RECIPIENTS, fixed)))
            # ROUND first: 0.1 × 30 is a little more than 3 in binary.
            return f'IF({base}="","",ROUNDUP(ROUND({base}*{_plain(fixed)},6),0))'
        return None

    def _across(self, row: int, kind: Kind) -> str:
        """Return the formula of a line's figure over all rows of the item."""
        if kind is Kind.LACKING:
            entitled, copies = (a1((row, self.sheet.column(one))) for one in (Kind.ENTITLED, Kind.COPIES))
            return f'IF({entitled}="","",{entitled}-{copies})'
        columns = [self.sheet.column(one, fixed) for one, fixed in self.sheet.columns if one is kind and fixed]
        cells = ",".join(a1((row, column)) for column in columns)
        return f'IF(COUNT({cells})=0,"",SUM({cells}))'

    # The check.

    def _check_rows(self) -> None:
        stored, differing = self.last_line + 1, self.last_line + 2
        pen, of = self.pen, self.pen.formats.of
        for row, words in ((stored, WORKED_OUT), (differing, DIFFERENCE)):
            pen.across(row, (STT, UNIT), words, of(DENSE, _CHECK, styles.RIGHT))
            pen.blank(row, self.sheet.note, of(DENSE, _CHECK))
        for kind, fixed in self.sheet.columns:
            column = self.sheet.column(kind, fixed)
            value = self.sheet.lines[0].value(kind, None if fixed is None else fixed.code)
            pen.number(stored, column, value, of(DENSE, styles.COUNT, _CHECK))
            formula = difference(a1((FIRST_LINE, column)), a1((stored, column)))
            pen.formula(differing, column, formula, of(DENSE, _CHECK, style(num_format="General")), 0)

    def _colours(self) -> None:
        sheet, of = self.pen.sheet, self.pen.formats.of
        wrong = of(styles.ERROR, styles.BOLD)
        sheet.conditional_format(
            self.differences, {"type": "cell", "criteria": "!=", "value": 0, "format": wrong, "stop_if_true": True}
        )
        sheet.conditional_format(
            self.differences, {"type": "cell", "criteria": "==", "value": 0, "format": of(styles.GOOD)}
        )
        told = {"type": "formula", "criteria": f'=$A$4<>"{AGREES}"', "format": wrong}
        sheet.conditional_format(3, STT, 3, UNIT, told)
        column = self.sheet.column(Kind.LACKING)
        cell = f"${a1((FIRST_LINE, column))}"
        lacking = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{cell}>0)", "format": of(styles.WARNING)}
        sheet.conditional_format(FIRST_LINE, column, self.last_line, column, lacking)

    def _page(self) -> None:
        sheet = self.pen.sheet
        orientation = "landscape" if self.sheet.note > MOST_UPRIGHT else "portrait"
        set_up_page(sheet, orientation, self.plan.allocation.campaign.short_title.vi)
        sheet.freeze_panes(FIRST_LINE, FIRST_COLUMN)
        sheet.outline_settings(symbols_below=False)
        sheet.repeat_rows(HEAD_ROW, FIRST_LINE - 1)
        sheet.print_area(0, 0, self.last_line + 2, self.sheet.note)
        sheet.fit_to_pages(1, 0)
        sheet.ignore_errors({"formula_differs": f"A1:{a1((self.last_line + 2, self.sheet.note))}"})


def written(number: int) -> str:
    """Return a number as a clerk writes it: 3.640."""
    return f"{number:,}".replace(",", ".")


def _plain(row: FixedRow) -> str:
    return format(Decimal(row.given[NORM]).normalize(), "f")


def _note(line: Line) -> str:
    if not line.silent:
        return ""
    return NO_REGISTER if line.kind is LineKind.OWN else f"{line.silent} đơn vị chưa có số liệu nền"

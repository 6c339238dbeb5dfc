"""“Phiếu cấp phát”: what a unit hands to each one below it, with room to sign for it."""

from xlsxwriter.format import Format

from tonghop.core import layout as names
from tonghop.core.cells import a1
from tonghop.core.consolidation import LineKind
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.allocation.items import DIFFERENCE
from tonghop.writing.allocation.layout import FRONT, ItemSheet, Kind, Plan
from tonghop.writing.consolidated.book import (
    DENSE,
    DENSE_HEAD,
    DENSE_LETTERS,
    LINK_LINE,
    ORGANISATION,
    PARTY,
    SUBTITLE,
    set_up_page,
    written_day,
)
from tonghop.writing.consolidated.formulas import difference
from tonghop.writing.consolidated.pen import Pen, lines_of, reference
from tonghop.writing.styles import style

STT, CODE, UNIT, FIRST_ITEM = range(4)
WIDTHS = {STT: 5.0, CODE: 9.0, UNIT: 36.0}
ITEM_WIDTH, SIGNED_WIDTH, DAY_WIDTH = 14.0, 28.0, 14.0
HEAD_ROW = 5
FIRST_LINE = HEAD_ROW + 2
LINE_PIXELS, SIGNING_PIXELS = 19, 32
FROM_ABOVE = "Số được cấp trên phân bổ"
WAITS = "chờ số liệu"
"""Instead of the copies of a unit whose register has not come, lest a number be written in by hand."""
MOST_UPRIGHT = 3
"""More items than these print across."""


class SlipWriter:
    """Writes the slip of one unit that hands copies on."""

    def __init__(self, plan: Plan, unit: Unit, pen: Pen) -> None:
        self.plan, self.unit, self.pen = plan, unit, pen
        self.items = [sheet for sheet in plan.sheets if (unit.code, LineKind.TOTAL) in sheet.place]
        self.signed = FIRST_ITEM + len(self.items)
        self.day = self.signed + 1
        receivers = (unit, *plan.allocation.tree.children.get(unit.code, ()))
        self.receivers = [one for one in receivers if any(self._row(sheet, one) is not None for sheet in self.items)]

    @property
    def total_row(self) -> int:
        """The row of sums; what came from above and the difference follow."""
        return FIRST_LINE + len(self.receivers)

    @property
    def wrong(self) -> str:
        """The number of differences, as another sheet's formula counts them."""
        row, name = self.total_row + 2, self.pen.sheet.get_name()
        first, last = reference(name, row, FIRST_ITEM), a1((row, self.signed - 1))
        return f"SUMPRODUCT(--({first}:{last}<>0))"

    def write(self) -> None:
        """Write everything."""
        for column, width in {**WIDTHS, self.signed: SIGNED_WIDTH, self.day: DAY_WIDTH}.items():
            self.pen.sheet.set_column(column, column, width)
        self.pen.sheet.set_column(FIRST_ITEM, self.signed - 1, ITEM_WIDTH)
        self._head()
        self._headings()
        for index, unit in enumerate(self.receivers):
            self._line(FIRST_LINE + index, index, unit)
        self._totals()
        self._signatures(self.total_row + 4)
        self._page()

    def _row(self, sheet: ItemSheet, receiver: Unit) -> int | None:
        """Return where an item's sheet says what a receiver gets: for those below it too, but the giver's own alone."""
        if receiver is self.unit:
            return sheet.place.get((receiver.code, LineKind.OWN))
        return sheet.whole(receiver.code)

    def _head(self) -> None:
        pen, of, last = self.pen, self.pen.formats.of, self.day
        campaign = self.plan.allocation.campaign
        pen.height(0, 40)
        pen.height(2, 42)
        pen.across(0, (STT, UNIT), self.unit.name.upper(), of(ORGANISATION))
        pen.across(0, (FIRST_ITEM, last), "ĐẢNG CỘNG SẢN VIỆT NAM", of(PARTY, style(underline=1)))
        pen.link(1, STT, reference(FRONT, 0, 0), "← Về trang Phân bổ", of(LINK_LINE))
        day = f"…………, ngày …… tháng …… năm {self.plan.as_of.year}"
        pen.across(1, (FIRST_ITEM, last), day, of(SUBTITLE))
        pen.across(2, (STT, last), "PHIẾU CẤP PHÁT TÀI LIỆU", of(styles.TITLE))
        about = f"{campaign.short_title.vi}. Phân bổ theo số liệu nền biết đến ngày {written_day(self.plan.as_of)}."
        pen.across(3, (STT, last), about, of(SUBTITLE))

    def _headings(self) -> None:
        pen, head = self.pen, self.pen.formats.of(DENSE_HEAD)
        numbered = pen.formats.of(styles.HEAD_NUMBER, style(font_size=9))
        labels = [f"{sheet.label} ({sheet.measure})" for sheet in self.items]
        texts = (names.STT.vi, names.CODE.vi, "Đơn vị nhận", *labels, "Người nhận ký, ghi rõ họ tên", "Ngày nhận")
        for column, text in enumerate(texts):
            pen.text(HEAD_ROW, column, text, head)
            mark = f"({column - FIRST_ITEM + 1})" if column >= FIRST_ITEM else "ABC"[column]
            pen.text(HEAD_ROW + 1, column, mark, numbered)
        tallest = max((lines_of(label, ITEM_WIDTH * 0.95) for label in labels), default=1)
        pen.height(HEAD_ROW, max(40, tallest * 17 + 6))

    def _line(self, row: int, index: int, unit: Unit) -> None:
        pen, of = self.pen, self.pen.formats.of
        kept = unit is self.unit
        name = f"{unit.name} (giữ lại dùng tại đơn vị)" if kept else unit.name
        pen.height(row, max(SIGNING_PIXELS, lines_of(name, WIDTHS[UNIT] * DENSE_LETTERS) * LINE_PIXELS + 2))
        pen.number(row, STT, index + 1, of(DENSE, styles.CENTRE))
        pen.text(row, CODE, unit.code, of(DENSE, styles.CENTRE, style(font_size=10)))
        pen.text(row, UNIT, name, of(DENSE, styles.WRAP, styles.LEFT))
        for column, sheet in enumerate(self.items, start=FIRST_ITEM):
            self._copies(row, column, sheet, self._row(sheet, unit), of(DENSE, styles.COUNT, styles.BOLD))
        for column in (self.signed, self.day):
            pen.blank(row, column, of(DENSE))

    def _copies(self, row: int, column: int, sheet: ItemSheet, source: int | None, look: Format) -> None:
        """Show what an item's sheet says in row ``source``."""
        if source is None:
            self.pen.blank(row, column, look)
            return
        cell = reference(sheet.name, source, sheet.column(Kind.COPIES))
        value = sheet.line(source).value(Kind.COPIES, None)
        shown = WAITS if value is None else value
        self.pen.formula(row, column, f'IF({cell}="","{WAITS}",{cell})', look, shown)

    def _totals(self) -> None:
        pen, of = self.pen, self.pen.formats.of
        total, above, differing = range(self.total_row, self.total_row + 3)
        check = style(styles.ITALIC, font_color=styles.QUIET, bg_color="#F7F7F7")
        looks = {total: ("Cộng", styles.TOTAL), above: (FROM_ABOVE, check), differing: (DIFFERENCE, check)}
        for row, (words, look) in looks.items():
            pen.across(row, (STT, UNIT), words, of(DENSE, look, styles.RIGHT))
            for column in (self.signed, self.day):
                pen.blank(row, column, of(DENSE, look))
        for column, sheet in enumerate(self.items, start=FIRST_ITEM):
            whole = sheet.place[self.unit.code, LineKind.TOTAL]
            value = sheet.line(whole).value(Kind.COPIES, None)
            cells = f"{a1((FIRST_LINE, column))}:{a1((total - 1, column))}"
            formula = f'IF(COUNT({cells})=0,"",SUM({cells}))'
            pen.formula(total, column, formula, of(DENSE, styles.COUNT, styles.TOTAL), value)
            self._copies(above, column, sheet, whole, of(DENSE, styles.COUNT, check))
            formula = difference(a1((total, column)), a1((above, column)))
            pen.formula(differing, column, formula, of(DENSE, check, style(num_format="General")), 0)
        cells = f"{a1((differing, FIRST_ITEM))}:{a1((differing, self.signed - 1))}"
        wrong = {"type": "cell", "criteria": "!=", "value": 0, "format": of(styles.ERROR, styles.BOLD)}
        pen.sheet.conditional_format(cells, wrong)

    def _signatures(self, row: int) -> None:
        pen, of = self.pen, self.pen.formats.of
        pen.across(row, (STT, UNIT), "NGƯỜI GIAO", of(ORGANISATION))
        pen.across(row, (FIRST_ITEM, self.day), f"T/M {self.unit.name.upper()}", of(ORGANISATION))
        pen.across(row + 1, (STT, UNIT), "(Ký, ghi rõ họ tên)", of(SUBTITLE))
        pen.across(row + 1, (FIRST_ITEM, self.day), "(Chức vụ, ký, ghi rõ họ tên, đóng dấu)", of(SUBTITLE))

    def _page(self) -> None:
        sheet = self.pen.sheet
        across = len(self.items) > MOST_UPRIGHT
        set_up_page(sheet, "landscape" if across else "portrait", self.plan.allocation.campaign.short_title.vi)
        sheet.freeze_panes(FIRST_LINE, FIRST_ITEM)
        sheet.repeat_rows(HEAD_ROW, FIRST_LINE - 1)
        sheet.print_area(0, 0, self.total_row + 9, self.day)
        sheet.fit_to_pages(1, 0)

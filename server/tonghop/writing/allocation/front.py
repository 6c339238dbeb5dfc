"""“Phân bổ”: the page that is signed: what there is of each item, by what rule it was shared out, and who waits."""

from collections.abc import Sequence

from tonghop.core.allocating import ItemAllocation
from tonghop.core.cells import a1
from tonghop.writing import styles
from tonghop.writing.allocation.items import ItemWriter
from tonghop.writing.allocation.layout import FIRST_LINE, ItemSheet, Kind, Plan
from tonghop.writing.allocation.slips import SlipWriter
from tonghop.writing.allocation.words import rule
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
from tonghop.writing.consolidated.headlines import SECTION
from tonghop.writing.consolidated.pen import ROW_PIXELS, Pen, lines_of, reference
from tonghop.writing.styles import Style, style

WIDTHS = (5.0, 8.0, 34.0, 8.0, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5, 9.5)
HEADINGS = (
    "STT",
    "Mã",
    "Tài liệu",
    "Đơn vị tính",
    "Được cấp",
    "Dự phòng",
    "Số cần in",
    "Trong kho",
    "Phân bổ",
    "Còn thiếu",
    "Còn lại trong kho",
)
STT, CODE, LABEL, MEASURE, ENTITLED, RESERVE, PRINTED, STOCK, COPIES, LACKING, LEFT = range(len(HEADINGS))
LINE_PIXELS = 19
AGREES = "Mọi tổng cộng khớp với số đã tính, mọi phiếu cấp phát khớp với số phân bổ (chênh lệch bằng 0)."
DISAGREES = "CÓ CHÊNH LỆCH: xem dòng “Chênh lệch” của từng trang."
NO_NORM = "Không áp dụng định mức; chưa ấn định số lượng cho mỗi đơn vị nên chưa phân bổ."
HALF = 3
"""The last column of the left half of the head and the signatures."""

_BOX = style(styles.PLAIN, styles.WRAP, border=1, border_color="#BF9000", bg_color="#FFF8E1", font_size=11)


class FrontWriter:
    """Writes the page from top to bottom; ``row`` is the next free one."""

    def __init__(self, plan: Plan, pen: Pen, items: Sequence[ItemWriter], slips: Sequence[SlipWriter]) -> None:
        self.plan, self.pen, self.items, self.slips = plan, pen, items, slips
        self.row = 0

    @property
    def _last(self) -> int:
        return len(WIDTHS) - 1

    def write(self) -> None:
        """Write everything."""
        for column, width in enumerate(WIDTHS):
            self.pen.sheet.set_column(column, column, width)
        self._head()
        self._verdict()
        self._section("I. TỪNG LOẠI TÀI LIỆU")
        self._table()
        self._section("II. CÁCH PHÂN BỔ")
        for sentence in rule(self.plan.allocation):
            self._line(sentence, _BOX)
        self._waiting()
        self._signature()
        self._links()
        self._page()

    def _head(self) -> None:
        of, campaign = self.pen.formats.of, self.plan.allocation.campaign
        self.pen.height(0, 42)
        self.pen.across(0, (0, HALF), campaign.issuer.vi.upper(), of(ORGANISATION))
        self.pen.across(0, (HALF + 1, self._last), "ĐẢNG CỘNG SẢN VIỆT NAM", of(PARTY, style(underline=1)))
        self.pen.across(1, (0, HALF), "*", of(styles.PLAIN, styles.CENTRE))
        day = f"…………, ngày …… tháng …… năm {self.plan.as_of.year}"
        self.pen.across(1, (HALF + 1, self._last), day, of(SUBTITLE))
        self.row = 3
        self._line("PHÂN BỔ TÀI LIỆU", style(styles.TITLE, font_size=17), 30)
        self._line(campaign.title.vi, style(styles.PLAIN, styles.BOLD, styles.CENTRE, styles.WRAP, font_size=13))
        self._line(f"Theo số liệu nền biết đến ngày {written_day(self.plan.as_of)}.", SUBTITLE)

    def _line(self, text: str, look: Style, height: int = 0) -> None:
        characters = sum(WIDTHS) * 14 / float(look.get("font_size", styles.SIZE))
        self.pen.across(self.row, (0, self._last), text, self.pen.formats.of(look))
        self.pen.height(self.row, height or lines_of(text, characters) * ROW_PIXELS + 4)
        self.row += 1

    def _section(self, title: str) -> None:
        self.row += 1
        self._line(title, SECTION, 26)

    def _verdict(self) -> None:
        checks = "+".join([*(one.wrong for one in self.items), *(one.wrong for one in self.slips)])
        look = self.pen.formats.of(styles.PLAIN, styles.CENTRE, style(font_size=11, font_color=styles.GREEN))
        formula = f'IF({checks or 0}=0,"{AGREES}","{DISAGREES}")'
        self.pen.formula_across(self.row, (0, self._last), formula, look, AGREES)
        bad = {
            "type": "formula",
            "criteria": f'=LEFT($A${self.row + 1},2)="CÓ"',
            "format": self.pen.formats.of(styles.ERROR),
        }
        self.pen.sheet.conditional_format(self.row, 0, self.row, self._last, bad)
        self.row += 1

    # The items.

    def _table(self) -> None:
        head = self.pen.formats.of(DENSE_HEAD)
        for column, words in enumerate(HEADINGS):
            self.pen.text(self.row, column, words, head)
        self.pen.height(self.row, 54)
        self.row += 1
        first = self.row
        sheets = {sheet.allocated.item.code: sheet for sheet in self.plan.sheets}
        for number, one in enumerate(self.plan.allocation.items, start=1):
            self._item(number, one, sheets.get(one.item.code))
        lacking = {"type": "cell", "criteria": ">", "value": 0, "format": self.pen.formats.of(styles.WARNING)}
        if self.row > first:
            self.pen.sheet.conditional_format(first, LACKING, self.row - 1, LACKING, lacking)

    def _item(self, number: int, one: ItemAllocation, sheet: ItemSheet | None) -> None:
        pen, of, row = self.pen, self.pen.formats.of, self.row
        label = one.item.label.vi
        pen.height(row, lines_of(label, WIDTHS[LABEL] * DENSE_LETTERS) * LINE_PIXELS + 4)
        pen.number(row, STT, number, of(DENSE, styles.CENTRE))
        code = style(DENSE, styles.CENTRE, font_size=10)
        pen.text(row, LABEL, label, of(style(DENSE, styles.WRAP, styles.LEFT)))
        measure = "" if one.item.measure is None else one.item.measure.vi
        pen.text(row, MEASURE, measure, of(DENSE, styles.CENTRE))
        if sheet is None:
            pen.text(row, CODE, one.item.code, of(code))
            quiet = of(DENSE, styles.WRAP, styles.ITALIC, style(font_color=styles.QUIET, font_size=10))
            pen.across(row, (ENTITLED, self._last), NO_NORM, quiet)
        else:
            pen.link(row, CODE, reference(sheet.name, 0, 0), one.item.code, of(code, styles.LINK))
            self._figures(one, sheet)
        self.row += 1

    def _figures(self, one: ItemAllocation, sheet: ItemSheet) -> None:
        pen, row, look = self.pen, self.row, self.pen.formats.of(DENSE, styles.COUNT)
        strong = self.pen.formats.of(DENSE, styles.COUNT, styles.BOLD, style(font_color=styles.BLUE))

        def cell(column: int) -> str:
            return a1((row, column))

        entitled = reference(sheet.name, FIRST_LINE, sheet.column(Kind.ENTITLED))
        copies = reference(sheet.name, FIRST_LINE, sheet.column(Kind.COPIES))
        pen.formula(row, ENTITLED, f"N({entitled})", look, one.entitled)
        pen.number(row, RESERVE, one.reserve, look)
        pen.formula(row, PRINTED, f"{cell(ENTITLED)}+{cell(RESERVE)}", look, one.print_run)
        pen.number(row, STOCK, one.stock, look)
        pen.formula(row, COPIES, f"N({copies})", strong, one.copies)
        pen.formula(row, LACKING, f"{cell(ENTITLED)}-{cell(COPIES)}", look, one.lacking)
        left = f'IF({cell(STOCK)}="","",{cell(STOCK)}-{cell(COPIES)})'
        pen.formula(row, LEFT, left, look, one.left)

    # Who waits, and the end.

    def _waiting(self) -> None:
        allocation = self.plan.allocation
        if allocation.unknown:
            self._section(f"III. {len(allocation.unknown)} ĐƠN VỊ CHƯA CÓ SỐ LIỆU NỀN, CHƯA ĐƯỢC PHÂN BỔ")
            self._line(
                "; ".join(self._placed(unit.code) for unit in allocation.unknown) + ".", style(_BOX, bg_color="#FFFFFF")
            )

    def _placed(self, code: str) -> str:
        """Name a unit with the one above it: two communes may be called the same."""
        units = self.plan.allocation.tree.by_code
        unit = units[code]
        above = units.get(unit.parent or "")
        under = "" if above is None or above is self.plan.allocation.tree.root else f" – {above.name}"
        return f"{unit.name} ({code}{under})"

    def _signature(self) -> None:
        of, issuer = self.pen.formats.of, self.plan.allocation.campaign.issuer.vi
        heading = of(ORGANISATION, styles.TOP)
        self.row += 1
        self.pen.height(self.row, 42)
        self.pen.across(self.row, (0, HALF), "NGƯỜI LẬP BIỂU", heading)
        self.pen.across(self.row, (HALF + 1, self._last), f"T/M {issuer.upper()}", heading)
        self.pen.across(self.row + 1, (0, HALF), "(Ký, ghi rõ họ tên)", of(SUBTITLE))
        signed = "(Chức vụ, ký, ghi rõ họ tên, đóng dấu)"
        self.pen.across(self.row + 1, (HALF + 1, self._last), signed, of(SUBTITLE))
        self.row += 6

    def _links(self) -> None:
        column = self._last + 2
        self.pen.sheet.set_column(column - 1, column - 1, 3)
        self.pen.sheet.set_column(column, column, 46)
        self.pen.text(0, column, "Các trang của bảng phân bổ", self.pen.formats.of(styles.PLAIN, styles.BOLD))
        tabs = [(sheet.name, sheet.label) for sheet in self.plan.sheets]
        tabs += [(name, f"Phiếu cấp phát: {unit.name}") for unit, name in self.plan.givers]
        for row, (name, called) in enumerate(tabs, start=1):
            self.pen.link(row, column, reference(name, 0, 0), called, self.pen.formats.of(LINK_LINE))

    def _page(self) -> None:
        set_up_page(self.pen.sheet, "portrait", self.plan.allocation.campaign.short_title.vi)
        self.pen.sheet.print_area(0, 0, self.row, self._last)
        self.pen.sheet.fit_to_pages(1, 0)

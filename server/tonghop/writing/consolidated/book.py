"""What the sheets of one consolidated workbook share while they are written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TypeAlias

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tonghop.core.consolidation import Consolidation, Revision
from tonghop.core.findings import Finding
from tonghop.writing import styles
from tonghop.writing.consolidated.layout import Plan
from tonghop.writing.consolidated.pen import Pen
from tonghop.writing.styles import Formats, style

Say: TypeAlias = Callable[[Finding], str]
PageOf: TypeAlias = Callable[[Revision], str | None]
"""Tells the address of the page of a revision; ``None`` where there is none."""

A4 = 9
PAGE_WIDTH = {"landscape": 1047, "portrait": 718}
"""Pixels at 100 % between margins of a centimetre."""

DENSE = style(styles.TABLE, font_size=11)
"""A table's cell: one point smaller than running text."""
DENSE_LETTERS = 1.2
"""Letters of a table's text that fit where one digit of the plain font does."""
DENSE_HEAD = style(styles.HEAD, font_size=10.5)
ORGANISATION = style(styles.PLAIN, styles.BOLD, styles.CENTRE, styles.WRAP, font_size=12)
PARTY = style(ORGANISATION, font_size=13)
SUBTITLE = style(styles.PLAIN, styles.ITALIC, styles.CENTRE, styles.WRAP)
LINK_LINE = style(styles.PLAIN, styles.LINK, font_size=10)


@dataclass(frozen=True)
class Book:
    """The workbook being written, where everything stands in it, and how findings are said."""

    workbook: Workbook
    formats: Formats
    plan: Plan
    say: Say
    zone: tzinfo
    page_of: PageOf

    @property
    def consolidation(self) -> Consolidation:
        """What is written."""
        return self.plan.consolidation

    def pen(self, name: str) -> Pen:
        """Return a pen for the sheet of that name."""
        return Pen(self.workbook.get_worksheet_by_name(name), self.formats)

    def local(self, moment: datetime) -> datetime:
        """Return an instant as the clocks of the instance's zone show it, as Excel keeps it: without a zone."""
        return moment.astimezone(self.zone).replace(tzinfo=None)

    def about(self) -> str:
        """Return the period and the day that the figures are of."""
        consolidation = self.consolidation
        return f"Kỳ báo cáo: {consolidation.period.label.vi}. Số liệu tính đến ngày {written_day(consolidation.as_of)}."


def written_day(day: date) -> str:
    """Return a day as a clerk writes it: 17/12/2019."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


def set_up_page(sheet: Worksheet, orientation: str, heading: str = "") -> None:
    """Set a sheet up for A4 with page numbers; ``heading`` stands at the top right of each page."""
    sheet.set_paper(A4)
    if orientation == "landscape":
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    small = '&"Times New Roman,Italic"&9'
    sheet.set_header(f"&R{small}{heading.replace('&', '&&')}" if heading else "", {"margin": 0.25})
    sheet.set_footer(f"&L{small}&A&R{small}Trang &P/&N", {"margin": 0.25})
    sheet.center_horizontally()
    sheet.hide_gridlines(2)


def write_title(pen: Pen, last: int, title: str, about: str) -> None:
    """Write the head of a supporting sheet: title, what it is about."""
    pen.sheet.set_row_pixels(0, 30)
    pen.across(0, (0, last), title, pen.formats.of(styles.TITLE))
    pen.across(1, (0, last), about, pen.formats.of(SUBTITLE))

"""The list for chasing (danh sách đôn đốc) as a workbook: one sheet, A4, to print or to send on."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tonghop.writing.consolidated.book import set_up_page
from tonghop.writing.styles import CENTRE, DATE, GROUP, HEAD, ITALIC, PLAIN, TABLE, TITLE, WORKBOOK_OPTIONS, Formats
from tonghop.writing.styles import TEXT as WORDS

Line: TypeAlias = tuple[str, str, date, int]
"""A unit's name, the state of its report, its last day and for how many days that is over."""

_WIDTHS = (5, 42, 16, 13, 10, 24)
_HEAD_ROW = 4
_LAST = len(_WIDTHS) - 1


def chasing_workbook(
    titles: tuple[str, str, str], headings: Sequence[str], groups: Sequence[tuple[str, Sequence[Line]]]
) -> bytes:
    """Return the workbook; ``titles`` are what it is, what it is about, and how many as of when."""
    content = io.BytesIO()
    with Workbook(content, dict(WORKBOOK_OPTIONS)) as book:
        formats = Formats(book)
        sheet = book.add_worksheet("Đôn đốc")
        set_up_page(sheet, "portrait")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for row, (words, look) in enumerate(zip(titles, (TITLE, PLAIN, ITALIC), strict=True)):
            sheet.merge_range(row, 0, row, _LAST, "", formats.of(PLAIN, look, CENTRE))
            sheet.write_string(row, 0, words, formats.of(PLAIN, look, CENTRE))
        for column, heading in enumerate(headings):
            sheet.write_string(_HEAD_ROW, column, heading, formats.of(HEAD))
        sheet.repeat_rows(_HEAD_ROW)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.fit_to_pages(1, 0)
        _write_groups(sheet, formats, groups)
    return content.getvalue()


def _write_groups(sheet: Worksheet, formats: Formats, groups: Sequence[tuple[str, Sequence[Line]]]) -> None:
    row, number = _HEAD_ROW, 0
    for name, lines in groups:
        row += 1
        sheet.merge_range(row, 0, row, _LAST, "", formats.of(GROUP))
        sheet.write_string(row, 0, name, formats.of(GROUP))
        for unit, state, due, days in lines:
            row, number = row + 1, number + 1
            sheet.write_number(row, 0, number, formats.of(TABLE, CENTRE))
            sheet.write_string(row, 1, unit, formats.of(TABLE, WORDS))
            sheet.write_string(row, 2, state, formats.of(TABLE, WORDS))
            sheet.write_datetime(row, 3, due, formats.of(TABLE, DATE))
            sheet.write_number(row, 4, days, formats.of(TABLE, CENTRE))
            sheet.write_blank(row, 5, None, formats.of(TABLE))

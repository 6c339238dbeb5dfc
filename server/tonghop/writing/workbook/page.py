"""How a form's sheet prints: A4 landscape, one page across or two, its heading and key columns on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from tonghop.core.definitions import Form, Language
from tonghop.core.layout import GROUP_ROW, NUMBER_PLACE, NUMBER_ROW, STT_COLUMN, FormLayout
from tonghop.writing.workbook import words
from tonghop.writing.workbook.breaks import page_breaks
from tonghop.writing.workbook.sheet import Sheet

_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}
_PRINTABLE_ACROSS = 10.8 * 96  # pixels of A4 landscape, with a little to spare for other printers' fonts
_PRINTABLE_DOWN = 7.0 * 72  # points
_LEAST_SHRUNK = 0.78  # what a form is made smaller for, rather than run over to another page
_PIXELS, _PADDING = 8, 5  # of a character and a column, in Times New Roman 12
_SIGNATURE_ROWS = 6


@dataclass(frozen=True, slots=True)
class Pages:
    """Which columns print where: key columns stand on every page across."""

    across: int
    key_end: int
    """The last column that repeats."""
    first_end: int
    """The last column of the first page."""
    last: int


def pages_of(form: Form, layout: FormLayout) -> Pages:
    """Return how the form's columns are spread over pages across."""
    leading = max(layout.label_column or STT_COLUMN, layout.name_column or STT_COLUMN)
    keys = [layout.columns[field.name] for field in form.fields if field.key]
    key_end = max((leading, *keys))
    second = [layout.columns[field.name] for field in form.fields if field.page > 1]
    if not second:
        return Pages(1, key_end, layout.last_column, layout.last_column)
    return Pages(2, key_end, min(second) - 1, layout.last_column)


def printed_columns(pages: Pages) -> tuple[range, ...]:
    """Return the columns that each page across prints of its own; the later ones also repeat the key columns."""
    if pages.across == 1:
        return (range(pages.last + 1),)
    return (range(pages.first_end + 1), range(pages.first_end + 1, pages.last + 1))


def set_up_form(sheet: Sheet, form: Form, layout: FormLayout, widths: Mapping[int, float], language: Language) -> None:
    """Set up the page: the status line and the column of the check are left out."""
    raw, pages = sheet.raw, pages_of(form, layout)
    last_row = layout.signature_row + _SIGNATURE_ROWS - 1
    tall = _PRINTABLE_DOWN / sheet.height(NUMBER_PLACE, last_row)
    wide = _PRINTABLE_ACROSS / _widest(pages, widths)
    on_one_page = tall >= min(1.0, wide) * _LEAST_SHRUNK
    _set_up(raw, language)
    raw.set_landscape()
    raw.print_area(NUMBER_PLACE, 0, last_row, layout.last_column)
    raw.repeat_rows(GROUP_ROW, NUMBER_ROW)
    if pages.across == 1:
        raw.fit_to_pages(1, 1 if on_one_page else 0)
        return
    # Excel ignores page breaks where it fits the sheet to the page, so the scale is worked out here.
    raw.repeat_columns(0, pages.key_end)
    raw.set_v_pagebreaks([pages.first_end + 1])
    raw.set_print_scale(floor(100 * min(1.0, wide, tall if on_one_page else 1.0)))


def set_up_long_form(
    sheet: Sheet, form: Form, layout: FormLayout, widths: Mapping[int, float], units: Sequence[Sequence[int]]
) -> None:
    """End the pages of a form that takes several between ``units``: the first rows of what stays together."""
    scale = min(1.0, _PRINTABLE_ACROSS / _widest(pages_of(form, layout), widths))
    end = layout.signature_row + _SIGNATURE_ROWS
    room = _PRINTABLE_DOWN / scale
    if sheet.height(NUMBER_PLACE, end - 1) <= room / _LEAST_SHRUNK:
        return
    first_page = room - sheet.height(NUMBER_PLACE, units[0][0] - 1)
    page = room - sheet.height(GROUP_ROW, NUMBER_ROW)
    # Excel ignores page breaks where it fits the sheet to the page.
    sheet.raw.fit_page = False
    sheet.raw.set_print_scale(floor(100 * scale))
    sheet.raw.set_h_pagebreaks(page_breaks(sheet.height, units, end, first_page, page))


def _widest(pages: Pages, widths: Mapping[int, float]) -> float:
    """Return the width in pixels of the wider page across, with the key columns that it repeats."""
    repeated = _pixels(range(pages.key_end + 1), widths)
    first, *others = (_pixels(columns, widths) for columns in printed_columns(pages))
    return max(first, *(repeated + other for other in others)) if others else first


def set_up_cover(
    sheet: Sheet, last_row: int, last_column: int, language: Language, *, on_one_page: bool = True
) -> None:
    """Set up the cover: A4 upright, one page across."""
    _set_up(sheet.raw, language)
    sheet.raw.set_portrait()
    sheet.raw.print_area(0, 0, last_row, last_column)
    sheet.raw.fit_to_pages(1, 1 if on_one_page else 0)


def _set_up(raw: Any, language: Language) -> None:  # noqa: ANN401 -- XlsxWriter is not typed
    raw.set_paper(_A4)
    raw.set_margins(**_MARGINS)
    raw.center_horizontally()
    raw.print_black_and_white()
    raw.set_footer(f'&C&"Times New Roman,Regular"&10{words.PAGE.said(language)}', {"margin": 0.3})


def _pixels(columns: range, widths: Mapping[int, float]) -> float:
    return sum(widths[column] * _PIXELS + _PADDING for column in columns)

"""A plain list as a workbook: every cell a text, so that nothing in it can become a formula."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook

_MOST_ROWS = 1_048_576
_LONGEST = 32_767


def list_workbook(name: str, rows: Iterable[Sequence[str]], *, widths: Sequence[int]) -> bytes:
    """Write rows, the first of them headings, into a sheet of that name; what Excel cannot hold is cut off."""
    buffer = BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    sheet = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for place, row in enumerate(rows):
        if place == _MOST_ROWS:
            break
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell[:_LONGEST], plain if place else heading)
    book.close()
    return buffer.getvalue()

"""What was read of a spreadsheet that is no file, as a workbook: the same values in the same cells, and no looks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.worksheet import Worksheet

from tonghop.core.cells import Area, Position, RawValue, Sheet, Sheets
from tonghop.writing.styles import WORKBOOK_OPTIONS, Formats, Style, style

_LONGEST_NAME, _LONGEST_TEXT = 31, 32_767
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_FIRST_DAY = date(1900, 1, 1)
_DAY, _INSTANT = style(num_format="dd/mm/yyyy"), style(num_format="dd/mm/yyyy hh:mm")
_TIME, _DURATION = style(num_format="hh:mm:ss"), style(num_format="[h]:mm:ss")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})


def values_workbook(sheets: Sheets) -> bytes:
    """Return an xlsx with the values, errors, merged and hidden cells of all tabs, in their order."""
    buffer = BytesIO()
    with Workbook(buffer, dict(WORKBOOK_OPTIONS)) as book:
        formats = Formats(book)
        for name, sheet in zip(_names(sheets), sheets.sheets, strict=True):
            _Page(book.add_worksheet(name), formats).write(sheet)
        shown = [page for page, sheet in zip(book.worksheets(), sheets.sheets, strict=True) if sheet.visible]
        for page in shown[:1]:  # the first one in front, be it the first of all or not
            page.activate()
            page.set_first_sheet()
    return buffer.getvalue()


def _names(sheets: Sheets) -> Iterator[str]:
    """Yield a name for each tab that Excel takes: its own, wherever that is one."""
    used: set[str] = set()
    for place, sheet in enumerate(sheets.sheets, 1):
        name = sheet.name.translate(_NOT_IN_NAMES).strip()[:_LONGEST_NAME]
        if not name or name.casefold() in used or name.casefold() == "history":
            name = f"{name[: _LONGEST_NAME - 6]} ({place})"
        used.add(name.casefold())
        yield name


class _Page:
    def __init__(self, page: Worksheet, formats: Formats) -> None:
        self._page = page
        self._formats = formats

    def write(self, sheet: Sheet) -> None:
        width = max(map(len, sheet.rows), default=0)
        for area in sheet.merged:
            self._merge(area, len(sheet.rows), width)
        for row, cells in enumerate(sheet.rows):
            for column, value in enumerate(cells):
                if value is not None:
                    self._cell((row, column), value)
        for place, error in sheet.errors.items():
            self._error(place, error)
        self._page.autofit()
        self._hide(sheet, width)

    def _merge(self, area: Area, height: int, width: int) -> None:
        """Merge cells as far as anything stands on the sheet; areas that lie over one another no workbook may have."""
        top, left, bottom, right = area[0], area[1], min(area[2], height - 1), min(area[3], width - 1)
        if top <= bottom and left <= right and (top, left) != (bottom, right):
            try:
                self._page.merge_range(top, left, bottom, right, "")
            except OverlappingRange:
                return

    def _cell(self, place: Position, value: RawValue) -> None:
        if isinstance(value, bool):
            self._page.write_boolean(*place, value)
        elif isinstance(value, int | float):
            self._page.write_number(*place, value)
        elif isinstance(value, str):
            self._page.write_string(*place, value[:_LONGEST_TEXT])
        elif isinstance(value, date | time | timedelta):
            self._moment(place, value)

    def _moment(self, place: Position, value: date | time | timedelta) -> None:
        day = value.date() if isinstance(value, datetime) else value
        if (isinstance(day, date) and day < _FIRST_DAY) or (isinstance(value, timedelta) and value < timedelta()):
            self._page.write_string(*place, str(value))
        else:
            self._page.write_datetime(*place, value, self._formats.of(_shown(value)))

    def _error(self, place: Position, error: str) -> None:
        if error in _ERRORS:
            self._page.write_formula(*place, f"={error}", None, error)
        else:
            self._page.write_string(*place, error)

    def _hide(self, sheet: Sheet, width: int) -> None:
        for row in sorted(row for row in sheet.hidden_rows if row < len(sheet.rows)):
            self._page.set_row(row, None, None, {"hidden": True})
        for column in sorted(column for column in sheet.hidden_columns if column < width):
            self._page.set_column(column, column, None, None, {"hidden": True})
        if not sheet.visible:
            self._page.hide()


def _shown(value: date | time | timedelta) -> Style:
    if isinstance(value, timedelta):
        return _DURATION
    if isinstance(value, time):
        return _TIME
    return _INSTANT if isinstance(value, datetime) else _DAY

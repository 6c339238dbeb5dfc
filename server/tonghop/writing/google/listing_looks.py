"""How the tab “Lỗi” looks: its size, widths, colours, and how it is made again where it is gone."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from math import ceil

from tonghop.core.definitions import Language, Severity
from tonghop.core.shared_sheets import FINDINGS_ID, Tab
from tonghop.writing import styles
from tonghop.writing.google import mark_words as words
from tonghop.writing.google.batches import Request, grid_range
from tonghop.writing.google.looks import Look, colour
from tonghop.writing.google.own import FINDINGS_HEADING_ROW, FINDINGS_ROWS, FINDINGS_WIDTHS
from tonghop.writing.marked.looks import MARK_FILLS
from tonghop.writing.workbook.wrap import height

COLUMNS = len(FINDINGS_WIDTHS)
FIRST_ROW = FINDINGS_HEADING_ROW + 1
"""The first finding's; over the headings the title, when it was read, how the units stand, what to do."""
_CELL, _KIND = 2, 3
_CENTRED = (0, _CELL, _KIND)
_SIZE, _TITLE_SIZE = 11, 14
_DIGIT, _PIXELS_A_POINT = 8, 96 / 72
"""Pixels of a digit of the size that ``wrap`` counts widths in, and of a point."""
_TITLE_HEIGHT, _PLAIN_HEIGHT, _MOST_HEIGHT = 28, 21, 600
"""Pixels of the title's row, of one that shows a single line, and of the highest."""
_LINK, _TAB_COLOUR = "#0563C1", "#C00000"


def _font(size: int = _SIZE, ink: str = "#000000", **more: bool) -> Look:
    return {"fontFamily": styles.FONT, "fontSize": size, "foregroundColorStyle": colour(ink), **more}


_LINE = {"style": "SOLID", "colorStyle": colour(styles.LINE)}
_BORDERS = dict.fromkeys(("top", "bottom", "left", "right"), _LINE)
_TITLE: Look = {"textFormat": _font(_TITLE_SIZE, styles.RED, bold=True), "verticalAlignment": "MIDDLE"}
_HOW: Look = {"textFormat": _font(ink=styles.QUIET, italic=True), "wrapStrategy": "OVERFLOW_CELL"}
_COUNTS: Look = {"textFormat": _font(bold=True), "wrapStrategy": "OVERFLOW_CELL"}
_HEAD: Look = {
    "textFormat": _font(bold=True),
    "backgroundColorStyle": colour(styles.HEAD_FILL),
    "borders": _BORDERS,
    "horizontalAlignment": "CENTER",
    "verticalAlignment": "MIDDLE",
    "wrapStrategy": "WRAP",
}
_BODY: Look = {"textFormat": _font(), "borders": _BORDERS, "verticalAlignment": "TOP", "wrapStrategy": "WRAP"}
_MORE: Look = {"textFormat": _font(ink=styles.RED, bold=True), "wrapStrategy": "OVERFLOW_CELL"}


def made_again(title: str, language: Language) -> list[Request]:
    """Make the tab; a second time Google refuses the whole batch, for the number is taken."""
    protected = {
        "range": {"sheetId": FINDINGS_ID},
        "description": words.PROTECTED.said(language),
        "warningOnly": True,
    }
    return [
        {"addSheet": {"properties": {"sheetId": FINDINGS_ID, "title": title}}},
        {"addProtectedRange": {"protectedRange": protected}},
    ]


def shape(tab: Tab | None, heights: Sequence[int], rows: int) -> Iterator[Request]:
    """Give the grid room for that many rows, never less than it has, its columns their widths, its lines their heights.

    ``heights`` are those of the lines from ``FIRST_ROW`` on, in pixels.
    """
    grid = {
        "rowCount": max(rows, FINDINGS_ROWS, tab.rows if tab else 0),
        "columnCount": max(COLUMNS, tab.columns if tab else 0),
        "frozenRowCount": FIRST_ROW,
        "hideGridlines": True,
    }
    properties = {"sheetId": FINDINGS_ID, "gridProperties": grid, "tabColorStyle": colour(_TAB_COLOUR)}
    fields = ",".join(f"gridProperties.{name}" for name in grid) + ",tabColorStyle"
    yield {"updateSheetProperties": {"properties": properties, "fields": fields}}
    for column, pixels in enumerate(FINDINGS_WIDTHS):
        yield _sized("COLUMNS", column, column + 1, pixels)
    yield _sized("ROWS", 0, 1, _TITLE_HEIGHT)
    # Lines of an earlier, longer list may be high where nothing stands now.
    rest = [_PLAIN_HEIGHT] * (grid["rowCount"] - FIRST_ROW - len(heights))
    yield from _heights([*heights, *rest])


def _heights(heights: Sequence[int]) -> Iterator[Request]:
    row = FIRST_ROW
    for pixels, run in groupby(heights):
        end = row + len(list(run))
        yield _sized("ROWS", row, end, pixels)
        row = end


def _sized(dimension: str, first: int, end: int, pixels: int) -> Request:
    place = {"sheetId": FINDINGS_ID, "dimension": dimension, "startIndex": first, "endIndex": end}
    return {"updateDimensionProperties": {"range": place, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}}


def line_height(texts: Sequence[str]) -> int:
    """Return the pixels that show a line's texts whole, each in its column.

    Rows fitted by the API (``autoResizeDimensions``) were reported to come out 21 pixels high whatever stands in them:
    https://github.com/nithinmurali/pygsheets/pull/180
    """
    wanted = (height(text, pixels / _DIGIT, _SIZE) for text, pixels in zip(texts, FINDINGS_WIDTHS, strict=True))
    return min(max(ceil(max(wanted) * _PIXELS_A_POINT), _PLAIN_HEIGHT), _MOST_HEIGHT)


def looks(severities: Sequence[Severity]) -> Iterator[Request]:
    """Format the lines over the table and, where there are findings, the table: one severity a line."""
    yield _formatted(range(1), range(COLUMNS), _TITLE)
    yield _formatted(range(1, 3), range(COLUMNS), _COUNTS)
    yield _formatted(range(3, FINDINGS_HEADING_ROW), range(COLUMNS), _HOW)
    if severities:
        end = FIRST_ROW + len(severities)
        yield _formatted(range(FINDINGS_HEADING_ROW, FIRST_ROW), range(COLUMNS), _HEAD)
        yield _formatted(range(FIRST_ROW, end), range(COLUMNS), _BODY)
        for column in _CENTRED:
            yield _formatted(range(FIRST_ROW, end), _one(column), {"horizontalAlignment": "CENTER"})
        yield from _fills(severities)
        yield _formatted(range(FIRST_ROW, end), _one(_CELL), {"textFormat": _font(ink=_LINK, underline=True)})
        yield _formatted(range(end, end + 1), range(COLUMNS), _MORE)


def _fills(severities: Sequence[Severity]) -> Iterator[Request]:
    """Colour each line's cell and kind by its severity, a run of lines at a time."""
    row = FIRST_ROW
    for severity, run in groupby(severities):
        end = row + len(list(run))
        yield _formatted(
            range(row, end), range(_CELL, _KIND + 1), {"backgroundColorStyle": colour(MARK_FILLS[severity])}
        )
        row = end


def _one(column: int) -> range:
    return range(column, column + 1)


def _formatted(rows: range, columns: range, look: Look) -> Request:
    """Give a block of cells these parts of a format, whatever else theirs is."""
    place = grid_range(FINDINGS_ID, (rows.start, columns.start, rows.stop - 1, columns.stop - 1))
    fields = ",".join(f"userEnteredFormat.{name}" for name in look)
    return {"repeatCell": {"range": place, "cell": {"userEnteredFormat": look}, "fields": fields}}

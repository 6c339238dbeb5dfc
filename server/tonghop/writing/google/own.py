"""The system's own part of a shared spreadsheet: three columns on a form's tab, their colours, and the tab “Lỗi”."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tonghop.core.cells import Position, column_letters
from tonghop.core.definitions import Language, Severity
from tonghop.core.layout import LABEL_ROW
from tonghop.core.shared_sheets import FINDINGS_ID, OWN_HEADINGS, Own
from tonghop.writing import styles
from tonghop.writing.google.batches import Request, grid_range
from tonghop.writing.google.looks import BASE, Look, colour
from tonghop.writing.google.painting import paint, request
from tonghop.writing.google.rules import by_formula
from tonghop.writing.google.sheet_words import FINDINGS_TITLE, UNIT
from tonghop.writing.marked import words
from tonghop.writing.marked.looks import MARK_FILLS

WEIGHTS: Final[Mapping[Severity, str]] = {Severity.BLOCKING: "e", Severity.WARNING: "w", Severity.NOTE: "n"}
"""How a severity is written in the hidden column: “|I:e|K:w|”. The weightiest first."""

_WIDTHS: Final[Mapping[Own, int]] = {Own.RESULT: 400, Own.READ_AT: 110, Own.CELLS: 90}
_LINES: Final = {
    side: {"style": "SOLID", "colorStyle": colour(styles.LINE)} for side in ("left", "right", "top", "bottom")
}


def _look(size: int, parts: Look, *, bold: bool = False, ink: str = "#000000") -> Look:
    text = {"fontFamily": styles.FONT, "fontSize": size, "bold": bold, "foregroundColorStyle": colour(ink)}
    return {**BASE, "textFormat": text, **parts}


_AS_TEXT: Final[Look] = {"numberFormat": {"type": "TEXT", "pattern": "@"}, "wrapStrategy": "WRAP"}
"""What the system writes must stay as it is, also a time."""
_LEFT: Final[Look] = {**_AS_TEXT, "horizontalAlignment": "LEFT"}
_CENTRE: Final[Look] = {**_AS_TEXT, "horizontalAlignment": "CENTER"}
_HEAD = _look(11, {**_CENTRE, "borders": _LINES, "backgroundColorStyle": colour(styles.HEAD_FILL)}, bold=True)
_BODY: Final[Mapping[Own, Look]] = {
    Own.RESULT: _look(11, _LEFT),
    Own.READ_AT: _look(10, _CENTRE, ink=styles.QUIET),
    Own.CELLS: _look(10, {**_LEFT, "wrapStrategy": "CLIP"}, ink=styles.QUIET),
}


# The columns of a form's tab.


def own_columns(sheet_id: int, first: int, rows: int, language: Language) -> Iterator[Request]:
    """Make the system's columns from the column ``first`` on (from 0), of a tab with so many rows."""
    for column, own in enumerate(Own, start=first):
        yield request(sheet_id, (LABEL_ROW, column, LABEL_ROW, column), paint(_HEAD))
        yield request(sheet_id, (LABEL_ROW + 1, column, rows - 1, column), paint(_BODY[own]))
        yield _column(sheet_id, column, _WIDTHS[own], hidden=own is Own.CELLS)
    yield _texts(sheet_id, (LABEL_ROW, first), [OWN_HEADINGS[own].said(language) for own in Own])


def _column(sheet_id: int, column: int, pixels: int, *, hidden: bool = False) -> Request:
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
    sizes = {"pixelSize": pixels, "hiddenByUser": hidden}
    return {
        "updateDimensionProperties": {"range": place, "properties": sizes, "fields": "pixelSize,hiddenByUser"},
    }


def own_lights(sheet_id: int, first: int, rows: int) -> Iterator[Mapping[str, Any]]:
    """Return the conditional formats that colour what was found, the weightiest first.

    They look at the row's text in the hidden column, so that the system never has to touch a clerk's colours.
    ADDRESS(1;COLUMN();4) is the cell's column and “1”: the letters that the text names the column by.
    """
    here = f"${column_letters(first + list(Own).index(Own.CELLS))}{LABEL_ROW + 2}"
    result = (LABEL_ROW + 1, first, rows - 1, first)
    cells = (LABEL_ROW + 1, 0, rows - 1, first - 1)
    letters = 'SUBSTITUTE(ADDRESS(1;COLUMN();4);"1";"")'
    for severity, letter in WEIGHTS.items():
        look = {"backgroundColorStyle": colour(MARK_FILLS[severity])}
        found = f'=ISNUMBER(FIND("|"&{letters}&":{letter}|";{here}))'
        yield {"ranges": [grid_range(sheet_id, cells)], **by_formula(found, look)}
        found = f'=ISNUMBER(FIND(":{letter}|";{here}))'
        yield {"ranges": [grid_range(sheet_id, result)], **by_formula(found, look)}


# The tab “Lỗi”, which marking writes anew at each reading.

HEADINGS: Final = (*words.HEADINGS[:4], UNIT, *words.HEADINGS[4:])
FINDINGS_ROWS: Final = 30
"""How many rows the tab is given out with; marking gives it more."""
FINDINGS_WIDTHS: Final = (44, 150, 64, 84, 170, 400, 380)
FINDINGS_HEADING_ROW: Final = 5
_TITLE = _look(styles.TITLE_SIZE, {}, bold=True, ink=styles.RED)


def add_findings_tab(index: int) -> Request:
    """Add the tab at that place among the tabs, without gridlines, its headings always in view."""
    grid = {
        "rowCount": FINDINGS_ROWS,
        "columnCount": len(HEADINGS),
        "frozenRowCount": FINDINGS_HEADING_ROW + 1,
        "hideGridlines": True,
    }
    found = {"sheetId": FINDINGS_ID, "title": words.SHEET, "index": index, "gridProperties": grid}
    return {"addSheet": {"properties": {**found, "tabColorStyle": colour("#C00000")}}}


def findings_tab(language: Language) -> Iterator[Request]:
    """Write the tab's title and headings."""
    yield request(FINDINGS_ID, None, paint(BASE))
    for column, pixels in enumerate(FINDINGS_WIDTHS):
        yield _column(FINDINGS_ID, column, pixels)
    yield request(FINDINGS_ID, (0, 0, 0, 0), paint(_TITLE))
    yield request(FINDINGS_ID, (FINDINGS_HEADING_ROW, 0, FINDINGS_HEADING_ROW, len(HEADINGS) - 1), paint(_HEAD))
    yield _texts(FINDINGS_ID, (0, 0), [FINDINGS_TITLE.said(language)])
    yield _texts(FINDINGS_ID, (FINDINGS_HEADING_ROW, 0), [text.said(language) for text in HEADINGS])


def _texts(sheet_id: int, place: Position, texts: Sequence[str]) -> Request:
    """Write texts side by side."""
    start = {"sheetId": sheet_id, "rowIndex": place[0], "columnIndex": place[1]}
    values = [{"userEnteredValue": {"stringValue": text}} for text in texts]
    return {"updateCells": {"start": start, "rows": [{"values": values}], "fields": "userEnteredValue"}}

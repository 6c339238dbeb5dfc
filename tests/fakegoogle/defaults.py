"""What Google fills in where nothing was said: the default format, the theme, a new tab."""

from tests.fakegoogle.shapes import Json

ROWS, COLUMNS = 1000, 26
ROW_PIXELS, COLUMN_PIXELS = 21, 100
MAX_CELLS = 10_000_000
MAX_CHARACTERS = 50_000
_WHITE = {"red": 1, "green": 1, "blue": 1}

DEFAULT_FORMAT: Json = {
    "backgroundColor": _WHITE,
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "backgroundColorStyle": {"rgbColor": _WHITE},
}
_THEME = {
    "TEXT": {},
    "BACKGROUND": _WHITE,
    "ACCENT1": {"red": 0.25882354, "green": 0.52156866, "blue": 0.95686275},
    "ACCENT2": {"red": 0.91764706, "green": 0.2627451, "blue": 0.20784314},
    "ACCENT3": {"red": 0.9843137, "green": 0.7372549, "blue": 0.015686275},
    "ACCENT4": {"red": 0.20392157, "green": 0.65882355, "blue": 0.3254902},
    "ACCENT5": {"red": 1, "green": 0.42745098, "blue": 0.003921569},
    "ACCENT6": {"red": 0.27450982, "green": 0.7411765, "blue": 0.7764706},
    "LINK": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8},
}
THEME: Json = {
    "primaryFontFamily": "Arial",
    "themeColors": [{"colorType": name, "color": {"rgbColor": color}} for name, color in _THEME.items()],
}


def spreadsheet_properties(given: Json) -> Json:
    """Return the properties of a new spreadsheet."""
    basic = {"title": "Untitled spreadsheet", "locale": "en_US", "autoRecalc": "ON_CHANGE", "timeZone": "Etc/GMT"}
    return basic | {"defaultFormat": DEFAULT_FORMAT, "spreadsheetTheme": THEME} | given


def sheet_properties(given: Json, sheet_id: int, index: int, title: str) -> Json:
    """Return the properties of a new tab."""
    grid = {"rowCount": ROWS, "columnCount": COLUMNS} | given.get("gridProperties", {})
    first = {"sheetId": sheet_id, "title": title, "index": index, "sheetType": "GRID"}
    return first | given | {"sheetId": sheet_id, "index": index, "gridProperties": grid}

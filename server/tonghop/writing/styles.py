"""What every workbook of this house looks like: fonts, colours, number formats, and how they combine.

A style is a small mapping of XlsxWriter format properties; ``Formats.of(TABLE, COUNT, INPUT)``
merges some of them, later ones winning, and adds each combination to the workbook once.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format

Style: TypeAlias = Mapping[str, str | int | float | bool]

FONT = "Times New Roman"
"""What Vietnamese offices write in."""

SIZE, SMALL, TITLE_SIZE = 12, 10, 15

QUIET, RED, BROWN, GREEN, BLUE = "#595959", "#9C0006", "#7F6000", "#1E6B3A", "#1F3864"
HEAD_FILL, INPUT_FILL, LOCKED_FILL, TOTAL_FILL = "#DCE6F1", "#FFFBE6", "#EFEFEF", "#E7F0E4"
ERROR_FILL, MISSING_FILL, WARNING_FILL, GOOD_FILL = "#FFC7CE", "#FFE0B2", "#FFF2A8", "#D5EBD3"
LINE = "#7F7F7F"

WORKBOOK_OPTIONS: Mapping[str, Any] = MappingProxyType(
    {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_row_height": 21,
        "default_column_width": 72,
        # "none": the theme's own font (Calibri) would win over the name otherwise.
        "default_format_properties": {"font_name": FONT, "font_size": SIZE, "font_scheme": "none"},
    }
)
"""Options for ``xlsxwriter.Workbook``: text is never taken for a formula or a link, and the plain cell is in FONT."""


def style(*bases: Style, **properties: str | float | bool) -> Style:
    """Return a style of these XlsxWriter format properties, on top of ``bases``."""
    merged: dict[str, str | int | float | bool] = {}
    for base in (*bases, properties):
        merged.update(base)
    return MappingProxyType(merged)


PLAIN = style(font_name=FONT, font_size=SIZE, valign="vcenter")
WRAP = style(text_wrap=True)
BOLD, ITALIC = style(bold=True), style(italic=True)
LEFT, CENTRE, RIGHT, TOP = style(align="left"), style(align="center"), style(align="right"), style(valign="top")
TABLE = style(PLAIN, border=1, border_color=LINE)
HEAD = style(TABLE, WRAP, CENTRE, BOLD, bg_color=HEAD_FILL, font_size=11)
HEAD_NUMBER = style(TABLE, WRAP, CENTRE, ITALIC, font_size=SMALL, bg_color=HEAD_FILL)
GROUP = style(TABLE, WRAP, LEFT, BOLD)
TITLE = style(PLAIN, WRAP, CENTRE, BOLD, font_size=TITLE_SIZE)
NOTE = style(PLAIN, ITALIC, font_color=QUIET)
LINK = style(font_color="#0563C1", underline=1)

INPUT = style(bg_color=INPUT_FILL, locked=False)
LOCKED = style(bg_color=LOCKED_FILL, locked=True)
TOTAL = style(bg_color=TOTAL_FILL, bold=True, locked=True)

COUNT = style(num_format="#,##0_)", align="right")
DECIMAL = style(num_format="General", align="right", indent=1)
RATE = style(num_format="0.0%", align="center")
DATE = style(num_format="dd/mm/yyyy", align="center")
TEXT = style(num_format="@", align="left", text_wrap=True)
"""“@” keeps “2.1” from becoming a date and “- Đã tổ chức” from being taken for a formula."""

ERROR = style(bg_color=ERROR_FILL, font_color=RED)
MISSING = style(bg_color=MISSING_FILL)
WARNING = style(bg_color=WARNING_FILL, font_color=BROWN)
GOOD = style(bg_color=GOOD_FILL, font_color=GREEN)


class Formats:
    """The formats of one workbook, each combination added once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[frozenset[tuple[str, object]], Format] = {}

    def of(self, *styles: Style) -> Format:
        """Return the format that these styles merge into, later ones winning."""
        merged: dict[str, object] = {}
        for one in styles:
            merged.update(one)
        key = frozenset(merged.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]

"""How an xlsx cell looks, as Google's CellFormat."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle

from tonghop.writing import styles

Look: TypeAlias = Mapping[str, Any]
"""A CellFormat of Google's."""

BASE: Final[Look] = MappingProxyType(
    {"textFormat": {"fontFamily": styles.FONT, "fontSize": styles.SIZE}, "verticalAlignment": "MIDDLE"}
)
"""What every cell looks like that has no looks of its own."""

_ACROSS = {"left": "LEFT", "center": "CENTER", "right": "RIGHT"}
_DOWN = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM", None: "BOTTOM"}
_LINES = {
    "thin": "SOLID",
    "hair": "DOTTED",
    "dotted": "DOTTED",
    "dashed": "DASHED",
    "medium": "SOLID_MEDIUM",
    "thick": "SOLID_THICK",
    "double": "DOUBLE",
}
_SIDES = ("left", "right", "top", "bottom")
_INDENT_PIXELS, _PADDING, _PADDING_ABOVE = 9, 3, 2
_SHARES = 10_000
_SHRUNK_SIZE = 9
"""Google cannot shrink a text to its cell: such texts are written small."""


def look_of(cell: Cell | MergedCell) -> Look:
    """Return the looks of a cell, blank ones included; openpyxl's own are behind a proxy of theirs."""
    look = {
        "textFormat": _font(cast("Font", cell.font), shrinks=bool(cell.alignment.shrink_to_fit)),
        "numberFormat": number_format(cell.number_format),
        "backgroundColorStyle": _fill(cell),
        "borders": _borders(cast("Border", cell.border)),
        **_alignment(cast("Alignment", cell.alignment)),
    }
    return {name: value for name, value in look.items() if value}


def number_format(pattern: str) -> dict[str, str] | None:
    """Return a number format of Excel's as Google's: patterns are written alike, in English, in every locale."""
    if pattern == "General":
        return None
    return {"type": _kind(pattern), "pattern": pattern}


def _kind(pattern: str) -> str:
    if pattern == "@":
        return "TEXT"
    if "yy" in pattern:
        return "DATE_TIME" if "h" in pattern else "DATE"
    return "PERCENT" if "%" in pattern else "NUMBER"


def colour(value: str) -> dict[str, Any]:
    """Return “#RRGGBB” or Excel's “FFRRGGBB” as a ColorStyle.

    Google keeps a byte of each part and may cut, so four digits are rounded up: they then mean the same byte.
    """
    parts = (int(value[-6:][place : place + 2], 16) for place in (0, 2, 4))
    shares = (ceil(part * _SHARES / 255) / _SHARES for part in parts)
    return {"rgbColor": dict(zip(("red", "green", "blue"), shares, strict=True))}


def _colour(value: Color | None) -> dict[str, Any] | None:
    """Colours of a theme stand for the plain black of text here."""
    return colour(value.rgb) if value is not None and value.type == "rgb" and isinstance(value.rgb, str) else None


def _font(font: Font, *, shrinks: bool) -> dict[str, Any]:
    size = int(Decimal(str(font.sz or styles.SIZE)).to_integral_value(ROUND_HALF_UP))
    found = {
        "fontFamily": font.name or styles.FONT,
        "fontSize": min(size, _SHRUNK_SIZE) if shrinks else size,
        "bold": bool(font.b),
        "italic": bool(font.i),
        "underline": font.u is not None,
        "foregroundColorStyle": _colour(font.color),
    }
    return {name: value for name, value in found.items() if value}


def _fill(cell: Cell | MergedCell) -> dict[str, Any] | None:
    return _colour(cell.fill.fgColor) if cell.fill.patternType == "solid" else None


def _borders(border: Border) -> dict[str, Any]:
    sides = ((side, getattr(border, side)) for side in _SIDES)
    return {
        side: {"style": _LINES[line.style], "colorStyle": _colour(line.color) or colour("#000000")}
        for side, line in sides
        if line is not None and line.style is not None
    }


def _alignment(alignment: Alignment) -> dict[str, Any]:
    return {
        "horizontalAlignment": _ACROSS.get(alignment.horizontal or ""),
        "verticalAlignment": _DOWN.get(alignment.vertical, "MIDDLE"),
        "wrapStrategy": "WRAP" if alignment.wrap_text else None,
        "padding": _padding(alignment),
    }


def _padding(alignment: Alignment) -> dict[str, int] | None:
    """Google knows no indents, but padding."""
    steps = int(alignment.indent or 0)
    if not steps:
        return None
    side = "right" if alignment.horizontal == "right" else "left"
    around = {"top": _PADDING_ABOVE, "right": _PADDING, "bottom": _PADDING_ABOVE, "left": _PADDING}
    return {**around, side: _PADDING + steps * _INDENT_PIXELS}


def light_of(style: DifferentialStyle) -> Look:
    """Return what a conditional format changes: Google takes the colours, bold and italic."""
    look: dict[str, Any] = {}
    if isinstance(style.fill, PatternFill) and (ground := _colour(style.fill.bgColor)):
        look["backgroundColorStyle"] = ground
    if style.font is not None:
        text = {
            "bold": bool(style.font.b),
            "italic": bool(style.font.i),
            "foregroundColorStyle": _colour(style.font.color),
        }
        look["textFormat"] = {name: value for name, value in text.items() if value}
    return {name: value for name, value in look.items() if value}

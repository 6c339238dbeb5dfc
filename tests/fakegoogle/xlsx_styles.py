"""A CellFormat as openpyxl's styles."""

from typing import Literal, TypeAlias

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from tests.fakegoogle.shapes import Json

Line: TypeAlias = Literal["dotted", "dashed", "thin", "medium", "thick", "double"]
_LINES: dict[str, Line] = {
    "DOTTED": "dotted",
    "DASHED": "dashed",
    "SOLID": "thin",
    "SOLID_MEDIUM": "medium",
    "SOLID_THICK": "thick",
    "DOUBLE": "double",
}
_PATTERNS = {"TEXT": "@", "DATE": "dd/mm/yyyy", "PERCENT": "0.00%", "NUMBER": "#,##0.00"}
_ACROSS = {"LEFT": "left", "CENTER": "center", "RIGHT": "right"}
_DOWN = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}


def dress(cell: Cell | MergedCell, form: Json) -> None:
    """Give a cell its format."""
    if not form:
        return
    if "backgroundColor" in form:
        cell.fill = PatternFill("solid", fgColor=colour(form["backgroundColor"]))
    if "textFormat" in form:
        cell.font = _font(form["textFormat"])
    if "borders" in form:
        cell.border = _border(form["borders"])
    if "numberFormat" in form:
        cell.number_format = _pattern(form["numberFormat"])
    wrap = form.get("wrapStrategy") == "WRAP"
    across, down = _ACROSS.get(form.get("horizontalAlignment", "")), _DOWN.get(form.get("verticalAlignment", ""))
    if wrap or across or down:
        cell.alignment = Alignment(horizontal=across, vertical=down, wrap_text=wrap)


def colour(found: Json) -> Color:
    """Return a Color message as openpyxl's, without transparency."""
    return Color(rgb="FF" + "".join(f"{round(found.get(part, 0) * 255):02X}" for part in ("red", "green", "blue")))


def _font(text: Json) -> Font:
    return Font(
        name=text.get("fontFamily", "Arial"),
        sz=text.get("fontSize", 10),
        b=text.get("bold"),
        i=text.get("italic"),
        strike=text.get("strikethrough"),
        u="single" if text.get("underline") else None,
        color=colour(text.get("foregroundColor", {})),
    )


def _border(borders: Json) -> Border:
    sides = {name: _side(line) for name, line in borders.items()}
    nothing = Side()
    return Border(
        left=sides.get("left", nothing),
        right=sides.get("right", nothing),
        top=sides.get("top", nothing),
        bottom=sides.get("bottom", nothing),
    )


def _side(line: Json) -> Side:
    return Side(style=_LINES.get(line.get("style", "")), color=colour(line.get("color", {})))


def _pattern(number_format: Json) -> str:
    return str(number_format.get("pattern") or _PATTERNS.get(number_format.get("type", ""), "General"))

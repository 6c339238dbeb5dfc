"""A table of the report as a value, and as WordprocessingML.

The looks are styles of the template, named in ``Look``: who edits the template in Word changes them there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tonghop.writing.report.texts import literal

TABLE_STYLE = "BC Bảng"
PORTRAIT, LANDSCAPE = 165, 252
"""Millimetres between the margins of an upright and of a lying page."""
_TWIPS = 56.6929
"""In a millimetre."""


class Look(StrEnum):
    """Paragraph styles of the template that tables use."""

    HEAD = "BC Đầu bảng"
    TEXT = "BC Ô chữ"
    NUMBER = "BC Ô số"
    GROUP = "BC Ô nhóm"
    SUBGROUP = "BC Ô nhóm con"
    TOTAL_TEXT = "BC Ô chữ cộng"
    TOTAL_NUMBER = "BC Ô số cộng"
    BEFORE_TEXT = "BC Ô chữ kỳ trước"
    BEFORE_NUMBER = "BC Ô số kỳ trước"
    GAP = "BC Khoảng cách"
    PICTURE = "BC Hình"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; a heading may span columns, or go on below (``first`` of two rows, then ``second``)."""

    text: str
    look: Look
    span: int = 1
    merge: str = ""
    """“restart” where a cell begins that goes on in the row below, “continue” there."""


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: widths in millimetres, rows that repeat on every page, and the rest."""

    widths: tuple[float, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]


def head_rows(names: Sequence[tuple[str, str]]) -> tuple[Row, ...]:
    """Return the heading of columns that are each (group, name): two rows where any has a group, else one."""
    if not any(group for group, _ in names):
        return (tuple(Cell(name, Look.HEAD) for _, name in names),)
    upper: list[Cell] = []
    place = 0
    while place < len(names):
        group, name = names[place]
        last = place + 1
        while group and last < len(names) and names[last][0] == group:
            last += 1
        upper.append(Cell(group, Look.HEAD, last - place) if group else Cell(name, Look.HEAD, merge="restart"))
        place = last
    lower = (Cell(name, Look.HEAD) if group else Cell("", Look.HEAD, merge="continue") for group, name in names)
    return tuple(upper), tuple(lower)


def table_xml(grid: Grid, ids: Mapping[str, str]) -> str:
    """Return the table; ``ids`` are the template's style ids by the styles' names."""
    widths = [round(width * _TWIPS) for width in grid.widths]
    style = f'<w:tblStyle w:val="{ids[TABLE_STYLE]}"/>' if TABLE_STYLE in ids else ""
    rows = [_row(row, widths, ids, head=True) for row in grid.head]
    rows += [_row(row, widths, ids, head=False) for row in grid.body]
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def paragraph_xml(text: str, look: Look, ids: Mapping[str, str]) -> str:
    """Return a paragraph in one of the template's styles."""
    style = f'<w:pPr><w:pStyle w:val="{ids[look]}"/></w:pPr>' if look in ids else ""
    run = f'<w:r><w:t xml:space="preserve">{literal(text)}</w:t></w:r>' if text else ""
    return f"<w:p>{style}{run}</w:p>"


def _row(row: Iterable[Cell], widths: Sequence[int], ids: Mapping[str, str], *, head: bool) -> str:
    cells, place = [], 0
    for cell in row:
        width = sum(widths[place : place + cell.span])
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
        cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph_xml(cell.text, cell.look, ids)}</w:tc>")
        place += cell.span
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"

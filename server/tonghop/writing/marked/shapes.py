"""The boxes that notes are shown in: VML, older than XML's rules and therefore changed as text."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from lxml import etree

from tonghop.writing.marked.package import local
from tonghop.writing.workbook.wrap import lines

_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    f'<o:idmap v:ext="edit" data="1"/></o:shapelayout>{_SHAPE_TYPE}</xml>'
).encode()

_NAMESPACES: Mapping[bytes, bytes] = {
    b"v": b"urn:schemas-microsoft-com:vml",
    b"o": b"urn:schemas-microsoft-com:office:office",
    b"x": b"urn:schemas-microsoft-com:office:excel",
}
_BOX = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)
_ANY_SHAPE = re.compile(rb"<v:(?!shapetype)[a-z]*shape[\s>]|<v:(?:rect|group|oval|line|image|roundrect)[\s>]")
_ROW, _COLUMN = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>"), re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_FIRST_NUMBER = 1024
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

_WIDTH, _LINE_HEIGHT, _MARGIN = 300, 17, 14  # pixels
_CHARACTERS, _FONT_SIZE = 38, 10
_COLUMN_WIDTH, _ROW_HEIGHT, _CHARACTER, _DOTS = 64, 20, 7, 96 / 72
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


@dataclass(frozen=True, slots=True)
class Note:
    """A note to be shown, by row and column from 0."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """How wide and high a worksheet's columns and rows are, in pixels."""

    widths: Mapping[int, int]
    heights: Mapping[int, int]
    width: int = _COLUMN_WIDTH
    height: int = _ROW_HEIGHT

    @classmethod
    def of(cls, root: etree._Element) -> "Grid":
        """Return a worksheet's grid."""
        usual = next((one for one in root if local(one) == "sheetFormatPr"), None)
        width = None if usual is None else usual.get("defaultColWidth")
        height = None if usual is None else usual.get("defaultRowHeight")
        return cls(
            dict(_widths(root)),
            dict(_heights(root)),
            _COLUMN_WIDTH if width is None else _pixels(width, _CHARACTER),
            _ROW_HEIGHT if height is None else _pixels(height, _DOTS),
        )


def _pixels(size: str, factor: float) -> int:
    try:
        return max(round(float(size) * factor), 0)
    except (ValueError, OverflowError):
        return _ROW_HEIGHT


def _widths(root: etree._Element) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for one in root.iterfind("{*}cols/{*}col"):
        first, last = one.get("min", "1"), one.get("max", "1")
        if first.isdecimal() and last.isdecimal():
            hidden = one.get("hidden") in {"1", "true"}
            pixels = 0 if hidden else _pixels(one.get("width", "9"), _CHARACTER)
            found.extend((column - 1, pixels) for column in range(int(first), min(int(last), _LAST_COLUMN) + 1))
    return found


def _heights(root: etree._Element) -> list[tuple[int, int]]:
    return [
        (int(one.get("r", "1")) - 1, 0 if one.get("hidden") in {"1", "true"} else _pixels(one.get("ht", "15"), _DOTS))
        for one in root.iterfind("{*}sheetData/{*}row")
        if one.get("r", "").isdecimal() and ("ht" in one.attrib or "hidden" in one.attrib)
    ]


def place(reference: str) -> tuple[int, int]:
    """Return the row and column, from 0, of a cell's name; A1 for what is none."""
    found = _REFERENCE.match(reference)
    if found is None:
        return 0, 0
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def with_notes(drawing: bytes, notes: Sequence[Note], grid: Grid) -> bytes:
    """Return the drawing with a box for each note, at its end."""
    numbers = [int(number) for number in _NUMBER.findall(drawing)]
    first = max([_FIRST_NUMBER, *numbers]) + 1
    missing = b"".join(
        b' xmlns:%b="%b"' % (prefix, uri) for prefix, uri in _NAMESPACES.items() if b"xmlns:%b=" % prefix not in drawing
    )
    boxes = b"".join(_box(number, note, grid, missing) for number, note in enumerate(notes, start=first))
    before, closing, after = drawing.rpartition(b"</xml>")
    return before + boxes + closing + after if closing else drawing


def _box(number: int, note: Note, grid: Grid, namespaces: bytes) -> bytes:
    return (
        b'<v:shape%b id="_x0000_s%d" type="#_x0000_t202" '
        b"style='position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:225pt;height:75pt;z-index:%d;"
        b'visibility:hidden\' fillcolor="#ffffe1" o:insetmode="auto">'
        b'<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/>'
        b"<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%b</x:Anchor>'
        b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
    ) % (namespaces, number, number - _FIRST_NUMBER, _anchor(note, grid).encode(), note.row, note.column)


def _anchor(note: Note, grid: Grid) -> str:
    """Return where the box begins and ends: column and pixels, row and pixels, twice."""
    height = ceil(lines(note.text, _CHARACTERS, _FONT_SIZE)) * _LINE_HEIGHT + _MARGIN
    left = min(note.column + 1, _LAST_COLUMN)
    top = max(note.row - 1, 0)
    right, right_rest = _walk(left, _WIDTH, grid.widths, grid.width, _LAST_COLUMN)
    bottom, bottom_rest = _walk(top, height, grid.heights, grid.height, _LAST_ROW)
    return f"{left}, 15, {top}, 2, {right}, {right_rest}, {bottom}, {bottom_rest}"


def _walk(start: int, length: int, sizes: Mapping[int, int], usual: int, last: int) -> tuple[int, int]:
    """Return on which column (or row) a length from ``start`` ends, and how far into it."""
    at = start
    while at < last and length > sizes.get(at, usual or 1):
        length -= sizes.get(at, usual or 1)
        at += 1
    return at, length


def without_notes(drawing: bytes, places: Collection[tuple[int, int]]) -> bytes:
    """Return the drawing without the boxes of the notes at these places."""
    gone = frozenset(places)
    return _BOX.sub(lambda found: b"" if _place_of(found[0]) in gone else found[0], drawing)


def _place_of(box: bytes) -> tuple[int, int] | None:
    row, column = _ROW.search(box), _COLUMN.search(box)
    if b'ObjectType="Note"' not in box or row is None or column is None:
        return None
    return int(row[1]), int(column[1])


def holds_any(drawing: bytes) -> bool:
    """Tell whether any shape is left."""
    return _ANY_SHAPE.search(drawing) is not None

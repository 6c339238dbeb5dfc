"""What the reader of values does not tell about a sheet: error cells, formulas without a value, far cells.

A sheet written the usual way is judged by counting a few byte strings, many times faster than
parsing it; whatever is unusual about it sends it to the exact scan, which parses every tag.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from tonghop.core.cells import Area, Position, a1, position
from tonghop.core.definitions import Text
from tonghop.core.errors import TruncatedWorkbook
from tonghop.reading.gate import unsafe

MAX_AREA = 1_500_000
"""Cells from A1 to the last one with a value, blank ones between included: the reader makes room for each."""

_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_MAX_DEPTH = 64
_UNUSUAL_CELL = re.compile(
    rb'<c(?![A-Za-z])(?! r="[A-C]?[A-Z][0-9]{1,4}"(?: (?:s|t|cm|vm|ph)="[0-9A-Za-z]*+")*+ ?/?>)',
)
"""A cell right of CZ or below row 9999, or one that does not say its place first and once (the last is taken)."""
_PREFIXED_CELL = b":c"
_ERROR_CELL = b't="e"'
_UNCACHED = re.compile(
    rb'<f[\s>/](?:(?![^<]*+(?:</f>)?<v>)|(?<!t="str"><f[\s>/])(?![^<]*+(?:</f>)?<v>[^<]))',
)
"""A formula without a value. A text formula may well give the empty text; an empty number was never computed."""
_ROWS_END = b"</sheetData>"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marks:
    """What values alone do not tell of one sheet, as ``Sheet`` has it."""

    errors: dict[Position, str] = field(default_factory=dict)
    uncached: frozenset[Position] = frozenset()
    blanks: frozenset[Position] = frozenset()
    """Cells of which the reader of values makes something although they are blank, or hold an error."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    fonts: Mapping[Position, str] = field(default_factory=dict)
    """Cells in a font made for an old Vietnamese encoding."""


def find_marks(content: bytes) -> Marks:
    """Scan a sheet's XML; raises UnsafeWorkbook for cells too far away, TruncatedWorkbook for broken XML."""
    return Marks() if _is_plain(content) else _Scan().of(content)


def _is_plain(content: bytes) -> bool:
    """Tell whether the sheet is written the usual way, has all its cells near A1, and holds nothing to mark."""
    start, end = content.find(b"<sheetData>"), content.rfind(_ROWS_END)
    if start < 0 or end < 0 or b"<!" in content[:start] or b"sheetData" in content[end + len(_ROWS_END) :]:
        return False
    if content.find(_ERROR_CELL, start, end) >= 0 or content.find(_PREFIXED_CELL, 0, end) >= 0:
        return False
    return _UNUSUAL_CELL.search(content, 0, end) is None and _UNCACHED.search(content, start, end) is None


class _Scan:
    """One exact pass over a sheet's tags."""

    def __init__(self) -> None:
        self.errors: dict[Position, str] = {}
        self.uncached: set[Position] = set()
        self._tags: list[str] = []
        self._row, self._column = -1, -1
        self._last_row, self._last_column = 0, 0
        self._type = ""
        self._formula = self._valued = False
        self._text: list[str] = []

    def of(self, content: bytes) -> Marks:
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_dtd
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword
        except (ExpatError, ValueError, LookupError) as problem:
            raise TruncatedWorkbook from problem
        return Marks(self.errors, frozenset(self.uncached))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self._tags.append(tag)
        if len(self._tags) > _MAX_DEPTH:
            unsafe(Text(vi="XML lồng quá sâu", en="XML nested too deeply"))
        if tag == "row":
            self._start_row(attributes.get("r"))
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self._formula = True

    def _start_row(self, number: str | None) -> None:
        self._row = int(number) - 1 if number and number.isdecimal() and len(number) < 9 else self._row + 1  # noqa: PLR2004
        self._column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column += 1
        if reference is not None:
            self._row, self._column = _position(reference)
        self._type = attributes.get("t", "n")
        self._formula = self._valued = False
        self._text = []

    def _characters(self, text: str) -> None:
        if self._tags[-1] in {"v", "t"}:
            self._text.append(text)

    def _end(self, _name: str) -> None:
        tag = self._tags.pop()
        if tag in {"v", "t"}:
            self._valued = bool(self._text) or self._type == "str"
        elif tag == "c" and (self._valued or self._formula):
            self._end_cell()

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        text = "".join(self._text).strip()
        if self._type == "e" and self._valued:
            self.errors[place] = text
        if self._formula and not self._valued:
            self.uncached.add(place)
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        too_far = self._row >= _MAX_ROWS or self._column >= _MAX_COLUMNS
        if too_far or (self._last_row + 1) * (self._last_column + 1) > MAX_AREA:
            cell = a1(place)
            unsafe(Text(vi=f"ô {cell} ở quá xa có nội dung", en=f"something stands in the far cell {cell}"))


def _position(reference: str) -> Position:
    if _REFERENCE.match(reference.replace("$", "")) is None:
        unsafe(Text(vi="địa chỉ ô không hợp lệ", en="a cell's address that is none"))
    return position(reference.replace("$", ""))


def _refuse_dtd(*_declaration: object) -> NoReturn:
    unsafe(Text(vi="khai báo DTD", en="a DTD"))

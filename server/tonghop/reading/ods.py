"""An OpenDocument spreadsheet becomes ``Sheets``: values by calamine, all else by one pass over its content.

A cell or row stands once in the file and says how often it repeats, so a file of 2 kB can describe
a million rows; how far they reach is counted before the reader of values sees the bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from tonghop.core.cells import Area, Position, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import EncryptedWorkbook, MacroWorkbook, NotAWorkbook, TruncatedWorkbook
from tonghop.reading.fonts import legacy_font
from tonghop.reading.gate import Package, unsafe
from tonghop.reading.marks import MAX_AREA, Marks
from tonghop.reading.parts import MAX_SHEETS
from tonghop.reading.values import read_values

MAX_OPEN_CONTENT = 48 << 20
"""Bytes of the content part: every one of its tags is looked at."""

_CONTENT, _MANIFEST, _TYPE = "content.xml", "meta-inf/manifest.xml", "mimetype"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MODULE = re.compile(r"(?:basic/.*(?<!/script-l[bc])(?<!/dialog-l[bc])\.xml|scripts/.*[^/])\Z")
_MAX_DEPTH = 64
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
_VALUE_OF = {"float": "value", "percentage": "value", "currency": "value", "date": "date-value", "time": "time-value"}
_ERROR_TEXT = re.compile(r"#[A-Z/0-9]+[!?]?\Z|Err:[0-9]+\Z")


def is_ods(package: Package) -> bool:
    """Tell whether the package says that it is an OpenDocument spreadsheet."""
    return _TYPE in package.parts and package.raw(_TYPE).startswith(_SPREADSHEET)


def read_ods(package: Package) -> Sheets:
    """Read every sheet from A1 on; raises a kind of UnreadableFile."""
    if "encrypted-package" in package.parts:
        raise EncryptedWorkbook
    if _MANIFEST in package.parts and b"encryption-data" in package.read(_MANIFEST):
        raise EncryptedWorkbook
    if any(_MODULE.match(name) for name in package.parts):
        raise MacroWorkbook
    info = package.parts.get(_CONTENT)
    if info is None:
        raise TruncatedWorkbook
    if info.file_size > MAX_OPEN_CONTENT:
        unsafe(Text(vi="quá lớn khi giải nén", en="very large when unpacked"))
    tables = _Scan().of(package.read(_CONTENT))
    if not tables:
        raise NotAWorkbook(found=Text(vi="tệp không có trang tính nào", en="a file without any sheet"))
    return read_values(package.content, tables)


@dataclass(slots=True)
class _Cell:
    attributes: Mapping[str, str]
    repeated: int
    text: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether the reader of values finds anything in it."""
        return bool(self.text) or "value-type" in self.attributes or "formula" in self.attributes

    @property
    def error(self) -> str | None:
        """The error that it shows, if any."""
        text = "".join(self.text).strip()
        is_formula = "formula" in self.attributes
        if self.attributes.get("calcext") == "error" or (is_formula and _ERROR_TEXT.match(text)):
            return text or "#VALUE!"
        return None

    @property
    def uncached(self) -> bool:
        """Whether it is a formula whose result is not stored."""
        type_ = self.attributes.get("value-type")
        if "formula" not in self.attributes:
            return False
        return (type_ is None and not self.text) or (type_ in _VALUE_OF and _VALUE_OF[type_] not in self.attributes)


@dataclass(slots=True)
class _Table:
    errors: dict[Position, str] = field(default_factory=dict)
    uncached: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    fonts: dict[Position, str] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    columns: int = 0
    last_row: int = -1
    last_column: int = -1

    def marks(self) -> Marks:
        return Marks(
            errors=self.errors,
            uncached=frozenset(self.uncached),
            blanks=frozenset(self.errors) | self.uncached,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            fonts=self.fonts,
        )

    def reach(self, row: int, column: int) -> None:
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, column)
        if (self.last_row + 1) * (self.last_column + 1) > MAX_AREA:
            unsafe(Text(vi="quá nhiều ô", en="too many cells"))


class _Scan:
    """One exact pass over the content's tags."""

    def __init__(self) -> None:
        self._tables: dict[str, _Table] = {}
        self._table: _Table | None = None
        self._cells: list[tuple[int, _Cell]] = []
        self._cell: _Cell | None = None
        self._row_repeated = 1
        self._row_hidden = False
        self._path: list[str] = []
        self._style = ""
        self._fonts: dict[str, str] = {}

    def of(self, content: bytes) -> dict[str, Marks]:
        parser = ParserCreate(namespace_separator=None)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_dtd
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword
        except (ExpatError, ValueError, LookupError) as problem:
            raise TruncatedWorkbook from problem
        return {name: table.marks() for name, table in self._tables.items()}

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self._path.append(tag)
        if len(self._path) > _MAX_DEPTH:
            unsafe(Text(vi="XML lồng quá sâu", en="XML nested too deeply"))
        plain = {
            "calcext" if key == "calcext:value-type" else key.rpartition(":")[2]: value
            for key, value in attributes.items()
        }
        if tag == "table" and self._path[-2:-1] == ["spreadsheet"]:
            self._table = self._tables[plain.get("name", "")] = _Table()
            if len(self._tables) > MAX_SHEETS:
                unsafe(Text(vi="quá nhiều trang tính", en="too many sheets"))
        elif tag == "style":
            self._style = plain.get("name", "")
        elif tag == "text-properties" and self._path[-2:-1] == ["style"]:
            font = legacy_font(plain.get("font-name", ""))
            if font is not None:
                self._fonts[self._style] = font
        elif self._table is not None:
            self._in_table(self._table, tag, plain)

    def _in_table(self, table: _Table, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table-column":
            repeated = _count(attributes, "number-columns-repeated", _MAX_COLUMNS)
            if attributes.get("visibility", "visible") != "visible":
                table.hidden_columns.update(range(table.columns, min(table.columns + repeated, _MAX_COLUMNS)))
            table.columns += repeated
        elif tag == "table-row":
            self._row_repeated = _count(attributes, "number-rows-repeated", _MAX_ROWS)
            self._row_hidden = attributes.get("visibility", "visible") != "visible"
            self._cells, table.column = [], 0
        elif tag in {"table-cell", "covered-table-cell"}:
            self._cell = _Cell(attributes, _count(attributes, "number-columns-repeated", _MAX_COLUMNS))
        elif tag == "p" and self._cell is not None and "annotation" not in self._path:
            self._cell.text.append("")

    def _characters(self, text: str) -> None:
        if self._cell is not None and self._cell.text and "annotation" not in self._path:
            self._cell.text.append(text)

    def _end(self, _name: str) -> None:
        tag = self._path.pop()
        if self._table is None:
            return
        if tag in {"table-cell", "covered-table-cell"} and self._cell is not None:
            if self._cell.holds or "style-name" in self._cell.attributes:
                self._cells.append((self._table.column, self._cell))
            self._table.column += self._cell.repeated
            self._cell = None
        elif tag == "table-row":
            self._end_row(self._table)
        elif tag == "table" and "table" not in self._path:
            self._table = None

    def _end_row(self, table: _Table) -> None:
        held = [(column, cell) for column, cell in self._cells if cell.holds]
        if self._row_hidden and held:
            table.hidden_rows.update(range(table.row, table.row + min(self._row_repeated, MAX_AREA)))
        for column, cell in held:
            table.reach(table.row + self._row_repeated - 1, column + cell.repeated - 1)
            self._marked(table, column, cell)
        for column, cell in self._cells:
            down = _count(cell.attributes, "number-rows-spanned", _MAX_ROWS)
            across = _count(cell.attributes, "number-columns-spanned", _MAX_COLUMNS)
            if (down, across) != (1, 1):
                table.merged.append((table.row, column, table.row + down - 1, column + across - 1))
        table.row += self._row_repeated
        if table.row > 2 * _MAX_ROWS:
            unsafe(Text(vi="quá nhiều dòng", en="too many rows"))

    def _marked(self, table: _Table, column: int, cell: _Cell) -> None:
        error, font = cell.error, self._fonts.get(cell.attributes.get("style-name", ""))
        if error is None and not cell.uncached and font is None:
            return
        for row in range(table.row, table.row + self._row_repeated):
            for place in range(column, column + cell.repeated):
                if error is not None:
                    table.errors[row, place] = error
                elif cell.uncached:
                    table.uncached.add((row, place))
                if font is not None:
                    table.fonts[row, place] = font


def _count(attributes: Mapping[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "1")
    number = int(text) if text.isdecimal() and len(text) <= len(str(most)) else 0
    if not 1 <= number <= most:
        unsafe(Text(vi="số lần lặp lại không hợp lệ", en="a number of repeats that is none"))
    return number


def _refuse_dtd(*_declaration: object) -> NoReturn:
    unsafe(Text(vi="khai báo DTD", en="a DTD"))

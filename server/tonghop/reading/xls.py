"""An old Excel workbook becomes ``Sheets``: values by calamine, all else by one pass over its records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from struct import error, unpack_from

from tonghop.core.cells import Area, Position, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import EncryptedWorkbook, MacroWorkbook, TruncatedWorkbook
from tonghop.reading.compound import Compound
from tonghop.reading.fonts import legacy_font
from tonghop.reading.gate import MAX_CONTENT, MAX_STRINGS, unsafe
from tonghop.reading.kinds import WORKBOOK_STREAMS, refuse_other_compounds
from tonghop.reading.marks import MAX_AREA, Marks
from tonghop.reading.parts import MAX_SHEETS
from tonghop.reading.values import read_values

MAX_RECORDS = 2_000_000

_MACROS = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")
_BIFF8 = 0x0600
_BOF, _EOF = 0x0809, 0x0A
_FILEPASS, _BOUNDSHEET, _FONT, _XF, _STRINGS = 0x2F, 0x85, 0x31, 0xE0, 0xFC
_ROW, _COLUMNS, _MERGED, _ERROR = 0x208, 0x7D, 0xE5, 0x205
_FORMULAS = {0x06, 0x206, 0x406}
_SEVERAL = 0xBD
_CELLS = {0x203, 0x27E, 0xFD, 0x204, 0xD6, _ERROR, *_FORMULAS}
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x20, 0x1
_LAST_COLUMN = 255
_NOT_A_NUMBER = b"\xff\xff"
_TEXT_RESULT, _ERROR_RESULT, _BLANK_RESULT = 0, 2, 3
_RESULT_TEXT = 0x207
_MISSING_FONT = 4
"""There is no font of this index: the next font is number 5."""
_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass(slots=True)
class _Found:
    """What one sheet's records say."""

    errors: dict[Position, str] = field(default_factory=dict)
    blanks: set[Position] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    styles: dict[Position, int] = field(default_factory=dict)
    texted: Position | None = None
    """The last formula whose result is a text."""
    last_row: int = 0
    last_column: int = 0

    def marks(self, fonts: Mapping[int, str]) -> Marks:
        return Marks(
            errors=self.errors,
            blanks=frozenset(self.blanks),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            fonts={place: fonts[style] for place, style in self.styles.items() if style in fonts},
        )


def read_xls(content: bytes) -> Sheets:
    """Read every worksheet from A1 on; raises a kind of UnreadableFile."""
    if len(content) > MAX_CONTENT:
        unsafe(Text(vi="tệp quá lớn", en="a very large file"))
    refuse_other_compounds(content)
    compound = Compound(content)
    stream = next((found for name in WORKBOOK_STREAMS if (found := compound.stream(name)) is not None), None)
    if stream is None:
        raise TruncatedWorkbook
    if not compound.names.isdisjoint(_MACROS):
        raise MacroWorkbook
    try:
        return read_values(content, _Records(stream).marks())
    except (error, IndexError) as problem:
        raise TruncatedWorkbook from problem


class _Records:
    """The records of a workbook's stream: those that all sheets share, then each sheet's own."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._left = MAX_RECORDS
        self._biff8 = True
        self._fonts: list[str | None] = []
        self._styles: list[int] = []
        self._sheets: list[tuple[str, int]] = []

    def marks(self) -> dict[str, Marks]:
        for kind, body in self._records(0):
            self._shared(kind, body)
        if len(self._sheets) > MAX_SHEETS:
            unsafe(Text(vi="quá nhiều trang tính", en="too many sheets"))
        if not self._sheets:
            raise TruncatedWorkbook
        fonts = dict(self._legacy_styles())
        return {name: self._sheet(start, keep_styles=bool(fonts)).marks(fonts) for name, start in self._sheets}

    def _records(self, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield a substream's records, without those of the charts within it."""
        depth, place = 0, start
        while place + 4 <= len(self._stream):
            kind, length = unpack_from("<HH", self._stream, place)
            self._left -= 1
            if not self._left:
                unsafe(Text(vi="quá nhiều bản ghi", en="too many records"))
            depth += (kind == _BOF) - (kind == _EOF)
            if depth <= 0:
                return
            if depth == 1:
                yield kind, self._stream[place + 4 : place + 4 + length]
            place += 4 + length

    def _shared(self, kind: int, body: bytes) -> None:
        if kind == _BOF:
            self._biff8 = unpack_from("<H", body)[0] == _BIFF8
        elif kind == _FILEPASS:
            raise EncryptedWorkbook
        elif kind == _STRINGS and unpack_from("<I", body, 4)[0] > MAX_STRINGS:
            unsafe(Text(vi="quá nhiều chuỗi ký tự", en="too many texts"))
        elif kind == _BOUNDSHEET:
            start, _, type_ = unpack_from("<IBB", body)
            if type_ == 0:
                self._sheets.append((self._short_text(body[6:]), start))
        elif kind == _FONT:
            self._fonts.append(legacy_font(self._short_text(body[14:])))
        elif kind == _XF:
            self._styles.append(unpack_from("<H", body)[0])

    def _short_text(self, body: bytes) -> str:
        """Return a text after its length; single bytes are Latin-1, which is what fonts' names need."""
        if not self._biff8:
            return body[1 : 1 + body[0]].decode("latin-1")
        length, wide = body[0], body[1] & 1
        return body[2 : 2 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")

    def _legacy_styles(self) -> Iterator[tuple[int, str]]:
        for style, index in enumerate(self._styles):
            place = index if index < _MISSING_FONT else index - 1
            font = self._fonts[place] if place < len(self._fonts) else None
            if font is not None:
                yield style, font

    def _sheet(self, start: int, *, keep_styles: bool) -> _Found:
        found = _Found()
        for kind, body in self._records(start):
            if kind in _CELLS:
                _cell(found, kind, body, keep_styles=keep_styles)
            elif kind == _SEVERAL:
                row, *_ = unpack_from("<HH", body)
                _reach(found, row, unpack_from("<H", body, len(body) - 2)[0])
            else:
                _shape(found, kind, body)
        return found


def _cell(found: _Found, kind: int, body: bytes, *, keep_styles: bool) -> None:
    row, column, style = unpack_from("<HHH", body)
    place = (row, column)
    if keep_styles:
        found.styles[place] = style
    if kind == _ERROR and body[7]:
        found.errors[place] = _ERROR_TEXTS.get(body[6], "#VALUE!")
    elif kind in _FORMULAS and body[12:14] == _NOT_A_NUMBER:
        if body[6] == _ERROR_RESULT:
            found.errors[place] = _ERROR_TEXTS.get(body[8], "#VALUE!")
        elif body[6] in {_TEXT_RESULT, _BLANK_RESULT}:
            # The empty text, of which the reader of values makes 0; a text stands in a record that follows.
            found.blanks.add(place)
            found.texted = place
    _reach(found, row, column)


def _reach(found: _Found, row: int, column: int) -> None:
    found.last_row, found.last_column = max(found.last_row, row), max(found.last_column, column)
    if (found.last_row + 1) * (found.last_column + 1) > MAX_AREA:
        unsafe(Text(vi="quá nhiều ô", en="too many cells"))


def _shape(found: _Found, kind: int, body: bytes) -> None:
    if kind == _RESULT_TEXT and found.texted is not None and unpack_from("<H", body)[0]:
        found.blanks.discard(found.texted)
    elif kind == _ROW and unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
        found.hidden_rows.add(unpack_from("<H", body)[0])
    elif kind == _COLUMNS and unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
        first, last = unpack_from("<HH", body)
        found.hidden_columns.update(range(first, min(last, _LAST_COLUMN) + 1))
    elif kind == _MERGED:
        (count,) = unpack_from("<H", body)
        for number in range(count):
            top, bottom, left, right = unpack_from("<HHHH", body, 2 + 8 * number)
            found.merged.append((top, left, bottom, right))

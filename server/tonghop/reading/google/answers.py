"""Google's answer about a whole spreadsheet, in the shape that the system asks for; checked, and bounded in size.

Nothing but what is asked for is kept, written in one order, and what says nothing (a default, an empty list) is
left out: an answer fetched by the server and one posted by the script of the sheet come to the same bytes.
"""

from dataclasses import dataclass
from typing import Annotated, NoReturn, TypeVar
from zlib import MAX_WBITS, decompressobj
from zlib import error as zlib_error

from pydantic import ConfigDict, FailFast, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook
from tonghop.reading.gate import unsafe
from tonghop.reading.parts import MAX_SHEETS

MAX_ANSWER = 48 << 20
"""Bytes of an answer as JSON, unpacked; ten thousand full cells take two millions, or six as Google spaces them."""
MAX_OBJECTS, MAX_VALUES = 2_000_000, 8_000_000
"""Objects and lists, and all values, in an answer: each takes memory, however little it says; a full cell is five."""

GZIP = b"\x1f\x8b"
BEGINNING = b'{"googleSpreadsheet":'
"""How a snapshot begins when it is unpacked; the answer and one more brace follow."""
END = b"}"

_GRID = "GRID"
"""The type of tabs with cells of their own; OBJECT is a chart, DATA_SOURCE a window on a database."""
_GZIP_WINDOW = MAX_WBITS | 16
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384
"""What any workbook may have; Google's sheets have fewer."""

Number = Annotated[int, Field(ge=0, lt=1 << 31)]
Row = Annotated[int, Field(ge=0, le=_MAX_ROWS)]
Column = Annotated[int, Field(ge=0, le=_MAX_COLUMNS)]
_T = TypeVar("_T")
Several = Annotated[tuple[_T, ...], FailFast()]
"""A list of Google's; the first item that is none is enough to refuse it."""


class _Told:
    """What Google tells: taken as it is, with Google's names. Attributes stand in the order they are written in."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(strict=True, alias_generator=to_camel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Error(_Told):
    """What went wrong in a formula."""

    message: str | None = None
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(_Told):
    """A cell's value: one of these, none for a blank cell."""

    bool_value: bool | None = None
    error_value: Error | None = None
    number_value: Annotated[float, Field(allow_inf_nan=False)] | None = None
    """Of a date, days since 30/12/1899."""
    string_value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered(_Told):
    """What a person typed, where that is a formula."""

    formula_value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat(_Told):
    """What a number is shown as: NUMBER, DATE, DATE_TIME, TIME and more."""

    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(_Told):
    """How a cell is shown."""

    number_format: NumberFormat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(_Told):
    """One cell."""

    effective_format: Format | None = None
    effective_value: Value | None = None
    formatted_value: str | None = None
    note: str | None = None
    user_entered_value: Entered | None = None

    @property
    def shows(self) -> str | None:
        """What kind of number it shows its number as."""
        known = self.effective_format and self.effective_format.number_format
        return known.type if known else None

    @property
    def formula(self) -> str | None:
        """The formula that gives its value."""
        return self.user_entered_value.formula_value if self.user_entered_value else None

    @property
    def text(self) -> str | None:
        """Its value, where that is a text."""
        return self.effective_value.string_value if self.effective_value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(_Told):
    """The cells of a row, as far as anything stands in them."""

    values: Several[Cell] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Side(_Told):
    """What is known of a whole row or column."""

    hidden_by_filter: bool = False
    hidden_by_user: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether nobody sees it."""
        return self.hidden_by_filter or self.hidden_by_user


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(_Told):
    """A tab's cells from one place on: all of them, as they are asked for."""

    column_metadata: Several[Side] = ()
    row_data: Several[Cells] = ()
    row_metadata: Several[Side] = ()
    start_column: Column = 0
    start_row: Row = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(_Told):
    """Merged cells; the ends are the first row and column beyond them."""

    end_column_index: Column
    end_row_index: Row
    sheet_id: Number = 0
    start_column_index: Column = 0
    start_row_index: Row = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(_Told):
    """How large a tab is."""

    column_count: Number = 0
    row_count: Number = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class About(_Told):
    """What is known of a tab."""

    grid_properties: Grid | None = None
    hidden: bool = False
    index: Number = 0
    sheet_id: Number = 0
    sheet_type: str = _GRID
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(_Told):
    """A tab with its cells."""

    data: Several[Block] = ()
    merges: Several[Merge] = ()
    properties: About

    @property
    def has_cells(self) -> bool:
        """Whether it is a sheet: not a chart, nor a window on a database."""
        return self.properties.sheet_type == _GRID


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(_Told):
    """What is known of the spreadsheet."""

    locale: str | None = None
    time_zone: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(_Told):
    """A spreadsheet."""

    properties: Whole
    sheets: Several[Part]
    spreadsheet_id: str


_ANSWER = TypeAdapter(Answer)


def answer_of(content: bytes) -> Answer:
    """Read an answer, or a snapshot of one; raises a kind of UnreadableFile."""
    text = _unpacked(content) if content.startswith(GZIP) else content
    _refuse_large(text)
    if text.count(b"{") + text.count(b"[") > MAX_OBJECTS or text.count(b",") > MAX_VALUES:
        unsafe(Text(vi="quá nhiều ô", en="too many cells"))
    try:
        answer = _ANSWER.validate_json(text)
    except ValidationError:
        _refuse(text)
    _refuse_unusual_tabs(answer)
    return answer


def answer_bytes(answer: Answer) -> bytes:
    """Write an answer as a snapshot holds it, unpacked; raises UnsafeWorkbook for more than is read again."""
    text = _ANSWER.dump_json(answer, by_alias=True, exclude_defaults=True)
    _refuse_large(text)
    return BEGINNING + text + END


def is_answer(content: bytes) -> bool:
    """Tell JSON, which of all that is sent only such an answer is, by how it begins."""
    return content[:64].lstrip().startswith(b"{")


def is_snapshot(content: bytes) -> bool:
    """Tell a snapshot from any other packed file, by how it begins."""
    if not content.startswith(GZIP):
        return False
    try:
        return decompressobj(_GZIP_WINDOW).decompress(content, len(BEGINNING)) == BEGINNING
    except zlib_error:
        return False


def _unpacked(content: bytes) -> bytes:
    """Return the answer in a snapshot, and no more bytes than an answer may have; raises a kind of UnreadableFile."""
    if not is_snapshot(content):
        raise NotAWorkbook(found=Text(vi="một tệp nén", en="an archive"))
    packed = decompressobj(_GZIP_WINDOW)
    most = len(BEGINNING) + MAX_ANSWER + len(END)
    try:
        text = packed.decompress(content, most + 1)
    except zlib_error as problem:
        raise TruncatedWorkbook from problem
    if len(text) > most:
        unsafe(Text(vi="quá lớn khi giải nén", en="very large when unpacked"))
    if not packed.eof or packed.unused_data or not text.endswith(END):
        raise TruncatedWorkbook
    return text[len(BEGINNING) : -len(END)]


def _refuse_large(text: bytes) -> None:
    if len(text) > MAX_ANSWER:
        unsafe(Text(vi="tệp quá lớn", en="a very large file"))


def _refuse(text: bytes) -> NoReturn:
    if is_answer(text) and text.rstrip().endswith(b"}"):
        raise NotAWorkbook(
            found=Text(vi="tệp JSON không phải bảng tính Google", en="JSON that is no Google spreadsheet")
        )
    raise TruncatedWorkbook


def _refuse_unusual_tabs(answer: Answer) -> None:
    tabs = [part.properties for part in answer.sheets]
    if len(tabs) > MAX_SHEETS:
        unsafe(Text(vi="quá nhiều trang tính", en="too many sheets"))
    if len({tab.title.casefold() for tab in tabs}) < len(tabs) or len({tab.sheet_id for tab in tabs}) < len(tabs):
        unsafe(Text(vi="nhiều trang tính cùng tên", en="sheets of the same name"))

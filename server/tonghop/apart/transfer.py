"""What passes between parent and child: the parent's requests as pickle, the child's answers as plain data.

A child may have been taken over by the file it read. Its answers are therefore JSON or bare bytes, out of
which nothing but values can come; ``pickle`` and ``marshal`` would let it run code in the parent or crash it.
"""

import copyreg
import io
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from struct import Struct
from types import MappingProxyType
from typing import IO, Any, TypeAlias

from tonghop.core.cells import Sheet, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import Phrase, UnreadableFile

REQUEST = Struct(">I")
"""Length of the pickled request that follows."""
REPLY = Struct(">c?I")
"""What kind of answer follows, whether it is the child's last, and its length."""
SHEETS, CONTENT, REFUSAL, FAILURE, READY = b"S", b"C", b"R", b"F", b"!"
MAX_SHEETS = 32 << 20
"""Bytes of a workbook's values as JSON: some ten times what the largest of forms holds."""
MAX_REPLY = 96 << 20

Request: TypeAlias = tuple[Callable[..., Sheets | bytes], tuple[object, ...], Mapping[str, object]]


def _proxy(mapping: dict[object, object]) -> Mapping[object, object]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """One that takes the read-only mappings of frozen values too."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda proxy: (_proxy, (dict(proxy),))}


def request_bytes(request: Request) -> bytes:
    """Write a request: a function by its name, and what it is called with."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(request)
    return buffer.getvalue()


def request_of(content: bytes) -> Request:
    """Read a request; it is the parent's, so it is trusted."""
    request: Request = pickle.loads(content)  # noqa: S301 - from the process that started this one
    return request


def exactly(stream: IO[bytes], count: int) -> bytes:
    """Read so many bytes; raises EOFError when the other side is gone."""
    content = stream.read(count)
    if len(content) < count:
        raise EOFError
    return content


# Sheets. Numbers and texts are JSON's own; anything else of a cell is an object with one key.


def sheets_bytes(sheets: Sheets) -> bytes:
    """Write a workbook's values."""
    return _ENCODER.encode([_content(sheet) for sheet in sheets.sheets]).encode("utf-8", "surrogatepass")


def sheets_of(content: bytes) -> Sheets:
    """Read a workbook's values; raises ValueError or TypeError for what ``sheets_bytes`` would not have written."""
    return Sheets(tuple(_sheet(*parts) for parts in _DECODER.decode(content.decode("utf-8", "surrogatepass"))))


def _content(sheet: Sheet) -> list[object]:
    return [
        sheet.name,
        sheet.rows,
        sheet.visible,
        [(*place, text) for place, text in sheet.errors.items()],
        list(sheet.uncached),
        list(sheet.hidden_rows),
        list(sheet.hidden_columns),
        sheet.merged,
        [(*place, text) for place, text in sheet.fonts.items()],
    ]


def _sheet(  # noqa: PLR0913, PLR0917 - one for each of a sheet's attributes
    name: str,
    rows: list[list[Any]],
    visible: Any,  # noqa: ANN401 - as JSON has it
    errors: list[tuple[int, int, str]],
    uncached: list[tuple[int, int]],
    hidden_rows: list[int],
    hidden_columns: list[int],
    merged: list[tuple[int, int, int, int]],
    fonts: list[tuple[int, int, str]],
) -> Sheet:
    return Sheet(
        name=name,
        rows=rows,
        visible=bool(visible),
        errors=dict(_texts(errors)),
        uncached=frozenset((row, column) for row, column in uncached),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in merged),
        fonts=dict(_texts(fonts)),
    )


def _texts(listed: list[tuple[int, int, str]]) -> Iterator[tuple[tuple[int, int], str]]:
    return (((row, column), text) for row, column, text in listed)


def _tagged(value: object) -> object:
    match value:
        case datetime():
            return {"instant": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"duration": [value.days, value.seconds, value.microseconds]}
        case Text():
            return {"text": [value.vi, value.en]}
        case Phrase():
            return {"phrase": [value.message, *_in_turn(value.parameters)]}
    message = f"a {type(value).__name__} is no value of a cell"
    raise TypeError(message)


def _untagged(found: dict[str, Any]) -> object:
    match found:
        case {"instant": str(text)}:
            return datetime.fromisoformat(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"time": str(text)}:
            return time.fromisoformat(text)
        case {"duration": [int(days), int(seconds), int(microseconds)]}:
            return timedelta(days, seconds, microseconds)
        case {"text": [str(vi), str(en)]}:
            return Text(vi=vi, en=en)
        case {"phrase": [str(message), *said]}:
            return _phrase(message, dict(zip(said[::2], said[1::2], strict=True)))
    message = "no value of a cell"
    raise ValueError(message)


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"), ensure_ascii=False, check_circular=False)
_DECODER = json.JSONDecoder(object_hook=_untagged)


# Refusals.


def refusal_bytes(refusal: UnreadableFile) -> bytes:
    """Write a refusal: its class's name, then the names and values of its parameters in turn."""
    return _ENCODER.encode([type(refusal).__name__, *_in_turn(refusal.parameters)]).encode("utf-8", "surrogatepass")


def refusal_of(content: bytes) -> UnreadableFile:
    """Read a refusal; raises ValueError, TypeError or KeyError for what ``refusal_bytes`` would not have written."""
    kind, *said = _DECODER.decode(content.decode("utf-8", "surrogatepass"))
    return _known(UnreadableFile)[kind](**dict(zip(said[::2], said[1::2], strict=True)))


def _in_turn(parameters: Mapping[str, object]) -> list[object]:
    return [part for name, value in parameters.items() for part in (name, _plain(value))]


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | Text | Phrase) else str(value)


def _phrase(message: str, parameters: dict[str, object]) -> Phrase:
    """Return a phrase that can be said; raises ValueError for one that cannot."""
    phrase = Phrase(message, **parameters)
    try:
        str(phrase)
    except (LookupError, AttributeError) as problem:
        raise ValueError(message) from problem
    return phrase


def _known(kind: type[UnreadableFile]) -> dict[str, type[UnreadableFile]]:
    below = (found for kin in kind.__subclasses__() for found in _known(kin).items())
    return {kind.__name__: kind, **dict(below)}

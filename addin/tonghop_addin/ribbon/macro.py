"""One constant in the template’s macro: the name under which it looks for its settings.

The macro asks the workbook in front first whether a sheet “<name>.conf” says which Python to run. Under the template’s
own name, which everybody knows, any workbook could have a program of its own run; under one that nobody can guess it
cannot. The macro’s source is kept compressed (MS-OVBA 2.4.1). Letters that stand in it as they are can be exchanged
for others without moving a byte, and that is all that is done.
"""

import secrets
import string
from collections.abc import Iterator
from dataclasses import dataclass

_MODULE = b'Attribute VB_Name = "xlwings"'
_CONSTANT = b'PROJECT_NAME As String = "'
_SECTOR = 512
_SIGNATURE, _COMPRESSED, _PIECE = 0x01, 0b1011, 4096
_LEAST_LETTERS = 4
"""Letters that must be ours for the name to be unguessable: 36⁴, in one attempt a day."""
_LETTERS = string.ascii_lowercase + string.digits


class NotAsExpected(ValueError):
    """The macro is not written as this was made for."""


@dataclass(frozen=True, slots=True)
class Source:
    """A module’s source, and for each of its bytes the place where it stands as it is; ``None`` where it is a copy."""

    text: bytes
    places: tuple[int | None, ...]


def with_own_name(project: bytes) -> tuple[bytes, str]:
    """Return the macros with another name for their settings, and that name; raises NotAsExpected."""
    start = _module(project)
    source = decompressed(project, start)
    first, last = _constant(source.text)
    changed = bytearray(project)
    places = [place for place in source.places[first:last] if place is not None]
    if len(places) < _LEAST_LETTERS:
        raise NotAsExpected
    for place in places:
        changed[place] = ord(secrets.choice(_LETTERS))
    made = bytes(changed)
    after = decompressed(made, start).text
    if (after[:first], after[last:]) != (source.text[:first], source.text[last:]):
        raise NotAsExpected  # a letter of the name is copied from there to elsewhere
    return made, after[first:last].decode()


def _module(project: bytes) -> int:
    for start in range(_SECTOR, len(project), _SECTOR):
        if project[start] == _SIGNATURE and project[start + 2] >> 4 == _COMPRESSED:
            try:
                found = decompressed(project, start).text.startswith(_MODULE)
            except (NotAsExpected, IndexError):
                continue
            if found:
                return start
    raise NotAsExpected


def _constant(text: bytes) -> tuple[int, int]:
    before, found, after = text.partition(_CONSTANT)
    if not found or b'"' not in after:
        raise NotAsExpected
    first = len(before) + len(found)
    return first, first + after.index(b'"')


def decompressed(project: bytes, start: int) -> Source:
    """Return the source that begins at a place of the macros; raises NotAsExpected."""
    text, places = bytearray(), list[int | None]()
    for at, end in _pieces(project, start):
        piece = len(text)
        while at < end:
            flags = project[at]
            at += 1  # noqa: PLW2901 - the place within the piece
            for bit in range(8):
                if at >= end:
                    break
                if flags >> bit & 1:
                    _copy(text, places, piece, int.from_bytes(project[at : at + 2], "little"))
                    at += 2  # noqa: PLW2901
                else:
                    text.append(project[at])
                    places.append(at)
                    at += 1  # noqa: PLW2901
    return Source(bytes(text), tuple(places))


def _pieces(project: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Yield where the tokens of each piece begin and end; a piece that is not compressed is none that we know."""
    at = start + 1
    while at + 2 <= len(project):
        header = int.from_bytes(project[at : at + 2], "little")
        if header >> 12 != _COMPRESSED:
            return
        end = at + (header & 0xFFF) + 3
        yield at + 2, end
        at = end


def _copy(text: bytearray, places: list[int | None], piece: int, token: int) -> None:
    """Append what a token copies from earlier in the same piece."""
    done = len(text) - piece
    if not 0 < done <= _PIECE:
        raise NotAsExpected
    bits = max((done - 1).bit_length(), 4)
    length, back = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
    if back > done:
        raise NotAsExpected
    for _ in range(length):
        text.append(text[-back])
        places.append(None)

"""The gate of compound files: their streams, told by following chains of sectors that are known to end.

The reader of values follows a chain for as long as it leads on; one that leads back into itself would
take all memory. Here every chain is followed first, each sector at most once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error, unpack_from

from tonghop.core.errors import TruncatedWorkbook

_HEADER = 512
_FREE = 0xFFFFFFFA
"""Sector numbers from here on lead nowhere."""
_SHIFTS = {9, 12}
_HEADER_CHAINS = 109
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_ENTRY_PLACE = Struct("<II")
_INT = Struct("<I")


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: int
    start: int
    size: int


class Compound:
    """A compound file whose chains all end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._open()
        except (error, IndexError, ValueError) as problem:
            raise TruncatedWorkbook from problem

    def _open(self) -> None:
        (shift,) = unpack_from("<H", self._content, 30)
        if shift not in _SHIFTS:
            raise TruncatedWorkbook
        self._sector = 1 << shift
        directory, self._cutoff, mini, first_more = (
            _INT.unpack_from(self._content, place)[0] for place in (48, 56, 60, 68)
        )
        self._following = self._table(first_more)
        self._entries = dict(self._directory(b"".join(self._sectors(directory))))
        self._mini_following = _numbers(b"".join(self._sectors(mini)))
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        self._small = b"" if root is None else b"".join(self._sectors(root.start))

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders, whatever folder they lie in."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes | None:
        """Return a stream's bytes, ``None`` where there is none; raises TruncatedWorkbook for a chain without end."""
        entry = self._entries.get(name)
        if entry is None or entry.kind != _STREAM:
            return None
        if entry.size >= self._cutoff:
            return b"".join(self._sectors(entry.start))[: entry.size]
        chain = _chain(entry.start, self._mini_following)
        return b"".join(self._small[place * 64 : place * 64 + 64] for place in chain)[: entry.size]

    def _at(self, place: int) -> bytes:
        start = (place + 1) * self._sector
        if start >= len(self._content):
            raise TruncatedWorkbook
        return self._content[start : start + self._sector]

    def _sectors(self, start: int) -> Iterator[bytes]:
        return (self._at(place) for place in _chain(start, self._following))

    def _table(self, first_more: int) -> tuple[int, ...]:
        """Return for each sector the one that follows it: listed in the header, and in a chain of its own."""
        places = list(_numbers(self._content[76:_HEADER]))[:_HEADER_CHAINS]
        seen: set[int] = set()
        place = first_more
        while place < _FREE:
            if place in seen:
                raise TruncatedWorkbook
            seen.add(place)
            *listed, place = _numbers(self._at(place))
            places += listed
        table: list[int] = []
        for place in places:
            if place < _FREE:
                table += _numbers(self._at(place))
                if len(table) > 2 * len(self._content):
                    raise TruncatedWorkbook
        return tuple(table)

    def _directory(self, content: bytes) -> Iterator[tuple[str, _Entry]]:
        for start in range(0, len(content) - _ENTRY + 1, _ENTRY):
            entry = content[start : start + _ENTRY]
            (length,) = unpack_from("<H", entry, 64)
            begins, size = _ENTRY_PLACE.unpack_from(entry, 116)
            name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            if name:
                yield name, _Entry(entry[66], begins, size)


def _numbers(content: bytes) -> tuple[int, ...]:
    return tuple(unpack_from(f"<{len(content) // 4}I", content))


def _chain(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """Yield the places of a chain; raises TruncatedWorkbook where it leads out of the file or has no end."""
    place, left = start, len(following)
    while place < _FREE:
        if place >= len(following) or not left:
            raise TruncatedWorkbook
        yield place
        place, left = following[place], left - 1

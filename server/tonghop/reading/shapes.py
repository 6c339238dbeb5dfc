"""Hidden rows and columns and merged cells of an xlsx sheet; looked for only where its XML speaks of any."""

import re
from dataclasses import dataclass

from tonghop.core.cells import Area, position

_HIDDEN = b"hidden="
_ROWS, _MERGE = b"<sheetData", b"mergeCell "
_PREFIX = rb"<(?:[\w.-]+:)?"
_COLUMN = re.compile(_PREFIX + rb"col(?=\s)[^>]*?\shidden=\"(?:1|true)\"[^>]*>")
_ROW = re.compile(_PREFIX + rb"row(?=\s)[^>]*?\shidden=\"(?:1|true)\"[^>]*>")
_NUMBER = {name: re.compile(rb'\s%b="([0-9]{1,7})"' % name) for name in (b"min", b"max", b"r")}
_MERGED = re.compile(rb'mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_LAST_COLUMN = 16_384
_MOST_MERGED = 20_000
"""More than that no form has; the rest would only cost time."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """What is hidden on a sheet and what is merged."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()


def find_shapes(content: bytes) -> Shapes:
    """Return a sheet's hidden rows and columns and merged cells."""
    rows = max(content.find(_ROWS), 0)
    columns = frozenset(_hidden_columns(content[:rows])) if content.find(_HIDDEN, 0, rows) >= 0 else frozenset[int]()
    end = content.rfind(b"</sheetData>")
    hidden = _ROW.finditer(content, rows) if content.find(_HIDDEN, rows, max(end, rows)) >= 0 or end < 0 else ()
    numbers = (_NUMBER[b"r"].search(found[0]) for found in hidden)
    return Shapes(
        hidden_rows=frozenset(int(number[1]) - 1 for number in numbers if number is not None),
        hidden_columns=columns,
        merged=_merged(content, max(end, rows)) if content.find(_MERGE, max(end, rows)) >= 0 else (),
    )


def _hidden_columns(content: bytes) -> set[int]:
    found: set[int] = set()
    for column in _COLUMN.finditer(content):
        first, last = (_NUMBER[name].search(column[0]) for name in (b"min", b"max"))
        if first is not None and last is not None:
            found.update(range(int(first[1]) - 1, min(int(last[1]), _LAST_COLUMN)))
    return found


def _merged(content: bytes, start: int) -> tuple[Area, ...]:
    areas = []
    for found in _MERGED.finditer(content, start):
        (top, left), (bottom, right) = position(found[1].decode()), position(found[2].decode())
        areas.append((top, left, bottom, right))
        if len(areas) == _MOST_MERGED:
            break
    return tuple(areas)

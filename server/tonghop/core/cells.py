"""Raw cells from any source, before anything is known about forms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import TypeAlias

RawValue: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
"""What a reader found in a cell; ``None`` is a blank cell. Error cells are not values: see ``Sheet.errors``."""

Position: TypeAlias = tuple[int, int]
"""Row and column, both from 0, counted from A1."""

Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column of a block of cells, all from 0."""

_LETTERS = 26


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 25 is Z, 26 is AA."""
    letters = ""
    while column >= 0:
        column, place = divmod(column, _LETTERS)
        letters = chr(ord("A") + place) + letters
        column -= 1
    return letters


def a1(position: Position) -> str:
    """Return the name a clerk knows a cell by: (11, 2) is C12."""
    row, column = position
    return f"{column_letters(column)}{row + 1}"


@lru_cache(maxsize=4096)
def position(reference: str) -> Position:
    """Return row and column of a cell's name: C12 is (11, 2)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1


def runs(positions: Iterable[Position]) -> tuple[tuple[Position, Position], ...]:
    """Return cells as clerks name them together, first and last of each run: I12, I14–I16, C9–F9.

    Neighbours below one another belong together before those beside one another.
    """
    columns = [(run[0], run[-1]) for run in _consecutive(sorted(set(positions), key=lambda one: (one[1], one[0])), 0)]
    single = sorted(first for first, last in columns if first == last)
    beside = [(run[0], run[-1]) for run in _consecutive(single, 1)]
    return tuple(sorted([*(run for run in columns if run[0] != run[1]), *beside]))


def _consecutive(positions: Iterable[Position], along: int) -> list[list[Position]]:
    """Part sorted positions where the next is not the neighbour of the one before, along rows (0) or columns (1)."""
    found: list[list[Position]] = []
    for place in positions:
        last = found[-1][-1] if found else None
        if last is not None and place[1 - along] == last[1 - along] and place[along] == last[along] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where an answer stands in a workbook: sheet name, row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The cell's name without the sheet: C12."""
        return a1((self.row, self.column))

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it was read: rows of raw values from A1, and what values alone cannot tell."""

    name: str
    rows: Sequence[Sequence[RawValue]]
    visible: bool = True
    errors: Mapping[Position, str] = field(default_factory=lambda: MappingProxyType({}))
    """Cells that hold an Excel error, with its text: #REF!, #DIV/0!."""
    uncached: frozenset[Position] = frozenset()
    """Formula cells stored without a computed value: blank to a reader, full to the clerk."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    """Merged cells; what stands in one under a merge beside its first cell is not seen by the clerk."""
    fonts: Mapping[Position, str] = field(default_factory=lambda: MappingProxyType({}))
    """Cells in a font made for an old Vietnamese encoding: .VnTime, VNI-Times."""

    def value(self, row: int, column: int) -> RawValue:
        """Return the value at row and column (from 0); outside the sheet's area everything is blank."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole workbook as it was read, in the order of its tabs."""

    sheets: tuple[Sheet, ...]

    def named(self, name: str) -> Sheet | None:
        """Return the sheet of that name, or ``None``."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

"""What a sheet of a campaign workbook is made of, and the places that a record's values came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from tonghop.catalogue.workbook.kinds import Kind
from tonghop.core.cells import CellRef, Position, RawValue
from tonghop.core.definitions import Text

Values: TypeAlias = Mapping[str, object]
"""A record's values by attribute; “label.vi” is the Vietnamese half of a label."""


@dataclass(frozen=True)
class Column:
    """One column, or in the sheet of single values one line: an attribute of the definitions."""

    attribute: str
    heading: Text
    note: Text
    kind: Kind
    width: float = 14
    of: str | None = None
    """The sheet whose first column offers the codes for the drop-down list."""
    repeats: bool = False
    """In the sheet of single values: may stand on several lines."""
    bilingual: bool = False
    """In the sheet of single values: has an English cell beside the Vietnamese one."""


@dataclass(frozen=True)
class Table:
    """One sheet: a record on each row."""

    name: str
    english: str
    about: Text
    columns: tuple[Column, ...]
    vertical: bool = False
    """One record alone, a value on each line."""
    frozen: int = 1
    """Columns that stay in sight."""

    def column(self, attribute: str) -> Column:
        """Return the column of an attribute; KeyError when there is none."""
        for candidate in self.columns:
            if candidate.attribute == attribute:
                return candidate
        raise KeyError(attribute)


@dataclass(frozen=True)
class Record:
    """One row as it was read: its values, and the cell each stands in."""

    sheet: str
    values: Values
    places: Mapping[str, Position]

    def cell(self, *attributes: str) -> CellRef:
        """Return the cell of the first of these attributes that has one, else the row's first cell."""
        known = [self.places[attribute] for attribute in attributes if attribute in self.places]
        row, column = known[0] if known else min(self.places.values(), default=(0, 0))
        return CellRef(self.sheet, row, column)


@dataclass(frozen=True)
class Records:
    """All rows of all sheets, by the sheet's name."""

    by_sheet: Mapping[str, Sequence[Record]]
    wrong: Sequence[tuple[CellRef, object]] = field(default=())
    """Cells that could not be read, and why."""

    def of(self, table: Table) -> Sequence[Record]:
        """Return a sheet's rows."""
        return self.by_sheet.get(table.name, ())


Row: TypeAlias = Sequence[RawValue]

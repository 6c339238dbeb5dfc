"""An answer's cells as ``Sheets``: the values that a workbook with the same figures would give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from tonghop.core.cells import Position, RawValue, Sheet, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook
from tonghop.reading.gate import unsafe
from tonghop.reading.google.answers import Answer, Cell, Part
from tonghop.reading.google.own import cells
from tonghop.reading.marks import MAX_AREA

_ERRORS: Mapping[str, str] = MappingProxyType(
    {
        "ERROR": "#ERROR!",
        "NULL_VALUE": "#NULL!",
        "DIVIDE_BY_ZERO": "#DIV/0!",
        "VALUE": "#VALUE!",
        "REF": "#REF!",
        "NAME": "#NAME?",
        "NUM": "#NUM!",
        "N_A": "#N/A",
        "LOADING": "#GETTING_DATA",
    }
)
"""What Excel calls Google's errors; it knows nothing like the first, which is a formula that cannot be read."""
_OTHER_ERROR = "#ERROR!"
_TIME = "TIME"
_DATED = {"DATE", "DATE_TIME", _TIME}
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - what a cell shows has no zone
_FIRST, _LAST = -693_593, 2_958_465
"""The days of the first year that there is, and of the last: 1/1/1 and 31/12/9999."""
_MILLISECONDS = 24 * 60 * 60 * 1000


@dataclass(slots=True)
class _Found:
    """What is found on a tab, cell by cell."""

    values: dict[Position, RawValue] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    uncached: set[Position] = field(default_factory=set)

    def take(self, place: Position, cell: Cell) -> None:
        value = cell.effective_value
        if value is not None and value.error_value is not None:
            self.errors[place] = _ERRORS.get(value.error_value.type, _OTHER_ERROR)
        elif (raw := _raw(cell)) is not None:
            self.values[place] = raw
        elif value is None and cell.formula is not None:
            self.uncached.add(place)


def sheets_of(answer: Answer) -> Sheets:
    """Return the tabs that have cells, in their order; raises a kind of UnreadableFile."""
    parts = sorted(answer.sheets, key=lambda part: part.properties.index)
    grids = [part for part in parts if part.has_cells]
    if not grids:
        raise NotAWorkbook(found=Text(vi="tệp không có trang tính nào", en="a file without any sheet"))
    if sum(map(_area, grids)) > MAX_AREA:
        unsafe(Text(vi="quá nhiều ô", en="too many cells"))
    return Sheets(tuple(map(_sheet, grids)))


def _area(part: Part) -> int:
    """Return how many cells there are from A1 to the last one that is told of."""
    rows = max((block.start_row + len(block.row_data) for block in part.data), default=0)
    columns = max((block.start_column + len(row.values) for block in part.data for row in block.row_data), default=0)
    return rows * columns


def _sheet(part: Part) -> Sheet:
    found = _Found()
    for place, cell in cells(part):
        found.take(place, cell)
    return Sheet(
        name=part.properties.title,
        rows=_rows(found.values),
        visible=not part.properties.hidden,
        errors=found.errors,
        uncached=frozenset(found.uncached),
        hidden_rows=frozenset(
            row for block in part.data for row, side in enumerate(block.row_metadata, block.start_row) if side.is_hidden
        ),
        hidden_columns=frozenset(
            column
            for block in part.data
            for column, side in enumerate(block.column_metadata, block.start_column)
            if side.is_hidden
        ),
        merged=tuple(
            (one.start_row_index, one.start_column_index, one.end_row_index - 1, one.end_column_index - 1)
            for one in part.merges
        ),
    )


def _rows(values: Mapping[Position, RawValue]) -> list[list[RawValue]]:
    """Return the cells from A1 to the last that holds anything, all rows of one length."""
    height = max((row for row, _ in values), default=-1) + 1
    width = max((column for _, column in values), default=-1) + 1
    rows: list[list[RawValue]] = [[None] * width for _ in range(height)]
    for (row, column), value in values.items():
        rows[row][column] = value
    return rows


def _raw(cell: Cell) -> RawValue:
    value = cell.effective_value
    if value is None:
        return None
    if value.bool_value is not None:
        return value.bool_value
    if value.number_value is not None:
        return _shown(value.number_value, cell.shows)
    return value.string_value or None


def _shown(number: float, shows: str | None) -> RawValue:
    """Return a number as what it is shown as; days are counted as Google does, also before March 1900."""
    if shows not in _DATED or not _FIRST <= number <= _LAST:
        return number
    passed = timedelta(milliseconds=round(number * _MILLISECONDS))
    if 0 <= number < 1:
        return (_DAY_ZERO + passed).time()
    if shows == _TIME:
        return passed
    return (_DAY_ZERO + passed).date() if number.is_integer() else _DAY_ZERO + passed

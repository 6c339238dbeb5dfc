"""Which column is which: headings matched exactly, then nearly, then by place; in doubt none at all.

A column taken for another would give other numbers, so a match that is not exact must be the only one
possible, is always told of, and anything less leaves the column missing, which blocks.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from tonghop.core.cells import Sheet
from tonghop.core.definitions import Form, FormField, Text
from tonghop.core.layout import CHECK, CODE, MEASURE, STT, FormLayout
from tonghop.core.normalising import match_key, repair_legacy
from tonghop.core.spelling import without_marks

HIDDEN_COUNTS = 3
"""Columns after the in-sheet check's sentence that hold its counts."""
COLUMN_NUMBER = re.compile(r"\(\d+\)")
_CLOSE, _MARGIN = 0.8, 0.1
_DIGITS = re.compile(r"\d+")
_BLANK_ROWS_BETWEEN = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """The keys of a column's heading and of the heading it stands under."""

    label: str
    group: str


@dataclass(slots=True)
class Columns:
    """Where a form's columns were found, and how."""

    found: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    """What stands over the columns that were not found by their own heading."""
    repeated: dict[str, int] = field(default_factory=dict)
    """Fields whose heading stands over columns with different figures, with the second of them."""


def keys(text: Text | None) -> frozenset[str]:
    """Return what a heading can be matched by."""
    return frozenset() if text is None else _keys(text.vi, text.en)


@lru_cache(maxsize=4096)
def _keys(vi: str, en: str) -> frozenset[str]:
    return frozenset({match_key(vi), match_key(en)})


def key_at(sheet: Sheet, row: int, column: int) -> str:
    """Return what a cell's text is compared by, "" where it holds anything but text."""
    value = sheet.value(row, column)
    if not isinstance(value, str):
        return ""
    return match_key(value) if value.isascii() else _key(value, sheet.fonts.get((row, column)))


@lru_cache(maxsize=4096)
def _key(text: str, font: str | None) -> str:
    return match_key(repair_legacy(text, font) or text)


def has_content(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a clerk sees anything in the cell: a value, an error, or a formula."""
    value = sheet.value(row, column)
    if value is not None:
        return not isinstance(value, str) or bool(match_key(value))
    return (row, column) in sheet.errors or (row, column) in sheet.uncached


def is_blank_row(sheet: Sheet, row: int) -> bool:
    """Tell whether nothing stands in the row."""
    return row >= len(sheet.rows) or not any(has_content(sheet, row, column) for column in range(len(sheet.rows[row])))


def headings_of(sheet: Sheet, label_row: int) -> Mapping[int, Heading]:
    """Return the headings by column. A heading merged over both rows stands in the upper one."""
    found: dict[int, Heading] = {}
    group = ""
    upper = label_row - 1
    if upper > 0 and is_blank_row(sheet, upper):
        # A row was inserted between the two rows of headings.
        upper -= _BLANK_ROWS_BETWEEN
    width = max((len(sheet.rows[row]) for row in (label_row, upper) if 0 <= row < len(sheet.rows)), default=0)
    for column in range(width):
        above, label = key_at(sheet, upper, column), key_at(sheet, label_row, column)
        group = above or group
        if label or above:
            found[column] = Heading(label or above, group if label else "")
    return found


def find_columns(sheet: Sheet, layout: FormLayout, label_row: int, end_row: int) -> Columns:
    """Find the form's columns under their headings; the table ends before ``end_row``."""
    return _Finder(sheet, layout, label_row, end_row).find()


class _Finder:
    """Looks for one form's columns, the surest way first."""

    def __init__(self, sheet: Sheet, layout: FormLayout, label_row: int, end_row: int) -> None:
        self._sheet, self._layout, self._row, self._end = sheet, layout, label_row, end_row
        self._headings = headings_of(sheet, label_row)
        self._columns = Columns()

    @property
    def _form(self) -> Form:
        return self._layout.form

    def find(self) -> Columns:
        for one in self._form.fields:
            self._exactly(one)
        missing = self._missing()
        if missing:
            unknown = self._unknown()
            self._nearly(missing, unknown)
            self._by_place(self._missing(), [column for column in unknown if column not in self._taken()])
        return self._columns

    def _taken(self) -> Collection[int]:
        return self._columns.found.values()

    def _missing(self) -> list[FormField]:
        return [
            one
            for one in self._form.fields
            if one.name not in self._columns.found and one.name not in self._columns.repeated
        ]

    # By its own heading.

    def _exactly(self, one: FormField) -> None:
        labels = keys(one.label)
        alike = [column for column, heading in self._headings.items() if heading.label in labels]
        if any(other is not one and not labels.isdisjoint(keys(other.label)) for other in self._form.fields):
            groups = keys(one.group) if one.group is not None else frozenset({""})
            alike = [column for column in alike if self._headings[column].group in groups]
        if len(alike) > 1:
            alike = self._differing(alike, self._layout.columns[one.name])
        if len(alike) > 1:
            self._columns.repeated[one.name] = alike[1]
        elif alike:
            self._columns.found[one.name] = alike[0]

    def _differing(self, alike: list[int], given: int) -> list[int]:
        """Leave out copies that are blank or the same as another; the one where it was given out is kept."""
        contents = {column: self._contents(column) for column in alike}
        filled = [column for column in alike if contents[column]] or alike
        filled.sort(key=lambda column: (column != given, column))
        kept: list[int] = []
        for column in filled:
            if all(contents[column] != contents[other] for other in kept):
                kept.append(column)
        return kept

    def _contents(self, column: int) -> tuple[tuple[int, object], ...]:
        rows = range(self._row + 1, self._end)
        cells = ((row, self._sheet.value(row, column)) for row in rows if has_content(self._sheet, row, column))
        return tuple(
            (row, value) for row, value in cells if not (isinstance(value, str) and COLUMN_NUMBER.match(value.strip()))
        )

    # By nearly the same heading.

    def _unknown(self) -> list[int]:
        """Return the columns with a heading or contents of which it is not known what they are."""
        headings = self._headings
        leading = keys(STT) | keys(CODE) | keys(MEASURE) | keys(self._form.row_heading or self._form.title)
        known = {column for column, heading in headings.items() if heading.label in leading} | {0}
        status = next((column for column, heading in headings.items() if heading.label in keys(CHECK)), None)
        if status is not None:
            known.update(range(status, status + 1 + HIDDEN_COUNTS))
        known.update(self._taken())
        width = max((len(row) for row in self._sheet.rows[self._row :]), default=0)
        return [
            column for column in range(width) if column not in known and (column in headings or self._contents(column))
        ]

    def _nearly(self, missing: Iterable[FormField], unknown: Iterable[int]) -> None:
        headed = [column for column in unknown if column in self._headings]
        for one in missing:
            close = sorted(((self._closeness(one, column), column) for column in headed), reverse=True)
            if not close or close[0][0] < _CLOSE or (len(close) > 1 and close[1][0] > close[0][0] - _MARGIN):
                continue
            ratio, column = close[0]
            others = (self._closeness(other, column) for other in self._form.fields if other is not one)
            if max(others, default=0.0) <= ratio - _MARGIN:
                self._rename(one, column)

    def _closeness(self, one: FormField, column: int) -> float:
        heading = self._headings[column].label
        return max(closeness(heading, label) for label in keys(one.label))

    def _rename(self, one: FormField, column: int) -> None:
        self._columns.found[one.name] = column
        self._columns.renamed[one.name] = self._shown(column)

    def _shown(self, column: int) -> str:
        for row in range(self._row, max(self._row - 3, -1), -1):
            value = self._sheet.value(row, column)
            if isinstance(value, str) and match_key(value):
                return value
        return ""

    # By its place.

    def _by_place(self, missing: list[FormField], unknown: list[int]) -> None:
        """Take the only column that is not known for the only one that is missing, between its own neighbours."""
        if len(missing) != 1 or len(unknown) != 1 or self._columns.repeated:
            return
        fields, found = self._form.fields, self._columns.found
        place, column = fields.index(missing[0]), unknown[0]
        if place and found[fields[place - 1].name] != column - 1:
            return
        if place + 1 < len(fields) and found[fields[place + 1].name] != column + 1:
            return
        if len(fields) > 1 and column in self._headings:
            self._rename(missing[0], column)


def closeness(one: str, other: str) -> float:
    """Return how near two keys are, 0 to 1; what differs in a digit is another thing altogether."""
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return 0.0
    first, second = without_marks(one), without_marks(other)
    if 2 * min(len(first), len(second)) < _CLOSE * (len(first) + len(second)):
        return 0.0
    return SequenceMatcher(None, first, second).ratio()

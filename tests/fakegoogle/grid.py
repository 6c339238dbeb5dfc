"""Rectangles of cells: GridRange objects, A1 notation, and where they lie in a tab."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.fakegoogle.errors import invalid
from tests.fakegoogle.shapes import Json, Position
from tests.fakegoogle.state import Sheet, Spreadsheet

_CELL = r"\$?([A-Za-z]{1,3})?\$?([0-9]+)?"
_A1 = re.compile(f"{_CELL}(?::{_CELL})?")
_SIMPLE_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")


@dataclass(frozen=True)
class Area:
    """A rectangle of one tab; rows and columns from 0, the ends not within."""

    sheet: Sheet
    top: int
    bottom: int
    left: int
    right: int

    def __iter__(self) -> Iterator[Position]:
        """Give its cells row by row."""
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column

    def __contains__(self, at: Position) -> bool:
        return self.top <= at[0] < self.bottom and self.left <= at[1] < self.right

    @property
    def filled(self) -> list[Position]:
        """Its cells that hold something, row by row."""
        return sorted(at for at in self.sheet.cells if at in self)

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left

    def meets(self, other: "Area") -> bool:
        """Say whether both have a cell in common."""
        return (
            self.sheet.id == other.sheet.id
            and self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def covers(self, other: "Area") -> bool:
        """Say whether the other lies wholly within."""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )

    def grid_range(self) -> Json:
        """Return it as Google sends it: without the sheetId where that is 0."""
        found: Json = {"sheetId": self.sheet.id} if self.sheet.id else {}
        return found | {
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }

    def a1(self) -> str:
        """Return it as in ``'Biểu 1'!A1:C2``."""
        first, last = cell_name(self.top, self.left), cell_name(self.bottom - 1, self.right - 1)
        return f"{quoted(self.sheet.title)}!{first if first == last else f'{first}:{last}'}"


def area(spreadsheet: Spreadsheet, grid_range: Json) -> Area:
    """Return the rectangle of a GridRange, open sides reaching the grid's end."""
    sheet = spreadsheet.sheet(grid_range.get("sheetId", 0))
    return Area(
        sheet,
        grid_range.get("startRowIndex", 0),
        min(grid_range.get("endRowIndex", sheet.row_count), sheet.row_count),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endColumnIndex", sheet.column_count), sheet.column_count),
    )


def whole(sheet: Sheet) -> Area:
    """Return all cells of a tab."""
    return Area(sheet, 0, sheet.row_count, 0, sheet.column_count)


def letters(column: int) -> str:
    """Return a column's letters: 0 is A."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def column_number(name: str) -> int:
    """Return a column's number, from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def cell_name(row: int, column: int) -> str:
    """Return a cell's name: 0, 0 is A1."""
    return f"{letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """Return a title as Google writes it before the exclamation mark."""
    if _SIMPLE_TITLE.fullmatch(title) and not _LOOKS_LIKE_CELL.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def from_a1(spreadsheet: Spreadsheet, text: str) -> Area:
    """Read A1 notation: ``A1:B2``, ``'T t'!A:C``, a tab's title or a named range; raises Google's 400."""
    title, cells = _split(text)
    sheet = spreadsheet.titled(title) if title is not None else None
    if title is not None and sheet is None:
        raise _unparsable(text)
    if not cells:
        return whole(sheet or spreadsheet.sheets[0])
    named = next((found for found in spreadsheet.named_ranges if found["name"] == cells), None)
    if named:
        return area(spreadsheet, named["range"])
    match = _A1.fullmatch(cells)
    if match and any(match.groups()):
        return _bounded(sheet or spreadsheet.sheets[0], match, text)
    alone = spreadsheet.titled(cells) if title is None else None
    if alone is None:
        raise _unparsable(text)
    return whole(alone)


def _split(text: str) -> tuple[str | None, str]:
    """Split the tab's title from the cells; None where no title is said."""
    quoted_title = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    if quoted_title:
        return quoted_title[1].replace("''", "'"), quoted_title[2] or ""
    title, mark, cells = text.rpartition("!")
    return (title, cells) if mark else (None, text)


def _bounded(sheet: Sheet, match: re.Match[str], text: str) -> Area:
    first_column, first_row, last_column, last_row = match.groups()
    if ":" not in match[0]:
        if not (first_column and first_row):
            raise _unparsable(text)
        last_column, last_row = first_column, first_row
    rows = sorted(int(row) for row in (first_row, last_row) if row)
    columns = sorted(column_number(column) for column in (first_column, last_column) if column)
    top = rows[0] - 1 if first_row else 0
    left = columns[0] if first_column else 0
    bottom = rows[-1] if last_row else sheet.row_count
    right = columns[-1] + 1 if last_column else sheet.column_count
    found = Area(sheet, top, bottom, left, right)
    if top >= sheet.row_count or left >= sheet.column_count:
        raise beyond(found)
    return found


def beyond(found: Area) -> Exception:
    """Make the 400 for a range that the grid does not have."""
    sheet = found.sheet
    return invalid(
        f"Range ({found.a1()}) exceeds grid limits. Max rows: {sheet.row_count}, max columns: {sheet.column_count}",
    )


def clipped(found: Area) -> Area:
    """Return what of a rectangle lies within the grid."""
    sheet = found.sheet
    bottom, right = min(found.bottom, sheet.row_count), min(found.right, sheet.column_count)
    return Area(sheet, found.top, bottom, found.left, right)


def _unparsable(text: str) -> Exception:
    return invalid(f"Unable to parse range: {text}")

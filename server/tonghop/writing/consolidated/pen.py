"""A pen for one sheet: user text goes in only as text, and nothing is dropped without an error.

XlsxWriter's ``write()`` turns “=…” into a formula and “http:…” into a link, its string table takes
“<r>…</r>” for ready-made markup, and what does not fit is told by a return code alone; so every cell
of a consolidated workbook goes through here.
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, TypeAlias

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tonghop.core.cells import a1
from tonghop.core.definitions import Number
from tonghop.core.errors import TonghopError, marked
from tonghop.writing.styles import Formats
from tonghop.writing.texts import harmless

Shown: TypeAlias = Number | float | str | None
"""What a formula shows: “” and ``None`` are blank."""

LINK_LIMIT = 65_530
"""What Excel holds: characters in a cell, links on a sheet."""
ROW_PIXELS = 21
"""The height of a row whose height was not set."""


class DoesNotFit(TonghopError):
    message: ClassVar[str] = marked(
        "The sheet “{sheet}” cannot hold all of it (cell {cell}). Bring together a shorter period or fewer units."
    )


class Pen:
    """Writes one sheet; rows and columns count from 0."""

    def __init__(self, sheet: Worksheet, formats: Formats) -> None:
        self.sheet = sheet
        self.formats = formats
        self._links = 0
        self._heights: dict[int, int] = {}

    def height(self, row: int, pixels: int) -> None:
        """Set a row's height and remember it."""
        self.sheet.set_row_pixels(row, pixels)
        self._heights[row] = pixels

    def pixels(self, first: int, end: int) -> int:
        """Return how high the rows from ``first`` to before ``end`` are together."""
        return sum(self._heights.get(row, ROW_PIXELS) for row in range(first, end))

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """Write a text as it is, whatever it begins with; a blank one leaves a blank, formatted cell."""
        if text:
            self._written(self.sheet.write_string(row, column, harmless(text), style), row, column)
        else:
            self.blank(row, column, style)

    def number(self, row: int, column: int, value: Number | None, style: Format) -> None:
        """Write a number; ``None`` stays blank, which is not zero."""
        if value is None:
            self.blank(row, column, style)
        else:
            self._written(self.sheet.write_number(row, column, value, style), row, column)

    def blank(self, row: int, column: int, style: Format) -> None:
        """Write a blank cell for its format's sake."""
        self._written(self.sheet.write_blank(row, column, None, style), row, column)

    def day(self, row: int, column: int, value: date | None, style: Format) -> None:
        """Write a day, or an instant of local time, as a date cell."""
        if value is None:
            self.blank(row, column, style)
        else:
            self._written(self.sheet.write_datetime(row, column, value, style), row, column)

    def formula(self, row: int, column: int, formula: str, style: Format, value: Shown) -> None:
        """Write a formula (without “=”) with its computed value, so that a viewer that cannot compute shows it."""
        cached = "" if value is None else float(value) if isinstance(value, Decimal) else value
        self._written(self.sheet.write_formula(row, column, f"={formula}", style, cached), row, column)

    def link(self, row: int, column: int, target: str, text: str, style: Format) -> None:
        """Write a text that leads to ``target`` (“'Sheet'!A1”); past Excel's limit of links, the text alone."""
        self._link(row, column, f"internal:{target}", text, style)

    def web_link(self, row: int, column: int, address: str, text: str, style: Format) -> None:
        """Write a text that leads to a page of the web; past Excel's limit of links, the text alone."""
        self._link(row, column, address, text, style)

    def _link(self, row: int, column: int, target: str, text: str, style: Format) -> None:
        if self._links >= LINK_LIMIT or not text:
            self.text(row, column, text, style)
            return
        self._links += 1
        self._written(self.sheet.write_url(row, column, target, style, string=harmless(text)), row, column)

    def across(self, row: int, columns: tuple[int, int], text: str, style: Format, *, rows: int = 1) -> None:
        """Write a text over the first to the last of ``columns``, merged, and over so many rows."""
        first, last = columns
        if last > first or rows > 1:
            self._written(self.sheet.merge_range(row, first, row + rows - 1, last, "", style), row, first)
        self.text(row, first, text, style)

    def formula_across(self, row: int, columns: tuple[int, int], formula: str, style: Format, value: Shown) -> None:
        """Write a formula over the first to the last of ``columns``, merged."""
        first, last = columns
        if last > first:
            self._written(self.sheet.merge_range(row, first, row, last, "", style), row, first)
        self.formula(row, first, formula, style, value)

    def _written(self, code: int, row: int, column: int) -> None:
        if code != 0:
            raise DoesNotFit(sheet=self.sheet.get_name(), cell=a1((row, column)))


def quoted(sheet: str) -> str:
    """Return a sheet's name as a reference writes it: 'Biểu 1'."""
    return "'" + sheet.replace("'", "''") + "'"


def reference(sheet: str, row: int, column: int) -> str:
    """Return a reference to one cell of another sheet: 'Biểu 1'!C12."""
    return f"{quoted(sheet)}!{a1((row, column))}"


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes when it is wrapped at so many characters."""
    lines = 0
    for paragraph in text.split("\n"):
        lines += 1
        used = 0
        for word in paragraph.split():
            if used and used + 1 + len(word) > width:
                lines, used = lines + 1, len(word)
            else:
                used += len(word) + (1 if used else 0)
    return max(lines, 1)

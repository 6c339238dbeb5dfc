"""A sheet that cannot lose anything silently: XlsxWriter answers with codes, this raises.

XlsxWriter's ``write()`` guesses formulas and links from text and returns a negative number for what
it leaves out. Here text is text, each kind of cell has its own method, and a refusal is an error.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tonghop.core.cells import Position, RawValue, a1
from tonghop.core.errors import TonghopError, marked
from tonghop.writing.texts import TEXT_LIMIT, harmless

Cached: TypeAlias = str | int | float | Decimal | date | bool | None
"""A formula's computed value, kept in the file for viewers that do not compute."""

LINE_HEIGHT = 15.75
"""Of a row of Times New Roman 12, in points."""
LONGEST_FORMULA = 8192
_EPOCH = date(1899, 12, 30)


class CannotWrite(TonghopError):
    message = marked("The sheet “{sheet}” cannot hold what is to stand in {cell}.")


class _Worksheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is not typed
    """XlsxWriter's sheet, which marks an empty text result as text, as Excel does.

    Left unmarked it looks to readers like a formula that was never computed. And rows may be ``growing``: high
    enough for what they hold, but not fixed, so that they grow with what a clerk types.
    """

    growing: set[int]
    """Such rows, counted from 1."""

    def _xml_formula_element(self, formula: str, result: object, attributes: list[tuple[str, object]]) -> None:
        if result == "":
            attributes.append(("t", "str"))
        super()._xml_formula_element(formula, result, attributes)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        """XlsxWriter looks for functions newer than Excel 2007, which are not used here, in ever so many searches."""
        return formula.removeprefix("=")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        if tag == "row" and attributes[0][1] in self.growing:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class Sheet:
    """One sheet of a workbook being written; rows and columns count from 0."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.name = name
        self.raw: Any = book.add_worksheet(name, worksheet_class=_Worksheet)
        self.raw.growing = set()
        self._heights: dict[int, float] = {}

    def row(self, row: int, height: float, *, grows: bool = False) -> None:
        """Give a row a height in points, for good or to grow from."""
        self._checked(self.raw.set_row(row, height), row, 0)
        self._heights[row] = height
        if grows:
            self.raw.growing.add(row + 1)

    def height(self, first_row: int, last_row: int) -> float:
        """Return the height of neighbouring rows together, in points."""
        return sum(self._heights.get(row, LINE_HEIGHT) for row in range(first_row, last_row + 1))

    def text(self, row: int, column: int, text: str, shape: Format) -> None:
        """Write text, whatever it looks like; an empty one is a blank cell."""
        if len(text) > TEXT_LIMIT:
            raise CannotWrite(sheet=self.name, cell=a1((row, column)))
        if not text:
            self.blank(row, column, shape)
            return
        self._checked(self.raw.write_string(row, column, harmless(text), shape), row, column)

    def number(self, row: int, column: int, number: float | Decimal, shape: Format) -> None:
        """Write a number."""
        self._checked(self.raw.write_number(row, column, number, shape), row, column)

    def blank(self, row: int, column: int, shape: Format) -> None:
        """Give an empty cell its looks."""
        self._checked(self.raw.write_blank(row, column, None, shape), row, column)

    def formula(self, row: int, column: int, formula: str, shape: Format, cached: Cached) -> None:
        """Write a formula (the text after “=”) with its computed value; ``None`` is the empty text."""
        if len(formula) >= LONGEST_FORMULA:
            raise CannotWrite(sheet=self.name, cell=a1((row, column)))
        self._checked(self.raw.write_formula(row, column, f"={formula}", shape, _result(cached)), row, column)

    def content(self, row: int, column: int, value: RawValue, shape: Format) -> None:
        """Write a cell as it was typed: text stays text, numbers numbers, dates dates."""
        match value:
            case None:
                self.blank(row, column, shape)
            case str():
                self.text(row, column, value, shape)
            case bool():
                self._checked(self.raw.write_boolean(row, column, value, shape), row, column)
            case int() | float() | Decimal():
                self.number(row, column, value, shape)
            case datetime() | date() | time() | timedelta():
                self._checked(self.raw.write_datetime(row, column, value, shape), row, column)

    def merged(self, area: tuple[int, int, int, int], text: str, shape: Format) -> None:
        """Merge an area (first row, first column, last row, last column) and write text in it."""
        row, column, last_row, last_column = area
        if (row, column) != (last_row, last_column):
            self._checked(self.raw.merge_range(*area, "", shape), row, column)
        self.text(row, column, text, shape)

    def link(self, row: int, column: int, sheet: str, text: str, shape: Format, *, to: Position = (0, 0)) -> None:
        """Write a link to a cell of another sheet, the first one if not said."""
        target = "internal:'{}'!{}".format(sheet.replace("'", "''"), a1(to))
        self._checked(self.raw.write_url(row, column, target, shape, text), row, column)

    def validation(self, area: tuple[int, int, int, int], options: Mapping[str, Any]) -> None:
        """Add a data validation to an area."""
        self._checked(self.raw.data_validation(*area, dict(options)), *area[:2])

    def conditional(self, area: tuple[int, int, int, int], options: Mapping[str, Any]) -> None:
        """Add a conditional format to an area."""
        self._checked(self.raw.conditional_format(*area, dict(options)), *area[:2])

    def _checked(self, code: int | None, row: int, column: int) -> None:
        if code:
            raise CannotWrite(sheet=self.name, cell=a1((row, column)))


def _result(cached: Cached) -> str | int | float | Decimal | bool:
    if cached is None:
        return ""
    return (cached - _EPOCH).days if isinstance(cached, date) else cached

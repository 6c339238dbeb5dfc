"""A campaign workbook read again: sheets found by name, columns by heading, each value with its cell."""

import unicodedata
import warnings
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import cast
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tonghop.catalogue.faults import MOST_TOLD
from tonghop.catalogue.workbook.dismantling import with_given
from tonghop.catalogue.workbook.kinds import WrongCell, is_blank, shown
from tonghop.catalogue.workbook.layout import Column, Record, Records, Row, Table
from tonghop.catalogue.workbook.tables import FIXED_ROWS, GIVEN, TABLES
from tonghop.core.cells import CellRef, Position, RawValue, Sheet, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import DefinitionError, NotAWorkbook, Phrase, TruncatedWorkbook, marked

_DEEPEST_HEADING = 20
_NO_SHEET = marked("the sheet is missing; take the workbook as it was downloaded and keep the sheets' names")
_NO_HEADING = marked("the headings were not found; keep the two rows of headings as they were downloaded")
_NO_COLUMN = marked("the column “{heading}” is missing; keep every column, blank where it is not needed")
_TWICE = marked("the heading “{heading}” stands twice; keep one of them")
_STRANGE = marked("“{heading}” is not a heading of this sheet; remove it, or copy the heading from a fresh download")
_ERROR_CELL = marked("the cell shows the error {error}; type the value itself")
_UNCOUNTED = marked("the cell holds a formula without a result; type the value itself")


def read_records(read: Sheets) -> Records:
    """Find every row of every sheet; raises DefinitionError."""
    sheets = {_same(sheet.name): sheet for sheet in read.sheets}
    by_sheet: dict[str, list[Record]] = {}
    wrong: list[tuple[CellRef, object]] = []
    for table in TABLES:
        sheet = sheets.get(_same(table.name)) or sheets.get(_same(table.english))
        if sheet is None:
            raise DefinitionError(where=table.name, problem=Phrase(_NO_SHEET))
        by_sheet[table.name] = list((_lines if table.vertical else _rows)(sheet, table, wrong))
    return Records(by_sheet, wrong)


def read_table(read: Sheets, table: Table) -> Records:
    """Find every row of one sheet, whatever other sheets there are; raises DefinitionError."""
    sheet = next((one for one in read.sheets if _same(one.name) in {_same(table.name), _same(table.english)}), None)
    if sheet is None:
        raise DefinitionError(where=table.name, problem=Phrase(_NO_SHEET))
    wrong: list[tuple[CellRef, object]] = []
    return Records({table.name: list(_rows(sheet, table, wrong))}, wrong)


# Cells.


def read_sheets(content: bytes) -> Sheets:
    """Read a workbook's values as they were last computed; raises a kind of UnreadableFile."""
    try:
        with warnings.catch_warnings():
            # What openpyxl does not know (newer validations, themes) is no part of a campaign.
            warnings.simplefilter("ignore")
            values, formulas = (load_workbook(BytesIO(content), data_only=only) for only in (True, False))
    except BadZipFile:
        raise NotAWorkbook(found=Text(vi="không phải tệp .xlsx", en="no .xlsx file")) from None
    except (KeyError, ValueError, TypeError, OSError, AttributeError, SyntaxError) as error:
        raise TruncatedWorkbook from error
    return Sheets(tuple(_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets))


def _sheet(sheet: Worksheet, formulas: Worksheet) -> Sheet:
    rows: list[list[RawValue]] = []
    errors: dict[Position, str] = {}
    for row, cells in enumerate(sheet.iter_rows()):
        values = [cast("RawValue", _plain(cell.value)) for cell in cells]
        for column, cell in enumerate(cells):
            if cell.data_type == "e":
                errors[row, column] = str(cell.value)
        rows.append(values)
    uncached = frozenset(
        (row, column)
        for row, cells in enumerate(formulas.iter_rows())
        for column, cell in enumerate(cells)
        if cell.data_type == "f" and rows[row][column] is None
    )
    return Sheet(sheet.title, rows, errors=errors, uncached=uncached)


def _plain(value: object) -> object:
    """A text without the carriage returns that Excel for Windows may leave in pasted lines."""
    return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _same(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFC", heading).casefold().split())


# A record on each row.


def _rows(sheet: Sheet, table: Table, wrong: list[tuple[CellRef, object]]) -> Iterator[Record]:
    heading = _heading_row(sheet, table)
    columns = _columns(sheet, heading, table)
    first = (
        heading + 1 + _is_heading(sheet.rows[heading + 1] if heading + 1 < len(sheet.rows) else (), table, english=True)
    )
    for row in range(first, len(sheet.rows)):
        if any((row, place) in sheet.errors or not is_blank(sheet.value(row, place)) for place in columns):
            places = {column.attribute: (row, place) for place, column in columns.items()}
            values = {c.attribute: _value(sheet, (row, place), c, wrong) for place, c in columns.items()}
            yield Record(sheet.name, values, places)


def _heading_row(sheet: Sheet, table: Table) -> int:
    for row, cells in enumerate(sheet.rows[:_DEEPEST_HEADING]):
        if _is_heading(cells, table, english=False) or _is_heading(cells, table, english=True):
            return row
    raise DefinitionError(where=sheet.name, problem=Phrase(_NO_HEADING))


def _is_heading(cells: Row, table: Table, *, english: bool) -> bool:
    headings = {_same(column.heading.en if english else column.heading.vi) for column in table.columns}
    met = {_same(str(cell)) for cell in cells if isinstance(cell, str)} & headings
    return 2 * len(met) >= len(headings)


def _columns(sheet: Sheet, heading: int, table: Table) -> Mapping[int, Column]:
    """Find which column stands where; every one of the sheet's must be there, once."""
    found: dict[int, Column] = {}
    for place in range(max(map(len, sheet.rows))):
        said = shown(sheet.value(heading, place))
        if said:
            column = _column(said, table)
            where = CellRef(sheet.name, heading, place)
            if column is None:
                raise DefinitionError(where=where, problem=Phrase(_STRANGE, heading=said))
            if column.attribute in {known.attribute for known in found.values()}:
                raise DefinitionError(where=where, problem=Phrase(_TWICE, heading=said))
            found[place] = column
    there = {column.attribute for column in found.values()}
    for column in table.columns:
        if column.attribute not in there:
            raise DefinitionError(where=sheet.name, problem=Phrase(_NO_COLUMN, heading=column.heading))
    return found


def _column(said: str, table: Table) -> Column | None:
    for column in table.columns:
        if _same(said) in {_same(column.heading.vi), _same(column.heading.en)}:
            return column
    for opening in (GIVEN.vi, GIVEN.en) if table is FIXED_ROWS else ():
        start = opening.removesuffix("{name}").strip()
        if _same(said).startswith(_same(start)):
            return with_given(table, [said[len(start) :].strip()]).columns[-1]
    return None


# A value on each line.


def _lines(sheet: Sheet, table: Table, wrong: list[tuple[CellRef, object]]) -> Iterator[Record]:
    values: dict[str, object] = {}
    places: dict[str, Position] = {}
    for row in range(len(sheet.rows)):
        said = shown(sheet.value(row, 0))
        column = _column(said, table) if said else None
        if column is None:
            if places and (said or not is_blank(sheet.value(row, 1))):
                raise DefinitionError(where=CellRef(sheet.name, row, 0), problem=Phrase(_STRANGE, heading=said))
            continue
        if column.attribute in places and not column.repeats:
            raise DefinitionError(where=CellRef(sheet.name, row, 0), problem=Phrase(_TWICE, heading=said))
        places.setdefault(column.attribute, (row, 1))
        value = _value(sheet, (row, 1), column, wrong)
        if column.bilingual:
            english = _value(sheet, (row, 2), column, wrong)
            values |= {f"{column.attribute}.vi": value, f"{column.attribute}.en": english}
            places |= {f"{column.attribute}.vi": (row, 1), f"{column.attribute}.en": (row, 2)}
        elif column.repeats:
            known = cast("Sequence[object]", values.get(column.attribute, ()))
            values[column.attribute] = (*known, *(() if value is None else (value,)))
        else:
            values[column.attribute] = value
    for column in table.columns:
        if column.attribute not in places:
            raise DefinitionError(where=sheet.name, problem=Phrase(_NO_LINE, heading=column.heading))
    yield Record(sheet.name, values, places)


_NO_LINE = marked("the line “{heading}” is missing; keep every line, blank where it is not needed")


def _value(sheet: Sheet, position: Position, column: Column, wrong: list[tuple[CellRef, object]]) -> object:
    """Read a cell; what is wrong in it is kept for later, so that several can be told at once."""
    where = CellRef(sheet.name, *position)
    if position in sheet.errors:
        _keep(wrong, where, Phrase(_ERROR_CELL, error=sheet.errors[position]))
        return None
    if position in sheet.uncached:
        _keep(wrong, where, Phrase(_UNCOUNTED))
        return None
    try:
        return column.kind.read(sheet.value(*position))
    except WrongCell as problem:
        _keep(wrong, where, problem.phrase)
        return None


def _keep(wrong: list[tuple[CellRef, object]], where: CellRef, problem: Phrase) -> None:
    if len(wrong) < MOST_TOLD:
        wrong.append((where, problem))

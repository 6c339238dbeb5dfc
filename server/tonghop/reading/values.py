"""Values by calamine, joined with what calamine does not tell."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import EncryptedWorkbook, TruncatedWorkbook
from tonghop.reading.gate import unsafe
from tonghop.reading.marks import MAX_AREA, Marks


def read_values(content: bytes, marks: Mapping[str, Marks]) -> Sheets:
    """Read every worksheet, whatever its format; raises a kind of UnreadableFile."""
    try:
        return read_values_or_fail(content, marks)
    except PasswordError as problem:
        raise EncryptedWorkbook from problem
    except CalamineError as problem:
        raise TruncatedWorkbook from problem


def read_values_or_fail(content: bytes, marks: Mapping[str, Marks]) -> Sheets:
    """Read every worksheet; raises CalamineError too, for a caller that knows how to repair the file."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return Sheets(tuple(_each_sheet(workbook, marks)))
    except (ValueError, OverflowError, KeyError) as problem:
        raise TruncatedWorkbook from problem
    except BaseException as problem:
        # A panic in calamine is no Exception, and its class cannot be imported.
        if type(problem).__name__ == "PanicException":
            raise TruncatedWorkbook from problem
        raise


def _each_sheet(workbook: CalamineWorkbook, marks: Mapping[str, Marks]) -> Iterator[Sheet]:
    area = 0
    for place, about in enumerate(workbook.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        if about.name not in marks:
            raise TruncatedWorkbook
        sheet = workbook.get_sheet_by_index(place)
        area += sheet.total_height * sheet.total_width
        if area > MAX_AREA:
            unsafe(Text(vi="quá nhiều ô", en="too many cells"))
        found = marks[about.name]
        yield Sheet(
            name=about.name,
            rows=_values(sheet, found),
            visible=about.visible is SheetVisibleEnum.Visible,
            errors=found.errors,
            uncached=found.uncached,
            hidden_rows=found.hidden_rows,
            hidden_columns=found.hidden_columns,
            merged=found.merged,
            fonts=found.fonts,
        )


def _values(sheet: CalamineSheet, marks: Marks) -> Sequence[Sequence[RawValue]]:
    rows = [[None if value == "" else value for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in marks.blanks:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = None
    return rows

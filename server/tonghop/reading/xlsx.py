"""An xlsx package becomes ``Sheets``: values by calamine, what calamine does not tell by our own scan."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

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
from tonghop.reading.gate import MAX_TEXT, Package, open_package, shared_strings, unsafe
from tonghop.reading.marks import MAX_AREA, Marks, find_marks
from tonghop.reading.parts import worksheet_parts

_KNOWN_ERRORS = frozenset({b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#GETTING_DATA"})
"""Errors that calamine knows; for any other, such as #SPILL!, it refuses the whole sheet."""
_SHARED_TEXT = b't="s"'
_SMALLEST_CELL = len('<c t="s"><v>0</v></c>')
_ERROR_VALUE = re.compile(rb"<((?:[\w.-]+:)?v)>\s*(#[^<]*?)\s*</")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*/>")


def read_xlsx(content: bytes) -> Sheets:
    """Read every worksheet from A1 on; raises a kind of UnreadableFile."""
    package = open_package(content)
    parts = {name: package.read(path) for name, path in worksheet_parts(package).items()}
    _refuse_swollen_texts(package, parts)
    marks = {name: find_marks(part) for name, part in parts.items()}
    try:
        return _read_sheets(content, marks)
    except CalamineError:
        return _read_repaired(_repaired(package, worksheet_parts(package).values()), marks)


def _read_repaired(content: bytes, marks: Mapping[str, Marks]) -> Sheets:
    try:
        return _read_sheets(content, marks)
    except PasswordError as problem:
        raise EncryptedWorkbook from problem
    except CalamineError as problem:
        raise TruncatedWorkbook from problem


def _read_sheets(content: bytes, marks: Mapping[str, Marks]) -> Sheets:
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
        yield Sheet(
            name=about.name,
            rows=_values(sheet),
            visible=about.visible is SheetVisibleEnum.Visible,
            errors=marks[about.name].errors,
            uncached=marks[about.name].uncached,
        )


def _values(sheet: CalamineSheet) -> Sequence[Sequence[RawValue]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [[None if value == "" else value for value in row] for row in rows]


def _refuse_swollen_texts(package: Package, parts: Mapping[str, bytes]) -> None:
    # A text stands once in the file, but once per cell in memory: 80 kB can become 32 GB.
    strings = sum(map(len, shared_strings(package)))
    if strings * sum(map(len, parts.values())) // _SMALLEST_CELL <= MAX_TEXT:
        return
    longest = max((len(text) for part in shared_strings(package) for text in part.split(b"<si")), default=0)
    cells = sum(part.count(_SHARED_TEXT) for part in parts.values())
    if longest * cells > MAX_TEXT:
        unsafe(Text(vi="văn bản quá dài lặp lại quá nhiều lần", en="a very long text repeated very often"))


def _repaired(package: Package, sheets: Iterable[str]) -> bytes:
    """Return the package without what calamine is known to stumble over and a clerk cannot help.

    That is an error of newer Excel, such as #SPILL!, and LibreOffice's statement of whole rows as the area.
    """
    worksheets = {path.lower() for path in sheets}
    repaired = BytesIO()
    with ZipFile(repaired, "w", ZIP_STORED) as archive:
        for name, info in package.parts.items():
            if name in worksheets:
                archive.writestr(info.filename, _DIMENSION.sub(b"", _ERROR_VALUE.sub(_known_error, package.raw(name))))
            elif name.endswith((".xml", ".rels")):
                archive.writestr(info.filename, package.raw(name))
    return repaired.getvalue()


def _known_error(match: re.Match[bytes]) -> bytes:
    return match[0] if match[2] in _KNOWN_ERRORS else b"<%b>#VALUE!</" % match[1]

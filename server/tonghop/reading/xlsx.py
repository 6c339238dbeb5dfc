"""An xlsx package becomes ``Sheets``: values by calamine, what calamine does not tell by our own scan."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_STORED, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.definitions import Text
from tonghop.core.errors import EncryptedWorkbook, TruncatedWorkbook
from tonghop.reading.gate import MAX_SHEETS, MAX_TEXT, Package, open_package, shared_strings, unsafe
from tonghop.reading.marks import MAX_AREA, Marks, find_marks

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"})
"""Errors that calamine knows; for any other, such as #SPILL!, it refuses the whole sheet."""
_SHARED_TEXT = b't="s"'
_ERROR_VALUE = re.compile(rb"<((?:[\w.-]+:)?v)>(#[^<]*)</")


def read_xlsx(content: bytes) -> Sheets:
    """Read every worksheet from A1 on; raises a kind of UnreadableFile."""
    package = open_package(content)
    parts = {name: package.read(path) for name, path in _sheet_parts(package).items()}
    _refuse_swollen_texts(package, parts)
    marks = {name: find_marks(part) for name, part in parts.items()}
    if any(error not in _KNOWN_ERRORS for one in marks.values() for error in one.errors.values()):
        content = _without_unknown_errors(package)
    try:
        return Sheets(tuple(_read_sheets(content, marks)))
    except PasswordError as problem:
        raise EncryptedWorkbook from problem
    except (CalamineError, ValueError, OverflowError, KeyError) as problem:
        raise TruncatedWorkbook from problem
    except BaseException as problem:
        # A panic in calamine is no Exception, and its class cannot be imported.
        if type(problem).__name__ == "PanicException":
            raise TruncatedWorkbook from problem
        raise


def _read_sheets(content: bytes, marks: Mapping[str, Marks]) -> Iterator[Sheet]:
    area = 0
    with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
        for place, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet or about.name not in marks:
                continue
            sheet = workbook.get_sheet_by_index(place)
            area += sheet.total_height * sheet.total_width
            if area > MAX_AREA:
                unsafe(Text(vi="quá nhiều ô", en="too many cells"))
            found = marks[about.name]
            yield Sheet(
                name=about.name,
                rows=_values(sheet),
                visible=about.visible is SheetVisibleEnum.Visible,
                errors=found.errors,
                uncached=found.uncached,
            )


def _values(sheet: CalamineSheet) -> Sequence[Sequence[RawValue]]:
    rows = sheet.to_python(skip_empty_area=False)
    return [[None if value == "" else value for value in row] for row in rows]


def _sheet_parts(package: Package) -> Mapping[str, str]:
    """Return the part of each worksheet by the sheet's name."""
    targets = {
        one["Id"]: _part_path(one["Target"])
        for tag, one in _elements(package.read(_RELATIONS))
        if tag == "Relationship" and one.get("Type", "").endswith("/worksheet") and "Id" in one and "Target" in one
    }
    sheets = [one for tag, one in _elements(package.read(_WORKBOOK)) if tag == "sheet"]
    if len(sheets) > MAX_SHEETS:
        unsafe(Text(vi="quá nhiều trang tính", en="too many sheets"))
    placed = {one.get("name", ""): targets[one["id"]] for one in sheets if one.get("id") in targets}
    if len(set(placed.values())) != len(placed):
        unsafe(Text(vi="nhiều trang tính dùng chung một phần", en="sheets that share one part"))
    if not placed:
        raise TruncatedWorkbook
    return placed


def _part_path(target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join("xl", target.replace("\\", "/")))


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a small part with their attributes, all without namespace prefixes."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        found.append((name.rpartition(":")[2], plain))

    def refuse(*_declaration: object) -> None:
        unsafe(Text(vi="khai báo DTD", en="a DTD"))

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword
    except (ExpatError, ValueError, LookupError) as problem:
        raise TruncatedWorkbook from problem
    return found


def _refuse_swollen_texts(package: Package, parts: Mapping[str, bytes]) -> None:
    # A text stands once in the file, but once per cell in memory: 80 kB can become 32 GB.
    longest = max((len(text) for strings in shared_strings(package) for text in strings.split(b"<si")), default=0)
    cells = sum(part.count(_SHARED_TEXT) for part in parts.values())
    if longest * cells > MAX_TEXT:
        unsafe(Text(vi="văn bản quá dài lặp lại quá nhiều lần", en="a very long text repeated very often"))


def _without_unknown_errors(package: Package) -> bytes:
    """Return the package with every error of newer Excel written as one that the reader knows."""
    patched = BytesIO()
    with ZipFile(patched, "w", ZIP_STORED) as archive:
        for name, info in package.parts.items():
            part = package.archive.read(info)
            if name.startswith("xl/worksheets/"):
                part = _ERROR_VALUE.sub(_known_error, part)
            archive.writestr(info.filename, part)
    return patched.getvalue()


def _known_error(match: re.Match[bytes]) -> bytes:
    known = match[2].decode("utf-8", "replace") in _KNOWN_ERRORS
    return match[0] if known else b"<%b>#VALUE!</" % match[1]

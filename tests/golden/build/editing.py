"""Changing workbooks as people and other programs do, so that the same change gives the same bytes."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from tests.reading import saved_again

B1, B2, B3, B4 = "Biểu 1 - Số liệu nền", "Biểu 2 - Học tập, quán triệt", "Biểu 3 - Tài liệu", "Biểu 4 - Kết quả"

Change = Callable[[Workbook], None]
Patch = Callable[[str], str]

_DAY = "2022-03-20T08:00:00Z"
_DATED = re.compile(
    r"(<(?:dcterms:(?:created|modified)|dc:date|meta:creation-date)[^>]*>)[^<]*(</)",
)
_CHANGING_PARTS = ("docProps/core.xml", "meta.xml")


def repacked(content: bytes, parts: Mapping[str, bytes] | None = None, without: tuple[str, ...] = ()) -> bytes:
    """Zip a package anew: without the hour, as small as it goes, with other or further parts and without some."""
    changed = parts or {}
    packed = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9) as new:
        for name in (*old.namelist(), *(name for name in changed if name not in old.namelist())):
            if name.startswith(without) if without else False:
                continue
            part = changed[name] if name in changed else old.read(name)
            if name in _CHANGING_PARTS:
                part = _DATED.sub(rf"\g<1>{_DAY}\g<2>", part.decode()).encode()
            info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            # An OpenDocument says what it is in a first part that must not be packed.
            info.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            new.writestr(info, part)
    return packed.getvalue()


def part(content: bytes, name: str) -> str:
    """Return one of a package's XML parts."""
    with ZipFile(BytesIO(content)) as package:
        return package.read(name).decode()


def patched(content: bytes, name: str, patch: Patch) -> bytes:
    """Return the package with one XML part changed, every other part as it was."""
    old = part(content, name)
    new = patch(old)
    assert new != old, f"nothing was changed in {name}"
    return repacked(content, {name: new.encode()})


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """Open a workbook in openpyxl; with its formulas, or with the values they gave."""
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def stored(book: Workbook) -> bytes:
    """Return what openpyxl saves."""
    saved = BytesIO()
    book.save(saved)
    return repacked(saved.getvalue())


def edited(content: bytes, change: Change) -> bytes:
    """Return the workbook as openpyxl saves it after a change."""
    book = opened(content)
    change(book)
    return stored(book)


def typed(content: bytes, sheet: str, cells: Mapping[str, object]) -> bytes:
    """Return the workbook after cells of one sheet were typed over."""

    def change(book: Workbook) -> None:
        for name, value in cells.items():
            put(book[sheet], name, value)

    return edited(content, change)


def put(sheet: Worksheet, name: str, value: object) -> None:
    """Type a value into a cell."""
    sheet[name].value = value


def insert_rows(sheet: Worksheet, row: int, count: int = 1) -> None:
    """Insert rows above one; merged cells move along, as in Excel."""
    merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    sheet.insert_rows(row, count)
    for area in merged:
        if area.min_row >= row:
            area.shift(row_shift=count)
        elif area.max_row >= row:
            area.expand(down=count)
        sheet.merge_cells(area.coord)


def delete_rows(sheet: Worksheet, row: int, count: int = 1) -> None:
    """Delete rows; merged cells in them go, those below move up, as in Excel."""
    merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    sheet.delete_rows(row, count)
    for area in merged:
        if row <= area.min_row < row + count:
            continue
        if area.min_row >= row + count:
            area.shift(row_shift=-count)
        sheet.merge_cells(area.coord)


def insert_column(sheet: Worksheet, column: int) -> None:
    """Insert a column before one; merged cells move along or widen, as in Excel."""
    merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    sheet.insert_cols(column)
    for area in merged:
        if area.min_col >= column:
            area.shift(col_shift=1)
        elif area.max_col >= column:
            area.expand(right=1)
        sheet.merge_cells(area.coord)


def delete_column(sheet: Worksheet, column: int) -> None:
    """Delete a column; merged cells move along or shrink, as in Excel."""
    merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
    for area in merged:
        sheet.unmerge_cells(area.coord)
    sheet.delete_cols(column)
    for area in merged:
        if area.min_col > column:
            area.shift(col_shift=-1)
        elif area.max_col >= column:
            area.shrink(right=1)
        if area.size["rows"] * area.size["columns"] > 1:
            sheet.merge_cells(area.coord)


def copied(content: bytes, *, with_stamp: bool) -> bytes:
    """Return a new file of openpyxl's into which every cell was copied, sheet by sheet."""
    return repacked(saved_again.copied(content, with_stamp=with_stamp))


def by_libreoffice(content: bytes, kind: str) -> bytes:
    """Return the workbook as LibreOffice saves it: xlsx, ods or xls."""
    saved = saved_again.saved_as(content, kind)
    return saved if kind == "xls" else repacked(saved)

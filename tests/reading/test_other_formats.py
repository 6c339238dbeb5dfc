"""xls and ods: what is told beside their values, and what is refused before the reader sees it."""

from io import BytesIO
from struct import pack, pack_into

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from tests.reading.packages import packed, parts, row, sheet_xml
from tests.reading.saved_again import saved_as

from tonghop.core.cells import Sheet
from tonghop.core.errors import EncryptedWorkbook, MacroWorkbook, TruncatedWorkbook, UnreadableFile, UnsafeWorkbook
from tonghop.reading import read

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"


def ods(rows: str, styles: str = "", **more: str) -> bytes:
    """Make an OpenDocument spreadsheet of one sheet."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}" xmlns:text="{_TEXT}" '
        f'xmlns:calcext="{_CALC}" xmlns:style="{_STYLE}"><office:automatic-styles>{styles}</office:automatic-styles>'
        f'<office:body><office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": "<m/>", **more})


def cell(value: float, **attributes: object) -> str:
    more = "".join(f' table:{name.replace("_", "-")}="{one}"' for name, one in attributes.items())
    number = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {number}{more}><text:p>{value}</text:p></table:table-cell>"


def line(*cells: str, **attributes: object) -> str:
    more = "".join(f' table:{name.replace("_", "-")}="{one}"' for name, one in attributes.items())
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def first(content: bytes) -> Sheet:
    return read(content).sheets[0]


# OpenDocument.


def test_an_ods_is_read_with_its_errors_formulas_and_what_is_hidden() -> None:
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    uncached = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    sheet = first(ods(columns + line(cell(5), error, uncached) + line(cell(6), visibility="collapse")))
    assert [sheet.value(0, column) for column in range(3)] == [5.0, None, None]
    assert (sheet.errors, sheet.uncached) == ({(0, 1): "#DIV/0!"}, frozenset({(0, 2)}))
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({1}), frozenset({1, 2}))


def test_merged_cells_of_an_ods_are_told() -> None:
    spanned = cell(1, number_columns_spanned=2, number_rows_spanned=3)
    assert first(ods(line(spanned))).merged == ((0, 0, 2, 1),)


def test_rows_that_repeat_without_end_do_no_harm_unless_they_hold_something() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    assert first(ods(line(cell(1)) + line(blank, number_rows_repeated=1_048_575))).value(0, 0) == 1
    with pytest.raises(UnsafeWorkbook):
        read(ods(line(cell(1, number_columns_repeated=16_384), number_rows_repeated=1_048_576)))
    with pytest.raises(UnsafeWorkbook):
        read(ods(line(cell(1), number_rows_repeated=99_999_999)))


def test_an_ods_that_is_locked_holds_macros_or_a_dtd_is_refused() -> None:
    with pytest.raises(EncryptedWorkbook):
        read(ods(line(cell(1)), **{"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}))
    with pytest.raises(EncryptedWorkbook):
        read(ods(line(cell(1)), **{"encrypted-package": "x"}))
    with pytest.raises(MacroWorkbook):
        read(ods(line(cell(1)), **{"Basic/Standard/Module1.xml": "<x/>"}))
    assert first(ods(line(cell(1)), **{"Basic/script-lc.xml": "<x/>"})).value(0, 0) == 1
    with pytest.raises(UnsafeWorkbook):
        read(ods(line(cell(1)), **{"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}))


def test_old_fonts_of_an_ods_are_told() -> None:
    style = '<style:style style:name="ce1"><style:text-properties style:font-name=".VnTime"/></style:style>'
    sheet = first(ods(line(cell(1, style_name="ce1"), cell(2)), style))
    assert sheet.fonts == {(0, 0): ".VnTime"}


# Old Excel.


def old_excel() -> bytes:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Biểu 1")
    sheet.write_row(0, 0, [1, 2, 3])
    sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
    sheet.write_string(2, 0, "học tập")
    sheet.set_row(2, options={"hidden": True})
    sheet.set_column(1, 1, 9, None, {"hidden": True})
    sheet.merge_range("A5:B6", "gộp")
    book.close()
    return saved_as(content.getvalue(), "xls")


def test_an_xls_is_read_with_its_errors_and_what_is_hidden_or_merged() -> None:
    sheet = first(old_excel())
    assert (sheet.name, sheet.rows[0][:3], sheet.value(2, 0)) == ("Biểu 1", [1, 2, 3], "học tập")
    assert sheet.errors == {(1, 0): "#DIV/0!"}
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), frozenset({1}))
    assert sheet.merged == ((4, 0, 5, 1),)


def cyclic(place: int) -> bytes:
    """Make a compound file in which a chain of sectors leads back into itself."""
    content = bytearray(512 * 4)
    content[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    pack_into("<HH", content, 30, 9, 6)
    content[76:512] = b"\xff" * 436
    pack_into("<IIIIII", content, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    pack_into("<II", content, 68, 0xFFFFFFFE, 0)
    pack_into("<I", content, 76, 0)
    content[512:1024] = b"\xff" * 512
    pack_into("<II", content, 512, 0xFFFFFFFD, 0xFFFFFFFE)
    content[1024 : 1024 + 16] = "Workbook".encode("utf-16-le")
    pack_into("<HB", content, 1024 + 64, 18, 2)
    pack_into("<II", content, 1024 + 116, 2, 1 << 30)
    if place == 68:
        pack_into("<II", content, 68, 2, 1)
        content[1536:2048] = pack("<I", 2) * 128
    else:
        pack_into("<I", content, place, (place - 512) // 4)
    return bytes(content)


@pytest.mark.parametrize("place", [68, 516, 520])
def test_chains_that_lead_back_into_themselves_are_damage(place: int) -> None:
    with pytest.raises(TruncatedWorkbook):
        read(cyclic(place))


def test_an_xls_that_was_cut_off_is_damage() -> None:
    whole = old_excel()
    for kept in (600, 2_000, len(whole) - 2_000):
        with pytest.raises(UnreadableFile):
            read(whole[:kept])


# xlsx.


def test_hidden_rows_columns_and_merged_cells_of_an_xlsx_are_told() -> None:
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [1, 2, 3])
    sheet.write_number(3, 0, 4)
    sheet.set_row(3, options={"hidden": True})
    sheet.set_column(1, 2, 9, None, {"hidden": True})
    sheet.merge_range("E5:F6", 1)
    book.close()
    read_sheet = first(content.getvalue())
    assert (read_sheet.hidden_rows, read_sheet.hidden_columns) == (frozenset({3}), frozenset({1, 2}))
    assert read_sheet.merged == ((4, 4, 5, 5),)


def test_hidden_columns_are_told_whatever_is_said_of_them_first() -> None:
    """openpyxl writes “hidden” before the width, Excel after it."""
    content = BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append([1, 2, 3])
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[1].hidden = True
    book.save(content)
    sheet = first(content.getvalue())
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({0}), frozenset({1}))


def test_a_plain_xlsx_has_nothing_hidden() -> None:
    sheet = first(packed(parts(sheet_xml(row('<c r="A1"><v>1</v></c>')))))
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.merged, sheet.fonts) == (frozenset(), frozenset(), (), {})


def test_cells_in_an_old_font_are_told() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"], book.active["B1"] = "Häc tËp", "Học tập"
    book.active["A1"].font = Font(name=".VnTime")
    content = BytesIO()
    book.save(content)
    assert first(content.getvalue()).fonts == {(0, 0): ".VnTime"}

"""Bytes become sheets, or are refused by what they are."""

import functools
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from tests.reading.packages import one_sheet, packed, parts, row, sheet_xml, strings_xml

from tonghop.core.cells import Sheet
from tonghop.core.definitions import Text
from tonghop.core.errors import (
    EmptyFile,
    EncryptedWorkbook,
    MacroWorkbook,
    NotAWorkbook,
    TruncatedWorkbook,
    UnreadableFile,
    UnsafeWorkbook,
)
from tonghop.reading import read

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def written(**options: object) -> tuple[BytesIO, xlsxwriter.Workbook]:
    content = BytesIO()
    return content, xlsxwriter.Workbook(content, {"in_memory": True, **options})


def first(content: bytes) -> Sheet:
    return read(content).sheets[0]


# What is read.


def test_cells_are_read_from_a1_with_their_types() -> None:
    content, book = written()
    sheet = book.add_worksheet("Biểu 1")
    sheet.write_string(2, 1, "3.640")
    sheet.write_number(2, 2, 3.64)
    sheet.write_boolean(2, 3, boolean=True)
    sheet.write_datetime(2, 4, datetime(2019, 12, 17), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
    sheet.write_formula(3, 1, "=C3*2", None, 7.28)
    sheet.write_formula(3, 2, '=B3&"0"', None, "3.6400")
    book.close()
    read_sheet = first(content.getvalue())
    assert read_sheet.name == "Biểu 1"
    assert read_sheet.rows[:2] == [[None] * 5] * 2
    assert read_sheet.rows[2] == [None, "3.640", 3.64, True, date(2019, 12, 17)]
    assert (read_sheet.value(3, 1), read_sheet.value(3, 2), read_sheet.value(99, 99)) == (7.28, "3.6400", None)
    assert (read_sheet.errors, read_sheet.uncached) == ({}, frozenset())


def test_days_are_the_same_when_counted_from_1904() -> None:
    content, book = written(date_1904=True)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    book.add_worksheet().write_datetime(0, 0, datetime(2020, 2, 29), day)  # noqa: DTZ001
    book.close()
    assert first(content.getvalue()).value(0, 0) == date(2020, 2, 29)


def test_hidden_sheets_are_read_and_marked() -> None:
    content, book = written()
    book.add_worksheet("A").write_number(0, 0, 1)
    book.add_worksheet("B").hide()
    book.add_worksheet("C").very_hidden()
    book.close()
    assert [(sheet.name, sheet.visible) for sheet in read(content.getvalue()).sheets] == [
        ("A", True),
        ("B", False),
        ("C", False),
    ]


def test_a_chart_sheet_is_left_out() -> None:
    content, book = written()
    book.add_worksheet("A").write_number(0, 0, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=A!$A$1"})
    book.add_chartsheet("Biểu đồ").set_chart(chart)
    book.add_worksheet("B").write_number(0, 0, 2)
    book.close()
    assert [(sheet.name, sheet.value(0, 0)) for sheet in read(content.getvalue()).sheets] == [("A", 1), ("B", 2)]


def test_errors_are_told_from_blanks() -> None:
    cells = one_sheet('<c r="A1" t="e"><v>#REF!</v></c>', '<c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="C1"/>')
    sheet = first(cells)
    assert sheet.errors == {(0, 0): "#REF!", (0, 1): "#DIV/0!"}
    assert (sheet.value(0, 0), sheet.value(0, 1)) == (None, None)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"])
def test_an_error_of_newer_excel_does_not_cost_the_sheet(error: str) -> None:
    sheet = first(one_sheet(f'<c r="A1" t="e"><v>{error}</v></c>', '<c r="B1"><v>5</v></c>'))
    assert (sheet.errors, sheet.value(0, 1)) == ({(0, 0): error}, 5)


@pytest.mark.parametrize(
    ("cell", "uncached"),
    [
        ('<c r="B2"><f>SUM(A1:A9)</f></c>', True),
        ('<c r="B2"><f>SUM(A1:A9)</f><v></v></c>', True),
        ('<c r="B2"><f>SUM(A1:A9)</f><v/></c>', True),
        ('<c r="B2"><f t="shared" si="0"/></c>', True),
        ('<c r="B2" t="str"><f>A1&amp;""</f></c>', True),
        ('<c r="B2" t="str"><f>A1&amp;""</f><v></v></c>', False),
        ('<c r="B2"><f>SUM(A1:A9)</f><v>0</v></c>', False),
        ('<c r="B2"><f t="shared" si="0"/><v>3</v></c>', False),
    ],
)
def test_a_formula_without_a_value_is_told_from_a_blank(cell: str, uncached: bool) -> None:  # noqa: FBT001
    sheet = first(packed(parts(sheet_xml(row('<c r="A1"><v>1</v></c>') + row(cell, number=2)))))
    assert ((1, 1) in sheet.uncached) is uncached


def test_a_workbook_saved_by_a_program_that_does_not_compute_has_no_values_in_its_formulas() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = 2
    book.active["B1"] = "=A1*2"
    content = BytesIO()
    book.save(content)
    sheet = first(content.getvalue())
    assert (sheet.value(0, 0), sheet.uncached) == (2, frozenset({(0, 1)}))


def test_rows_that_are_only_formatted_are_clipped() -> None:
    ghosts = "".join(f'<row r="{n}" s="1"><c r="A{n}" s="1"/><c r="XFD{n}" s="1"/></row>' for n in (2, 1_048_576))
    sheet = first(packed(parts(sheet_xml(row('<c r="A1"><v>1</v></c>') + ghosts))))
    assert sheet.rows == [[1]]


def test_an_area_stated_in_whole_rows_does_not_matter() -> None:
    xml = sheet_xml(row('<c r="A1"><v>1</v></c>')).replace("<sheetData>", '<dimension ref="1:4"/><sheetData>')
    assert first(packed(parts(xml))).value(0, 0) == 1


def test_an_unusual_namespace_prefix_does_not_matter() -> None:
    xml = sheet_xml(row('<c r="A1" t="e"><v>#N/A</v></c>', '<c r="B1"><v>2</v></c>'))
    prefixed = xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    sheet = first(packed(parts(prefixed)))
    assert (sheet.errors, sheet.value(0, 1)) == ({(0, 0): "#N/A"}, 2)


# What is refused.


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "a workbook from before Excel 5.0"),
        (_COMPOUND + "WordDocument".encode("utf-16-le"), "an old Word document, .doc"),
        (_COMPOUND, "an unknown kind of file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x00\x00\x18ftypheic", "a picture"),
        (b"Rar!\x1a\x07", "an archive"),
        (b"PK\x05\x06" + bytes(18), "an empty archive"),
        (b"<!DOCTYPE html><html><table>", "a web page, HTML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "an XML file"),
        ("Đơn vị;Số người\nXã A;5".encode(), "plain text or CSV"),
        ("\ufeffĐơn vị".encode("utf-16-le"), "plain text or CSV"),
        (b"\x01\x02\x03\x04\x05", "an unknown kind of file"),
        (packed({"a.txt": "x"}), "an archive that holds no workbook"),
        (packed({"word/document.xml": "<x/>"}), "a Word document"),
        (packed({"mimetype": "x", "content.xml": "<x/>"}), "an OpenDocument file that is no spreadsheet"),
        (packed({"xl/workbook.bin": "x"}), "a binary Excel workbook, .xlsb"),
    ],
)
def test_what_is_no_workbook_is_called_by_its_name(content: bytes, found: str) -> None:
    with pytest.raises(NotAWorkbook) as refusal:
        read(content)
    named = refusal.value.parameters["found"]
    assert isinstance(named, Text)
    assert named.en == found
    assert found in str(refusal.value)


def test_an_empty_file_is_refused_as_empty() -> None:
    with pytest.raises(EmptyFile):
        read(b"")


def test_an_encrypted_workbook_asks_for_its_password_to_be_removed() -> None:
    with pytest.raises(EncryptedWorkbook):
        read(_COMPOUND + "EncryptedPackage".encode("utf-16-le"))
    locked = bytearray(one_sheet('<c r="A1"><v>1</v></c>'))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(EncryptedWorkbook):
        read(bytes(locked))


@pytest.mark.parametrize("kept", [4, 40, 300, -1])
def test_a_workbook_that_was_cut_off_is_refused_as_damaged(kept: int) -> None:
    with pytest.raises(TruncatedWorkbook):
        read(one_sheet('<c r="A1"><v>1</v></c>')[:kept])


def test_bytes_lost_within_are_refused_as_damage() -> None:
    whole = bytearray(one_sheet(*(f'<c r="{letter}1"><v>{ord(letter)}</v></c>' for letter in "ABCDEF")))
    place = whole.index(b"sheet1.xml") + len("sheet1.xml") + 20
    whole[place : place + 8] = bytes(8)
    with pytest.raises(TruncatedWorkbook):
        read(bytes(whole))
    with pytest.raises(TruncatedWorkbook):
        read(bytes(4096))


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_part_that_is_missing_is_damage(missing: str) -> None:
    contents = parts(sheet_xml(""))
    del contents[missing]
    with pytest.raises(TruncatedWorkbook):
        read(packed(contents))


@pytest.mark.parametrize("xml", ["", "<worksheet>", "no XML", sheet_xml("").replace("sheetData", "sheetDada", 1)])
def test_broken_xml_is_damage(xml: str) -> None:
    with pytest.raises(TruncatedWorkbook):
        read(packed(parts(xml)))


def test_macros_are_refused() -> None:
    contents = parts(sheet_xml(""))
    with pytest.raises(MacroWorkbook):
        read(packed({**contents, "xl/vbaProject.bin": "x"}))
    with pytest.raises(MacroWorkbook):
        read(packed(parts(sheet_xml(""), main="application/vnd.ms-excel.sheet.macroEnabled.main+xml")))


def _among_pictures_or_alike(plain: Mapping[str, str], cell: str) -> dict[str, bytes]:
    """Sheets that a check by name or by folder would pass over, though they are read."""
    relations, sheet = "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"
    moved = plain[relations].replace("worksheets/sheet1.xml", "media/sheet1.png")
    far = sheet_xml(row(cell, '<c r="XFD1048576"><v>1</v></c>'))
    two = parts(far, sheet_xml(row(cell)))
    alike = two["xl/workbook.xml"].replace("Trang 2", "Trang 1")
    return {
        "a sheet among the pictures": packed({**plain, relations: moved, "xl/media/sheet1.png": plain[sheet]}),
        "two sheets of one name": packed({**two, "xl/workbook.xml": alike}),
    }


@functools.cache
def unsafe_files() -> dict[str, bytes]:
    """Files that would end the reader's process, hang it, or read as something else than Excel shows."""
    cell = '<c r="A1"><v>1</v></c>'
    plain = parts(sheet_xml(row(cell)))
    dtd = '<!DOCTYPE x [<!ENTITY a "b">]>'
    overlapping = bytearray(packed({**plain, "xl/media/a.png": "A" * 50, "xl/media/b.png": "B" * 50}))
    first_entry, second_entry = overlapping.index(b"PK\x01\x02"), overlapping.rindex(b"PK\x01\x02")
    overlapping[second_entry + 42 : second_entry + 46] = overlapping[first_entry + 42 : first_entry + 46]
    twice = strings_xml([], 0).replace("uniqueCount", 'uniqueCount="4294967295" uniqueCount')
    shared = '<c r="A{0}" t="s"><v>0</v></c>'
    long_text = strings_xml(["x" * 32_000])
    swollen = "".join(row(shared.format(n), number=n) for n in range(1, 9_000)) * 4
    return {
        "a far cell beside A1": one_sheet(cell, '<c r="XFD1048576"><v>1</v></c>'),
        "a far cell alone": one_sheet('<c r="XFD1048576" t="str"><v> </v></c>'),
        "a far cell, its attributes turned": one_sheet(cell, "<c t='n' r='XFD1048576'><v>1</v></c>"),
        "a far cell under a prefix": one_sheet(cell, '<q:c xmlns:q="x" r="XFD1048576"><v>1</v></q:c>'),
        "a lying count said twice": packed({**plain, "xl/sharedStrings.xml": twice}),
        "a far row of cells without places": packed(parts(sheet_xml(row(cell) + row("<c><v>1</v></c>", number=10**7)))),
        "a long column": packed(parts(sheet_xml(row('<c r="AZ99999"><v>1</v></c>')))),
        "a place that is none": one_sheet('<c r="AAAAAAA99999999999"><v>1</v></c>'),
        "a lying count of texts": packed({**plain, "xl/sharedStrings.xml": strings_xml([], 4_294_967_295)}),
        "a DTD in a sheet": packed(parts(dtd + sheet_xml(row(cell)))),
        "a DTD in the workbook": packed({**plain, "xl/workbook.xml": dtd + plain["xl/workbook.xml"]}),
        "a DTD in the texts": packed({**plain, "xl/sharedStrings.xml": dtd + strings_xml([])}),
        "XML in UTF-16": packed({**plain, "xl/sharedStrings.xml": strings_xml([], 4_294_967_295).encode("utf-16")}),
        "deep nesting": packed(parts(sheet_xml("<a>" * 5000 + "</a>" * 5000 + row("<c><v>1</v></c>")))),
        "too many sheets": packed(parts(*[sheet_xml("")] * 256)),
        "sheets that share a part": packed(
            {
                **parts(sheet_xml(row(cell)), sheet_xml("")),
                "xl/_rels/workbook.xml.rels": parts(sheet_xml(""), "")["xl/_rels/workbook.xml.rels"].replace(
                    "2.xml", "1.xml"
                ),
            }
        ),
        **_among_pictures_or_alike(plain, cell),
        "a part twice": packed(plain, ("xl/worksheets/sheet1.xml", sheet_xml(""))),
        "a part outside": packed({**plain, "../evil.xml": "<x/>"}),
        "parts that overlap": bytes(overlapping),
        "a long text very often": packed(
            {**parts(sheet_xml(swollen)), "xl/sharedStrings.xml": long_text},
        ),
    }


@pytest.mark.parametrize("name", unsafe_files())
def test_what_could_stop_the_service_is_refused(name: str) -> None:
    with pytest.raises(UnsafeWorkbook) as refusal:
        read(unsafe_files()[name])
    assert isinstance(refusal.value.parameters["found"], Text)


def test_a_far_cell_that_says_its_place_twice_does_not_reach_the_reader() -> None:
    with pytest.raises(TruncatedWorkbook):
        read(one_sheet('<c r="A1"><v>1</v></c>', '<c r="B1" r="XFD1048576"><v>1</v></c>'))


def test_what_is_too_much_when_unpacked_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {**parts(sheet_xml("")), "xl/sharedStrings.xml": strings_xml(["x" * 100_000])}
    pictures = {**contents, "xl/media/large.png": "A" * 200_000}
    monkeypatch.setattr("tonghop.reading.gate.MAX_UNPACKED", 110_000)
    assert len(read(packed(pictures)).sheets) == 1
    monkeypatch.setattr("tonghop.reading.gate.MAX_UNPACKED", 90_000)
    with pytest.raises(UnsafeWorkbook, match="unpacked"):
        read(packed(contents))


def test_a_far_cell_is_named_so_that_the_clerk_can_clear_it() -> None:
    with pytest.raises(UnsafeWorkbook, match="XFD1048576"):
        read(one_sheet('<c r="XFD1048576"><v>1</v></c>'))


def test_a_panic_of_the_reader_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        """What calamine's panics arrive as."""

    class Panicking:
        raised: BaseException = PanicException()

        @classmethod
        def from_filelike(cls, _content: BytesIO) -> None:
            raise cls.raised

    monkeypatch.setattr("tonghop.reading.values.CalamineWorkbook", Panicking)
    with pytest.raises(TruncatedWorkbook):
        read(one_sheet())
    monkeypatch.setattr(Panicking, "raised", KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        read(one_sheet())


def test_every_refusal_is_one_kind_of_error() -> None:
    refusals = (EmptyFile, NotAWorkbook, EncryptedWorkbook, TruncatedWorkbook, MacroWorkbook, UnsafeWorkbook)
    assert all(issubclass(refusal, UnreadableFile) for refusal in refusals)

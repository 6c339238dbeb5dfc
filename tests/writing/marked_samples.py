"""Workbooks that hold what other libraries lose, findings for them, and ways to look into packages."""

import struct
import warnings
import zlib
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from lxml import etree
from openpyxl import Workbook, load_workbook
from tests.reading.packages import packed, parts

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Text
from tonghop.core.findings import Finding
from tonghop.sentences import Said, say_finding

SHEET, QUIET_SHEET = "Biểu 1 - O'Số liệu", "Ghi riêng"
HIS_NOTE, HIS_OTHER_NOTE = "Số này hỏi lại\nchị kế toán", "Đã đối chiếu"
PARTS_OF_MARKS = ("[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")


def say(finding: Finding) -> Said:
    return say_finding(finding, "vi")


def wrong(row: int, column: int, code: str = "number_expected", sheet: str = SHEET) -> Finding:
    parameters: dict[str, str | int | Text] = {"label": "Triệu tập", "maximum": 5}
    return Finding(code, CellRef(sheet, row, column), read="mười\nhai", expected="12", parameters=parameters)


FINDINGS = (
    wrong(2, 1, "read_differently"),
    wrong(4, 2, "given_changed"),
    wrong(1, 1),
    wrong(4, 2),
    wrong(30, 6),
    Finding("stamp_missing"),
    Finding("sheet_unfilled", sheet=QUIET_SHEET, parameters={"title": "Biểu"}),
    wrong(0, 0, sheet="Không có trang này"),
)


def picture() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header, pixels = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0), zlib.compress((b"\x00" + b"\xcc\x00\x00" * 2) * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def rich(*, notes: bool = True, constant_memory: bool = False) -> bytes:
    """Return a workbook with cached values, a chart, a picture, sparklines, a text box, rich text, formats, notes."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "constant_memory": constant_memory}) as book:
        sheet, quiet = book.add_worksheet(SHEET), book.add_worksheet(QUIET_SHEET)
        sheet.write_rich_string(0, 0, "Số ", book.add_format({"bold": True, "color": "red"}), "đậm", " thường")
        for row in range(1, 8):
            sheet.write_row(row, 0, [row, row * 2, row * 3, row / 7])
            sheet.write_formula(row, 4, f"=B{row + 1}+C{row + 1}", None, row * 5)
        sheet.conditional_format("B2:C8", {"type": "cell", "criteria": ">", "value": 3, "format": book.add_format()})
        sheet.conditional_format("D2:D8", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("F2", {"range": f"'{SHEET.replace(chr(39), chr(39) * 2)}'!A2:D2"})
        sheet.insert_textbox("H2", "Hộp chữ")
        sheet.insert_image("H12", "a.png", {"image_data": BytesIO(picture())})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": [SHEET, 1, 1, 7, 1]})
        sheet.insert_chart("H18", chart)
        if notes:
            sheet.write_comment("C5", HIS_NOTE, {"author": "Văn thư"})
            sheet.write_comment("A3", HIS_OTHER_NOTE, {"author": "Văn thư"})
        sheet.protect()
        sheet.data_validation("A2:A8", {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.write_url("A20", "https://example.org/")
        sheet.set_header("&CĐầu trang")
        quiet.write(0, 0, "[KT] chữ của tôi")
        quiet.insert_button("B2", {"caption": "Nút"})
    return buffer.getvalue()


def prefixed() -> bytes:
    """Return a workbook whose every element has a prefix, its texts in the cells, without styles."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = '<x:c r="B2" t="inlineStr"><x:is><x:t> mười  hai </x:t></x:is></x:c><x:c r="C2"><x:v>3</x:v></x:c>'
    sheet = f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row r="2">{cells}</x:row></x:sheetData></x:worksheet>'
    made = parts(sheet.replace("<x:worksheet", "<x:worksheet", 1))
    made["xl/workbook.xml"] = (
        made["xl/workbook.xml"]
        .replace("xmlns=", "xmlns:x=")
        .replace("<workbook", "<x:workbook")
        .replace("</workbook", "</x:workbook")
        .replace("<sheets", "<x:sheets")
        .replace("</sheets", "</x:sheets")
        .replace("<sheet ", "<x:sheet ")
        .replace("Trang 1", "Biểu 1 - O&apos;Số liệu")
    )
    kinds = made["[Content_Types].xml"]
    usual = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    override = f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{worksheet}"/></Types>'
    made["[Content_Types].xml"] = kinds.replace("<Override", f"{usual}<Override", 1).replace("</Types>", override)
    return packed(made)


def opened(content: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl warns of what it does not keep, which is why
        return load_workbook(BytesIO(content))


def unpacked(content: bytes) -> Mapping[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return MappingProxyType({info.filename: archive.read(info) for info in archive.infolist()})


def meaning(content: bytes) -> Mapping[str, bytes]:
    """Return the parts as canonical XML where they are XML, their bytes otherwise."""
    return {name: _canonical(name, part) for name, part in unpacked(content).items()}


def _canonical(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    return etree.tostring(etree.fromstring(part), method="c14n")


def patched(content: bytes, name: str, old: str, new: str) -> bytes:
    """Change one place of one part, as no library would."""
    found = dict(unpacked(content))
    text = found[name].decode()
    assert text.count(old) == 1, (name, old, text.count(old))
    found[name] = text.replace(old, new).encode()
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for part, data in found.items():
            archive.writestr(part, data)
    return buffer.getvalue()

"""Files that are no workbooks, or none that can be read."""

import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZipFile

from tests.golden.build.editing import part, patched, repacked
from tests.golden.build.saving import small

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def _with_macros() -> bytes:
    types = part(small(), "[Content_Types].xml")
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    parts = {"[Content_Types].xml": types.replace(plain, macro).encode(), "xl/vbaProject.bin": b"Sub Auto_Open()"}
    return repacked(small(), parts)


def _protected() -> bytes:
    """An encrypted package as Excel wraps it: two streams of a compound file."""
    return _compound(
        {"EncryptionInfo": b"\x04\x00\x04\x00\x40\x00\x00\x00<encryption/>", "EncryptedPackage": bytes(64)}
    )


def _compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file; every stream is filled up to the size from which it has sectors of its own."""
    bodies = [content.ljust(8 * _SECTOR, b"\x00") for content in streams.values()]
    table = [_TABLE, _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for name, body in zip(streams, bodies, strict=True):
        start, count = len(table), len(body) // _SECTOR
        table += [*range(start + 1, start + count), _END]
        right = len(entries) + 1 if len(entries) < len(streams) else _FREE
        entries.append(_entry(name, 2, start, len(body), right=right))
    entries += [bytes(128)] * (4 - len(entries))
    table += [_FREE] * (_SECTOR // 4 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0) + struct.pack("<I", _FREE) * 108
    return head + struct.pack(f"<{len(table)}I", *table) + b"".join(entries) + b"".join(bodies)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _renamed_text() -> bytes:
    return "STT;Ngày;Tên hội nghị;Triệu tập\n1;18/03/2022;Hội nghị học tập;18\n".encode()


def _renamed_web_page() -> bytes:
    return "<html><body><table><tr><td>Triệu tập</td><td>18</td></tr></table></body></html>".encode()


def _renamed_pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def _archive() -> bytes:
    """The workbook in an archive, whose name was given to it."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("Bao cao.xlsx", small())
    return repacked(packed.getvalue())


def _word_document() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return repacked(packed.getvalue())


def _far_cell() -> bytes:
    """A figure in the very last cell of a sheet: reading it would fill the memory."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return patched(small(), "xl/worksheets/sheet2.xml", lambda xml: xml.replace("</sheetData>", cell))


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "macros.xlsm": _with_macros,
    "macros-renamed.xlsx": _with_macros,
    "protected.xlsx": _protected,
    "text-renamed.xlsx": _renamed_text,
    "web-page-renamed.xls": _renamed_web_page,
    "pdf-renamed.xlsx": _renamed_pdf,
    "archive-renamed.xlsx": _archive,
    "word-renamed.xlsx": _word_document,
    "empty.xlsx": lambda: b"",
    "truncated.xlsx": lambda: small()[:12_000],
    "far-cell.xlsx": _far_cell,
}

"""What bytes are, told from how they begin: what cannot be a workbook is refused by its name."""

from collections.abc import Mapping
from enum import Enum, auto

from tonghop.core.definitions import Text
from tonghop.core.errors import EmptyFile, EncryptedWorkbook, NotAWorkbook, TruncatedWorkbook
from tonghop.reading.google import is_snapshot

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_BEFORE_EXCEL_5 = Text(vi="tệp Excel trước bản 5.0", en="a workbook from before Excel 5.0")
_PICTURE = Text(vi="một tệp ảnh", en="a picture")
_ARCHIVE = Text(vi="một tệp nén", en="an archive")
_TEXT = Text(vi="tệp văn bản thuần hoặc CSV", en="plain text or CSV")
_HTML = Text(vi="trang web HTML", en="a web page, HTML")
_XML = Text(vi="tệp XML", en="an XML file")
_UNKNOWN = Text(vi="loại tệp không rõ", en="an unknown kind of file")

_BEGINNINGS: Mapping[bytes, Text] = {
    b"%PDF": Text(vi="tệp PDF", en="a PDF"),
    b"{\\rtf": Text(vi="văn bản RTF", en="an RTF document"),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\x00": _PICTURE,
    b"MM\x00*": _PICTURE,
    b"RIFF": _PICTURE,
    b"Rar!": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"\x09\x00\x04\x00": _BEFORE_EXCEL_5,
    b"\x09\x02\x06\x00": _BEFORE_EXCEL_5,
    b"\x09\x04\x06\x00": _BEFORE_EXCEL_5,
    b"\x09\x08": _BEFORE_EXCEL_5,
}
_PHONE_PICTURE = b"ftyp"

WORKBOOK_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_STREAMS: Mapping[str, Text] = {
    "WordDocument": Text(vi="tệp Word cũ .doc", en="an old Word document, .doc"),
    "PowerPoint Document": Text(vi="tệp PowerPoint cũ .ppt", en="an old PowerPoint file, .ppt"),
}
"""What a compound file is, told from the names of its streams."""


class Container(Enum):
    """What a workbook is wrapped in."""

    PACKAGE = auto()
    """A zip archive: xlsx or ods."""
    COMPOUND = auto()
    """A compound file: xls."""
    SNAPSHOT = auto()
    """What is kept of a spreadsheet shared on Google."""


def recognise(content: bytes) -> Container:
    """Return what the bytes are wrapped in; raises EmptyFile, NotAWorkbook and their kin for all but workbooks."""
    if not content:
        raise EmptyFile
    if content.startswith(_ZIP):
        return Container.PACKAGE
    if content.startswith(_COMPOUND):
        return Container.COMPOUND
    if is_snapshot(content):
        return Container.SNAPSHOT
    if not content.strip(b"\x00"):
        raise TruncatedWorkbook
    raise NotAWorkbook(found=_named(content))


def refuse_other_compounds(content: bytes) -> None:
    """Refuse a compound file that holds no workbook, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise EncryptedWorkbook
    if not any(name.encode("utf-16-le") in content for name in WORKBOOK_STREAMS):
        found = next((kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") in content), _UNKNOWN)
        raise NotAWorkbook(found=found)


def _named(content: bytes) -> Text:
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(_EMPTY_ZIP):
        return Text(vi="tệp nén rỗng", en="an empty archive")
    if content[4:8] == _PHONE_PICTURE:
        return _PICTURE
    return _named_text(content)


def _named_text(content: bytes) -> Text:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head")):
        return _HTML
    if start.startswith(b"<?xml"):
        return _HTML if b"<html" in start else _XML
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or all(byte >= ord(" ") or byte in b"\t\r\n" for byte in start):
        return _TEXT
    return _UNKNOWN

"""The gate: lets only such packages through to the reader as it can read in bounded memory.

The reader allocates by what a file *says* (where its cells stand, how many strings it has), so a
file of 2 kB can end the process. Here each limit is looked at before the reader sees the bytes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from struct import Struct
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import MAX_WBITS, crc32, decompressobj
from zlib import error as zlib_error

from tonghop.core.definitions import Text
from tonghop.core.errors import EncryptedWorkbook, MacroWorkbook, NotAWorkbook, TruncatedWorkbook, UnsafeWorkbook

MAX_CONTENT = 64 << 20
"""Bytes of a file as it is sent, pictures and all."""
MAX_UNPACKED = 128 << 20
"""Bytes of all XML parts together, unpacked."""
MAX_PARTS = 5_000
MAX_STRINGS = 500_000
MAX_TEXT = 1 << 30
"""Bytes that the texts of one sheet's cells could take: each stands once in the file, but once per cell in memory."""

_ENCRYPTED_FLAG = 0x1
_LOCAL_HEADER = 30
_LENGTHS = Struct("<HH")
"""The last fields of a local header: how long the name and the extra field after it are."""
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_STRING = b"<si"
_TOO_MANY_TEXTS = Text(vi="quá nhiều chuỗi ký tự", en="too many texts")
_UNIQUE = b"uniqueCount"
_UNIQUE_COUNT = re.compile(rb"uniqueCount\s*=\s*[\"'](\d{1,20})[\"']")

_OTHER_PACKAGES: Mapping[str, Text] = {
    "xl/workbook.bin": Text(vi="tệp Excel nhị phân .xlsb", en="a binary Excel workbook, .xlsb"),
    "word/document.xml": Text(vi="tệp Word", en="a Word document"),
    "ppt/presentation.xml": Text(vi="tệp PowerPoint", en="a PowerPoint file"),
    "content.xml": Text(vi="tệp OpenDocument không phải bảng tính", en="an OpenDocument file that is no spreadsheet"),
    "index/document.iwa": Text(vi="tệp Apple Numbers", en="an Apple Numbers file"),
}


@dataclass(frozen=True, slots=True)
class Package:
    """A package's bytes and its parts, found by their name in small letters."""

    content: bytes
    parts: Mapping[str, ZipInfo]
    _unpacked: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return an XML part; raises TruncatedWorkbook where it is missing or damaged, UnsafeWorkbook by its coding."""
        if name not in self._unpacked:
            part = self.raw(name)
            if b"\x00" in part[:512]:
                unsafe(Text(vi="phần XML không viết bằng UTF-8", en="XML that is not written in UTF-8"))
            self._unpacked[name] = part
        return self._unpacked[name]

    def raw(self, name: str) -> bytes:
        """Return a part's bytes, no more than its directory entry says; raises TruncatedWorkbook."""
        info = self.parts.get(name.lower())
        if info is None:
            raise TruncatedWorkbook
        start = info.header_offset + _LOCAL_HEADER
        name_length, extra_length = _LENGTHS.unpack(self.content[start - _LENGTHS.size : start].ljust(_LENGTHS.size))
        packed = self.content[start + name_length + extra_length :][: info.compress_size]
        part = packed if info.compress_type == ZIP_STORED else _inflated(packed, info.file_size)
        if len(part) != info.file_size or crc32(part) != info.CRC:
            raise TruncatedWorkbook
        return part


def _inflated(packed: bytes, size: int) -> bytes:
    # A step of its own and not zipfile's: half the time of reading a workbook's 20 small parts.
    try:
        return decompressobj(-MAX_WBITS).decompress(packed, size + 1)
    except zlib_error as problem:
        raise TruncatedWorkbook from problem


def unsafe(found: Text) -> NoReturn:
    """Refuse a workbook for what was found."""
    raise UnsafeWorkbook(found=found)


def open_package(content: bytes) -> Package:
    """Open a workbook's package after looking at its directory; raises a kind of UnreadableFile."""
    if len(content) > MAX_CONTENT:
        unsafe(Text(vi="tệp quá lớn", en="a very large file"))
    try:
        infos = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, EOFError, NotImplementedError) as problem:
        raise TruncatedWorkbook from problem
    _refuse_unsafe_directory(infos, len(content))
    parts = {_part_name(info): info for info in infos if not info.is_dir()}
    return Package(content, parts)


def refuse_unsafe_xlsx(package: Package) -> None:
    """Refuse a package that is none of Excel's, holds macros or says of its texts what is not so."""
    _refuse_other_packages(package.parts)
    _refuse_macros(package)
    _refuse_lying_strings(package)


def _part_name(info: ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/").lower()


def _refuse_unsafe_directory(infos: list[ZipInfo], size: int) -> None:
    names = [_part_name(info) for info in infos]
    if len(infos) > MAX_PARTS:
        unsafe(Text(vi="quá nhiều phần", en="too many parts"))
    if len(set(names)) != len(names) or any(".." in name.split("/") for name in names):
        unsafe(Text(vi="tên các phần không hợp lệ", en="parts that are named alike or stand outside it"))
    if any(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
        raise EncryptedWorkbook
    if any(info.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for info in infos):
        unsafe(Text(vi="cách nén lạ", en="an unusual compression"))
    if sum(info.file_size for info, name in zip(infos, names, strict=True) if not is_picture(name)) > MAX_UNPACKED:
        unsafe(Text(vi="quá lớn khi giải nén", en="very large when unpacked"))
    if _overlap(infos, size):
        unsafe(Text(vi="các phần chồng lên nhau", en="parts that overlap"))


def is_picture(name: str) -> bool:
    """Tell the pictures and embedded files, which are never unpacked: their size does not matter."""
    return name.startswith(("xl/media/", "xl/embeddings/")) and not name.endswith((".xml", ".rels"))


def _overlap(infos: list[ZipInfo], size: int) -> bool:
    ordered = sorted(infos, key=lambda info: info.header_offset)
    ends = [info.header_offset + _LOCAL_HEADER + len(info.filename) + info.compress_size for info in ordered]
    starts = [*(info.header_offset for info in ordered[1:]), size]
    return any(end > start for end, start in zip(ends, starts, strict=True))


def _refuse_other_packages(parts: Mapping[str, ZipInfo]) -> None:
    found = next((kind for name, kind in _OTHER_PACKAGES.items() if name in parts), None)
    if found is not None:
        raise NotAWorkbook(found=found)


def _refuse_macros(package: Package) -> None:
    if any(name.endswith(_MACRO_PARTS) or name.startswith("xl/macrosheets/") for name in package.parts):
        raise MacroWorkbook
    if "[content_types].xml" in package.parts and b"macroEnabled" in package.read("[Content_Types].xml"):
        raise MacroWorkbook


def _refuse_lying_strings(package: Package) -> None:
    # The reader makes room for as many strings as the part says it has.
    for content in shared_strings(package):
        declared = [int(count) for count in _UNIQUE_COUNT.findall(content)]
        if len(declared) < content.count(_UNIQUE) or max(declared, default=0) > MAX_STRINGS:
            unsafe(_TOO_MANY_TEXTS)
        if len(content) > MAX_STRINGS * len(_STRING) and content.count(_STRING) > MAX_STRINGS:
            unsafe(_TOO_MANY_TEXTS)
        root = content.find(b"<sst")
        if b"<!DOCTYPE" in (content if root < 0 else content[:root]):
            unsafe(Text(vi="khai báo DTD", en="a DTD"))


def shared_strings(package: Package) -> Iterator[bytes]:
    """Yield the part that holds the texts of the cells, where there is one."""
    for name in package.parts:
        if name.endswith("sharedstrings.xml"):
            yield package.read(name)

"""Archives of workbooks: told from a workbook, which is an archive too, and opened within limits."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from tonghop.core.errors import TooLargeEntry, UnreadableEntry, UnreadableFile, marked

_OFFICE_MARK = "[Content_Types].xml"
LARGEST_ENTRY = 64 << 20
"""Bytes; no more of a file is ever read."""
_LARGEST, _MOST = 512 << 20, 5_000
_TROUBLES = (OSError, RuntimeError, NotImplementedError, EOFError, ValueError, zipfile.BadZipFile, zlib.error)


class TooLargeArchive(UnreadableFile):
    message = marked("The archive holds more than {most} files or {limit} MB. Send it in parts.")


def is_archive(file: Path | IO[bytes]) -> bool:
    """Tell a zip of workbooks from a workbook."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except _TROUBLES:
        return False
    return _OFFICE_MARK not in names and "mimetype" not in names


def is_scrap(name: str) -> bool:
    """Tell the lock files of Excel and LibreOffice, and hidden files, from workbooks."""
    return name.startswith(("~$", ".~lock", ".")) or name == "Thumbs.db"


def entries(content: bytes) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    """Yield the files of an archive by name, each with its bytes or why they cannot be had.

    Raises TooLargeArchive before the first one.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = sorted(_files(archive), key=lambda info: info.filename)
        if len(files) > _MOST or sum(info.file_size for info in files) > _LARGEST:
            raise TooLargeArchive(most=_MOST, limit=_LARGEST >> 20)
        for info in files:
            yield info.filename, _entry(archive, info)


def count(content: bytes) -> int:
    """Return how many files an archive holds."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return len(_files(archive))


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [info for info in archive.infolist() if not info.is_dir() and not is_scrap(Path(info.filename).name)]


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | UnreadableFile:
    if info.file_size > LARGEST_ENTRY:
        return TooLargeEntry(limit=LARGEST_ENTRY >> 20)
    try:
        with archive.open(info) as entry:
            return entry.read(info.file_size)  # never more than it says, by which the whole was judged
    except _TROUBLES as problem:
        return UnreadableEntry(problem=problem)

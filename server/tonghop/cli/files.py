"""Finding the workbooks in what was named on the command line: files, folders and zip archives."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tonghop.core.errors import TooLargeEntry, UnreadableEntry
from tonghop.jobs.archives import LARGEST_ENTRY, is_archive, is_scrap


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in: its name as shown, and where its bytes are."""

    name: str
    path: Path
    entry: str | None = None
    """The name inside the archive at ``path``."""

    def content(self) -> bytes:
        """Return the bytes; raises UnreadableFile when they cannot be had, so that no other file is held up."""
        try:
            content = self._read()
        except (OSError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError) as problem:
            raise UnreadableEntry(problem=problem) from problem
        if len(content) > LARGEST_ENTRY:
            raise TooLargeEntry(limit=LARGEST_ENTRY // 2**20)
        return content

    def _read(self) -> bytes:
        if self.entry is None:
            with self.path.open("rb") as file:
                return file.read(LARGEST_ENTRY + 1)
        with zipfile.ZipFile(self.path) as archive, archive.open(self.entry) as entry:
            return entry.read(LARGEST_ENTRY + 1)


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """Yield every file below the paths, in order of name; archives that are no workbooks are opened."""
    for path in paths:
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file() and not is_scrap(file.name))
            yield from (source for file in files for source in _opened(file, str(file.relative_to(path))))
        else:
            yield from _opened(path, path.name)


def _opened(path: Path, name: str) -> Iterator[Source]:
    if not is_archive(path):
        yield Source(name, path)
        return
    with zipfile.ZipFile(path) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and not is_scrap(Path(info.filename).name):
                yield Source(f"{name}/{info.filename}", path, info.filename)

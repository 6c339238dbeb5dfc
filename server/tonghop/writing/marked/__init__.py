"""The clerk's own file with what was found marked in it, and the same file without our marks.

Only the parts that marks need are changed: the worksheets concerned (conditional formats), their notes and
the notes' boxes, the styles, the list of sheets. Everything else keeps its bytes. Our marks are known by what
every program keeps when it saves: the formula of the conditional formats, the tag that begins our lines in
notes, the tag that begins the title of the list. So they are found and removed wherever they went.
"""

from collections.abc import Mapping, Sequence

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Language
from tonghop.core.findings import Finding
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.colours import add_colours, remove_colours
from tonghop.writing.marked.entries import Entry, Say, entries
from tonghop.writing.marked.listing import add_listing, remove_listing
from tonghop.writing.marked.looks import add_looks, remove_looks
from tonghop.writing.marked.notes import add_notes, remove_notes
from tonghop.writing.marked.package import Package
from tonghop.writing.marked.separate import findings_workbook
from tonghop.writing.marked.words import TAG

__all__ = ["cleaned", "findings_workbook", "marked_workbook"]

_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


def marked_workbook(
    content: bytes, findings: Sequence[Finding], say: Say, *, language: Language = "vi", reason: str | None = None
) -> bytes:
    """Return an xlsx with these findings marked and no earlier marks; raises UnreadableFile for what is no xlsx.

    ``reason`` is why a reviewer returned it: the first line of the list.
    """
    book = Book(Package(content))
    _clean(book)
    found = entries(findings, say, language, reason)
    if found:
        _mark(book, found, language)
    return book.package.content()


def cleaned(content: bytes) -> bytes:
    """Return an xlsx without our marks: the very bytes where there are none; raises UnreadableFile."""
    book = Book(Package(content))
    _clean(book)
    return book.package.content()


def _mark(book: Book, found: Sequence[Entry], language: Language) -> None:
    looks = add_looks(book)
    for tab in book.tabs():
        here = [one for one in found if one.cell is not None and one.cell.sheet == tab.name]
        by_cell = _by_cell(here)
        if not by_cell:
            continue
        weights = {cell: same[0].severity for cell, same in by_cell.items() if same[0].severity is not None}
        add_colours(book, book.package.xml(tab.part), weights, looks.differences)
        book.package.touch(tab.part)
        add_notes(book, tab.part, {cell: [one.line for one in same] for cell, same in by_cell.items()})
    add_listing(book, found, language, looks)


def _by_cell(found: Sequence[Entry]) -> Mapping[CellRef, list[Entry]]:
    """Return the findings of each cell that a sheet can have; they come weightiest first."""
    by_cell: dict[CellRef, list[Entry]] = {}
    for one in found:
        if one.cell is not None and 0 <= one.cell.row <= _LAST_ROW and 0 <= one.cell.column <= _LAST_COLUMN:
            by_cell.setdefault(one.cell, []).append(one)
    return by_cell


def _clean(book: Book) -> None:
    removed = remove_listing(book)
    for tab in book.tabs():
        if TAG.encode() in book.package.part(tab.part) and remove_colours(book.package.xml(tab.part)):
            book.package.touch(tab.part)
            removed = True
        remove_notes(book, tab.part)
    if removed:
        remove_looks(book)

"""A clerk's own xlsx with some of its cells typed anew: what is corrected in a page is corrected in his file.

Only the cells named change, and what rests on them: a formula that uses one of them loses its stored result, so
that nobody takes an old one for a new one, and Excel works all of them out again when it opens the file.
"""

from collections.abc import Mapping

from tonghop.core.cells import CellRef, RawValue
from tonghop.core.errors import TruncatedWorkbook
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.package import Package, relations, remove_part, remove_relation
from tonghop.writing.patched.cells import SharedFormula, put
from tonghop.writing.patched.formulas import forget_results

__all__ = ["SharedFormula", "patched_workbook"]


def patched_workbook(content: bytes, cells: Mapping[CellRef, RawValue]) -> bytes:
    """Return an xlsx with these cells typed anew; ``None`` empties one.

    Raises UnreadableFile for what is no xlsx, SharedFormula for a cell that other cells' formulas are part of.
    """
    book = Book(Package(content))
    parts = {tab.name: tab.part for tab in book.tabs()}
    for cell, value in cells.items():
        if cell.sheet not in parts:
            raise TruncatedWorkbook
        put(book, parts[cell.sheet], cell, value)
        book.package.touch(parts[cell.sheet])
    forget_results(book, parts, cells)
    _work_out_again(book)
    return book.package.content()


def _work_out_again(book: Book) -> None:
    """Have every program work the formulas out when it opens the file, in an order of its own."""
    settings = book.child(book.root, "calcPr")
    if settings is None:
        settings = book.root.makeelement(book.tag("calcPr"))
        before = {"definedNames", "externalReferences", "functionGroups", "sheets"}
        places = [place for place, one in enumerate(book.root, start=1) if _name(one.tag) in before]
        book.root.insert(max(places, default=len(book.root)), settings)
    settings.set("fullCalcOnLoad", "1")
    book.package.touch(book.part)
    for identifier, (kind, target) in relations(book.package, book.part).items():
        if kind == "calcChain" and target in book.package:
            remove_part(book.package, target)
            remove_relation(book.package, book.part, identifier)


def _name(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

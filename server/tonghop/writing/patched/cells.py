"""One cell of a worksheet is typed anew, keeping its looks."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

from tonghop.core.cells import CellRef, Position, RawValue, a1, position
from tonghop.core.definitions import FieldType
from tonghop.core.errors import TruncatedWorkbook, UnreadableFile, marked
from tonghop.core.spelling import spelled
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.package import local
from tonghop.writing.texts import harmless

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZERO_DAY = date(1899, 12, 30)
_DAY_FORMATS = frozenset(range(14, 23))
_DAY_MARKS = re.compile(r"[dy]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class SharedFormula(UnreadableFile):
    message = marked("The cell {cell} holds a formula that other cells share. Correct it in Excel and send the file.")


def put(book: Book, part: str, place: CellRef, value: RawValue) -> None:
    """Type a value into a cell of a worksheet; raises SharedFormula."""
    rows = book.child(book.package.xml(part), "sheetData")
    if rows is None:
        raise TruncatedWorkbook
    _refuse_shared(book, rows, place)
    row = _child(rows, book.tag("row"), place.row, _rows(rows))
    cells = dict(_cells(row))
    cell = _child(row, book.tag("c"), place.column, ((at, one) for one, at in cells.items()))
    cell.set("r", place.a1)
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, "")
    if value is not None:
        _write(book, cell, value)


def _child(
    parent: etree._Element, tag: str, number: int, known: Iterable[tuple[int, etree._Element]]
) -> etree._Element:
    """Return the row or cell of that number, made where it stands among the others if it is not there."""
    after = 0
    for at, one in known:
        if at == number:
            return one
        if at < number:
            after = parent.index(one) + 1
    made = parent.makeelement(tag, {"r": str(number + 1)})
    parent.insert(after, made)
    return made


def _rows(rows: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield rows with their numbers from 0; a row that does not say its number follows the one before."""
    number = -1
    for row in rows:
        if local(row) == "row":
            number = int(row.get("r", number + 2)) - 1
            yield number, row


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    column = -1
    for cell in row:
        if local(cell) == "c":
            reference = cell.get("r")
            column = column + 1 if reference is None else position(reference)[1]
            yield cell, column


def cells_of(rows: etree._Element) -> Iterator[tuple[Position, etree._Element]]:
    """Yield every cell of a worksheet's rows with its place."""
    for number, row in _rows(rows):
        for cell, column in _cells(row):
            yield (number, column), cell


def _refuse_shared(book: Book, rows: etree._Element, place: CellRef) -> None:
    here = (place.row, place.column)
    for formula in rows.iter(book.tag("f")):
        area = formula.get("ref")
        if area is None or ":" not in area or formula.get("t") not in {"shared", "array", "dataTable"}:
            continue
        first, last = map(position, area.replace("$", "").split(":"))
        inside = first[0] <= here[0] <= last[0] and first[1] <= here[1] <= last[1]
        if (here == first) if formula.get("t") == "shared" else inside:
            raise SharedFormula(cell=f"{place.sheet}!{a1(here)}")


def _write(book: Book, cell: etree._Element, value: RawValue) -> None:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = (value - _ZERO_DAY).days if _shows_days(book, cell.get("s")) else spelled(value, FieldType.DATE)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        etree.SubElement(cell, book.tag("v")).text = str(value)
        return
    cell.set("t", "inlineStr")
    text = etree.SubElement(etree.SubElement(cell, book.tag("is")), book.tag("t"))
    text.text = _NO_XML.sub("\ufffd", harmless(str(value)))
    text.set(_SPACE, "preserve")


def _shows_days(book: Book, style: str | None) -> bool:
    """Tell whether a cell's format shows a number as a day."""
    root = book.package.xml(book.styles())
    shapes = book.child(root, "cellXfs")
    if style is None or shapes is None or not style.isdecimal() or int(style) >= len(shapes):
        return False
    number = shapes[int(style)].get("numFmtId", "0")
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(book.tag("numFmt"))}
    if number in own:
        return _DAY_MARKS.search(_QUOTED.sub("", own[number])) is not None
    return number.isdecimal() and int(number) in _DAY_FORMATS

"""The sheet “Lỗi” at the end of the clerk's own file: every finding on a line, with a link to its cell."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from tonghop.core.cells import a1
from tonghop.core.definitions import Language
from tonghop.writing import styles
from tonghop.writing.marked import words
from tonghop.writing.marked.book import Book, Tab
from tonghop.writing.marked.entries import Entry, counts
from tonghop.writing.marked.looks import Looks
from tonghop.writing.marked.package import (
    add_relation,
    add_type,
    local,
    relations,
    relations_name,
    remove_part,
    remove_relation,
)
from tonghop.writing.workbook.wrap import height

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

WIDTHS = (6, 26, 9, 11, 62, 56)
FIRST_ROW = 4
"""The first finding's row, from 0; above it the title, how many there are, what to do, the headings."""
_CELL_COLUMN = 2
_MAX_LINKS = 65_000
"""Excel keeps no more on a sheet."""
_TITLE_HEIGHT, _LEAST_HEIGHT, _MOST_HEIGHT = 26, 18, 400


def add_listing(book: Book, found: Sequence[Entry], language: Language, looks: Looks) -> None:
    """Add the sheet after the last tab, so that no other sheet's number changes."""
    names = {one.get("name", "").casefold() for one in book.sheet_elements()}
    part = book.package.free_name(f"{book.folder}/worksheets/sheet{{}}.xml")
    book.package.put_xml(part, _Sheet(book, looks.cells, {tab.name for tab in book.tabs()}).of(found, language))
    add_type(book.package, part, _SHEET_TYPE)
    identifier = add_relation(book.package, book.part, f"{book.office}/worksheet", part)
    numbers = [int(one.get("sheetId", "0")) for one in book.sheet_elements() if one.get("sheetId", "").isdecimal()]
    sheets = book.sheet_elements()[0].getparent()
    if sheets is not None:
        new = etree.SubElement(sheets, book.tag("sheet"))
        new.set("name", _free_name(names))
        new.set("sheetId", str(max(numbers, default=0) + 1))
        new.set(book.identifier, identifier)
    book.package.touch(book.part)


def _free_name(taken: set[str]) -> str:
    name, number = words.SHEET, 1
    while name.casefold() in taken:
        number += 1
        name = f"{words.SHEET} ({number})"
    return name


class _Sheet:
    """The worksheet under construction; its texts stand in its own cells, so that no other part grows."""

    def __init__(self, book: Book, looks: Mapping[str, int], sheets: set[str]) -> None:
        self._book = book
        self._looks = looks
        self._sheets = sheets
        self._root = book.element("worksheet")

    def of(self, found: Sequence[Entry], language: Language) -> etree._Element:
        self._frame()
        rows = self._add(self._root, "sheetData")
        self._row(rows, 0, _TITLE_HEIGHT, {0: (f"{words.TAG} {words.TITLE.said(language)}", "title")})
        self._line_across(rows, 1, counts(found, language))
        self._line_across(rows, 2, words.HOW.said(language))
        headings = {column: (text.said(language), "head") for column, text in enumerate(words.HEADINGS)}
        self._row(rows, FIRST_ROW - 1, _TITLE_HEIGHT, headings)
        for number, entry in enumerate(found):
            self._finding(rows, number, entry, language)
        self._close(found)
        return self._root

    def _add(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        return etree.SubElement(parent, self._book.tag(name), dict(attributes))

    def _frame(self) -> None:
        properties = self._add(self._root, "sheetPr")
        self._add(properties, "tabColor", rgb="FFC00000")
        self._add(properties, "pageSetUpPr", fitToPage="1")
        view = self._add(self._add(self._root, "sheetViews"), "sheetView", workbookViewId="0", showGridLines="0")
        top = a1((FIRST_ROW, 0))
        self._add(view, "pane", ySplit=str(FIRST_ROW), topLeftCell=top, activePane="bottomLeft", state="frozen")
        self._add(view, "selection", pane="bottomLeft", activeCell=top, sqref=top)
        self._add(self._root, "sheetFormatPr", defaultRowHeight=str(_LEAST_HEIGHT))
        columns = self._add(self._root, "cols")
        for number, width in enumerate(WIDTHS, start=1):
            self._add(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")

    def _row(self, rows: etree._Element, number: int, points: float, cells: Mapping[int, tuple[str, str]]) -> None:
        row = self._add(rows, "row", r=str(number + 1), ht=f"{points:g}", customHeight="1")
        for column, (text, look) in cells.items():
            place = {"r": a1((number, column)), "s": str(self._looks[look])}
            if not text:
                self._add(row, "c", **place)
                continue
            inline = self._add(self._add(row, "c", **place, t="inlineStr"), "is")
            holder = self._add(inline, "t")
            holder.text = text
            holder.set(_SPACE, "preserve")

    def _line_across(self, rows: etree._Element, number: int, text: str) -> None:
        self._row(rows, number, row_height(((text, sum(WIDTHS)),)), {0: (text, "how")})

    def _finding(self, rows: etree._Element, number: int, entry: Entry, language: Language) -> None:
        texts = texts_of(entry, number, language)
        looks = ("centre", "text", "link" if self._target(entry) else "centre", "centre", "text", "text")
        points = row_height(tuple(zip(texts, WIDTHS, strict=True)))
        self._row(rows, FIRST_ROW + number, points, dict(enumerate(zip(texts, looks, strict=True))))

    def _target(self, entry: Entry) -> str | None:
        if entry.sheet is None or entry.sheet not in self._sheets:
            return None
        quoted = entry.sheet.replace("'", "''")
        return f"'{quoted}'!{entry.cell.a1 if entry.cell else 'A1'}"

    def _close(self, found: Sequence[Entry]) -> None:
        merges = self._add(self._root, "mergeCells", count="2")
        for row in (1, 2):
            self._add(merges, "mergeCell", ref=f"{a1((row, 0))}:{a1((row, len(WIDTHS) - 1))}")
        links = list(self._links(found))
        if links:
            holder = self._add(self._root, "hyperlinks")
            for place, target in links[:_MAX_LINKS]:
                self._add(holder, "hyperlink", ref=place, location=target, display=target)
        sides = dict.fromkeys(("left", "right", "top", "bottom"), "0.5")
        self._add(self._root, "pageMargins", **sides, header="0.3", footer="0.3")
        self._add(self._root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")

    def _links(self, found: Sequence[Entry]) -> Iterator[tuple[str, str]]:
        for number, entry in enumerate(found):
            target = self._target(entry)
            if target is not None:
                yield a1((FIRST_ROW + number, _CELL_COLUMN)), target


def texts_of(entry: Entry, number: int, language: Language) -> tuple[str, ...]:
    """Return what stands in a finding's line, from 1 on."""
    sheet = entry.sheet or words.WHOLE_FILE.said(language)
    cell = entry.cell.a1 if entry.cell else "A1" if entry.sheet else ""
    return (str(number + 1), sheet, cell, entry.kind, entry.sentence, entry.remedy)


def row_height(cells: Sequence[tuple[str, float]]) -> float:
    """Return the height of a row that shows these texts whole, each in its column's width."""
    needed = max(height(text, width, styles.SIZE) for text, width in cells)
    return min(max(needed, _LEAST_HEIGHT), _MOST_HEIGHT)


# Removing.


def remove_listing(book: Book) -> bool:
    """Remove our sheet, wherever its tab stands now; tell whether there was one."""
    ours = [tab for tab in book.tabs() if tab.name.startswith(words.SHEET) and _is_ours(book, tab)]
    for tab in ours:
        _renumber(book, tab)
        belongings = [target for _kind, target in relations(book.package, tab.part).values()]
        remove_part(book.package, tab.part)
        remove_relation(book.package, book.part, tab.identifier)
        _remove_orphans(book, belongings)
    return bool(ours)


def _is_ours(book: Book, tab: Tab) -> bool:
    """Tell our list by its title, in whichever way a program that saved it keeps texts."""
    root = book.package.xml(tab.part)
    cell = next((one for one in root.iter(book.tag("c")) if one.get("r") in {"A1", None}), None)
    if cell is None:
        return False
    if cell.get("t") == "s":
        return _shared_string(book, cell.findtext(book.tag("v")) or "").startswith(words.TAG)
    return "".join(text for text in cell.itertext() if isinstance(text, str)).startswith(words.TAG)


def _shared_string(book: Book, number: str) -> str:
    found = [target for kind, target in relations(book.package, book.part).values() if kind == "sharedStrings"]
    if not found or found[0] not in book.package or not number.strip().isdecimal():
        return ""
    strings = [one for one in book.package.xml(found[0]) if local(one) == "si"]
    place = int(number)
    return "".join(str(text) for text in strings[place].itertext()) if place < len(strings) else ""


def _renumber(book: Book, tab: Tab) -> None:
    """Take the sheet out of the list of tabs, and out of every count of tabs."""
    elements = book.sheet_elements()
    number = next(place for place, one in enumerate(elements) if one.get(book.identifier) == tab.identifier)
    elements[number].getparent().remove(elements[number])  # type: ignore[union-attr]  # it stands under “sheets”
    names = book.child(book.root, "definedNames")
    if names is not None:
        for name in [name for name in names if name.get("localSheetId", "").isdecimal()]:
            place = int(name.get("localSheetId", "0"))
            if place == number:
                names.remove(name)
            elif place > number:
                name.set("localSheetId", str(place - 1))
        if not len(names):
            book.root.remove(names)
    for view in book.root.iterfind(f"{book.tag('bookViews')}/{book.tag('workbookView')}"):
        _renumber_view(view, number)
    book.package.touch(book.part)


def _renumber_view(view: etree._Element, number: int) -> None:
    for name in ("activeTab", "firstSheet"):
        value = view.get(name, "")
        if value.isdecimal() and int(value) >= number:
            moved = 0 if int(value) == number else int(value) - 1
            view.set(name, str(moved))


def _remove_orphans(book: Book, parts: Sequence[str]) -> None:
    """Remove what only the removed sheet led to: notes, printer settings that a program added to it."""
    for part in parts:
        if part not in book.package or _is_led_to(book, part):
            continue
        belongings = [target for _kind, target in relations(book.package, part).values()]
        remove_part(book.package, part)
        _remove_orphans(book, belongings)


def _is_led_to(book: Book, part: str) -> bool:
    for name in [name for name in book.package.names() if name.endswith(".rels")]:
        folder, _, file = name.rpartition("/_rels/")
        owner = f"{folder}/{file.removesuffix('.rels')}".lstrip("/")
        targets = (target.lower() for _kind, target in relations(book.package, owner).values())
        if part.lower() in targets and relations_name(owner).lower() == name:
            return True
    return False

"""Notes on cells: lines that begin with our tag, beside or below what the clerk noted himself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from tonghop.core.cells import CellRef
from tonghop.writing import styles
from tonghop.writing.marked import shapes
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.package import add_relation, add_type, local, relations, remove_part, remove_relation
from tonghop.writing.marked.words import AUTHOR, TAG

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIZE = 10
_THREADED = "tc="
"""Begins the author of a note that only stands in for a threaded comment: programs ignore what is written in it."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of a note's text in one font."""

    text: str
    look: etree._Element | None = None


# Adding.


def add_notes(book: Book, part: str, lines: Mapping[CellRef, Sequence[str]]) -> None:
    """Write lines into the notes of a worksheet's cells, each beginning with the tag."""
    comments = _comments_part(book, part) or _new_comments(book, part)
    root = book.package.xml(comments)
    held, author = _list(book, root), _author(book, root)
    present = {one.get("ref"): one for one in held}
    added: dict[CellRef, str] = {}
    for cell, said in lines.items():
        text = "\n".join(f"{TAG} {line}" for line in said)
        found = present.get(cell.a1)
        if found is None:
            held.append(_comment(book, cell, author, text))
            added[cell] = text
        elif not _is_threaded(book, root, found):
            _append(book, found, text)
    _sort(held)
    book.package.touch(comments)
    _add_shapes(book, part, added)


def _comments_part(book: Book, part: str) -> str | None:
    found = (target for kind, target in relations(book.package, part).values() if kind == "comments")
    return next((target for target in found if target in book.package), None)


def _new_comments(book: Book, part: str) -> str:
    name = book.package.free_name(f"{book.folder}/comments{{}}.xml")
    root = book.element("comments")
    etree.SubElement(root, book.tag("authors"))
    etree.SubElement(root, book.tag("commentList"))
    book.package.put_xml(name, root)
    add_type(book.package, name, _COMMENTS_TYPE)
    add_relation(book.package, part, f"{book.office}/comments", name)
    return name


def _list(book: Book, root: etree._Element) -> etree._Element:
    found = book.child(root, "commentList")
    return etree.SubElement(root, book.tag("commentList")) if found is None else found


def _authors(book: Book, root: etree._Element) -> etree._Element:
    found = book.child(root, "authors")
    if found is None:
        found = root.makeelement(book.tag("authors"))
        root.insert(0, found)
    return found


def _author(book: Book, root: etree._Element) -> int:
    authors = _authors(book, root)
    names = [one.text for one in authors]
    if AUTHOR in names:
        return names.index(AUTHOR)
    etree.SubElement(authors, book.tag("author")).text = AUTHOR
    return len(names)


def _comment(book: Book, cell: CellRef, author: int, text: str) -> etree._Element:
    comment = etree.Element(book.tag("comment"), {"ref": cell.a1, "authorId": str(author)})
    holder = etree.SubElement(comment, book.tag("text"))
    _write_runs(book, holder, [_Run(text, _look(book))])
    return comment


def _look(book: Book) -> etree._Element:
    look = etree.Element(book.tag("rPr"))
    etree.SubElement(look, book.tag("sz")).set("val", str(_SIZE))
    etree.SubElement(look, book.tag("rFont")).set("val", styles.FONT)
    return look


def _append(book: Book, comment: etree._Element, text: str) -> None:
    holder = book.child(comment, "text")
    if holder is None:
        holder = etree.SubElement(comment, book.tag("text"))
    _write_runs(book, holder, [*_runs(book, holder), _Run(f"\n{text}", _look(book))])


def _is_threaded(book: Book, root: etree._Element, comment: etree._Element) -> bool:
    number = comment.get("authorId", "")
    authors = [one.text or "" for one in _authors(book, root)]
    return number.isdecimal() and int(number) < len(authors) and authors[int(number)].startswith(_THREADED)


def _sort(held: etree._Element) -> None:
    """Put the notes in the order of their cells, row by row, as every program writes them."""
    held[:] = sorted(held, key=lambda one: shapes.place(one.get("ref", "A1")))


def _add_shapes(book: Book, part: str, added: Mapping[CellRef, str]) -> None:
    if not added:
        return
    root = book.package.xml(part)
    drawing = _drawing_part(book, part)
    if drawing is None:
        drawing = book.package.free_name(f"{book.folder}/drawings/vmlDrawing{{}}.vml")
        book.package.put(drawing, shapes.EMPTY)
        add_type(book.package, drawing, _SHAPES_TYPE)
        identifier = add_relation(book.package, part, f"{book.office}/vmlDrawing", drawing)
        book.place(root, root.makeelement(book.tag("legacyDrawing"), {book.identifier: identifier}))
        book.package.touch(part)
    grid = shapes.Grid.of(root)
    made = [shapes.Note(cell.row, cell.column, text) for cell, text in added.items()]
    book.package.put(drawing, shapes.with_notes(book.package.part(drawing), made, grid))


def _drawing_part(book: Book, part: str) -> str | None:
    """Return the part of the shapes that belong to notes and buttons (that of page headers is another)."""
    element = book.child(book.package.xml(part), "legacyDrawing")
    identifier = "" if element is None else element.get(book.identifier, "")
    target = relations(book.package, part).get(identifier, ("", ""))[1]
    return target if target and target in book.package else None


# Removing.


def remove_notes(book: Book, part: str) -> None:
    """Remove our lines from the notes of a worksheet, and notes that hold nothing else."""
    comments = _comments_part(book, part)
    if comments is None or TAG.encode() not in book.package.part(comments):
        return
    root = book.package.xml(comments)
    held = _list(book, root)
    ours = [one for one in held if _strip(book, one)]
    emptied = [one for one in ours if not any(run.text.strip() for run in _comment_runs(book, one))]
    if not ours:
        return
    for one in emptied:
        held.remove(one)
    _drop_author(book, root)
    book.package.touch(comments)
    _remove_shapes(book, part, [shapes.place(one.get("ref", "A1")) for one in emptied])
    if not len(held):
        _remove_target(book, part, comments)


def _comment_runs(book: Book, comment: etree._Element) -> list[_Run]:
    holder = book.child(comment, "text")
    return [] if holder is None else _runs(book, holder)


def _strip(book: Book, comment: etree._Element) -> bool:
    """Take our lines out of a note; tell whether there were any."""
    runs = _comment_runs(book, comment)
    lines = list(_lines(runs))
    kept = [line for line in lines if not "".join(run.text for run in line).lstrip().startswith(TAG)]
    holder = book.child(comment, "text")
    if len(kept) == len(lines) or holder is None:
        return False
    _write_runs(book, holder, _joined(kept))
    return True


def _lines(runs: Sequence[_Run]) -> Iterator[list[_Run]]:
    """Cut runs at the ends of lines."""
    line: list[_Run] = []
    for run in runs:
        first, *others = run.text.replace("\r\n", "\n").split("\n")
        line.append(_Run(first, run.look))
        for text in others:
            yield line
            line = [_Run(text, run.look)]
    yield line


def _joined(lines: Sequence[Sequence[_Run]]) -> list[_Run]:
    """Put lines together again, stretches of one font in one run."""
    flat: list[_Run] = []
    for number, line in enumerate(lines):
        for place, run in enumerate(line):
            flat.append(_Run("\n" + run.text, run.look) if number and not place else run)
    grouped = ((look, list(same)) for look, same in groupby(flat, key=lambda run: run.look))
    joined = (_Run("".join(run.text for run in same), look) for look, same in grouped)
    return [run for run in joined if run.text]


def _drop_author(book: Book, root: etree._Element) -> None:
    """Remove our name where it is the last one and nobody's note bears it."""
    authors = _authors(book, root)
    last = str(len(authors) - 1)
    used = {one.get("authorId") for one in _list(book, root)}
    if len(authors) and authors[-1].text == AUTHOR and last not in used:
        del authors[-1]


def _remove_shapes(book: Book, part: str, places: Sequence[tuple[int, int]]) -> None:
    drawing = _drawing_part(book, part)
    if drawing is None or not places:
        return
    left = shapes.without_notes(book.package.part(drawing), places)
    book.package.put(drawing, left)
    if not shapes.holds_any(left):
        root = book.package.xml(part)
        element = book.child(root, "legacyDrawing")
        if element is not None:
            root.remove(element)
            book.package.touch(part)
        _remove_target(book, part, drawing)


def _remove_target(book: Book, part: str, target: str) -> None:
    for identifier, (_kind, found) in relations(book.package, part).items():
        if found == target:
            remove_relation(book.package, part, identifier)
    remove_part(book.package, target)


# The runs of a note's text.


def _runs(book: Book, holder: etree._Element) -> list[_Run]:
    found: list[_Run] = []
    for one in holder:
        if local(one) == "t":
            found.append(_Run(one.text or ""))
        elif local(one) == "r":
            text = "".join(part.text or "" for part in one if local(part) == "t")
            found.append(_Run(text, book.child(one, "rPr")))
    return found


def _write_runs(book: Book, holder: etree._Element, runs: Sequence[_Run]) -> None:
    """Write runs in place of those that are there; what else the text holds (readings of characters) stays."""
    for one in [one for one in holder if local(one) in {"t", "r"}]:
        holder.remove(one)
    plain = len(runs) == 1 and runs[0].look is None
    for place, run in enumerate(runs):
        outer = holder.makeelement(book.tag("t" if plain else "r"))
        holder.insert(place, outer)
        if not plain and run.look is not None:
            outer.append(run.look)
        inner = outer if plain else etree.SubElement(outer, book.tag("t"))
        inner.text = run.text
        if run.text != run.text.strip() or "\n" in run.text:
            inner.set(_SPACE, "preserve")

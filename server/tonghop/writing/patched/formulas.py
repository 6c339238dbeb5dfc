"""Which formulas rest on cells that were typed anew: their stored results hold no longer."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from tonghop.core.cells import Area, CellRef, Position, position
from tonghop.writing.marked.book import Book
from tonghop.writing.patched.cells import cells_of

_TEXT = re.compile(r'"[^"]*"')
_REFERENCE = re.compile(r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w(.])")
_WORD = re.compile(r"[^\W\d][\w.]*(\()?")
_CONSTANTS = frozenset({"TRUE", "FALSE"})
_ANYWHERE = frozenset({"INDIRECT(", "OFFSET("})
"""Functions that reach cells which their text does not name."""


@dataclass(frozen=True, slots=True)
class _Formula:
    """A formula's place, and the areas of its own sheet that it uses; ``None`` when that cannot be told."""

    part: str
    place: Position
    cell: etree._Element
    areas: tuple[Area, ...] | None


def forget_results(book: Book, parts: Mapping[str, str], changed: Iterable[CellRef]) -> None:
    """Take away the stored result of every formula that rests, or may rest, on a changed cell."""
    left = [formula for part in parts.values() for formula in _formulas(book, part)]
    fresh = {(parts[cell.sheet], (cell.row, cell.column)) for cell in changed}
    while fresh and left:
        kept: list[_Formula] = []
        hit: set[tuple[str, Position]] = set()
        for formula in left:
            if _rests_on(formula, fresh):
                _forget(book, formula)
                hit.add((formula.part, formula.place))
            else:
                kept.append(formula)
        fresh, left = hit, kept


def _formulas(book: Book, part: str) -> Iterator[_Formula]:
    rows = book.child(book.package.xml(part), "sheetData")
    if rows is None:
        return
    for place, cell in cells_of(rows):
        formula = book.child(cell, "f")
        if formula is not None:
            yield _Formula(part, place, cell, areas_of(formula.text or ""))


def areas_of(text: str) -> tuple[Area, ...] | None:
    """Return what a formula uses of its own sheet; ``None`` when it may use anything: names, other sheets, no text."""
    plain = _TEXT.sub("", text)
    if not plain or "!" in plain or "[" in plain:
        return None
    rest = _REFERENCE.sub(" ", plain)
    words = {found[0].upper() for found in _WORD.finditer(rest)}
    if any(word in _ANYWHERE or not (word.endswith("(") or word in _CONSTANTS) for word in words) or ":" in rest:
        return None
    return tuple(_area(found[0]) for found in _REFERENCE.finditer(plain))


def _area(reference: str) -> Area:
    first, _, last = reference.replace("$", "").partition(":")
    top, bottom = position(first), position(last or first)
    return (min(top[0], bottom[0]), min(top[1], bottom[1]), max(top[0], bottom[0]), max(top[1], bottom[1]))


def _rests_on(formula: _Formula, fresh: set[tuple[str, Position]]) -> bool:
    if formula.areas is None:
        return True
    return any(
        part == formula.part and area[0] <= row <= area[2] and area[1] <= column <= area[3]
        for area in formula.areas
        for part, (row, column) in fresh
    )


def _forget(book: Book, formula: _Formula) -> None:
    for value in formula.cell.findall(book.tag("v")):
        formula.cell.remove(value)
    formula.cell.attrib.pop("t", "")
    book.package.touch(formula.part)

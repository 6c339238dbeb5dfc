"""Marks on cells: conditional formats that are always on, known by their formula and removed by it."""

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Severity
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.looks import SEVERITIES
from tonghop.writing.marked.package import local
from tonghop.writing.marked.words import TAG

FORMULA = f'"{TAG}"<>""'
"""Always true, and says whose it is. Excel, LibreOffice and WPS keep a formula as it is when they save."""

_KNOWN_BY = f'"{TAG}"'
_CELLS_EACH = 200
"""Cells under one rule: Excel refuses very long lists of ranges."""


def add_colours(
    book: Book, root: etree._Element, cells: Mapping[CellRef, Severity], differences: Mapping[Severity, int]
) -> None:
    """Colour a worksheet's cells before anything that the clerk's own conditional formats do."""
    rules = list(_rules(cells))
    _shift(root, len(rules))
    for priority, (severity, places) in reversed(list(enumerate(rules, start=1))):
        holder = root.makeelement(book.tag("conditionalFormatting"), {"sqref": " ".join(places)})
        rule = etree.SubElement(holder, book.tag("cfRule"))
        rule.set("type", "expression")
        rule.set("dxfId", str(differences[severity]))
        rule.set("priority", str(priority))
        etree.SubElement(rule, book.tag("formula")).text = FORMULA
        # First of its kind: LibreOffice takes the first format that applies, Excel the one of the lowest priority.
        book.place(root, holder, first=True)


def _rules(cells: Mapping[CellRef, Severity]) -> Iterator[tuple[Severity, Sequence[str]]]:
    for severity in SEVERITIES:
        places = [cell.a1 for cell, weight in cells.items() if weight is severity]
        for start in range(0, len(places), _CELLS_EACH):
            yield severity, places[start : start + _CELLS_EACH]


def remove_colours(root: etree._Element) -> bool:
    """Remove our marks from a worksheet; tell whether there were any."""
    ours = [rule for rule in _all_rules(root) if any(_KNOWN_BY in (one.text or "") for one in rule)]
    priorities = [int(rule.get("priority", "0")) for rule in ours]
    for rule in ours:
        holder = rule.getparent()
        if holder is None:
            continue
        holder.remove(rule)
        if not any(local(one) == "cfRule" for one in holder) and (above := holder.getparent()) is not None:
            above.remove(holder)
    _close_gaps(root, priorities)
    return bool(ours)


def _all_rules(root: etree._Element) -> list[etree._Element]:
    """Return every rule with a priority: the usual ones, and those of newer versions in the extensions."""
    return [one for one in root.iter("{*}cfRule") if one.get("priority", "").lstrip("-").isdecimal()]


def _shift(root: etree._Element, by: int) -> None:
    for rule in _all_rules(root):
        rule.set("priority", str(int(rule.get("priority", "0")) + by))


def _close_gaps(root: etree._Element, removed: Sequence[int]) -> None:
    """Give the clerk's own rules the priorities back that they had before ours."""
    for rule in _all_rules(root):
        priority = int(rule.get("priority", "0"))
        rule.set("priority", str(priority - sum(one < priority for one in removed)))

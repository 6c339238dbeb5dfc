"""How marks look: a block of styles at the end of the clerk's own, taken away again when nothing uses it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from tonghop.core.definitions import Severity
from tonghop.writing import styles
from tonghop.writing.marked.book import Book
from tonghop.writing.marked.package import local

MARK_FILLS: Mapping[Severity, str] = MappingProxyType(
    {Severity.BLOCKING: "#FFB3B3", Severity.WARNING: "#FFD966", Severity.NOTE: "#BDD7EE"}
)
"""Soft red, amber, blue: stronger than the colours that the forms themselves use."""
MARK_LINES: Mapping[Severity, str] = MappingProxyType(
    {Severity.BLOCKING: "#C00000", Severity.WARNING: "#BF8F00", Severity.NOTE: "#2F75B5"}
)
SEVERITIES = (Severity.BLOCKING, Severity.WARNING, Severity.NOTE)

_SIDES = ("left", "right", "top", "bottom")
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


@dataclass(frozen=True, slots=True)
class Looks:
    """The numbers of our styles in one workbook."""

    differences: Mapping[Severity, int]
    """Of what a conditional format changes (``dxfId``)."""
    cells: Mapping[str, int]
    """Of the cells of the list of findings (``s``), by the names of ``_CELLS``."""


def _colour(value: str) -> str:
    return "FF" + value.removeprefix("#")


def _font(size: int, inside: str = "", colour: str = "#000000") -> str:
    return f'<font>{inside}<sz val="{size}"/><color rgb="{_colour(colour)}"/><name val="{styles.FONT}"/></font>'


_FONTS = (
    _font(styles.SIZE),
    _font(styles.SIZE, "<b/>"),
    _font(styles.TITLE_SIZE, "<b/>", styles.RED),
    _font(styles.SIZE, "<u/>", "#0563C1"),
    _font(styles.SIZE, "<i/>", styles.QUIET),
)
_PLAIN_FONT, _BOLD_FONT, _TITLE_FONT, _LINK_FONT, _QUIET_FONT = range(len(_FONTS))
_FILL = (
    f'<fill><patternFill patternType="solid"><fgColor rgb="{_colour(styles.HEAD_FILL)}"/>'
    '<bgColor indexed="64"/></patternFill></fill>'
)
_BORDER = (
    "<border>"
    + "".join(f'<{side} style="thin"><color rgb="{_colour(styles.LINE)}"/></{side}>' for side in _SIDES)
    + "<diagonal/></border>"
)
_WRAPPED, _CENTRED = 'vertical="top" wrapText="1"', 'horizontal="center" vertical="top" wrapText="1"'
_CELLS: Mapping[str, tuple[int, bool, bool, str]] = MappingProxyType(
    {
        "title": (_TITLE_FONT, False, False, 'vertical="center"'),
        "how": (_QUIET_FONT, False, False, _WRAPPED),
        "head": (_BOLD_FONT, True, True, 'horizontal="center" vertical="center" wrapText="1"'),
        "text": (_PLAIN_FONT, False, True, _WRAPPED),
        "centre": (_PLAIN_FONT, False, True, _CENTRED),
        "link": (_LINK_FONT, False, True, _CENTRED),
    }
)
"""Font, whether filled, whether bordered, alignment."""


def _difference(severity: Severity) -> str:
    line = f'<color rgb="{_colour(MARK_LINES[severity])}"/>'
    sides = "".join(f'<{side} style="thin">{line}</{side}>' for side in _SIDES)
    fill = f'<fill><patternFill><bgColor rgb="{_colour(MARK_FILLS[severity])}"/></patternFill></fill>'
    return f"<dxf>{fill}<border>{sides}</border></dxf>"


def _cell(look: tuple[int, bool, bool, str], font: int, fill: int, border: int) -> str:
    font_place, filled, bordered, alignment = look
    return (
        f'<xf numFmtId="0" fontId="{font + font_place}" fillId="{fill if filled else 0}"'
        f' borderId="{border if bordered else 0}" xfId="0" applyFont="1" applyFill="{filled:d}"'
        f' applyBorder="{bordered:d}" applyAlignment="1"><alignment {alignment}/></xf>'
    )


def _block(starts: Mapping[str, int]) -> Mapping[str, list[str]]:
    """Return what we append to each collection that so far ends before ``starts``."""
    cells = [_cell(look, starts["fonts"], starts["fills"], starts["borders"]) for look in _CELLS.values()]
    differences = [_difference(severity) for severity in SEVERITIES]
    return {"fonts": list(_FONTS), "fills": [_FILL], "borders": [_BORDER], "cellXfs": cells, "dxfs": differences}


_SIZES = {name: len(ours) for name, ours in _block(dict.fromkeys(_ORDER, 0)).items()}


def add_looks(book: Book) -> Looks:
    """Append our styles to the workbook's."""
    part = book.styles()
    root = book.package.xml(part)
    holders = {name: _holder(book, root, name) for name in _SIZES}
    starts = {name: len(holder) for name, holder in holders.items()}
    for name, ours in _block(starts).items():
        for one in ours:
            holders[name].append(_element(book, one))
        holders[name].set("count", str(len(holders[name])))
    book.package.touch(part)
    differences = {severity: starts["dxfs"] + place for place, severity in enumerate(SEVERITIES)}
    return Looks(differences, {name: starts["cellXfs"] + place for place, name in enumerate(_CELLS)})


def _element(book: Book, content: str) -> etree._Element:
    return etree.fromstring(content.replace(">", f' xmlns="{book.main}">', 1))


def _holder(book: Book, root: etree._Element, name: str) -> etree._Element:
    found = book.child(root, name)
    if found is not None:
        return found
    made = root.makeelement(book.tag(name))
    before = _ORDER[: _ORDER.index(name)]
    root.insert(max((place for place, one in enumerate(root, start=1) if local(one) in before), default=0), made)
    return made


def remove_looks(book: Book) -> None:
    """Take our styles away where they still end the workbook's own and nothing uses them."""
    part = book.styles()
    root = book.package.xml(part)
    holders = {name: book.child(root, name) for name in _SIZES}
    if any(holder is None or len(holder) < _SIZES[name] for name, holder in holders.items()):
        return
    present = {name: holder for name, holder in holders.items() if holder is not None}
    starts = {name: len(holder) - _SIZES[name] for name, holder in present.items()}
    if not _stands(book, present, starts) or _used(book, starts["cellXfs"], starts["dxfs"]):
        return
    for name, holder in present.items():
        for one in list(holder)[starts[name] :]:
            holder.remove(one)
        holder.set("count", str(len(holder)))
    book.package.touch(part)


def _stands(book: Book, holders: Mapping[str, etree._Element], starts: Mapping[str, int]) -> bool:
    for name, ours in _block(starts).items():
        expected = [_plain(_element(book, one)) for one in ours]
        if [_plain(one) for one in list(holders[name])[starts[name] :]] != expected:
            return False
    return True


def _plain(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _used(book: Book, first_cell: int, first_difference: int) -> bool:
    cells = "|".join(str(first_cell + place) for place in range(_SIZES["cellXfs"]))
    differences = "|".join(str(first_difference + place) for place in range(_SIZES["dxfs"]))
    using = re.compile(rf"""\s(?:s|style)=["'](?:{cells})["']|[dD]xfId=["'](?:{differences})["']""".encode())
    return any(using.search(book.package.part(name)) for name in _searched(book))


def _searched(book: Book) -> Iterator[str]:
    for name in book.package.names():
        if name.endswith(".xml") and not name.endswith("sharedstrings.xml"):
            yield name

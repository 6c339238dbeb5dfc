"""An xlsx package becomes ``Sheets``: values by calamine, what calamine does not tell by our own scan."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from python_calamine import CalamineError

from tonghop.core.cells import Sheets
from tonghop.core.definitions import Text
from tonghop.reading.fonts import legacy_cells, legacy_styles
from tonghop.reading.gate import MAX_TEXT, Package, refuse_unsafe_xlsx, shared_strings, unsafe
from tonghop.reading.marks import Marks, find_marks
from tonghop.reading.parts import worksheet_parts
from tonghop.reading.shapes import find_shapes
from tonghop.reading.values import read_values, read_values_or_fail

_KNOWN_ERRORS = frozenset({b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!", b"#GETTING_DATA"})
"""Errors that calamine knows; for any other, such as #SPILL!, it refuses the whole sheet."""
_SHARED_TEXT = b't="s"'
_SMALLEST_CELL = len('<c t="s"><v>0</v></c>')
_ERROR_VALUE = re.compile(rb"<((?:[\w.-]+:)?v)>\s*(#[^<]*?)\s*</")
_DIMENSION = re.compile(rb"<(?:[\w.-]+:)?dimension\s[^>]*/>")


def read_xlsx(package: Package) -> Sheets:
    """Read every worksheet from A1 on; raises a kind of UnreadableFile."""
    refuse_unsafe_xlsx(package)
    places = worksheet_parts(package)
    parts = {name: package.read(path) for name, path in places.items()}
    _refuse_swollen_texts(package, parts)
    styles = legacy_styles(package)
    marks = {name: _marks(part, styles) for name, part in parts.items()}
    try:
        return read_values_or_fail(package.content, marks)
    except CalamineError:
        return read_values(_repaired(package, places.values()), marks)


def _marks(content: bytes, styles: Mapping[int, str]) -> Marks:
    marks, shapes = find_marks(content), find_shapes(content)
    fonts = dict(legacy_cells(content, styles)) if styles else {}
    return replace(
        marks, hidden_rows=shapes.hidden_rows, hidden_columns=shapes.hidden_columns, merged=shapes.merged, fonts=fonts
    )


def _refuse_swollen_texts(package: Package, parts: Mapping[str, bytes]) -> None:
    # A text stands once in the file, but once per cell in memory: 80 kB can become 32 GB.
    strings = sum(map(len, shared_strings(package)))
    if strings * sum(map(len, parts.values())) // _SMALLEST_CELL <= MAX_TEXT:
        return
    longest = max((len(text) for part in shared_strings(package) for text in part.split(b"<si")), default=0)
    cells = sum(part.count(_SHARED_TEXT) for part in parts.values())
    if longest * cells > MAX_TEXT:
        unsafe(Text(vi="văn bản quá dài lặp lại quá nhiều lần", en="a very long text repeated very often"))


def _repaired(package: Package, sheets: Iterable[str]) -> bytes:
    """Return the package without what calamine is known to stumble over and a clerk cannot help.

    That is an error of newer Excel, such as #SPILL!, and LibreOffice's statement of whole rows as the area.
    """
    worksheets = {path.lower() for path in sheets}
    repaired = BytesIO()
    with ZipFile(repaired, "w", ZIP_STORED) as archive:
        for name, info in package.parts.items():
            if name in worksheets:
                archive.writestr(info.filename, _DIMENSION.sub(b"", _ERROR_VALUE.sub(_known_error, package.raw(name))))
            elif name.endswith((".xml", ".rels")):
                archive.writestr(info.filename, package.raw(name))
    return repaired.getvalue()


def _known_error(match: re.Match[bytes]) -> bytes:
    return match[0] if match[2] in _KNOWN_ERRORS else b"<%b>#VALUE!</" % match[1]

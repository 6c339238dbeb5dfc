"""Cells in fonts made for the Vietnamese encodings before Unicode, where a workbook names such fonts."""

import re
from collections.abc import Iterator, Mapping
from xml.parsers.expat import ExpatError, ParserCreate

from tonghop.core.cells import Position, position
from tonghop.reading.gate import Package

_STYLES = "xl/styles.xml"
_NAMED = (b".Vn", b"VNI-")
_LEGACY = re.compile(r"(?:\.Vn|VNI-)", re.IGNORECASE)
_STYLED = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\sr="([A-Z]{1,3}[0-9]{1,7})"[^>]*?\ss="([0-9]{1,6})"')


def legacy_font(name: str) -> str | None:
    """Return the font's name where it was made for an old encoding."""
    return name if _LEGACY.match(name) else None


def legacy_styles(package: Package) -> Mapping[int, str]:
    """Return the cell styles of an xlsx package with such a font, by their number."""
    if _STYLES not in package.parts:
        return {}
    content = package.read(_STYLES)
    if not any(name in content for name in _NAMED):
        return {}
    fonts: list[str] = []
    used: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(":")[2])
        if path[-2:] == ["fonts", "font"]:
            fonts.append("")
        elif path[-3:] == ["fonts", "font", "name"]:
            fonts[-1] = attributes.get("val", "")
        elif path[-2:] == ["cellXfs", "xf"]:
            number = attributes.get("fontId", "0")
            used.append(int(number) if number.isdecimal() else 0)

    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: path.pop()
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes no keyword
    except (ExpatError, ValueError, LookupError):
        # What a font is called is a help in reading old texts, and no reason to refuse a workbook.
        return {}
    named = {place: font for place, font in enumerate(fonts) if legacy_font(font)}
    return {style: named[font] for style, font in enumerate(used) if font in named}


def legacy_cells(content: bytes, styles: Mapping[int, str]) -> Iterator[tuple[Position, str]]:
    """Yield the cells of a sheet that have one of the styles, with their font."""
    for found in _STYLED.finditer(content):
        font = styles.get(int(found[2]))
        if font is not None:
            yield position(found[1].decode()), font

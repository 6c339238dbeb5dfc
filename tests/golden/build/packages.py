"""The same right workbook packed and written as other programs and libraries do it."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO, RawIOBase
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.golden.build.editing import part, patched, repacked
from tests.golden.build.saving import clean, small

_SHEET = "xl/worksheets/sheet2.xml"
_TAG = re.compile(r"<(/?)(?![?!])([A-Za-z])")


class _Stream(RawIOBase):
    """What can be written to but not gone back in: a connection to a browser."""

    def __init__(self) -> None:
        self.content = BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, content: object, /) -> int:
        return self.content.write(content)  # type: ignore[arg-type]


def _streamed() -> bytes:
    """Made by a web server: the size of each part stands behind it."""
    stream = _Stream()
    with ZipFile(BytesIO(small())) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), ZIP_DEFLATED)
    return stream.content.getvalue()


def _prefixed() -> bytes:
    """Every element with a prefix, as the Open XML SDK writes it."""
    names = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml")
    sheets = tuple(name for name in ZipFile(BytesIO(clean())).namelist() if name.startswith("xl/worksheets/sheet"))
    parts = {}
    for name in (*names, *sheets):
        xml = _TAG.sub(r"<\1x:\2", part(clean(), name))
        parts[name] = xml.replace(' xmlns="', ' xmlns:x="', 1).encode()
    return repacked(clean(), parts)


def _absolute() -> bytes:
    name = "xl/_rels/workbook.xml.rels"
    return patched(small(), name, lambda xml: xml.replace('Target="', 'Target="/xl/'))


def _template() -> bytes:
    """Saved as a template, .xltx."""
    return patched(small(), "[Content_Types].xml", lambda xml: xml.replace("sheet.main+xml", "template.main+xml"))


def _sums_typed() -> bytes:
    """The clerk let Excel add up: =100+18, whose result is stored."""
    old, new = r'(<c r="F11"[^>]*>)<v>118</v>', r"\1<f>100+18</f><v>118</v>"
    return patched(small(), _SHEET, lambda xml: re.sub(old, new, xml))


def _inline() -> bytes:
    """Texts in their cells, none of them shared, one of them in two fonts."""
    texts = re.findall(r"<si>(.*?)</si>", part(clean(), "xl/sharedStrings.xml"), re.DOTALL)
    rich = {"<t>Chi bộ</t>": "<r><t>Chi</t></r><r><rPr><b/></rPr><t xml:space='preserve'> bộ</t></r>"}

    def inline(found: re.Match[str]) -> str:
        text = texts[int(found[2])]
        return f'<c{found[1]} t="inlineStr"><is>{rich.get(text, text)}</is></c>'

    names = (name for name in ZipFile(BytesIO(clean())).namelist() if name.startswith("xl/worksheets/sheet"))
    cell = re.compile(r'<c((?: [rs]="\w+")*) t="s"><v>(\d+)</v></c>')
    return repacked(clean(), {name: cell.sub(inline, part(clean(), name)).encode() for name in names})


def _formatted_to_the_end() -> bytes:
    """Borders were given to whole columns: the last row of the sheet has cells, and they are empty."""
    row = '<row r="1048576"><c r="B1048576" s="1"/><c r="C1048576" s="1"/></row></sheetData>'
    return patched(small(), _SHEET, lambda xml: xml.replace("</sheetData>", row))


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "streamed.xlsx": _streamed,
    "prefixed.xlsx": _prefixed,
    "absolute-targets.xlsx": _absolute,
    "template.xltx": _template,
    "sums-typed.xlsx": _sums_typed,
    "inline-texts.xlsx": _inline,
    "formatted-to-the-end.xlsx": _formatted_to_the_end,
}

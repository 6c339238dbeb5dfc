"""The same right workbook as different programs save it, and as it comes out of a copy."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from openpyxl.workbook import Workbook
from tests.golden.build.editing import B1, B2, by_libreoffice, copied, edited, opened, part, patched, repacked, stored
from tests.golden.build.plans import cell_of_department, commune_results, hamlet, islands
from tests.golden.build.values import GROUP, WRONG_RESULTS

_SCHEMAS, _STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
_NAMESPACES = {
    f"{_SCHEMAS}/spreadsheetml/2006/main": f"{_STRICT}/spreadsheetml/main",
    f"{_SCHEMAS}/officeDocument/2006/relationships": f"{_STRICT}/officeDocument/relationships",
    f"{_SCHEMAS}/officeDocument/2006/extended-properties": f"{_STRICT}/officeDocument/extendedProperties",
    f"{_SCHEMAS}/officeDocument/2006/docPropsVTypes": f"{_STRICT}/officeDocument/docPropsVTypes",
    f"{_SCHEMAS}/drawingml/2006/main": f"{_STRICT}/drawingml/main",
}
_DATE_CELLS = {"xl/worksheets/sheet2.xml": "B9", "xl/worksheets/sheet3.xml": "B10"}
"""The cells of the right workbook that hold dates."""
_DAY_0, _DAYS_OF_1904 = date(1899, 12, 30), 1462


@cache
def small() -> bytes:
    """Return a right workbook of one form: what happens to it does not hang on what is in it."""
    return commune_results()


@cache
def clean() -> bytes:
    """Return the workbook that is filled rightly, as it was given out."""
    return cell_of_department()


def _by_openpyxl() -> bytes:
    return stored(opened(clean()))


def _from_google() -> bytes:
    """Google keeps no document properties and knows sheets that are hidden, but none that are very hidden."""
    relations = re.sub(r"<Relationship [^>]*docProps/[^>]*/>", "", part(clean(), "_rels/.rels"))
    types = re.sub(r"<Override [^>]*/docProps/[^>]*/>", "", part(clean(), "[Content_Types].xml"))
    book = part(clean(), "xl/workbook.xml").replace("veryHidden", "hidden")
    parts = {"_rels/.rels": relations, "[Content_Types].xml": types, "xl/workbook.xml": book}
    return repacked(clean(), {name: xml.encode() for name, xml in parts.items()}, without=("docProps/",))


def _strict() -> bytes:
    """Excel’s “Strict Open XML Spreadsheet”: other namespaces, and dates as text of ISO 8601."""
    content = clean()
    names = ("_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml")
    sheets = tuple(f"xl/worksheets/sheet{number}.xml" for number in range(1, 8))
    parts = {name: part(content, name) for name in (*names, *sheets, "xl/theme/theme1.xml", "docProps/app.xml")}
    for old, new in _NAMESPACES.items():
        parts = {name: xml.replace(old, new) for name, xml in parts.items()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("<workbook ", '<workbook conformance="strict" ')
    for name, cell in _DATE_CELLS.items():
        parts[name] = _dates(parts[name], cell, lambda day: f' t="d"><v>{day:%Y-%m-%d}</v>')
    return repacked(content, {name: xml.encode() for name, xml in parts.items()})


def _dates(xml: str, cell: str, written: Callable[[date], str]) -> str:
    def put(found: re.Match[str]) -> str:
        return found[1] + written(_DAY_0 + timedelta(days=int(found[2])))

    new, count = re.subn(rf'(<c r="{cell}"[^>]*)><v>(\d+)</v>', put, xml)
    assert count == 1
    return new


def _counted_from_1904() -> bytes:
    """A workbook from an old Macintosh: its days count from 1904."""
    book = part(clean(), "xl/workbook.xml").replace("<workbookPr ", '<workbookPr date1904="1" ')
    assert "date1904" in book
    parts = {"xl/workbook.xml": book}
    for name, cell in _DATE_CELLS.items():
        xml = part(clean(), name)
        parts[name] = _dates(xml, cell, lambda day: f"><v>{(day - _DAY_0).days - _DAYS_OF_1904}</v>")
    return repacked(clean(), {name: xml.encode() for name, xml in parts.items()})


def _wrong_dimension() -> bytes:
    name = "xl/worksheets/sheet2.xml"
    return patched(small(), name, lambda xml: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', xml))


def _numbers_as_text() -> bytes:
    """What some programs export: every figure a text."""

    def change(book: Workbook) -> None:
        for sheet in (book[B1], book[B2]):
            for cell in sheet[9 if sheet.title == B1 else 10]:
                if isinstance(cell.value, int | float):
                    cell.value = str(cell.value).replace(".", ",")
                elif isinstance(cell.value, datetime):
                    cell.value = f"{cell.value:%d/%m/%Y}"

    return edited(clean(), change)


def _forms_without_cover() -> bytes:
    """Only the sheets of the forms were copied into a new file."""

    def change(book: Workbook) -> None:
        del book["Trang bìa"]

    return edited(copied(clean(), with_stamp=False), change)


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "clean.xlsx": clean,
    "openpyxl.xlsx": _by_openpyxl,
    "libreoffice.xlsx": lambda: by_libreoffice(clean(), "xlsx"),
    "libreoffice.ods": lambda: by_libreoffice(clean(), "ods"),
    "libreoffice.xls": lambda: by_libreoffice(clean(), "xls"),
    "copied.xlsx": lambda: copied(clean(), with_stamp=True),
    "copied-without-mark.xlsx": lambda: copied(clean(), with_stamp=False),
    "copied-without-cover.xlsx": _forms_without_cover,
    "google.xlsx": _from_google,
    "strict.xlsx": _strict,
    "date-1904.xlsx": _counted_from_1904,
    "wrong-dimension.xlsx": _wrong_dimension,
    "numbers-as-text.xlsx": _numbers_as_text,
    "hamlet-libreoffice.xlsx": lambda: by_libreoffice(hamlet(), "xlsx"),
    "wrong-results.ods": lambda: by_libreoffice(commune_results(WRONG_RESULTS), "ods"),
    "wrong-results.xls": lambda: by_libreoffice(commune_results(WRONG_RESULTS), "xls"),
    "group-libreoffice.ods": lambda: by_libreoffice(islands("T03-2020", GROUP), "ods"),
}

"""Small workbooks made part by part, as no honest program would write them."""

import warnings
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def row(*cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def strings_xml(texts: Iterable[str], unique: int | None = None) -> str:
    items = [f"<si><t>{text}</t></si>" for text in texts]
    return f'<sst xmlns="{_MAIN}" uniqueCount="{len(items) if unique is None else unique}">{"".join(items)}</sst>'


def parts(*sheets: str, state: str = "", main: str = _SHEET_MAIN) -> dict[str, str]:
    """Return the parts of a workbook by name, one sheet for each XML given: “Trang 1”, “Trang 2”."""
    places = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="Trang {n}" sheetId="{n}"{state} r:id="rId{n}"/>' for n in places)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in places
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}">'
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(places, sheets, strict=True)},
    }


def packed(contents: Mapping[str, str | bytes], *more: tuple[str, str]) -> bytes:
    """Zip parts; ``more`` may name a part again."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of a name that stands twice
        for name, content in (*contents.items(), *more):
            archive.writestr(name, content)
    return buffer.getvalue()


def one_sheet(*cells: str) -> bytes:
    """Return a workbook of one sheet with these cells in its first row."""
    return packed(parts(sheet_xml(row(*cells))))

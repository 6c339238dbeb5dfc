"""The workbook of a package: its sheets, and where each of its parts is."""

from dataclasses import dataclass

from lxml import etree

from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook
from tonghop.writing.marked.package import Package, add_relation, add_type, local, relations

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_OTHER = Text(vi="tệp nén không chứa bảng tính Excel", en="an archive that holds no Excel workbook")

# fmt: off
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing",
)
# fmt: on
"""The order in which a worksheet's elements stand, up to the last one that we add."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A worksheet: its name on the tab, its relation to the workbook and its part."""

    name: str
    identifier: str
    part: str


class Book:
    """A package's workbook part, with the namespaces it is written in (there is a strict set and a usual one)."""

    def __init__(self, package: Package) -> None:
        self.package = package
        documents = [target for kind, target in relations(package, "").values() if kind == "officeDocument"]
        self.part = next((target for target in documents if target in package), "xl/workbook.xml")
        if self.part not in package or local(package.xml(self.part)) != "workbook":
            raise NotAWorkbook(found=_OTHER)
        self.main = etree.QName(self.root).namespace or ""
        self.office = _STRICT_OFFICE if self.main == _STRICT_MAIN else _OFFICE

    @property
    def root(self) -> etree._Element:
        """The workbook part's root."""
        return self.package.xml(self.part)

    @property
    def folder(self) -> str:
        """The folder of the workbook's parts: “xl”."""
        return self.part.rpartition("/")[0]

    def element(self, name: str) -> etree._Element:
        """Return a new root in the workbook's namespaces."""
        known: dict[str, str] = {None: self.main, "r": self.office}  # type: ignore[dict-item]  # as the stubs see it
        return etree.Element(self.tag(name), nsmap=known)

    def tag(self, name: str) -> str:
        """Return an element's name in the workbook's namespace."""
        return f"{{{self.main}}}{name}"

    def child(self, root: etree._Element, name: str) -> etree._Element | None:
        """Return a root's first child of that name."""
        return root.find(self.tag(name))

    @property
    def identifier(self) -> str:
        """The name of the attribute that leads to another part."""
        return f"{{{self.office}}}id"

    def sheet_elements(self) -> list[etree._Element]:
        """Return what the workbook says of each sheet, in the order of the tabs."""
        sheets = self.child(self.root, "sheets")
        if sheets is None:
            raise TruncatedWorkbook
        return [one for one in sheets if local(one) == "sheet"]

    def tabs(self) -> list[Tab]:
        """Return the worksheets; sheets of charts and dialogs hold no cells and are left out."""
        targets = relations(self.package, self.part)
        found = ((one.get("name", ""), one.get(self.identifier, "")) for one in self.sheet_elements())
        return [
            Tab(name, identifier, targets[identifier][1])
            for name, identifier in found
            if targets.get(identifier, ("", ""))[0] == "worksheet" and targets[identifier][1] in self.package
        ]

    def styles(self) -> str:
        """Return the part of the styles; one is made where there is none."""
        found = [target for kind, target in relations(self.package, self.part).values() if kind == "styles"]
        if found and found[0] in self.package:
            return found[0]
        usual = f"{self.folder}/styles.xml"  # some programs look for no other name
        part = self.package.free_name(f"{self.folder}/styles{{}}.xml") if usual in self.package else usual
        self.package.put_xml(part, _plain_styles(self))
        add_type(self.package, part, _STYLES_TYPE)
        add_relation(self.package, self.part, f"{self.office}/styles", part)
        return part

    def place(self, root: etree._Element, child: etree._Element, *, first: bool = False) -> None:
        """Put an element where its kind stands among a worksheet's; ``first`` of its kind, or last."""
        rank = _ORDER.index(local(child))
        before = _ORDER[: rank if first else rank + 1]
        place = max((index for index, one in enumerate(root, start=1) if local(one) in before), default=0)
        root.insert(place, child)


def _plain_styles(book: Book) -> etree._Element:
    content = (
        f'<styleSheet xmlns="{book.main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    return etree.fromstring(content)

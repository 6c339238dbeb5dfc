"""Filling the template: a Word document that anybody in the office may have edited, so it is trusted with nothing."""

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import TracebackType
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, Undefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from tonghop.core.errors import Phrase, marked
from tonghop.writing.report.charts import Chart, parts
from tonghop.writing.report.errors import BadTemplate, NotATemplate
from tonghop.writing.report.grids import PORTRAIT, Grid, Look, paragraph_xml, table_xml
from tonghop.writing.report.texts import literal

LARGEST = 50 * 1024 * 1024
"""Bytes that a template may unpack to."""
_EMU, _QUOTED = 36000, 120
_HYPERLINK = "/hyperlink"
_CHART = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:docPr id="1" name="Chart" descr={title}/><wp:cNvGraphicFramePr/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
    '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="{id}"/>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


class _Template(DocxTemplate):  # type: ignore[misc]
    """Remembers what is being filled, so that a fault in it can be pointed at."""

    source = ""

    def render_xml_part(self, src_xml: str, part: object, context: object, jinja_env: object = None) -> str:
        """Fill one part of the document."""
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        return str(super().render_xml_part(src_xml, part, context, jinja_env))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja that reaches nothing but the values it is given."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, _context: object, operator: str, _left: object, _right: object) -> Any:  # noqa: ANN401
        """Refuse what could fill the memory."""
        message = f"“{operator}”"
        raise SecurityError(message)


class Paper:
    """One report while it is made: the template opened, then filled."""

    def __init__(self, template: bytes) -> None:
        _gate(template)
        self._template = _Template(BytesIO(template))
        try:
            self._template.init_docx()
            self._document: Document = self._template.docx
            self._ids = {style.name: style.style_id for style in self._document.styles if style.name}
        except (OpcError, KeyError, ValueError, AttributeError, etree.XMLSyntaxError) as error:
            raise NotATemplate(problem=str(error) or type(error).__name__) from error

    def table(self, *grids: Grid) -> Markup:
        """Return tables for a paragraph ``{{p … }}``, each with a gap beneath it."""
        gap = paragraph_xml("", Look.GAP, self._ids)
        return Markup("".join(table_xml(grid, self._ids) + gap for grid in grids))  # noqa: S704 -- escaped there

    def chart(self, chart: Chart | None) -> Markup:
        """Return a chart for a paragraph ``{{p … }}``; nothing where there is none."""
        if chart is None:
            return Markup()
        main, (xml, workbook) = self._document.part, parts(chart)
        package = main.package
        figures_part = Part(
            PackURI(str(package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx"))),
            CONTENT_TYPE.SML_SHEET,
            workbook,
            package,
        )
        drawn = Part(package.next_partname("/word/charts/chart%d.xml"), CONTENT_TYPE.DML_CHART, xml, package)
        drawn.relate_to(figures_part, RELATIONSHIP_TYPE.PACKAGE)
        run = _CHART.format(
            width=PORTRAIT * _EMU,
            height=round(chart.height * _EMU),
            title=f'"{literal(chart.title)}"',
            id=main.relate_to(drawn, RELATIONSHIP_TYPE.CHART),
        )
        picture = paragraph_xml("", Look.PICTURE, self._ids)
        return Markup(picture.replace("</w:p>", f"{run}</w:p>"))  # noqa: S704 -- quoted above

    def filled(self, values: Mapping[str, object]) -> bytes:
        """Return the document with its tags filled; raises BadTemplate naming the place and the fault."""
        sandbox = _Sandbox(undefined=StrictUndefined, autoescape=True, finalize=_literal)
        sandbox.globals.clear()
        try:
            self._template.render(dict(values), sandbox, autoescape=True)
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise BadTemplate(where=_place(self._template.source, error), problem=_problem(error)) from error
        content = BytesIO()
        self._template.docx.save(content)
        return _settled(content)


def _gate(template: bytes) -> None:
    """Refuse what is no document, what is too large, and what reaches outside itself."""
    try:
        with zipfile.ZipFile(BytesIO(template)) as package:
            names = package.infolist()
            if sum(one.file_size for one in names) > LARGEST:
                raise NotATemplate(problem=Phrase(marked("it is too large")))
            if any(one.filename.lower().endswith("vbaproject.bin") for one in names):
                raise NotATemplate(problem=Phrase(marked("it holds macros")))
            if any(_reaches_out(package.read(one)) for one in names if one.filename.endswith(".rels")):
                raise NotATemplate(problem=Phrase(marked("it is linked to another file")))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise NotATemplate(problem=Phrase(marked("it is damaged, or of another kind"))) from error


def _reaches_out(relationships: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(relationships, parser)
    except etree.XMLSyntaxError:
        return True
    return any(one.get("TargetMode") == "External" and not str(one.get("Type")).endswith(_HYPERLINK) for one in root)


def _literal(value: object) -> object:
    """Return a text so that it stands in the document as it was typed, whatever Jinja or docxtpl would read in it."""
    if isinstance(value, Markup | Undefined) or not isinstance(value, str):
        return value
    return Markup(literal(value))  # noqa: S704 -- escaped there


def _place(source: str, error: Exception) -> str:
    """Return the words of the paragraph in which the fault lies."""
    line = getattr(error, "lineno", None) or _line(error.__traceback__)
    lines = source.splitlines()
    words = re.sub(r"<[^>]+>", "", lines[line - 1]) if line and line <= len(lines) else ""
    words = " ".join(words.split()) or " ".join(re.sub(r"<[^>]+>", " ", source).split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1] + "…"


def _line(trace: TracebackType | None) -> int | None:
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _problem(error: Exception) -> object:
    """Return what is wrong; what Jinja says is English, but names the tag."""
    unknown = re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", str(error))
    if unknown is not None:
        return Phrase(marked("there is no value called “{name}”"), name=unknown[1] or unknown[2])
    if isinstance(error, SecurityError):
        return Phrase(marked("this is not allowed in a template: {problem}"), problem=error)
    return Phrase(marked("the tag is not complete or not understood ({problem})"), problem=error)


def _settled(content: BytesIO) -> bytes:
    """Return the package with its parts' times left out: the same report has the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(content) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as settled:
        for one in package.infolist():
            entry = zipfile.ZipInfo(one.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(entry, package.read(one))
    return made.getvalue()

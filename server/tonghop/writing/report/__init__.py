"""The official report (báo cáo tổng hợp): a consolidation filled into a Word document that a clerk may edit.

The report is in Vietnamese alone, as the papers of the offices that sign it are.
"""

from tonghop.core.consolidation import Consolidation
from tonghop.writing.report.context import values
from tonghop.writing.report.errors import BadTemplate, NoLibreOffice, NoPdf, NotATemplate
from tonghop.writing.report.letterhead import Letterhead
from tonghop.writing.report.printing import libreoffice, pdf
from tonghop.writing.report.rendering import Paper

__all__ = [
    "BadTemplate",
    "Letterhead",
    "NoLibreOffice",
    "NoPdf",
    "NotATemplate",
    "libreoffice",
    "pdf",
    "report_document",
]


def report_document(
    consolidation: Consolidation, previous: Consolidation | None, letterhead: Letterhead, template: bytes
) -> bytes:
    """Return the report as a Word document.

    Every figure in it is the consolidation's, or that of ``previous``, the period before brought
    together the same way; ``None`` where there is none to compare with. Raises NotATemplate or
    BadTemplate where the template cannot be filled.
    """
    paper = Paper(template)
    return paper.filled(values(paper, consolidation, previous, letterhead))

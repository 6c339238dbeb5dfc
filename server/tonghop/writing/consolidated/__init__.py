"""The consolidated workbook: live totals, where each number came from, who is missing, what was found."""

from datetime import datetime, time, tzinfo
from io import BytesIO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from tonghop.core.consolidation import Consolidation
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import Book, PageOf, Say
from tonghop.writing.consolidated.changes import write_changes
from tonghop.writing.consolidated.facts import write_facts
from tonghop.writing.consolidated.flat import FlatSheet
from tonghop.writing.consolidated.forms import FormWriter
from tonghop.writing.consolidated.layout import Plan
from tonghop.writing.consolidated.overview import OverviewWriter
from tonghop.writing.consolidated.sources import FIRST_ROW, SourceWriter
from tonghop.writing.consolidated.status import StatusWriter
from tonghop.writing.consolidated.warnings import write_warnings
from tonghop.writing.styles import WORKBOOK_OPTIONS, Formats

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_TAB_COLOURS = {
    words.OVERVIEW: "#C00000",
    words.STATUS: "#BF9000",
    words.WARNINGS: "#ED7D31",
    words.CHANGES: "#7030A0",
    words.SOURCES: "#7F7F7F",
    words.FACTS: "#7F7F7F",
}


def consolidated_workbook(
    consolidation: Consolidation, say: Say, *, zone: tzinfo = VIETNAM, page_of: PageOf = lambda _: None
) -> bytes:
    """Return the consolidation as an xlsx file, findings said by ``say`` and instants shown in ``zone``.

    ``page_of`` tells where a revision is shown on the web, if it is.
    Raises DoesNotFit when a sheet would need more rows than Excel has.
    """
    target = BytesIO()
    workbook = Workbook(target, dict(WORKBOOK_OPTIONS))
    plan = Plan.of(consolidation, FIRST_ROW)
    _add_sheets(workbook, plan)
    book = Book(workbook, Formats(workbook), plan, say, zone, page_of)
    forms = [FormWriter(book, sheet) for sheet in plan.sheets]
    status = StatusWriter(book)
    OverviewWriter(book, status, forms).write()
    for form in forms:
        form.write()
    status.write()
    write_warnings(book)
    if consolidation.changes is not None:
        write_changes(book, consolidation.changes)
    SourceWriter(book).write()
    write_facts(book)
    workbook.close()
    return target.getvalue()


def _add_sheets(workbook: Workbook, plan: Plan) -> None:
    names = (
        words.OVERVIEW,
        *(sheet.name for sheet in plan.sheets),
        words.STATUS,
        words.WARNINGS,
        *((words.CHANGES,) if plan.consolidation.changes is not None else ()),
        words.SOURCES,
        words.FACTS,
    )
    for name in names:
        kind = FlatSheet if name == words.FACTS else None
        workbook.add_worksheet(name, kind).set_tab_color(_TAB_COLOURS.get(name, "#2F5597"))
    workbook.set_properties(
        {
            "title": f"Bảng tổng hợp: {plan.consolidation.campaign.short_title.vi}",
            "subject": plan.consolidation.period.label.vi,
            "author": plan.consolidation.campaign.issuer.vi,
            # Of the day it is as of, not of now: the same figures give the same bytes.
            "created": datetime.combine(plan.consolidation.as_of, time.min),
        }
    )
    workbook.set_calc_mode("auto")

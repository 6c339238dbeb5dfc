"""The workbook that a clerk fills: cover, a sheet for each form due, and the hidden stamp.

It is made to work alike in Excel 2010 and later, LibreOffice, WPS and Google Sheets. Avoided, because one
of them drops or breaks it silently: dynamic arrays and newer functions (TEXTJOIN, IFS, XLOOKUP, LET, FILTER),
conditional formats and validations of the x14 extension (data bars of Excel 2010, icon sets, references to
other sheets in conditional formats), tables and slicers, form controls and macros, sparklines, threaded
comments, named styles, defined names (but those of printing), custom document properties as a place of record
(the stamp is a sheet), passwords, and validations with a formula (WPS on phones). Lists of choices stand in
cells, not in the validation: labels may hold commas, and more than 255 characters together.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from types import MappingProxyType

from xlsxwriter import Workbook

from tonghop.core.cells import RawValue
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, Number, Period
from tonghop.core.layout import COVER_SHEET, LISTS_SHEET
from tonghop.core.stamp import SHEET as STAMP_SHEET
from tonghop.core.stamp import Stamp, stamp_rows
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.styles import Formats
from tonghop.writing.workbook import words
from tonghop.writing.workbook.cover import About, write_cover
from tonghop.writing.workbook.fill import FilledSheet, filled_sheet, refuse_other_forms
from tonghop.writing.workbook.guard import guard
from tonghop.writing.workbook.head import Owner, Pen, write_head
from tonghop.writing.workbook.page import set_up_form
from tonghop.writing.workbook.plan import FormPlan, Lists, WorkbookPlan, plan_workbooks
from tonghop.writing.workbook.sheet import Sheet
from tonghop.writing.workbook.table import write_table

_NOTHING: Mapping[Measure, Number] = MappingProxyType({})
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed instant: the same contents give the same bytes


def unit_workbook(  # noqa: PLR0913 -- what a workbook is made of
    campaign: Campaign,
    period: Period,
    unit: Unit,
    *,
    key: bytes,
    coverage: Coverage = Coverage.OWN,
    accumulated: Mapping[Measure, Number] = _NOTHING,
    parent_name: str = "",
    fill: Mapping[tuple[str, str, str], RawValue] | None = None,
) -> bytes:
    """Return the xlsx workbook of a unit for a period, prefilled and stamped with ``key``.

    ``accumulated`` holds what the earlier periods add up to. ``fill`` puts cells in as a clerk would have typed
    them, by (form, row key, field): a fixed row's code or the running number from “1”; a text under the table
    has the row key ``""``. Raises NoSuchCell when there is no such cell, CannotWrite when a cell cannot hold it.
    """
    plan = plan_workbooks(campaign, period, unit.level)
    contents = fill or {}
    refuse_other_forms(contents, plan.forms)
    forms = [(form, filled_sheet(form, contents, accumulated)) for form in plan.forms]
    about = About(campaign, period, unit, coverage, parent_name)
    content = BytesIO()
    book = Workbook(content, dict(styles.WORKBOOK_OPTIONS))
    _write(book, plan, about, forms)
    write_stamp(book, Stamp(campaign.code, campaign.version, period.code, unit.code, coverage), key)
    book.close()
    return content.getvalue()


def _write(book: Workbook, plan: WorkbookPlan, about: About, forms: list[tuple[FormPlan, FilledSheet]]) -> None:
    formats = Formats(book)
    describe(book, about)
    cover = Sheet(book, COVER_SHEET)
    pens = [Pen(Sheet(book, form.form.sheet), formats, form, filled) for form, filled in forms]
    write_cover(cover, formats, about, forms)
    for pen in pens:
        write_form(pen, about.period, _owner(about))
    write_lists(book, formats, plan.lists)
    cover.raw.activate()


def write_form(pen: Pen, period: Period, owner: Owner, rows: Callable[[Pen], None] = write_table) -> None:
    """Write a form's sheet; ``rows`` writes what stands under its headings."""
    form, layout = pen.plan.form, pen.plan.layout
    write_head(pen, owner)
    rows(pen)
    guard(pen, period)
    set_up_form(pen.sheet, form, layout, pen.widths, pen.plan.language)


def _owner(about: About) -> Owner:
    language = about.campaign.language
    unit = f"{about.unit.name.upper()} ({words.UNIT_CODE.said(language)} {about.unit.code})"
    above = about.recipient.upper()
    summary = f"\n{words.SUMMARY.said(language)}" if about.coverage is Coverage.SUMMARY else ""
    return Owner(
        unit=f"{above}\n{unit}{summary}",
        period=about.period.label.said(language),
        is_summary=about.coverage is Coverage.SUMMARY,
    )


def describe(book: Workbook, about: About) -> None:
    """Say in the file's properties whose it is."""
    language = about.campaign.language
    book.set_properties(
        {
            "title": f"{about.campaign.short_title.said(language)} – {about.unit.name}",
            "subject": about.period.label.said(language),
            "company": about.campaign.issuer.said(language),
            "author": "Tổng Hợp",
            "keywords": f"{about.campaign.code} {about.period.code} {about.unit.code}",
            "created": _CREATED,
        }
    )


def write_lists(book: Workbook, formats: Formats, lists: Lists) -> None:
    """Write the hidden sheet of drop-down lists and of the checks' sentences."""
    sheet, shape = Sheet(book, LISTS_SHEET), formats.of(styles.TEXT)
    for column, texts in enumerate(lists.columns):
        for row, text in enumerate(texts):
            sheet.text(row, column, text, shape)
    sheet.raw.hide()


def write_stamp(book: Workbook, stamp: Stamp, key: bytes) -> None:
    """Write the signed stamp on its very hidden sheet."""
    sheet, shape = Sheet(book, STAMP_SHEET), Formats(book).of(styles.TEXT)
    for row, (name, value) in enumerate(stamp_rows(stamp, key)):
        sheet.text(row, 0, name, shape)
        sheet.text(row, 1, value, shape)
    sheet.raw.very_hidden()

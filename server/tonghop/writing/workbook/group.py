"""The workbook of a group: a row or block for each unit, in one workbook that the unit above them fills."""

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from types import MappingProxyType

from xlsxwriter import Workbook

from tonghop.core.definitions import Campaign, Period
from tonghop.core.layout import COVER_SHEET
from tonghop.core.stamp import Layout, Stamp
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.styles import Formats
from tonghop.writing.workbook import describe, group_words, words, write_form, write_lists, write_stamp
from tonghop.writing.workbook.cover import write_cover
from tonghop.writing.workbook.fill import NoSuchCell
from tonghop.writing.workbook.group_cover import GroupAbout, write_units
from tonghop.writing.workbook.group_plan import Accumulated, FilledGroup, Fills, GroupPlan, filled_group, group_plan
from tonghop.writing.workbook.group_sheet import Directory, parts_of, write_rows
from tonghop.writing.workbook.head import Owner, Pen
from tonghop.writing.workbook.page import set_up_long_form
from tonghop.writing.workbook.plan import Lists
from tonghop.writing.workbook.sheet import Sheet

_NOTHING: Accumulated = MappingProxyType({})


def group_workbook(  # noqa: PLR0913 -- what a workbook is made of
    campaign: Campaign,
    period: Period,
    parent: Unit,
    members: Sequence[Unit],
    *,
    key: bytes,
    accumulated: Accumulated = _NOTHING,
    recipient: str = "",
    fill: Fills | None = None,
) -> bytes:
    """Return the xlsx workbook in which ``parent`` brings together the reports of the units directly below it.

    ``accumulated`` and ``fill`` are as for a unit's workbook, by unit code. The parent's own report is not in it.
    Raises NoSuchCell when there is no such cell or a list has no rows left, CannotWrite when a cell cannot hold it.
    """
    about = GroupAbout(campaign, period, parent, Coverage.OWN, recipient, tuple(members))
    lists = Lists()
    directory = Directory(lists.listed([unit.code for unit in members]), lists.listed([unit.name for unit in members]))
    plans = _plans(about, lists)
    _refuse_strangers(fill or {}, plans)
    forms = [(plan, filled_group(plan, fill or {}, accumulated)) for plan in plans]
    content = BytesIO()
    book = Workbook(content, dict(styles.WORKBOOK_OPTIONS))
    _write(book, about, forms, directory)
    write_lists(book, Formats(book), lists)
    stamp = Stamp(campaign.code, campaign.version, period.code, parent.code, Coverage.OWN, Layout.GROUP)
    write_stamp(book, stamp, key)
    book.close()
    return content.getvalue()


def _plans(about: GroupAbout, lists: Lists) -> list[GroupPlan]:
    """Return the forms that any of the members owes, in the period's order."""
    campaign, period = about.campaign, about.period
    plans = (group_plan(campaign, period, campaign.form(code), about.members, lists) for code in period.forms)
    return [plan for plan in plans if plan.group.members]


def _refuse_strangers(fill: Fills, plans: Sequence[GroupPlan]) -> None:
    """Raise NoSuchCell for a unit that is no member, or a form that it does not fill."""
    known = {(unit.code, plan.form.code) for plan in plans for unit in plan.group.members}
    for unit, cells in fill.items():
        for form, key, name in cells:
            if (unit, form) not in known:
                raise NoSuchCell(form=form, row=key, field=name)


def _write(
    book: Workbook, about: GroupAbout, forms: Sequence[tuple[GroupPlan, FilledGroup]], directory: Directory
) -> None:
    formats = Formats(book)
    describe(book, about)
    cover = Sheet(book, COVER_SHEET)
    pens = [Pen(Sheet(book, plan.form.sheet), formats, plan, filled.sheet) for plan, filled in forms]
    units = partial(write_units, members=about.members, forms=forms)
    write_cover(cover, formats, about, [(plan, filled.sheet) for plan, filled in forms], units)
    for pen, (plan, filled) in zip(pens, forms, strict=True):
        write_form(pen, about.period, _owner(about), _rows(plan, filled, directory))
        set_up_long_form(pen.sheet, plan.form, plan.layout, pen.widths, parts_of(plan))
    cover.raw.activate()


def _rows(plan: GroupPlan, filled: FilledGroup, directory: Directory) -> "partial[None]":
    return partial(write_rows, plan=plan, filled=filled, directory=directory)


def _owner(about: GroupAbout) -> Owner:
    language = about.campaign.language
    unit = f"{about.unit.name.upper()} ({words.UNIT_CODE.said(language)} {about.unit.code})"
    said = f"{about.recipient.upper()}\n{unit}\n{group_words.GROUP.said(language)}"
    return Owner(unit=said, period=about.period.label.said(language))

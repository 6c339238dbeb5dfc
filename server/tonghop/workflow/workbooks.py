"""Campaign and unit → the workbooks that are given out."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from tonghop.core import completeness
from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, Period
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.workflow.office import Office
from tonghop.workflow.past import context, past_totals
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.group import group_workbook


def owed(
    office: Office, campaign: Campaign, period: Period, units: Collection[str] = ()
) -> Iterator[tuple[Unit, Coverage]]:
    """Yield whose workbooks a period asks for, in tree order; only those of ``units`` where any are named."""
    tree = office.tree(campaign.code, period.end)
    for code in units:
        office.unit(campaign, code, period.end)
    for unit, coverage in completeness.owed(campaign, tree, period):
        if not units or unit.code in units:
            yield unit, coverage


def workbook(
    office: Office,
    campaign: Campaign,
    period: Period,
    unit: Unit,
    coverage: Coverage,
    *,
    as_of: date,
    fill: Mapping[tuple[str, str, str], RawValue] | None = None,
) -> bytes:
    """Return the workbook that a unit fills, with what it reported before and its signed stamp."""
    past = past_totals(office, campaign, period, unit, coverage, as_of)
    above = office.tree(campaign.code, period.end).by_code.get(unit.parent or "")
    return unit_workbook(
        campaign,
        period,
        unit,
        key=office.instance.key,
        coverage=coverage,
        accumulated=context(office, campaign, period, unit, past).accumulated,
        parent_name=above.name if above else "",
        fill=fill,
    )


def workbook_name(unit: Unit, coverage: Coverage) -> str:
    """Return the file name of a unit's workbook: its code, then its name, without what file systems refuse."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", unit.name).strip()
    return f"{unit.code} {name}{' (tổng hợp)' if coverage is Coverage.SUMMARY else ''}.xlsx"


def group_members(office: Office, campaign: Campaign, period: Period, parent: Unit) -> tuple[Unit, ...]:
    """Return the units directly below one that owe a report of their own: those of its group's workbook."""
    return completeness.members(campaign, office.tree(campaign.code, period.end), period, parent.code)


def groups(
    office: Office, campaign: Campaign, period: Period, parents: Collection[str] = ()
) -> Iterator[tuple[Unit, tuple[Unit, ...]]]:
    """Yield each unit that has owing ones directly below it, with those; only ``parents`` where any are named."""
    for code in parents:
        office.unit(campaign, code, period.end)
    for parent in office.tree(campaign.code, period.end).units:
        members = group_members(office, campaign, period, parent)
        if members and (not parents or parent.code in parents):
            yield parent, members


def group_file(
    office: Office,
    campaign: Campaign,
    period: Period,
    parent: Unit,
    members: Collection[Unit],
    *,
    as_of: date,
    fill: Mapping[str, Mapping[tuple[str, str, str], RawValue]] | None = None,
) -> bytes:
    """Return the workbook in which a unit brings together the reports of those below it, each with its own past."""
    accumulated = {}
    for unit in members:
        past = past_totals(office, campaign, period, unit, Coverage.OWN, as_of)
        accumulated[unit.code] = context(office, campaign, period, unit, past).accumulated
    above = office.tree(campaign.code, period.end).by_code.get(parent.parent or "")
    return group_workbook(
        campaign,
        period,
        parent,
        tuple(members),
        key=office.instance.key,
        accumulated=accumulated,
        recipient=above.name if above else "",
        fill=fill,
    )


def unit_files(
    office: Office, campaign: Campaign, period: Period, units: Collection[str] = (), *, as_of: date
) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the names of the workbooks that a period asks for, each with what makes it.

    A unit that is named gets one even where it owes none, as where its superior reports for it.
    """
    asked = list(owed(office, campaign, period, units))
    listed = {unit.code for unit, _ in asked}
    others = (office.unit(campaign, code, period.end) for code in dict.fromkeys(units) if code not in listed)
    asked += [(unit, Coverage.OWN) for unit in others if _fills(campaign, period, unit)]
    return _files(office, campaign, period, asked, as_of)


def summary_files(
    office: Office, campaign: Campaign, period: Period, units: Collection[str] = (), *, as_of: date
) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the names of the workbooks in which units sum up those below them, each with what makes it."""
    tree = office.tree(campaign.code, period.end)
    named = [office.unit(campaign, code, period.end) for code in units] or list(tree.units)
    asked = [
        (unit, Coverage.SUMMARY) for unit in named if unit.code in tree.children and _fills(campaign, period, unit)
    ]
    return _files(office, campaign, period, asked, as_of)


def _fills(campaign: Campaign, period: Period, unit: Unit) -> bool:
    """Tell whether there is anything for the unit to fill: nobody fills what is brought together from elsewhere."""
    return not period.derived and bool(campaign.forms_due(period, unit.level))


def _files(
    office: Office, campaign: Campaign, period: Period, asked: Iterable[tuple[Unit, Coverage]], as_of: date
) -> list[tuple[str, Callable[[], bytes]]]:
    return [
        (workbook_name(unit, coverage), partial(workbook, office, campaign, period, unit, coverage, as_of=as_of))
        for unit, coverage in asked
    ]


def group_files(
    office: Office, campaign: Campaign, period: Period, parents: Collection[str] = (), *, as_of: date
) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the names of the groups' workbooks of a period, each with what makes it."""
    return [
        (group_file_name(parent), partial(group_file, office, campaign, period, parent, members, as_of=as_of))
        for parent, members in groups(office, campaign, period, parents)
    ]


def group_file_name(parent: Unit) -> str:
    """Return the file name of a group's workbook, as that of the unit above it with “cả cụm”."""
    return workbook_name(parent, Coverage.OWN).removesuffix(".xlsx") + " (cả cụm).xlsx"

"""What is known of a unit's earlier reports when one of it is checked or its workbook made."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from tonghop.core import calendar
from tonghop.core.checking import Context
from tonghop.core.consolidating import measuring
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Aggregation, Campaign, Number, Period
from tonghop.core.reorganising import Homes
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit
from tonghop.workflow.office import Office

Totals: TypeAlias = Mapping[Measure, Number]


def past_totals(
    office: Office, campaign: Campaign, period: Period, unit: Unit, coverage: Coverage, as_of: date
) -> tuple[Totals, ...]:
    """Return what a unit, and those that became it, reported for each earlier period, oldest first."""
    before = [earlier.code for earlier in calendar.earlier(campaign, period)]
    if not before:
        return ()
    homes = Homes.of(office.tree(campaign.code, period.end), office.units(campaign.code))
    columns = office.columns(campaign, period)
    by_unit = [
        office.store.totals(campaign.code, code, before, coverage, office.end_of(as_of))
        for code in (unit.code, *homes.former(unit.code))
    ]
    found = ([totals[code] for totals in by_unit if code in totals] for code in before)
    return tuple(one[0] if len(one) == 1 else measuring.over_units(columns, one) for one in found if one)


def context(office: Office, campaign: Campaign, period: Period, unit: Unit, past: tuple[Totals, ...]) -> Context:
    """Return what a report is checked against."""
    columns = [column for column in office.columns(campaign, period) if column.over_time is Aggregation.SUM]
    return Context(
        campaign=campaign,
        period=period,
        unit=unit,
        accumulated=measuring.over_time(columns, past),
        previous=past[-1] if past else {},
    )


def allocated_to(
    office: Office, campaign: Campaign, period: Period, key: SubmissionKey, as_of: date
) -> Mapping[Measure, Number]:
    """Return what was to reach the unit by the period's end: what was allocated later cannot have come in it."""
    if key.coverage is Coverage.SUMMARY:
        return {}
    return office.store.allocated(campaign.code, key.unit, office.end_of(min(as_of, period.end)))

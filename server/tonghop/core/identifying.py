"""Whose workbook it is: the signed stamp against what this instance knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tonghop.core.calendar import find_period
from tonghop.core.cells import Sheets
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import DefinitionError
from tonghop.core.findings import Finding
from tonghop.core.stamp import Stamp, read_stamp
from tonghop.core.units import Unit


@dataclass(frozen=True, slots=True)
class Identified:
    """A workbook's stamp and what it stands for."""

    stamp: Stamp
    campaign: Campaign
    """In the version that the workbook was made from."""
    period: Period
    unit: Unit


def identify(
    sheets: Sheets,
    key: bytes,
    campaign_of: Callable[[str, int], Campaign | None],
    units_of: Callable[[str], Iterable[Unit]],
    *,
    claimed_unit: str | None = None,
) -> Identified | Finding:
    """Return whose workbook it is, for which period, or the blocking finding that keeps it from being known.

    ``campaign_of`` gives a campaign by code and version, ``units_of`` a campaign's units by its code:
    none at all for a campaign that is not kept here. ``claimed_unit`` is the unit it was sent for.
    """
    stamp = read_stamp(sheets, key)
    if isinstance(stamp, Finding):
        return stamp
    units = tuple(units_of(stamp.campaign))
    campaign = campaign_of(stamp.campaign, stamp.version) if units else None
    if campaign is None:
        known = Finding("version_unknown", parameters={"version": stamp.version})
        return known if units else Finding("stamp_other_campaign", parameters={"campaign": stamp.campaign})
    return _of_campaign(stamp, campaign, units, claimed_unit)


def _of_campaign(
    stamp: Stamp, campaign: Campaign, units: Iterable[Unit], claimed_unit: str | None
) -> Identified | Finding:
    try:
        period = find_period(campaign, stamp.period)
    except DefinitionError:
        return Finding("stamp_unknown_period", parameters={"period": stamp.period})
    unit = _unit(units, stamp.unit, period.end)
    if unit is None:
        return Finding("stamp_unknown_unit", parameters={"unit": stamp.unit})
    if claimed_unit is not None and claimed_unit != unit.code:
        return _other_unit(unit, _unit(units, claimed_unit, period.end), claimed_unit)
    return Identified(stamp, campaign, period, unit)


def _unit(units: Iterable[Unit], code: str, day: date) -> Unit | None:
    """Return the unit of that code as it was on that day; one that no longer exists then may still report."""
    known = [unit for unit in units if unit.code == code]
    return next((unit for unit in known if unit.exists_on(day)), known[-1] if known else None)


def _other_unit(stamped: Unit, claimed: Unit | None, claim: str) -> Finding:
    shown = f"{claimed.name} ({claimed.code})" if claimed is not None else claim
    return Finding("stamp_other_unit", parameters={"stamped": f"{stamped.name} ({stamped.code})", "claimed": shown})

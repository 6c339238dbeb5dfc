"""Whose workbook it is: the signed stamp against what this instance knows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tonghop.core.calendar import find_period
from tonghop.core.cells import CellRef, Sheets
from tonghop.core.claiming import Claim, claimed, other_stamps
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import DefinitionError
from tonghop.core.findings import Finding
from tonghop.core.layout import COVER_SHEET, COVER_UNIT_CODE
from tonghop.core.spelling import code_text, match_key
from tonghop.core.stamp import SHEET, Stamp, read_stamp
from tonghop.core.units import Unit


@dataclass(frozen=True, slots=True)
class Identified:
    """A workbook's stamp and what it stands for."""

    stamp: Stamp
    campaign: Campaign
    """In the version that the workbook was made from."""
    period: Period
    unit: Unit
    findings: tuple[Finding, ...] = ()
    """What is to be told beside what its cells hold."""


@dataclass(frozen=True, slots=True)
class ShownCode:
    """The unit's code that a person sees on the cover, where it is not the stamped one."""

    code: str
    cell: CellRef


def identify(
    sheets: Sheets,
    key: bytes,
    campaign_of: Callable[[str, int], Campaign | None],
    units_of: Callable[[str], Iterable[Unit]],
    *,
    claimed_unit: str | None = None,
    claimed_period: str | None = None,
    campaigns: Sequence[tuple[Campaign, Sequence[Period]]] = (),
) -> Identified | Finding:
    """Return whose workbook it is, for which period, or the blocking finding that keeps it from being known.

    ``campaign_of`` gives a campaign by code and version, ``units_of`` a campaign's units by its code:
    none at all for a campaign that is not kept here. ``claimed_unit`` is the unit it was sent for: it
    settles which holds where the stamp and the code on the cover disagree, but goes against neither
    where both agree. A workbook without a stamp is what its headings and the claims say, looked for
    among ``campaigns`` and their periods.
    """
    claim = Claim(claimed_unit, claimed_period, campaigns)
    stamp = read_stamp(sheets, key)
    if isinstance(stamp, Finding):
        return stamp if stamp.code != "stamp_missing" else _unstamped(sheets, units_of, claim)
    copies = (sheet for sheet in sheets.sheets if sheet.name.startswith(SHEET) and sheet.name != SHEET)
    several = other_stamps((read_stamp(Sheets((replace(sheet, name=SHEET),)), key) for sheet in copies), stamp)
    if several is not None:
        return several
    if claim.period not in {None, stamp.period}:
        return Finding("stamp_other_period", parameters={"stamped": stamp.period, "claimed": claim.period or ""})
    units = tuple(units_of(stamp.campaign))
    campaign = campaign_of(stamp.campaign, stamp.version) if units else None
    if campaign is None:
        known = Finding("version_unknown", parameters={"version": stamp.version})
        return known if units else Finding("stamp_other_campaign", parameters={"campaign": stamp.campaign})
    return _of_campaign(stamp, campaign, units, _shown(sheets, stamp.unit), claim.unit)


def _unstamped(sheets: Sheets, units_of: Callable[[str], Iterable[Unit]], claim: Claim) -> Identified | Finding:
    def unit_of(campaign: Campaign, code: str, period: Period) -> Unit | None:
        return _unit(units_of(campaign.code), code, period.end)

    found = claimed(sheets, claim, units_of, unit_of)
    if isinstance(found, Finding):
        return found
    shown = _shown(sheets, found.unit.code)
    if shown is not None:
        return _changed(found.unit, shown)
    return Identified(found.stamp, found.campaign, found.period, found.unit, (found.finding,))


def _of_campaign(
    stamp: Stamp, campaign: Campaign, units: Sequence[Unit], cover: ShownCode | None, claim: str | None
) -> Identified | Finding:
    try:
        period = find_period(campaign, stamp.period)
    except DefinitionError:
        return Finding("stamp_unknown_period", parameters={"period": stamp.period})
    unit = _unit(units, stamp.unit, period.end)
    if unit is None:
        return Finding("stamp_unknown_unit", parameters={"unit": stamp.unit})
    if claim is not None and claim != unit.code:
        claimed = _unit(units, claim, period.end)
        if claimed is None or cover is None or cover.code != claim:
            return _other_unit(unit, claimed, claim)
        return Identified(replace(stamp, unit=claim), campaign, period, claimed)
    if claim is None and cover is not None:
        return _changed(unit, cover)
    return Identified(stamp, campaign, period, unit)


def _shown(sheets: Sheets, stamped: str) -> ShownCode | None:
    """Return the code on the cover; a cover whose rows have moved still shows the stamped one somewhere."""
    wanted = match_key(COVER_SHEET)
    cover = next((sheet for sheet in sheets.sheets if match_key(sheet.name) == wanted), None)
    if cover is None:
        return None
    row, column = COVER_UNIT_CODE
    code = code_text(cover.value(row, column))
    if not code or any(code_text(cover.value(place, column)) == stamped for place in range(len(cover.rows))):
        return None
    return ShownCode(code, CellRef(cover.name, row, column))


def _unit(units: Iterable[Unit], code: str, day: date) -> Unit | None:
    """Return the unit of that code as it was on that day; one that no longer exists then may still report."""
    known = [unit for unit in units if unit.code == code]
    return next((unit for unit in known if unit.exists_on(day)), known[-1] if known else None)


def _other_unit(stamped: Unit, claimed: Unit | None, claim: str) -> Finding:
    told = f"{claimed.name} ({claimed.code})" if claimed is not None else claim
    return Finding("stamp_other_unit", parameters={"stamped": f"{stamped.name} ({stamped.code})", "claimed": told})


def _changed(unit: Unit, shown_code: ShownCode) -> Finding:
    return Finding(
        "unit_cell_changed",
        cell=shown_code.cell,
        read=shown_code.code,
        expected=unit.code,
        parameters={"shown": shown_code.code, "stamped": f"{unit.name} ({unit.code})"},
    )

"""Whose workbook it is when it bears no stamp: its headings say the form, and who sends it the unit.

A clerk who copies the sheets into a new file loses the hidden mark. What he claims is taken where only one
period's forms are in the file and nothing on its face says another unit; otherwise he is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.cells import Sheets
from tonghop.core.definitions import Campaign, Period
from tonghop.core.findings import Finding, Parameter
from tonghop.core.layout import COVER_PERIOD, COVER_SHEET
from tonghop.core.parsing.headings import key_at
from tonghop.core.parsing.sheets import find_sheets, is_groups, shown_units
from tonghop.core.spelling import match_key
from tonghop.core.stamp import Stamp
from tonghop.core.units import Unit


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sender says, and what there is to be claimed."""

    unit: str | None = None
    period: str | None = None
    campaigns: Sequence[tuple[Campaign, Sequence[Period]]] = ()
    """The newest version of each campaign, with the periods that have begun."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that the workbook could be."""

    campaign: Campaign
    period: Period
    unit: Unit

    @property
    def stamp(self) -> Stamp:
        """The stamp that the workbook lost."""
        return Stamp(self.campaign.code, self.campaign.version, self.period.code, self.unit.code)

    @property
    def finding(self) -> Finding:
        """What the sender is told."""
        about: Mapping[str, Parameter] = {"unit": f"{self.unit.name} ({self.unit.code})", "period": self.period.label}
        return Finding("stamp_replaced", parameters=about)


def claimed(
    sheets: Sheets, claim: Claim, unit_of: Callable[[Campaign, str, Period], Unit | None]
) -> Candidate | Finding:
    """Return the one report that the workbook can be, or the finding that asks for its unit and period."""
    found = list(_candidates(sheets, claim, unit_of))
    if len(found) > 1 and claim.period is None:
        shown = [one for one in found if match_key(one.period.label.vi) == _shown_period(sheets)]
        found = shown or found
    if len(found) != 1:
        return Finding("stamp_missing")
    (candidate,) = found
    forms = candidate.campaign.forms_due(candidate.period, candidate.unit.level)
    places = find_sheets(sheets, forms, candidate.campaign.forms)
    if any(is_groups(places.sheets[form.code], form) for form in forms if form.code in places.sheets):
        # Whoever sends it, the figures are not his own.
        return Finding("stamp_missing")
    for form, (code, cell) in shown_units(places.sheets).items():
        if code != candidate.unit.code:
            told = {"shown": code, "unit": f"{candidate.unit.name} ({candidate.unit.code})"}
            return Finding("sheet_other_unit", cell=cell, form=form, read=code, parameters=told)
    return candidate


def _candidates(
    sheets: Sheets, claim: Claim, unit_of: Callable[[Campaign, str, Period], Unit | None]
) -> Iterator[Candidate]:
    if claim.unit is None:
        return
    for campaign, periods in claim.campaigns:
        for period in periods:
            unit = None if period.derived else unit_of(campaign, claim.unit, period)
            if unit is None or claim.period not in {None, period.code}:
                continue
            if period.levels and unit.level not in period.levels:
                continue
            if _holds(sheets, campaign, period, unit):
                yield Candidate(campaign, period, unit)


def _holds(sheets: Sheets, campaign: Campaign, period: Period, unit: Unit) -> bool:
    """Tell whether the workbook holds the forms due, and of the campaign's other forms none."""
    due = campaign.forms_due(period, unit.level)
    there = find_sheets(sheets, campaign.forms, campaign.forms).sheets
    return bool(due) and there.keys() == {form.code for form in due}


def _shown_period(sheets: Sheets) -> str:
    row, column = COVER_PERIOD
    cover = next((sheet for sheet in sheets.sheets if match_key(sheet.name) == match_key(COVER_SHEET)), None)
    return "" if cover is None else key_at(cover, row, column)


def other_stamps(stamps: Iterable[Stamp | Finding], own: Stamp) -> Finding | None:
    """Return what is to be said of further stamps, copied in with another unit's sheets."""
    units = sorted({stamp.unit for stamp in stamps if isinstance(stamp, Stamp)} | {own.unit})
    return Finding("stamp_two_units", parameters={"units": ", ".join(units)}) if len(units) > 1 else None

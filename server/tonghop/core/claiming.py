"""Whose workbook it is when it bears no stamp: its headings say the form, and who sends it the unit.

A clerk who copies the sheets into a new file loses the hidden mark. What he claims is taken where only one
period's forms are in the file and nothing on its face says another unit; otherwise he is asked. A column
“Mã đơn vị” makes it a group's: then every code in that column must be of a unit below the claimed one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.cells import CellRef, Sheet, Sheets
from tonghop.core.completeness import members
from tonghop.core.definitions import Campaign, Form, Period
from tonghop.core.errors import DefinitionError
from tonghop.core.findings import Finding, Parameter
from tonghop.core.layout import COVER_PERIOD, COVER_SHEET
from tonghop.core.parsing.group import owner_cells
from tonghop.core.parsing.headings import key_at
from tonghop.core.parsing.sheets import find_sheets, shown_units
from tonghop.core.spelling import match_key
from tonghop.core.stamp import Layout, Stamp
from tonghop.core.units import Unit, UnitTree


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sender says, and what there is to be claimed."""

    unit: str | None = None
    period: str | None = None
    campaigns: Sequence[tuple[Campaign, Sequence[Period]]] = ()
    """The newest version of each campaign, with the periods that have begun."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that the workbook could be, or the reports of a group."""

    campaign: Campaign
    period: Period
    unit: Unit
    members: tuple[Unit, ...] = ()
    """The units of a group's workbook; none for the workbook of one unit."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that such a workbook has, in the period's order."""
        levels = {unit.level for unit in self.members or (self.unit,)}
        due = {form.code for level in levels for form in self.campaign.forms_due(self.period, level)}
        return tuple(self.campaign.form(code) for code in self.period.forms if code in due)

    @property
    def stamp(self) -> Stamp:
        """The stamp that the workbook lost."""
        layout = Layout.GROUP if self.members else Layout.UNIT
        return Stamp(self.campaign.code, self.campaign.version, self.period.code, self.unit.code, layout=layout)

    @property
    def finding(self) -> Finding:
        """What the sender is told."""
        about: Mapping[str, Parameter] = {"unit": f"{self.unit.name} ({self.unit.code})", "period": self.period.label}
        return Finding("stamp_group_replaced" if self.members else "stamp_replaced", parameters=about)


def claimed(
    sheets: Sheets,
    claim: Claim,
    units_of: Callable[[str], Iterable[Unit]],
    unit_of: Callable[[Campaign, str, Period], Unit | None],
) -> Candidate | Finding:
    """Return the one report that the workbook can be, or the finding that asks for its unit and period."""
    found = list(_candidates(sheets, claim, units_of, unit_of))
    if len(found) > 1 and claim.period is None:
        shown = [one for one in found if match_key(one.period.label.vi) == _shown_period(sheets)]
        found = shown or found
    if not found and claim.unit is not None:
        said = "" if claim.period is None else f" ({claim.period})"
        return Finding("stamp_claim_unfit", parameters={"unit": claim.unit, "period": said})
    if len(found) != 1:
        return Finding("stamp_missing")
    (candidate,) = found
    places = find_sheets(sheets, candidate.forms, candidate.campaign.forms).sheets
    known = {unit.code.casefold() for unit in units_of(candidate.campaign.code)}
    return next(_of_others(places, candidate, known), candidate)


def _candidates(
    sheets: Sheets,
    claim: Claim,
    units_of: Callable[[str], Iterable[Unit]],
    unit_of: Callable[[Campaign, str, Period], Unit | None],
) -> Iterator[Candidate]:
    if claim.unit is None:
        return
    for campaign, periods in claim.campaigns:
        there = find_sheets(sheets, campaign.forms, campaign.forms).sheets
        is_group = any(owner_cells(sheet, campaign.form(code)) is not None for code, sheet in there.items())
        for period in periods:
            unit = None if period.derived else unit_of(campaign, claim.unit, period)
            if unit is None or claim.period not in {None, period.code}:
                continue
            below = _below(campaign, units_of(campaign.code), period, unit) if is_group else ()
            owes = below if is_group else not period.levels or unit.level in period.levels
            candidate = Candidate(campaign, period, unit, below)
            if owes and candidate.forms and there.keys() == {form.code for form in candidate.forms}:
                yield candidate


def _below(campaign: Campaign, units: Iterable[Unit], period: Period, parent: Unit) -> tuple[Unit, ...]:
    try:
        return members(campaign, UnitTree.of(units, period.end), period, parent.code)
    except DefinitionError:  # No tree stood on that day.
        return ()


def _of_others(places: Mapping[str, Sheet], candidate: Candidate, known: Iterable[str]) -> Iterator[Finding]:
    """Tell of what says that the workbook is not the candidate's: the unit in a head, or whose a row is."""
    own = {candidate.unit.code, *(unit.code for unit in candidate.members)}
    shown = {form: one for form, one in shown_units(places).items() if one[0] not in own}
    if candidate.members:
        shown = {**_other_owners(places, candidate, known), **shown}
    for form, (code, cell) in shown.items():
        told = {"shown": code, "unit": f"{candidate.unit.name} ({candidate.unit.code})"}
        yield Finding("sheet_other_unit", cell=cell, form=form, read=code, parameters=told)


def _other_owners(
    places: Mapping[str, Sheet], candidate: Candidate, known: Iterable[str]
) -> dict[str, tuple[str, CellRef]]:
    """Return by form the first row of a unit of the campaign that does not stand below the candidate's."""
    others = set(known) - {unit.code.casefold() for unit in candidate.members}
    found: dict[str, tuple[str, CellRef]] = {}
    for form, sheet in places.items():
        for code, cell in owner_cells(sheet, candidate.campaign.form(form)) or ():
            if code.casefold() in others:
                found.setdefault(form, (code, cell))
    return found


def _shown_period(sheets: Sheets) -> str:
    row, column = COVER_PERIOD
    cover = next((sheet for sheet in sheets.sheets if match_key(sheet.name) == match_key(COVER_SHEET)), None)
    return "" if cover is None else key_at(cover, row, column)


def other_stamps(stamps: Iterable[Stamp | Finding], own: Stamp) -> Finding | None:
    """Return what is to be said of further stamps, copied in with another unit's sheets."""
    units = sorted({stamp.unit for stamp in stamps if isinstance(stamp, Stamp)} | {own.unit})
    return Finding("stamp_two_units", parameters={"units": ", ".join(units)}) if len(units) > 1 else None

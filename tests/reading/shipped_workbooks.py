"""A filled workbook of every shipped campaign in either layout, taken in as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from tests.reading.unit_workbooks import shipped
from tests.writing.workbook_samples import Fill, clean, first_period

from tonghop import catalogue
from tonghop.core.cells import Sheets
from tonghop.core.checking import Checked, Context, check
from tonghop.core.completeness import members
from tonghop.core.definitions import Campaign, FieldType, Period, Rows, Source
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import Parsed, parse
from tonghop.core.parsing.group import parse_group
from tonghop.core.stamp import Layout
from tonghop.core.submission import Submission
from tonghop.core.units import Unit, UnitTree
from tonghop.reading import read
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.group import group_workbook

KEY = b"a key of the shipped workbooks"
_MEMBERS = 4
"""Units of a group that have figures: enough to be taken for one another."""
_APART = 1000
"""A unit's figures are this much greater than those of the one before it."""


@dataclass(frozen=True)
class Shipped:
    """A filled workbook of a shipped campaign."""

    code: str
    layout: Layout

    def __str__(self) -> str:
        return f"{self.code}-{self.layout}"

    @property
    def campaign(self) -> Campaign:
        """The campaign it is of."""
        return shipped(self.code)[0]

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units of the campaign."""
        return shipped(self.code)[1]

    @cached_property
    def period(self) -> Period:
        """The period it is for."""
        return first_period(self.campaign)

    @cached_property
    def unit(self) -> Unit:
        """Whose it is: of a group's, the unit above its members."""
        if self.layout is Layout.GROUP:
            return min((unit for unit in self.units if self._below(unit)), key=lambda unit: len(self._below(unit)))
        reporting = {level.code for level in self.campaign.levels if level.reports}
        levels = reporting & set(self.period.levels or reporting)
        owing = (unit for unit in self.units if unit.level in levels)
        return max(owing, key=lambda unit: len(self.campaign.forms_due(self.period, unit.level)))

    @cached_property
    def members(self) -> tuple[Unit, ...]:
        """The units that have figures in it."""
        return self._below(self.unit) if self.layout is Layout.GROUP else (self.unit,)

    def _below(self, unit: Unit) -> tuple[Unit, ...]:
        return members(self.campaign, _tree(self.code), self.period, unit.code)

    @cached_property
    def content(self) -> bytes:
        """The workbook, filled."""
        if self.layout is Layout.UNIT:
            fill = _distinct(self.campaign, clean(self.campaign, self.period, self.unit), 0)
            return unit_workbook(self.campaign, self.period, self.unit, key=KEY, fill=fill)
        filled = {
            unit.code: _distinct(self.campaign, clean(self.campaign, self.period, unit), place)
            for place, unit in enumerate(self.members[:_MEMBERS])
        }
        return group_workbook(self.campaign, self.period, self.unit, self.members, key=KEY, fill=filled)

    def identified(
        self, content: bytes, unit: str | None = None, period: str | None = None, more: Sequence[Period] = ()
    ) -> Identified | Finding:
        """Find out whose the file is."""
        return identify(
            _read(content),
            KEY,
            lambda _code, version: self.campaign if version == self.campaign.version else None,
            lambda _code: self.units,
            claimed_unit=unit,
            claimed_period=period,
            campaigns=[(self.campaign, [self.period, *more])],
        )

    def parsed(self, content: bytes, unit: str | None = None) -> Mapping[str, Parsed] | Finding:
        """Read the file: by unit, its answers with what is told of its structure and its cells."""
        found = self.identified(content, unit)
        if isinstance(found, Finding):
            return found
        sheets, about = _read(content), (found.stamp, self.campaign, found.period)
        if found.stamp.layout is Layout.GROUP:
            parsed = parse_group(sheets, *about, self.members)
        else:
            parsed = parse(sheets, *about, found.unit)
        return {one.submission.key.unit: one for one in parsed}

    def taken(self, content: bytes, unit: str | None = None) -> Mapping[str, Checked] | Finding:
        """Take the file in as far as its checks: by unit, what was read and everything that was found."""
        found, read_by_unit = self.identified(content, unit), self.parsed(content, unit)
        if isinstance(found, Finding) or isinstance(read_by_unit, Finding):
            return found if isinstance(found, Finding) else Finding("stamp_missing")
        return {code: self._checked(one, found) for code, one in read_by_unit.items()}

    def _checked(self, one: Parsed, found: Identified) -> Checked:
        unit = next(unit for unit in self.units if unit.code == one.submission.key.unit)
        checked = check(one.submission, Context(self.campaign, found.period, unit, {}, {}))
        return Checked(checked.submission, (*found.findings, *one.findings, *checked.findings))

    def answers(self, submission: Submission) -> dict[tuple[str, str, str], object]:
        """Return what the clerk answered, by form, row and field; nothing of what the server works out itself."""
        clerks = {
            (form.code, one.name) for form in self.campaign.forms for one in form.fields if _is_clerks(one.source)
        }
        texts = {(form.code, one.name) for form in self.campaign.forms for one in form.texts}
        return {
            (form, row, field): answer.value
            for form, row, field, answer in submission.answers()
            if (form, field) in clerks | texts
        }

    def is_list(self, form: str) -> bool:
        """Tell whether a form's rows are the clerk's own, in any order."""
        return self.campaign.form(form).rows is Rows.LIST


def _is_clerks(source: Source) -> bool:
    return source is Source.CLERK


@lru_cache(maxsize=2)
def _read(content: bytes) -> Sheets:
    return read(content)


@cache
def _tree(code: str) -> UnitTree:
    campaign, units = shipped(code)
    return UnitTree.of(units, first_period(campaign).end)


def _distinct(campaign: Campaign, fill: Fill, unit: int) -> Fill:
    """Give every number and name another value, so that none can be taken for another unnoticed."""
    found: Fill = dict(fill)
    for place, ((form, row, field), value) in enumerate(fill.items(), start=1 + _APART * unit):
        one = next((one for one in campaign.form(form).fields if one.name == field), None)
        if one is None or one.key or one.type is FieldType.TEXT:
            found[form, row, field] = f"{value} {place}" if isinstance(value, str) else value
        elif isinstance(value, int | float) and one.maximum is None:
            found[form, row, field] = place + (0.5 if isinstance(value, float) else 0)
    return found


ALL = tuple(Shipped(code, layout) for code in catalogue.shipped() for layout in Layout)

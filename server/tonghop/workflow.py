"""The order in which the rooms work: the only file that knows it.

bytes → read → identify → parse → check → store is ``receive``; revisions → consolidate is ``publish``.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path

from tonghop.config import Instance
from tonghop.core import calendar, completeness, consolidating
from tonghop.core.cells import RawValue
from tonghop.core.checking import Context, check
from tonghop.core.completeness import Standing
from tonghop.core.consolidating import measuring
from tonghop.core.consolidation import Column, Consolidation, Include
from tonghop.core.definitions import Aggregation, Campaign, Language, Period
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import Parsed, parse
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree
from tonghop.reading import read
from tonghop.sentences import say_finding
from tonghop.storage import Delivery, Outcome, Receipt, Store, sqlite_url
from tonghop.writing.consolidated import consolidated_workbook
from tonghop.writing.workbook import unit_workbook


class NoCampaign(TonghopError):
    message = marked("This instance has no campaign {code}. It has: {known}.")


class ChooseCampaign(TonghopError):
    message = marked("This instance has several campaigns; name one with --campaign: {known}.")


class UnknownUnit(TonghopError):
    message = marked("The campaign {campaign} has no unit with the code {code}.")


class NothingBegun(TonghopError):
    message = marked("No period of the campaign {campaign} has begun by {day}. Give a later --as-of.")


def database_url(instance: Instance) -> str:
    """Return the URL of the instance's database; a relative SQLite file lies in the instance's folder."""
    setting = instance.settings.database
    file = setting.removeprefix("sqlite:///")
    if file == setting or Path(file).is_absolute():
        return setting
    return sqlite_url(instance.folder.resolve() / file)


class Office:
    """An open instance: its store, with campaigns and units read once."""

    def __init__(self, instance: Instance, store: Store) -> None:
        self.instance = instance
        self.store = store
        self._versions: dict[tuple[str, int], Campaign] = {}
        self._units: dict[str, tuple[Unit, ...]] = {}
        self._trees: dict[tuple[str, date], UnitTree] = {}
        self._columns: dict[tuple[str, int, str], tuple[Column, ...]] = {}

    @classmethod
    def open(cls, instance: Instance) -> "Office":
        """Open the instance's database; raises StorageError when it has none or an older one."""
        return cls(instance, Store.open(database_url(instance)))

    @cached_property
    def campaigns(self) -> Mapping[str, Campaign]:
        """The newest version of each campaign, by code."""
        return {campaign.code: campaign for campaign in self.store.campaigns()}

    def campaign(self, code: str | None) -> Campaign:
        """Return the campaign of that code, or the only one; raises NoCampaign or ChooseCampaign."""
        known = ", ".join(self.campaigns)
        if code is None and len(self.campaigns) > 1:
            raise ChooseCampaign(known=known)
        found = next(iter(self.campaigns.values()), None) if code is None else self.campaigns.get(code)
        if found is None:
            raise NoCampaign(code=code or "", known=known or "-")
        return found

    def version(self, code: str, version: int) -> Campaign | None:
        """Return the campaign as it was in that version, or ``None`` when it is not kept."""
        if code not in self.campaigns:
            return None
        if (code, version) not in self._versions:
            try:
                self._versions[code, version] = self.store.campaign(code, version)
            except TonghopError:
                return None
        return self._versions[code, version]

    def units(self, code: str) -> tuple[Unit, ...]:
        """Return all units a campaign ever had; none for a campaign that is not kept here."""
        if code not in self._units:
            self._units[code] = self.store.units(code) if code in self.campaigns else ()
        return self._units[code]

    def tree(self, code: str, day: date) -> UnitTree:
        """Return the campaign's units that exist on that day."""
        if (code, day) not in self._trees:
            self._trees[code, day] = UnitTree.of(self.units(code), day)
        return self._trees[code, day]

    def unit(self, campaign: Campaign, code: str, day: date) -> Unit:
        """Return a unit by its code; raises UnknownUnit."""
        unit = self.tree(campaign.code, day).by_code.get(code)
        if unit is None:
            raise UnknownUnit(campaign=campaign.code, code=code)
        return unit

    def columns(self, campaign: Campaign, period: Period) -> tuple[Column, ...]:
        """Return what the period's figures are measured by."""
        key = (campaign.code, campaign.version, period.code)
        if key not in self._columns:
            self._columns[key] = measuring.columns(campaign, period)
        return self._columns[key]

    def end_of(self, day: date) -> datetime:
        """Return the last instant of a day of the instance's zone, in UTC."""
        return datetime.combine(day, time.max, tzinfo=self.instance.zone).astimezone(UTC)

    def close(self) -> None:
        """Let the database go."""
        self.store.close()


@dataclass(frozen=True, slots=True)
class Examined:
    """What a workbook holds: its submissions with what was found, or why it cannot be taken at all."""

    outcomes: tuple[Outcome, ...] = ()
    refusal: TonghopError | Finding | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """A delivery as it was taken in."""

    delivery: Delivery
    examined: Examined
    receipt: Receipt

    @property
    def taken(self) -> bool:
        """Whether every submission in it can be consolidated."""
        blocked = any(finding.blocks for outcome in self.examined.outcomes for finding in outcome.findings)
        return self.examined.refusal is None and not blocked


def examine(
    office: Office, content: bytes, *, as_of: date, claimed_unit: str | None = None, claimed_period: str | None = None
) -> Examined:
    """Read, identify, parse and check a workbook; nothing is stored."""
    try:
        sheets = read(content)
    except UnreadableFile as refusal:
        return Examined(refusal=refusal)
    identified = identify(
        sheets,
        office.instance.key,
        office.version,
        office.units,
        claimed_unit=claimed_unit,
        claimed_period=claimed_period,
        campaigns=[(campaign, calendar.periods(campaign, as_of)) for campaign in office.campaigns.values()],
    )
    if isinstance(identified, Finding):
        return Examined(refusal=identified)
    parsed = parse(sheets, identified.stamp, identified.campaign, identified.period, identified.unit)
    return Examined(tuple(_outcome(office, identified, one, as_of) for one in parsed))


def _outcome(office: Office, identified: Identified, parsed: Parsed, as_of: date) -> Outcome:
    campaign, period = identified.campaign, identified.period
    key = parsed.submission.key
    checked = check(parsed.submission, _context(office, campaign, period, identified.unit, key, as_of))
    totals = measuring.measure_values(checked.submission, office.columns(campaign, period))
    findings = (*identified.findings, *parsed.findings, *checked.findings)
    return Outcome(key, checked.submission, findings, totals)


def _context(
    office: Office, campaign: Campaign, period: Period, unit: Unit, key: SubmissionKey, as_of: date
) -> Context:
    before = [earlier.code for earlier in calendar.earlier(campaign, period)]
    totals = office.store.totals(campaign.code, unit.code, before, key.coverage, office.end_of(as_of)) if before else {}
    known = [totals[code] for code in before if code in totals]
    columns = [column for column in office.columns(campaign, period) if column.over_time is Aggregation.SUM]
    return Context(
        campaign=campaign,
        period=period,
        unit=unit,
        accumulated=measuring.over_time(columns, known),
        previous=known[-1] if known else {},
    )


def receive(
    office: Office, delivery: Delivery, *, claimed_unit: str | None = None, claimed_period: str | None = None
) -> Reception:
    """Take a file in: examine it and store it with all that was found, in one transaction."""
    day = calendar.in_zone(delivery.received, office.instance.zone)
    examined = examine(office, delivery.content, as_of=day, claimed_unit=claimed_unit, claimed_period=claimed_period)
    refusal = examined.refusal
    reason = None if refusal is None else refusal.code if isinstance(refusal, Finding) else type(refusal).__name__
    return Reception(delivery, examined, office.store.receive(delivery, examined.outcomes, reason))


def standings(office: Office, campaign: Campaign, as_of: date) -> tuple[Standing, ...]:
    """Return how every report that units owe by ``as_of`` stands on that day."""
    periods = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    if not periods:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    instant = office.end_of(as_of)
    return completeness.standings(
        campaign,
        office.tree(campaign.code, as_of),
        periods,
        office.store.latest(campaign.code, as_of=instant),
        as_of=as_of,
        zone=office.instance.zone,
        exempt=office.store.exemptions(campaign.code, instant),
        extensions=office.store.extensions(campaign.code, instant),
    )


def current_period(campaign: Campaign, as_of: date) -> Period:
    """Return the newest period that has ended by ``as_of``, else the first that has begun; raises NothingBegun."""
    begun = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    ended = [period for period in begun if period.end < as_of]
    if ended:
        return max(ended, key=lambda period: period.end)
    if not begun:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    return min(begun, key=lambda period: period.start)


def publish(office: Office, campaign: Campaign, period: Period, *, as_of: date, include: Include) -> Consolidation:
    """Bring a period's figures together as they were known on ``as_of``."""
    codes = [component.code for component in calendar.components(campaign, period)]
    tree = office.tree(campaign.code, min(as_of, period.end))
    return consolidating.consolidate(
        campaign,
        period,
        tree,
        office.store.latest(campaign.code, periods=codes, as_of=office.end_of(as_of)),
        standings(office, campaign, as_of),
        as_of=as_of,
        include=include,
        former=[unit for unit in office.units(campaign.code) if unit.code not in tree.by_code],
    )


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
    key = SubmissionKey(campaign.code, period.code, unit.code, coverage)
    above = office.tree(campaign.code, period.end).by_code.get(unit.parent or "")
    return unit_workbook(
        campaign,
        period,
        unit,
        key=office.instance.key,
        coverage=coverage,
        accumulated=_context(office, campaign, period, unit, key, as_of).accumulated,
        parent_name=above.name if above else "",
        fill=fill,
    )


def workbook_name(unit: Unit, coverage: Coverage) -> str:
    """Return the file name of a unit's workbook: its code, then its name, without what file systems refuse."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", unit.name).strip()
    return f"{unit.code} {name}{' (tổng hợp)' if coverage is Coverage.SUMMARY else ''}.xlsx"


def consolidated_file(office: Office, consolidation: Consolidation, language: Language) -> bytes:
    """Return the consolidated workbook, its warnings in that language and its times in the instance's zone."""
    return consolidated_workbook(
        consolidation, lambda finding: str(say_finding(finding, language)), zone=office.instance.zone
    )

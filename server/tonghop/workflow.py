"""The order in which the rooms work: the only file that knows it.

bytes → read → identify → parse → check → store is ``receive``; revisions → consolidate is ``publish``.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias

from tonghop import catalogue
from tonghop.config import Instance
from tonghop.core import allocating, calendar, completeness, consolidating
from tonghop.core.allocating import Allocation
from tonghop.core.cells import RawValue
from tonghop.core.checking import Context, check
from tonghop.core.checking.settling import typed
from tonghop.core.completeness import Standing
from tonghop.core.consolidating import changes, measuring
from tonghop.core.consolidating.changes import CellChange, cell_changes
from tonghop.core.consolidating.watching import jumps
from tonghop.core.consolidation import Column, Consolidation, Include, Measure, Revision
from tonghop.core.definitions import Aggregation, Campaign, Language, Number, Period
from tonghop.core.errors import TonghopError, UnreadableFile, marked
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import Parsed, parse
from tonghop.core.parsing.group import parse_group, why_nothing
from tonghop.core.reorganising import Homes, places
from tonghop.core.stamp import Layout
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree
from tonghop.reading import read
from tonghop.sentences import say_finding
from tonghop.storage import Delivery, FigureTooLarge, Outcome, Receipt, Store, sqlite_url
from tonghop.writing.allocation import allocation_workbook
from tonghop.writing.consolidated import consolidated_workbook
from tonghop.writing.marked import findings_workbook, marked_workbook
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.group import group_workbook


class NoCampaign(TonghopError):
    message = marked("This instance has no campaign {code}. It has: {known}.")


class ChooseCampaign(TonghopError):
    message = marked("This instance has several campaigns; name one with --campaign: {known}.")


class UnknownUnit(TonghopError):
    message = marked("The campaign {campaign} has no unit with the code {code}.")


class NotBegun(TonghopError):
    message = marked("The period {period} begins on {start}: there is nothing to bring together yet.")


class OlderCampaign(TonghopError):
    message = marked(
        "Version {version} of the campaign {code} is not newer than version {newest}, which is in force. "
        "Give the edited campaign the version {higher} (sheet “Đợt”) and load it again."
    )


class NothingBegun(TonghopError):
    message = marked("No period of the campaign {campaign} has begun by {day}. Give a later --as-of.")


Change: TypeAlias = Callable[[tuple[Unit, ...]], tuple[Unit, ...]]
"""Makes another list of a campaign's units."""


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

    def known_unit(self, campaign: Campaign, code: str, day: date) -> Unit:
        """Return a unit as it was on that day, one that is gone or yet to come as it was last; raises UnknownUnit."""
        found = self.tree(campaign.code, day).by_code.get(code)
        rows = [unit for unit in self.units(campaign.code) if unit.code == code]
        if found is None and not rows:
            raise UnknownUnit(campaign=campaign.code, code=code)
        return found or rows[-1]

    def change_units(
        self, campaign: Campaign, change: Change, act: Mapping[str, object], *, who: str, at: datetime
    ) -> None:
        """Keep the list of units as ``change`` leaves it; ``act`` says what was done, for the audit."""
        number, units = self.store.unit_list(campaign.code)
        self.store.change_units(campaign.code, number, change(units), act, who=who, at=at)
        self._units.pop(campaign.code, None)
        self._trees.clear()

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

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, that for which it cannot be taken first."""
        refused = (self.refusal,) if isinstance(self.refusal, Finding) else ()
        return (*refused, *(finding for outcome in self.outcomes for finding in outcome.findings))


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
    campaign, period, unit = identified.campaign, identified.period, identified.unit
    if identified.stamp.layout is Layout.GROUP:
        units = group_members(office, campaign, period, unit)
        parsed = parse_group(sheets, identified.stamp, campaign, period, units)
        if not parsed:
            return Examined(refusal=why_nothing(sheets, campaign, period, units))
    else:
        units, parsed = (unit,), parse(sheets, identified.stamp, campaign, period, unit)
    by_code = {one.code: one for one in units}
    return Examined(tuple(_outcome(office, identified, by_code[one.submission.key.unit], one, as_of) for one in parsed))


def _outcome(office: Office, identified: Identified, unit: Unit, parsed: Parsed, as_of: date) -> Outcome:
    campaign, period = identified.campaign, identified.period
    key = parsed.submission.key
    history = _history(office, campaign, period, unit, key.coverage, as_of)
    columns = office.columns(campaign, period)
    context = replace(
        _context(office, campaign, period, unit, history),
        allocated=_allocated(office, campaign, period, key, as_of),
    )
    checked = check(parsed.submission, context)
    jumped = jumps(campaign, columns, checked.submission, history)
    findings = (*identified.findings, *parsed.findings, *checked.findings, *jumped)
    totals = measuring.measure_values(checked.submission, columns)
    return Outcome(key, checked.submission, findings, totals, typed(campaign, checked.submission))


Totals: TypeAlias = Mapping[Measure, Number]


def _history(
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


def _context(office: Office, campaign: Campaign, period: Period, unit: Unit, history: tuple[Totals, ...]) -> Context:
    columns = [column for column in office.columns(campaign, period) if column.over_time is Aggregation.SUM]
    return Context(
        campaign=campaign,
        period=period,
        unit=unit,
        accumulated=measuring.over_time(columns, history),
        previous=history[-1] if history else {},
    )


def _allocated(
    office: Office, campaign: Campaign, period: Period, key: SubmissionKey, as_of: date
) -> Mapping[Measure, Number]:
    """Return what was to reach the unit by the period's end: what was allocated later cannot have come in it."""
    if key.coverage is Coverage.SUMMARY:
        return {}
    return office.store.allocated(campaign.code, key.unit, office.end_of(min(as_of, period.end)))


def receive(
    office: Office, delivery: Delivery, *, claimed_unit: str | None = None, claimed_period: str | None = None
) -> Reception:
    """Take a file in: examine it and store it with all that was found, in one transaction."""
    day = calendar.in_zone(delivery.received, office.instance.zone)
    examined = examine(office, delivery.content, as_of=day, claimed_unit=claimed_unit, claimed_period=claimed_period)
    if examined.refusal is None:
        try:
            return Reception(delivery, examined, office.store.receive(delivery, examined.outcomes))
        except FigureTooLarge as refusal:
            examined = Examined(refusal=refusal)
    return Reception(delivery, examined, office.store.receive(delivery, (), _reason(examined)))


def _reason(examined: Examined) -> str:
    """Return why nothing was taken, as it is kept with the file: code and English sentence."""
    refusal = examined.refusal
    if isinstance(refusal, Finding):
        return f"{refusal.code}: {say_finding(refusal, 'en').sentence}"
    return f"{type(refusal).__name__}: {refusal}"


def standings(office: Office, campaign: Campaign, as_of: date, *, tree_day: date | None = None) -> tuple[Standing, ...]:
    """Return how every report that units owe by ``as_of`` stands on that day.

    A period is owed by the units of its last day, so that a later merger does not take from it who
    had to report; by those of ``tree_day`` where one is given.
    """
    periods = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    if not periods:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    instant = office.end_of(as_of)
    revisions = office.store.latest(campaign.code, as_of=instant)
    exempt = office.store.exemptions(campaign.code, instant)
    extensions = office.store.extensions(campaign.code, instant)
    found = [
        standing
        for period in periods
        for standing in completeness.standings(
            campaign,
            office.tree(campaign.code, tree_day or min(as_of, period.end)),
            [period],
            revisions,
            as_of=as_of,
            zone=office.instance.zone,
            exempt=exempt,
            extensions=extensions,
        )
    ]
    order = places(office.tree(campaign.code, tree_day or as_of), office.units(campaign.code))
    return tuple(sorted(found, key=lambda standing: order[standing.unit]))


def current_period(campaign: Campaign, as_of: date) -> Period:
    """Return the newest period that has ended by ``as_of``, else the first that has begun; raises NothingBegun."""
    begun = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    ended = [period for period in begun if period.end < as_of]
    if ended:
        return max(ended, key=lambda period: period.end)
    if not begun:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    return min(begun, key=lambda period: period.start)


def publish(
    office: Office,
    campaign: Campaign,
    period: Period,
    *,
    as_of: date,
    include: Include,
    tree_day: date | None = None,
) -> Consolidation:
    """Bring a period's figures together as they were known on ``as_of``, on the tree of ``tree_day``.

    Where no day is given, the tree is that of the period's last day.
    """
    components = calendar.components(campaign, period)
    if period.start > as_of or not components:
        raise NotBegun(period=period.code, start=f"{period.start:%d/%m/%Y}")
    codes = [one.code for one in (*calendar.earlier(campaign, components[0]), *components)]
    made = consolidating.consolidate(
        campaign,
        period,
        office.tree(campaign.code, tree_day or min(as_of, period.end)),
        office.store.latest(campaign.code, periods=codes, as_of=office.end_of(as_of)),
        standings(office, campaign, as_of, tree_day=tree_day),
        as_of=as_of,
        include=include,
        former=office.units(campaign.code),
    )
    issues = office.store.issues(campaign.code, period.code)
    return replace(made, changes=changes.since(issues[-1], made)) if issues else made


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
    history = _history(office, campaign, period, unit, coverage, as_of)
    above = office.tree(campaign.code, period.end).by_code.get(unit.parent or "")
    return unit_workbook(
        campaign,
        period,
        unit,
        key=office.instance.key,
        coverage=coverage,
        accumulated=_context(office, campaign, period, unit, history).accumulated,
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


# What was given out, and what waits.


@dataclass(frozen=True, slots=True)
class Amendment:
    """A newer revision that is not in force, against the one that is."""

    in_force: Revision
    waiting: Revision
    changes: tuple[CellChange, ...]


def amendments(office: Office, campaign: Campaign, as_of: date, period: Period | None = None) -> tuple[Amendment, ...]:
    """Return every revision that waits, in the order of their deliveries, with what it would change."""
    periods = None if period is None else [period.code]
    instant = office.end_of(as_of)
    found = []
    for revision in office.store.latest(campaign.code, periods=periods, as_of=instant):
        if revision.waiting is not None:
            (waiting,) = [one for one in office.store.history(revision.key) if one.number == revision.waiting]
            found.append(Amendment(revision, waiting, cell_changes(revision.submission, waiting.submission)))
    return tuple(found)


def allocate(
    office: Office,
    campaign: Campaign,
    *,
    as_of: date,
    stock: Mapping[str, int],
    amounts: Mapping[str, int],
    reserve: Fraction = Fraction(0),
    period: Period | None = None,
) -> Allocation:
    """Share material out by the registers known on ``as_of``: the newest ones, or those of one period."""
    revisions = office.store.latest(campaign.code, as_of=office.end_of(as_of))
    registers = allocating.registers(campaign, revisions, None if period is None else period.code)
    tree = office.tree(campaign.code, as_of)
    return allocating.allocate(campaign, tree, registers, stock, amounts=amounts, reserve=reserve)


def allocation_file(allocation: Allocation, as_of: date) -> bytes:
    """Return the workbook by which material is handed out."""
    return allocation_workbook(allocation, as_of)


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
    past = {}
    for unit in members:
        history = _history(office, campaign, period, unit, Coverage.OWN, as_of)
        past[unit.code] = _context(office, campaign, period, unit, history).accumulated
    above = office.tree(campaign.code, period.end).by_code.get(parent.parent or "")
    return group_workbook(
        campaign,
        period,
        parent,
        tuple(members),
        key=office.instance.key,
        accumulated=past,
        recipient=above.name if above else "",
        fill=fill,
    )


def unit_files(
    office: Office, campaign: Campaign, period: Period, units: Collection[str] = (), *, as_of: date
) -> list[tuple[str, Callable[[], bytes]]]:
    """Return the names of the workbooks that a period asks for, each with what makes it."""
    return [
        (workbook_name(unit, coverage), partial(workbook, office, campaign, period, unit, coverage, as_of=as_of))
        for unit, coverage in owed(office, campaign, period, units)
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


def marked_file(name: str, content: bytes, findings: Sequence[Finding], language: Language) -> bytes:
    """Return the clerk's file with the findings marked in it; a workbook that lists them where it is no xlsx."""
    try:
        return marked_workbook(content, findings, lambda finding: say_finding(finding, language), language=language)
    except UnreadableFile:
        return findings_workbook(name, findings, lambda finding: say_finding(finding, language), language=language)


# Campaigns.


def campaign_file(content: bytes) -> tuple[Campaign, tuple[Unit, ...]]:
    """Read a campaign workbook that somebody sent; raises UnreadableFile, or DefinitionError naming the cell."""
    read(content)  # The gate: what could stop the service is refused before the richer reader sees it.
    return catalogue.read_campaign(content)


def named_campaign(name: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """Load a campaign by its shipped code, or from a folder or campaign workbook of one's own."""
    own = Path(name)
    if name not in catalogue.shipped() and own.is_file():
        return campaign_file(own.read_bytes())
    return catalogue.load(name)


def keep_campaign(office: Office, campaign: Campaign, units: Sequence[Unit], *, who: str, at: datetime) -> bool:
    """Keep a campaign as the newest version; False when it is kept already, with equal content.

    Raises DefinitionError where its version is kept with other content, OlderCampaign where it would not come
    into force.
    """
    versions = {kept.code: kept.version for kept in office.store.campaigns()}
    newest = versions.get(campaign.code, 0)
    if campaign.version < newest and office.version(campaign.code, campaign.version) is None:
        raise OlderCampaign(code=campaign.code, version=campaign.version, newest=newest, higher=newest + 1)
    is_new = campaign.version > newest
    office.store.save_campaign(campaign, units, who=who, at=at)
    return is_new

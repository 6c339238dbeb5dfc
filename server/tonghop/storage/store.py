"""The Store: what the rest of the project knows of the database. Each method is one transaction."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType, TracebackType
from typing import Self

from tonghop.core.accounts import Account, Token
from tonghop.core.allocating import Allocation
from tonghop.core.completeness import Head, State
from tonghop.core.consolidation import Issue, Measure, Revision
from tonghop.core.definitions import Campaign, Number
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit
from tonghop.storage import (
    accounts,
    allocations,
    auditing,
    campaigns,
    closing,
    deliveries,
    events,
    grants,
    heads,
    issuing,
    listing,
    receiving,
    reminding,
    reviewing,
    revisions,
    schema,
    unit_lists,
)
from tonghop.storage.database import Database, opened
from tonghop.storage.errors import UnknownAccount
from tonghop.storage.jobs import Jobs, kept_bytes
from tonghop.storage.kept_answers import Answers
from tonghop.storage.listing import Wanted
from tonghop.storage.values import (
    Act,
    Action,
    AllocationKept,
    AuditEntry,
    AuditSearch,
    Closure,
    Delivery,
    Event,
    Grant,
    Granted,
    GrantKind,
    Listed,
    Outcome,
    Receipt,
    Review,
    Seen,
    Sent,
)


class Store:
    """Everything that was received, decided and granted; nothing acknowledged is ever lost.

    Every ``as_of`` is an instant in UTC: the answer is what was known then; ``None`` is now.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.jobs = Jobs(database)
        """Long work, and the files that wait for it."""
        self.answers = Answers(database)
        """What programs were answered under keys of their own choice."""

    @classmethod
    def create(cls, url: str) -> Self:
        """Make the tables at a URL, or bring older ones up to date, and open the store.

        Raises SchemaNewer when a newer version of the program made them.
        """
        with opened(url) as database, database.writing() as connection:
            schema.upgrade(connection, database.place)
        return cls(database)

    @classmethod
    def open(cls, url: str) -> Self:
        """Open a store that exists; raises SchemaMissing, SchemaOutdated or SchemaNewer."""
        with opened(url) as database:
            database.refuse_missing_file()
            with database.reading() as connection:
                schema.refuse_other_schema(connection, database.place)
        return cls(database)

    def refuse_unready(self) -> None:
        """Raise a StorageError where the database cannot be read or has other tables than this version's."""
        with self._database.reading() as connection:
            schema.refuse_other_schema(connection, self._database.place)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Campaigns

    def save_campaign(self, campaign: Campaign, units: Sequence[Unit], *, who: str, at: datetime) -> None:
        """Keep a version of a campaign with its units; keeping the same again changes nothing.

        Raises DefinitionError when that version is kept with other content.
        """
        with self._database.writing() as connection:
            if campaigns.save(connection, campaign, units, at):
                details = {"version": campaign.version, "units": len(units)}
                auditing.record(connection, Act(at, who, "save_campaign", campaign.code, details))

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return the newest version of every campaign, by code."""
        with self._database.reading() as connection:
            return campaigns.newest(connection)

    def campaign(self, code: str, version: int | None = None) -> Campaign:
        """Return a version of a campaign (the newest); raises UnknownCampaign or UnknownVersion."""
        with self._database.reading() as connection:
            return campaigns.one(connection, code, version)

    def units_of_all(self) -> Mapping[str, tuple[Unit, ...]]:
        """Return the units of every campaign's newest version, by its code."""
        with self._database.reading() as connection:
            return campaigns.units_of_all(connection)

    def units(self, code: str, version: int | None = None) -> tuple[Unit, ...]:
        """Return the units of a version of a campaign (the newest), as listed; raises like ``campaign``."""
        with self._database.reading() as connection:
            return campaigns.units(connection, code, version)

    def unit_list(self, code: str) -> tuple[int, tuple[Unit, ...]]:
        """Return the units of a campaign's newest version, and how often their list was changed."""
        with self._database.reading() as connection:
            return unit_lists.newest(connection, campaigns.campaign_id(connection, code))

    def change_units(
        self, code: str, after: int, units: Sequence[Unit], act: Mapping[str, object], *, who: str, at: datetime
    ) -> int:
        """Keep a changed unit list and return its number; ``act`` says what was done, for the audit.

        Raises ChangedMeanwhile unless the list numbered ``after`` is still the newest.
        """
        with self._database.writing() as connection:
            number = unit_lists.change(connection, campaigns.campaign_id(connection, code), after, units, at)
            auditing.record(connection, Act(at, who, "change_units", code, {"list": number, **act}))
            return number

    def close_campaign(self, code: str, closure: Closure) -> None:
        """Have a campaign take no reports after a day; raises UnknownCampaign or ClosureUnexplained."""
        with self._database.writing() as connection:
            closing.close(connection, code, closure)

    def reopen_campaign(self, code: str, closure: Closure) -> None:
        """Have it take them again; raises UnknownCampaign, NotClosed or ClosureUnexplained."""
        with self._database.writing() as connection:
            closing.reopen(connection, code, closure)

    def closure(self, code: str, as_of: datetime | None = None) -> Closure | None:
        """Return how a campaign is closed, ``None`` when it is open."""
        with self._database.reading() as connection:
            return closing.now(connection, code, as_of)

    def closures(self, code: str, as_of: datetime | None = None) -> tuple[Closure, ...]:
        """Return every turn in whether a campaign takes reports, the newest first."""
        with self._database.reading() as connection:
            return closing.history(connection, code, as_of)

    def closed(self, as_of: datetime | None = None) -> Mapping[str, date]:
        """Return the last day of every campaign that is closed, by its code."""
        with self._database.reading() as connection:
            return closing.everywhere(connection, as_of)

    # Deliveries

    def receive(self, delivery: Delivery, outcomes: Sequence[Outcome], refusal: str | None = None) -> Receipt:
        """Store a delivery with all that was read from it; the receipt means that it is on disk.

        A delivery from which nothing could be read is kept too, with the refusal's text.
        Raises UnknownCampaign or UnknownVersion, FigureTooLarge, StorageBusy, StorageFull: then nothing is stored.
        """
        with self._database.writing() as connection:
            return receiving.receive(connection, delivery, outcomes, refusal)

    def content(self, digest: str) -> bytes:
        """Return the bytes of a file as they came; raises UnknownFile."""
        with self._database.reading() as connection:
            return kept_bytes(connection, digest)

    def sent_by(self, sender: str, limit: int) -> tuple[Sent, ...]:
        """Return the newest reports that somebody sent, newest first, with what came after each."""
        with self._database.reading() as connection:
            return deliveries.sent_by(connection, sender, limit)

    def sent_before(self, digest: str) -> Sent | None:
        """Return the last delivery of these very bytes, ``None`` when they never came."""
        with self._database.reading() as connection:
            return deliveries.sent_before(connection, digest)

    def keys_in(self, digest: str) -> tuple[SubmissionKey, ...]:
        """Return the reports that were read from a file: several in a group's workbook."""
        with self._database.reading() as connection:
            return deliveries.keys_in(connection, digest)

    # Revisions

    def listed(self, wanted: Wanted, *, after: int = 0, limit: int) -> tuple[Listed, ...]:
        """Return how a campaign's reports stand, those behind a place, in the order in which they first came."""
        with self._database.reading() as connection:
            return listing.some(connection, wanted, after, limit)

    def standing(self, key: SubmissionKey) -> Listed | None:
        """Return how one report stands, ``None`` where none came."""
        with self._database.reading() as connection:
            return listing.one(connection, key)

    def latest(
        self,
        campaign: str,
        *,
        periods: Collection[str] | None = None,
        units: Collection[str] | None = None,
        as_of: datetime | None = None,
    ) -> tuple[Revision, ...]:
        """Return the revision in force of each submission, in the order of their deliveries."""
        with self._database.reading() as connection:
            return revisions.latest(connection, campaign, periods, as_of, units)

    def heads(
        self, campaign: str, *, periods: Collection[str] | None = None, as_of: datetime | None = None
    ) -> tuple[Head, ...]:
        """Return what ``latest`` does without the answers: how each submission stands, for following all of them."""
        with self._database.reading() as connection:
            return heads.heads(connection, campaign, periods, as_of)

    def history(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[Revision, ...]:
        """Return every revision of a submission, oldest first; one never in force has the state it came with."""
        with self._database.reading() as connection:
            return revisions.history(connection, key, as_of)

    def turns(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[Event, ...]:
        """Return every turn in a submission's life, oldest first."""
        with self._database.reading() as connection:
            return events.turns(connection, key, as_of)

    def accepting(self, campaign: str, as_of: datetime | None = None) -> Mapping[SubmissionKey, tuple[Event, ...]]:
        """Return the turns of those reports that some levels of review have accepted and not the last."""
        with self._database.reading() as connection:
            return events.accepting(connection, campaign, as_of)

    def sender(self, key: SubmissionKey, revision: int) -> str | None:
        """Return who sent a revision of a report, ``None`` where there is no such revision."""
        with self._database.reading() as connection:
            return deliveries.sender(connection, key, revision)

    def totals(
        self,
        campaign: str,
        unit: str,
        periods: Collection[str],
        coverage: Coverage = Coverage.OWN,
        as_of: datetime | None = None,
    ) -> Mapping[str, Mapping[Measure, Number]]:
        """Return a unit's field totals by period, of usable revisions in force; a period without any is absent."""
        with self._database.reading() as connection:
            return revisions.totals(connection, campaign, unit, periods=periods, coverage=coverage, as_of=as_of)

    def figures(
        self, campaign: str, forms: Collection[str], as_of: datetime | None = None
    ) -> Mapping[SubmissionKey, Mapping[Measure, Number]]:
        """Return the field totals of some forms in every usable report in force, without its answers."""
        with self._database.reading() as connection:
            return revisions.figures(connection, campaign, forms, as_of)

    def senders(self, campaign: str) -> frozenset[str]:
        """Return the codes of the units of which anything ever came."""
        with self._database.reading() as connection:
            return revisions.senders(connection, campaign)

    # Review and grants

    def move(
        self,
        key: SubmissionKey,
        action: Action,
        *,
        levels: int,
        who: str,
        at: datetime,
        reason: str | None = None,
        seen: Seen | None = None,
    ) -> State:
        """Accept, return or reopen a report and return how it stands then.

        ``levels`` is how many levels of review the campaign has; a return needs a reason.
        Raises a ReviewError when the report's state does not allow the action, ReviewedMeanwhile when it
        does not stand as it was ``seen``.
        """
        with self._database.writing() as connection:
            return reviewing.move(connection, key, Review(action, levels, who, at, reason, seen))

    def grant_exemption(self, campaign: str, unit: str, period: str, *, reason: str, who: str, at: datetime) -> None:
        """Free a unit from reporting for a period; raises ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.exempt(connection, Grant(campaign, unit, period, reason, who, at))

    def withdraw_grant(
        self, kind: GrantKind, campaign: str, unit: str, period: str, *, reason: str, who: str, at: datetime
    ) -> None:
        """Take back what was granted to a unit; raises NothingGranted, ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.withdraw(connection, Grant(campaign, unit, period, reason, who, at), kind)

    def exemptions(self, campaign: str, as_of: datetime | None = None) -> Mapping[tuple[str, str], str]:
        """Return the reasons of the exemptions by (unit, period)."""
        with self._database.reading() as connection:
            return grants.exemptions(connection, campaign, as_of)

    def grant_extension(
        self, campaign: str, unit: str, period: str, due: date, *, reason: str, who: str, at: datetime
    ) -> None:
        """Let a unit report for a period until ``due``; raises ReasonMissing or UnknownCampaign."""
        with self._database.writing() as connection:
            grants.extend(connection, Grant(campaign, unit, period, reason, who, at), due)

    def extensions(self, campaign: str, as_of: datetime | None = None) -> Mapping[tuple[str, str], date]:
        """Return the last days granted by (unit, period); the newest grant holds."""
        with self._database.reading() as connection:
            return grants.extensions(connection, campaign, as_of)

    # Reminders

    def reminded(self, campaign: str, day: date) -> frozenset[tuple[str, str]]:
        """Return which (unit, period) were reminded of an overdue report on a day."""
        with self._database.reading() as connection:
            return reminding.reminded(connection, campaign, day)

    def claim_reminders(
        self, campaign: str, pairs: Collection[tuple[str, str]], day: date
    ) -> frozenset[tuple[str, str]]:
        """Keep that these (unit, period) are reminded on a day and return those that were not before."""
        with self._database.writing() as connection:
            gained = frozenset(pairs) - reminding.reminded(connection, campaign, day)
            reminding.keep(connection, campaign, sorted(gained), day, went=True)
            return gained

    def release_reminders(self, campaign: str, pairs: Collection[tuple[str, str]], day: date) -> None:
        """Keep that these (unit, period) could not be reminded after all: they may be tried again."""
        with self._database.writing() as connection:
            reminding.keep(connection, campaign, sorted(pairs), day, went=False)

    def record(self, act: Act) -> None:
        """Tell the audit of something that is kept nowhere else."""
        with self._database.writing() as connection:
            auditing.record(connection, act)

    def grants(self, campaign: str, as_of: datetime | None = None) -> tuple[Granted, ...]:
        """Return every exemption and extension, the newest first."""
        with self._database.reading() as connection:
            return grants.listed(connection, campaign, as_of)

    # Allocations

    def save_allocation(self, allocation: Allocation, *, who: str, at: datetime) -> None:
        """Keep what was allocated; the same again changes nothing. Raises UnknownCampaign."""
        with self._database.writing() as connection:
            allocations.save(connection, allocation, who, at)

    def allocated(self, campaign: str, unit: str, as_of: datetime | None = None) -> Mapping[Measure, int]:
        """Return the copies that were to reach a unit and all below it, by the newest allocation."""
        with self._database.reading() as connection:
            return allocations.allocated(connection, campaign, unit, as_of)

    def allocated_by_unit(self, campaign: str, as_of: datetime | None = None) -> Mapping[str, Mapping[Measure, int]]:
        """Return the same for every unit."""
        with self._database.reading() as connection:
            return allocations.of_units(connection, campaign, as_of)

    def allocation(self, campaign: str, as_of: datetime | None = None) -> AllocationKept | None:
        """Return the newest allocation as it was kept."""
        with self._database.reading() as connection:
            return allocations.kept(connection, campaign, as_of)

    # Issues

    def issue(self, campaign: str, issue: Issue, files: Mapping[str, bytes] = MappingProxyType({})) -> None:
        """Keep a consolidation that is given out, with its files by kind (xlsx, json …).

        Raises ChangedMeanwhile when its number was given already.
        """
        with self._database.writing() as connection:
            issuing.keep(connection, campaign, issue, files)

    def issue_files(self, campaign: str, period: str, number: int) -> Mapping[str, str]:
        """Return the SHA-256 of an issue's files, by kind; ``content`` gives the bytes."""
        with self._database.reading() as connection:
            return issuing.file_digests(connection, campaign, period, number)

    def issues(self, campaign: str, period: str) -> tuple[Issue, ...]:
        """Return the issues of a period's consolidation, oldest first."""
        with self._database.reading() as connection:
            return issuing.kept(connection, campaign, period)

    # Accounts

    def save_account(self, account: Account, act: Act | None = None) -> Account:
        """Keep an account, new or changed, and return it with its id; ``act`` is told to the audit.

        Raises NameTaken when another account has its name.
        """
        with self._database.writing() as connection:
            return accounts.keep_named(connection, account, act)

    def save_accounts(self, changes: Sequence[tuple[Account, Act]]) -> list[Account]:
        """Keep several accounts, all or none, and return them with their ids; raises NameTaken."""
        with self._database.writing() as connection:
            return [accounts.keep_named(connection, account, act) for account, act in changes]

    def change_account(
        self,
        account: int,
        change: Callable[[Account], Account],
        act: Callable[[Account, Account], Act | None] = lambda _old, _new: None,
    ) -> Account:
        """Keep an account as ``change`` makes it of what is kept now; ``act`` says of both what the audit is told.

        Raises UnknownAccount.
        """
        with self._database.writing() as connection:
            before = accounts.one(connection, id=account)
            if before is None:
                raise UnknownAccount(name=account)
            after = accounts.keep(connection, change(before))
            done = act(before, after)
            if done is not None:
                auditing.record(connection, done)
            return after

    def account(self, **by: object) -> Account | None:
        """Return the account with that id, name or key."""
        with self._database.reading() as connection:
            return accounts.one(connection, **by)

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""
        with self._database.reading() as connection:
            return accounts.everyone(connection)

    def save_token(self, token: Token, act: Act | None = None) -> Token:
        """Keep a token, new or changed, and return it with its id."""
        with self._database.writing() as connection:
            kept = accounts.keep_token(connection, token)
            if act is not None:
                auditing.record(connection, act)
            return kept

    def tokens(self, **by: object) -> tuple[Token, ...]:
        """Return the tokens of an account, or with a digest, oldest first."""
        with self._database.reading() as connection:
            return accounts.tokens(connection, **by)

    # Audit

    def audit(self, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """Return the newest ``limit`` entries of the audit (all of them), oldest first."""
        with self._database.reading() as connection:
            return auditing.entries(connection, limit)

    def search_audit(self, search: AuditSearch, *, skip: int = 0, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """Return the entries of the audit that a search finds, newest first."""
        with self._database.reading() as connection:
            return auditing.found(connection, search, skip=skip, limit=limit)

    def count_audit(self, search: AuditSearch) -> int:
        """Return how many entries a search finds."""
        with self._database.reading() as connection:
            return auditing.count(connection, search)

    def audited_actions(self) -> tuple[str, ...]:
        """Return every kind of act there is in the audit."""
        with self._database.reading() as connection:
            return auditing.actions(connection)

    def audit_of(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[AuditEntry, ...]:
        """Return the audit's entries that speak of one report, oldest first."""
        with self._database.reading() as connection:
            return auditing.of_report(connection, key, as_of)

    def verify_audit(self) -> int | None:
        """Return the first sequence at which the audit's chain is broken, ``None`` when it holds throughout."""
        with self._database.reading() as connection:
            return auditing.first_broken(connection)

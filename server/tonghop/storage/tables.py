"""The tables. Rows of the record are only ever added: what a report was, and who decided what, can always be told.

    campaigns ─< units                      one row per version of a campaign, with its units
             └< unit_lists ─< listed_units  the whole list again after each change of it
    files ─< deliveries                     bytes once per digest; a row per time they were sent
    submissions ─< revisions ─< totals      answers as one document, field totals beside it
                └< events                   which revision is in force, and its state
    taken                                   which revision each delivery came to
    exemptions, extensions, withdrawals     what was granted to a unit for a period, in ``grant_tables``
    reminders                               who was reminded of an overdue report, on which day
    closures                                when a campaign stopped taking reports, and took them again
    allocations ─< allocated                what was shared out, and the copies that were to reach each unit
    issues ─< issue_files                   consolidations as they were given out, with the files given out
    accounts ─< tokens                      who signs in; alone in being changed in place, each change audited
    jobs ─< job_files, job_results          long work, in ``job_tables``; forgotten after a while
    shared_sheets ─< shared_tabs            spreadsheets shared with districts, as they are now; in ``sheet_tables``
                  └< sheet_grants, pulls    with whom, and the reading of them; what was read lies with the deliveries
    drive_state, live_sheets                up to where Drive's changes are known; where figures were published
    kept_answers                            what programs were answered; in ``kept_answers``, forgotten after a while
    audit                                   who did what, each entry sealed by the one before

Columns named ``sequence`` are given by the database in order of commit (writers come one at a time):
they, never the clock, say what came after what. ``migrations`` makes these tables; a test compares.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Enum, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tonghop.core.completeness import State
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage
from tonghop.storage.column_types import Instant, Millionths, PlainText

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only when the key is declared INTEGER; it holds 64 bits all the same."""


def _words(words: type[State] | type[Coverage]) -> Enum:
    return Enum(words, native_enum=False, length=16, values_callable=lambda kinds: [kind.value for kind in kinds])


class Table(DeclarativeBase):
    """The base of all tables: what Python's types are kept as, and how constraints are named."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as it stands
        int: BIG,
        str: PlainText,
        datetime: Instant,
        State: _words(State),
        Coverage: _words(Coverage),
    }


class CampaignRow(Table):
    """One version of a campaign."""

    __tablename__ = "campaigns"
    __table_args__ = (Unique("code", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    definition: Mapped[str] = mapped_column(Text)
    saved: Mapped[datetime]


class UnitRow(Table):
    """One unit of a version of a campaign."""

    __tablename__ = "units"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    """Its place in the list, from 0."""
    parent: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successors: Mapped[str] = mapped_column(Text)
    """A JSON list of codes."""
    made: Mapped[bool]


class UnitListRow(Table):
    """A campaign's units as a merger or a rename left them; the newest list of a version holds."""

    __tablename__ = "unit_lists"
    __table_args__ = (Unique("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]
    """Counted from 1 for each version of a campaign; 0 is a list that came with it and does not fit ``units``."""
    saved: Mapped[datetime]


class ListedUnitRow(Table):
    """One unit of a list; a renamed or moved one has several rows, one after another in time."""

    __tablename__ = "listed_units"

    list_id: Mapped[int] = mapped_column(ForeignKey("unit_lists.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str]
    parent: Mapped[str | None]
    level: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    successors: Mapped[str] = mapped_column(Text)
    """A JSON list of codes."""
    made: Mapped[bool]


class FileRow(Table):
    """The bytes of a file, once, however often it is sent."""

    __tablename__ = "files"

    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class DeliveryRow(Table):
    """A file that someone sent."""

    __tablename__ = "deliveries"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(ForeignKey("files.digest"), index=True)
    name: Mapped[str]
    sender: Mapped[str]
    received: Mapped[datetime]
    source: Mapped[str]
    refusal: Mapped[str | None]
    """Why nothing could be read from it."""


class SubmissionRow(Table):
    """What revisions are revisions of: one row per key."""

    __tablename__ = "submissions"
    __table_args__ = (Unique("campaign", "period", "unit", "coverage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str]
    """The campaign's code: a submission outlives its versions."""
    period: Mapped[str]
    unit: Mapped[str]
    coverage: Mapped[Coverage]


class RevisionRow(Table):
    """One unit's answers, as they differed from those before."""

    __tablename__ = "revisions"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    delivery: Mapped[int] = mapped_column(ForeignKey("deliveries.sequence"), index=True)
    """The delivery that first brought it."""
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    """The version its workbook was made from."""
    fingerprint: Mapped[str]
    verdict: Mapped[State]
    """The state it came with: submitted, blocked or empty."""
    answers: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)


def _of_a_revision() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["submission_id", "revision"],
        ["revisions.submission_id", "revisions.number"],
    )


class TotalRow(Table):
    """One field total of a revision."""

    __tablename__ = "totals"
    __table_args__ = (_of_a_revision(), {"sqlite_with_rowid": False})

    submission_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Number] = mapped_column(Millionths)


class TakenRow(Table):
    """Which revision a delivery came to, new or not."""

    __tablename__ = "taken"
    __table_args__ = (_of_a_revision(),)

    delivery: Mapped[int] = mapped_column(ForeignKey("deliveries.sequence"), primary_key=True)
    submission_id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


class EventRow(Table):
    """A turn in a submission's life. Its last event up to an instant is how it stood then."""

    __tablename__ = "events"
    __table_args__ = (_of_a_revision(), Index(None, "submission_id", "sequence"))

    sequence: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int]
    revision: Mapped[int]
    """The revision in force."""
    state: Mapped[State]
    accepted_levels: Mapped[int]
    at: Mapped[datetime]
    who: Mapped[str]
    reason: Mapped[str | None]


class ReminderRow(Table):
    """A unit was reminded of a period's overdue report; the newest row of a day holds."""

    __tablename__ = "reminders"
    __table_args__ = (Index(None, "campaign", "day"),)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str]
    period: Mapped[str]
    unit: Mapped[str]
    day: Mapped[date]
    went: Mapped[bool]
    """False: the letter could not be sent after all."""


class ClosureRow(Table):
    """A campaign was closed, or reopened; the newest row holds."""

    __tablename__ = "closures"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(index=True)
    last_day: Mapped[date | None]
    """The last day on which it takes reports; none where it was reopened."""
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class AllocationRow(Table):
    """How material was shared out; the newest one holds."""

    __tablename__ = "allocations"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(index=True)
    document: Mapped[str] = mapped_column(Text)
    """The whole of it as JSON."""
    who: Mapped[str]
    at: Mapped[datetime]


class IssueRow(Table):
    """A consolidation as it was given out."""

    __tablename__ = "issues"
    __table_args__ = (Unique("campaign", "period", "number"),)

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str]
    period: Mapped[str]
    number: Mapped[int]
    """Counted from 1 for each campaign and period."""
    as_of: Mapped[date]
    include: Mapped[str]
    digest: Mapped[str]
    """SHA-256 of the workbook's bytes."""
    figures: Mapped[str] = mapped_column(Text)
    """The reports it was made of, with their figures, as JSON."""
    who: Mapped[str]
    at: Mapped[datetime]


class IssueFileRow(Table):
    """A file that was given out with an issue; its bytes lie with all others."""

    __tablename__ = "issue_files"

    issue: Mapped[int] = mapped_column(ForeignKey("issues.sequence"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """How its name ends: xlsx, json, docx, pdf."""
    digest: Mapped[str] = mapped_column(ForeignKey("files.digest"))


class AllocatedRow(Table):
    """The copies that an allocation has for a unit and all below it, by what its report calls them."""

    __tablename__ = "allocated"
    __table_args__ = ({"sqlite_with_rowid": False},)

    allocation: Mapped[int] = mapped_column(ForeignKey("allocations.sequence"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    copies: Mapped[int]


class AccountRow(Table):
    """A sign-in."""

    __tablename__ = "accounts"
    __table_args__ = (Unique("name"), Unique("key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    unit: Mapped[str | None]
    password: Mapped[str]
    key: Mapped[str]
    email: Mapped[str | None]
    active: Mapped[bool]
    must_change: Mapped[bool]
    second_factor: Mapped[str | None]
    failures: Mapped[int]
    locked_until: Mapped[datetime | None]
    created: Mapped[datetime]


class TokenRow(Table):
    """A program's sign-in."""

    __tablename__ = "tokens"
    __table_args__ = (Unique("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str | None]
    digest: Mapped[str]
    created: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]


class AuditRow(Table):
    """Who did what, when. Each entry's hash is taken of the one before and of its own content."""

    __tablename__ = "audit"

    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]

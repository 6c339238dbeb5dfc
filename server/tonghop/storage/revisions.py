"""Looking up revisions and their totals, as they stood at an instant."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, RowMapping, ScalarSelect, and_, func, select
from sqlalchemy.orm import aliased

from tonghop.core.completeness import USABLE, State
from tonghop.core.consolidation import Measure, Revision
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.storage.documents import findings_of, submission_of
from tonghop.storage.events import is_key, last_event
from tonghop.storage.tables import CampaignRow, DeliveryRow, EventRow, RevisionRow, SubmissionRow, TotalRow

_REVISIONS = (
    select(
        SubmissionRow.campaign,
        SubmissionRow.period,
        SubmissionRow.unit,
        SubmissionRow.coverage,
        RevisionRow.number,
        RevisionRow.verdict,
        RevisionRow.answers,
        RevisionRow.findings,
        CampaignRow.version,
        DeliveryRow.sequence,
        DeliveryRow.received,
        DeliveryRow.sender,
        DeliveryRow.name,
        DeliveryRow.digest,
        EventRow.sequence.label("event"),
        EventRow.state,
        EventRow.accepted_levels,
    )
    .select_from(SubmissionRow)
    .join(RevisionRow, RevisionRow.submission_id == SubmissionRow.id)
    .join(DeliveryRow, DeliveryRow.sequence == RevisionRow.delivery)
    .join(CampaignRow, CampaignRow.id == RevisionRow.campaign_id)
)


def latest(
    connection: Connection,
    campaign: str,
    periods: Collection[str] | None,
    as_of: datetime | None,
    units: Collection[str] | None = None,
) -> tuple[Revision, ...]:
    """Return the revision in force of every submission, in the order of their deliveries."""
    in_force = and_(EventRow.sequence == last_event(as_of), EventRow.revision == RevisionRow.number)
    statement = (
        _REVISIONS.join(EventRow, in_force)
        .add_columns(newest_number(as_of).label("newest"), first_received(as_of).label("first_received"))
        .where(SubmissionRow.campaign == campaign)
        .order_by(DeliveryRow.sequence, SubmissionRow.id)
    )
    if periods is not None:
        statement = statement.where(SubmissionRow.period.in_(periods))
    if units is not None:
        statement = statement.where(SubmissionRow.unit.in_(units))
    rows = connection.execute(statement).mappings()
    return tuple(_revision(row, row["newest"], row["first_received"]) for row in rows)


def history(connection: Connection, key: SubmissionKey, as_of: datetime | None = None) -> tuple[Revision, ...]:
    """Return every revision of a submission that had come by an instant, oldest first.

    Each has the state it last had while in force, or, if it never was, the one it came with.
    """
    of_this_revision = aliased(EventRow)
    last_of_revision = (
        select(func.max(of_this_revision.sequence))
        .where(of_this_revision.submission_id == SubmissionRow.id, of_this_revision.revision == RevisionRow.number)
        .correlate(SubmissionRow, RevisionRow)
    )
    statement = _REVISIONS.where(is_key(key)).order_by(RevisionRow.number)
    if as_of is not None:
        last_of_revision = last_of_revision.where(of_this_revision.at <= as_of)
        statement = statement.where(DeliveryRow.received <= as_of)
    statement = statement.outerjoin(EventRow, EventRow.sequence == last_of_revision.scalar_subquery())
    rows = connection.execute(statement).mappings().all()
    last_event_of_all = max((row["event"] for row in rows if row["event"] is not None), default=None)
    return tuple(
        _revision(row, rows[-1]["number"] if row["event"] == last_event_of_all else row["number"]) for row in rows
    )


def totals(
    connection: Connection,
    campaign: str,
    unit: str,
    *,
    periods: Collection[str],
    coverage: Coverage,
    as_of: datetime | None,
) -> Mapping[str, Mapping[Measure, Number]]:
    """Return a unit's field totals by period, of the usable revisions in force."""
    statement = (
        select(SubmissionRow.period, TotalRow.form, TotalRow.field, TotalRow.row, TotalRow.value)
        .select_from(SubmissionRow)
        .join(EventRow, EventRow.sequence == last_event(as_of))
        .join(
            TotalRow,
            and_(TotalRow.submission_id == SubmissionRow.id, TotalRow.revision == EventRow.revision),
        )
        .where(
            SubmissionRow.campaign == campaign,
            SubmissionRow.unit == unit,
            SubmissionRow.coverage == coverage,
            SubmissionRow.period.in_(periods),
            EventRow.state.in_(USABLE),
        )
    )
    found: dict[str, dict[Measure, Number]] = {}
    for period, form, field, row, value in connection.execute(statement):
        found.setdefault(period, {})[Measure(form, field, row)] = value
    return found


def figures(
    connection: Connection, campaign: str, forms: Collection[str], as_of: datetime | None
) -> Mapping[SubmissionKey, Mapping[Measure, Number]]:
    """Return the field totals of some forms in every usable report in force, without its answers."""
    statement = (
        select(
            SubmissionRow.period,
            SubmissionRow.unit,
            SubmissionRow.coverage,
            TotalRow.form,
            TotalRow.field,
            TotalRow.row,
            TotalRow.value,
        )
        .select_from(SubmissionRow)
        .join(EventRow, EventRow.sequence == last_event(as_of))
        .join(TotalRow, and_(TotalRow.submission_id == SubmissionRow.id, TotalRow.revision == EventRow.revision))
        .where(SubmissionRow.campaign == campaign, EventRow.state.in_(USABLE), TotalRow.form.in_(forms))
    )
    found: dict[SubmissionKey, dict[Measure, Number]] = {}
    for period, unit, coverage, form, field, row, value in connection.execute(statement):
        found.setdefault(SubmissionKey(campaign, period, unit, coverage), {})[Measure(form, field, row)] = value
    return found


def senders(connection: Connection, campaign: str) -> frozenset[str]:
    """Return the codes of the units of which anything ever came."""
    return frozenset(
        connection.scalars(select(SubmissionRow.unit).where(SubmissionRow.campaign == campaign).distinct())
    )


def newest_number(as_of: datetime | None) -> ScalarSelect[int]:
    """Make the subquery for the number of a submission's newest revision, in force or not."""
    newer, brought = aliased(RevisionRow), aliased(DeliveryRow)
    statement = select(func.max(newer.number)).where(newer.submission_id == SubmissionRow.id)
    if as_of is not None:
        statement = statement.join(brought, brought.sequence == newer.delivery).where(brought.received <= as_of)
    return statement.correlate(SubmissionRow).scalar_subquery()


def first_received(as_of: datetime | None) -> ScalarSelect[datetime]:
    """Make the subquery for when a submission's first revision without blocking findings came."""
    clean, brought = aliased(RevisionRow), aliased(DeliveryRow)
    statement = (
        select(func.min(brought.received))
        .select_from(clean)
        .join(brought, brought.sequence == clean.delivery)
        .where(clean.submission_id == SubmissionRow.id, clean.verdict == State.SUBMITTED)
    )
    if as_of is not None:
        statement = statement.where(brought.received <= as_of)
    return statement.correlate(SubmissionRow).scalar_subquery()


def _revision(row: RowMapping, newest: int | None, first_received: datetime | None = None) -> Revision:
    # No newest one was known where a review is dated before the delivery that it speaks of.
    waiting = newest if newest is not None and newest > row["number"] else None
    key = SubmissionKey(row["campaign"], row["period"], row["unit"], row["coverage"])
    return Revision(
        key=key,
        number=row["number"],
        sequence=row["sequence"],
        state=row["state"] or row["verdict"],
        received=row["received"],
        sender=row["sender"],
        file_name=row["name"],
        digest=row["digest"],
        submission=submission_of(row["answers"], key, row["version"]),
        findings=findings_of(row["findings"]),
        accepted_levels=row["accepted_levels"] or 0,
        waiting=waiting,
        first_received=first_received,
    )

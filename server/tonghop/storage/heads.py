"""Looking up how submissions stand without reading their answers: for pages that show all of them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, select
from sqlalchemy.orm import aliased

from tonghop.core.completeness import Head
from tonghop.core.submission import SubmissionKey
from tonghop.storage.documents import weights_of
from tonghop.storage.events import last_event
from tonghop.storage.revisions import first_received, newest_number
from tonghop.storage.tables import DeliveryRow, EventRow, RevisionRow, SubmissionRow


def heads(
    connection: Connection, campaign: str, periods: Collection[str] | None, as_of: datetime | None
) -> tuple[Head, ...]:
    """Return the head of every submission, in the order of the deliveries in force; one query for all."""
    newest = aliased(RevisionRow)
    statement = (
        select(
            SubmissionRow.period,
            SubmissionRow.unit,
            SubmissionRow.coverage,
            EventRow.revision,
            DeliveryRow.sequence,
            EventRow.state,
            DeliveryRow.received,
            DeliveryRow.sender,
            first_received(as_of).label("first_received"),
            EventRow.accepted_levels,
            EventRow.reason,
            newest.number.label("newest"),
            newest.findings,
        )
        .select_from(SubmissionRow)
        .join(EventRow, EventRow.sequence == last_event(as_of))
        .join(
            RevisionRow,
            and_(RevisionRow.submission_id == SubmissionRow.id, RevisionRow.number == EventRow.revision),
        )
        .join(DeliveryRow, DeliveryRow.sequence == RevisionRow.delivery)
        # Outer: none was known yet where a review is dated before the delivery that it speaks of.
        .outerjoin(newest, and_(newest.submission_id == SubmissionRow.id, newest.number == newest_number(as_of)))
        .where(SubmissionRow.campaign == campaign)
        .order_by(DeliveryRow.sequence, SubmissionRow.id)
    )
    if periods is not None:
        statement = statement.where(SubmissionRow.period.in_(periods))
    return tuple(_head(campaign, row) for row in connection.execute(statement).mappings())


def _head(campaign: str, row: RowMapping) -> Head:
    newest, in_force = row["newest"], row["revision"]
    errors, warnings = weights_of(row["findings"] or "[]")
    return Head(
        key=SubmissionKey(campaign, row["period"], row["unit"], row["coverage"]),
        number=in_force,
        sequence=row["sequence"],
        state=row["state"],
        received=row["received"],
        first_received=row["first_received"],
        accepted_levels=row["accepted_levels"],
        waiting=newest if newest is not None and newest > in_force else None,
        reason=row["reason"],
        errors=errors,
        warnings=warnings,
        sender=row["sender"],
    )

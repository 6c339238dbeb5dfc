"""Looking up deliveries: whose, and whether the same bytes came before."""

from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from tonghop.core.submission import SubmissionKey
from tonghop.storage.column_types import storable
from tonghop.storage.events import is_key
from tonghop.storage.tables import DeliveryRow, RevisionRow, SubmissionRow, TakenRow
from tonghop.storage.values import Sent

_KEY = (SubmissionRow.campaign, SubmissionRow.period, SubmissionRow.unit, SubmissionRow.coverage)
_DELIVERY = (DeliveryRow.name, DeliveryRow.sender, DeliveryRow.received, DeliveryRow.refusal)


def sent_by(connection: Connection, sender: str, limit: int) -> tuple[Sent, ...]:
    """Return the newest reports that somebody sent, newest first, with the newest revision of each report."""
    statement = _sent().where(DeliveryRow.sender == storable(sender)).limit(limit)
    return tuple(_of(row) for row in connection.execute(statement))


def sent_before(connection: Connection, digest: str) -> Sent | None:
    """Return the last delivery of these bytes."""
    statement = select(*_DELIVERY).where(DeliveryRow.digest == digest).order_by(DeliveryRow.sequence.desc()).limit(1)
    found = connection.execute(statement).first()
    return None if found is None else Sent(None, *found)


def sender(connection: Connection, key: SubmissionKey, revision: int) -> str | None:
    """Return who sent a revision of a report, ``None`` where there is no such revision."""
    statement = (
        select(DeliveryRow.sender)
        .join(RevisionRow, RevisionRow.delivery == DeliveryRow.sequence)
        .join(SubmissionRow, SubmissionRow.id == RevisionRow.submission_id)
        .where(is_key(key), RevisionRow.number == revision)
    )
    return connection.scalar(statement)


def keys_in(connection: Connection, digest: str) -> tuple[SubmissionKey, ...]:
    """Return the reports that were read from these bytes, however often they came."""
    statement = (
        select(*_KEY)
        .distinct()
        .join(TakenRow, TakenRow.submission_id == SubmissionRow.id)
        .join(DeliveryRow, DeliveryRow.sequence == TakenRow.delivery)
        .where(DeliveryRow.digest == digest)
    )
    return tuple(SubmissionKey(*row) for row in connection.execute(statement))


def _sent() -> Select[*tuple[Any, ...]]:
    newest, brought, newer = aliased(RevisionRow), aliased(DeliveryRow), aliased(RevisionRow)
    last = select(func.max(newer.number)).where(newer.submission_id == SubmissionRow.id).correlate(SubmissionRow)
    return (
        select(*_KEY, *_DELIVERY, TakenRow.revision, newest.number, brought.sender)
        .select_from(DeliveryRow)
        .outerjoin(TakenRow, TakenRow.delivery == DeliveryRow.sequence)
        .outerjoin(SubmissionRow, SubmissionRow.id == TakenRow.submission_id)
        .outerjoin(newest, (newest.submission_id == SubmissionRow.id) & (newest.number == last.scalar_subquery()))
        .outerjoin(brought, brought.sequence == newest.delivery)
        .order_by(DeliveryRow.sequence.desc(), SubmissionRow.id)
    )


def _of(row: Row[*tuple[Any, ...]]) -> Sent:
    campaign, period, unit, coverage, *rest = row
    key = None if campaign is None else SubmissionKey(campaign, period, unit, coverage)
    return Sent(key, *rest)

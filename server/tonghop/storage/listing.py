"""Listing reports and how they stand, without reading their answers."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.orm import aliased

from tonghop.core.completeness import State
from tonghop.core.submission import SubmissionKey
from tonghop.storage.events import is_key, last_event
from tonghop.storage.tables import DeliveryRow, EventRow, RevisionRow, SubmissionRow
from tonghop.storage.values import Listed

_NEWER = aliased(RevisionRow)
_NEWEST = (
    select(func.max(_NEWER.number)).where(_NEWER.submission_id == SubmissionRow.id).correlate(SubmissionRow)
).scalar_subquery()
_LISTED = (
    select(
        SubmissionRow.id,
        SubmissionRow.campaign,
        SubmissionRow.period,
        SubmissionRow.unit,
        SubmissionRow.coverage,
        EventRow.revision,
        _NEWEST,
        EventRow.state,
        EventRow.accepted_levels,
        DeliveryRow.received,
    )
    .select_from(SubmissionRow)
    .join(EventRow, EventRow.sequence == last_event())
    .join(RevisionRow, and_(RevisionRow.submission_id == SubmissionRow.id, RevisionRow.number == EventRow.revision))
    .join(DeliveryRow, DeliveryRow.sequence == RevisionRow.delivery)
    .order_by(SubmissionRow.id)
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports of a campaign are listed; ``None`` is all."""

    campaign: str
    units: Collection[str] | None = None
    period: str | None = None
    state: State | None = None


def some(connection: Connection, wanted: Wanted, after: int, limit: int) -> tuple[Listed, ...]:
    """Return the reports behind a place, in the order in which they first came."""
    statement = _LISTED.where(SubmissionRow.campaign == wanted.campaign, SubmissionRow.id > after).limit(limit)
    if wanted.units is not None:
        statement = statement.where(SubmissionRow.unit.in_(wanted.units))
    if wanted.period is not None:
        statement = statement.where(SubmissionRow.period == wanted.period)
    if wanted.state is not None:
        statement = statement.where(EventRow.state == wanted.state)
    return tuple(_listed(*row) for row in connection.execute(statement))


def one(connection: Connection, key: SubmissionKey) -> Listed | None:
    """Return how one report stands, ``None`` where none came."""
    found = connection.execute(_LISTED.where(is_key(key))).first()
    return None if found is None else _listed(*found)


def _listed(place: int, campaign: str, period: str, unit: str, *rest: object) -> Listed:
    coverage, *standing = rest
    return Listed(place, SubmissionKey(campaign, period, unit, coverage), *standing)  # type: ignore[arg-type]

"""Events: the append-only truth of which revision is in force, and in what state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, func, insert, select
from sqlalchemy.orm import aliased

from tonghop.core.completeness import State
from tonghop.core.submission import SubmissionKey
from tonghop.storage.lifecycle import InForce
from tonghop.storage.tables import EventRow, SubmissionRow
from tonghop.storage.values import Event

_TURN = (EventRow.revision, EventRow.state, EventRow.accepted_levels, EventRow.who, EventRow.at, EventRow.reason)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who brought a submission to where it stands, when and why."""

    who: str
    at: datetime
    reason: str | None = None


def record(connection: Connection, submission_id: int, standing: InForce, turn: Turn) -> None:
    """Add an event."""
    connection.execute(
        insert(EventRow).values(
            submission_id=submission_id,
            revision=standing.revision,
            state=standing.state,
            accepted_levels=standing.accepted_levels,
            at=turn.at,
            who=turn.who,
            reason=turn.reason,
        )
    )


def turns(connection: Connection, key: SubmissionKey, as_of: datetime | None) -> tuple[Event, ...]:
    """Return every turn in a submission's life up to an instant, oldest first."""
    statement = (
        select(*_TURN)
        .join(SubmissionRow, SubmissionRow.id == EventRow.submission_id)
        .where(is_key(key))
        .order_by(EventRow.sequence)
    )
    if as_of is not None:
        statement = statement.where(EventRow.at <= as_of)
    return tuple(Event(*row) for row in connection.execute(statement))


def accepting(
    connection: Connection, campaign: str, as_of: datetime | None
) -> Mapping[SubmissionKey, tuple[Event, ...]]:
    """Return every turn of those reports that some levels of review have accepted and not the last."""
    last = aliased(EventRow)
    statement = (
        select(SubmissionRow.period, SubmissionRow.unit, SubmissionRow.coverage, *_TURN)
        .select_from(SubmissionRow)
        .join(last, last.sequence == last_event(as_of))
        .join(EventRow, EventRow.submission_id == SubmissionRow.id)
        .where(SubmissionRow.campaign == campaign, last.accepted_levels > 0)
        .where(last.state.in_((State.SUBMITTED, State.REOPENED)), EventRow.sequence <= last.sequence)
        .order_by(EventRow.sequence)
    )
    found: dict[SubmissionKey, list[Event]] = {}
    for row in connection.execute(statement):
        key = SubmissionKey(campaign, row.period, row.unit, row.coverage)
        turn = Event(row.revision, row.state, row.accepted_levels, row.who, row.at, row.reason)
        found.setdefault(key, []).append(turn)
    return {key: tuple(turns) for key, turns in found.items()}


def is_key(key: SubmissionKey) -> ColumnElement[bool]:
    """Make the condition that picks one submission."""
    return and_(
        SubmissionRow.campaign == key.campaign,
        SubmissionRow.period == key.period,
        SubmissionRow.unit == key.unit,
        SubmissionRow.coverage == key.coverage,
    )


def last_event(as_of: datetime | None = None) -> ScalarSelect[int]:
    """Make the subquery for the sequence of a submission's last event, as known at that instant.

    It speaks of the submission of the statement that it stands in.
    """
    earlier = aliased(EventRow)
    statement = select(func.max(earlier.sequence)).where(earlier.submission_id == SubmissionRow.id)
    if as_of is not None:
        statement = statement.where(earlier.at <= as_of)
    return statement.correlate(SubmissionRow).scalar_subquery()

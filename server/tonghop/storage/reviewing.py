"""A reviewer's steps: accept, return, reopen."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from tonghop.core.completeness import State
from tonghop.core.submission import SubmissionKey
from tonghop.storage import auditing, events
from tonghop.storage.errors import NothingSent, ReasonMissing, ReviewedMeanwhile, ReviewTooEarly
from tonghop.storage.lifecycle import InForce, moved, refusal
from tonghop.storage.tables import DeliveryRow, EventRow, RevisionRow, SubmissionRow
from tonghop.storage.values import Act, Action, Review, Seen


def move(connection: Connection, key: SubmissionKey, review: Review) -> State:
    """Take a step with a report and return how it stands after it.

    Raises a ReviewError when the report's state does not allow it, or a return gives no reason.
    """
    submission_id, current = _standing(connection, key)
    if review.seen is not None and review.seen != Seen(current.revision, current.accepted_levels):
        raise ReviewedMeanwhile(unit=key.unit, period=key.period)
    refused = refusal(current, review.action)
    if refused is not None:
        raise refused(unit=key.unit, period=key.period)
    if review.action is Action.RETURN and not (review.reason or "").strip():
        raise ReasonMissing(unit=key.unit, period=key.period)
    received = _received(connection, submission_id, current)
    if review.at < received:
        raise ReviewTooEarly(unit=key.unit, period=key.period, received=f"{received:%d/%m/%Y}")
    amendment = _amendment(connection, submission_id, current)
    standing = moved(current, review.action, levels=review.levels, amendment=amendment)
    events.record(connection, submission_id, standing, events.Turn(review.who, review.at, review.reason))
    auditing.record(connection, _act(key, review, standing))
    return standing.state


def _standing(connection: Connection, key: SubmissionKey) -> tuple[int, InForce]:
    statement = (
        select(SubmissionRow.id, EventRow.revision, EventRow.state, EventRow.accepted_levels)
        .select_from(SubmissionRow)
        .join(EventRow, EventRow.sequence == events.last_event())
        .where(events.is_key(key))
    )
    found = connection.execute(statement).first()
    if found is None:
        raise NothingSent(unit=key.unit, period=key.period)
    submission_id, revision, state, accepted_levels = found
    return submission_id, InForce(revision, state, accepted_levels)


def _received(connection: Connection, submission_id: int, current: InForce) -> datetime:
    """Return when the revision in force came."""
    return connection.execute(
        select(DeliveryRow.received)
        .join(RevisionRow, RevisionRow.delivery == DeliveryRow.sequence)
        .where(RevisionRow.submission_id == submission_id, RevisionRow.number == current.revision)
    ).scalar_one()


def _amendment(connection: Connection, submission_id: int, current: InForce) -> int | None:
    """Return the newest revision without errors that waits."""
    return connection.scalar(
        select(func.max(RevisionRow.number)).where(
            RevisionRow.submission_id == submission_id,
            RevisionRow.number > current.revision,
            RevisionRow.verdict == State.SUBMITTED,
        )
    )


def _act(key: SubmissionKey, review: Review, standing: InForce) -> Act:
    details = {
        "coverage": key.coverage,
        "revision": standing.revision,
        "state": standing.state,
        "accepted_levels": standing.accepted_levels,
        "reason": review.reason,
    }
    return Act(review.at, review.who, review.action, f"{key.campaign} {key.period} {key.unit}", details)

"""Taking in a delivery: bytes, revisions, findings, states and audit, all in the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, exists, func, insert, select, update

from tonghop.core.completeness import State
from tonghop.core.submission import SubmissionKey
from tonghop.storage import auditing, campaigns, events, sheet_pulls
from tonghop.storage.column_types import fits, storable
from tonghop.storage.documents import answers_document, findings_document, fingerprint
from tonghop.storage.errors import FigureTooLarge, JobLost, RevisedMeanwhile
from tonghop.storage.job_tables import JobFileRow
from tonghop.storage.lifecycle import InForce, comes_in_force, verdict
from tonghop.storage.sheet_values import Claim
from tonghop.storage.tables import DeliveryRow, EventRow, FileRow, RevisionRow, SubmissionRow, TakenRow, TotalRow
from tonghop.storage.values import Act, Delivery, Outcome, Receipt, TakenRevision, Waited


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A delivery that has been given its place in the order of all deliveries."""

    delivery: Delivery
    sequence: int
    digest: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A submission as it stood before: its newest revision, who sent that, and what is in force."""

    submission_id: int
    number: int
    fingerprint: str
    sender: str
    standing: InForce


@dataclass(frozen=True, slots=True)
class _New:
    """A revision about to be added."""

    submission_id: int
    number: int
    fingerprint: str


def receive(connection: Connection, delivery: Delivery, outcomes: Sequence[Outcome], refusal: str | None) -> Receipt:
    """Store a delivery with all that came of it, or with why nothing did."""
    arrived = _keep(connection, delivery, refusal)
    taken = tuple(_take(connection, arrived, outcome) for outcome in outcomes)
    auditing.record(connection, _act(arrived, taken, refusal))
    return Receipt(arrived.sequence, arrived.digest, taken)


def _keep(connection: Connection, delivery: Delivery, refusal: str | None) -> _Arrived:
    digest = keep_bytes(connection, delivery.content)
    row = insert(DeliveryRow).values(
        digest=digest,
        name=delivery.name,
        sender=delivery.sender,
        received=delivery.received,
        source=delivery.source,
        refusal=refusal,
    )
    arrived = _Arrived(delivery, connection.execute(row.returning(DeliveryRow.sequence)).scalar_one(), digest)
    match delivery.waited:
        case Waited() as waited:
            _no_longer_waits(connection, waited, arrived.sequence)
        case Claim() as claim:
            sheet_pulls.become(connection, claim, arrived.sequence)
    return arrived


def keep_bytes(connection: Connection, content: bytes) -> str:
    """Keep a file's bytes, once, and return their digest."""
    digest = sha256(content).hexdigest()
    if not connection.scalar(select(exists().where(FileRow.digest == digest))):
        connection.execute(insert(FileRow).values(digest=digest, content=content))
    return digest


def _no_longer_waits(connection: Connection, waited: Waited, delivery: int) -> None:
    """Take a job's file off those that wait, in the delivery's own transaction: it can become only one."""
    one = (JobFileRow.job == waited.job, JobFileRow.position == waited.position, JobFileRow.delivery.is_(None))
    if not connection.execute(update(JobFileRow).where(*one).values(delivery=delivery)).rowcount:
        raise JobLost(job=waited.job)


def _take(connection: Connection, arrived: _Arrived, outcome: Outcome) -> TakenRevision:
    known = _known(connection, outcome.key)
    if outcome.follows is not None and outcome.follows != (0 if known is None else known.number):
        raise RevisedMeanwhile(unit=outcome.key.unit, period=outcome.key.period)
    mark = fingerprint(outcome.typed or outcome.submission, outcome.findings)
    submission_id = _add_submission(connection, outcome.key) if known is None else known.submission_id
    turn = events.Turn(arrived.delivery.sender, arrived.delivery.received)
    before = None if known is None else _number_before(connection, arrived, known, mark)
    if known is not None and before is not None:
        taken = _taken_before(outcome.key, known, before, is_read=arrived.delivery.is_read)
        if taken.state is not known.standing.state:
            events.record(connection, submission_id, InForce(before, taken.state), turn)
    else:
        taken = _taken_anew(outcome, known, arrived.delivery.sender)
        _add_revision(connection, arrived, outcome, _New(submission_id, taken.number, mark))
        if not taken.waits:
            events.record(connection, submission_id, InForce(taken.number, taken.state), turn)
    connection.execute(
        insert(TakenRow).values(delivery=arrived.sequence, submission_id=submission_id, revision=taken.number)
    )
    return taken


def _known(connection: Connection, key: SubmissionKey) -> _Known | None:
    statement = (
        select(
            SubmissionRow.id,
            RevisionRow.number,
            RevisionRow.fingerprint,
            DeliveryRow.sender,
            EventRow.revision,
            EventRow.state,
            EventRow.accepted_levels,
        )
        .select_from(SubmissionRow)
        .join(RevisionRow, RevisionRow.submission_id == SubmissionRow.id)
        .join(DeliveryRow, DeliveryRow.sequence == RevisionRow.delivery)
        .join(EventRow, EventRow.sequence == events.last_event())
        .where(events.is_key(key))
        .order_by(RevisionRow.number.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    if found is None:
        return None
    submission_id, number, mark, sender, revision, state, accepted_levels = found
    return _Known(submission_id, number, mark, sender, InForce(revision, state, accepted_levels))


def _number_before(connection: Connection, arrived: _Arrived, known: _Known, mark: str) -> int | None:
    """Return the revision that came before with these answers as the newest one, or at any time in these very bytes.

    A file that is sent again is an old one. A shared spreadsheet that holds again what it once held has been changed
    back: that counts anew. What it held when it was last read does not: another unit's row was changed.
    """
    if known.fingerprint == mark:
        return known.number
    if arrived.delivery.is_read:
        return _number_read(connection, arrived, known, mark)
    if arrived.delivery.is_current:
        return None
    return connection.scalar(
        select(func.max(TakenRow.revision))
        .select_from(DeliveryRow)
        .join(TakenRow, TakenRow.delivery == DeliveryRow.sequence)
        .where(DeliveryRow.digest == arrived.digest, TakenRow.submission_id == known.submission_id)
    )


def _number_read(connection: Connection, arrived: _Arrived, known: _Known, mark: str) -> int | None:
    """Return the revision that was last read from the same spreadsheet, where that had these answers."""
    last = (
        select(RevisionRow.number, RevisionRow.fingerprint)
        .select_from(TakenRow)
        .join(DeliveryRow, DeliveryRow.sequence == TakenRow.delivery)
        .join(
            RevisionRow,
            (RevisionRow.submission_id == TakenRow.submission_id) & (RevisionRow.number == TakenRow.revision),
        )
        .where(
            TakenRow.submission_id == known.submission_id,
            DeliveryRow.source == arrived.delivery.source,
            DeliveryRow.sender == storable(arrived.delivery.sender),
        )
        .order_by(TakenRow.delivery.desc())
        .limit(1)
    )
    found = connection.execute(last).first()
    return found.number if found is not None and found.fingerprint == mark else None


def _taken_before(key: SubmissionKey, known: _Known, number: int, *, is_read: bool) -> TakenRevision:
    """Say how a report stands that was sent again; one that was returned is thereby submitted anew.

    Not so where a shared spreadsheet was read: what changed in it may have been another unit's row.
    """
    standing = known.standing
    insists = not is_read and standing.state is State.RETURNED and standing.revision == number
    state = State.SUBMITTED if insists else standing.state
    return TakenRevision(key, number, state, is_new=False, waits=number > standing.revision)


def _taken_anew(outcome: Outcome, known: _Known | None, sender: str) -> TakenRevision:
    comes_as = verdict(outcome.findings)
    if known is None:
        return TakenRevision(outcome.key, 1, comes_as, is_new=True, waits=False)
    in_force = comes_in_force(known.standing, comes_as)
    return TakenRevision(
        outcome.key,
        known.number + 1,
        comes_as if in_force else known.standing.state,
        is_new=True,
        waits=not in_force,
        replaced_sender=known.sender if known.sender != storable(sender) else None,
    )


def _add_submission(connection: Connection, key: SubmissionKey) -> int:
    row = insert(SubmissionRow).values(campaign=key.campaign, period=key.period, unit=key.unit, coverage=key.coverage)
    return connection.execute(row.returning(SubmissionRow.id)).scalar_one()


def _add_revision(connection: Connection, arrived: _Arrived, outcome: Outcome, new: _New) -> None:
    submission = outcome.submission
    connection.execute(
        insert(RevisionRow).values(
            submission_id=new.submission_id,
            number=new.number,
            delivery=arrived.sequence,
            campaign_id=campaigns.campaign_id(connection, outcome.key.campaign, submission.version),
            fingerprint=new.fingerprint,
            verdict=verdict(outcome.findings),
            answers=answers_document(submission),
            findings=findings_document(outcome.findings),
        )
    )
    totals = _total_rows(new, outcome)
    if totals:
        connection.execute(insert(TotalRow), totals)


def _total_rows(new: _New, outcome: Outcome) -> list[dict[str, object]]:
    for measure, value in outcome.totals.items():
        if not fits(value):
            key = outcome.key
            raise FigureTooLarge(measure=measure, unit=key.unit, period=key.period, value=value)
    return [
        {
            "submission_id": new.submission_id,
            "revision": new.number,
            "form": measure.form,
            "row": measure.row,
            "field": measure.field,
            "value": value,
        }
        for measure, value in outcome.totals.items()
    ]


def _act(arrived: _Arrived, taken: Sequence[TakenRevision], refusal: str | None) -> Act:
    delivery = arrived.delivery
    details = {
        "delivery": arrived.sequence,
        "digest": arrived.digest,
        "source": delivery.source,
        "refusal": refusal,
        "taken": [
            {
                "campaign": one.key.campaign,
                "period": one.key.period,
                "unit": one.key.unit,
                "coverage": one.key.coverage,
                "revision": one.number,
                "state": one.state,
                "new": one.is_new,
                "waits": one.waits,
            }
            for one in taken
        ],
    }
    action = "refuse" if refusal is not None else "receive"
    return Act(delivery.received, delivery.sender, action, delivery.name, details)

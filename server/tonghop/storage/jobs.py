"""Long work: asked for in one process, done in another, seen from any. Each method is one transaction.

A job belongs to the worker that claimed it for as long as that worker says that it lives. Every write of
a worker names it, so that one which was given up for dead and comes back changes nothing.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, RowMapping, Update, delete, func, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from tonghop.core.errors import Phrase, TonghopError
from tonghop.storage import issuing
from tonghop.storage.database import Database
from tonghop.storage.documents import canonical, details_of, phrase_content, phrase_of
from tonghop.storage.errors import JobLost, UnknownFile, UnknownJob
from tonghop.storage.job_tables import JobFileRow, JobResultRow, JobRow
from tonghop.storage.job_values import Finished, Job, JobFile, JobState, NewJob, ResultFile
from tonghop.storage.receiving import keep_bytes
from tonghop.storage.tables import FileRow

_ID_BYTES = 15
_JOB = select(*JobRow.__table__.columns)
Entry: TypeAlias = tuple[str, bytes | None, Mapping[str, object] | None]
"""A file of an archive: its name, and its bytes or why they cannot be had."""

_OVER = (JobState.DONE, JobState.FAILED)


class Jobs:
    """The store's long work."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Who asks.

    def add(self, new: NewJob, files: Iterable[tuple[str, bytes]] = ()) -> Job:
        """Keep what is asked for and the files handed in with it; once this returns, neither can be lost."""
        identifier = secrets.token_urlsafe(_ID_BYTES)
        with self._database.writing() as connection:
            connection.execute(
                insert(JobRow).values(
                    id=identifier,
                    kind=new.kind,
                    who=new.who,
                    unit=new.unit,
                    payload=canonical(new.payload),
                    state=JobState.WAITING,
                    done=0,
                    total=0,
                    attempts=0,
                    created=new.created,
                    result=canonical({}),
                )
            )
            for position, (name, content) in enumerate(files):
                _add_file(connection, identifier, position, name, content)
            return _one(connection, identifier)

    def one(self, job: str) -> Job:
        """Return a job as it stands now; raises UnknownJob."""
        with self._database.reading() as connection:
            return _one(connection, job)

    def newest(self, *, who: str | None = None, kind: str | None = None, limit: int = 50) -> tuple[Job, ...]:
        """Return the newest jobs, newest first: everybody's, or those that one asked for."""
        statement = _JOB.order_by(JobRow.created.desc(), JobRow.id).limit(limit)
        for column, value in ((JobRow.who, who), (JobRow.kind, kind)):
            statement = statement if value is None else statement.where(column == value)
        with self._database.reading() as connection:
            return tuple(_job(row) for row in connection.execute(statement).mappings())

    def files(self, job: str) -> tuple[JobFile, ...]:
        """Return the files handed in with a job, in order."""
        columns = (JobFileRow.position, JobFileRow.name, JobFileRow.delivery, JobFileRow.outcome)
        statement = select(*columns).where(JobFileRow.job == job).order_by(JobFileRow.position)
        with self._database.reading() as connection:
            return tuple(
                JobFile(position, name, delivery, None if outcome is None else details_of(outcome))
                for position, name, delivery, outcome in connection.execute(statement)
            )

    def results(self, job: str) -> tuple[str, ...]:
        """Return the names of the files that a job made, in order."""
        statement = select(JobResultRow.name).where(JobResultRow.job == job).order_by(JobResultRow.position)
        with self._database.reading() as connection:
            return tuple(connection.scalars(statement))

    def result(self, job: str, name: str) -> bytes:
        """Return a file that a job made; raises UnknownFile."""
        with self._database.reading() as connection:
            found = connection.execute(
                select(JobResultRow.digest, JobResultRow.content).where(
                    JobResultRow.job == job, JobResultRow.name == name
                )
            ).first()
            if found is None:
                raise UnknownFile(digest=name)
            return found.content if found.digest is None else kept_bytes(connection, found.digest)

    # The worker.

    def unclaimed(self, *, unseen_since: datetime) -> tuple[tuple[str, str | None], ...]:
        """Return the jobs that wait, or run with a worker unseen since then, oldest first, each with its worker."""
        statement = select(JobRow.id, JobRow.worker).where(_is_free(unseen_since)).order_by(JobRow.created)
        with self._database.reading() as connection:
            return tuple((job, worker) for job, worker in connection.execute(statement))

    def running(self) -> tuple[tuple[str, str | None], ...]:
        """Return the jobs that run, each with its worker."""
        statement = select(JobRow.id, JobRow.worker).where(JobRow.state == JobState.RUNNING)
        with self._database.reading() as connection:
            return tuple((job, worker) for job, worker in connection.execute(statement))

    def claim(self, job: str, worker: str, *, at: datetime, unseen_since: datetime) -> Job | None:
        """Make a job that waits this worker's own; ``None`` when it is another's, or over."""
        with self._database.writing() as connection:
            statement = update(JobRow).where(JobRow.id == job, _is_free(unseen_since))
            changes = {
                "state": JobState.RUNNING,
                "worker": worker,
                "seen": at,
                "started": func.coalesce(JobRow.started, at),
                "attempts": JobRow.attempts + 1,
            }
            claimed = connection.execute(statement.values(changes)).rowcount
            return _one(connection, job) if claimed else None

    def free(self, job: str, worker: str, *, begun: bool = True) -> None:
        """Put back a job that its worker cannot go on with; nothing happens where it has another one by now.

        ``begun`` is whether this counts as an attempt: a worker that is stopped in order has not failed.
        """
        attempts = JobRow.attempts - (0 if begun else 1)
        with self._database.writing() as connection:
            connection.execute(
                _own(job, worker).values(state=JobState.WAITING, worker=None, seen=None, attempts=attempts)
            )

    def beat(self, job: str, worker: str, *, at: datetime) -> None:
        """Say that a worker lives; raises JobLost when the job has been given to another one."""
        with self._database.writing() as connection:
            _change(connection, job, worker, seen=at)

    def advance(self, job: str, worker: str, done: int, total: int, *, at: datetime) -> None:
        """Say how far a job is; raises JobLost."""
        with self._database.writing() as connection:
            _change(connection, job, worker, done=done, total=total, seen=at)

    def finish(self, job: str, worker: str, finished: Finished, *, at: datetime) -> None:
        """Keep what a job ended with, all or nothing; raises JobLost, or ChangedMeanwhile for an issue's number."""
        with self._database.writing() as connection:
            result = canonical(finished.result)
            total = func.max(JobRow.total, 1) if connection.dialect.name == "sqlite" else func.greatest(JobRow.total, 1)
            _change(connection, job, worker, state=JobState.DONE, done=total, total=total, finished=at, result=result)
            for position, file in enumerate(finished.files):
                _add_result(connection, job, position, file)
            if finished.issue is not None:
                issuing.keep(connection, *finished.issue)

    def fail(self, job: str, worker: str, failure: Phrase | TonghopError, *, at: datetime) -> None:
        """Keep why a job cannot be done; raises JobLost."""
        with self._database.writing() as connection:
            said = canonical(phrase_content(failure))
            _change(connection, job, worker, state=JobState.FAILED, finished=at, failure=said)

    # The files of a job.

    def waiting(self, job: str, position: int) -> bytes | None:
        """Return the bytes of a file handed in; ``None`` once it has been dealt with."""
        with self._database.reading() as connection:
            return connection.scalar(select(JobFileRow.content).where(*_file(job, position)))

    def unpack(self, job: str, position: int, entries: Iterable[Entry]) -> None:
        """Put the files of an archive in its place, behind all others, in one step; raises what ``entries`` raises."""
        with self._database.writing() as connection:
            last = select(func.max(JobFileRow.position)).where(JobFileRow.job == job)
            place = connection.scalar(last) or 0
            for name, content, outcome in entries:
                place += 1
                _add_file(connection, job, place, name, content, outcome)
            connection.execute(delete(JobFileRow).where(*_file(job, position)))

    def settle(self, job: str, position: int, outcome: Mapping[str, object]) -> None:
        """Keep what came of a file and let its bytes go: they lie with its delivery."""
        with self._database.writing() as connection:
            changes = {"outcome": canonical(outcome), "content": None}
            connection.execute(update(JobFileRow).where(*_file(job, position)).values(changes))

    def forget(self, before: datetime) -> int:
        """Remove the jobs that were over before then, with the files they made; returns how many."""
        over = select(JobRow.id).where(JobRow.state.in_(_OVER), JobRow.finished < before)
        with self._database.writing() as connection:
            old = connection.scalars(over).all()
            for table, column in ((JobFileRow, JobFileRow.job), (JobResultRow, JobResultRow.job), (JobRow, JobRow.id)):
                connection.execute(delete(table).where(column.in_(old)))
            return len(old)


def kept_bytes(connection: Connection, digest: str) -> bytes:
    """Return the bytes of a file that is kept for good; raises UnknownFile."""
    content = connection.scalar(select(FileRow.content).where(FileRow.digest == digest))
    if content is None:
        raise UnknownFile(digest=digest)
    return content


def _is_free(unseen_since: datetime) -> ColumnElement[bool]:
    given_up = (JobRow.state == JobState.RUNNING) & (JobRow.seen < unseen_since)
    return or_(JobRow.state == JobState.WAITING, given_up)


def _own(job: str, worker: str) -> Update:
    return update(JobRow).where(JobRow.id == job, JobRow.worker == worker, JobRow.state == JobState.RUNNING)


def _change(connection: Connection, job: str, worker: str, **values: object) -> None:
    if not connection.execute(_own(job, worker).values(**values)).rowcount:
        raise JobLost(job=job)


def _file(job: str, position: int) -> tuple[ColumnElement[bool], ...]:
    return JobFileRow.job == job, JobFileRow.position == position


def _add_file(
    connection: Connection,
    job: str,
    position: int,
    name: str,
    content: bytes | None,
    outcome: Mapping[str, object] | None = None,
) -> None:
    said = None if outcome is None else canonical(outcome)
    row = {"job": job, "position": position, "name": name, "content": content, "outcome": said}
    connection.execute(insert(JobFileRow).values(row))


def _add_result(connection: Connection, job: str, position: int, file: ResultFile) -> None:
    digest = keep_bytes(connection, file.content) if file.kept else None
    content = None if file.kept else file.content
    connection.execute(
        insert(JobResultRow).values(job=job, name=file.name, position=position, digest=digest, content=content)
    )


def _one(connection: Connection, job: str) -> Job:
    row = connection.execute(_JOB.where(JobRow.id == job)).mappings().first()
    if row is None:
        raise UnknownJob(job=job)
    return _job(row)


def _job(row: RowMapping) -> Job:
    return Job(
        id=row["id"],
        kind=row["kind"],
        who=row["who"],
        unit=row["unit"],
        payload=details_of(row["payload"]),
        state=JobState(row["state"]),
        done=row["done"],
        total=row["total"],
        attempts=row["attempts"],
        created=row["created"],
        started=row["started"],
        finished=row["finished"],
        failure=None if row["failure"] is None else phrase_of(details_of(row["failure"])),
        result=details_of(row["result"]),
    )

"""One job, from its claim to its end, whatever happens in between."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import Event

from tonghop.core.errors import ReaderUnavailable, TonghopError, marked
from tonghop.jobs.ingesting import ingest
from tonghop.jobs.making import consolidate, workbooks
from tonghop.jobs.orders import Consolidate, Ingest, MakeSheets, PullSheets, PushSheet, ShareSheets, Workbooks
from tonghop.jobs.progress import LEASE, Progress, Stopped
from tonghop.jobs.sheets import make_sheets, pull_sheets, push_sheet, share_sheets
from tonghop.storage import ChangedMeanwhile, Finished, Job, JobLost, StorageBusy
from tonghop.workflow import Office

Kind = Callable[[Office, Job, Progress], Finished]

KINDS: Mapping[str, Kind] = {
    Ingest.kind: ingest,
    Consolidate.kind: consolidate,
    Workbooks.kind: workbooks,
    MakeSheets.kind: make_sheets,
    ShareSheets.kind: share_sheets,
    PullSheets.kind: pull_sheets,
    PushSheet.kind: push_sheet,
}
"""Each is begun again from its beginning after a stop, and has to see for itself what is done already."""

MOST_ATTEMPTS = 5
_PASSING = (StorageBusy, ReaderUnavailable, ChangedMeanwhile)
"""What is likely to be over in a minute."""
_LOG = logging.getLogger(__name__)


class Interrupted(TonghopError):
    message = marked("The work was begun {times} times and stopped each time before its end. Tell the IT officer.")


class Faulty(TonghopError):
    message = marked(
        "A fault in the program stopped the work. Tell the IT officer the number {job}: the log says more."
    )


class UnknownKind(TonghopError):
    message = marked("This version of Tổng Hợp does not know the work “{kind}”. Ask for it again.")


def run_job(office: Office, identifier: str, worker: str, stopping: Event) -> None:
    """Do a job if it is to be had; how it ends stands in the database."""
    now = datetime.now(UTC)
    job = office.store.jobs.claim(identifier, worker, at=now, unseen_since=now - LEASE)
    if job is None:
        return
    progress = Progress(office.store, job, worker, stopping)
    try:
        with progress.alive():
            finished = _kind(job)(office, job, progress)
        office.store.jobs.finish(job.id, worker, finished, at=datetime.now(UTC))
    except JobLost:
        _LOG.warning("job %s is done by another worker", job.id)
    except Stopped:
        office.store.jobs.free(job.id, worker, begun=False)
    except _PASSING as trouble:
        _LOG.warning("job %s waits: %s", job.id, trouble)
        office.store.jobs.free(job.id, worker)
    except TonghopError as failure:
        office.store.jobs.fail(job.id, worker, failure, at=datetime.now(UTC))
    except Exception:  # noqa: BLE001 - whatever it is, the job must not look as if it still ran
        _LOG.exception("job %s (%s) failed", job.id, job.kind)
        office.store.jobs.fail(job.id, worker, Faulty(job=job.id), at=datetime.now(UTC))


def _kind(job: Job) -> Kind:
    if job.attempts > MOST_ATTEMPTS:
        raise Interrupted(times=job.attempts - 1)
    kind = KINDS.get(job.kind)
    if kind is None:
        raise UnknownKind(kind=job.kind)
    return kind

"""How far a job is, told to the database while it runs; and where a job may be stopped."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event

from tonghop.storage import Job, JobLost, StorageError, Store

LEASE = timedelta(seconds=60)
"""A worker that has not been seen for so long has lost its job."""

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN = 0.5
"""Between two steps that are written down: each is a commit."""


class Stopped(Exception):
    """The worker is to end: the job waits for another, or for this one's next start."""


class Progress:
    """What a kind of work calls after each step."""

    def __init__(self, store: Store, job: Job, worker: str, stopping: Event) -> None:
        self._store, self._job, self._worker, self._stopping = store, job, worker, stopping
        self._lost = False
        self._told = 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is; raises Stopped or JobLost where it must not go on."""
        if self._stopping.is_set():
            raise Stopped
        if self._lost:
            raise JobLost(job=self._job.id)
        if done == total or time.monotonic() - self._told > _SECONDS_BETWEEN:
            self._store.jobs.advance(self._job.id, self._worker, done, total, at=datetime.now(UTC))
            self._told = time.monotonic()

    @contextmanager
    def alive(self) -> Iterator[None]:
        """Say every while, during the block, that the worker lives: one step may take longer than the lease."""
        ended = Event()
        beating = threading.Thread(target=self._beat, args=(ended,), name=f"pulse of {self._job.id}", daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()

    def _beat(self, ended: Event) -> None:
        while not ended.wait(LEASE / timedelta(seconds=4)):
            # A database that is busy for a moment is no reason to give up; one that stays away costs the lease.
            with suppress(StorageError):
                try:
                    self._store.jobs.beat(self._job.id, self._worker, at=datetime.now(UTC))
                except JobLost:
                    _LOG.warning("job %s has been given to another worker", self._job.id)
                    self._lost = True
                    return

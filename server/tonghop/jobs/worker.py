"""The worker: does what the queue wakes it for, and what it finds waiting or left unfinished."""

import logging
import threading
import time
from datetime import UTC, datetime, timedelta

from huey.consumer import Consumer

from tonghop import apart, clock
from tonghop.clock import Clock
from tonghop.config import Instance
from tonghop.jobs.beside import BesideWatch
from tonghop.jobs.processes import is_gone, worker_name
from tonghop.jobs.progress import LEASE
from tonghop.jobs.queue import Queue
from tonghop.jobs.running import run_job
from tonghop.storage import StorageError, Store
from tonghop.workflow import Office, database_url

KEPT = timedelta(days=30)
"""How long a job that is over, and what it made, can be looked at."""
_LOG = logging.getLogger(__name__)


class _Consumer(Consumer):  # type: ignore[misc]  # huey tells no types
    """Huey's, without its signals: what a signal does is decided by the program."""

    def _set_signal_handlers(self) -> None:
        return


class Worker:
    """Does long work in a few threads until it is stopped; files are read in child processes.

    Beside it watches over the shared spreadsheets, where a key for Google is set. ``now`` is what time it is to them.
    """

    def __init__(self, instance: Instance, threads: int = 2, *, now: Clock = clock.now) -> None:
        self._instance, self._threads = instance, threads
        self._name = worker_name()
        self._watch = BesideWatch(instance, now)
        self._stopping = threading.Event()
        self._store = Store.open(database_url(instance))
        self._queue = Queue(instance)
        self._queue.serve(self._work, self._tend, self._clear)

    def run(self) -> None:
        """Work until ``stop``; then the jobs at hand are put back at their next step."""
        self._tend()
        consumer = _Consumer(self._queue.huey, workers=self._threads, initial_delay=0.1, max_delay=1)
        consumer.start()
        self._watch.start()
        checked = time.monotonic()
        while not self._stopping.is_set():
            checked = consumer.loop(checked)
        self._watch.stop()
        consumer.stop(graceful=True)
        self._watch.join()
        self._queue.close()
        self._store.close()

    def stop(self) -> None:
        """Have ``run`` end soon; may be called from a signal's handler."""
        self._stopping.set()

    def _work(self, job: str) -> None:
        # An office of its own each time: campaigns and units may have changed since the last.
        run_job(Office(self._instance, self._store, run=apart.run), job, self._name, self._stopping)

    def _tend(self) -> None:
        """Queue what waits without being queued, and what a worker that is gone left unfinished."""
        try:
            for job, worker in self._store.jobs.running():
                if worker is not None and is_gone(worker, self._name):
                    self._store.jobs.free(job, worker)
            waiting = self._store.jobs.unclaimed(unseen_since=datetime.now(UTC) - LEASE)
            for job in [job for job, _ in waiting if job not in self._queue.pending()]:
                self._queue.put(job)
        except StorageError as trouble:
            _LOG.warning("the jobs cannot be looked through: %s", trouble)

    def _clear(self) -> None:
        try:
            self._store.jobs.forget(datetime.now(UTC) - KEPT)
        except StorageError as trouble:
            _LOG.warning("old jobs cannot be removed: %s", trouble)

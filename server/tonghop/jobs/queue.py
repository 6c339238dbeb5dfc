"""The queue: wakes a worker as soon as there is work. It may be lost; what waits stands in the database."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.serializer import SignedSerializer

from tonghop.config import Instance
from tonghop.jobs.orders import Order
from tonghop.storage import Job, NewJob
from tonghop.workflow import Office, database_url

QUEUE_FILE = "queue.db"
_NAME = "tonghop"


class Queue:
    """An instance's queue: a file beside its database, or tables in it where that is PostgreSQL."""

    def __init__(self, instance: Instance) -> None:
        # Messages are pickled: only those signed with the instance's key are taken.
        signed = SignedSerializer(secret=instance.key, salt=_NAME)
        url = database_url(instance)
        options: dict[str, Any] = {"name": _NAME, "results": False, "serializer": signed}
        self.huey: Huey = (
            SqliteHuey(filename=str(instance.folder / QUEUE_FILE), fsync=True, **options)
            if url.startswith("sqlite")
            else PostgresHuey(dsn=_dsn(url), **options)
        )
        self._work: Callable[[str], None] | None = None
        self._put = self.huey.task(name="job")(self._run)

    def ask(
        self,
        office: Office,
        order: Order,
        *,
        who: str,
        at: datetime,
        unit: str | None = None,
        files: Iterable[tuple[str, bytes]] = (),
    ) -> Job:
        """Keep an order and its files, and wake a worker; once this returns, none of it can be lost.

        ``at`` is when it was asked for, in UTC: what is received or given out bears that time.
        """
        new = NewJob(order.kind, who, at, order.model_dump(mode="json"), unit)
        job = office.store.jobs.add(new, files)
        self.put(job.id)
        return job

    def put(self, job: str) -> None:
        """Wake a worker for a job."""
        self._put(job)

    def pending(self) -> frozenset[str]:
        """Return the jobs for which a worker will wake."""
        return frozenset(str(task.args[0]) for task in self.huey.pending() if task.args)

    def serve(self, work: Callable[[str], None], tend: Callable[[], None], clear: Callable[[], None]) -> None:
        """Have jobs done by ``work``; call ``tend`` every minute and ``clear`` every hour."""
        self._work = work
        self.huey.periodic_task(crontab(), name="tend")(tend)
        self.huey.periodic_task(crontab(minute="7"), name="clear")(clear)

    def close(self) -> None:
        """Let go of the queue."""
        self.huey.storage.close()

    def _run(self, job: str) -> None:
        if self._work is not None:
            self._work(job)


def _dsn(url: str) -> str:
    """Return a database's URL as PostgreSQL's own library takes it."""
    return f"postgresql://{url.partition('://')[2]}"

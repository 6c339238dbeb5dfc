"""More than can be taken while its sender waits: a worker takes it, and a page of its own tells of every file."""

from collections.abc import Sequence
from io import BytesIO

from flask import url_for

from tonghop.jobs import Ingest, archives
from tonghop.storage import Job
from tonghop.web.desk import desk
from tonghop.web.pages.send.taking import Sending, Upload

MOST_FILES, MOST_BYTES = 20, 16 << 20
"""What is taken at once: a few seconds' work."""


def is_much(files: Sequence[Upload]) -> bool:
    """Tell whether so much was sent that a worker is to take it."""
    if sum(len(file.content) for file in files) > MOST_BYTES:
        return True
    return sum(archives.count(file.content) if _is_archive(file) else 1 for file in files) > MOST_FILES


def ask(files: Sequence[Upload], sending: Sending) -> str:
    """Keep the files for a worker and return where is told what becomes of them."""
    order = Ingest(unit=sending.sender.chosen_unit, period=sending.sender.chosen_period)
    job = desk.service.queue.ask(
        desk.office,
        order,
        who=desk.who,
        at=desk.now,
        unit=desk.account.unit,
        files=[(file.name, file.content) for file in files],
    )
    return url_for("jobs.job", job=job.id)


def newest() -> tuple[Job, ...]:
    """Return the last such sendings of whoever is signed in."""
    return desk.store.jobs.newest(who=desk.who, kind=Ingest.kind, limit=5)


def _is_archive(file: Upload) -> bool:
    return archives.is_archive(BytesIO(file.content))

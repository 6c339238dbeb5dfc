"""The tables of long work. They are no part of the record: a job that is over is forgotten after a while.

jobs ─< job_files     what was handed in; each file becomes a delivery, then its bytes go
     └< job_results   what was made; what is given out lies in ``files`` too
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from tonghop.storage.tables import Table


class JobRow(Table):
    """Long work."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "state", "created"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    who: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str | None]
    payload: Mapped[str] = mapped_column(Text)
    state: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    attempts: Mapped[int]
    worker: Mapped[str | None]
    """Which process has it."""
    seen: Mapped[datetime | None]
    """When that process last said so."""
    created: Mapped[datetime]
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)


class JobFileRow(Table):
    """A file handed in with a job."""

    __tablename__ = "job_files"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    content: Mapped[bytes | None]
    """``None`` once the file is dealt with."""
    delivery: Mapped[int | None] = mapped_column(ForeignKey("deliveries.sequence"))
    outcome: Mapped[str | None] = mapped_column(Text)


class JobResultRow(Table):
    """A file that a job made."""

    __tablename__ = "job_results"

    job: Mapped[str] = mapped_column(ForeignKey("jobs.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    digest: Mapped[str | None] = mapped_column(ForeignKey("files.digest"))
    """Where the bytes lie when they are kept for good."""
    content: Mapped[bytes | None]

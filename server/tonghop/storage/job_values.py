"""Long work as the store keeps it: what was asked for, how far it is, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tonghop.core.consolidation import Issue
from tonghop.core.errors import Phrase


class JobState(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NewJob:
    """Long work as it is asked for."""

    kind: str
    who: str
    created: datetime
    payload: Mapping[str, object]
    """What JSON can hold."""
    unit: str | None = None
    """Whose subtree it is about: who may see that unit may see the job."""


@dataclass(frozen=True, slots=True)
class Job:
    """Long work and how far it is."""

    id: str
    """Random, so that it cannot be guessed."""
    kind: str
    who: str
    unit: str | None
    payload: Mapping[str, object]
    state: JobState
    done: int
    total: int
    attempts: int
    """How often it was begun: more than once when a worker was stopped in the middle of it."""
    created: datetime
    started: datetime | None
    finished: datetime | None
    failure: Phrase | None
    """Why it failed, to be said in the reader's language."""
    result: Mapping[str, object]
    """What came of it, beside its files."""


@dataclass(frozen=True, slots=True)
class JobFile:
    """A file that was handed in with a job; its bytes are kept until it has been taken in."""

    position: int
    name: str
    delivery: int | None
    """The delivery that it became."""
    outcome: Mapping[str, object] | None
    """What came of it, for the sender; ``None`` while it waits."""


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that a job made."""

    name: str
    content: bytes = field(repr=False)
    kept: bool = False
    """Kept for good among the files, as one that is given out; others go when the job is forgotten."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a job ends with; an issue is kept in the same transaction, so that it can never be issued twice."""

    result: Mapping[str, object] = field(default_factory=dict)
    files: tuple[ResultFile, ...] = ()
    issue: tuple[str, Issue, Mapping[str, bytes]] | None = None
    """A campaign's code, and what is given out of it with its files by kind."""

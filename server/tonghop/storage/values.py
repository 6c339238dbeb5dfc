"""What goes into the store and what it answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from tonghop.core.completeness import State
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Number
from tonghop.core.findings import Finding
from tonghop.core.submission import Submission, SubmissionKey
from tonghop.storage.sheet_values import Claim


@dataclass(frozen=True, slots=True)
class Waited:
    """Which file of which job a delivery is."""

    job: str
    position: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that someone sent (lượt gửi): its bytes, who sent it and when."""

    content: bytes = field(repr=False)
    name: str
    """The file's name as the sender had it."""
    sender: str
    received: datetime
    """UTC; what “as of” is measured by. Order is never taken from it."""
    source: str = "file"
    """The door it came through: file, upload, sheet, google."""
    waited: Waited | Claim | None = None
    """Where it waited, if a job or the reading of a shared spreadsheet takes it in: once, however often that begins."""
    is_current: bool = False
    """Whether it shows how the figures stand now, as a shared spreadsheet does that its own script sent, where a file
    may be an old one sent again: then it holds, even where the very same bytes came before something else did."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return sha256(self.content).hexdigest()

    @property
    def is_read(self) -> bool:
        """Whether the system read it by itself: nobody then says anything by sending the same again."""
        return isinstance(self.waited, Claim)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading and checking made of one unit's part of a delivery."""

    key: SubmissionKey
    submission: Submission
    findings: tuple[Finding, ...] = ()
    totals: Mapping[Measure, Number] = field(default_factory=dict)
    """The submission's field totals, kept to the millionth."""
    typed: Submission | None = None
    """The answers that tell one revision from the next, where those are not all: what the clerk himself typed."""
    follows: int | None = None
    """The newest revision as the sender saw it, where he corrects that very one; no other may have come since."""


@dataclass(frozen=True, slots=True)
class TakenRevision:
    """What became of one outcome."""

    key: SubmissionKey
    number: int
    """The revision that holds these answers, counted from 1 for each key."""
    state: State
    """How the submission stands now, with whichever revision is in force."""
    is_new: bool
    """False: the same answers as the newest revision had; no new revision was made."""
    waits: bool
    """Stored, but not in force: an amendment to an accepted report, or one with blocking findings."""
    replaced_sender: str | None = None
    """Who sent the revision before this new one, if that was another person."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The acknowledgement of a delivery: once it is given, everything in it is on disk."""

    delivery: int
    """The delivery's sequence."""
    digest: str
    taken: tuple[TakenRevision, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """How a report stands, without its answers."""

    place: int
    """By which lists go on: it grows with each report that came for the first time."""
    key: SubmissionKey
    revision: int
    """The one in force."""
    newest: int
    state: State
    accepted_levels: int
    received: datetime
    """When the revision in force came."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a program was answered when it sent something under a key of its own choice."""

    account: int
    key: str
    fingerprint: str
    """Tells what was sent."""
    status: int
    body: str
    at: datetime
    """UTC."""


class Action(StrEnum):
    """What a reviewer does with a report."""

    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Seen:
    """How a report stood when somebody looked at it."""

    revision: int
    accepted_levels: int


@dataclass(frozen=True, slots=True)
class Review:
    """One step of a reviewer."""

    action: Action
    levels: int
    """How many levels of review the campaign has, 0 to 3."""
    who: str
    at: datetime
    reason: str | None = None
    seen: Seen | None = None
    """What the reviewer looked at, where that must still hold."""


@dataclass(frozen=True, slots=True)
class Event:
    """One turn in a report's life: how it stood from then on, and who brought it there."""

    revision: int
    """The revision in force."""
    state: State
    accepted_levels: int
    who: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery of somebody's, with what has become of one report in it."""

    key: SubmissionKey | None
    """``None`` where nothing could be read from it."""
    name: str
    sender: str
    received: datetime
    refusal: str | None
    revision: int | None = None
    """The revision that it came to."""
    newest: int | None = None
    """The report's newest revision."""
    newest_sender: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """For whom an exemption or a later last day is granted, by whom and why."""

    campaign: str
    unit: str
    period: str
    reason: str
    who: str
    at: datetime


class GrantKind(StrEnum):
    """What can be granted."""

    EXEMPTION = "exemption"
    EXTENSION = "extension"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A grant that was taken back."""

    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant as it is listed."""

    unit: str
    period: str
    due: date | None
    """The later last day; ``None`` where the unit need not report at all."""
    reason: str
    who: str
    at: datetime
    withdrawn: Withdrawal | None = None

    @property
    def kind(self) -> GrantKind:
        """What was granted."""
        return GrantKind.EXEMPTION if self.due is None else GrantKind.EXTENSION


@dataclass(frozen=True, slots=True)
class Closure:
    """A turn in whether a campaign takes reports."""

    last_day: date | None
    """The last day on which it takes them; ``None`` where it was reopened."""
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AllocationKept:
    """An allocation as it was kept."""

    document: Mapping[str, Any]
    """As ``core.allocation_json`` makes it."""
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Which entries of the audit are looked for; what is not said matches everything."""

    who: str = ""
    """Part of a name."""
    action: str = ""
    subject: str = ""
    """Part of a subject, whatever its capitals."""
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that is too late."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done, as the audit is told of it."""

    at: datetime
    who: str
    action: str
    subject: str
    details: Mapping[str, object]
    """What JSON can hold."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit."""

    sequence: int
    """Counted from 1, without gaps."""
    at: datetime
    who: str
    action: str
    subject: str
    details: Mapping[str, object]
    hash: str
    """SHA-256 of the previous entry's hash and this entry's content, hexadecimal."""

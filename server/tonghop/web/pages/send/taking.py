"""Files that were sent: each is examined and stored by itself, and told of in a line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO

from werkzeug.datastructures import FileStorage

from tonghop.core.errors import TonghopError, UnreadableFile
from tonghop.core.findings import Finding
from tonghop.jobs import archives
from tonghop.sentences import say_finding
from tonghop.storage import Outcome, Sent, TakenRevision
from tonghop.web import receiving, reports
from tonghop.web.causes import Cause, causes
from tonghop.web.desk import desk
from tonghop.web.errors import status_of
from tonghop.web.grid import GridForm, grid
from tonghop.workflow import Examined, Sender


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit's part of a file came to."""

    unit: str
    campaign: str
    period: str
    errors: int
    others: int
    causes: tuple[Cause, ...]
    address: str
    taken: TakenRevision | None = None
    """``None`` where the file was only checked."""
    grid: tuple[GridForm, ...] = ()
    """Of a file that was only checked: it is nowhere else to be seen."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file."""

    name: str
    status: int = 200
    """As an answer to this file alone."""
    refusal: str | None = None
    parts: tuple[Part, ...] = ()
    before: Sent | None = None
    """The last delivery of these very bytes, where they came before."""
    checked: bool = False
    """Whether it was only looked at, and nothing stored."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file or an archive of files, as it came."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sending:
    """How files are to be taken."""

    sender: Sender
    checks_only: bool


def read(files: Iterable[FileStorage]) -> list[Upload]:
    """Read the uploads: once an answer has begun, they are gone."""
    return [Upload(file.filename or "", file.stream.read()) for file in files if file.filename]


def lines(files: Iterable[Upload], sending: Sending) -> Iterator[Line]:
    """Take files one after the other; one that is refused affects no other."""
    for file in files:
        name = file.name
        if not archives.is_archive(BytesIO(file.content)):
            yield _line(name, file.content, sending)
            continue
        try:
            for entry, content in archives.entries(file.content):
                yield _line(f"{name}/{entry}", content, sending)
        except UnreadableFile as error:
            yield _refused(name, error)


def _line(name: str, content: bytes | UnreadableFile, sending: Sending) -> Line:
    if isinstance(content, UnreadableFile):
        return _refused(name, content)
    try:
        return _checked(name, content, sending) if sending.checks_only else _taken(name, content, sending)
    except TonghopError as error:
        return _refused(name, error)


def _refused(name: str, error: TonghopError) -> Line:
    return Line(name, status_of(error), desk.told(error))


def _checked(name: str, content: bytes, sending: Sending) -> Line:
    examined = receiving.examined(content, sending.sender)
    if examined.refusal is not None:
        return _not_taken(name, examined, checked=True)
    return Line(name, parts=_parts(examined, (), sha256(content).hexdigest()[:8]), checked=True)


def _taken(name: str, content: bytes, sending: Sending) -> Line:
    examined = receiving.examined(content, sending.sender)
    before = desk.store.sent_before(sha256(content).hexdigest())
    reception = receiving.kept(name, content, examined, "upload")
    if reception.examined.refusal is not None:
        return _not_taken(name, reception.examined)
    return Line(name, parts=_parts(examined, reception.receipt.taken), before=before)


def _not_taken(name: str, examined: Examined, *, checked: bool = False) -> Line:
    refusal = examined.refusal
    if isinstance(refusal, Finding):
        return Line(name, 422, str(say_finding(refusal, desk.language)), checked=checked)
    error = refusal or TonghopError()
    return Line(name, status_of(error), desk.told(error), checked=checked)


def _parts(examined: Examined, taken: tuple[TakenRevision, ...], file: str = "") -> tuple[Part, ...]:
    by_key = {one.key: one for one in taken}
    return tuple(_part(outcome, by_key.get(outcome.key), file) for outcome in examined.outcomes)


def _part(outcome: Outcome, taken: TakenRevision | None, file: str) -> Part:
    """Return what is told of an outcome; ``file`` tells its sheets from those of other files in the page."""
    key, findings = outcome.key, outcome.findings
    within = "" if taken else f"{file}-{key.unit}-"
    campaign = reports.version_of(key, outcome.submission.version)
    return Part(
        unit=reports.unit_name(key),
        campaign=reports.campaign_name(key),
        period=reports.period_name(key),
        address=reports.address(key),
        errors=sum(finding.blocks for finding in findings),
        others=sum(not finding.blocks for finding in findings),
        causes=causes(findings, desk.language, within),
        taken=taken,
        grid=() if taken else grid(campaign, outcome.submission, findings, desk.language, within=within),
    )

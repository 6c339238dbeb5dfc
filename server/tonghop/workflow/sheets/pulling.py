"""A shared spreadsheet is read and written back to: each stage is kept before the next begins.

    waiting ─read→ fetched ─check, store→ received ─read again, write marks→ done

What stands in it becomes a delivery like any file; what was found goes back beside the rows. Before that it is
read once more: rows that a clerk changed or moved in the meantime get no finding, only word that they are being
looked at again, and are read anew within a minute. Killed at any moment, a pull goes on at its stage: the
delivery and the stage that says so are kept in one transaction, and marks may be written twice.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import sha256

from tonghop.clock import Clock
from tonghop.core.errors import Phrase
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import Tab
from tonghop.google import Google
from tonghop.google.errors import RequestRefused
from tonghop.reading.google import changed_rows, tabs
from tonghop.sentences import finding_phrases, say_finding
from tonghop.storage import Delivery, Ended, Pull, PullStage, SharedSheet
from tonghop.workflow.office import Office
from tonghop.workflow.receiving import Examined, examine, keep, unless_closed
from tonghop.workflow.shared import delivered
from tonghop.workflow.sheets.telling import Now, sender, tell
from tonghop.writing.google import Marks, marks

SOURCE = "google"
_SOON = timedelta(minutes=1)
"""When rows that changed under our hands are read anew."""
_LATER = timedelta(minutes=4)
"""Drive tells of a change up to three minutes late, so what changed once is looked at again by ourselves."""


class Became(StrEnum):
    """What became of a reading."""

    UNCHANGED = "unchanged"
    """It holds what was taken in before."""
    EMPTY = "empty"
    """Nobody has filled in anything."""
    TAKEN = "taken"
    REFUSED = "refused"
    """As a whole: no unit's part of it could be read."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """One spreadsheet that was read."""

    sheet: SharedSheet
    became: Became
    examined: Examined
    changing: int = 0
    """Rows that somebody changed while it was read; they are read anew."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a spreadsheet, and when."""

    content: bytes
    at: datetime

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def pull(office: Office, google: Google, claimed: Pull, clock: Clock) -> Pulled:
    """Do what is left to do of a reading that is claimed; raises GoogleError, UnreadableFile or PullLost."""
    sheet = office.store.sheets.one(claimed.sheet)
    if claimed.stage is PullStage.WAITING:
        answer = google.fetch(_id(sheet))
        reading = _Reading(delivered(office, answer), clock())
        examined = _examined(office, sheet, reading)
        if sheet.marked is not None and _is_known(office, sheet, examined, reading):
            return _unchanged(office, google, claimed, reading, answer, Pulled(sheet, Became.UNCHANGED, examined))
        claimed = office.store.pulls.fetched(claimed, reading.content, at=reading.at)
    else:
        content = office.store.pulls.content(claimed.sheet) or b""
        reading = _Reading(content, sheet.read or clock())
        examined = _examined(office, sheet, reading)
    examined = _received(office, sheet, claimed, reading, examined)
    return _told(office, google, claimed, reading, Pulled(sheet, _became(examined), examined))


def _unchanged(
    office: Office, google: Google, claimed: Pull, reading: _Reading, answer: bytes, pulled: Pulled
) -> Pulled:
    """Write the marks anew only where they say something else by now, or do not stand where they should.

    As when somebody deleted or copied some, when he undid what he had changed while it was read, or when the
    campaign was closed in the meantime.
    """
    sheet = pulled.sheet
    now = tabs(answer)
    made = _marks(office, pulled, reading, now, frozenset())
    stands = made.digest == sheet.marked and made.in_place
    written = not stands and _write(google, _id(sheet), made, now)
    _finish(
        office,
        claimed,
        reading,
        made.digest,
        problem=_problem(pulled.examined),
        again=None if stands or written else _SOON,
        written=written,
    )
    return pulled


def _id(sheet: SharedSheet) -> str:
    return sheet.spreadsheet or ""


def _became(examined: Examined) -> Became:
    if is_empty(examined):
        return Became.EMPTY
    return Became.TAKEN if examined.refusal is None else Became.REFUSED


def is_empty(examined: Examined) -> bool:
    """Tell whether nobody filled in anything: a sheet just made is no delivery."""
    return isinstance(examined.refusal, Finding) and examined.refusal.code == "workbook_unfilled"


def _received(office: Office, sheet: SharedSheet, claimed: Pull, reading: _Reading, examined: Examined) -> Examined:
    """Take in what was read, unless that was done before."""
    if is_empty(examined) or claimed.stage is PullStage.RECEIVED or _is_known(office, sheet, examined, reading):
        return examined
    # A name as files have it: what stands before a slash would be taken for a folder.
    name = sheet.title.replace("/", "-")
    delivery = Delivery(reading.content, name, sender(sheet.key), reading.at, SOURCE, claimed.claim)
    return keep(office, delivery, examined).examined


def _examined(office: Office, sheet: SharedSheet, reading: _Reading) -> Examined:
    day = office.day_of(reading.at)
    examined = examine(office, reading.content, as_of=day, claimed_unit=sheet.key.unit, claimed_period=sheet.key.period)
    strange = next((one.key.campaign for one in examined.outcomes if one.key.campaign != sheet.key.campaign), None)
    if strange is not None:
        return Examined(refusal=Finding("stamp_other_campaign", parameters={"campaign": strange}))
    return unless_closed(office, examined, reading.at)


def _is_known(office: Office, sheet: SharedSheet, examined: Examined, reading: _Reading) -> bool:
    """Tell whether it holds what was read before, and that is taken in as far as it can be.

    What was refused may be taken later, as when a campaign is reopened.
    """
    if reading.digest != sheet.seen or examined.refusal is not None:
        return reading.digest == sheet.seen
    before = office.store.sent_before(reading.digest)
    return before is not None and before.refusal is None


def _told(office: Office, google: Google, claimed: Pull, reading: _Reading, pulled: Pulled) -> Pulled:
    """Write what was found beside the rows that still hold what was read."""
    answer = google.fetch(_id(pulled.sheet))
    now = tabs(answer)
    changed = changed_rows(reading.content, answer)
    made = _marks(office, pulled, reading, now, changed)
    written = _write(google, _id(pulled.sheet), made, now)
    again = _LATER if written and not changed else _SOON
    marked = made.digest if written else None
    _finish(office, claimed, reading, marked, problem=_problem(pulled.examined), again=again, written=written)
    return replace(pulled, changing=len(changed))


def _write(google: Google, spreadsheet: str, made: Marks, then: tuple[Tab, ...]) -> bool:
    """Write the marks; tell whether it was done, or Google refused since columns were moved in that very moment."""
    try:
        google.write(spreadsheet, made.requests)
    except RequestRefused:
        if _columns(tabs(google.fetch(spreadsheet))) == _columns(then):
            raise
        return False
    return True


def _columns(found: tuple[Tab, ...]) -> frozenset[object]:
    """Return where the system's columns stand."""
    return frozenset((tab.sheet_id, tab.columns, *sorted(tab.own.items())) for tab in found)


def _problem(examined: Examined) -> Phrase | None:
    """Return why nothing of it was taken, to be said to the office."""
    refusal = examined.refusal
    if refusal is None or is_empty(examined):
        return None
    if isinstance(refusal, Finding):
        return finding_phrases(refusal)[0]
    return Phrase(refusal.message, **refusal.parameters)


def _marks(
    office: Office,
    pulled: Pulled,
    reading: _Reading,
    now: tuple[Tab, ...],
    changed: frozenset[tuple[int, int]],
) -> Marks:
    language = office.campaign(pulled.sheet.key.campaign).language
    told = tell(office, pulled.sheet.key, pulled.examined, Now.of(tabs(reading.content), now, changed), language)
    return marks(
        now,
        told.units,
        told.general,
        partial(say_finding, language=language),
        read_at=f"{reading.at.astimezone(office.instance.zone):%d/%m/%Y %H:%M}",
        language=language,
        changing=changed,
        refusal=told.refusal,
    )


def _finish(
    office: Office,
    claimed: Pull,
    reading: _Reading,
    marked: str | None,
    *,
    problem: Phrase | None,
    again: timedelta | None = None,
    written: bool = False,
) -> None:
    ended = Ended(
        seen=reading.digest,
        marked=marked,
        read=reading.at,
        written=reading.at if written else None,
        problem=problem,
        again=None if again is None else reading.at + again,
    )
    office.store.pulls.finish(claimed, ended)

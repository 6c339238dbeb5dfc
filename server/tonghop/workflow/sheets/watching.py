"""What changed is noticed and read: for a loop that runs all day, and for one pass by hand."""

import logging
import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tonghop.clock import Clock
from tonghop.core.errors import Phrase, TonghopError, marked
from tonghop.google import Google
from tonghop.google.errors import GoogleError, NoAccess, NotASpreadsheet, NotThere, RequestRefused, TimedOut
from tonghop.storage import Pull, PullLost, SharedSheet, SheetBusy, SheetMadeMeanwhile
from tonghop.workflow.office import Office
from tonghop.workflow.sheets.pulling import Pulled, pull

LEASE = timedelta(minutes=15)
"""A reading whose worker was not seen for so long is another's to do; one takes seconds, with all tries minutes."""
_NIGHT = time(2)
"""The hour, in the instance's zone, from which all are read once more, whatever Drive told."""
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))
"""Before a reading that failed is tried again: the more often, the longer."""
OF_ONE = (NoAccess, NotASpreadsheet, RequestRefused, TimedOut)
"""What Google may say of one spreadsheet while all others can be read."""
WATCHER = "Google Sheets"
"""Who it is that notices that a spreadsheet is gone."""
_LOG = logging.getLogger(__name__)


class ReadingFaulty(TonghopError):
    message = marked(
        "A fault in the program stopped the reading of this spreadsheet. Tell the IT officer: the log says more."
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A spreadsheet that could not be read this time; it waits for the next."""

    sheet: SharedSheet
    problem: TonghopError


def is_the_offices(problem: Phrase) -> bool:
    """Tell what is wrong with the system's own account or its way to Google: a district can do nothing about it."""
    return any(kind.message == problem.message for kind in _kinds(GoogleError) if not issubclass(kind, OF_ONE))


def _kinds(kind: type[GoogleError]) -> Iterator[type[GoogleError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _kinds(below)


def concerns_one(trouble: TonghopError) -> bool:
    """Tell whether it is the matter with one spreadsheet, so that the others can still be made and shared."""
    return isinstance(trouble, (*OF_ONE, NotThere, SheetBusy, SheetMadeMeanwhile))


def notice(office: Office, google: Google, now: datetime) -> int:
    """Ask Drive once what changed, and put that in the queue of readings; return how many it told of.

    The first time, and every night, all spreadsheets are put there; also where Drive does not know any more what was
    told last. One that lies in the trash is gone. Raises GoogleError.
    """
    pulls = office.store.pulls
    token = pulls.token()
    if token is None:
        # The token first: what changes while all are read is told after it.
        pulls.advance(google.first_token(), (), at=now)
    pulls.ask_all(since=_last_night(office, now), at=now)
    if token is None:
        return 0
    try:
        changes = google.changes(token)
    except (NotThere, RequestRefused):
        # A token is one account's: that of another one, used before, must not stop the watch for ever.
        pulls.advance(google.first_token(), (), at=now)
        pulls.ask_all(since=now, at=now)
        return 0
    for lost in changes.trashed:
        office.store.sheets.gone(lost, who=WATCHER, at=now)
    return pulls.advance(changes.token, changes.files, at=now)


def _last_night(office: Office, now: datetime) -> datetime:
    local = now.astimezone(office.instance.zone)
    night = datetime.combine(local.date(), _NIGHT, tzinfo=office.instance.zone)
    return night if night <= local else night - timedelta(days=1)


def work(
    office: Office,
    google: Google,
    worker: str,
    clock: Clock,
    stopped: Callable[[], bool] = lambda: False,
    *,
    only: Collection[int] | None = None,
) -> Iterator[Pulled | Failed]:
    """Do every reading that is due, or those of some spreadsheets ``only``, and yield what became of each.

    Trouble with one spreadsheet leaves the others alone; raises GoogleError for what would stop them all.
    """
    # What comes due meanwhile waits for the next look, or it would never come to noticing what else changed.
    begun = clock()
    while not stopped():
        now = clock()
        claimed = office.store.pulls.claim(worker, at=now, unseen_since=now - LEASE, due_by=begun, only=only)
        if claimed is None:
            return
        yield _attempt(office, google, claimed, clock)


def _attempt(office: Office, google: Google, claimed: Pull, clock: Clock) -> Pulled | Failed:
    sheet = office.store.sheets.one(claimed.sheet)
    try:
        return pull(office, google, claimed, clock)
    except PullLost as lost:
        return Failed(sheet, lost)
    except NotThere as gone:
        office.store.sheets.gone(sheet.spreadsheet or "", who=WATCHER, at=clock())
        office.store.pulls.drop(claimed)
        return Failed(sheet, gone)
    except TonghopError as trouble:
        _postpone(office, claimed, clock, trouble)
        if isinstance(trouble, GoogleError) and not isinstance(trouble, OF_ONE):
            raise
        return Failed(sheet, trouble)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are read
        # The same may happen at each try: put back as it is, it would be the first again and keep all others waiting.
        # Where it happened, without its words: they may quote what somebody typed.
        where = "".join(traceback.format_tb(error.__traceback__))
        _LOG.error("the reading of the shared spreadsheet %s failed with %s\n%s", sheet.id, type(error).__name__, where)
        _postpone(office, claimed, clock, fault := ReadingFaulty())
        return Failed(sheet, fault)
    except BaseException:
        office.store.pulls.free(claimed, begun=False)
        raise


def _postpone(office: Office, claimed: Pull, clock: Clock, trouble: TonghopError) -> None:
    pause = _PAUSES[min(claimed.attempts, len(_PAUSES)) - 1]
    office.store.pulls.postpone(claimed, clock() + pause, trouble)

"""The watch beside a worker: in a thread of its own, so that neither ever waits for the other."""

import logging
import threading

from tonghop import google
from tonghop.clock import Clock
from tonghop.config import Instance
from tonghop.google import Google, Purpose
from tonghop.google.errors import GoogleError, GoogleNotSet
from tonghop.jobs.processes import process_name
from tonghop.jobs.watching import PAUSE, News, Over, Watch
from tonghop.storage import StorageError, Store
from tonghop.workflow import Office, database_url
from tonghop.workflow.sheets import Failed, Pulled

_PATIENCE = 5.0
"""Seconds that the spreadsheet at hand is waited for; one that is cut off goes on at its stage at the next start."""
_LOG = logging.getLogger(__name__)


class BesideWatch:
    """Watches over the shared spreadsheets where a key for Google is set; does nothing where none is."""

    def __init__(self, instance: Instance, now: Clock) -> None:
        self._instance, self._now = instance, now
        self._stopping = threading.Event()
        self._watch: Watch | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a key that cannot be used is told in the log, once."""
        account = _account(self._instance)
        if account is not None:
            # A daemon: a request to Google may take minutes, which the process does not wait for at its end.
            self._thread = threading.Thread(
                target=self._run, args=(account,), name="watch over spreadsheets", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """Have it end after the spreadsheet at hand, without waiting for that."""
        self._stopping.set()
        if self._watch is not None:
            self._watch.stop()

    def join(self) -> None:
        """Wait a few seconds at most for what ``stop`` asked for."""
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self, account: Google) -> None:
        while not self._stopping.is_set():
            try:
                self._watched(account)
            except Exception:  # noqa: BLE001 - whatever it is, the watch goes on as the worker does
                _LOG.exception("the watch over shared spreadsheets failed")
                self._stopping.wait(PAUSE.total_seconds())

    def _watched(self, account: Google) -> None:
        # A store of its own: the worker closes his without waiting.
        store = Store.open(database_url(self._instance))
        try:
            self._watch = Watch(Office(self._instance, store), account, _log, now=self._now, name=process_name())
            if not self._stopping.is_set():
                self._watch.run()
        finally:
            store.close()


def _account(instance: Instance) -> Google | None:
    try:
        return google.connect(instance.settings.google, instance.folder, Purpose.DAILY)
    except GoogleNotSet:
        return None
    except GoogleError as trouble:
        _LOG.warning("shared spreadsheets are not watched: %s", trouble)
        return None


def _log(news: News) -> None:
    match news:
        case Pulled(sheet, became):
            _LOG.info("the spreadsheet of %s for %s was read: %s", sheet.key.unit, sheet.key.period, became)
        case Failed(sheet, problem):
            _LOG.warning("the spreadsheet of %s for %s waits: %s", sheet.key.unit, sheet.key.period, _said(problem))
        case Over():
            _LOG.info("shared spreadsheets can be read again")
        case _:
            _LOG.warning("no shared spreadsheet can be read: %s", _said(news))


def _said(problem: Exception) -> str:
    """Return what may stand in a log: other errors may quote what somebody typed, and are told by ``status``."""
    return str(problem) if isinstance(problem, GoogleError | StorageError) else type(problem).__name__

"""The watch over shared spreadsheets: a loop of its own, since it waits for Google and not for anybody's order."""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from tonghop import apart, clock
from tonghop.clock import Clock
from tonghop.core.errors import TonghopError
from tonghop.google import Google
from tonghop.jobs.processes import free_gone, worker_name
from tonghop.workflow import Office
from tonghop.workflow.sheets import Failed, Pulled, notice, work

PAUSE = timedelta(minutes=1)
"""Between two looks: Drive tells of a change some minutes late, so looking more often finds nothing sooner."""
_LOG = logging.getLogger(__name__)

Tell = Callable[[Pulled | Failed | TonghopError], None]


class Watch:
    """Looks every minute which spreadsheets changed and reads them, until it is stopped."""

    def __init__(self, office: Office, google: Google, tell: Tell, *, now: Clock = clock.now) -> None:
        self._office, self._google, self._tell, self._now = office, google, tell, now
        self._name = worker_name()
        self._stopping = threading.Event()

    def run(self) -> None:
        """Watch until ``stop``; what a killed one had in hand is taken up at its stage."""
        free_gone(self._office, self._name)
        while not self._stopping.is_set():
            self.look()
            self._stopping.wait(PAUSE.total_seconds())

    def stop(self) -> None:
        """Have ``run`` end after the spreadsheet at hand; may be called from a signal's handler."""
        self._stopping.set()

    def look(self) -> None:
        """Notice and read once. Trouble is told and left to the next look."""
        # An office of its own each time: campaigns and units may have changed since the last.
        office = Office(self._office.instance, self._office.store, run=apart.run)
        try:
            notice(office, self._google, self._now())
            for became in work(office, self._google, self._name, self._now, self._stopping.is_set):
                self._tell(became)
        except TonghopError as trouble:
            self._tell(trouble)

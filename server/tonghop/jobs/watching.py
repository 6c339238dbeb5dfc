"""The watch over shared spreadsheets: a loop of its own, since it waits for Google and not for anybody's order."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from tonghop import apart, clock
from tonghop.clock import Clock
from tonghop.core.errors import TonghopError
from tonghop.google import Google
from tonghop.jobs.processes import free_gone, worker_name
from tonghop.workflow import Office
from tonghop.workflow.sheets import Became, Failed, Pulled, notice, work

PAUSE = timedelta(minutes=1)
"""Between two looks: Drive tells of a change some minutes late, so looking more often finds nothing sooner."""


@dataclass(frozen=True, slots=True)
class Over:
    """The trouble that was told last is over."""


News: TypeAlias = Pulled | Failed | TonghopError | Over
"""What a watch tells; a TonghopError is trouble that keeps it from reading any spreadsheet."""
Tell: TypeAlias = Callable[[News], None]


class Watch:
    """Looks every minute which spreadsheets changed and reads them, until it is stopped.

    ``name`` is what its readings are known by: where others of its process read too, the same as theirs.
    """

    def __init__(
        self, office: Office, google: Google, tell: Tell, *, now: Clock = clock.now, name: str | None = None
    ) -> None:
        self._office, self._google, self._now = office, google, now
        self._news = _OnlyNews(tell)
        self._name = name or worker_name()
        self._stopping = threading.Event()

    def run(self) -> None:
        """Watch until ``stop``; what a killed one had in hand is taken up at its stage."""
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
            free_gone(office, self._name)
            notice(office, self._google, self._now())
            for became in work(office, self._google, self._name, self._now, self._stopping.is_set):
                self._news.became(became)
        except TonghopError as trouble:
            self._news.trouble(trouble)
        else:
            self._news.well()


class _OnlyNews:
    """Passes on what is new: trouble once until it changes, and nothing of a spreadsheet that is as it was."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._trouble: str | None = None
        self._failed: dict[int, str] = {}
        """What is the matter with spreadsheets, by their numbers here."""

    def became(self, one: Pulled | Failed) -> None:
        before = self._failed.pop(one.sheet.id, None)
        if isinstance(one, Failed):
            self._failed[one.sheet.id] = _known_by(one.problem)
            new = self._failed[one.sheet.id] != before
        else:
            new = before is not None or one.became is not Became.UNCHANGED
        if new:
            self._tell(one)

    def trouble(self, trouble: TonghopError) -> None:
        before, self._trouble = self._trouble, _known_by(trouble)
        if self._trouble != before:
            self._tell(trouble)

    def well(self) -> None:
        if self._trouble is not None:
            self._trouble = None
            self._tell(Over())


def _known_by(trouble: TonghopError) -> str:
    return f"{type(trouble).__name__}: {trouble}"

"""How fast Google is asked, and how often once more: its quotas are per account and minute."""

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Protocol, TypeAlias

PER_MINUTE = 55
"""Requests of a kind; Google allows 60 to an account, and its minute does not begin when ours does."""
TRIES = 6
LONGEST = 300.0
"""Seconds after which a request is given up, however many tries are left."""
_MINUTE = 60.0
_FIRST_PAUSE, _LONGEST_PAUSE = 4.0, 64.0
"""Seconds at most before the second try, and before any: five pauses together may outlast a minute's quota."""

Chance: TypeAlias = Callable[[], float]
"""Returns a random number from 0 (included) to 1 (excluded)."""


class Kind(StrEnum):
    """What Google counts apart."""

    READ = "read"
    WRITE = "write"
    DRIVE = "drive"


class Clock(Protocol):
    """Seconds that pass; a test's clock passes them at once."""

    def now(self) -> float:
        """Return seconds since some moment; never fewer than before."""

    def sleep(self, seconds: float) -> None:
        """Come back after so many seconds; 0 comes back at once."""


class MachineClock:
    """The machine's own."""

    def now(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        time.sleep(seconds)


class Window:
    """At most ``limit`` turns within any minute, however they fall; may be shared by threads.

    A bucket that fills while nobody asks lets out twice its size within a minute; this does not.
    """

    def __init__(self, clock: Clock, limit: int = PER_MINUTE) -> None:
        self._clock = clock
        self._turns: deque[float] = deque(maxlen=limit)
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Come back when it is the caller's turn; turns are given out in the order they are asked for."""
        with self._lock:
            now = self._clock.now()
            full = len(self._turns) == self._turns.maxlen
            turn = max(now, self._turns[0] + _MINUTE) if full else now
            self._turns.append(turn)
        if turn > now:
            self._clock.sleep(turn - now)


@dataclass(frozen=True)
class Pace:
    """The windows of one account, and by what clock and chance they and the pauses go."""

    windows: Mapping[Kind, Window]
    clock: Clock
    chance: Chance

    @classmethod
    def by(cls, clock: Clock, chance: Chance) -> "Pace":
        """Return a pace with nothing asked yet."""
        return cls(MappingProxyType({kind: Window(clock) for kind in Kind}), clock, chance)


@cache
def shared_pace(account: str) -> Pace:
    """Return the one pace of an account in this process: its worker threads share Google's quota."""
    del account  # It is what the cache goes by.
    return Pace.by(MachineClock(), random.random)


class Attempts:
    """The tries of one request: ``TRIES`` at most and none begun later than ``LONGEST`` after the first."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._ends = pace.clock.now() + LONGEST
        self._made = 1

    @property
    def left(self) -> float:
        """Seconds until it is given up."""
        return self._ends - self._pace.clock.now()

    def another(self, asked: float = 0.0) -> bool:
        """Pause for a random while, ``asked`` seconds at least; False at once if no try is left to pause for."""
        pause = max(asked, self._pace.chance() * min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** (self._made - 1)))
        if self._made == TRIES or pause >= self.left:
            return False
        self._made += 1
        self._pace.clock.sleep(pause)
        return True

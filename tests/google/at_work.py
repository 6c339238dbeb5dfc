"""Our Google at the fake one: its time is the fake's, so that waiting takes none."""

from pathlib import Path

from google.auth.credentials import AnonymousCredentials
from tests.fakegoogle import OFFICER, Clock, FakeGoogle

from tonghop.google import Google
from tonghop.google.client import PacedClient
from tonghop.google.credentials import Key
from tonghop.google.pacing import Pace


class Stopwatch:
    """The fake's clock as the pace wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.seconds()

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


def pace_of(fake: FakeGoogle, chance: float = 0.5) -> Pace:
    """One account's pace; clients of the same account are given the same."""
    return Pace.by(Stopwatch(fake.clock), lambda: chance)


def at_work(fake: FakeGoogle, account: str = OFFICER, pace: Pace | None = None) -> Google:
    """An account of ours, as ``connect`` would return it."""
    key = Key(AnonymousCredentials(), account, Path("/etc/tonghop/google.json"))
    return Google(PacedClient(key, pace or pace_of(fake), fake.session(account)))

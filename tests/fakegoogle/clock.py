"""The fake's time: stands still until somebody sleeps or a call takes its time."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class Clock:
    """Give ``now`` where a clock is wanted, ``seconds`` for a stopwatch and ``sleep`` for waiting."""

    def __init__(self, start: datetime = START) -> None:
        self._start = start
        self._seconds = 0.0
        self.slept = 0.0

    def now(self) -> datetime:
        """Return the instant, in UTC."""
        return self._start + timedelta(seconds=self._seconds)

    def seconds(self) -> float:
        """Return the seconds since the start; never less than before."""
        return self._seconds

    def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept += max(seconds, 0.0)
        self.passes(seconds)

    def passes(self, seconds: float) -> None:
        """Let the time pass without anybody having slept."""
        self._seconds += max(seconds, 0.0)

    def stamp(self) -> str:
        """Return the instant as Google writes it in JSON: ``2026-01-05T01:00:00.000Z``."""
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

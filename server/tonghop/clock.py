"""What time it is: of the machine, or of a day that was chosen to look from."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from time import monotonic
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]
"""Returns an instant in UTC."""


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def noon(day: date, zone: tzinfo) -> datetime:
    """Return the middle of a day of a zone, in UTC."""
    return datetime.combine(day, time(12), tzinfo=zone).astimezone(UTC)


def stopped(day: date, zone: tzinfo) -> Clock:
    """Return a clock that always shows noon of a day: for demonstrations and training."""
    instant = noon(day, zone)
    return lambda: instant


def going_on(day: date, zone: tzinfo) -> Clock:
    """Return a clock that shows noon of a day now and goes on: for what has to wait for a later moment."""
    return since(noon(day, zone))


def since(instant: datetime) -> Clock:
    """Return a clock that shows an instant now and goes on."""
    begun = monotonic()
    return lambda: instant + timedelta(seconds=monotonic() - begun)

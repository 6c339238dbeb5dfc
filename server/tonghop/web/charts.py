"""Charts as shapes, which templates draw as SVG: no script, and every figure stands in a table beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tonghop.core.definitions import Period

WIDTH, HEIGHT = 600, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 590, 24, 190
_LEAD = timedelta(days=14)
"""How long before the last day the chart begins, where nothing came sooner."""


@dataclass(frozen=True, slots=True)
class Received:
    """How many reports of a period had come by each day, against its last day."""

    days: tuple[tuple[date, int], ...]
    owed: int
    first: date
    last: date
    due: date
    line: str
    """The path of the line, a step for each day."""
    area: str
    due_x: float
    bottom: int = _BOTTOM
    top: int = _TOP
    left: int = _LEFT
    right: int = _RIGHT
    width: int = WIDTH
    height: int = HEIGHT


def received(days: Sequence[tuple[date, int]], period: Period, owed: int, as_of: date) -> Received:
    """Lay out the line of what was received by day; it ends on the day from which is looked."""
    due = period.due
    first = min([due - _LEAD, *(day for day, _ in days[:1])])
    last = max([as_of, due, *(day for day, _ in days[-1:])])
    whole = max(1, (last - first).days)

    def x(day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (day - first).days / whole

    def y(count: int) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * count / max(1, owed)

    steps = [f"M{x(first):.1f} {y(0):.1f}"]
    for day, count in days:
        steps.append(f"H{x(day):.1f}V{y(count):.1f}")
    end = x(max(first, min(last, as_of)))
    line = "".join([*steps, f"H{end:.1f}"])
    return Received(tuple(days), owed, first, last, due, line, f"{line}V{_BOTTOM}Z", x(due))

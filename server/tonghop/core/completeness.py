"""Who owes, who sent, who is late: states that cannot be mistaken for one another."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tonghop.core.submission import Coverage


class State(StrEnum):
    """Where one owed report stands on a day."""

    NOT_DUE = "not_due"
    """Nothing came, and its last day is not over."""
    NOT_SENT = "not_sent"
    """Nothing came, and its last day is over."""
    EMPTY = "empty"
    """A workbook came with nothing filled in."""
    BLOCKED = "blocked"
    """It came, with findings that keep it from being taken."""
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    EXEMPT = "exempt"


USABLE = frozenset({State.SUBMITTED, State.ACCEPTED, State.REOPENED})
"""States whose figures may be consolidated; ACCEPTED alone where only accepted ones are taken."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit's report for one period stands on a day."""

    unit: str
    period: str
    coverage: Coverage
    state: State
    due: date
    received: date | None = None
    """The day, in the instance's zone, on which the first workbook that was not blocked came."""
    days_late: int = 0
    """Days after the last day that it came, or, where nothing usable came, that have passed."""
    accepted_levels: int = 0
    """How many levels of review have accepted it."""

    @property
    def is_late(self) -> bool:
        """Whether it came, or is still awaited, after its last day."""
        return self.days_late > 0

"""How a report moves between its states: pure, so that the whole of decision 6 can be read in one place.

blocked, empty   it came, but nothing of it may be used
submitted        taken; waits for review
accepted         every level of review has accepted it; later revisions wait until it is reopened
returned         sent back with a reason; the next revision without errors is submitted
reopened         accepted once, open again
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tonghop.core.completeness import USABLE, State
from tonghop.core.findings import Finding
from tonghop.storage.errors import (
    ReportAccepted,
    ReportBlocked,
    ReportEmpty,
    ReportNotAccepted,
    ReportReturned,
    ReviewError,
)
from tonghop.storage.values import Action

_UNFILLED = "workbook_unfilled"


@dataclass(frozen=True, slots=True)
class InForce:
    """Which revision of a submission counts, and how far its review has come."""

    revision: int
    state: State
    accepted_levels: int = 0


def verdict(findings: Iterable[Finding]) -> State:
    """Return the state in which a revision with these findings comes: submitted, blocked or empty."""
    blocking = {finding.code for finding in findings if finding.blocks}
    if _UNFILLED in blocking:
        return State.EMPTY
    return State.BLOCKED if blocking else State.SUBMITTED


def comes_in_force(current: InForce | None, verdict: State) -> bool:
    """Tell whether a new revision replaces the one in force; otherwise it waits.

    What was accepted stands until it is reopened, and usable figures are never replaced by unusable ones.
    """
    if current is None:
        return True
    if verdict is State.SUBMITTED:
        return current.state is not State.ACCEPTED
    return current.state not in USABLE


_UNREVIEWABLE: Mapping[State, type[ReviewError]] = MappingProxyType(
    {
        State.BLOCKED: ReportBlocked,
        State.EMPTY: ReportEmpty,
        State.RETURNED: ReportReturned,
        State.ACCEPTED: ReportAccepted,
    }
)


def refusal(current: InForce, action: Action) -> type[ReviewError] | None:
    """Return why the action cannot be taken now, or ``None`` when it can."""
    if action is Action.REOPEN:
        return None if current.state is State.ACCEPTED else ReportNotAccepted
    return _UNREVIEWABLE.get(current.state)


def moved(current: InForce, action: Action, *, levels: int, amendment: int | None) -> InForce:
    """Return how a report stands after an action that ``refusal`` allows.

    ``amendment`` is the newest revision without errors that waits: reopening puts it in force.
    """
    if action is Action.RETURN:
        return InForce(current.revision, State.RETURNED)
    if action is Action.REOPEN:
        return InForce(amendment or current.revision, State.REOPENED)
    reached = current.accepted_levels + 1
    state = State.ACCEPTED if reached >= levels else current.state
    return replace(current, state=state, accepted_levels=reached)

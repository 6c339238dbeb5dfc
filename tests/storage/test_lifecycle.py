"""Decision 6 as tables: which revisions come in force, and which steps a reviewer may take."""

import pytest
from tests.storage.samples import BROKEN, ODD, UNFILLED

from tonghop.core.completeness import State
from tonghop.core.findings import Finding
from tonghop.storage import (
    Action,
    ReportAccepted,
    ReportBlocked,
    ReportEmpty,
    ReportNotAccepted,
    ReportReturned,
    ReviewError,
)
from tonghop.storage.lifecycle import InForce, comes_in_force, moved, refusal, verdict

SUBMITTED, BLOCKED, EMPTY = State.SUBMITTED, State.BLOCKED, State.EMPTY
RETURNED, ACCEPTED, REOPENED = State.RETURNED, State.ACCEPTED, State.REOPENED
ACCEPT, RETURN, REOPEN = Action.ACCEPT, Action.RETURN, Action.REOPEN


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((), SUBMITTED),
        ((ODD,), SUBMITTED),
        ((ODD, BROKEN), BLOCKED),
        ((UNFILLED,), EMPTY),
        ((BROKEN, UNFILLED), EMPTY),
    ],
)
def test_findings_say_in_what_state_a_revision_comes(findings: tuple[Finding, ...], expected: State) -> None:
    assert verdict(findings) is expected


@pytest.mark.parametrize(
    ("in_force", "clean", "blocked", "empty"),
    [
        (None, True, True, True),
        (BLOCKED, True, True, True),
        (EMPTY, True, True, True),
        (RETURNED, True, True, True),
        (SUBMITTED, True, False, False),
        (REOPENED, True, False, False),
        (ACCEPTED, False, False, False),
    ],
)
def test_a_new_revision_comes_in_force_or_waits(
    in_force: State | None, *, clean: bool, blocked: bool, empty: bool
) -> None:
    current = None if in_force is None else InForce(1, in_force)
    assert comes_in_force(current, SUBMITTED) is clean
    assert comes_in_force(current, BLOCKED) is blocked
    assert comes_in_force(current, EMPTY) is empty


@pytest.mark.parametrize(
    ("state", "accept", "return_", "reopen"),
    [
        (SUBMITTED, None, None, ReportNotAccepted),
        (REOPENED, None, None, ReportNotAccepted),
        (ACCEPTED, ReportAccepted, ReportAccepted, None),
        (RETURNED, ReportReturned, ReportReturned, ReportNotAccepted),
        (BLOCKED, ReportBlocked, ReportBlocked, ReportNotAccepted),
        (EMPTY, ReportEmpty, ReportEmpty, ReportNotAccepted),
    ],
)
def test_a_reviewer_may_take_a_step_or_is_told_why_not(
    state: State,
    accept: type[ReviewError] | None,
    return_: type[ReviewError] | None,
    reopen: type[ReviewError] | None,
) -> None:
    assert refusal(InForce(1, state), ACCEPT) is accept
    assert refusal(InForce(1, state), RETURN) is return_
    assert refusal(InForce(1, state), REOPEN) is reopen


@pytest.mark.parametrize(
    ("before", "action", "levels", "amendment", "after"),
    [
        (InForce(1, SUBMITTED), ACCEPT, 0, None, InForce(1, ACCEPTED, 1)),
        (InForce(1, SUBMITTED), ACCEPT, 1, None, InForce(1, ACCEPTED, 1)),
        (InForce(1, SUBMITTED), ACCEPT, 2, None, InForce(1, SUBMITTED, 1)),
        (InForce(1, SUBMITTED, 1), ACCEPT, 2, None, InForce(1, ACCEPTED, 2)),
        (InForce(1, SUBMITTED, 1), ACCEPT, 3, None, InForce(1, SUBMITTED, 2)),
        (InForce(1, REOPENED), ACCEPT, 2, None, InForce(1, REOPENED, 1)),
        (InForce(1, REOPENED), ACCEPT, 1, None, InForce(1, ACCEPTED, 1)),
        (InForce(2, SUBMITTED, 1), RETURN, 2, None, InForce(2, RETURNED)),
        (InForce(2, REOPENED), RETURN, 1, None, InForce(2, RETURNED)),
        (InForce(1, ACCEPTED, 2), REOPEN, 2, None, InForce(1, REOPENED)),
        (InForce(1, ACCEPTED, 1), REOPEN, 1, 3, InForce(3, REOPENED)),
    ],
)
def test_a_step_moves_a_report(
    before: InForce, action: Action, levels: int, amendment: int | None, after: InForce
) -> None:
    assert moved(before, action, levels=levels, amendment=amendment) == after

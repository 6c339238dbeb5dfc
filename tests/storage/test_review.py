from datetime import timedelta

import pytest
from tests.storage.samples import BROKEN, NOON, key, outcome, send_one, standing, submission

from tonghop.core.completeness import State
from tonghop.storage import Action, NothingSent, ReasonMissing, ReportAccepted, ReviewError, Store


def move(store: Store, action: Action, *, levels: int = 1, reason: str | None = None) -> State:
    return store.move(key(), action, levels=levels, who="ha", at=NOON + timedelta(days=1), reason=reason)


def test_what_never_came_cannot_be_reviewed(store: Store) -> None:
    with pytest.raises(NothingSent, match="X1 has not sent a report for P1"):
        move(store, Action.ACCEPT)


def test_a_return_needs_a_reason(store: Store) -> None:
    send_one(store, outcome(5))
    for reason in (None, "  "):
        with pytest.raises(ReasonMissing):
            move(store, Action.RETURN, reason=reason)
    assert standing(store) == (1, State.SUBMITTED, 0, None)
    assert move(store, Action.RETURN, reason="Thiếu biểu 2") is State.RETURNED
    assert store.audit(1)[0].details["reason"] == "Thiếu biểu 2"


def test_each_level_accepts_and_the_last_one_settles_it(store: Store) -> None:
    send_one(store, outcome(5))
    assert move(store, Action.ACCEPT, levels=2) is State.SUBMITTED
    assert standing(store) == (1, State.SUBMITTED, 1, None)
    assert move(store, Action.ACCEPT, levels=2) is State.ACCEPTED
    assert standing(store) == (1, State.ACCEPTED, 2, None)


def test_a_new_revision_starts_its_review_anew(store: Store) -> None:
    send_one(store, outcome(5))
    move(store, Action.ACCEPT, levels=2)
    send_one(store, outcome(6))
    assert standing(store) == (2, State.SUBMITTED, 0, None)


def test_a_change_to_an_accepted_report_waits_until_it_is_reopened(store: Store) -> None:
    send_one(store, outcome(5))
    move(store, Action.ACCEPT)
    assert send_one(store, outcome(6)).waits
    assert send_one(store, outcome(7)).waits
    assert send_one(store, outcome(8, BROKEN)).waits
    assert standing(store) == (1, State.ACCEPTED, 1, 4)
    assert move(store, Action.REOPEN) is State.REOPENED
    assert standing(store) == (3, State.REOPENED, 0, 4)
    (revision,) = store.latest("plan")
    assert revision.submission == submission(key(), 7)


def test_a_step_that_is_refused_leaves_no_trace(store: Store) -> None:
    send_one(store, outcome(5))
    move(store, Action.ACCEPT)
    before = store.audit()
    with pytest.raises(ReportAccepted, match="Reopen it first"):
        move(store, Action.ACCEPT)
    assert store.audit() == before
    assert standing(store) == (1, State.ACCEPTED, 1, None)


def test_a_blocked_report_cannot_be_accepted(store: Store) -> None:
    send_one(store, outcome(5, BROKEN))
    with pytest.raises(ReviewError, match="has errors"):
        move(store, Action.ACCEPT)

"""How submissions stand without their answers, and who was reminded."""

from datetime import timedelta

import pytest
from tests.storage.samples import BROKEN, NOON, ODD, UNFILLED, key, outcome, send_one

from tonghop.core.completeness import State
from tonghop.storage import Action, Store

TODAY, TOMORROW = NOON.date(), NOON.date() + timedelta(days=1)


def lived(store: Store) -> None:
    """One accepted with an amendment, one returned, one with errors, one empty."""
    send_one(store, outcome(5, ODD))
    store.move(key(), Action.ACCEPT, levels=1, who="ha", at=NOON + timedelta(days=1))
    send_one(store, outcome(6), day=2)
    send_one(store, outcome(7, of=key("X2")))
    store.move(key("X2"), Action.RETURN, levels=1, who="ha", at=NOON + timedelta(days=1), reason="Thiếu biểu 2")
    send_one(store, outcome(8, BROKEN, BROKEN, of=key("X3")), day=1)
    send_one(store, outcome(None, UNFILLED, of=key("X4")), day=1)


@pytest.mark.parametrize("day", [None, 0, 1, 2])
def test_a_head_says_what_the_revision_in_force_says(store: Store, day: int | None) -> None:
    lived(store)
    as_of = None if day is None else NOON + timedelta(days=day)
    names = ("key", "number", "sequence", "state", "received", "first_received", "accepted_levels", "waiting")
    heads, whole = (found("plan", as_of=as_of) for found in (store.heads, store.latest))
    said = [[tuple(getattr(one, name) for name in names) for one in found] for found in (heads, whole)]
    assert said[0] == said[1]


def test_a_head_counts_the_findings_of_the_newest_revision(store: Store) -> None:
    lived(store)
    heads = {head.key.unit: head for head in store.heads("plan")}
    assert (heads["X3"].state, heads["X3"].errors) == (State.BLOCKED, 2)
    assert (heads["X4"].state, heads["X4"].errors) == (State.EMPTY, 1)
    assert (heads["X1"].waiting, heads["X1"].errors, heads["X1"].amends) == (2, 0, True)
    send_one(store, outcome(9, BROKEN), day=3)
    (newest,) = (head for head in store.heads("plan") if head.key == key())
    assert (newest.state, newest.waiting, newest.errors, newest.amends) == (State.ACCEPTED, 3, 1, False)


def test_a_head_says_why_a_report_was_returned(store: Store) -> None:
    lived(store)
    assert {head.key.unit: head.reason for head in store.heads("plan")}["X2"] == "Thiếu biểu 2"


def test_heads_of_some_periods_only(store: Store) -> None:
    lived(store)
    assert store.heads("plan", periods=["P9"]) == ()
    assert len(store.heads("plan", periods=["P1"])) == 4


def test_a_unit_is_reminded_of_a_period_once_a_day(store: Store) -> None:
    both = frozenset({("X1", "P1"), ("X2", "P1")})
    assert store.claim_reminders("plan", both, TODAY) == both
    assert store.claim_reminders("plan", {*both, ("X1", "P2")}, TODAY) == {("X1", "P2")}
    assert store.reminded("plan", TODAY) == {*both, ("X1", "P2")}
    assert store.claim_reminders("plan", both, TOMORROW) == both
    assert store.reminded("other", TODAY) == frozenset()


def test_a_letter_that_could_not_be_sent_may_be_tried_again(store: Store) -> None:
    store.claim_reminders("plan", [("X1", "P1")], TODAY)
    store.release_reminders("plan", [("X1", "P1")], TODAY)
    assert store.reminded("plan", TODAY) == frozenset()
    assert store.claim_reminders("plan", [("X1", "P1")], TODAY) == {("X1", "P1")}

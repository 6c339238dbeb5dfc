"""What pages look up of one report or one sender, and steps that hold only for what was seen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.storage.samples import BROKEN, CAMPAIGN, NOON, UNITS, delivery, key, outcome, send, send_one, standing

from tonghop.core.completeness import State
from tonghop.core.submission import Coverage
from tonghop.storage import Action, ReviewedMeanwhile, RevisedMeanwhile, Seen, Store, taken_of


def test_a_correction_of_the_newest_revision_is_taken_and_of_an_older_one_is_not(store: Store) -> None:
    first = replace(outcome(5), follows=0)
    send_one(store, first)
    send_one(store, replace(outcome(6), follows=1))
    before = len(store.audit())
    with pytest.raises(RevisedMeanwhile, match="X1"):
        send_one(store, replace(outcome(7), follows=1))
    with pytest.raises(RevisedMeanwhile):
        send_one(store, replace(outcome(7), follows=0))
    assert standing(store) == (2, State.SUBMITTED, 0, None)
    assert len(store.audit()) == before


def test_a_step_holds_only_for_what_was_seen(store: Store) -> None:
    send_one(store, outcome(5))
    at = NOON + timedelta(days=1)
    for seen in (Seen(2, 0), Seen(1, 1)):
        with pytest.raises(ReviewedMeanwhile):
            store.move(key(), Action.ACCEPT, levels=2, who="ha", at=at, seen=seen)
    assert store.move(key(), Action.ACCEPT, levels=2, who="ha", at=at, seen=Seen(1, 0)) is State.SUBMITTED
    assert standing(store) == (1, State.SUBMITTED, 1, None)


def test_the_turns_of_a_report_are_told_in_order(store: Store) -> None:
    send_one(store, outcome(5))
    at = NOON + timedelta(days=1)
    store.move(key(), Action.RETURN, levels=1, who="ha", at=at, reason="Thiếu biểu 2")
    turns = store.turns(key())
    assert [(one.state, one.who, one.reason) for one in turns] == [
        (State.SUBMITTED, "an", None),
        (State.RETURNED, "ha", "Thiếu biểu 2"),
    ]
    assert store.turns(key(), NOON) == turns[:1]


def test_history_and_the_latest_are_those_of_a_day_and_a_unit(store: Store) -> None:
    send_one(store, outcome(5))
    send_one(store, outcome(6), day=3)
    send_one(store, outcome(9, of=key("X2")))
    assert [one.number for one in store.history(key(), NOON)] == [1]
    assert [one.number for one in store.history(key())] == [1, 2]
    assert [one.key.unit for one in store.latest("plan", units=["X2"])] == ["X2"]


def test_what_somebody_sent_is_told_with_what_came_after(store: Store) -> None:
    send_one(store, outcome(5))
    send_one(store, outcome(6), sender="ba", day=1)
    store.receive(delivery(b"x", name="hong.xlsx", day=2), (), "NotAWorkbook")
    refused, taken = store.sent_by("an", 10)
    assert (refused.key, refused.refusal, refused.name) == (None, "NotAWorkbook", "hong.xlsx")
    assert (taken.key, taken.revision, taken.newest, taken.newest_sender) == (key(), 1, 2, "ba")
    assert [one.name for one in store.sent_by("an", 1)] == ["hong.xlsx"]
    assert store.sent_by("khác", 10) == ()


def test_the_same_bytes_and_their_reports_are_found(store: Store) -> None:
    sent = send(store, outcome(5), outcome(6, of=key("X2")), content=b"PK-ca-cum")
    assert store.sent_before("0" * 64) is None
    before = store.sent_before(sent.digest)
    assert before is not None
    assert (before.sender, before.received) == ("an", NOON)
    assert set(store.keys_in(sent.digest)) == {key(), key("X2")}


def test_the_audit_of_a_report_holds_its_lines_and_no_others(store: Store) -> None:
    store.save_campaign(CAMPAIGN, UNITS, who="an", at=NOON)
    send(store, outcome(5, BROKEN), outcome(6, of=key("X2")))
    send_one(store, outcome(7, of=key(coverage=Coverage.SUMMARY)))
    send_one(store, outcome(8))
    at = NOON + timedelta(days=1)
    store.move(key(), Action.ACCEPT, levels=1, who="ha", at=at)
    store.grant_extension("plan", "X1", "P1", date(2020, 4, 9), reason="Mưa bão", who="ha", at=at)
    entries = store.audit_of(key())
    assert [entry.action for entry in entries] == ["receive", "receive", "accept", "extend"]
    taken = taken_of(entries[1], key())
    assert taken is not None
    assert taken["revision"] == 2
    assert [entry.action for entry in store.audit_of(key("X2"))] == ["receive"]
    assert [entry.action for entry in store.audit_of(key(coverage=Coverage.SUMMARY))] == ["receive", "extend"]
    assert len(store.audit_of(key(), NOON)) == 2

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError
from tests.storage.samples import (
    BROKEN,
    NOON,
    ODD,
    RECEIVED,
    UNFILLED,
    delivery,
    key,
    outcome,
    send,
    send_one,
    standing,
    submission,
)

from tonghop.core.completeness import State
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Number
from tonghop.core.findings import Finding
from tonghop.core.submission import Coverage
from tonghop.storage import (
    Action,
    Delivery,
    FigureTooLarge,
    Outcome,
    ReviewTooEarly,
    Store,
    TakenRevision,
    UnknownCampaign,
    UnknownFile,
    UnknownVersion,
)
from tonghop.storage.database import Database
from tonghop.storage.tables import DeliveryRow, FileRow, TakenRow

BLOCKED, EMPTY, SUBMITTED, ACCEPTED, REOPENED, RETURNED = (
    State.BLOCKED,
    State.EMPTY,
    State.SUBMITTED,
    State.ACCEPTED,
    State.REOPENED,
    State.RETURNED,
)


def test_a_report_comes_back_with_all_that_is_known_of_its_file(store: Store) -> None:
    receipt = store.receive(delivery(b"PK1", sender="an", name="Xã Đông Thái.xlsx"), [outcome(5, ODD)])
    assert receipt.taken == (TakenRevision(key(), 1, SUBMITTED, is_new=True, waits=False),)
    (revision,) = store.latest("plan")
    assert revision.key == key()
    assert revision.number == 1
    assert revision.sequence == receipt.delivery
    assert revision.state is SUBMITTED
    assert revision.received == NOON
    assert revision.sender == "an"
    assert revision.file_name == "Xã Đông Thái.xlsx"
    assert revision.digest == receipt.digest == delivery(b"PK1").digest
    assert revision.submission == submission(key(), 5)
    assert revision.findings == (ODD,)
    assert revision.waiting is None
    assert store.content(receipt.digest) == b"PK1"


def test_a_file_that_never_came_is_not_kept(store: Store) -> None:
    with pytest.raises(UnknownFile, match="abc"):
        store.content("abc")


def test_the_same_answers_again_are_the_same_revision(store: Store) -> None:
    first = send_one(store, outcome(5, ODD))
    again = send_one(store, outcome(5, row=20), sender="binh", day=1)
    assert again == TakenRevision(key(), 1, SUBMITTED, is_new=False, waits=False)
    (revision,) = store.history(key())
    assert (revision.number, revision.sender, revision.findings) == (first.number, "an", (ODD,))
    assert [entry.action for entry in store.audit()] == ["save_campaign", "receive", "receive"]


def test_every_delivery_is_tied_to_the_revision_it_came_to(store: Store, url: str) -> None:
    first, again, changed = (send(store, outcome(received)).delivery for received in (5, 5, 6))
    with closing(Database(url)) as database, database.reading() as connection:
        tied = connection.execute(select(TakenRow.delivery, TakenRow.revision)).all()
    assert sorted(tuple(row) for row in tied) == [(first, 1), (again, 1), (changed, 2)]


def test_the_same_bytes_are_kept_once(store: Store, url: str) -> None:
    for day in range(3):
        send(store, outcome(5), day=day, content=b"PK")
    with closing(Database(url)) as database, database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(FileRow)) == 1
        assert connection.scalar(select(func.count()).select_from(DeliveryRow)) == 3


def test_the_second_sender_is_told_of_the_first(store: Store) -> None:
    send_one(store, outcome(5), sender="an")
    assert send_one(store, outcome(6), sender="binh").replaced_sender == "an"
    assert send_one(store, outcome(7), sender="binh").replaced_sender is None


def test_a_newer_revision_without_errors_replaces_the_one_in_force(store: Store) -> None:
    send_one(store, outcome(5))
    assert send_one(store, outcome(6)) == TakenRevision(key(), 2, SUBMITTED, is_new=True, waits=False)
    assert standing(store) == (2, SUBMITTED, 0, None)
    assert [revision.submission for revision in store.history(key())] == [submission(key(), 5), submission(key(), 6)]


def test_answers_that_go_back_are_a_revision_of_their_own(store: Store) -> None:
    for received in (5, 6, 5):
        send_one(store, outcome(received))
    assert standing(store) == (3, SUBMITTED, 0, None)


@pytest.mark.parametrize(("unusable", "state"), [(BROKEN, BLOCKED), (UNFILLED, EMPTY)])
def test_a_report_that_cannot_be_used_never_replaces_one_that_can(
    store: Store, unusable: Finding, state: State
) -> None:
    assert send_one(store, outcome(4, unusable)).state is state
    assert standing(store) == (1, state, 0, None)
    send_one(store, outcome(5))
    assert send_one(store, outcome(6, unusable)) == TakenRevision(key(), 3, SUBMITTED, is_new=True, waits=True)
    assert standing(store) == (2, SUBMITTED, 0, 3)
    assert send_one(store, outcome(6, unusable)) == TakenRevision(key(), 3, SUBMITTED, is_new=False, waits=True)
    assert [revision.state for revision in store.history(key())] == [state, SUBMITTED, state]
    assert [revision.waiting for revision in store.history(key())] == [None, 3, None]


def test_clearing_a_cell_that_was_not_read_lifts_the_block(store: Store) -> None:
    send_one(store, outcome(None, BROKEN))
    assert send_one(store, outcome(None)) == TakenRevision(key(), 2, SUBMITTED, is_new=True, waits=False)


def test_own_and_summary_figures_are_apart(store: Store) -> None:
    send_one(store, outcome(5))
    send_one(store, outcome(50, of=key(coverage=Coverage.SUMMARY)))
    assert [(found.key.coverage, found.number) for found in store.latest("plan")] == [("own", 1), ("summary", 1)]


def test_a_group_delivery_gives_a_report_per_unit_and_blocks_only_its_own(store: Store) -> None:
    receipt = send(store, outcome(5, BROKEN), outcome(6, of=key("X2")))
    assert [(taken.key.unit, taken.state) for taken in receipt.taken] == [("X1", BLOCKED), ("X2", SUBMITTED)]
    assert {revision.sequence for revision in store.latest("plan")} == {receipt.delivery}


def test_a_refused_delivery_is_kept_with_its_reason(store: Store) -> None:
    receipt = store.receive(delivery(b"%PDF", name="xa.pdf"), (), "This is not an Excel workbook.")
    assert receipt.taken == ()
    assert store.content(receipt.digest) == b"%PDF"
    entry = store.audit(1)[0]
    assert (entry.action, entry.subject) == ("refuse", "xa.pdf")
    assert entry.details["refusal"] == "This is not an Excel workbook."


def test_a_delivery_is_stored_whole_or_not_at_all(store: Store) -> None:
    stranger = outcome(5, of=key(campaign="other"))
    with pytest.raises(UnknownCampaign):
        send(store, outcome(5), stranger, content=b"PK2")
    assert store.latest("plan") == ()
    assert len(store.audit()) == 1
    with pytest.raises(UnknownFile):
        store.content(delivery(b"PK2").digest)


def test_answers_to_a_version_that_is_not_kept_are_refused(store: Store) -> None:
    sample = submission(key(), 5)
    later = Outcome(key(), type(sample)(sample.key, 2, sample.forms))
    with pytest.raises(UnknownVersion, match="Version 2"):
        send(store, later)


def test_names_that_hold_what_text_cannot_are_mended(store: Store) -> None:
    store.receive(Delivery(b"PK", "b\udc81o\x00.xlsx", "an\x00", NOON), [outcome(5)])
    (revision,) = store.latest("plan")
    assert (revision.file_name, revision.sender) == ("b�o�.xlsx", "an�")
    assert store.verify_audit() is None
    assert send_one(store, outcome(6), sender="an\x00").replaced_sender is None


def test_moments_are_utc_and_have_a_zone(store: Store) -> None:
    saigon = datetime(2020, 3, 2, 12, 30, 15, 250, tzinfo=timezone(timedelta(hours=7)))
    store.receive(Delivery(b"PK", "xa.xlsx", "an", saigon), [outcome(5)])
    (revision,) = store.latest("plan")
    assert revision.received == saigon
    assert revision.received.tzinfo is UTC
    with pytest.raises(StatementError, match="zone"):
        store.receive(Delivery(b"PK", "xa.xlsx", "an", saigon.replace(tzinfo=None)), [outcome(6)])


def test_totals_are_exact_to_the_millionth(store: Store) -> None:
    kept: dict[Measure, Number] = {
        RECEIVED: 9_000_000_000_000,
        Measure("attendance", "days"): Decimal("0.1"),
        Measure("attendance", "rate"): Decimal("-0.000001"),
        Measure("attendance", "left"): -3,
        Measure("attendance", "third"): Decimal(1) / 3,
    }
    send_one(store, outcome(5, totals=kept))
    found = store.totals("plan", "X1", ["P1"])["P1"]
    assert found == {**kept, Measure("attendance", "third"): Decimal("0.333333")}
    assert str(found[Measure("attendance", "days")]) == "0.1"
    assert type(found[RECEIVED]) is int


def test_a_total_too_large_to_keep_is_refused_in_a_sentence(store: Store) -> None:
    with pytest.raises(FigureTooLarge, match=r"materials\.B1\.received in the report of X1 for P1"):
        send_one(store, outcome(10**13))
    assert store.latest("plan") == ()


def test_totals_are_those_of_usable_reports_of_the_unit(store: Store) -> None:
    send_one(store, outcome(5))
    send_one(store, outcome(6, of=key(period="P2")))
    send_one(store, outcome(7, of=key(period="P2")))
    send_one(store, outcome(8, BROKEN, of=key(period="P3")))
    send_one(store, outcome(9, of=key("X2")))
    send_one(store, outcome(90, of=key(coverage=Coverage.SUMMARY)))
    periods = ["P1", "P2", "P3", "P4"]
    assert store.totals("plan", "X1", periods) == {"P1": {RECEIVED: 5}, "P2": {RECEIVED: 7}}
    assert store.totals("plan", "X1", ["P1"], Coverage.SUMMARY) == {"P1": {RECEIVED: 90}}
    assert store.totals("plan", "X1", []) == {}
    store.move(key(), Action.RETURN, levels=1, who="ha", at=NOON, reason="Thiếu")
    assert store.totals("plan", "X1", ["P1"]) == {}


def test_what_was_known_at_an_instant_can_be_asked(store: Store) -> None:
    send_one(store, outcome(5), day=1)
    send_one(store, outcome(6), day=3)
    store.move(key(), Action.ACCEPT, levels=1, who="ha", at=NOON + timedelta(days=4))
    send_one(store, outcome(7), day=5)
    assert standing(store, day=0) is None
    assert standing(store, day=1) == (1, SUBMITTED, 0, None)
    assert standing(store, day=3) == (2, SUBMITTED, 0, None)
    assert standing(store, day=4) == (2, ACCEPTED, 1, None)
    assert standing(store, day=5) == (2, ACCEPTED, 1, 3)
    as_of = NOON + timedelta(days=2)
    assert store.totals("plan", "X1", ["P1"], as_of=as_of) == {"P1": {RECEIVED: 5}}


def test_order_is_that_of_arrival_whatever_the_clock_says(store: Store) -> None:
    send_one(store, outcome(5), day=9)
    send_one(store, outcome(6), day=2)
    send_one(store, outcome(7, of=key("X2")), day=1)
    assert standing(store) == (2, SUBMITTED, 0, None)
    assert [revision.key.unit for revision in store.latest("plan")] == ["X1", "X2"]


def test_periods_can_be_picked(store: Store) -> None:
    for period in ("P1", "P2", "P3"):
        send_one(store, outcome(5, of=key(period=period)))
    assert [revision.key.period for revision in store.latest("plan", periods=["P3", "P1"])] == ["P1", "P3"]
    assert store.latest("plan", periods=[]) == ()
    assert store.latest("other") == ()
    assert store.history(key(period="P9")) == ()


def test_reopened_reports_take_the_next_one_as_it_comes(store: Store) -> None:
    send_one(store, outcome(5))
    store.move(key(), Action.ACCEPT, levels=1, who="ha", at=NOON)
    store.move(key(), Action.REOPEN, levels=1, who="ha", at=NOON)
    assert standing(store) == (1, REOPENED, 0, None)
    assert send_one(store, outcome(6)).state is SUBMITTED
    assert standing(store) == (2, SUBMITTED, 0, None)


def test_a_returned_report_sent_again_unchanged_is_submitted_anew(store: Store) -> None:
    send_one(store, outcome(5))
    store.move(key(), Action.RETURN, levels=1, who="ha", at=NOON, reason="Thiếu")
    assert send_one(store, outcome(5)) == TakenRevision(key(), 1, SUBMITTED, is_new=False, waits=False)
    assert standing(store) == (1, SUBMITTED, 0, None)


def test_the_same_bytes_are_the_revision_they_once_were_whatever_came_since(store: Store) -> None:
    for content, received in ((b"old", 5), (b"new", 6)):
        store.receive(delivery(content), [outcome(received)])
    (again,) = store.receive(delivery(b"old"), [outcome(5)]).taken
    assert again == TakenRevision(key(), 1, SUBMITTED, is_new=False, waits=False)
    assert standing(store) == (2, SUBMITTED, 0, None)


def test_what_shows_how_things_stand_holds_even_where_its_bytes_came_before(store: Store) -> None:
    for content, received in ((b"old", 5), (b"new", 6)):
        store.receive(replace(delivery(content), is_current=True), [outcome(received)])
    (back,) = store.receive(replace(delivery(b"old"), is_current=True), [outcome(5)]).taken
    assert back == TakenRevision(key(), 3, SUBMITTED, is_new=True, waits=False)
    assert standing(store) == (3, SUBMITTED, 0, None)


def test_a_review_cannot_be_older_than_what_it_reviews(store: Store) -> None:
    send_one(store, outcome(5), day=3)
    with pytest.raises(ReviewTooEarly):
        store.move(key(), Action.ACCEPT, levels=1, who="ha", at=NOON)
    assert standing(store) == (1, SUBMITTED, 0, None)


def test_only_what_the_clerk_typed_tells_revisions_apart(store: Store) -> None:
    first = Outcome(key(), submission(key(), 5), typed=submission(key(), 5))
    same = Outcome(key(), submission(key(), 7), typed=submission(key(), 5))
    assert send_one(store, first).is_new
    assert not send_one(store, same).is_new

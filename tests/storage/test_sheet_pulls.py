"""The reading of shared spreadsheets: asked for once, had by one worker, gone on with where it was left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from hashlib import sha256

import pytest
from tests.storage.samples import NOON, SHEET, claimed, delivery, key, outcome, ready, send_one, standing
from tests.storage.test_audit import run

from tonghop.core.completeness import State
from tonghop.core.errors import Phrase
from tonghop.storage import (
    Action,
    Ended,
    NewSheet,
    Pull,
    PullLost,
    PullStage,
    Receipt,
    SheetNotReady,
    StorageUnavailable,
    Store,
    UnknownSheet,
)

MINUTE = timedelta(minutes=1)
ENDED = Ended("ab" * 32, "cd" * 32, NOON, NOON)
TROUBLE = Phrase("Google says {what}", what="no")


def asked(store: Store, unit: str = "H1") -> int:
    """Have a new spreadsheet read at noon."""
    sheet = ready(store, unit).id
    store.pulls.ask(sheet, NOON)
    return sheet


def taken_in(store: Store, pull: Pull, received: int) -> Receipt:
    """Take in what a pull fetched, as the report of the sample unit."""
    content = store.pulls.content(pull.sheet)
    assert content is not None
    return store.receive(replace(delivery(content, source="google"), waited=pull.claim), [outcome(received)])


# Asking


def test_only_some_may_be_claimed(store: Store) -> None:
    first, second = asked(store, "H1"), asked(store, "H2")
    claim = partial(store.pulls.claim, "one", at=NOON, unseen_since=NOON - MINUTE)
    assert claim(only=()) is None
    pull = claim(only=[second])
    assert pull is not None
    assert pull.sheet == second
    assert claim(only=[second]) is None
    left = claim()
    assert left is not None
    assert left.sheet == first


def test_those_with_which_something_is_the_matter_are_taken_anew(store: Store) -> None:
    well, refused = asked(store, "H1"), asked(store, "H2")
    for problem in (None, TROUBLE):
        pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
        store.pulls.finish(pull, replace(ENDED, problem=problem))
    store.pulls.take_anew("another", NOON)
    assert store.pulls.all() == ()
    store.pulls.take_anew("plan", NOON)
    assert [pull.sheet for pull in store.pulls.all()] == [refused]
    assert [store.sheets.one(one).seen for one in (well, refused)] == [ENDED.seen, None]


def test_asking_twice_makes_one_row_and_moves_it_earlier_at_most(store: Store) -> None:
    sheet = asked(store)
    for minutes, due in ((5, 0), (-5, -5), (0, -5)):
        store.pulls.ask(sheet, NOON + minutes * MINUTE)
        (pull,) = store.pulls.all()
        assert (pull.sheet, pull.stage, pull.due, pull.again) == (sheet, PullStage.WAITING, NOON + due * MINUTE, None)


def test_only_one_that_is_ready_is_asked_for(store: Store) -> None:
    making = store.sheets.begin_making(NewSheet(SHEET, 1, "An Biên"))
    with pytest.raises(SheetNotReady, match="tonghop sheets create"):
        store.pulls.ask(making.id, NOON)
    with pytest.raises(UnknownSheet):
        store.pulls.ask(99, NOON)
    assert store.pulls.all() == ()


def test_it_is_not_read_before_its_time(store: Store) -> None:
    sheet = ready(store).id
    store.pulls.ask(sheet, NOON + MINUTE)
    assert store.pulls.claim("one", at=NOON, unseen_since=NOON) is None
    assert claimed(store, minutes=1).sheet == sheet


def test_what_is_asked_for_during_a_reading_is_read_after_it(store: Store) -> None:
    """The change may have come after the fetch."""
    sheet, pull = asked(store), claimed(store)
    for minutes in (3, 2, 5):
        store.pulls.ask(sheet, NOON + minutes * MINUTE)
    assert store.pulls.claim("two", at=NOON + 2 * MINUTE, unseen_since=NOON) is None
    store.pulls.finish(store.pulls.fetched(pull, b"GS1", at=NOON), ENDED)
    (waiting,) = store.pulls.all()
    assert waiting == Pull(sheet, PullStage.WAITING, NOON + 2 * MINUTE, None, None, 0, 0, None, None, None)
    assert store.pulls.content(sheet) is None


def test_one_that_is_put_back_with_its_contents_is_read_after_them_too(store: Store) -> None:
    sheet = asked(store)
    store.pulls.postpone(store.pulls.fetched(claimed(store), b"GS1", at=NOON), NOON + 9 * MINUTE, TROUBLE)
    store.pulls.ask(sheet, NOON + MINUTE)
    pull = claimed(store, minutes=1)
    assert (pull.stage, pull.again) == (PullStage.FETCHED, NOON + MINUTE)


def test_a_reading_may_end_with_another_look_later(store: Store) -> None:
    sheet = asked(store)
    store.pulls.finish(claimed(store), replace(ENDED, again=NOON + 4 * MINUTE))
    assert store.pulls.claim("one", at=NOON, unseen_since=NOON) is None
    store.pulls.ask(sheet, NOON + 9 * MINUTE)
    store.pulls.finish(claimed(store, minutes=4), ENDED)
    assert store.pulls.all() == ()


# Drive's changes


def test_changes_are_asked_for_with_their_token(store: Store) -> None:
    sheet = ready(store).id
    ready(store, "X1")
    assert store.pulls.token() is None
    assert store.pulls.advance("t1", (), at=NOON) == 0
    assert store.pulls.advance("t2", {"g-H1", "somebody's"}, at=NOON) == 1
    assert (store.pulls.token(), [pull.sheet for pull in store.pulls.all()]) == ("t2", [sheet])
    store.sheets.gone("g-X1", who="system", at=NOON)
    assert store.pulls.advance("t3", {"g-H1", "g-X1"}, at=NOON) == 1
    assert len(store.pulls.all()) == 1


@pytest.mark.parametrize("table", ["pulls", "drive_state"])
def test_the_token_is_kept_with_all_that_it_stands_for_or_not_at_all(store: Store, url: str, table: str) -> None:
    ready(store)
    store.pulls.advance("t1", (), at=NOON)
    run(url, f"ALTER TABLE {table} RENAME TO elsewhere")
    with pytest.raises(StorageUnavailable):
        store.pulls.advance("t2", {"g-H1"}, at=NOON)
    run(url, f"ALTER TABLE elsewhere RENAME TO {table}")
    assert (store.pulls.token(), store.pulls.all()) == ("t1", ())


def test_all_are_asked_for_once_a_night(store: Store) -> None:
    sheets = [ready(store, unit).id for unit in ("H1", "X1")]
    store.sheets.begin_making(NewSheet(replace(SHEET, unit="X2"), 1, "X2"))
    store.pulls.advance("t1", (), at=NOON)
    assert store.pulls.ask_all(since=NOON, at=NOON)
    assert not store.pulls.ask_all(since=NOON, at=NOON + MINUTE)
    assert [(pull.sheet, pull.due) for pull in store.pulls.all()] == [(sheet, NOON) for sheet in sheets]
    assert store.pulls.ask_all(since=NOON + MINUTE, at=NOON + MINUTE)
    assert store.pulls.token() == "t1"


# The worker


def test_the_longest_due_comes_first_and_each_to_one_worker(store: Store) -> None:
    later, sooner = asked(store), ready(store, "X1").id
    store.pulls.ask(sooner, NOON - MINUTE)
    first, second = claimed(store, "one"), claimed(store, "two")
    assert [(pull.sheet, pull.worker, pull.attempts) for pull in (first, second)] == [
        (sooner, "one", 1),
        (later, "two", 1),
    ]
    assert store.pulls.claim("three", at=NOON, unseen_since=NOON) is None


def test_workers_at_once_never_get_the_same(store: Store) -> None:
    sheets = [asked(store, unit) for unit in ("H1", "X1", "X2")]
    with ThreadPoolExecutor(4) as threads:
        claims = threads.map(lambda _: store.pulls.claim("one", at=NOON, unseen_since=NOON), range(8))
        had = [pull.sheet for pull in claims if pull is not None]
    assert sorted(had) == sheets


def test_a_worker_that_is_not_seen_loses_it_even_to_one_of_its_name(store: Store) -> None:
    sheet, lost = asked(store), claimed(store)
    store.pulls.beat(lost, at=NOON + 3 * MINUTE)
    assert store.pulls.claim("one", at=NOON + 8 * MINUTE, unseen_since=NOON + 3 * MINUTE) is None
    pull = claimed(store, minutes=9)
    assert (pull.sheet, pull.attempts) == (sheet, 2)
    with pytest.raises(PullLost):
        store.pulls.beat(lost, at=NOON)
    with pytest.raises(PullLost):
        store.pulls.fetched(lost, b"GS1", at=NOON)
    with pytest.raises(PullLost):
        store.pulls.finish(lost, ENDED)
    with pytest.raises(PullLost):
        store.pulls.postpone(lost, NOON, TROUBLE)
    store.pulls.free(lost)
    assert store.pulls.of(sheet) == pull
    assert store.sheets.one(sheet).problem is None


def test_one_that_lost_it_delivers_nothing(store: Store) -> None:
    asked(store)
    lost = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    claimed(store, "two", minutes=9)
    with pytest.raises(PullLost):
        taken_in(store, lost, 5)
    assert store.latest("plan") == ()
    assert store.sent_before(delivery(b"GS1").digest) is None


def test_killed_at_any_stage_it_goes_on_there_and_is_taken_in_once(store: Store, url: str) -> None:
    """Each time the process ends after a step, and another one claims what it left once its lease is over."""
    sheet = asked(store)
    claimed(store)
    with Store.open(url) as second:
        pull = claimed(second, "two", minutes=10)
        assert (pull.stage, pull.round) == (PullStage.WAITING, 0)
        second.pulls.fetched(pull, b"GS1", at=NOON + 10 * MINUTE)
    with Store.open(url) as third:
        pull = claimed(third, "three", minutes=20)
        assert (pull.stage, pull.round, third.pulls.content(sheet)) == (PullStage.FETCHED, 1, b"GS1")
        receipt = taken_in(third, pull, 5)
    with Store.open(url) as fourth:
        pull = claimed(fourth, "four", minutes=30)
        assert (pull.stage, pull.delivery, pull.attempts) == (PullStage.RECEIVED, receipt.delivery, 4)
        with pytest.raises(PullLost):
            taken_in(fourth, pull, 5)
        fourth.pulls.finish(pull, ENDED)
    assert store.pulls.all() == ()
    assert [revision.number for revision in store.history(key())] == [1]
    assert [entry.action for entry in store.audit()].count("receive") == 1


def test_what_changed_meanwhile_is_another_round_and_another_delivery(store: Store) -> None:
    sheet = asked(store)
    pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    first = taken_in(store, pull, 5)
    pull = store.pulls.fetched(pull, b"GS2", at=NOON + MINUTE)
    assert (pull.stage, pull.round, pull.delivery) == (PullStage.FETCHED, 2, None)
    assert store.sheets.one(sheet).read == NOON + MINUTE
    second = taken_in(store, pull, 6)
    assert (first.taken[0].number, second.taken[0].number) == (1, 2)


def test_what_it_ended_with_is_kept_with_the_spreadsheet(store: Store) -> None:
    sheet = asked(store)
    store.pulls.postpone(claimed(store), NOON, TROUBLE)
    kept = store.sheets.one(sheet)
    assert str(kept.problem) == "Google says no"
    store.pulls.finish(claimed(store), ENDED)
    ended = store.sheets.one(sheet)
    assert ended == replace(kept, seen=ENDED.seen, marked=ENDED.marked, read=NOON, written=NOON, problem=None)
    store.pulls.ask(sheet, NOON)
    store.pulls.finish(claimed(store), Ended("ef" * 32, None, NOON + MINUTE, problem=TROUBLE))
    last = store.sheets.one(sheet)
    assert (last.seen, last.marked, last.read, last.written) == ("ef" * 32, None, NOON + MINUTE, NOON)
    assert str(last.problem) == "Google says no"


def test_a_reading_is_put_back_at_its_stage(store: Store) -> None:
    sheet = asked(store)
    pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    store.pulls.postpone(pull, NOON + MINUTE, TROUBLE)
    assert store.pulls.claim("two", at=NOON, unseen_since=NOON) is None
    pull = claimed(store, "two", minutes=1)
    assert (pull.stage, pull.attempts, store.pulls.content(sheet)) == (PullStage.FETCHED, 2, b"GS1")
    for begun, attempts in ((True, 2), (False, 2), (True, 3)):
        store.pulls.free(pull, begun=begun)
        freed = store.pulls.of(sheet)
        assert freed is not None
        assert (freed.attempts, freed.worker, freed.token) == (attempts, None, None)
        pull = claimed(store, minutes=1)


def test_one_that_is_gone_is_read_no_more(store: Store) -> None:
    sheet, pull = asked(store), claimed(store)
    store.pulls.ask(sheet, NOON)
    store.sheets.gone("g-H1", who="system", at=NOON)
    with pytest.raises(PullLost):
        store.pulls.finish(pull, ENDED)
    assert store.pulls.all() == ()


def test_one_that_is_gone_after_it_was_fetched_is_not_asked_for_again(store: Store) -> None:
    asked(store)
    pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    store.pulls.ask(pull.sheet, NOON)
    store.sheets.gone("g-H1", who="system", at=NOON)
    taken_in(store, pull, 5)
    store.pulls.finish(pull, replace(ENDED, again=NOON))
    assert store.pulls.all() == ()
    assert store.totals("plan", "X1", ["P1"])


# What is read says less than what is sent


def read_again(store: Store, content: bytes, received: int) -> Receipt:
    """Read the sample spreadsheet once more, from the asking to the end."""
    sheet = store.sheets.of_unit(SHEET)
    store.pulls.ask((sheet or ready(store)).id, NOON)
    pull = store.pulls.fetched(claimed(store), content, at=NOON)
    receipt = taken_in(store, pull, received)
    store.pulls.finish(pull, ENDED)
    return receipt


def test_a_figure_that_was_changed_back_counts_anew(store: Store) -> None:
    """The same bytes are no old file that somebody found again: they are what the spreadsheet holds now."""
    for content, received, number in ((b"GS1", 5, 1), (b"GS2", 6, 2), (b"GS1", 5, 3)):
        (taken,) = read_again(store, content, received).taken
        assert (taken.number, taken.is_new) == (number, True)
    assert standing(store) == (3, State.SUBMITTED, 0, None)


def test_a_returned_report_is_not_sent_again_by_a_change_in_anothers_row(store: Store) -> None:
    read_again(store, b"GS1", 5)
    store.move(key(), Action.RETURN, levels=1, who="ha", at=NOON, reason="Sai")
    read_again(store, b"GS2", 5)
    assert standing(store) == (1, State.RETURNED, 0, None)
    send_one(store, outcome(5))
    assert standing(store) == (1, State.SUBMITTED, 0, None)


def test_a_newer_file_is_not_undone_by_a_row_that_nobody_touched(store: Store) -> None:
    """Each reading holds all rows of the district: only what changed in a row since the last one counts."""
    read_again(store, b"GS1", 5)
    send_one(store, outcome(9))
    (same,) = read_again(store, b"GS2", 5).taken
    assert (same.number, same.is_new) == (1, False)
    assert standing(store) == (2, State.SUBMITTED, 0, None)
    (changed,) = read_again(store, b"GS3", 7).taken
    assert (changed.number, changed.is_new) == (3, True)
    assert standing(store) == (3, State.SUBMITTED, 0, None)


def test_what_is_taken_in_and_cannot_be_marked_is_read_anew(store: Store) -> None:
    sheet = asked(store)
    pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    taken_in(store, pull, 5)
    store.pulls.postpone(pull, NOON + MINUTE, TROUBLE)
    again = claimed(store, "two", minutes=1)
    assert (again.stage, again.attempts, store.pulls.content(sheet)) == (PullStage.WAITING, 2, None)
    known = store.sheets.one(sheet)
    assert (known.seen, known.marked) == (sha256(b"GS1").hexdigest(), None)


def test_nothing_more_is_done_of_one_that_is_dropped(store: Store) -> None:
    sheet = asked(store)
    pull = store.pulls.fetched(claimed(store), b"GS1", at=NOON)
    taken_in(store, pull, 5)
    store.pulls.drop(pull)
    assert store.pulls.of(sheet) is None


def test_what_comes_due_during_a_look_waits_for_the_next(store: Store) -> None:
    store.pulls.ask(ready(store).id, NOON + MINUTE)
    later = NOON + 2 * MINUTE
    assert store.pulls.claim("one", at=later, unseen_since=NOON, due_by=NOON) is None
    assert store.pulls.claim("one", at=later, unseen_since=NOON) is not None

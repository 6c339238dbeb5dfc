"""Google's minute is never overrun, and what fails is not tried for ever."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.google.wire import Hours

from tonghop.google.pacing import LONGEST, TRIES, Attempts, Pace, Window, shared_pace


@given(st.lists(st.floats(0, 20), min_size=60, max_size=300))
def test_no_minute_has_more_than_55_turns(gaps: list[float]) -> None:
    clock, turns = Hours(), []
    window = Window(clock)
    for gap in gaps:
        clock.time += gap
        window.wait()
        turns.append(clock.time)
    assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(turns, turns[55:], strict=False))


def test_nobody_waits_who_need_not() -> None:
    clock = Hours()
    window = Window(clock)
    for _ in range(55):
        window.wait()
    assert clock.slept == []
    window.wait()
    assert clock.slept == [60]


def test_threads_share_a_window() -> None:
    class Standing(Hours):
        """Time stands still, so that each one's sleep is his turn."""

        def sleep(self, seconds: float) -> None:
            self.slept.append(seconds)

    clock = Standing()
    window = Window(clock, limit=10)
    with ThreadPoolExecutor(8) as pool:
        for _ in range(40):
            pool.submit(window.wait)
    assert sorted(clock.slept) == [60] * 10 + [120] * 10 + [180] * 10


def test_clients_of_one_account_share_a_pace_and_others_do_not() -> None:
    assert shared_pace("a") is shared_pace("a")
    assert shared_pace("a") is not shared_pace("b")


def pauses(chance: float, asked: float = 0.0) -> list[float]:
    clock = Hours()
    attempts = Attempts(Pace.by(clock, lambda: chance))
    while attempts.another(asked):
        pass
    return clock.slept


def test_pauses_grow_and_end() -> None:
    assert pauses(0.5) == [2, 4, 8, 16, 32]
    assert len(pauses(0.5)) == TRIES - 1
    assert all(later >= earlier for earlier, later in pairwise(pauses(0.999)))


def test_pauses_are_chance_from_nothing_on() -> None:
    assert pauses(0.0) == [0, 0, 0, 0, 0]
    assert pauses(0.25) == [1, 2, 4, 8, 16]


@pytest.mark.parametrize(("asked", "slept"), [(30.0, [30, 30, 30, 30, 32]), (200.0, [200]), (3600.0, [])])
def test_a_pause_that_google_asks_for_is_kept_or_not_begun(asked: float, slept: list[float]) -> None:
    assert pauses(0.5, asked) == slept
    assert sum(slept) <= LONGEST


def test_no_try_begins_after_the_time_is_over() -> None:
    clock = Hours()
    attempts = Attempts(Pace.by(clock, lambda: 0.5))
    clock.time += 299
    assert attempts.left == 1
    assert not attempts.another()

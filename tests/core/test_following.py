"""What is to be done next, the matrix with its subtotals, what came when, and who is chased."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.small_plan import JANUARY, TREE, UNITS, period_of, plan

from tonghop.core.completeness import Head, Progress, Standing, State
from tonghop.core.following import (
    ACTING,
    MatrixRow,
    Outline,
    Report,
    Step,
    all_progress,
    matrix,
    overdue,
    received_by_day,
)
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree

DUE = date(2020, 1, 31)
OUTLINE = Outline.of(TREE, UNITS)


def standing(unit: str, state: State = State.SUBMITTED, *, late: int = 0, received: int | None = None) -> Standing:
    came = None if received is None else date(2020, 1, received)
    return Standing(unit, JANUARY, Coverage.OWN, state, DUE, came, late)


def report(unit: str, state: State = State.SUBMITTED, *, late: int = 0, received: int | None = None) -> Report:
    return Report(standing(unit, state, late=late, received=received))


def head(state: State, *, waiting: int | None = None, errors: int = 0) -> Head:
    key = SubmissionKey("plan", JANUARY, "C11")
    return Head(key, 1, 1, state, datetime(2020, 1, 20, tzinfo=UTC), waiting=waiting, errors=errors)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.NOT_DUE, Step.FILL),
        (State.NOT_SENT, Step.FILL),
        (State.EMPTY, Step.REFILL),
        (State.BLOCKED, Step.FIX),
        (State.RETURNED, Step.CORRECT),
        (State.REOPENED, Step.LOOK_AGAIN),
        (State.SUBMITTED, Step.WAIT_REVIEW),
        (State.ACCEPTED, Step.NOTHING),
        (State.EXEMPT, Step.NOTHING),
    ],
)
def test_each_state_has_one_next_step(state: State, step: Step) -> None:
    assert report("C11", state).step is step
    assert (step in ACTING) == (state not in {State.SUBMITTED, State.ACCEPTED, State.EXEMPT})


@pytest.mark.parametrize(
    ("state", "errors", "step"),
    [
        (State.SUBMITTED, 2, Step.FIX_NEWER),
        (State.ACCEPTED, 1, Step.FIX_NEWER),
        (State.ACCEPTED, 0, Step.WAIT_REOPENING),
    ],
)
def test_what_waits_changes_the_next_step(state: State, errors: int, step: Step) -> None:
    came = head(state, waiting=2, errors=errors)
    assert Report(standing("C11", state), came).step is step
    assert came.amends == (errors == 0)


def test_the_most_pressing_comes_first() -> None:
    overdue_one = report("C11", State.NOT_SENT, late=3)
    open_one, waiting = report("C11", State.NOT_DUE), report("C11")
    assert sorted([waiting, open_one, overdue_one], key=lambda one: one.order) == [overdue_one, open_one, waiting]


def test_the_matrix_has_subtotals_before_the_units_own_lines() -> None:
    reports = [report("D1"), report("C11", State.ACCEPTED), report("C12", State.NOT_SENT, late=3), report("C21")]
    rows = matrix(OUTLINE, reports)
    shown = [(row.unit.code, row.depth, row.coverage) for row in rows]
    own = Coverage.OWN
    assert shown == [
        ("P", 0, None), ("D1", 1, None), ("D1", 1, own), ("C11", 2, own), ("C12", 2, own), ("D2", 1, None),
        ("C21", 2, own),
    ]  # fmt: skip
    assert rows[0].totals[JANUARY] == Progress(JANUARY, owed=4, on_time=3, missing=1, accepted=1)
    assert (rows[1].totals[JANUARY].usable, rows[1].totals[JANUARY].owed) == (2, 3)


def test_subtotals_count_what_is_not_shown_and_go_with_their_last_unit() -> None:
    reports = [report("D1"), report("C11"), report("C12", State.NOT_SENT, late=3), report("C21")]

    def late(row: MatrixRow) -> bool:
        return any(cell.standing.is_overdue for cell in row.cells.values())

    rows = matrix(OUTLINE, reports, late)
    assert [(row.unit.code, row.coverage) for row in rows] == [("P", None), ("D1", None), ("C12", Coverage.OWN)]
    assert rows[0].totals[JANUARY].owed == 4


def test_a_part_of_the_tree_is_an_outline_of_its_own() -> None:
    part = OUTLINE.within("D1")
    assert [unit.code for unit in part.units] == ["D1", "C11", "C12"]
    assert part.depth("C12") == 1
    assert OUTLINE.within(None) is OUTLINE
    assert OUTLINE.within("gone").units == ()


def test_a_unit_that_is_gone_stands_where_it_last_reported() -> None:
    gone = Unit("C13", "D1", "commune", "Xã cũ", valid_to=date(2019, 12, 31))
    units = (*UNITS[:3], gone, *UNITS[3:])
    outline = Outline.of(UnitTree.of(units, DUE), units)
    assert outline.chains["C13"] == ("C13", "D1", "P")
    assert [unit.code for unit in outline.units][2:5] == ["C11", "C13", "C12"]


def test_what_came_is_counted_by_day() -> None:
    reports = [
        report("C11", received=20),
        report("C12", received=18),
        report("C21", received=20),
        report("D1", State.RETURNED, received=19),
        report("D2", State.NOT_SENT),
    ]
    assert received_by_day(reports, JANUARY) == ((date(2020, 1, 18), 1), (date(2020, 1, 20), 3))
    assert received_by_day(reports, "T2020-02") == ()


def test_rates_never_exceed_the_whole() -> None:
    exempt = replace(standing("C12"), state=State.EXEMPT)
    (counts,) = all_progress([report("C11", received=20), Report(exempt)], [period_of(plan(), JANUARY)])
    assert (counts.owed, counts.usable, counts.exempt) == (1, 1, 1)
    assert counts.rate == 1


def test_the_overdue_are_chased_district_by_district() -> None:
    late = [report(code, State.NOT_SENT, late=3) for code in ("D1", "C11", "C21", "P")]
    groups = overdue(OUTLINE, [*late, report("C12", late=2)])
    found = [(group.above.code, [one.standing.unit for one in group.reports]) for group in groups]
    assert found == [("P", ["P"]), ("D1", ["D1", "C11"]), ("D2", ["C21"])]
    alone = overdue(OUTLINE.within("C11"), late)
    assert [(group.above.code, len(group.reports)) for group in alone] == [("C11", 1)]

"""Cumulative figures follow what the periods say now: corrections, order of arrival, silence and mergers included."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from tests.small_plan import FEBRUARY, HALF_YEAR, JANUARY, MARCH, UNITS, brought_together, line, report, total, value

from tonghop.core.completeness import State
from tonghop.core.consolidation import Include, Revision
from tonghop.core.units import Unit, UnitTree

TOTAL = "res.PLANS.total"


def done(unit: str, period: str, figure: int, state: State = State.SUBMITTED) -> Revision:
    """Write a report whose file says a stale cumulative, which nobody is to believe."""
    return report(unit, period, res={"PLANS": {"done": figure, "total": 999}}, state=state)


def test_a_correction_of_an_earlier_period_changes_the_later_cumulative() -> None:
    first = brought_together(done("C11", JANUARY, 10), done("C11", FEBRUARY, 5), period=FEBRUARY)
    assert value(first, "C11", TOTAL) == 15
    corrected = brought_together(done("C11", JANUARY, 100), done("C11", FEBRUARY, 5), period=FEBRUARY)
    assert value(corrected, "C11", TOTAL) == 105


def test_the_order_of_arrival_makes_no_difference() -> None:
    reports = [done("C11", JANUARY, 1), done("C11", FEBRUARY, 2), done("C11", MARCH, 4)]
    for order in permutations(reports):
        assert value(brought_together(*order, period=MARCH), "C11", TOTAL) == 7


def test_a_unit_that_sends_nothing_keeps_what_it_had_and_the_total_does_not_fall() -> None:
    made = brought_together(
        done("C11", JANUARY, 10), done("C12", JANUARY, 1), done("C12", FEBRUARY, 1), period=FEBRUARY
    )
    assert (value(made, "C11", "res.PLANS.done"), value(made, "C11", TOTAL)) == (None, 10)
    assert total(made, "P", TOTAL) == 12
    assert [one.key.period for one in line(made, "C11").earlier] == [JANUARY]
    assert line(made, "C11").revisions == ()


def test_when_nobody_sends_the_total_stands() -> None:
    assert total(brought_together(done("C11", JANUARY, 10), period=MARCH), "P", TOTAL) == 10


def test_only_accepted_periods_add_up_where_only_those_are_taken() -> None:
    reports = [done("C11", JANUARY, 10), done("C11", FEBRUARY, 5, State.ACCEPTED)]
    made = brought_together(*reports, period=FEBRUARY, include=Include.ACCEPTED)
    assert value(made, "C11", TOTAL) == 5


def test_a_derived_period_adds_up_its_months_and_those_before_it() -> None:
    made = brought_together(done("C11", JANUARY, 1), done("C11", MARCH, 4), period=HALF_YEAR)
    assert value(made, "C11", TOTAL) == 5


def test_what_does_not_add_over_months_has_no_cumulative() -> None:
    met = [report("C11", month, res={"MET": {"done": 5, "total": 10}}) for month in (JANUARY, FEBRUARY)]
    assert value(brought_together(*met, period=FEBRUARY), "C11", "res.MET.total") is None


@pytest.fixture
def merged() -> tuple[UnitTree, Sequence[Unit]]:
    """C11 and C12 became C19 on the first of March."""
    last = date(2020, 2, 29)
    gone = [replace(unit, valid_to=last, successors=("C19",)) for unit in UNITS if unit.code in {"C11", "C12"}]
    new = Unit("C19", "D1", "commune", "Xã mới", valid_from=date(2020, 3, 1))
    rest = [unit for unit in UNITS if unit.code not in {"C11", "C12"}]
    return UnitTree.of([*rest, new]), gone


def test_a_merged_unit_goes_on_from_what_its_predecessors_had(merged: tuple[UnitTree, Sequence[Unit]]) -> None:
    tree, former = merged
    reports = [done("C11", JANUARY, 10), done("C12", JANUARY, 20), done("C19", MARCH, 5)]
    made = brought_together(*reports, period=MARCH, tree=tree, former=former)
    assert (value(made, "C19", "res.PLANS.done"), value(made, "C19", TOTAL)) == (5, 35)


def test_what_totals_do_not_add_is_not_lost_when_units_become_one(merged: tuple[UnitTree, Sequence[Unit]]) -> None:
    tree, former = merged
    received = [report(unit, JANUARY, mat={"BOOK": {"received": copies}}) for unit, copies in (("C11", 9), ("C12", 6))]
    made = brought_together(*received, tree=tree, former=former)
    assert value(made, "C19", "mat.BOOK.received") == 15

"""What units say against each other: summaries that stand in or only compare, and what was passed down."""

from collections.abc import Sequence

import pytest
from tests.small_plan import (
    FEBRUARY,
    HALF_YEAR,
    JANUARY,
    UNITS,
    brought_together,
    line,
    plan,
    report,
    shape,
    total,
    value,
)

from tonghop.core.completeness import State
from tonghop.core.consolidation import Consolidation, Include, LineKind, Revision
from tonghop.core.definitions import Severity, Text
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree


def plans(done: int | None) -> dict[str, dict[str, int | None]]:
    return {"PLANS": {"done": done}}


def told(made: Consolidation) -> list[tuple[str, str, int, int, str]]:
    return [(one.unit.code, str(one.measure), int(one.summary), int(one.below), one.period) for one in made.differences]


# A summary stands in.


def test_a_summary_stands_in_and_units_that_sent_nothing_have_no_lines() -> None:
    made = brought_together(
        report("P", res=plans(1)),
        report("D1", res=plans(10)),
        report("D1", summary=True, res=plans(100)),
        campaign=plan(stands_in=True),
    )
    assert shape(made) == [
        "total P",
        "own P",
        "  total D1",
        "  own D1",
        "  summary D1",
        "  total D2",
        "  own D2",
        "  summary D2",
    ]
    assert (total(made, "D1", "res.PLANS.done"), total(made, "P", "res.PLANS.done")) == (110, 111)
    assert value(made, "D1", "res.PLANS.done", LineKind.SUMMARY) == 100
    assert (made.differences, made.findings) == ((), ())


def test_a_summary_and_a_report_it_stands_in_for_are_never_both_added() -> None:
    made = brought_together(
        report("D1", summary=True, res={"PLANS": {"done": 100, "total": 9}, "HOURS": {"done": 3}}),
        report("C11", res={"PLANS": {"done": 70, "total": 8}, "HOURS": {"done": 3}, "PEAK": {"done": 1}}),
        campaign=plan(stands_in=True),
    )
    assert total(made, "P", "res.PLANS.done") == 100
    assert "C11" not in {one.unit.code for one in made.lines}
    assert told(made) == [("D1", "res.PLANS.done", 100, 70, JANUARY)]
    assert made.differences[0].adds_summary
    (found,) = made.findings
    assert (found.unit, found.coverage, found.finding.code) == ("D1", Coverage.SUMMARY, "summary_stands_in")
    assert (found.finding.read, found.finding.expected, str(found.finding.cell)) == ("100", "70", "res!B9")
    assert found.finding.parameters["label"] == Text(vi="plans – done", en="plans – done")


def test_without_a_usable_summary_the_reports_below_are_taken() -> None:
    made = brought_together(
        report("D1", summary=True, state=State.RETURNED, res=plans(100)),
        report("C11", res=plans(70)),
        campaign=plan(stands_in=True),
    )
    assert shape(made)[2:6] == ["  total D1", "  own D1", "  summary D1", "    own C11"]
    assert total(made, "P", "res.PLANS.done") == 70
    assert made.differences == ()


def test_a_summary_stands_in_month_by_month() -> None:
    made = brought_together(
        report("D1", JANUARY, summary=True, res=plans(100)),
        report("C11", JANUARY, res=plans(70)),
        report("C11", FEBRUARY, res=plans(7)),
        campaign=plan(stands_in=True),
        period=HALF_YEAR,
    )
    assert total(made, "P", "res.PLANS.done") == 107
    assert told(made) == [("D1", "res.PLANS.done", 100, 70, JANUARY)]


def test_the_highest_summary_stands_in_for_all_that_report_to_it_alone() -> None:
    units = [*UNITS, Unit("X1", "C11", "commune", "Chi bộ"), Unit("X2", "C11", "commune", "Chi bộ")]
    campaign, tree = plan(stands_in=True), UnitTree.of(units)
    below = (report("C11", res=plans(5)), report("C11", summary=True, res=plans(20)), report("X1", res=plans(3)))
    both = brought_together(report("D1", summary=True, res=plans(100)), *below, campaign=campaign, tree=tree)
    assert total(both, "P", "res.PLANS.done") == 100
    alone = brought_together(*below, campaign=campaign, tree=tree)
    assert total(alone, "P", "res.PLANS.done") == 25
    assert shape(alone)[5:8] == ["    total C11", "    own C11", "    summary C11"]


def test_a_unit_below_that_reports_for_itself_adds_to_the_summary() -> None:
    tree = UnitTree.of([*UNITS, Unit("D11", "D1", "district", "Trực thuộc")])
    made = brought_together(
        report("D1", summary=True, res=plans(100)),
        report("D11", res=plans(7)),
        campaign=plan(stands_in=True),
        tree=tree,
    )
    assert total(made, "D1", "res.PLANS.done") == 107
    assert made.differences == ()


# A summary does not stand in.


def test_a_summary_that_does_not_stand_in_is_compared_and_never_added() -> None:
    made = brought_together(
        report("D1", res=plans(1)),
        report("D1", summary=True, res={"PLANS": {"done": 100}, "HOURS": {"done": 5}}),
        report("C11", res=plans(30)),
        report("C12", res=plans(40)),
    )
    assert total(made, "D1", "res.PLANS.done") == 71
    assert "summary D1" not in "".join(shape(made))
    assert told(made) == [("D1", "res.PLANS.done", 100, 70, JANUARY)]
    assert not made.differences[0].adds_summary
    assert [found.finding.code for found in made.findings] == ["summary_differs"]


def test_a_summary_that_agrees_says_nothing() -> None:
    made = brought_together(
        report("D1", summary=True, res=plans(70)), report("C11", res=plans(30)), report("C12", res=plans(40))
    )
    assert (made.differences, made.findings) == ((), ())
    assert total(made, "D1", "res.PLANS.done") == 70


def test_a_summary_above_districts_is_compared_with_all_below_them() -> None:
    made = brought_together(
        report("P", summary=True, res=plans(200)),
        report("D1", res=plans(1)),
        report("D1", summary=True, res=plans(100)),
        campaign=plan(stands_in=True),
    )
    assert total(made, "P", "res.PLANS.done") == 101
    assert told(made) == [("P", "res.PLANS.done", 200, 101, JANUARY)]


# Rules between a unit and those directly below it.


def handed(received: int | None, passed_down: int | None = None) -> dict[str, dict[str, int | None]]:
    return {"BOOK": {"received": received, "passed_down": passed_down}}


def below_d1(c11: int, c12: int) -> list[Revision]:
    return [report("D1", mat=handed(90, 60)), report("C11", mat=handed(c11)), report("C12", mat=handed(c12))]


def test_what_was_passed_down_against_what_arrived() -> None:
    made = brought_together(*below_d1(30, 20))
    (found,) = made.findings
    assert (found.unit, found.period, found.finding.code) == ("D1", JANUARY, "below_differs")
    assert (found.finding.form, found.finding.row, found.finding.field) == ("mat", "BOOK", "passed_down")
    assert (found.finding.parameters["left"], found.finding.parameters["right"]) == ("60", "50")
    assert (found.finding.parameters["unit"], found.finding.parameters["below"]) == (
        "Huyện Một",
        "Xã Bình An: 30; Xã Hai: 20",
    )
    assert str(found.finding.cell) == "mat!C9"


def test_nothing_can_be_kept_out_any_more_so_it_is_a_warning() -> None:
    (found,) = brought_together(*below_d1(30, 20)).findings
    assert found.finding.severity is Severity.WARNING


def test_what_arrived_as_it_was_passed_down_says_nothing() -> None:
    assert brought_together(*below_d1(30, 30)).findings == ()


@pytest.mark.parametrize("absent", [1, 2])
def test_nothing_is_noted_until_all_below_have_reported(absent: int) -> None:
    reports = below_d1(30, 20)
    del reports[absent]
    assert brought_together(*reports).findings == ()


def test_a_report_that_is_not_taken_is_awaited_still() -> None:
    reports = [report("C12", state=State.RETURNED, mat=handed(20)), *below_d1(30, 20)[:2]]
    assert brought_together(*reports).findings == ()
    assert brought_together(*below_d1(30, 20), include=Include.ACCEPTED).findings == ()


def test_nothing_is_awaited_of_the_exempt() -> None:
    made = brought_together(*below_d1(30, 20)[:2], exempt=(("C12", JANUARY),))
    assert [found.finding.parameters["right"] for found in made.findings] == ["30"]


def test_a_unit_that_did_not_say_what_it_passed_down_is_not_judged() -> None:
    reports = [report("D1", mat=handed(90)), report("C11", mat=handed(30)), report("C12", mat=handed(20))]
    assert brought_together(*reports).findings == ()


def test_a_summary_speaks_for_those_below() -> None:
    campaign = plan(stands_in=True)
    reports: Sequence[Revision] = [report("D1", mat=handed(90, 60)), report("D1", summary=True, mat=handed(50))]
    assert [found.finding.code for found in brought_together(*reports, campaign=campaign).findings] == ["below_differs"]
    assert brought_together(reports[0], campaign=campaign).findings == ()
    assert line(brought_together(*reports, campaign=campaign), "D1").revisions == (reports[0],)

"""Lines and totals: who stands where, what is added to what, and where it came from."""

from decimal import Decimal

import pytest
from tests.small_plan import (
    JANUARY,
    TREE,
    UNITS,
    brought_together,
    line,
    period_of,
    plan,
    report,
    shape,
    total,
    value,
)

from tonghop.core.completeness import State
from tonghop.core.consolidating import columns, measure_values
from tonghop.core.consolidation import Include, LineKind, Measure
from tonghop.core.definitions import Text
from tonghop.core.findings import Finding
from tonghop.core.units import Unit, UnitTree


def test_columns_follow_forms_rows_and_fields() -> None:
    made = columns(plan(), period_of(plan(), JANUARY))
    assert [str(column.measure) for column in made] == [
        "reg.members",
        "reg.cells",
        "att.rows",
        "att.summoned",
        "att.attended",
        "att.days",
        "att.rate",
        "mat.BOOK.recipients",
        "mat.BOOK.entitled",
        "mat.BOOK.received",
        "mat.BOOK.passed_down",
        "mat.BOOK.coverage",
        "mat.DISC.recipients",
        "mat.DISC.entitled",
        "mat.DISC.received",
        "mat.DISC.passed_down",
        "mat.DISC.coverage",
        *(f"res.{row}.{field}" for row in ("PLANS", "MET", "PEAK", "HOURS") for field in ("done", "total")),
    ]


@pytest.mark.parametrize(
    ("measure", "over_units", "over_time"),
    [
        ("att.rows", "sum", "sum"),
        ("res.PLANS.done", "sum", "sum"),
        ("res.MET.done", "sum", "none"),
        ("res.PEAK.done", "max", "max"),
        ("res.PEAK.total", "max", "last"),
        ("mat.BOOK.received", "none", "last"),
    ],
)
def test_a_row_changes_only_what_would_be_summed(measure: str, over_units: str, over_time: str) -> None:
    found = {str(column.measure): column for column in columns(plan(), period_of(plan(), JANUARY))}[measure]
    assert (found.over_units, found.over_time) == (over_units, over_time)


def test_a_decimal_row_makes_its_counts_decimal() -> None:
    found = {str(column.measure): column.type for column in columns(plan(), period_of(plan(), JANUARY))}
    assert (found["res.HOURS.done"], found["res.PLANS.done"]) == ("decimal", "count")


def test_a_submission_adds_up_its_own_rows_and_blank_is_not_zero() -> None:
    sent = report(
        "C11",
        att=[
            {"about": "A", "summoned": 100, "attended": 90, "days": Decimal("0.5")},
            {"about": "B", "summoned": 50, "attended": None, "days": Decimal(1)},
        ],
        res={"PLANS": {"done": 0}, "MET": {"done": None}},
    )
    values = measure_values(sent.submission, columns(plan(), period_of(plan(), JANUARY)))
    assert {str(measure): figure for measure, figure in values.items()} == {
        "att.rows": 2,
        "att.summoned": 150,
        "att.attended": 90,
        "att.days": 1,
        "att.rate": Decimal("0.6"),
        "res.PLANS.done": 0,
    }


def test_every_unit_has_its_lines_in_tree_order() -> None:
    assert shape(brought_together()) == [
        "total P",
        "own P",
        "  total D1",
        "  own D1",
        "    own C11",
        "    own C12",
        "  total D2",
        "  own D2",
        "    own C21",
    ]


def test_totals_are_made_of_their_parts() -> None:
    made = brought_together(
        report("P", att=[{"summoned": 4000, "attended": 3640}]),
        report("D1", att=[{"summoned": 100, "attended": 80}]),
        report("C11", att=[{"summoned": 10, "attended": 10}]),
        report("C21", att=[{"summoned": 20, "attended": 20}]),
    )
    assert [total(made, unit, "att.summoned") for unit in ("P", "D1", "D2")] == [4130, 110, 20]
    assert [made.lines[part].unit.code for part in line(made, "P", LineKind.TOTAL).parts] == ["P", "D1", "D2"]
    assert [made.lines[part].unit.code for part in line(made, "D1", LineKind.TOTAL).parts] == ["D1", "C11", "C12"]
    assert total(made, "P", "att.rows") == 4


def test_a_rate_is_the_ratio_of_sums_never_an_average() -> None:
    made = brought_together(
        report("C11", att=[{"summoned": 10, "attended": 10}]),
        report("C12", att=[{"summoned": 90, "attended": 30}]),
    )
    assert total(made, "D1", "att.rate") == Decimal("0.4")
    assert value(made, "C11", "att.rate") == 1


def test_a_rate_whose_operand_is_missing_or_zero_is_blank() -> None:
    made = brought_together(
        report("C11", att=[{"summoned": None, "attended": 10}]), report("C21", att=[{"summoned": 0, "attended": 0}])
    )
    assert total(made, "D1", "att.rate") is None
    assert total(made, "D2", "att.rate") is None


def test_a_rate_may_use_what_stands_in_its_row() -> None:
    made = brought_together(report("C11", mat={"BOOK": {"recipients": 4, "entitled": 12}}))
    assert total(made, "D1", "mat.BOOK.coverage") == 1


def test_what_is_not_added_over_units_stands_with_each_unit_and_in_no_total() -> None:
    made = brought_together(report("D1", mat={"BOOK": {"received": 30, "passed_down": 20}}))
    assert value(made, "D1", "mat.BOOK.received") == 30
    assert total(made, "D1", "mat.BOOK.received") is None


def test_the_highest_of_several_units_is_taken_where_the_row_says_so() -> None:
    made = brought_together(report("C11", res={"PEAK": {"done": 7}}), report("C12", res={"PEAK": {"done": 9}}))
    assert total(made, "P", "res.PEAK.done") == 9


def test_a_total_of_blanks_is_blank() -> None:
    made = brought_together(report("C11", res={"PLANS": {"done": 0}}))
    assert total(made, "D1", "res.PLANS.done") == 0
    assert total(made, "D2", "res.PLANS.done") is None
    assert line(made, "C21").values == {}


@pytest.mark.parametrize(
    ("include", "review_levels", "taken"),
    [
        (Include.SUBMITTED, 1, {"accepted", "submitted", "reopened"}),
        (Include.ACCEPTED, 1, {"accepted"}),
        (Include.ACCEPTED, 0, {"accepted", "submitted", "reopened"}),
    ],
)
def test_only_what_may_be_taken_is_taken(include: Include, review_levels: int, taken: set[str]) -> None:
    campaign = plan(review_levels=review_levels)
    for state in State:
        made = brought_together(
            report("C11", state=state, res={"PLANS": {"done": 5}}), campaign=campaign, include=include
        )
        assert (total(made, "P", "res.PLANS.done") == 5) == (state.value in taken), state
        assert (line(made, "C11").revisions != ()) == (state.value in taken), state


def test_the_newest_by_sequence_is_taken_in_whatever_order_they_come() -> None:
    old, new = (report("C11", sequence=place, res={"PLANS": {"done": place}}) for place in (1, 2))
    for given in ((old, new), (new, old)):
        assert total(brought_together(*given), "P", "res.PLANS.done") == 2


def test_other_campaigns_and_periods_are_not_taken() -> None:
    made = brought_together(report("C11", "T2020-02", res={"PLANS": {"done": 5}}))
    assert total(made, "P", "res.PLANS.done") is None


def test_every_figure_knows_its_cells_and_its_file() -> None:
    sent = report("C11", att=[{"summoned": 10, "attended": 8, "days": 1}, {"summoned": 5, "attended": 5, "days": 2}])
    found = line(brought_together(sent), "C11")
    assert found.revisions == (sent,)
    assert {str(measure): cells for measure, cells in found.cells.items()} == {
        "att.rows": ("att!B9", "att!B10"),
        "att.summoned": ("att!B9", "att!B10"),
        "att.attended": ("att!C9", "att!C10"),
        "att.days": ("att!D10",),
        "att.rate": ("att!C9", "att!C10", "att!B9", "att!B10"),
    }
    assert found.cells.keys() == found.values.keys()


def test_a_line_says_how_its_report_stands() -> None:
    made = brought_together(report("C11", state=State.RETURNED))
    assert [(one.unit.code, one.standing and one.standing.state) for one in made.lines[-5:]] == [
        ("C11", State.RETURNED),
        ("C12", State.NOT_SENT),
        ("D2", None),
        ("D2", State.NOT_SENT),
        ("C21", State.NOT_SENT),
    ]


def test_warnings_of_the_revisions_used_are_carried_and_others_are_not() -> None:
    warning, note = Finding("computed_differs"), Finding("read_differently")
    made = brought_together(
        report("C11", findings=(warning, note)), report("C12", state=State.RETURNED, findings=(warning,))
    )
    assert [(found.unit, found.period, found.finding) for found in made.findings] == [("C11", JANUARY, warning)]


def test_a_unit_that_does_not_report_has_no_own_line_unless_it_sent_one() -> None:
    levels = [
        {"code": code, "label": {"vi": code, "en": code}, "reports": code == "commune"}
        for code in ("province", "district", "commune")
    ]
    campaign = plan(levels=levels)
    made = brought_together(report("D2", res={"PLANS": {"done": 1}}), campaign=campaign)
    assert shape(made) == [
        "total P",
        "  total D1",
        "    own C11",
        "    own C12",
        "  total D2",
        "  own D2",
        "    own C21",
    ]


def test_a_single_unit_is_one_line() -> None:
    alone = UnitTree.of([Unit("P", None, "province", "Tỉnh")])
    made = brought_together(report("P", reg={"members": 3}), tree=alone)
    assert (shape(made), value(made, "P", "reg.members")) == (["own P"], 3)


# Units that changed.

_OLD = Unit("C13", "D1", "commune", "Xã Ba", successors=("C12",))
_OLDER = Unit("C14", "D1", "commune", "Xã Bốn", successors=("C13",))
_SPLIT = Unit("C15", "D1", "commune", "Xã Năm", successors=("C11", "C12"))


def test_what_a_merged_unit_sent_adds_to_the_unit_that_took_it_over() -> None:
    reports = [report(code, res={"PLANS": {"done": done}}) for code, done in (("C12", 1), ("C13", 10), ("C14", 100))]
    made = brought_together(*reports, former=(_OLD, _OLDER))
    assert value(made, "C12", "res.PLANS.done") == 111
    assert total(made, "P", "res.PLANS.done") == 111
    assert {revision.key.unit for revision in line(made, "C12").revisions} == {"C12", "C13", "C14"}
    assert made.findings == ()


def test_what_a_split_unit_sent_is_in_no_total_and_said_so() -> None:
    made = brought_together(report("C15", res={"PLANS": {"done": 10}}), former=(_SPLIT,))
    assert total(made, "P", "res.PLANS.done") is None
    (found,) = made.findings
    assert (found.unit, found.finding.code) == ("C15", "unit_not_placed")
    assert found.finding.parameters == {"unit": "C15", "file": "C15.xlsx", "day": "30/06/2020"}


def test_successors_in_a_circle_lead_nowhere() -> None:
    circle = (Unit("X", "D1", "commune", "X", successors=("Y",)), Unit("Y", "D1", "commune", "Y", successors=("X",)))
    made = brought_together(report("X", res={"PLANS": {"done": 10}}), former=circle)
    assert [found.finding.code for found in made.findings] == ["unit_not_placed"]


def test_the_periods_of_the_matrix_are_those_the_standings_speak_of() -> None:
    made = brought_together()
    assert [period.code for period in made.matrix_periods] == [f"T2020-0{month}" for month in range(1, 7)]
    assert len(made.standings) == 6 * len(UNITS) == 6 * len(TREE.units)
    assert Measure("att", "rows") in {column.measure for column in made.columns}


def test_a_row_that_a_newer_version_lacks_is_told_by_its_code() -> None:
    sent = report("C11", res={"GONE": {"done": 3}})
    made = brought_together(sent, campaign=plan(version=2))
    (label,) = (one.finding.parameters["label"] for one in made.findings if one.finding.row == "GONE")
    assert isinstance(label, Text)
    assert label.said("vi").endswith("(mã số GONE)")

"""Derived periods: how figures go over time, and what is never added over months."""

from decimal import Decimal

import pytest
from tests.small_plan import FEBRUARY, HALF_YEAR, JANUARY, MARCH, brought_together, line, plan, report, total, value

from tonghop.core.calendar import find_period
from tonghop.core.consolidating.measuring import columns, measure_values, over_time
from tonghop.core.consolidation import LineKind


@pytest.mark.parametrize(
    ("measure", "by_month", "half_year"),
    [
        ("res.PLANS.done", [1, 2, 4], 7),
        ("res.PLANS.done", [1, None, 4], 5),
        ("res.PEAK.done", [5, 9, 2], 9),
        ("res.MET.done", [5, 9, 2], None),
        ("res.MET.done", [5, None, None], None),
        ("res.HOURS.done", [Decimal("0.5"), 1, None], Decimal("1.5")),
        ("mat.BOOK.received", [10, 30, None], 30),
    ],
)
def test_months_come_together_as_the_field_says(
    measure: str, by_month: list[int | None], half_year: int | Decimal | None
) -> None:
    form, row, field = measure.split(".")
    reports = [
        report("C11", month, mat={row: {field: figure}} if form == "mat" else {}, res={row: {field: figure}})
        for month, figure in zip((JANUARY, FEBRUARY, MARCH), by_month, strict=True)
    ]
    made = brought_together(*reports, period=HALF_YEAR)
    assert value(made, "C11", measure) == half_year


def test_what_does_not_add_over_months_is_blank_even_when_one_month_alone_came() -> None:
    made = brought_together(report("C11", JANUARY, res={"MET": {"done": 5}}), period=HALF_YEAR)
    assert value(made, "C11", "res.MET.done") is None


def test_the_register_is_the_newest_one_and_its_total_the_sum_of_the_newest() -> None:
    made = brought_together(
        report("C11", JANUARY, reg={"members": 100}),
        report("C11", MARCH, reg={"members": 90}),
        report("C12", FEBRUARY, reg={"members": 50}),
        period=HALF_YEAR,
    )
    assert (value(made, "C11", "reg.members"), value(made, "C12", "reg.members")) == (90, 50)
    assert total(made, "P", "reg.members") == 140


def test_a_rate_over_months_is_the_ratio_of_sums() -> None:
    made = brought_together(
        report("C11", JANUARY, att=[{"summoned": 10, "attended": 10}]),
        report("C11", FEBRUARY, att=[{"summoned": 30, "attended": 10}]),
        period=HALF_YEAR,
    )
    assert value(made, "C11", "att.rate") == Decimal("0.5")
    assert total(made, "P", "att.rows") == 2


def test_a_derived_period_rests_on_the_revisions_of_its_months_in_order() -> None:
    first, second = report("C11", FEBRUARY, reg={"members": 9}), report("C11", JANUARY, reg={"members": 8, "cells": 2})
    made = brought_together(first, second, period=HALF_YEAR)
    found = line(made, "C11")
    assert found.revisions == (second, first)
    assert {str(measure): cells for measure, cells in found.cells.items()} == {
        "reg.members": ("reg!B9",),
        "reg.cells": ("reg!C9",),
    }
    assert [period.code for period in made.periods] == [f"T2020-0{month}" for month in range(1, 7)]


def test_the_line_stands_as_its_newest_period_does() -> None:
    made = brought_together(report("C11", JANUARY), period=HALF_YEAR)
    standing = line(made, "C11").standing
    assert standing is not None
    assert standing.period == "T2020-06"


def test_a_review_that_restates_what_months_reported_is_itself_and_never_added() -> None:
    review = {
        "code": "review",
        "label": {"vi": "Sơ kết", "en": "Review"},
        "first": "2020-01-01",
        "last": "2020-06-30",
        "due": {"at_end": True},
        "forms": ["res"],
        "adds": False,
    }
    usual = plan()
    campaign = usual.model_validate({**usual.model_dump(mode="json"), "reports": [*_reports(), review]})
    reports = (
        report("C11", JANUARY, res={"PLANS": {"done": 5}}),
        report("C11", "review", res={"PLANS": {"done": 6}, "MET": {"done": 4}}),
    )
    half_year = brought_together(*reports, campaign=campaign, period=HALF_YEAR)
    assert total(half_year, "P", "res.PLANS.done") == 5
    itself = brought_together(*reports, campaign=campaign, period="review")
    assert total(itself, "P", "res.PLANS.done") == 6
    assert total(itself, "P", "res.MET.done") == 4
    assert line(itself, "P", LineKind.TOTAL).values.keys() < {column.measure for column in itself.columns}


def _reports() -> list[object]:
    dumped = plan().model_dump(mode="json")["reports"]
    assert isinstance(dumped, list)
    return dumped


def test_totals_of_several_periods_come_together_without_their_cells() -> None:
    campaign = plan()
    measured = columns(campaign, find_period(campaign, JANUARY))
    parts = [
        measure_values(report("C11", att=[{"summoned": 10, "attended": part}]).submission, measured) for part in (2, 4)
    ]
    values = {str(measure): figure for measure, figure in over_time(measured, parts).items()}
    assert values == {"att.rows": 2, "att.summoned": 20, "att.attended": 6, "att.rate": Decimal("0.3")}

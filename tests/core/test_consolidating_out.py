"""A consolidation written out: as JSON that loses nothing, and as flat rows for a pivot."""

import json
from datetime import UTC, datetime
from decimal import Decimal

from tests.small_plan import (
    FEBRUARY,
    HALF_YEAR,
    JANUARY,
    brought_together,
    plan,
    report,
    total,
)

from tonghop.core.cells import CellRef
from tonghop.core.consolidating.facts import facts, span
from tonghop.core.consolidation import Consolidation, LineKind
from tonghop.core.consolidation_json import as_json
from tonghop.core.findings import Finding
from tonghop.core.submission import Coverage


def sample() -> Consolidation:
    return brought_together(
        report(
            "C11",
            sequence=7,
            received=datetime(2020, 1, 20, 3, tzinfo=UTC),
            att=[{"summoned": 8, "attended": 7}, {"summoned": 8, "attended": 7}],
            res={"HOURS": {"done": Decimal("0.50")}},
            findings=(Finding("computed_differs", cell=CellRef("att", 8, 2), read="9", expected="7"),),
        ),
        report("D1", summary=True, res={"HOURS": {"done": 2}}),
    )


def test_json_is_plain_and_exact() -> None:
    written = json.loads(json.dumps(as_json(sample()), ensure_ascii=False, allow_nan=False))
    values = written["lines"][0]["values"]
    assert values == {
        "att.rows": 2,
        "att.summoned": 16,
        "att.attended": 14,
        "att.rate": "0.875",
        "res.HOURS.done": "0.50",
        "res.HOURS.total": "0.50",
    }
    assert list(written) == [
        "campaign",
        "period",
        "periods",
        "as_of",
        "include",
        "forms",
        "columns",
        "lines",
        "progress",
        "standings",
        "differences",
        "findings",
        "changes",
    ]


def test_json_tells_where_each_figure_came_from() -> None:
    (own,) = [one for one in as_json(sample())["lines"] if one["unit"] == "C11"]
    assert own["cells"]["att.summoned"] == ["att!B9", "att!B10"]
    assert own["revisions"] == [
        {
            "unit": "C11",
            "period": JANUARY,
            "coverage": "own",
            "number": 1,
            "state": "submitted",
            "received": "2020-01-20T03:00:00+00:00",
            "sender": "clerk of C11",
            "file": "C11.xlsx",
            "digest": f"{7:064x}",
            "waiting": None,
        }
    ]
    assert (own["kind"], own["parent"], own["level"], own["state"]) == ("own", "D1", "commune", "submitted")


def test_json_tells_what_is_missing_and_what_differs() -> None:
    written = as_json(sample())
    assert written["differences"] == [
        {
            "unit": "D1",
            "period": JANUARY,
            "measure": "res.HOURS.done",
            "summary": 2,
            "below": "0.50",
            "adds_summary": False,
        }
    ]
    assert written["progress"][0] == {
        "period": JANUARY,
        "owed": 6,
        "on_time": 1,
        "late": 0,
        "not_due": 0,
        "missing": 5,
        "empty": 0,
        "blocked": 0,
        "returned": 0,
        "accepted": 0,
        "exempt": 0,
        "rate": f"{Decimal(1) / 6:f}",
    }
    first, second = written["findings"]
    assert (first["code"], first["cell"], first["sheet"], first["severity"]) == (
        "computed_differs",
        "att!C9",
        "att",
        "warning",
    )
    assert second["parameters"] == {"label": {"vi": "hours – done", "en": "hours – done"}, "unit": "Huyện Một"}
    assert {one["state"] for one in written["standings"]} == {"submitted", "not_sent", "not_due"}


def test_facts_are_every_figure_once_and_no_rates() -> None:
    told = [
        (fact.unit.code, fact.period.code, fact.form.code, str(fact.column.measure), fact.value, fact.cell)
        for fact in facts(sample())
    ]
    assert told == [
        ("C11", JANUARY, "att", "att.rows", 2, "att!B9:B10"),
        ("C11", JANUARY, "att", "att.summoned", 16, "att!B9:B10"),
        ("C11", JANUARY, "att", "att.attended", 14, "att!C9:C10"),
        ("C11", JANUARY, "res", "res.HOURS.done", Decimal("0.50"), "res!B9"),
    ]


def test_facts_of_a_derived_period_stand_month_by_month_and_add_up() -> None:
    reports = [report("C11", month, res={"PLANS": {"done": done}}) for month, done in ((FEBRUARY, 5), (JANUARY, 2))]
    made = brought_together(*reports, period=HALF_YEAR)
    told = list(facts(made))
    assert [(fact.period.code, fact.value) for fact in told] == [(JANUARY, 2), (FEBRUARY, 5)]
    assert sum(fact.value for fact in told) == total(made, "P", "res.PLANS.done")
    assert [fact.revision for fact in told] == reports[::-1]


def test_facts_say_whether_a_figure_is_a_units_own_or_a_summary() -> None:
    made = brought_together(
        report("D1", summary=True, reg={"members": 5}), report("D1", reg={"members": 4}), campaign=plan(stands_in=True)
    )
    assert [(fact.coverage, fact.value) for fact in facts(made)] == [(Coverage.OWN, 4), (Coverage.SUMMARY, 5)]
    assert {one.kind for one in made.lines if one.revisions} == {LineKind.OWN, LineKind.SUMMARY}


def test_neighbouring_cells_are_written_as_a_range() -> None:
    rows = [CellRef("Biểu 2", row, 8) for row in (10, 8, 9, 19)]
    assert span([*rows, CellRef("Biểu 3", 20, 8)]) == "Biểu 2!I9:I11; Biểu 2!I20; Biểu 3!I21"
    assert span([]) == ""

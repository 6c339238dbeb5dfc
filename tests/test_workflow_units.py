"""What a merger in mid-campaign means for the next periods: history goes on, and completeness cannot lie."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.small_plan import FEBRUARY, JANUARY, MARCH, UNITS, period_of, plan, report

from tonghop import workflow
from tonghop.config import Instance
from tonghop.core import reorganising
from tonghop.core.consolidating.measuring import measure_values
from tonghop.core.consolidation import Include, LineKind, Measure
from tonghop.core.submission import Coverage
from tonghop.storage import Delivery, Outcome, Store
from tonghop.workflow import Office
from tonghop.workflow.past import past_totals

CAMPAIGN = plan()
AT, ON, TODAY = datetime(2020, 1, 20, tzinfo=UTC), date(2020, 2, 10), date(2020, 3, 31)
DONE = Measure("res", "done", "PLANS")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    instance = Instance.create(tmp_path / "instance")
    with Store.create(workflow.database_url(instance)) as store:
        store.save_campaign(CAMPAIGN, UNITS, who="lan", at=AT)
        yield Office(instance, store)


def send(office: Office, unit: str, done: int, period: str = JANUARY) -> None:
    submission = report(unit, period, res={"PLANS": {"done": done}}).submission
    totals = measure_values(submission, office.columns(CAMPAIGN, period_of(CAMPAIGN, period)))
    outcome = Outcome(submission.key, submission, (), totals)
    office.store.receive(Delivery(f"{unit} {period}".encode(), f"{unit}.xlsx", "an", AT), [outcome])


def merge(office: Office) -> None:
    office.change_units(
        CAMPAIGN,
        lambda units: reorganising.merge(units, ["C11", "C12"], "C13", ON, name="Xã Chung"),
        {"action": "merge"},
        who="ha",
        at=AT,
    )


def test_a_merged_unit_goes_on_from_what_its_former_units_reported(office: Office) -> None:
    send(office, "C11", 3)
    send(office, "C12", 4)
    merge(office)
    unit = office.unit(CAMPAIGN, "C13", TODAY)
    history = past_totals(office, CAMPAIGN, period_of(CAMPAIGN, MARCH), unit, Coverage.OWN, TODAY)
    assert [values[DONE] for values in history] == [7]


def test_a_later_merger_does_not_take_from_a_period_who_had_to_report(office: Office) -> None:
    send(office, "C11", 3)
    merge(office)
    told = {(one.unit, one.period): one.state.value for one in workflow.standings(office, CAMPAIGN, TODAY)}
    assert told["C11", JANUARY] == "submitted"
    assert told["C12", JANUARY] == "not_sent"
    assert ("C13", JANUARY) not in told
    assert told["C13", FEBRUARY] == "not_sent"
    assert ("C11", FEBRUARY) not in told


@pytest.mark.parametrize("tree_day", [date(2020, 1, 31), date(2020, 2, 9), ON, date(2020, 3, 31)])
def test_who_had_to_report_is_the_same_on_whichever_tree_it_is_drawn(office: Office, tree_day: date) -> None:
    send(office, "C11", 3)
    merge(office)
    moved = {"action": "move"}
    office.change_units(CAMPAIGN, lambda units: reorganising.move(units, "C21", "D1", ON), moved, who="ha", at=AT)
    drawn = workflow.standings(office, CAMPAIGN, TODAY, tree_day=tree_day)
    for period in (JANUARY, MARCH):
        owing = {one.unit for one in workflow.standings(office, CAMPAIGN, TODAY) if one.period == period}
        assert "C21" in owing
        assert {one.unit for one in drawn if one.period == period} == owing


def test_a_period_is_drawn_on_the_tree_of_its_own_time_or_of_another_day(office: Office) -> None:
    send(office, "C11", 3)
    send(office, "C12", 4)
    merge(office)
    january = period_of(CAMPAIGN, JANUARY)
    for day, units in ((None, {"C11", "C12"}), (ON, {"C13"})):
        made = workflow.publish(office, CAMPAIGN, january, as_of=TODAY, include=Include.SUBMITTED, tree_day=day)
        assert made.lines[0].values[DONE] == 7
        own = {line.unit.code for line in made.lines if line.kind is LineKind.OWN and line.revisions}
        assert own == units


def test_what_the_merged_unit_sent_is_shown_apart_on_the_old_tree(office: Office) -> None:
    merge(office)
    send(office, "C11", 3, FEBRUARY)
    send(office, "C13", 9, FEBRUARY)
    made = workflow.publish(
        office,
        CAMPAIGN,
        period_of(CAMPAIGN, FEBRUARY),
        as_of=TODAY,
        include=Include.SUBMITTED,
        tree_day=date(2020, 2, 9),
    )
    own = {line.unit.code: line.values[DONE] for line in made.lines if line.kind is LineKind.OWN and line.revisions}
    assert (own, made.lines[0].values[DONE]) == ({"C11": 3, "C13": 9}, 12)

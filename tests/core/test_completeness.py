"""Completeness cannot lie: every state apart, lateness in days of the zone, rates never over 100 %."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from tests.small_plan import FEBRUARY, JANUARY, TREE, UNITS, ZONE, period_of, plan, report

from tonghop.core.completeness import Progress, Standing, State, owed, progress, standings
from tonghop.core.consolidation import Revision
from tonghop.core.definitions import Campaign
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit, UnitTree

DUE = date(2020, 1, 31)


def stand(
    *revisions: Revision,
    as_of: date = DUE,
    campaign: Campaign | None = None,
    exempt: tuple[tuple[str, str], ...] = (),
    extensions: dict[tuple[str, str], date] | None = None,
) -> dict[tuple[str, Coverage], Standing]:
    """Return January's standings."""
    campaign = campaign or plan()
    made = standings(
        campaign,
        TREE,
        [period_of(campaign, JANUARY)],
        revisions,
        as_of=as_of,
        zone=ZONE,
        exempt=exempt,
        extensions=extensions or {},
    )
    return {(standing.unit, standing.coverage): standing for standing in made}


def c11(standing: dict[tuple[str, Coverage], Standing]) -> Standing:
    return standing["C11", Coverage.OWN]


# Who owes.


def test_every_unit_that_reports_owes_in_tree_order() -> None:
    found = [(unit.code, coverage) for unit, coverage in owed(plan(), TREE, period_of(plan(), JANUARY))]
    assert found == [(unit.code, Coverage.OWN) for unit in UNITS]


def test_where_summaries_stand_in_districts_owe_one_and_communes_nothing() -> None:
    campaign = plan(stands_in=True)
    found = [(unit.code, coverage.value) for unit, coverage in owed(campaign, TREE, period_of(campaign, JANUARY))]
    assert found == [("P", "own"), ("D1", "own"), ("D1", "summary"), ("D2", "own"), ("D2", "summary")]


def test_a_period_of_certain_levels_is_owed_by_these_alone() -> None:
    period = period_of(plan(), JANUARY).model_copy(update={"levels": ("district",)})
    assert [unit.code for unit, _ in owed(plan(), TREE, period)] == ["D1", "D2"]


def test_units_without_a_form_to_fill_owe_nothing() -> None:
    form = plan().forms[0].model_copy(update={"levels": ("commune",)})
    campaign = plan().model_copy(update={"forms": (form,)})
    period = period_of(plan(), JANUARY).model_copy(update={"forms": ("reg",)})
    assert [unit.code for unit, _ in owed(campaign, TREE, period)] == ["C11", "C12", "C21"]


def test_nobody_owes_a_derived_period() -> None:
    assert list(owed(plan(), TREE, period_of(plan(), "H2020-H1"))) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "owes"),
    [
        (date(2020, 1, 31), None, True),
        (date(2020, 2, 1), None, False),
        (None, date(2020, 1, 1), True),
        (None, date(2019, 12, 31), False),
    ],
)
def test_a_unit_owes_only_for_periods_it_lived_in(valid_from: date | None, valid_to: date | None, owes: bool) -> None:  # noqa: FBT001
    tree = UnitTree.of([Unit("P", None, "province", "Tỉnh", valid_from=valid_from, valid_to=valid_to)])
    assert bool(list(owed(plan(), tree, period_of(plan(), JANUARY)))) == owes


# How each stands.


@pytest.mark.parametrize(
    ("as_of", "state", "days_late"),
    [
        (DUE - timedelta(days=20), State.NOT_DUE, 0),
        (DUE, State.NOT_DUE, 0),
        (DUE + timedelta(days=1), State.NOT_SENT, 1),
        (DUE + timedelta(days=30), State.NOT_SENT, 30),
    ],
)
def test_nothing_came(as_of: date, state: State, days_late: int) -> None:
    found = c11(stand(as_of=as_of))
    assert (found.state, found.days_late, found.due, found.received) == (state, days_late, DUE, None)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED, State.REOPENED])
@pytest.mark.parametrize(
    ("received", "day", "days_late"),
    [
        # the last minute of 31 January in Hà Nội is 16:59 UTC
        (datetime(2020, 1, 31, 16, 59, tzinfo=UTC), DUE, 0),
        (datetime(2020, 1, 31, 17, 0, tzinfo=UTC), date(2020, 2, 1), 1),
        (datetime(2020, 2, 9, 18, 0, tzinfo=UTC), date(2020, 2, 10), 10),
    ],
)
def test_what_came_is_late_by_days_of_the_zone(state: State, received: datetime, day: date, days_late: int) -> None:
    found = c11(stand(report("C11", state=state, received=received), as_of=date(2020, 3, 1)))
    assert (found.state, found.received, found.days_late) == (state, day, days_late)
    assert found.is_late == (days_late > 0)


@pytest.mark.parametrize(
    ("sent", "state", "came"),
    [
        (report("C11", state=State.BLOCKED), State.BLOCKED, None),
        (report("C11", state=State.EMPTY), State.EMPTY, None),
        (report("C11", state=State.RETURNED), State.RETURNED, date(2020, 1, 20)),
    ],
)
def test_what_cannot_be_used_is_awaited_still(sent: Revision, state: State, came: date | None) -> None:
    found = c11(stand(sent, as_of=DUE + timedelta(days=3)))
    assert (found.state, found.received, found.days_late) == (state, came, 3)
    assert c11(stand(sent, as_of=DUE)).days_late == 0


def test_a_correction_does_not_make_a_report_late() -> None:
    first = report("C11", sequence=1, received=datetime(2020, 1, 30, tzinfo=UTC))
    second = report("C11", sequence=2, received=datetime(2020, 2, 5, tzinfo=UTC), state=State.ACCEPTED)
    found = c11(stand(second, first, as_of=date(2020, 3, 1)))
    assert (found.state, found.received, found.days_late) == (State.ACCEPTED, date(2020, 1, 30), 0)


def test_storage_may_say_when_the_first_one_came() -> None:
    late = report("C11", received=datetime(2020, 2, 5, tzinfo=UTC), first_received=datetime(2020, 1, 30, tzinfo=UTC))
    assert c11(stand(late, as_of=date(2020, 3, 1))).days_late == 0


def test_a_blocked_workbook_is_not_when_the_report_came() -> None:
    blocked = report("C11", sequence=1, state=State.BLOCKED, received=datetime(2020, 1, 30, tzinfo=UTC))
    good = report("C11", sequence=2, received=datetime(2020, 2, 5, tzinfo=UTC))
    assert c11(stand(blocked, good, as_of=date(2020, 3, 1))).days_late == 5


def test_an_extension_moves_one_units_last_day() -> None:
    found = stand(as_of=date(2020, 2, 3), extensions={("C11", JANUARY): date(2020, 2, 5)})
    assert (c11(found).state, c11(found).due) == (State.NOT_DUE, date(2020, 2, 5))
    assert found["C12", Coverage.OWN].days_late == 3


def test_the_exempt_are_never_late_whatever_they_sent() -> None:
    silent = c11(stand(as_of=date(2020, 3, 1), exempt=(("C11", JANUARY),)))
    sent = c11(
        stand(
            report("C11", received=datetime(2020, 2, 5, tzinfo=UTC)),
            as_of=date(2020, 3, 1),
            exempt=(("C11", JANUARY), ("C12", FEBRUARY)),
        )
    )
    assert [(one.state, one.days_late) for one in (silent, sent)] == [(State.EXEMPT, 0)] * 2
    assert sent.received == date(2020, 2, 5)


def test_own_and_summary_stand_apart() -> None:
    found = stand(report("D1", summary=True), campaign=plan(stands_in=True))
    assert found["D1", Coverage.OWN].state is State.NOT_DUE
    assert found["D1", Coverage.SUMMARY].state is State.SUBMITTED


def test_standings_are_in_tree_order_then_by_period() -> None:
    both = [period_of(plan(), code) for code in (JANUARY, FEBRUARY)]
    made = standings(plan(), TREE, both, [], as_of=DUE, zone=ZONE)
    expected = [(unit.code, code) for unit in UNITS for code in (JANUARY, FEBRUARY)]
    assert [(standing.unit, standing.period) for standing in made] == expected


def test_reports_of_another_campaign_are_not_this_ones() -> None:
    usual = plan()
    other = usual.model_copy(update={"code": "another"})
    assert c11(stand(report("C11"), campaign=other)).state is State.NOT_DUE


# Counting.


def test_progress_counts_each_state_apart() -> None:
    late = datetime(2020, 2, 2, tzinfo=UTC)
    made = stand(
        report("P"),
        report("D1", state=State.ACCEPTED, received=late),
        report("C11", state=State.BLOCKED),
        report("C12", state=State.RETURNED),
        as_of=date(2020, 3, 1),
        exempt=(("D2", JANUARY),),
    )
    found = progress(made.values(), JANUARY)
    assert found == Progress(JANUARY, owed=5, on_time=1, late=1, missing=1, blocked=1, returned=1, accepted=1, exempt=1)
    assert found.rate == Decimal("0.4")


def test_the_rate_of_nothing_owed_is_blank() -> None:
    everyone = tuple((unit.code, JANUARY) for unit in UNITS)
    assert progress(stand(exempt=everyone).values(), JANUARY).rate is None
    assert progress(stand().values(), FEBRUARY) == Progress(FEBRUARY)

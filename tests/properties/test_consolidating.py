"""What holds for whatever units send, in whatever order: nothing lost, nothing twice, ratios from sums."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.small_plan import (
    HALF_YEAR,
    JANUARY,
    TREE,
    UNITS,
    ZONE,
    Table,
    brought_together,
    line,
    period_of,
    plan,
    report,
)

from tonghop.core.completeness import State, progress, standings
from tonghop.core.consolidating.facts import facts
from tonghop.core.consolidation import Consolidation, Include, LineKind, Measure, Revision
from tonghop.core.consolidation_json import as_json
from tonghop.core.definitions import Aggregation, Campaign, Number
from tonghop.core.units import Unit

_COUNTS = st.none() | st.integers(0, 10_000)
_DECIMALS = st.none() | st.decimals(0, 1000, places=2, allow_nan=False)
_MONTHS = [f"T2020-0{month}" for month in range(1, 7)]


def _table(**columns: st.SearchStrategy[Number | None]) -> st.SearchStrategy[Table]:
    return st.fixed_dictionaries(columns)


_ROWS = {
    "reg": st.none() | _table(members=_COUNTS, cells=_COUNTS),
    "att": st.lists(_table(summoned=_COUNTS, attended=_COUNTS, days=_DECIMALS), max_size=3),
    "mat": st.dictionaries(
        st.sampled_from(["BOOK", "DISC"]), _table(recipients=_COUNTS, received=_COUNTS, passed_down=_COUNTS)
    ),
    "res": st.dictionaries(st.sampled_from(["PLANS", "MET", "PEAK", "HOURS"]), _table(done=_COUNTS, total=_DECIMALS)),
}


@st.composite
def sent(draw: st.DrawFn, months: tuple[str, ...] = (JANUARY,), *, revised: bool = True) -> list[Revision]:
    """Reports and summaries of any units, some sent twice, in any state."""
    every = [(unit.code, month, summary) for unit in UNITS for month in months for summary in (False, True)]
    chosen = draw(st.lists(st.sampled_from(every), max_size=12, unique=not revised))
    forms: Mapping[str, st.SearchStrategy[object]] = _ROWS
    return [
        report(
            unit,
            month,
            summary=summary,
            state=draw(st.sampled_from(State)),
            sequence=place,
            **{code: draw(rows) for code, rows in forms.items()},  # type: ignore[arg-type]
        )
        for place, (unit, month, summary) in enumerate(chosen)
    ]


_PLANS = st.booleans().map(lambda stands_in: plan(stands_in=stands_in))
_MADE = st.builds(
    lambda campaign, reports, include: brought_together(*reports, campaign=campaign, include=include),
    _PLANS,
    sent(),
    st.sampled_from(Include),
)


@given(_PLANS, sent(("T2020-01", "T2020-02")), st.randoms(use_true_random=False), st.sampled_from([JANUARY, HALF_YEAR]))
def test_the_order_of_revisions_makes_no_difference(
    campaign: Campaign, reports: list[Revision], chance: random.Random, period: str
) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)
    first = brought_together(*reports, campaign=campaign, period=period)
    second = brought_together(*shuffled, campaign=campaign, period=period)
    assert as_json(first) == as_json(second)
    assert first == second


@given(_MADE)
def test_at_every_level_the_whole_is_its_parts(made: Consolidation) -> None:
    for one in made.lines:
        if one.kind is not LineKind.TOTAL:
            assert one.parts == ()
            continue
        for column in made.columns:
            if column.over_units in {Aggregation.SUM, Aggregation.MAX}:
                found = [made.lines[part].values.get(column.measure) for part in one.parts]
                present = [figure for figure in found if figure is not None]
                combine = sum if column.over_units is Aggregation.SUM else max
                assert one.values.get(column.measure) == (combine(present) if present else None)


@given(_MADE)
def test_every_line_below_the_root_is_a_part_of_exactly_one_other(made: Consolidation) -> None:
    parts = [part for one in made.lines for part in one.parts]
    assert sorted(parts) == list(range(1, len(made.lines)))


@given(_MADE)
def test_a_rate_is_the_ratio_of_its_lines_sums(made: Consolidation) -> None:
    summoned, attended, rate = (Measure("att", name) for name in ("summoned", "attended", "rate"))
    for one in made.lines:
        if one.values.get(summoned) and attended in one.values:
            assert abs(one.values[rate] - Decimal(one.values[attended]) / one.values[summoned]) < Decimal("1e-20")
        else:
            assert rate not in one.values


@given(sent(revised=False), st.sampled_from(Include))
def test_nothing_stands_twice_in_a_total_when_summary_and_own_both_arrive(
    reports: list[Revision], include: Include
) -> None:
    made = brought_together(*reports, campaign=plan(stands_in=True), include=include)
    used = [revision for one in made.lines for revision in one.revisions]
    assert len({revision.key for revision in used}) == len(used)
    for district in ("D1", "D2"):
        summed_up = {revision.key.unit for revision in used if revision.key.coverage.value == "summary"}
        if district in summed_up:
            below = {unit.code for unit in TREE.subtree(district)[1:]}
            assert below.isdisjoint(revision.key.unit for revision in used)


@given(_MADE)
def test_the_flat_rows_add_up_to_the_root(made: Consolidation) -> None:
    root = made.lines[0].values
    rows = list(facts(made))
    for column in made.columns:
        if column.over_units is Aggregation.SUM and column.accumulates is None:
            assert sum(fact.value for fact in rows if fact.column == column) == root.get(column.measure, 0)


@given(_MADE)
def test_every_figure_that_a_unit_reported_has_a_cell(made: Consolidation) -> None:
    for one in made.lines:
        if one.kind is not LineKind.TOTAL:
            cumulative = {column.measure for column in made.columns if column.accumulates is not None}
            assert one.values.keys() - one.cells.keys() <= cumulative
            assert all(one.cells.values())


@given(sent(tuple(_MONTHS), revised=False))
def test_the_half_year_is_its_months(reports: list[Revision]) -> None:
    half_year = brought_together(*reports, period=HALF_YEAR)
    months = [brought_together(*reports, period=month) for month in _MONTHS]
    for name in ("summoned", "attended", "rows"):
        measure = Measure("att", name)
        for unit in UNITS:
            by_month = [line(made, unit.code).values.get(measure) for made in months]
            present = [figure for figure in by_month if figure is not None]
            assert line(half_year, unit.code).values.get(measure) == (sum(present) if present else None)


@given(
    _PLANS,
    st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(State), st.integers(-40, 80)), max_size=12),
    st.integers(-40, 80),
    st.sets(st.sampled_from([unit.code for unit in UNITS])),
)
def test_progress_is_never_over_100_percent(
    campaign: Campaign, came: list[tuple[Unit, State, int]], today: int, exempt: set[str]
) -> None:
    last_day = datetime(2020, 1, 31, tzinfo=UTC)
    made = standings(
        campaign,
        TREE,
        [period_of(campaign, JANUARY)],
        [report(unit.code, state=state, received=last_day + timedelta(days=days)) for unit, state, days in came],
        as_of=last_day.date() + timedelta(days=today),
        zone=ZONE,
        exempt=[(unit, JANUARY) for unit in exempt],
    )
    found = progress(made, JANUARY)
    counted = (found.on_time, found.late, found.not_due, found.missing, found.empty, found.blocked, found.returned)
    assert found.owed == sum(counted)
    assert found.owed + found.exempt == len(made)
    assert found.accepted <= found.on_time + found.late
    assert (found.rate is None) == (found.owed == 0)
    assert 0 <= (found.rate or 0) <= 1

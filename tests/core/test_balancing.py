"""Where copies are, as small tables."""

from collections.abc import Mapping
from datetime import date

from tests.allocation_plan import materials
from tests.small_plan import TREE

from tonghop.core.allocating import items
from tonghop.core.balancing import Balance, balances, by_level, newest_figures
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage, SubmissionKey

PLAN = materials()
BOOK = items(PLAN)[0]
MONTH = "T2020-01"


def figures(**by_name: int) -> dict[Measure, Number]:
    """Figures of the book's first row, by field."""
    return {Measure("mat", name, "B1"): value for name, value in by_name.items()}


def lines(
    reports: Mapping[str, Mapping[Measure, Number]],
    allocated: Mapping[str, int] | None = None,
    on: date | None = None,
) -> dict[str, Balance]:
    newest = {(unit, Coverage.OWN): (MONTH, found) for unit, found in reports.items()}
    copies = {unit: {Measure("mat", "received", "B1"): count} for unit, count in (allocated or {}).items()}
    return {line.unit.code: line for line in balances(PLAN, BOOK, TREE, newest, copies, on)}


def test_what_was_not_said_is_not_zero() -> None:
    silent = lines({})["C11"]
    assert (silent.received, silent.left, silent.allocated, silent.beyond, silent.period) == (None,) * 5


def test_received_is_compared_with_what_was_allocated() -> None:
    found = lines({"C11": figures(received=7), "C12": figures(received=5)}, {"C11": 5, "C12": 6})
    assert (found["C11"].beyond, found["C12"].beyond, found["C21"].beyond) == (2, -1, None)


def test_a_report_of_a_period_before_the_allocation_is_not_compared_with_it() -> None:
    late = lines({"C11": figures(received=7)}, {"C11": 5}, date(2020, 2, 1))["C11"]
    assert (late.earlier, late.beyond, late.allocated) == (True, None, 5)
    assert lines({"C11": figures(received=7)}, {"C11": 5}, date(2020, 1, 31))["C11"].beyond == 2


def test_what_was_passed_down_is_compared_with_what_those_directly_below_received() -> None:
    reports = {"D1": figures(passed_down=12), "C11": figures(received=7), "C12": figures(received=3)}
    found = lines(reports)["D1"]
    assert (found.arrived, found.astray, found.silent) == (10, 2, 0)
    del reports["C12"]
    found = lines(reports)["D1"]
    assert (found.arrived, found.astray, found.silent) == (7, 5, 1)


def test_a_level_adds_what_its_units_said() -> None:
    reports = {"C11": figures(received=7, handed_out=6, bought=1), "C12": figures(received=3, photocopied=2)}
    levels = {one.level: one for one in by_level(PLAN, list(lines(reports, {"C11": 5}).values()))}
    commune = levels["commune"]
    assert (commune.reported, commune.allocated, commune.received) == (2, 5, 10)
    assert (commune.handed_out, commune.added, commune.left) == (6, 3, None)
    assert "province" not in levels


def test_the_newest_period_holds() -> None:
    keys = [SubmissionKey("x", period, "C11") for period in ("T2020-02", "T2020-01")]
    found = newest_figures(PLAN, {keys[0]: figures(left=2), keys[1]: figures(left=1)})
    assert found["C11", Coverage.OWN] == ("T2020-02", figures(left=2))

"""A group's workbook without its stamp: whose group it is, said by who sends it and by the codes of its rows."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.core.clerks_plan import CAMPAIGN, MEETINGS, PERIOD, REGISTER
from tests.reading.group_workbooks import FULL, MEMBERS, PARENT, changed, group_sheets

from tonghop.core.calendar import find_period
from tonghop.core.cells import Sheets
from tonghop.core.definitions import Period
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.layout import COVER_SHEET
from tonghop.core.stamp import SHEET, Layout
from tonghop.core.units import Unit

ROOT = Unit("T", None, "commune", "Tỉnh ủy")
PARENTS = (replace(PARENT, parent="T"), Unit("K", "T", "commune", "Huyện ủy Hai"))
STRANGER = Unit("Y1", "K", "commune", "Đảng ủy xã Bình An")
UNITS = (ROOT, *PARENTS, *MEMBERS, STRANGER)
MARCH = find_period(CAMPAIGN, "T2020-03")


def bare(*dropped: str) -> Sheets:
    whole = group_sheets({"X1": FULL, "X2": FULL})
    return Sheets(tuple(sheet for sheet in whole.sheets if sheet.name not in {SHEET, *dropped}))


def identified(
    sheets: Sheets, unit: str | None, period: str | None = None, periods: Sequence[Period] = (PERIOD,)
) -> Identified | Finding:
    return identify(
        sheets,
        b"any",
        lambda _code, _version: CAMPAIGN,
        lambda _code: UNITS,
        claimed_unit=unit,
        claimed_period=period,
        campaigns=[(CAMPAIGN, periods)],
    )


def refused(found: Identified | Finding) -> tuple[str, str]:
    assert isinstance(found, Finding)
    assert found.blocks
    return found.code, str(found.cell) if found.cell else ""


def test_who_sends_it_says_whose_group_it_is() -> None:
    found = identified(bare(), "H")
    assert isinstance(found, Identified)
    assert (found.stamp.unit, found.stamp.layout, found.stamp.period) == ("H", Layout.GROUP, PERIOD.code)
    assert [one.code for one in found.findings] == ["stamp_group_replaced"]


@pytest.mark.parametrize(("unit", "code"), [(None, "missing"), ("X1", "claim_unfit"), ("T9", "claim_unfit")])
def test_without_a_unit_that_has_such_a_group_it_is_asked_about(unit: str | None, code: str) -> None:
    assert refused(identified(bare(), unit)) == (f"stamp_{code}", "")


@pytest.mark.parametrize(("unit", "cell"), [("K", "A2"), ("T", "B9")])
def test_a_group_that_was_given_out_to_another_is_asked_about(unit: str, cell: str) -> None:
    assert refused(identified(bare(), unit)) == ("sheet_other_unit", f"Biểu 1!{cell}")


def test_the_codes_of_another_groups_units_are_asked_about() -> None:
    headless = changed(bare(COVER_SHEET), REGISTER, (1, 0, None))
    others = Sheets(
        tuple(replace(sheet, rows=[[] for _ in sheet.rows[:5]] + list(sheet.rows[5:])) for sheet in headless.sheets)
    )
    assert refused(identified(others, "K")) == ("sheet_other_unit", "Biểu 1!B9")
    assert isinstance(identified(others, "H"), Identified)


def test_one_row_of_another_groups_unit_is_asked_about() -> None:
    whole = bare()
    sheet = whole.named(MEETINGS)
    assert sheet is not None
    row = next(row for row in range(len(sheet.rows)) if sheet.value(row, 1) == "X10")
    assert refused(identified(changed(whole, MEETINGS, (row, 1, "y1")), "H")) == (
        "sheet_other_unit",
        f"Biểu 2!B{row + 1}",
    )


def test_the_period_is_the_one_on_the_cover_or_the_one_that_is_said() -> None:
    shown = identified(bare(), "H", periods=(PERIOD, MARCH))
    assert isinstance(shown, Identified)
    assert shown.period == PERIOD
    hidden = bare(COVER_SHEET)
    assert refused(identified(hidden, "H", periods=(PERIOD, MARCH))) == ("stamp_missing", "")
    said = identified(hidden, "H", MARCH.code, periods=(PERIOD, MARCH))
    assert isinstance(said, Identified)
    assert said.period == MARCH

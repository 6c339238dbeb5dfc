"""Whose workbook it is: the stamp against what is kept here and against who sends it."""

from dataclasses import replace

import pytest
from tests.core.clerks_plan import CAMPAIGN, OTHER, PERIOD, STAMP, UNIT
from tests.inline import cover
from tests.reading.group_workbooks import FULL, PARENT, group_sheets

from tonghop.core.cells import Sheet, Sheets
from tonghop.core.definitions import Campaign
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.stamp import SHEET, Stamp, stamp_rows
from tonghop.core.units import Unit

KEY = b"a key of this instance"


def stamped(stamp: Stamp = STAMP, key: bytes = KEY) -> Sheets:
    return Sheets((Sheet(SHEET, stamp_rows(stamp, key), visible=False),))


def covered(shown: str) -> Sheets:
    """Make a workbook stamped for X1 whose cover shows that code."""
    return Sheets((cover(shown), *stamped().sheets))


def campaign_of(code: str, version: int) -> Campaign | None:
    return CAMPAIGN if (code, version) == (CAMPAIGN.code, CAMPAIGN.version) else None


def units_of(code: str) -> tuple[Unit, ...]:
    return (UNIT, OTHER) if code == CAMPAIGN.code else ()


def identified(sheets: Sheets, claimed_unit: str | None = None) -> Identified | Finding:
    return identify(sheets, KEY, campaign_of, units_of, claimed_unit=claimed_unit)


@pytest.mark.parametrize("claimed", [None, "X1"])
def test_a_workbook_says_whose_it_is(claimed: str | None) -> None:
    assert identified(stamped(), claimed) == Identified(STAMP, CAMPAIGN, PERIOD, UNIT)


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        (Sheets(()), "stamp_missing"),
        (stamped(key=b"another"), "stamp_invalid"),
        (stamped(replace(STAMP, campaign="khac")), "stamp_other_campaign"),
        (stamped(replace(STAMP, version=9)), "version_unknown"),
        (stamped(replace(STAMP, period="T2031-01")), "stamp_unknown_period"),
        (stamped(replace(STAMP, unit="X9")), "stamp_unknown_unit"),
    ],
)
def test_what_cannot_be_known_is_said(sheets: Sheets, code: str) -> None:
    found = identified(sheets)
    assert isinstance(found, Finding)
    assert (found.code, found.blocks) == (code, True)


def test_a_workbook_sent_for_another_unit_is_asked_about_though_the_names_are_alike() -> None:
    found = identified(stamped(), "X2")
    assert isinstance(found, Finding)
    assert found.code == "stamp_other_unit"
    assert found.parameters == {"stamped": "Đảng ủy xã Bình An (X1)", "claimed": "Đảng ủy xã Bình An (X2)"}


def test_a_unit_is_the_one_that_exists_at_the_end_of_the_period() -> None:
    old = replace(UNIT, name="Tên cũ", valid_to=PERIOD.start)
    found = identify(stamped(), KEY, campaign_of, lambda _: (old, UNIT))
    assert isinstance(found, Identified)
    assert found.unit is UNIT
    merged = identify(stamped(), KEY, campaign_of, lambda _: (old,))
    assert isinstance(merged, Identified)
    assert merged.unit is old


def test_the_code_on_the_cover_must_be_the_stamped_one() -> None:
    found = identified(covered("X2"))
    assert isinstance(found, Finding)
    assert (found.code, str(found.cell), found.blocks) == ("unit_cell_changed", "Trang bìa!C8", True)
    assert isinstance(identified(covered(" X1 ")), Identified)


def test_who_sends_it_settles_which_of_the_two_codes_holds() -> None:
    other = identified(covered("X2"), "X2")
    assert isinstance(other, Identified)
    assert (other.unit, other.stamp.unit) == (OTHER, "X2")
    stamped_one = identified(covered("X2"), "X1")
    assert isinstance(stamped_one, Identified)
    assert stamped_one.unit == UNIT
    neither = identified(covered("X1"), "X2")
    assert isinstance(neither, Finding)


def test_a_cover_whose_rows_moved_is_no_other_unit() -> None:
    lowered = Sheet("Trang bìa", [[], [], *cover("X1").rows[:-1], [None, None, "tên"], [None, None, "X1"]])
    assert isinstance(identified(Sheets((lowered, *stamped().sheets))), Identified)


def test_a_groups_sheets_without_the_mark_are_not_of_a_unit_that_has_no_group() -> None:
    filled = group_sheets({"X1": FULL})
    unmarked = Sheets(tuple(sheet for sheet in filled.sheets if not sheet.name.startswith("_")))
    found = identify(
        unmarked, KEY, campaign_of, lambda _code: (PARENT,), claimed_unit=PARENT.code, campaigns=[(CAMPAIGN, [PERIOD])]
    )
    assert isinstance(found, Finding)
    assert (found.code, found.blocks) == ("stamp_claim_unfit", True)

"""The same figures give the same answers, whatever program saved them and however they were copied."""

import pytest
from tests.reading.saved_again import all_saved_as, copied
from tests.reading.shipped_workbooks import ALL, Shipped

from tonghop.core.checking import Checked
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified
from tonghop.core.stamp import Layout

GROUPS = [one for one in ALL if one.layout is Layout.GROUP]


def again(one: Shipped, kind: str) -> bytes:
    """Return the workbook as LibreOffice saves it; it is started once for the workbooks of all campaigns."""
    return all_saved_as(tuple(other.content for other in ALL), kind)[ALL.index(one)]


def read_by_unit(one: Shipped, content: bytes, unit: str | None = None) -> dict[str, Checked]:
    found = one.taken(content, unit)
    assert not isinstance(found, Finding), found
    return dict(found)


def answers(one: Shipped, read: dict[str, Checked]) -> dict[str, object]:
    return {unit: one.answers(checked.submission) for unit, checked in read.items()}


def told(read: dict[str, Checked]) -> dict[str, list[Finding]]:
    """Return what was found, but for the note that the mark was missing."""
    return {unit: [one for one in found.findings if "replaced" not in one.code] for unit, found in read.items()}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("one", ALL, ids=str)
def test_a_workbook_saved_again_by_libreoffice_is_the_same_report(one: Shipped, kind: str) -> None:
    original, saved = (read_by_unit(one, content) for content in (one.content, again(one, kind)))
    assert answers(one, saved) == answers(one, original)
    assert [read.submission.key for read in saved.values()] == [read.submission.key for read in original.values()]
    assert told(saved) == told(original)


@pytest.mark.parametrize("one", ALL, ids=str)
def test_an_old_excel_workbook_holds_the_same_figures_of_the_clerk(one: Shipped) -> None:
    """LibreOffice stores 0 there for a formula that gives the empty text; what is computed is the server's anyway."""
    original, saved = (read_by_unit(one, content) for content in (one.content, again(one, "xls")))
    assert answers(one, saved) == answers(one, original)
    blocking = [[found for found in read if found.blocks] for read in told(saved).values()]
    assert blocking == [[found for found in read if found.blocks] for read in told(original).values()]


@pytest.mark.parametrize("one", ALL, ids=str)
def test_sheets_copied_into_a_new_file_with_the_stamp_are_the_same_report(one: Shipped) -> None:
    original, new = (read_by_unit(one, content) for content in (one.content, copied(one.content, with_stamp=True)))
    assert answers(one, new) == answers(one, original)
    assert told(new) == told(original)


@pytest.mark.parametrize("one", ALL, ids=str)
def test_sheets_copied_into_a_new_file_without_the_stamp_are_the_report_of_who_sends_them(one: Shipped) -> None:
    content = copied(one.content, with_stamp=False)
    original, new = read_by_unit(one, one.content), read_by_unit(one, content, one.unit.code)
    assert answers(one, new) == answers(one, original)
    assert told(new) == told(original)
    found = one.identified(content, one.unit.code, one.period.code)
    assert isinstance(found, Identified)
    assert (found.unit, found.stamp.layout) == (one.unit, one.layout)
    code = "stamp_group_replaced" if one.layout is Layout.GROUP else "stamp_replaced"
    assert [said.code for said in found.findings] == [code]


@pytest.mark.parametrize("claims", [(None, None), ("nobody", None), ("", "none"), ("", "KQ-2031")])
@pytest.mark.parametrize("one", ALL, ids=str)
def test_sheets_without_the_stamp_are_asked_about_where_unit_or_period_is_not_known(
    one: Shipped, claims: tuple[str | None, str | None]
) -> None:
    unit, period = claims
    found = one.identified(copied(one.content, with_stamp=False), one.unit.code if unit == "" else unit, period)
    assert isinstance(found, Finding)
    assert (found.code, found.blocks) == ("stamp_missing" if unit is None else "stamp_claim_unfit", True)


@pytest.mark.parametrize("one", GROUPS, ids=str)
def test_a_groups_sheets_are_not_the_report_of_one_of_its_units(one: Shipped) -> None:
    found = one.identified(copied(one.content, with_stamp=False), one.members[0].code)
    assert isinstance(found, Finding)
    assert (found.code, found.blocks) == ("stamp_claim_unfit", True)

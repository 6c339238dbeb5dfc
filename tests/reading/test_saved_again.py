"""The same figures give the same answers, whatever program saved them and however they were copied."""

import pytest
from tests.golden.build.plans import KEY, cell_of_department, plan
from tests.reading.saved_again import copied, saved_as

from tonghop.core.definitions import Campaign, Source
from tonghop.core.findings import Finding
from tonghop.core.identifying import Identified, identify
from tonghop.core.parsing import Parsed, parse
from tonghop.core.units import Unit
from tonghop.reading import read


def identified(content: bytes, **claims: str) -> Identified | Finding:
    campaign, period, unit = plan()

    def campaign_of(_code: str, _version: int) -> Campaign:
        return campaign

    def units_of(_code: str) -> tuple[Unit, ...]:
        return (unit,)

    return identify(
        read(content),
        KEY,
        campaign_of,
        units_of,
        claimed_unit=claims.get("unit"),
        claimed_period=claims.get("period"),
        campaigns=[(campaign, [period])],
    )


def parsed(content: bytes, **claims: str) -> Parsed:
    found = identified(content, **claims)
    assert isinstance(found, Identified)
    (one,) = parse(read(content), found.stamp, found.campaign, found.period, found.unit)
    return one


def answers(one: Parsed) -> dict[tuple[str, str, str], object]:
    return {(form, row, field): answer.value for form, row, field, answer in one.submission.answers()}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_saved_again_by_libreoffice_is_the_same_report(kind: str) -> None:
    original, again = parsed(cell_of_department()), parsed(saved_as(cell_of_department(), kind))
    assert answers(again) == answers(original)
    assert again.submission.key == original.submission.key
    assert again.findings == original.findings == ()


def test_an_old_excel_workbook_holds_the_same_figures_of_the_clerk() -> None:
    """LibreOffice stores 0 there for a formula that gives the empty text; what is computed is the server's anyway."""
    campaign = plan()[0]
    original, again = answers(parsed(cell_of_department())), parsed(saved_as(cell_of_department(), "xls"))
    texts = {(form.code, field.name) for form in campaign.forms for field in form.texts}
    clerks = {(form.code, one.name) for form in campaign.forms for one in form.fields if one.source is Source.CLERK}
    kept = texts | clerks
    assert {key: value for key, value in answers(again).items() if (key[0], key[2]) in kept} == {
        key: value for key, value in original.items() if (key[0], key[2]) in kept
    }
    assert not [finding for finding in again.findings if finding.blocks]


def test_sheets_copied_into_a_new_file_with_the_stamp_are_the_same_report() -> None:
    assert answers(parsed(copied(cell_of_department(), with_stamp=True))) == answers(parsed(cell_of_department()))


def test_sheets_copied_into_a_new_file_without_the_stamp_are_the_report_of_who_sends_them() -> None:
    _, period, unit = plan()
    content = copied(cell_of_department(), with_stamp=False)
    assert answers(parsed(content, unit=unit.code)) == answers(parsed(cell_of_department()))
    found = identified(content, unit=unit.code, period=period.code)
    assert isinstance(found, Identified)
    assert [one.code for one in found.findings] == ["stamp_replaced"]


@pytest.mark.parametrize("claims", [{}, {"unit": "X"}, {"unit": "S-CB01", "period": "KQ-2031"}])
def test_sheets_without_the_stamp_are_asked_about_where_unit_or_period_is_not_known(claims: dict[str, str]) -> None:
    found = identified(copied(cell_of_department(), with_stamp=False), **claims)
    assert isinstance(found, Finding)
    assert (found.code, found.blocks) == ("stamp_missing", True)

"""What a clerk types into his district's spreadsheet, in either locale, and what is read of it."""

from datetime import date
from decimal import Decimal
from functools import cache, partial

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.fakegoogle import Clerk
from tests.properties.test_google import Report, reports
from tests.properties.test_groups import fills
from tests.properties.typed_in_google import District
from tests.reading.google_answers import AMERICA, VIETNAM
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, Fill

from tonghop.core.findings import Finding
from tonghop.reading.google import snapshot, tabs
from tonghop.sentences import say_finding
from tonghop.writing.google.marking import UnitMarks, marks
from tonghop.writing.workbook.group import group_workbook

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@cache
def given_out(locale: str) -> District:
    return District(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY), locale)


@given(filled=fills(), locale=st.sampled_from([VIETNAM, AMERICA]))
@settings(max_examples=30, deadline=None, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
def test_figures_typed_into_google_are_the_reports_of_the_workbook(filled: dict[str, Fill], locale: str) -> None:
    content = group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=filled)
    district = given_out(locale).renewed()
    district.types(content)
    assert reports(snapshot(district.answer())) == reports(content)


@pytest.mark.parametrize("locale", [VIETNAM, AMERICA])
def test_the_property_sees_another_figure(locale: str) -> None:
    """The check itself must fail where a figure differs."""
    content = group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill={"X1": FULL})
    district = given_out(locale).renewed()
    district.types(content)
    district.clerk.opens("Biểu 1").types("D9", "121")
    assert reports(snapshot(district.answer())) != reports(content)


_MEMBERS, _HOURS, _DAY = "Biểu 1!D9", "Biểu 4!G11", "Biểu 2!D10"


@pytest.mark.parametrize(
    ("cell", "typed", "in_vietnam", "in_america"),
    [
        (_MEMBERS, "3640", 3640, 3640),
        (_MEMBERS, "3.640", 3640, "whole_number_expected"),
        (_MEMBERS, "3,640", "whole_number_expected", 3640),
        (_MEMBERS, "12 người", 12, 12),
        (_HOURS, "0,5", Decimal("0.5"), Decimal("0.5")),
        (_HOURS, "0.5", Decimal("0.5"), Decimal("0.5")),
        (_HOURS, "'3.640", "number_ambiguous", "number_ambiguous"),
        (_DAY, "17/12/2019", date(2019, 12, 17), date(2019, 12, 17)),
        # Why the spreadsheets are made for Vietnam: elsewhere Google itself takes it for the second of March.
        (_DAY, "3/2/2020", date(2020, 2, 3), date(2020, 3, 2)),
    ],
)
def test_each_locale_has_its_own_marks(cell: str, typed: str, in_vietnam: object, in_america: object) -> None:
    for locale, expected in ((VIETNAM, in_vietnam), (AMERICA, in_america)):
        assert _read_of(given_out(locale).renewed(), cell, typed) == expected


def _read_of(district: District, place: str, typed: str) -> object:
    """Type into a cell of the first unit and return its answer, or the finding for which it has none."""
    tab, _, cell = place.partition("!")
    district.clerk.opens(tab).types(cell, typed)
    submission, findings = _found(district)[0]
    value = next(one.value for *_, one in submission.answers() if str(one.cell) == place)
    return value if value is not None else next(one.code for one in findings if str(one.cell) == place)


def _found(district: District) -> list[Report]:
    found = reports(snapshot(district.answer()))
    assert not isinstance(found, Finding)
    return found


# What a clerk does besides typing, and what the system writes.


def _filled(locale: str = VIETNAM, fill: Fill = FULL) -> District:
    blank, filled = (
        group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=some)
        for some in ({}, {unit.code: fill for unit in MEMBERS})
    )
    district = District(blank, locale)
    district.types(filled)
    return district


def _answered(district: District) -> dict[str, list[tuple[object, ...]]]:
    return {
        submission.key.unit: [(*place, answer.value) for *place, answer in submission.answers()]
        for submission, _ in _found(district)
    }


def _acts(clerk: Clerk) -> None:
    clerk.opens("Biểu 2").inserts_rows(before=3, count=2)
    clerk.inserts_columns(before="E")
    clerk.renames("Hội nghị các xã")
    clerk.reorders(0)
    clerk.opens("Biểu 1").hides_rows(9)
    clerk.colours("D9", "#ffff00")
    clerk.notes("D9", "hỏi lại xã")
    clerk.adds_tab("Nháp")
    clerk.opens("Nháp").types("A1", "của chị Hoa")


def test_whatever_a_clerk_does_to_the_tabs_the_answers_are_the_same() -> None:
    district = _filled()
    before = _answered(district)
    _acts(district.clerk)
    assert _answered(district) == before


def test_what_the_system_writes_changes_nothing_of_what_is_kept() -> None:
    district = _filled(fill={**FULL, ("register", "1", "members"): "mười hai"})
    before = district.answer()
    units = [
        UnitMarks(submission.key.unit, "Xã", findings, frozenset(), taken=False, state="đã nhận")
        for submission, findings in _found(district)
    ]
    say = partial(say_finding, language="vi")
    district.write(marks(tabs(before), units, (), say, read_at="14:05", language="vi").requests)
    after = district.answer()
    assert after != before
    assert snapshot(after) == snapshot(before)
    noted = {tab.title: tab.notes for tab in tabs(after)}
    assert noted["Biểu 1"][8, 3].startswith("[KT]")

"""Whatever clerks do to a filled workbook's structure: the same answers, or a blocking finding; never other numbers."""

from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core import clerks_plan as clerk
from tests.golden.build.plans import cell_of_department, plan
from tests.properties.drifts import KINDS, Drift, drifted

from tonghop.core.cells import Sheet, Sheets
from tonghop.core.definitions import Campaign, Form, Rows, Source
from tonghop.core.layout import form_layout
from tonghop.core.parsing import Parsed, parse
from tonghop.core.parsing.locating import locate
from tonghop.core.stamp import Stamp
from tonghop.reading import read

LABELS = ["", "Số liệu", "Ghi chú của tôi", "Đảng viên dự bị", "Số người", "Có mặt", "Triệu tập", "x", "12"]


def answers(one: Parsed, campaign: Campaign) -> dict[str, object]:
    """Return what was answered; rows of lists in any order, and nothing of what the server works out itself."""
    found: dict[str, object] = {}
    for filled in one.submission.forms:
        form = campaign.form(filled.form)
        clerks = [field.name for field in form.fields if field.source is Source.CLERK]
        rows = [(row.key if form.rows is Rows.FIXED else "", *map(row.value, clerks)) for row in filled.rows]
        found[form.code] = Counter(rows)
        found[f"{form.code} texts"] = {name: answer.value for name, answer in filled.texts.items()}
    return found


def assert_same_or_blocked(before: Sheets, after: Sheets, campaign: Campaign, stamp: Stamp) -> None:
    period, unit = (clerk.PERIOD, clerk.UNIT) if campaign is clerk.CAMPAIGN else plan()[1:]
    (right,), (read_back,) = (parse(sheets, stamp, campaign, period, unit) for sheets in (before, after))
    if not any(finding.blocks for finding in read_back.findings):
        assert answers(read_back, campaign) == answers(right, campaign), read_back.findings


def changed(sheets: Sheets, drifts: list[Drift], places: dict[str, tuple[int, int]]) -> Sheets:
    found = list(sheets.sheets)
    tabs = [number for number, sheet in enumerate(found) if sheet.name in places]
    names = {number: found[number].name for number in tabs}
    for drift in drifts:
        number = tabs[drift.sheet % len(tabs)]
        found[number] = drifted(found[number], drift, *places[names[number]])
    return Sheets(tuple(found))


def bounds(sheets: Sheets, forms: tuple[Form, ...], level: str) -> dict[str, tuple[int, int]]:
    found = {}
    for form in forms:
        sheet = sheets.named(form.sheet)
        table = None if sheet is None else locate(sheet, form_layout(form, level))[0]
        if table is not None:
            found[form.sheet] = (table.label_row, table.end_row)
    return found


def some_drifts(labels: list[str]) -> st.SearchStrategy[list[Drift]]:
    place = st.integers(0, 40)
    one = st.builds(Drift, st.sampled_from(KINDS), st.integers(0, 3), place, place, st.sampled_from(labels))
    return st.lists(one, min_size=1, max_size=6)


@settings(max_examples=400, deadline=None)
@given(some_drifts([*LABELS, "Chi bộ", "Ngày", "Tên", "Biểu 2", "Biểu 4"]))
def test_a_small_workbook_is_never_read_as_other_numbers(drifts: list[Drift]) -> None:
    before = clerk.sheets()
    after = changed(before, drifts, bounds(before, clerk.CAMPAIGN.forms, clerk.UNIT.level))
    assert_same_or_blocked(before, after, clerk.CAMPAIGN, clerk.STAMP)


@cache
def real() -> Sheets:
    return read(cell_of_department())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_drifts([*LABELS, "Đã phát", "Cấp trên cấp", "Không lý do", "Vắng ko lý do", "Trong kỳ"]))
def test_a_real_workbook_is_never_read_as_other_numbers(drifts: list[Drift]) -> None:
    campaign, period, unit = plan()
    stamp = Stamp(campaign.code, campaign.version, period.code, unit.code)
    after = changed(real(), drifts, bounds(real(), campaign.forms, unit.level))
    assert_same_or_blocked(real(), after, campaign, stamp)


@pytest.mark.parametrize("column", range(1, 7))
def test_every_single_column_of_the_list_may_be_renamed_or_moved(column: int) -> None:
    before = clerk.sheets()
    places = bounds(before, clerk.CAMPAIGN.forms, clerk.UNIT.level)
    for drift in (Drift("rename", 1, column, 0, "Cột của tôi"), Drift("move column", 1, column, 6)):
        assert_same_or_blocked(before, changed(before, [drift], places), clerk.CAMPAIGN, clerk.STAMP)


def test_the_property_sees_other_numbers() -> None:
    """The check itself must fail where a figure really changed."""
    before = clerk.sheets()
    other = [
        Sheet(one.name, [[5.0 if cell == 120 else cell for cell in row] for row in one.rows]) for one in before.sheets
    ]
    with pytest.raises(AssertionError):
        assert_same_or_blocked(before, Sheets(tuple(other)), clerk.CAMPAIGN, clerk.STAMP)

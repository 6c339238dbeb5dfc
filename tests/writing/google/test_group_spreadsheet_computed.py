"""A district's spreadsheet computes and lights up as the group's workbook does."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.clerks_plan import CAMPAIGN
from tests.fakegoogle import as_xlsx
from tests.reading.group_workbooks import FULL, MEMBERS, Fill
from tests.writing.google.computing import assert_computed_alike, lights_of_excel, lights_of_google, lit
from tests.writing.google.made_sheets import SYSTEM, district, group_content, opened
from tests.writing.test_group_workbook import GROUPS, group_of, mixed
from tests.writing.workbook_samples import KEY

from tonghop.core.cells import column_letters
from tonghop.core.definitions import Severity
from tonghop.core.group_layout import group_layout
from tonghop.core.shared_sheets import OWN_AFTER_STATUS
from tonghop.writing.google.batches import BATCH_LIMIT, size
from tonghop.writing.google.template import group_spreadsheet
from tonghop.writing.marked.looks import MARK_FILLS
from tonghop.writing.workbook.group import group_workbook

_WRONG: Fill = {
    ("register", "1", "members"): "3.640",
    ("meetings", "1", "summoned"): 10,
    ("meetings", "1", "attended"): 12,
    ("meetings", "2", "date"): "mùng 2",
    ("materials", "SO", "recipients"): -1,
    ("results", "GIO", "done"): "nhiều",
}
_ROWS = range(40)


@pytest.mark.parametrize(("code", "parent"), GROUPS)
def test_every_formula_comes_to_what_the_workbook_says(code: str, parent: str, tmp_path: Path) -> None:
    campaign, period, above, members = group_of(code, parent)
    fill = mixed(campaign, period, members)
    content = group_workbook(campaign, period, above, members, key=KEY, fill=fill)
    google = district(content)
    assert assert_computed_alike(content, as_xlsx(google.state), tmp_path) > 500


def test_the_same_cells_light_up_in_the_same_colours(tmp_path: Path) -> None:
    campaign, period, above, members = group_of("so-28-2022", "S")
    fill = mixed(campaign, period, members)
    content = group_workbook(
        campaign, period, above, members[:4], key=KEY, fill={u.code: fill[u.code] for u in members[:4]}
    )
    google = district(content)
    before = lit(content, lights_of_excel(opened(content)), _ROWS, tmp_path)
    after = lit(as_xlsx(google.state), lights_of_google(google.state), _ROWS, tmp_path)
    assert len(set(before.values())) >= 3
    assert after == before


def test_what_the_system_found_lights_up_before_everything_else(tmp_path: Path) -> None:
    content = group_content({"X1": FULL, "X2": _WRONG})
    google = district(content)
    before = lit(as_xlsx(google.state), lights_of_google(google.state), _ROWS, tmp_path)
    form = CAMPAIGN.form("register")
    frame = group_layout(form, MEMBERS).frame
    first = frame.status_column + OWN_AFTER_STATUS
    system = google.fake.clerk(google.sheet.id, email=SYSTEM).opens(form.sheet)
    marks = ("|D:e|", "|B:n|D:w|", "|AD:e|")
    for row, cells in enumerate(marks, start=frame.first_row):
        system.types(f"{column_letters(first + 2)}{row + 1}", cells)
    after = lit(as_xlsx(google.state), lights_of_google(google.state), _ROWS, tmp_path)
    red, amber, blue = (MARK_FILLS[one] for one in (Severity.BLOCKING, Severity.WARNING, Severity.NOTE))
    row = frame.first_row
    assert {place: after[place] for place in after if after[place] != before.get(place)} == {
        (form.sheet, (row, 3)): red,
        (form.sheet, (row, first)): red,
        (form.sheet, (row + 1, 1)): blue,
        (form.sheet, (row + 1, 3)): amber,
        (form.sheet, (row + 1, first)): amber,
        (form.sheet, (row + 2, first)): red,
    }


def test_a_large_district_still_goes_into_batches() -> None:
    """150 communes in the shipped campaign with the longest forms."""
    campaign, period, above, members = group_of("kien-giang-2020", "906")
    many = [replace(members[number % len(members)], code=str(30_000 + number)) for number in range(150)]
    blueprint = group_spreadsheet(group_workbook(campaign, period, above, many, key=KEY), "vi", editors=[SYSTEM])
    sizes = [size({"requests": batch}) for batch in blueprint.batches]
    assert max(sizes) <= BATCH_LIMIT
    assert sum(sizes) < 14_000_000
    assert blueprint.cells < 200_000

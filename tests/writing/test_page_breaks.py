"""Pages of a group's forms end between units, or between the parts of a unit that is longer than a page."""

import pytest
from tests.reading.group_workbooks import KEY
from tests.writing.test_group_workbook import group_of, mixed
from tests.writing.workbook_samples import opened

from tonghop.core.group_layout import group_layout
from tonghop.writing.workbook.breaks import page_breaks
from tonghop.writing.workbook.group import group_workbook


def _tens(first: int, last: int) -> float:
    return (last - first + 1) * 10


@pytest.mark.parametrize(
    ("units", "end", "first_page", "expected"),
    [
        ([(0,), (3,), (6,)], 9, 100, []),
        ([(0,), (3,), (6,)], 9, 70, [6]),
        ([(0,), (3,), (6,), (9,), (12,)], 15, 50, [3, 12]),
        ([(0, 4, 8)], 12, 100, [8]),
        ([(0,), (4, 8, 12, 16)], 20, 100, [8, 16]),
        ([(0,), (1,)], 24, 100, [1]),
    ],
)
def test_rows_ten_points_high_on_pages_of_ten(
    units: list[tuple[int, ...]], end: int, first_page: float, expected: list[int]
) -> None:
    page = 100 / 0.95
    assert page_breaks(_tens, units, end, first_page / 0.95, page) == expected


def test_a_page_of_materials_begins_with_a_unit() -> None:
    campaign, period, above, members = group_of("kien-giang-2020", "906")
    fill = mixed(campaign, period, members)
    book = opened(group_workbook(campaign, period, above, members, key=KEY, fill=fill))
    form = campaign.form("materials")
    begun = [one.id for one in book[form.sheet].row_breaks.brk]
    assert begun
    assert set(begun) <= set(group_layout(form, members).headings.values())

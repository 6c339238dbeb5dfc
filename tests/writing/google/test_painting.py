"""Looks painted with few requests are the looks that were asked for."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tonghop.writing.google.looks import BASE
from tonghop.writing.google.painting import UNSTYLED, paint, painted

_LOOKS: list[dict[str, Any]] = [
    {"textFormat": {"bold": True}},
    {"textFormat": {"bold": True}, "wrapStrategy": "WRAP"},
    {"textFormat": {"bold": True}, "borders": {"top": {"style": "SOLID"}}},
    {"backgroundColorStyle": {"rgbColor": {"red": 1}}},
]

grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([UNSTYLED, *map(paint, _LOOKS)]), min_size=width, max_size=width), max_size=8
    )
)


def carried_out(grid: list[list[str]]) -> list[list[Any]]:
    found: list[list[Any]] = [[None] * len(row) for row in grid]
    for request in painted(7, grid):
        repeat = request["repeatCell"]
        area, look = repeat["range"], repeat["cell"]["userEnteredFormat"]
        for row in range(area.get("startRowIndex", 0), area.get("endRowIndex", len(grid))):
            for column in range(area.get("startColumnIndex", 0), area.get("endColumnIndex", len(found[row]))):
                before = {} if repeat["fields"] == "userEnteredFormat" else dict(found[row][column])
                for field in repeat["fields"].split(","):
                    before.pop(field.rpartition(".")[2], None)
                found[row][column] = before | look
    return found


@given(grids)
def test_every_cell_has_its_looks_in_the_end(grid: list[list[str]]) -> None:
    for asked, row in zip(grid, carried_out(grid), strict=True):
        for look, got in zip(asked, row, strict=True):
            if look != UNSTYLED:
                assert paint(got) == look


@given(grids)
def test_a_blank_cell_without_looks_shows_none(grid: list[list[str]]) -> None:
    for asked, row in zip(grid, carried_out(grid), strict=True):
        for look, got in zip(asked, row, strict=True):
            if look == UNSTYLED:
                assert got == dict(BASE) or got.keys().isdisjoint({"borders", "backgroundColorStyle"})


def test_a_long_table_takes_few_requests() -> None:
    head, body, mark = (paint(look) for look in _LOOKS[:3])
    grid = [[head] * 30, *([body] * 29 + [mark] for _ in range(500))]
    assert len(list(painted(7, grid))) <= 5

"""Notes: the one that stands on C9 before, what was found there, the one that stands there after."""

from dataclasses import replace

import pytest
from tests.writing.google.sheet_cases import COVER, LIST, TAB, E, N, W, finding, marked, notes, unit, with_notes

from tonghop.core.findings import Finding

OURS = "[KT] Lỗi: Sai. Sửa lại."
OLD = "[KT] Cảnh báo: Khác. Sửa đi."
HIS = "Hỏi lại chị kế toán\nngày mai"
SAME = "(not written)"

NOTES: dict[str, tuple[str, tuple[Finding, ...], str]] = {
    "ours on a cell without one": ("", (finding("C9"),), OURS),
    "ours after his": (HIS, (finding("C9"),), f"{HIS}\n{OURS}"),
    "ours in place of our earlier one": (OLD, (finding("C9"),), OURS),
    "ours in place of our earlier one, his stays": (f"{HIS}\n{OLD}", (finding("C9"),), f"{HIS}\n{OURS}"),
    "what he wrote under ours stays": (f"{OLD}\nđã sửa", (finding("C9"),), f"đã sửa\n{OURS}"),
    "nothing new": (f"{HIS}\n{OURS}", (finding("C9"),), SAME),
    "ours is taken away": (f"{HIS}\n{OLD}\n{OURS}", (), HIS),
    "nothing but ours": (f"{OLD}\n{OURS}", (), ""),
    "his own is never touched": (HIS, (), SAME),
    "his own with ends of lines stays so": (f"{HIS}\n\n{OURS}", (), f"{HIS}\n"),
    "a tag within his own words is his": ("xem [KT] ở dưới", (), SAME),
    "weightiest first": (
        "",
        (finding("C9", N, "Ba."), finding("C9", W, "Hai."), finding("C9", E, "Một.")),
        "[KT] Lỗi: Một. Sửa lại.\n[KT] Cảnh báo: Hai. Sửa lại.\n[KT] Lưu ý: Ba. Sửa lại.",
    ),
    "on one line, whatever was typed": ("", (finding("C9", E, "một\n[KT]hai"),), "[KT] Lỗi: một [KT]hai Sửa lại."),
}


@pytest.mark.parametrize(("before", "found", "after"), NOTES.values(), ids=NOTES)
def test_the_note_of_a_cell(before: str, found: tuple[Finding, ...], after: str) -> None:
    tab = with_notes(C9=before) if before else with_notes()
    assert notes(marked(unit(*found), tabs=(tab, LIST)), tab).get("C9", SAME) == after


def test_a_note_tells_some_findings_and_how_many_more() -> None:
    said = notes(marked(unit(*(finding("C9", E, f"Sai {number}.") for number in range(9)))))["C9"].split("\n")
    assert said[4:] == ["[KT] Lỗi: Sai 4. Sửa lại.", "[KT] Còn 4 phát hiện khác ở ô này, xem trang “Lỗi”."]


def test_a_line_is_limited() -> None:
    said = notes(marked(unit(finding("C9", E, "dài " * 1_000))))["C9"]
    assert (len(said), said[-1]) == (len("[KT] ") + 600, "…")


@pytest.mark.parametrize("his", ["x" * 50_000, "😀" * 25_000])
def test_where_his_own_leaves_no_room_it_stays_as_it_is(his: str) -> None:
    tab = with_notes(C9=his)
    told = marked(unit(finding("C9")), tabs=(tab, LIST))
    assert notes(told, tab) == {}


def test_notes_beside_and_below_one_another_go_together() -> None:
    told = marked(unit(finding("C9"), finding("D9"), finding("C12"), finding("C13"), finding("F20")))
    assert set(notes(told)) == {"C9", "D9", "C12", "C13", "F20"}
    assert sum(one.get("updateCells", {}).get("fields") == "note" for one in told.requests) == 3


def test_where_notes_are_too_many_errors_have_theirs_first() -> None:
    wide = replace(TAB, rows=3_000, own={}, heading_row=None)
    warned = [finding(f"C{row}", W, "dài " * 150) for row in range(9, 2_000)]
    told = notes(marked(unit(*warned, finding("D2500")), tabs=(wide, LIST)), wide)
    assert 300 < len(told) < 1_500
    assert told["D2500"] == OURS
    assert max(int(cell[1:]) for cell in told if cell != "D2500") == 9 + len(told) - 2


def test_notes_of_other_tabs_and_other_cells_go_too() -> None:
    form, cover = with_notes(B3=OLD, H30=HIS), with_notes(COVER, A1=f"{HIS}\n{OLD}")
    told = marked(tabs=(form, cover, LIST))
    assert (notes(told, form), notes(told, cover)) == ({"B3": ""}, {"A1": HIS})


def test_a_cell_outside_the_grid_gets_none() -> None:
    assert notes(marked(unit(finding("C41"), finding("L9"), finding("C9", sheet="Không có")))) == {}

"""The tab “Lỗi”: what it says, where its links lead, how it is made again."""

from dataclasses import replace
from typing import Any

import pytest
from tests.writing.google.sheet_cases import (
    COVER,
    LIST,
    OTHER_FORM,
    READ_AT,
    TAB,
    E,
    N,
    W,
    finding,
    listed,
    marked,
    unit,
)

from tonghop.core.definitions import Language
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID
from tonghop.writing.google.marking import Marks

LINES_FROM = 6


def lines(told: Marks) -> list[list[object]]:
    return listed(told)[LINES_FROM:]


def of_kind(told: Marks, kind: str) -> list[Any]:
    return [request[kind] for request in told.requests if kind in request]


def test_the_whole_tab_in_both_languages() -> None:
    not_begun = unit(code="X3", taken=False)
    units = (unit(finding("C9", W), finding("D9"), rows="9"), unit(rows="10", code="X2"), not_begun)
    head, headings = listed(marked(*units))[:5], listed(marked(*units))[5]
    assert head[0] == ["Những chỗ cần xem lại trong bảng tính này"]
    assert head[1] == [f"Hệ thống đọc lúc {READ_AT}. 1 lỗi phải sửa (ô tô đỏ), 1 cảnh báo (vàng), 0 lưu ý (xanh)."]
    assert head[2] == ["Đã nhận báo cáo của 1 đơn vị; 1 đơn vị chưa nhận được vì còn lỗi."]
    assert headings == ["STT", "Trang tính", "Ô", "Loại", "Đơn vị", "Nội dung phát hiện", "Cần làm"]
    english = listed(marked(*units, language="en"))
    assert english[1] == [
        f"Read by the system at {READ_AT}. 1 errors to correct (red cells), 1 warnings (amber), 0 notes (blue)."
    ]
    assert english[5] == ["No.", "Sheet", "Cell", "Kind", "Unit", "What was found", "What to do"]
    assert [len(row) for row in english[:6]] == [1, 1, 1, 1, 1, 7]


def test_a_finding_on_a_line() -> None:
    (line,) = lines(marked(unit(finding("C9", W, "=Khác."), rows="9")))
    link = '=HYPERLINK("#gid=100&range=C9";"C9")'
    assert line == [1, TAB.title, link, "Cảnh báo", "Xã X1 (X1)", "=Khác.", "Sửa lại."]


def test_only_links_are_formulas() -> None:
    requests = marked(unit(finding("C9", E, "=1"))).requests
    (rows,) = (one["updateCells"]["rows"] for one in requests if "range" in one.get("updateCells", {}))
    kinds = [tuple(cell["userEnteredValue"]) for cell in rows[LINES_FROM]["values"]]
    text, link = ("stringValue",), ("formulaValue",)
    assert kinds == [("numberValue",), text, link, text, text, text, text]


PLACES = {
    "a cell of another tab": (finding("B10", sheet=OTHER_FORM), OTHER_FORM, '=HYPERLINK("#gid=101&range=B10";"B10")'),
    "a whole tab": (replace(finding(None), sheet=TAB.title), TAB.title, '=HYPERLINK("#gid=100&range=A1";"A1")'),
    "a tab that is gone": (finding("B10", sheet="Cũ"), "Cũ", "B10"),
    "a cell that is gone": (finding("Z9"), TAB.title, "Z9"),
    "a unit's whole report": (finding(None), "Cả báo cáo", ""),
}


@pytest.mark.parametrize(("found", "sheet", "cell"), PLACES.values(), ids=PLACES)
def test_where_a_line_leads(found: Finding, sheet: str, cell: str) -> None:
    assert lines(marked(unit(found)))[0][1:3] == [sheet, cell]


def test_general_findings_first_then_the_weightiest() -> None:
    one = unit(finding("C9", N, "3"), finding("C10", E, "1"))
    two = unit(finding("C11", E, "2"), code="X2")
    told = lines(marked(one, two, general=[finding(None, W, "0")]))
    assert [(line[0], line[5]) for line in told] == [(1, "0"), (2, "1"), (3, "2"), (4, "3")]
    assert told[0][1:5] == ["Cả bảng tính", "", "Cảnh báo", ""]


@pytest.mark.parametrize(("language", "said"), [("vi", "Không có gì phải sửa."), ("en", "Nothing to correct.")])
def test_nothing_found(language: Language, said: str) -> None:
    told = marked(unit(rows="9"), language=language)
    assert str(listed(told)[1][0]).endswith(f"{READ_AT}. {said}")
    assert "".join(map(str, listed(told)[5:])) == "[]"


def test_what_is_not_listed_is_counted() -> None:
    told = lines(marked(unit(*(finding("C9", E, f"{number} " + "dài " * 1_000) for number in range(300)))))
    assert 100 < len(told) - 1 < 300
    assert told[-1][1] == (
        f"Còn {300 - (len(told) - 1)} phát hiện nữa chưa nêu ở đây: sửa những chỗ trên, "
        "các chỗ còn lại sẽ hiện ở lần đọc sau."
    )


def test_all_are_counted_even_those_not_listed() -> None:
    told = listed(marked(unit(*(finding("C9") for _ in range(2_100)))))
    assert "2100 lỗi" in str(told[1][0])
    assert len(told) == LINES_FROM + 2_000 + 1


def test_the_grid_grows_and_never_shrinks() -> None:
    units = unit(*(finding("C9") for _ in range(60)))
    for has, needs in ((30, 66), (500, 500)):
        (sized,) = of_kind(marked(units, tabs=(TAB, replace(LIST, rows=has))), "updateSheetProperties")
        assert sized["properties"]["gridProperties"]["rowCount"] == needs
        assert "gridProperties.rowCount" in sized["fields"]
    assert of_kind(marked(units), "addSheet") == []


def test_a_line_is_as_high_as_its_longest_text_needs() -> None:
    told = marked(unit(finding("C9"), finding("C10", E, "rất dài " * 40), finding("C11")), tabs=(TAB, LIST))
    sizes = [one for one in of_kind(told, "updateDimensionProperties") if one["range"]["dimension"] == "ROWS"]
    found = [(one["range"]["startIndex"], one["range"]["endIndex"], one["properties"]["pixelSize"]) for one in sizes]
    assert [rows[:2] for rows in found] == [(0, 1), (6, 7), (7, 8), (8, 9), (9, 30)]
    plain, high, again, rest = (pixels for _first, _end, pixels in found[1:])
    assert rest <= plain == again < 30
    assert 60 < high < 200


def test_the_tab_is_made_again_with_its_number() -> None:
    (made,) = of_kind(marked(tabs=(TAB,)), "addSheet")
    assert made == {"properties": {"sheetId": FINDINGS_ID, "title": "Lỗi"}}
    assert of_kind(marked(tabs=(TAB,)), "addProtectedRange")[0]["protectedRange"]["warningOnly"]


def test_it_takes_a_free_title_and_keeps_the_one_it_has() -> None:
    taken = replace(COVER, title="lỗi")
    (made,) = of_kind(marked(tabs=(taken,)), "addSheet")
    assert made["properties"]["title"] == "Lỗi (2)"
    renamed = marked(tabs=(TAB, replace(LIST, title="Sai sót")))
    assert of_kind(renamed, "addSheet") == []
    assert "title" not in of_kind(renamed, "updateSheetProperties")[0]["fields"]


def test_lines_are_coloured_by_their_severity() -> None:
    told = marked(unit(finding("C9", E), finding("C9", E), finding("C9", N)), general=[finding(None, W)])
    fills = [
        (one["range"]["startRowIndex"], one["range"]["endRowIndex"])
        for one in of_kind(told, "repeatCell")
        if one["fields"] == "userEnteredFormat.backgroundColorStyle"
    ]
    assert fills == [(6, 7), (7, 9), (9, 10)]

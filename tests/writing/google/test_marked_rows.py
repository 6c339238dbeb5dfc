"""What the system's columns say of a row: the sheet before, what was found, what is written."""

from dataclasses import dataclass, replace

import pytest
from tests.writing.google.sheet_cases import (
    COVER,
    OTHER_FORM,
    OTHER_TAB,
    READ_AT,
    TAB,
    E,
    N,
    W,
    finding,
    marked,
    texts,
    unit,
    with_written,
)

from tonghop.core.definitions import Language, Text
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import Own
from tonghop.writing.google.marking import UnitMarks


@dataclass(frozen=True)
class Row:
    """A unit's part and what then stands in row 9."""

    unit: UnitMarks
    vi: str
    en: str
    cells: str = ""
    general: tuple[Finding, ...] = ()


WARNED = finding("C9", W, "Lớn hơn mọi kỳ trước.")
HEADLESS = replace(finding(None), sheet=OTHER_FORM)
ROWS = {
    "clean": Row(unit(rows="9"), "Đã nhận, không có lỗi", "Received, no errors"),
    "clean, and how the report stands": Row(
        unit(rows="9", state="đã duyệt"), "Đã nhận, không có lỗi (đã duyệt)", "Received, no errors (đã duyệt)"
    ),
    "an error": Row(unit(finding("C9"), rows="9"), "Lỗi: Sai.", "Error: Sai.", "|C:e|"),
    "the worst first, and how many more": Row(
        unit(WARNED, finding("E9", N), finding("D9", E, "Phải là số."), rows="9"),
        "Lỗi: Phải là số (và 2 chỗ khác)",
        "Error: Phải là số (and 2 more)",
        "|C:w|D:e|E:n|",
    ),
    "the worst of a cell colours it": Row(
        unit(WARNED, finding("C9"), rows="9"), "Lỗi: Sai (và 1 chỗ khác)", "Error: Sai (and 1 more)", "|C:e|"
    ),
    "a warning does not keep it out": Row(
        unit(WARNED, rows="9", state="đã gửi"),
        "Cảnh báo: Lớn hơn mọi kỳ trước. · Đã nhận (đã gửi)",
        "Warning: Lớn hơn mọi kỳ trước. · Received (đã gửi)",
        "|C:w|",
    ),
    "an error in another row": Row(
        unit(finding("C12"), rows="9 12", state="có lỗi"),
        "Chưa nhận: đơn vị còn lỗi ở ô C12",
        "Not received: the unit has an error in cell C12",
    ),
    "an error on another tab, a warning here": Row(
        unit(WARNED, finding("B10", sheet=OTHER_FORM), rows="9"),
        "Cảnh báo: Lớn hơn mọi kỳ trước. · Chưa nhận: đơn vị còn lỗi ở trang “Biểu - O'2”, ô B10",
        "Warning: Lớn hơn mọi kỳ trước. · Not received: the unit has an error in sheet “Biểu - O'2”, cell B10",
        "|C:w|",
    ),
    "an error of a whole tab": Row(
        unit(HEADLESS, rows="9"),
        "Chưa nhận: đơn vị còn lỗi ở trang “Biểu - O'2”",
        "Not received: the unit has an error in sheet “Biểu - O'2”",
    ),
    "an error of the whole spreadsheet": Row(
        unit(rows="9", taken=False),
        "Chưa nhận: đơn vị còn lỗi ở trang “Lỗi”",
        "Not received: the unit has an error in sheet “Lỗi”",
        general=(finding(None),),
    ),
    "kept out, and no error is known": Row(
        unit(rows="9", taken=False, state="đang chờ"), "Chưa nhận (đang chờ)", "Not received (đang chờ)"
    ),
    "a row of no unit": Row(unit(), "Lỗi: Không rõ.", "Error: Không rõ.", "|B:e|", (finding("B9", E, "Không rõ."),)),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_stands_in_a_row(row: Row, language: Language) -> None:
    written = texts(marked(row.unit, general=row.general, language=language))
    assert (written["I9"], written["J9"]) == (row.vi if language == "vi" else row.en, READ_AT)
    assert written["K9"] == row.cells


def test_a_state_is_said_in_the_readers_language() -> None:
    part = replace(unit(rows="9"), state=Text(vi="đã gửi", en="submitted"))
    assert texts(marked(part, language="en"))["I9"] == "Received, no errors (submitted)"


def test_anothers_error_keeps_nobody_out() -> None:
    part, other = unit(rows="9", taken=False), unit(finding("C12"), rows="12", code="X2")
    assert texts(marked(part, other))["I9"] == "Chưa nhận"


def test_only_rows_with_something_to_say_are_written() -> None:
    written = texts(marked(unit(finding("C12"), rows="9 10 14")))
    assert sorted(written) == sorted(f"{column}{row}" for column in "IJK" for row in (9, 10, 12, 14))


def test_rows_that_have_nothing_to_say_any_more_are_cleared() -> None:
    before = with_written(I9="Lỗi: Sai.", J9="hôm qua", K9="|C:e|", I11="Lỗi", J20="hôm qua")
    written = texts(marked(unit(rows="9"), tabs=(before,)), before)
    assert written["I9"] == "Đã nhận, không có lỗi"
    assert written["K9"] == ""
    assert {cell for cell, text in written.items() if not text} == {"K9", "I11", "J11", "K11", "I20", "J20", "K20"}


def test_equal_rows_one_under_another_are_sent_together() -> None:
    told = marked(unit(rows=" ".join(map(str, range(9, 39)))))
    assert len(texts(told)) == 3 * 30
    assert sum(next(iter(one.values())).get("fields") == "userEnteredValue" for one in told.requests) == 3


def test_a_sentence_stays_text() -> None:
    assert texts(marked(unit(rows="9", state="=1+1")))["I9"].endswith("(=1+1)")
    assert texts(marked(general=[finding("C9", E, '=HYPERLINK("x")')]))["I9"] == 'Lỗi: =HYPERLINK("x")'


def test_a_long_sentence_is_cut_off_and_kept_on_one_line() -> None:
    said = texts(marked(unit(finding("C9", E, "một\nhai " + "rất dài " * 100))))["I9"]
    assert said.startswith("Lỗi: một hai rất")
    assert (len(said), said[-1]) == (300, "…")


def test_the_systems_columns_are_written_wherever_they_stand_now() -> None:
    moved = replace(TAB, own={Own.CELLS: 2, Own.RESULT: 7, Own.READ_AT: 9})
    assert texts(marked(unit(finding("D9")), tabs=(moved,))) == {"H9": "Lỗi: Sai.", "J9": READ_AT, "C9": "|D:e|"}


def test_a_column_that_somebody_deleted_is_not_written() -> None:
    left = replace(TAB, own={Own.READ_AT: 8})
    assert texts(marked(unit(finding("C9")), tabs=(left,))) == {"I9": READ_AT}
    bare = replace(TAB, own={}, heading_row=None)
    assert texts(marked(unit(finding("C9")), tabs=(bare,))) == {}


def test_the_headings_and_what_stands_over_them_are_left_alone() -> None:
    heading = with_written(I7="Kết quả trên hệ thống")
    assert texts(marked(unit(finding("C7"), finding("C3"), rows="5"), tabs=(heading,)), heading) == {}


def test_a_cell_that_the_tab_no_longer_has_is_not_written() -> None:
    told = marked(unit(finding("C41"), finding("L9"), rows="9 41"), tabs=(TAB,))
    assert sorted(texts(told)) == ["I9", "J9", "K9"]
    assert texts(told)["I9"].startswith("Chưa nhận")


def test_each_tab_has_its_own() -> None:
    told = marked(unit(finding("C9"), finding("B10", W, sheet=OTHER_FORM)))
    assert texts(told)["K9"] == "|C:e|"
    assert texts(told, OTHER_TAB)["H10"] == "|B:w|"
    assert texts(told, COVER) == {}

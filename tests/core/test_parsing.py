"""Where answers are found: workbooks as they were given out, and as clerks change them."""

from datetime import date
from decimal import Decimal

import pytest
from tests.core.clerks_plan import MATERIALS, MEETINGS, REGISTER, RESULTS, STAMP, TABLES, parsed, places, sheets
from tests.inline import cover, sheet

from tonghop.core.cells import CellRef, Sheet, Sheets
from tonghop.core.definitions import Severity
from tonghop.core.parsing import Parsed
from tonghop.core.submission import AnswerValue, SubmissionKey

ROW_1 = "| 1   | 17/12/2019 | Quán triệt | Trực tiếp | 30     | 27     | 0.9     |"
ROW_2 = "| 2   | 05/02/2020 | Sơ kết |            | 10        | 9      | 0.9     |"
ROW_3 = "| 3   |            |        |            |           |        |         |"


def values(one: Parsed, form: str, *fields: str) -> list[tuple[AnswerValue, ...]]:
    filled = one.submission.form(form)
    assert filled is not None
    return [tuple(row.value(name) for name in fields) for row in filled.rows]


def test_a_workbook_filled_rightly_is_read_whole_and_without_findings() -> None:
    one = parsed(sheets())
    assert one.findings == ()
    assert one.submission.key == SubmissionKey("nho", "T2020-02", "X1")
    assert one.submission.version == STAMP.version
    assert values(one, "register", "members", "cells") == [(120, 8)]
    assert values(one, "meetings", "date", "name", "mode", "summoned", "attended") == [
        (date(2019, 12, 17), "Quán triệt", "in_person", 30, 27),
        (date(2020, 2, 5), "Sơ kết", None, 10, 9),
    ]
    assert values(one, "results", "done") == [(3,), (Decimal("1.5"),)]


def test_every_answer_knows_its_cell() -> None:
    filled = parsed(sheets()).submission.form("meetings")
    assert filled is not None
    assert [str(row.answers["attended"].cell) for row in filled.rows] == ["Biểu 2!F10", "Biểu 2!F11"]
    assert [row.key for row in filled.rows] == ["1", "2"]


def test_free_texts_are_read_by_their_code() -> None:
    filled = parsed(sheets()).submission.form("results")
    assert filled is not None
    assert (filled.texts["well"].value, filled.texts["asks"].value) == ("Kịp thời", None)
    assert filled.texts["well"].cell == CellRef(RESULTS, 11, 3)


def test_rows_that_the_clerk_inserted_are_read() -> None:
    more = "\n".join(f"| | 0{day}/02/2020 | Thêm {day} | | {day} | {day} | |" for day in (6, 7, 8))
    one = parsed(sheets((MEETINGS, ROW_2, f"{ROW_2}\n{more}")))
    assert one.findings == ()
    assert values(one, "meetings", "summoned") == [(30,), (10,), (6,), (7,), (8,)]


def test_blank_rows_between_are_skipped() -> None:
    one = parsed(sheets((MEETINGS, ROW_2, f"{ROW_3}\n{ROW_2}")))
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


def test_rows_written_past_the_last_prepared_one_are_read() -> None:
    one = parsed(sheets((MEETINGS, "\n        |     |            |        |            |           |", f"\n{ROW_1}")))
    assert len(values(one, "meetings", "summoned")) == 3


def test_the_total_row_is_not_an_event() -> None:
    one = parsed(sheets((MEETINGS, ROW_3, "| | Tổng cộng | | | 40 | 36 | |")))
    assert values(one, "meetings", "summoned") == [(30,), (10,)]
    assert places(one.findings) == [("total_row_left_out", "Biểu 2!B12")]


def test_a_table_whose_total_row_was_deleted_loses_no_event() -> None:
    one = parsed(sheets((MEETINGS, "|     | Cộng       |        |            | 40        | 36     | 0.9     |", "")))
    assert one.findings == ()
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


def test_rows_inserted_above_the_table_move_it_as_a_whole() -> None:
    moved = [sheet(name, table, first_row=8) for name, table in TABLES.items()]
    one = parsed(Sheets((cover("X1"), *moved)))
    assert one.findings == ()
    assert values(one, "meetings", "summoned") == [(30,), (10,)]
    assert values(one, "results", "done") == [(3,), (Decimal("1.5"),)]


def test_sheets_are_found_whatever_became_of_their_names_case_and_spaces() -> None:
    read = sheets()
    renamed = [
        Sheet(one.name.upper().replace(" ", "  "), one.rows) if one.name == REGISTER else one for one in read.sheets
    ]
    assert parsed(Sheets(tuple(renamed))).findings == ()


def test_a_sheet_that_is_not_there_blocks() -> None:
    one = parsed(sheets(drop=RESULTS))
    assert [(found.code, found.form) for found in one.findings] == [("sheet_missing", "results")]


def test_a_moved_column_is_found_by_its_heading_and_reported() -> None:
    swapped = "| STT | Chi bộ | Đảng viên | Kiểm tra"
    one = parsed(sheets((REGISTER, "| STT | Đảng viên | Chi bộ | Kiểm tra", swapped)))
    assert values(one, "register", "members", "cells") == [(8, 120)]
    assert places(one.findings) == [("column_moved", "Biểu 1!C7"), ("column_moved", "Biểu 1!B7")]


def test_neighbours_that_moved_together_are_reported_once() -> None:
    table = "\n".join(line.replace("|", "| |", 1) for line in TABLES[MEETINGS].splitlines())
    one = parsed(sheets((MEETINGS, TABLES[MEETINGS], table)))
    assert values(one, "meetings", "summoned") == [(30,), (10,)]
    assert places(one.findings) == [("column_moved", "Biểu 2!C7")]


def test_a_column_whose_heading_is_gone_blocks_where_the_clerk_fills_it() -> None:
    one = parsed(sheets((MEETINGS, "Triệu tập | Có mặt", "Cột A | Cột B")))
    assert [(found.code, found.field, found.blocks) for found in one.findings if found.blocks] == [
        ("column_missing", "summoned", True),
        ("column_missing", "attended", True),
    ]


def test_the_only_column_that_is_not_known_is_the_only_one_missing_between_its_neighbours() -> None:
    one = parsed(sheets((MEETINGS, "Triệu tập | Có mặt", "Số mời | Có mặt")))
    assert [(found.code, found.field, found.read) for found in one.findings] == [
        ("column_renamed", "summoned", "Số mời")
    ]
    assert values(one, "meetings", "summoned") == [(30,), (10,)]


@pytest.mark.parametrize("heading", ["Trieu tap", "TRIỆU TẬPP", "Triệu  tâp"])
def test_a_heading_typed_with_a_slip_is_found_and_told_of(heading: str) -> None:
    moved = "| Có mặt | Triệu tập |", f"| Có mặt | {heading} |"
    swapped = (MEETINGS, "| Triệu tập | Có mặt |", moved[0])
    one = parsed(sheets(swapped, (MEETINGS, *moved)))
    assert "column_renamed" in {found.code for found in one.findings}
    assert values(one, "meetings", "summoned") == [(27,), (9,)]


def test_a_computed_column_may_be_gone() -> None:
    one = parsed(sheets((MEETINGS, "Tỷ lệ", "")))
    assert [(found.code, found.severity) for found in one.findings] == [("column_missing", Severity.NOTE)]


def test_a_table_without_any_heading_blocks_once() -> None:
    one = parsed(sheets((REGISTER, "Đảng viên | Chi bộ", "A | B")))
    assert [(found.code, found.sheet) for found in one.findings] == [("table_missing", REGISTER)]


def test_a_column_that_is_none_of_the_forms_is_reported() -> None:
    one = parsed(sheets((REGISTER, "| 1   | 120       | 8      | Đủ", "| 1 | 120 | 8 | Đủ | | | | 15")))
    assert places(one.findings) == [("column_unknown", "Biểu 1!H9")]


@pytest.mark.parametrize("code", ["kh", " KH ", "KH"])
def test_fixed_rows_are_found_by_code_wherever_they_stand(code: str) -> None:
    first, second = "| 1   | KH    | Kế hoạch       |             | 0        | 3        | 3      |", "| 2   | GIO   |"
    one = parsed(sheets((RESULTS, first, ""), (RESULTS, second, f"| | {code} | Kế hoạch | | 0 | 3 | 3 |\n{second}")))
    assert one.findings == ()
    assert values(one, "results", "done") == [(3,), (Decimal("1.5"),)]


def test_a_missing_row_blocks() -> None:
    one = parsed(sheets((MATERIALS, "DIA", "   ")))
    assert {(found.code, found.row) for found in one.findings} == {("row_missing", "DIA"), ("value_below_table", None)}


def test_a_missing_free_text_blocks_for_it_could_be_lost() -> None:
    one = parsed(sheets((RESULTS, "T1 ", "   ")))
    assert ("row_missing", "T1") in {(found.code, found.row) for found in one.findings}


def test_a_code_that_stands_twice_blocks() -> None:
    one = parsed(sheets((MATERIALS, "DIA", "SO ")))
    assert places(one.findings) == [("row_repeated", "Biểu 3!B10"), ("row_missing", "")]


def test_a_copy_of_a_row_that_is_left_blank_does_no_harm() -> None:
    one = parsed(sheets((MATERIALS, "| 2   | DIA", "| | SO | Chi bộ | | | 2 | |\n| 2   | DIA")))
    assert one.findings == ()
    assert values(one, "materials", "recipients") == [(8,), (1,)]


def test_a_strange_code_blocks_where_something_stands_in_its_row() -> None:
    extra = "| | SÁCH | Sách | | {} | | |\n| 2   | DIA"
    assert parsed(sheets((MATERIALS, "| 2   | DIA", extra.format("")))).findings == ()
    one = parsed(sheets((MATERIALS, "| 2   | DIA", extra.format(5))))
    assert places(one.findings) == [("row_unknown", "Biểu 3!B10")]


def test_a_figure_in_a_row_without_code_blocks() -> None:
    one = parsed(sheets((MATERIALS, "| 2   | DIA", "| | | Sách | | 5 | | |\n| 2   | DIA")))
    assert places(one.findings) == [("value_below_table", "Biểu 3!E10")]


def test_a_second_row_of_a_form_that_has_one_blocks() -> None:
    one = parsed(sheets((REGISTER, "|     |           |        |\n        |     | NGƯỜI", "| | 5 | |\n | | NGƯỜI")))
    assert values(one, "register", "members") == [(120,)]
    assert places(one.findings) == [("value_below_table", "Biểu 1!B10")]


def test_numbers_beside_the_signature_block_and_words_in_it_do_not() -> None:
    signed = "|     | NGƯỜI LẬP BIỂU |    |            |           |        |         |"
    words = "| | Đồng chí A | | | Đã ký | | |"
    assert parsed(sheets((MEETINGS, signed, f"{signed}\n{words}"))).findings == ()
    one = parsed(sheets((MEETINGS, signed, f"{signed}\n| | | | | 15 | | |")))
    assert places(one.findings) == [("value_below_table", "Biểu 2!E16")]


def test_a_deleted_signature_block_does_not_hide_rows() -> None:
    one = parsed(sheets((MEETINGS, "NGƯỜI LẬP BIỂU", ""), (MEETINGS, "…, ngày … tháng … năm 20…", "")))
    assert one.findings == ()
    assert len(values(one, "meetings", "date")) == 2


def test_a_conference_named_by_its_date_does_not_end_the_table() -> None:
    one = parsed(sheets((MEETINGS, "Quán triệt", "Hội nghị ngày 17 tháng 12 năm 2019")))
    assert one.findings == ()
    assert len(values(one, "meetings", "date")) == 2


def test_a_form_left_blank_is_a_warning_and_has_no_rows() -> None:
    one = parsed(sheets((REGISTER, "120       | 8", "          |  ")))
    assert [(found.code, found.form, found.blocks) for found in one.findings] == [("sheet_unfilled", "register", False)]
    assert values(one, "register", "members") == []


def test_a_workbook_left_blank_blocks_once() -> None:
    blank = (
        (REGISTER, "120       | 8", "          |  "),
        (MEETINGS, ROW_1, ""),
        (MEETINGS, ROW_2, ""),
        (MATERIALS, "8       ", ""),
        (MATERIALS, "| 1       ", "|"),
        (RESULTS, "0        | 3        | 3", "0 | | "),
        (RESULTS, "1.5", ""),
        (RESULTS, "Kịp thời", ""),
    )
    one = parsed(sheets(*blank))
    assert [found.code for found in one.findings] == ["workbook_unfilled"]

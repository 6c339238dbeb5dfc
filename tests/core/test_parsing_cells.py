"""What a single cell says: its answer, or the finding that names it in the clerk's words."""

from dataclasses import replace

import pytest
from tests.core.clerks_plan import MATERIALS, MEETINGS, REGISTER, RESULTS, parsed, places, sheets

from tonghop.core.cells import Sheets
from tonghop.core.definitions import Text
from tonghop.core.findings import Finding
from tonghop.core.submission import AnswerValue


def answer(read: Sheets, form: str, row: str, field: str) -> AnswerValue:
    filled = parsed(read).submission.form(form)
    assert filled is not None
    found = filled.row(row)
    assert found is not None
    return found.value(field)


def only(read: Sheets) -> Finding:
    (found,) = parsed(read).findings
    return found


def members(typed: str) -> Sheets:
    return sheets((REGISTER, "120", typed))


@pytest.mark.parametrize(
    ("typed", "code", "blocks"),
    [
        ("'3.640", "read_differently", False),
        ("3.64", "whole_number_expected", True),
        ("khoảng 120", "number_expected", True),
        ("-5", "negative_number", True),
        ("không", "zero_word", True),
        ("", "required_blank", True),
        ("#REF!", "error_cell", True),
        ("=", "formula_without_value", True),
    ],
)
def test_what_a_clerk_typed_for_a_number(typed: str, code: str, blocks: bool) -> None:  # noqa: FBT001
    found = only(members(typed))
    assert (found.code, found.blocks, str(found.cell)) == (code, blocks, "Biểu 1!B9")
    assert (found.form, found.row, found.field) == ("register", "1", "members")
    assert (answer(members(typed), "register", "1", "members") is None) is blocks


def test_a_finding_says_what_was_read_and_what_is_expected() -> None:
    found = only(members("3.64"))
    assert (found.read, found.expected) == ("3,64", "3640")


def test_an_error_is_said_as_the_clerk_sees_it() -> None:
    assert only(members("#DIV/0!")).read == "#DIV/0!"


def test_a_label_says_under_which_heading_the_column_stands() -> None:
    found = only(sheets((MEETINGS, "| 30     | 27 ", "| ba mươi | 27 ")))
    assert found.parameters["label"] == Text(vi="Số người – Triệu tập", en="Persons – summoned")


def test_a_label_of_a_fixed_row_names_the_row() -> None:
    found = only(sheets((RESULTS, "| 3        |", "| ba       |")))
    assert found.parameters["label"] == Text(vi="Kế hoạch – Trong kỳ", en="Plans – done")
    assert (found.row, found.field) == ("KH", "done")


def test_a_row_once_begun_needs_its_required_answers() -> None:
    read = sheets((MEETINGS, "| 3   |            |        |            |           |", "| 3 | | | | 5 |"))
    assert places(parsed(read).findings) == [
        ("required_blank", "Biểu 2!B12"),
        ("required_blank", "Biểu 2!C12"),
        ("required_blank", "Biểu 2!F12"),
    ]


def test_a_form_once_begun_needs_every_fixed_row() -> None:
    assert places(parsed(sheets((MATERIALS, "| 1       |", "|         |"))).findings) == [
        ("required_blank", "Biểu 3!E10")
    ]


def test_a_text_that_is_not_required_may_be_blank() -> None:
    read = sheets((RESULTS, "Kịp thời", ""))
    assert parsed(read).findings == ()


def test_zero_words_are_zero_where_the_field_says_so() -> None:
    assert answer(sheets((MEETINGS, "| 27     |", "| không  |")), "meetings", "1", "attended") == 0


def test_a_fixed_row_may_hold_decimals() -> None:
    found = only(sheets((RESULTS, "| 3        |", "| 1.5      |")))
    assert (found.code, found.row) == ("whole_number_expected", "KH")


@pytest.mark.parametrize("typed", ["#DIV/0!", "=", ""])
def test_what_the_server_works_out_itself_may_be_missing(typed: str) -> None:
    read = sheets((MEETINGS, "| 30     | 27     | 0.9", f"| 30     | 27     | {typed}"))
    assert parsed(read).findings == ()


def test_words_over_a_formula_are_a_warning() -> None:
    found = only(sheets((MEETINGS, "| 30     | 27     | 0.9", "| 30     | 27     | đủ")))
    assert (found.code, found.blocks, found.field) == ("number_expected", False, "rate")


def test_a_cell_that_only_holds_spaces_begins_no_row() -> None:
    read = sheets((MEETINGS, "| 3   |            |", "| 3   | '   |"))
    assert parsed(read).findings == ()


def test_an_error_in_a_prepared_row_begins_it() -> None:
    read = sheets((MEETINGS, "| 3   |            |        |            |           |", "| 3 | | | | #N/A |"))
    assert [found.code for found in parsed(read).findings] == ["error_cell", *["required_blank"] * 3]


def test_a_form_that_cannot_be_read_is_not_empty() -> None:
    read = members("#REF!")
    found = parsed(read)
    assert "sheet_unfilled" not in {one.code for one in found.findings}


def test_a_hidden_sheet_is_read() -> None:
    read = sheets()
    hidden = tuple(replace(sheet, visible=False) if sheet.name == REGISTER else sheet for sheet in read.sheets)
    assert answer(Sheets(hidden), "register", "1", "members") == 120

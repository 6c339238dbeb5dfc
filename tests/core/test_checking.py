"""What answers say together: the server's own figures, rules, and one form against another."""

from decimal import Decimal

import pytest
from tests.core.clerks_plan import MATERIALS, MEETINGS, REGISTER, checked, places, sheets

from tonghop.core.checking import Checked
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Severity, Text
from tonghop.core.findings import Finding
from tonghop.core.submission import AnswerValue

DONE, HOURS = Measure("results", "done", "KH"), Measure("results", "done", "GIO")


def value(one: Checked, form: str, row: str, field: str) -> AnswerValue:
    filled = one.submission.form(form)
    assert filled is not None
    found = filled.row(row)
    assert found is not None
    return found.value(field)


def only(one: Checked) -> Finding:
    (found,) = one.findings
    return found


def test_a_workbook_filled_rightly_has_nothing_against_it() -> None:
    assert checked(sheets()).findings == ()


# The server's own figures.


def test_computed_fields_hold_the_servers_value_and_the_files_cell() -> None:
    one = checked(sheets((MEETINGS, "| 30     | 27     | 0.9", "| 30     | 27     |    ")))
    assert one.findings == ()
    assert value(one, "meetings", "1", "rate") == Decimal("0.9")
    filled = one.submission.form("meetings")
    assert filled is not None
    assert str(filled.rows[0].answers["rate"].cell) == "Biểu 2!G10"


def test_a_computed_field_that_differs_is_told_and_replaced() -> None:
    one = checked(sheets((MATERIALS, "| 16       |", "| 17       |")))
    found = only(one)
    assert (found.code, found.read, found.expected, str(found.cell)) == ("computed_differs", "17", "16", "Biểu 3!G9")
    assert value(one, "materials", "SO", "entitled") == 16


def test_a_sheets_rounding_is_no_difference() -> None:
    read = sheets((MEETINGS, "| 30     | 27     | 0.9 ", "| 30     | 20     | 0.666666666666667"))
    assert checked(read).findings == ()


def test_a_computed_field_over_an_unread_cell_says_nothing_more() -> None:
    one = checked(sheets((MEETINGS, "| 30     | 27     |", "| ba mươi | 27     |")))
    assert [found.code for found in one.findings] == ["number_expected"]
    assert value(one, "meetings", "1", "rate") is None


def test_a_figure_typed_where_none_can_be_computed_is_told() -> None:
    found = only(checked(sheets((MEETINGS, "| 30     | 27     | 0.9", "| 0      | 0      | 0.9"))))
    assert (found.code, found.expected, found.parameters["expected"]) == (
        "computed_differs",
        None,
        Text(vi="để trống", en="blank"),
    )


def test_a_given_value_that_was_changed_is_told_and_put_back() -> None:
    one = checked(sheets((MATERIALS, "| 2        | 16", "| 3        | 16")))
    assert places(one.findings) == [("given_changed", "Biểu 3!F9")]
    assert (value(one, "materials", "SO", "norm"), value(one, "materials", "SO", "entitled")) == (2, 16)


def test_a_norm_where_none_applies_is_told_and_not_used() -> None:
    one = checked(sheets((MATERIALS, "| 1       |          |", "| 1       | 5        |")))
    assert [found.code for found in one.findings] == ["given_changed"]
    assert value(one, "materials", "DIA", "entitled") is None


def test_what_was_accumulated_is_the_servers() -> None:
    one = checked(sheets(), {DONE: 40})
    assert [(found.code, found.read, found.expected) for found in one.findings] == [
        ("cumulative_differs", "0", "40"),
        ("computed_differs", "3", "43"),
    ]
    assert (value(one, "results", "KH", "before"), value(one, "results", "KH", "total")) == (40, 43)


def test_what_must_not_be_added_over_time_is_never_accumulated() -> None:
    one = checked(sheets(), {HOURS: 12})
    assert one.findings == ()
    assert (value(one, "results", "GIO", "before"), value(one, "results", "GIO", "total")) == (None, None)


# Rules.


def test_a_broken_rule_leads_to_the_first_cell_that_the_clerk_fills() -> None:
    found = next(
        one
        for one in checked(sheets((MEETINGS, "| 30     | 27     | 0.9", "| 30     | 33     | 1.1"))).findings
        if one.code == "rule_broken"
    )
    assert (str(found.cell), found.row, found.field, found.severity) == (
        "Biểu 2!F10",
        "1",
        "attended",
        Severity.BLOCKING,
    )
    assert (found.parameters["left"], found.parameters["right"]) == ("33", "30")
    assert found.parameters["remedy"] == Text(vi="Sửa lại.", en="Correct it.")


def test_a_rule_has_its_own_severity() -> None:
    found = only(checked(sheets((MEETINGS, "05/02/2020", "05/02/2021"))))
    assert (found.code, found.field, found.severity) == ("rule_broken", "date", Severity.WARNING)
    assert isinstance(found.parameters["remedy"], Text)


def test_a_rule_over_a_blank_is_not_looked_at() -> None:
    one = checked(sheets((MEETINGS, "| 30     | 27     | 0.9", "| 30     |        |    ")))
    assert [found.code for found in one.findings] == ["required_blank"]


def test_a_rule_over_the_form_is_looked_at_once() -> None:
    low = (
        (MEETINGS, "| 30     | 27     | 0.9", "| 2      | 1      | 0.5"),
        (MEETINGS, "| 10        | 9      | 0.9", "| 2         | 1      | 0.5"),
    )
    found = only(checked(sheets(*low)))
    assert (found.code, found.row, str(found.cell), found.severity) == (
        "rule_broken",
        None,
        "Biểu 2!E10",
        Severity.NOTE,
    )
    assert (found.parameters["left"], found.parameters["right"]) == ("4", "5")


@pytest.mark.parametrize(("before", "told"), [(240, []), (241, ["rule_broken"])])
def test_a_rule_over_history_looks_at_the_last_earlier_period(before: int, told: list[str]) -> None:
    one = checked(sheets(), previous={Measure("register", "members"): before})
    assert [found.code for found in one.findings] == told


def test_a_rule_over_history_waits_for_a_history() -> None:
    assert checked(sheets()).findings == ()


# One form against another.


def test_recipients_are_compared_with_the_register_of_the_same_workbook() -> None:
    found = only(checked(sheets((REGISTER, "| 120       | 8 ", "| 120       | 9 "))))
    assert (found.code, str(found.cell), found.read, found.expected) == (
        "recipients_differ_from_register",
        "Biểu 3!E9",
        "8",
        "9",
    )


def test_without_a_figure_in_the_register_nothing_is_compared() -> None:
    assert checked(sheets((REGISTER, "| 120       | 8 ", "| 120       |   "))).findings == ()
    left_blank = checked(sheets((REGISTER, "| 120       | 8 ", "|           |   ")))
    assert [found.code for found in left_blank.findings] == ["sheet_unfilled"]


# What was allocated.

COPIES = Measure("materials", "recipients", "SO")


def test_what_came_is_held_against_what_was_allocated() -> None:
    found = only(checked(sheets(), allocated={COPIES: 9}))
    assert (found.code, found.read, found.expected) == ("received_differs_from_allocation", "8", "9")
    assert (found.severity, str(found.cell)) == (Severity.WARNING, "Biểu 3!E9")
    assert found.parameters["label"] == Text(vi="Chi bộ – Số nhận", en="Cells – recipients")


@pytest.mark.parametrize("allocated", [{}, {COPIES: 8}, {Measure("gone", "recipients", "SO"): 9}])
def test_what_agrees_or_was_not_allocated_is_not_told(allocated: dict[Measure, int]) -> None:
    assert checked(sheets(), allocated=allocated).findings == ()


def test_a_blank_is_not_held_against_it() -> None:
    blank = checked(sheets((MATERIALS, "| 8       |", "|         |")), allocated={COPIES: 9})
    assert "received_differs_from_allocation" not in {finding.code for finding in blank.findings}

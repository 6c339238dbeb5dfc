"""A group's workbook: whose each row is, and that one unit's mistake stops that unit alone."""

from dataclasses import replace

import pytest
from tests.core.clerks_plan import CAMPAIGN, MATERIALS, MEETINGS, PERIOD, REGISTER, RESULTS
from tests.reading.group_workbooks import (
    FULL,
    MEMBERS,
    Fill,
    answers,
    changed,
    group_parsed,
    group_sheets,
    inserted,
    swapped,
    unit_parsed,
)

from tonghop.core.cells import RawValue, Sheets
from tonghop.core.findings import Finding
from tonghop.core.group_layout import GroupLayout, group_layout
from tonghop.core.layout import LABEL_ROW
from tonghop.core.parsing import Parsed
from tonghop.core.parsing.group import why_nothing

ALL: dict[str, Fill] = {unit.code: FULL for unit in MEMBERS}


def places(form: str) -> GroupLayout:
    return group_layout(CAMPAIGN.form(form), MEMBERS)


def found(parsed: Parsed) -> list[tuple[str, str]]:
    return [(one.code, one.cell.a1 if one.cell else "") for one in parsed.findings]


def only_one_is_stopped(sheets: Sheets, unit: str) -> list[Finding]:
    """Return what stops the unit, having seen that the others read as they would by themselves."""
    read = group_parsed(sheets)
    for other in MEMBERS:
        if other.code != unit:
            assert answers(read[other.code]) == answers(unit_parsed(FULL, other))
            assert found(read[other.code]) == []
    return [one for one in read[unit].findings if one.blocks]


def test_every_unit_that_filled_in_anything_has_a_submission() -> None:
    read = group_parsed(group_sheets({"X1": FULL, "X10": {("register", "1", "members"): 5}}))
    assert list(read) == ["X1", "X10"]
    assert [one.submission.key.unit for one in read.values()] == ["X1", "X10"]


def test_a_text_alone_is_a_report_too() -> None:
    assert list(group_parsed(group_sheets({"X2": {("results", "", "asks"): "Thêm tài liệu"}}))) == ["X2"]


def test_nothing_filled_in_is_nobodys_report() -> None:
    assert group_parsed(group_sheets({})) == {}


def test_rows_of_a_unit_may_stand_apart() -> None:
    layout = places("meetings")
    sheets = swapped(group_sheets(ALL), MEETINGS, layout.frame.first_row, layout.frame.last_row - 1)
    assert answers(group_parsed(sheets)["X1"]) == answers(unit_parsed(FULL, MEMBERS[0]))


def test_rows_of_two_blocks_may_change_places() -> None:
    units = places("materials").units
    sheets = swapped(group_sheets(ALL), MATERIALS, units["X1"].row_of["SO"], units["X10"].row_of["DIA"])
    read = group_parsed(sheets)
    for unit in MEMBERS:
        assert answers(read[unit.code]) == answers(unit_parsed(FULL, unit))


@pytest.mark.parametrize("written", ["X9", "Xã Bình An", 7.0])
def test_a_strange_code_stops_the_unit_whose_row_it_was(written: str | float) -> None:
    row = places("meetings").frame.first_row + 2
    stopping = only_one_is_stopped(changed(group_sheets(ALL), MEETINGS, (row, 1, written)), "X2")
    assert [(one.code, one.cell.a1 if one.cell else "") for one in stopping] == [("row_unit_unknown", f"B{row + 1}")]


def test_rows_that_lost_their_codes_stop_the_units_they_were_given_out_to() -> None:
    """No row names X2 or X10 any more: their rows are still where they were."""
    units = places("register").units
    first, second = units["X2"].first_row, units["X10"].first_row
    read = group_parsed(changed(group_sheets(ALL), REGISTER, (first, 1, "X2a"), (second, 1, None)))
    assert ("row_unit_unknown", f"B{first + 1}") in found(read["X2"])
    assert ("row_unit_missing", f"B{second + 1}") in found(read["X10"])
    assert not [one for one in read["X1"].findings if one.blocks]


def test_a_filled_row_without_a_code_is_asked_about() -> None:
    layout = places("meetings").frame
    row = layout.last_row
    sheets = changed(group_sheets(ALL), MEETINGS, (row, layout.columns["attended"], 5.0))
    assert [(one.code, one.cell.a1 if one.cell else "") for one in only_one_is_stopped(sheets, "X10")] == [
        ("row_unit_missing", f"B{row + 1}")
    ]


def test_a_unit_twice_in_the_register_is_asked_about() -> None:
    units = places("register").units
    sheets = changed(group_sheets({"X1": FULL, "X2": FULL}), REGISTER, (units["X2"].first_row, 1, "X1"))
    read = group_parsed(sheets)
    assert ("row_unit_repeated", f"B{units['X2'].first_row + 1}") in found(read["X1"])
    assert answers(read["X1"]) == answers(unit_parsed(FULL, MEMBERS[0]))


def test_a_repeated_code_stops_its_own_unit() -> None:
    own = places("materials").units["X2"]
    sheets = changed(group_sheets(ALL), MATERIALS, (own.row_of["DIA"], own.code_column or 0, "SO"))
    stopping = only_one_is_stopped(sheets, "X2")
    assert [one.code for one in stopping] == ["row_repeated", "row_missing"]
    assert stopping[0].cell is not None
    assert stopping[0].cell.a1 == f"C{own.row_of['DIA'] + 1}"


def test_a_wrong_figure_stops_its_own_unit() -> None:
    own = places("results").units["X2"]
    sheets = changed(group_sheets(ALL), RESULTS, (own.row_of["KH"], own.columns["done"], "khoảng 5"))
    (stopping,) = only_one_is_stopped(sheets, "X2")
    assert (stopping.code, stopping.read) == ("number_expected", "khoảng 5")


def test_a_clerks_own_total_is_left_out_and_told() -> None:
    layout = places("meetings").frame
    row, attended = layout.last_row, layout.columns["attended"]
    read = group_parsed(changed(group_sheets(ALL), MEETINGS, (row, 0, "Cộng"), (row, attended, 81.0)))
    assert [found(one) for one in read.values()] == [[], [], [("total_row_left_out", f"B{layout.last_row + 1}")]]


def test_a_missing_sheet_is_told_to_every_unit() -> None:
    sheets = group_sheets(ALL)
    left = Sheets(tuple(sheet for sheet in sheets.sheets if sheet.name != RESULTS))
    assert {code: found(one) for code, one in group_parsed(left).items()} == {
        unit.code: [("sheet_missing", "")] for unit in MEMBERS
    }


def test_a_number_under_the_table_is_asked_about_once() -> None:
    layout = places("register").frame
    row = layout.signature_row + 4
    read = group_parsed(changed(group_sheets(ALL), REGISTER, (row, layout.columns["members"], 5.0)))
    assert [found(one) for one in read.values()] == [[], [], [("value_below_table", f"D{row + 1}")]]


@pytest.mark.parametrize("sheet", [REGISTER, MEETINGS, MATERIALS, RESULTS])
def test_inserted_rows_and_columns_change_no_answer(sheet: str) -> None:
    whole = group_sheets(ALL)
    moved = inserted(whole, sheet, row=0, column=0)
    for unit in MEMBERS:
        read = group_parsed(moved)[unit.code]
        assert answers(read) == answers(unit_parsed(FULL, unit))
        assert [one for one in read.findings if one.blocks] == []


def test_a_row_inserted_in_the_list_is_read() -> None:
    layout = places("meetings").frame
    row, columns = layout.first_row + 1, layout.columns
    whole = inserted(group_sheets(ALL), MEETINGS, row=row)
    more: list[tuple[str, RawValue]] = [
        ("date", "05/02/2020"),
        ("name", "Sơ kết"),
        ("summoned", 5.0),
        ("attended", 4.0),
    ]
    typed = changed(whole, MEETINGS, (row, 1, "X10"), *((row, columns[name], value) for name, value in more))
    meetings = group_parsed(typed)["X10"].submission.form("meetings")
    assert meetings is not None
    assert [one.value("name") for one in meetings.rows] == ["Sơ kết", "Quán triệt"]


@pytest.mark.parametrize("written", [30823.0, "30823 ", " 30823"])
def test_a_code_typed_as_a_number_is_the_same_code(written: str | float) -> None:
    members = tuple(replace(unit, code=code) for unit, code in zip(MEMBERS, ("30820", "30823", "30826"), strict=True))
    sheets = group_sheets({"30826": FULL}, members=members)
    row = group_layout(CAMPAIGN.form("meetings"), members).frame.first_row + 4
    read = group_parsed(changed(sheets, MEETINGS, (row, 1, written)), members=members)
    assert {code: len(one.submission.forms[1].rows) for code, one in read.items()} == {"30823": 1, "30826": 0}


def test_a_group_of_one_is_a_group() -> None:
    (unit,) = members = MEMBERS[:1]
    read = group_parsed(group_sheets({unit.code: FULL}, members=members), members=members)
    assert answers(read[unit.code]) == answers(unit_parsed(FULL, unit))


# Sheets and columns that say whose a row is.


def test_renamed_sheets_are_each_units_own() -> None:
    names = {MEETINGS: "Sheet1", MATERIALS: "Sheet2"}
    renamed = Sheets(tuple(replace(one, name=names.get(one.name, one.name)) for one in group_sheets(ALL).sheets))
    for unit in MEMBERS:
        read = group_parsed(renamed)[unit.code]
        assert answers(read) == answers(unit_parsed(FULL, unit))
        assert found(read) == [("sheet_renamed", "")] * 2


def test_a_copied_sheet_is_left_out_unless_it_differs() -> None:
    whole = group_sheets(ALL)
    sheet = whole.named(MEETINGS)
    assert sheet is not None
    same = Sheets((*whole.sheets, replace(sheet, name=f"{MEETINGS} (2)")))
    assert [found(one) for one in group_parsed(same).values()] == [[], [], []]
    row = places("meetings").frame.first_row
    other = changed(same, f"{MEETINGS} (2)", (row, places("meetings").frame.columns["attended"], 1.0))
    assert [found(one) for one in group_parsed(other).values()] == [[("sheet_repeated", "")]] * 3


def test_a_sheet_of_another_group_is_told_to_every_unit() -> None:
    read = group_parsed(changed(group_sheets(ALL), MEETINGS, (1, 0, "HUYỆN ỦY HAI (mã K)")))
    assert [found(one) for one in read.values()] == [[("sheet_other_unit", "A2")]] * 3


def test_a_row_moved_under_the_table_is_told_to_its_unit() -> None:
    layout = places("register").frame
    sheets = swapped(group_sheets(ALL), REGISTER, layout.first_row, layout.signature_row + 1)
    assert ("value_below_table", f"D{layout.signature_row + 2}") in found(group_parsed(sheets)["X1"])


@pytest.mark.parametrize("sheet", [REGISTER, MEETINGS, MATERIALS, RESULTS])
def test_without_the_column_of_the_codes_nobodys_rows_are_read(sheet: str) -> None:
    whole = group_sheets(ALL)
    without = [[*row[:1], *row[2:]] for one in whole.sheets if one.name == sheet for row in one.rows]
    cut = Sheets(tuple(replace(one, rows=without, merged=()) if one.name == sheet else one for one in whole.sheets))
    for one in group_parsed(cut).values():
        assert [finding.code for finding in one.findings if finding.blocks] == ["column_missing"]


def test_of_two_columns_of_codes_the_one_that_holds_some_is_taken() -> None:
    row = LABEL_ROW
    read = group_parsed(changed(group_sheets(ALL), REGISTER, (row, 0, "Mã đơn vị")))
    for unit in MEMBERS:
        assert answers(read[unit.code]) == answers(unit_parsed(FULL, unit))
    strange = changed(group_sheets(ALL), REGISTER, (row - 1, 1, None), (row, 1, "Mã của xã"))
    assert [found(one) for one in group_parsed(strange).values()] == [[], [], []]


def test_it_is_said_why_there_is_no_report_at_all() -> None:
    blank = group_sheets({})
    assert why_nothing(blank, CAMPAIGN, PERIOD, MEMBERS).code == "workbook_unfilled"
    tables = {MEETINGS, MATERIALS, RESULTS, REGISTER}
    gone = Sheets(tuple(sheet for sheet in group_sheets(ALL).sheets if sheet.name not in tables))
    assert group_parsed(gone) == {}
    assert why_nothing(gone, CAMPAIGN, PERIOD, MEMBERS).code == "sheet_missing"
    headless = [replace(one, rows=one.rows[8:]) if one.name in tables else one for one in group_sheets(ALL).sheets]
    assert why_nothing(Sheets(tuple(headless)), CAMPAIGN, PERIOD, MEMBERS).code == "table_missing"

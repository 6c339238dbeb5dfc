"""A form's sheet as it is typed in and printed: what is locked, refused, listed and lit, and how the pages fall."""

from collections.abc import Iterator

import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.writing.workbook_samples import CAMPAIGNS, first_period, made, opened, unit_of_each_level

from tonghop import catalogue
from tonghop.core.definitions import Campaign, Form, Period, Source
from tonghop.core.layout import FIRST_BODY_ROW, LABEL_ROW, LISTS_SHEET, NUMBER_ROW, FormLayout, form_layout
from tonghop.core.units import Unit
from tonghop.writing.workbook.heading import column_formula, measures
from tonghop.writing.workbook.page import pages_of, printed_columns
from tonghop.writing.workbook.wrap import height, lines

CAMPAIGN, UNITS = catalogue.load_shipped("kien-giang-2020")
PERIOD = first_period(CAMPAIGN)
DISTRICT = next(unit for unit in UNITS if unit.level == "district")
BOOK = opened(made(CAMPAIGN, PERIOD, DISTRICT))


def sheet_of(code: str) -> tuple[Form, FormLayout, Worksheet]:
    form = CAMPAIGN.form(code)
    return form, form_layout(form, "district"), BOOK[form.sheet]


def shipped_forms() -> Iterator[tuple[Campaign, Period, Unit, Form]]:
    for code in CAMPAIGNS:
        for campaign, period, unit in unit_of_each_level(code):
            for form in campaign.forms_due(period, unit.level):
                yield campaign, period, unit, form


FORMS = ("register", "attendance", "materials", "results")


@pytest.mark.parametrize("code", FORMS)
def test_sheets_are_protected_without_a_password_and_leave_formatting_rows_and_notes_free(code: str) -> None:
    protection = sheet_of(code)[2].protection
    assert protection.sheet
    assert protection.password is None
    locked = {"formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter", "objects"}
    assert [name for name in sorted(locked) if getattr(protection, name)] == []


@pytest.mark.parametrize("code", FORMS)
def test_the_clerk_s_cells_alone_are_unlocked(code: str) -> None:
    form, places, sheet = sheet_of(code)
    row = next(iter(places.row_of.values()), places.first_row) + 1
    unlocked = {
        field.name for field in form.fields if not sheet.cell(row, places.columns[field.name] + 1).protection.locked
    }
    assert unlocked == {field.name for field in form.fields if field.source is Source.CLERK}
    heads = [sheet.cell(LABEL_ROW + 1, column + 1) for column in range(places.status_column + 1)]
    assert all(cell.protection.locked for cell in heads)


def test_the_column_of_the_check_is_not_printed_and_its_counts_are_hidden() -> None:
    form, places, sheet = sheet_of("register")
    assert sheet.print_area.endswith(f"$H${places.signature_row + 6}")
    assert places.columns[form.fields[-1].name] == 7
    assert sheet.cell(LABEL_ROW + 1, places.status_column + 1).value == "Kiểm tra"
    assert sheet.column_dimensions["J"].hidden


@pytest.mark.parametrize("code", FORMS)
def test_every_sheet_prints_on_a4_landscape_with_its_headings_and_page_numbers(code: str) -> None:
    sheet = sheet_of(code)[2]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$6:$8"
    assert sheet.oddFooter is not None
    assert "Trang &P/&N" in str(sheet.oddFooter.center.text)


def test_a_form_too_wide_for_a_page_is_broken_before_its_second_page_and_repeats_its_key_columns() -> None:
    _, places, sheet = sheet_of("attendance")
    assert sheet.print_title_cols == "$A:$C"
    assert [one.id for one in sheet.col_breaks.brk] == [places.columns["absent_with_reason"]]
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.scale is not None
    assert sheet.page_setup.scale >= 70


def test_no_page_prints_more_than_fourteen_columns() -> None:
    counted = {}
    for campaign, _, unit, form in shipped_forms():
        pages = pages_of(form, form_layout(form, unit.level))
        for place, columns in enumerate(printed_columns(pages)):
            repeated = pages.key_end + 1 if place else 0
            counted[campaign.code, form.code, place] = repeated + len(columns)
    assert {place: count for place, count in counted.items() if count > 14} == {}
    assert {code for code, _, _ in counted} == set(CAMPAIGNS)


def test_panes_are_frozen_under_the_headings_and_beside_the_key_columns() -> None:
    assert sheet_of("attendance")[2].freeze_panes == "D10"
    assert sheet_of("results")[2].freeze_panes == f"D{FIRST_BODY_ROW + 1}"


def _validation(code: str, name: str) -> DataValidation:
    _, places, sheet = sheet_of(code)
    row = next(iter(places.row_of.values()), places.first_row) + 1
    cell = sheet.cell(row, places.columns[name] + 1).coordinate
    found: list[DataValidation] = [one for one in sheet.data_validations.dataValidation if cell in one.sqref]
    return found[0]


def test_a_count_takes_whole_numbers_from_zero() -> None:
    rule = _validation("attendance", "summoned")
    assert (rule.type, rule.operator, rule.formula1, rule.errorStyle) == ("whole", "greaterThanOrEqual", "0", None)
    assert "Chỉ gõ chữ số" in str(rule.error)
    assert rule.prompt == "Số người phải dự theo giấy triệu tập."


def test_a_date_far_from_the_plan_is_doubted_not_refused() -> None:
    rule = _validation("attendance", "date")
    assert (rule.type, rule.errorStyle) == ("date", "warning")
    assert "16/12/2018" in str(rule.error)


def test_a_choice_is_offered_as_a_list_whose_labels_may_hold_commas() -> None:
    rule = _validation("attendance", "level")
    assert rule.type == "list"
    first, last = str(rule.formula1).replace("$", "").removeprefix(f"{LISTS_SHEET}!").split(":")
    labels = [row[0].value for row in BOOK[LISTS_SHEET][first:last]]
    assert "Cấp xã, cơ sở" in labels
    assert labels == [choice.label.vi for choice in CAMPAIGN.form("attendance").field("level").choices]
    assert BOOK[LISTS_SHEET].sheet_state == "hidden"


def test_lights_look_at_every_row_and_at_those_inserted_above_the_closing_one() -> None:
    _, places, sheet = sheet_of("attendance")
    lit = {str(area.sqref) for area in sheet.conditional_formatting}
    assert places.closing_row is not None
    assert f"B{places.first_row + 1}:B{places.closing_row + 1}" in lit
    attended = [area for area in sheet.conditional_formatting if "K10" in area.sqref]
    formulas = [rule.formula[0] for area in attended for rule in area.rules]
    assert any("ISTEXT($K10)" in formula for formula in formulas)
    assert any(formula.startswith("IFERROR(AND(COUNT(") for formula in formulas)


def test_no_formula_uses_a_function_that_an_old_excel_or_another_program_lacks() -> None:
    newer = ("TEXTJOIN", "IFS(", "XLOOKUP", "CONCAT(", "FILTER(", "LET(", "SWITCH(", "_xlfn", "{")
    for campaign, period, unit in (next(unit_of_each_level(code)) for code in CAMPAIGNS):
        book = opened(made(campaign, period, unit))
        formulas = [
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
        ]
        assert formulas
        assert [one for one in formulas if any(word in one for word in newer)] == []
        assert max(map(len, formulas)) < 8192


def test_a_computed_column_s_number_says_how_it_is_computed() -> None:
    form, places, sheet = sheet_of("attendance")
    assert column_formula(form, form.field("summoned")) == "(9)"
    assert column_formula(form, form.field("rate")).replace("\n", "") == "(11)=(10)/(9)"
    assert sheet.cell(NUMBER_ROW + 1, places.columns["bridge_total"] + 1).value == "(8)=(5)\n+(6)+(7)"


def test_the_units_of_measure_name_their_columns() -> None:
    assert measures(CAMPAIGN.form("register"), "vi") == "người (cột 2–3, 6–7), đảng bộ (cột 4), chi bộ (cột 5)"
    assert measures(CAMPAIGN.form("materials"), "vi") == ""


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("Ghi chú", 20, 1), ("", 5, 1), ("Có mặt (trong số triệu tập)", 10, 3), ("a\nb", 20, 2), ("x" * 60, 10, 7)],
)
def test_text_is_measured_in_lines(text: str, width: float, expected: int) -> None:
    assert lines(text, width, 11, bold=True) == expected


def test_a_row_is_high_enough_for_its_lines() -> None:
    assert height("a\nb\nc", 20, 12) > 3 * 14

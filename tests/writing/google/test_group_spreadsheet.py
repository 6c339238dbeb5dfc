"""A district's spreadsheet: the group's workbook as it is, and the system's own part beside it."""

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from tests.core.clerks_plan import CAMPAIGN
from tests.fakegoogle import Forbidden
from tests.fakegoogle.state import Sheet
from tests.reading.group_workbooks import MEMBERS
from tests.writing.google.made_sheets import (
    CLERK,
    SYSTEM,
    Google,
    a_full_group,
    blueprint_of,
    district,
    group_content,
    looks_of,
    opened,
)
from tests.writing.test_group_workbook import group_of
from tests.writing.workbook_samples import KEY

from tonghop.core.cells import a1, column_letters, position
from tonghop.core.group_layout import GroupLayout, group_layout
from tonghop.core.layout import COVER_SHEET, FIRST_BODY_ROW, LABEL_ROW, LISTS_SHEET, STATUS_ROW
from tonghop.core.shared_sheets import (
    COVER_ID,
    FINDINGS_ID,
    FIRST_FORM_ID,
    LISTS_ID,
    OWN_AFTER_STATUS,
    OWN_HEADINGS,
    STAMP_ID,
    Own,
)
from tonghop.core.stamp import SHEET as STAMP_SHEET
from tonghop.writing.google.batches import BATCH_LIMIT, Blueprint, Request, size
from tonghop.writing.google.guarding import GUARD
from tonghop.writing.google.sheet_words import changed_words
from tonghop.writing.google.template import NoGroupWorkbook, group_spreadsheet
from tonghop.writing.workbook.group import group_workbook

FORMS = [form.sheet for form in CAMPAIGN.forms]


@pytest.fixture(name="google", scope="module")
def _google() -> Google:
    return district(a_full_group())


def layout(sheet: str) -> GroupLayout:
    return group_layout(next(form for form in CAMPAIGN.forms if form.sheet == sheet), MEMBERS)


# What stands there.


def test_the_tabs_are_known_by_their_numbers(google: Google) -> None:
    forms = [(FIRST_FORM_ID + place, title, False) for place, title in enumerate(FORMS)]
    assert [(tab.id, tab.title, bool(tab.properties.get("hidden"))) for tab in google.state.sheets] == [
        (COVER_ID, COVER_SHEET, False),
        *forms,
        (FINDINGS_ID, "Lỗi", False),
        (LISTS_ID, LISTS_SHEET, True),
        (STAMP_ID, STAMP_SHEET, True),
    ]


def test_every_value_and_formula_of_the_workbook_stands_there(google: Google) -> None:
    compared = 0
    for sheet, cell in cells_of(a_full_group()):
        entered = google.tab(sheet.title).cells.get((cell.row - 1, cell.column - 1), {}).get("userEnteredValue", {})
        assert value_of(entered) == expected(cell), f"{sheet.title}!{cell.coordinate}"
        compared += bool(entered)
    assert compared > 500


def cells_of(content: bytes) -> Iterator[tuple[Worksheet, Cell]]:
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet, cell) for cell in row if isinstance(cell, Cell))


def value_of(entered: dict[str, Any]) -> object:
    formula = str(entered.get("formulaValue", ""))
    return formula.replace(";", ",") if formula else next(iter(entered.values()), None)


def expected(cell: Cell) -> object:
    if cell.hyperlink is not None:
        title, _, place = str(cell.hyperlink.location).rpartition("!")
        tab = {COVER_SHEET: COVER_ID} | {form: FIRST_FORM_ID + number for number, form in enumerate(FORMS)}
        return f'=HYPERLINK("#gid={tab[title.strip(chr(39))]}&range={place}","{cell.value}")'
    if cell.is_date:
        return None
    value = cell.value
    if cell.data_type == "f":
        return str(value).replace(";", ",")
    return changed_words("vi").get(str(value), value)


def test_codes_and_texts_are_text_and_formulas_are_not(google: Google) -> None:
    places = layout("Biểu 3")
    tab = google.tab("Biểu 3")
    row, unit = next(iter(places.prepared.items()))
    code = tab.cells[row, places.frame.unit_column or 0]
    assert code["userEnteredValue"] == {"stringValue": unit}
    assert code["userEnteredFormat"]["numberFormat"]["type"] == "TEXT"
    for sheet in google.state.sheets:
        for cell in sheet.cells.values():
            if "formulaValue" in cell.get("userEnteredValue", {}):
                assert cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type") != "TEXT"


def test_nothing_of_it_depends_on_the_locale() -> None:
    content = a_full_group()
    made = {locale: district(content, locale).state for locale in ("vi_VN", "en_US")}
    assert looks_of(made["vi_VN"]) == looks_of(made["en_US"])


def test_rows_and_columns_are_as_large_as_in_the_workbook(google: Google) -> None:
    for sheet in opened(a_full_group()).worksheets:
        tab = google.tab(sheet.title)
        for one in sheet.column_dimensions.values():
            for column in range((one.min or 1) - 1, one.max or 0):
                assert tab.columns[column]["pixelSize"] == round(one.width * 8)
                assert tab.columns[column].get("hiddenByUser", False) is bool(one.hidden)
        for row, line in sheet.row_dimensions.items():
            if line.height:
                assert tab.rows[row - 1]["pixelSize"] == round(line.height * 4 / 3)
        frozen = tab.properties["gridProperties"]
        row, column = position(str(sheet.freeze_panes)) if sheet.freeze_panes else (0, 0)
        assert (frozen.get("frozenRowCount", 0), frozen.get("frozenColumnCount", 0)) == (row, column)
        assert frozen.get("hideGridlines", False) is (sheet.sheet_view.showGridLines is False)


def test_rows_that_are_filled_in_grow_with_their_text() -> None:
    requests = requests_of(group_spreadsheet(a_full_group(), "vi", editors=[SYSTEM]))
    spans = [one["autoResizeDimensions"]["dimensions"] for one in requests if "autoResizeDimensions" in one]
    grown = {(one["sheetId"], row) for one in spans for row in range(one["startIndex"], one["endIndex"])}
    for number, form in enumerate(FORMS, start=FIRST_FORM_ID):
        frame = layout(form).frame
        filled = set(frame.row_of.values()) or set(range(frame.first_row, frame.last_row + 1))
        fixed = {STATUS_ROW, LABEL_ROW, *(row for one in layout(form).units.values() for row in one.text_rows.values())}
        rows = {row for sheet, row in grown if sheet == number}
        assert filled <= rows
        assert not rows & fixed


def test_no_merge_is_frozen_in_part(google: Google) -> None:
    """Google refuses it; the text then runs over its neighbours."""
    parted = 0
    for sheet in opened(a_full_group()).worksheets:
        tab = google.tab(sheet.title)
        grid = tab.properties["gridProperties"]
        for merge in tab.merges:
            assert not merge["startColumnIndex"] < grid.get("frozenColumnCount", 0) < merge["endColumnIndex"]
            assert not merge["startRowIndex"] < grid.get("frozenRowCount", 0) < merge["endRowIndex"]
        parted += len(sheet.merged_cells.ranges) - len(tab.merges)
    assert parted > 0


def test_the_cover_tells_nobody_to_save_and_send(google: Google) -> None:
    said = " ".join(str(value_of(cell.get("userEnteredValue", {}))) for cell in google.tab(COVER_SHEET).cells.values())
    assert "hệ thống tự đọc bảng này" in said
    assert ".xlsx" not in said


def test_what_the_workbook_says_otherwise_is_still_said_there() -> None:
    said = {str(cell.value) for _, cell in cells_of(group_content())}
    assert set(changed_words("vi")) <= said


# The system's own.


@pytest.mark.parametrize("form", FORMS)
def test_a_forms_tab_has_the_systems_columns_after_the_check(google: Google, form: str) -> None:
    tab = google.tab(form)
    first = layout(form).frame.status_column + OWN_AFTER_STATUS
    for column, own in enumerate(Own, start=first):
        assert value_of(tab.cells[LABEL_ROW, column]["userEnteredValue"]) == OWN_HEADINGS[own].vi
        assert tab.columns[column].get("hiddenByUser", False) is (own is Own.CELLS)
    assert tab.column_count == first + len(Own) + GUARD


def test_the_tab_of_findings_has_its_headings(google: Google) -> None:
    said = [value_of(cell.get("userEnteredValue", {})) for _, cell in sorted(google.tab("Lỗi").cells.items())]
    assert [text for text in said if text][1:] == [
        "STT",
        "Trang tính",
        "Ô",
        "Loại",
        "Đơn vị",
        "Nội dung phát hiện",
        "Cần làm",
    ]


def test_the_systems_colours_come_before_the_checks_and_all_formulas_are_of_their_own_tab(google: Google) -> None:
    for form in FORMS:
        formulas = [
            rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"] for rule in google.tab(form).conditional
        ]
        assert ["FIND(" in formula for formula in formulas] == [True] * 6 + [False] * (len(formulas) - 6)
        assert not any("!" in formula for formula in formulas)


# What clerks may change.


@pytest.mark.parametrize("form", FORMS)
def test_a_clerk_fills_in_what_is_to_be_filled_and_nothing_else(form: str) -> None:
    google = district(group_content())
    clerk = google.fake.clerk(google.sheet.id, email=CLERK)
    clerk.opens(form)
    source = opened(group_content())[form]
    places = layout(form)
    last = max([places.frame.last_row, *(row for own in places.units.values() for row in own.text_rows.values())])
    for row in range(FIRST_BODY_ROW, last + 1):
        for column in range(places.frame.status_column):
            cell = source.cell(row + 1, column + 1)
            if isinstance(cell, Cell) and not cell.protection.locked:
                clerk.types(cell.coordinate, "1")
                clerk.notes(cell.coordinate, "hỏi lại xã")
            elif isinstance(cell, Cell) and cell.value is not None:
                with pytest.raises(Forbidden):
                    clerk.types(cell.coordinate, "1")
    for column in (places.frame.status_column, places.frame.status_column + OWN_AFTER_STATUS):
        with pytest.raises(Forbidden):
            clerk.types(a1((FIRST_BODY_ROW, column)), "1")
    for row in (STATUS_ROW, LABEL_ROW):
        with pytest.raises(Forbidden):
            clerk.types(f"{column_letters(2)}{row + 1}", "1")


@pytest.mark.parametrize("title", [COVER_SHEET, LISTS_SHEET, STAMP_SHEET, "Lỗi"])
def test_the_other_tabs_are_the_systems(google: Google, title: str) -> None:
    clerk = google.fake.clerk(google.sheet.id, email=CLERK)
    with pytest.raises(Forbidden):
        clerk.opens(title).types("A1", "1")
    google.fake.clerk(google.sheet.id, email=SYSTEM).opens(title).types("A1", "1")


def test_what_is_protected_is_left_to_the_systems_accounts(google: Google) -> None:
    kept = [one for tab in google.state.sheets for one in tab.protected]
    assert len(kept) == len({one["protectedRangeId"] for one in kept}) < 40
    assert all(SYSTEM in one["editors"]["users"] and CLERK not in one["editors"]["users"] for one in kept)
    assert not any(one.get("warningOnly") for one in kept)


# Validations.


def rule_at(tab: Sheet, row: int, column: int) -> dict[str, Any]:
    return dict(tab.cells[row, column]["dataValidation"])


def test_what_excel_refuses_google_refuses_with_the_same_words(google: Google) -> None:
    source = opened(a_full_group())
    kinds: set[str] = set()
    for form in FORMS:
        for one in source[form].data_validations.dataValidation:
            for area in one.sqref.ranges:
                for row, column in ((area.min_row - 1, area.min_col - 1), (area.max_row - 1, area.max_col - 1)):
                    rule = rule_at(google.tab(form), row, column)
                    assert rule.get("strict", False) is (one.type is not None and one.errorStyle != "warning")
                    assert str(one.prompt or "") in rule.get("inputMessage", "")
                    assert str(one.error or "") in rule.get("inputMessage", "")
                    kinds.add(f"{one.type}: {rule['condition']['type']}")
    assert kinds == {
        "date: DATE_BETWEEN",
        "decimal: NUMBER_GREATER_THAN_EQ",
        "list: ONE_OF_RANGE",
        "whole: CUSTOM_FORMULA",
    }


def test_a_whole_number_is_asked_for_by_a_formula_and_no_limit_is_written_as_a_locale_would(google: Google) -> None:
    places = layout("Biểu 1").frame
    rule = rule_at(google.tab("Biểu 1"), places.first_row, places.columns["members"])
    cell = a1((places.first_row, places.columns["members"]))
    formula = f"=IF(ISNUMBER({cell});AND({cell}>=0;{cell}=INT({cell}));FALSE)"
    assert rule["condition"]["values"] == [{"userEnteredValue": formula}]
    for tab in google.state.sheets:
        for found in tab.cells.values():
            for value in found.get("dataValidation", {}).get("condition", {}).get("values", []):
                assert value["userEnteredValue"].startswith("=") or value["userEnteredValue"].isdecimal()


def test_a_cell_that_takes_anything_still_explains_itself() -> None:
    campaign, period, above, members = group_of("so-28-2022", "S")
    blueprint = group_spreadsheet(group_workbook(campaign, period, above, members, key=KEY), "vi", editors=[SYSTEM])
    rules = [one["setDataValidation"]["rule"] for one in requests_of(blueprint) if "setDataValidation" in one]
    anything = [one for one in rules if one["condition"]["values"] == [{"userEnteredValue": "=TRUE"}]]
    assert any("không ghi tên" in one["inputMessage"] for one in anything)
    assert not any(one["strict"] for one in anything)


def requests_of(blueprint: Blueprint) -> Iterator[Request]:
    for batch in blueprint.batches:
        yield from batch


# Making it.


def test_batches_and_grids_are_small() -> None:
    blueprint = group_spreadsheet(a_full_group(), "vi", editors=[SYSTEM])
    assert all(size({"requests": batch}) <= BATCH_LIMIT for batch in blueprint.batches)
    google = Google()
    google.carry_out(blueprint)
    assert blueprint.cells == sum(tab.row_count * tab.column_count for tab in google.state.sheets) < 10_000
    assert blueprint.tabs == {tab.id: tab.title for tab in google.state.sheets}


def in_small_batches(content: bytes, google: Google) -> list[tuple[Request, ...]]:
    """The same requests, but those that make tabs, in batches of three."""
    made, *others = blueprint_of(content, google).batches
    rest = [request for batch in others for request in batch]
    step = len(rest) // 4
    return [made, *(tuple(rest[first : first + step]) for first in range(0, len(rest), step))]


def test_a_making_that_was_cut_off_begins_again_with_the_same_outcome() -> None:
    content = group_content()
    whole = looks_of(district(content).state)
    for done in range(1, 6):
        google = Google()
        for batch in in_small_batches(content, google)[:done]:
            google.send(batch)
        google.carry_out(blueprint_of(content, google))
        assert looks_of(google.state) == whole


def test_a_batch_that_was_carried_out_is_refused_whole_or_changes_nothing() -> None:
    google = Google()
    refused = []
    for batch in in_small_batches(group_content(), google):
        google.send(batch)
        before = looks_of(google.state)
        try:
            google.send(batch)
        except gspread.exceptions.APIError:
            refused.append(batch)
        assert looks_of(google.state) == before
    assert len(refused) == 2


def test_another_workbook_is_refused() -> None:
    with pytest.raises(NoGroupWorkbook):
        group_spreadsheet(group_content(), "en", editors=[])

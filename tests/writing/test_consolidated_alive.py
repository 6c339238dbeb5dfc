"""The consolidated workbook computes: LibreOffice gives what the database says, and a changed cell shows."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.office import recalculated
from tests.writing.consolidated_cases import (
    cells,
    column_of,
    consolidation,
    formulas,
    row_of,
    shown,
    wide,
    with_summary,
    written,
)

from tonghop.core.consolidation import Consolidation
from tonghop.writing.consolidated.forms import DATABASE_LABEL, DIFFERENCE_LABEL

FORMS = ("reg", "att", "mat", "res")


def differences(sheet: Worksheet) -> list[object]:
    row = row_of(sheet, DIFFERENCE_LABEL)
    return [cell.value for cell in cells(sheet) if cell.row == row and cell.column > 4 and cell.value is not None]


@pytest.mark.parametrize("made", [consolidation(), with_summary(), wide(3)], ids=["reports", "summary", "flat"])
def test_libreoffice_computes_what_is_stored(made: Consolidation, tmp_path: Path) -> None:
    path = written(made, tmp_path)
    stored, computed = shown(path), shown(recalculated(path))
    found = list(formulas(load_workbook(path)))
    assert len(found) > 50
    for sheet, place in found:
        before, after = stored[sheet][place].value, computed[sheet][place].value
        if isinstance(before, int | float):
            assert after == pytest.approx(before, abs=1e-9), f"{sheet}!{place}"
        else:
            assert (after or "") == (before or ""), f"{sheet}!{place}"


def test_every_difference_is_zero(tmp_path: Path) -> None:
    book = shown(recalculated(written(consolidation(), tmp_path)))
    for form in FORMS:
        assert set(differences(book[form])) == {0}
    assert "khớp với cơ sở dữ liệu" in str(book["Tổng quan"]["A8"].value)


def test_a_changed_figure_shows_as_a_difference(tmp_path: Path) -> None:
    path = written(consolidation(), tmp_path)
    book = load_workbook(path)
    sheet = book["att"]
    commune = next(row for row in range(9, sheet.max_row) if sheet.cell(row, 2).value == "C11")
    sheet.cell(commune, 6).value = 5
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    after = shown(recalculated(changed))
    assert 5 in differences(after["att"])
    assert set(differences(after["reg"])) == {0}
    assert "LỆCH" in str(after["att"]["A4"].value)
    assert str(after["Tổng quan"]["A8"].value).startswith("CÓ CHÊNH LỆCH")


def test_a_figure_added_to_a_blank_column_shows_as_a_difference(tmp_path: Path) -> None:
    path = written(wide(2), tmp_path)
    book = load_workbook(path)
    book["reg"].cell(11, 6).value = 0
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    assert differences(shown(recalculated(changed))["reg"]) == [0, "lệch"]


def test_blank_stays_blank_and_zero_stays_zero(tmp_path: Path) -> None:
    sheet = shown(recalculated(written(consolidation(), tmp_path)))["reg"]
    by_line = {(sheet.cell(row, 2).value, sheet.cell(row, 3).value): row for row in range(9, sheet.max_row + 1)}
    figures = {unit: [sheet.cell(row, column).value or None for column in (5, 6)] for unit, row in by_line.items()}
    assert figures["C12", "Xã Hai"] == [None, None]
    assert figures["D1", "Huyện Một"] == [None, None]
    assert sheet.cell(by_line["C21", "Xã Bình An"], 6).value == 0
    assert sheet.cell(by_line["D2", "Huyện Hai"], 5).value == 30


def test_rates_are_recomputed_from_sums(tmp_path: Path) -> None:
    path = written(consolidation(), tmp_path)
    sheet, computed = load_workbook(path)["att"], shown(recalculated(path))["att"]
    place = column_of(sheet, "rate")
    root = computed.cell(9, place).value
    assert root == pytest.approx((3600 + 7 + 11 + 0) / (3640 + 10 + 20 + 0))
    assert all(str(sheet.cell(row, place).value).startswith("=") for row in range(9, 9 + 6))
    commune = next(row for row in range(9, sheet.max_row) if sheet.cell(row, 2).value == "C11")
    assert computed.cell(commune, place).value in {None, ""}


def test_the_headline_figures_follow_the_forms(tmp_path: Path) -> None:
    path = written(consolidation(), tmp_path)
    book = load_workbook(path)
    linked = [str(cell.value) for cell in cells(book["Tổng quan"]) if "'att'!" in str(cell.value)]
    assert any("'att'!F9" in formula for formula in linked)
    values = {cell.value for cell in cells(shown(path)["Tổng quan"])}
    assert {3670, 3618} <= values


def test_the_database_row_holds_constants(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["att"]
    row = row_of(sheet, DATABASE_LABEL)
    stored = [sheet.cell(row, column).value for column in range(5, sheet.max_column + 1)]
    assert 3670 in stored
    assert not any(str(value).startswith("=") for value in stored)

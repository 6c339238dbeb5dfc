"""The allocation's workbook: valid, computing what was worked out, with a slip to sign for each who hands on."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator
from tests.allocation_plan import allocated, materials
from tests.office import recalculated
from tests.small_plan import TREE
from tests.writing.consolidated_cases import cells, formulas, row_of, shown, text_of

from tonghop.core.allocating import Allocation, allocate
from tonghop.core.units import Unit, UnitTree
from tonghop.writing.allocation import allocation_workbook
from tonghop.writing.allocation.items import DIFFERENCE, NO_REGISTER
from tonghop.writing.allocation.slips import FROM_ABOVE, WAITS

DAY = date(2020, 2, 10)
SLIPS = ("Phiếu P", "Phiếu D1", "Phiếu D2")


def short() -> Allocation:
    """Ten books too few, two discs too few, a priority and a reserve."""
    return allocated({"BOOK": 60, "DISC": 4}, amounts={"DISC": 2}, reserve=Fraction(5), priority={"B2": 1})


def written(made: Allocation, folder: Path) -> Path:
    path = folder / "phan-bo.xlsx"
    path.write_bytes(allocation_workbook(made, DAY))
    return path


def one_unit() -> Allocation:
    return allocated(registers={"P": {"members": 3, "cells": 1}}, tree=UnitTree((Unit("P", None, "province", "Tỉnh"),)))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(short(), tmp_path_factory.mktemp("short"))


@pytest.fixture(scope="module")
def computed(path: Path) -> Workbook:
    return shown(recalculated(path))


def difference_rows(book: Workbook) -> Iterator[tuple[str, list[object]]]:
    for sheet in book.worksheets:
        labelled = [cell.row for cell in cells(sheet) if cell.column == 1 and cell.value == DIFFERENCE]
        for row in labelled:
            yield sheet.title, [cell.value for cell in cells(sheet) if cell.row == row and cell.column > 3]


@pytest.mark.parametrize("made", [short(), allocated(), one_unit()], ids=["short", "enough", "one unit"])
def test_a_public_validator_finds_no_fault(made: Allocation, tmp_path: Path) -> None:
    result = OpenXmlValidator().validate(written(made, tmp_path))
    assert [str(error) for error in result.errors] == []


def test_libreoffice_computes_what_is_stored(path: Path, computed: Workbook) -> None:
    stored = shown(path)
    found = list(formulas(load_workbook(path)))
    assert len(found) > 100
    for sheet, place in found:
        before, after = stored[sheet][place].value, computed[sheet][place].value
        assert (after or "") == (before or ""), f"{sheet}!{place}"


def test_every_difference_is_zero(computed: Workbook) -> None:
    rows = dict(difference_rows(computed))
    assert set(rows) == {"BOOK", "MAP", "DISC", *SLIPS}
    for sheet, values in rows.items():
        assert {value for value in values if value is not None} == {0}, sheet
    assert "khớp" in str(computed["Phân bổ"]["A7"].value)


def test_a_changed_figure_shows_as_a_difference_on_its_sheet_and_on_the_face(path: Path, tmp_path: Path) -> None:
    book = load_workbook(path)
    sheet = book["BOOK"]
    row = row_of(sheet, "C11", column=2)
    column = next(cell.column for cell in cells(sheet) if cell.row == 7 and cell.value == "Phân bổ")
    sheet.cell(row, column).value = 999
    book.save(tmp_path / "changed.xlsx")
    after = shown(recalculated(tmp_path / "changed.xlsx"))
    assert "LỆCH" in str(after["BOOK"]["A4"].value)
    assert str(after["Phân bổ"]["A7"].value).startswith("CÓ CHÊNH LỆCH")


def test_units_stand_in_tree_order_with_what_they_keep_apart(path: Path) -> None:
    sheet = shown(path)["BOOK"]
    lines = [(sheet.cell(row, 1).value, sheet.cell(row, 3).value) for row in range(9, 9 + 9)]
    assert lines == [
        (None, "Tỉnh"),
        (None, "Tỉnh (của riêng đơn vị)"),
        ("I", "Huyện Một"),
        (None, "Huyện Một (của riêng đơn vị)"),
        ("1", "Xã Bình An"),
        ("2", "Xã Hai"),
        ("II", "Huyện Hai"),
        (None, "Huyện Hai (của riêng đơn vị)"),
        ("1", "Xã Bình An"),
    ]


def figures(sheet: Worksheet, code: str, line: int = 0) -> Sequence[object]:
    rows = [cell.row for cell in cells(sheet) if cell.column == 2 and cell.value == code]
    return [cell.value if cell.value != "" else None for cell in cells(sheet) if cell.row == rows[line]][3:]


def test_a_line_says_what_it_rests_on_what_is_due_and_what_is_given(computed: Workbook) -> None:
    assert figures(computed["BOOK"], "C12") == [13, 13, 10, 3, 9, 9, 22, 19, 3, None]
    assert figures(computed["BOOK"], "P") == [50, 50, 39, 7, 21, 21, 71, 60, 11, "1 đơn vị chưa có số liệu nền"]
    assert figures(computed["BOOK"], "C21") == [None] * 9 + [NO_REGISTER]
    assert figures(computed["BOOK"], "D2", 1) == [0, 0, 0, 0, 0, 0, 0, 0, 0, None]


def test_half_a_copy_is_rounded_up_by_the_sheet_too(computed: Workbook) -> None:
    assert figures(computed["MAP"], "C12")[:3] == [3, 2, 2]


def test_only_units_concerned_stand_on_an_items_sheet(path: Path) -> None:
    assert "Xã" not in text_of(shown(path)["DISC"])


def test_the_face_says_the_rule_the_stock_and_who_waits(path: Path) -> None:
    sheet = shown(path)["Phân bổ"]
    said = text_of(sheet)
    assert "làm tròn đến bản gần nhất" in said
    assert "(1) cells" in said
    assert "Xã Bình An (C21 – Huyện Hai)" in said
    row = row_of(sheet, "BOOK", column=2)
    assert [sheet.cell(row, column).value for column in range(5, 12)] == [71, 4, 75, 60, 60, 11, 0]


def test_an_item_that_is_not_shared_out_says_why(tmp_path: Path) -> None:
    book = shown(written(allocated(), tmp_path))
    assert "DISC" not in book.sheetnames
    assert "Không áp dụng định mức" in text_of(book["Phân bổ"])


def test_a_slip_lists_who_signs_for_what(computed: Workbook) -> None:
    sheet = computed["Phiếu D1"]
    lines = [[cell.value for cell in row][:6] for row in sheet.iter_rows(min_row=8, max_row=10)]
    assert [line[2] for line in lines] == ["Huyện Một (giữ lại dùng tại đơn vị)", "Xã Bình An", "Xã Hai"]
    assert [line[3] for line in lines][2] == 19
    head = [cell.value for cell in sheet[6]]
    assert head[-2:] == ["Người nhận ký, ghi rõ họ tên", "Ngày nhận"]
    above = row_of(sheet, FROM_ABOVE)
    assert sheet.cell(above, 4).value == sheet.cell(above - 1, 4).value == sum(int(str(line[3])) for line in lines)


def test_a_unit_without_a_register_waits_on_its_slip(computed: Workbook) -> None:
    sheet = computed["Phiếu D2"]
    assert sheet.cell(row_of(sheet, "C21", column=2), 4).value == WAITS


def test_every_page_prints_on_a4_one_page_wide(path: Path) -> None:
    for sheet in load_workbook(path).worksheets:
        assert int(sheet.page_setup.paperSize or 0) == 9, sheet.title
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0), ("1", "0")}
        assert sheet.print_area


def test_text_gives_no_formulas(tmp_path: Path) -> None:
    hostile = UnitTree.of([Unit(unit.code, unit.parent, unit.level, "=1+1") for unit in TREE.units])
    made = allocate(materials(), hostile, {"P": {"members": 5, "cells": 1}}, {})
    book = load_workbook(written(made, tmp_path))
    assert [
        cell.coordinate for sheet in book for cell in cells(sheet) if cell.value == "=1+1" and cell.data_type == "f"
    ] == []

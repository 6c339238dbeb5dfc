"""What each sheet of the consolidated workbook holds."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.small_plan import brought_together, plan
from tests.writing.consolidated_cases import (
    column_of,
    consolidation,
    reports,
    row_of,
    shown,
    text_of,
    with_summary,
    written,
)

from tonghop.core.consolidating.facts import facts
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Aggregation
from tonghop.writing.consolidated.formulas import roll_up
from tonghop.writing.consolidated.layout import PAGE_COLUMNS, FormSheet, sheet_name
from tonghop.writing.consolidated.pen import DoesNotFit, lines_of


def test_the_sheets_in_their_order(tmp_path: Path) -> None:
    names = load_workbook(written(consolidation(), tmp_path)).sheetnames
    assert names == ["Tổng quan", "reg", "att", "mat", "res", "Tình hình gửi", "Cảnh báo", "Nguồn số liệu", "Dữ liệu"]


def test_its_face_says_what_it_took(tmp_path: Path) -> None:
    accepted = text_of(shown(written(consolidation(include=Include.ACCEPTED), tmp_path))["Tổng quan"])
    everything = text_of(shown(written(consolidation(), tmp_path))["Tổng quan"])
    assert "ĐÃ ĐƯỢC DUYỆT" in accepted
    assert "TẤT CẢ báo cáo đã gửi" in everything
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in everything
    assert "AN OFFICE" in everything
    assert "30/06/2020" in everything


def test_its_face_says_whose_summaries_stand_in(tmp_path: Path) -> None:
    face = text_of(shown(written(with_summary(), tmp_path))["Tổng quan"])
    assert "bảng tổng hợp của 1 đơn vị: Huyện Một" in face
    assert "bảng tổng hợp của" not in text_of(shown(written(consolidation(), tmp_path))["Tổng quan"])


def test_units_that_are_awaited_are_named(tmp_path: Path) -> None:
    face = text_of(shown(written(consolidation(), tmp_path))["Tổng quan"])
    assert "Quá hạn chưa gửi: Xã Hai, Huyện Hai." in face


def test_lines_are_outlined_by_depth_with_totals_above(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["att"]
    levels = [(sheet.cell(row, 2).value, sheet.row_dimensions[row].outlineLevel) for row in range(9, 18)]
    assert levels == [
        ("P", 0), ("P", 1), ("D1", 1), ("D1", 2), ("C11", 2), ("C12", 2), ("D2", 1), ("D2", 2), ("C21", 2),
    ]  # fmt: skip
    outline = sheet.sheet_properties.outlinePr
    assert outline is not None
    assert outline.summaryBelow is False
    assert sheet.cell(9, 5).font.bold
    assert not sheet.cell(10, 5).font.bold


def test_totals_are_over_ranges_of_neighbours(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["reg"]
    assert sheet["E9"].value == '=IF(COUNT(E10:E11,E15)=0,"",SUM(E10:E11,E15))'
    assert sheet["E11"].value == '=IF(COUNT(E12:E14)=0,"",SUM(E12:E14))'


def test_the_largest_is_taken_where_the_form_says_so(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["res"]
    found = [str(cell.value) for cell in sheet[9] if "MAX" in str(cell.value)]
    assert found
    assert shown(written(consolidation(), tmp_path))["res"].cell(9, 9).value == 8


def test_what_is_not_brought_together_stays_blank(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["mat"]
    place = column_of(sheet, "received")
    assert sheet.cell(9, place).value is None
    assert sheet.cell(12, place).value == 12


def test_lines_say_how_their_reports_stand(tmp_path: Path) -> None:
    sheet = shown(written(consolidation(), tmp_path))["att"]
    states = {(sheet.cell(row, 2).value, sheet.cell(row, 3).value): sheet.cell(row, 4).value for row in range(9, 18)}
    assert states == {
        ("P", "Tỉnh"): "4/6 báo cáo",
        ("P", "Tỉnh (của riêng đơn vị)"): "Đã gửi",
        ("D1", "Huyện Một"): "2/3 báo cáo",
        ("D1", "Huyện Một (của riêng đơn vị)"): "Đã duyệt",
        ("C11", "Xã Bình An"): "Đã gửi, trễ",
        ("C12", "Xã Hai"): "Chưa gửi",
        ("D2", "Huyện Hai"): "1/2 báo cáo",
        ("D2", "Huyện Hai (của riêng đơn vị)"): "Chưa gửi",
        ("C21", "Xã Bình An"): "Đã gửi",
    }


def test_where_only_accepted_ones_are_taken_the_others_say_so(tmp_path: Path) -> None:
    sheet = shown(written(consolidation(include=Include.ACCEPTED), tmp_path))["att"]
    assert sheet.cell(10, 4).value == "Chưa duyệt, chưa lấy"
    assert sheet.cell(10, 6).value is None
    assert sheet.cell(9, 6).value == 30


def test_the_matrix_counts_every_report_once(tmp_path: Path) -> None:
    sheet = shown(written(consolidation(), tmp_path))["Tình hình gửi"]
    january = {sheet.cell(row, 3).value: sheet.cell(row, 6).value for row in range(13, 23)}
    assert january == {
        "Phải gửi": 6,
        "Đúng hạn": 3,
        "Muộn": 1,
        "Chưa đến hạn": 0,
        "Chưa gửi": 2,
        "Gửi tệp trống": 0,
        "Có lỗi, chưa nhận": 0,
        "Trả lại": 0,
        "Được miễn": 0,
        "Tỷ lệ đã gửi": pytest.approx(4 / 6),
    }
    late = row_of(sheet, "C11", 2)
    assert [str(sheet.cell(late, column).value) for column in (6, 7, 8)] == ["Đã gửi, trễ", "2020-02-06 00:00:00", "6"]
    assert sheet.auto_filter.ref == "A5:W11"


def test_an_exempt_report_is_not_owed(tmp_path: Path) -> None:
    made = brought_together(*reports(), exempt=[("C12", "T2020-01")])
    sheet = shown(written(made, tmp_path))["Tình hình gửi"]
    january = {sheet.cell(row, 3).value: sheet.cell(row, 6).value for row in range(13, 23)}
    assert (january["Phải gửi"], january["Được miễn"]) == (5, 1)


def test_warnings_are_sorted_and_said(tmp_path: Path) -> None:
    sheet = shown(written(consolidation(), tmp_path))["Cảnh báo"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    severities = [str(row[1]) for row in rows]
    assert severities == sorted(severities, key=("Lỗi", "Cảnh báo", "Lưu ý").index)
    assert [(row[2], row[6], row[8]) for row in rows if str(row[8]).startswith(("computed", "given"))] == [
        ("D1", "att!D9", "computed_differs: 1"),
        ("C11", "mat!C9", "given_changed: 4"),
    ]


def test_no_warning_is_said_too(tmp_path: Path) -> None:
    assert shown(written(brought_together(), tmp_path))["Cảnh báo"]["A5"].value == "Không có cảnh báo nào."


def test_a_source_names_file_cells_digest_and_time(tmp_path: Path) -> None:
    sheet = shown(written(consolidation(), tmp_path))["Nguồn số liệu"]
    rows = {(row[0], row[2]): row for row in sheet.iter_rows(min_row=5, values_only=True)}
    commune = rows["C11", "Biểu att"]
    assert commune[4:9] == ("Đã gửi", "C11.xlsx", "att", "B9:D9", 1)
    assert str(commune[9]) == "2020-02-06 01:30:00"
    assert commune[10] == "clerk of C11"
    assert len(str(commune[11])) == 64
    assert rows["C12", "Biểu att"][4:6] == ("Chưa gửi", None)


def test_the_data_sheet_holds_every_figure_once(tmp_path: Path) -> None:
    made = consolidation()
    book = shown(written(made, tmp_path))
    rows = list(book["Dữ liệu"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(list(facts(made)))
    assert sum(int(str(row[10])) for row in rows if row[6] == "Biểu att" and row[9] == "summoned") == 3670
    assert next(row for row in rows if row[1] == "D1" and row[9] == "summoned")[11] == "att!C9:C10"
    assert book.defined_names["DuLieu"].attr_text == f"'Dữ liệu'!$A$1:$M${len(rows) + 1}"


def test_the_data_sheet_looks_like_the_others(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["Dữ liệu"]
    assert (sheet["A2"].font.name, sheet["A2"].font.size, sheet["A2"].font.bold) == ("Times New Roman", 11, False)
    assert sheet["A1"].font.bold
    assert sheet["K2"].alignment.horizontal == "right"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_the_data_sheet_is_not_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tonghop.writing.consolidated.flat.ROW_LIMIT", 5)
    with pytest.raises(DoesNotFit, match=r"Dữ liệu.*A6"):
        written(consolidation(), tmp_path)


def test_charts_are_native(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["Tổng quan"]
    assert isinstance(sheet, Worksheet)
    kinds = [type(chart).__name__ for chart in vars(sheet)["_charts"]]
    assert kinds == ["DoughnutChart", "BarChart", "BarChart"]


def test_pages_hold_at_most_fourteen_columns_and_whole_blocks() -> None:
    made = consolidation()
    for form in made.campaign.forms:
        columns = tuple(column for column in made.columns if column.measure.form == form.code) * 7
        pages = FormSheet(form, form.code, columns).pages
        assert all(last - first + 1 + 4 <= PAGE_COLUMNS for first, last in pages)
        assert [first for first, _ in pages[1:]] == [last + 1 for _, last in pages[:-1]]
        assert (pages[0][0], pages[-1][1]) == (4, 3 + len(columns))


def test_print_set_up(tmp_path: Path) -> None:
    sheet = load_workbook(written(consolidation(), tmp_path))["mat"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$5:$8"
    assert sheet.print_title_cols == "$A:$D"
    assert sheet.freeze_panes == "E9"
    assert sheet.oddFooter is not None
    assert "&P/&N" in str(sheet.oddFooter.right.text)


@pytest.mark.parametrize(
    ("aggregation", "rows", "formula"),
    [
        (Aggregation.SUM, [2, 3, 4], 'IF(COUNT(A3:A5)=0,"",SUM(A3:A5))'),
        (Aggregation.SUM, [9, 2, 3], 'IF(COUNT(A3:A4,A10)=0,"",SUM(A3:A4,A10))'),
        (Aggregation.MAX, [5], 'IF(COUNT(A6)=0,"",MAX(A6))'),
        (Aggregation.NONE, [5], None),
        (Aggregation.SUM, [], None),
    ],
)
def test_roll_up(aggregation: Aggregation, rows: list[int], formula: str | None) -> None:
    assert roll_up(aggregation, 0, rows) == formula


def test_a_total_of_more_parts_than_a_function_takes_is_nested() -> None:
    formula = roll_up(Aggregation.SUM, 0, range(0, 600, 2))
    assert formula is not None
    assert formula.count("SUM(") == 1 + 2 + 1
    assert formula.count("A599") == 2


def test_names_of_sheets_are_excels_and_differ() -> None:
    taken = {"tổng quan"}
    assert sheet_name("Tổng quan", taken) == "Tổng quan (2)"
    assert sheet_name("Biểu [1]: a/b", taken) == "Biểu  1   a b"
    assert sheet_name("x" * 40, taken) == "x" * 31
    assert sheet_name("X" * 31, taken) == "X" * 27 + " (2)"


@pytest.mark.parametrize(("text", "lines"), [("", 1), ("một hai", 1), ("một hai ba", 2), ("a\nb", 2)])
def test_lines_of(text: str, lines: int) -> None:
    assert lines_of(text, 7) == lines


def test_a_form_that_a_level_does_not_fill_says_so(tmp_path: Path) -> None:
    campaign = plan()
    forms = tuple(form.model_copy(update={"levels": ("province",)}) for form in campaign.forms)
    made = brought_together(*reports(), campaign=campaign.model_copy(update={"forms": forms}))
    assert shown(written(made, tmp_path))["att"].cell(13, 4).value == "Không lập biểu này"

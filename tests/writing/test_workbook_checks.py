"""The in-sheet check: the same sentences from the sheet's formulas, as LibreOffice computes them, and from Python."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.cell import Cell
from tests.office import recalculated
from tests.writing.workbook_samples import CAMPAIGNS, clean, dirty, made, opened, unit_of_each_level

from tonghop.core.cells import RawValue, column_letters
from tonghop.core.definitions import FieldType, Form
from tonghop.core.layout import FIRST_BODY_ROW, STATUS_ROW, form_layout
from tonghop.core.rules import Environment
from tonghop.writing.workbook.checks import RowChecks, runs
from tonghop.writing.workbook.status import status_line


def words(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": vi}


FORM = Form.model_validate(
    {
        "code": "f",
        "version": 1,
        "number": "Biểu số 1",
        "sheet": "Biểu 1",
        "title": words("Biểu"),
        "rows": "list",
        "capacity": 3,
        "fields": [
            {"name": "day", "label": words("Ngày"), "type": "date"},
            {"name": "summoned", "label": words("Triệu tập"), "type": "count", "required": True},
            {"name": "attended", "label": words("Có mặt"), "type": "count", "maximum": 500},
            {"name": "length", "label": words("Số ngày"), "type": "decimal"},
            {
                "name": "mode",
                "label": words("Hình thức"),
                "type": "choice",
                "choices": [
                    {"code": "live", "label": words("Trực tiếp")},
                    {"code": "net", "label": words("Trực tuyến")},
                ],
            },
            {
                "name": "rate",
                "label": words("Tỷ lệ"),
                "type": "rate",
                "source": "computed",
                "formula": "attended / summoned",
            },
        ],
        "rules": [
            {"code": "fits", "expression": "attended <= summoned", "sentence": words("Có mặt quá triệu tập")},
            {
                "code": "short",
                "expression": "length <= 2",
                "severity": "warning",
                "sentence": words("Dài quá 2 ngày"),
            },
        ],
    }
)
CELLS = dict(zip(("day", "summoned", "attended", "length", "mode", "rate"), "BCDEFG", strict=True))
NUMBER = "phải là số nguyên từ 0 trở lên, chỉ gõ chữ số (ví dụ 3640)"


def checks(*, always_due: bool = False) -> RowChecks:
    cells = {name: f"${letter}¤" for name, letter in CELLS.items()}
    return RowChecks(FORM, FieldType.COUNT, cells, Environment(), "vi", always_due=always_due)


Counts = tuple[int, int, int]
CASES: tuple[tuple[dict[str, RawValue], str, Counts], ...] = (
    ({}, "", (0, 0, 0)),
    ({"summoned": 10}, "", (0, 0, 0)),
    ({"attended": 10}, "Thiếu: “Triệu tập”", (1, 0, 0)),
    ({"summoned": "3.640"}, f"“Triệu tập” {NUMBER}", (0, 1, 0)),
    ({"summoned": 2.5}, f"“Triệu tập” {NUMBER}", (0, 1, 0)),
    ({"summoned": -1}, f"“Triệu tập” {NUMBER}", (0, 1, 0)),
    ({"summoned": 0}, "", (0, 0, 0)),
    ({"summoned": 900, "attended": 501}, "“Có mặt” phải là số nguyên từ 0 đến 500, chỉ gõ chữ số", (0, 1, 0)),
    ({"summoned": 10, "attended": 11}, "Có mặt quá triệu tập", (0, 1, 0)),
    ({"summoned": "mười", "attended": 11}, f"“Triệu tập” {NUMBER}", (0, 1, 0)),
    ({"summoned": 10, "length": "nửa ngày"}, "“Số ngày” phải là số từ 0 trở lên (ví dụ 0,5)", (0, 1, 0)),
    ({"summoned": 10, "length": 2.5}, "Lưu ý: Dài quá 2 ngày", (0, 0, 1)),
    ({"length": 2.5, "attended": 1}, "Thiếu: “Triệu tập”", (1, 0, 1)),
    ({"summoned": 10, "day": date(2020, 2, 1)}, "", (0, 0, 0)),
    ({"summoned": 10, "day": datetime(2020, 2, 1, 8, 30)}, "", (0, 0, 0)),  # noqa: DTZ001 -- as a sheet holds it
    ({"summoned": 10, "day": "1/2/2020"}, "“Ngày” phải là ngày/tháng/năm (ví dụ 17/12/2019)", (0, 1, 0)),
    ({"summoned": 10, "mode": "trực TIẾP"}, "", (0, 0, 0)),
    ({"summoned": 10, "mode": "net"}, "", (0, 0, 0)),
    ({"summoned": 10, "mode": "qua loa"}, "“Hình thức” phải chọn trong danh sách", (0, 1, 0)),
)


@pytest.mark.parametrize(("raw", "sentence", "counts"), CASES)
def test_a_row_says_the_first_thing_that_is_wrong_with_it(
    raw: Mapping[str, RawValue], sentence: str, counts: Counts
) -> None:
    row = checks()
    state = row.state(raw, row.values(raw))
    assert (state.sentence, state.counts) == (sentence, counts)


def test_a_row_that_is_always_due_misses_its_cells_though_it_is_not_begun() -> None:
    row = checks(always_due=True)
    assert row.state({}, row.values({})).counts == (1, 0, 0)


def test_a_computed_field_is_computed_from_what_the_sheet_sees() -> None:
    row = checks()
    assert row.values({"summoned": 8, "attended": 6})["rate"] == 0.75
    assert row.values({"summoned": "8", "attended": 6})["rate"] is None


def test_neighbouring_cells_are_counted_as_one_range() -> None:
    assert runs(["$B¤", "$C¤", "$E¤", "$Z¤", "$AA¤"]) == ["$B¤:$C¤", "$E¤", "$Z¤:$AA¤"]


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((0, 0, 0), "Đã đủ, không có lỗi"),
        ((3, 0, 0), "Còn thiếu 3 ô"),
        ((0, 2, 0), "2 lỗi"),
        ((3, 2, 1), "Còn thiếu 3 ô · 2 lỗi · 1 lưu ý"),
        ((0, 0, 1), "Đã đủ, không có lỗi · 1 lưu ý"),
    ],
)
def test_the_status_line_counts_what_is_missing_and_wrong(counts: Counts, said: str) -> None:
    assert status_line(counts, "vi") == said


def _alike(cached: object, computed: object) -> bool:
    if isinstance(cached, int | float) and isinstance(computed, int | float):
        return abs(cached - computed) < 1e-9
    return (cached or None) == (computed or None) or (cached == 0 and computed == 0)


@pytest.mark.parametrize("code", CAMPAIGNS)
def test_libreoffice_computes_every_cached_value_anew_and_finds_it_right(code: str, tmp_path: Path) -> None:
    campaign, period, unit = next(unit_of_each_level(code))
    told: set[object] = set()
    for name, fill in (
        ("blank", {}),
        ("clean", clean(campaign, period, unit)),
        ("dirty", dirty(campaign, period, unit)),
    ):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(made(campaign, period, unit, fill))
        formulas, cached = opened(path.read_bytes()), opened(path.read_bytes(), values=True)
        computed = opened(recalculated(path).read_bytes(), values=True)
        for sheet in formulas:
            for cell in (
                one for row in sheet.iter_rows() for one in row if isinstance(one, Cell) and one.data_type == "f"
            ):
                here, there = cached[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
                assert _alike(here, there), f"{name} {sheet.title}!{cell.coordinate}: {here!r}, LibreOffice {there!r}"
                told.add(there)
    assert "Đã đủ, không có lỗi" in told
    assert any(str(text).startswith("Thiếu: ") for text in told)
    assert any("phải là số nguyên" in str(text) for text in told)


def test_a_clean_workbook_says_that_nothing_is_missing() -> None:
    campaign, period, unit = next(unit_of_each_level("so-28-2022"))
    book = opened(made(campaign, period, unit, clean(campaign, period, unit)), values=True)
    for form in campaign.forms_due(period, unit.level):
        assert str(book[form.sheet].cell(STATUS_ROW + 1, 3).value).startswith("Đã đủ, không có lỗi")


def test_a_blank_list_is_not_missing_anything() -> None:
    campaign, period, unit = next(unit_of_each_level("so-28-2022"))
    form = campaign.form("attendance")
    book = opened(made(campaign, period, unit), values=True)
    assert str(book[form.sheet].cell(STATUS_ROW + 1, 3).value).startswith("Chưa nhập dòng nào")


def test_totals_are_live_and_look_at_rows_inserted_above_the_closing_one() -> None:
    campaign, period, unit = next(unit_of_each_level("so-28-2022"))
    form = campaign.form("attendance")
    places = form_layout(form, unit.level)
    content = made(campaign, period, unit, clean(campaign, period, unit))
    total = opened(content)[form.sheet].cell(FIRST_BODY_ROW + 1, places.columns["summoned"] + 1)
    assert places.closing_row is not None
    letter = column_letters(places.columns["summoned"])
    span = f"{letter}${places.first_row + 1}:{letter}${places.closing_row + 1}"
    assert total.value == f'=IF(COUNT({span})=0,"",SUM({span}))'
    values = opened(content, values=True)[form.sheet]
    assert values.cell(total.row, total.column).value == 200
    assert values.cell(total.row, places.columns["rate"] + 1).value == 0.95

"""The group's workbook: valid, its figures right wherever they are computed, and each row's unit shown."""

from pathlib import Path

import pytest
from openpyxl.cell import Cell
from openxml_audit import FileFormat, OpenXmlValidator
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.office import recalculated
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, Fill, answers, group_parsed
from tests.writing.workbook_samples import clean, dirty, first_period, opened

from tonghop import catalogue
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, Period
from tonghop.core.group_layout import group_layout
from tonghop.core.layout import COVER_SHEET, COVER_UNIT_CODE, STATUS_ROW
from tonghop.core.stamp import SHEET as STAMP_SHEET
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.writing.workbook.fill import NoSuchCell
from tonghop.writing.workbook.group import group_workbook

GROUPS = (("kien-giang-2020", "906"), ("xa-76-2023", "X"), ("so-28-2022", "S"))


def group_of(code: str, parent: str) -> tuple[Campaign, Period, Unit, list[Unit]]:
    campaign, units = catalogue.load_shipped(code)
    period = first_period(campaign)
    above = next(unit for unit in units if unit.code == parent)
    return campaign, period, above, [unit for unit in units if unit.parent == parent]


def mixed(campaign: Campaign, period: Period, members: list[Unit]) -> dict[str, Fill]:
    """Some units done, some with mistakes, some half-way, some not begun."""
    fill: dict[str, Fill] = {}
    for number, unit in enumerate(members):
        full = clean(campaign, period, unit)
        half = {cell: value for place, (cell, value) in enumerate(full.items()) if place % 5}
        kinds: tuple[Fill, ...] = (full, dirty(campaign, period, unit), half, {})
        fill[unit.code] = kinds[number % 4]
    return fill


@pytest.mark.parametrize(("code", "parent"), GROUPS)
def test_excel_2010_opens_it_without_a_repair_prompt(code: str, parent: str, tmp_path: Path) -> None:
    campaign, period, above, members = group_of(code, parent)
    for name, fill in (("blank", None), ("mixed", mixed(campaign, period, members))):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(group_workbook(campaign, period, above, members, key=KEY, fill=fill))
        validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2010)
        assert [str(error) for error in validator.validate(path).errors] == [], name


@pytest.mark.parametrize(("code", "parent"), GROUPS)
def test_libreoffice_computes_every_cached_value_anew_and_finds_it_right(
    code: str, parent: str, tmp_path: Path
) -> None:
    campaign, period, above, members = group_of(code, parent)
    path = tmp_path / "group.xlsx"
    fill = mixed(campaign, period, members)
    path.write_bytes(group_workbook(campaign, period, above, members, key=KEY, fill=fill))
    formulas, cached = opened(path.read_bytes()), opened(path.read_bytes(), values=True)
    computed = opened(recalculated(path).read_bytes(), values=True)
    told: set[object] = set()
    for sheet in formulas:
        for cell in (one for row in sheet.iter_rows() for one in row if isinstance(one, Cell) and one.data_type == "f"):
            here, there = cached[sheet.title][cell.coordinate].value, computed[sheet.title][cell.coordinate].value
            assert _alike(here, there), f"{sheet.title}!{cell.coordinate}: {here!r}, LibreOffice {there!r}"
            told.add(there)
    assert {"Đã đủ, không có lỗi", "Chưa nhập"} <= told
    assert any(str(text).endswith("– Chưa nhập") for text in told)


def test_what_libreoffice_saved_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "group.xlsx"
    path.write_bytes(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill={"X1": FULL, "X10": FULL}))
    before, after = (group_parsed(read(file.read_bytes())) for file in (path, recalculated(path)))
    assert list(after) == ["X1", "X10"]
    for code, parsed in after.items():
        assert answers(parsed) == answers(before[code])
        assert parsed.findings == before[code].findings


def _alike(here: object, there: object) -> bool:
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) < 1e-9
    return (here or "") == (there or "")


def test_each_row_says_whose_it_is() -> None:
    book = opened(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill={"X2": FULL}), values=True)
    for form in CAMPAIGN.forms:
        places = group_layout(form, MEMBERS)
        for row, code in places.prepared.items():
            assert book[form.sheet].cell(row + 1, 2).value == code
            if places.frame.name_column is not None:
                assert book[form.sheet].cell(row + 1, 3).value == "Đảng ủy xã Bình An"
        for code, row in places.headings.items():
            assert f"(mã {code})" in str(book[form.sheet].cell(row + 1, 1).value)


def test_the_cover_says_whose_reports_it_holds() -> None:
    book = opened(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY), values=True)
    cover = book[COVER_SHEET]
    assert cover.cell(COVER_UNIT_CODE[0] + 1, COVER_UNIT_CODE[1] + 1).value == PARENT.code
    said = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert any("không gồm số liệu của chính Huyện ủy Một" in text for text in said)
    assert [text for text in said if text in {unit.code for unit in MEMBERS}] == [unit.code for unit in MEMBERS]
    assert said.count("Chưa nhập") == len(MEMBERS)
    assert book[STAMP_SHEET].sheet_state == "veryHidden"


def test_each_unit_starts_from_its_own_past() -> None:
    past = {"X1": {Measure("results", "done", "KH"): 4}, "X10": {Measure("results", "done", "KH"): 7}}
    book = opened(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, accumulated=past), values=True)
    form = CAMPAIGN.form("results")
    units = group_layout(form, MEMBERS).units
    column = units["X1"].columns["before"] + 1
    assert [book[form.sheet].cell(units[code].row_of["KH"] + 1, column).value for code in units] == [4, 0, 7]


def test_a_begun_row_without_a_unit_is_an_error_in_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "group.xlsx"
    path.write_bytes(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY))
    form = CAMPAIGN.form("meetings")
    layout = group_layout(form, MEMBERS).frame
    book = opened(path.read_bytes())
    book[form.sheet].cell(layout.last_row + 1, layout.columns["name"] + 1).value = "Quán triệt"
    book.save(path)
    computed = opened(recalculated(path).read_bytes(), values=True)[form.sheet]
    assert computed.cell(layout.last_row + 1, layout.status_column + 1).value == "“Mã đơn vị” phải chọn trong danh sách"
    assert "1 lỗi" in str(computed.cell(STATUS_ROW + 1, 3).value)


def test_a_list_gives_its_spare_rows_to_whoever_needs_them_and_refuses_more() -> None:
    rows = {("meetings", str(number), "name"): f"Họp {number}" for number in range(1, 9)}
    form = CAMPAIGN.form("meetings")
    book = opened(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill={"X2": rows}), values=True)
    names = [book[form.sheet].cell(row, 5).value for row in range(1, 40)]
    assert [name for name in names if str(name).startswith("Họp")] == [f"Họp {number}" for number in range(1, 9)]
    with pytest.raises(NoSuchCell):
        group_workbook(
            CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill={"X2": {**rows, ("meetings", "9", "name"): "Họp 9"}}
        )


@pytest.mark.parametrize("stranger", [{"X9": FULL}, {"X1": {("nothing", "1", "members"): 1}}])
def test_what_has_no_cell_is_refused(stranger: dict[str, Fill]) -> None:
    with pytest.raises(NoSuchCell):
        group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=stranger)

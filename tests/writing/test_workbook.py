"""The clerk's workbook: whose it is, what stands in it, and that nothing typed becomes anything else."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator
from tests.writing.workbook_samples import (
    CAMPAIGNS,
    KEY,
    Fill,
    clean,
    dirty,
    first_period,
    made,
    opened,
    unit_of_each_level,
)

from tonghop import catalogue
from tonghop.core import layout
from tonghop.core.calendar import find_period
from tonghop.core.cells import Sheet, Sheets
from tonghop.core.checking import Context, check
from tonghop.core.consolidation import Measure
from tonghop.core.layout import COVER_PERIOD, COVER_SHEET, COVER_UNIT_CODE, COVER_UNIT_NAME, form_layout
from tonghop.core.parsing import parse
from tonghop.core.stamp import SHEET as STAMP_SHEET
from tonghop.core.stamp import Stamp, read_stamp
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.fill import NoSuchCell
from tonghop.writing.workbook.sheet import CannotWrite

CAMPAIGN, UNITS = catalogue.load_shipped("kien-giang-2020")
PERIOD = first_period(CAMPAIGN)
DISTRICT = next(unit for unit in UNITS if unit.level == "district")
RESULTS = CAMPAIGN.form("results")


def cell(sheet: Worksheet, place: tuple[int, int]) -> object:
    return sheet.cell(place[0] + 1, place[1] + 1).value


@pytest.mark.parametrize("code", CAMPAIGNS)
def test_excel_2010_opens_every_workbook_without_a_repair_prompt(code: str, tmp_path: Path) -> None:
    validator = OpenXmlValidator(file_format=FileFormat.OFFICE_2010)
    for campaign, period, unit in unit_of_each_level(code):
        for name, fill in (
            ("blank", None),
            ("clean", clean(campaign, period, unit)),
            ("dirty", dirty(campaign, period, unit)),
        ):
            path = tmp_path / f"{unit.level}-{name}.xlsx"
            path.write_bytes(made(campaign, period, unit, fill))
            assert [str(error) for error in validator.validate(path).errors] == [], path.name


@pytest.mark.parametrize("code", CAMPAIGNS)
def test_what_a_careful_clerk_typed_is_read_back_without_a_word(code: str) -> None:
    for campaign, period, unit in unit_of_each_level(code):
        fill = {cell: value for cell, value in clean(campaign, period, unit).items() if cell[0] != "materials"}
        sheets = read(made(campaign, period, unit, fill))
        (parsed,) = parse(sheets, _stamp(campaign.code, period.code, unit), campaign, period, unit)
        checked = check(parsed.submission, Context(campaign, period, unit, {}, {}))
        findings = [one for one in (*parsed.findings, *checked.findings) if one.form != "materials" and one.blocks]
        assert findings == []
        typed = {place for place, value in fill.items() if value is not None}
        answered = {
            (form, row, field) for form, row, field, answer in checked.submission.answers() if answer.value is not None
        }
        assert typed <= answered


def _stamp(campaign: str, period: str, unit: Unit) -> Stamp:
    return Stamp(campaign, 1, period, unit.code)


def test_the_stamp_stands_on_a_very_hidden_sheet_and_is_read_by_another_library() -> None:
    book = opened(made(CAMPAIGN, PERIOD, DISTRICT))
    sheet = book[STAMP_SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = [[str(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    stamp = read_stamp(Sheets((Sheet(STAMP_SHEET, rows, visible=False),)), KEY)
    assert stamp == Stamp(CAMPAIGN.code, CAMPAIGN.version, PERIOD.code, DISTRICT.code, Coverage.OWN)


def test_the_cover_says_whose_workbook_it_is_and_links_to_every_form() -> None:
    content = unit_workbook(CAMPAIGN, PERIOD, DISTRICT, key=KEY, parent_name="Tỉnh ủy Kiên Giang")
    cover = opened(content)[COVER_SHEET]
    assert cell(cover, COVER_UNIT_NAME) == DISTRICT.name
    assert cell(cover, COVER_UNIT_CODE) == DISTRICT.code
    assert cell(cover, COVER_PERIOD) == PERIOD.label.vi
    links = [one.hyperlink.location for row in cover.iter_rows() for one in row if one.hyperlink]
    assert links == [f"'{form.sheet}'!A1" for form in CAMPAIGN.forms_due(PERIOD, "district")]
    words = " ".join(str(value) for row in cover.iter_rows(values_only=True) for value in row if value)
    assert "Cần hỏi: liên hệ Tỉnh ủy Kiên Giang" in words
    assert "31/03/2020" in words


def test_a_summary_says_that_it_is_one() -> None:
    content = unit_workbook(CAMPAIGN, PERIOD, DISTRICT, key=KEY, coverage=Coverage.SUMMARY)
    book = opened(content)
    assert "Tổng hợp của các đơn vị trực thuộc" in str(cell(book[RESULTS.sheet], (layout.NUMBER_PLACE, 0)))


TRICKS = ("=1+1", "+84", "-5+3", "@SUM(A1)", "http://x.vn", "mailto:a@b.vn", "{=1}", "_x0041_", " a ", "<b>&amp;")


@pytest.mark.parametrize("trick", TRICKS)
def test_text_stays_text(trick: str) -> None:
    unit = Unit(DISTRICT.code, DISTRICT.parent, "district", trick)
    fill: Fill = {("attendance", "1", "name"): trick, ("results", "", "went_well"): trick}
    book = opened(unit_workbook(CAMPAIGN, PERIOD, unit, key=KEY, fill=fill, parent_name=trick))
    attendance = book[CAMPAIGN.form("attendance").sheet]
    typed = attendance.cell(layout.FIRST_BODY_ROW + 2, 3)
    assert (typed.value, typed.data_type) == (trick, "s")
    assert book[COVER_SHEET].cell(COVER_UNIT_NAME[0] + 1, COVER_UNIT_NAME[1] + 1).data_type == "s"
    linked = [one.hyperlink for sheet in book for row in sheet.iter_rows() for one in row if one.hyperlink]
    outward = [link.target for link in linked if link.target]
    assert outward == []


def test_the_same_contents_give_the_same_bytes() -> None:
    fill = clean(CAMPAIGN, PERIOD, DISTRICT)
    assert made(CAMPAIGN, PERIOD, DISTRICT, fill) == made(CAMPAIGN, PERIOD, DISTRICT, fill)


@pytest.mark.parametrize(
    "place", [("results", "KH1", "nothing"), ("results", "none", "this_period"), ("attendance", "99", "name")]
)
def test_filling_a_cell_that_the_workbook_does_not_have_is_refused(place: tuple[str, str, str]) -> None:
    with pytest.raises(NoSuchCell, match=place[0]):
        made(CAMPAIGN, PERIOD, DISTRICT, {place: 1})


def test_filling_a_form_that_is_not_due_is_refused() -> None:
    with pytest.raises(NoSuchCell, match="attendance"):
        made(CAMPAIGN, find_period(CAMPAIGN, "T03-2020"), DISTRICT, {("attendance", "1", "name"): "x"})


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(CannotWrite, match="C10"):
        made(CAMPAIGN, PERIOD, DISTRICT, {("attendance", "1", "name"): "x" * 32768})


def test_what_the_earlier_periods_add_up_to_is_given_out() -> None:
    before = {Measure("results", "this_period", "KH1"): 41}
    fill: Fill = {("results", "KH1", "this_period"): 2}
    book = opened(unit_workbook(CAMPAIGN, PERIOD, DISTRICT, key=KEY, accumulated=before, fill=fill), values=True)
    places = form_layout(RESULTS, "district")
    sheet, row = book[RESULTS.sheet], places.row_of["KH1"]
    earlier, cumulative = (cell(sheet, (row, places.columns[name])) for name in ("earlier_total", "cumulative"))
    assert (earlier, cumulative) == (41, 43)
    other = places.row_of["CK1"]
    assert cell(sheet, (other, places.columns["earlier_total"])) == 0


def test_what_must_not_be_added_over_time_has_no_earlier_total() -> None:
    book = opened(made(CAMPAIGN, PERIOD, DISTRICT))
    places = form_layout(RESULTS, "district")
    assert cell(book[RESULTS.sheet], (places.row_of["SH1"], places.columns["earlier_total"])) is None


def test_dates_and_numbers_are_cells_of_their_kind() -> None:
    fill = clean(CAMPAIGN, PERIOD, DISTRICT)
    book = opened(made(CAMPAIGN, PERIOD, DISTRICT, fill))
    form = CAMPAIGN.form("attendance")
    places, sheet = form_layout(form, "district"), book[form.sheet]
    day = sheet.cell(places.first_row + 1, places.columns["date"] + 1)
    assert (str(day.value), day.number_format) == (f"{PERIOD.start} 00:00:00", "dd/mm/yyyy")
    summoned = sheet.cell(places.first_row + 1, places.columns["summoned"] + 1)
    assert (summoned.data_type, summoned.value) == ("n", 100)
    assert fill["attendance", "1", "date"] == date(2019, 12, 17)

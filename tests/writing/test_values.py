"""A workbook made of what was read: read again, it says the same."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from openpyxl import load_workbook
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.reading.google_answers import answer_of, google
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, group_parsed, group_sheets

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.reading import read
from tonghop.reading.google import snapshot
from tonghop.writing.values import values_workbook
from tonghop.writing.workbook.group import group_workbook


def test_every_kind_of_value_is_found_again() -> None:
    moments: list[RawValue] = [
        date(2020, 3, 10),
        datetime(2020, 3, 10, 14, 30),  # noqa: DTZ001
        time(14, 30),
        timedelta(days=1, hours=6),
    ]
    sheet = Sheet(
        "Biểu 1",
        [["3.640", 3640.0, 0.5, True, "=1+1", "Đảng ủy\nxã"], [None] * 6, [*moments, None, None]],
        errors={(1, 0): "#REF!", (1, 1): "#DIV/0!"},
        hidden_rows=frozenset({1}),
        hidden_columns=frozenset({2}),
        merged=((0, 4, 1, 5),),
    )
    whole = Sheets((Sheet("_tonghop", [["a"]], visible=False), sheet))
    assert read(values_workbook(whole)) == whole


def test_a_shared_spreadsheet_gives_the_same_reports_as_the_workbook_made_of_it() -> None:
    filled = {unit.code: FULL for unit in MEMBERS}
    whole = read(snapshot(google(answer_of(group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=filled)))))
    assert group_parsed(read(values_workbook(whole))) == group_parsed(group_sheets(filled))


def test_what_excel_cannot_hold_does_not_stop_it() -> None:
    odd: list[list[RawValue]] = [
        [date(1899, 12, 29), timedelta(days=-1), "x" * 40_000, "a"],
        ["b", "c", "d", "e"],
    ]
    names = ("Biểu 1: [nháp] / của xã Bình An, Tháp Mười", "History", "BIỂU 1: [nháp] / của xã Bình An 2", "'")
    areas = ((0, 2, 1, 3), (1, 3, 9, 9), (0, 3, 0, 3), (50, 50, 60, 60))
    hidden = frozenset({1, 9_999})
    sheets = (Sheet(name, odd, errors={(2, 0): "#ERROR!"}, merged=areas, hidden_rows=hidden) for name in names)
    content = values_workbook(Sheets(tuple(sheets)))
    book = load_workbook(BytesIO(content))
    assert [len(name) <= 31 for name in book.sheetnames] == [True] * 4
    first = book.worksheets[0]
    assert [first.cell(1, column).value for column in (1, 2)] == ["1899-12-29", "-1 day, 0:00:00"]
    assert (len(str(first.cell(1, 3).value)), first.cell(3, 1).value) == (32_767, "#ERROR!")


def test_the_first_tab_that_is_seen_stands_in_front() -> None:
    sheets = Sheets((Sheet("ẩn", [], visible=False), Sheet("hai", [["x"]]), Sheet("ba", [])))
    book = load_workbook(BytesIO(values_workbook(sheets)))
    assert (book.active.title if book.active else None, book["ẩn"].sheet_state) == ("hai", "hidden")

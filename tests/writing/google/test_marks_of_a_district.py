"""From a group's workbook to its shared spreadsheet, through what is found in it to the marks on it."""

from collections.abc import Sequence
from typing import Final

import pytest
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, Fill, group_parsed
from tests.writing.google.shared_sheet import SharedSheet, clerks_part
from tests.writing.google.sheet_cases import COVER, READ_AT

from tonghop.core.cells import position
from tonghop.core.parsing import Parsed
from tonghop.core.shared_sheets import Own, Tab
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.sentences import say_finding
from tonghop.writing.google.marking import Marks, UnitMarks, marks
from tonghop.writing.google.template import group_spreadsheet
from tonghop.writing.workbook.group import group_workbook

WRONG: Final[Fill] = {**FULL, ("register", "1", "members"): "mười hai", ("meetings", "1", "summoned"): "3.640"}
FILLED: Final = {"X1": WRONG, "X2": FULL}


def _unit(unit: Unit, parsed: Parsed | None) -> UnitMarks:
    if parsed is None:
        return UnitMarks(unit.code, unit.name, (), frozenset(), taken=False, state="")
    cells = [answer.cell for *_place, answer in parsed.submission.answers() if answer.value is not None]
    rows = {(cell.sheet, cell.row) for cell in (*cells, *(one.cell for one in parsed.findings)) if cell}
    blocked = any(one.blocks for one in parsed.findings)
    found = tuple(parsed.findings)
    return UnitMarks(unit.code, unit.name, found, frozenset(rows), taken=not blocked, state="đã gửi")


def _told(tabs: Sequence[Tab], content: bytes) -> Marks:
    parsed = group_parsed(read(content))
    units = [_unit(unit, parsed.get(unit.code)) for unit in MEMBERS]
    return marks(tabs, units, (), lambda one: say_finding(one, "vi"), read_at=READ_AT, language="vi")


@pytest.fixture(scope="module", name="content")
def _content() -> bytes:
    return group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=FILLED)


@pytest.fixture(name="shared")
def _shared(content: bytes) -> SharedSheet:
    shared = SharedSheet([COVER])
    for batch in group_spreadsheet(content, "vi", editors=["system@tinh.example"], present=[COVER.sheet_id]).batches:
        shared.write(batch)
    return shared


def test_rows_cells_and_notes_of_each_unit(shared: SharedSheet, content: bytes) -> None:
    forms = [tab for tab in shared.tabs() if tab.own]
    before = [clerks_part(shared.cells(tab), tab.own) for tab in forms]
    shared.write(_told(shared.tabs(), content).requests)
    assert [clerks_part(shared.cells(tab), tab.own) for tab in forms] == before

    register = next(tab for tab in shared.tabs() if tab.title == "Biểu 1")
    said = {row: _said(register, row, Own.RESULT) for row, _column in register.written}
    assert said == {
        8: "Lỗi: “Đảng viên” phải là số, nhưng đang ghi “mười hai”.",
        9: "Đã nhận, không có lỗi (đã gửi)",
    }
    assert _said(register, 8, Own.CELLS) == "|D:e|"
    assert [(place, note[:13]) for place, note in register.notes.items()] == [(position("D9"), "[KT] Lỗi: “Đả")]


def test_another_tab_of_a_unit_that_is_kept_out_says_why(shared: SharedSheet, content: bytes) -> None:
    shared.write(_told(shared.tabs(), content).requests)
    meetings = next(tab for tab in shared.tabs() if tab.title == "Biểu 2")
    said = [text for (_row, column), text in sorted(meetings.written.items()) if column == meetings.own[Own.RESULT]]
    assert said == [
        "Lưu ý: “Số người – Triệu tập”: “3.640” được hiểu là 3640. · Chưa nhận: đơn vị còn lỗi ở trang “Biểu 1”, ô D9",
        "Đã nhận, không có lỗi (đã gửi)",
    ]


def test_once_written_it_stands_in_place(shared: SharedSheet, content: bytes) -> None:
    first = _told(shared.tabs(), content)
    assert not first.in_place
    shared.write(first.requests)
    again = _told(shared.tabs(), content)
    assert (again.in_place, again.digest) == (True, first.digest)


def _said(tab: Tab, row: int, own: Own) -> str:
    return tab.written.get((row, tab.own[own]), "")

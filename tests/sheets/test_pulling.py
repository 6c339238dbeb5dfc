"""A district's spreadsheet from its making to the marks beside its rows, through real gspread and the fake Google."""

from tests.sheets.district import CAMPAIGN, DAY, PERIOD, Desk, types
from tests.writing.workbook_samples import clean

from tonghop.core.completeness import State
from tonghop.core.shared_sheets import FINDINGS_ID
from tonghop.core.submission import SubmissionKey
from tonghop.storage import Action, SheetState
from tonghop.workflow import examine, tell_sheet
from tonghop.workflow.sheets import Became, Pulled


def test_what_clerks_type_becomes_their_reports(desk: Desk) -> None:
    sheet = desk.makes()
    _, members = desk.members()
    fill = {unit.code: clean(desk.campaign, desk.period, unit) for unit in members[:3]}
    types(desk.clerk(sheet), desk.filled(fill))
    desk.fake.calls.clear()
    (pulled,) = desk.reads(sheet)
    assert isinstance(pulled, Pulled), pulled
    assert pulled.became is Became.TAKEN
    assert pulled.examined == examine(desk.office, desk.file(fill), as_of=DAY)
    heads = desk.office.store.heads(CAMPAIGN, periods=[PERIOD])
    assert {head.key.unit for head in heads} == set(fill)
    assert (desk.fake.count("read"), desk.fake.count("write"), desk.fake.count("drive")) == (2, 1, 0)


def test_a_returned_report_says_so_in_its_row(desk: Desk) -> None:
    sheet = desk.makes()
    _, members = desk.members()
    first = members[0]
    types(desk.clerk(sheet), desk.filled({first.code: clean(desk.campaign, desk.period, first)}))
    desk.reads(sheet)
    key = SubmissionKey(CAMPAIGN, PERIOD, first.code)
    desk.office.store.move(key, Action.RETURN, levels=1, who="tinh", at=desk.now(), reason="Thiếu biểu 3")
    tell_sheet(desk.office, key, desk.now())
    (pulled,) = desk.reads()
    assert isinstance(pulled, Pulled)
    assert desk.result(sheet, first) == "Chưa nhận (đã trả lại: Thiếu biểu 3)"
    assert [head.state for head in desk.office.store.heads(CAMPAIGN)] == [State.RETURNED]
    assert desk.deliveries() == 1


def test_one_that_is_there_again_keeps_what_clerks_typed(desk: Desk) -> None:
    sheet = desk.makes()
    _, members = desk.members()
    first = members[0]
    types(desk.clerk(sheet), desk.filled({first.code: clean(desk.campaign, desk.period, first)}))
    desk.office.store.sheets.gone(sheet.spreadsheet or "", who="Google Sheets", at=desk.now())
    again = desk.makes()
    assert (again.id, again.spreadsheet, again.state) == (sheet.id, sheet.spreadsheet, SheetState.READY)
    (pulled,) = desk.reads()
    assert isinstance(pulled, Pulled)
    assert pulled.became is Became.TAKEN
    assert {head.key.unit for head in desk.office.store.heads(CAMPAIGN)} == {first.code}


def test_who_empties_his_row_is_told_that_his_report_still_counts(desk: Desk) -> None:
    sheet = desk.makes()
    _, members = desk.members()
    first = members[0]
    typed = desk.filled({first.code: clean(desk.campaign, desk.period, first)})
    types(desk.clerk(sheet), typed)
    desk.reads(sheet)
    types(desk.clerk(sheet), dict.fromkeys(typed, ""))
    (pulled,) = desk.reads(sheet)
    assert isinstance(pulled, Pulled)
    assert pulled.became is Became.EMPTY
    assert [head.key.unit for head in desk.office.store.heads(CAMPAIGN)] == [first.code]
    state = desk.fake.spreadsheet(sheet.spreadsheet or "")
    (listing,) = [tab for tab in state.sheets if tab.id == FINDINGS_ID]
    assert any(f"({first.code}) nay không còn số liệu" in str(cell) for cell in listing.cells.values())

"""The workbook that is open, through xlwings’ real Windows part, on an Excel of the tests."""

from pathlib import Path

import openpyxl
import pytest
from tests.addin import excel as fake

from tonghop_addin import workbook
from tonghop_addin.errors import BookClosed, HostBusy, NoBook, NoExcel
from tonghop_addin.values import Finding

FORM = "Biểu số 1"
RED, AMBER, BLUE = 0xB3B3FF, 0x66D9FF, 0xEED7BD  # as Excel counts colours: blue, green, red


def wrong(
    cell: str | None, severity: str = "blocking", sheet: str | None = FORM, said: str = "Không phải số."
) -> Finding:
    return Finding("not_a_number", severity, sheet, cell, said, "Ghi lại.")


def test_the_copy_that_is_sent_holds_what_is_on_the_screen_and_leaves_the_file_alone(
    excel: fake.Excel, clerks_file: Path
) -> None:
    book, before = excel.open(clerks_file), clerks_file.read_bytes()
    book.values[FORM]["C12"] = 99
    sent = workbook.active().upload()
    assert sent.name == "S-CB01.xlsx"
    clerks_file.with_name("copy.xlsx").write_bytes(sent.content)
    copy = openpyxl.load_workbook(clerks_file.with_name("copy.xlsx"))
    assert copy[FORM]["C12"].value == 99
    assert clerks_file.read_bytes() == before


def test_a_cell_gets_the_colour_of_its_weightiest_finding_and_one_note(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    found = [wrong("C12", "note", said="Đọc khác."), wrong("C12"), wrong("B3", "warning", "Biểu số 2"), wrong(None)]
    marking = workbook.active().mark(found, "vi")
    assert marking == workbook.Marking(2)
    (rule,) = book.page(FORM).rules
    assert (rule.kind, rule.formula, rule.cells, rule.fill) == (fake.EXPRESSION, workbook.FORMULA, {"C12"}, RED)
    assert book.page("Biểu số 2").rules[0].fill == AMBER
    assert book.page(FORM).notes["C12"] == ("[KT] Lỗi: Không phải số. Ghi lại.\n[KT] Lưu ý: Đọc khác. Ghi lại.")


def test_the_clerks_own_note_stays_as_it_is(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    marking = workbook.active().mark([wrong("D12")], "vi")
    assert marking == workbook.Marking(1)
    assert book.page(FORM).notes == {"D12": "hỏi lại chị Lan"}
    assert book.page(FORM).rules[0].cells == {"D12"}


def test_removing_marks_leaves_the_book_as_it_was(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    page = book.page(FORM)
    page.rules += [
        fake.Rule(fake.COLOUR_SCALE, "", {"C12"}),
        fake.Rule(fake.EXPRESSION, "=$C12>10", {"C12", "D12"}, fill=1),
        fake.Rule(fake.CELL_VALUE, "5", {"D12"}),
    ]
    page.fills["C12"] = 123
    before = book.picture()
    here = workbook.active()
    here.mark([wrong("C12"), wrong("D12"), wrong("B3", sheet="Biểu số 2")], "vi")
    assert book.picture() != before
    assert page.rules[0].formula == workbook.FORMULA, "ours is seen before the clerk’s"
    assert here.unmark() == workbook.Marking(5)  # three colours, two notes
    assert book.picture() == before


def test_marking_again_leaves_only_what_is_wrong_now(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    here = workbook.active()
    here.mark([wrong("C12"), wrong("D12")], "vi")
    here.mark([wrong("C12", "note")], "vi")
    assert [(rule.cells, rule.fill) for rule in book.page(FORM).rules] == [({"C12"}, BLUE)]


def test_marks_of_the_services_marked_file_go_too(excel: fake.Excel, clerks_file: Path) -> None:
    made = openpyxl.load_workbook(clerks_file)
    made.create_sheet("Lỗi")["A1"] = "[KT] Những chỗ cần xem lại trong tệp"
    made.create_sheet("Lỗi của tôi")["A1"] = "Ghi nhớ"
    made.save(clerks_file)
    book = excel.open(clerks_file)
    page = book.page(FORM)
    page.rules.append(fake.Rule(fake.EXPRESSION, '="[KT]"<>""', {"C12"}, fill=RED))
    page.notes["D12"] = "hỏi lại chị Lan\n[KT] Lỗi: Không phải số."
    workbook.active().unmark()
    assert (page.rules, page.notes) == ([], {"D12": "hỏi lại chị Lan"})
    assert [one.name for one in book.pages] == [FORM, "Biểu số 2", "Lỗi của tôi"]
    assert excel.application._alerts, "Excel asks again before it deletes what the clerk wants deleted"


def test_what_excel_refuses_is_told_and_stops_nothing_else(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    book.page(FORM).is_protected = True
    marking = workbook.active().mark(
        [wrong("C12"), wrong("A1", sheet="Không có"), wrong("B3", sheet="Biểu số 2")], "vi"
    )
    assert marking.cells == 1
    assert book.page("Biểu số 2").notes.keys() == {"B3"}
    told = {one.place: one.reason for one in marking.failures}
    assert told.keys() == {f"{FORM}!C12", "Không có!A1"}
    assert "protected" in told[f"{FORM}!C12"]
    assert excel.application._updating


def test_clicking_a_finding_selects_its_cell_whatever_is_in_front(
    excel: fake.Excel, clerks_file: Path, tmp_path: Path
) -> None:
    excel.open(clerks_file)
    here = workbook.active()
    other = tmp_path / "khac.xlsx"
    other.write_bytes(clerks_file.read_bytes())
    excel.open(other)
    here.select(FORM, "C12")
    assert excel.selected == ("S-CB01.xlsx", FORM, "C12")
    here.select("Biểu số 2", None)
    assert excel.selected == ("S-CB01.xlsx", "Biểu số 2", "A1")


def test_a_sheet_that_is_gone_is_said(excel: fake.Excel, clerks_file: Path) -> None:
    excel.open(clerks_file)
    with pytest.raises(HostBusy):
        workbook.active().select("Không có", "A1")


def test_a_closed_book_is_said(excel: fake.Excel, clerks_file: Path) -> None:
    book = excel.open(clerks_file)
    here = workbook.active()
    book.close()
    for does in (here.upload, here.unmark, lambda: here.select(FORM, "C12")):
        with pytest.raises(BookClosed):
            does()


def test_while_a_cell_is_edited_it_is_said_instead_of_waiting_for_ever(excel: fake.Excel, clerks_file: Path) -> None:
    excel.open(clerks_file)
    here = workbook.active()
    excel.editing = True
    for does in (here.upload, workbook.active):
        with pytest.raises(HostBusy):
            does()
    excel.editing = False
    assert here.upload().content


@pytest.mark.usefixtures("excel")
def test_no_excel_and_no_book(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((NoExcel, NoBook)):
        workbook.active()
    monkeypatch.setattr(workbook.xlwings, "engines", [])
    with pytest.raises(NoExcel):
        workbook.active()


def test_a_fetched_workbook_is_opened(excel: fake.Excel, clerks_file: Path, tmp_path: Path) -> None:
    excel.open(clerks_file)
    fetched = tmp_path / "moi.xlsx"
    fetched.write_bytes(clerks_file.read_bytes())
    workbook.open_file(fetched)
    assert workbook.active().name == "moi.xlsx"
    assert workbook.excel_version() == "14.0"


def test_the_calls_stay_within_what_excel_2010_has(excel: fake.Excel, clerks_file: Path) -> None:
    """The fake has nothing newer: threaded comments, for one, would be an unknown name."""
    excel.open(clerks_file)
    found = [wrong(f"C{row}") for row in range(1, 101)]
    before = excel.calls
    assert workbook.active().mark(found, "vi").failures == ()
    assert (excel.calls - before) / len(found) < 60

"""What a person does in the spreadsheet."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
import requests
from tests.fakegoogle import Clerk, FakeGoogle, Forbidden
from tests.fakegoogle.conftest import SHEETS, TAB, Batch
from tests.fakegoogle.grid import from_a1


class Typing(NamedTuple):
    locale: str
    typed: str
    value: object
    shown: str
    kind: str | None
    """The type of the number format that comes with it."""


TYPED = [
    Typing("vi_VN", "0,5", 0.5, "0,5", None),
    Typing("vi_VN", "3.640", 3640, "3.640", "NUMBER"),
    Typing("vi_VN", "3640", 3640, "3640", None),
    Typing("vi_VN", "1.234.567,5", 1234567.5, "1.234.567,50", "NUMBER"),
    Typing("vi_VN", "-12", -12, "-12", None),
    Typing("vi_VN", "3.64", "3.64", "3.64", None),
    Typing("vi_VN", "17/12/2019", 43816, "17/12/2019", "DATE"),
    Typing("vi_VN", "5/1/2020", 43835, "5/1/2020", "DATE"),
    Typing("vi_VN", "17-12-2019", 43816, "17-12-2019", "DATE"),
    Typing("vi_VN", "2019-12-17", 43816, "2019-12-17", "DATE"),
    Typing("vi_VN", "12/17/2019", "12/17/2019", "12/17/2019", None),
    Typing("vi_VN", "31/02/2020", "31/02/2020", "31/02/2020", None),
    Typing("vi_VN", "8:30", 8.5 / 24, "8:30", "TIME"),
    Typing("vi_VN", "17/12/2019 08:30", 43816 + 8.5 / 24, "17/12/2019 08:30", "DATE_TIME"),
    Typing("vi_VN", "12.000 ₫", 12000, "12.000 ₫", "CURRENCY"),
    Typing("vi_VN", "50%", 0.5, "50%", "PERCENT"),
    Typing("vi_VN", "Bình An", "Bình An", "Bình An", None),
    Typing("vi_VN", "'0123", "0123", "0123", None),
    Typing("vi_VN", "0123", 123, "123", None),
    Typing("vi_VN", "true", value=True, shown="TRUE", kind=None),
    Typing("vi_VN", "12 người", "12 người", "12 người", None),
    Typing("en_US", "0.5", 0.5, "0.5", None),
    Typing("en_US", "3,640", 3640, "3,640", "NUMBER"),
    Typing("en_US", "3.640", 3.64, "3.64", None),
    Typing("en_US", "12/17/2019", 43816, "12/17/2019", "DATE"),
    Typing("en_US", "17/12/2019", "17/12/2019", "17/12/2019", None),
    Typing("en_US", "$12", 12, "$12", "CURRENCY"),
    Typing("en_US", "1e3", 1000, "1.00E+03", "SCIENTIFIC"),
]


@pytest.mark.parametrize("case", TYPED, ids=lambda case: f"{case.locale} {case.typed}")
def test_typing_is_read_in_the_locale(fake: FakeGoogle, batch: Batch, spreadsheet: str, case: Typing) -> None:
    batch({"updateSpreadsheetProperties": {"properties": {"locale": case.locale}, "fields": "locale"}})
    clerk = fake.clerk(spreadsheet)
    clerk.types("C7", case.typed)
    cell = clerk.tab.cells[6, 2]
    assert next(iter(cell["userEnteredValue"].values())) == pytest.approx(case.value)
    assert clerk.sees("C7") == case.shown
    assert cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("type") == case.kind


def test_plain_text_stays_text(clerk: Clerk) -> None:
    clerk.sets_format("C7:C8", "@")
    clerk.types("C7", "0123")
    clerk.types("C8", "17/12/2019")
    assert [clerk.tab.cells[row, 2]["userEnteredValue"] for row in (6, 7)] == [
        {"stringValue": "0123"},
        {"stringValue": "17/12/2019"},
    ]


def test_nothing_typed_empties(clerk: Clerk) -> None:
    clerk.types("C7", "x")
    clerk.types("C7", "")
    assert (6, 2) not in clerk.tab.cells


def test_a_block_is_pasted_and_the_grid_grows(clerk: Clerk) -> None:
    clerk.pastes("J20", [["1", "2"], ["3"]])
    assert [clerk.sees(cell) for cell in ("J20", "K20", "J21", "K21")] == ["1", "2", "3", ""]
    assert (clerk.tab.row_count, clerk.tab.column_count) == (21, 11)


def test_clearing_leaves_formats_and_notes(clerk: Clerk) -> None:
    clerk.types("C7", "x")
    clerk.notes("C7", "hỏi lại")
    clerk.colours("C7", "#ffff00")
    clerk.clears("A1:J20")
    assert (clerk.sees("C7"), clerk.note_on("C7")) == ("", "hỏi lại")
    assert clerk.tab.cells[6, 2]["userEnteredFormat"]["backgroundColor"] == {"red": 1, "green": 1}


def test_everything_moves_along_with_inserted_rows(clerk: Clerk, batch: Batch) -> None:
    span = {"sheetId": TAB, "startRowIndex": 4, "endRowIndex": 8, "startColumnIndex": 0, "endColumnIndex": 2}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A5>1"}]}
    rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": {"backgroundColor": {"red": 1}}}}
    batch(
        {"mergeCells": {"range": {**span, "startRowIndex": 7}, "mergeType": "MERGE_ALL"}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addProtectedRange": {"protectedRange": {"range": {**span, "startRowIndex": 6}, "warningOnly": True}}},
        {"setDataValidation": {"range": span, "rule": {"condition": {"type": "BOOLEAN"}}}},
        {"addNamedRange": {"namedRange": {"name": "Tất_cả", "range": span}}},
    )
    clerk.types("A6", "sáu")
    clerk.notes("A6", "của tôi")
    clerk.types("D1", "=SUM(A5:A8)+A6+$A$6")
    clerk.inserts_rows(before=6, count=2)
    tab = clerk.tab
    assert (clerk.sees("A8"), clerk.note_on("A8"), clerk.sees("A6")) == ("sáu", "của tôi", "")
    assert tab.cells[0, 3]["userEnteredValue"] == {"formulaValue": "=SUM(A5:A10)+A8+$A$8"}
    assert (tab.merges[0]["startRowIndex"], tab.merges[0]["endRowIndex"]) == (9, 10)
    assert (tab.conditional[0]["ranges"][0]["startRowIndex"], tab.conditional[0]["ranges"][0]["endRowIndex"]) == (4, 10)
    assert tab.protected[0]["range"]["startRowIndex"] == 8
    assert [row for row in range(20) if "dataValidation" in tab.cells.get((row, 0), {})] == [4, 5, 6, 7, 8, 9]
    assert tab.row_count == 22


def test_a_range_wholly_deleted_is_gone(clerk: Clerk, batch: Batch) -> None:
    span = {"sheetId": TAB, "startRowIndex": 4, "endRowIndex": 6}
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=$A5>1"}]}
    rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": {}}}
    batch(
        {"addConditionalFormatRule": {"rule": rule}},
        {"addProtectedRange": {"protectedRange": {"range": span, "warningOnly": True}}},
    )
    clerk.types("D1", "=A5+SUM(A4:A6)+A9")
    clerk.types("B9", "chín")
    clerk.deletes_rows(5, count=2)
    assert (clerk.tab.conditional, clerk.tab.protected) == ([], [])
    assert clerk.tab.cells[0, 3]["userEnteredValue"] == {"formulaValue": "=#REF!+SUM(A4:A4)+A7"}
    assert clerk.sees("B7") == "chín"


def test_columns_are_inserted_and_deleted(clerk: Clerk) -> None:
    clerk.pastes("A1", [["a", "b", "c"]])
    clerk.inserts_columns(before="B")
    assert [clerk.sees(f"{column}1") for column in "ABCD"] == ["a", "", "b", "c"]
    clerk.deletes_columns("A", count=2)
    assert [clerk.sees(f"{column}1") for column in "AB"] == ["b", "c"]
    assert clerk.tab.column_count == 9


@pytest.mark.parametrize(("first", "before", "order"), [(1, 4, "bcad"), (4, 1, "dabc"), (2, 3, "abcd"), (2, 5, "acdb")])
def test_rows_are_dragged(clerk: Clerk, first: int, before: int, order: str) -> None:
    clerk.pastes("A1", [["a"], ["b"], ["c"], ["d"]])
    clerk.moves_rows(first, before=before)
    assert "".join(clerk.sees(f"A{row}") for row in range(1, 5)) == order


def test_sorting_moves_rows_with_all_they_have(clerk: Clerk) -> None:
    clerk.pastes("A2", [["c", "3", "=B2*2"], ["a", "1", "=B3*2"], ["", "", ""], ["b", "2", "=B5*2"]])
    clerk.notes("A3", "ghi chú")
    clerk.sorts("A2:C5", by="B")
    assert [clerk.sees(f"A{row}") for row in range(2, 6)] == ["a", "b", "c", ""]
    assert clerk.note_on("A2") == "ghi chú"
    assert clerk.tab.cells[3, 2]["userEnteredValue"] == {"formulaValue": "=B4*2"}
    clerk.sorts("A2:C5", by="B", descending=True)
    assert [clerk.sees(f"A{row}") for row in range(2, 6)] == ["c", "b", "a", ""]


def test_tabs_are_renamed_moved_doubled_added_and_deleted(clerk: Clerk, fake: FakeGoogle, spreadsheet: str) -> None:
    state = fake.spreadsheet(spreadsheet)
    clerk.types("A1", "x")
    clerk.duplicates("Bản sao")
    clerk.adds_tab("Nháp")
    clerk.opens("Nháp").types("A1", "='Biểu số 1'!A1+Nháp!B1")
    clerk.opens(TAB).renames("Tên mới")
    assert clerk.opens("Nháp").tab.cells[0, 0]["userEnteredValue"] == {"formulaValue": "='Tên mới'!A1+Nháp!B1"}
    clerk.reorders(0)
    assert [sheet.title for sheet in state.sheets] == ["Nháp", "Tên mới", "Bản sao"]
    clerk.opens("Bản sao")
    assert clerk.sees("A1") == "x"
    clerk.deletes_tab()
    assert [(sheet.title, sheet.properties["index"]) for sheet in state.sheets] == [("Nháp", 0), ("Tên mới", 1)]
    assert clerk.tab.title == "Nháp"


def test_what_is_protected_he_cannot_write(fake: FakeGoogle, clerk: Clerk, batch: Batch, spreadsheet: str) -> None:
    span = {"sheetId": TAB, "startColumnIndex": 8}
    batch({"addProtectedRange": {"protectedRange": {"range": span, "editors": {"users": ["boss@huyen.example"]}}}})
    acts: list[Callable[[], object]] = [
        lambda: clerk.types("I5", "x"),
        lambda: clerk.clears("A1:J5"),
        lambda: clerk.notes("J1", "x"),
        lambda: clerk.deletes_columns("I"),
        lambda: clerk.sorts("A1:J5", by="A"),
    ]
    for act in acts:
        with pytest.raises(Forbidden, match="protected"):
            act()
    clerk.types("H5", "x")
    fake.clerk(spreadsheet, email="boss@huyen.example").types("I5", "x")
    assert (clerk.sees("H5"), clerk.sees("I5")) == ("x", "x")


def test_a_warning_does_not_stop_him_nor_does_an_exception(clerk: Clerk, batch: Batch) -> None:
    free = {"sheetId": TAB, "startRowIndex": 4, "endRowIndex": 6}
    batch(
        {"addProtectedRange": {"protectedRange": {"range": {"sheetId": TAB}, "unprotectedRanges": [free]}}},
        {"addProtectedRange": {"protectedRange": {"range": free, "warningOnly": True}}},
    )
    clerk.types("A5", "x")
    with pytest.raises(Forbidden):
        clerk.types("A4", "x")


def test_protection_binds_programs_too(fake: FakeGoogle, batch: Batch, spreadsheet: str) -> None:
    batch({"addProtectedRange": {"protectedRange": {"range": {"sheetId": TAB}}}})
    robot = fake.session("robot@p.iam.gserviceaccount.com")
    officer = fake.session()
    given = {"type": "user", "role": "writer", "emailAddress": "robot@p.iam.gserviceaccount.com"}
    officer.post(f"https://www.googleapis.com/drive/v3/files/{spreadsheet}/permissions", json=given)
    value = {"values": [["x"]]}
    url = f"{SHEETS}/{spreadsheet}/values/A1?valueInputOption=RAW"
    assert "protected cell" in robot.put(url, json=value).json()["error"]["message"]
    assert officer.put(url, json=value).status_code == 200


def test_hidden_rows_are_told_of(session: requests.Session, spreadsheet: str, clerk: Clerk) -> None:
    clerk.hides_rows(3, count=2)
    mask = "sheets.data(rowMetadata.hiddenByUser,startRow)"
    [tab] = session.get(f"{SHEETS}/{spreadsheet}?fields={mask}").json()["sheets"]
    assert [index for index, row in enumerate(tab["data"][0]["rowMetadata"]) if row] == [2, 3]


def test_his_work_counts_as_no_call_and_changes_the_file(fake: FakeGoogle, clerk: Clerk, spreadsheet: str) -> None:
    before, modified = len(fake.calls), fake.file(spreadsheet).modified
    fake.clock.passes(5)
    clerk.types("A1", "x")
    assert len(fake.calls) == before
    assert fake.file(spreadsheet).modified > modified


def test_an_area_is_named_as_google_names_it(fake: FakeGoogle, spreadsheet: str) -> None:
    state = fake.spreadsheet(spreadsheet)
    names = ["'Biểu số 1'!B2:A1", "A:B", "3:4", "C5:C", "'Biểu số 1'", "Biểu số 1!A1"]
    assert [from_a1(state, name).a1().partition("!")[2] for name in names] == [
        "A1:B2",
        "A1:B20",
        "A3:J4",
        "C5:C20",
        "A1:J20",
        "A1",
    ]

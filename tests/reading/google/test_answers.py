"""Google's answers, written out, and what is read of them and kept of them."""

import gzip
import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from tests.reading.google_answers import Json, google, spreadsheet, table

from tonghop.core.cells import Sheet
from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook, UnreadableFile, UnsafeWorkbook
from tonghop.core.shared_sheets import FINDINGS_ID, Own
from tonghop.reading import read
from tonghop.reading.google import answers, changed_rows, is_snapshot, snapshot, tabs

_HEADINGS = ("Kết quả trên hệ thống", "Hệ thống đọc lúc", "Ô hệ thống tô màu")


def first(answer: bytes) -> Sheet:
    return read(snapshot(answer)).sheets[0]


def kept(answer: bytes) -> Json:
    """Return what a snapshot holds."""
    return dict(json.loads(gzip.decompress(snapshot(answer)))["googleSpreadsheet"])


def number(value: float, shown: str) -> Json:
    return {"effectiveValue": {"numberValue": value}, "effectiveFormat": {"numberFormat": {"type": shown}}}


def error(kind: str) -> Json:
    return {"effectiveValue": {"errorValue": {"type": kind, "message": "…"}}, "formattedValue": "#"}


# What is read.


def test_values_are_read_with_the_types_that_a_workbook_gives() -> None:
    row = first(spreadsheet(table(["3.640", 3640, 0.5, True, False, "", None, "x"]))).rows[0]
    assert row == ["3.640", 3640.0, 0.5, True, False, None, None, "x"]
    assert [type(value) for value in row[1:5]] == [float, float, bool, bool]


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        (43900, "DATE", date(2020, 3, 10)),
        (43900, "DATE_TIME", date(2020, 3, 10)),
        (43900.604166666664, "DATE_TIME", datetime(2020, 3, 10, 14, 30)),  # noqa: DTZ001
        (43900.5, "DATE", datetime(2020, 3, 10, 12)),  # noqa: DTZ001
        (1, "DATE", date(1899, 12, 31)),
        (-1, "DATE", date(1899, 12, 29)),
        (2_958_465, "DATE", date(9999, 12, 31)),
        (2_958_466, "DATE", 2_958_466.0),
        (1e300, "DATE", 1e300),
        (0.604166666666667, "TIME", time(14, 30)),
        (0.5, "DATE", time(12)),
        (1.25, "TIME", timedelta(days=1, hours=6)),
        (43900, "NUMBER", 43900.0),
        (0.875, "PERCENT", 0.875),
    ],
)
def test_days_and_times_are_numbers_shown_as_such(value: float, shown: str, expected: object) -> None:
    read_value = first(spreadsheet(table([number(value, shown)]))).value(0, 0)
    assert (read_value, type(read_value)) == (expected, type(expected))


def test_errors_have_the_names_that_excel_gives_them() -> None:
    kinds = ("NULL_VALUE", "DIVIDE_BY_ZERO", "VALUE", "REF", "NAME", "NUM", "N_A", "ERROR", "LOADING", "OF_TOMORROW")
    sheet = first(spreadsheet(table([*map(error, kinds)])))
    assert list(sheet.errors.values()) == [
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!", "#GETTING_DATA", "#ERROR!")
    ]
    assert not any(sheet.rows)


def test_a_formula_has_its_value_or_is_told_of() -> None:
    formula = {"userEnteredValue": {"formulaValue": "=A1*2"}}
    sheet = first(
        spreadsheet(
            table([{**formula, "effectiveValue": {"numberValue": 4}}, formula, {**formula, "effectiveValue": {}}])
        )
    )
    assert (sheet.value(0, 0), sheet.uncached) == (4.0, frozenset({(0, 1)}))


def test_a_formula_that_gives_the_empty_text_is_blank() -> None:
    sheet = first(
        spreadsheet(table([{"userEnteredValue": {"formulaValue": '=""'}, "effectiveValue": {"stringValue": ""}}]))
    )
    assert (sheet.value(0, 0), sheet.uncached) == (None, frozenset())


def test_what_is_hidden_and_merged_is_told() -> None:
    part = table(["a"], ["b"], ["c"], hidden=True)
    part["data"][0]["rowMetadata"] = [{}, {"hiddenByUser": True}, {"hiddenByFilter": True}]
    part["data"][0]["columnMetadata"] = [{}, {"hiddenByUser": True}]
    # Google leaves out the number of the first tab and every start that is 0.
    part["merges"] = [{"endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 3}]
    sheet = first(spreadsheet(part))
    assert (sheet.hidden_rows, sheet.hidden_columns, sheet.visible) == (frozenset({1, 2}), frozenset({1}), False)
    assert sheet.merged == ((0, 1, 0, 2),)


def test_tabs_are_read_in_their_order_without_charts() -> None:
    parts = [
        table(["2"], title="Hai", index=2, sheetId=7),
        {"properties": {"sheetId": 8, "title": "Biểu đồ", "index": 1, "sheetType": "OBJECT"}},
        table(["1"], title="Một", index=0, sheetId=9),
    ]
    assert [sheet.name for sheet in read(snapshot(spreadsheet(*parts))).sheets] == ["Một", "Hai"]
    assert [tab.title for tab in tabs(spreadsheet(*parts))] == ["Hai", "Một"]


def test_cells_that_do_not_begin_at_a1_stand_where_they_stand() -> None:
    part = table(["x"])
    part["data"][0] |= {"startRow": 3, "startColumn": 2}
    sheet = first(spreadsheet(part))
    assert (sheet.value(3, 2), len(sheet.rows)) == ("x", 4)


# What is kept.


def test_nothing_but_what_is_asked_for_is_kept_in_one_order() -> None:
    part = table([{"formattedValue": "3", "effectiveValue": {"numberValue": 3}, "dataValidation": {}}, {}], [], [{}])
    part["properties"] |= {"tabColor": {"red": 1}, "gridProperties": {"rowCount": 9, "columnCount": 4}}
    part["data"][0]["rowMetadata"] = [{"hiddenByUser": True, "pixelSize": 21}, {}]
    answer = json.loads(spreadsheet(part)) | {"spreadsheetUrl": "…"}
    held = gzip.decompress(snapshot(google(answer))).decode()
    assert held == (
        '{"googleSpreadsheet":{"properties":{"locale":"vi_VN","timeZone":"Asia/Ho_Chi_Minh","title":"Huyện ủy Một"},'
        '"sheets":[{"data":[{"rowData":[{"values":[{"effectiveValue":{"numberValue":3.0},"formattedValue":"3"}]}],'
        '"rowMetadata":[{"hiddenByUser":true}]}],"properties":{"sheetId":100,"title":"Biểu 1"}}],'
        '"spreadsheetId":"1aB-c"}}'
    )


def test_the_same_contents_are_the_same_bytes_however_they_were_sent() -> None:
    answer = spreadsheet(table(["ủy", 3, 0.5, number(-0.0, "NUMBER"), False]))
    assert b'"numberValue": -0.0' in answer
    script = json.dumps(json.loads(answer), sort_keys=True, separators=(",", ":"))
    script = script.replace('"numberValue":-0.0', '"numberValue":0').replace('"numberValue":3}', '"numberValue":3.0}')
    assert snapshot(script.encode()) == snapshot(answer)
    assert snapshot(snapshot(answer)) == snapshot(answer)
    assert snapshot(spreadsheet(table(["ủy", 3, 0.5, 0, True]))) != snapshot(answer)


def test_how_a_cell_without_a_number_would_show_one_is_not_kept() -> None:
    shown = {"effectiveFormat": {"numberFormat": {"type": "DATE"}}}
    assert snapshot(
        spreadsheet(table([{**shown}, {**shown, "effectiveValue": {"stringValue": "x"}}, shown]))
    ) == snapshot(spreadsheet(table([{}, {"effectiveValue": {"stringValue": "x"}}])))


def _sheet_with_marks(said: str) -> bytes:
    part = table(
        ["Tên kế hoạch"],
        ["STT", "Mã đơn vị", "Có mặt", *_HEADINGS],
        [1, "X1", {"note": f"[KT] {said}"}, said, "10:05", "|C:e|"],
        [2, "X2", 7, said, "10:05", None, None, "của chị Hoa"],
    )
    part["data"][0]["columnMetadata"] = [{}, {}, {}, {}, {}, {"hiddenByUser": True}]
    own = table([said], sheetId=FINDINGS_ID, title="Lỗi", index=1)
    return spreadsheet(part, own, table([1], sheetId=101, title="Biểu 2", index=2))


def test_what_the_system_wrote_is_not_kept() -> None:
    held = kept(_sheet_with_marks("Đã nhận"))
    rows = held["sheets"][0]["data"][0]["rowData"]
    assert [len(row["values"]) for row in rows] == [1, 3, 2, 8]
    assert [part["properties"] for part in held["sheets"]] == [
        {"sheetId": 100, "title": "Biểu 1"},
        {"sheetId": 101, "title": "Biểu 2", "index": 1},
    ]
    assert "columnMetadata" not in held["sheets"][0]["data"][0]
    assert snapshot(_sheet_with_marks("Có 2 lỗi")) == snapshot(_sheet_with_marks("Đã nhận"))


@pytest.mark.parametrize(
    "row",
    [
        ["Kết quả trên hệ thống", "một dòng của cán bộ"],
        ["STT", "Mã đơn vị", "Kết quả trên hệ thống: xem"],
        ["STT", "Mã đơn vị", "kết quả trên hệ thống "],
    ],
)
def test_words_of_a_clerk_are_kept_though_they_are_like_a_heading_of_the_system(row: list[str]) -> None:
    assert first(spreadsheet(table(row, [1, 2, 3]))).rows == [[*row, *[None] * (3 - len(row))], [1.0, 2.0, 3.0]]


def test_a_column_of_the_system_is_known_wherever_it_was_moved_and_in_english() -> None:
    part = table(
        ["Result in the system", "STT"],
        ["Đã nhận", 1],
        ["STT", "chép lại", "Read by the system at"],
        ["Đã nhận", 2, "10:05"],
    )
    assert first(spreadsheet(part)).rows == [[None, "STT"], [None, 1.0], [None, "chép lại"], [None, 2.0]]
    again = snapshot(spreadsheet(part))
    assert snapshot(again) == again


def test_headings_that_were_pasted_again_begin_no_column_anew() -> None:
    head = ["STT", _HEADINGS[0]]
    part = table(head, [1, "Đã nhận"], head, [2, "Đã nhận"])
    assert first(spreadsheet(part)).rows == [["STT"], [1.0], ["STT"], [2.0]]


def test_what_stands_above_the_headings_of_the_system_is_somebody_s() -> None:
    part = table(["KẾ HOẠCH", None, "Mật"], ["STT", "Mã đơn vị", _HEADINGS[0]], [1, "X1", "Đã nhận"])
    assert first(spreadsheet(part)).rows == [["KẾ HOẠCH", None, "Mật"], ["STT", "Mã đơn vị", None], [1.0, "X1", None]]


# What is needed to write marks.


def test_tabs_are_told_with_what_stands_in_the_columns_and_notes() -> None:
    form, own, other = tabs(_sheet_with_marks("Đã nhận"))
    assert (form.sheet_id, form.title, form.heading_row) == (100, "Biểu 1", 1)
    assert dict(form.own) == {Own.RESULT: 3, Own.READ_AT: 4, Own.CELLS: 5}
    assert dict(form.notes) == {(2, 2): "[KT] Đã nhận"}
    assert dict(form.written) == {
        (2, 3): "Đã nhận",
        (2, 4): "10:05",
        (2, 5): "|C:e|",
        (3, 3): "Đã nhận",
        (3, 4): "10:05",
    }
    assert (own.sheet_id, own.title) == (FINDINGS_ID, "Lỗi")
    assert (dict(other.own), other.heading_row, dict(other.written)) == ({}, None, {})


def test_a_tab_says_how_large_its_grid_is_and_which_column_somebody_deleted() -> None:
    part = table(["STT", _HEADINGS[1]], gridProperties={"rowCount": 40, "columnCount": 12})
    (found,) = tabs(spreadsheet(part))
    assert (found.rows, found.columns, dict(found.own)) == (40, 12, {Own.READ_AT: 1})


# What is refused.


def _packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)


def _many(count: int) -> bytes:
    return spreadsheet(table()).replace(b'"values": []', b'"values": [' + b"{}," * count + b"{}]")


_GOOD: Any = json.loads(spreadsheet(table(["x"])))


@pytest.mark.parametrize(
    ("answer", "refusal"),
    [
        (b"", TruncatedWorkbook),
        (b'{"sheets": [', TruncatedWorkbook),
        (b"[1]", TruncatedWorkbook),
        (b"{}", NotAWorkbook),
        (b'{"error": {"code": 403}}', NotAWorkbook),
        (google(_GOOD | {"sheets": {"0": 1}}), NotAWorkbook),
        (google(_GOOD | {"sheets": [{"properties": {"title": 7}}]}), NotAWorkbook),
        (spreadsheet(table([{"effectiveValue": {"numberValue": "12"}}])), NotAWorkbook),
        (spreadsheet(table([{"effectiveValue": {"numberValue": 12}}])).replace(b": 12", b": 1e999"), NotAWorkbook),
        (spreadsheet(table(["x"], sheetId=-1)), NotAWorkbook),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, NotAWorkbook),
        (spreadsheet(table(["x"]), table(["y"], sheetId=7)), UnsafeWorkbook),
        (spreadsheet(table(["x"]), table(["y"], title="Khác")), UnsafeWorkbook),
        (spreadsheet(*(table(sheetId=place, title=f"{place}") for place in range(256))), UnsafeWorkbook),
        (b"{" + b" " * (answers.MAX_ANSWER + 1), UnsafeWorkbook),
        (b"[" * (answers.MAX_OBJECTS + 1), UnsafeWorkbook),
        (b"[" + b"1," * (answers.MAX_VALUES + 1), UnsafeWorkbook),
        (_packed(answers.BEGINNING + b" " * (answers.MAX_ANSWER + 2)), UnsafeWorkbook),
        (_packed(answers.BEGINNING + b"{}}"), NotAWorkbook),
        (_packed(answers.BEGINNING), TruncatedWorkbook),
        (_packed(b"other"), NotAWorkbook),
        (snapshot(spreadsheet(table(["x"])))[:-9], TruncatedWorkbook),
        (snapshot(spreadsheet(table(["x"]))) + b"more", TruncatedWorkbook),
    ],
    ids=lambda one: getattr(one, "__name__", None) or f"{len(one)} bytes",
)
def test_what_is_no_answer_is_refused(answer: bytes, refusal: type[UnreadableFile]) -> None:
    with pytest.raises(refusal):
        snapshot(answer)


def test_an_answer_that_grows_beyond_the_limit_is_refused_before_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.dumps(json.loads(spreadsheet(table([1] * 500))), separators=(",", ":")).encode()
    compact = answer.replace(b',"formattedValue":"1"', b"")
    monkeypatch.setattr(answers, "MAX_ANSWER", len(compact))
    with pytest.raises(UnsafeWorkbook):
        snapshot(compact)


def test_a_cell_far_away_does_no_harm() -> None:
    part = table(["x"])
    part["data"][0] |= {"startRow": 1_048_000, "startColumn": 16_000}
    with pytest.raises(UnsafeWorkbook):
        read(snapshot(spreadsheet(part)))


def test_a_spreadsheet_without_a_sheet_is_refused() -> None:
    with pytest.raises(NotAWorkbook, match="without any sheet"):
        read(snapshot(spreadsheet({"properties": {"title": "Biểu đồ", "sheetType": "OBJECT"}})))


def test_any_other_packed_file_stays_an_archive() -> None:
    assert not is_snapshot(_packed(b"other"))
    assert not is_snapshot(b"\x1f\x8bnothing")
    with pytest.raises(NotAWorkbook, match="an archive"):
        read(_packed(b"other"))


# What changed.


def test_rows_that_differ_are_told_by_the_number_of_their_tab() -> None:
    before = spreadsheet(table(["a", 1], ["b", 2], ["c", 3]))
    after = spreadsheet(table(["a", 1], ["b", 5], [], ["c", 3]))
    number = tabs(before)[0].sheet_id
    assert changed_rows(before, before) == frozenset()
    assert changed_rows(snapshot(before), after) == {(number, 1), (number, 2), (number, 3)}

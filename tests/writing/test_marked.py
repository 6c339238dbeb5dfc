"""The clerk's file marked: what it shows, what it keeps, and that no mark stays behind."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator
from tests.office import recalculated
from tests.reading.packages import packed
from tests.writing.marked_samples import (
    FINDINGS,
    HIS_NOTE,
    HIS_OTHER_NOTE,
    PARTS_OF_MARKS,
    QUIET_SHEET,
    SHEET,
    meaning,
    opened,
    patched,
    prefixed,
    rich,
    say,
    unpacked,
    wrong,
)

from tonghop.core.errors import NotAWorkbook, TruncatedWorkbook, UnsafeWorkbook
from tonghop.core.findings import Finding
from tonghop.reading import read
from tonghop.writing.marked import cleaned, findings_workbook, marked_workbook

FILES = {
    "with notes": rich,
    "without notes": lambda: rich(notes=False),
    "texts in the cells": lambda: rich(constant_memory=True),
    "prefixed": prefixed,
}


def _sheet(content: bytes, name: str = SHEET) -> Worksheet:
    found = opened(content)[name]
    assert isinstance(found, Worksheet)
    return found


def _colour(sheet: Worksheet, cell: str) -> list[str]:
    rules = [rule for held in sheet.conditional_formatting for rule in held.rules if cell in str(held.sqref).split()]
    return [str(rule.dxf.fill.bgColor.rgb) for rule in rules if rule.formula == ['"[KT]"<>""']]


def _note(sheet: Worksheet, cell: str) -> str:
    comment = sheet[cell].comment
    return "" if comment is None else str(comment.text)


@pytest.mark.parametrize("file", FILES)
def test_cells_are_coloured_by_the_weightiest_finding_and_noted(file: str) -> None:
    sheet = _sheet(marked_workbook(FILES[file](), FINDINGS, say))
    colours = [_colour(sheet, cell) for cell in ("B2", "C5", "G31", "B3", "B4")]
    assert colours == [["FFFFB3B3"], ["FFFFB3B3"], ["FFFFB3B3"], ["FFBDD7EE"], []]
    told = _note(sheet, "B2")
    assert told.startswith("[KT] Lỗi: “Triệu tập” phải là số")
    assert "mười hai" in told
    assert [line[:13] for line in _note(sheet, "C5").splitlines()][-2:] == ["[KT] Lỗi: “Tr", "[KT] Cảnh báo"]


@pytest.mark.parametrize("file", FILES)
def test_the_validator_finds_nothing_that_was_not_there(file: str, tmp_path: Path) -> None:
    before, after = FILES[file](), marked_workbook(FILES[file](), FINDINGS, say)
    assert _errors(after, tmp_path) - _errors(before, tmp_path) == set()


def _errors(content: bytes, folder: Path) -> set[str]:
    """Return what the validator says, its numbers (of sheets, of cells) left out."""
    path = folder / "validated.xlsx"
    path.write_bytes(content)
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2010).validate(path).errors
    return {re.sub(r"\d+", "", str(error.description)) for error in found}


def test_his_own_notes_stay_and_ours_follow_on_the_same_cell() -> None:
    sheet = _sheet(marked_workbook(rich(), FINDINGS, say))
    assert _note(sheet, "A3") == HIS_OTHER_NOTE
    assert _note(sheet, "C5").startswith(f"{HIS_NOTE}\n[KT] ")
    assert sheet["C5"].comment.author == "Văn thư"


def test_every_other_part_keeps_its_bytes() -> None:
    before, after = unpacked(rich()), unpacked(marked_workbook(rich(), FINDINGS, say))
    changed = {name.lower() for name, part in before.items() if after[name] != part}
    notes = {"xl/comments1.xml", "xl/drawings/vmldrawing1.vml"}
    assert changed == {*PARTS_OF_MARKS, *notes, "xl/worksheets/sheet1.xml"}
    assert set(after) - set(before) == {"xl/worksheets/sheet3.xml"}
    assert {"xl/charts/chart1.xml", "xl/media/image1.png", "xl/drawings/drawing1.xml"} <= set(before)


def test_what_other_libraries_lose_is_still_in_the_changed_sheet() -> None:
    before = unpacked(rich())["xl/worksheets/sheet1.xml"].decode()
    after = unpacked(marked_workbook(rich(), FINDINGS, say))["xl/worksheets/sheet1.xml"].decode()
    rows = before[before.index("<sheetData>") : before.index("</sheetData>")]
    assert rows in after
    for kept in ("x14:sparkline", "x14:dataBar", "<sheetProtection", "<dataValidation", "<v>35</v>", "<headerFooter"):
        assert before.count(kept) == after.count(kept) > 0


@pytest.mark.parametrize("file", FILES)
def test_marks_are_gone_after_cleaning_and_nothing_else_is(file: str) -> None:
    before, after = meaning(FILES[file]()), meaning(cleaned(marked_workbook(FILES[file](), FINDINGS, say)))
    made = {"xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"} if file == "prefixed" else set()
    notes = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}  # ours are merged into them and taken out of them
    same = set(before) - made - notes
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert set(after) - set(before) <= made
    marked_notes, his = _sheet(cleaned(marked_workbook(FILES[file](), FINDINGS, say))), _sheet(FILES[file]())
    for cell in ("A3", "C5", "B2"):
        assert _note(marked_notes, cell) == _note(his, cell)


def test_a_file_without_marks_is_cleaned_to_its_very_bytes() -> None:
    assert cleaned(rich()) == rich()
    assert marked_workbook(rich(), [], say) == rich()


@pytest.mark.parametrize("file", FILES)
def test_marking_again_is_marking_once(file: str) -> None:
    once = marked_workbook(FILES[file](), FINDINGS, say)
    other = marked_workbook(once, [wrong(6, 0)], say)
    assert _colour(_sheet(other), "B2") == []
    assert unpacked(marked_workbook(other, FINDINGS, say)) == unpacked(once)


def test_the_list_links_to_each_cell() -> None:
    book = opened(marked_workbook(rich(), FINDINGS, say))
    assert book.sheetnames == [SHEET, QUIET_SHEET, "Lỗi"]
    rows = list(book["Lỗi"].iter_rows(min_row=5))
    quoted = "'Biểu 1 - O''Số liệu'"
    shown = [(row[1].value, row[2].value, row[3].value, row[2].hyperlink and row[2].hyperlink.location) for row in rows]
    assert shown == [
        (SHEET, "B2", "Lỗi", f"{quoted}!B2"),
        (SHEET, "C5", "Lỗi", f"{quoted}!C5"),
        (SHEET, "G31", "Lỗi", f"{quoted}!G31"),
        ("Cả tệp", None, "Lỗi", None),
        ("Không có trang này", "A1", "Lỗi", None),
        (SHEET, "C5", "Cảnh báo", f"{quoted}!C5"),
        (QUIET_SHEET, "A1", "Cảnh báo", f"'{QUIET_SHEET}'!A1"),
        (SHEET, "B3", "Lưu ý", f"{quoted}!B3"),
    ]


def test_the_clerks_own_sheet_of_that_name_is_not_ours() -> None:
    named = patched(rich(), "xl/workbook.xml", f'name="{QUIET_SHEET}"', 'name="Lỗi"')
    named = patched(named, "xl/sharedStrings.xml", "[KT] chữ", "chữ")
    marked = marked_workbook(named, FINDINGS, say)
    assert opened(marked).sheetnames == [SHEET, "Lỗi", "Lỗi (2)"]
    assert opened(cleaned(marked)).sheetnames == [SHEET, "Lỗi"]


def test_a_reply_beside_our_line_in_a_note_stays() -> None:
    marked = marked_workbook(rich(notes=False), [wrong(1, 1)], say)
    part = unpacked(marked)["xl/comments1.xml"].decode()
    end = part[part.index("</t>") - 12 :].partition("</t>")[0] + "</t>"
    replied = patched(marked, "xl/comments1.xml", end, end.replace("</t>", "\nđã sửa</t>"))
    assert _note(_sheet(cleaned(replied)), "B2") == "đã sửa"


def test_the_reader_takes_a_marked_file_as_the_file_itself() -> None:
    before, after = read(rich()), read(marked_workbook(rich(), FINDINGS, say))
    assert [after.named(sheet.name) for sheet in before.sheets] == list(before.sheets)


def test_libreoffice_keeps_every_mark_and_they_are_removed_from_what_it_saved(tmp_path: Path) -> None:
    path = tmp_path / "marked.xlsx"
    path.write_bytes(marked_workbook(rich(), FINDINGS, say))
    saved = recalculated(path).read_bytes()
    sheet = _sheet(saved)
    assert [bool(_colour(sheet, cell)) for cell in ("B2", "C5", "G31", "B3", "B4")] == [True, True, True, True, False]
    assert _note(sheet, "C5").startswith(HIS_NOTE)
    assert opened(saved)["Lỗi"]["C5"].hyperlink is not None
    clean = cleaned(saved)
    left = opened(clean)
    assert left.sheetnames == [SHEET, QUIET_SHEET]
    assert [_note(_sheet(clean), cell) for cell in ("B2", "A3", "C5")] == ["", HIS_OTHER_NOTE, HIS_NOTE]
    assert _colour(_sheet(clean), "B2") == []
    ours = marked_workbook(saved, FINDINGS, say)
    assert _colour(_sheet(ours), "B2") == ["FFFFB3B3"]
    assert _errors(ours, tmp_path) - _errors(saved, tmp_path) == set()


_CELLS = st.tuples(st.integers(0, 40), st.integers(0, 30))
_CODES = st.sampled_from(["number_expected", "given_changed", "read_differently"])
_SETS = st.lists(st.builds(lambda place, code: wrong(place[0], place[1], code), _CELLS, _CODES), max_size=25)


@settings(max_examples=40, deadline=None)
@given(_SETS, _SETS)
def test_any_findings_are_all_shown_and_all_taken_away(first: list[Finding], second: list[Finding]) -> None:
    original = rich()
    marked = marked_workbook(marked_workbook(original, first, say), second, say)
    sheet = _sheet(marked)
    for finding in second:
        assert finding.cell is not None
        assert len(_colour(sheet, finding.cell.a1)) == 1
        assert say(finding).remedy in _note(sheet, finding.cell.a1)
    assert unpacked(marked) == unpacked(marked_workbook(original, second, say)) or not second
    left, before = meaning(cleaned(marked)), meaning(original)
    for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"):
        assert left[name] == before[name]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0 an old workbook", NotAWorkbook),
        (packed({"content.xml": "<a/>", "mimetype": "ods"}), NotAWorkbook),
        (patched(rich(), "xl/styles.xml", "<styleSheet", "<!DOCTYPE a><styleSheet"), UnsafeWorkbook),
        (patched(rich(), "xl/styles.xml", "</styleSheet>", ""), TruncatedWorkbook),
    ],
)
def test_what_cannot_be_marked_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        marked_workbook(content, FINDINGS, say)


def test_findings_of_a_file_that_cannot_be_marked_stand_in_a_workbook_of_their_own(tmp_path: Path) -> None:
    made = findings_workbook("Biểu cũ.xls", FINDINGS, say)
    sheet = _sheet(made, "Lỗi")
    assert "Biểu cũ.xls" in str(sheet["A3"].value)
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == ["B2", "C5", "G31", ""]
    assert _errors(made, tmp_path) == set()

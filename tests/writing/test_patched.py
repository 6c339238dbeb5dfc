"""A clerk's file with cells typed anew: they change, what rests on them is asked anew, everything else stays."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openxml_audit import FileFormat, OpenXmlValidator
from tests.writing.marked_samples import SHEET, prefixed, rich, unpacked

from tonghop.core.cells import CellRef, RawValue, runs
from tonghop.core.errors import UnreadableFile
from tonghop.reading import read
from tonghop.writing.patched import SharedFormula, patched_workbook
from tonghop.writing.patched.formulas import areas_of


def _book(*, array: bool = False) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet, other = book.add_worksheet("Số"), book.add_worksheet("Khác")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, [1, 2, "chữ"])
        sheet.write_formula(1, 0, "=A1+B1", None, 3)
        sheet.write_formula(1, 1, "=A2*2", None, 6)
        sheet.write_formula(1, 2, "=12+30", None, 42)
        sheet.write_formula(1, 3, '=IF(C5="A1",1,0)', None, 7)
        sheet.write_blank(4, 4, None, day)
        other.write_formula(0, 0, "='Số'!A1", None, 1)
        if array:
            sheet.write_array_formula(5, 0, 6, 0, "{=A1:A2*2}", None, 2)
    return buffer.getvalue()


def _patched(cells: dict[str, RawValue], content: bytes | None = None) -> bytes:
    refs = {CellRef("Số", *_place(name)): value for name, value in cells.items()}
    return patched_workbook(content or _book(), refs)


def _place(name: str) -> tuple[int, int]:
    return int(name[1:]) - 1, ord(name[0]) - ord("A")


def _values(content: bytes) -> dict[str, object]:
    sheet = load_workbook(BytesIO(content), data_only=True)["Số"]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}


@pytest.mark.parametrize("value", [5, 0.25, "mười", " hai  cách ", None, "=1+1", "<b>&"])
def test_a_cell_holds_what_was_typed(value: RawValue) -> None:
    assert _values(_patched({"B1": value, "H9": value})).get("B1") == value
    assert _values(_patched({"B1": value, "H9": value})).get("H9") == value


def test_a_day_is_a_day_where_the_cell_shows_days_and_text_elsewhere() -> None:
    sheets = read(_patched({"E5": date(2020, 3, 31), "F5": date(2020, 3, 31)}))
    assert sheets.sheets[0].value(4, 4) == date(2020, 3, 31)
    assert sheets.sheets[0].value(4, 5) == "31/03/2020"


def test_results_that_rest_on_the_cell_are_forgotten_and_no_others() -> None:
    values = _values(_patched({"A1": 10}))
    assert "A2" not in values
    assert "B2" not in values
    assert (values["C2"], values["D2"]) == (42, 7)
    other = load_workbook(BytesIO(_patched({"A1": 10})), data_only=True)["Khác"]
    assert other["A1"].value is None


def test_a_formula_that_was_typed_over_is_gone() -> None:
    book = load_workbook(BytesIO(_patched({"A2": 9})))
    assert book["Số"]["A2"].value == 9
    assert book["Số"]["B2"].value == "=A2*2"
    assert book.calculation.fullCalcOnLoad


def test_a_cell_within_an_array_is_refused() -> None:
    with pytest.raises(SharedFormula, match="A7"):
        _patched({"A7": 1}, _book(array=True))


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        patched_workbook(content, {CellRef("Số", 0, 0): 1})


def test_a_sheet_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        patched_workbook(_book(), {CellRef("Không có", 0, 0): 1})


@pytest.mark.parametrize("made", [rich, prefixed])
def test_everything_else_keeps_its_bytes_and_the_file_is_valid(made: object, tmp_path: Path) -> None:
    content: bytes = made()  # type: ignore[operator]
    patched = patched_workbook(content, {CellRef(SHEET, 1, 1): 77})
    before, after = unpacked(content), unpacked(patched)
    changed = {name for name in before if before[name] != after.get(name)}
    assert {name.lower() for name in changed} <= {"xl/workbook.xml", "xl/worksheets/sheet1.xml"}
    file = tmp_path / "a.xlsx"
    file.write_bytes(patched)
    found = OpenXmlValidator(FileFormat.OFFICE_2019).validate(str(file))
    file.write_bytes(content)
    known = OpenXmlValidator(FileFormat.OFFICE_2019).validate(str(file))
    assert len(found.errors) <= len(known.errors)


@pytest.mark.parametrize(
    ("formula", "areas"),
    [
        ("12+30", ()),
        ("$A$1+b2", ((0, 0, 0, 0), (1, 1, 1, 1))),
        ("SUM(A1:B3)", ((0, 0, 2, 1),)),
        ("SUM(B3:A1)", ((0, 0, 2, 1),)),
        ('IF(A1="B2",TRUE,1)', ((0, 0, 0, 0),)),
        ("LOG10(A1)", ((0, 0, 0, 0),)),
        ("Khác!A1", None),
        ("tên_riêng*2", None),
        ("SUM(A:A)", None),
        ("SUM(1:1)", None),
        ('INDIRECT("A1")', None),
        ("Bảng[Cột]", None),
        ("", None),
    ],
)
def test_what_a_formula_uses(formula: str, areas: tuple[tuple[int, int, int, int], ...] | None) -> None:
    assert areas_of(formula) == areas


def test_neighbours_are_named_together() -> None:
    places = [_place(name) for name in ("I12", "I14", "I15", "I16", "C9", "D9", "E9", "I14")]
    assert runs(places) == (
        (_place("C9"), _place("E9")),
        (_place("I12"), _place("I12")),
        (_place("I14"), _place("I16")),
    )

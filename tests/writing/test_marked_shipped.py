"""The clerk's round with shipped workbooks: marked, corrected in the marked cell, clean; all else kept."""

import re

import pytest
from tests.reading.saved_again import all_saved_as
from tests.reading.shipped_workbooks import ALL, Shipped
from tests.writing.marked_samples import QUIET_SHEET, SHEET, meaning, opened, patched, rich, say, unpacked, wrong

from tonghop.core.definitions import Rows, Source
from tonghop.core.findings import Finding
from tonghop.workflow import marked_file
from tonghop.writing.marked import cleaned, marked_workbook

_MISTAKE = "12.75"
_SOME = [one for one in ALL if one.code in {"kien-giang-2020", "so-28-2022"}]
_ROUNDS = [(one, False) for one in ALL] + [(one, True) for one in _SOME]


def _cell(one: Shipped) -> tuple[str, str, str]:
    """Return form, field and cell of a count of the first unit's register."""
    read = one.taken(one.content)
    assert not isinstance(read, Finding)
    form = next(form for form in one.campaign.forms if form.rows is Rows.SINGLE)
    field = next(field for field in form.fields if field.source is Source.CLERK and field.is_number)
    filled = next(iter(read.values())).submission.form(form.code)
    assert filled is not None
    cell = filled.rows[0].answers[field.name].cell
    assert cell is not None
    return form.code, field.name, cell.a1


def _retyped(content: bytes, cell: str, sheet: str, old: str, new: str) -> bytes:
    """Type another number into a cell, all else staying as it is."""
    part = f"xl/worksheets/sheet{opened(content).sheetnames.index(sheet) + 1}.xml"
    found = re.search(rf'<c r="{cell}"[^>]*><v>{re.escape(old)}</v>', unpacked(content)[part].decode())
    assert found is not None
    return patched(content, part, found[0], found[0].replace(f"<v>{old}</v>", f"<v>{new}</v>"))


def _value(content: bytes, sheet: str, cell: str) -> str:
    return str(opened(content)[sheet][cell].value)


def _wrong(one: Shipped, content: bytes, field: str) -> list[Finding]:
    read = one.taken(content)
    assert not isinstance(read, Finding)
    found = [finding for checked in read.values() for finding in checked.findings]
    return [finding for finding in found if finding.field == field and finding.code == "whole_number_expected"]


@pytest.mark.parametrize(("one", "saved"), _ROUNDS, ids=[f"{one}-{'saved' * saved}" for one, saved in _ROUNDS])
def test_the_marked_cell_corrected_is_clean_and_nothing_else_changed(one: Shipped, *, saved: bool) -> None:
    form, field, cell = _cell(one)
    sheet = one.campaign.form(form).sheet
    right = all_saved_as(tuple(other.content for other in ALL), "xlsx")[ALL.index(one)] if saved else one.content
    value = _value(right, sheet, cell)
    typed = _retyped(right, cell, sheet, value, _MISTAKE)
    (finding,) = _wrong(one, typed, field)
    assert finding.cell is not None
    assert (finding.cell.sheet, finding.cell.a1) == (sheet, cell)

    marked = marked_file("tep.xlsx", typed, [finding], "vi")
    assert opened(marked).sheetnames[-1] == "Lỗi"
    assert opened(marked)[sheet].protection.sheet == opened(right)[sheet].protection.sheet
    assert _wrong(one, marked, field) == [finding]

    corrected = _retyped(marked, cell, sheet, _MISTAKE, value)
    assert _wrong(one, corrected, field) == []
    assert meaning(cleaned(corrected)) == meaning(right)


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.parametrize("one", _SOME[-2:], ids=str)
def test_what_is_no_xlsx_comes_back_as_a_list_of_its_findings(one: Shipped, kind: str) -> None:
    content = all_saved_as(tuple(other.content for other in ALL), kind)[ALL.index(one)]
    read = one.taken(content)
    assert not isinstance(read, Finding)
    findings = [finding for checked in read.values() for finding in checked.findings]
    book = opened(marked_file(f"tep.{kind}", content, findings, "vi"))
    assert book.sheetnames == ["Lỗi"]
    cells = {str(row[2].value) for row in book["Lỗi"].iter_rows(min_row=5) if row[2].value}
    assert {finding.cell.a1 for finding in findings if finding.cell} <= cells


def test_a_file_full_of_his_own_things_keeps_them_through_the_round() -> None:
    """Chart, picture, sparklines, text box, rich text, newer formats, his notes, a protected sheet, a button."""
    typed = _retyped(rich(), "B2", SHEET, "2", _MISTAKE)
    marked = marked_workbook(typed, [wrong(1, 1), wrong(4, 2)], say)
    corrected = _retyped(marked, "B2", SHEET, _MISTAKE, "2")
    before, after = meaning(rich()), meaning(cleaned(corrected))
    notes = {"xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}  # His own are compared by what they say.
    assert {name: part for name, part in after.items() if name not in notes} == {
        name: part for name, part in before.items() if name not in notes
    }
    for sheet in (SHEET, QUIET_SHEET):
        said = [
            [cell.comment.text for row in opened(content)[sheet].iter_rows() for cell in row if cell.comment]
            for content in (rich(), cleaned(corrected))
        ]
        assert said[0] == said[1]

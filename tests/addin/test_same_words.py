"""The add-in never imports the server, so a test holds together what both must say alike."""

import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill

from tonghop.core.completeness import State
from tonghop.core.definitions import Severity
from tonghop.writing.marked import cleaned, colours, looks
from tonghop.writing.marked import words as marked
from tonghop_addin import words, workbook
from tonghop_addin.values import Finding


def test_marks_look_and_read_as_the_services_do() -> None:
    assert workbook.TAG == marked.TAG
    assert f"={colours.FORMULA}" == workbook.FORMULA
    assert workbook._LIST == marked.SHEET
    assert dict(workbook.FILLS) == {severity.value: looks.MARK_FILLS[severity] for severity in Severity}
    said = {kind: (text.vi, text.en) for kind, text in words.KINDS.items()}
    assert said == {severity.value: (marked.KINDS[severity].vi, marked.KINDS[severity].en) for severity in Severity}


def test_every_state_has_its_words() -> None:
    assert words.STATES.keys() == {state.value for state in State}


def test_the_service_takes_the_add_ins_marks_away() -> None:
    """As Excel stores them: what is sent after a check carries them along."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["C12"] = 3
    red, green = (PatternFill(bgColor=f"FF{one}") for one in (workbook.FILLS["blocking"][1:], "00FF00"))
    own = FormulaRule(formula=["$C$12>2"], fill=green)  # type: ignore[no-untyped-call]
    ours = FormulaRule(formula=[workbook.FORMULA[1:]], fill=red)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("C12", ours)
    sheet.conditional_formatting.add("C12", own)
    note = workbook.note_text([Finding("c", "blocking", "Sheet", "C12", "Sai.", "Sửa.")] * 2, "vi")
    sheet["C12"].comment = Comment(note, "chi bộ")
    sheet["D12"].comment = Comment("hỏi lại chị Lan", "chi bộ")
    target = io.BytesIO()
    book.save(target)
    clean = openpyxl.load_workbook(io.BytesIO(cleaned(target.getvalue()))).worksheets[0]
    (left,) = [rule for held in clean.conditional_formatting for rule in held.rules]
    assert left.formula == ["$C$12>2"]
    assert clean["C12"].comment is None
    assert clean["D12"].comment is not None
    assert clean["C12"].value == 3

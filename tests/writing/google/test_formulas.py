"""Formulas that Google reads the same in every locale."""

import re
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.writing.consolidated_cases import consolidation, said, wide, with_summary
from tests.writing.google.made_sheets import formula_cells, opened
from tests.writing.test_group_workbook import GROUPS, group_of
from tests.writing.workbook_samples import KEY

from tonghop.writing.consolidated import consolidated_workbook
from tonghop.writing.google.formulas import (
    FUNCTIONS,
    UnknownToGoogle,
    google_formula,
    link,
    local_formula,
    whole_numbers,
)
from tonghop.writing.workbook.group import group_workbook
from tonghop.writing.workbook.status import quoted

GOOGLES = {
    *("ADDRESS", "AND", "COLUMN", "COUNT", "COUNTA", "COUNTIF", "DATE", "FIND", "HYPERLINK", "IF", "IFERROR", "INDEX"),
    *("INT", "ISNUMBER", "ISTEXT", "LEFT", "MATCH", "MAX", "MIN", "N", "NOT", "OR", "ROUND", "ROW", "ROWS"),
    *("SUBSTITUTE", "SUM", "SUMIF", "SUMPRODUCT"),
}
"""Read off Google's list of functions (support.google.com/docs/table/25273), each meaning what it means in Excel."""

_TEXT = re.compile(r'"(?:[^"]|"")*"')
_SHEET = re.compile(r"'(?:[^']|'')*'!")


@cache
def ours() -> tuple[str, ...]:
    """Every formula of our workbooks that differs by more than its row."""
    books = [consolidated_workbook(made, said) for made in (consolidation(), with_summary(), wide(3))]
    for code, parent in GROUPS:
        campaign, period, above, members = group_of(code, parent)
        books.append(group_workbook(campaign, period, above, members[:2], key=KEY))
    found = {str(cell.value) for content in books for cell in formula_cells(opened(content))}
    return tuple(sorted(found))


def bare(formula: str) -> str:
    """The formula without its texts and the names of sheets."""
    return _SHEET.sub("", _TEXT.sub('""', formula))


def test_our_functions_are_googles() -> None:
    used = {name for formula in ours() for name in re.findall(r"([A-Z.]+)\(", bare(formula))}
    assert used <= FUNCTIONS
    assert FUNCTIONS <= GOOGLES


@given(st.data())
def test_arguments_are_parted_by_semicolons_and_nothing_else_changes(data: st.DataObject) -> None:
    formula = data.draw(st.sampled_from(ours()))
    translated = google_formula(formula)
    assert "," not in bare(translated)
    assert not re.search(r"\d[.]\d", bare(translated))
    assert _TEXT.findall(translated) == _TEXT.findall(formula)
    assert _SHEET.findall(translated) == _SHEET.findall(formula)
    assert bare(translated).replace(";", ",") == bare(formula)


@given(st.text(alphabet='a,;"0.5(){}', max_size=12))
def test_texts_stay_as_they_are(text: str) -> None:
    assert google_formula(f"=IF(A1=1,{quoted(text)},0)") == f"=IF(A1=1;{quoted(text)};0)"


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_a_number_with_decimals_is_the_same_float_as_a_quotient(number: Decimal) -> None:
    written = whole_numbers(number)
    assert re.fullmatch(r"\d+|\(\d+/10+\)", written)
    above, _, below = written.strip("()").partition("/")
    assert int(above) / int(below or 1) == float(number)


@pytest.mark.parametrize(
    ("excel", "google"),
    [
        ("=SUM(A1:B2,C3)", "=SUM(A1:B2;C3)"),
        ("=ROUND(A1*0.5,2)", "=ROUND(A1*(5/10);2)"),
        ("='Biểu 1, 2'!A1+1", "='Biểu 1, 2'!A1+1"),
        ('=IF(A1=1,"a;b, c","")', '=IF(A1=1;"a;b, c";"")'),
        ("=A1>1.25E-1", "=A1>(125/1000)"),
    ],
)
def test_how_a_formula_is_written(excel: str, google: str) -> None:
    assert google_formula(excel) == google


@pytest.mark.parametrize("formula", ["=XLOOKUP(A1,B1:B2,C1:C2)", "=SUM({1,2})", "=SUM((A1,B1))", "=#REF!+1"])
def test_what_google_would_not_take_is_refused(formula: str) -> None:
    with pytest.raises(UnknownToGoogle):
        google_formula(formula)


def test_a_rule_that_names_another_tab_is_refused() -> None:
    with pytest.raises(UnknownToGoogle):
        local_formula("=A1='Biểu 1'!A1")


def test_a_link_is_a_formula_whatever_its_text() -> None:
    assert link("#gid=100&range=A1", 'Xã "Bình; An"') == '=HYPERLINK("#gid=100&range=A1";"Xã ""Bình; An""")'

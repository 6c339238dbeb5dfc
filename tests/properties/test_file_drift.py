"""Whatever clerks do to a file's structure: the same answers of each unit, or a blocking finding; never other numbers.

The file is opened, changed and saved by another program, then read, identified, parsed and checked. Stated exactly:
either a blocking finding refuses the whole file; or every unit that had a report still has one, and nobody else has,
but for units told a blocking finding; and each of these reports bears a blocking finding of its structure or its
cells, or holds the very answers that it held before. What breaks a rule does not count as such a finding: a figure
that went astray is not to be found by luck.
"""

from collections import Counter
from functools import cache
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.properties.file_drifts import KINDS, FileDrift, drifted
from tests.reading.shipped_workbooks import ALL, Shipped

from tonghop.core.findings import Finding
from tonghop.core.layout import FIRST_BODY_ROW
from tonghop.core.parsing import Parsed
from tonghop.core.stamp import SHEET
from tonghop.core.submission import Submission

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failure is not made smaller: with files that takes longer than looking at it."""
_PLACES = st.integers(0, 60)
_TEXTS = st.sampled_from(
    [
        "",
        "Số liệu",
        "Có mặt",
        "Đã phát",
        "Mã đơn vị",
        "Mã số",
        "Trong kỳ",
        "Cộng",
        "Biểu 2 - cũ",
        "STT",
        "(3)",
        "12",
        "Lỗi",
    ]
)
_DRIFTS = st.builds(FileDrift, st.sampled_from(sorted(KINDS)), st.integers(0, 3), _PLACES, _PLACES, _TEXTS)


def answered(one: Shipped, submission: Submission) -> dict[str, object]:
    """Return what the clerk answered; rows of lists in any order."""
    fixed: dict[str, object] = {}
    rows: dict[tuple[str, str], list[tuple[str, object]]] = {}
    for (form, row, field), value in one.answers(submission).items():
        if one.is_list(form):
            rows.setdefault((form, row), []).append((field, value))
        else:
            fixed[f"{form} {row} {field}"] = value
    lists = Counter((form, tuple(cells)) for (form, _), cells in rows.items())
    return {**fixed, "lists": lists}


@cache
def original(one: Shipped) -> dict[str, dict[str, object]]:
    read = one.parsed(one.content)
    assert not isinstance(read, Finding)
    assert not any(finding.blocks for parsed in read.values() for finding in parsed.findings)
    return {unit: answered(one, parsed.submission) for unit, parsed in read.items()}


def assert_same_or_blocked(one: Shipped, content: bytes, claimed: str | None = None) -> None:
    read = one.parsed(content, claimed)
    one.taken(content, claimed)  # Whatever it holds, it is checked without an exception.
    if isinstance(read, Finding):
        assert read.blocks
        return
    before = original(one)
    blocked = {unit for unit, parsed in read.items() if _is_blocked(parsed)}
    assert read.keys() - blocked <= before.keys()
    assert blocked or read.keys() == before.keys()
    for unit in read.keys() - blocked:
        assert answered(one, read[unit].submission) == before[unit], (unit, read[unit].findings)


def _is_blocked(parsed: Parsed) -> bool:
    return any(finding.blocks for finding in parsed.findings)


@pytest.mark.parametrize("one", ALL, ids=str)
@given(drifts=st.lists(_DRIFTS, min_size=1, max_size=5), with_formulas=st.booleans(), is_bare=st.booleans())
@settings(max_examples=5, deadline=None, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
def test_a_drifted_file_is_never_read_as_other_numbers(
    drifts: list[FileDrift], one: Shipped, *, with_formulas: bool, is_bare: bool
) -> None:
    content = drifted(one.content, drifts, with_formulas=with_formulas, without=[SHEET] if is_bare else [])
    assert_same_or_blocked(one, content, one.unit.code if is_bare else None)


def test_the_property_sees_other_numbers() -> None:
    """The check itself must fail where a figure really changed."""
    one = ALL[0]
    book = load_workbook(BytesIO(one.content))
    sheet = book[one.campaign.form("register").sheet]
    column = next(cell.column for cell in sheet[FIRST_BODY_ROW + 1] if isinstance(cell.value, int) and cell.column > 1)
    sheet.cell(FIRST_BODY_ROW + 1, column).value = 4321
    saved = BytesIO()
    book.save(saved)
    with pytest.raises(AssertionError):
        assert_same_or_blocked(one, saved.getvalue())

"""The same figures in a group's workbook and in its shared spreadsheet are the same reports, with the same findings.

Whatever stands there: numbers typed as texts, days in columns of counts, errors, hidden and inserted rows, renamed
tabs, merged cells; and whatever the system had written into the spreadsheet before.
"""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.properties.file_drifts import HEAD, FileDrift, drifted
from tests.properties.test_groups import fills
from tests.reading.google_answers import AMERICA, VIETNAM, answer_of, google, with_marks
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, Fill
from tests.reading.shipped_workbooks import ALL, Shipped

from tonghop.core.checking import Context, check
from tonghop.core.findings import Finding
from tonghop.core.parsing.group import parse_group
from tonghop.core.stamp import Layout, Stamp, read_stamp
from tonghop.core.submission import Submission
from tonghop.reading import read
from tonghop.reading.google import snapshot
from tonghop.writing.workbook.group import group_workbook

_GROUPS = tuple(one for one in ALL if one.layout is Layout.GROUP)
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_KINDS = ("insert row", "rename tab", "hide rows", "own column", "letterhead", "move column", "copy tab", "own total")
_PLACES = st.integers(0, 60)
_DRIFTS = st.builds(
    FileDrift, st.sampled_from(_KINDS), st.integers(0, 3), _PLACES, _PLACES, st.sampled_from(["", "Có mặt", "Biểu 9"])
)
_ODD = st.sampled_from(
    [
        "3.640",
        "0,5",
        "#REF!",
        "#DIV/0!",
        "#N/A",
        "=1+1",
        True,
        date(2020, 2, 3),
        datetime(2020, 2, 3, 14, 30),  # noqa: DTZ001 - a cell has no zone
        43900,
        0.1 + 0.2,
        "merged",
    ]
)
_TYPED = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 12), st.integers(3, 8), _ODD), max_size=4)
Typed = Sequence[tuple[int, int, int, object]]

Report = tuple[Submission, tuple[Finding, ...]]


def typed_over(content: bytes, cells: Typed) -> bytes:
    """Return the workbook with some cells of its forms typed over, or merged with the next."""
    book = load_workbook(BytesIO(content))
    forms = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"][1:]
    for place, down, column, value in cells:
        sheet = forms[place % len(forms)]
        if value == "merged":
            sheet.merge_cells(start_row=HEAD + down, end_row=HEAD + down, start_column=column, end_column=column + 1)
        elif type(cell := sheet.cell(HEAD + down, column)).__name__ == "Cell":
            cell.value = value  # type: ignore[assignment]  # whatever somebody may type
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def reports(content: bytes) -> list[Report] | Finding:
    """Return the reports in a file of the small plan, with all that was found in each."""
    sheets = read(content)
    stamp = read_stamp(sheets, KEY)
    if isinstance(stamp, Finding):
        return stamp
    assert isinstance(stamp, Stamp)
    found = []
    for parsed in parse_group(sheets, stamp, CAMPAIGN, PERIOD, MEMBERS):
        unit = next(unit for unit in MEMBERS if unit.code == parsed.submission.key.unit)
        checked = check(parsed.submission, Context(CAMPAIGN, PERIOD, unit, {}, {}))
        found.append((checked.submission, (*parsed.findings, *checked.findings)))
    return found


_FULL = {unit.code: FULL for unit in MEMBERS}
_TRAPS: Typed = [
    (0, 2, 4, "3.640"),
    (0, 2, 5, date(2020, 2, 3)),
    (0, 3, 4, "#DIV/0!"),
    (0, 3, 5, "=1+1"),
    (0, 4, 4, "merged"),
    (1, 3, 4, datetime(2020, 2, 3, 14, 30)),  # noqa: DTZ001
    (3, 4, 7, "0,5"),
]


@example(filled=_FULL, typed=_TRAPS, drifts=[], locale=VIETNAM)
@example(filled=_FULL, typed=_TRAPS, drifts=[FileDrift("hide rows", 0, 2, 3)], locale=AMERICA)
@example(
    filled=_FULL, typed=[], drifts=[FileDrift("insert row", 1, 2, 0), FileDrift("rename tab", 1, 0, 0)], locale=VIETNAM
)
@given(filled=fills(), typed=_TYPED, drifts=st.lists(_DRIFTS, max_size=2), locale=st.sampled_from([VIETNAM, AMERICA]))
@settings(max_examples=40, deadline=None, phases=_PHASES, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_figures_in_excel_and_in_google_are_the_same_reports(
    filled: dict[str, Fill], typed: Typed, drifts: list[FileDrift], locale: str
) -> None:
    content = group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=filled)
    if typed:
        content = typed_over(content, typed)
    if drifts:
        content = drifted(content, drifts)
    answer = answer_of(content, locale)
    kept = snapshot(google(answer))
    assert reports(kept) == reports(content)
    assert snapshot(google(with_marks(answer))) == kept


@pytest.mark.parametrize("one", _GROUPS, ids=str)
@pytest.mark.parametrize("locale", [VIETNAM, AMERICA])
def test_shipped_campaigns_are_the_same_reports_in_excel_and_in_google(one: Shipped, locale: str) -> None:
    in_excel = one.taken(one.content)
    assert not isinstance(in_excel, Finding)
    assert in_excel
    assert one.taken(snapshot(google(with_marks(answer_of(one.content, locale))))) == in_excel


def test_the_property_sees_another_figure() -> None:
    """The check itself must fail where a figure differs."""
    one = _GROUPS[0]
    assert one.taken(snapshot(google(answer_of(typed_over(one.content, [(0, 2, 5, 4321)]))))) != one.taken(one.content)

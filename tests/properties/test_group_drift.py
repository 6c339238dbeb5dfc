"""Whatever clerks do to a group's sheets: each unit's own answers, or a blocking finding told to it; no other's."""

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.clerks_plan import CAMPAIGN
from tests.properties.drifts import KINDS, Drift
from tests.properties.test_drift import LABELS, answers, changed
from tests.reading.group_workbooks import FULL, MEMBERS, Fill, group_parsed, group_sheets

from tonghop.core.cells import Sheets
from tonghop.core.group_layout import group_layout
from tonghop.core.parsing import Parsed
from tonghop.core.parsing.locating import locate

_WORDS = [*LABELS, "Mã đơn vị", "Tên đơn vị", "Mã số", "Trong kỳ", "X2", "Biểu 2", "Biểu 4"]


def _figures(place: int) -> Fill:
    """Give every unit figures of its own, so that none can be taken for another's unnoticed."""
    return {cell: value + 100 * place if isinstance(value, int) else value for cell, value in FULL.items()}


@cache
def given_out() -> Sheets:
    whole = group_sheets({unit.code: _figures(place) for place, unit in enumerate(MEMBERS)})
    # The drifts move values only; areas that stayed behind would be found as merged cells.
    return Sheets(tuple(replace(sheet, merged=()) for sheet in whole.sheets))


@cache
def bounds() -> dict[str, tuple[int, int]]:
    found = {}
    for form in CAMPAIGN.forms:
        sheet = given_out().named(form.sheet)
        assert sheet is not None
        table, _ = locate(sheet, group_layout(form, MEMBERS).frame)
        assert table is not None
        found[form.sheet] = (table.label_row, table.end_row)
    return found


def _is_blocked(parsed: Parsed) -> bool:
    return any(finding.blocks for finding in parsed.findings)


_PLACE = st.integers(0, 60)
_ONE = st.builds(Drift, st.sampled_from(KINDS), st.integers(0, 3), _PLACE, _PLACE, st.sampled_from(_WORDS))


@settings(max_examples=80, deadline=None)
@given(st.lists(_ONE, min_size=1, max_size=6))
def test_a_groups_sheets_are_never_read_as_other_numbers(drifts: list[Drift]) -> None:
    before = group_parsed(given_out())
    after = group_parsed(changed(given_out(), drifts, bounds()))
    blocked = {unit for unit, parsed in after.items() if _is_blocked(parsed)}
    assert blocked or after.keys() == before.keys()
    for unit in after.keys() - blocked:
        assert answers(after[unit], CAMPAIGN) == answers(before[unit], CAMPAIGN), after[unit].findings

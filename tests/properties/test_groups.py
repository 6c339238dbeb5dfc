"""The same figures in units' workbooks and in their group's are the same reports, with the same findings."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.reading.group_workbooks import MEMBERS, Fill, answers, group_parsed, group_sheets, told, unit_parsed
from tests.reading.unit_workbooks import shipped
from tests.writing.workbook_samples import clean, dirty, first_period

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, FieldType, FormField, Period, Rows, Source
from tonghop.core.units import Unit

_COUNTS = st.sampled_from(
    [None, 0, 1, 3640, 3.64, -1, "3.640", "1.234.567", "0,5", "05", "?", "-", "không", "12 người"]
)
_DATES = st.sampled_from([None, date(2020, 2, 3), "17/12/2019", "17-12-2019", "5.2.2020", "mùng 2 Tết", 43900])
_TEXTS = st.sampled_from([None, "Quán triệt", "- Đã tổ chức", "Cộng với xã bạn", "=1+1", "2.1"])
_CHOICES = st.sampled_from([None, "Trực tiếp", "trực tuyến", "online", "Qua đài"])


def _value(field: FormField) -> st.SearchStrategy[RawValue]:
    by_type: dict[FieldType, st.SearchStrategy[RawValue]] = {
        FieldType.DATE: _DATES,
        FieldType.TEXT: _TEXTS,
        FieldType.CHOICE: _CHOICES,
    }
    return by_type.get(field.type, _COUNTS)


def _cells(campaign: Campaign, period: Period, unit: Unit) -> Iterator[tuple[tuple[str, str, str], FormField]]:
    for form in campaign.forms_due(period, unit.level):
        keys = [row.code for row in form.rows_for(unit.level)] or ["1"]
        for key in ["1", "2", "3"] if form.rows is Rows.LIST else keys:
            yield from (((form.code, key, one.name), one) for one in form.fields if one.source is Source.CLERK)
        yield from (((form.code, "", one.name), one) for one in form.texts)


@st.composite
def fills(draw: st.DrawFn) -> dict[str, Fill]:
    filled: dict[str, Fill] = {}
    for unit in MEMBERS:
        cells = dict(_cells(CAMPAIGN, PERIOD, unit))
        chosen = draw(st.sets(st.sampled_from(sorted(cells))) | st.just(set(cells)))
        filled[unit.code] = {cell: draw(_value(cells[cell])) for cell in sorted(chosen)}
    return filled


def _compare(filled: dict[str, Fill], campaign: Campaign, period: Period, parent: Unit, members: list[Unit]) -> None:
    together = group_parsed(group_sheets(filled, campaign, period, parent, members), campaign, period, members)
    for unit in members:
        alone = unit_parsed(filled.get(unit.code, {}), unit, campaign, period)
        if unit.code not in together:
            assert "workbook_unfilled" in {one.code for one in alone.findings}
            continue
        assert answers(together[unit.code]) == answers(alone)
        assert told(together[unit.code]) == told(alone)


@given(filled=fills())
@settings(max_examples=60, deadline=None)
def test_whatever_clerks_type_is_read_alike_alone_and_together(filled: dict[str, Fill]) -> None:
    _compare(filled, CAMPAIGN, PERIOD, Unit("H", None, "commune", "Huyện ủy"), list(MEMBERS))


@pytest.mark.parametrize(("code", "parent"), [("kien-giang-2020", "904"), ("xa-76-2023", "X"), ("so-28-2022", "S")])
def test_shipped_campaigns_are_read_alike_alone_and_together(code: str, parent: str) -> None:
    campaign, units = shipped(code)
    period = first_period(campaign)
    above = next(unit for unit in units if unit.code == parent)
    members = [unit for unit in units if unit.parent == parent and campaign.forms_due(period, unit.level)]
    kinds = (clean, dirty, None)
    filled: dict[str, Fill] = {
        unit.code: kind(campaign, period, unit)
        for unit, kind in zip(members, kinds * len(members), strict=False)
        if kind is not None
    }
    _compare(filled, campaign, period, above, members)

"""Any single cell that is changed gives a finding or the same totals: nothing goes wrong in silence.

A clerk's own cell is left out where the change is another answer that can be read, or leaves blank
what need not be filled: that is what the cell is for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.clerks_plan import CAMPAIGN, TABLES, UNIT, checked, sheets
from tests.reading.unit_workbooks import Refused, made, occasions, shipped, steady, taken, totals

from tonghop import catalogue
from tonghop.core.cells import CellRef, RawValue, Sheet, Sheets
from tonghop.core.checking import Checked
from tonghop.core.definitions import Campaign, FixedRow, FormField, Source
from tonghop.core.findings import Finding
from tonghop.core.normalising import normalise
from tonghop.core.stamp import SHEET as STAMP_SHEET

ERROR, UNCACHED = "#REF!", "=formula"
CHANGES: tuple[RawValue, ...] = (None, "x", "Cộng", "5", 5.0, 3.64, -1.0, "T1", "(1)", ERROR, UNCACHED)


def changed(sheet: Sheet, row: int, column: int, value: RawValue) -> Sheet:
    """Return the sheet with one cell changed, as a reader would see it."""
    rows = [list(cells) for cells in sheet.rows]
    rows += [[] for _ in range(row + 1 - len(rows))]
    rows[row] += [None] * (column + 1 - len(rows[row]))
    rows[row][column] = None if value in {ERROR, UNCACHED} else value
    errors = {**sheet.errors, (row, column): ERROR} if value == ERROR else sheet.errors
    uncached = sheet.uncached | {(row, column)} if value == UNCACHED else sheet.uncached
    return replace(sheet, rows=rows, errors=errors, uncached=uncached)


@dataclass(frozen=True)
class _Fields:
    """The clerk's own cells with their fields."""

    by_cell: dict[CellRef, tuple[FormField, FixedRow | None]]

    @classmethod
    def of(cls, checked: Checked, campaign: Campaign) -> "_Fields":
        return cls(dict(_cells(checked, campaign)))

    def is_another_answer(self, cell: CellRef, value: RawValue, campaign: Campaign, form: str | None) -> bool:
        if cell not in self.by_cell or form is None or value in {ERROR, UNCACHED}:
            return False
        field, row = self.by_cell[cell]
        reading = normalise(value, field, campaign.form(form).row_type(row, field))
        return reading.code is None and (reading.value is not None or not field.required)


def _cells(checked: Checked, campaign: Campaign) -> Iterator[tuple[CellRef, tuple[FormField, FixedRow | None]]]:
    for filled in checked.submission.forms:
        form = campaign.form(filled.form)
        fixed = {row.code: row for row in form.fixed_rows}
        fields = {field.name: field for field in (*form.fields, *form.texts)}
        for key, answers in [("", filled.texts), *((row.key, row.answers) for row in filled.rows)]:
            for name, answer in answers.items():
                if answer.cell is not None and fields[name].source is Source.CLERK:
                    yield answer.cell, (fields[name], fixed.get(key))


def _new(findings: Collection[Finding], before: Collection[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding not in before]


def _form_of(checked: Checked, sheet: str) -> str | None:
    return next((filled.form for filled in checked.submission.forms if filled.sheet == sheet), None)


@pytest.mark.parametrize("value", CHANGES, ids=repr)
@pytest.mark.parametrize("name", TABLES)
def test_each_cell_of_a_small_workbook(name: str, value: RawValue) -> None:
    whole = sheets()
    before = checked(whole)
    fields = _Fields.of(before, CAMPAIGN)
    sheet = whole.named(name)
    assert sheet is not None
    silent = []
    for row in range(len(sheet.rows) + 1):
        for column in range(max(map(len, sheet.rows)) + 3):
            one = changed(sheet, row, column, value)
            after = checked(Sheets(tuple(one if other is sheet else other for other in whole.sheets)))
            cell = CellRef(name, row, column)
            if fields.is_another_answer(cell, value, CAMPAIGN, _form_of(before, name)):
                continue
            if totals(after, CAMPAIGN) != totals(before, CAMPAIGN) and not _new(after.findings, before.findings):
                silent.append(str(cell))
    assert silent == []
    assert UNIT.level == CAMPAIGN.levels[0].code


@pytest.mark.parametrize("code", catalogue.shipped())
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_cell_of_a_campaigns_workbook(code: str, data: st.DataObject) -> None:
    campaign, _ = shipped(code)
    period, unit = data.draw(st.sampled_from(occasions(code)))
    whole = made(campaign, period, unit, steady(campaign, period, unit))
    before = taken(whole, campaign, unit)
    sheet = data.draw(st.sampled_from([one for one in whole.sheets if one.name != STAMP_SHEET]))
    row = data.draw(st.integers(0, len(sheet.rows)))
    column = data.draw(st.integers(0, max(map(len, sheet.rows)) + 2))
    value = data.draw(st.sampled_from(CHANGES))
    one = changed(sheet, row, column, value)
    try:
        after = taken(Sheets(tuple(one if other is sheet else other for other in whole.sheets)), campaign, unit)
    except Refused:
        return  # a blocking finding kept it from being taken at all
    another = _Fields.of(before, campaign).is_another_answer(
        CellRef(sheet.name, row, column), value, campaign, _form_of(before, sheet.name)
    )
    same = totals(after, campaign) == totals(before, campaign)
    assert another or same or _new(after.findings, before.findings)


@pytest.mark.parametrize("value", CHANGES, ids=repr)
def test_each_cell_of_the_stamp(value: RawValue) -> None:
    campaign, _ = shipped("kien-giang-2020")
    period, unit = occasions("kien-giang-2020")[0]
    whole = made(campaign, period, unit, {})
    stamp = whole.named(STAMP_SHEET)
    assert stamp is not None
    for row, cells in enumerate(stamp.rows):
        for column in range(len(cells)):
            one = changed(stamp, row, column, value)
            others = Sheets(tuple(one if other is stamp else other for other in whole.sheets))
            with pytest.raises(Refused, match="stamp_invalid"):
                taken(others, campaign, unit)

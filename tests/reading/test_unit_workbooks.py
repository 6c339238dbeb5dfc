"""Fill → workbook → read → parse gives back what was filled, for every campaign that is shipped."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading.unit_workbooks import Fill, made, occasions, shipped, steady, taken, totals

from tonghop import catalogue
from tonghop.core.cells import RawValue
from tonghop.core.checking import Checked
from tonghop.core.definitions import Campaign, FieldType, Form, FormField, Period, Rows, Source
from tonghop.core.layout import form_layout
from tonghop.core.normalising import normalise
from tonghop.core.parsing.locating import locate
from tonghop.core.parsing.sheets import find_sheet
from tonghop.core.submission import AnswerValue
from tonghop.core.units import Unit

OCCASIONS = [(code, *occasion) for code in catalogue.shipped() for occasion in occasions(code)]


def _named(value: object) -> str:
    return value if isinstance(value, str) else value.code if isinstance(value, Period | Unit) else str(value)


@pytest.mark.parametrize(("code", "period", "unit"), OCCASIONS, ids=_named)
def test_a_workbook_as_it_was_given_out_is_found_whole_and_empty(code: str, period: Period, unit: Unit) -> None:
    campaign, _ = shipped(code)
    sheets = made(campaign, period, unit, {})
    assert [found.code for found in taken(sheets, campaign, unit).findings] == ["workbook_unfilled"]
    for form in campaign.forms_due(period, unit.level):
        layout = form_layout(form, unit.level)
        sheet = find_sheet(sheets, form)
        assert sheet is not None
        table, findings = locate(sheet, layout)
        assert table is not None
        assert (findings, table.columns, table.end_row) == ([], layout.columns, layout.signature_row)


@pytest.mark.parametrize(("code", "period", "unit"), OCCASIONS, ids=_named)
def test_a_workbook_filled_rightly_has_nothing_that_blocks(code: str, period: Period, unit: Unit) -> None:
    campaign, _ = shipped(code)
    checked = taken(made(campaign, period, unit, steady(campaign, period, unit)), campaign, unit)
    assert [found for found in checked.findings if found.blocks or found.code.endswith("differs")] == []
    assert totals(checked, campaign)


# Whatever is filled in comes back.


def _texts() -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
    return st.text(letters, min_size=1, max_size=40).filter(_is_plain_text)


def _is_plain_text(text: str) -> bool:
    field = FormField.model_validate({"name": "t", "label": {"vi": "t", "en": "t"}, "type": "text"})
    reading = normalise(text, field, FieldType.TEXT)
    return reading.code is None and reading.value == text


def _values(field: FormField, type_: FieldType) -> st.SearchStrategy[tuple[RawValue, AnswerValue]]:
    """Return cell contents with the answers they are to be read as."""
    most = int(field.maximum) if field.maximum is not None else 10_000_000
    if type_ is FieldType.COUNT:
        return st.integers(0, most).map(lambda number: (number, number))
    if type_ is FieldType.DECIMAL:
        return st.integers(0, most * 100).map(lambda cents: (cents / 100, Decimal(cents) / 100))
    if type_ is FieldType.DATE:
        return st.dates(date(2000, 1, 1), date(2049, 12, 31)).map(lambda day: (day, day))
    if type_ is FieldType.CHOICE:
        return st.sampled_from(field.choices).map(lambda choice: (choice.label.vi, choice.code))
    if type_ is FieldType.CHOICES:
        codes = [choice.code for choice in field.choices]
        some = st.lists(st.sampled_from(codes), min_size=1, unique=True).map(
            lambda found: sorted(found, key=codes.index)
        )
        return some.map(lambda found: ("; ".join(found), tuple(found)))
    return _texts().map(lambda text: (text, text))


@st.composite
def fills(draw: st.DrawFn, campaign: Campaign, period: Period, unit: Unit) -> dict[tuple[str, str, str], Any]:
    """Draw some cells of some forms, by place: what is typed and what it is to be read as."""
    drawn: dict[tuple[str, str, str], Any] = {}
    for form in campaign.forms_due(period, unit.level):
        fixed = {row.code: row for row in form.fixed_rows}
        keys = list(form_layout(form, unit.level).row_of) or [str(n + 1) for n in range(form.capacity)]
        fields = [field for field in form.fields if field.source is Source.CLERK]
        places = st.tuples(st.sampled_from(keys), st.sampled_from(fields))
        for key, field in draw(st.lists(places, max_size=8, unique_by=lambda place: (place[0], place[1].name))):
            drawn[form.code, key, field.name] = draw(_values(field, form.row_type(fixed.get(key), field)))
        for text in form.texts:
            if draw(st.booleans()):
                drawn[form.code, "", text.name] = draw(_values(text, FieldType.TEXT))
    return drawn


def _read_back(checked: Checked, form: Form) -> dict[tuple[str, str], AnswerValue]:
    filled = checked.submission.form(form.code)
    assert filled is not None
    clerks = {field.name for field in form.fields if field.source is Source.CLERK}
    answers = {("", name): answer.value for name, answer in filled.texts.items()}
    answers |= {(row.key, name): row.value(name) for row in filled.rows for name in clerks}
    return {place: value for place, value in answers.items() if value is not None}


def _expected(drawn: dict[tuple[str, str, str], Any], form: Form) -> dict[tuple[str, str], AnswerValue]:
    """Number the rows of a list anew: those left blank between are not counted."""
    of_form = {(key, name): read for (code, key, name), (_, read) in drawn.items() if code == form.code}
    if form.rows is not Rows.LIST:
        return of_form
    numbers = sorted({int(key) for key, _ in of_form})
    return {(str(numbers.index(int(key)) + 1), name): read for (key, name), read in of_form.items()}


@pytest.mark.parametrize("code", catalogue.shipped())
@given(data=st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_filled_in_is_read_back(code: str, data: st.DataObject) -> None:
    campaign, _ = shipped(code)
    period, unit = data.draw(st.sampled_from(occasions(code)))
    drawn = data.draw(fills(campaign, period, unit))
    fill: Fill = {place: typed for place, (typed, _) in drawn.items()}
    checked = taken(made(campaign, period, unit, fill), campaign, unit)
    for form in campaign.forms_due(period, unit.level):
        assert _read_back(checked, form) == _expected(drawn, form)
    unread = {"number_ambiguous", "number_expected", "choice_expected", "date_expected", "value_below_table"}
    assert unread.isdisjoint(found.code for found in checked.findings)

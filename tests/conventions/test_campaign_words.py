"""Every shipped campaign counts people without naming them, and says its words in both languages."""

import re
from functools import cache

import pytest

from tonghop import catalogue
from tonghop.core.definitions import Campaign, FixedRow, Form, FormField, Text


@cache
def campaign(code: str) -> Campaign:
    """A shipped campaign."""
    return catalogue.load_shipped(code)[0]


ALL_FORMS = [(code, form.code) for code in catalogue.shipped() for form in campaign(code).forms]


@pytest.mark.parametrize(("code", "form"), ALL_FORMS)
def test_no_column_asks_for_a_person_s_name(code: str, form: str) -> None:
    here = campaign(code).form(form)
    persons = re.compile(r"họ (và )?tên|tên người|danh sách", re.IGNORECASE)
    assert [field.name for field in (*here.fields, *here.texts) if persons.search(field.label.vi)] == []


@pytest.mark.parametrize(("code", "form"), ALL_FORMS)
def test_rows_without_a_norm_say_so(code: str, form: str) -> None:
    here = campaign(code).form(form)
    silent = [
        row.code
        for row in here.fixed_rows
        if form == "materials" and "norm" not in row.given and "không áp dụng định mức" not in _words_of(row)
    ]
    assert silent == []


def _words_of(row: FixedRow) -> str:
    return f"{row.group.vi if row.group else ''} {row.label.vi}"


@pytest.mark.parametrize("code", catalogue.shipped())
def test_a_campaign_numbers_its_forms_in_order_and_marks_what_it_assumes(code: str) -> None:
    here = campaign(code)
    assert [form.number for form in here.forms] == [f"Biểu số {n}" for n, _ in enumerate(here.forms, start=1)]
    assert [form.sheet[:6] for form in here.forms] == [f"Biểu {n}" for n, _ in enumerate(here.forms, start=1)]
    notes = " ".join(note.vi for note in here.notes)
    assumed = any(report.due.assumed for report in here.reports)
    assert ("Giả định" in notes) == assumed
    assert "đánh dấu" in notes


@pytest.mark.parametrize("code", catalogue.shipped())
def test_every_fixed_row_has_a_unit_of_measure(code: str) -> None:
    rows = [row for form in campaign(code).forms for row in form.fixed_rows]
    assert [row.code for row in rows if row.measure is None] == []


@pytest.mark.parametrize("code", catalogue.shipped())
def test_all_words_stand_in_both_languages(code: str) -> None:
    here = campaign(code)
    texts = [text for form in here.forms for text in _texts_of(form)]
    texts += [*here.notes, *(report.label for report in here.reports), *(a.label for a in here.activities)]
    said = [text for text in texts if text != _PERCENT]
    assert [text for text in said if not text.vi.strip() or not text.en.strip() or text.vi == text.en] == []


_PERCENT = Text(vi="%", en="%")


def _texts_of(form: Form) -> list[Text]:
    fields: list[FormField] = [*form.fields, *form.texts]
    said = [form.title, form.note, form.row_heading, form.count_label]
    said += [text for field in fields for text in (field.label, field.group, field.measure, field.help)]
    said += [text for row in form.fixed_rows for text in (row.label, row.group, row.measure)]
    said += [text for rule in form.rules for text in (rule.sentence, rule.remedy)]
    return [text for text in said if text is not None]


@pytest.mark.parametrize("code", catalogue.shipped())
def test_a_campaign_is_the_same_after_being_kept_as_json(code: str) -> None:
    here = campaign(code)
    assert Campaign.model_validate_json(here.model_dump_json()) == here

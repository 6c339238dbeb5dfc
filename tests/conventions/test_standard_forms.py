"""The standard forms hold the columns, formulas and rules that every campaign builds on."""

import pytest

from tonghop import catalogue
from tonghop.core.definitions import Aggregation, FieldType, Rows, Source

FORMS = ("register", "attendance", "materials", "results")


@pytest.mark.parametrize("code", FORMS)
def test_a_standard_form_declares_how_every_clerk_s_number_comes_together(code: str) -> None:
    form = catalogue.load_form(code)
    undeclared = [
        field.name
        for field in form.fields
        if field.type in {FieldType.COUNT, FieldType.DECIMAL}
        and field.source in {Source.CLERK, Source.COMPUTED}
        and Aggregation.NONE in {field.over_units, field.over_time}
    ]
    # The same copies pass through several levels: adding them would count them again at each.
    assert undeclared == (["received", "passed_down"] if code == "materials" else [])


def test_a_register_is_the_last_one_and_sums_over_units() -> None:
    fields = [field for field in catalogue.load_form("register").fields if field.is_number]
    assert {(field.over_units, field.over_time) for field in fields} == {(Aggregation.SUM, Aggregation.LAST)}
    assert [field.name for field in fields] == ["members", "exempt", "grassroots", "cells", "key_cadres", "speakers"]


def test_attendance_with_every_column_prints_14_columns_and_its_keys_on_both_pages() -> None:
    form = catalogue.load_form("attendance")
    assert form.rows is Rows.LIST
    assert [field.name for field in form.fields if field.key] == ["date", "name"]
    assert 1 + sum(field.page == 1 for field in form.fields) == 14
    assert 1 + sum(field.key or field.page == 2 for field in form.fields) <= 14
    optional = [field.name for field in form.fields if field.optional]
    bridges = ["bridge_province", "bridge_district", "bridge_commune", "bridge_total"]
    assert optional == ["days", *bridges, "contents", "steps"]


FORMULAS = [
    ("attendance", "rate", "attended / summoned"),
    ("attendance", "bridge_total", "bridge_province + bridge_district + bridge_commune"),
    ("materials", "entitled", "recipients * norm"),
    ("materials", "left", "received + bought + photocopied - handed_out - passed_down"),
    ("results", "cumulative", "earlier_total + this_period"),
]


@pytest.mark.parametrize(("form", "name", "formula"), FORMULAS)
def test_a_computed_column_is_what_its_heading_says(form: str, name: str, formula: str) -> None:
    field = next(field for field in catalogue.load_form(form).fields if field.name == name)
    assert (field.source, field.formula) == (Source.COMPUTED, formula)


def test_results_end_with_three_short_texts() -> None:
    texts = {text.name: text.label.vi for text in catalogue.load_form("results").texts}
    assert texts == {
        "went_well": "Ưu điểm, kết quả nổi bật",
        "fell_short": "Hạn chế, khó khăn",
        "proposals": "Đề xuất, kiến nghị",
    }


RULES = [
    ("attendance", "attended + absent_with_reason + absent_without_reason == summoned", "blocking"),
    ("attendance", "members + officials + association_members + people == attended + came_beyond", "blocking"),
    ("attendance", "in_window(date)", "warning"),
    ("attendance", "bridge_total >= 1", "blocking"),
    ("materials", "handed_out + passed_down <= received + bought + photocopied", "blocking"),
    ("materials", "received == entitled + passed_down", "warning"),
    ("materials", "passed_down == below(received)", "warning"),
    ("register", "exempt <= members", "blocking"),
]


@pytest.mark.parametrize(("form", "expression", "severity"), RULES)
def test_a_standard_form_holds_the_rule(form: str, expression: str, severity: str) -> None:
    found = {rule.expression: rule.severity.value for rule in catalogue.load_form(form).rules}
    assert found[expression] == severity


@pytest.mark.parametrize("code", FORMS)
def test_every_rule_is_said_in_words_with_a_remedy(code: str) -> None:
    rules = catalogue.load_form(code).rules
    assert [rule.code for rule in rules if rule.sentence is None or rule.remedy is None] == []

"""What expressions come to, and what the language refuses."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rule_forms import ATTENDANCE, MATERIALS, RESULTS, computed, count, rule, same

from tonghop.core.definitions import FieldType, Form, FormField, Rows, Rule, Scope
from tonghop.core.errors import DefinitionError
from tonghop.core.rules import (
    Environment,
    computed_fields,
    evaluate,
    judge,
    parse_expression,
    same_number,
    validate_rules,
)
from tonghop.core.submission import AnswerValue

WINDOWS = ((date(2019, 12, 17), date(2020, 2, 29)), (date(2020, 4, 1), date(2020, 4, 30)))
CONSTANTS = {"period_start": date(2020, 1, 1), "period_end": date(2020, 3, 31)}

ROW: dict[str, AnswerValue] = {
    "three": 3,
    "four": 4,
    "nought": 0,
    "half": Decimal("0.5"),
    "tenth": Decimal("0.1"),
    "fifth": Decimal("0.2"),
    "blank": None,
    "mode": "online",
    "held": date(2019, 12, 17),
    "ended": date(2020, 3, 1),
    "april": date(2020, 4, 30),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("three", 3),
        ("mode", "online"),
        ("held", date(2019, 12, 17)),
        ("three + four * 2", 11),
        ("(three + four) * 2", 14),
        ("four - three - 1", 0),
        ("-2 + three", 1),
        ("tenth + fifth", Decimal("0.3")),
        ("three / four", Decimal("0.75")),
        ("three * half", Decimal("1.5")),
        ("three + blank", None),
        ("missing", None),
        ("three / nought", None),
        ("three / (tenth + fifth - 0.3)", None),
        ("nought / three", Decimal(0)),
        ("1 / 3 * 3 == 1", True),
        ("tenth + fifth == 0.3", True),
        ("tenth + fifth != 0.3", False),
        ("three < four", True),
        ("three > four", False),
        ("three <= 3", True),
        ("three >= 3.000001", False),
        ("three >= 3.0000004", True),
        ("blank == 0", None),
        ("blank != blank", None),
        ('mode == "online"', True),
        ('mode != "online"', False),
        ('mode in ("lecture", "online")', True),
        ('mode not in ["lecture"]', True),
        ('blank == "online"', None),
        ("held < ended", True),
        ("held >= ended", False),
        ("held >= period_start", False),
        ("ended <= period_end", True),
        ("ended <= blank", None),
        ("in_window(held)", True),
        ("in_window(ended)", False),
        ("in_window(april)", True),
        ("in_window(blank)", None),
        ("not in_window(ended)", True),
        ("three == 3 and four == 4", True),
        ("three == 3 and four == 3", False),
        ("three == 4 or four == 4", True),
        ("not (three == 4 or four == 3)", True),
        ("three == 4 and blank == 1", None),
        ("three == 3 or blank == 1", None),
        ("three == 3 or 1 / nought == 1", None),
    ],
)
def test_row_expressions(source: str, expected: object) -> None:
    found = evaluate(parse_expression(source), ROW, Environment(windows=WINDOWS, constants=CONSTANTS))

    assert found == expected
    assert isinstance(found, bool) is isinstance(expected, bool)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sum_of(filled)", 7),
        ("sum_of(decimals)", Decimal("0.3")),
        ("sum_of(all_blank)", None),
        ("sum_of(filled) + sum_of(all_blank)", None),
        ("count_rows() == 3", True),
        ("earlier(a)", 100),
        ("previous(a)", 40),
        ("below(a)", 25),
        ("below(b)", None),
        ("3 * previous(a) >= 121", False),
    ],
)
def test_what_the_environment_knows(source: str, expected: object) -> None:
    columns: dict[str, tuple[AnswerValue, ...]] = {
        "filled": (3, None, 4),
        "decimals": (Decimal("0.1"), Decimal("0.2")),
        "all_blank": (None, None),
    }
    environment = Environment(
        column=columns.__getitem__,
        row_count=3,
        earlier={"a": 100}.get,
        previous={"a": 40}.get,
        below={"a": 25}.get,
    )

    assert evaluate(parse_expression(source), {}, environment) == expected


@pytest.mark.parametrize(
    "source",
    [
        "in_window(held)",
        "sum_of(three)",
        "count_rows()",
        "earlier(three)",
        "previous(three)",
        "below(three)",
        "period_end",
    ],
)
def test_what_an_environment_does_not_know_is_blank(source: str) -> None:
    assert evaluate(parse_expression(source), ROW) is None


@pytest.mark.parametrize("source", ["three + mode", "held + 1", "held < three", "in_window(three)", "three and four"])
def test_a_value_of_another_type_is_a_mistake_in_the_definition(source: str) -> None:
    with pytest.raises(DefinitionError, match="type"):
        evaluate(parse_expression(source), ROW, Environment(windows=WINDOWS))


@given(
    st.decimals(-(10**9), 10**9, places=4),
    st.decimals(-(10**9), 10**9, places=4),
    st.decimals(-(10**9), 10**9, places=4),
)
def test_decimal_sums_are_exact(a: Decimal, b: Decimal, c: Decimal) -> None:
    values: dict[str, AnswerValue] = {"a": a, "b": b, "c": c}

    assert evaluate(parse_expression("a + b - c"), values) == a + b - c
    assert evaluate(parse_expression("a + b - c == a - c + b"), values) is True


@pytest.mark.parametrize("big", [10**40, Decimal("1e300"), Decimal("123456789012345678901234567890.5")])
def test_huge_numbers_are_compared_and_not_an_accident(big: int | Decimal) -> None:
    verdict = judge(rule("a * b <= 1"), {"a": big, "b": Decimal("0.37")})

    assert verdict.holds is False


def test_numbers_are_equal_to_six_decimals() -> None:
    assert same_number(Decimal("0.3333334"), Decimal("0.3333333"))
    assert same_number(3, Decimal("3.0000004"))
    assert not same_number(3, Decimal("3.0000005"))


def test_names_and_functions_of_an_expression() -> None:
    expression = parse_expression('  mode == "online" and a <= 3 * previous(b) and in_window(c)')

    assert expression.names == {"mode", "a", "b", "c"}
    assert expression.functions == {"previous", "in_window"}
    assert expression.source.startswith("mode")


REFUSED = [
    "",
    "attended <=",
    "attended = summoned",
    "attended; summoned",
    "().__class__",
    "attended.real",
    "attended.__class__.__mro__",
    "attended[0]",
    "__import__('os')",
    "print(attended)",
    "eval('1')",
    "attended()",
    "in_window()",
    "in_window(date, date)",
    "in_window(field=date)",
    "in_window(*dates)",
    "sum_of(a + b)",
    "sum_of(sum_of(a))",
    "count_rows(a)",
    "in_window(date)(date)",
    "lambda: 1",
    "[a for a in b]",
    "(a, b)",
    "{a: b}",
    "a if b else c",
    "(a := 1)",
    "await a",
    "9 ** 9 ** 9",
    "a // b",
    "a % b",
    "a << 60",
    "a & b",
    "~a",
    "-a",
    "+a",
    "--1",
    "0 <= a <= 5",
    "a is b",
    "True",
    "None",
    "...",
    "1j",
    "1e999",
    "10000000000000",
    "'online'",
    "b'online' == a",
    "f'{a}' == a",
    "a + 'x'",
    "'x' < a",
    "'online' == mode",
    "mode == 'trực tuyến'",
    "mode == ''",
    "mode in 'online'",
    "mode in ('online')",
    "mode in ()",
    "mode in (1, 2)",
    "mode in (online,)",
    "a in b",
    "mode == '" + "x" * 65 + "'",
    "mode == 'a\"b'",
    "a\x00b",
    "ａttended <= 1",
    "a + " * 200 + "a",
    "(" * 300 + "a" + ")" * 300,
    "(" * 180 + "a" + ")" * 180 + "(",
    "not " * 40 + "(a == 1)",
    "+".join("a" for _ in range(60)),
]


@pytest.mark.parametrize("source", REFUSED)
def test_everything_else_is_refused(source: str) -> None:
    with pytest.raises(DefinitionError):
        parse_expression(source)


@given(st.text(alphabet="ab01 .,()[]{}'\"<>=!+-*/%:\n#\\@", max_size=40))
def test_any_text_is_an_expression_or_refused(source: str) -> None:
    try:
        expression = parse_expression(source)
    except DefinitionError:
        return
    assert parse_expression(expression.source) == expression


@pytest.mark.parametrize(
    ("expression", "when", "values", "expected"),
    [
        ("a <= b", None, {"a": 3640, "b": Decimal("0.5")}, (False, "3.640", "0,5")),
        ("a <= b", None, {"a": 3, "b": 3}, (True, "", "")),
        ("a <= b", None, {"a": 3, "b": None}, (None, "", "")),
        ("a + b == c", None, {"a": 1000, "b": 234, "c": 1235}, (False, "1.234", "1.235")),
        ("a / b <= 1", None, {"a": 4, "b": 3}, (False, "1,333333", "1")),
        (
            "in_window(d)",
            None,
            {"d": date(2019, 7, 5)},
            (False, "05/07/2019", "17/12/2019–29/02/2020; 01/04/2020–30/04/2020"),
        ),
        ("d >= e", None, {"d": date(2019, 7, 5), "e": date(2019, 7, 6)}, (False, "05/07/2019", "06/07/2019")),
        ('m in ("x", "y")', None, {"m": "z"}, (False, "z", "x, y")),
        ("a > 1 and b > 1", None, {"a": 2, "b": 1}, (False, "1", "1")),
        ("a > 1 or b > 1", None, {"a": 0, "b": 1}, (False, "0", "1")),
        ("not a > 1", None, {"a": 2}, (False, "2", "1")),
        ("a >= 1", 'm == "online"', {"a": 0, "m": "online"}, (False, "0", "1")),
        ("a >= 1", 'm == "online"', {"a": 1, "m": "online"}, (True, "", "")),
        ("a >= 1", 'm == "online"', {"a": 0, "m": "lecture"}, (None, "", "")),
        ("a >= 1", 'm == "online"', {"a": 0, "m": None}, (None, "", "")),
        ("a >= 1", 'm == "online"', {"a": None, "m": "online"}, (None, "", "")),
    ],
)
def test_verdicts(expression: str, when: str | None, values: dict[str, AnswerValue], expected: object) -> None:
    verdict = judge(rule(expression, when), values, Environment(windows=WINDOWS))

    assert (verdict.holds, verdict.left, verdict.right) == expected


def test_a_form_lets_the_sides_show_labels_and_per_cent() -> None:
    values: dict[str, AnswerValue] = {"mode": "online", "rate": Decimal("1.125"), "attended": 9, "summoned": 8}

    assert judge(rule('mode == "in_person"'), values, form=ATTENDANCE).left == "Trực tuyến"
    assert judge(rule("rate <= 1"), values, form=ATTENDANCE).left == "112,5%"


def with_rules(*rules: Rule) -> Form:
    return ATTENDANCE.model_copy(update={"rules": rules})


@pytest.mark.parametrize(
    ("expression", "when", "scope"),
    [
        ("attended + absent_excused + absent_unexcused == summoned", None, Scope.ROW),
        ("bridge_province >= 1", 'mode == "online"', Scope.ROW),
        ("in_window(date) and date >= period_start", None, Scope.ROW),
        ("sum_of(attended) <= sum_of(summoned) and count_rows() >= 1", None, Scope.FORM),
        ("attended <= 3 * previous(attended) + earlier(attended)", None, Scope.HISTORY),
        ("attended == below(attended)", "in_window(date)", Scope.SUBTREE),
    ],
)
def test_sound_rules_are_let_through(expression: str, when: str | None, scope: Scope) -> None:
    validate_rules(with_rules(rule(expression, when, scope)))


@pytest.mark.parametrize(
    ("expression", "when", "scope", "problem"),
    [
        ("atended <= summoned", None, Scope.ROW, "no field atended"),
        ("attended <= summoned", "atended >= 1", Scope.ROW, "no field atended"),
        ("attended +", None, Scope.ROW, "not an expression"),
        ("attended + 1", None, Scope.ROW, "condition is needed"),
        ("attended <= 1", "attended", Scope.ROW, "condition is needed"),
        ("sum_of(attended) >= 1", None, Scope.ROW, "sum_of cannot be used"),
        ("attended >= previous(attended)", None, Scope.ROW, "previous cannot be used"),
        ("attended >= below(attended)", None, Scope.HISTORY, "below cannot be used"),
        ("attended >= earlier(attended)", None, Scope.SUBTREE, "earlier cannot be used"),
        ("attended >= 1", None, Scope.FORM, "no single row"),
        ("sum_of(date) >= 1", None, Scope.FORM, "sum_of takes a field that holds a number"),
        ("sum_of(nobody) >= 1", None, Scope.FORM, "no field nobody"),
        ("in_window(attended)", None, Scope.ROW, "in_window takes a field that holds a date"),
        ("date >= attended", None, Scope.ROW, "a number stands where a date is needed"),
        ("date + 1 >= date", None, Scope.ROW, "a date stands where a number is needed"),
        ("mode == mode", None, Scope.ROW, "quoted code"),
        ('mode == "onlin"', None, Scope.ROW, "no choice onlin"),
        ('attended == "online"', None, Scope.ROW, "attended has no choices"),
        ("note <= 1", None, Scope.ROW, "type text"),
        ("attended and summoned >= 1", None, Scope.ROW, "a number stands where a condition is needed"),
    ],
)
def test_rules_that_cannot_work_are_refused(expression: str, when: str | None, scope: Scope, problem: str) -> None:
    with pytest.raises(DefinitionError, match=problem):
        validate_rules(with_rules(rule(expression, when, scope)))


def test_the_refusal_names_form_and_rule() -> None:
    with pytest.raises(DefinitionError, match="form attendance, rule under_test: "):
        validate_rules(with_rules(rule("nobody >= 1")))


def test_two_rules_of_one_code_are_refused() -> None:
    with pytest.raises(DefinitionError, match="two rules"):
        validate_rules(with_rules(rule("attended >= 1"), rule("summoned >= 1")))


@pytest.mark.parametrize("form", [ATTENDANCE, MATERIALS, RESULTS], ids=lambda form: form.code)
def test_sound_formulas_are_let_through(form: Form) -> None:
    validate_rules(form)


def little_form(*fields: FormField) -> Form:
    return Form(code="f", version=1, number="1", sheet="s", title=same("f"), rows=Rows.SINGLE, fields=fields)


@pytest.mark.parametrize(
    ("formula", "problem"),
    [
        ("nobody + 1", "form f, field c: there is no field nobody"),
        ("a >= 1", "a number is needed"),
        ("sum_of(a)", "cannot be used in a formula"),
        ("c + 1", "need each other: c"),
    ],
)
def test_formulas_that_cannot_work_are_refused(formula: str, problem: str) -> None:
    with pytest.raises(DefinitionError, match=problem):
        validate_rules(little_form(count("a", "A", "A"), computed("c", "C", "C", formula)))


def test_computed_fields_come_after_what_they_need() -> None:
    form = little_form(
        computed("third", "", "", "second * 2", FieldType.DECIMAL),
        computed("second", "", "", "first + a", FieldType.DECIMAL),
        computed("first", "", "", "a * 2"),
        count("a", "A", "A"),
    )

    assert [field.name for field in computed_fields(form)] == ["first", "second", "third"]

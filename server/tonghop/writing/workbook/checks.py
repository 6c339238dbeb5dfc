"""The in-sheet check, written once and worked out twice: by the sheet's formulas, and here for their cached values.

A row is looked at only once it is begun. What can be wrong with it is a list of conditions in the
order in which they are told; a ``Condition`` holds the same test as a formula and as a function.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from typing import TypeAlias

from tonghop.core.cells import RawValue
from tonghop.core.definitions import (
    FieldType,
    Form,
    FormField,
    Language,
    Number,
    Rule,
    Scope,
    Severity,
    Source,
    Text,
)
from tonghop.core.rules import (
    Environment,
    computed_fields,
    evaluate,
    excel_broken,
    judge,
    parse_expression,
    rule_sentence,
)
from tonghop.core.spelling import exact, spelled
from tonghop.core.submission import AnswerValue
from tonghop.writing.workbook import words

Raw: TypeAlias = Mapping[str, RawValue]
"""A row's cells as they were typed or given out; blank ones may be absent."""
Values: TypeAlias = Mapping[str, AnswerValue]
"""A row's cells as the sheet's formulas see them: a text in a number cell is blank to them."""

ROW = "¤"
"""Stands in a formula for the row's number, so that one text serves all rows."""

_EPOCH = date(1899, 12, 30)


class Weight(IntEnum):
    """How a condition is counted in the status line."""

    MISSING = 0
    ERROR = 1
    WARNING = 2


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that can be wrong with a row."""

    weight: Weight
    sentence: str
    formula: str
    """TRUE where it is wrong; ``ROW`` stands for the row's number."""
    is_wrong: Callable[[Raw, Values], bool]
    fields: tuple[str, ...]
    """The cells that light up."""


@dataclass(frozen=True, slots=True)
class RowState:
    """What the in-sheet check says of a row."""

    begun: bool
    sentence: str
    counts: tuple[int, int, int]
    """Missing cells, errors, warnings."""


def sheet_value(raw: RawValue, type_: FieldType, field: FormField) -> AnswerValue:
    """Return what the sheet's formulas see in a cell; ``None`` for a text where a number or date belongs."""
    if isinstance(raw, datetime):
        raw = raw.date()
    if isinstance(raw, bool) or raw is None or raw == "":
        return None
    match type_:
        case FieldType.COUNT | FieldType.DECIMAL | FieldType.RATE:
            return _number(raw)
        case FieldType.DATE:
            return _day(raw)
        case FieldType.CHOICE:
            return _choice(raw, field)
        case _:
            return str(raw)


def _number(raw: RawValue) -> Number | None:
    if isinstance(raw, date):
        return (raw - _EPOCH).days
    if not isinstance(raw, int | float | Decimal):
        return None
    number = exact(float(raw)) if isinstance(raw, float) else Decimal(raw)
    return int(number) if number == number.to_integral_value() else number


def _day(raw: RawValue) -> date | None:
    if isinstance(raw, date):
        return raw
    return _EPOCH + timedelta(days=int(raw)) if isinstance(raw, int | float) else None


def _choice(raw: RawValue, field: FormField) -> str | None:
    """A sheet compares texts without regard to capitals."""
    typed = str(raw).casefold()
    for choice in field.choices:
        if typed in {choice.label.vi.casefold(), choice.code.casefold()}:
            return choice.code
    return None


class RowChecks:
    """What is checked in a row of a form whose clerk's counts are of ``count_type``."""

    def __init__(
        self,
        form: Form,
        count_type: FieldType,
        cells: Mapping[str, str],
        environment: Environment,
        language: Language,
        *,
        always_due: bool,
    ) -> None:
        """``cells`` holds each field's cell with ``ROW`` for its row; ``always_due``: blank rows miss their cells."""
        self.form = form
        self.cells = cells
        self.environment = environment
        self.always_due = always_due
        self.types = {field.name: _type(field, count_type) for field in form.fields}
        self.clerks = tuple(field for field in form.fields if field.source is Source.CLERK)
        self.required = tuple(field for field in self.clerks if field.required)
        self._computed = tuple((field.name, parse_expression(field.formula or "")) for field in computed_fields(form))
        self.conditions = (
            *(self._of_type(field, language) for field in self.clerks if _has_type_check(self.types[field.name])),
            *(self._missing(field, language) for field in self.required),
            *self._rules(language),
        )

    def values(self, raw: Raw) -> dict[str, AnswerValue]:
        """Return the row as formulas see it, its computed fields computed."""
        values: dict[str, AnswerValue] = {}
        for field in self.form.fields:
            values[field.name] = sheet_value(raw.get(field.name), self.types[field.name], field)
        for name, expression in self._computed:
            result = evaluate(expression, values, self.environment)
            values[name] = None if isinstance(result, bool) else result
        return values

    def state(self, raw: Raw, values: Values) -> RowState:
        """Say what is wrong with a row."""
        begun = any(raw.get(field.name) not in {None, ""} for field in self.clerks)
        if not begun:
            missing = len(self.required) if self.always_due else 0
            return RowState(begun=False, sentence="", counts=(missing, 0, 0))
        wrong = [condition for condition in self.conditions if condition.is_wrong(raw, values)]
        counts = [0, 0, 0]
        for condition in wrong:
            counts[condition.weight] += 1
        sentence = wrong[0].sentence if wrong else ""
        return RowState(begun=True, sentence=sentence, counts=(counts[0], counts[1], counts[2]))

    def begun_formula(self) -> str:
        """Return the formula that is TRUE once a clerk's cell of the row is filled."""
        return f"COUNTA({','.join(runs(self.cells[field.name] for field in self.clerks))})>0"

    def count_formula(self, weight: Weight) -> str:
        """Return the formula that counts what of that weight is wrong with the row."""
        tests = [f"IF({one.formula},1,0)" for one in self.conditions if one.weight is weight]
        if not tests:
            return "0"
        counted = "+".join(tests)
        return counted if weight is Weight.MISSING and self.always_due else f"IF({self.begun_formula()},{counted},0)"

    def sentence_formula(self, place: Callable[[str], str]) -> str:
        """Return the formula that says the first thing wrong with the row; ``place`` gives a sentence's cell."""
        told = "".join(f"IF({one.formula},{place(one.sentence)}," for one in self.conditions)
        return f'IF({self.begun_formula()},{told}""{")" * len(self.conditions)},"")'

    def _of_type(self, field: FormField, language: Language) -> Condition:
        type_ = self.types[field.name]
        cell = self.cells[field.name]
        sentence, formula, is_wrong = _type_check(field, type_, cell)
        return Condition(Weight.ERROR, _said(sentence, field, language), formula, is_wrong, (field.name,))

    def _missing(self, field: FormField, language: Language) -> Condition:
        def is_wrong(raw: Raw, _values: Values) -> bool:
            return raw.get(field.name) in {None, ""}

        sentence = _said(words.MISSING, field, language)
        return Condition(Weight.MISSING, sentence, f'{self.cells[field.name]}=""', is_wrong, (field.name,))

    def _rules(self, language: Language) -> Iterable[Condition]:
        rules = (rule for rule in self.form.rules if rule.scope is Scope.ROW)
        return (condition for rule in rules for condition in self._rule(rule, language))

    def _rule(self, rule: Rule, language: Language) -> Iterable[Condition]:
        formula = excel_broken(rule, self.cells, self.environment, form=self.form)
        if formula is None:
            return

        def is_wrong(_raw: Raw, values: Values) -> bool:
            return judge(rule, values, self.environment).holds is False

        names = parse_expression(rule.expression).names
        fields = tuple(field.name for field in self.form.fields if field.name in names)
        yield Condition(_weight(rule), _sentence(rule, self.form, language), formula, is_wrong, fields)


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A rule over all rows of a form."""

    rule: Rule
    weight: Weight
    sentence: str
    place: str
    """The cell in which the sentence stands."""
    formula: str


def form_checks(
    form: Form,
    ranges: Mapping[str, str],
    environment: Environment,
    language: Language,
    place: Callable[[str], str],
) -> tuple[FormCheck, ...]:
    """Return the form's rules of form scope; ``ranges`` are each field's cells, ``place`` gives a sentence's cell."""
    checks = []
    for rule in form.rules:
        formula = excel_broken(rule, {}, environment, ranges, form=form) if rule.scope is Scope.FORM else None
        if formula is not None:
            sentence = _sentence(rule, form, language)
            checks.append(FormCheck(rule, _weight(rule), sentence, place(sentence), formula))
    return tuple(checks)


def runs(cells: Iterable[str]) -> list[str]:
    """Return cells of one row, in order, as few ranges: $B9, $C9, $E9 are $B9:$C9, $E9."""
    found: list[list[str]] = []
    for cell in cells:
        if found and _place(cell) == _place(found[-1][-1]) + 1:
            found[-1].append(cell)
        else:
            found.append([cell])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in found]


def _place(cell: str) -> int:
    place = 0
    for letter in cell:
        if letter.isascii() and letter.isupper():
            place = place * 26 + ord(letter) - ord("A") + 1
    return place


def _type(field: FormField, count_type: FieldType) -> FieldType:
    return count_type if field.type is FieldType.COUNT else field.type


def _weight(rule: Rule) -> Weight:
    return Weight.ERROR if rule.severity is Severity.BLOCKING else Weight.WARNING


def _sentence(rule: Rule, form: Form, language: Language) -> str:
    said = rule_sentence(rule, form).said(language)
    return said if rule.severity is Severity.BLOCKING else words.CAUTION.said(language) + said


def _said(sentence: Text, field: FormField, language: Language) -> str:
    label = f"“{' '.join(field.label.said(language).split())}”"
    maximum = "" if field.maximum is None else spelled(field.maximum, field.type)
    return sentence.said(language).format(label=label, maximum=maximum)


def _has_type_check(type_: FieldType) -> bool:
    return type_ in {FieldType.COUNT, FieldType.DECIMAL, FieldType.DATE, FieldType.CHOICE}


def _type_check(field: FormField, type_: FieldType, cell: str) -> tuple[Text, str, Callable[[Raw, Values], bool]]:
    """Return what is said, the formula and the test for a cell that does not hold what its field takes."""
    match type_:
        case FieldType.CHOICE:
            return words.CHOICE_EXPECTED, _no_choice(field, cell), _is_no_choice(field)
        case FieldType.DATE:
            return words.DATE_EXPECTED, f"OR(ISTEXT({cell}),N({cell})<0)", _is_no_number(field, whole=False)
        case FieldType.COUNT:
            formula = f"OR(ISTEXT({cell}),N({cell})<0,N({cell})<>INT(N({cell})){_above(field, cell)})"
            sentence = words.WHOLE_EXPECTED if field.maximum is None else words.WHOLE_AT_MOST
            return sentence, formula, _is_no_number(field, whole=True)
        case _:
            formula = f"OR(ISTEXT({cell}),N({cell})<0{_above(field, cell)})"
            sentence = words.NUMBER_EXPECTED if field.maximum is None else words.NUMBER_AT_MOST
            return sentence, formula, _is_no_number(field, whole=False)


def _above(field: FormField, cell: str) -> str:
    return "" if field.maximum is None else f",N({cell})>{field.maximum}"


def _is_no_number(field: FormField, *, whole: bool) -> Callable[[Raw, Values], bool]:
    def is_wrong(raw: Raw, values: Values) -> bool:
        if isinstance(raw.get(field.name), str):
            return raw[field.name] != ""
        value = values[field.name]
        if not isinstance(value, int | Decimal):
            return False
        too_large = field.maximum is not None and value > field.maximum
        return value < 0 or too_large or (whole and value != int(value))

    return is_wrong


def _no_choice(field: FormField, cell: str) -> str:
    texts = dict.fromkeys(text for choice in field.choices for text in (choice.label.vi, choice.code))
    allowed = ",".join('{}<>"{}"'.format(cell, text.replace('"', '""')) for text in texts)
    return f'AND({cell}<>"",{allowed})'


def _is_no_choice(field: FormField) -> Callable[[Raw, Values], bool]:
    def is_wrong(raw: Raw, values: Values) -> bool:
        return raw.get(field.name) not in {None, ""} and values[field.name] is None

    return is_wrong

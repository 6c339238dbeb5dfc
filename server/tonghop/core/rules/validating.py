"""Whether a form's rules and formulas make sense: known fields, the right functions, the right types."""

from enum import StrEnum
from graphlib import CycleError, TopologicalSorter

from tonghop.core.definitions import FieldType, Form, FormField, Rule, Scope, Source
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.rules.language import (
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Expression,
    Membership,
    Name,
    Negation,
    Node,
    Together,
    parse_expression,
    walk,
)

ROW_FUNCTIONS = frozenset({"in_window"})
SCOPE_FUNCTIONS = {
    Scope.ROW: ROW_FUNCTIONS,
    Scope.FORM: frozenset({"sum_of", "count_rows"}),
    Scope.HISTORY: ROW_FUNCTIONS | {"earlier", "previous"},
    Scope.SUBTREE: ROW_FUNCTIONS | {"below"},
}


class Kind(StrEnum):
    """What an expression comes to."""

    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    TRUTH = "condition"


CONSTANTS = {"period_start": Kind.DATE, "period_end": Kind.DATE}
"""What an environment may hold besides the row's fields."""

_FIELD_KINDS = {
    FieldType.COUNT: Kind.NUMBER,
    FieldType.DECIMAL: Kind.NUMBER,
    FieldType.RATE: Kind.NUMBER,
    FieldType.DATE: Kind.DATE,
    FieldType.CHOICE: Kind.CHOICE,
}


_KIND_WORDS = {
    Kind.NUMBER: marked("number"),
    Kind.DATE: marked("date"),
    Kind.CHOICE: marked("choice"),
    Kind.TRUTH: marked("condition"),
}


class _Problem(Exception):
    """What is wrong, in words; never leaves this module."""

    def __init__(self, message: str, **parameters: object) -> None:
        self.phrase = Phrase(message, **parameters)
        super().__init__(str(self.phrase))


def _word(kind: Kind) -> Phrase:
    return Phrase(_KIND_WORDS[kind])


def validate_rules(form: Form) -> None:
    """Raise DefinitionError, naming form and rule or field, when a rule or formula cannot work."""
    codes = [rule.code for rule in form.rules]
    for rule in form.rules:
        if codes.count(rule.code) > 1:
            raise DefinitionError(
                where=_rule_place(form, rule, "code"), problem=Phrase(marked("two rules have this code"))
            )
        _check(_rule_place(form, rule, "expression"), rule.expression, form, rule.scope, Kind.TRUTH)
        if rule.when:
            _check(_rule_place(form, rule, "when"), rule.when, form, rule.scope, Kind.TRUTH)
    for field in form.fields:
        if field.formula is not None:
            _check(_field_place(form, field.name), field.formula, form, None, Kind.NUMBER)
    computed_fields(form)


def computed_fields(form: Form) -> tuple[FormField, ...]:
    """Return the computed fields, each after those its formula needs; DefinitionError when they run in a circle."""
    needs = {field.name: parse_expression(field.formula).names for field in form.fields if field.formula is not None}
    try:
        order = tuple(TopologicalSorter(needs).static_order())
    except CycleError as error:
        circle = sorted(set(error.args[1]))
        where = Phrase(marked("form {form}"), form=form.code, field=circle[0], key="formula")
        problem = Phrase(marked("these formulas need each other: {names}"), names=", ".join(circle))
        raise DefinitionError(where=where, problem=problem) from None
    return tuple(form.field(name) for name in order if name in needs)


def kind_of(node: Node, form: Form) -> Kind:
    """Tell what a part of a validated expression comes to."""
    return _Checker(form, None).kind(node)


def _rule_place(form: Form, rule: Rule, key: str) -> Phrase:
    return Phrase(marked("form {form}, rule {rule}"), form=form.code, rule=rule.code, key=key)


def _field_place(form: Form, name: str) -> Phrase:
    return Phrase(marked("form {form}, field {field}"), form=form.code, field=name, key="formula")


def _check(where: Phrase, source: str, form: Form, scope: Scope | None, wanted: Kind) -> None:
    expression = _parsed(where, source)
    try:
        _refuse_out_of_scope(expression, scope)
        found = _Checker(form, scope).kind(expression.root)
    except _Problem as problem:
        raise DefinitionError(where=where, problem=problem.phrase) from None
    if found is not wanted:
        message = marked("“{source}” is a {found}; a {wanted} is needed")
        told = Phrase(message, source=expression.source, found=_word(found), wanted=_word(wanted))
        raise DefinitionError(where=where, problem=told)


def _parsed(where: Phrase, source: str) -> Expression:
    try:
        return parse_expression(source)
    except DefinitionError as error:
        raise DefinitionError(where=where, problem=error) from None


def _refuse_out_of_scope(expression: Expression, scope: Scope | None) -> None:
    allowed = SCOPE_FUNCTIONS[scope] if scope is not None else frozenset()
    place = Phrase(marked("a formula") if scope is None else marked("a rule of scope {scope}"), scope=scope)
    for function in sorted(expression.functions - allowed):
        raise _Problem(marked("{function} cannot be used in {place}"), function=function, place=place)
    for node in walk(expression.root):
        name = node.name if isinstance(node, Name | Membership) else None
        if scope is Scope.FORM and name is not None and name not in CONSTANTS:
            raise _Problem(marked("a rule of scope form sees no single row: {name} stands inside sum_of"), name=name)


class _Checker:
    """Finds the kind of every part, refusing what does not fit together."""

    def __init__(self, form: Form, scope: Scope | None) -> None:
        self.form = form
        self.scope = scope
        self.fields = {field.name: field for field in form.fields}

    def kind(self, node: Node) -> Kind:  # noqa: PLR0911 -- one case for each kind of node
        match node:
            case Constant():
                return Kind.NUMBER
            case Name(name):
                return self.named(name)
            case Arithmetic(_, left, right):
                return self.all_are(Kind.NUMBER, left, right)
            case Comparison(_, left, right):
                return self.comparison(left, right)
            case Membership(name, codes):
                return self.membership(name, codes)
            case Together(_, parts):
                return self.all_are(Kind.TRUTH, *parts)
            case Negation(part):
                return self.all_are(Kind.TRUTH, part)
            case Call(function, argument):
                return self.called(function, argument)

    def named(self, name: str) -> Kind:
        if name not in self.fields and name in CONSTANTS:
            return CONSTANTS[name]
        if name not in self.fields:
            raise _Problem(marked("there is no field {name}"), name=name)
        field_type = self.fields[name].type
        if field_type not in _FIELD_KINDS:
            raise _Problem(
                marked("{name} is a field of type {type}, which rules cannot look at"), name=name, type=field_type
            )
        return _FIELD_KINDS[field_type]

    def all_are(self, wanted: Kind, *nodes: Node) -> Kind:
        for node in nodes:
            found = self.kind(node)
            if found is not wanted:
                raise _Problem(
                    marked("a {found} stands where a {wanted} is needed"), found=_word(found), wanted=_word(wanted)
                )
        return wanted

    def comparison(self, left: Node, right: Node) -> Kind:
        kind = self.kind(left)
        if kind not in {Kind.NUMBER, Kind.DATE}:
            raise _Problem(
                marked("a {kind} is not compared with <, ==, …; a choice is compared with a quoted code"),
                kind=_word(kind),
            )
        self.all_are(kind, left, right)
        return Kind.TRUTH

    def membership(self, name: str, codes: tuple[str, ...]) -> Kind:
        if self.named(name) is not Kind.CHOICE:
            raise _Problem(marked("{name} has no choices to be compared with"), name=name)
        unknown = [code for code in codes if code not in {choice.code for choice in self.fields[name].choices}]
        if unknown:
            raise _Problem(marked("{name} has no choice {codes}"), name=name, codes=", ".join(unknown))
        return Kind.TRUTH

    def called(self, function: str, argument: str | None) -> Kind:
        if argument is None:
            return Kind.NUMBER
        wanted = Kind.DATE if function == "in_window" else Kind.NUMBER
        if self.named(argument) is not wanted:
            raise _Problem(
                marked("{function} takes a field that holds a {wanted}"), function=function, wanted=_word(wanted)
            )
        return Kind.TRUTH if function == "in_window" else Kind.NUMBER


def is_whole(node: Node, form: Form) -> bool:
    """Tell whether a number is a whole one for certain, so that no rounding is needed to compare it."""
    match node:
        case Constant(value):
            return isinstance(value, int)
        case Name(name) | Call("sum_of", str(name)):
            return _holds_whole(name, form)
        case Call("count_rows"):
            return True
        case Arithmetic(sign, left, right):
            return sign != "/" and is_whole(left, form) and is_whole(right, form)
        case _:
            return False


def _holds_whole(name: str, form: Form) -> bool:
    """A count of a fixed row may be decimal, and a count that is computed is what its formula makes it."""
    field = form.field(name)
    return (
        field.type is FieldType.COUNT
        and field.source is not Source.COMPUTED
        and not any(row.type == "decimal" for row in form.fixed_rows)
    )

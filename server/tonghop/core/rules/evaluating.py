"""Rules computed: exact decimal arithmetic, and blank for whatever needs a blank."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from types import MappingProxyType
from typing import NoReturn, TypeAlias

from tonghop.core.definitions import Form, Number, Rule
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.rules.language import (
    Arithmetic,
    ArithmeticSign,
    Call,
    Comparison,
    ComparisonSign,
    Constant,
    Expression,
    Membership,
    Name,
    Negation,
    Node,
    Together,
    parse_expression,
)
from tonghop.core.rules.wording import clerk_writes, rounded, written_windows
from tonghop.core.submission import AnswerValue

Value: TypeAlias = Decimal | int | bool | str | date | None
Lookup: TypeAlias = Callable[[str], AnswerValue]

_EXACT = Context(prec=34, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Environment:
    """What a rule can see besides its row; what is not given makes rules that need it unevaluated."""

    windows: tuple[tuple[date, date], ...] = ()
    """First and last days of the windows that a dated row may fall in."""
    constants: Mapping[str, AnswerValue] = field(default_factory=lambda: MappingProxyType({}))
    """period_start and period_end."""
    column: Callable[[str], Sequence[AnswerValue]] | None = None
    """Form scope: a field's values in all rows."""
    row_count: int | None = None
    """Form scope: how many rows hold an answer."""
    earlier: Lookup | None = None
    """History scope: a field of the same row, over all earlier periods."""
    previous: Lookup | None = None
    """History scope: a field of the same row, in the last earlier period."""
    below: Lookup | None = None
    """Subtree scope: a field of the same row, as the units directly below reported it."""


NOTHING_BESIDES = Environment()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule holds (``None``: not evaluated); where it does not, its two sides as a clerk writes them."""

    holds: bool | None
    left: str
    right: str


UNEVALUATED = Verdict(holds=None, left="", right="")


class _Blank(Exception):
    """Something needed is blank, or a divisor is 0; never leaves this module."""


def evaluate(
    expression: Expression, values: Mapping[str, AnswerValue], environment: Environment = NOTHING_BESIDES
) -> Value:
    """Compute an expression over a row's values; ``None`` when anything in it is blank or a divisor is 0.

    DefinitionError when a value has a type the expression cannot use, which ``validate_rules`` rules out.
    """
    try:
        return _Evaluation(expression.source, values, environment).value(expression.root)
    except _Blank:
        return None


def judge(
    rule: Rule,
    values: Mapping[str, AnswerValue],
    environment: Environment = NOTHING_BESIDES,
    *,
    form: Form | None = None,
) -> Verdict:
    """Tell whether a rule holds for a row; with ``form``, its sides are written in their fields' types."""
    if rule.when is not None and evaluate(parse_expression(rule.when), values, environment) is not True:
        return UNEVALUATED
    expression = parse_expression(rule.expression)
    evaluation = _Evaluation(expression.source, values, environment)
    try:
        holds = evaluation.truth(expression.root)
        left, right = ("", "") if holds else evaluation.sides(_telling_part(evaluation, expression.root), form)
    except _Blank:
        return UNEVALUATED
    return Verdict(holds, left, right)


def same_number(left: Number, right: Number) -> bool:
    """Tell whether two numbers are equal as rules and sheets compare them: to six decimals."""
    return _compared("==", rounded(left), rounded(right))


def _compared(sign: ComparisonSign, left: Number | date, right: Number | date) -> bool:
    match sign:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right  # type: ignore[operator]
        case "<=":
            return left <= right  # type: ignore[operator]
        case ">":
            return left > right  # type: ignore[operator]
        case ">=":
            return left >= right  # type: ignore[operator]


def _computed(sign: ArithmeticSign, left: Number, right: Number) -> Number:
    if sign == "/":
        return _EXACT.divide(Decimal(left), Decimal(right))
    if isinstance(left, int) and isinstance(right, int):
        return left + right if sign == "+" else left - right if sign == "-" else left * right
    operation = {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply}[sign]
    return operation(Decimal(left), Decimal(right))


def _telling_part(evaluation: "_Evaluation", node: Node) -> Node:
    """The single comparison whose sides are shown: of several conditions, the first that does not hold."""
    match node:
        case Negation(part):
            return _telling_part(evaluation, part)
        case Together(_, parts):
            broken = (part for part in parts if not evaluation.truth(part))
            return _telling_part(evaluation, next(broken, parts[0]))
        case _:
            return node


@dataclass(frozen=True, slots=True)
class _Evaluation:
    source: str
    values: Mapping[str, AnswerValue]
    environment: Environment

    def value(self, node: Node) -> Decimal | int | bool | str | date:  # noqa: PLR0911 -- one case for each kind of node
        match node:
            case Constant(value):
                return value
            case Name(name):
                return self.named(name)
            case Arithmetic(sign, left, right):
                return _computed(sign, self.number(left), self.number(right) if sign != "/" else self.divisor(right))
            case Call(function, field_name):
                return self.called(function, field_name or "")
            case Comparison(sign, left, right):
                return self.comparison(sign, left, right)
            case Membership(name, codes, wanted):
                return (self.named(name) in codes) is wanted
            case Together(every, parts):
                truths = [self.truth(part) for part in parts]  # all of them: one blank leaves the whole unevaluated
                return all(truths) if every else any(truths)
            case Negation(part):
                return not self.truth(part)

    def named(self, name: str) -> Decimal | int | str | date:
        value = self.values[name] if name in self.values else self.environment.constants.get(name)
        if isinstance(value, tuple):
            self.mistyped()
        return _present(value)

    def number(self, node: Node) -> Number:
        value = self.value(node)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.mistyped()
        return value

    def divisor(self, node: Node) -> Number:
        """A computed divisor is rounded as in the sheet, where 0,1 + 0,2 - 0,3 is not quite 0."""
        value = self.number(node)
        settled = value if isinstance(node, Name | Constant) else rounded(value)
        if settled == 0:
            raise _Blank
        return settled

    def truth(self, node: Node) -> bool:
        value = self.value(node)
        if not isinstance(value, bool):
            self.mistyped()
        return value

    def comparison(self, sign: ComparisonSign, left: Node, right: Node) -> bool:
        first, second = self.value(left), self.value(right)
        if isinstance(first, date) and isinstance(second, date):
            return _compared(sign, first, second)
        return _compared(sign, rounded(self.number(left)), rounded(self.number(right)))

    def called(self, function: str, name: str) -> Decimal | int | bool | str | date:
        environment = self.environment
        match function:
            case "in_window":
                return self.in_window(name)
            case "sum_of":
                return self.sum_of(name)
            case "count_rows":
                return _present(environment.row_count)
            case "earlier":
                return _looked_up(environment.earlier, name)
            case "previous":
                return _looked_up(environment.previous, name)
            case _:
                return _looked_up(environment.below, name)

    def in_window(self, name: str) -> bool:
        day = self.named(name)
        if not isinstance(day, date):
            self.mistyped()
        if not self.environment.windows:
            raise _Blank
        return any(start <= day <= end for start, end in self.environment.windows)

    def sum_of(self, name: str) -> Number:
        column = self.environment.column(name) if self.environment.column else ()
        filled = [value for value in column if value is not None]
        if not filled:
            raise _Blank
        total: Number = 0
        for value in filled:
            if not isinstance(value, int | Decimal):
                self.mistyped()
            total = _computed("+", total, value)
        return total

    def sides(self, node: Node, form: Form | None) -> tuple[str, str]:
        match node:
            case Comparison(_, left, right):
                return clerk_writes(self.value(left), left, form), clerk_writes(self.value(right), right, form)
            case Membership(name, codes, _):
                shown = (clerk_writes(code, Name(name), form) for code in codes)
                return clerk_writes(self.named(name), Name(name), form), ", ".join(shown)
            case Call("in_window", str(name)):
                return clerk_writes(self.named(name), Name(name), form), written_windows(self.environment.windows)
            case _:
                return "", ""

    def mistyped(self) -> NoReturn:
        raise DefinitionError(
            where=Phrase(marked("rule “{source}”"), source=self.source),
            problem=Phrase(marked("a value is not of the type the rule needs")),
        )


def _looked_up(lookup: Lookup | None, name: str) -> Decimal | int | str | date:
    value = lookup(name) if lookup else None
    return _present(None if isinstance(value, tuple) else value)


def _present(value: Decimal | int | str | date | None) -> Decimal | int | str | date:
    if value is None:
        raise _Blank
    return value

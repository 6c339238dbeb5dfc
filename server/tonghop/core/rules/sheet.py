"""Rules as Excel formulas that Excel 2010, LibreOffice, WPS and Google Sheets compute alike.

Only AND, OR, NOT, IF, IFERROR, COUNT, SUM, SUMPRODUCT, ROUND, INT and DATE are used, no array
constants and no names. What keeps the sheet equal to ``evaluating``:

- COUNT over single cells counts numbers and dates only, so ``COUNT(a,b)=2`` says that nothing needed
  is blank or a text; AND and OR do not short-circuit, so IFERROR takes what a text or a 0 divisor made.
- A choice must be one of the field's labels or codes: anything else leaves the rule unevaluated.
- A sheet computes in floats: numbers that may have decimals are compared by ROUND to six places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from tonghop.core.definitions import Choice, Form, Number, Rule, Scope, Source
from tonghop.core.errors import DefinitionError
from tonghop.core.rules.evaluating import PLACES, Environment
from tonghop.core.rules.language import (
    OPPOSITE,
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
from tonghop.core.rules.spelling import merged
from tonghop.core.rules.validating import Kind, is_whole, kind_of

_NO_RANGES: Mapping[str, str] = MappingProxyType({})
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_SIGNS = {"==": "=", "!=": "<>"}


def excel_broken(
    rule: Rule,
    cells: Mapping[str, str],
    environment: Environment,
    ranges: Mapping[str, str] = _NO_RANGES,
    *,
    form: Form,
) -> str | None:
    """Return the formula (without “=”) that is TRUE exactly where ``judge`` says the rule does not hold.

    ``cells`` holds each field's cell of the row, “$I12”; ``ranges`` each field's cells of all rows, for
    form scope. ``None`` for history and subtree, which a sheet cannot know; DefinitionError when a cell
    or range that is needed is not given.
    """
    if rule.scope in {Scope.HISTORY, Scope.SUBTREE}:
        return None
    expression = parse_expression(rule.expression)
    when = parse_expression(rule.when) if rule.when is not None else None
    if any(_never_known(part, environment) for part in (expression, when) if part is not None):
        return "FALSE"
    sheet = _Sheet(rule.code, form, cells, ranges, environment)
    roots = [part.root for part in (when, expression) if part is not None]
    terms = [*(_terms(when.root, wanted=True) if when is not None else ()), *_terms(expression.root, wanted=False)]
    conditions = [*sheet.guards(roots, terms), *(sheet.truth(node, wanted=wanted) for node, wanted in terms)]
    return f"IFERROR({_joined('AND', conditions)},FALSE)"


def excel_formula(
    expression: Expression, cells: Mapping[str, str], environment: Environment, *, form: Form
) -> str:
    """Return the formula (without “=”) of a computed field; it shows "" where ``evaluate`` gives ``None``."""
    if _never_known(expression, environment):
        return '""'
    sheet = _Sheet(expression.source, form, cells, _NO_RANGES, environment)
    result = sheet.number(expression.root)
    if any(isinstance(node, Arithmetic) and node.sign == "/" for node in walk(expression.root)):
        result = f'IFERROR({result},"")'
    guards = sheet.guards([expression.root], [])
    return f'IF({_joined("AND", guards)},{result},"")' if guards else result


def _never_known(expression: Expression, environment: Environment) -> bool:
    """Whether it needs windows or a constant that this environment does not have."""
    missing = {name for name, value in environment.constants.items() if value is None}
    if expression.functions & {"in_window"} and not environment.windows:
        return True
    return any(name in missing or (name in {"period_start", "period_end"} and name not in environment.constants)
               for name in expression.names)


def _terms(node: Node, *, wanted: bool) -> list[tuple[Node, bool]]:
    """Split what must be true (or false) into parts that must each be true (or false)."""
    match node:
        case Negation(part):
            return _terms(part, wanted=not wanted)
        case Together(every, parts) if every is wanted:
            return [term for part in parts for term in _terms(part, wanted=wanted)]
        case _:
            return [(node, wanted)]


def _joined(function: str, conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"{function}({','.join(conditions)})"


@dataclass(frozen=True, slots=True)
class _Sheet:
    where: str
    form: Form
    cells: Mapping[str, str]
    ranges: Mapping[str, str]
    environment: Environment

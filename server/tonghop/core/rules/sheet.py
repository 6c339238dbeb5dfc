"""Rules as Excel formulas that Excel 2010, LibreOffice, WPS and Google Sheets compute alike.

Only AND, OR, NOT, IF, IFERROR, COUNT, SUM, SUMPRODUCT, ROUND, INT and DATE are used, no array
constants and no names. What keeps the sheet equal to ``evaluating``:

- COUNT over single cells counts numbers and dates only, so ``COUNT(a,b)=2`` says that nothing needed
  is blank or a text; AND and OR do not short-circuit, so IFERROR takes what a text or a 0 divisor made.
- A choice must be one of the field's labels or codes: anything else leaves the rule unevaluated.
- A sheet computes in floats: numbers that may have decimals are compared by ROUND to six places.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from tonghop.core.definitions import Choice, Form, Number, Rule, Scope, Source
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.rules.evaluating import Environment
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
    needs_brackets,
    parse_expression,
    walk,
)
from tonghop.core.rules.validating import Kind, is_whole, kind_of
from tonghop.core.rules.wording import PLACES, merged, rounded

_NO_RANGES: Mapping[str, str] = MappingProxyType({})
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
    if any(_never_known(part, form, environment) for part in (expression, when) if part is not None):
        return "FALSE"
    sheet = _Sheet(rule.code, form, cells, ranges, environment)
    roots = [part.root for part in (when, expression) if part is not None]
    terms = [*(_terms(when.root, wanted=True) if when is not None else ()), *_terms(expression.root, wanted=False)]
    conditions = [*sheet.guards(roots, terms), *(sheet.truth(node, wanted=wanted) for node, wanted in terms)]
    return f"IFERROR({_joined('AND', conditions)},FALSE)"


def excel_formula(expression: Expression, cells: Mapping[str, str], environment: Environment, *, form: Form) -> str:
    """Return the formula (without “=”) of a computed field; it shows "" where ``evaluate`` gives ``None``."""
    if _never_known(expression, form, environment):
        return '""'
    sheet = _Sheet(expression.source, form, cells, _NO_RANGES, environment)
    result = sheet.number(expression.root)
    if any(isinstance(node, Arithmetic) and node.sign == "/" for node in walk(expression.root)):
        result = f'IFERROR({result},"")'
    guards = sheet.guards([expression.root], [])
    return f'IF({_joined("AND", guards)},{result},"")' if guards else result


def _never_known(expression: Expression, form: Form, environment: Environment) -> bool:
    """Whether it needs windows or a constant that this environment does not have."""
    if "in_window" in expression.functions and not environment.windows:
        return True
    constants = expression.names - {field.name for field in form.fields}
    return any(environment.constants.get(name) is None for name in constants)


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

    def guards(self, roots: list[Node], terms: list[tuple[Node, bool]]) -> list[str]:
        """Conditions under which nothing needed is blank or of the wrong kind; ``terms`` guard their own choices."""
        nodes = [node for root in roots for node in walk(root)]
        needed = [self.cell(name) for name in dict.fromkeys(filter(None, map(self.number_or_date, nodes)))]
        columns = dict.fromkeys(node.field for node in nodes if isinstance(node, Call) and node.function == "sum_of")
        guarded = {node.name for node, _ in terms if isinstance(node, Membership)}
        choices = dict.fromkeys(node.name for node in nodes if isinstance(node, Membership))
        return [
            *([f"COUNT({','.join(needed)})={len(needed)}"] if needed else ()),
            *(f"COUNT({self.range(name)})>0" for name in columns if name is not None),
            *(self.is_one_of(name, self.form.field(name).choices) for name in choices if name not in guarded),
        ]

    def number_or_date(self, node: Node) -> str | None:
        """The field whose cell must hold a number or a date for this part to be computed."""
        if isinstance(node, Name) and node.name in {field.name for field in self.form.fields}:
            return node.name
        return node.field if isinstance(node, Call) and node.function == "in_window" else None

    def truth(self, node: Node, *, wanted: bool) -> str:
        """A condition that is TRUE where the part is ``wanted``, given that nothing in it is blank."""
        match node:
            case Comparison():
                return self.comparison(node, wanted=wanted)
            case Membership(name, codes):
                choices = self.form.field(name).choices
                return self.is_one_of(name, tuple(c for c in choices if (c.code in codes) is (node.wanted is wanted)))
            case Together(every, parts):
                return _joined("AND" if every is wanted else "OR", [self.truth(part, wanted=wanted) for part in parts])
            case Negation(part):
                return self.truth(part, wanted=not wanted)
            case Call("in_window", str(name)):
                return self.in_window(name, wanted=wanted)
            case _:
                raise DefinitionError(where=self.where, problem=Phrase(marked("a condition is needed")))

    def comparison(self, node: Comparison, *, wanted: bool) -> str:
        sign = node.sign if wanted else OPPOSITE[node.sign]
        write = self.day if kind_of(node.left, self.form) is Kind.DATE else self.compared
        return f"{write(node.left)}{_SIGNS.get(sign, sign)}{write(node.right)}"

    def in_window(self, name: str, *, wanted: bool) -> str:
        day = self.day(Name(name))
        windows = merged(self.environment.windows)
        if wanted:
            return _joined("OR", [f"AND({day}>={_date(start)},{day}<={_date(end)})" for start, end in windows])
        return _joined("AND", [f"OR({day}<{_date(start)},{day}>{_date(end)})" for start, end in windows])

    def is_one_of(self, name: str, choices: tuple[Choice, ...]) -> str:
        """A sheet compares texts without regard to capitals, as reading does."""
        words = dict.fromkeys(word for choice in choices for word in (choice.label.vi, choice.code))
        texts = (word.replace('"', '""') for word in words)
        return _joined("OR", [f'{self.cell(name)}="{text}"' for text in texts]) if words else "FALSE"

    def day(self, node: Node) -> str:
        """A date without the time of day that a cell may also hold."""
        if isinstance(node, Name) and isinstance(day := self.environment.constants.get(node.name), date):
            return _date(day)
        return f"INT({self.number(node)})"

    def compared(self, node: Node) -> str:
        if isinstance(node, Constant):
            return _number(rounded(node.value))
        return self.number(node) if is_whole(node, self.form) else f"ROUND({self.number(node)},{PLACES})"

    def number(self, node: Node) -> str:
        match node:
            case Constant(value):
                return _number(value)
            case Name(name):
                return self.cell(name)
            case Arithmetic(sign, left, right):
                return f"{self.operand(node, left)}{sign}{self.operand(node, right)}"
            case Call("sum_of", str(name)):
                return f"SUM({self.range(name)})"
            case Call("count_rows"):
                return self.count_rows()
            case _:
                raise DefinitionError(where=self.where, problem=Phrase(marked("a number is needed")))

    def operand(self, whole: Arithmetic, part: Node) -> str:
        if part is whole.right and whole.sign == "/" and not isinstance(part, Name | Constant):
            return f"({self.number(part)})" if is_whole(part, self.form) else f"ROUND({self.number(part)},{PLACES})"
        return f"({self.number(part)})" if needs_brackets(whole, part) else self.number(part)

    def count_rows(self) -> str:
        clerks = [field.name for field in self.form.fields if field.source is Source.CLERK]
        filled = "+".join(f'({self.range(name)}<>"")' for name in clerks)
        return f"SUMPRODUCT(--(0+{filled}>0))"

    def cell(self, name: str) -> str:
        return self.place(self.cells, name)

    def range(self, name: str) -> str:
        return self.place(self.ranges, name)

    def place(self, places: Mapping[str, str], name: str) -> str:
        if name not in places:
            raise DefinitionError(
                where=f"form {self.form.code}, {self.where}",
                problem=Phrase(marked("{name} has no place in the sheet"), name=name),
            )
        return places[name]


def _number(value: Number) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"

"""What an expression may say: a whitelist of Python's syntax, turned into small frozen values.

Anything not listed here (attributes, other calls, powers, lambdas, comprehensions, …) is refused
with a DefinitionError, so an expression can come from a file that somebody uploaded.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NoReturn, TypeAlias

from tonghop.core.definitions import Number
from tonghop.core.errors import DefinitionError, Phrase, marked

ArithmeticSign: TypeAlias = Literal["+", "-", "*", "/"]
ComparisonSign: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]

FUNCTIONS = {
    "in_window": 1,
    "sum_of": 1,
    "count_rows": 0,
    "earlier": 1,
    "previous": 1,
    "below": 1,
}
"""The functions of the language, with how many fields each takes."""

OPPOSITE: dict[ComparisonSign, ComparisonSign] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
"""What holds exactly when the comparison does not."""

_ARITHMETIC: dict[type[ast.operator], ArithmeticSign] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], ComparisonSign] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_LONGEST = 500  # characters of an expression
_DEEPEST = 25  # operations inside one another
_LARGEST = 10**12
_TOO_LONG = marked("an expression has at most {most} characters, this one {length}")
_NOT_SPOKEN = marked("{found} is not part of the rule language")
_CHOICE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the expression."""

    value: Number


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the row, or a constant of the environment."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers made into one."""

    sign: ArithmeticSign
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers or two dates compared."""

    sign: ComparisonSign
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a choice is (``wanted``), or is not, one of these codes."""

    name: str
    codes: tuple[str, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Several conditions: all of them (``every``) or at least one of them."""

    every: bool
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A condition turned round."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """One of ``FUNCTIONS``, of a field where it takes one."""

    function: str
    field: str | None


Node: TypeAlias = Constant | Name | Arithmetic | Comparison | Membership | Together | Negation | Call


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression; equal sources make equal expressions."""

    source: str
    root: Node

    @property
    def names(self) -> frozenset[str]:
        """Every field and constant it speaks of, inside its functions too."""
        found = (node.field if isinstance(node, Call) else _name(node) for node in walk(self.root))
        return frozenset(name for name in found if name is not None)

    @property
    def functions(self) -> frozenset[str]:
        """The functions it calls."""
        return frozenset(node.function for node in walk(self.root) if isinstance(node, Call))


def _name(node: Node) -> str | None:
    return node.name if isinstance(node, Name | Membership) else None


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all inside it, from left to right."""
    yield node
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Together(_, parts):
            for part in parts:
                yield from walk(part)
        case Negation(part):
            yield from walk(part)
        case _:
            pass


def needs_brackets(whole: Arithmetic, part: Node) -> bool:
    """Tell whether a part of a sum or product must stand in brackets to mean the same."""
    if isinstance(part, Constant):
        return part.value < 0
    if not isinstance(part, Arithmetic):
        return False
    if _STRENGTH[part.sign] == _STRENGTH[whole.sign]:
        return part is whole.right and whole.sign in {"-", "/"}
    return _STRENGTH[part.sign] < _STRENGTH[whole.sign]


@lru_cache(maxsize=2048)
def parse_expression(source: str) -> Expression:
    """Parse an expression; DefinitionError when it is anything but the rule language."""
    text = source.strip()
    if len(text) > _LONGEST:
        _refuse(text[:40] + "…", _TOO_LONG, most=_LONGEST, length=len(text))
    if not text.isascii():
        _refuse(text, marked("an expression is written in plain ASCII"))
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        _refuse(text, marked("this is not an expression"))
    return Expression(text, _Builder(text).node(tree.body, 0))


def _refuse(source: str, problem: str, **parameters: object) -> NoReturn:
    raise DefinitionError(where=Phrase(marked("rule “{source}”"), source=source), problem=Phrase(problem, **parameters))


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns Python's syntax into the language's own, refusing all else."""

    source: str

    def node(self, tree: ast.expr, depth: int) -> Node:  # noqa: C901, PLR0911 -- one case for each kind of syntax
        if depth > _DEEPEST:
            self.refuse(marked("operations stand more than {most} deep inside one another"), most=_DEEPEST)
        deeper = depth + 1
        match tree:
            case ast.Constant(value):
                return Constant(self.number(value))
            case ast.UnaryOp(ast.USub(), ast.Constant(value)):
                return Constant(-self.number(value))
            case ast.Name(name):
                return Name(name)
            case ast.BinOp(left, operator, right) if type(operator) in _ARITHMETIC:
                return Arithmetic(_ARITHMETIC[type(operator)], self.node(left, deeper), self.node(right, deeper))
            case ast.BoolOp(operator, values):
                return Together(isinstance(operator, ast.And), tuple(self.node(value, deeper) for value in values))
            case ast.UnaryOp(ast.Not(), operand):
                return Negation(self.node(operand, deeper))
            case ast.Compare(left, [operator], [right]):
                return self.comparison(left, operator, right, deeper)
            case ast.Compare():
                return self.refuse(marked("one comparison at a time: join them with “and”"))
            case ast.Call(ast.Name(function), arguments, []):
                return self.call(function, arguments)
            case _:
                return self.refuse(_NOT_SPOKEN, found=type(tree).__name__)

    def number(self, value: object) -> Number:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(marked("only numbers stand by themselves; a text stands after ==, != or in"))
        if not abs(value) <= _LARGEST:
            self.refuse(marked("a number is at most {most}"), most=_LARGEST)
        return value if isinstance(value, int) else Decimal(repr(value))

    def comparison(self, left: ast.expr, operator: ast.cmpop, right: ast.expr, depth: int) -> Node:
        if isinstance(operator, ast.In | ast.NotIn):
            options = right.elts if isinstance(right, ast.Tuple | ast.List) else []
            return self.membership(left, options, wanted=isinstance(operator, ast.In))
        equality = isinstance(operator, ast.Eq | ast.NotEq)
        if equality and isinstance(right, ast.Constant) and isinstance(right.value, str):
            return self.membership(left, [right], wanted=isinstance(operator, ast.Eq))
        if type(operator) not in _COMPARISONS:
            self.refuse(_NOT_SPOKEN, found=type(operator).__name__)
        return Comparison(_COMPARISONS[type(operator)], self.node(left, depth), self.node(right, depth))

    def membership(self, left: ast.expr, options: list[ast.expr], *, wanted: bool) -> Membership:
        if not isinstance(left, ast.Name) or not options:
            self.refuse(marked('choices are compared as: field == "code", or field in ("code", "code")'))
        return Membership(left.id, tuple(dict.fromkeys(self.code(option) for option in options)), wanted)

    def code(self, option: ast.expr) -> str:
        if isinstance(option, ast.Constant) and isinstance(option.value, str) and _CHOICE_CODE.fullmatch(option.value):
            return option.value
        return self.refuse(marked("a choice is compared with codes: letters, digits, . _ -, at most 64"))

    def call(self, function: str, arguments: list[ast.expr]) -> Call:
        if function not in FUNCTIONS:
            self.refuse(marked("there is no function {function}"), function=function)
        if len(arguments) != FUNCTIONS[function]:
            self.refuse(marked("{function} takes {count} field(s)"), function=function, count=FUNCTIONS[function])
        if not arguments:
            return Call(function, None)
        if isinstance(arguments[0], ast.Name):
            return Call(function, arguments[0].id)
        return self.refuse(marked("{function} takes the name of a field"), function=function)

    def refuse(self, problem: str, **parameters: object) -> NoReturn:
        _refuse(self.source, problem, **parameters)

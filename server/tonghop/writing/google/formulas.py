"""Our workbooks' formulas as Google Sheets reads them in every locale.

Google reads a formula as if it were typed, in the spreadsheet's own locale. In vi_VN a comma is the decimal sign
and “;” parts arguments; in en_US it is the other way round, yet “;” is taken there too. So every argument is parted
by “;” and no number is written with decimals: 0.5 becomes (5/10). A function that Google does not know would become
#NAME? without an error, so only those that it has are let through.
"""

from decimal import Decimal
from typing import Final

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.formula.translate import Translator

from tonghop.core.cells import Position, a1
from tonghop.core.errors import TonghopError, marked
from tonghop.writing.workbook.status import quoted

FUNCTIONS: Final = frozenset(
    {
        "ADDRESS",
        "AND",
        "COLUMN",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "DATE",
        "FIND",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISNUMBER",
        "ISTEXT",
        "LEFT",
        "MATCH",
        "MAX",
        "MIN",
        "N",
        "NOT",
        "OR",
        "ROUND",
        "ROW",
        "ROWS",
        "SUBSTITUTE",
        "SUM",
        "SUMIF",
        "SUMPRODUCT",
    }
)
"""What our workbooks use; each means the same in Google Sheets."""


class UnknownToGoogle(TonghopError):
    message = marked("Google Sheets does not take “{part}” in the formula {formula}.")


def google_formula(formula: str) -> str:
    """Return an Excel formula (with “=”) as Google reads it anywhere; raises UnknownToGoogle."""
    return "=" + "".join(_part(token, formula) for token in Tokenizer(formula).items)


def _part(token: Token, formula: str) -> str:
    match token.type, token.subtype:
        case (Token.FUNC, Token.OPEN) if token.value[:-1] not in FUNCTIONS:
            raise UnknownToGoogle(part=token.value[:-1], formula=formula)
        case (Token.SEP, Token.ARG):
            return ";"
        case (Token.OPERAND, Token.NUMBER):
            return whole_numbers(Decimal(token.value))
        case (Token.ARRAY, _) | (Token.SEP, Token.ROW) | (Token.OPERAND, Token.ERROR):
            raise UnknownToGoogle(part=token.value, formula=formula)
        case (Token.OP_IN, _) if token.value == ",":
            raise UnknownToGoogle(part=token.value, formula=formula)
        case _:
            return str(token.value)


def whole_numbers(number: Decimal) -> str:
    """Return a number as a formula writes it without a decimal sign: 0.25 is (25/100).

    Both are whole and small, so their quotient is the same float as the number itself.
    """
    if number == number.to_integral_value():
        return str(int(number))
    places = -int(number.as_tuple().exponent)
    return f"({int(number.scaleb(places))}/{10**places})"


def local_formula(formula: str) -> str:
    """Return the formula of a conditional format or validation: Google refuses other tabs in it."""
    for token in Tokenizer(formula).items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE and "!" in token.value:
            raise UnknownToGoogle(part=token.value, formula=formula)
    return google_formula(formula)


def moved(formula: str, origin: Position, to: Position) -> str:
    """Return an Excel formula as it reads when it is filled from one cell to another."""
    return str(Translator(formula, a1(origin)).translate_formula(a1(to)))


def link(address: str, text: str) -> str:
    """Return the formula of a cell that leads somewhere."""
    return f"=HYPERLINK({quoted(address)};{quoted(text)})"


def place_in(sheet_id: int, cell: str) -> str:
    """Return the address of a cell of the same spreadsheet, whatever its tab is called."""
    return f"#gid={sheet_id}&range={cell}"

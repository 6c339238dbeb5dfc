"""References within formulas, and how they follow when rows and columns move. Formulas are never computed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from tests.fakegoogle.grid import column_number, letters, quoted
from tests.fakegoogle.locales import locale

_PART = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<sheet>'(?:[^']|'')+'|[A-Za-z_À-ỹ][\w.]*)!"
    r"|(?<![\w.$])(?P<reference>(?P<cfix>\$?)(?P<column>[A-Za-z]{1,3})(?P<rfix>\$?)(?P<row>\d+))(?![\w(!])",
)


@dataclass(frozen=True)
class Reference:
    """A cell named in a formula; row and column from 0."""

    row: int
    column: int
    row_fixed: bool
    column_fixed: bool

    def text(self) -> str:
        """Return it as it is written."""
        column_mark, row_mark = "$" * self.column_fixed, "$" * self.row_fixed
        return f"{column_mark}{letters(self.column)}{row_mark}{self.row + 1}"


Follow: TypeAlias = Callable[[str | None, Reference, str], Reference | None]
"""From a reference to the new one; None: what it named is gone.

Given are the tab's title where it is said, the reference, and whether it stands ALONE or as FIRST or LAST of a range.
"""
ALONE, FIRST, LAST = "alone", "first", "last"


def followed(formula: str, follow: Follow) -> str:
    """Return the formula with every reference replaced."""
    title: str | None = None
    last_end = -1

    def part(match: re.Match[str]) -> str:
        nonlocal title, last_end
        if match["sheet"]:
            title, last_end = match["sheet"].strip("'").replace("''", "'"), match.end()
            return match[0]
        if not match["reference"]:
            return match[0]
        ends = formula[match.start() - 1 : match.start()] == ":"
        if not ends and match.start() != last_end:
            title = None
        begins = formula[match.end() : match.end() + 1] == ":"
        found = follow(title, _reference(match), LAST if ends else FIRST if begins else ALONE)
        return found.text() if found else "#REF!"

    return _PART.sub(part, formula)


def _reference(match: re.Match[str]) -> Reference:
    return Reference(int(match["row"]) - 1, column_number(match["column"]), bool(match["rfix"]), bool(match["cfix"]))


def carried(formula: str, down: int, right: int) -> str:
    """Return the formula as it reads when copied some rows down and columns to the right."""

    def follow(_title: str | None, found: Reference, _role: str) -> Reference | None:
        row = found.row if found.row_fixed else found.row + down
        column = found.column if found.column_fixed else found.column + right
        if row < 0 or column < 0:
            return None
        return Reference(row, column, found.row_fixed, found.column_fixed)

    return followed(formula, follow)


def titles(formula: str) -> set[str]:
    """Return the tabs that a formula names."""
    found = (match["sheet"] for match in _PART.finditer(formula))
    return {title.strip("'").replace("''", "'") for title in found if title}


def parses(formula: str, name: str) -> bool:
    """Say whether the locale of that name takes the formula's commas and points.

    Where a comma is the decimal sign, one between arguments is an error, and so is a decimal point; “;” parts
    arguments everywhere.
    """
    if locale(name).decimal != ",":
        return True
    bare = re.sub(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'", "", formula)
    return not re.search(r"(?<!\d),|,(?!\d)|\d\.\d", bare)


def renamed(formula: str, old: str, new: str) -> str:
    """Return the formula after a tab has got another name."""

    def part(match: re.Match[str]) -> str:
        if match["sheet"] and match["sheet"].strip("'").replace("''", "'").casefold() == old.casefold():
            return f"{quoted(new)}!"
        return match[0]

    return _PART.sub(part, formula)

"""The live formulas of the consolidated workbook: totals over the lines beneath, rates from the line's own cells."""

from collections.abc import Iterator, Mapping, Sequence

from tonghop.core.cells import a1
from tonghop.core.consolidation import Column, Measure
from tonghop.core.definitions import Aggregation, Form
from tonghop.core.rules import Environment, excel_formula, parse_expression

ARGUMENT_LIMIT = 250
"""Excel takes 255 arguments."""

_FUNCTIONS = {Aggregation.SUM: "SUM", Aggregation.MAX: "MAX"}


def roll_up(aggregation: Aggregation, column: int, rows: Sequence[int]) -> str | None:
    """Return the formula (without “=”) of a total over cells of one column; ``None`` where nothing is brought together.

    A total of blanks is blank, which is not zero.
    """
    function = _FUNCTIONS.get(aggregation)
    if function is None or not rows:
        return None
    ranges = list(_ranges(column, rows))
    return f'IF({_nested("COUNT", "SUM", ranges)}=0,"",{_nested(function, function, ranges)})'


def _ranges(column: int, rows: Sequence[int]) -> Iterator[str]:
    ordered = sorted(rows)
    first = previous = ordered[0]
    for row in (*ordered[1:], -1):
        if row != previous + 1:
            yield a1((first, column)) if first == previous else f"{a1((first, column))}:{a1((previous, column))}"
            first = row
        previous = row


def _nested(function: str, outer: str, ranges: Sequence[str]) -> str:
    if len(ranges) <= ARGUMENT_LIMIT:
        return f"{function}({','.join(ranges)})"
    chunks = [ranges[start : start + ARGUMENT_LIMIT] for start in range(0, len(ranges), ARGUMENT_LIMIT)]
    return f"{outer}({','.join(_nested(function, outer, chunk) for chunk in chunks)})"


class RateFormulas:
    """Rates as formulas over the cells of their own line; each expression is translated once and then moved."""

    def __init__(self, form: Form, columns: Sequence[Column], place: Mapping[Measure, int]) -> None:
        self._parts: dict[int, list[str]] = {}
        for column in columns:
            if column.formula is not None:
                cells = _cells(column, columns, place)
                expression = parse_expression(column.formula)
                if expression.names <= set(cells):
                    translated = excel_formula(expression, cells, Environment(), form=form)
                    self._parts[place[column.measure]] = translated.split(_ROW)

    def at(self, column: int, row: int) -> str | None:
        """Return the formula of the rate in that column, or ``None`` when it cannot be computed from the line."""
        parts = self._parts.get(column)
        return None if parts is None else str(row + 1).join(parts)


_ROW = "1048576"
"""Stands for the line's row while an expression is translated: Excel's last, which no line has."""


def _cells(column: Column, columns: Sequence[Column], place: Mapping[Measure, int]) -> dict[str, str]:
    letters = {
        other.measure.field: a1((int(_ROW) - 1, place[other.measure]))
        for other in columns
        if (other.measure.form, other.measure.row) == (column.measure.form, column.measure.row)
    }
    letters.pop(column.measure.field, None)
    return letters


def difference(computed: str, stored: str) -> str:
    """Return the formula of computed minus stored: 0 when they agree, also when both are blank."""
    return f'IF(COUNT({computed})=COUNT({stored}),ROUND(SUM({computed})-SUM({stored}),6),"lệch")'

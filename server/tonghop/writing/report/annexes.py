"""The annexes: each form's figures by the units directly below, on lying pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tonghop.core.consolidation import Column, Consolidation, Line, LineKind, Measure
from tonghop.core.definitions import Form, Rows
from tonghop.writing.consolidated.words import unit_words
from tonghop.writing.report import figures
from tonghop.writing.report.grids import LANDSCAPE, Cell, Grid, Look, Row, head_rows
from tonghop.writing.report.results import columns_of

MOST_FIGURES, MOST_UNITS = 12, 10
"""Columns of figures, and of units with their longer names, beside one another on a lying page."""
TOTAL = "Tổng cộng"
_NUMBER, _UNIT, _INDICATOR = 11.0, 62.0, 78.0

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Annex:
    """A form's annex: its tables one below another, each with the same lines."""

    form: Form
    tables: tuple[Grid, ...]


def annexes(consolidation: Consolidation) -> Iterator[Annex]:
    """Yield the annex of each form that has figures."""
    lines = shown_lines(consolidation)
    for form in consolidation.campaign.forms:
        columns = columns_of(consolidation, form)
        if columns:
            write = _by_indicator if form.rows is Rows.FIXED else _by_unit
            filling = [one for one in lines if one[1].kind is LineKind.TOTAL or _fills(form, one[1])]
            yield Annex(form, tuple(write(form, columns, filling)))


def shown_lines(consolidation: Consolidation) -> list[tuple[str, Line]]:
    """Return the parts of the whole with their names, and the whole after them where it is more than one of them."""
    whole = consolidation.lines[0]
    if whole.kind is not LineKind.TOTAL:
        return [(whole.unit.name, whole)]
    totalled = {line.unit.code for line in consolidation.lines if line.kind is LineKind.TOTAL}
    parts = [consolidation.lines[index] for index in whole.parts]
    named = [(unit_words(line, beneath_total=line.unit.code in totalled), line) for line in parts]
    return [*named, (TOTAL, whole)]


def _fills(form: Form, line: Line) -> bool:
    return not form.levels or line.unit.level in form.levels


def _by_unit(_: Form, columns: Sequence[Column], lines: Sequence[tuple[str, Line]]) -> Iterator[Grid]:
    """A line per unit, a column per measure."""
    for chunk in _evenly(columns, MOST_FIGURES):
        head = [("", "STT"), ("", "Đơn vị")]
        head += [(figures.field_group(column), column.label.vi) for column in chunk]
        width = min(26.0, (LANDSCAPE - _NUMBER - _UNIT) / len(chunk))
        body = [_unit_row(place, name, line, chunk) for place, (name, line) in enumerate(lines, start=1)]
        rest = LANDSCAPE - _NUMBER - width * len(chunk)
        yield Grid((_NUMBER, rest, *[width] * len(chunk)), head_rows(head), tuple(body))


def _unit_row(place: int, name: str, line: Line, columns: Sequence[Column]) -> Row:
    whole = name == TOTAL
    text, number = (Look.TOTAL_TEXT, Look.TOTAL_NUMBER) if whole else (Look.TEXT, Look.NUMBER)
    written = (figures.figure(line.values.get(column.measure), column.type) for column in columns)
    first = Cell("" if whole else str(place), number)
    return (first, Cell(name, text), *(Cell(one, number) for one in written))


def _by_indicator(form: Form, columns: Sequence[Column], lines: Sequence[tuple[str, Line]]) -> Iterator[Grid]:
    """A line per row and field that some unit of the table has filled, a column per unit; the whole comes first."""
    ordered = [*lines[-1:], *lines[:-1]]
    for chunk in _evenly(ordered, MOST_UNITS):
        head = head_rows([("", "Chỉ tiêu" if form.row_heading is None else form.row_heading.vi)])
        cells = (*head[0], *(Cell(name, Look.HEAD) for name, _ in chunk))
        width = min(30.0, (LANDSCAPE - _INDICATOR) / len(chunk))
        within = [line for _, line in chunk]
        told = [column for column in columns if any(column.measure in line.values for line in within)]
        body = tuple(_indicator_rows(form, told or columns, within))
        yield Grid((LANDSCAPE - width * len(chunk), *[width] * len(chunk)), (cells,), body)


def _indicator_rows(form: Form, columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[Row]:
    fields = list(dict.fromkeys(column.measure.field for column in columns))
    by_measure = {column.measure: column for column in columns}
    group = ""
    for row in form.fixed_rows:
        found = [
            by_measure[one] for one in (Measure(form.code, name, row.code) for name in fields) if one in by_measure
        ]
        above = "" if row.group is None else row.group.vi
        if found and above and above != group:
            yield (Cell(above, Look.GROUP, len(lines) + 1),)
        group = above
        label = figures.row_name(row)
        if len(fields) > 1 and found:
            yield (Cell(label, Look.SUBGROUP, len(lines) + 1),)
        for column in found:
            name = f"- {column.label.vi}" if len(fields) > 1 else label
            written = (figures.figure(line.values.get(column.measure), column.type) for line in lines)
            yield (Cell(name, Look.TEXT), *(Cell(one, Look.NUMBER) for one in written))


def _evenly(items: Sequence[_Item], most: int) -> Iterator[Sequence[_Item]]:
    """Yield stretches of about equal length that fit side by side on a page."""
    count = -(-len(items) // most)
    for place in range(count):
        yield items[len(items) * place // count : len(items) * (place + 1) // count]

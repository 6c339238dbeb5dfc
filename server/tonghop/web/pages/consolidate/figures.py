"""The figures of one unit, form by form, laid out as people read them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tonghop.core.consolidation import LineKind
from tonghop.core.definitions import Aggregation, FieldType, Language, Number
from tonghop.web.pages.consolidate.document import Column, Document, Json, Line


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the way to where it came from."""

    line: int
    measure: str
    value: Number | None
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a unit or a fixed row of the form."""

    words: str
    figures: tuple[Figure | None, ...]
    line: int | None = None
    """The line to go down to, for a unit with others below it."""
    kind: LineKind | None = None
    """For a unit: whether it is a total, its own report or its summary of those below."""


@dataclass(frozen=True, slots=True)
class Table:
    """One form."""

    number: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    by_unit: bool
    """Whether the rows are units; else they are the form's fixed rows."""


def tables(document: Document, line: Line, language: Language) -> Iterator[Table]:
    """Yield the forms: of a list or a single form the units below, of one with fixed rows its rows."""
    for form, columns in document.forms():
        if any(column.row for column in columns):
            yield _by_row(form, columns, line, language)
        else:
            yield _by_unit(document, form, columns, line, language)


def _by_row(form: Json, columns: tuple[Column, ...], line: Line, language: Language) -> Table:
    fields = {column.field: column.label[language] for column in columns}
    rows: dict[str, dict[str, Column]] = {}
    for column in columns:
        words = column.row_label[language] if column.row_label else ""
        rows.setdefault(words, {})[column.field] = column
    made = tuple(
        Row(words, tuple(_figure(line, row[field]) if field in row else None for field in fields))
        for words, row in rows.items()
    )
    return Table(form["number"], form["title"][language], tuple(fields.values()), made, by_unit=False)


def _by_unit(document: Document, form: Json, columns: tuple[Column, ...], line: Line, language: Language) -> Table:
    below = document.below(line)
    rows = [
        Row(part.name, _figures(part, columns), part.index if part.parts else None, kind=part.kind) for part in below
    ]
    rows.insert(0, Row(line.name, _figures(line, columns), kind=line.kind))
    headings = tuple(column.label[language] for column in columns)
    return Table(form["number"], form["title"][language], headings, tuple(rows), by_unit=True)


def _figures(line: Line, columns: tuple[Column, ...]) -> tuple[Figure, ...]:
    return tuple(_figure(line, column) for column in columns)


def _figure(line: Line, column: Column) -> Figure:
    return Figure(line.index, column.measure, line.number(column.measure), column.type is FieldType.RATE)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    words: str
    value: Number
    share: float
    """Of the longest bar, 0 to 100."""
    line: int


def chart(document: Document, line: Line, measure: str) -> tuple[Bar, ...]:
    """Return a bar for each part of a total, in tree order; none where there is nothing to compare."""
    parts = [(part, part.number(measure)) for part in document.below(line) if part.kind is not LineKind.SUMMARY]
    counted = [(part, value) for part, value in parts if value is not None and value > 0]
    if len(counted) < 2:  # noqa: PLR2004 - one bar compares nothing
        return ()
    longest = max(value for _part, value in counted)
    return tuple(Bar(part.name, value, float(100 * value / longest), part.index) for part, value in counted)


def chartable(document: Document) -> tuple[Column, ...]:
    """Return the measures that units add up: those that bars can compare."""
    return tuple(
        column
        for column in document.columns
        if column.over_units is Aggregation.SUM and column.type is not FieldType.RATE
    )

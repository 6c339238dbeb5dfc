"""A form as the clerk will see it, as values for a table: headings in groups, rows, rules as sentences."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tonghop.core.definitions import Form, FormField, Language, Number, Rows, Severity, Source
from tonghop.core.layout import CODE, MEASURE, STT
from tonghop.core.rules import rule_sentence
from tonghop.web import wording


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell of the table's head."""

    words: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: what stands in it when it is given out, and who fills it."""

    words: str
    source: Source


@dataclass(frozen=True, slots=True)
class Line:
    """A row, or the heading of the rows that follow."""

    fixed: tuple[str, ...]
    """What stands before the form's own columns."""
    cells: tuple[Cell, ...] = ()
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class FormPreview:
    """A form in one language."""

    form: Form
    heads: tuple[tuple[Heading, ...], ...]
    numbers: tuple[str, ...]
    lines: tuple[Line, ...]
    helps: tuple[tuple[str, str], ...]
    """A column's heading and what a clerk is told of it."""
    rules: tuple[tuple[Severity, str, str], ...]
    """How much a rule weighs, its sentence and its remedy."""
    texts: tuple[str, ...]

    @property
    def columns(self) -> int:
        """How many columns the table has."""
        return len(self.numbers)


def preview(form: Form, level: str, language: Language) -> FormPreview:
    """Return a form as units of a level see it."""
    before = _before(form, language)
    return FormPreview(
        form=form,
        heads=tuple(tuple(row) for row in _heads(form, before, language)),
        numbers=(*("" for _ in before), *(f"({place})" for place, _ in enumerate(form.fields, start=1))),
        lines=tuple(_lines(form, level, len(before), language)),
        helps=tuple(
            (field.label.said(language), _help(field, language))
            for field in (*form.fields, *form.texts)
            if _help(field, language)
        ),
        rules=tuple(
            (
                rule.severity,
                rule_sentence(rule, form).said(language),
                rule.remedy.said(language) if rule.remedy else "",
            )
            for rule in form.rules
        ),
        texts=tuple(text.label.said(language) for text in form.texts),
    )


def _before(form: Form, language: Language) -> tuple[str, ...]:
    if form.rows is not Rows.FIXED:
        return (STT.said(language),)
    heading = form.row_heading.said(language) if form.row_heading else ""
    return (STT.said(language), CODE.said(language), heading, MEASURE.said(language))


def _heads(form: Form, before: tuple[str, ...], language: Language) -> Iterator[list[Heading]]:
    grouped = [(group, list(fields)) for group, fields in groupby(form.fields, key=lambda field: field.group)]
    two_rows = any(group is not None for group, _ in grouped)
    first = [Heading(words, rows=2 if two_rows else 1) for words in before]
    second: list[Heading] = []
    for group, fields in grouped:
        labels = [field.label.said(language) for field in fields]
        if group is None:
            first += [Heading(words, rows=2 if two_rows else 1) for words in labels]
        else:
            first.append(Heading(group.said(language), columns=len(fields)))
            second += [Heading(words) for words in labels]
    yield first
    if second:
        yield second


def _lines(form: Form, level: str, before: int, language: Language) -> Iterator[Line]:
    if form.rows is not Rows.FIXED:
        yield Line(("1", *([""] * (before - 1))), _cells(form, {}))
        return
    group = None
    for place, row in enumerate(form.rows_for(level), start=1):
        if row.group is not None and row.group != group:
            yield Line((), heading=row.group.said(language))
        group = row.group
        measure = row.measure.said(language) if row.measure else ""
        yield Line((str(place), row.code, row.label.said(language), measure), _cells(form, row.given))


def _cells(form: Form, given: Mapping[str, Number | str]) -> tuple[Cell, ...]:
    return tuple(Cell(_given(given.get(field.name)), field.source) for field in form.fields)


def _given(value: Number | str | None) -> str:
    return value if isinstance(value, str) else wording.number(value)


def _help(field: FormField, language: Language) -> str:
    parts = [field.help.said(language)] if field.help else []
    if field.choices:
        parts.append("; ".join(choice.label.said(language) for choice in field.choices))
    return " ".join(parts)

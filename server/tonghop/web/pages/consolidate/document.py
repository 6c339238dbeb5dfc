"""A kept consolidation as pages show it: read from the JSON that was given out, so that it never changes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from tonghop.core.consolidation import LineKind
from tonghop.core.definitions import Aggregation, FieldType, Language, Number

Json: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A measure and its headings."""

    measure: str
    form: str
    row: str | None
    field: str
    label: Json
    row_label: Json | None
    type: FieldType
    over_units: Aggregation
    formula: str | None

    def said(self, language: Language) -> str:
        """Return what the column holds, its fixed row first."""
        return " – ".join(words[language] for words in (self.row_label, self.label) if words)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the consolidation, with its place among them."""

    index: int
    kind: LineKind
    unit: str
    name: str
    depth: int
    values: Json
    parts: tuple[int, ...]
    cells: Json
    revisions: tuple[Json, ...]
    earlier: tuple[Json, ...]

    def number(self, measure: str) -> Number | None:
        """Return its figure; ``None`` is blank, which is not zero."""
        value = self.values.get(measure)
        return Decimal(value) if isinstance(value, str) else value


@dataclass(frozen=True)
class Document:
    """The consolidation."""

    content: Json

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Its measures, in the order of forms, fixed rows and fields."""
        return tuple(
            Column(
                one["measure"],
                one["form"],
                one["row"],
                one["field"],
                one["label"],
                one["row_label"],
                FieldType(one["type"]),
                Aggregation(one["over_units"]),
                one["formula"],
            )
            for one in self.content["columns"]
        )

    @cached_property
    def by_measure(self) -> Mapping[str, Column]:
        """Its columns by measure."""
        return {column.measure: column for column in self.columns}

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Its lines, in tree order."""
        return tuple(
            Line(
                index,
                LineKind(one["kind"]),
                one["unit"],
                one["name"],
                one["depth"],
                one["values"],
                tuple(one["parts"]),
                one["cells"],
                tuple(one["revisions"]),
                tuple(one["earlier_revisions"]),
            )
            for index, one in enumerate(self.content["lines"])
        )

    def line(self, index: int) -> Line | None:
        """Return the line at a place."""
        return self.lines[index] if 0 <= index < len(self.lines) else None

    def below(self, line: Line) -> tuple[Line, ...]:
        """Return the lines that a total is the sum of."""
        return tuple(self.lines[part] for part in line.parts)

    def above(self, line: Line) -> tuple[Line, ...]:
        """Return the totals that a line is part of, the province's first."""
        found: list[Line] = []
        inner = line.index
        for outer in reversed(self.lines[: line.index]):
            if inner in outer.parts:
                found.insert(0, outer)
                inner = outer.index
        return tuple(found)

    def forms(self) -> Iterator[tuple[Json, tuple[Column, ...]]]:
        """Yield each form that has measures, with them."""
        for form in self.content["forms"]:
            columns = tuple(column for column in self.columns if column.form == form["code"])
            if columns:
                yield form, columns


@lru_cache(maxsize=8)  # An issue never changes, and drilling down asks for the same one again and again.
def read_document(content: bytes) -> Document:
    """Read the JSON of an issue."""
    return Document(json.loads(content))

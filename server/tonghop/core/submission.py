"""What a unit reported for a period: answers, each with the cell it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from tonghop.core.cells import CellRef

AnswerValue: TypeAlias = int | Decimal | date | str | tuple[str, ...] | None
"""Count: int. Decimal and rate: Decimal. Date: date. Text and choice: str (the choice's code).
Choices: a tuple of codes. ``None`` is blank, which is not zero."""


class Coverage(StrEnum):
    """What the figures of a submission cover."""

    OWN = "own"
    """What the unit itself did."""
    SUMMARY = "summary"
    """What the units below it did, as summed up by this one; never its own."""


@dataclass(frozen=True, slots=True)
class SubmissionKey:
    """What a submission is for: one exists per key, however often it was sent."""

    campaign: str
    period: str
    unit: str
    coverage: Coverage = Coverage.OWN


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and where it stood."""

    value: AnswerValue
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a filled form; ``key`` is the fixed row's code, or the running number of a list row (from 1)."""

    key: str
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    """By field name; a field the clerk left blank is present with value ``None`` and its cell."""

    def value(self, name: str) -> AnswerValue:
        """Return the answer's value, ``None`` when it is blank or absent."""
        answer = self.answers.get(name)
        return None if answer is None else answer.value


@dataclass(frozen=True, slots=True)
class FilledForm:
    """One form as a unit filled it; rows without any answer are left out of list forms."""

    form: str
    rows: tuple[Row, ...]
    texts: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    sheet: str | None = None
    """The tab it was read from."""

    def row(self, key: str) -> Row | None:
        """Return the row of that key, or ``None``."""
        return next((row for row in self.rows if row.key == key), None)


@dataclass(frozen=True, slots=True)
class Submission:
    """A unit's answers for a period: all the forms due."""

    key: SubmissionKey
    version: int
    """The campaign's version that the workbook was made from."""
    forms: tuple[FilledForm, ...]

    def form(self, code: str) -> FilledForm | None:
        """Return the filled form of that code, or ``None``."""
        return next((form for form in self.forms if form.form == code), None)

    def answers(self) -> Iterator[tuple[str, str, str, Answer]]:
        """Yield (form, row key, field, answer) for every answer; texts have the row key ``""``."""
        for form in self.forms:
            for row in form.rows:
                for name, answer in row.answers.items():
                    yield form.form, row.key, name, answer
            for name, answer in form.texts.items():
                yield form.form, "", name, answer

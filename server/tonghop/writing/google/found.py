"""What was found in a shared spreadsheet, in words, with whose it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.cells import Position
from tonghop.core.definitions import Language, Severity, Text
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import Tab
from tonghop.writing.google.cells import within
from tonghop.writing.marked import words
from tonghop.writing.marked.entries import Entry, Say, clean, entries
from tonghop.writing.marked.looks import SEVERITIES


@dataclass(frozen=True, slots=True)
class UnitMarks:
    """One unit's part of a pull."""

    unit: str
    """Its code."""
    name: str
    findings: tuple[Finding, ...]
    rows: frozenset[tuple[str, int]]
    """Tab title and row (from 0) where it filled in anything."""
    taken: bool
    """False: a blocking finding keeps it out of the consolidation."""
    state: Text | str
    """How the report stands, in words: “đã gửi”, “đã duyệt – sửa đổi chờ mở lại”; may be empty."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in words, and the unit it concerns: ``None`` for the whole spreadsheet."""

    entry: Entry
    unit: UnitMarks | None

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.entry.severity or Severity.BLOCKING

    @property
    def weight(self) -> int:
        """Its place among the severities: 0 is the weightiest."""
        return SEVERITIES.index(self.severity)


def gathered(units: Sequence[UnitMarks], general: Sequence[Finding], say: Say, language: Language) -> tuple[Found, ...]:
    """Return every finding: general ones first, then those of all units, each the weightiest first."""
    whole = [Found(entry, None) for entry in entries(general, say, language)]
    of_units = [Found(entry, unit) for unit in units for entry in entries(unit.findings, say, language)]
    return (*whole, *weightiest_first(of_units))


def refused(reason: str | None, language: Language) -> tuple[Found, ...]:
    """Return why nothing was taken, as the one line that says so."""
    kind = words.KINDS[Severity.BLOCKING].said(language)
    return () if reason is None else (Found(Entry(Severity.BLOCKING, None, None, kind, clean(reason), ""), None),)


def weightiest_first(found: Iterable[Found]) -> list[Found]:
    """Return them by severity, those of one severity in the order they came."""
    return sorted(found, key=lambda one: one.weight)


def by_cell(tab: Tab, found: Iterable[Found]) -> Mapping[Position, Sequence[Found]]:
    """Return the findings of each cell that the tab's grid has, the weightiest first."""
    cells: dict[Position, list[Found]] = {}
    for one in weightiest_first(found):
        cell = one.entry.cell
        if cell is not None and cell.sheet == tab.title and within(tab, (cell.row, cell.column)):
            cells.setdefault((cell.row, cell.column), []).append(one)
    return cells

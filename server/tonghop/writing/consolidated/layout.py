"""Where everything stands in the consolidated workbook: settled first, so that sheets can point at one another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tonghop.core.completeness import USABLE, Standing, State
from tonghop.core.consolidation import Column, Consolidation, Include, Line, LineKind, Measure
from tonghop.core.definitions import Form
from tonghop.core.submission import Coverage
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.pen import reference

STT, CODE, UNIT, STATE, FIRST_MEASURE = range(5)
"""The columns of a form's sheet; all before FIRST_MEASURE repeat on every printed page."""

HEAD_ROW, FIRST_LINE = 4, 8
"""Rows of a form's sheet: three headings, the columns' numbers, then the lines."""

PAGE_COLUMNS = 14
SHEET_NAME_LIMIT = 31


@dataclass(frozen=True)
class FormSheet:
    """One form's sheet: its name, its columns in order, and the pages they print on."""

    form: Form
    name: str
    columns: tuple[Column, ...]

    @cached_property
    def place(self) -> Mapping[Measure, int]:
        """Each measure's column on the sheet."""
        return {column.measure: FIRST_MEASURE + place for place, column in enumerate(self.columns)}

    @cached_property
    def pages(self) -> tuple[tuple[int, int], ...]:
        """First and last column of each printed page; blocks stay whole wherever they fit on one."""
        room = PAGE_COLUMNS - FIRST_MEASURE
        pages: list[tuple[int, int]] = []
        for first, last in self._pieces(room):
            if pages and last - pages[-1][0] < room:
                pages[-1] = (pages[-1][0], last)
            else:
                pages.append((first, last))
        return tuple(pages)

    def _pieces(self, room: int) -> Iterator[tuple[int, int]]:
        for first, last in _runs([block_of(column) for column in self.columns]):
            for start in range(first, last + 1, room):
                yield FIRST_MEASURE + start, FIRST_MEASURE + min(start + room - 1, last)


@dataclass(frozen=True)
class Plan:
    """The whole workbook's layout."""

    consolidation: Consolidation
    sheets: tuple[FormSheet, ...]
    sources: Mapping[tuple[int, str], int]
    """The row of “Nguồn số liệu” that a line's figures of a form begin at."""

    @classmethod
    def of(cls, consolidation: Consolidation, first_source: int) -> "Plan":
        """Lay out a consolidation; the first row of sources is ``first_source``."""
        sheets = tuple(form_sheets(consolidation))
        sources: dict[tuple[int, str], int] = {}
        row = first_source
        for index, line in enumerate(consolidation.lines):
            if line.kind is LineKind.TOTAL:
                continue
            for sheet in sheets:
                sources[index, sheet.form.code] = row
                row += max(1, len(line.revisions))
        return cls(consolidation, sheets, sources)

    @cached_property
    def totalled(self) -> frozenset[str]:
        """Units that have a TOTAL line."""
        return frozenset(line.unit.code for line in self.consolidation.lines if line.kind is LineKind.TOTAL)

    def name(self, line: Line) -> str:
        """Return what a line is called."""
        return words.unit_words(line, beneath_total=line.unit.code in self.totalled)

    def outline(self, line: Line) -> int:
        """Return how deep a line lies: a unit's own figures lie one beneath its total."""
        return line.depth + (line.kind is not LineKind.TOTAL and line.unit.code in self.totalled)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """“STT” of each line: I, II … directly below the root where there are deeper units, else 1, 2 …."""
        deep = max((line.depth for line in self.consolidation.lines), default=0) > 1
        counts: list[int] = []
        numbers: list[str] = []
        last: str | None = None
        for line in self.consolidation.lines:
            if line.unit.code == last or line.depth == 0:
                numbers.append("")
            else:
                counts[line.depth + 1 :] = []
                counts.extend([0] * (line.depth + 1 - len(counts)))
                counts[line.depth] += 1
                numbers.append(ordinal(counts, line.depth, deep=deep))
            last = line.unit.code
        return tuple(numbers)

    @cached_property
    def within(self) -> Mapping[str, frozenset[str]]:
        """The codes of each unit with all below it."""
        parents = {line.unit.code: line.unit.parent for line in self.consolidation.lines}
        below: dict[str, set[str]] = {code: {code} for code in parents}
        for code, parent in parents.items():
            above = parent
            while above is not None and above in below:
                below[above].add(code)
                above = parents[above]
        return {code: frozenset(codes) for code, codes in below.items()}

    def standings_of(self, line: Line) -> list[Standing]:
        """Return how the reports that a line rests on stand, in the periods brought together."""
        periods = {period.code for period in self.consolidation.periods}
        units = self.within[line.unit.code] if line.kind is LineKind.TOTAL else {line.unit.code}
        coverages = {
            LineKind.TOTAL: {Coverage.OWN, Coverage.SUMMARY},
            LineKind.OWN: {Coverage.OWN},
            LineKind.SUMMARY: {Coverage.SUMMARY},
        }[line.kind]
        return [
            standing
            for standing in self.consolidation.standings
            if standing.unit in units and standing.period in periods and standing.coverage in coverages
        ]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """“Tình hình” of each line: of a total, how many of the reports owed have come."""
        return tuple(self._state(line) for line in self.consolidation.lines)

    def _state(self, line: Line) -> str:
        standings = self.standings_of(line)
        if line.kind is LineKind.TOTAL:
            owed = [standing for standing in standings if standing.state is not State.EXEMPT]
            if self.consolidation.include is Include.ACCEPTED:
                return f"{sum(s.state is State.ACCEPTED for s in owed)}/{len(owed)} đã duyệt"
            return f"{sum(s.state in USABLE for s in owed)}/{len(owed)} báo cáo"
        if len(self.consolidation.periods) > 1 and standings:
            return f"{len({revision.key.period for revision in line.revisions})}/{len(standings)} kỳ"
        if line.standing is None:
            return words.NOT_OWED
        if line.standing.state in USABLE and not line.revisions:
            return words.NOT_TAKEN
        return words.state_word(line.standing)

    def line_reference(self, sheet: FormSheet, index: int, column: int) -> str:
        """Return a reference to a line's cell on a form's sheet."""
        return reference(sheet.name, FIRST_LINE + index, column)


def block_of(column: Column) -> tuple[str, str]:
    """Return what a column stands under: its fixed row, or its field's group."""
    if column.row is not None:
        return column.row.code, column.row.label.vi
    if column.field is not None and column.field.group is not None:
        return "", column.field.group.vi
    return column.measure.field, ""


def form_sheets(consolidation: Consolidation) -> Iterator[FormSheet]:
    """Yield the sheet of each form that has columns, in the campaign's order, under a name of its own."""
    taken = {name.casefold() for name in (*words.TABS, "History")}
    for form in consolidation.campaign.forms:
        columns = tuple(column for column in consolidation.columns if column.measure.form == form.code)
        if columns:
            yield FormSheet(form, sheet_name(form.sheet, taken), columns)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a name Excel takes for a sheet, not among ``taken`` (casefolded), and add it to them."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ") or "Biểu"
    name, count = plain[:SHEET_NAME_LIMIT], 1
    while name.casefold() in taken:
        count += 1
        ending = f" ({count})"
        name = plain[: SHEET_NAME_LIMIT - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _runs(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(keys) + 1):
        if place == len(keys) or keys[place] != keys[start]:
            yield start, place - 1
            start = place


def ordinal(counts: Sequence[int], depth: int, *, deep: bool) -> str:
    """Return the number of a line at a depth: I, II … directly below the root where there are deeper ones."""
    if depth == 1 and deep:
        return _roman(counts[1])
    return ".".join(str(count) for count in counts[2 if deep else 1 : depth + 1])


_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _roman(number: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters

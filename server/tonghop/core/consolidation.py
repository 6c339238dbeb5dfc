"""The value that consolidating makes and the workbook, the report and JSON are written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from tonghop.core.completeness import Standing, State
from tonghop.core.definitions import Aggregation, Campaign, FieldType, FixedRow, FormField, Number, Period, Text
from tonghop.core.findings import Finding
from tonghop.core.submission import Coverage, Submission, SubmissionKey
from tonghop.core.units import Unit

ROW_COUNT = "rows"
"""The field name of the measure that counts a list form's rows."""


class Include(StrEnum):
    """Which submissions a consolidation takes."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Measure:
    """What one column of a consolidation measures: a field of a form, of one fixed row where it has any."""

    form: str
    field: str
    row: str = ""

    def __str__(self) -> str:
        return ".".join(part for part in (self.form, self.row, self.field) if part)


@dataclass(frozen=True, slots=True)
class Column:
    """A measure with all that is needed to bring it together and to head a column."""

    measure: Measure
    label: Text
    type: FieldType
    over_units: Aggregation
    over_time: Aggregation
    formula: str | None = None
    """For a rate: its expression over the other fields of the same form and row; recomputed, never added."""
    row: FixedRow | None = None
    field: FormField | None = None
    accumulates: Measure | None = None
    """For a cumulative: the measure whose periods, the earlier ones with this, it adds up."""
    history: str = ""
    """For a cumulative: the field that stands in its formula for the earlier periods."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored revision of a submission, with what is known of the file it came in."""

    key: SubmissionKey
    number: int
    """Counted from 1 for each key."""
    sequence: int
    """Order among all deliveries; never the clock."""
    state: State
    received: datetime
    """UTC."""
    sender: str
    file_name: str
    digest: str
    """SHA-256 of the file's bytes, hexadecimal."""
    submission: Submission
    findings: tuple[Finding, ...] = ()
    accepted_levels: int = 0
    waiting: int | None = None
    """The number of a newer revision that is not in force: an amendment, or one with blocking findings."""
    first_received: datetime | None = None
    """UTC; when the key's first revision without blocking findings came, where that was an earlier one:
    a correction does not make a report late."""


class LineKind(StrEnum):
    """What a line of the consolidation holds."""

    TOTAL = "total"
    """A unit and all below it: the sum of its parts."""
    OWN = "own"
    """What a unit itself reported."""
    SUMMARY = "summary"
    """What a unit reported for those below it, standing in for them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, in tree order.

    A unit with units below it has a TOTAL line, then its OWN line (where it reports), then a SUMMARY
    line (where that stands in), then the lines of the units below.
    """

    kind: LineKind
    unit: Unit
    depth: int
    """How many units stand above."""
    values: Mapping[Measure, Number]
    """Only measures that have a value: absent is blank, which is not zero."""
    parts: tuple[int, ...] = ()
    """For a TOTAL line: the indexes of the lines it is the sum of."""
    cells: Mapping[Measure, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """For OWN and SUMMARY lines: the cells each value came from, “Biểu 2!I12”."""
    revisions: tuple[Revision, ...] = ()
    """For OWN and SUMMARY lines: the revisions its values came from, by period; none when nothing usable came."""
    earlier: tuple[Revision, ...] = ()
    """For OWN and SUMMARY lines: the revisions of earlier periods that its cumulative figures add up too."""
    standing: Standing | None = None
    """How the line's report for the last of the consolidated periods stands."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A summary that does not agree with the reports of the units it sums up."""

    unit: Unit
    measure: Measure
    summary: Number
    below: Number
    period: str = ""
    """The code of the filled period that both speak of."""
    adds_summary: bool = False
    """Whether the totals hold the summary (it stands in); else they hold the reports below."""


@dataclass(frozen=True, slots=True)
class UnitFinding:
    """A finding that stands with a unit's report of a period."""

    unit: str
    period: str
    coverage: Coverage
    finding: Finding


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report that an issue rests on, with its figures as they were."""

    unit: str
    period: str
    coverage: Coverage
    revision: int
    sender: str
    figures: Mapping[Measure, Number]


@dataclass(frozen=True, slots=True)
class Issue:
    """A consolidation as it was given out (lần phát hành)."""

    period: str
    number: int
    """Counted from 1 for each campaign and period."""
    as_of: date
    include: Include
    at: datetime
    """UTC."""
    who: str
    digest: str
    """SHA-256 of the workbook's bytes, hexadecimal."""
    reports: tuple[IssuedReport, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a report that is not what it was when the consolidation was last given out."""

    unit: str
    period: str
    coverage: Coverage
    measure: Measure
    old: Number | None
    """``None``: it was blank, or the report was not in it."""
    new: Number | None
    """``None``: it is blank now, or the report is no longer in it."""
    revision: int
    """The revision that holds the new figure; of a report that is gone, the one that held the old."""
    sender: str
    came: bool = False
    """Whether the whole report was not in the issue."""
    went: bool = False
    """Whether the whole report is no longer in it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since an issue."""

    since: Issue
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Consolidation:
    """All units' figures for a period, with where each came from and what is missing."""

    campaign: Campaign
    period: Period
    periods: tuple[Period, ...]
    """The filled periods brought together: the period itself, or those that a derived one is made of."""
    as_of: date
    include: Include
    columns: tuple[Column, ...]
    """In the order of the campaign's forms, fixed rows and fields."""
    lines: tuple[Line, ...]
    standings: tuple[Standing, ...]
    """Every owed report of every period that has begun by ``as_of``, in tree order, then by period."""
    matrix_periods: tuple[Period, ...]
    """The periods that the standings speak of."""
    differences: tuple[Difference, ...] = ()
    findings: tuple[UnitFinding, ...] = ()
    """Warnings of the revisions used, and what was found between units."""
    changes: Changes | None = None
    """What changed since it was last given out, where it was."""
    units: tuple[Unit, ...] = ()
    """The whole unit list where it was given: names those that are in no line."""

    @property
    def names(self) -> Mapping[str, str]:
        """What each unit is called, by code: as in its line, where it has one."""
        return {unit.code: unit.name for unit in (*self.units, *(line.unit for line in self.lines))}

"""Campaigns and forms as data: frozen, and an unknown key is refused.

A new campaign, form version or period is a file, never Python. What stands in
``workbook_templates/`` is resolved by ``catalogue`` into one self-contained ``Campaign``; that is
the value every other room takes, and the one the database keeps by version.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from tonghop.core.errors import Phrase, marked

Number: TypeAlias = int | Decimal
Language: TypeAlias = Literal["vi", "en"]

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""An identifier used in rules: small letters, digits, underscores."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
"""A code seen by people and used as a key: no spaces."""


def _of_field(name: str, key: str, message: str) -> Phrase:
    return Phrase(marked("field {field}: {problem}"), field=name, key=key, problem=Phrase(message))


def _of_form(code: str, message: str) -> Phrase:
    return Phrase(marked("form {form}: {problem}"), form=code, key="rows", problem=Phrase(message))


class Value(BaseModel):
    """The base of every definition: frozen, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Value):
    """The same words in Vietnamese and English."""

    vi: str
    en: str

    def said(self, language: Language) -> str:
        """Return the words in that language."""
        return self.vi if language == "vi" else self.en

    def __str__(self) -> str:
        return self.en


class FieldType(StrEnum):
    """What a cell of a field may hold."""

    COUNT = "count"
    """A whole number, 0 or more: “3.640” is 3640."""
    DECIMAL = "decimal"
    """A number that may have decimals: “0,5”."""
    RATE = "rate"
    """A computed ratio, 0 to 1, shown in per cent and recomputed from sums, never added."""
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"
    """One of the field's choices, by its label or code."""
    CHOICES = "choices"
    """Any of the field's choices, their codes parted by commas or semicolons: “2.1; 2.3”."""


class Source(StrEnum):
    """Who fills a field."""

    CLERK = "clerk"
    COMPUTED = "computed"
    """A formula over the other fields of its row; a value that differs from it is a warning."""
    GIVEN = "given"
    """Stands in the workbook when it is given out: a norm, a unit of measure. Locked."""
    HISTORY = "history"
    """Given out from earlier periods: what was accumulated before this one. Locked."""


class Aggregation(StrEnum):
    """How a field is brought together, over units or over time."""

    SUM = "sum"
    LAST = "last"
    """The newest one; over time only."""
    MAX = "max"
    NONE = "none"


class Severity(StrEnum):
    """How much a finding weighs."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


class Scope(StrEnum):
    """What a rule looks at."""

    ROW = "row"
    FORM = "form"
    HISTORY = "history"
    SUBTREE = "subtree"


class Choice(Value):
    """One allowed answer of a choice field."""

    code: Code
    label: Text


class Watch(Value):
    """When a figure is asked about for being out of line; such a finding is a warning and never blocks."""

    history: bool = True
    """Compared with the unit's own earlier periods."""
    peers: bool = True
    """Compared with units of the same level in the same period."""
    per: Name | None = "members"
    """The register's figure that units' sizes are measured by; not looked at where it was not reported."""
    least: Number = 20
    """A smaller difference from what is usual is never told."""
    times: Annotated[Decimal, Field(gt=1)] = Decimal(3)
    """So many times more, or fewer, than usual."""
    threshold: Annotated[Decimal, Field(gt=0)] = Decimal("3.5")
    """The modified z-score above which a figure is out of line."""
    fewest: Annotated[int, Field(ge=3)] = 8
    """With fewer peers nothing is compared."""
    periods: Annotated[int, Field(ge=1)] = 1
    """With fewer earlier periods nothing is compared."""
    spread_periods: Annotated[int, Field(ge=3)] = 4
    """From so many earlier periods on their spread is looked at, before that only how often ``jump`` is reached."""
    jump: Annotated[Decimal, Field(gt=1)] = Decimal(5)
    """While there are few earlier periods: so many times more, or fewer, than usual."""


class FormField(Value):
    """One column of a form (chỉ tiêu, cột)."""

    name: Name
    label: Text
    type: FieldType
    source: Source = Source.CLERK
    group: Text | None = None
    """The heading that this column and its neighbours of the same group stand under."""
    measure: Text | None = None
    """Unit of measure: người, cuốn."""
    required: bool = False
    optional: bool = False
    """A standard form leaves this column out unless a campaign asks for it."""
    formula: str | None = None
    """For a computed field: its expression over the row, in the rule language."""
    accumulates: Name | None = None
    """For a history field: the field whose earlier periods it adds up."""
    zero_words: bool = False
    """“-” and “không” are zero here; elsewhere they are asked about."""
    over_units: Aggregation = Aggregation.NONE
    over_time: Aggregation = Aggregation.NONE
    choices: tuple[Choice, ...] = ()
    maximum: Number | None = None
    page: Literal[1, 2] = 1
    """Which page across it prints on; STT and the key columns repeat on both."""
    key: bool = False
    """Repeats on every page across, so that a row can be told from its neighbours."""
    width: float = 9.0
    """Column width in Excel's characters."""
    help: Text | None = None
    """What a clerk is told when he enters the cell."""
    watch: Watch | None = None
    """When a figure is asked about for being out of line; none means as the campaign says."""

    @property
    def is_number(self) -> bool:
        """Whether its answers are numbers."""
        return self.type in {FieldType.COUNT, FieldType.DECIMAL, FieldType.RATE}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.source is Source.COMPUTED) != (self.formula is not None):
            raise ValueError(
                _of_field(self.name, "formula", marked("a computed field has a formula, any other has none"))
            )
        if (self.source is Source.HISTORY) != (self.accumulates is not None):
            message = marked("a history field names the field it accumulates, any other names none")
            raise ValueError(_of_field(self.name, "accumulates", message))
        if (self.type in {FieldType.CHOICE, FieldType.CHOICES}) != bool(self.choices):
            raise ValueError(
                _of_field(self.name, "type", marked("a choice field lists its choices, any other lists none"))
            )
        return self


class Rule(Value):
    """A check written once: from it come the in-sheet check, the server's check and its sentence."""

    code: Name
    scope: Scope = Scope.ROW
    when: str | None = None
    """The rule is looked at only where this holds."""
    expression: str
    severity: Severity = Severity.BLOCKING
    sentence: Text | None = None
    """Said instead of the sentence made from the expression."""
    remedy: Text | None = None


class FixedRow(Value):
    """One row that stands in a form when it is given out: an indicator, or an item for a recipient."""

    code: Code
    """“Mã số”: what the row is found by, whatever became of its place."""
    label: Text
    group: Text | None = None
    """The heading the row stands under: the item, or the part of the plan."""
    measure: Text | None = None
    given: dict[Name, Number | str] = {}
    """Values of the ``given`` fields of this row, e.g. norm = 3; absent where none applies."""
    base: Name | None = None
    """The register's field that the norm multiplies: key_cadres, cells."""
    item: Code | None = None
    """Rows of the same item are recipients of the same thing; where none is named, those of the same group are."""
    priority: Annotated[int, Field(ge=1)] | None = None
    """Where there are too few copies, rows with a lower number are served first; those without one, last."""
    type: Literal["count", "decimal"] = "count"
    """What the clerk's number fields of this row hold."""
    over_units: Aggregation | None = None
    over_time: Aggregation | None = None
    """Where the row's numbers must not be added as its fields' are: cells that met are not added over
    months. None means as the field says."""
    levels: tuple[Code, ...] = ()
    """Levels that fill the row; none named means all."""


class Rows(StrEnum):
    """What rows a form has."""

    SINGLE = "single"
    """Exactly one row: the register."""
    LIST = "list"
    """As many as the clerk needs, one per event."""
    FIXED = "fixed"
    """Those the campaign names."""


class Form(Value):
    """A standard form as a campaign uses it: columns resolved, rows named."""

    code: Code
    version: int = Field(ge=1)
    number: str
    """“Biểu số 1”."""
    sheet: Annotated[str, StringConstraints(max_length=31)]
    """The tab's name."""
    title: Text
    note: Text | None = None
    """What the form is about, printed under its title and on the instructions sheet."""
    rows: Rows
    capacity: int = Field(default=1, ge=1)
    """Prepared blank rows of a list form."""
    row_heading: Text | None = None
    """The heading over the fixed rows' labels."""
    count_label: Text | None = None
    """For a list form: what counting its rows measures, e.g. “Số hội nghị”."""
    fields: tuple[FormField, ...]
    fixed_rows: tuple[FixedRow, ...] = ()
    texts: tuple[FormField, ...] = ()
    """Short free texts under the table."""
    rules: tuple[Rule, ...] = ()
    levels: tuple[Code, ...] = ()
    """Levels that fill the form; none named means all."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if bool(self.fixed_rows) != (self.rows is Rows.FIXED):
            raise ValueError(_of_form(self.code, marked("a form with fixed rows names them, any other names none")))
        if self.texts and self.rows is not Rows.FIXED:
            raise ValueError(_of_form(self.code, marked("free texts stand only under fixed rows")))
        return self

    def field(self, name: str) -> FormField:
        """Return the column of that name; KeyError when there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def rows_for(self, level: str) -> tuple[FixedRow, ...]:
        """Return the fixed rows that a unit of that level fills."""
        return tuple(row for row in self.fixed_rows if not row.levels or level in row.levels)

    def row_type(self, row: FixedRow | None, field: FormField) -> FieldType:
        """Return what a cell holds: a fixed row may say decimal for the clerk's counts."""
        if row is not None and row.type == "decimal" and field.type is FieldType.COUNT:
            return FieldType.DECIMAL
        return field.type


class Deadline(Value):
    """The last day for something, as plans write it; exactly one way of saying it is used.

    before     “trước ngày 20/4/2023”: strictly before that day
    by         “chậm nhất ngày 31/8/2020”: that day is the last
    in_month   “trong tháng 02-2020” (YYYY-MM): the month's last day
    early      “đầu tháng 9-2020” (YYYY-MM): the month's tenth day
    yearly     “tháng 11 hằng năm” (1–12): the last day of that month of the period's last year
    at_end     the last day of the period reported on
    """

    before: date | None = None
    by: date | None = None
    in_month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = None
    early: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = None
    yearly: Annotated[int, Field(ge=1, le=12)] | None = None
    at_end: Literal[True] | None = None
    assumed: bool = False
    """The plan does not state it; shown so."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = (self.before, self.by, self.in_month, self.early, self.yearly, self.at_end)
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                Phrase(marked("a deadline says exactly one of before, by, in_month, early, yearly, at_end"))
            )
        return self


class ReportKind(StrEnum):
    """How often a report is owed."""

    ONCE = "once"
    MONTH = "month"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Report(Value):
    """A report that units owe, once or again and again; ``calendar`` unfolds it into periods."""

    code: Code
    """Once: the period's code. Recurring: the start of it, e.g. T for T2017-03."""
    label: Text
    kind: ReportKind = ReportKind.ONCE
    first: date
    """First day the answers describe."""
    last: date | None = None
    """Last day they describe; none means without end (recurring reports only)."""
    due: Deadline
    forms: tuple[Code, ...]
    levels: tuple[Code, ...] = ()
    """Levels that owe it; none named means every unit that reports."""
    adds: bool = True
    """False for a review that restates what other periods already reported: never added to them."""
    derived: bool = False
    """Not filled: brought together from the filled periods that lie within it."""


class Period(Value):
    """One period of a campaign (kỳ báo cáo): made by ``calendar`` from a ``Report``."""

    code: Code
    label: Text
    start: date
    end: date
    due: date
    """The last day on which a report is on time."""
    assumed: bool
    forms: tuple[Code, ...]
    levels: tuple[Code, ...] = ()
    adds: bool = True
    derived: bool = False


class Activity(Value):
    """Something the plan orders, with its own window: a conference of 2019 belongs to a campaign of 2020."""

    code: Code
    label: Text
    start: date
    finish: Deadline
    forms: tuple[Code, ...] = ()
    """Forms whose dated rows belong to it; their dates must fall in some activity's window."""
    until: date | None = None
    """Last day of the window when that is later than the finishing date."""


class OfficeDeadline(Value):
    """When the issuing office reports upward, and to whom."""

    to: Text
    due: Deadline | None = None
    rule: Text | None = None
    """Where the plan names no day: the rule it refers to."""


class Level(Value):
    """A level of the campaign's tree: its name on screens, and whether its units report."""

    code: Code
    label: Text
    reports: bool = True
    """False: units of this level report to the one above alone, whose summary stands in for them."""


class Campaign(Value):
    """One plan as data (đợt, kế hoạch): everything but its units, self-contained, immutable by version."""

    code: Code
    version: int = Field(ge=1)
    title: Text
    short_title: Text
    issuer: Text
    number: str | None = None
    issued: date | None = None
    basis: tuple[str, ...] = ()
    language: Language = "vi"
    levels: tuple[Level, ...]
    review_levels: Annotated[int, Field(ge=0, le=3)] = 1
    summary_stands_in: bool = False
    """Units below a reporting unit send nothing here; its summary of them is taken instead, and said so."""
    forms: tuple[Form, ...]
    reports: tuple[Report, ...]
    activities: tuple[Activity, ...] = ()
    office: tuple[OfficeDeadline, ...] = ()
    watch: Watch = Watch()
    """When figures are asked about for being out of line, where a field does not say otherwise."""
    notes: tuple[Text, ...] = ()
    """What was read out of the plan and what was assumed, shown with the campaign."""

    def form(self, code: str) -> Form:
        """Return the form of that code; KeyError when there is none."""
        for candidate in self.forms:
            if candidate.code == code:
                return candidate
        raise KeyError(code)

    def level(self, code: str) -> Level:
        """Return the level of that code; KeyError when there is none."""
        for candidate in self.levels:
            if candidate.code == code:
                return candidate
        raise KeyError(code)

    def forms_due(self, period: Period, level: str) -> tuple[Form, ...]:
        """Return the forms that a unit of that level fills in that period, in the period's order."""
        forms = (self.form(code) for code in period.forms)
        return tuple(form for form in forms if not form.levels or level in form.levels)

    def norms(self) -> "Iterator[Norm]":
        """Yield every norm the campaign's fixed rows state."""
        for form in self.forms:
            for row in form.fixed_rows:
                if "norm" in row.given:
                    yield Norm(form=form.code, row=row.code, quantity=Decimal(row.given["norm"]), base=row.base)


class Norm(Value):
    """How many copies each recipient counted by the register's field is due (định mức)."""

    form: Code
    row: Code
    quantity: Decimal
    base: Name | None

"""A report's sheets as a page shows them: every answer in its cell, what is wrong beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tonghop.core.cells import CellRef, column_letters
from tonghop.core.definitions import Campaign, FieldType, Form, FormField, Language, Severity, Source
from tonghop.core.findings import Finding
from tonghop.core.labels import label_of
from tonghop.core.spelling import spelled
from tonghop.core.submission import Answer, AnswerValue, FilledForm, Row, Submission
from tonghop.sentences import say_finding
from tonghop.web.causes import anchor
from tonghop.web.wording import percent

_ORDER = tuple(Severity)
_LINE, _MOST_LINES = 28, 6
_OUTSIDE = frozenset({"value_below_table", "stray_value"})
"""Findings about cells that hold what does not belong there: such a cell can be emptied in the page."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it stands beside its cell."""

    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell."""

    anchor: str
    name: str
    """What it is called in a form that is sent: a:form:row:field."""
    shown: str
    label: str
    """What a screen reader calls it: cell, column, row."""
    told: tuple[Told, ...] = ()
    is_own: bool = False
    """Whether the unit fills it."""
    is_number: bool = False
    is_text: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """What may be chosen: what is typed for it, and what is read."""
    before: str | None = None
    """What stands in the report, where somebody's unsaved correction is shown."""

    @property
    def lines(self) -> int:
        """How many lines its text takes."""
        return min(_MOST_LINES, 1 + len(self.shown) // _LINE + self.shown.count("\n"))

    @property
    def worst(self) -> Severity | None:
        """How much the weightiest finding weighs."""
        return min((one.severity for one in self.told), key=_ORDER.index, default=None)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of a sheet."""

    number: int
    """As Excel counts it."""
    label: str
    cells: tuple[GridCell | None, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's letter and what it is called."""

    letters: str
    label: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class GridForm:
    """One form on its sheet."""

    code: str
    title: str
    sheet: str | None
    headings: tuple[Heading, ...]
    rows: tuple[GridRow, ...]
    texts: tuple[GridCell, ...]
    outside: tuple[GridCell, ...]
    """Cells outside the table that hold what is not read."""


@dataclass(frozen=True)
class _Maker:
    campaign: Campaign
    language: Language
    edits: Mapping[str, str]
    within: str
    told: Mapping[CellRef, list[Finding]] = field(default_factory=dict)


def grid(
    campaign: Campaign,
    submission: Submission,
    findings: Iterable[Finding],
    language: Language,
    *,
    edits: Mapping[str, str] | None = None,
    within: str = "",
) -> tuple[GridForm, ...]:
    """Return the forms of a report as they are shown; ``edits`` are typed over it, by the cells' names.

    ``within`` begins the cells' anchors, where one page shows several reports.
    """
    told: dict[CellRef, list[Finding]] = {}
    for finding in findings:
        if finding.cell is not None:
            told.setdefault(finding.cell, []).append(finding)
    maker = _Maker(campaign, language, edits or {}, within, told)
    return tuple(_form(maker, campaign.form(filled.form), filled) for filled in submission.forms)


def _form(maker: _Maker, form: Form, filled: FilledForm) -> GridForm:
    columns = {name: answer.cell.column for row in filled.rows for name, answer in row.answers.items() if answer.cell}
    fields = sorted((one for one in form.fields if one.name in columns), key=lambda one: columns[one.name])
    return GridForm(
        code=form.code,
        title=f"{form.number} – {form.title.said(maker.language)}",
        sheet=filled.sheet,
        headings=tuple(
            Heading(column_letters(columns[one.name]), label_of(one).said(maker.language), one.source is Source.CLERK)
            for one in fields
        ),
        rows=tuple(_row(maker, form, fields, row) for row in filled.rows),
        texts=tuple(
            _cell(maker, form, one, Row("", filled.texts), filled.texts[one.name])
            for one in form.texts
            if one.name in filled.texts and filled.texts[one.name].cell is not None
        ),
        outside=tuple(_outside(maker, form, filled)),
    )


def _row(maker: _Maker, form: Form, fields: list[FormField], row: Row) -> GridRow:
    places = [answer.cell.row for answer in row.answers.values() if answer.cell is not None]
    answers = [(one, row.answers.get(one.name)) for one in fields]
    return GridRow(
        number=min(places, default=-1) + 1,
        label=_row_label(maker, form, row),
        cells=tuple(
            None if answer is None or answer.cell is None else _cell(maker, form, one, row, answer)
            for one, answer in answers
        ),
    )


def _row_label(maker: _Maker, form: Form, row: Row) -> str:
    fixed = next((one for one in form.fixed_rows if one.code == row.key), None)
    if fixed is None:
        return ""
    group = f"{fixed.group.said(maker.language)}: " if fixed.group else ""
    return f"{fixed.code} – {group}{fixed.label.said(maker.language)}"


def _cell(maker: _Maker, form: Form, one: FormField, row: Row, answer: Answer) -> GridCell:
    fixed = next((known for known in form.fixed_rows if known.code == row.key), None)
    type_ = form.row_type(fixed, one)
    findings = maker.told.get(answer.cell, []) if answer.cell is not None else []
    name = f"a:{form.code}:{row.key}:{one.name}"
    shown = _shown(one, type_, answer.value, findings)
    place = (answer.cell.row, answer.cell.column) if answer.cell is not None else (0, 0)
    typed = maker.edits.get(name, shown)
    return GridCell(
        anchor=anchor(form.code, place, maker.within) or "",
        name=name,
        shown=typed,
        label=f"{answer.cell.a1 if answer.cell else ''} {label_of(one, fixed).said(maker.language)}".strip(),
        told=_told(maker, findings),
        is_own=one.source is Source.CLERK,
        is_number=one.is_number,
        is_text=one.type is FieldType.TEXT,
        choices=_choices(maker, one, typed),
        before=shown if typed != shown else None,
    )


def _choices(maker: _Maker, one: FormField, shown: str) -> tuple[tuple[str, str], ...]:
    """Return what may be chosen; what cannot be read stays in the list, so that it is not lost unseen."""
    if one.type is not FieldType.CHOICE:
        return ()
    listed = [(choice.label.vi, choice.label.said(maker.language)) for choice in one.choices]
    known = {typed for typed, _ in listed}
    return (("", ""), *(((shown, shown),) if shown and shown not in known else ()), *listed)


def _shown(one: FormField, type_: FieldType, value: AnswerValue, findings: Iterable[Finding]) -> str:
    """Return what stands in the cell: the answer, or the text that could not be read."""
    if value is None:
        return next((finding.read for finding in findings if finding.read and finding.blocks), "")
    if one.type is FieldType.CHOICE:
        return next((choice.label.vi for choice in one.choices if choice.code == value), str(value))
    if type_ is FieldType.RATE and one.source is not Source.CLERK and isinstance(value, int | Decimal):
        return percent(Decimal(value))  # computed, so it has digits without end
    return spelled(value, type_)


def _told(maker: _Maker, findings: Iterable[Finding]) -> tuple[Told, ...]:
    ordered = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    return tuple(Told(one.severity, str(say_finding(one, maker.language))) for one in ordered)


def _outside(maker: _Maker, form: Form, filled: FilledForm) -> Iterable[GridCell]:
    inside = {answer.cell for row in filled.rows for answer in row.answers.values()}
    inside |= {answer.cell for answer in filled.texts.values()}
    for cell, findings in maker.told.items():
        own = [finding for finding in findings if finding.form == form.code]
        if own and cell not in inside:
            yield GridCell(
                anchor=anchor(form.code, (cell.row, cell.column), maker.within) or "",
                name=f"x:{form.code}:{cell.a1}",
                shown=own[0].read or "",
                label=cell.a1,
                told=_told(maker, own),
                is_own=any(finding.code in _OUTSIDE for finding in own),
            )


def typed_anew(shown: Iterable[GridForm], sent: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed over the cells of a grid, by the cells' names: only what differs from it."""
    cells = (
        cell
        for form in shown
        for cell in (*(one for row in form.rows for one in row.cells if one is not None), *form.texts)
    )
    own = {cell.name: cell.shown for cell in cells if cell.is_own}
    return {
        name: text
        for name, text in ((name, _same_lines(sent[name])) for name in own if name in sent)
        if text != own[name]
    }


def emptied(shown: Iterable[GridForm], sent: Iterable[str]) -> set[str]:
    """Return the names of the cells outside the tables that are to be emptied."""
    return {cell.name for form in shown for cell in form.outside if cell.is_own} & set(sent)


def _same_lines(text: str) -> str:
    """Return a text as it was before a browser sent it: forms part lines by two characters."""
    return text.replace("\r\n", "\n").strip()

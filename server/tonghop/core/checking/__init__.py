"""What the answers of a submission say together: the server's own figures, the rules, form against form."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TypeGuard

from tonghop.core.calendar import windows
from tonghop.core.cells import CellRef
from tonghop.core.checking.settling import settle
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, FixedRow, Form, Number, Period, Rows, Rule, Scope, Source, Text
from tonghop.core.findings import Finding
from tonghop.core.labels import label_of
from tonghop.core.normalising import spelled
from tonghop.core.rules import Environment, judge, rule_sentence, same_number
from tonghop.core.submission import Answer, AnswerValue, FilledForm, Row, Submission
from tonghop.core.units import Unit

RECIPIENTS = "recipients"
"""The field of a row with a ``base`` that is to agree with the register's figure of that name."""

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_LOOK_AGAIN = Text(
    vi="Xem lại các số này và sửa số chưa đúng.", en="Look at these figures again and put right the wrong one."
)


@dataclass(frozen=True)
class Context:
    """What the server knows beside the file."""

    campaign: Campaign
    period: Period
    unit: Unit
    accumulated: Mapping[Measure, Number]
    """What the unit's earlier periods add up to."""
    previous: Mapping[Measure, Number]
    """What the unit reported for the last earlier period."""
    allocated: Mapping[Measure, Number] = field(default_factory=lambda: MappingProxyType({}))
    """The copies that were to reach the unit, its own and those for all below it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A submission with computed, given and history fields settled to the server's values, and what was found."""

    submission: Submission
    findings: tuple[Finding, ...]


def check(submission: Submission, context: Context) -> Checked:
    """Settle a submission's fields and look at every rule of its forms."""
    findings: list[Finding] = []
    settled: list[FilledForm] = []
    for filled in submission.forms:
        form = context.campaign.form(filled.form)
        one, differing = settle(form, filled, context.accumulated)
        settled.append(one)
        findings += [*differing, *_Rules(form, one, context).findings(), *_rows_twice(form, one)]
    complete = replace(submission, forms=tuple(settled))
    findings += _register_differences(complete, context.campaign)
    findings += _allocation_differences(complete, context)
    return Checked(complete, tuple(findings))


@dataclass(frozen=True)
class _Rules:
    """The rules of one form, looked at in one filled form."""

    form: Form
    filled: FilledForm
    context: Context

    @cached_property
    def _fixed(self) -> Mapping[str, FixedRow]:
        return {row.code: row for row in self.form.fixed_rows}

    @cached_property
    def _environment(self) -> Environment:
        period = self.context.period
        return Environment(
            windows=windows(self.context.campaign, self.form.code),
            constants={"period_start": period.start, "period_end": period.end},
        )

    def findings(self) -> Iterator[Finding]:
        """Yield what breaks a rule; a rule over rows is looked at in each, one over the form once."""
        if not self.filled.rows:
            return
        for rule in self.form.rules:
            if rule.scope is Scope.FORM:
                yield from self._judged(rule, None, self._of_form())
            elif rule.scope is not Scope.SUBTREE:
                for row in self.filled.rows:
                    yield from self._judged(rule, row, self._of_row(rule, row))

    def _of_form(self) -> Environment:
        clerks = [field.name for field in self.form.fields if field.source is Source.CLERK]
        begun = sum(any(row.value(name) is not None for name in clerks) for row in self.filled.rows)
        return replace(
            self._environment,
            column=lambda name: [row.value(name) for row in self.filled.rows],
            row_count=begun,
        )

    def _of_row(self, rule: Rule, row: Row) -> Environment:
        if rule.scope is not Scope.HISTORY:
            return self._environment
        key = row.key if self.form.rows is Rows.FIXED else ""
        return replace(
            self._environment,
            earlier=lambda name: self.context.accumulated.get(Measure(self.form.code, name, key)),
            previous=lambda name: self.context.previous.get(Measure(self.form.code, name, key)),
        )

    def _judged(self, rule: Rule, row: Row | None, environment: Environment) -> Iterator[Finding]:
        values: dict[str, AnswerValue] = {}
        if row is not None:
            values = {field.name: row.value(field.name) for field in self.form.fields}
        verdict = judge(rule, values, environment, form=self.form)
        if verdict.holds is not False:
            return
        place = self._place(rule, self.filled.rows if row is None else (row,))
        yield Finding(
            "rule_broken",
            cell=place[1].cell if place else None,
            sheet=self.filled.sheet,
            form=self.form.code,
            row=None if row is None else row.key,
            field=place[0] if place else None,
            parameters={
                "sentence": rule_sentence(rule, self.form),
                "left": verdict.left,
                "right": verdict.right,
                "remedy": rule.remedy or _LOOK_AGAIN,
            },
            severity_override=rule.severity,
        )

    def _place(self, rule: Rule, rows: Iterable[Row]) -> tuple[str, Answer] | None:
        """Return the first of the rule's fields that a clerk can change, else the first that stands anywhere."""
        fields = {field.name: field for field in self.form.fields}
        named = [word for word in dict.fromkeys(_WORD.findall(_QUOTED.sub("", rule.expression))) if word in fields]
        answers = [(name, row.answers[name]) for row in rows for name in named if name in row.answers]
        answers = [(name, answer) for name, answer in answers if answer.cell is not None]
        clerks = (one for one in answers if fields[one[0]].source is Source.CLERK)
        return next(clerks, answers[0] if answers else None)


def _rows_twice(form: Form, filled: FilledForm) -> Iterator[Finding]:
    """Say which rows of a list are typed just like an earlier one: the same event, most likely, pasted again."""
    if form.rows is not Rows.LIST:
        return
    clerks = [field.name for field in form.fields if field.source is Source.CLERK]
    seen: dict[tuple[AnswerValue, ...], CellRef] = {}
    for row in filled.rows:
        cell = next((answer.cell for answer in row.answers.values() if answer.cell is not None), None)
        typed_in = tuple(row.value(name) for name in clerks)
        first = seen.get(typed_in)
        if cell is not None and first is not None:
            yield Finding("row_twice", cell=cell, form=form.code, row=row.key, parameters={"other": first.row + 1})
        elif cell is not None:
            seen[typed_in] = cell


def _register_differences(submission: Submission, campaign: Campaign) -> Iterator[Finding]:
    """Compare the recipients of rows that rest on the register with the register sent in the same workbook."""
    for filled in submission.forms:
        form = campaign.form(filled.form)
        resting = {row.code: row for row in form.fixed_rows if row.base is not None}
        for row in filled.rows:
            fixed = resting.get(row.key)
            answer = row.answers.get(RECIPIENTS)
            if fixed is None or answer is None or not _is_number(answer.value):
                continue
            yield from _compared(submission, campaign, form, fixed, answer)


def _compared(
    submission: Submission, campaign: Campaign, form: Form, fixed: FixedRow, answer: Answer
) -> Iterator[Finding]:
    for other in submission.forms:
        register = campaign.form(other.form)
        field = next((field for field in register.fields if field.name == fixed.base), None)
        if register.rows is not Rows.SINGLE or field is None or not other.rows:
            continue
        figure = other.rows[0].value(field.name)
        if _is_number(figure) and _is_number(answer.value) and not same_number(figure, answer.value):
            recipients = form.field(RECIPIENTS)
            yield Finding(
                "recipients_differ_from_register",
                cell=answer.cell,
                form=form.code,
                row=fixed.code,
                field=RECIPIENTS,
                read=spelled(answer.value, recipients.type),
                expected=spelled(figure, field.type),
                parameters={"label": label_of(recipients, fixed), "base": field.label},
            )


def _allocation_differences(submission: Submission, context: Context) -> Iterator[Finding]:
    """Compare what came with what was allocated; a blank is not compared."""
    for measure, copies in context.allocated.items():
        filled = submission.form(measure.form)
        row = None if filled is None else filled.row(measure.row)
        answer = None if row is None else row.answers.get(measure.field)
        if answer is None or not _is_number(answer.value) or same_number(answer.value, copies):
            continue
        form = context.campaign.form(measure.form)
        column = form.field(measure.field)
        fixed = next((one for one in form.fixed_rows if one.code == measure.row), None)
        yield Finding(
            "received_differs_from_allocation",
            cell=answer.cell,
            form=form.code,
            row=measure.row,
            field=measure.field,
            read=spelled(answer.value, column.type),
            expected=spelled(copies, column.type),
            parameters={"label": label_of(column, fixed)},
        )


def _is_number(value: AnswerValue) -> TypeGuard[Number]:
    return isinstance(value, int | Decimal)

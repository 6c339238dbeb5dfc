"""Fields that are not the clerk's: the server's value is used, and a differing one in the file is told of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tonghop.core.cells import CellRef
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, FieldType, FixedRow, Form, FormField, Number, Source, Text
from tonghop.core.findings import Finding
from tonghop.core.labels import label_of
from tonghop.core.normalising import match_key, spelled
from tonghop.core.prefilled import prefilled
from tonghop.core.rules import Expression, computed_fields, evaluate, parse_expression, same_number
from tonghop.core.submission import Answer, AnswerValue, FilledForm, Row, Submission

_BLANK = Text(vi="để trống", en="blank")
_CODES: Mapping[Source, str] = {
    Source.COMPUTED: "computed_differs",
    Source.GIVEN: "given_changed",
    Source.HISTORY: "cumulative_differs",
}


def settle(
    form: Form, filled: FilledForm, accumulated: Mapping[Measure, Number]
) -> tuple[FilledForm, tuple[Finding, ...]]:
    """Return the filled form with the server's values in its computed, given and history fields, and what differed."""
    formulas = {field.name: parse_expression(field.formula or "") for field in computed_fields(form)}
    fixed = {row.code: row for row in form.fixed_rows}
    settled = [_SettledRow(form, row, fixed.get(row.key), formulas).settle(accumulated) for row in filled.rows]
    rows = tuple(row for row, _ in settled)
    return replace(filled, rows=rows), tuple(finding for _, findings in settled for finding in findings)


def typed(campaign: Campaign, submission: Submission) -> Submission:
    """Return the submission with only what the clerk typed: what tells one revision from the next.

    The server's own values change when an earlier period does, and that makes no new revision of this one.
    """
    return replace(submission, forms=tuple(_typed(campaign.form(one.form), one) for one in submission.forms))


def _typed(form: Form, filled: FilledForm) -> FilledForm:
    clerks = {field.name for field in form.fields if field.source is Source.CLERK}
    rows = (Row(row.key, {name: row.answers[name] for name in row.answers if name in clerks}) for row in filled.rows)
    return replace(filled, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class _SettledRow:
    form: Form
    row: Row
    fixed: FixedRow | None
    formulas: Mapping[str, Expression]
    """Of the computed fields, each after those its formula needs."""

    def settle(self, accumulated: Mapping[Measure, Number]) -> tuple[Row, list[Finding]]:
        values: dict[str, AnswerValue] = {field.name: self.row.value(field.name) for field in self.form.fields}
        for field in self.form.fields:
            if field.source in {Source.GIVEN, Source.HISTORY}:
                values[field.name] = prefilled(self.form, self.fixed, field, accumulated)
        for name, expression in self.formulas.items():
            values[name] = self._computed(name, expression, values)
        answers = dict(self.row.answers)
        findings: list[Finding] = []
        for field in self.form.fields:
            if field.source is not Source.CLERK:
                findings += self._differing(field, values)
                answers[field.name] = Answer(values[field.name], self._cell_of(field))
        return Row(self.row.key, answers), findings

    def _computed(self, name: str, expression: Expression, values: Mapping[str, AnswerValue]) -> AnswerValue:
        result = evaluate(expression, values)
        if isinstance(result, bool):
            return None
        counts = self.form.row_type(self.fixed, self.form.field(name)) is FieldType.COUNT
        return int(result) if counts and isinstance(result, Decimal) and result == int(result) else result

    def _differing(self, field: FormField, values: Mapping[str, AnswerValue]) -> Iterator[Finding]:
        read, right = self.row.value(field.name), values[field.name]
        if read is None or _same(read, right) or (right is None and self._waits(field, values)):
            return
        type_ = self.form.row_type(self.fixed, field)
        expected = spelled(right, type_) if right is not None else None
        yield Finding(
            _CODES[field.source],
            cell=self._cell_of(field),
            form=self.form.code,
            row=self.row.key,
            field=field.name,
            read=spelled(read, type_),
            expected=expected,
            parameters={"label": label_of(field, self.fixed), "expected": _BLANK if expected is None else expected},
        )

    def _waits(self, field: FormField, values: Mapping[str, AnswerValue]) -> bool:
        """Tell whether a computed field is blank only because a cell it needs is: that cell is told of itself."""
        expression = self.formulas.get(field.name)
        return expression is not None and any(values.get(name) is None for name in expression.names)

    def _cell_of(self, field: FormField) -> CellRef | None:
        answer = self.row.answers.get(field.name)
        return None if answer is None else answer.cell


def _same(read: AnswerValue, right: AnswerValue) -> bool:
    if isinstance(read, int | Decimal) and isinstance(right, int | Decimal):
        return same_number(read, right)
    if isinstance(read, str) and isinstance(right, str):
        return match_key(read) == match_key(right)
    return read == right

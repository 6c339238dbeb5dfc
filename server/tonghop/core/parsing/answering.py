"""One cell of a form becomes an answer, or a finding that names the cell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from tonghop.core.cells import CellRef, Position, RawValue
from tonghop.core.definitions import FieldType, FixedRow, Form, FormField, Severity, Source, Text
from tonghop.core.findings import Finding, Parameter
from tonghop.core.labels import label_of
from tonghop.core.normalising import Reading, normalise, repair_legacy
from tonghop.core.parsing.headings import has_content
from tonghop.core.parsing.locating import Table
from tonghop.core.spelling import exact, shown, spelled
from tonghop.core.submission import Answer, Row


@dataclass(slots=True)
class Answering:
    """Reads a table's cells one after the other and keeps what is to be said about them."""

    table: Table
    findings: list[Finding] = field(default_factory=list)
    _measured: dict[tuple[str, str], FormField] = field(default_factory=dict)
    """Fields with the unit of measure of a fixed row."""

    @property
    def form(self) -> Form:
        """The form whose cells are read."""
        return self.table.form

    def is_begun(self, row: int) -> bool:
        """Tell whether the clerk entered anything in the row."""
        return any(has_content(self.table.sheet, row, column) for column in self.clerk_columns())

    def clerk_columns(self) -> Iterator[int]:
        """Yield the columns that the clerk fills."""
        for one in self.form.fields:
            if one.source is Source.CLERK and one.name in self.table.columns:
                yield self.table.columns[one.name]

    def row(self, key: str, row: int, fixed: FixedRow | None = None) -> Row:
        """Read one row of the table."""
        answers = {
            one.name: self.answer(one, (row, self.table.columns[one.name]), key, fixed)
            for one in self.form.fields
            if one.name in self.table.columns
        }
        return Row(key, answers)

    def answer(self, one: FormField, position: tuple[int, int], key: str, fixed: FixedRow | None = None) -> Answer:
        """Read one cell; a cell that cannot be read is a blank answer and a finding."""
        sheet, cell = self.table.sheet, self.table.cell(*position)
        from_clerk = one.source is Source.CLERK
        told = _Told(self, cell, one, key, fixed)
        if position in sheet.errors or position in sheet.uncached:
            if from_clerk:
                error = sheet.errors.get(position)
                told.say("formula_without_value" if error is None else "error_cell", read=error)
            return Answer(None, cell)
        raw = sheet.value(*position)
        if not from_clerk and one.is_number and _is_finite(raw):
            # What a formula gives is no clerk's writing: it may be any number, and is compared as it stands.
            return Answer(exact(raw), cell)
        reading = self._read(raw, position, one, fixed)
        if reading.code is not None:
            told.say_reading(reading, from_clerk=from_clerk)
        return Answer(reading.value, cell)

    def _read(self, raw: RawValue, position: Position, one: FormField, fixed: FixedRow | None) -> Reading:
        type_ = self.form.row_type(fixed, one)
        if not isinstance(raw, str):
            return normalise(raw, one, type_)
        field = self._in_measure(one, fixed)
        font = self.table.sheet.fonts.get(position)
        repaired = None if font is None else repair_legacy(raw, font)
        if repaired is None or repaired == repair_legacy(raw):
            return normalise(raw, field, type_)
        reading = normalise(repaired, field, type_)
        if reading.code is not None or reading.value is None:
            return reading
        expected = spelled(reading.value, type_)
        code = "text_repaired" if type_ is FieldType.TEXT else "read_differently"
        return Reading(reading.value, code, expected, {"read": shown(raw), "expected": expected})

    def _in_measure(self, one: FormField, fixed: FixedRow | None) -> FormField:
        """Return the field with the row's own unit of measure: “3 triệu đồng” is 3 where triệu đồng are counted."""
        if fixed is None or fixed.measure is None:
            return one
        key = (fixed.code, one.name)
        if key not in self._measured:
            self._measured[key] = one.model_copy(update={"measure": fixed.measure})
        return self._measured[key]

    def require(self, fields: Iterable[FormField], row: Row, fixed: FixedRow | None = None) -> None:
        """Say which required answers of a row are blank; cells that could not be read were already told of."""
        told = {(finding.row, finding.field) for finding in self.findings if finding.blocks}
        for one in fields:
            answer = row.answers.get(one.name)
            if answer is None or answer.cell is None or answer.value is not None:
                continue
            if one.required and one.source is Source.CLERK and (row.key, one.name) not in told:
                remedy = _FILL.get(one.type, _FILL_NUMBER)
                _Told(self, answer.cell, one, row.key, fixed).say("required_blank", parameters={"remedy": remedy})


_FILL_NUMBER = Text(vi="Hãy điền vào; không có thì ghi 0.", en="Fill it in; write 0 if there was none.")
_FILL = {
    FieldType.DATE: Text(vi="Hãy gõ ngày, ví dụ 17/12/2019.", en="Type the date, e.g. 17/12/2019."),
    FieldType.TEXT: Text(vi="Hãy ghi vào.", en="Write it in."),
    FieldType.CHOICE: Text(vi="Hãy chọn trong danh sách của ô.", en="Choose from the cell's list."),
    FieldType.CHOICES: Text(
        vi="Hãy ghi số của các mục, ví dụ 2.1; 2.3.", en="Write the items' numbers, e.g. 2.1; 2.3."
    ),
}


def _is_finite(raw: RawValue) -> TypeGuard[float]:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and exact(raw).is_finite()


@dataclass(frozen=True, slots=True)
class _Told:
    """The place of a cell, as its findings name it."""

    answering: Answering
    cell: CellRef
    field: FormField
    key: str
    fixed: FixedRow | None

    def say(
        self,
        code: str,
        *,
        read: str | None = None,
        expected: str | None = None,
        parameters: dict[str, Parameter] | None = None,
        severity: Severity | None = None,
    ) -> None:
        label: Text = label_of(self.field, self.fixed)
        self.answering.findings.append(
            Finding(
                code,
                cell=self.cell,
                form=self.answering.form.code,
                row=self.key,
                field=self.field.name,
                read=read,
                expected=expected,
                parameters={"label": label, **(parameters or {})},
                severity_override=severity,
            )
        )

    def say_reading(self, reading: Reading, *, from_clerk: bool) -> None:
        """Tell of a cell that was not read plainly; where the server's own value is used anyway, it only warns."""
        code = reading.code
        if code is None or (not from_clerk and reading.value is not None):
            return
        self.say(
            code,
            read=reading.parameters.get("read"),
            expected=reading.expected,
            parameters=dict(reading.parameters),
            severity=None if from_clerk else Severity.WARNING,
        )

"""Section II: each form's figures in sentences and a table, beside those of the period before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.consolidation import Column, Consolidation, Measure
from tonghop.core.definitions import Form, Number, Rows, Source
from tonghop.writing.consolidated.headlines import brought_together, telling
from tonghop.writing.report import figures
from tonghop.writing.report.grids import PORTRAIT, Cell, Grid, Look, Row, head_rows

TOLD = 4
"""How many figures of a list or register its sentence tells."""
MOST_COLUMNS = 8
"""Of a table of items: more stand in the annex only."""
BEFORE, NOW, CHANGE, TOTAL, MEASURE = "Kỳ trước", "Kỳ này", "Tăng (+), giảm (-)", "Lũy kế", "Đơn vị tính"
_NAME, _UNIT, _FIGURE = 62.0, 21.0, 20.5
"""Widths in millimetres; what is left goes to the name."""
_NUMBERED = re.compile(r"^\s*[\dIVX]+[.)-]\s*")
"""What plans begin the heading of a group with: “1. ”."""


@dataclass(frozen=True, slots=True)
class FormResults:
    """What section II says of a form."""

    form: Form
    sentences: tuple[str, ...]
    table: Grid | None


@dataclass(frozen=True)
class Figures:
    """The whole's figures of this period and of the one before; ``before`` is ``None`` where there was none."""

    now: Mapping[Measure, Number]
    before: Mapping[Measure, Number] | None

    @classmethod
    def of(cls, consolidation: Consolidation, previous: Consolidation | None) -> "Figures":
        """Take them from the lines of the unit at the top."""
        before = None if previous is None else previous.lines[0].values
        return cls(consolidation.lines[0].values, before)

    def earlier(self, column: Column) -> Number | None:
        """Return a measure's figure of the period before."""
        return None if self.before is None else self.before.get(column.measure)


def columns_of(consolidation: Consolidation, form: Form) -> list[Column]:
    """Return the form's measures that have a figure for all units together."""
    return [one for one in consolidation.columns if one.measure.form == form.code and brought_together(one)]


def results(consolidation: Consolidation, previous: Consolidation | None) -> Iterator[FormResults]:
    """Yield what is to be said of each form of the period, in the campaign's order."""
    told = Figures.of(consolidation, previous)
    for form in consolidation.campaign.forms:
        columns = columns_of(consolidation, form)
        if not columns:
            continue
        if form.rows is not Rows.FIXED:
            yield FormResults(
                form,
                tuple(_list_sentence(columns, told, grouped=form.rows is Rows.LIST)),
                _vertical(form, columns, told),
            )
            continue
        main, total = main_field(columns), _total_field(columns)
        if total is not None and main is not None:
            picked = [one for one in columns if one.measure.field == main]
            yield FormResults(form, tuple(_row_sentences(form, picked, told)), _vertical(form, picked, told, total))
        else:
            fits = len(dict.fromkeys(one.measure.field for one in columns)) <= MOST_COLUMNS
            yield FormResults(form, (), _items(form, columns, told) if fits else None)


def main_field(columns: Sequence[Column]) -> str | None:
    """Return the field that tells what was done in the period: the first that is no sum of several periods."""
    return next((one.measure.field for one in columns if one.accumulates is None and one.formula is None), None)


def _total_field(columns: Sequence[Column]) -> str | None:
    return next(
        (
            one.measure.field
            for one in columns
            if one.accumulates is not None and one.field is not None and one.field.source is not Source.HISTORY
        ),
        None,
    )


# Sentences.


def _list_sentence(columns: Sequence[Column], told: Figures, *, grouped: bool) -> Iterator[str]:
    """Tell the first figures in one sentence; a group is named where it begins."""
    parts: list[str] = []
    group = ""
    for column in telling(columns)[:TOLD]:
        above = figures.group_of(column) if grouped else ""
        name = column.label.vi if not above or above == group else f"{above} - {figures.lower_first(column.label.vi)}"
        said = _said(name, column, told)
        group = above if said else group
        parts += [said] if said else []
    if parts:
        yield f"{_upper_first('; '.join(parts))}."


def _row_sentences(form: Form, columns: Sequence[Column], told: Figures) -> Iterator[str]:
    """Tell of each group of rows the one the plan names first."""
    groups: set[str] = set()
    by_row = {column.measure.row: column for column in columns}
    for row in form.fixed_rows:
        group = "" if row.group is None else row.group.vi
        if row.code in by_row and group not in groups:
            name = f"{_NUMBERED.sub('', group)} - {figures.lower_first(row.label.vi)}" if group else row.label.vi
            said = _said(name, by_row[row.code], told)
            groups |= {group} if said else set()
            if said:
                yield f"{_upper_first(said)}."


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(name: str, column: Column, told: Figures) -> str:
    """Return “có mặt: 3.640 người (kỳ trước 3.600, tăng 40)”; empty where there is no figure."""
    value = told.now.get(column.measure)
    if value is None:
        return ""
    measure = figures.measure_of(column)
    written = figures.figure(value, column.type) + (f"{figures.NO_BREAK}{measure}" if measure else "")
    compared = figures.compared(value, told.earlier(column), column.type)
    return f"{figures.lower_first(name)}: {written}{f' ({compared})' if compared else ''}"


# Tables.


def _vertical(form: Form, columns: Sequence[Column], told: Figures, total: str | None = None) -> Grid:
    """One line per indicator: before, now, the change, and what it adds up to."""
    measured = any(figures.measure_of(column) for column in columns)
    names = [_heading(form), *([MEASURE] if measured else [])]
    names += [BEFORE, NOW, CHANGE] if told.before is not None else [NOW]
    names += [TOTAL] if total else []
    rest = [_UNIT if name == MEASURE else _FIGURE for name in names[1:]]
    body: list[Row] = []
    group = ""
    for column in columns:
        above = figures.group_of(column)
        if above and above != group:
            body.append((Cell(above, Look.GROUP, len(names)),))
        group = above
        body.append(_line(column, told, total, measured=measured))
    return Grid((PORTRAIT - sum(rest), *rest), head_rows([("", name) for name in names]), tuple(body))


def _line(column: Column, told: Figures, total: str | None, *, measured: bool) -> Row:
    value, before = told.now.get(column.measure), told.earlier(column)
    name = column.label.vi if column.row is None else column.row.label.vi
    row = [Cell(name, Look.TEXT)] + ([Cell(figures.measure_of(column), Look.TEXT)] if measured else [])
    if told.before is not None:
        row.append(Cell(figures.figure(before, column.type), Look.NUMBER))
    row.append(Cell(figures.figure(value, column.type), Look.NUMBER))
    if told.before is not None:
        row.append(Cell(figures.change(value, before, column.type), Look.NUMBER))
    if total is not None:
        added = told.now.get(Measure(column.measure.form, total, column.measure.row))
        row.append(Cell(figures.figure(added, column.type), Look.NUMBER))
    return tuple(row)


def _items(form: Form, columns: Sequence[Column], told: Figures) -> Grid:
    """One line per fixed row and a column per field, with the period before beneath in italics."""
    fields = list({column.measure.field: column for column in columns}.values())
    head = [("", _heading(form))]
    head += [(figures.field_group(column), column.label.vi) for column in fields]
    by_measure = {column.measure: column for column in columns}
    width = min(_FIGURE, (PORTRAIT - _NAME) / len(fields))
    body: list[Row] = []
    group = ""
    for row in form.fixed_rows:
        found = [by_measure.get(Measure(form.code, field.measure.field, row.code)) for field in fields]
        above = "" if row.group is None else row.group.vi
        if above and above != group:
            body.append((Cell(above, Look.GROUP, len(head)),))
        group = above
        body.append(_figures_row(figures.row_name(row), found, told.now, (Look.TEXT, Look.NUMBER)))
        if told.before is not None and any(one is not None and one.measure in told.before for one in found):
            body.append(_figures_row(BEFORE, found, told.before, (Look.BEFORE_TEXT, Look.BEFORE_NUMBER)))
    return Grid((PORTRAIT - width * len(fields), *[width] * len(fields)), head_rows(head), tuple(body))


def _figures_row(
    label: str, columns: Sequence[Column | None], values: Mapping[Measure, Number], looks: tuple[Look, Look]
) -> Row:
    text, number = looks
    written = ("" if one is None else figures.figure(values.get(one.measure), one.type) for one in columns)
    return (Cell(label, text), *(Cell(one, number) for one in written))


def _heading(form: Form) -> str:
    return "Chỉ tiêu" if form.row_heading is None else form.row_heading.vi

"""Where a form's table really stands on a sheet: found by its headings, near where it was given out.

Clerks insert, move and delete rows and columns. The headings say which column is which; the number
row (1)(2)(3) under them and the signature block say where the rows begin and end.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tonghop.core.cells import CellRef, Sheet, column_letters
from tonghop.core.definitions import Form, FormField, Severity, Source
from tonghop.core.findings import Finding, Parameter
from tonghop.core.layout import CHECK, CODE, LABEL_ROW, MEASURE, FormLayout
from tonghop.core.parsing.headings import (
    COLUMN_NUMBER,
    HIDDEN_COUNTS,
    Columns,
    find_columns,
    has_content,
    headings_of,
    is_blank_row,
    key_at,
    keys,
)

_SEARCHED_ROWS = 40
_SEARCHED_BELOW_LABELS = 6
_SAME_HEAD = 2
"""Rows further apart than this are not of the same head."""
_DATE_LINE = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b|\bday\b.*\bmonth\b.*\byear\b")
_SIGNATURES = frozenset({"người lập biểu", "người lập", "tm cấp ủy đơn vị", "prepared by", "on behalf of the unit"})
TOTALS = frozenset({"cộng", "tổng", "tổng cộng", "tổng số", "cộng chung", "total", "sum"})
"""What stands in a row that adds up the others, however a clerk names it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A form's table as it stands on a sheet."""

    layout: FormLayout
    sheet: Sheet
    columns: Mapping[str, int]
    """The columns that were found, by field name."""
    code_column: int | None
    label_row: int
    first_row: int
    """The first row under the headings; for a list form, its total row."""
    text_column: int
    """The column in which the free texts stand."""
    end_row: int
    """The row after the last one that may hold answers: where the signature block begins."""
    head_rows: frozenset[int] = frozenset()
    """Rows of headings that were pasted among the others."""

    @property
    def form(self) -> Form:
        """The form that the table is of."""
        return self.layout.form

    @property
    def body(self) -> Iterator[int]:
        """The rows that may hold answers; those without any cell, as of a group's other units, hold none."""
        rows, filled = self.sheet.rows, len(self.sheet.rows)
        for row in range(self.first_row, self.end_row):
            if row not in self.head_rows and (row >= filled or rows[row]):
                yield row

    def cell(self, row: int, column: int) -> CellRef:
        """Return the name of one of the sheet's cells."""
        return CellRef(self.sheet.name, row, column)


def locate(sheet: Sheet, layout: FormLayout) -> tuple[Table | None, list[Finding]]:
    """Find the form's table on its sheet, with what is to be said about its columns; none when no heading is left."""
    form = layout.form
    label_row = find_label_row(sheet, form)
    if label_row is None:
        return None, [Finding("table_missing", sheet=sheet.name, form=form.code, parameters={"title": form.title})]
    end_row = _end_row(sheet, label_row + 1)
    columns = find_columns(sheet, layout, label_row, end_row)
    table = Table(
        layout=layout,
        sheet=sheet,
        columns=columns.found,
        code_column=_code_column(sheet, label_row, layout),
        label_row=label_row,
        text_column=_text_column(sheet, label_row, layout),
        first_row=label_row + 1,
        end_row=end_row,
    )
    table, heads = _below_head(table)
    return table, [
        *_missing(table, columns),
        *_moved(table),
        *_renamed(table, columns),
        *_unknown(table, columns),
        *heads,
    ]


def heading_score(sheet: Sheet, form: Form, row: int) -> int:
    """Return how many of the form's headings stand in the row."""
    present = {heading.label for heading in headings_of(sheet, row).values()}
    return sum(not keys(field.label).isdisjoint(present) for field in form.fields)


def find_label_row(sheet: Sheet, form: Form) -> int | None:
    """Return the row that holds most of the form's headings, in the first head where several were pasted."""
    if heading_score(sheet, form, LABEL_ROW) == len(form.fields):
        return LABEL_ROW
    scores = {row: heading_score(sheet, form, row) for row in range(min(len(sheet.rows), _SEARCHED_ROWS))}
    best = max(scores.values(), default=0)
    if not best:
        return None
    likely = [row for row, score in scores.items() if 2 * score > best]
    first = [row for place, row in enumerate(likely) if row - likely[0] <= _SAME_HEAD * max(place, 1)]
    return max(first, key=lambda row: (scores[row], row == LABEL_ROW, -row))


def _code_column(sheet: Sheet, label_row: int, layout: FormLayout) -> int | None:
    if layout.code_column is None:
        return None
    labels = keys(CODE)
    headings = headings_of(sheet, label_row)
    return next((column for column, heading in headings.items() if heading.label in labels), layout.code_column)


def _text_column(sheet: Sheet, label_row: int, layout: FormLayout) -> int:
    """Return where the free texts begin: in the column of the units of measure, which has a heading of its own."""
    labels = keys(MEASURE)
    headings = headings_of(sheet, label_row)
    found = next((column for column, heading in headings.items() if heading.label in labels), None)
    if found is not None:
        return found
    return layout.text_column + (_code_column(sheet, label_row, layout) or 0) - (layout.code_column or 0)


# Rows.


def _below_head(table: Table) -> tuple[Table, list[Finding]]:
    """Leave out the number row and every row of headings that was pasted below the first."""
    sheet, label_row = table.sheet, table.label_row
    labels: dict[str, set[str]] = {}
    for field in table.form.fields:
        for key in keys(field.label):
            labels.setdefault(key, set()).add(field.name)
    names = {column: name for name, column in table.columns.items()}
    heads = {row: _head_cells(table, row, labels, names) for row in range(label_row + 1, len(sheet.rows))}
    labelled = {row for row, (placed, _) in heads.items() if placed >= min(2, len(table.columns))}
    own = labelled | {row - 1 for row in labelled if row - 1 > label_row and _is_group_row(table, row - 1)}
    numbers = next((row for row in range(label_row + 1, label_row + 1 + _SEARCHED_BELOW_LABELS) if row in own), None)
    if numbers is not None and all(row in own or is_blank_row(sheet, row) for row in range(label_row + 1, numbers)):
        table = replace(table, first_row=numbers + 1)
    pasted = {row for row in own if row >= table.first_row}
    strange = {row for row, (placed, elsewhere) in heads.items() if row not in own and elsewhere > max(placed, 1)}
    # One heading over another column is enough: the figures under it would be taken for something else.
    strange |= {row for row in pasted & labelled if heads[row][1]}
    return replace(table, head_rows=frozenset(pasted | strange)), list(_pasted_heads(table, pasted, strange))


def _pasted_heads(table: Table, pasted: Collection[int], strange: Collection[int]) -> Iterator[Finding]:
    """Tell once of each head that was pasted below the first, and whether its columns stand in another order."""
    for first in sorted(row for row in {*pasted, *strange} if row - 1 not in pasted and row - 1 not in strange):
        last = first
        while last + 1 in pasted or last + 1 in strange:
            last += 1
        conflict = next((row for row in range(first, last + 1) if row in strange), None)
        code = "header_repeated" if conflict is None else "header_conflict"
        yield _head_finding(table, code, first if conflict is None else conflict)


def _head_cells(
    table: Table, row: int, labels: Mapping[str, Collection[str]], names: Mapping[int, str]
) -> tuple[int, int]:
    """Count a row's cells that are headings of their own column, and those that are headings of another."""
    placed = elsewhere = 0
    for column, value in enumerate(table.sheet.rows[row]):
        if isinstance(value, int | float | date) and column in names:
            if table.form.field(names[column]).source is Source.CLERK:
                return 0, 0
        elif isinstance(value, str) and value:
            key = key_at(table.sheet, row, column)
            if column in names and COLUMN_NUMBER.match(value.strip()):
                placed += 1
            elif key in labels:
                same = names.get(column) in labels[key]
                placed, elsewhere = placed + same, elsewhere + (not same)
    return placed, elsewhere


def _is_group_row(table: Table, row: int) -> bool:
    """Tell whether a row over pasted headings holds only headings of groups, and labels merged over both rows."""
    known = {key for field in table.form.fields for key in (*keys(field.group), *keys(field.label))}
    filled = [column for column in range(len(table.sheet.rows[row])) if has_content(table.sheet, row, column)]
    shown = {key_at(table.sheet, row, column) for column in filled if column in table.columns.values()}
    return bool(shown) and shown <= known


def _head_finding(table: Table, code: str, row: int) -> Finding:
    column = next(column for column in range(len(table.sheet.rows[row])) if has_content(table.sheet, row, column))
    return Finding(code, cell=table.cell(row, column), form=table.form.code)


def _end_row(sheet: Sheet, first_row: int) -> int:
    """Return the first row of the signature block, looked for from below; the sheet's end where it was deleted."""
    for row in range(len(sheet.rows) - 1, first_row - 1, -1):
        found = [key for column in range(len(sheet.rows[row])) if (key := key_at(sheet, row, column))]
        if not _SIGNATURES.isdisjoint(found):
            return row - 1 if _is_date_line(sheet, row - 1) else row
    return len(sheet.rows)


def _is_date_line(sheet: Sheet, row: int) -> bool:
    """Tell whether the row holds “…, ngày … tháng … năm …” and nothing else."""
    if row < 0:
        return False
    filled = [column for column in range(len(sheet.rows[row])) if has_content(sheet, row, column)]
    return len(filled) == 1 and _DATE_LINE.search(key_at(sheet, row, filled[0])) is not None


# What is to be said.


def _missing(table: Table, columns: Columns) -> Iterator[Finding]:
    for field in table.form.fields:
        if field.name in columns.repeated:
            yield _about(table, "column_repeated", field, columns.repeated[field.name])
        elif field.name not in table.columns:
            yield Finding(
                "column_missing",
                sheet=table.sheet.name,
                form=table.form.code,
                field=field.name,
                parameters={"label": field.label},
                severity_override=None if field.source is Source.CLERK else Severity.NOTE,
            )
    if table.form.texts and table.text_column in table.columns.values():
        # The free texts stood in the column that was deleted, and with it they went.
        about: Mapping[str, Parameter] = {"label": MEASURE}
        yield Finding("column_missing", sheet=table.sheet.name, form=table.form.code, parameters=about)


def _renamed(table: Table, columns: Columns) -> Iterator[Finding]:
    for field in table.form.fields:
        if field.name in columns.renamed:
            finding = _about(table, "column_renamed", field, columns.found[field.name])
            shown = " ".join(columns.renamed[field.name].split())
            yield replace(finding, read=shown, expected=field.label.vi)


def _moved(table: Table) -> Iterator[Finding]:
    """Tell of moved columns, once for neighbours that moved together."""
    shift = 0
    for field in table.form.fields:
        column = table.columns.get(field.name)
        if column is None:
            continue
        moved = column - table.layout.columns[field.name]
        if moved not in {0, shift}:
            yield _about(table, "column_moved", field, column)
        shift = moved


def _about(table: Table, code: str, field: FormField, column: int) -> Finding:
    about: Mapping[str, Parameter] = {"label": field.label, "column": column_letters(column)}
    cell = table.cell(table.label_row, column)
    return Finding(code, cell=cell, form=table.form.code, field=field.name, parameters=about)


def _unknown(table: Table, columns: Columns) -> Iterator[Finding]:
    """Tell of columns beside or among the form's own in which something stands that will not be read."""
    ours = set(table.columns.values())
    if not ours:
        return
    repeated = set(columns.repeated.values())
    first, last = min(ours), max(ours)
    checks, headings = keys(CHECK), headings_of(table.sheet, table.label_row)
    status = next((column for column, heading in headings.items() if heading.label in checks), last + 1)
    ours.update(range(first), range(status, status + 1 + HIDDEN_COUNTS))
    rows = [row for row in table.body if row < len(table.sheet.rows)]
    width = max((len(table.sheet.rows[row]) for row in rows), default=0)
    missing = {table.layout.columns[field.name] for field in table.form.fields if field.name not in table.columns}
    for column in range(first, width):
        row = (
            None
            if column in ours | missing | repeated
            else next((r for r in rows if has_content(table.sheet, r, column)), None)
        )
        if row is not None:
            yield Finding(
                "column_unknown",
                cell=table.cell(row, column),
                form=table.form.code,
                parameters={"column": column_letters(column)},
            )

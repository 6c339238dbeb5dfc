"""Where a form's table really stands on a sheet: found by its headings, near where it was given out.

Clerks insert, move and delete rows and columns. The headings say which column is which; the number
row (1)(2)(3) under them and the signature block say where the rows begin and end.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from tonghop.core.cells import CellRef, Sheet, Sheets, column_letters
from tonghop.core.definitions import Form, FormField, Severity, Source, Text
from tonghop.core.findings import Finding
from tonghop.core.layout import CHECK, CODE, LABEL_ROW, FormLayout
from tonghop.core.normalising import match_key

_SEARCHED_ROWS = 40
_SEARCHED_BELOW_LABELS = 6
_HIDDEN_COUNTS = 3
"""Columns after the in-sheet check's sentence that hold its counts."""
_COLUMN_NUMBER = re.compile(r"\(\d+\)")
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
    end_row: int
    """The row after the last one that may hold answers: where the signature block begins."""

    @property
    def form(self) -> Form:
        """The form that the table is of."""
        return self.layout.form

    @property
    def text_column(self) -> int:
        """The column in which the free texts stand."""
        shift = (self.code_column or 0) - (self.layout.code_column or 0)
        return self.layout.text_column + shift

    def cell(self, row: int, column: int) -> CellRef:
        """Return the name of one of the sheet's cells."""
        return CellRef(self.sheet.name, row, column)


def find_sheet(sheets: Sheets, form: Form) -> Sheet | None:
    """Return the form's sheet by its name, whatever its case, spaces or punctuation have become."""
    wanted = match_key(form.sheet)
    return sheets.named(form.sheet) or next((one for one in sheets.sheets if match_key(one.name) == wanted), None)


def locate(sheet: Sheet, layout: FormLayout) -> tuple[Table | None, list[Finding]]:
    """Find the form's table on its sheet, with what is to be said about its columns; none when no heading is left."""
    form = layout.form
    label_row = _label_row(sheet, form)
    if label_row is None:
        return None, [Finding("table_missing", sheet=sheet.name, form=form.code, parameters={"title": form.title})]
    headings = _headings(sheet, label_row)
    columns = _field_columns(headings, layout)
    first_row = _first_row(sheet, label_row)
    table = Table(
        layout=layout,
        sheet=sheet,
        columns=columns,
        code_column=_code_column(headings, layout),
        label_row=label_row,
        first_row=first_row,
        end_row=_end_row(sheet, first_row),
    )
    return table, [*_missing(table), *_moved(table), *_unknown(table, headings)]


def key_at(sheet: Sheet, row: int, column: int) -> str:
    """Return what a cell's text is compared by, "" where it holds anything but text."""
    value = sheet.value(row, column)
    return match_key(value) if isinstance(value, str) else ""


def has_content(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a clerk sees anything in the cell: a value, an error, or a formula."""
    value = sheet.value(row, column)
    if value is not None:
        return not isinstance(value, str) or bool(match_key(value))
    return (row, column) in sheet.errors or (row, column) in sheet.uncached


# Headings.


@dataclass(frozen=True, slots=True)
class _Heading:
    """The keys of a column's heading and of the heading it stands under."""

    label: str
    group: str


def _keys(text: Text | None) -> frozenset[str]:
    return frozenset() if text is None else frozenset({match_key(text.vi), match_key(text.en)})


def _width(sheet: Sheet, row: int) -> int:
    return max((len(sheet.rows[one]) for one in (row, row - 1) if 0 <= one < len(sheet.rows)), default=0)


def _headings(sheet: Sheet, label_row: int) -> Mapping[int, _Heading]:
    """Return the headings by column. A heading merged over both rows stands in the upper one."""
    found: dict[int, _Heading] = {}
    group = ""
    for column in range(_width(sheet, label_row)):
        above, label = key_at(sheet, label_row - 1, column), key_at(sheet, label_row, column)
        group = above or group
        if label or above:
            found[column] = _Heading(label or above, group if label else "")
    return found


def _label_row(sheet: Sheet, form: Form) -> int | None:
    """Return the row that holds most of the form's headings, the one given out when several do; ``None`` for none."""
    wanted = [_keys(field.label) for field in form.fields]

    def score(row: int) -> tuple[int, bool]:
        present = {heading.label for heading in _headings(sheet, row).values()}
        return sum(not keys.isdisjoint(present) for keys in wanted), row == LABEL_ROW

    if score(LABEL_ROW)[0] == len(wanted):
        return LABEL_ROW
    best = max(range(min(len(sheet.rows), _SEARCHED_ROWS)), key=score, default=0)
    return best if score(best)[0] else None


def _field_columns(headings: Mapping[int, _Heading], layout: FormLayout) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for field in layout.form.fields:
        taken = frozenset(found.values())
        column = _column(headings, field, layout.columns[field.name], taken)
        if column is not None:
            found[field.name] = column
    return found


def _column(headings: Mapping[int, _Heading], field: FormField, given: int, taken: Collection[int]) -> int | None:
    labels, groups = _keys(field.label), _keys(field.group)
    alike = [column for column, heading in headings.items() if heading.label in labels and column not in taken]
    grouped = [column for column in alike if headings[column].group in groups]
    candidates = grouped or alike
    return given if given in candidates else next(iter(candidates), None)


def _code_column(headings: Mapping[int, _Heading], layout: FormLayout) -> int | None:
    if layout.code_column is None:
        return None
    labels = _keys(CODE)
    return next((column for column, heading in headings.items() if heading.label in labels), layout.code_column)


# Rows.


def _first_row(sheet: Sheet, label_row: int) -> int:
    """Return the row under the numbers (1)(2)(3), or under the headings where a clerk deleted those."""
    for row in range(label_row + 1, label_row + 1 + _SEARCHED_BELOW_LABELS):
        texts = (sheet.value(row, column) for column in range(_width(sheet, row)))
        if any(isinstance(text, str) and _COLUMN_NUMBER.match(text.strip()) for text in texts):
            return row + 1
    return label_row + 1


def _end_row(sheet: Sheet, first_row: int) -> int:
    """Return the first row of the signature block, looked for from below; the sheet's end where it was deleted."""
    for row in range(len(sheet.rows) - 1, first_row - 1, -1):
        keys = [key for column in range(len(sheet.rows[row])) if (key := key_at(sheet, row, column))]
        if not _SIGNATURES.isdisjoint(keys):
            return row - 1 if _is_date_line(sheet, row - 1) else row
    return len(sheet.rows)


def _is_date_line(sheet: Sheet, row: int) -> bool:
    """Tell whether the row holds “…, ngày … tháng … năm …” and nothing else."""
    if row < 0:
        return False
    filled = [column for column in range(len(sheet.rows[row])) if has_content(sheet, row, column)]
    return len(filled) == 1 and _DATE_LINE.search(key_at(sheet, row, filled[0])) is not None


# What is to be said.


def _missing(table: Table) -> Iterator[Finding]:
    for field in table.form.fields:
        if field.name not in table.columns:
            yield Finding(
                "column_missing",
                sheet=table.sheet.name,
                form=table.form.code,
                field=field.name,
                parameters={"label": field.label},
                severity_override=None if field.source is Source.CLERK else Severity.NOTE,
            )


def _moved(table: Table) -> Iterator[Finding]:
    """Tell of moved columns, once for neighbours that moved together."""
    shift = 0
    for field in table.form.fields:
        column = table.columns.get(field.name)
        if column is None:
            continue
        moved = column - table.layout.columns[field.name]
        if moved not in {0, shift}:
            yield Finding(
                "column_moved",
                cell=table.cell(table.label_row, column),
                form=table.form.code,
                field=field.name,
                parameters={"label": field.label, "column": column_letters(column)},
            )
        shift = moved


def _unknown(table: Table, headings: Mapping[int, _Heading]) -> Iterator[Finding]:
    """Tell of columns beside or among the form's own in which something stands that will not be read."""
    ours = set(table.columns.values())
    if not ours:
        return
    first, last = min(ours), max(ours)
    checks = _keys(CHECK)
    status = next((column for column, heading in headings.items() if heading.label in checks), last + 1)
    ours.update(range(first), range(status, status + 1 + _HIDDEN_COUNTS))
    rows = range(table.first_row, min(table.end_row, len(table.sheet.rows)))
    width = max((len(table.sheet.rows[row]) for row in rows), default=0)
    missing = {table.layout.columns[field.name] for field in table.form.fields if field.name not in table.columns}
    for column in range(first, width):
        row = None if column in ours | missing else next((r for r in rows if has_content(table.sheet, r, column)), None)
        if row is not None:
            yield Finding(
                "column_unknown",
                cell=table.cell(row, column),
                form=table.form.code,
                parameters={"column": column_letters(column)},
            )

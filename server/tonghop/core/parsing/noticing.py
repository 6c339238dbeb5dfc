"""What is odd about the rows that were read: hidden figures, merged cells, two ways of writing numbers in a column."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from tonghop.core.cells import Area, a1, column_letters
from tonghop.core.definitions import FormField, Severity, Source
from tonghop.core.findings import Finding
from tonghop.core.normalising import Style, number_style
from tonghop.core.parsing.headings import has_content
from tonghop.core.parsing.locating import Table
from tonghop.core.submission import FilledForm


def notice(table: Table, filled: FilledForm) -> Iterator[Finding]:
    """Yield what a clerk should look at again in a table that was read."""
    rows = sorted({answer.cell.row for row in filled.rows for answer in row.answers.values() if answer.cell})
    yield from _hidden(table, rows)
    yield from _merged(table, rows)
    for field in table.form.fields:
        if field.is_number and field.source is Source.CLERK and field.name in table.columns:
            yield from _styles(table, field, rows)


def _clerks(table: Table) -> list[int]:
    fields = (field for field in table.form.fields if field.source is Source.CLERK)
    return sorted(table.columns[field.name] for field in fields if field.name in table.columns)


def _hidden(table: Table, rows: Iterable[int]) -> Iterator[Finding]:
    sheet, columns = table.sheet, _clerks(table)
    hidden_rows = [
        row for row in rows if row in sheet.hidden_rows and any(has_content(sheet, row, column) for column in columns)
    ]
    hidden_columns = [
        column
        for column in columns
        if column in sheet.hidden_columns and any(has_content(sheet, row, column) for row in rows)
    ]
    if hidden_rows:
        column = next(column for column in columns if has_content(sheet, hidden_rows[0], column))
        named = _spans([row + 1 for row in hidden_rows], str)
        yield _hidden_finding(table, "hidden_rows", hidden_rows[0], column, named)
    if hidden_columns:
        row = next(row for row in rows if has_content(sheet, row, hidden_columns[0]))
        yield _hidden_finding(table, "hidden_columns", row, hidden_columns[0], _spans(hidden_columns, column_letters))


def _hidden_finding(table: Table, code: str, row: int, column: int, named: str) -> Finding:
    return Finding(code, cell=table.cell(row, column), form=table.form.code, parameters={"hidden": named})


def _spans(places: list[int], said: Callable[[int], str]) -> str:
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), key=lambda one: one[1] - one[0])]
    return ", ".join(said(run[0]) if len(run) == 1 else f"{said(run[0])}–{said(run[-1])}" for run in runs)


def _merged(table: Table, rows: Iterable[int]) -> Iterator[Finding]:
    """Tell of merges over cells that are answers; what stands beneath one is lost to the eye, so it blocks."""
    ours, columns = set(rows), set(_clerks(table))
    for area in table.sheet.merged:
        covered = [place for place in covered_cells(table, area) if place[0] in ours and place[1] in columns]
        if covered:
            top, left, bottom, right = area
            lost = any(has_content(table.sheet, *place) for place in covered)
            yield Finding(
                "merged_cells",
                cell=table.cell(top, left),
                form=table.form.code,
                parameters={"area": f"{a1((top, left))}:{a1((bottom, right))}", "first": a1((top, left))},
                severity_override=Severity.BLOCKING if lost else None,
            )


def covered_cells(table: Table, area: Area) -> Iterator[tuple[int, int]]:
    """Yield the cells of a merge but for its first, as far as the table goes."""
    top, left, bottom, right = area
    last_row, last_column = min(bottom, table.end_row - 1), min(right, max(table.columns.values(), default=0))
    for row in range(max(top, table.first_row), last_row + 1):
        for column in range(left, last_column + 1):
            if (row, column) != (top, left):
                yield row, column


def _styles(table: Table, field: FormField, rows: Iterable[int]) -> Iterator[Finding]:
    """Tell of the numbers of a column that are written in the rarer of two ways."""
    column = table.columns[field.name]
    written = {row: value for row in rows if isinstance(value := table.sheet.value(row, column), str)}
    styles = {row: style for row, text in written.items() if (style := number_style(text)) is not None}
    commas = [row for row, style in styles.items() if style.decimal == ","]
    points = [row for row, style in styles.items() if style.decimal == "."]
    if not commas or not points:
        return
    odd = points if len(points) <= len(commas) else commas
    for row in odd:
        yield _style_finding(table, field, row, styles[row], written[row])


def _style_finding(table: Table, field: FormField, row: int, style: Style, text: str) -> Finding:
    cell = table.cell(row, table.columns[field.name])
    return Finding(
        "number_styles_mixed",
        cell=cell,
        form=table.form.code,
        field=field.name,
        read=" ".join(text.split()),
        parameters={"label": field.label},
        severity_override=Severity.BLOCKING if style.doubtful else None,
    )

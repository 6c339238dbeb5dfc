"""Raw sheets become a submission: every answer with the cell it stood in, and findings for all that is odd.

The structure is looked for near where ``layout`` gave it out; inserted, moved and renamed parts are
found again in ``locating``, single cells are read in ``answering``.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.definitions import Campaign, FixedRow, Form, FormField, Period, Rows, Severity, Source, Text
from tonghop.core.findings import Finding, Parameter
from tonghop.core.layout import UNIT_CODE, UNIT_NAME, FormLayout, form_layout, text_code
from tonghop.core.normalising import normalise, shown
from tonghop.core.parsing.answering import Answering
from tonghop.core.parsing.headings import has_content, key_at, keys
from tonghop.core.parsing.locating import TOTALS, Table, locate
from tonghop.core.parsing.noticing import notice
from tonghop.core.parsing.sheets import Places, find_sheets, other_units
from tonghop.core.spelling import code_text
from tonghop.core.stamp import Stamp
from tonghop.core.submission import FilledForm, Row, Submission, SubmissionKey
from tonghop.core.units import Unit

_FAR_BELOW = 5
"""Blank rows after which a single cell is no event any more."""
_SCRAP = 3
"""Characters that are left behind by a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One unit's submission as it was read, with what was found."""

    submission: Submission
    findings: tuple[Finding, ...]


def parse(sheets: Sheets, stamp: Stamp, campaign: Campaign, period: Period, unit: Unit) -> tuple[Parsed, ...]:
    """Read all forms due; one result per unit, so exactly one for a workbook in the unit layout."""
    places = find_sheets(sheets, campaign.forms_due(period, unit.level), campaign.forms)
    places.findings += other_units(places.sheets, unit.code, f"{unit.name} ({unit.code})")
    return (parse_places(places, stamp, campaign, period, unit),)


def parse_places(
    places: Places,
    stamp: Stamp,
    campaign: Campaign,
    period: Period,
    unit: Unit,
    layout_of: Callable[[Form, str], FormLayout] = form_layout,
) -> Parsed:
    """Read all forms due from sheets of which it is known which form they hold."""
    forms = campaign.forms_due(period, unit.level)
    due = {form.code for form in forms}
    findings = [finding for finding in places.findings if finding.form is None or finding.form in due]
    filled: list[FilledForm] = []
    empty: list[Finding] = []
    for form in forms:
        one, found = _form(places.sheets.get(form.code), layout_of(form, unit.level))
        filled.append(one)
        findings += found
        if one.sheet is not None and not one.rows and not one.texts:
            # A list without rows says that nothing was held; every other form has something to say.
            code = "list_left_blank" if form.rows is Rows.LIST else "sheet_unfilled"
            empty.append(Finding(code, sheet=one.sheet, form=form.code, parameters={"title": form.title}))
    findings += [Finding("workbook_unfilled")] if len(empty) == len(forms) else empty
    key = SubmissionKey(campaign.code, period.code, unit.code, stamp.coverage)
    return Parsed(Submission(key, stamp.version, tuple(filled)), tuple(findings))


def _form(sheet: Sheet | None, layout: FormLayout) -> tuple[FilledForm, list[Finding]]:
    form = layout.form
    if sheet is None:
        return FilledForm(form.code, ()), []
    table, findings = locate(sheet, layout)
    if table is None:
        return FilledForm(form.code, ()), findings
    answering = Answering(table, findings)
    reader = _fixed_form if form.rows is Rows.FIXED else _free_form
    filled = reader(answering)
    findings += [*_above_table(table), *_below_table(table), *notice(table, filled)]
    return filled, findings


# Rows of lists and single rows.


def _free_form(answering: Answering) -> FilledForm:
    """Read the rows from the first one down to the signature block; those the clerk inserted are among them."""
    table, form = answering.table, answering.form
    begun = [row for row in table.body if not _is_total(answering, row)]
    begun = _without_strays(answering, [row for row in begun if answering.is_begun(row)])
    if form.rows is Rows.SINGLE:
        answering.findings += [_outside(table, row) for row in begun[1:]]
        begun = begun[:1]
    rows = tuple(answering.row(str(number), row) for number, row in enumerate(begun, start=1))
    for row in rows:
        answering.require(form.fields, row)
    return FilledForm(form.code, rows, sheet=table.sheet.name)


def _without_strays(answering: Answering, begun: list[int]) -> list[int]:
    """Leave out rows that hold one cell and stand alone far below: they are told of, and no events."""
    kept: list[int] = []
    for row in begun:
        stray = _stray(answering, row, kept[-1] if kept else answering.table.first_row)
        if stray is None:
            kept.append(row)
        else:
            answering.findings.append(stray)
    return kept


def _stray(answering: Answering, row: int, before: int) -> Finding | None:
    table = answering.table
    filled = [column for column in answering.clerk_columns() if has_content(table.sheet, row, column)]
    raw = table.sheet.value(row, filled[0])
    is_scrap = isinstance(raw, str) and len(raw.strip()) <= _SCRAP and not any(map(str.isdigit, raw))
    prepared = max(answering.form.capacity, table.layout.last_row - table.layout.first_row + 1)
    is_far = row - before > _FAR_BELOW and row > table.first_row + prepared
    if len(filled) > 1 or not is_far:
        return None
    read = table.sheet.errors.get((row, filled[0])) or shown(raw) or "="
    return Finding(
        "stray_value",
        cell=table.cell(row, filled[0]),
        form=answering.form.code,
        read=read,
        severity_override=Severity.WARNING if is_scrap else None,
    )


def _is_total(answering: Answering, row: int) -> bool:
    """Tell whether a row adds up others: it is not an event. One that the clerk made himself is told of."""
    table = answering.table
    if answering.form.rows is Rows.SINGLE:
        return False
    words = {key_at(table.sheet, row, column) for column in _word_columns(table)}
    if words.isdisjoint(TOTALS):
        return False
    if row != table.first_row and answering.is_begun(row):
        place = next(column for column in answering.clerk_columns() if has_content(table.sheet, row, column))
        answering.findings.append(Finding("total_row_left_out", cell=table.cell(row, place), form=answering.form.code))
    return True


def _word_columns(table: Table) -> Iterator[int]:
    """Yield the columns in which a row's name stands: STT and those that repeat on every page."""
    yield from range(min(table.columns.values(), default=1))
    for field in table.form.fields:
        if field.key and field.name in table.columns:
            yield table.columns[field.name]


def _outside(table: Table, row: int, columns: Iterable[int] | None = None) -> Finding:
    clerks = (table.columns[field.name] for field in table.form.fields if _is_clerks(table, field))
    column = next(column for column in columns or clerks if has_content(table.sheet, row, column))
    read = table.sheet.errors.get((row, column)) or shown(table.sheet.value(row, column)) or "="
    return Finding("value_below_table", cell=table.cell(row, column), form=table.form.code, read=read)


def _is_clerks(table: Table, field: FormField) -> bool:
    return field.source is Source.CLERK and field.name in table.columns


def _above_table(table: Table) -> Iterator[Finding]:
    """Tell of rows of figures over the headings: they were moved out of the table."""
    columns = [table.columns[field.name] for field in table.form.fields if field.is_number and _is_clerks(table, field)]
    for row in range(table.label_row):
        figures = [column for column in columns if _is_figure(table.sheet.value(row, column))]
        if len(figures) > 1 or (figures and len(columns) == 1):
            yield _outside(table, row, figures)


def _is_figure(raw: RawValue) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def _below_table(table: Table) -> Iterator[Finding]:
    """Tell of numbers in or under the signature block; its own words and names are not answers."""
    numbers = [field for field in table.form.fields if field.is_number and _is_clerks(table, field)]
    for row in range(table.end_row, len(table.sheet.rows)):
        for field in numbers:
            column = table.columns[field.name]
            raw = table.sheet.value(row, column)
            if raw is not None and normalise(raw, field, field.type).value is not None:
                yield _outside(table, row, (column,))
                break


# Fixed rows.


def _fixed_form(answering: Answering) -> FilledForm:
    """Read the rows named by the campaign, each found by its code, and the free texts under them."""
    table, form = answering.table, answering.form
    expected = {row.code: row for row in form.fixed_rows if row.code in table.layout.row_of}
    texts = {text_code(place): field for place, field in enumerate(form.texts)}
    places = _coded_rows(answering, [*expected, *texts], texts)
    labels = {code: row.label for code, row in expected.items()} | {code: field.label for code, field in texts.items()}
    answering.findings += [_missing_row(table, code, label) for code, label in labels.items() if code not in places]
    written = {
        field.name: answering.answer(field, (places[code], table.text_column), "")
        for code, field in texts.items()
        if code in places
    }
    for code, field in texts.items():
        if code in places:
            answering.findings += _beside_text(table, places[code], field)
    present = [row for row in expected.values() if row.code in places]
    answering.findings += _rows_of_two(answering, present, places)
    begun = any(answering.is_begun(places[row.code]) for row in present)
    if not begun and all(answer.value is None for answer in written.values()):
        return FilledForm(form.code, (), sheet=table.sheet.name)
    rows = tuple(answering.row(row.code, places[row.code], row) for row in present)
    for row, fixed in zip(rows, present, strict=True):
        answering.require(form.fields, row, fixed)
    answering.require(form.texts, Row("", written))
    return FilledForm(form.code, rows, written, sheet=table.sheet.name)


def _unit_columns(table: Table) -> Iterator[int]:
    """Yield the columns that say whose a row is, in a workbook of several units."""
    for column in range(max(table.columns.values(), default=0) + 1):
        if key_at(table.sheet, table.label_row, column) in keys(UNIT_CODE) | keys(UNIT_NAME):
            yield column


def _beside_text(table: Table, row: int, field: FormField) -> Iterator[Finding]:
    """Tell of what stands in a free text's row but neither in its cell nor where its label does."""
    own, labels = {0, table.code_column, table.text_column, *_unit_columns(table)}, keys(field.label)
    if key_at(table.sheet, row, table.text_column) in labels:
        yield _outside(table, row, (table.text_column,))
    clerks = {table.columns[one.name] for one in table.form.fields if _is_clerks(table, one)}
    for column in range(max(table.columns.values(), default=0) + 1):
        if column in own or column in clerks or not has_content(table.sheet, row, column):
            continue
        if key_at(table.sheet, row, column) not in labels:
            yield _outside(table, row, (column,))


def _missing_row(table: Table, code: str, label: Text) -> Finding:
    about: Mapping[str, Parameter] = {"row": code, "label": label}
    return Finding("row_missing", sheet=table.sheet.name, form=table.form.code, row=code, parameters=about)


def _coded_rows(answering: Answering, codes: Iterable[str], texts: Container[str]) -> dict[str, int]:
    """Find the row of each code, and tell of rows that hold something but have no code or a strange one."""
    table = answering.table
    known = {code.casefold(): code for code in codes}
    found: dict[str, list[int]] = {}
    for row in table.body:
        written = "" if table.code_column is None else code_text(table.sheet.value(row, table.code_column))
        code = known.get(written.casefold())
        if code is not None:
            found.setdefault(code, []).append(row)
        if answering.is_begun(row) and (code is None or code in texts):
            answering.findings.append(_unknown_row(table, row, written) if code is None else _outside(table, row))
    return {code: _one_of(answering, code, rows) for code, rows in found.items()}


def _rows_of_two(answering: Answering, rows: Sequence[FixedRow], places: Mapping[str, int]) -> Iterator[Finding]:
    """Tell of filled rows whose words are another row's: the codes were sorted or moved without the rest."""
    table = answering.table
    if table.code_column is None or table.layout.code_column is None or table.layout.label_column is None:
        return
    column = table.code_column + table.layout.label_column - table.layout.code_column
    known = {row.code: keys(row.label) for row in rows}
    for code, row in places.items():
        words = key_at(table.sheet, row, column)
        if code not in known or not words or words in known[code] or not answering.is_begun(row):
            continue
        if any(words in others for others in known.values()):
            read = shown(table.sheet.value(row, column))
            cell, about = table.cell(row, table.code_column), {"row": code, "read": read}
            yield Finding("row_of_two", cell=cell, form=table.form.code, row=code, read=read, parameters=about)


def _unknown_row(table: Table, row: int, written: str) -> Finding:
    if not written or table.code_column is None:
        return _outside(table, row)
    cell = table.cell(row, table.code_column)
    return Finding("row_unknown", cell=cell, form=table.form.code, read=written, parameters={"row": written})


def _one_of(answering: Answering, code: str, rows: list[int]) -> int:
    """Return the row to be read for a code that may stand in several; those left blank do not matter."""
    table = answering.table
    filled = [row for row in rows if answering.is_begun(row) or has_content(table.sheet, row, table.text_column)]
    if len(filled) > 1 and table.code_column is not None:
        cell = table.cell(filled[1], table.code_column)
        answering.findings.append(
            Finding("row_repeated", cell=cell, form=table.form.code, row=code, parameters={"row": code})
        )
    return (filled or rows)[0]

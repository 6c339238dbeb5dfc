"""The head of a form's sheet: status line, whose form it is, title, and the table's headings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from tonghop.core.cells import a1, column_letters
from tonghop.core.definitions import FormField, Rows, Text
from tonghop.core.layout import (
    ABOUT_ROW,
    CHECK,
    COVER_SHEET,
    GROUP_ROW,
    LABEL_ROW,
    NOTE_ROW,
    NUMBER_PLACE,
    NUMBER_ROW,
    STATUS_ROW,
    STT_COLUMN,
    TITLE_ROW,
    FormLayout,
)
from tonghop.writing import styles
from tonghop.writing.styles import Formats
from tonghop.writing.workbook import words
from tonghop.writing.workbook.checks import runs
from tonghop.writing.workbook.fill import FilledSheet
from tonghop.writing.workbook.heading import STATUS_WIDTH, column_formula, leading_headings, measures
from tonghop.writing.workbook.page import Pages, pages_of
from tonghop.writing.workbook.plan import FormPlan
from tonghop.writing.workbook.sheet import Sheet
from tonghop.writing.workbook.status import CountCells, quoted, status_formula, status_line
from tonghop.writing.workbook.wrap import height

_STATUS_HEIGHT = 21
_LEFT_PART = 0.5
_HEAD_SIZE = styles.style(font_size=11)
_OPEN_ABOVE, _OPEN_BELOW = styles.style(top=0), styles.style(bottom=0)


@dataclass(frozen=True, slots=True)
class Pen:
    """A form's sheet with all that is written from."""

    sheet: Sheet
    formats: Formats
    plan: FormPlan
    filled: FilledSheet

    @property
    def widths(self) -> Mapping[int, float]:
        """Every printed column's width in characters."""
        return self.plan.widths

    def say(self, text: Text) -> str:
        """Say something in the campaign's language."""
        return text.said(self.plan.language)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose workbook it is, in the words of its sheets' heads."""

    unit: str
    period: str
    is_summary: bool = False
    """The figures are those of the units below, not the unit's own."""


def write_head(pen: Pen, owner: Owner) -> None:
    """Write everything above the table's rows."""
    set_widths(pen)
    _status(pen)
    _titles(pen, owner)
    _headings(pen)


def set_widths(pen: Pen) -> None:
    """Set every column's width, and hide the counts of the check."""
    layout = pen.plan.layout
    for column, width in pen.widths.items():
        pen.sheet.raw.set_column(column, column, width)
    pen.sheet.raw.set_column(layout.status_column, layout.status_column, STATUS_WIDTH)
    first, _, last = pen.plan.state_columns
    pen.sheet.raw.set_column(first, last, 8, None, {"hidden": True})


def count_cells(plan: FormPlan, *, absolute: bool = False) -> CountCells:
    """Return the cells of the sheet's counts, which the cover adds up."""
    mark = "$" if absolute else ""
    names = (f"{mark}{column_letters(column)}{mark}{STATUS_ROW + 1}" for column in plan.state_columns)
    return CountCells(*names)


def _status(pen: Pen) -> None:
    """Write the status line; beside it, over the column of the check, stands its first part alone."""
    plan, layout, formats = pen.plan, pen.plan.layout, pen.formats
    pen.sheet.row(STATUS_ROW, _STATUS_HEIGHT)
    strong = formats.of(styles.PLAIN, styles.BOLD)
    pen.sheet.merged((STATUS_ROW, 0, STATUS_ROW, 1), "", strong)
    pen.sheet.link(STATUS_ROW, 0, COVER_SHEET, pen.say(words.TO_COVER), formats.of(styles.PLAIN, styles.LINK))
    said = status_text(plan, pen.filled)
    pen.sheet.merged((STATUS_ROW, 2, STATUS_ROW, layout.last_column), "", strong)
    pen.sheet.formula(STATUS_ROW, 2, _first_wrong_formula(plan), strong, said + _first_wrong(pen))
    pen.sheet.formula(STATUS_ROW, layout.status_column, _status_formula(plan), strong, said)
    quiet = formats.of(styles.NOTE)
    for place, column in enumerate(plan.state_columns):
        pen.sheet.formula(STATUS_ROW, column, _count_formula(plan, place), quiet, pen.filled.counts[place])


def _first_wrong(pen: Pen) -> str:
    """Say which row is the first with something wrong, and what."""
    for place, row in enumerate(pen.filled.rows.values(), start=1):
        if row.state.sentence:
            return f"{words.TELLING}{pen.say(words.ROW)} {place}: {row.state.sentence}"
    return ""


def _first_wrong_formula(plan: FormPlan) -> str:
    """The same: “?*” is found in the first cell that is not empty."""
    checked, numbers = plan.range_of(plan.layout.status_column), plan.range_of(STT_COLUMN)
    first = f'MATCH("?*",{checked},0)'
    before = quoted(f"{words.TELLING}{words.ROW.said(plan.language)} ")
    place = f'{before}&INDEX({numbers},{first})&": "&INDEX({checked},{first})'
    return f'{a1((STATUS_ROW, plan.layout.status_column))}&IFERROR({place},"")'


def status_text(plan: FormPlan, filled: FilledSheet) -> str:
    """Return what the status line of a sheet begins with, and the cover repeats."""
    if plan.is_list and not filled.is_begun:
        return words.NOT_BEGUN.said(plan.language)
    return status_line(filled.counts, plan.language, told=filled.told)


def _status_formula(plan: FormPlan) -> str:
    layout = plan.layout
    told = "".join(f'&IF({one.formula},{quoted(words.TELLING)}&{one.place},"")' for one in plan.form_checks)
    if not plan.is_list:
        return status_formula(count_cells(plan), plan.language, told=told)
    checked = plan.range_of(layout.status_column)
    line = status_formula(count_cells(plan), plan.language, inserted=f"ROWS({checked})-COUNTA({checked})", told=told)
    return f"IF({_cells_filled(plan)}=0,{quoted(words.NOT_BEGUN.said(plan.language))},{line})"


def _cells_filled(plan: FormPlan) -> str:
    """The formula that counts the clerk's filled cells of a list."""
    checks = plan.rows["count"].checks
    columns = runs(f"{column_letters(plan.layout.columns[field.name])}" for field in checks.clerks)
    first, last = plan.layout.first_row + 1, plan.end_row + 1
    areas = (f"{run.partition(':')[0]}${first}:{run.rpartition(':')[2]}${last}" for run in columns)
    return f"COUNTA({','.join(areas)})"


def _count_formula(plan: FormPlan, place: int) -> str:
    """The formula of a whole sheet's count: its rows', its texts', and rules over the whole form."""
    parts = [f"SUM({plan.range_of(plan.state_columns[place])})"]
    parts += [f"IF({check.formula},1,0)" for check in plan.form_checks if check.weight == place]
    if place == 0:
        column = plan.layout.text_column
        required = [field.name for field in plan.form.texts if field.required]
        parts += [f'IF({a1((plan.layout.text_rows[name], column))}="",1,0)' for name in required]
    return "+".join(parts)


def _titles(pen: Pen, owner: Owner) -> None:
    """Write whose form it is; where it prints on two pages, what repeats on the second stands by itself."""
    form, pages = pen.plan.form, pages_of(pen.plan.form, pen.plan.layout)
    column_widths = pen.widths
    split, last = _split(pages, column_widths), pages.first_end
    start = 0 if pages.across == 1 else split + 1
    left, right = sum_of(column_widths, 0, split), sum_of(column_widths, split + 1, last)
    formats = pen.formats
    bold = formats.of(styles.PLAIN, styles.BOLD, styles.WRAP)
    number = formats.of(styles.PLAIN, styles.BOLD, styles.RIGHT)
    pen.sheet.merged((NUMBER_PLACE, 0, NUMBER_PLACE, split), owner.unit, bold)
    pen.sheet.row(NUMBER_PLACE, height(owner.unit, left, bold=True))
    pen.sheet.merged((NUMBER_PLACE, split + 1, NUMBER_PLACE, last), form.number, number)
    if pages.across > 1:
        continued = f"{form.number} {pen.say(words.CONTINUED)}"
        pen.sheet.merged((NUMBER_PLACE, last + 1, NUMBER_PLACE, pages.last), continued, number)
    _title(pen, owner, (start, last), sum_of(column_widths, start, last))
    period, counted = f"{pen.say(words.PERIOD)}: {owner.period}", measures(form, pen.plan.language)
    counted = f"{pen.say(words.MEASURE_OF)}: {counted}" if counted else ""
    quiet = (styles.NOTE, styles.WRAP, _HEAD_SIZE)
    pen.sheet.merged((ABOUT_ROW, 0, ABOUT_ROW, split), period, formats.of(*quiet))
    pen.sheet.merged((ABOUT_ROW, split + 1, ABOUT_ROW, last), counted, formats.of(*quiet, styles.RIGHT))
    pen.sheet.row(ABOUT_ROW, max(height(period, left, 11), height(counted, right, 11)) + 2)


def _title(pen: Pen, owner: Owner, columns: tuple[int, int], room: float) -> None:
    first, last = columns
    title = pen.say(pen.plan.form.title).upper()
    note = pen.say(pen.plan.form.note) if pen.plan.form.note else ""
    if owner.is_summary:
        note = pen.say(words.SUMMARY_LIST if pen.plan.form.rows is Rows.LIST else words.SUMMARY_FIGURES)
    pen.sheet.merged((TITLE_ROW, first, TITLE_ROW, last), title, pen.formats.of(styles.TITLE))
    pen.sheet.row(TITLE_ROW, height(title, room, styles.TITLE_SIZE, bold=True) + 2)
    pen.sheet.merged(
        (NOTE_ROW, first, NOTE_ROW, last), note, pen.formats.of(styles.NOTE, styles.WRAP, styles.CENTRE, _HEAD_SIZE)
    )
    pen.sheet.row(NOTE_ROW, height(note, room, 11) if note else 4)


def _split(pages: Pages, column_widths: Mapping[int, float]) -> int:
    """Return the last column of the head's left part: the key columns, or about the left half of a single page."""
    if pages.across > 1:
        return pages.key_end
    half = sum_of(column_widths, 0, pages.last) * _LEFT_PART
    return next(column for column in range(pages.last + 1) if sum_of(column_widths, 0, column + 1) >= half)


def sum_of(column_widths: Mapping[int, float], first: int, last: int) -> float:
    """Return the width of neighbouring columns together."""
    return sum(column_widths.get(column, 0) for column in range(first, last + 1))


def _headings(pen: Pen) -> None:
    """Write group headings, column headings and column numbers."""
    form, layout, formats = pen.plan.form, pen.plan.layout, pen.formats
    above, label, number = (
        formats.of(styles.HEAD, _OPEN_BELOW),
        formats.of(styles.HEAD, _OPEN_ABOVE),
        formats.of(styles.HEAD_NUMBER),
    )
    for place, (column, heading) in enumerate(leading_headings(form, layout).items()):
        pen.sheet.blank(GROUP_ROW, column, above)
        pen.sheet.text(LABEL_ROW, column, pen.say(heading), label)
        pen.sheet.text(NUMBER_ROW, column, "ABCDE"[place], number)
    for field in form.fields:
        column = layout.columns[field.name]
        shape = formats.of(styles.HEAD) if field.group else label
        pen.sheet.text(LABEL_ROW, column, pen.say(field.label), shape)
        pen.sheet.text(NUMBER_ROW, column, column_formula(form, field), number)
        if field.group is None:
            pen.sheet.blank(GROUP_ROW, column, above)
    for group, columns in _groups(form.fields, layout):
        pen.sheet.merged((GROUP_ROW, columns[0], GROUP_ROW, columns[-1]), pen.say(group), formats.of(styles.HEAD))
    pen.sheet.text(LABEL_ROW, layout.status_column, pen.say(CHECK), formats.of(styles.HEAD, styles.LEFT))
    _heading_heights(pen)


def _groups(fields: Iterable[FormField], layout: FormLayout) -> Iterator[tuple[Text, list[int]]]:
    """Yield neighbouring columns of the same group on the same page."""
    for (group, _), members in groupby(fields, key=lambda field: (field.group, field.page)):
        if group is not None:
            yield group, [layout.columns[field.name] for field in members]


def _heading_heights(pen: Pen) -> None:
    form, layout = pen.plan.form, pen.plan.layout
    column_widths = pen.widths

    def tall(text: str, width: float) -> float:
        return height(text, width, 11, bold=True)

    groups = [
        tall(pen.say(group), sum_of(column_widths, columns[0], columns[-1]))
        for group, columns in _groups(form.fields, layout)
    ]
    group_row = max(groups, default=6.0)
    labels = [tall(pen.say(field.label), column_widths[layout.columns[field.name]]) for field in form.fields]
    labels += [tall(pen.say(text), column_widths[column]) for column, text in leading_headings(form, layout).items()]
    numbers = [
        height(column_formula(form, field), column_widths[layout.columns[field.name]], styles.SMALL)
        for field in form.fields
    ]
    pen.sheet.row(GROUP_ROW, group_row)
    pen.sheet.row(LABEL_ROW, max(labels) + 2)
    pen.sheet.row(NUMBER_ROW, max(numbers))

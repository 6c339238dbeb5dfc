"""Where a form stands in a unit's workbook as it is given out: the one truth for writer and parser.

Rows and columns count from 0. Every sheet has the same head:

    row 0   the status line: how many cells are missing, how many errors (not printed)
    row 1   the unit's name                            Biểu số 1
    row 2   title
    row 3   what the form is about
    row 4   period, unit of measure
    row 5   group headings of the table
    row 6   column headings
    row 7   column numbers (1) (2) (3)
    row 8   for list forms, the total; then the rows
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tonghop.core.definitions import Form, Rows, Text

STATUS_ROW, NUMBER_PLACE, TITLE_ROW, NOTE_ROW, ABOUT_ROW = 0, 1, 2, 3, 4
GROUP_ROW, LABEL_ROW, NUMBER_ROW = 5, 6, 7
FIRST_BODY_ROW = 8
STT_COLUMN = 0

COVER_SHEET = "Trang bìa"
COVER_UNIT_CODE, COVER_UNIT_NAME, COVER_PERIOD = (7, 2), (6, 2), (8, 2)
"""The cells (row, column) of the cover that show whose workbook it is, for which period."""

LISTS_SHEET = "_danh_muc"
"""The hidden sheet of drop-down lists and of the sentences that the in-sheet checks say; never parsed."""

STT = Text(vi="STT", en="No.")
CODE = Text(vi="Mã số", en="Code")
UNIT_CODE = Text(vi="Mã đơn vị", en="Unit code")
UNIT_NAME = Text(vi="Tên đơn vị", en="Unit name")
MEASURE = Text(vi="Đơn vị tính", en="Unit of measure")
CHECK = Text(vi="Kiểm tra", en="Check")


@dataclass(frozen=True)
class FormLayout:
    """Where everything of one form stands on its sheet."""

    form: Form
    columns: Mapping[str, int]
    """Each field's column."""
    code_column: int | None
    label_column: int | None
    measure_column: int | None
    row_of: Mapping[str, int]
    """Fixed rows by code."""
    group_rows: Mapping[int, Text]
    """Heading rows between the fixed rows."""
    total_row: int | None
    first_row: int
    last_row: int
    """The last row of the table; for a list form, the last prepared one."""
    text_rows: Mapping[str, int]
    """Free texts by field name; each has its code in the code column, or in column 0 where there is none."""
    status_column: int
    """The in-sheet check's sentence; its hidden counts stand in the three columns after it. Never parsed."""
    unit_column: int | None = None
    """In the group layout, the column of the units' codes."""
    name_column: int | None = None
    """In the group layout, the column of the units' names, where a block has no heading of its own."""

    @property
    def last_column(self) -> int:
        """The last column of the table."""
        return self.status_column - 1

    @property
    def closing_row(self) -> int | None:
        """For a list form, the thin locked row that closes the table: rows inserted above it are counted in."""
        return None if self.total_row is None else self.last_row + 1

    @property
    def text_column(self) -> int:
        """The column in which the free texts stand."""
        return (self.label_column or 0) + 1

    @property
    def signature_row(self) -> int:
        """The first row of the signature block, which is not parsed."""
        return max((self.closing_row or self.last_row, *self.text_rows.values())) + 2


def text_code(position: int) -> str:
    """Return the code that a free text is found by; ``position`` counts from 0."""
    return f"T{position + 1}"


def form_layout(form: Form, level: str) -> FormLayout:
    """Place a form for a unit of that level, which may not fill all of its rows."""
    fixed = form.rows is Rows.FIXED
    first_field_column = 4 if fixed else 1
    columns = {field.name: first_field_column + place for place, field in enumerate(form.fields)}
    total_row = FIRST_BODY_ROW if form.rows is Rows.LIST else None
    first_row = FIRST_BODY_ROW + (total_row is not None)
    row_of, group_rows = _fixed_rows(form, level, first_row)
    last_row = max((*row_of.values(), first_row)) if fixed else first_row + form.capacity - 1
    return FormLayout(
        form=form,
        columns=columns,
        code_column=1 if fixed else None,
        label_column=2 if fixed else None,
        measure_column=3 if fixed else None,
        row_of=row_of,
        group_rows=group_rows,
        total_row=total_row,
        first_row=first_row,
        last_row=last_row,
        text_rows={field.name: last_row + 2 + place for place, field in enumerate(form.texts)},
        status_column=first_field_column + len(form.fields),
    )


def _fixed_rows(form: Form, level: str, first_row: int) -> tuple[dict[str, int], dict[int, Text]]:
    rows: dict[str, int] = {}
    headings: dict[int, Text] = {}
    place, group = first_row, None
    for row in form.rows_for(level):
        if row.group is not None and row.group != group:
            headings[place] = row.group
            place += 1
        group = row.group
        rows[row.code] = place
        place += 1
    return rows, headings

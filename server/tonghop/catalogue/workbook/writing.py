"""The cells of a campaign workbook: headings in two languages, explanations, drop-down lists, widths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tonghop.catalogue.workbook.dismantling import Dismantled
from tonghop.catalogue.workbook.guide import write_guide
from tonghop.catalogue.workbook.kinds import LONGEST, Written
from tonghop.catalogue.workbook.layout import Column, Table, Values
from tonghop.catalogue.workbook.styles import Styles
from tonghop.core.cells import CellRef
from tonghop.core.definitions import Campaign, Text
from tonghop.core.errors import DefinitionError, Phrase, marked

HEADING_ROWS = 4
"""The sheet's name, what it is about, the headings in Vietnamese and in English."""
_SPARE_ROWS = 300
"""Rows below the last one that have the drop-down lists too."""
_LONGEST_LIST = 255
_LONGEST_PROMPT = 255
_LINE_HEIGHT = 15
_MOST_LINES = 12
_INDENT_LEVELS = 10


def write_workbook(campaign: Campaign, sheets: Dismantled, *, guided: bool = True) -> bytes:
    """Write the sheets of a campaign, the guide before them where it is ``guided``."""
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": campaign.short_title.vi, "subject": campaign.code})
    styles = Styles(book)
    if guided:
        write_guide(book.add_worksheet("Hướng dẫn"), campaign, [table for table, _ in sheets], styles)
    for table, records in sheets:
        page = _Page(book.add_worksheet(table.name), table, records, styles)
        page.write()
    book.close()
    return buffer.getvalue()


@dataclass(frozen=True)
class _Page:
    """One sheet while it is written."""

    sheet: Worksheet
    table: Table
    records: Sequence[Values]
    styles: Styles

    def write(self) -> None:
        self.sheet.hide_gridlines(2)
        self.sheet.write_string(0, 0, f"{self.table.name}  ·  {self.table.english}", self.styles.title)
        self.sheet.write_string(1, 0, self.table.about.vi, self.styles.about)
        self.sheet.set_row(0, 24)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        self.sheet.set_footer("&L&8&A&R&8&P/&N")
        if self.table.vertical:
            self.lines()
        else:
            self.rows()

    # A record on each row.

    def rows(self) -> None:
        depths, bands = self.depths(), self.bands()
        for place, column in enumerate(self.table.columns):
            self.sheet.set_column(place, place, column.width)
            self.heading(HEADING_ROWS - 2, place, column)
            self.check(HEADING_ROWS, place, HEADING_ROWS + len(self.records) + _SPARE_ROWS, column)
        self.sheet.set_row(HEADING_ROWS - 2, 32)
        self.sheet.set_row(HEADING_ROWS - 1, 26)
        for row, record in enumerate(self.records, start=HEADING_ROWS):
            for place, column in enumerate(self.table.columns):
                indent = depths.get(str(record.get("code")), 0) if column.attribute == "name" and depths else 0
                self.cell(row, place, column, record.get(column.attribute), indent, bands[row - HEADING_ROWS])
            self.sheet.set_row(row, self.height(record))
        self.sheet.freeze_panes(HEADING_ROWS, self.table.frozen)
        self.sheet.repeat_rows(HEADING_ROWS - 2, HEADING_ROWS - 1)
        last = HEADING_ROWS + max(len(self.records), 1) - 1
        self.sheet.autofilter(HEADING_ROWS - 1, 0, last, len(self.table.columns) - 1)

    def height(self, record: Values) -> float:
        """A row as high as its longest text needs in its column's width."""
        lines = [
            sum(1 + int(len(part) / (column.width * 1.05)) for part in str(value).split("\n"))
            for column in self.table.columns
            if isinstance(value := record.get(column.attribute), str)
        ]
        return _LINE_HEIGHT * min(max(lines, default=1), _MOST_LINES)

    def bands(self) -> Sequence[int]:
        """Which band each row is shaded with: the next one where another form begins."""
        forms = [record.get("form") for record in self.records]
        order = list(dict.fromkeys(forms))
        return [order.index(form) % 2 for form in forms]

    def depths(self) -> Mapping[str, int]:
        """How deep each unit stands in the tree; nothing for other sheets."""
        if not any(column.attribute == "parent" for column in self.table.columns):
            return {}
        above = {str(record["code"]): record.get("parent") for record in self.records}
        return {code: _depth(code, above) for code in above}

    # A value on each line.

    def lines(self) -> None:
        for place, width in enumerate((30, 60, 44, 26, 60)):
            self.sheet.set_column(place, place, width)
        for place, (vi, en) in enumerate(VERTICAL_HEADINGS):
            self.sheet.write_string(HEADING_ROWS - 2, place, vi, self.styles.heading)
            self.sheet.write_string(HEADING_ROWS - 1, place, en, self.styles.english)
        row = HEADING_ROWS
        for column in self.table.columns:
            for value in self.line_values(column):
                self.line(row, column, value)
                row += 1
        self.sheet.freeze_panes(HEADING_ROWS, 1)

    def line_values(self, column: Column) -> Sequence[object]:
        (record,) = self.records
        if not column.repeats:
            return [record[column.attribute]]
        values = record[column.attribute]
        return values if isinstance(values, tuple) and values else [None]

    def line(self, row: int, column: Column, value: object) -> None:
        vi, en = (value.vi, value.en) if isinstance(value, Text) else (value, None)
        self.sheet.write_string(row, 0, column.heading.vi, self.styles.line)
        self.cell(row, 1, column, vi)
        if column.bilingual:
            self.cell(row, 2, column, en)
        else:
            self.sheet.write_blank(row, 2, None, self.styles.unused)
        self.sheet.write_string(row, 3, column.heading.en, self.styles.line_english)
        self.sheet.write_string(row, 4, f"{column.note.vi}\n{column.note.en}".strip(), self.styles.note)
        self.check(row, 1, row, column)
        texts = [str(text) for text in (vi, en) if text is not None]
        lines = max((1 + len(text) // 42 for text in texts), default=1)
        self.sheet.set_row(row, _LINE_HEIGHT * max(lines, 2))

    # Cells.

    def heading(self, row: int, place: int, column: Column) -> None:
        self.sheet.write_string(row, place, column.heading.vi, self.styles.heading)
        self.sheet.write_string(row + 1, place, column.heading.en, self.styles.english)
        if column.note.vi:
            note = f"{column.note.vi}\n\n{column.note.en}"
            self.sheet.write_comment(row, place, note, {"x_scale": 2.2, "y_scale": 1.6, "font_size": 9})

    def cell(self, row: int, place: int, column: Column, value: object, indent: int = 0, band: int = 0) -> None:
        written = column.kind.written(value)
        # A day stands as one wherever it may; all else in a column of days is kept from becoming one.
        shown_as = "day" if isinstance(written, date) else column.kind.shown_as
        style = self.styles.cell("text" if shown_as == "day" and isinstance(written, str) else shown_as, indent, band)
        if isinstance(written, str) and len(written) > LONGEST:
            problem = Phrase(
                marked("the text has {length} characters; a cell holds {most}"), length=len(written), most=LONGEST
            )
            raise DefinitionError(where=CellRef(self.table.name, row, place), problem=problem)
        _put(self.sheet, row, place, written, style)

    def check(self, first: int, place: int, last: int, column: Column) -> None:
        """Lay the drop-down list, or only the explanation, over a column's cells."""
        options: dict[str, object] = {"validate": "any"}
        words = [choice.vi for choice in column.kind.choices]
        if column.of is not None:
            options = {
                "validate": "list",
                "source": f"='{column.of}'!$A${HEADING_ROWS + 1}:$A${HEADING_ROWS + _SPARE_ROWS}",
            }
        elif words and len(",".join(words)) <= _LONGEST_LIST:
            options = {"validate": "list", "source": words}
        if options["validate"] == "list":
            options["error_title"], options["error_message"] = (
                "Chọn trong danh sách",
                "Hãy chọn một mục trong danh sách.",
            )
        if column.note.vi:
            options["input_title"] = column.heading.vi[:32]
            options["input_message"] = column.note.vi[:_LONGEST_PROMPT]
        if len(options) > 1:
            self.sheet.data_validation(first, place, last, place, options)


VERTICAL_HEADINGS = (
    ("Mục", "Item"),
    ("Nội dung", "Content"),
    ("Tiếng Anh", "English"),
    ("Tên tiếng Anh của mục", "The item in English"),
    ("Giải thích", "Explanation"),
)


def _put(sheet: Worksheet, row: int, place: int, written: Written, style: Format) -> None:
    if written is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(written, str):
        sheet.write_string(row, place, written, style)
    elif isinstance(written, int | float):
        sheet.write_number(row, place, written, style)
    else:
        sheet.write_datetime(row, place, written, style)


def _depth(code: str, above: Mapping[str, object]) -> int:
    depth, parent = 0, above.get(code)
    while parent is not None and depth < _INDENT_LEVELS:
        depth, parent = depth + 1, above.get(str(parent))
    return depth

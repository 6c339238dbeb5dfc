"""“Dữ liệu”: every reported figure in a row of its own, ready for a pivot."""

from collections.abc import Callable

from tonghop.core.consolidating.facts import Fact, facts
from tonghop.core.definitions import Number
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import Book, set_up_page
from tonghop.writing.consolidated.pen import quoted
from tonghop.writing.styles import style

HEADINGS = (
    ("Kỳ", 18.0),
    ("Mã đơn vị", 10.0),
    ("Đơn vị", 34.0),
    ("Cấp", 24.0),
    ("Đơn vị cấp trên", 34.0),
    ("Phần báo cáo", 18.0),
    ("Biểu", 12.0),
    ("Mã dòng", 10.0),
    ("Dòng", 44.0),
    ("Chỉ tiêu", 30.0),
    ("Giá trị", 11.0),
    ("Ô nguồn", 34.0),
    ("Tệp", 34.0),
)
RANGE_NAME = "DuLieu"
"""The defined name of the whole table."""


def write_facts(book: Book) -> int:
    """Write the sheet and return how many figures it holds."""
    pen, last = book.pen(words.FACTS), len(HEADINGS) - 1
    head = book.formats.of(styles.HEAD)
    for column, (heading, width) in enumerate(HEADINGS):
        pen.sheet.set_column(column, column, width)
        pen.text(0, column, heading, head)
    plain = book.formats.of(styles.PLAIN, style(font_size=11))
    number = book.formats.of(styles.PLAIN, style(font_size=11, num_format="#,##0.##;-#,##0.##;0", align="right"))
    described = _describer(book)
    for fact in facts(book.consolidation):
        pen.sheet.append(described(fact), plain, number)
    rows: int = pen.sheet.last_row
    set_up_page(pen.sheet, "landscape")
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.repeat_rows(0)
    pen.sheet.freeze_panes(1, 0)
    pen.sheet.autofilter(0, 0, max(1, rows), last)
    book.workbook.define_name(RANGE_NAME, f"={quoted(words.FACTS)}!$A$1:$M${max(1, rows) + 1}")
    return rows


def _describer(book: Book) -> Callable[[Fact], tuple[str | Number, ...]]:
    names = {line.unit.code: line.unit.name for line in book.consolidation.lines}
    levels = {level.code: level.label.vi for level in book.consolidation.campaign.levels}

    def described(fact: Fact) -> tuple[str | Number, ...]:
        row = fact.column.row
        return (
            fact.period.label.vi,
            fact.unit.code,
            fact.unit.name,
            levels.get(fact.unit.level, fact.unit.level),
            names.get(fact.unit.parent or "", ""),
            words.COVERAGES[fact.coverage],
            fact.form.number,
            "" if row is None else row.code,
            "" if row is None else row.label.vi,
            fact.column.label.vi,
            fact.value,
            fact.cell,
            fact.revision.file_name,
        )

    return described

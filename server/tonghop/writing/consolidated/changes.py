"""“Thay đổi”: every figure that is not what it was when the consolidation was last given out."""

from tonghop.core.consolidation import Change, Changes
from tonghop.core.labels import named
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import DENSE, DENSE_LETTERS, Book, set_up_page, write_title, written_day
from tonghop.writing.consolidated.pen import Pen, lines_of
from tonghop.writing.styles import style

HEADINGS = (
    ("STT", 5.0),
    ("Mã", 9.0),
    ("Đơn vị", 32.0),
    ("Kỳ", 20.0),
    ("Phần báo cáo", 17.0),
    ("Mã dòng", 9.0),
    ("Biểu, chỉ tiêu", 58.0),
    ("Số cũ", 12.0),
    ("Số mới", 12.0),
    ("Lần gửi", 8.0),
    ("Người gửi", 22.0),
    ("Ghi chú", 20.0),
)
HEAD_ROW, LINE_PIXELS = 3, 19
CAME, WENT = "Báo cáo mới có", "Báo cáo không còn lấy"
_NUMBER = style(num_format="#,##0.##;-#,##0.##;0", align="right")


def write_changes(book: Book, changes: Changes) -> None:
    """Write the sheet."""
    pen, last = book.pen(words.CHANGES), len(HEADINGS) - 1
    head = book.formats.of(styles.HEAD)
    write_title(pen, last, "THAY ĐỔI SO VỚI LẦN PHÁT HÀNH TRƯỚC", _about(changes))
    for column, (heading, width) in enumerate(HEADINGS):
        pen.sheet.set_column(column, column, width)
        pen.text(HEAD_ROW, column, heading, head)
    pen.sheet.set_row_pixels(HEAD_ROW, 26)
    if not changes.changes:
        good = book.formats.of(DENSE, styles.CENTRE, styles.GOOD)
        pen.across(HEAD_ROW + 1, (0, last), "Không có số liệu nào thay đổi.", good)
    names, labels = (
        book.consolidation.names,
        {period.code: period.label.vi for period in book.consolidation.matrix_periods},
    )
    for row, change in enumerate(changes.changes, start=HEAD_ROW + 1):
        _write_row(book, pen, row, change, (names.get(change.unit, change.unit), labels.get(change.period, "")))
    set_up_page(pen.sheet, "landscape", book.consolidation.campaign.short_title.vi)
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.repeat_rows(HEAD_ROW)
    pen.sheet.freeze_panes(HEAD_ROW + 1, 3)
    pen.sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(1, len(changes.changes)), last)


def _about(changes: Changes) -> str:
    since = changes.since
    taken = words.INCLUDED[since.include]
    units = len({change.unit for change in changes.changes})
    day = written_day(since.as_of)
    counted = f"{len(changes.changes)} số liệu của {units} đơn vị thay đổi"
    return f"So với lần phát hành {since.number} (số liệu tính đến ngày {day}; {taken}): {counted}."


def _write_row(book: Book, pen: Pen, row: int, change: Change, told: tuple[str, str]) -> None:
    of = book.formats.of
    wrapped, centred, number = of(DENSE, styles.WRAP), of(DENSE, styles.CENTRE), of(DENSE, _NUMBER)
    measure = change.measure
    label = named(book.consolidation.campaign, measure.form, measure.row, measure.field).vi
    name, period = told
    pen.number(row, 0, row - HEAD_ROW, centred)
    pen.text(row, 1, change.unit, centred)
    pen.text(row, 2, name, wrapped)
    pen.text(row, 3, period or change.period, of(DENSE, styles.CENTRE, styles.WRAP))
    pen.text(row, 4, words.COVERAGES[change.coverage], centred)
    pen.text(row, 5, measure.row, centred)
    pen.text(row, 6, label, wrapped)
    pen.number(row, 7, change.old, number)
    pen.number(row, 8, change.new, of(DENSE, _NUMBER, styles.BOLD))
    pen.number(row, 9, change.revision, centred)
    pen.text(row, 10, change.sender, wrapped)
    pen.text(row, 11, CAME if change.came else WENT if change.went else "", wrapped)
    texts = ((label, 6), (name, 2), (period, 3), (change.sender, 10))
    lines = max(lines_of(text, HEADINGS[at][1] * DENSE_LETTERS) for text, at in texts)
    pen.height(row, lines * LINE_PIXELS + 2)

"""“Nguồn số liệu”: of each line and form, the file, the cells, the revision and who sent it when."""

from tonghop.core.cells import CellRef, a1
from tonghop.core.consolidation import Line, LineKind, Revision
from tonghop.core.submission import FilledForm
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import DENSE, Book, set_up_page, write_title
from tonghop.writing.consolidated.layout import UNIT, FormSheet
from tonghop.writing.consolidated.pen import Pen
from tonghop.writing.styles import style

HEADINGS = (
    ("Mã", 8.0),
    ("Đơn vị (bấm để về biểu)", 32.0),
    ("Biểu", 11.0),
    ("Kỳ", 22.0),
    ("Tình hình", 15.0),
    ("Tệp", 32.0),
    ("Trang tính", 18.0),
    ("Vùng ô", 11.0),
    ("Lần gửi", 7.0),
    ("Nhận lúc", 17.0),
    ("Người gửi", 18.0),
    ("Mã kiểm tra tệp (SHA-256)", 52.0),
)
HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 1
"""The first row of sources."""

_MOMENT = style(num_format="hh:mm dd/mm/yyyy", align="center")
_DIGEST = style(font_name="Courier New", font_size=7, shrink=True)


class SourceWriter:
    """Writes the sheet of sources."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.pen: Pen = book.pen(words.SOURCES)
        of = book.formats.of
        fitted = style(shrink=True)
        self.plain, self.centred = of(DENSE, fitted), of(DENSE, styles.CENTRE, fitted)
        self.linked = of(DENSE, fitted, style(font_color=styles.BLUE))
        self.moment, self.digest = of(DENSE, _MOMENT), of(DENSE, _DIGEST)
        self.periods = {period.code: period.label.vi for period in book.consolidation.periods}

    def write(self) -> None:
        """Write everything; each line's rows stand where the plan says."""
        self._head()
        plan = self.book.plan
        for index, line in enumerate(self.book.consolidation.lines):
            if line.kind is not LineKind.TOTAL:
                for sheet in plan.sheets:
                    self._line(index, line, sheet, plan.sources[index, sheet.form.code])
        reported = (line for line in self.book.consolidation.lines if line.kind is not LineKind.TOTAL)
        self._page(len(plan.sheets) * sum(max(1, len(line.revisions)) for line in reported))

    def _head(self) -> None:
        head = self.book.formats.of(styles.HEAD)
        about = "Mỗi số liệu lấy từ tệp nào, trang nào, vùng ô nào, lần gửi nào. " + self.book.about()
        write_title(self.pen, len(HEADINGS) - 1, "NGUỒN SỐ LIỆU", about)
        self.pen.sheet.set_row_pixels(HEAD_ROW, 40)
        for column, (heading, width) in enumerate(HEADINGS):
            self.pen.sheet.set_column(column, column, width)
            self.pen.text(HEAD_ROW, column, heading, head)

    def _line(self, index: int, line: Line, sheet: FormSheet, first: int) -> None:
        target = self.book.plan.line_reference(sheet, index, UNIT)
        for row, revision in enumerate(line.revisions or (None,), start=first):
            self.pen.text(row, 0, line.unit.code, self.centred)
            self.pen.link(row, 1, target, self.book.plan.name(line), self.linked)
            self.pen.text(row, 2, sheet.form.number, self.centred)
            if revision is None:
                self._nothing(row, self.book.plan.states[index])
            else:
                self._revision(row, revision, sheet)

    def _nothing(self, row: int, state: str) -> None:
        self.pen.blank(row, 3, self.centred)
        self.pen.text(row, 4, state, self.book.formats.of(DENSE, styles.CENTRE, words.NO_REPORT))
        for column in range(5, len(HEADINGS)):
            self.pen.blank(row, column, self.plain)

    def _revision(self, row: int, revision: Revision, sheet: FormSheet) -> None:
        filled = revision.submission.form(sheet.form.code)
        tab, cells = ("", "") if filled is None else extent(filled)
        period = revision.key.period
        self.pen.text(row, 3, self.periods.get(period, period), self.centred)
        state = self.book.formats.of(DENSE, styles.CENTRE, words.STATE_STYLES[revision.state])
        self.pen.text(row, 4, words.STATES[revision.state], state)
        self._file(row, revision)
        self.pen.text(row, 6, tab, self.plain)
        self.pen.text(row, 7, cells, self.centred)
        self.pen.number(row, 8, revision.number, self.centred)
        self.pen.day(row, 9, self.book.local(revision.received), self.moment)
        self.pen.text(row, 10, revision.sender, self.plain)
        self.pen.text(row, 11, revision.digest, self.digest)

    def _file(self, row: int, revision: Revision) -> None:
        page = self.book.page_of(revision)
        if page is None:
            self.pen.text(row, 5, revision.file_name, self.plain)
        else:
            self.pen.web_link(row, 5, page, revision.file_name, self.linked)

    def _page(self, rows: int) -> None:
        sheet, last = self.pen.sheet, len(HEADINGS) - 1
        set_up_page(sheet, "landscape", self.book.consolidation.campaign.short_title.vi)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
        sheet.freeze_panes(FIRST_ROW, 2)
        if rows:
            sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + rows, last)


def extent(filled: FilledForm) -> tuple[str, str]:
    """Return the tab and the range of cells that a filled form was read from; blank where it is not known."""
    cells: list[CellRef] = [
        answer.cell for row in filled.rows for answer in row.answers.values() if answer.cell is not None
    ]
    tab = filled.sheet or (cells[0].sheet if cells else "")
    if not cells:
        return tab, ""
    first = min(cell.row for cell in cells), min(cell.column for cell in cells)
    last = max(cell.row for cell in cells), max(cell.column for cell in cells)
    return tab, a1(first) if first == last else f"{a1(first)}:{a1(last)}"

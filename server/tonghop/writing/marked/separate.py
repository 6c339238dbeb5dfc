"""A workbook of its own with the findings, for files that cannot be marked: .xls, .ods."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from tonghop.core.definitions import Language, Severity
from tonghop.core.findings import Finding
from tonghop.writing import styles
from tonghop.writing.marked import words
from tonghop.writing.marked.entries import Entry, Say, clean, counts, entries
from tonghop.writing.marked.listing import FIRST_ROW, WIDTHS, row_height, texts_of
from tonghop.writing.marked.looks import MARK_FILLS
from tonghop.writing.styles import WORKBOOK_OPTIONS, Formats, style

_TOP = style(styles.TABLE, styles.WRAP, styles.TOP)


def findings_workbook(
    name: str, findings: Sequence[Finding], say: Say, *, language: Language = "vi", reason: str | None = None
) -> bytes:
    """Return a workbook that lists what was found in the file of that name."""
    found = entries(findings, say, language, reason)
    buffer = BytesIO()
    with Workbook(buffer, dict(WORKBOOK_OPTIONS)) as book:
        _Pages(book, found, language).write(name)
    return buffer.getvalue()


class _Pages:
    def __init__(self, book: Workbook, found: Sequence[Entry], language: Language) -> None:
        self._formats = Formats(book)
        self._sheet = book.add_worksheet(words.SHEET)
        self._found = found
        self._language = language

    def write(self, name: str) -> None:
        self._frame()
        title = self._formats.of(styles.TITLE, styles.LEFT, style(font_color=styles.RED, text_wrap=False))
        self._sheet.write_string(0, 0, words.TITLE.said(self._language), title)
        told = words.HOW_SEPARATE.said(self._language).format(name=clean(name))
        for row, text in ((1, counts(self._found, self._language)), (2, told)):
            self._sheet.set_row(row, row_height(((text, sum(WIDTHS)),)))
            how = self._formats.of(styles.NOTE, styles.WRAP, styles.TOP)
            self._sheet.merge_range(row, 0, row, len(WIDTHS) - 1, text, how)
        for column, heading in enumerate(words.HEADINGS):
            self._sheet.write_string(FIRST_ROW - 1, column, heading.said(self._language), self._formats.of(styles.HEAD))
        for number, entry in enumerate(self._found):
            self._line(number, entry)

    def _frame(self) -> None:
        self._sheet.hide_gridlines(2)
        self._sheet.freeze_panes(FIRST_ROW, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(FIRST_ROW - 1)
        for column, width in enumerate(WIDTHS):
            self._sheet.set_column(column, column, width)

    def _line(self, number: int, entry: Entry) -> None:
        texts = texts_of(entry, number, self._language)
        row = FIRST_ROW + number
        self._sheet.set_row(row, row_height(tuple(zip(texts, WIDTHS, strict=True))))
        for column, text in enumerate(texts):
            look = style(_TOP, styles.LEFT) if column in {1, 4, 5} else style(_TOP, styles.CENTRE)
            if column in {2, 3}:
                look = style(look, bg_color=_fill(entry.severity))
            self._sheet.write_string(row, column, clean(text), self._formats.of(look))


def _fill(severity: Severity | None) -> str:
    return MARK_FILLS[severity or Severity.BLOCKING]

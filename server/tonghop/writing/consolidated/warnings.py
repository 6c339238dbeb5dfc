"""“Cảnh báo”: what was found in the reports used and between units, the weightiest first."""

from collections.abc import Sequence

from tonghop.core.consolidation import UnitFinding
from tonghop.core.definitions import Severity
from tonghop.core.findings import Finding
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import DENSE, DENSE_LETTERS, Book, set_up_page, write_title
from tonghop.writing.consolidated.pen import Pen, lines_of

HEADINGS = (
    ("STT", 5.0),
    ("Mức độ", 11.0),
    ("Mã", 9.0),
    ("Đơn vị", 34.0),
    ("Kỳ", 22.0),
    ("Phần báo cáo", 17.0),
    ("Vị trí trong tệp của đơn vị", 26.0),
    ("Biểu, dòng", 40.0),
    ("Nội dung", 78.0),
)
HEAD_ROW, LINE_PIXELS = 3, 19
ABOUT = "Báo cáo có “Cảnh báo” vẫn được tổng hợp; báo cáo có “Lỗi” thì chưa, cần đôn đốc đơn vị sửa."
_WEIGHT = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def write_warnings(book: Book) -> None:
    """Write the sheet."""
    pen, last = book.pen(words.WARNINGS), len(HEADINGS) - 1
    head = book.formats.of(styles.HEAD)
    findings = sorted_findings(book)
    write_title(pen, last, "CẢNH BÁO", ABOUT if findings else "")
    for column, (heading, width) in enumerate(HEADINGS):
        pen.sheet.set_column(column, column, width)
        pen.text(HEAD_ROW, column, heading, head)
    pen.sheet.set_row_pixels(HEAD_ROW, 26)
    _write_rows(book, pen, findings)
    set_up_page(pen.sheet, "landscape", book.consolidation.campaign.short_title.vi)
    pen.sheet.fit_to_pages(1, 0)
    pen.sheet.repeat_rows(HEAD_ROW)
    pen.sheet.freeze_panes(HEAD_ROW + 1, 4)
    pen.sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + max(1, len(findings)), last)


def sorted_findings(book: Book) -> Sequence[UnitFinding]:
    """Return the findings by weight, then units in tree order, periods and cells."""
    units = {line.unit.code: place for place, line in reversed(list(enumerate(book.consolidation.lines)))}
    periods = {period.code: place for place, period in enumerate(book.consolidation.matrix_periods)}

    def key(found: UnitFinding) -> tuple[int, int, int, str, str, int, int]:
        cell = found.finding.cell
        place = ("", 0, 0) if cell is None else (cell.sheet, cell.row, cell.column)
        unit = units.get(found.unit, len(units))
        return _WEIGHT[found.finding.severity], unit, periods.get(found.period, -1), found.coverage, *place

    return sorted(book.consolidation.findings, key=key)


def _about(book: Book, finding: Finding) -> str:
    """Return the form's number and, of a fixed row, what stands in it."""
    form = next((one for one in book.consolidation.campaign.forms if one.code == finding.form), None)
    if form is None:
        return ""
    row = next((one.label.vi for one in form.fixed_rows if one.code == finding.row), None)
    return form.number if row is None else f"{form.number}: {row}"


def _write_rows(book: Book, pen: Pen, findings: Sequence[UnitFinding]) -> None:
    of = book.formats.of
    wrapped, centred = of(DENSE, styles.WRAP), of(DENSE, styles.CENTRE)
    names = book.consolidation.names
    labels = {period.code: period.label.vi for period in book.consolidation.matrix_periods}
    if not findings:
        pen.across(
            HEAD_ROW + 1, (0, len(HEADINGS) - 1), "Không có cảnh báo nào.", of(DENSE, styles.CENTRE, styles.GOOD)
        )
    for number, found in enumerate(findings, start=1):
        row, finding = HEAD_ROW + number, found.finding
        said = book.say(finding)
        severity = of(DENSE, styles.CENTRE, words.SEVERITY_STYLES[finding.severity])
        pen.number(row, 0, number, centred)
        pen.text(row, 1, words.SEVERITIES[finding.severity], severity)
        pen.text(row, 2, found.unit, centred)
        pen.text(row, 3, names.get(found.unit, found.unit), wrapped)
        pen.text(row, 4, labels.get(found.period, found.period), of(DENSE, styles.CENTRE, styles.WRAP))
        pen.text(row, 5, words.COVERAGES[found.coverage], centred)
        pen.text(row, 6, str(finding.cell) if finding.cell is not None else finding.sheet or "", wrapped)
        about = _about(book, finding)
        pen.text(row, 7, about, wrapped)
        pen.text(row, 8, said, wrapped)
        period, unit = labels.get(found.period, found.period), names.get(found.unit, "")
        texts = (said, period, unit, str(finding.cell or ""), about)
        widths = (HEADINGS[at][1] * DENSE_LETTERS for at in (8, 4, 3, 6, 7))
        lines = max(lines_of(text, width) for text, width in zip(texts, widths, strict=True))
        pen.height(row, lines * LINE_PIXELS + 2)

"""“Tổng quan”: the page that is signed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from tonghop.core.calendar import deadline_text
from tonghop.core.completeness import State
from tonghop.core.consolidation import Column, LineKind
from tonghop.core.definitions import Rows
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import (
    DENSE,
    DENSE_HEAD,
    DENSE_LETTERS,
    LINK_LINE,
    ORGANISATION,
    PARTY,
    SUBTITLE,
    Book,
    set_up_page,
    written_day,
)
from tonghop.writing.consolidated.charts import (
    BEFORE_COLOUR,
    GRID_PIXELS,
    LATE_COLOUR,
    MISSING_COLOUR,
    NOW_COLOUR,
    ON_TIME_COLOUR,
    Block,
    Frame,
    Series,
    bars,
    doughnut,
)
from tonghop.writing.consolidated.forms import FormWriter
from tonghop.writing.consolidated.headlines import (
    GRID,
    GRID_WIDTH,
    LINE_PIXELS,
    SECTION,
    linked,
    number_style,
    telling,
    write_headlines,
)
from tonghop.writing.consolidated.layout import FormSheet
from tonghop.writing.consolidated.pen import ROW_PIXELS, Pen, lines_of, quoted, reference
from tonghop.writing.consolidated.status import AFTER, COUNTS, ON_TIME, OWED, RATE, StatusWriter, counts
from tonghop.writing.styles import style

NAMED_AT_MOST = 15
FEW = 3
PRINT_SCALE = 75
PAGE_PIXELS = 1290
"""What fits on an A4 page at that scale, with a little to spare."""
NAME_COLUMNS = (1, 3)
"""The unit's name on the table of units directly below."""
PROGRESS_END = NAME_COLUMNS[1] + 5
FIGURES = 4
"""How many figures of a form that table shows beside the progress."""
MISSING_LABEL = "Chưa có"
OTHER_COLOURS = ("#BFBFBF", MISSING_COLOUR, "#E59C8F", "#8E5EA2", "#B07AA1")
"""Of the ring: not due, not sent, empty, blocked, returned."""


class OverviewWriter:
    """Writes the page from top to bottom; ``row`` is the next free one."""

    def __init__(self, book: Book, status: StatusWriter, forms: Sequence[FormWriter]) -> None:
        self.book, self.status, self.forms = book, status, forms
        self.pen: Pen = book.pen(words.OVERVIEW)
        self.row = 0
        self.joints: list[int] = []

    def write(self) -> None:
        """Write everything."""
        self.pen.sheet.set_column(0, GRID - 1, GRID_WIDTH)
        self._head()
        self._statements()
        self._section("I. TÌNH HÌNH GỬI BÁO CÁO")
        ring = self._progress()
        charts = self.row
        self._skip(self._chart_height)
        self._section("II. KẾT QUẢ CHỦ YẾU")
        self.row = write_headlines(self.book, self.pen, self.row, self.joints)
        self._section("III. THEO ĐƠN VỊ TRỰC THUỘC")
        first = self._units()
        self._charts(ring, charts, first)
        self._signature()
        self._page()

    # The head.

    def _head(self) -> None:
        of, campaign = self.book.formats.of, self.book.consolidation.campaign
        self.pen.height(0, 42)
        self.pen.across(0, (0, 4), campaign.issuer.vi.upper(), of(ORGANISATION))
        self.pen.across(0, (6, 11), "ĐẢNG CỘNG SẢN VIỆT NAM", of(PARTY, style(underline=1)))
        self.pen.across(1, (0, 4), "*", of(styles.PLAIN, styles.CENTRE))
        year = self.book.consolidation.as_of.year
        self.pen.across(1, (6, 11), f"…………, ngày …… tháng …… năm {year}", of(SUBTITLE))
        self.row = 3
        self._line("BẢNG TỔNG HỢP KẾT QUẢ THỰC HIỆN", style(styles.TITLE, font_size=17), 30)
        self._line(campaign.title.vi, style(styles.PLAIN, styles.BOLD, styles.CENTRE, styles.WRAP, font_size=13))
        self._line(self.book.about(), SUBTITLE)

    def _line(self, text: str, look: styles.Style, height: int = 0) -> None:
        characters = GRID * GRID_WIDTH * 12 / float(look.get("font_size", styles.SIZE))
        self.pen.across(self.row, (0, GRID - 1), text, self.book.formats.of(look))
        self.pen.height(self.row, height or lines_of(text, characters) * ROW_PIXELS + 4)
        self.row += 1

    def _statements(self) -> None:
        """Say on its face what the figures include, what stands in, and whether they agree with the database."""
        include = self.book.consolidation.include
        box = style(styles.PLAIN, styles.CENTRE, styles.WRAP, border=1, border_color="#BF9000", bg_color="#FFF8E1")
        self._line(words.INCLUDED[include] + self._coverage() + ".", style(box, styles.BOLD))
        summaries = [line for line in self.book.consolidation.lines if line.kind is LineKind.SUMMARY]
        standing_in = [line.unit.name for line in summaries if line.revisions]
        if standing_in:
            named = _named(standing_in)
            self._line(f"Số liệu cấp dưới lấy theo bảng tổng hợp của {len(standing_in)} đơn vị: {named}.", box)
        checks = "+".join(f"SUMPRODUCT(--({quoted(one.form_sheet.name)}!{one.differences}<>0))" for one in self.forms)
        agrees = f"Mọi tổng cộng của {len(self.forms)} biểu khớp với cơ sở dữ liệu (chênh lệch bằng 0)."
        wrong = "CÓ CHÊNH LỆCH với cơ sở dữ liệu: xem dòng “Chênh lệch” của từng biểu."
        look = self.book.formats.of(styles.PLAIN, styles.CENTRE, style(font_size=11, font_color=styles.GREEN))
        formula = f'IF({checks or 0}=0,"{agrees}","{wrong}")'
        self.pen.formula_across(self.row, (0, GRID - 1), formula, look, agrees)
        red = self.book.formats.of(styles.ERROR)
        bad = {"type": "formula", "criteria": f'=LEFT($A${self.row + 1},2)="CÓ"', "format": red}
        self.pen.sheet.conditional_format(self.row, 0, self.row, GRID - 1, bad)
        self.row += 1
        for line in self._deadlines():
            self._line(line, style(styles.NOTE, styles.CENTRE, styles.WRAP))

    def _coverage(self) -> str:
        """Say how many of the reports owed the figures rest on, and which periods of several."""
        consolidation = self.book.consolidation
        used = {revision.key for line in consolidation.lines for revision in line.revisions}
        owed = [one for one in self.book.plan.standings_of(consolidation.lines[0]) if one.state is not State.EXEMPT]
        told = f": {len(used)}/{len(owed)} báo cáo phải gửi" if owed else ""
        if not consolidation.period.derived:
            return told
        begun = [one.label.vi for one in consolidation.periods if one.start <= consolidation.as_of]
        ahead = [one.label.vi for one in consolidation.periods if one.start > consolidation.as_of]
        return f"{told}. Cộng từ {', '.join(begun)}" + (f"; chưa đến: {', '.join(ahead)}" if ahead else "")

    def _deadlines(self) -> Iterator[str]:
        """Say when the units report, and when the office itself does and to whom."""
        consolidation = self.book.consolidation
        period, campaign = consolidation.period, consolidation.campaign
        assumed = " (giả định, kế hoạch không ghi)" if period.assumed else ""
        yield f"Hạn đơn vị báo cáo: hết ngày {written_day(period.due)}{assumed}."
        for office in campaign.office:
            when = office.rule.vi if office.rule is not None else ""
            if office.due is not None:
                when = deadline_text(office.due, period.end).vi
            yield f"Cơ quan chủ trì báo cáo {office.to.vi}: {when}."

    def _section(self, title: str) -> None:
        self.row += 1
        self.joints.append(self.row)
        self._line(title, SECTION, 26)

    def _skip(self, pixels: int) -> None:
        self.row += -(-pixels // ROW_PIXELS)

    # I. Progress.

    def _progress(self) -> tuple[Block, Block]:
        head, figure = self.book.formats.of(DENSE_HEAD), style(DENSE, styles.BOLD, styles.CENTRE, font_size=14)
        values = self._counted()
        cells: dict[str, tuple[int, int]] = {}
        column = 0
        for label in COUNTS:
            last = column + (1 if label in {OWED, RATE} else 0)
            self.pen.across(self.row, (column, last), label, head)
            cells[label] = (self.row + 1, column)
            look = self.book.formats.of(figure, style(num_format="0.0%" if label == RATE else "#,##0"))
            formula = self._rate_formula(cells) if label == RATE else self._count_formula(label)
            self.pen.formula_across(self.row + 1, (column, last), formula, look, values[label])
            column = last + 1
        self.pen.height(self.row, 40)
        self.pen.height(self.row + 1, 32)
        ring = cells[ON_TIME][1], cells[words.STATES[State.EXEMPT]][1] - 1
        blocks = Block(self.row, ring[0], self.row, ring[1]), Block(self.row + 1, ring[0], self.row + 1, ring[1])
        self.row += 2
        self._missing()
        return blocks

    def _counted(self) -> dict[str, float | int | str]:
        periods = {period.code for period in self.book.consolidation.periods}
        shown = {period.code for period in self.book.consolidation.matrix_periods}
        return dict(counts([s for s in self.book.consolidation.standings if s.period in periods & shown]))

    def _count_formula(self, label: str) -> str:
        found = (self.status.count_reference(label, period.code) for period in self.book.consolidation.periods)
        return "+".join(cell for cell in found if cell is not None) or "0"

    def _rate_formula(self, cells: dict[str, tuple[int, int]]) -> str:
        at = {label: f"{chr(ord('A') + column)}{row + 1}" for label, (row, column) in cells.items()}
        return f'IF({at[OWED]}=0,"",({at[ON_TIME]}+{at[AFTER]})/{at[OWED]})'

    def _missing(self) -> None:
        """Name the units that have yet to report."""
        names = {line.unit.code: line.unit.name for line in self.book.consolidation.lines}
        periods = {period.code for period in self.book.consolidation.periods}
        for what, states in (
            ("Quá hạn chưa gửi", {State.NOT_SENT}),
            ("Đã gửi nhưng còn lỗi, trống hoặc bị trả lại", {State.EMPTY, State.BLOCKED, State.RETURNED}),
        ):
            found = [s for s in self.book.consolidation.standings if s.period in periods and s.state in states]
            units = list(dict.fromkeys(names.get(s.unit, s.unit) for s in found))
            if units:
                self._line(f"{what}: {_named(units)}.", style(styles.NOTE, styles.WRAP))
        if self.book.consolidation.findings:
            count = len(self.book.consolidation.findings)
            self._line(f"Có {count} cảnh báo cần đối chiếu, xem trang “{words.WARNINGS}”.", styles.NOTE)

    # III. The units directly below.

    @cached_property
    def _parts(self) -> Sequence[int]:
        root = self.book.consolidation.lines[0]
        return root.parts if root.kind is LineKind.TOTAL else (0,)

    @cached_property
    def _shown(self) -> tuple[FormSheet | None, Sequence[Column]]:
        for sheet in self.book.plan.sheets:
            if sheet.form.rows is Rows.LIST:
                return sheet, telling(sheet.columns)[:FIGURES]
        return None, ()

    @property
    def _chart_height(self) -> int:
        return max(300, 110 + 18 * len(self._parts))

    def _units(self) -> int:
        """Write a line per direct part of the whole and return the first one's row."""
        sheet, columns = self._shown
        head = self.book.formats.of(DENSE_HEAD)
        headings = ("STT", "Đơn vị", OWED, ON_TIME, AFTER, MISSING_LABEL, *(column.label.vi for column in columns))
        for place, heading in zip(self._places(len(headings)), headings, strict=True):
            self.pen.across(self.row, (place[0], place[1]), heading, head)
        self.pen.height(self.row, 17 * max(lines_of(h, GRID_WIDTH) for h in headings) + 6)
        first = self.row + 1
        for number, index in enumerate(self._parts, start=1):
            self.row += 1
            self.joints += [self.row] if number > FEW else []
            self._unit(number, index, sheet, columns)
        self.row += 1
        self._whole(first, sheet, columns)
        self.row += 1
        return first

    def _places(self, count: int) -> list[tuple[int, int]]:
        single = [(column, column) for column in range(NAME_COLUMNS[1] + 1, NAME_COLUMNS[1] + count - 1)]
        return [(0, 0), NAME_COLUMNS, *single]

    def _unit(self, number: int, index: int, sheet: FormSheet | None, columns: Sequence[Column]) -> None:
        of, line = self.book.formats.of, self.book.consolidation.lines[index]
        name = self.book.plan.name(line)
        self.pen.number(self.row, 0, number, of(DENSE, styles.CENTRE))
        self.pen.across(self.row, NAME_COLUMNS, name, of(DENSE, styles.WRAP))
        width = (NAME_COLUMNS[1] - NAME_COLUMNS[0] + 1) * GRID_WIDTH
        self.pen.height(self.row, lines_of(name, width * DENSE_LETTERS) * LINE_PIXELS + 2)
        found = counts(self.book.plan.standings_of(line))
        for place, value in enumerate(_progress_of(found), start=NAME_COLUMNS[1] + 1):
            self.pen.number(self.row, place, value, of(DENSE, styles.COUNT, styles.CENTRE))
        for place, column in enumerate(columns, start=PROGRESS_END):
            if sheet is not None:
                formula, figure = linked(self.book, sheet, column, index)
                self.pen.formula(self.row, place, formula, of(DENSE, number_style(column)), figure)

    def _whole(self, first: int, sheet: FormSheet | None, columns: Sequence[Column]) -> None:
        of = self.book.formats.of
        self.pen.across(self.row, (0, NAME_COLUMNS[1]), "Tổng cộng", of(DENSE, styles.TOTAL, styles.CENTRE))
        lines = (self.book.consolidation.lines[index] for index in self._parts)
        totals = counts([standing for line in lines for standing in self.book.plan.standings_of(line)])
        for place, value in enumerate(_progress_of(totals), start=NAME_COLUMNS[1] + 1):
            letter = chr(ord("A") + place)
            formula = f"SUM({letter}{first + 1}:{letter}{self.row})"
            self.pen.formula(self.row, place, formula, of(DENSE, styles.COUNT, styles.TOTAL, styles.CENTRE), value)
        for place, column in enumerate(columns, start=PROGRESS_END):
            if sheet is not None:
                formula, figure = linked(self.book, sheet, column)
                self.pen.formula(self.row, place, formula, of(DENSE, number_style(column), styles.TOTAL), figure)

    # Charts.

    def _charts(self, ring: tuple[Block, Block], above: int, first: int) -> None:
        left, right = 5 * GRID_PIXELS, 7 * GRID_PIXELS
        height = self._chart_height - 12
        colours = (ON_TIME_COLOUR, LATE_COLOUR, *OTHER_COLOURS)
        doughnut(self.book, Frame("Tình hình gửi báo cáo", above, 0, left - 6, height), *ring, colours)
        progress = (ON_TIME_COLOUR, LATE_COLOUR, MISSING_COLOUR)
        frame = Frame("Báo cáo theo đơn vị trực thuộc", above, 5, right - 4, height)
        self._bars(
            frame, first, dict(zip(range(NAME_COLUMNS[1] + 2, PROGRESS_END), progress, strict=True)), stacked=True
        )
        sheet, columns = self._shown
        placed = enumerate(columns, start=PROGRESS_END)
        counted = [place for place, column in placed if column.field is not None and column.formula is None][:2]
        if sheet is not None and counted:
            self.row += 1
            self.joints.append(self.row)
            height = 80 + 20 * len(self._parts)
            frame = Frame(f"{sheet.form.title.vi} theo đơn vị trực thuộc", self.row, 0, GRID * GRID_PIXELS - 4, height)
            self._bars(frame, first, dict(zip(counted, (BEFORE_COLOUR, NOW_COLOUR), strict=False)), stacked=False)
            self._skip(height + 12)

    def _bars(self, frame: Frame, first: int, colours: Mapping[int, str], *, stacked: bool) -> None:
        """Draw columns of the table of units, whose first unit stands in row ``first``."""
        last = first + len(self._parts) - 1
        names = Block(first, NAME_COLUMNS[0], last, NAME_COLUMNS[0])
        series = [
            Series((first - 1, column), Block(first, column, last, column), colour)
            for column, colour in colours.items()
        ]
        bars(self.book, frame, names, series, stacked=stacked)

    # The end.

    def _signature(self) -> None:
        of, issuer = self.book.formats.of, self.book.consolidation.campaign.issuer.vi
        heading = of(ORGANISATION, styles.TOP)
        self.row += 1
        self.joints.append(self.row)
        self.pen.height(self.row, 42)
        self.pen.across(self.row, (0, 4), "NGƯỜI LẬP BIỂU", heading)
        self.pen.across(self.row, (6, 11), f"T/M {issuer.upper()}", heading)
        self.pen.across(self.row + 1, (0, 4), "(Ký, ghi rõ họ tên)", of(SUBTITLE))
        self.pen.across(self.row + 1, (6, 11), "(Chức vụ, ký, ghi rõ họ tên, đóng dấu)", of(SUBTITLE))
        self.row += 6

    def _page(self) -> None:
        sheet = self.pen.sheet
        set_up_page(sheet, "portrait", self.book.consolidation.campaign.short_title.vi)
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_h_pagebreaks(self._page_breaks())
        sheet.print_area(0, 0, self.row, GRID - 1)
        sheet.set_column(GRID, GRID, 3)
        sheet.set_column(GRID + 1, GRID + 1, 42)
        self.pen.text(0, GRID + 1, "Các trang của bảng tổng hợp", self.book.formats.of(styles.PLAIN, styles.BOLD))
        tabs = [(one.name, f"{one.form.number}: {one.form.title.vi}") for one in self.book.plan.sheets]
        tabs += [(name, name) for name in (words.STATUS, words.WARNINGS, words.SOURCES, words.FACTS)]
        for row, (name, called) in enumerate(tabs, start=1):
            self.pen.link(row, GRID + 1, reference(name, 0, 0), called, self.book.formats.of(LINK_LINE))

    def _page_breaks(self) -> list[int]:
        """Return the rows that begin a page: a joint whose next stretch would no longer fit."""
        breaks, start = [], 0
        for joint, following in pairwise([*self.joints, self.row + 1]):
            if self.pen.pixels(start, following) > PAGE_PIXELS:
                breaks.append(joint)
                start = joint
        return breaks


def _progress_of(found: Mapping[str, float | int | str]) -> list[int]:
    owed, on_time, late = (int(found[label]) for label in (OWED, ON_TIME, AFTER))
    return [owed, on_time, late, owed - on_time - late]


def _named(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED_AT_MOST])
    rest = len(names) - NAMED_AT_MOST
    return f"{shown} và {rest} đơn vị khác" if rest > 0 else shown

"""“Tình hình gửi”: who has sent what for which period, with live counts."""

from collections import Counter
from collections.abc import Mapping, Sequence

from tonghop.core.cells import a1
from tonghop.core.completeness import USABLE, Standing, State
from tonghop.core.definitions import Period
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import DENSE, DENSE_HEAD, Book, set_up_page, write_title, written_day
from tonghop.writing.consolidated.pen import Pen, reference
from tonghop.writing.styles import style

HEADINGS = (("STT", 5.0), ("Mã", 9.0), ("Đơn vị", 38.0), ("Cấp", 25.0), ("Phần báo cáo", 16.0))
PERIOD_HEADINGS = (("Tình hình", 17.0), ("Ngày nhận", 11.0), ("Số ngày trễ", 8.0))
HEAD_ROW = 3
FIRST_ROW = HEAD_ROW + 2
PERIODS_PER_PAGE = 3
_REPEATED = 2

OWED, ON_TIME, AFTER, RATE = "Phải gửi", "Đúng hạn", "Muộn", "Tỷ lệ đã gửi"


COUNTS = (
    OWED,
    ON_TIME,
    AFTER,
    *(words.STATES[state] for state in State if state not in USABLE and state is not State.EXEMPT),
    words.STATES[State.EXEMPT],
    RATE,
)
"""The lines of the counts, from the top."""


class StatusWriter:
    """Writes the matrix of units and periods."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.pen: Pen = book.pen(words.STATUS)
        consolidation = book.consolidation
        self.periods: Sequence[Period] = consolidation.matrix_periods
        known = (*consolidation.units, *(line.unit for line in consolidation.lines))
        self.units = {unit.code: unit for unit in known}
        self.rows: dict[tuple[str, Coverage], dict[str, Standing]] = {}
        for standing in consolidation.standings:
            self.rows.setdefault((standing.unit, standing.coverage), {})[standing.period] = standing

    @property
    def last_row(self) -> int:
        """The last unit's row."""
        return FIRST_ROW + max(len(self.rows), 1) - 1

    @property
    def last_column(self) -> int:
        """The last period's last column."""
        return len(HEADINGS) + len(PERIOD_HEADINGS) * max(len(self.periods), 1) - 1

    @property
    def _paged(self) -> bool:
        """Whether the periods take several pages across; the first columns then repeat on each."""
        return len(self.periods) > PERIODS_PER_PAGE

    def write(self) -> None:
        """Write everything."""
        self._head()
        for row, ((code, coverage), standings) in enumerate(self.rows.items(), start=FIRST_ROW):
            self._unit(row, self.units.get(code), code, coverage)
            for place, period in enumerate(self.periods):
                self._standing(row, self._column(place), standings.get(period.code))
        self._counts()
        self._page()

    def _column(self, period: int) -> int:
        return len(HEADINGS) + period * len(PERIOD_HEADINGS)

    def _head(self) -> None:
        pen, head = self.pen, self.book.formats.of(DENSE_HEAD)
        about = f"Tính đến ngày {written_day(self.book.consolidation.as_of)}."
        write_title(pen, _REPEATED if self._paged else self.last_column, "TÌNH HÌNH GỬI BÁO CÁO", about)
        pen.sheet.set_row_pixels(HEAD_ROW, 56)
        pen.sheet.set_row_pixels(HEAD_ROW + 1, 36)
        for column, (heading, width) in enumerate(HEADINGS):
            pen.sheet.set_column(column, column, width)
            pen.text(HEAD_ROW, column, "", head)
            pen.text(HEAD_ROW + 1, column, heading, head)
        for place, period in enumerate(self.periods):
            first = self._column(place)
            assumed = " (giả định)" if period.assumed else ""
            due = f"{period.label.vi}\nHạn cuối: {written_day(period.due)}{assumed}"
            pen.across(HEAD_ROW, (first, first + len(PERIOD_HEADINGS) - 1), due, head)
            for offset, (heading, width) in enumerate(PERIOD_HEADINGS):
                pen.sheet.set_column(first + offset, first + offset, width)
                pen.text(HEAD_ROW + 1, first + offset, heading, head)

    def _unit(self, row: int, unit: Unit | None, code: str, coverage: Coverage) -> None:
        of = self.book.formats.of
        level = "" if unit is None else self.book.consolidation.campaign.level(unit.level).label.vi
        self.pen.number(row, 0, row - FIRST_ROW + 1, of(DENSE, styles.CENTRE))
        self.pen.text(row, 1, code, of(DENSE, styles.CENTRE, style(font_size=10)))
        self.pen.text(row, 2, code if unit is None else unit.name, of(DENSE, style(shrink=True)))
        self.pen.text(row, 3, level, of(DENSE, style(font_size=10, shrink=True)))
        self.pen.text(row, 4, words.COVERAGES[coverage], of(DENSE, style(font_size=10, shrink=True)))

    def _standing(self, row: int, column: int, standing: Standing | None) -> None:
        of = self.book.formats.of
        if standing is None:
            for place in range(column, column + len(PERIOD_HEADINGS)):
                self.pen.blank(row, place, of(DENSE, style(bg_color="#F2F2F2")))
            return
        late = standing.is_late and standing.state in USABLE
        colours = styles.WARNING if late else words.STATE_STYLES[standing.state]
        self.pen.text(row, column, words.state_word(standing), of(DENSE, styles.CENTRE, colours, style(shrink=True)))
        self.pen.day(row, column + 1, standing.received, of(DENSE, styles.DATE, style(font_size=10)))
        days = standing.days_late if standing.is_late else None
        self.pen.number(row, column + 2, days, of(DENSE, styles.COUNT, styles.CENTRE))

    def _counts(self) -> None:
        for offset, label in enumerate(COUNTS):
            row = self.count_row(label)
            label_style = self.book.formats.of(DENSE, styles.BOLD, _legend(label))
            self.pen.text(row, _REPEATED, label, label_style)
            for place, period in enumerate(self.periods):
                self._count(row, self._column(place), label, period)
            if offset == 0:
                heading = self.book.formats.of(styles.PLAIN, styles.BOLD, styles.CENTRE)
                self.pen.across(row, (0, 1), "Cộng", heading)

    def count_row(self, label: str) -> int:
        """Return the row of a count; one blank row parts the counts from the units, for the filter's sake."""
        return self.last_row + 2 + COUNTS.index(label)

    def count_reference(self, label: str, period: str) -> str | None:
        """Return a reference to a period's count, or ``None`` when the matrix does not show the period."""
        for place, candidate in enumerate(self.periods):
            if candidate.code == period:
                return reference(words.STATUS, self.count_row(label), self._column(place))
        return None

    def _count(self, row: int, column: int, label: str, period: Period) -> None:
        of = self.book.formats.of
        span = f"{a1((FIRST_ROW, column))}:{a1((self.last_row, column))}"
        cells = {each: a1((self.count_row(each), column)) for each in COUNTS}
        number = of(DENSE, styles.BOLD, styles.RATE if label == RATE else styles.COUNT, styles.CENTRE)
        value = self.counted(period.code)[label]
        self.pen.formula(row, column, _formula(label, span, cells), number, value)
        for place in range(column + 1, column + len(PERIOD_HEADINGS)):
            self.pen.blank(row, place, of(DENSE))

    def counted(self, period: str) -> Mapping[str, float | int | str]:
        """Return a period's counts, as the formulas compute them."""
        return counts([one for one in self.book.consolidation.standings if one.period == period])

    def _page(self) -> None:
        sheet = self.pen.sheet
        set_up_page(sheet, "landscape", self.book.consolidation.campaign.short_title.vi)
        sheet.freeze_panes(FIRST_ROW, _REPEATED + 1)
        sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
        if self._paged:
            sheet.repeat_columns(0, _REPEATED)
            breaks = range(PERIODS_PER_PAGE - 1, len(self.periods), PERIODS_PER_PAGE)
            sheet.set_v_pagebreaks([self._column(place) for place in breaks if place > 0])
            sheet.set_print_scale(72)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.autofilter(HEAD_ROW + 1, 0, self.last_row, self.last_column)


def counts(standings: Sequence[Standing]) -> Mapping[str, float | int | str]:
    """Count reports by what became of them; “Muộn” are usable ones that came after their last day.

    The rate is what came out of what was owed, at most 1, and blank where nothing was owed.
    """
    states = Counter(standing.state for standing in standings)
    usable = sum(states[state] for state in USABLE)
    late = sum(standing.state in USABLE and standing.is_late for standing in standings)
    owed = len(standings) - states[State.EXEMPT]
    return {
        **{words.STATES[state]: states[state] for state in State if state not in USABLE},
        OWED: owed,
        ON_TIME: usable - late,
        AFTER: late,
        RATE: usable / owed if owed else "",
    }


def _formula(label: str, span: str, cells: Mapping[str, str]) -> str:
    if label == OWED:
        return f'COUNTA({span})-COUNTIF({span},"{words.STATES[State.EXEMPT]}")'
    if label == ON_TIME:
        return "+".join(f'COUNTIF({span},"{words.STATES[state]}")' for state in State if state in USABLE)
    if label == AFTER:
        return f'COUNTIF({span},"*{words.LATE}")'
    if label == RATE:
        return f'IF({cells[OWED]}=0,"",({cells[ON_TIME]}+{cells[AFTER]})/{cells[OWED]})'
    return f'COUNTIF({span},"{label}")'


def _legend(label: str) -> styles.Style:
    if label == AFTER:
        return styles.WARNING
    if label == ON_TIME:
        return words.STATE_STYLES[State.ACCEPTED]
    return next((words.STATE_STYLES[state] for state, word in words.STATES.items() if word == label), style())

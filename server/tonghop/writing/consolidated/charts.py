"""The native Excel charts of “Tổng quan”; each draws from cells that stand on the same page."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.chart import Chart

from tonghop.writing import styles
from tonghop.writing.consolidated import words
from tonghop.writing.consolidated.book import Book

GRID_PIXELS = 77
"""Width of one column of the page's grid."""

ON_TIME_COLOUR, LATE_COLOUR, MISSING_COLOUR = "#70AD47", "#FFC000", "#C0504D"
BEFORE_COLOUR, NOW_COLOUR = "#BFBFBF", "#4472C4"

_FONT = {"name": styles.FONT, "size": 10}


@dataclass(frozen=True)
class Block:
    """Cells side by side or one below another on “Tổng quan”: first row and column, last row and column."""

    first_row: int
    first: int
    last_row: int
    last: int

    def list(self) -> "list[str | int]":
        """Return the block as XlsxWriter takes it."""
        return [words.OVERVIEW, self.first_row, self.first, self.last_row, self.last]


@dataclass(frozen=True)
class Series:
    """One row of bars: where its name and its figures stand, and its colour."""

    name: tuple[int, int]
    values: Block
    colour: str


@dataclass(frozen=True)
class Frame:
    """A chart's title, where its top left corner lies (row, column) and how large it is, in pixels."""

    title: str
    row: int
    column: int
    width: int
    height: int


def doughnut(book: Book, frame: Frame, labels: Block, values: Block, colours: Sequence[str]) -> None:
    """Insert the ring of what became of the reports owed."""
    chart = book.workbook.add_chart({"type": "doughnut"})
    chart.add_series(
        {
            "categories": labels.list(),
            "values": values.list(),
            "points": [{"fill": {"color": colour}, "border": {"color": "#FFFFFF"}} for colour in colours],
            "data_labels": {"value": True, "font": {**_FONT, "bold": True}, "num_format": "#,##0;;"},
        }
    )
    chart.set_hole_size(62)
    chart.set_plotarea({"layout": {"x": 0.12, "y": 0.16, "width": 0.76, "height": 0.6}})
    _insert(book, chart, frame)


def bars(book: Book, frame: Frame, categories: Block, series: Sequence[Series], *, stacked: bool) -> None:
    """Insert bars lying down, one category per line, the first at the top."""
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"})
    for one in series:
        chart.add_series(
            {
                "name": [words.OVERVIEW, *one.name],
                "categories": categories.list(),
                "values": one.values.list(),
                "fill": {"color": one.colour},
                "border": {"none": True},
                "gap": 45,
                **({} if stacked else {"overlap": -5}),
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": {**_FONT, "size": 8}},
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": {**_FONT, "size": 9}, "line": {"color": "#7F7F7F"}})
    chart.set_x_axis(
        {
            "num_font": {**_FONT, "size": 8},
            "num_format": "#,##0",
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
            "label_position": "high",
        }
    )
    _insert(book, chart, frame)


def _insert(book: Book, chart: Chart, frame: Frame) -> None:
    chart.set_title({"name": frame.title, "name_font": {**_FONT, "size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size({"width": frame.width, "height": frame.height})
    chart.set_chartarea({"border": {"color": "#BFBFBF"}})
    sheet = book.workbook.get_worksheet_by_name(words.OVERVIEW)
    sheet.insert_chart(frame.row, frame.column, chart, {"object_position": 1, "x_offset": 2, "y_offset": 4})

"""The report's two charts: native ones that Word edits, each with its figures in a small workbook.

XlsxWriter writes that workbook with the chart in it; the chart's part is then taken out of it to be
Word's own, and the workbook goes along as what “Edit Data” opens.
"""

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as ExcelChart

from tonghop.core.completeness import USABLE, Standing, State
from tonghop.core.consolidation import Column, Consolidation, LineKind
from tonghop.core.definitions import Number, Rows
from tonghop.writing import styles
from tonghop.writing.consolidated.charts import BEFORE_COLOUR, LATE_COLOUR, MISSING_COLOUR, NOW_COLOUR, ON_TIME_COLOUR
from tonghop.writing.consolidated.headlines import telling
from tonghop.writing.consolidated.layout import Plan
from tonghop.writing.report.annexes import shown_lines
from tonghop.writing.report.gathering import told_periods
from tonghop.writing.report.results import columns_of, main_field
from tonghop.writing.report.texts import printable

_SHEET, _FONT = "So lieu", {"name": styles.FONT, "size": 10}
_GROUPED = "[$-42A]#,##0"
"""Thousands as in Việt Nam, whatever the computer's own settings."""
_WAITING_COLOUR = "#BFBFBF"
_FRAME, _LINE, _ADJACENT = 34, 5.5, 3.0
"""Millimetres: all but the bars, a bar, and what each bar beside another adds."""
TALLEST = 155


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart: its name and a figure for each category, ``None`` where there is none."""

    name: str
    colour: str
    values: tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars lying down, the first category on top."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool

    @property
    def height(self) -> float:
        """Millimetres that it takes on the page."""
        line = _LINE if self.stacked else _LINE + _ADJACENT * (len(self.series) - 1)
        return min(_FRAME + line * len(self.categories), TALLEST)


_SHOWN = "<c:showLegendKey val='0'/><c:showVal val='1'/><c:showCatName val='0'/><c:showSerName val='0'/>"
_FOR_WORD = (
    ("<c:printSettings>.*</c:printSettings>", ""),
    ('<c:lang val="en-US"/>', '<c:roundedCorners val="0"/>'),
    ('<c:showVal val="1"/>', f"{_SHOWN}<c:showPercent val='0'/><c:showBubbleSize val='0'/>"),
    ("</c:scaling>", '</c:scaling><c:delete val="0"/>'),
    ("</c:chartSpace>", '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'),
)
"""What Word wants said that Excel takes for granted, and where the figures are."""


# What they show.


def completeness_chart(consolidation: Consolidation) -> Chart | None:
    """Show how the reports came: by period of several, else by the units directly below, else by what is begun."""
    parts = [(name, line) for name, line in shown_lines(consolidation) if line is not consolidation.lines[0]]
    told = told_periods(consolidation)
    if len(told) == 1 and any(line.kind is LineKind.TOTAL for _, line in parts):
        plan = Plan(consolidation, (), {})
        counted = {name: _counts(plan.standings_of(line)) for name, line in parts}
        return _bars("Tình hình gửi báo cáo theo đơn vị trực thuộc", counted)
    shown = consolidation.matrix_periods if len(told) == 1 else [period for period, _ in told]
    begun = {
        period.label.vi: _counts([one for one in consolidation.standings if one.period == period.code])
        for period in shown
        if period.start <= consolidation.as_of
    }
    return _bars("Tình hình gửi báo cáo theo kỳ", begun)


def main_chart(consolidation: Consolidation) -> Chart | None:
    """Show the figures that tell most, by the units directly below: how many were called and how many came."""
    parts = [(name, line) for name, line in shown_lines(consolidation) if line is not consolidation.lines[0]]
    form, columns = _main_columns(consolidation)
    series = [
        Series(_named(column), colour, tuple(line.values.get(column.measure) for _, line in parts))
        for column, colour in zip(columns, (BEFORE_COLOUR, NOW_COLOUR), strict=False)
    ]
    if not any(value for one in series for value in one.values):
        return None
    return Chart(f"{form} theo đơn vị trực thuộc", tuple(name for name, _ in parts), tuple(series), stacked=False)


def _main_columns(consolidation: Consolidation) -> tuple[str, Sequence[Column]]:
    forms = consolidation.campaign.forms
    for form in sorted(forms, key=lambda one: (one.rows is not Rows.LIST, one.rows is not Rows.FIXED)):
        columns = columns_of(consolidation, form)
        if form.rows is Rows.LIST:
            columns = [one for one in telling(columns) if one.field is not None and one.formula is None]
            if len(columns) > 1:
                return form.title.vi, columns[:2]
        picked = [column for column in columns if column.measure.field == main_field(columns)]
        if picked and any(picked[0].measure in line.values for line in consolidation.lines):
            return _named(picked[0]), picked[:1]
    return "", ()


def _named(column: Column) -> str:
    return column.label.vi if column.row is None else column.row.label.vi


def _counts(standings: Sequence[Standing]) -> tuple[int, int, int, int]:
    """Return how many came on time, came late, are still not due, and are missing or cannot be used."""
    owed = [one for one in standings if one.state is not State.EXEMPT]
    usable = [one for one in owed if one.state in USABLE]
    late = sum(one.is_late for one in usable)
    waiting = sum(one.state is State.NOT_DUE for one in owed)
    return len(usable) - late, late, waiting, len(owed) - len(usable) - waiting


def _bars(title: str, counted: Mapping[str, tuple[int, int, int, int]]) -> Chart | None:
    looks = (
        ("Đúng hạn", ON_TIME_COLOUR),
        ("Muộn", LATE_COLOUR),
        ("Chưa đến hạn", _WAITING_COLOUR),
        ("Chưa có hoặc chưa dùng được", MISSING_COLOUR),
    )
    rows = [tuple(each) for each in zip(*counted.values(), strict=True)]
    series = [Series(name, colour, row) for (name, colour), row in zip(looks, rows, strict=False) if any(row)]
    return Chart(title, tuple(counted), tuple(series), stacked=True) if series else None


# How they are written.

_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 -- a fixed instant: the same figures give the same bytes


def parts(chart: Chart) -> tuple[bytes, bytes]:
    """Return the chart's part, which names its figures by the relationship rId1, and the workbook that holds them."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"author": "Tổng Hợp", "created": _CREATED})
        sheet = book.add_worksheet(_SHEET)
        for row, name in enumerate(chart.categories, start=1):
            sheet.write_string(row, 0, printable(name))
        drawn = book.add_chart({"type": "bar", "subtype": "stacked"} if chart.stacked else {"type": "bar"})
        for column, one in enumerate(chart.series, start=1):
            sheet.write_string(0, column, printable(one.name))
            for row, value in enumerate(one.values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value)
            drawn.add_series(_series(chart, column, one))
        _dress(drawn, chart)
        sheet.insert_chart(1, len(chart.series) + 2, drawn)
    with zipfile.ZipFile(content) as package:
        xml = package.read("xl/charts/chart1.xml").decode()
    for found, instead in _FOR_WORD:
        xml = re.sub(found, instead, xml)
    return xml.encode(), content.getvalue()


def _series(chart: Chart, column: int, one: Series) -> Mapping[str, object]:
    last = len(chart.categories)
    return {
        "name": [_SHEET, 0, column],
        "categories": [_SHEET, 1, 0, last, 0],
        "values": [_SHEET, 1, column, last, column],
        "fill": {"color": one.colour},
        "border": {"none": True},
        "gap": 45,
        "data_labels": {
            "value": True,
            "num_format": _GROUPED + ";;",
            "font": {**_FONT, "size": 9 if chart.stacked else 8},
        },
    }


def _dress(drawn: ExcelChart, chart: Chart) -> None:
    title = {"name": printable(chart.title), "name_font": {**_FONT, "size": 12, "bold": True}, "overlay": False}
    drawn.set_title(title)
    drawn.set_legend({"position": "bottom", "font": _FONT})
    drawn.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": styles.LINE}})
    drawn.set_x_axis(
        {
            "num_font": {**_FONT, "size": 9},
            "num_format": _GROUPED,
            "min": 0,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E3E3"}},
            "label_position": "high",
        }
    )
    drawn.set_chartarea({"border": {"none": True}})

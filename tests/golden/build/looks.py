"""Workbooks with things beside, under and over the figures: hidden, merged, coloured, left behind."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook
from tests.golden.build.editing import B1, B2, B3, B4, Change, edited, part, patched, put, repacked
from tests.golden.build.plans import CLEAN, Fill, cell_of_department
from tests.golden.build.saving import clean, small

_SECOND: Fill = {("attendance", "2", name): value for (form, _, name), value in CLEAN.items() if form == "attendance"}
_TWO_EVENTS: Fill = {**_SECOND, ("attendance", "2", "name"): "Sinh hoạt chuyên đề"}


def _formatted(book: Workbook) -> None:
    """Borders and fills were drawn far below the table, and right of it."""
    line = Side(style="thin")
    border, fill = Border(line, line, line, line), PatternFill("solid", fgColor="FFFFCC")
    for name in (B2, B3):
        for row in book[name].iter_rows(min_row=24, max_row=130, max_col=24):
            for cell in row:
                cell.border, cell.fill = border, fill


def _hidden_rows(book: Workbook) -> None:
    book[B2].row_dimensions[11].hidden = True


def _hidden_blank_rows(book: Workbook) -> None:
    """The prepared rows that stayed blank were hidden for printing."""
    for row in range(11, 16):
        book[B2].row_dimensions[row].hidden = True


def _hidden_columns(book: Workbook) -> None:
    """Three neighbours that are as wide as each other: openpyxl has them as one."""
    book[B2].column_dimensions["J"].hidden = True


def _own_formats(book: Workbook) -> None:
    """Colours, a note, a conditional format and a bold column of the clerk’s own."""
    sheet = book[B3]
    sheet["E10"].fill = PatternFill("solid", fgColor="FF99CC")
    sheet["K11"].comment = Comment("Hỏi lại thủ kho", "Văn thư")
    bold = DifferentialStyle(font=Font(bold=True))
    many = Rule(type="cellIs", operator="greaterThan", formula=["10"], dxf=bold)
    sheet.conditional_formatting.add("H10:L11", many)
    for row in (10, 11):
        sheet.cell(row, 13).font = Font(name="Times New Roman", bold=True, size=14)


def _own_hidden_sheets(book: Workbook) -> None:
    """Sheets the clerk hid himself: one of them so that Excel does not offer to show it."""
    for title, state in (("Tính tay", "hidden"), ("Số cũ", "veryHidden")):
        own = book.create_sheet(title)
        own.append(("Đảng viên", 17))
        own.sheet_state = state


def _chart_sheet(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book[B4], min_col=6, min_row=10, max_row=14))
    book.create_chartsheet("Biểu đồ", 1).add_chart(chart)


def _broken_names() -> bytes:
    """Names left behind by deleted sheets, and one that leads into another file."""
    names = (
        '<definedName name="DS_CU">#REF!</definedName>'
        '<definedName name="BANG" localSheetId="1">#REF!$A$1:$C$9</definedName>'
        "<definedName name=\"NGOAI\">'[Bao cao cu.xls]Sheet1'!$A$1</definedName>"
    )
    name = "xl/workbook.xml"
    assert "<definedNames>" in part(small(), name)
    return patched(small(), name, lambda xml: xml.replace("<definedNames>", f"<definedNames>{names}"))


def _merged(book: Workbook) -> None:
    """Cán bộ chủ chốt and Báo cáo viên share one merged cell; what stood under it is gone."""
    put(book[B1], "H9", None)
    book[B1].merge_cells("G9:H9")


def _merged_over_figure() -> bytes:
    """The same, made by a program that leaves the figure under the merge."""
    name = "xl/worksheets/sheet2.xml"

    def patch(xml: str) -> str:
        return re.sub(r'<mergeCells count="(\d+)">', r'<mergeCells count="\1"><mergeCell ref="G9:H9"/>', xml)

    return patched(clean(), name, patch)


def _stray_mark(book: Workbook) -> None:
    put(book[B2], "C240", ".")


def _spaces_left(book: Workbook) -> None:
    """Spaces and a no-break space were left in rows under the last session."""
    for cell, value in (("C13", " "), ("G14", "\u00a0"), ("J15", "  "), ("C90", " ")):
        put(book[B2], cell, value)


def _stray_figure(book: Workbook) -> None:
    """The signature block was deleted, and a figure stands alone far below the list."""
    for row in (18, 19, 20):
        for column in (11, 15):
            book[B2].cell(row, column).value = None
    put(book[B2], "G180", 4000)


def _stray_mark_unsigned(book: Workbook) -> None:
    _stray_figure(book)
    put(book[B2], "G180", None)
    put(book[B2], "C180", "`")


def _names_alike() -> bytes:
    """Two tabs whose names differ in their case alone: Excel does not open that."""
    xml = part(small(), "xl/workbook.xml")
    return repacked(small(), {"xl/workbook.xml": xml.replace("_danh_muc", B4.upper()).encode()})


_CHANGES: Mapping[str, Change] = {
    "formatted-empty-rows.xlsx": _formatted,
    "hidden-blank-rows.xlsx": _hidden_blank_rows,
    "hidden-columns.xlsx": _hidden_columns,
    "own-formats.xlsx": _own_formats,
    "spaces-left.xlsx": _spaces_left,
    "merged.xlsx": _merged,
    "stray-mark.xlsx": _stray_mark,
    "stray-mark-unsigned.xlsx": _stray_mark_unsigned,
    "stray-figure.xlsx": _stray_figure,
}

WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    **{name: partial(lambda change: edited(clean(), change), change) for name, change in _CHANGES.items()},
    "hidden-rows.xlsx": lambda: edited(cell_of_department(_TWO_EVENTS), _hidden_rows),
    "own-hidden-sheets.xlsx": lambda: edited(small(), _own_hidden_sheets),
    "chart-sheet.xlsx": lambda: edited(small(), _chart_sheet),
    "broken-names.xlsx": _broken_names,
    "merged-over-figure.xlsx": _merged_over_figure,
    "names-alike.xlsx": _names_alike,
}

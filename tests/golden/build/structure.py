"""Workbooks whose rows, columns and sheets are not where they were given out."""

from collections.abc import Callable, Mapping
from functools import partial

from openpyxl.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.golden.build.editing import (
    B1,
    B2,
    B3,
    B4,
    Change,
    delete_column,
    delete_rows,
    edited,
    insert_column,
    insert_rows,
    put,
)
from tests.golden.build.saving import clean, small

_FORMS = (B1, B2, B3, B4)
_LETTERHEAD = ("ĐẢNG BỘ SỞ", "CHI BỘ VĂN PHÒNG", "*")
_EVENT = 10
"""The row of the first conference."""


def _letterhead(book: Workbook) -> None:
    for name in _FORMS:
        insert_rows(book[name], 1, len(_LETTERHEAD))
        for row, text in enumerate(_LETTERHEAD, start=1):
            put(book[name], f"A{row}", text)


def _rows_inserted(book: Workbook) -> None:
    """A blank row over the first conference, one between the materials, two over the free texts."""
    insert_rows(book[B2], _EVENT)
    insert_rows(book[B3], 11)
    insert_rows(book[B4], 17, 2)


def _rows_moved(book: Workbook) -> None:
    """The two materials change places, and so do the first and the last result."""
    for name, one, other in ((B3, 10, 11), (B4, 10, 15)):
        _swap(book[name], one, other)


def _swap(sheet: Worksheet, one: int, other: int) -> None:
    for column in range(1, 9 if sheet.title == B4 else 15):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def _codes_sorted(book: Workbook) -> None:
    """The column of the codes was sorted by itself: SH2 and SH3 changed places, their words and figures did not."""
    put(book[B4], "B17", "SH3")
    put(book[B4], "B18", "SH2")


def _row_repeated(book: Workbook) -> None:
    """The row SH2 was copied below itself and its figure changed."""
    sheet = book[B4]
    insert_rows(sheet, 18)
    for column in range(1, 9):
        sheet.cell(18, column, sheet.cell(17, column).value)
    put(sheet, "F18", 5)


def _moved_over_headings(book: Workbook) -> None:
    """The row of figures of the register was cut and pasted above its headings."""
    sheet = book[B1]
    insert_rows(sheet, 6)
    for column in range(2, 9):
        sheet.cell(6, column, sheet.cell(10, column).value)
        sheet.cell(10, column).value = None


def _column_moved(book: Workbook) -> None:
    """The last column of the register, Báo cáo viên, now stands before Cán bộ chủ chốt."""
    sheet = book[B1]
    for row in (7, 8, 9):
        first, second = sheet.cell(row, 7), sheet.cell(row, 8)
        first.value, second.value = second.value, first.value


def _column_again(book: Workbook) -> None:
    """The column Tổng số đảng viên was copied to the right of the table and a figure changed."""
    sheet = book[B1]
    for row in (7, 8, 9):
        sheet.cell(row, 14, sheet.cell(row, 3).value)
    put(sheet, "N9", 20)


def _own_column(book: Workbook) -> None:
    sheet = book[B4]
    put(sheet, "N7", "Tháng trước")
    put(sheet, "N17", 3)


def _sheet_again(book: Workbook, plans: int | None) -> None:
    again = book.copy_worksheet(book[B4])
    again.title = "Biểu 4 (2)"
    if plans is not None:
        put(again, "F10", plans)


def _sheets_exchanged(book: Workbook) -> None:
    """The tab of the materials was given to the results, and the table of the materials was deleted."""
    del book[B3]
    book[B4].title = B3


def _renamed(book: Workbook, names: Mapping[str, str]) -> None:
    for old, new in names.items():
        book[old].title = new


def _reordered(book: Workbook) -> None:
    book.move_sheet(B4, -3)
    book.move_sheet("Trang bìa", 5)


def _own_sheet(book: Workbook) -> None:
    own = book.create_sheet("Nháp", 0)
    for row in (("Tổ 1", 9), ("Tổ 2", 8), ("Cộng", "=SUM(B1:B2)")):
        own.append(row)


def _deleted(book: Workbook) -> None:
    del book[B3]


def _head_again(book: Workbook) -> None:
    """A second conference was pasted with the headings it had."""
    sheet = book[B2]
    for column in range(1, 18):
        for row, source in ((12, 6), (13, 7), (14, 8), (15, 10)):
            cell = sheet.cell(row, column)
            cell.value, cell.number_format = sheet.cell(source, column).value, sheet.cell(source, column).number_format
    put(sheet, "B15", sheet["B10"].value.replace(day=22))


def _head_in_other_order(book: Workbook) -> None:
    """As before, but from a table in which Không lý do stood before Có lý do."""
    _head_again(book)
    sheet = book[B2]
    for row in (13, 15):
        first, second = sheet.cell(row, 11), sheet.cell(row, 12)
        first.value, second.value = second.value, first.value


def _unsigned(book: Workbook) -> None:
    delete_rows(book[B1], 11, 3)
    delete_rows(book[B2], 18, 3)


def _too_short(book: Workbook) -> None:
    """Twenty sessions where six rows were prepared: the clerk inserted fourteen and went on."""
    sheet = book[B2]
    insert_rows(sheet, 15, 14)
    for number in range(1, 20):
        for column in range(1, 18):
            source, cell = sheet.cell(_EVENT, column), sheet.cell(_EVENT + number, column)
            cell.value, cell.number_format = source.value, source.number_format
        put(sheet, f"C{_EVENT + number}", f"Sinh hoạt tổ đảng lần {number + 1}")


def _total_typed_over(book: Workbook) -> None:
    sheet = book[B2]
    for column, figure in zip("FGHJKLMNOP", (0.5, 18, 17, 3, 1, 0, 17, 1, 2, 0), strict=True):
        put(sheet, f"{column}9", figure)


def _total_row_of_his_own(book: Workbook) -> None:
    sheet = book[B2]
    put(sheet, "C12", "Tổng cộng")
    for column, figure in (("G", 18), ("H", 17), ("J", 3)):
        put(sheet, f"{column}12", figure)


def _headings_deleted(book: Workbook) -> None:
    for column in range(1, 10):
        for row in (6, 7, 8):
            cell = book[B1].cell(row, column)
            if isinstance(cell, Cell):
                cell.value = None


def _below_table(book: Workbook) -> None:
    put(book[B3], "K17", 45)


def _in(name: str, change: Callable[[Worksheet], None]) -> Change:
    return lambda book: change(book[name])


_SMALL: Mapping[str, Change] = {
    "row-deleted.xlsx": _in(B4, partial(delete_rows, row=18)),
    "row-repeated.xlsx": _row_repeated,
    "row-code-changed.xlsx": _in(B4, lambda sheet: put(sheet, "B17", "SH9")),
    "codes-sorted.xlsx": _codes_sorted,
    "row-label-changed.xlsx": _in(B4, lambda sheet: put(sheet, "C17", "Sinh hoạt chuyên đề của các chi bộ")),
    "own-column.xlsx": _own_column,
    "sheet-again-same.xlsx": partial(_sheet_again, plans=None),
    "sheet-again-differs.xlsx": partial(_sheet_again, plans=2),
    "own-sheet.xlsx": _own_sheet,
}
_CHANGES: Mapping[str, Change] = {
    "letterhead.xlsx": _letterhead,
    "rows-inserted.xlsx": _rows_inserted,
    "rows-moved.xlsx": _rows_moved,
    "row-over-headings.xlsx": _moved_over_headings,
    "column-inserted.xlsx": _in(B1, partial(insert_column, column=5)),
    "column-moved.xlsx": _column_moved,
    "column-deleted.xlsx": _in(B2, partial(delete_column, column=10)),
    "column-renamed.xlsx": _in(B1, lambda sheet: put(sheet, "C7", "Tổng số đảng viên của chi bộ")),
    "heading-wrapped.xlsx": _in(B1, lambda sheet: put(sheet, "C7", "  TỔNG SỐ\nđảng viên : ")),
    "column-again.xlsx": _column_again,
    "headings-deleted.xlsx": _headings_deleted,
    "sheets-reordered.xlsx": _reordered,
    "sheet-renamed.xlsx": partial(_renamed, names={B3: "Cap phat sach", B1: "Sheet1"}),
    "sheet-name-case.xlsx": partial(_renamed, names={B1: "BIỂU 1-SỐ LIỆU NỀN", B4: "biểu 4 -  kết quả"}),
    "sheet-deleted.xlsx": _deleted,
    "sheet-of-other-form.xlsx": _sheets_exchanged,
    "head-again.xlsx": _head_again,
    "head-in-other-order.xlsx": _head_in_other_order,
    "signature-deleted.xlsx": _unsigned,
    "table-too-short.xlsx": _too_short,
    "total-typed-over.xlsx": _total_typed_over,
    "total-row-own.xlsx": _total_row_of_his_own,
    "below-table.xlsx": _below_table,
}

WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    **{name: partial(lambda change: edited(clean(), change), change) for name, change in _CHANGES.items()},
    **{name: partial(lambda change: edited(small(), change), change) for name, change in _SMALL.items()},
}

"""What clerks do to a workbook's structure, done to the file itself: opened by openpyxl, changed and saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from tonghop.core.layout import COVER_SHEET, LABEL_ROW

Order = Sequence[int | None]
"""The rows or columns of a sheet in their new order, by their old numbers from 1; none for an inserted one."""

HEAD = LABEL_ROW + 1
"""The row of headings as it was given out, from 1."""


@dataclass(frozen=True)
class FileDrift:
    """One change of one form's sheet; places are taken within the sheet's size."""

    kind: str
    sheet: int
    place: int
    other: int
    text: str = ""


def drifted(
    content: bytes, drifts: Sequence[FileDrift], *, with_formulas: bool = False, without: Sequence[str] = ()
) -> bytes:
    """Return the file after the changes, without the sheets of those names; formulas stay only if asked for."""
    book = load_workbook(BytesIO(content), data_only=not with_formulas)
    tabs = [name for name in book.sheetnames if book[name].sheet_state == "visible" and name != COVER_SHEET]
    for name in without:
        del book[name]
    sheets = [book[name] for name in tabs]
    for drift in drifts:
        sheet = sheets[drift.sheet % len(sheets)]
        assert isinstance(sheet, Worksheet)
        KINDS[drift.kind](book, sheet, drift)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


# Rows and columns in another order.


def _rearranged(sheet: Worksheet, rows: Order | None = None, columns: Order | None = None) -> None:
    """Move every cell with its kind of number, the merged areas and what is hidden, as Excel does."""
    places = _placed(rows, sheet.max_row), _placed(columns, sheet.max_column)
    areas = sorted(sheet.merged_cells.ranges, key=lambda area: str(area.bounds))
    sheet.merged_cells.ranges = set()
    cells = [cell for line in sheet.iter_rows() for cell in line if isinstance(cell, Cell)]
    hidden = {number for number in range(1, sheet.max_row + 1) if sheet.row_dimensions[number].hidden}
    sheet._cells.clear()
    for row in hidden:
        sheet.row_dimensions[row].hidden = False
    for old in cells:
        if old.row in places[0] and old.column in places[1]:
            new = sheet.cell(places[0][old.row], places[1][old.column], old.value)
            new.number_format = old.number_format
    for row in hidden & places[0].keys():
        sheet.row_dimensions[places[0][row]].hidden = True
    for area in areas:
        _merged_again(sheet, area, *places)


def _placed(order: Order | None, last: int) -> Mapping[int, int]:
    found = range(1, last + 1) if order is None else order
    return {old: new for new, old in enumerate(found, start=1) if old is not None}


def _merged_again(sheet: Worksheet, area: CellRange, rows: Mapping[int, int], columns: Mapping[int, int]) -> None:
    down = [rows[row] for row in range(area.min_row, area.max_row + 1) if row in rows]
    across = [columns[column] for column in range(area.min_col, area.max_col + 1) if column in columns]
    if not down or not across or (len(down) == len(across) == 1):
        return
    bounds = (min(down), max(down), min(across), max(across))
    if _covers_nothing(sheet, *bounds):
        first_row, last_row, first_column, last_column = bounds
        sheet.merge_cells(start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column)


def _covers_nothing(sheet: Worksheet, first_row: int, last_row: int, first_column: int, last_column: int) -> bool:
    """Tell whether only the first cell of an area holds anything: Excel would refuse, or ask, otherwise."""
    cells = (
        sheet.cell(row, column)
        for row in range(first_row, last_row + 1)
        for column in range(first_column, last_column + 1)
        if (row, column) != (first_row, first_column)
    )
    return all(cell.value is None for cell in cells)


def _inserted(last: int, place: int) -> Order:
    at = place % (last + 1)
    return [*range(1, at + 1), None, *range(at + 1, last + 1)]


def _moved(last: int, place: int, other: int) -> Order:
    order: list[int | None] = list(range(1, last + 1))
    one = order.pop(place % last)
    order.insert(other % last, one)
    return order


def _blank(sheet: Worksheet, row: int) -> bool:
    """Tell whether nothing but a running number stands in the row."""
    return all(sheet.cell(row, column).value is None for column in range(2, sheet.max_column + 1))


def _insert_row(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    _rearranged(sheet, rows=_inserted(sheet.max_row, drift.place))


def _insert_column(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    _rearranged(sheet, columns=_inserted(sheet.max_column, drift.place))


def _delete_blank_row(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    blank = [row for row in range(1, sheet.max_row + 1) if _blank(sheet, row)]
    if blank:
        gone = blank[drift.place % len(blank)]
        _rearranged(sheet, rows=[row for row in range(1, sheet.max_row + 1) if row != gone])


def _delete_column(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    gone = 1 + drift.place % sheet.max_column
    _rearranged(sheet, columns=[column for column in range(1, sheet.max_column + 1) if column != gone])


def _move_row(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    """Move a row within the table, or out of it."""
    _rearranged(sheet, rows=_moved(sheet.max_row, HEAD + drift.place % 40, HEAD + drift.other % 40))


def _move_column(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    _rearranged(sheet, columns=_moved(sheet.max_column, drift.place, drift.other))


def _letterhead(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    rows = 1 + drift.place % 4
    _rearranged(sheet, rows=[*[None] * rows, *range(1, sheet.max_row + 1)])
    for row in range(1, rows + 1):
        sheet.cell(row, 1 + drift.other % 3, drift.text or "ĐẢNG BỘ TỈNH")


def _header_below(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    """Paste the rows of the head again between two rows further down."""
    values = [[cell.value for cell in line] for line in sheet.iter_rows(HEAD - 1, HEAD + 1)]
    at = HEAD + 1 + drift.place % max(sheet.max_row - HEAD, 1)
    _rearranged(sheet, rows=[*range(1, at + 1), *[None] * len(values), *range(at + 1, sheet.max_row + 1)])
    for row, line in enumerate(values, start=at + 1):
        for column, value in enumerate(line, start=1):
            _write(sheet, row, column, value)


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        cell.value = value  # type: ignore[assignment]  # whatever stood in another cell


# Cells, tabs and what is seen.


def _rename_heading(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    _write(sheet, HEAD, 1 + drift.place % sheet.max_column, drift.text)


def _own_column(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    _insert_column(_book, sheet, drift)
    at = drift.place % sheet.max_column + 1
    _write(sheet, HEAD, at, drift.text)
    for row in range(HEAD + 2, sheet.max_row - drift.other % 10):
        _write(sheet, row, at, float(drift.other))


def _own_total(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    """Put in a row that adds up the ones above."""
    at = HEAD + 2 + drift.place % 20
    _rearranged(sheet, rows=_inserted(sheet.max_row, at))
    _write(sheet, at + 1, 1 + drift.other % 3, "Tổng cộng")
    for column in range(5, sheet.max_column - 3):
        _write(sheet, at + 1, column, 77.0)


def _rename_tab(book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    title = drift.text or "Sheet1"
    if title not in book.sheetnames:
        sheet.title = title


def _move_tab(book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    book.move_sheet(sheet, drift.place % 9 - 4)


def _swap_tabs(book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    """Exchange the names of two tabs."""
    other = book.worksheets[drift.other % len(book.worksheets)]
    if other is not sheet and other.sheet_state == "visible" and other.title != COVER_SHEET:
        one, two = sheet.title, other.title
        sheet.title, other.title = "…", one
        sheet.title = two


def _copy_tab(book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    whole, sheet.title = sheet.title, "…"  # A longer name of the copy would be warned of.
    copied = book.copy_worksheet(sheet)
    sheet.title, copied.title = whole, f"{whole[:20]} ({len(book.sheetnames)})"
    if drift.other % 2:
        _write(copied, HEAD + 3, 6, 99.0)


def _hide_rows(_book: Workbook, sheet: Worksheet, drift: FileDrift) -> None:
    for row in range(HEAD + drift.place % 20, HEAD + drift.place % 20 + drift.other % 5):
        sheet.row_dimensions[row].hidden = True


KINDS: Mapping[str, Callable[[Workbook, Worksheet, FileDrift], None]] = MappingProxyType(
    {
        "insert row": _insert_row,
        "insert column": _insert_column,
        "delete blank row": _delete_blank_row,
        "delete column": _delete_column,
        "move row": _move_row,
        "move column": _move_column,
        "letterhead": _letterhead,
        "header below": _header_below,
        "rename heading": _rename_heading,
        "own column": _own_column,
        "own total": _own_total,
        "rename tab": _rename_tab,
        "move tab": _move_tab,
        "swap tabs": _swap_tabs,
        "copy tab": _copy_tab,
        "hide rows": _hide_rows,
    }
)

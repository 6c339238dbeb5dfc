"""One sheet of an xlsx workbook as it is to stand in Google: its grid, sizes, merges and what is frozen."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import groupby
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

from tonghop.core.cells import Area, position
from tonghop.writing.google.batches import Request
from tonghop.writing.google.looks import colour

_PIXELS_PER_CHARACTER, _PIXELS_PER_POINT = 8, 4 / 3
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 9.0, 15.75
_Size = tuple[int, bool]
"""Pixels of a row or column, and whether it is hidden."""
_GROWING = re.compile(rb'<row r="(\d+)"(?![^>]*customHeight)')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sheet goes: its tab's number, and what stands there beyond the xlsx's cells."""

    sheet_id: int
    spare_rows: int = 0
    more_columns: int = 0


@dataclass(frozen=True)
class Frame:
    """A sheet and its tab."""

    sheet: Worksheet
    place: Place
    growing: frozenset[int]
    """Rows (from 0) that are as high as what stands in them."""

    @property
    def sheet_id(self) -> int:
        """The tab's number."""
        return self.place.sheet_id

    @property
    def title(self) -> str:
        """The tab's title."""
        return str(self.sheet.title)

    @cached_property
    def used_rows(self) -> int:
        """How many rows the xlsx uses."""
        return int(self.sheet.max_row)

    @cached_property
    def used_columns(self) -> int:
        """How many columns the xlsx uses."""
        return int(self.sheet.max_column)

    @property
    def rows(self) -> int:
        """How many rows the tab has; Google refuses one of which every row is frozen."""
        return max(self.used_rows + self.place.spare_rows, self.frozen[0] + 1)

    @property
    def columns(self) -> int:
        """How many columns the tab has; Google refuses one of which every column is frozen."""
        return max(self.used_columns + self.place.more_columns, self.frozen[1] + 1)

    @cached_property
    def frozen(self) -> tuple[int, int]:
        """How many rows and columns stay in view."""
        pane = self.sheet.freeze_panes
        return position(str(pane)) if pane else (0, 0)

    @cached_property
    def merges(self) -> tuple[Area, ...]:
        """Every merged area of the xlsx."""
        ranges = (one.bounds for one in self.sheet.merged_cells.ranges)
        return tuple(sorted((top - 1, left - 1, bottom - 1, right - 1) for left, top, right, bottom in ranges))

    @cached_property
    def parted(self) -> frozenset[Area]:
        """Merges that Google refuses since only a part of them is frozen: their text runs over its neighbours."""
        rows, columns = self.frozen
        return frozenset(area for area in self.merges if area[1] < columns <= area[3] or area[0] < rows <= area[2])


def opened(content: bytes) -> tuple[Workbook, Mapping[str, frozenset[int]]]:
    """Return a workbook of ours, and each sheet's rows whose height is not fixed."""
    book = load_workbook(BytesIO(content))
    with ZipFile(BytesIO(content)) as package:
        growing = {
            title: _growing(package.read(f"xl/worksheets/sheet{number}.xml"))
            for number, title in enumerate(book.sheetnames, start=1)
        }
    return book, growing


def _growing(sheet: bytes) -> frozenset[int]:
    """Read what openpyxl does not tell; XlsxWriter numbers a workbook's sheets in their order."""
    return frozenset(int(row) - 1 for row in _GROWING.findall(sheet))


def add_tab(frame: Frame, index: int | None = None) -> Request:
    """Add the tab; refused as a whole where a tab of that number or title is."""
    return {"addSheet": {"properties": properties(frame, index)}}


def properties(frame: Frame, index: int | None = None) -> dict[str, object]:
    """Return a tab's properties; ``index`` is its place among the tabs, the last where it is not told."""
    found: dict[str, object] = {
        "sheetId": frame.sheet_id,
        "title": frame.title,
        "hidden": frame.sheet.sheet_state != "visible",
        "gridProperties": grid_properties(frame),
    }
    shade = frame.sheet.sheet_properties.tabColor
    if shade is not None and isinstance(shade.rgb, str):
        found["tabColorStyle"] = colour(shade.rgb)
    if index is not None:
        found["index"] = index
    return found


def grid_properties(frame: Frame) -> dict[str, object]:
    """Return the size of a tab's grid, what of it stays in view, and whether it is ruled."""
    rows, columns = frame.frozen
    return {
        "rowCount": frame.rows,
        "columnCount": frame.columns,
        "frozenRowCount": rows,
        "frozenColumnCount": columns,
        "hideGridlines": frame.sheet.sheet_view.showGridLines is False,
    }


def update_tab(frame: Frame) -> Request:
    """Bring a tab that is there to the same properties, whatever somebody changed in them; its place stays."""
    wanted = properties(frame)
    fields = ["title", "hidden", "tabColorStyle", *(f"gridProperties.{name}" for name in grid_properties(frame))]
    return {"updateSheetProperties": {"properties": wanted, "fields": ",".join(fields)}}


def sizes(frame: Frame) -> Iterator[Request]:
    """Set column widths, row heights and what is hidden."""
    beneath = _beneath_charts(frame)
    heights = [(_height(frame, row), row in beneath) for row in range(frame.used_rows)]
    yield from _sized(frame.sheet_id, "COLUMNS", _widths(frame))
    yield from _sized(frame.sheet_id, "ROWS", heights)


def _sized(sheet_id: int, dimension: str, sizes: Sequence[_Size]) -> Iterator[Request]:
    """Give all the commonest size, then each run of others its own."""
    common = Counter(sizes).most_common(1)[0][0]
    yield _size(sheet_id, dimension, range(len(sizes)), common)
    others = {number: size for number, size in enumerate(sizes) if size != common}
    for run in _neighbours(others):
        yield _size(sheet_id, dimension, run, others[run.start])


def fitted(frame: Frame) -> Iterator[Request]:
    """Make rows as high as what stands in them, and leave them growing with what is typed."""
    for run in _neighbours(dict.fromkeys(sorted(frame.growing))):
        dimensions = {"sheetId": frame.sheet_id, "dimension": "ROWS", "startIndex": run.start, "endIndex": run.stop}
        yield {"autoResizeDimensions": {"dimensions": dimensions}}


def _neighbours(sizes: Mapping[int, object]) -> Iterator[range]:
    """Return runs of rows or columns of one size."""
    for _, members in groupby(enumerate(sizes), key=lambda one: (one[1] - one[0], sizes[one[1]])):
        numbers = [number for _, number in members]
        yield range(numbers[0], numbers[-1] + 1)


def _widths(frame: Frame) -> list[_Size]:
    default = round((frame.sheet.sheet_format.defaultColWidth or _DEFAULT_WIDTH) * _PIXELS_PER_CHARACTER)
    found = [(default, False)] * frame.used_columns
    for letters, one in frame.sheet.column_dimensions.items():
        first = one.min or column_index_from_string(letters)
        for column in range(first - 1, min(one.max or first, frame.used_columns)):
            found[column] = (round(one.width * _PIXELS_PER_CHARACTER), bool(one.hidden))
    return found


def _beneath_charts(frame: Frame) -> frozenset[int]:
    """Return the empty rows that the xlsx leaves for its charts, which are not carried over."""
    charts = frame.sheet._charts  # type: ignore[attr-defined]  # noqa: SLF001 -- openpyxl has no other way to read them
    covered = (range(one.anchor._from.row, one.anchor.to.row + 1) for one in charts)  # noqa: SLF001
    rows = {row for run in covered for row in run if row < frame.used_rows}
    return frozenset(row for row in rows if all(cell.value is None for cell in frame.sheet[row + 1]))


def _height(frame: Frame, row: int) -> int:
    points = frame.sheet.row_dimensions[row + 1].height or frame.sheet.sheet_format.defaultRowHeight or _DEFAULT_HEIGHT
    return round(points * _PIXELS_PER_POINT)


def _size(sheet_id: int, dimension: str, run: range, size: _Size) -> Request:
    return {
        "updateDimensionProperties": {
            "range": {"sheetId": sheet_id, "dimension": dimension, "startIndex": run.start, "endIndex": run.stop},
            "properties": {"pixelSize": size[0], "hiddenByUser": size[1]},
            "fields": "pixelSize,hiddenByUser",
        }
    }

"""What the Sheets API answers of a spreadsheet: state in, messages out.

Only what the mask lets through is worked out, so a big spreadsheet is read quickly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.fakegoogle.context import Compute
from tests.fakegoogle.defaults import COLUMN_PIXELS, DEFAULT_FORMAT, ROW_PIXELS
from tests.fakegoogle.formulas import parses
from tests.fakegoogle.grid import Area, whole
from tests.fakegoogle.masks import Mask, masked
from tests.fakegoogle.shapes import Cell, Json, Position
from tests.fakegoogle.showing import shown
from tests.fakegoogle.state import Sheet, Spreadsheet

_NO_FORMULA: Json = {"errorValue": {"type": "ERROR", "message": "Formula parse error."}}
_ENTERED = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation", "textFormatRuns")


@dataclass(frozen=True)
class Renderer:
    """Renders one spreadsheet."""

    spreadsheet: Spreadsheet
    compute: Compute

    def message(self, mask: Mask | None, areas: Sequence[Area], *, grid: bool) -> Json:
        """Return the Spreadsheet message; ``mask`` None: everything, the cells only where ``grid``."""
        asked = mask or {}
        sheets = _asked(asked, "sheets")
        found: Json = {
            "spreadsheetId": self.spreadsheet.id,
            "properties": self.spreadsheet.properties,
            "sheets": [self._sheet(sheet, sheets or {}, areas, grid=grid) for sheet in self._sheets(areas)]
            if sheets is not None
            else [],
            "namedRanges": self.spreadsheet.named_ranges,
            "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{self.spreadsheet.id}/edit",
            "developerMetadata": self.spreadsheet.developer_metadata,
        }
        answer: Json = masked(asked, {name: value for name, value in found.items() if value != []})
        return answer

    def _sheets(self, areas: Sequence[Area]) -> list[Sheet]:
        wanted = {found.sheet.id for found in areas}
        return [sheet for sheet in self.spreadsheet.sheets if not areas or sheet.id in wanted]

    def _sheet(self, sheet: Sheet, mask: Mask, areas: Sequence[Area], *, grid: bool) -> Json:
        found: Json = {"properties": sheet.properties}
        data = _asked(mask, "data")
        if grid and data is not None:
            own = [area for area in areas if area.sheet.id == sheet.id] or [whole(sheet)]
            found["data"] = [self.grid_data(area, data) for area in own]
        lists = {
            "merges": sheet.merges,
            "conditionalFormats": sheet.conditional,
            "protectedRanges": sheet.protected,
            "rowGroups": sheet.row_groups,
            "columnGroups": sheet.column_groups,
        }
        found |= {name: items for name, items in lists.items() if items}
        return found | ({"basicFilter": sheet.basic_filter} if sheet.basic_filter else {})

    def grid_data(self, area: Area, mask: Mask) -> Json:
        """Return the GridData of a rectangle; rows and cells after the last that holds something are left out."""
        found: Json = {}
        if area.top:
            found["startRow"] = area.top
        if area.left:
            found["startColumn"] = area.left
        rows = _asked(mask, "rowData")
        if rows is not None and (row_data := self._row_data(area, _asked(rows, "values"))):
            found["rowData"] = row_data
        if _asked(mask, "rowMetadata") is not None:
            numbers = range(area.top, area.bottom)
            found["rowMetadata"] = [{"pixelSize": ROW_PIXELS} | area.sheet.rows.get(row, {}) for row in numbers]
        if _asked(mask, "columnMetadata") is not None:
            across, columns = range(area.left, area.right), area.sheet.columns
            found["columnMetadata"] = [{"pixelSize": COLUMN_PIXELS} | columns.get(column, {}) for column in across]
        return found

    def _row_data(self, area: Area, mask: Mask | None) -> list[Json]:
        rows: list[list[Json]] = []
        cells = area.sheet.cells
        for at in area.filled:
            rows.extend([] for _ in range(at[0] - area.top + 1 - len(rows)))
            row = rows[-1]
            row.extend({} for _ in range(at[1] - area.left - len(row)))
            row.append({} if mask is None else self.cell(area.sheet, at, cells[at], mask))
        return [{"values": row} if row else {} for row in rows]

    def cell(self, sheet: Sheet, at: Position, cell: Cell, mask: Mask) -> Json:
        """Return the CellData of one cell: what was entered and what follows from it."""
        found = {name: cell[name] for name in _ENTERED if name in cell and (not mask or name in mask)}
        value = self.effective(sheet, at, cell)
        if value:
            found["effectiveValue"] = value
            found["formattedValue"] = self.formatted(cell, value)
        if (not mask or "effectiveFormat" in mask) and ("userEnteredValue" in cell or "userEnteredFormat" in cell):
            found["effectiveFormat"] = effective_format(cell)
        return found

    def effective(self, sheet: Sheet, at: Position, cell: Cell) -> Json | None:
        """Return the effective ExtendedValue; None where there is none, or nobody computed it."""
        entered: Json | None = cell.get("userEnteredValue")
        if not entered or "formulaValue" not in entered:
            return entered
        if not parses(entered["formulaValue"], self.spreadsheet.locale):
            return _NO_FORMULA
        return self.compute(self.spreadsheet, sheet, at[0], at[1], entered["formulaValue"])

    def formatted(self, cell: Cell, value: Json) -> str:
        """Return what the cell shows."""
        return shown(value, cell.get("userEnteredFormat", {}).get("numberFormat", {}), self.spreadsheet.locale)


def effective_format(cell: Cell) -> Json:
    """Return a cell's format over the default one."""
    own = cell.get("userEnteredFormat", {})
    text: Json = {**DEFAULT_FORMAT["textFormat"], **own.get("textFormat", {})}
    return {**DEFAULT_FORMAT, **own, "textFormat": text}


def _asked(mask: Mask, name: str) -> Mask | None:
    """Return the mask within a field; None where the field is not wanted."""
    if not mask:
        return {}
    found: Mask | None = mask.get(name)
    return found

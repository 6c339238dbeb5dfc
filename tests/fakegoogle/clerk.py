"""A person with the spreadsheet open in a browser. Rows and columns are named as he sees them: 7, “C”, “C7”."""

from collections.abc import Callable, Sequence

from tests.fakegoogle import batch_dimensions, batch_sheets
from tests.fakegoogle.context import Context
from tests.fakegoogle.discovery import SHEETS
from tests.fakegoogle.errors import Forbidden
from tests.fakegoogle.grid import Area, column_number, from_a1, whole
from tests.fakegoogle.moving import COLUMNS, ROWS, carry_out, moved
from tests.fakegoogle.protection import forbidding
from tests.fakegoogle.rendering import Renderer
from tests.fakegoogle.requests_judged import tidied
from tests.fakegoogle.shapes import Cell, Json
from tests.fakegoogle.sorting import Order, sort
from tests.fakegoogle.state import Sheet, Spreadsheet
from tests.fakegoogle.typing_in import entered
from tests.fakegoogle.values import wipe


class Clerk:
    """Acts in one tab at a time, at first the first visible one; every act is one change of the file."""

    def __init__(self, context: Context, spreadsheet: Spreadsheet, locale: str | None) -> None:
        self._context = context
        self._spreadsheet = spreadsheet
        self._locale = locale
        self._sheet_id = next(sheet.id for sheet in spreadsheet.sheets if not sheet.properties.get("hidden"))

    @property
    def tab(self) -> Sheet:
        """The tab that is open."""
        return self._spreadsheet.sheet(self._sheet_id)

    def opens(self, tab: str | int) -> "Clerk":
        """Turn to another tab, by title or sheetId; return himself."""
        found = self._spreadsheet.titled(tab) if isinstance(tab, str) else self._spreadsheet.sheet(tab)
        if found is None:
            raise LookupError(f"no tab {tab!r}: {[sheet.title for sheet in self._spreadsheet.sheets]}")
        self._sheet_id = found.id
        return self

    def types(self, cell: str, text: str) -> None:
        """Type into a cell; nothing empties it."""
        self.pastes(cell, [[text]])

    def pastes(self, cell: str, block: Sequence[Sequence[str]]) -> None:
        """Paste plain text from a cell on, read as typing is; the grid grows where it must."""
        corner = self._area(cell)
        bottom, right = corner.top + len(block), corner.left + max(len(line) for line in block)
        tab = self.tab
        tab.resize(rows=max(bottom, tab.row_count), columns=max(right, tab.column_count))
        target = Area(tab, corner.top, bottom, corner.left, right)
        self._may(target)
        for row, line in enumerate(block, corner.top):
            for column, text in enumerate(line, corner.left):
                old = tab.cells.get((row, column), {})
                tab.put((row, column), entered(old, text, self._locale or self._spreadsheet.locale, raw=False))
        self._done()

    def clears(self, cells: str) -> None:
        """Press Delete: values go; formats, notes and validations stay."""
        target = self._area(cells)
        self._may(target)
        wipe(target)
        self._done()

    def inserts_rows(self, before: int, count: int = 1) -> None:
        """Insert rows above one; they look like it."""
        self._inserts(ROWS, before - 1, count)

    def inserts_columns(self, before: str, count: int = 1) -> None:
        """Insert columns left of one; they look like it."""
        self._inserts(COLUMNS, column_number(before), count)

    def _inserts(self, dimension: str, start: int, count: int) -> None:
        batch_dimensions.insert(self._spreadsheet, self.tab, dimension, start, count, inherit_from_before=False)
        self._done()

    def deletes_rows(self, first: int, count: int = 1) -> None:
        """Delete rows."""
        self._deletes(ROWS, first - 1, count)

    def deletes_columns(self, first: str, count: int = 1) -> None:
        """Delete columns."""
        self._deletes(COLUMNS, column_number(first), count)

    def _deletes(self, dimension: str, start: int, count: int) -> None:
        self._may(self._lines(dimension, start, count))
        batch_dimensions.delete(self._spreadsheet, self.tab, dimension, start, start + count)
        self._done()

    def moves_rows(self, first: int, count: int = 1, *, before: int) -> None:
        """Drag rows so that they stand above another."""
        self._may(self._lines(ROWS, first - 1, count))
        carry_out(self._spreadsheet, moved(self.tab, ROWS, first - 1, first - 1 + count, before - 1))
        self._done()

    def _lines(self, dimension: str, start: int, count: int) -> Area:
        tab, end = self.tab, start + count
        if dimension == ROWS:
            return Area(tab, start, end, 0, tab.column_count)
        return Area(tab, 0, tab.row_count, start, end)

    def sorts(self, cells: str, by: str, *, descending: bool = False) -> None:
        """Sort a block by one of its columns."""
        target = self._area(cells)
        self._may(target)
        sort(target, [Order(column_number(by), descending)])
        self._done()

    def renames(self, title: str) -> None:
        """Give the tab another name."""
        self._changes_tab("title", title)

    def reorders(self, index: int) -> None:
        """Drag the tab to a place, from 0."""
        old = self._spreadsheet.sheets.index(self.tab)
        self._changes_tab("index", index + (index > old))

    def _changes_tab(self, field: str, value: str | int) -> None:
        self._asks("updateSheetProperties", {"properties": {"sheetId": self._sheet_id, field: value}, "fields": field})

    def duplicates(self, title: str) -> int:
        """Duplicate the tab, the copy to its right; return the copy's sheetId."""
        index = self._spreadsheet.sheets.index(self.tab) + 1
        given = {"sourceSheetId": self._sheet_id, "newSheetName": title, "insertSheetIndex": index}
        return int(self._asks("duplicateSheet", given)["properties"]["sheetId"])

    def adds_tab(self, title: str) -> int:
        """Add an empty tab at the end; return its sheetId."""
        return int(self._asks("addSheet", {"properties": {"title": title}})["properties"]["sheetId"])

    def deletes_tab(self) -> None:
        """Delete the open tab; the first visible one is open then."""
        self._may(whole(self.tab))
        self._asks("deleteSheet", {"sheetId": self._sheet_id})
        self._sheet_id = next(sheet.id for sheet in self._spreadsheet.sheets if not sheet.properties.get("hidden"))

    def notes(self, cell: str, text: str) -> None:
        """Put a note on a cell; nothing removes it."""
        self._writes(cell, lambda old: _with(old, "note", text))

    def colours(self, cells: str, colour: str) -> None:
        """Fill cells with a colour, as in ``#ffff00``."""
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        fill = dict(zip(("red", "green", "blue"), parts, strict=True))
        form = tidied(SHEETS, "CellFormat", {"backgroundColor": fill})
        self._writes(cells, lambda old: old | {"userEnteredFormat": old.get("userEnteredFormat", {}) | form})

    def sets_format(self, cells: str, pattern: str) -> None:
        """Choose a number format; ``@`` is plain text."""
        kind = "TEXT" if pattern == "@" else "DATE" if "y" in pattern else "NUMBER"
        form = {"numberFormat": {"type": kind, "pattern": pattern}}
        self._writes(cells, lambda old: old | {"userEnteredFormat": old.get("userEnteredFormat", {}) | form})

    def hides_rows(self, first: int, count: int = 1) -> None:
        """Hide rows."""
        for row in range(first - 1, first - 1 + count):
            self.tab.rows[row] = self.tab.rows.get(row, {}) | {"hiddenByUser": True}
        self._done()

    def sees(self, cell: str) -> str:
        """Return what a cell shows."""
        found = self._area(cell)
        at = (found.top, found.left)
        renderer = Renderer(self._spreadsheet, self._context.compute)
        shown = renderer.cell(self.tab, at, self.tab.cells.get(at, {}), {"formattedValue": {}})
        return str(shown.get("formattedValue", ""))

    def note_on(self, cell: str) -> str:
        """Return the note on a cell, "" where there is none."""
        found = self._area(cell)
        return str(self.tab.cells.get((found.top, found.left), {}).get("note", ""))

    def _area(self, cells: str) -> Area:
        return from_a1(self._spreadsheet, f"'{self.tab.title.replace(chr(39), chr(39) * 2)}'!{cells}")

    def _writes(self, cells: str, change: Callable[[Cell], Cell]) -> None:
        target = self._area(cells)
        self._may(target)
        for at in target:
            self.tab.put(at, change(self.tab.cells.get(at, {})))
        self._done()

    def _may(self, target: Area) -> None:
        """Raise ``Forbidden`` where a protection keeps the cells from him."""
        item = forbidding(self._context, self._spreadsheet, target)
        if item is not None:
            raise Forbidden(f"protected: {item.get('description') or item['protectedRangeId']} ({target.a1()})")

    def _asks(self, name: str, given: Json) -> Json:
        """Do what the API has a request for."""
        found = batch_sheets.HANDLERS[name](self._context, self._spreadsheet, given)
        self._done()
        return found or {}

    def _done(self) -> None:
        self._context.changed(self._spreadsheet.id)


def _with(cell: Cell, name: str, value: str) -> Cell:
    rest = {field: item for field, item in cell.items() if field != name}
    return rest | ({name: value} if value else {})

"""A district's spreadsheet on the fake Google: written to by real requests, looked at as Google keeps it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeAlias

from tests.fakegoogle import FakeGoogle
from tests.writing.google.sheet_cases import COVER, HEADINGS, LIST, OTHER_TAB, TAB

from tonghop.core.cells import Position
from tonghop.core.shared_sheets import OWN_HEADINGS, Own, Tab
from tonghop.writing.google.batches import Request

_SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
Cells: TypeAlias = Mapping[Position, Any]


class SharedSheet:
    """The cover, two forms and the tab “Lỗi”; Google refuses what its published description does not allow."""

    def __init__(self, tabs: Sequence[Tab] = (COVER, TAB, OTHER_TAB, LIST)) -> None:
        self.fake = FakeGoogle()
        self._session = self.fake.session()
        sheets = [{"properties": _properties(tab)} for tab in tabs]
        made = self._session.post(_SHEETS, json={"properties": {"title": "Huyện", "locale": "vi_VN"}, "sheets": sheets})
        assert made.status_code == 200, made.text
        self.id: str = made.json()["spreadsheetId"]
        self._write_headings(tabs)

    def _write_headings(self, tabs: Sequence[Tab]) -> None:
        for tab in tabs:
            for own, column in tab.own.items():
                self.put(tab, {(HEADINGS, column): {"userEnteredValue": {"stringValue": OWN_HEADINGS[own].vi}}})

    def put(self, tab: Tab, cells: Cells) -> None:
        """Let cells of a tab hold this, whoever put it there."""
        for place, cell in cells.items():
            self.fake.spreadsheet(self.id).sheet(tab.sheet_id).put(place, cell)

    def write(self, requests: Sequence[Request]) -> None:
        answer = self._session.post(f"{_SHEETS}/{self.id}:batchUpdate", json={"requests": list(requests)})
        assert answer.status_code == 200, answer.text

    def tabs(self) -> tuple[Tab, ...]:
        """Return the tabs as they stand now."""
        return tuple(_tab(sheet) for sheet in self.fake.spreadsheet(self.id).sheets)

    def cells(self, tab: Tab) -> Cells:
        """Return all that stands in a tab's cells."""
        return deepcopy(self.fake.spreadsheet(self.id).sheet(tab.sheet_id).cells)

    def everything(self) -> object:
        """Return all that Google keeps of the tabs."""
        return deepcopy([vars(sheet) for sheet in self.fake.spreadsheet(self.id).sheets])


def _properties(tab: Tab) -> Mapping[str, Any]:
    grid = {"rowCount": tab.rows, "columnCount": tab.columns}
    return {"sheetId": tab.sheet_id, "title": tab.title, "gridProperties": grid}


def _tab(sheet: Any) -> Tab:  # noqa: ANN401 -- the fake's
    own = {
        own: column
        for own, heading in OWN_HEADINGS.items()
        for (row, column), cell in sheet.cells.items()
        if row == HEADINGS and text_of(cell) == heading.vi
    }
    under = {at: text_of(cell) for at, cell in sheet.cells.items() if at[0] > HEADINGS and at[1] in own.values()}
    return Tab(
        sheet.id,
        sheet.title,
        sheet.row_count,
        sheet.column_count,
        notes={at: cell["note"] for at, cell in sheet.cells.items() if "note" in cell},
        own=own,
        heading_row=HEADINGS if own else None,
        written={at: text for at, text in under.items() if text},
    )


def text_of(cell: Mapping[str, Any]) -> str:
    return str(cell.get("userEnteredValue", {}).get("stringValue", ""))


def clerks_part(cells: Cells, own: Mapping[Own, int]) -> dict[Position, Any]:
    """Return what is a clerk's of a form's cells: all but our columns, notes without lines that begin with our tag."""
    found: dict[Position, Any] = {}
    for (row, column), cell in cells.items():
        left = {name: value for name, value in cell.items() if name != "note"}
        if column in own.values() and row > HEADINGS:
            left.pop("userEnteredValue", None)
        lines = [line for line in cell.get("note", "").split("\n") if not line.startswith("[KT]")]
        if "".join(lines):
            left["note"] = "\n".join(lines)
        if left:
            found[row, column] = left
    return found

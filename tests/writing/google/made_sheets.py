"""Our workbooks as spreadsheets on the fake, made by real gspread."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import gspread
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from tests.core.clerks_plan import CAMPAIGN, PERIOD
from tests.fakegoogle import FakeGoogle
from tests.fakegoogle.state import Sheet, Spreadsheet
from tests.reading.group_workbooks import FULL, KEY, MEMBERS, PARENT, Fill

from tonghop.writing.google.batches import Blueprint, Request
from tonghop.writing.google.template import group_spreadsheet
from tonghop.writing.workbook.group import group_workbook

SYSTEM = "officer@tinh.example"
CLERK = "huyen@tinh.example"


def group_content(fill: Mapping[str, Fill] | None = None) -> bytes:
    """Return a small group's workbook, with a form of each kind."""
    return group_workbook(CAMPAIGN, PERIOD, PARENT, MEMBERS, key=KEY, fill=fill)


def a_full_group() -> bytes:
    return group_content({"X1": FULL, "X2": {("meetings", "1", "summoned"): "nhiều", ("register", "1", "cells"): 2}})


class Google:
    """One spreadsheet on a fake of its own."""

    def __init__(self, locale: str = "vi_VN") -> None:
        self.fake = FakeGoogle()
        client = gspread.Client(auth=None, session=self.fake.session(SYSTEM))  # type: ignore[arg-type]
        self.sheet = client.create("Huyện Một")
        self.sheet.update_locale(locale)
        self.sheet.share(CLERK, perm_type="user", role="writer", notify=False)

    @property
    def state(self) -> Spreadsheet:
        return self.fake.spreadsheet(self.sheet.id)

    @property
    def present(self) -> list[int]:
        return [tab.id for tab in self.state.sheets]

    def tab(self, title: str) -> Sheet:
        return next(tab for tab in self.state.sheets if tab.title == title)

    def carry_out(self, blueprint: Blueprint, batches: int | None = None) -> None:
        for batch in blueprint.batches[:batches]:
            self.send(batch)

    def send(self, batch: tuple[Request, ...]) -> None:
        self.sheet.batch_update({"requests": list(batch)})


def district(content: bytes, locale: str = "vi_VN") -> Google:
    google = Google(locale)
    google.carry_out(blueprint_of(content, google))
    return google


def blueprint_of(content: bytes, google: Google) -> Blueprint:
    return group_spreadsheet(content, "vi", editors=[SYSTEM], present=google.present)


def looks_of(spreadsheet: Spreadsheet) -> object:
    """Return all that stands in a spreadsheet, but for numbers that Google chooses."""
    return [
        (
            tab.properties,
            tab.cells,
            tab.merges,
            [{name: value for name, value in one.items() if name != "protectedRangeId"} for one in tab.protected],
            tab.conditional,
            {number: size for number, size in tab.rows.items() if number < tab.row_count},
            {number: size for number, size in tab.columns.items() if number < tab.column_count},
        )
        for tab in spreadsheet.sheets
    ]


def opened(content: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(content), data_only=values)


def formula_cells(book: Workbook) -> Iterator[Cell]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell) and cell.data_type == "f")

"""The work that is timed: the product's, and the least that any program would have to do for the same."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count as numbers
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from tonghop import apart, catalogue, workflow
from tonghop.config import Instance
from tonghop.core import calendar
from tonghop.core.consolidation import Consolidation, Include
from tonghop.core.submission import Coverage
from tonghop.demo.figures import Figures
from tonghop.demo.story import load_story
from tonghop.reading import read
from tonghop.storage import Delivery, Store
from tonghop.workflow import Office
from tonghop.writing.consolidated import consolidated_workbook

_CAMPAIGN = "kien-giang-2020"

Work = Callable[[], object]
Pair = tuple[str, Work, Work]


class Bench:
    """One province's filled workbooks, and what is done with them."""

    def __init__(self, folder: Path, count: int | None, rounds: int) -> None:
        self._folder = folder
        self._instances = numbers()
        self.campaign, self._units = catalogue.load_shipped(_CAMPAIGN)
        self._story = load_story(catalogue.folder(_CAMPAIGN))
        self._period = calendar.find_period(self.campaign, self._story.consolidate)
        self._office = self._new_office()
        self._owed = list(workflow.owed(self._office, self.campaign, self._period))[:count]
        self.files = self._make()
        # Making a database takes as long as taking in fifty workbooks, so they stand ready before the clock runs.
        self._empty = [self._new_office().store for _ in range(2 * rounds + 1)]

    @property
    def office(self) -> Office:
        """Whose key signed the workbooks."""
        return self._office

    @property
    def day(self) -> date:
        """The day on which the workbooks are sent."""
        return self._story.as_of

    def pairs(self) -> Iterator[Pair]:
        """Yield what is compared: its name, the product's work, the bare work."""
        yield "read ÷ calamine reading the values", self._read, self._calamine
        yield "read in a child process ÷ read", self._read_apart, self._read
        yield "take in (read, parse, check, store) ÷ calamine", self._take_in, self._calamine
        yield "take in ÷ openpyxl reading the values", self._take_in, self._openpyxl
        office = self._taken_in()
        consolidation = self._consolidated(office)
        yield "consolidated workbook ÷ bare writer of its cells", *self._writing(consolidation)
        yield "make workbooks ÷ openpyxl saving them again", self._make, self._resave

    def _new_office(self) -> Office:
        instance = Instance.create(self._folder / f"instance{next(self._instances)}")
        store = Store.create(workflow.database_url(instance))
        store.save_campaign(self.campaign, self._units, who="bench", at=datetime.now(UTC))
        return Office(instance, store)

    def _make(self) -> list[bytes]:
        figures = Figures(self._story, self.campaign, self._office.tree(_CAMPAIGN, self._story.as_of))
        return [
            workflow.workbook(
                self._office,
                self.campaign,
                self._period,
                unit,
                coverage,
                as_of=self._period.end,
                fill=figures.fill(self._period, unit, Coverage.OWN),
            )
            for unit, coverage in self._owed
        ]

    def _read(self) -> None:
        for content in self.files:
            read(content)

    def _read_apart(self) -> None:
        for content in self.files:
            apart.run(read, content)

    def _calamine(self) -> None:
        for content in self.files:
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def _openpyxl(self) -> None:
        for content in self.files:
            for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True):
                for _row in sheet.iter_rows(values_only=True):
                    pass

    def _resave(self) -> None:
        for content in self.files:
            openpyxl.load_workbook(io.BytesIO(content)).save(io.BytesIO())

    def _taken_in(self) -> Office:
        # The key that signed the workbooks belongs to the first instance, so its office takes them in.
        office = Office(self._office.instance, self._empty.pop())
        received = office.end_of(self._story.as_of)
        for place, content in enumerate(self.files):
            workflow.receive(office, Delivery(content, f"{place}.xlsx", "bench", received))
        return office

    def _take_in(self) -> None:
        self._taken_in().close()

    def _consolidated(self, office: Office) -> Consolidation:
        return workflow.publish(office, self.campaign, self._period, as_of=self._story.as_of, include=Include.SUBMITTED)

    def _writing(self, consolidation: Consolidation) -> tuple[Callable[[], object], Callable[[], object]]:
        content = consolidated_workbook(consolidation, str)
        cells = [
            [
                (cell.row - 1, cell.column - 1, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ]
            for sheet in openpyxl.load_workbook(io.BytesIO(content))
        ]

        def bare() -> None:
            book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
            for sheet_cells in cells:
                sheet = book.add_worksheet()
                for row, column, value in sheet_cells:
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(row, column, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(row, column, value)
                    else:
                        sheet.write_string(row, column, str(value))
            book.close()

        return lambda: consolidated_workbook(consolidation, str), bare

"""A district's shared spreadsheet, its clerks, and the system that reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import TypeAlias, cast

from openpyxl import load_workbook
from tests.fakegoogle import Clerk, FakeGoogle
from tests.fakegoogle.locales import typed as typed_in
from tests.fakegoogle.typing_in import is_text
from tests.google.at_work import at_work, pace_of
from tests.reading.google_answers import VIETNAM

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.cells import RawValue, position
from tonghop.core.definitions import Campaign, Period
from tonghop.core.shared_sheets import Own
from tonghop.core.units import Unit
from tonghop.google import Google
from tonghop.reading import read
from tonghop.reading.google import snapshot, tabs
from tonghop.storage import SharedSheet, SheetKey
from tonghop.workflow import Office
from tonghop.workflow.sheets import Accounts, Act, Failed, Pulled, make, work

Fills: TypeAlias = Mapping[str, Mapping[tuple[str, str, str], RawValue]]
"""By unit's code, what it types into which cells."""
CAMPAIGN, PERIOD, DISTRICT = "kien-giang-2020", "T02-2020", "904"
DAY = date(2020, 3, 30)


@dataclass(frozen=True)
class Plan:
    """What is reported, and on which day."""

    campaign: str
    period: str
    district: str
    """The one that a test is about unless it names another."""
    day: date


SHIPPED = Plan(CAMPAIGN, PERIOD, DISTRICT, DAY)


@dataclass
class Desk:
    """The province's office at work with the fake Google."""

    office: Office
    fake: FakeGoogle
    plan: Plan = SHIPPED

    @cached_property
    def google(self) -> Google:
        return at_work(self.fake, pace=pace_of(self.fake))

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.google, self.google)

    @property
    def campaign(self) -> Campaign:
        return self.office.campaign(self.plan.campaign)

    @property
    def period(self) -> Period:
        return calendar.find_period(self.campaign, self.plan.period)

    def now(self) -> datetime:
        """The office's day, going on with the fake's clock."""
        return clock.noon(self.plan.day, self.office.instance.zone) + timedelta(seconds=self.fake.clock.seconds())

    def members(self, district: str | None = None) -> tuple[Unit, tuple[Unit, ...]]:
        ((parent, members),) = workflow.groups(
            self.office, self.campaign, self.period, [district or self.plan.district]
        )
        return parent, members

    def makes(self, district: str | None = None) -> SharedSheet:
        return make(self.office, self.accounts, self.campaign, self.period, self.members(district), self.act)

    def sheet(self, district: str | None = None) -> SharedSheet:
        """Return a district's spreadsheet as the store has it."""
        key = SheetKey(self.plan.campaign, self.plan.period, district or self.plan.district)
        found = self.office.store.sheets.of_unit(key)
        assert found is not None
        return found

    @property
    def act(self) -> Act:
        return Act("tinh", self.now())

    def asks(self, sheet: SharedSheet) -> None:
        self.office.store.pulls.ask(sheet.id, self.now())

    def reads(self, *sheets: SharedSheet) -> list[Pulled | Failed]:
        """Read what is due; the spreadsheets named are."""
        for sheet in sheets:
            self.asks(sheet)
        return list(work(self.office, self.google, "here:1:test", self.now))

    def clerk(self, sheet: SharedSheet, locale: str | None = None) -> Clerk:
        found = sheet.spreadsheet or ""
        return self.fake.clerk(found) if locale is None else self.fake.clerk(found, locale=locale)

    def filled(self, fill: Fills, district: str | None = None) -> "Typed":
        """Return what clerks would have to type so that the spreadsheet holds what a filled workbook does."""
        blank = contents(self.file(None, district))
        wanted = contents(self.file(fill, district))
        return {place: value for place, value in wanted.items() if blank.get(place) != value}

    def file(self, fill: Fills | None, district: str | None = None) -> bytes:
        """Return the group's workbook in which the same is typed."""
        parent, members = self.members(district)
        return workflow.group_file(
            self.office, self.campaign, self.period, parent, members, as_of=self.plan.day, fill=fill
        )

    def result(self, sheet: SharedSheet, unit: Unit, tab: str = "Biểu 1 - Số liệu nền") -> str:
        """Return what the system says in a unit's row of a tab."""
        answer = self.google.fetch(sheet.spreadsheet or "")
        (found,) = [one for one in tabs(answer) if one.title == tab]
        (rows,) = [one.rows for one in read(snapshot(answer)).sheets if one.name == tab]
        (row,) = [place for place, cells in enumerate(rows) if unit.code in cells[:4]]
        return found.written.get((row, found.own[Own.RESULT]), "")

    def deliveries(self) -> int:
        """Return how many deliveries there are."""
        return sum(entry.action in {"receive", "refuse"} for entry in self.office.store.audit())


Typed = dict[tuple[str, str], RawValue]
"""By tab and cell."""


def contents(content: bytes) -> Typed:
    """Return every typed cell of a workbook's forms."""
    book = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cast("RawValue", cell.value)
        for sheet in book
        if sheet.sheet_state == "visible"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != "f"
    }


def types(clerk: Clerk, typed: Typed, locale: str = VIETNAM) -> None:
    """Type it all, as a clerk does whose Google reads in a locale."""
    for (tab, cell), value in typed.items():
        clerk.opens(tab)
        row, column = position(cell)
        plain = is_text(clerk.tab.cells.get((row, column), {}))
        clerk.types(cell, str(value) if plain and isinstance(value, str) else spelled(value, locale))


def spelled(value: RawValue, locale: str = VIETNAM) -> str:
    """Return what somebody types so that the cell comes to hold a value."""
    match value:
        case datetime() | date():
            return f"{value:%d/%m/%Y}" if locale == VIETNAM else f"{value:%m/%d/%Y}"
        case float() | int():
            text = repr(int(value) if value == int(value) else value)
            return text.replace(".", ",") if locale == VIETNAM else text
        case str() if typed_in(value, locale).value != {"stringValue": value}:
            return f"'{value}"
        case _:
            return str(value)

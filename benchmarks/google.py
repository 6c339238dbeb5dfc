"""Shared spreadsheets: how often Google is asked and how long a pass takes, beside a plain gspread program.

Both run on the tests' fake of Google, whose clock stands still but for what a call takes (0.4 s) and for waiting, so
the seconds are Google's and not this machine's. Usage: ``python -m benchmarks.google [DISTRICTS] [COMMUNES]``.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import gspread
from google.auth.credentials import AnonymousCredentials
from gspread.utils import rowcol_to_a1
from tests.fakegoogle import FakeGoogle
from tests.sheets.district import Desk, types
from tests.sheets.prepared import new_instance
from tests.sheets.small import CLEAN, FAULTY, PLAN, SMALL, units
from tests.sheets.unplugged import one_look

from tonghop.config import Instance
from tonghop.workflow import Office

DISTRICTS, COMMUNES, CHANGED = 30, 150, 4
LATENCY = 0.4
_MINUTE = 60.0
_T = TypeVar("_T")
FORMS, HEAD = ("Biểu 1", "Biểu 2", "Biểu 3", "Biểu 4"), 8


@dataclass(frozen=True)
class Pass:
    """One pass over the spreadsheets."""

    calls: Counter[str]
    """By kind."""
    refused: int
    """Answers 429."""
    seconds: float
    """On the fake's clock."""

    @property
    def requests(self) -> int:
        """How often Google was asked, tries included."""
        return self.calls.total()


def measured(fake: FakeGoogle, act: Callable[[], object]) -> Pass:
    """Do something after a quiet while and return what it took."""
    fake.clock.passes(10 * _MINUTE)
    fake.calls.clear()
    started = fake.clock.seconds()
    act()
    kinds = Counter(call.kind for call in fake.calls)
    refused = sum(call.status == HTTPStatus.TOO_MANY_REQUESTS for call in fake.calls)
    return Pass(kinds, refused, fake.clock.seconds() - started)


class Plain:
    """A program as gspread's documentation has it: open, go through the tabs, update, sleep a minute at a 429."""

    def __init__(self, fake: FakeGoogle, spreadsheets: Sequence[str]) -> None:
        self._fake, self._spreadsheets = fake, spreadsheets
        self._client = gspread.Client(auth=AnonymousCredentials(), session=fake.session())
        self._seen: dict[str, str] = {}

    def look(self) -> None:
        """Read what changed since the last look, and write a word beside each row."""
        for key in self._spreadsheets:
            book = self._patiently(partial(self._client.open_by_key, key))
            changed = self._patiently(book.get_lastUpdateTime)
            if self._seen.get(key) != changed:
                self._read(book)
                # What it wrote itself is a change as well.
                self._seen[key] = self._patiently(book.get_lastUpdateTime)

    def _read(self, book: gspread.Spreadsheet) -> None:
        for title in FORMS:
            tab = self._patiently(partial(book.worksheet, title))
            rows = self._patiently(tab.get_all_values)[HEAD:]
            said = [["Đã nhận" if any(row) else "", "10/03/2020 12:00"] for row in rows]
            self._patiently(partial(tab.update, said, rowcol_to_a1(HEAD + 1, tab.col_count - 2)))
            self._patiently(partial(tab.update_note, "D10", "[KT] Lỗi"))
        found = self._patiently(partial(book.worksheet, "Lỗi"))
        self._patiently(found.clear)
        self._patiently(partial(found.update, [["Biểu 1", "D10", "Lỗi"]], "A1"))

    def _patiently(self, call: Callable[[], _T]) -> _T:
        while True:
            try:
                return call()
            except gspread.exceptions.APIError as error:
                if error.response.status_code != HTTPStatus.TOO_MANY_REQUESTS:
                    raise
                self._fake.clock.sleep(_MINUTE)


def province(folder: Path, districts: int, communes: int) -> Desk:
    """Make an office with spreadsheets in which all communes have typed, one of each district with mistakes."""
    made = new_instance(folder, SMALL, units(districts, communes), PLAN)
    desk = Desk(Office.open(Instance.open(made)), FakeGoogle(), PLAN)
    for number in range(1, districts + 1):
        code = f"H{number}"
        fill = {f"{code}X{place:02}": CLEAN for place in range(1, communes)} | {f"{code}X{communes:02}": FAULTY}
        types(desk.clerk(desk.makes(code)), desk.filled(fill, code))
    desk.fake.latency = LATENCY
    return desk


def passes(desk: Desk) -> Iterator[tuple[str, Pass, Pass]]:
    """Yield what is compared: its name, our pass, the plain program's."""
    sheets = desk.office.store.sheets.listed()
    plain = Plain(desk.fake, [sheet.spreadsheet or "" for sheet in sheets])

    def ours() -> None:
        one_look(desk, "here:1:benchmark")

    def change() -> None:
        for sheet in sheets[:CHANGED]:
            desk.clerk(sheet).opens(FORMS[0]).types("D9", str(100 + len(desk.fake.world.changes) % 100))

    full = measured(desk.fake, ours)
    measured(desk.fake, ours)  # Drive tells of what was just written itself.
    change()
    four = measured(desk.fake, ours)
    yield f"all {len(sheets)} spreadsheets", full, measured(desk.fake, plain.look)
    change()
    yield f"{CHANGED} of them changed", four, measured(desk.fake, plain.look)


def lines(districts: int = DISTRICTS, communes: int = COMMUNES) -> Iterator[str]:
    """Yield the comparison, a line each."""
    with tempfile.TemporaryDirectory() as folder:
        desk = province(Path(folder) / "instance", districts, communes)
        with closing(desk.office):
            size = f"{districts} districts × {len(FORMS)} forms × {communes} communes"
            yield f"shared spreadsheets: {size}, {LATENCY} s a call"
            yield f"{'':28} {'ours':>28} {'plain gspread':>28} {'ratio of requests, seconds':>28}"
            for name, ours, plain in passes(desk):
                ratios = f"{plain.requests / ours.requests:.1f}, {plain.seconds / ours.seconds:.1f}"
                yield f"{name:28} {_told(ours):>28} {_told(plain):>28} {ratios:>28}"


def _told(one: Pass) -> str:
    kinds = " + ".join(f"{one.calls[kind]} {kind[0].upper()}" for kind in ("read", "write", "drive"))
    return f"{kinds}, {one.refused}×429, {one.seconds:.0f} s"


def main() -> None:
    """Print the comparison."""
    asked = [int(word) for word in sys.argv[1:]]
    for line in lines(*asked):
        print(line)


if __name__ == "__main__":
    main()

"""Whatever several clerks do while the system looks: in the end all is as in a file with those cells."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.fakegoogle import Clerk, Forbidden, as_xlsx
from tests.fakegoogle.errors import ApiError
from tests.properties.test_groups import fills
from tests.reading.google_answers import AMERICA, VIETNAM
from tests.reading.group_workbooks import Fill
from tests.sheets.district import Desk, types
from tests.sheets.prepared import Prepared
from tests.sheets.standing import marks, peoples, settle
from tests.sheets.test_clerks_meanwhile import are_right

from tonghop.core.findings import Finding
from tonghop.core.submission import Submission
from tonghop.workflow import examine
from tonghop.workflow.receiving import Examined
from tonghop.workflow.sheets import Pulled

_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_PLACES = {
    "Biểu 1": ("D9", "E9", "D10", "E10", "D11"),
    "Biểu 2": ("D10", "E10", "G10", "H10", "D12", "G12", "H12", "B16"),
    "Biểu 3": ("F10", "F11", "F13", "F14"),
    "Biểu 4": ("G10", "G11", "E12", "G15", "G16"),
}
_CELLS = st.sampled_from([(tab, cell) for tab, cells in _PLACES.items() for cell in cells])
_WORDS = st.sampled_from(["", "0", "12", "31", "1,5", "1.5", "3.640", "mười hai", "5/2/2020", "Quán triệt", "H1X03"])
_ROWS = st.integers(2, 16)
_TABS = st.sampled_from(sorted(_PLACES))


@dataclass(frozen=True)
class Act:
    """Something a clerk does on a tab that he knows by its first title."""

    tab: str
    does: str
    cell: str = "A1"
    word: str = ""
    row: int = 2
    locale: str = VIETNAM

    def __call__(self, desk: Desk) -> None:
        ids = {tab: number for number, tab in enumerate(_PLACES, 100)}
        clerk = desk.clerk(desk.sheet(), self.locale).opens(ids[self.tab])
        with suppress(Forbidden, ApiError):
            self._done_by(clerk)

    def _done_by(self, clerk: Clerk) -> None:
        does: Mapping[str, Callable[[], object]] = {
            "types": lambda: clerk.types(self.cell, self.word),
            "clears": lambda: clerk.clears(self.cell),
            "notes": lambda: clerk.notes(self.cell, self.word),
            "colours": lambda: clerk.colours(self.cell, "#ffff00"),
            "inserts rows": lambda: clerk.inserts_rows(self.row),
            "inserts a column": lambda: clerk.inserts_columns("D"),
            "sorts": lambda: clerk.sorts("D10:H15", by="H", descending=True),
            "hides": lambda: clerk.hides_rows(self.row),
            "renames": lambda: clerk.renames(f"{self.tab} {self.word}".replace("/", "-").strip()),
            "reorders": lambda: clerk.reorders(self.row % 4),
        }
        does[self.does]()


_TYPING = st.builds(
    lambda place, word, locale: Act(place[0], "types", place[1], word, locale=locale),
    _CELLS,
    _WORDS,
    st.sampled_from([VIETNAM, AMERICA]),
)
_DOING = st.builds(
    lambda place, does, word, row: Act(place[0], does, place[1], word, row),
    _CELLS,
    st.sampled_from(["clears", "notes", "colours", "inserts rows", "inserts a column", "sorts", "hides", "renames"]),
    _WORDS,
    _ROWS,
)
_ACTS = _TYPING | _TYPING | _DOING | st.builds(lambda tab, row: Act(tab, "reorders", row=row), _TABS, _ROWS)
_LOOKS = st.sampled_from(["look", "minute", "look with an act in it"])
_DAYS = st.lists(_ACTS | _LOOKS, min_size=4, max_size=14)


def lives(desk: Desk, day: list[Act | str], *, looked_at: bool) -> None:
    """Let the day pass, with the system looking or without it."""
    waiting = False
    for one in day:
        if isinstance(one, Act) and waiting and looked_at:
            desk.fake.after(lambda act=one: act(desk), of="sheets.spreadsheets.get")  # type: ignore[misc]
            desk.reads(desk.sheet())
            waiting = False
        elif isinstance(one, Act):
            one(desk)
        elif one == "minute":
            desk.fake.clock.passes(61)
        elif looked_at and one == "look":
            desk.reads(desk.sheet())
        else:
            waiting = True


def answers(submission: Submission) -> dict[object, object]:
    return {tuple(place): answer.value for *place, answer in submission.answers() if answer.value is not None}


def told(findings: tuple[Finding, ...]) -> list[str]:
    """Return what was found where; what it read may be a day of early 1900, which Excel counts otherwise."""
    return sorted(f"{one.code} {one.cell}" for one in findings)


def reports(examined: Examined) -> dict[str, object]:
    """Return each unit's answers and what was found in them."""
    return {one.key.unit: (answers(one.submission), told(one.findings)) for one in examined.outcomes}


def different(here: Mapping[str, object], there: Mapping[str, object]) -> dict[str, object]:
    """Return what is not the same in two spreadsheets, by unit."""
    units = here.keys() | there.keys()
    return {unit: (here.get(unit), there.get(unit)) for unit in units if here.get(unit) != there.get(unit)}


@given(day=_DAYS)
@settings(
    max_examples=12,
    deadline=None,
    phases=_PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_clerks_do_while_the_system_looks(typed_small: Prepared, day: list[Act | str]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        typed_small.copied(Path(folder) / "watched") as desk,
        typed_small.copied(Path(folder) / "alone") as alone,
    ):
        lives(desk, day, looked_at=True)
        lives(alone, day, looked_at=False)
        desk.asks(desk.sheet())
        became = [one for one in settle(desk) if isinstance(one, Pulled)]
        assert peoples(desk, desk.sheet()) == peoples(alone, alone.sheet())
        as_file = as_xlsx(alone.fake.spreadsheet(alone.sheet().spreadsheet or ""))
        in_file = examine(desk.office, as_file, as_of=desk.plan.day)
        assert not different(reports(became[-1].examined), reports(in_file)), day
        for outcome in in_file.outcomes:
            assert answers(desk.office.store.history(outcome.key)[-1].submission) == answers(outcome.submission)
        if in_file.outcomes:
            are_right(desk, desk.sheet(), became[-1])
        else:
            assert not marks(desk, desk.sheet()).results


@pytest.mark.parametrize("locale", [VIETNAM, AMERICA])
@given(filled=fills())
@settings(
    max_examples=10,
    deadline=None,
    phases=_PHASES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_the_same_figures_in_the_workbook_and_in_the_spreadsheet_are_the_same_reports(
    locale: str, made_small: Prepared, made_american: Prepared, filled: dict[str, Fill]
) -> None:
    """From the spreadsheet's making to the store, typed by clerks of either locale."""
    made = made_small if locale == VIETNAM else made_american
    fill = {unit: filled[member] for unit, member in zip(("H1X01", "H1X02", "H1X03"), filled, strict=True)}
    with tempfile.TemporaryDirectory() as folder, made.copied(Path(folder) / "instance") as desk:
        assert desk.fake.spreadsheet(desk.sheet().spreadsheet or "").locale == locale
        in_file = examine(desk.office, desk.file(fill), as_of=desk.plan.day)
        types(desk.clerk(desk.sheet()), desk.filled(fill), locale)
        (pulled,) = desk.reads(desk.sheet())
        assert isinstance(pulled, Pulled)
        assert reports(pulled.examined) == reports(in_file)
        for outcome in in_file.outcomes:
            (stored,) = desk.office.store.history(outcome.key)
            assert answers(stored.submission) == answers(outcome.submission)

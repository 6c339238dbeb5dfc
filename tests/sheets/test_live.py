"""The province's live sheet: the consolidated figures at Google are those of the consolidation, whatever happens."""

import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from tests.fakegoogle import OFFICER, Fault, as_xlsx
from tests.fakegoogle.state import Sheet
from tests.office import recalculated
from tests.sheets.district import Desk, types
from tests.sheets.prepared import Prepared
from tests.sheets.small import CLEAN
from tests.sheets.unplugged import Line, Tapped, Unplugged, left_behind

from tonghop.core.consolidation import Include
from tonghop.core.consolidation_json import as_json
from tonghop.google import Google
from tonghop.workflow import publish
from tonghop.workflow.sheets import Accounts, Pushed, push

_FIRST_LINE, _FIRST_COLUMN, _CODE = 9, 5, 2
"""Where the figures of a form begin, and the column of the units' codes; counted from 1."""


def pushes(desk: Desk, line: Line | None = None) -> Pushed:
    google = desk.google if line is None else cast("Google", Tapped(desk.google, "google", line))
    accounts, day = Accounts(google, google), desk.plan.day
    return push(desk.office, accounts, desk.campaign, desk.period, desk.act, as_of=day, include=Include.SUBMITTED)


@pytest.fixture(scope="session")
def read_small(typed_small: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The small province after the first reading."""
    folder = tmp_path_factory.mktemp("read") / "instance"
    with typed_small.copied(folder) as desk:
        desk.reads(desk.sheet())
        return Prepared(folder, desk.fake.world, desk.fake.clock.seconds(), desk.plan)


@pytest.fixture
def desk(read_small: Prepared, tmp_path: Path) -> Iterator[Desk]:
    with read_small.copied(tmp_path / "instance") as desk:
        yield desk


def shown(desk: Desk, pushed: Pushed, folder: Path) -> dict[tuple[str, str], object]:
    """Return what LibreOffice computes in the live sheet, by unit and measure."""
    path = folder / "live.xlsx"
    path.write_bytes(as_xlsx(desk.fake.spreadsheet(pushed.live.spreadsheet)))
    book = load_workbook(BytesIO(recalculated(path).read_bytes()), data_only=True)
    columns = consolidated(desk)["columns"]
    found: dict[tuple[str, str], object] = {}
    for form in desk.campaign.forms:
        measures = [column["measure"] for column in columns if column["form"] == form.code]
        for row in book[form.sheet].iter_rows(min_row=_FIRST_LINE, values_only=True):
            if row[_CODE - 1]:
                values = row[_FIRST_COLUMN - 1 : _FIRST_COLUMN - 1 + len(measures)]
                found |= {(str(row[_CODE - 1]), name): value for name, value in zip(measures, values, strict=True)}
    return {place: value for place, value in found.items() if value not in (None, "")}


def consolidated(desk: Desk) -> dict[str, Any]:
    made = publish(desk.office, desk.campaign, desk.period, as_of=desk.plan.day, include=Include.SUBMITTED)
    return as_json(made)


def expected(desk: Desk) -> dict[tuple[str, str], object]:
    return {
        (line["unit"], measure): pytest.approx(float(Decimal(value)))
        for line in consolidated(desk)["lines"]
        for measure, value in line["values"].items()
    }


def tabs(desk: Desk, pushed: Pushed) -> list[Sheet]:
    return desk.fake.spreadsheet(pushed.live.spreadsheet).sheets


def more_came(desk: Desk) -> None:
    types(desk.clerk(desk.sheet()), desk.filled({"H1X03": CLEAN}))
    desk.reads(desk.sheet())


def test_its_formulas_come_to_the_figures_of_the_consolidation(desk: Desk, tmp_path: Path) -> None:
    pushed = pushes(desk)
    assert len(expected(desk)) > 40
    assert shown(desk, pushed, tmp_path) == expected(desk)
    more_came(desk)
    again = pushes(desk)
    assert (again.written, again.live.spreadsheet) == (True, pushed.live.spreadsheet)
    assert expected(desk)["T", "register.members"] == 240
    assert shown(desk, again, tmp_path) == expected(desk)


def test_the_same_once_more_only_looks_whether_it_is_still_there(desk: Desk) -> None:
    first = pushes(desk)
    desk.fake.calls.clear()
    time.sleep(1.1)  # A workbook holds the second in which it was made.
    again = pushes(desk)
    assert (again.written, again.live) == (False, first.live)
    assert [call.name for call in desk.fake.calls] == ["drive.files.list"]


def test_what_others_wrote_into_it_stays(desk: Desk) -> None:
    pushed = pushes(desk)
    person = desk.fake.clerk(pushed.live.spreadsheet, email=OFFICER)
    person.adds_tab("Ghi chú của Ban")
    person.opens("Ghi chú của Ban").types("B2", "=1+1")
    more_came(desk)
    pushes(desk)
    assert desk.fake.clerk(pushed.live.spreadsheet, email=OFFICER).opens("Ghi chú của Ban").tab.cells[1, 1][
        "userEnteredValue"
    ] == {"formulaValue": "=1+1"}


@pytest.mark.parametrize("share", range(3))
def test_interrupted_anywhere_it_is_written_whole_the_next_time(
    share: int, desk: Desk, read_small: Prepared, tmp_path: Path
) -> None:
    line = Line(left=partial(left_behind, desk))
    pushed = pushes(desk, line)
    first = tabs(desk, pushed)
    more_came(desk)
    second = tabs(desk, pushes(desk))
    assert len([place for place in line.crossed if place == "after google.write"]) > 2
    for cut in line.turns[share::3]:
        with read_small.copied(tmp_path / str(cut)) as other:
            with pytest.raises(Unplugged):
                pushes(other, Line(cut))
            again = pushes(other)
            assert as_they_stand(tabs(other, again)) == as_they_stand(first), line.crossed[cut]
            files = [one for one in other.fake.world.files.values() if "live" in one.app_properties]
            assert len(files) == 1
    assert as_they_stand(second) != as_they_stand(first)


def as_they_stand(found: list[Sheet]) -> list[object]:
    return [(tab.properties, tab.cells, tab.merges, tab.conditional, tab.rows, tab.columns) for tab in found]


@pytest.mark.parametrize("nth", range(1, 5))
def test_an_answer_lost_after_a_batch_landed_is_made_good(
    nth: int, desk: Desk, read_small: Prepared, tmp_path: Path
) -> None:
    desk.fake.plan(Fault.ANSWER_LOST, of="write", nth=nth)
    pushed = pushes(desk)
    with read_small.copied(tmp_path / "undisturbed") as other:
        assert as_they_stand(tabs(desk, pushed)) == as_they_stand(tabs(other, pushes(other)))


def deleted(desk: Desk, spreadsheet: str) -> None:
    desk.fake.session(OFFICER).delete(f"https://www.googleapis.com/drive/v3/files/{spreadsheet}")


def trashed(desk: Desk, spreadsheet: str) -> None:
    address = f"https://www.googleapis.com/drive/v3/files/{spreadsheet}"
    desk.fake.session(OFFICER).patch(address, json={"trashed": True})


@pytest.mark.parametrize("lost", [deleted, trashed])
def test_one_that_is_lost_is_made_anew(lost: Callable[[Desk, str], None], desk: Desk) -> None:
    before = pushes(desk).live.spreadsheet
    lost(desk, before)
    more_came(desk)
    again = pushes(desk)
    assert again.live.spreadsheet != before
    assert desk.office.store.sheets.pushed("nho", "T2020-02") == again.live

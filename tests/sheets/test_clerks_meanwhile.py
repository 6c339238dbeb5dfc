"""A clerk is at work in the very moments in which the system reads and writes: nothing of his is changed.

Between the two readings: rows that he touched get no mark but the word that they are looked at again, all others get
theirs where they stand now. Between the second reading and the writing lies less than a second, for which Google has
no precondition. What happens when a clerk acts in just that moment:

- whatever he types, sorts, renames or reorders stays as he left it; marks stand beside other rows than they should if
  he moved or inserted rows, and the next reading puts them right;
- he inserts columns: Google refuses the marks, all of them, and the next reading writes them;
- he puts a note on a cell to which the system writes a note, or moves one there: it is lost.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from tests.fakegoogle import OFFICER, Clerk
from tests.sheets.district import Desk
from tests.sheets.prepared import Prepared
from tests.sheets.standing import marks, own_columns, peoples, said, tabs

from tonghop.core.cells import column_letters
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID
from tonghop.storage import SharedSheet
from tonghop.workflow.sheets import Failed, Pulled

REGISTER, MEETINGS, MATERIALS, RESULTS = "Biểu 1", "Biểu 2", "Biểu 3", "Biểu 4"
_FAULTY = {"mười hai", "31", "3.640", "9"}
"""What stands in the cells in which there is an error before anybody acts."""
Act = Callable[[Clerk], object]


def types_a_figure(clerk: Clerk) -> None:
    clerk.opens(REGISTER).types("D9", "121")


def types_an_error(clerk: Clerk) -> None:
    clerk.opens(REGISTER).types("D9", "một trăm")


def corrects_an_error(clerk: Clerk) -> None:
    clerk.opens(REGISTER).types("D10", "12")


def types_in_a_blank_row(clerk: Clerk) -> None:
    clerk.opens(REGISTER).types("D11", "không rõ")


def inserts_rows(clerk: Clerk) -> None:
    clerk.opens(REGISTER).inserts_rows(before=9, count=2)


def inserts_a_row_at_the_top(clerk: Clerk) -> None:
    clerk.opens(MEETINGS).inserts_rows(before=2)


def inserts_a_column(clerk: Clerk) -> None:
    clerk.opens(REGISTER).inserts_columns(before="D")


def inserts_many_columns(clerk: Clerk) -> None:
    clerk.opens(REGISTER).inserts_columns(before="B", count=8)


def deletes_rows(clerk: Clerk) -> None:
    clerk.opens(MEETINGS).deletes_rows(11, count=2)


def sorts(clerk: Clerk) -> None:
    clerk.opens(MEETINGS).sorts("D10:H15", by="H")


def drags_rows(clerk: Clerk) -> None:
    clerk.opens(MEETINGS).moves_rows(12, before=10)


def renames_a_tab(clerk: Clerk) -> None:
    clerk.opens(REGISTER).renames("Số liệu nền")


def reorders_tabs(clerk: Clerk) -> None:
    clerk.opens(RESULTS).reorders(0)


def notes_and_colours(clerk: Clerk) -> None:
    clerk.opens(REGISTER).notes("D9", "hỏi lại xã")
    clerk.colours("D9:E10", "#ffff00")


def adds_a_tab(clerk: Clerk) -> None:
    clerk.adds_tab("Nháp")
    clerk.opens("Nháp").types("A1", "của chị Hoa")


def duplicates_a_tab(clerk: Clerk) -> None:
    clerk.opens(REGISTER).duplicates("Biểu 1 (cũ)")


def types_beside_the_marks(clerk: Clerk) -> None:
    tab = clerk.opens(REGISTER).tab
    tab.resize(columns=tab.column_count + 1)
    clerk.types(f"{column_letters(tab.column_count - 1)}9", "đã hỏi xã")


def hides_rows(clerk: Clerk) -> None:
    clerk.opens(REGISTER).hides_rows(10)


def notes_on_an_error(clerk: Clerk) -> None:
    clerk.opens(REGISTER).notes("D10", "xã đang kiểm lại")


INSERTING_COLUMNS: tuple[Act, ...] = (inserts_a_column, inserts_many_columns)
ACTS: tuple[Act, ...] = (
    types_a_figure,
    types_an_error,
    corrects_an_error,
    types_in_a_blank_row,
    inserts_rows,
    inserts_a_row_at_the_top,
    deletes_rows,
    sorts,
    drags_rows,
    renames_a_tab,
    reorders_tabs,
    notes_and_colours,
    adds_a_tab,
    duplicates_a_tab,
    types_beside_the_marks,
    hides_rows,
)
"""After any of them the columns stand where they stood."""


@pytest.fixture(params=[False, True], ids=["never read before", "marked before"])
def begun(request: pytest.FixtureRequest, small: Desk) -> Desk:
    """The district with one right report and one with errors."""
    if request.param:
        small.reads(small.sheet())
        small.fake.clock.passes(600)
        clerk = small.clerk(small.sheet())
        clerk.opens(MATERIALS).types("F10", "9")
    return small


def person(desk: Desk) -> Clerk:
    """Return somebody whom no protection hinders: the province's officer may do whatever a clerk may."""
    return desk.fake.clerk(desk.sheet().spreadsheet or "", email=OFFICER)


def only_his(prepared: Desk, act: Act, folder: Path) -> dict[str, object]:
    """Return what stands there if the clerk does the same and the system nothing."""
    with Prepared(
        prepared.office.instance.folder, prepared.fake.world, prepared.fake.clock.seconds(), prepared.plan
    ).copied(folder) as other:
        act(person(other))
        return peoples(other, other.sheet())


def taken(became: Iterable[Pulled | Failed]) -> Pulled:
    """Return the last reading of the district."""
    found = [one for one in became if isinstance(one, Pulled) and one.sheet.key.unit == "H1" and one.examined.outcomes]
    assert found, list(became)
    return found[-1]


def are_right(desk: Desk, sheet: SharedSheet, pulled: Pulled) -> None:
    """Every finding stands on its cell and in its row, and nothing of ours anywhere else."""
    ids = {tab.title: tab.id for tab in tabs(desk, sheet)}
    heads = {tab.id: max((row for _, row in own_columns(tab).values()), default=0) for tab in tabs(desk, sheet)}
    found: list[Finding] = list(pulled.examined.findings)
    cells = {(ids[one.cell.sheet], one.cell.row, one.cell.column) for one in found if one.cell is not None}
    filled = {
        (ids[answer.cell.sheet], answer.cell.row)
        for outcome in pulled.examined.outcomes
        for *_, answer in outcome.submission.answers()
        if answer.cell is not None and answer.value is not None
    }
    standing = marks(desk, sheet)
    assert set(standing.notes) == cells
    rows = {(tab, row) for tab, row, _ in cells if row > heads[tab]}
    assert set(standing.coloured) == rows
    assert standing.results.keys() == rows | filled
    assert standing.read == standing.results.keys()
    assert not [said for said in standing.results.values() if said.startswith("Đang kiểm tra lại")]


def noted(desk: Desk, sheet: SharedSheet) -> Iterator[str]:
    """Yield what stands in the cells to which the system says something."""
    cells = {tab.id: tab.cells for tab in tabs(desk, sheet)}
    for tab, row, column in marks(desk, sheet).notes:
        yield said(cells[tab].get((row, column), {}))


@pytest.mark.parametrize("act", [*ACTS, *INSERTING_COLUMNS, notes_on_an_error], ids=lambda act: act.__name__)
def test_between_the_two_readings(act: Act, begun: Desk, tmp_path: Path) -> None:
    sheet = begun.sheet()
    expected = only_his(begun, act, tmp_path / "his")
    begun.fake.after(lambda: act(person(begun)), of="sheets.spreadsheets.get")
    became = begun.reads(sheet)
    assert peoples(begun, sheet) == expected
    assert set(noted(begun, sheet)) <= _FAULTY
    begun.fake.clock.passes(61)
    became += begun.reads()
    if not taken(became).changing:
        are_right(begun, sheet, taken(became))
    begun.fake.clock.passes(241)
    became += begun.reads()
    are_right(begun, sheet, taken(became))
    assert peoples(begun, sheet) == expected


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_between_the_second_reading_and_the_writing(act: Act, begun: Desk, tmp_path: Path) -> None:
    sheet = begun.sheet()
    expected = only_his(begun, act, tmp_path / "his")
    begun.fake.before(lambda: act(person(begun)), of="write")
    became = begun.reads(sheet)
    assert peoples(begun, sheet) == expected
    begun.fake.clock.passes(241)
    became += begun.reads()
    are_right(begun, sheet, taken(became))
    assert peoples(begun, sheet) == expected


@pytest.mark.parametrize("act", INSERTING_COLUMNS)
def test_columns_inserted_in_that_very_second_cost_no_figure(act: Act, begun: Desk) -> None:
    sheet = begun.sheet()
    typed = Counter(figures(begun, sheet))
    begun.fake.before(lambda: act(person(begun)), of="write")
    became = begun.reads(sheet)
    begun.fake.clock.passes(241)
    became += begun.reads()
    are_right(begun, sheet, taken(became))
    assert not typed - Counter(figures(begun, sheet))


def figures(desk: Desk, sheet: SharedSheet) -> Iterator[tuple[int, str]]:
    """Yield everything that stands in a row of a commune, by the tab and the value; formulas are not typed."""
    for tab in tabs(desk, sheet):
        own = own_columns(tab)
        for (row, column), cell in tab.cells.items() if tab.id != FINDINGS_ID else ():
            if said(cell) and not said(cell).startswith("=") and not (column in own and row > own[column][1]):
                yield tab.id, said(cell)

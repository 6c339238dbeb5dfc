"""The province's live spreadsheet: the consolidated workbook, its formulas alive, written anew at each push."""

from dataclasses import replace
from pathlib import Path

import gspread
import pytest
from openpyxl.cell import Cell
from tests.fakegoogle import as_xlsx
from tests.fakegoogle.state import Sheet
from tests.writing.consolidated_cases import consolidation, said, wide, with_names, with_summary
from tests.writing.google.computing import assert_computed_alike
from tests.writing.google.made_sheets import SYSTEM, Google, looks_of, opened

from tonghop.core.consolidation import Consolidation
from tonghop.writing.consolidated import consolidated_workbook, words
from tonghop.writing.google.batches import BATCH_LIMIT, Blueprint, size
from tonghop.writing.google.live import Present, TitleTaken, live_id, live_spreadsheet


def content_of(made: Consolidation) -> bytes:
    return consolidated_workbook(made, said, page_of=lambda one: f"https://tonghop.example/{one.key.unit}")


def present(google: Google) -> list[Present]:
    return [Present(tab.id, tab.title, len(tab.conditional)) for tab in google.state.sheets]


def blueprint_of(content: bytes, google: Google) -> Blueprint:
    return live_spreadsheet(content, present(google))


def pushed(content: bytes, google: Google | None = None) -> Google:
    google = google or Google()
    google.carry_out(blueprint_of(content, google))
    return google


@pytest.mark.parametrize("made", [consolidation(), with_summary(), wide(3)], ids=["reports", "summary", "flat"])
def test_every_formula_comes_to_what_the_workbook_says(made: Consolidation, tmp_path: Path) -> None:
    content = content_of(made)
    assert assert_computed_alike(content, as_xlsx(pushed(content).state), tmp_path) > 50


def test_its_tabs_are_those_of_the_workbook_in_their_order() -> None:
    google = pushed(content_of(consolidation()))
    titles = opened(content_of(consolidation())).sheetnames
    assert [(tab.title, tab.id) for tab in google.state.sheets] == [(title, live_id(title)) for title in titles]


def entered(tab: Sheet, cell: Cell) -> object:
    found = tab.cells.get((cell.row - 1, cell.column - 1), {}).get("userEnteredValue", {})
    return next(iter(found.values()), None)


def test_a_list_of_which_nothing_but_its_heading_is_there_can_be_frozen() -> None:
    silent = tuple(replace(line, cells={}, revisions=()) for line in consolidation().lines)
    google = pushed(content_of(replace(consolidation(), lines=silent, findings=())))
    frozen = [tab.properties["gridProperties"] for tab in google.state.sheets]
    assert any(one.get("frozenRowCount", 0) == one["rowCount"] - 1 for one in frozen)


def test_no_gap_is_left_where_the_workbook_has_charts() -> None:
    tab = pushed(content_of(consolidation())).tab(words.OVERVIEW)
    hidden = [row for row, size in tab.rows.items() if size.get("hiddenByUser")]
    assert len(hidden) > 10
    assert not any("userEnteredValue" in cell for (row, _), cell in tab.cells.items() if row in hidden)


def test_links_lead_to_the_tabs_and_pages_they_led_to() -> None:
    content = content_of(consolidation())
    google = pushed(content)
    inside = outside = 0
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.hyperlink is not None:
                    formula = str(entered(google.tab(sheet.title), cell))
                    title, _, place = str(cell.hyperlink.location or "").rpartition("!")
                    target = f"#gid={live_id(title.strip(chr(39)))}&range={place}" if title else cell.hyperlink.target
                    assert formula == f'=HYPERLINK("{target}";"{cell.value}")'
                    inside, outside = inside + bool(title), outside + (not title)
    assert inside > 20
    assert outside > 0


@pytest.mark.parametrize("hostile", ["=1+1", '"; evil', "'x", "+1", "{=1+1}"])
def test_what_a_clerk_typed_never_becomes_a_formula(hostile: str) -> None:
    google = pushed(content_of(with_names(hostile)))
    formulas = {
        str(cell["userEnteredValue"]["formulaValue"])
        for tab in google.state.sheets
        for cell in tab.cells.values()
        if "formulaValue" in cell.get("userEnteredValue", {})
    }
    quoted = hostile.replace('"', '""')
    assert not any(formula.startswith(hostile) for formula in formulas)
    links = [formula for formula in formulas if quoted in formula]
    assert links
    assert all(formula.startswith("=HYPERLINK(") and formula.endswith('")') for formula in links)


def test_a_push_again_changes_nothing() -> None:
    content = content_of(consolidation())
    google = pushed(content)
    before = looks_of(google.state)
    pushed(content, google)
    assert looks_of(google.state) == before


def test_a_push_leaves_nothing_of_the_one_before() -> None:
    new = content_of(wide(3))
    google = pushed(content_of(consolidation()))
    pushed(new, google)
    assert looks_of(google.state) == looks_of(pushed(new).state)


def test_every_batch_is_refused_whole_or_changes_nothing_the_second_time() -> None:
    google = pushed(content_of(consolidation()))
    refused = 0
    for batch in blueprint_of(content_of(wide(2)), google).batches:
        google.send(batch)
        before = looks_of(google.state)
        try:
            google.send(batch)
        except gspread.exceptions.APIError:
            refused += 1
        assert looks_of(google.state) == before
    assert refused == 2


@pytest.mark.parametrize("done", [0, 1, 2])
def test_a_push_that_was_cut_off_is_made_good_by_the_next(done: int) -> None:
    old, new = content_of(consolidation()), content_of(wide(2))
    google = pushed(old)
    google.carry_out(blueprint_of(new, google), done)
    pushed(new, google)
    assert looks_of(google.state) == looks_of(pushed(new).state)


def test_others_tabs_stay_and_their_formulas_go_on_working() -> None:
    google = pushed(content_of(consolidation()))
    clerk = google.fake.clerk(google.sheet.id, email=SYSTEM)
    clerk.adds_tab("Của tôi")
    clerk.opens("Của tôi").types("A1", f"='{words.STATUS}'!E9")
    pushed(content_of(wide(2)), google)
    found = google.tab("Của tôi").cells[0, 0]["userEnteredValue"]
    assert found == {"formulaValue": f"='{words.STATUS}'!E9"}


def test_a_tab_that_the_workbook_no_longer_has_goes_unless_somebody_renamed_it() -> None:
    google = pushed(content_of(consolidation()))
    for title in ("Biểu cũ", "Biểu rất cũ"):
        google.send(({"addSheet": {"properties": {"sheetId": live_id(title), "title": title}}},))
    google.fake.clerk(google.sheet.id, email=SYSTEM).opens("Biểu rất cũ").renames("Giữ lại")
    content = content_of(consolidation())
    pushed(content, google)
    assert [tab.title for tab in google.state.sheets] == [*opened(content).sheetnames, "Giữ lại"]


def test_a_renamed_tab_of_ours_gets_its_name_back() -> None:
    google = pushed(content_of(consolidation()))
    google.fake.clerk(google.sheet.id, email=SYSTEM).opens("att").renames("Khác")
    pushed(content_of(consolidation()), google)
    assert google.tab("att").id == live_id("att")


def test_a_title_that_somebody_else_took_is_told() -> None:
    google = Google()
    clerk = google.fake.clerk(google.sheet.id, email=SYSTEM)
    clerk.adds_tab(words.OVERVIEW)
    with pytest.raises(TitleTaken):
        blueprint_of(content_of(consolidation()), google)


def test_batches_of_a_large_consolidation_are_small() -> None:
    blueprint = live_spreadsheet(content_of(wide(700)), [Present(0, "Trang tính1")])
    sizes = [size({"requests": batch}) for batch in blueprint.batches]
    assert max(sizes) <= BATCH_LIMIT < sum(sizes)
    assert blueprint.cells < 10_000_000

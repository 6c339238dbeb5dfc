"""Marks written to Google as it is faked: whatever stands there, nothing of a clerk's changes."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from requests import ConnectionError as Lost
from tests.fakegoogle import Fault
from tests.writing.google.shared_sheet import Cells, SharedSheet, clerks_part
from tests.writing.google.sheet_cases import (
    COVER,
    FORM,
    LIST,
    OTHER_FORM,
    OTHER_TAB,
    READ_AT,
    TAB,
    E,
    finding,
    marked,
    say,
    unit,
)

from tonghop.core.cells import Position, a1
from tonghop.core.definitions import Language, Severity
from tonghop.core.findings import Finding
from tonghop.core.shared_sheets import FINDINGS_ID, Own, Tab
from tonghop.writing.google.marking import Marks, UnitMarks, marks

FORMS = (TAB, OTHER_TAB)

_places = st.tuples(st.integers(0, 13), st.integers(0, 10))
_words = st.lists(st.sampled_from([*"ab1=+'\" \tđ😀", "[KT]", "[KT] "]), max_size=6).map("".join)
_lines = _words.filter(lambda line: not line.lstrip().startswith("[KT]"))
_his_notes = st.lists(_lines, min_size=1, max_size=3).map("\n".join).filter(str.strip)
_our_notes = st.lists(_words.map("[KT] {}".format), min_size=1, max_size=2).map("\n".join)
_both_notes = st.tuples(_his_notes, _our_notes).map("\n".join)


@st.composite
def _cells(draw: st.DrawFn, notes: st.SearchStrategy[str]) -> Cells:
    """What stands in the cells of a form, none of the system's columns among them."""
    found: dict[Position, dict[str, object]] = {}
    for place, text in draw(st.dictionaries(_places.filter(lambda at: at[1] < 5), _words, max_size=6)).items():
        found.setdefault(place, {})["userEnteredValue"] = {"stringValue": text or "0"}
    for place, note in draw(st.dictionaries(_places, notes, max_size=6)).items():
        found.setdefault(place, {})["note"] = note
    for place in draw(st.sets(_places, max_size=3)):
        found.setdefault(place, {})["userEnteredFormat"] = {"backgroundColor": {"red": 1}}
    return found


@st.composite
def _found(draw: st.DrawFn) -> Finding:
    severity = draw(st.sampled_from(Severity))
    if draw(st.booleans()):
        return finding(None, severity)
    # Some beyond the grid, some on the headings, some on a tab that is gone.
    place = draw(st.tuples(st.integers(0, 45), st.integers(0, 12)))
    return finding(a1(place), severity, draw(_words), draw(st.sampled_from([FORM, OTHER_FORM, "Cũ"])))


_rows = st.sets(st.integers(5, 45), max_size=12).map(lambda rows: " ".join(map(str, rows)))


@st.composite
def _unit(draw: st.DrawFn) -> UnitMarks:
    found = draw(st.lists(_found(), max_size=5))
    return unit(*found, rows=draw(_rows), state=draw(_words), code=draw(st.sampled_from(["X1", "X2"])))


_units = st.lists(_unit(), max_size=3)
_general = st.lists(_found(), max_size=2)


def sheet_with(cells: Sequence[Cells]) -> SharedSheet:
    shared = SharedSheet()
    for tab, here in zip(FORMS, cells, strict=True):
        kept = {at: cell for at, cell in here.items() if at[1] < tab.columns and not _is_heading(tab, at)}
        shared.put(tab, kept)
    return shared


def _is_heading(tab: Tab, at: Position) -> bool:
    return at[0] == tab.heading_row and at[1] in tab.own.values()


def told(shared: SharedSheet, units: Sequence[UnitMarks], general: Sequence[Finding] = ()) -> Marks:
    return marks(shared.tabs(), units, general, say, read_at=READ_AT, language="vi")


def on_forms(shared: SharedSheet) -> list[Cells]:
    return [shared.cells(tab) for tab in (COVER, *FORMS)]


def clerks(shared: SharedSheet) -> list[dict[Position, object]]:
    return [clerks_part(shared.cells(tab), tab.own) for tab in (COVER, *FORMS)]


_any_cells = st.tuples(*(_cells(st.one_of(_his_notes, _our_notes, _both_notes)) for _ in FORMS))
_clerks_cells = st.tuples(*(_cells(_his_notes) for _ in FORMS))


@settings(max_examples=60, deadline=None)
@given(_any_cells, _units, _general)
def test_nothing_of_a_clerks_changes(cells: Sequence[Cells], units: list[UnitMarks], general: list[Finding]) -> None:
    shared = sheet_with(cells)
    before = clerks(shared)
    shared.write(told(shared, units, general).requests)
    assert clerks(shared) == before


@settings(max_examples=60, deadline=None)
@given(_any_cells, _units, _units)
def test_written_twice_is_as_written_once(
    cells: Sequence[Cells], units: list[UnitMarks], earlier: list[UnitMarks]
) -> None:
    shared = sheet_with(cells)
    shared.write(told(shared, earlier).requests)
    batch = told(shared, units)
    shared.write(batch.requests)
    once = shared.everything()
    shared.write(batch.requests)
    assert shared.everything() == once
    again = told(shared, units)
    assert (again.in_place, again.digest) == (True, batch.digest)
    shared.write(again.requests)
    assert shared.everything() == once


@settings(max_examples=60, deadline=None)
@given(_clerks_cells, _units, _general)
def test_marks_of_nothing_leave_the_forms_as_they_were(
    cells: Sequence[Cells], units: list[UnitMarks], general: list[Finding]
) -> None:
    shared = sheet_with(cells)
    before = on_forms(shared)
    shared.write(told(shared, units, general).requests)
    shared.write(told(shared, []).requests)
    assert on_forms(shared) == before


@settings(max_examples=40, deadline=None)
@given(_clerks_cells, _units, _units)
def test_what_stood_there_before_makes_no_difference(
    cells: Sequence[Cells], units: list[UnitMarks], earlier: list[UnitMarks]
) -> None:
    plain, marked_before = sheet_with(cells), sheet_with(cells)
    marked_before.write(told(marked_before, earlier).requests)
    for shared in (plain, marked_before):
        shared.write(told(shared, units).requests)
    assert plain.everything() == marked_before.everything()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_batch_goes_through_on_a_sheet_whose_tab_of_findings_is_gone(language: Language) -> None:
    shared = SharedSheet((COVER, TAB, OTHER_TAB))
    found = unit(finding("C9"), finding("B9", sheet=OTHER_FORM), rows="9")
    shared.write(marked(found, tabs=shared.tabs(), language=language).requests)
    assert [tab.title for tab in shared.tabs()][-1] == "Lỗi"
    written = shared.cells(LIST)
    shared.write(marked(found, tabs=shared.tabs(), language=language).requests)
    assert shared.cells(LIST) == written
    assert written[6, 2]["userEnteredValue"] == {"formulaValue": '=HYPERLINK("#gid=100&range=C9";"C9")'}


def test_a_batch_that_makes_the_tab_again_is_refused_the_second_time_and_changes_nothing() -> None:
    shared = SharedSheet((COVER, TAB))
    batch = marked(unit(finding("C9"), rows="9"), tabs=shared.tabs())
    shared.write(batch.requests)
    once = shared.everything()
    with pytest.raises(AssertionError, match="already exists"):
        shared.write(batch.requests)
    assert shared.everything() == once


def test_a_batch_whose_answer_was_lost_is_sent_again() -> None:
    shared = SharedSheet()
    batch = marked(unit(finding("C9"), rows="9 10"), tabs=shared.tabs())
    shared.fake.plan(Fault.ANSWER_LOST, of="write")
    with pytest.raises(Lost):
        shared.write(batch.requests)
    once = shared.everything()
    shared.write(batch.requests)
    assert shared.everything() == once


def test_a_clean_report_follows_one_with_errors() -> None:
    shared = SharedSheet()
    many = unit(*(finding(f"C{row}") for row in range(9, 39)), rows="9")
    shared.write(told(shared, [many, many]).requests)
    shared.write(told(shared, [unit(rows="9")]).requests)
    texts = {at[0] for at, cell in shared.cells(LIST).items() if "userEnteredValue" in cell}
    assert texts == {0, 1, 2, 3}
    formatted = {at[0] for at in shared.cells(LIST)}
    assert max(formatted) < 6


def test_a_sheet_without_our_columns_has_notes_and_the_list() -> None:
    bare = replace(TAB, own={}, heading_row=None)
    shared = SharedSheet((COVER, bare, LIST))
    shared.write(told(shared, [unit(finding("C9", E), rows="9")]).requests)
    assert {at: set(cell) for at, cell in shared.cells(bare).items()} == {(8, 2): {"note"}}
    assert (6, 2) in shared.cells(LIST)
    assert FINDINGS_ID in {tab.sheet_id for tab in shared.tabs()}
    assert Own.RESULT not in shared.tabs()[1].own

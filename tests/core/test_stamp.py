"""The stamp comes back as it was written, and in no other way."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.findings import Finding
from tonghop.core.stamp import SHEET, Layout, Stamp, read_stamp, stamp_rows
from tonghop.core.submission import Coverage

KEY = b"a key of this instance, 32 bytes"
STAMP = Stamp(campaign="kien-giang-2020", version=1, period="2020-03", unit="0899", coverage=Coverage.OWN)


def workbook(rows: Sequence[Sequence[RawValue]], *, visible: bool = False) -> Sheets:
    return Sheets((Sheet("Trang bìa", ()), Sheet(SHEET, tuple(map(tuple, rows)), visible=visible)))


def code(found: Stamp | Finding) -> str:
    assert isinstance(found, Finding)
    return found.code


codes = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
stamps = st.builds(
    Stamp,
    campaign=codes,
    version=st.integers(1, 10**6),
    period=codes,
    unit=codes,
    coverage=st.sampled_from(Coverage),
    layout=st.sampled_from(Layout),
)


@given(stamps, st.binary(max_size=64))
def test_a_stamp_comes_back(stamp: Stamp, key: bytes) -> None:
    assert read_stamp(workbook(stamp_rows(stamp, key)), key) == stamp


def test_every_value_is_text_that_no_program_takes_for_a_number_or_date() -> None:
    assert [row[0] for row in stamp_rows(STAMP, KEY)] == [
        "tonghop",
        "campaign",
        "version",
        "period",
        "unit",
        "coverage",
        "signature",
    ]
    assert all(value.startswith('"') and value.endswith('"') for _, value in stamp_rows(STAMP, KEY))


@given(stamps, st.data())
def test_any_changed_cell_is_refused(stamp: Stamp, data: st.DataObject) -> None:
    rows = [list(row) for row in stamp_rows(stamp, KEY)]
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 1))
    old = rows[row][column]
    rows[row][column] = data.draw(st.text(max_size=30).filter(lambda new: new.strip().strip('"') != old.strip('"')))
    assert code(read_stamp(workbook(rows), KEY)) == "stamp_invalid"


def test_a_stamp_of_another_unit_is_refused() -> None:
    other = Stamp("kien-giang-2020", 1, "2020-03", "0900")
    rows = [*stamp_rows(other, KEY)[:-1], stamp_rows(STAMP, KEY)[-1]]
    assert code(read_stamp(workbook(rows), KEY)) == "stamp_invalid"


def test_another_key_is_refused() -> None:
    assert code(read_stamp(workbook(stamp_rows(STAMP, KEY)), b"another")) == "stamp_invalid"


@pytest.mark.parametrize("place", range(7))
def test_a_lost_row_is_refused(place: int) -> None:
    rows = [row for number, row in enumerate(stamp_rows(STAMP, KEY)) if number != place]
    assert code(read_stamp(workbook(rows), KEY)) == "stamp_invalid"


@pytest.mark.parametrize("extra", [("unit", '"0900"'), ("unit", '"0899"'), ("new", '"x"')])
def test_an_added_row_is_refused(extra: tuple[str, str]) -> None:
    assert code(read_stamp(workbook([*stamp_rows(STAMP, KEY), extra]), KEY)) == "stamp_invalid"


@pytest.mark.parametrize(
    "sheets", [Sheets(()), Sheets((Sheet("Trang bìa", ((1.0,),)),)), workbook([]), workbook([["", None]])]
)
def test_a_workbook_without_a_stamp_says_so(sheets: Sheets) -> None:
    assert code(read_stamp(sheets, KEY)) == "stamp_missing"


def test_what_other_programs_do_to_the_sheet_does_no_harm() -> None:
    rows: list[list[RawValue]] = [[None, None]]
    rows += [[name, value, None, ""] for name, value in reversed(stamp_rows(STAMP, KEY))]
    assert read_stamp(workbook(rows, visible=True), KEY) == STAMP
    rows = [[name, 1.0 if name == "version" else f" {value}\u00a0"] for name, value in stamp_rows(STAMP, KEY)]
    assert read_stamp(workbook(rows), KEY) == STAMP
    rows = [[name, value.strip('"')] for name, value in stamp_rows(STAMP, KEY)]
    assert read_stamp(workbook(rows), KEY) == STAMP


def test_a_code_that_lost_its_zeros_is_refused_not_guessed() -> None:
    rows: list[list[RawValue]] = [[n, 899.0 if n == "unit" else v] for n, v in stamp_rows(STAMP, KEY)]
    assert code(read_stamp(workbook(rows), KEY)) == "stamp_invalid"


def test_the_unit_layout_is_left_unsaid_so_that_older_stamps_hold() -> None:
    assert "layout" not in dict(stamp_rows(STAMP, KEY))


def test_a_groups_stamp_reads_back_and_cannot_become_a_units() -> None:
    group = replace(STAMP, layout=Layout.GROUP)
    rows = stamp_rows(group, KEY)
    assert read_stamp(workbook(rows), KEY) == group
    assert code(read_stamp(workbook([row for row in rows if row[0] != "layout"]), KEY)) == "stamp_invalid"

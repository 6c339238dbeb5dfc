"""The quick look at a sheet against the exact scan: what the quick one lets pass holds nothing to be marked."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.packages import row, sheet_xml

from tonghop.core.errors import UnreadableFile
from tonghop.reading.marks import Marks, _is_plain, _Scan, find_marks

_USUAL = row('<c r="A1" s="3"/>', '<c r="B1" t="s"><v>0</v></c>', '<c r="C1" t="str"><f>B1</f><v></v></c>')

_PLACES = st.sampled_from(["A1", "Z9", "CZ9999", "DA1", "A10000", "XFD1048576", "a1", "$A$1", "A0", ""])
_PREFIXES = st.sampled_from(["", "", "", "x:"])
_ATTRIBUTES = st.sampled_from(['t="e"', "t='e'", 't = "e"', 't="str"', 't="n"', 's="1"', "", "\n"])
_VALUES = st.sampled_from(
    ["<v>1</v>", "<v></v>", "<v/>", "<v>#REF!</v>", "<v xml:space='preserve'>2</v>", "", "<!-- -->"]
)
_FORMULAS = st.sampled_from(["", "<f>A1</f>", "<f/>", '<f t="shared" si="0"/>', "<f\n>A1</f>"])


@st.composite
def cells(draw: st.DrawFn) -> str:
    prefix, place, attribute = draw(_PREFIXES), draw(_PLACES), draw(_ATTRIBUTES)
    written = draw(st.sampled_from([f' r="{place}"', f" r='{place}'", f'\tr="{place}"', f' r = "{place}"', ""]))
    ordered = draw(st.permutations([written, f" {attribute}"]))
    return f"<{prefix}c{''.join(ordered)}>{draw(_FORMULAS)}{draw(_VALUES)}</{prefix}c>"


@given(st.lists(cells(), max_size=4), st.booleans())
@settings(max_examples=500, deadline=None)
def test_what_the_quick_look_lets_pass_holds_nothing(some: list[str], second: bool) -> None:  # noqa: FBT001
    xml = sheet_xml(row(*some)).replace("<worksheet ", '<worksheet xmlns:x="x" ')
    if second:
        xml = xml.replace("</worksheet>", f"<x:sheetData>{row(*some)}</x:sheetData></worksheet>")
    content = xml.encode()
    if _is_plain(content):
        assert _Scan().of(content) == Marks()


def test_a_sheet_written_the_usual_way_takes_the_quick_look() -> None:
    assert _is_plain(sheet_xml(_USUAL).encode())


@pytest.mark.parametrize("place", ["CZ1", "A9999"])
def test_the_quick_look_lets_no_sheet_grow_beyond_the_largest_area(place: str) -> None:
    assert _is_plain(sheet_xml(row(f'<c r="{place}"><v>1</v></c>')).encode())
    beyond = {"CZ1": "DA1", "A9999": "A10000"}[place]
    assert not _is_plain(sheet_xml(row(f'<c r="{beyond}"><v>1</v></c>')).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_scanned_or_refused(content: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        assert find_marks(content) == Marks()

"""One batch: what it may touch, what it says of itself, how large it is."""

import json
import random
import re
from dataclasses import replace

import pytest
from tests.writing.google.sheet_cases import (
    COVER,
    LIST,
    OTHER_TAB,
    TAB,
    TABS,
    E,
    W,
    finding,
    marked,
    say,
    unit,
    with_notes,
    with_written,
)

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Language
from tonghop.core.findings import CATALOGUE, Finding
from tonghop.core.shared_sheets import FINDINGS_ID, Own, Tab
from tonghop.sentences import say_finding
from tonghop.writing.google.marking import Marks, UnitMarks, marks

FOUND = unit(finding("C9"), finding("D9", W), rows="9 10")
IN_PLACE = replace(
    with_written(I9="Lỗi", J9="hôm qua", K9="|C:e|", I10="Chưa nhận", J10="hôm qua"),
    notes=with_notes(C9="[KT] Lỗi: Cũ.", D9="[KT] Cũ.", F9="Của chị ấy").notes,
)


def digest_of(*units: UnitMarks, tabs: tuple[Tab, ...] = TABS, read_at: str = "", language: Language = "vi") -> str:
    return marks(tabs, units, (), say, read_at=read_at, language=language).digest


def test_the_digest_is_that_of_what_is_said_not_of_the_time_or_of_what_stands_there() -> None:
    told = digest_of(FOUND)
    assert digest_of(FOUND, read_at="22/11/2026 14:05") == told
    assert digest_of(FOUND, tabs=(COVER, IN_PLACE, OTHER_TAB, LIST)) == told
    assert digest_of(FOUND, tabs=(COVER, TAB, OTHER_TAB)) == told


@pytest.mark.parametrize(
    "other",
    [
        unit(finding("C9"), finding("D9"), rows="9 10"),
        unit(finding("C9"), finding("D9", W, "Khác."), rows="9 10"),
        unit(finding("C9"), finding("D10", W), rows="9 10"),
        unit(finding("C9"), finding("D9", W), rows="9"),
        unit(finding("C9"), finding("D9", W), rows="9 10", state="đã duyệt", taken=True),
        unit(finding("C9"), finding("D9", W), rows="9 10", code="X3"),
    ],
)
def test_another_thing_said_is_another_digest(other: UnitMarks) -> None:
    assert digest_of(other) != digest_of(FOUND)


def test_another_language_is_another_digest() -> None:
    assert digest_of(FOUND, language="en") != digest_of(FOUND)


CHANGED = {
    "all stands there": (IN_PLACE, LIST, True),
    "the tab of findings is gone": (IN_PLACE, None, False),
    "a row's mark is gone": (replace(IN_PLACE, written=with_written(I9="Lỗi", J9="a", K9="b").written), LIST, False),
    "a mark stands where none belongs": (
        replace(IN_PLACE, written={**IN_PLACE.written, (20, 8): "Lỗi: Sai."}),
        LIST,
        False,
    ),
    "a note of ours is gone": (replace(IN_PLACE, notes=with_notes(C9="[KT] Lỗi: Cũ.").notes), LIST, False),
    "a note of ours stands where none belongs": (
        replace(IN_PLACE, notes={**IN_PLACE.notes, (30, 3): "Hỏi\n[KT] Lỗi: Cũ."}),
        LIST,
        False,
    ),
    "there are no columns of ours to write to": (replace(IN_PLACE, own={}, written={}, heading_row=None), LIST, True),
}


@pytest.mark.parametrize(("tab", "listing", "stands"), CHANGED.values(), ids=CHANGED)
def test_whether_the_marks_stand_where_they_are_to_stand(tab: Tab, listing: Tab | None, *, stands: bool) -> None:
    tabs = [one for one in (COVER, tab, OTHER_TAB, listing) if one is not None]
    assert marked(FOUND, tabs=tabs).in_place is stands


def test_a_note_that_has_no_room_is_not_missed() -> None:
    full = replace(IN_PLACE, notes=with_notes(C9="x" * 50_000, D9="[KT] Cũ.").notes)
    assert marked(FOUND, tabs=(full, LIST)).in_place


def test_nothing_but_the_systems_own_is_written() -> None:
    before = replace(IN_PLACE, notes=with_notes(C9="của chị\n[KT] Lỗi: Cũ.", B20="[KT] Cũ.").notes)
    told = marked(FOUND, tabs=(COVER, before, OTHER_TAB, LIST), general=[finding("B11", E)])
    seen: set[str] = set()
    for request in told.requests:
        ((kind, body),) = request.items()
        if FINDINGS_ID in _sheets(body):
            assert _sheets(body) == {FINDINGS_ID}
            continue
        assert kind in {"updateCells", "repeatCell"}
        seen.add(body["fields"])
        assert _own_columns_only(body) or body["fields"] == "note"
    assert seen == {"userEnteredValue", "note"}


def _sheets(body: object) -> set[int]:
    return {int(number) for number in re.findall(r"'sheetId': (\d+)", str(body))}


def _own_columns_only(body: dict[str, dict[str, int]]) -> bool:
    first = body["start"]["columnIndex"] if "start" in body else body["range"]["startColumnIndex"]
    return body["fields"] == "userEnteredValue" and first in {*TAB.own.values()}  # type: ignore[comparison-overlap]


# The size of a batch.

_TITLES = ("Biểu số 1 - Học tập, quán triệt", "Biểu số 2 - Tài liệu", "Biểu số 3 - Kết quả")
_CODES = ("number_expected", "given_changed", "read_differently", "jump_from_history")


def _large(count: int, rows_each: int) -> Marks:
    """150 communes, three forms of 30 columns, so many findings in real words."""
    chance = random.Random(1)  # noqa: S311 -- the same findings every time
    units = []
    for number in range(150):
        rows = [(title, 8 + number * rows_each + down) for title in _TITLES for down in range(rows_each)]
        share = count // 150 + (number < count % 150)
        found = tuple(_real(chance, *chance.choice(rows)) for _ in range(share))
        blocked = any(one.blocks for one in found)
        name = f"Đảng ủy xã Bình An số {number}"
        units.append(UnitMarks(f"KG-{number:03}", name, found, frozenset(rows), taken=not blocked, state="đã gửi"))
    own = {Own.RESULT: 30, Own.READ_AT: 31, Own.CELLS: 32}
    forms = [
        Tab(100 + place, title, 20 + 150 * rows_each, 33, own=own, heading_row=6) for place, title in enumerate(_TITLES)
    ]
    return marks(
        [*forms, LIST], units, (), lambda one: say_finding(one, "vi"), read_at="22/11/2026 14:05", language="vi"
    )


def _real(chance: random.Random, title: str, row: int) -> Finding:
    code = chance.choice(_CODES)
    kind = CATALOGUE[code]
    places = {*re.findall(r"{(\w+)}", kind.sentence + kind.remedy)} - {"read", "expected"}
    label = "Số đảng viên được triệu tập học tập"
    return Finding(
        code,
        CellRef(title, row, chance.randrange(3, 29)),
        read="mười hai",
        expected="12",
        parameters={place: label if place == "label" else "1.234" for place in places},
    )


@pytest.mark.parametrize(("count", "rows_each"), [(0, 1), (2_000, 1), (2_000, 10), (13_000, 1)])
def test_a_batch_stays_below_2_mb(count: int, rows_each: int) -> None:
    told = _large(count, rows_each)
    assert len(json.dumps({"requests": told.requests})) < 2_000_000
    coloured = sum(str(one).count(":e|") for one in told.requests)
    assert (coloured > 0) == (count > 0)

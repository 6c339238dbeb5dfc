"""Units that are renamed, moved, merged, split and closed; where their reports belong on another day's tree."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.small_plan import TREE, UNITS

from tonghop.core import reorganising as change
from tonghop.core.reorganising import Homes, ReorganisingError, Units
from tonghop.core.units import Unit, UnitTree

ON, BEFORE, LATER = date(2020, 2, 15), date(2020, 2, 14), date(2020, 3, 1)


def shape(units: Units, day: date) -> list[str]:
    """Return the tree of a day as “code under parent: name”."""
    return [f"{unit.code} {unit.parent or '-'} {unit.name}" for unit in UnitTree.of(units, day).units]


def test_a_renamed_unit_has_each_name_in_its_time() -> None:
    made = change.rename(UNITS, "C12", "Xã Mới", ON)
    assert shape(made, BEFORE) == shape(UNITS, BEFORE)
    assert "C12 D1 Xã Mới" in shape(made, ON)
    assert [unit.code for unit in made] == ["P", "D1", "C11", "C12", "C12", "D2", "C21"]


def test_what_is_renamed_twice_on_one_day_has_the_last_name() -> None:
    made = change.rename(change.rename(UNITS, "C12", "Xã Sai", ON), "C12", "Xã Đúng", ON)
    assert [unit.name for unit in made if unit.code == "C12"] == ["Xã Hai", "Xã Đúng"]


def test_a_moved_unit_takes_all_below_it_along() -> None:
    made = change.move(UNITS, "D2", "D1", ON)
    assert [unit.code for unit in UnitTree.of(made, ON).subtree("D1")] == ["D1", "C11", "C12", "D2", "C21"]
    assert shape(made, BEFORE) == shape(UNITS, BEFORE)


def test_merged_units_end_and_their_successor_begins() -> None:
    made = change.merge(UNITS, ["C11", "C12"], "C13", ON, name="Xã Chung")
    assert shape(made, ON)[1:3] == ["D1 P Huyện Một", "C13 D1 Xã Chung"]
    assert shape(made, BEFORE) == shape(UNITS, BEFORE)
    ended = [unit for unit in made if unit.code in {"C11", "C12"}]
    assert [(unit.valid_to, unit.successors) for unit in ended] == [(BEFORE, ("C13",))] * 2


def test_one_unit_may_take_others_in_and_keep_its_code() -> None:
    made = change.merge(UNITS, ["C12"], "C11", ON, name="Xã Bình An mới")
    assert shape(made, ON)[2:4] == ["C11 D1 Xã Bình An mới", "D2 P Huyện Hai"]


def test_what_stood_below_merged_units_stands_below_their_successor() -> None:
    made = change.merge(UNITS, ["D1", "D2"], "D3", ON, name="Huyện Ba")
    assert shape(made, ON)[1:] == ["D3 P Huyện Ba", "C11 D3 Xã Bình An", "C12 D3 Xã Hai", "C21 D3 Xã Bình An"]


def test_a_district_is_abolished() -> None:
    moved = change.move(change.move(UNITS, "C11", "P", ON), "C12", "P", ON)
    made = change.close(moved, "D1", ON, successor="P")
    assert sorted(shape(made, ON)) == [
        "C11 P Xã Bình An",
        "C12 P Xã Hai",
        "C21 D2 Xã Bình An",
        "D2 P Huyện Hai",
        "P - Tỉnh",
    ]
    assert shape(made, BEFORE) == shape(UNITS, BEFORE)


REFUSED: dict[str, tuple[str, Callable[[], Units]]] = {
    "a unit that is not there": ("no unit C99", lambda: change.rename(UNITS, "C99", "X", ON)),
    "under itself": ("itself or stands below", lambda: change.move(UNITS, "D1", "C11", ON)),
    "the root": ("cannot be moved", lambda: change.move(UNITS, "P", "D1", ON)),
    "a new unit without a name": ("--name", lambda: change.merge(UNITS, ["C11", "C12"], "C13", ON)),
    "several levels": ("one level", lambda: change.merge(UNITS, ["C11", "D2"], "C13", ON, name="X")),
    "several superiors": ("--under", lambda: change.merge(UNITS, ["C11", "C21"], "C13", ON, name="X")),
    "into itself": ("at least 2", lambda: change.merge(UNITS, ["C11"], "C11", ON)),
    "one part": ("at least 2", lambda: change.split(UNITS, "C11", {"C13": "X"}, ON)),
    "a part of the same code": ("other codes", lambda: change.split(UNITS, "C11", {"C11": "X", "C13": "Y"}, ON)),
    "a code in use": ("already used", lambda: change.split(UNITS, "C11", {"C12": "X", "C13": "Y"}, ON)),
    "units left below": ("Xã Bình An (C11)", lambda: change.close(UNITS, "D1", ON, successor="P")),
    "its own successor": ("other codes", lambda: change.close(UNITS, "C11", ON, successor="C11")),
    "out of order": (
        "order of their days",
        lambda: change.rename(change.rename(UNITS, "C11", "X", LATER), "C11", "Y", ON),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence(case: str) -> None:
    told, made = REFUSED[case]
    with pytest.raises(ReorganisingError) as refused:
        made()
    assert told in str(refused.value)


# Homes.


def test_reports_of_merged_units_belong_to_their_successor() -> None:
    made = change.merge(UNITS, ["C11", "C12"], "C13", ON, name="Xã Chung")
    homes = Homes.of(UnitTree.of(made, ON), made)
    assert [homes.home(code) for code in ("C11", "C12", "C13", "C21")] == ["C13", "C13", "C13", "C21"]
    assert homes.former("C13") == ("C11", "C12")


def test_a_split_is_not_guessed_but_its_parts_lead_back() -> None:
    made = change.split(UNITS, "C11", {"C13": "Xã X", "C14": "Xã Y"}, ON)
    assert Homes.of(UnitTree.of(made, ON), made).home("C11") is None
    assert [Homes.of(TREE, made).home(code) for code in ("C13", "C14")] == ["C11", "C11"]


def test_what_was_split_and_merged_again_has_one_home() -> None:
    made = change.split(UNITS, "C11", {"C13": "Xã X", "C14": "Xã Y"}, ON)
    made = change.merge(made, ["C13", "C14"], "C15", LATER, name="Xã Z")
    assert Homes.of(UnitTree.of(made, LATER), made).home("C11") == "C15"
    assert Homes.of(TREE, made).home("C15") == "C11"


def test_a_merged_unit_is_shown_on_the_old_tree_beneath_what_stands_above_all_it_was_made_of() -> None:
    made = change.merge(UNITS, ["C11", "C21"], "C13", ON, name="Xã Chung", under="D1")
    homes = Homes.of(UnitTree.of(made, BEFORE), made)
    assert homes.home("C13") is None
    assert [(unit.code, unit.parent) for unit in homes.guests(["C13", "C11", "C99"])] == [("C13", "P")]


def test_units_of_other_days_stand_after_their_neighbours_in_the_list() -> None:
    made = change.merge(UNITS, ["C11", "C12"], "C13", ON, name="Xã Chung")
    order = change.places(UnitTree.of(made, ON), made)
    assert sorted(order, key=lambda code: order[code]) == ["P", "D1", "C11", "C12", "C13", "D2", "C21"]


def test_days_of_change() -> None:
    made = change.rename(UNITS, "C12", "Xã Mới", ON)
    assert change.change_days(made) == (ON,)
    assert change.change_days([Unit("P", None, "province", "Tỉnh")]) == ()

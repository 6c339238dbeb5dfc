from datetime import date

import pytest

from tonghop.core.errors import DefinitionError
from tonghop.core.units import Unit, UnitTree

MERGER = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)


def unit(code: str, parent: str | None = None, **more: object) -> Unit:
    """A unit named after its code."""
    return Unit(code=code, parent=parent, level="unit", name=f"Đảng ủy {code}", **more)  # type: ignore[arg-type]


PROVINCE = (
    unit("91"),
    unit("899", "91"),
    unit("30733", "899"),
    unit("900", "91"),
    unit("30766", "900"),
    unit("30736", "899"),
)


def test_each_unit_stands_before_its_children_in_listed_order() -> None:
    tree = UnitTree.of(PROVINCE)
    assert [u.code for u in tree.units] == ["91", "899", "30733", "30736", "900", "30766"]
    assert tree.root.code == "91"
    assert [u.code for u in tree.children["899"]] == ["30733", "30736"]


def test_a_subtree_holds_a_unit_and_all_below() -> None:
    tree = UnitTree.of(PROVINCE)
    assert [u.code for u in tree.subtree("899")] == ["899", "30733", "30736"]
    assert [u.code for u in tree.subtree("30766")] == ["30766"]
    assert [tree.depth(code) for code in ("91", "900", "30766")] == [0, 1, 2]


CONTRADICTIONS = [
    ((unit("91"), unit("899", "91"), unit("899", "91")), "these codes stand twice: 899"),
    ((unit("91"), unit("899", "84")), "a parent that is not listed: 899"),
    ((unit("91"), unit("84")), "one unit stands above all others; here 2 do"),
    ((), "one unit stands above all others; here 0 do"),
    ((unit("91"), unit("a", "b"), unit("b", "a")), "above themselves: a, b"),
]


@pytest.mark.parametrize(("units", "problem"), CONTRADICTIONS)
def test_a_list_that_contradicts_itself_is_refused(units: tuple[Unit, ...], problem: str) -> None:
    with pytest.raises(DefinitionError, match=problem):
        UnitTree.of(units)


def test_the_same_name_twice_is_no_contradiction() -> None:
    twins = (Unit("91", None, "province", "Tỉnh ủy"), *(Unit(c, "91", "commune", "Đảng ủy xã Bình An") for c in "ab"))
    assert len(UnitTree.of(twins).by_code) == 3


def test_the_tree_is_that_of_the_day() -> None:
    merged = (
        unit("91"),
        unit("a", "91", valid_to=LAST_DAY, successors=("c",)),
        unit("b", "91", valid_to=LAST_DAY, successors=("c",)),
        unit("c", "91", valid_from=MERGER),
    )
    assert [u.code for u in UnitTree.of(merged, LAST_DAY).units] == ["91", "a", "b"]
    assert [u.code for u in UnitTree.of(merged, MERGER).units] == ["91", "c"]
    assert [u.code for u in UnitTree.of(merged).units] == ["91", "a", "b", "c"]


def test_a_unit_whose_parent_is_gone_that_day_is_refused() -> None:
    left_behind = (unit("91"), unit("899", "91", valid_to=LAST_DAY), unit("30733", "899"))
    assert len(UnitTree.of(left_behind, LAST_DAY).units) == 3
    with pytest.raises(DefinitionError, match="a parent that is not listed: 30733"):
        UnitTree.of(left_behind, MERGER)

"""Whatever units merge, move, split and change their codes: nothing is lost and nothing counted twice."""

from collections.abc import Callable
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.small_plan import UNITS, brought_together, report

from tonghop.core import reorganising as change
from tonghop.core.consolidation import Consolidation, Measure
from tonghop.core.reorganising import ReorganisingError, Units
from tonghop.core.units import Unit, UnitTree

BEFORE, AFTER = date(2020, 1, 1), date(2020, 12, 31)
DONE, MEMBERS = Measure("res", "done", "PLANS"), Measure("reg", "members")

START = (*UNITS, *(Unit(f"C{number}", "D2", "commune", f"Xã {number}") for number in (22, 23, 24)))

Step = Callable[[Units, date], Units]


def _codes(units: Units, day: date, level: str) -> list[str]:
    return [unit.code for unit in UnitTree.of(units, day).units if unit.level == level]


@st.composite
def reorganised(draw: st.DrawFn, *, splits: bool) -> Units:
    """Draw a history of changes, each on a later day than the one before."""
    units: Units = START
    for number in range(draw(st.integers(1, 5))):
        day = date(2020, number + 2, 1)
        communes, districts = _codes(units, day, "commune"), _codes(units, day, "district")
        kind = draw(st.sampled_from(["merge", "move", "recode", "absorb", "rename", "close", *["split"] * splits]))
        code, other = draw(st.sampled_from(communes)), draw(st.sampled_from(communes))
        under = draw(st.sampled_from(["P", *districts]))
        try:
            if kind == "merge":
                units = change.merge(units, [code, other], f"M{number}", day, name="Gộp", under=under)
            elif kind == "absorb":
                units = change.merge(units, [code], other, day)
            elif kind == "recode":
                units = change.merge(units, [code], f"R{number}", day, name="Đổi mã")
            elif kind == "move":
                units = change.move(units, code, under, day)
            elif kind == "rename":
                units = change.rename(units, code, f"Tên {number}", day)
            elif kind == "split":
                units = change.split(units, code, {f"S{number}": "Một", f"T{number}": "Hai"}, day)
            elif districts:
                units = _abolished(units, districts[0], day)
        except ReorganisingError:
            assume(False)  # noqa: FBT003
    return units


def _abolished(units: Units, code: str, day: date) -> Units:
    for child in UnitTree.of(units, day).children.get(code, ()):
        units = change.move(units, child.code, "P", day)
    return change.close(units, code, day, successor="P")


def _drawn(units: Units, sent: dict[str, int], day: date) -> Consolidation:
    reports = [report(code, reg={"members": done * 3}, res={"PLANS": {"done": done}}) for code, done in sent.items()]
    return brought_together(*reports, tree=UnitTree.of(units, day), former=units)


def _unplaced(made: Consolidation) -> int:
    return sum(found.finding.code == "unit_not_placed" for found in made.findings)


@given(reorganised(splits=False), st.data())
def test_the_total_is_the_same_on_the_old_tree_and_the_new(units: Units, data: st.DataObject) -> None:
    codes = sorted({unit.code for unit in units})
    sent = data.draw(st.dictionaries(st.sampled_from(codes), st.integers(0, 1000)))
    for day in (BEFORE, *change.change_days(units), AFTER):
        made = _drawn(units, sent, day)
        assert made.lines[0].values.get(DONE, 0) == sum(sent.values())
        assert made.lines[0].values.get(MEMBERS, 0) == 3 * sum(sent.values())
        used = [revision.key.unit for line in made.lines for revision in line.revisions]
        assert sorted(used) == sorted(sent)
        assert _unplaced(made) == 0


@given(reorganised(splits=True), st.data())
def test_after_splits_every_report_is_in_the_total_once_or_listed_as_in_none(units: Units, data: st.DataObject) -> None:
    codes = sorted({unit.code for unit in units})
    sent = data.draw(st.dictionaries(st.sampled_from(codes), st.integers(1, 1000)))
    for day in (BEFORE, *change.change_days(units), AFTER):
        made = _drawn(units, sent, day)
        used = [revision.key.unit for line in made.lines for revision in line.revisions]
        assert len(used) == len(set(used))
        assert made.lines[0].values.get(DONE, 0) == sum(sent[code] for code in used)
        assert len(used) + _unplaced(made) == len(sent)


@given(reorganised(splits=True))
def test_each_day_has_one_tree_and_no_code_twice(units: Units) -> None:
    for day in (BEFORE, *change.change_days(units), AFTER):
        tree = UnitTree.of(units, day)
        assert len(tree.by_code) == len(tree.units)
    assert UnitTree.of(units, BEFORE).by_code.keys() == UnitTree.of(START).by_code.keys()

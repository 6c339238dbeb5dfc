"""Units that change: renames, moves, mergers, splits, closings; and where their reports belong on another day's tree.

A unit list is kept as rows: a unit that was renamed or moved has several rows of one code, one after
another in time. Each change takes a list and returns a new one; nothing that was is rewritten.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit, UnitTree

Units = tuple[Unit, ...]

_DAY = timedelta(days=1)


class ReorganisingError(TonghopError):
    """A change of the unit list that cannot be made."""


class NoSuchUnit(ReorganisingError):
    message = marked("There is no unit {code} on {day}. Look it up in the list of units.")


class CodeTaken(ReorganisingError):
    message = marked("The code {code} was already used for {name}. Give the new unit a code of its own.")


class UnitsBelow(ReorganisingError):
    message = marked("{name} still has units below it on {day}: {below}. Move them first.")


class DifferentLevels(ReorganisingError):
    message = marked("{units} are not all of one level, so they cannot become one unit.")


class DifferentParents(ReorganisingError):
    message = marked("{units} report to different units; say which one {into} reports to (--under).")


class NameMissing(ReorganisingError):
    message = marked("{code} is a new unit: say its name (--name).")


class AboveItself(ReorganisingError):
    message = marked("{code} cannot be moved under {under}: that is the unit itself or stands below it.")


class OwnSuccessor(ReorganisingError):
    message = marked("{code} cannot go on after it was split or closed. Give its successors other codes.")


class ChangedLater(ReorganisingError):
    message = marked("{code} is changed again on {day}. Make the changes in the order of their days.")


class TooFewUnits(ReorganisingError):
    message = marked("Name at least {count} different units.")


# Changes.


def rename(units: Units, code: str, name: str, on: date) -> Units:
    """Give a unit another name from that day on."""
    return _changed(units, _living(units, code, on), on, name=name)


def move(units: Units, code: str, under: str, on: date) -> Units:
    """Put a unit, with all below it, under another one from that day on."""
    unit, above = _living(units, code, on), _living(units, under, on)
    if unit.parent is None or under in {below.code for below in UnitTree.of(units, on).subtree(code)}:
        raise AboveItself(code=code, under=under)
    return _checked(_changed(units, unit, on, parent=above.code), on)


def merge(
    units: Units, codes: Sequence[str], into: str, on: date, *, name: str | None = None, under: str | None = None
) -> Units:
    """Make one unit of several from that day on: a new one, or one that exists and takes the others in.

    What stands below the merged units goes under the one they became. A single unit merged into a new
    code is a unit that changed its code.
    """
    merged = [_living(units, code, on) for code in dict.fromkeys(codes)]
    kept = next((unit for unit in units if unit.code == into and unit.exists_on(on)), None)
    closing = [unit for unit in merged if unit.code != into]
    if not closing:
        raise TooFewUnits(count=2)
    if len({unit.level for unit in (*merged, *((kept,) if kept else ()))}) > 1:
        raise DifferentLevels(units=_named(merged))
    made = units
    if kept is None:
        made = _added(made, _successor(units, merged, into, on, name, under), after=merged[-1])
    elif name is not None and name != kept.name:
        made = rename(made, into, name, on)
    for unit in closing:
        for child in _below(made, unit.code, on):
            made = _changed(made, child, on, parent=into)
    for unit in closing:
        made = _closed(made, _living(made, unit.code, on), on, (into,))
    return _checked(made, on)


def split(units: Units, code: str, into: Mapping[str, str], on: date) -> Units:
    """Make several new units (names by code) of one from that day on; which figures go where must be asked."""
    unit = _living(units, code, on)
    if len(into) < 2:  # noqa: PLR2004 -- what a split is
        raise TooFewUnits(count=2)
    _refuse_below(units, unit, on)
    made = units
    for new, name in reversed(tuple(into.items())):
        if new == code:
            raise OwnSuccessor(code=code)
        _refuse_taken(units, new)
        part = replace(unit, code=new, name=name, valid_from=on, valid_to=None, successors=())
        made = _added(made, part, after=unit)
    return _checked(_closed(made, unit, on, tuple(into)), on)


def close(units: Units, code: str, on: date, *, successor: str | None = None) -> Units:
    """End a unit from that day on; what it sent before goes to its successor, where one is named."""
    unit = _living(units, code, on)
    if successor == code:
        raise OwnSuccessor(code=code)
    if successor is not None:
        _living(units, successor, on)
    _refuse_below(units, unit, on)
    return _checked(_closed(units, unit, on, () if successor is None else (successor,)), on)


def change_days(units: Iterable[Unit]) -> tuple[date, ...]:
    """Return every day from which the tree is another one, in order."""
    days = {unit.valid_from for unit in units} | {unit.valid_to + _DAY for unit in units if unit.valid_to}
    return tuple(sorted(day for day in days if day is not None))


def refuse_broken(units: Units, first: date) -> None:
    """Raise DefinitionError when the tree of any day from ``first`` on contradicts itself."""
    for day in (first, *(day for day in change_days(units) if day > first)):
        UnitTree.of(units, day)


def _living(units: Iterable[Unit], code: str, day: date) -> Unit:
    found = next((unit for unit in units if unit.code == code and unit.exists_on(day)), None)
    if found is None:
        raise NoSuchUnit(code=code, day=f"{day:%d/%m/%Y}")
    return found


def _below(units: Iterable[Unit], code: str, day: date) -> list[Unit]:
    return [unit for unit in units if unit.parent == code and unit.exists_on(day)]


def _refuse_below(units: Iterable[Unit], unit: Unit, day: date) -> None:
    below = _below(units, unit.code, day)
    if below:
        raise UnitsBelow(name=unit.name, day=f"{day:%d/%m/%Y}", below=_named(below))


def _refuse_taken(units: Iterable[Unit], code: str) -> None:
    taken = next((unit for unit in units if unit.code == code), None)
    if taken is not None:
        raise CodeTaken(code=code, name=taken.name)


def _refuse_later_change(unit: Unit, on: date) -> None:
    """A row that already ends would have its end forgotten, or a later row left hanging."""
    if unit.valid_to is not None:
        raise ChangedLater(code=unit.code, day=f"{max(unit.valid_to + _DAY, on):%d/%m/%Y}")


def _named(units: Iterable[Unit]) -> str:
    return ", ".join(f"{unit.name} ({unit.code})" for unit in units)


def _successor(units: Units, merged: Sequence[Unit], into: str, on: date, name: str | None, under: str | None) -> Unit:
    _refuse_taken(units, into)
    if name is None:
        raise NameMissing(code=into)
    parents = {unit.parent for unit in merged}
    if under is not None:
        parents = {_living(units, under, on).code}
    if len(parents) > 1:
        raise DifferentParents(units=_named(merged), into=into)
    made = all(unit.made for unit in merged)
    return Unit(into, parents.pop(), merged[0].level, name, valid_from=on, made=made)


def _changed(units: Units, unit: Unit, on: date, *, name: str | None = None, parent: str | None = None) -> Units:
    """End a unit's row the day before and begin one that differs; a row that begins that day is replaced."""
    _refuse_later_change(unit, on)
    new = replace(unit, name=name or unit.name, parent=parent or unit.parent, valid_from=on)
    if unit.valid_from == on:
        return tuple(new if row == unit else row for row in units)
    old = replace(unit, valid_to=on - _DAY)
    return tuple(changed for row in units for changed in ((old, new) if row == unit else (row,)))


def _closed(units: Units, unit: Unit, on: date, successors: tuple[str, ...]) -> Units:
    _refuse_later_change(unit, on)
    return tuple(replace(row, valid_to=on - _DAY, successors=successors) if row == unit else row for row in units)


def _added(units: Units, new: Unit, *, after: Unit) -> Units:
    place = max(index for index, row in enumerate(units) if row.code == after.code) + 1
    return (*units[:place], new, *units[place:])


def _checked(units: Units, on: date) -> Units:
    refuse_broken(units, on)
    return units


# Where reports belong on a tree.


@dataclass(frozen=True)
class Homes:
    """Which unit of a tree each unit's reports belong to, whenever the unit existed.

    A unit of the tree is its own home. One that is gone goes to the one unit that all its successors
    lead to; one that is yet to come goes to the one unit that all its predecessors lead to. Where they
    lead to several, nothing is guessed: it has no home.
    """

    tree: UnitTree
    others: Mapping[str, Unit] = field(default_factory=dict)
    """By code, units that are not in the tree, as they were last."""
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The codes of each unit's predecessors."""

    @classmethod
    def of(cls, tree: UnitTree, units: Iterable[Unit]) -> "Homes":
        """Find homes on a tree for the units of a whole unit list."""
        others: dict[str, Unit] = {}
        before: dict[str, tuple[str, ...]] = {}
        for unit in units:
            for successor in unit.successors:
                before[successor] = (*before.get(successor, ()), unit.code)
            known = others.get(unit.code)
            if unit.code not in tree.by_code and (known is None or _last_day(known) <= _last_day(unit)):
                others[unit.code] = unit
        return cls(tree, others, before)

    def home(self, code: str) -> str | None:
        """Return the code of the unit that a unit's reports belong to, ``None`` when there is not exactly one."""
        if code in self.tree.by_code:
            return code
        after = self._lead(code, forward=True, met=frozenset())
        return after if after is not None else self._lead(code, forward=False, met=frozenset())

    def _lead(self, code: str, *, forward: bool, met: frozenset[str]) -> str | None:
        """Follow successors (or predecessors) for as long as they all lead to one unit of the tree."""
        if code in self.tree.by_code:
            return code
        if code in met or code not in self.others:
            return None
        following = self.others[code].successors if forward else self.before.get(code, ())
        led = {self._lead(one, forward=forward, met=met | {code}) for one in following}
        return led.pop() if len(led) == 1 else None

    def former(self, code: str) -> tuple[str, ...]:
        """Return the codes of the units outside the tree that went, whole, into this unit of it."""
        return tuple(one for one in self.others if self._lead(one, forward=True, met=frozenset()) == code)

    def guests(self, codes: Iterable[str]) -> tuple[Unit, ...]:
        """Return the units made of several of the tree's later on, among ``codes``, each where it can be shown.

        Their reports cannot be parted again, so they are shown on a line of their own beneath the unit
        that stands above all of which they were made.
        """
        placed = []
        for code in dict.fromkeys(codes):
            unit = self.others.get(code)
            made_of = self._made_of(code, frozenset())
            if unit is not None and self.home(code) is None and made_of:
                above = self._above_all(made_of)
                if above is not None:
                    placed.append(replace(unit, parent=above, valid_from=None, valid_to=None))
        return tuple(placed)

    def _made_of(self, code: str, met: frozenset[str]) -> frozenset[str]:
        """Return the tree's units that a later unit was made of; none where one of them is not in the tree."""
        if code in self.tree.by_code:
            return frozenset({code})
        following = () if code in met else self.before.get(code, ())
        found = [self._made_of(one, met | {code}) for one in following]
        return frozenset().union(*found) if found and all(found) else frozenset()

    def _above_all(self, codes: Collection[str]) -> str | None:
        chains = [self._superiors(code) for code in sorted(codes)]
        shared = set(chains[0]).intersection(*chains[1:])
        return next((code for code in chains[0] if code in shared), None)

    def _superiors(self, code: str) -> list[str]:
        chain: list[str] = []
        parent = self.tree.by_code[code].parent
        while parent is not None:
            chain.append(parent)
            parent = self.tree.by_code[parent].parent
        return chain


def _last_day(unit: Unit) -> date:
    return unit.valid_to or date.max


def with_guests(tree: UnitTree, units: Iterable[Unit], codes: Iterable[str]) -> UnitTree:
    """Return the tree with the later units among ``codes`` that can only be shown on lines of their own."""
    guests = Homes.of(tree, units).guests(codes)
    return UnitTree.of((*tree.units, *guests)) if guests else tree


def places(tree: UnitTree, units: Iterable[Unit]) -> Mapping[str, tuple[int, int]]:
    """Return what sorts units as the tree has them, those that are not in it after their neighbours in the list."""
    in_tree = {unit.code: place for place, unit in enumerate(tree.units)}
    found: dict[str, tuple[int, int]] = {}
    last = 0
    for listed, unit in enumerate(units):
        last = in_tree.get(unit.code, last)
        found.setdefault(unit.code, (last, 0 if unit.code in in_tree else listed + 1))
    return found

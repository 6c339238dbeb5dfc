"""Units and their tree as of a date: any depth, dates of validity, successors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NoReturn

from tonghop.core.errors import DefinitionError, Phrase, marked


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that reports (đơn vị). Its code is its identity; its name is only shown."""

    code: str
    parent: str | None
    level: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day it exists; none means it still does."""
    successors: tuple[str, ...] = ()
    """Codes of the units that took it over; more than one after a split."""
    made: bool = False
    """Not in the official list: made for the campaign, and marked so."""

    def exists_on(self, day: date) -> bool:
        """Tell whether the unit exists on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class UnitTree:
    """Units that exist on one day, in tree order: each before its children, children as listed."""

    units: tuple[Unit, ...]

    @classmethod
    def of(cls, units: Iterable[Unit], day: date | None = None) -> "UnitTree":
        """Build the tree of the units that exist on ``day`` (all of them when it is ``None``).

        Raises DefinitionError when a code repeats, a parent is missing, there is not exactly one
        root, or the parents run in a circle.
        """
        living = [unit for unit in units if day is None or unit.exists_on(day)]
        by_code = {unit.code: unit for unit in living}
        _refuse_contradictions(living, by_code)
        children = _children(living)
        ordered = tuple(_depth_first(children, None))
        if len(ordered) != len(living):
            lost = sorted(set(by_code) - {unit.code for unit in ordered})
            _refuse(marked("these units are above themselves: {codes}"), lost)
        return cls(ordered)

    @cached_property
    def by_code(self) -> Mapping[str, Unit]:
        """Units by their code."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def children(self) -> Mapping[str | None, tuple[Unit, ...]]:
        """Units directly below each code, in listed order; the root stands under ``None``."""
        return {code: tuple(units) for code, units in _children(self.units).items()}

    @property
    def root(self) -> Unit:
        """The unit above all others."""
        return self.units[0]

    def depth(self, code: str) -> int:
        """Return how many units stand above this one."""
        parent = self.by_code[code].parent
        return 0 if parent is None else 1 + self.depth(parent)

    def subtree(self, code: str) -> tuple[Unit, ...]:
        """Return a unit and all below it, in tree order."""
        return (self.by_code[code], *_depth_first(self.children, code))


def _refuse_contradictions(units: Iterable[Unit], by_code: Mapping[str, Unit]) -> None:
    codes = [unit.code for unit in units]
    if len(by_code) != len(codes):
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        _refuse(marked("these codes stand twice: {codes}"), repeated)
    orphans = sorted(u.code for u in by_code.values() if u.parent is not None and u.parent not in by_code)
    if orphans:
        _refuse(marked("these units have a parent that is not listed: {codes}"), orphans)
    roots = [unit.code for unit in by_code.values() if unit.parent is None]
    if len(roots) != 1:
        _refuse(marked("one unit stands above all others; here {count} do"), roots[1:], count=len(roots))


def _refuse(message: str, codes: Sequence[str], **parameters: object) -> NoReturn:
    problem = Phrase(message, codes=", ".join(codes), **parameters)
    raise DefinitionError(where=Phrase("{key}", key="units", units=tuple(codes)), problem=problem)


def _children(units: Iterable[Unit]) -> dict[str | None, list[Unit]]:
    children: dict[str | None, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit)
    return children


def _depth_first(children: Mapping[str | None, Iterable[Unit]], code: str | None) -> Iterator[Unit]:
    for unit in children.get(code, ()):
        yield unit
        yield from _depth_first(children, unit.code)

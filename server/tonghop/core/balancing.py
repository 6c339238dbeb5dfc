"""Where copies are: allocated, received, handed out or passed down, left, unit by unit and level by level."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from tonghop.core import calendar
from tonghop.core.allocating import RECEIVED, Item
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, Number
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree

Figures: TypeAlias = Mapping[Measure, Number]

_IN = ("bought", "photocopied")


@dataclass(frozen=True, slots=True)
class Balance:
    """One item at one unit, by its newest report; ``None`` is not known, which is not zero."""

    unit: Unit
    depth: int
    coverage: Coverage = Coverage.OWN
    allocated: int | None = None
    """What was to reach the unit, with what it passes on."""
    received: Number | None = None
    added: Number | None = None
    """Bought and photocopied."""
    handed_out: Number | None = None
    passed_down: Number | None = None
    left: Number | None = None
    period: str | None = None
    """The period of the report; ``None`` where nothing usable came."""
    arrived: Number | None = None
    """What the units directly below say they received; ``None`` where none of them has said so."""
    silent: int = 0
    """How many of those have not reported."""
    earlier: bool = False
    """Whether its period ended before the allocation, so that what came is not to be compared with it."""

    @property
    def beyond(self) -> Number | None:
        """How many more came than were allocated (fewer: below zero); ``None`` where they cannot be compared."""
        if self.allocated is None or self.received is None or self.earlier:
            return None
        return self.received - self.allocated

    @property
    def astray(self) -> Number | None:
        """How many that were passed down did not arrive (more arrived: below zero); ``None`` where it is not known."""
        return None if self.arrived is None or self.passed_down is None else self.passed_down - self.arrived


@dataclass(frozen=True, slots=True)
class LevelBalance:
    """One item at all units of a level."""

    level: str
    units: int
    reported: int
    allocated: Number | None
    received: Number | None
    added: Number | None
    handed_out: Number | None
    passed_down: Number | None
    left: Number | None


def newest_figures(
    campaign: Campaign, figures: Mapping[SubmissionKey, Figures]
) -> Mapping[tuple[str, Coverage], tuple[str, Figures]]:
    """Return each unit's newest period with its figures: of those given out, the one that ends last."""
    ends = {code: calendar.find_period(campaign, code).end for code in {key.period for key in figures}}
    ordered = sorted(figures.items(), key=lambda one: ends[one[0].period])
    return {(key.unit, key.coverage): (key.period, found) for key, found in ordered}


def balances(
    campaign: Campaign,
    item: Item,
    tree: UnitTree,
    newest: Mapping[tuple[str, Coverage], tuple[str, Figures]],
    allocated: Mapping[str, Mapping[Measure, int]],
    allocated_on: date | None = None,
) -> tuple[Balance, ...]:
    """Return where an item's copies are, in tree order: each unit's own line, then its summary's where it sent one."""
    ledger = _Ledger(campaign, item, tree, newest, allocated, allocated_on)
    return tuple(line for unit in tree.units for line in ledger.lines(unit))


def by_level(campaign: Campaign, lines: Sequence[Balance]) -> tuple[LevelBalance, ...]:
    """Bring the lines of each level together; a level at which nobody handles the item is left out."""
    found = ((level.code, [line for line in lines if line.unit.level == level.code]) for level in campaign.levels)
    return tuple(_level(code, members) for code, members in found if any(_handles(line) for line in members))


def _handles(line: Balance) -> bool:
    return line.period is not None or line.allocated is not None


def _level(code: str, lines: Sequence[Balance]) -> LevelBalance:
    own = [line for line in lines if line.coverage is Coverage.OWN]
    return LevelBalance(
        level=code,
        units=len(own),
        reported=sum(line.period is not None for line in own),
        allocated=_sum(line.allocated for line in own),
        received=_sum(line.received for line in lines),
        added=_sum(line.added for line in lines),
        handed_out=_sum(line.handed_out for line in lines),
        passed_down=_sum(line.passed_down for line in lines),
        left=_sum(line.left for line in lines),
    )


@dataclass(frozen=True)
class _Ledger:
    """All that an item's lines are made from."""

    campaign: Campaign
    item: Item
    tree: UnitTree
    newest: Mapping[tuple[str, Coverage], tuple[str, Figures]]
    allocated: Mapping[str, Mapping[Measure, int]]
    allocated_on: date | None

    def lines(self, unit: Unit) -> Iterator[Balance]:
        """Yield a unit's own line, then that of its summary."""
        yield self.own(unit)
        if (unit.code, Coverage.SUMMARY) in self.newest:
            yield self.line(unit, Coverage.SUMMARY)

    def own(self, unit: Unit) -> Balance:
        line, told = self.line(unit, Coverage.OWN), self.below(unit)
        copies = _of_item(self.item, self.allocated.get(unit.code, {}), RECEIVED)
        return replace(
            line,
            allocated=None if copies is None else int(copies),
            arrived=_sum(_of_item(self.item, self.newest[one][1], RECEIVED) for one in told if one in self.newest),
            silent=sum(one not in self.newest for one in told),
            earlier=self.is_earlier(line.period),
        )

    def line(self, unit: Unit, coverage: Coverage) -> Balance:
        period, figures = self.newest.get((unit.code, coverage), (None, {}))
        return Balance(
            unit=unit,
            depth=self.tree.depth(unit.code),
            coverage=coverage,
            received=_of_item(self.item, figures, RECEIVED),
            added=_sum(_of_item(self.item, figures, name) for name in _IN),
            handed_out=_of_item(self.item, figures, "handed_out"),
            passed_down=_of_item(self.item, figures, "passed_down"),
            left=_of_item(self.item, figures, "left"),
            period=period,
        )

    def below(self, unit: Unit) -> list[tuple[str, Coverage]]:
        """Return whose reports say what arrived below: a unit's summary speaks for those that report to it alone."""
        speaking = {level.code for level in self.campaign.levels if level.reports}
        below = self.tree.children.get(unit.code, ())
        told = [(child.code, Coverage.OWN) for child in below if child.level in speaking]
        return told if len(told) == len(below) else [(unit.code, Coverage.SUMMARY), *told]

    def is_earlier(self, period: str | None) -> bool:
        """Tell whether a report's period ended before the allocation."""
        if period is None or self.allocated_on is None:
            return False
        return calendar.find_period(self.campaign, period).end < self.allocated_on


def _of_item(item: Item, figures: Mapping[Measure, Number] | Mapping[Measure, int], name: str) -> Number | None:
    return _sum(figures.get(Measure(item.form, name, row.code)) for row in item.rows)


def _sum(values: Iterable[Number | None]) -> Number | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None

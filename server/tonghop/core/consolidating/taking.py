"""Which revisions a consolidation takes, and which it sets aside so that nothing is counted twice."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tonghop.core.completeness import USABLE, State, summed_up
from tonghop.core.consolidation import Include, Revision
from tonghop.core.definitions import Campaign, Period
from tonghop.core.reorganising import Homes
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit, UnitTree

Place = tuple[str, Coverage, str]
"""A unit of the tree, what the figures cover, and a period's code."""

Shelf = Mapping[Place, Sequence[Revision]]
"""Revisions by their place: one each, more only where units became one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The revisions of a period, sorted by what becomes of them."""

    used: Shelf
    """Those whose figures the totals are made of."""
    aside: Shelf
    """Those only compared: reports that a summary stands in for, and summaries that stand in for nothing."""
    unplaced: tuple[Revision, ...]
    """Those of units that are not in the tree and have no one successor in it."""


def take(
    campaign: Campaign,
    tree: UnitTree,
    periods: Collection[Period],
    revisions: Iterable[Revision],
    *,
    include: Include,
    former: Iterable[Unit],
) -> Taken:
    """Sort the revisions; the order in which they are given makes no difference."""
    codes = {period.code for period in periods}
    newest: dict[SubmissionKey, Revision] = {}
    for revision in revisions:
        key = revision.key
        if key.campaign == campaign.code and key.period in codes and _included(revision, include, campaign):
            newest[key] = max(newest.get(key, revision), revision, key=lambda one: one.sequence)
    homes = Homes.of(tree, former)
    shelf: dict[Place, list[Revision]] = {}
    unplaced: list[Revision] = []
    for revision in sorted(newest.values(), key=lambda one: one.sequence):
        home = homes.home(revision.key.unit)
        if home is None:
            unplaced.append(revision)
        else:
            shelf.setdefault((home, revision.key.coverage, revision.key.period), []).append(revision)
    set_aside = set(_set_aside(campaign, tree, codes, shelf.keys()))
    return Taken(
        used={place: found for place, found in shelf.items() if place not in set_aside},
        aside={place: found for place, found in shelf.items() if place in set_aside},
        unplaced=tuple(unplaced),
    )


def _included(revision: Revision, include: Include, campaign: Campaign) -> bool:
    """Tell whether the revision's state lets it in; where nobody reviews, what was submitted counts as accepted."""
    if include is Include.SUBMITTED or campaign.review_levels == 0:
        return revision.state in USABLE
    return revision.state is State.ACCEPTED


def _set_aside(
    campaign: Campaign, tree: UnitTree, periods: Iterable[str], present: Collection[Place]
) -> Iterator[Place]:
    """Yield the places that are only compared, from the top of the tree down: the highest summary stands in."""
    periods = tuple(periods)
    aside: set[Place] = set()
    for unit in tree.units:
        stands_in = summed_up(campaign, tree, unit)
        for period in periods:
            place = (unit.code, Coverage.SUMMARY, period)
            if place not in present or place in aside:
                continue
            if not stands_in:
                aside.add(place)
                continue
            for below in stood_in_for(campaign, tree, unit):
                aside.update((below.code, coverage, period) for coverage in Coverage)
    yield from aside.intersection(present)


def stood_in_for(campaign: Campaign, tree: UnitTree, unit: Unit) -> Iterator[Unit]:
    """Yield the units below that a unit's summary stands in for: those that report to it alone, however deep."""
    silent = {level.code for level in campaign.levels if not level.reports}
    waiting = list(reversed(tree.children.get(unit.code, ())))
    while waiting:
        below = waiting.pop()
        if below.level in silent:
            yield below
            waiting.extend(reversed(tree.children.get(below.code, ())))

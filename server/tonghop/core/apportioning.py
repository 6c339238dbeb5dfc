"""Sharing out copies when there are too few: one fixed order of giving, cut off where the stock ends.

Since more stock only reaches further down the same order, nobody ever loses a copy because more came.
The plain method of the largest remainder does not have that: 10 copies for 6, 6 and 2 give 4, 4 and 2,
but 11 give 5, 5 and 1. Here copies go one at a time to whoever's proportional share is the next to
come to a whole copy, so that each share is always its exact part rounded down or up.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import accumulate, islice


@dataclass(frozen=True, slots=True)
class Claim:
    """What one recipient is entitled to; a lower priority number is served first."""

    entitled: int
    priority: int = 0


def apportion(claims: Sequence[Claim], stock: int) -> tuple[int, ...]:
    """Return how many copies each claim gets; ties go to the claim that stands first.

    First one copy each (by priority, then the larger claim); then the claims of each priority in turn,
    and where the copies run out, in proportion. Nobody gets more than he is entitled to.
    """
    entitled = [place for place, claim in enumerate(claims) if claim.entitled > 0]
    entitled.sort(key=lambda place: (claims[place].priority, -claims[place].entitled, place))
    given = [0] * len(claims)
    for place in entitled[:stock]:
        given[place] = 1
    left = max(stock - len(entitled), 0)
    for priority in sorted({claims[place].priority for place in entitled}):
        members = [place for place in entitled if claims[place].priority == priority]
        amounts = [claims[place].entitled for place in members]
        for member in islice(_beyond_the_first(amounts), left):
            given[members[member]] += 1
        left = max(left - sum(amounts) + len(amounts), 0)
    return tuple(given)


class _Shares:
    """The exact shares “at least 1, else in proportion” of claims given from the largest to the smallest.

    Together they come to x copies when every claim's share is max(1, part × claim); that grows with the part.
    """

    def __init__(self, amounts: Sequence[int]) -> None:
        self._negated = [-amount for amount in amounts]
        self._sums = [0, *accumulate(amounts)]

    def copies_at(self, copy: int, amount: int) -> tuple[int, int]:
        """Return, rounded down and up, all copies given when a claim's share comes to exactly ``copy``."""
        larger = bisect_left(self._negated, 0, key=lambda negated: negated * copy + amount)
        alone = len(self._negated) - larger
        whole, rest = divmod(copy * self._sums[larger], amount)
        return whole + alone, whole + alone + (rest > 0)


def _beyond_the_first(amounts: Sequence[int]) -> Iterator[int]:
    """Yield who gets the next copy, each having one already; ``amounts`` run from the largest to the smallest.

    A copy may be given once a share has passed the copy before it, and must be given when the share
    has come to it; of those that may, the one that must soonest is next. That always works out.
    """
    shares = _Shares(amounts)
    waiting = [(shares.copies_at(1, amount)[0] + 1, place) for place, amount in enumerate(amounts) if amount > 1]
    heapify(waiting)
    given = [1] * len(amounts)
    ready: list[tuple[int, int]] = []
    for turn in range(len(amounts) + 1, sum(amounts) + 1):
        while waiting and waiting[0][0] <= turn:
            _, place = heappop(waiting)
            heappush(ready, (shares.copies_at(given[place] + 1, amounts[place])[1], place))
        _, place = heappop(ready)
        given[place] += 1
        yield place
        if given[place] < amounts[place]:
            heappush(waiting, (shares.copies_at(given[place], amounts[place])[0] + 1, place))

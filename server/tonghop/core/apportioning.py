"""Sharing out copies when there are too few: one fixed order of giving, cut off where the stock ends.

Since more stock only reaches further down the same order, nobody ever loses a copy because more came.
The plain method of the largest remainder does not have that: 10 copies for 6, 6 and 2 give 4, 4 and 2,
but 11 give 5, 5 and 1. Here everyone gets the same part of what he is entitled to, rounded to the
nearest copy; that part is the one at which the copies just suffice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heapreplace


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
    firsts = sorted(entitled, key=lambda place: (claims[place].priority, -claims[place].entitled, place))
    given = [0] * len(claims)
    for place in firsts[:stock]:
        given[place] = 1
    left = max(stock - len(entitled), 0)
    for priority in sorted({claims[place].priority for place in entitled}):
        members = [place for place in entitled if claims[place].priority == priority]
        amounts = [claims[place].entitled for place in members]
        copies = min(len(amounts) + left, sum(amounts))
        left -= copies - len(amounts)
        if copies > len(amounts):
            for place, share in zip(members, _proportional(amounts, copies), strict=True):
                given[place] = share
    return tuple(given)


def _proportional(amounts: Sequence[int], copies: int) -> list[int]:
    """Share copies out, at least one each, in one part of the amounts that is rounded to the nearest copy.

    A claim's next copy is due when the part has grown so far that it rounds up to it: the k-th copy of n
    at (k − ½) / n. Copies are given in the order in which they are due.
    """
    # All that is due up to a part that is surely not too great, then copy by copy.
    part = Fraction(max(copies - 2 * len(amounts), 0), sum(amounts))
    shares = [max(1, (2 * amount * part.numerator // part.denominator + 1) // 2) for amount in amounts]
    due = [
        (Fraction(2 * share + 1, 2 * amount), place)
        for place, (share, amount) in enumerate(zip(shares, amounts, strict=True))
    ]
    heapify(due)
    for _ in range(copies - sum(shares)):
        _, place = due[0]
        shares[place] += 1
        heapreplace(due, (Fraction(2 * shares[place] + 1, 2 * amounts[place]), place))
    return shares

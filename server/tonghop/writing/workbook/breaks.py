"""Where the pages of a long table end: between units and between the parts of a unit, not in the midst of them."""

from collections.abc import Callable, Sequence
from itertools import pairwise

_TRUSTED = 0.95
"""Of a page: rows grow with what is typed, and other printers' fonts are a little taller."""


def page_breaks(
    height: Callable[[int, int], float], units: Sequence[Sequence[int]], end: int, first_page: float, page: float
) -> list[int]:
    """Return the rows that begin a page.

    ``height`` gives that of neighbouring rows together; a unit that fits on a page is kept whole, another is
    parted where its own parts begin. ``end`` is the row after the last one.
    """
    page, left = page * _TRUSTED, first_page * _TRUSTED
    found: list[int] = []
    for unit, following in pairwise([*units, (end,)]):
        whole = height(unit[0], following[0] - 1) <= page
        for start, after in pairwise([unit[0], following[0]] if whole else [*unit, following[0]]):
            needed = height(start, after - 1)
            if needed > left and left < page:
                found.append(start)
                left = page
            left -= needed
            while left < 0:  # what is longer than a page goes on over the next
                left += page
    return found

"""Too few copies: who gets how many, as tables."""

import pytest

from tonghop.core.apportioning import Claim, apportion


@pytest.mark.parametrize(
    ("entitled", "stock", "shares"),
    [
        ([], 5, []),
        ([5, 3], 8, [5, 3]),
        ([5, 3], 100, [5, 3]),
        ([5, 3], 0, [0, 0]),
        ([0, 4], 2, [0, 2]),
        # One copy each comes first, however small the claim.
        ([100, 1, 1], 3, [1, 1, 1]),
        ([100, 1, 1], 10, [8, 1, 1]),
        # Not even one each: the larger claims, then those that stand first.
        ([1, 5, 1], 1, [0, 1, 0]),
        ([1, 5, 1], 2, [1, 1, 0]),
        # One part of everyone's claim, rounded to the nearest copy: 0.97 × 3 is 3, 0.97 × 34 is 33.
        ([3, 34, 3, 34], 72, [3, 33, 3, 33]),
        ([10, 20, 30], 30, [5, 10, 15]),
        # Ties go to the claim that stands first.
        ([5, 5, 5], 14, [5, 5, 4]),
        ([5, 5, 5], 13, [5, 4, 4]),
        # The largest remainder would give 4, 4, 2 of 10 copies and 5, 5, 1 of 11.
        ([6, 6, 2], 10, [5, 4, 1]),
        ([6, 6, 2], 11, [5, 5, 1]),
        ([6, 6, 2], 12, [5, 5, 2]),
    ],
)
def test_shares(entitled: list[int], stock: int, shares: list[int]) -> None:
    assert list(apportion([Claim(number) for number in entitled], stock)) == shares


@pytest.mark.parametrize(
    ("stock", "shares"),
    [
        (1, [0, 0, 1]),
        (2, [1, 0, 1]),
        (3, [1, 1, 1]),
        (5, [1, 1, 3]),
        (6, [1, 1, 4]),
        (9, [3, 2, 4]),
        (14, [6, 4, 4]),
    ],
)
def test_one_each_then_a_lower_priority_number_is_served_in_full_before_others(stock: int, shares: list[int]) -> None:
    claims = [Claim(6, priority=2), Claim(4, priority=2), Claim(4, priority=1)]
    assert list(apportion(claims, stock)) == shares


def test_many_copies_are_no_more_work_than_few() -> None:
    claims = [Claim(10**12 + number) for number in range(50)]
    shares = apportion(claims, 30 * 10**12)
    assert sum(shares) == 30 * 10**12
    assert max(shares) - min(shares) <= 40

"""What holds however many copies there are and whoever is entitled to them."""

import random
from collections.abc import Mapping
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.allocation_plan import allocated, copies, item
from tests.small_plan import TREE, UNITS

from tonghop.core.apportioning import Claim, apportion
from tonghop.core.units import UnitTree

_CLAIMS = st.lists(st.builds(Claim, st.integers(0, 60), st.integers(1, 3)), max_size=12)
_STOCK = st.integers(0, 800)
_REGISTER = st.fixed_dictionaries({"members": st.integers(0, 80), "cells": st.integers(0, 9)})
_REGISTERS = st.dictionaries(st.sampled_from([unit.code for unit in UNITS]), _REGISTER)

Registers = Mapping[str, Mapping[str, int]]


@given(_CLAIMS, _STOCK)
def test_all_is_given_up_to_what_people_are_entitled_to(claims: list[Claim], stock: int) -> None:
    shares = apportion(claims, stock)
    assert sum(shares) == min(stock, sum(claim.entitled for claim in claims))
    assert all(0 <= share <= claim.entitled for share, claim in zip(shares, claims, strict=True))


@given(_CLAIMS, _STOCK, st.integers(1, 40))
def test_nobody_loses_a_copy_because_more_came(claims: list[Claim], stock: int, more: int) -> None:
    before, after = apportion(claims, stock), apportion(claims, stock + more)
    assert all(earlier <= later for earlier, later in zip(before, after, strict=True))


@given(_CLAIMS, _STOCK)
def test_everyone_entitled_gets_one_before_anyone_gets_two(claims: list[Claim], stock: int) -> None:
    shares = apportion(claims, stock)
    empty = [claim for claim, share in zip(claims, shares, strict=True) if claim.entitled and not share]
    assert not empty or max(shares) <= 1


@given(_CLAIMS, _STOCK)
def test_no_shortfall_exceeds_another_by_more_than_the_rounding_of_a_copy(claims: list[Claim], stock: int) -> None:
    """Within a priority: half a copy of the one and half a copy of the other, but for the first copy each."""
    short = [
        (claim, Fraction(claim.entitled - share, claim.entitled), share)
        for claim, share in zip(claims, apportion(claims, stock), strict=True)
        if claim.entitled
    ]
    for one, lacking, got in short:
        for other, less, more in short:
            if one.priority == other.priority and got >= 1 and more > 1:
                rounding = Fraction(1, 2 * one.entitled) + Fraction(1, 2 * other.entitled)
                assert lacking - less <= rounding


@given(_CLAIMS, _STOCK)
def test_a_priority_goes_without_only_where_the_next_has_no_second_copy(claims: list[Claim], stock: int) -> None:
    shares = list(zip(claims, apportion(claims, stock), strict=True))
    waiting = [claim.priority for claim, share in shares if share < claim.entitled]
    assert not any(share > 1 and claim.priority > min(waiting) for claim, share in shares if waiting)


@given(_CLAIMS, _STOCK, st.randoms(use_true_random=False))
def test_the_order_of_claims_decides_only_ties(claims: list[Claim], stock: int, chance: random.Random) -> None:
    order = list(range(len(claims)))
    chance.shuffle(order)
    shuffled = apportion([claims[place] for place in order], stock)
    again = dict(zip(order, shuffled, strict=True))
    due = set()
    for place, share in enumerate(apportion(claims, stock)):
        assert abs(share - again[place]) <= 1
        if share != again[place]:
            claim, last = claims[place], max(share, again[place])
            part = Fraction(2 * last - 1, 2 * claim.entitled) if last > 1 else Fraction(claim.entitled)
            due.add((claim.priority, last > 1, part))
    assert len(due) <= 1


@given(_REGISTERS, st.integers(0, 500))
def test_no_unit_gets_copies_that_the_one_above_it_did_not(registers: Registers, stock: int) -> None:
    made = allocated({"BOOK": stock}, registers=registers)
    for unit in TREE.units:
        own = made.received.get(unit.code, {})
        below = [made.received.get(child.code, {}) for child in TREE.children.get(unit.code, ())]
        kept = {share.row: share.copies for one in made.items for share in one.shares if share.unit == unit.code}
        for measure in {measure for found in below for measure in found} | set(own):
            passed = sum(found.get(measure, 0) for found in below)
            assert own[measure] == passed + kept.get(measure.row, 0)


@given(_REGISTERS, st.integers(0, 500))
def test_the_root_receives_what_is_handed_out(registers: Registers, stock: int) -> None:
    made = allocated({"BOOK": stock}, registers=registers)
    received = made.received.get(TREE.root.code, {})
    assert sum(received.values()) == sum(one.copies for one in made.items)
    book = item(made, "BOOK")
    assert book.copies == min(stock, book.entitled)


@given(_REGISTERS, st.integers(0, 500), st.randoms(use_true_random=False))
def test_units_listed_otherwise_get_the_same_but_for_ties(
    registers: Registers, stock: int, chance: random.Random
) -> None:
    listed = list(UNITS)
    chance.shuffle(listed)
    one = copies(allocated({"BOOK": stock}, registers=registers), "BOOK")
    two = copies(allocated({"BOOK": stock}, registers=registers, tree=UnitTree.of(listed)), "BOOK")
    assert one.keys() == two.keys()
    assert all(abs(one[key] - two[key]) <= 1 for key in one)
    assert sum(one.values()) == sum(two.values())

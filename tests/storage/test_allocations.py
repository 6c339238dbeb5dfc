"""What was allocated is kept, the newest holds, and it is known from when it was made."""

from datetime import timedelta

import pytest
from tests.storage.samples import CAMPAIGN, NOON, RECEIVED, UNITS, allocation

from tonghop.core.allocating import Allocation, allocate
from tonghop.core.units import UnitTree
from tonghop.storage import Store, UnknownCampaign

TOMORROW = NOON + timedelta(days=1)


def test_the_newest_allocation_holds_from_when_it_was_made(store: Store) -> None:
    store.save_allocation(allocation(10), who="ha", at=NOON)
    store.save_allocation(allocation(12), who="ha", at=TOMORROW)
    assert store.allocated("plan", "X1") == {RECEIVED: 12}
    assert store.allocated("plan", "H1") == {RECEIVED: 36}
    assert store.allocated("plan", "H1", as_of=NOON) == {RECEIVED: 30}
    assert store.allocated("plan", "H1", as_of=NOON - timedelta(days=1)) == {}


def test_another_unit_or_campaign_has_none(store: Store) -> None:
    store.save_allocation(allocation(), who="ha", at=NOON)
    assert store.allocated("plan", "X9") == {}
    assert store.allocated("other", "X1") == {}


def test_the_same_again_is_kept_once(store: Store) -> None:
    store.save_allocation(allocation(), who="ha", at=NOON)
    store.save_allocation(allocation(), who="ha", at=TOMORROW)
    assert [entry.action for entry in store.audit()].count("allocate") == 1


def test_an_earlier_one_is_kept_for_its_own_day(store: Store) -> None:
    store.save_allocation(allocation(), who="ha", at=TOMORROW)
    store.save_allocation(allocation(), who="ha", at=NOON)
    assert store.allocated("plan", "X1", as_of=NOON) == {RECEIVED: 10}


def test_an_allocation_of_nothing_takes_the_earlier_one_back(store: Store) -> None:
    store.save_allocation(allocation(), who="ha", at=NOON)
    nothing = allocate(CAMPAIGN, UnitTree.of(UNITS), {}, {})
    store.save_allocation(nothing, who="ha", at=TOMORROW)
    assert store.allocated("plan", "X1") == {}


def test_who_allocated_what_stands_in_the_audit(store: Store) -> None:
    store.save_allocation(allocation(), who="ha", at=NOON)
    (entry,) = store.audit(1)
    assert (entry.who, entry.subject, entry.details) == ("ha", "plan", {"copies": {"B1": 30}})


def test_a_campaign_that_is_not_kept_is_refused(store: Store) -> None:
    other = Allocation(CAMPAIGN.model_copy(update={"code": "other"}), UnitTree.of(UNITS), (), {}, allocation().reserve)
    with pytest.raises(UnknownCampaign):
        store.save_allocation(other, who="ha", at=NOON)

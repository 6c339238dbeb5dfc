from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.storage.samples import CAMPAIGN, NOON, UNITS

from tonghop.core.units import Unit
from tonghop.storage import ChangedMeanwhile, Store

RENAMED = (
    UNITS[0],
    replace(UNITS[1], valid_to=date(2020, 6, 30)),
    replace(UNITS[1], name="Xã Bình Yên", valid_from=date(2020, 7, 1)),
    UNITS[2],
)
SECOND = CAMPAIGN.model_copy(update={"version": 2})


def test_a_changed_list_comes_back_as_it_is_and_the_campaign_stays_as_it_was(store: Store) -> None:
    assert store.unit_list("plan") == (0, UNITS)
    assert store.change_units("plan", 0, RENAMED, {"action": "rename"}, who="ha", at=NOON) == 1
    assert store.unit_list("plan") == (1, RENAMED)
    assert store.units("plan") == RENAMED
    assert store.campaign("plan") == CAMPAIGN
    store.save_campaign(CAMPAIGN, UNITS, who="lan", at=NOON)
    assert store.units("plan") == RENAMED


def test_two_who_change_the_same_list_are_told(store: Store) -> None:
    store.change_units("plan", 0, RENAMED, {}, who="ha", at=NOON)
    with pytest.raises(ChangedMeanwhile):
        store.change_units("plan", 0, UNITS, {}, who="lan", at=NOON)
    assert store.unit_list("plan") == (1, RENAMED)
    assert store.change_units("plan", 1, UNITS, {}, who="lan", at=NOON) == 2


def test_the_audit_says_what_was_done(store: Store) -> None:
    store.change_units("plan", 0, RENAMED, {"action": "rename", "on": date(2020, 7, 1)}, who="ha", at=NOON)
    (entry,) = store.audit(1)
    assert (entry.who, entry.action, entry.subject) == ("ha", "change_units", "plan")
    assert entry.details == {"list": 1, "action": "rename", "on": date(2020, 7, 1)}
    assert store.verify_audit() is None


def test_a_new_version_with_the_same_list_keeps_what_was_changed(store: Store) -> None:
    store.change_units("plan", 0, RENAMED, {}, who="ha", at=NOON)
    store.save_campaign(SECOND, UNITS, who="lan", at=NOON + timedelta(days=1))
    assert store.units("plan") == RENAMED
    assert store.units("plan", 1) == RENAMED


def test_a_new_version_with_another_list_brings_its_own(store: Store) -> None:
    store.change_units("plan", 0, RENAMED, {}, who="ha", at=NOON)
    other = (*UNITS, Unit("X9", "H1", "commune", "Xã mới"))
    store.save_campaign(SECOND, other, who="lan", at=NOON)
    assert store.unit_list("plan") == (0, other)


def test_a_version_may_come_with_a_unit_that_was_renamed(store: Store) -> None:
    store.save_campaign(SECOND, RENAMED, who="lan", at=NOON)
    store.save_campaign(SECOND, RENAMED, who="lan", at=NOON)
    assert store.unit_list("plan") == (0, RENAMED)
    assert store.change_units("plan", 0, UNITS, {}, who="ha", at=NOON) == 1

from dataclasses import replace

import pytest
from tests.storage.samples import CAMPAIGN, NOON, UNITS

from tonghop.core.errors import DefinitionError
from tonghop.storage import Store, UnknownCampaign, UnknownVersion

SECOND = CAMPAIGN.model_copy(update={"version": 2, "review_levels": 2})
OTHER = CAMPAIGN.model_copy(update={"code": "other", "version": 7})


def test_a_campaign_and_its_units_come_back_as_they_were(store: Store) -> None:
    assert store.campaign("plan") == CAMPAIGN
    assert store.units("plan") == UNITS


def test_the_newest_version_is_meant_unless_one_is_named(store: Store) -> None:
    store.save_campaign(SECOND, UNITS[:2], who="lan", at=NOON)
    store.save_campaign(OTHER, (), who="lan", at=NOON)
    assert store.campaigns() == (OTHER, SECOND)
    assert store.campaign("plan") == SECOND
    assert store.units("plan") == UNITS[:2]
    assert store.campaign("plan", 1) == CAMPAIGN
    assert store.units("plan", 1) == UNITS
    assert store.units("other") == ()


def test_keeping_the_same_again_changes_nothing(store: Store) -> None:
    store.save_campaign(CAMPAIGN, list(UNITS), who="binh", at=NOON)
    assert [entry.who for entry in store.audit()] == ["lan"]


def test_a_version_never_changes(store: Store) -> None:
    changed = CAMPAIGN.model_copy(update={"review_levels": 3})
    with pytest.raises(DefinitionError, match="plan: version 1"):
        store.save_campaign(changed, UNITS, who="lan", at=NOON)
    renamed = (*UNITS[:2], replace(UNITS[2], name="Xã khác"))
    with pytest.raises(DefinitionError, match="plan: version 1"):
        store.save_campaign(CAMPAIGN, renamed, who="lan", at=NOON)
    assert store.campaign("plan") == CAMPAIGN
    assert store.units("plan") == UNITS


def test_what_is_not_kept_is_named_with_what_is(store: Store) -> None:
    with pytest.raises(UnknownCampaign, match=r"no campaign plans here.*: plan"):
        store.campaign("plans")
    with pytest.raises(UnknownVersion, match="Version 9 of the campaign plan"):
        store.units("plan", 9)


def test_an_empty_store_says_so(empty_url: str) -> None:
    with Store.create(empty_url) as store:
        assert store.campaigns() == ()
        with pytest.raises(UnknownCampaign, match="–"):
            store.campaign("plan")

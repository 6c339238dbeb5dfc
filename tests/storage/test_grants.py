from datetime import date, timedelta

import pytest
from tests.storage.samples import NOON

from tonghop.storage import GrantKind, NothingGranted, ReasonMissing, Store, UnknownCampaign

TOMORROW = NOON + timedelta(days=1)


def test_exemptions_are_known_from_when_they_were_granted(store: Store) -> None:
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.grant_exemption("plan", "X2", "P1", reason="Sáp nhập", who="ha", at=TOMORROW)
    assert store.exemptions("plan") == {("X1", "P1"): "Bão lũ", ("X2", "P1"): "Sáp nhập"}
    assert store.exemptions("plan", as_of=NOON) == {("X1", "P1"): "Bão lũ"}
    assert store.exemptions("other") == {}


def test_the_newest_extension_holds(store: Store) -> None:
    store.grant_extension("plan", "X1", "P1", date(2020, 4, 5), reason="Bão lũ", who="ha", at=NOON)
    store.grant_extension("plan", "X1", "P1", date(2020, 4, 9), reason="Bão lũ", who="ha", at=TOMORROW)
    assert store.extensions("plan") == {("X1", "P1"): date(2020, 4, 9)}
    assert store.extensions("plan", as_of=NOON) == {("X1", "P1"): date(2020, 4, 5)}
    assert store.extensions("other") == {}


def test_grants_stand_in_the_audit(store: Store) -> None:
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.grant_extension("plan", "X1", "P1", date(2020, 4, 5), reason="Mất điện", who="ha", at=NOON)
    exempted, extended = store.audit(2)
    assert (exempted.action, exempted.subject, exempted.details) == ("exempt", "plan P1 X1", {"reason": "Bão lũ"})
    assert extended.details == {"reason": "Mất điện", "due": date(2020, 4, 5)}


def test_a_grant_needs_a_reason_and_a_campaign(store: Store) -> None:
    with pytest.raises(ReasonMissing):
        store.grant_exemption("plan", "X1", "P1", reason=" ", who="ha", at=NOON)
    with pytest.raises(ReasonMissing):
        store.grant_extension("plan", "X1", "P1", date(2020, 4, 5), reason="", who="ha", at=NOON)
    with pytest.raises(UnknownCampaign):
        store.grant_exemption("other", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    assert len(store.audit()) == 1


def test_what_is_withdrawn_holds_no_more_and_stays_told_of(store: Store) -> None:
    """All at one instant, as on a stopped clock: what came after what is told by the order of the rows."""
    whose = ("plan", "X1", "P1")
    store.grant_extension(*whose, date(2020, 4, 5), reason="Bão lũ", who="ha", at=NOON)
    store.grant_extension(*whose, date(2020, 4, 9), reason="Bão lũ", who="ha", at=NOON)
    store.grant_exemption(*whose, reason="Sáp nhập", who="ha", at=NOON)
    store.withdraw_grant(GrantKind.EXTENSION, *whose, reason="Nhầm đơn vị", who="lan", at=NOON)
    assert (store.extensions("plan"), store.exemptions("plan")) == ({}, {("X1", "P1"): "Sáp nhập"})
    store.grant_extension(*whose, date(2020, 4, 7), reason="Mất điện", who="ha", at=NOON)
    assert store.extensions("plan") == {("X1", "P1"): date(2020, 4, 7)}
    told = [(one.due, one.withdrawn and one.withdrawn.reason) for one in store.grants("plan") if one.due]
    assert told == [(date(2020, 4, 7), None), (date(2020, 4, 9), "Nhầm đơn vị"), (date(2020, 4, 5), "Nhầm đơn vị")]
    entry = next(one for one in store.audit() if one.action == "withdraw_extension")
    assert (entry.who, entry.subject, entry.details) == ("lan", "plan P1 X1", {"reason": "Nhầm đơn vị"})


def test_a_withdrawal_is_known_from_when_it_was_made(store: Store) -> None:
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.withdraw_grant(GrantKind.EXEMPTION, "plan", "X1", "P1", reason="Nhầm", who="ha", at=TOMORROW)
    assert store.exemptions("plan", as_of=NOON) == {("X1", "P1"): "Bão lũ"}
    assert store.exemptions("plan") == {}
    assert store.grants("plan", NOON)[0].withdrawn is None


def test_only_what_holds_is_withdrawn_and_with_a_reason(store: Store) -> None:
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    with pytest.raises(ReasonMissing):
        store.withdraw_grant(GrantKind.EXEMPTION, "plan", "X1", "P1", reason=" ", who="ha", at=NOON)
    with pytest.raises(NothingGranted):
        store.withdraw_grant(GrantKind.EXTENSION, "plan", "X1", "P1", reason="Nhầm", who="ha", at=NOON)
    store.withdraw_grant(GrantKind.EXEMPTION, "plan", "X1", "P1", reason="Nhầm", who="ha", at=NOON)
    with pytest.raises(NothingGranted):
        store.withdraw_grant(GrantKind.EXEMPTION, "plan", "X1", "P1", reason="Nhầm", who="ha", at=NOON)

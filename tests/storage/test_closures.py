from datetime import date, timedelta

import pytest
from tests.storage.samples import NOON

from tonghop.storage import AuditSearch, Closure, ClosureUnexplained, NotClosed, Store, UnknownCampaign

TOMORROW = NOON + timedelta(days=1)
CLOSED = Closure(date(2020, 3, 5), "Đã tổng kết", "ha", NOON)
REOPENED = Closure(None, "Còn một xã", "ha", TOMORROW)


def test_a_campaign_is_closed_and_reopened_and_nothing_is_forgotten(store: Store) -> None:
    assert store.closure("plan") is None
    store.close_campaign("plan", CLOSED)
    assert (store.closure("plan"), store.closed()) == (CLOSED, {"plan": date(2020, 3, 5)})
    store.reopen_campaign("plan", REOPENED)
    assert (store.closure("plan"), store.closed()) == (None, {})
    assert (store.closure("plan", NOON), store.closed(NOON)) == (CLOSED, {"plan": date(2020, 3, 5)})
    assert store.closures("plan") == (REOPENED, CLOSED)
    assert store.closures("plan", NOON) == (CLOSED,)


def test_a_closed_campaign_gets_another_last_day(store: Store) -> None:
    store.close_campaign("plan", CLOSED)
    store.close_campaign("plan", Closure(date(2020, 3, 9), "Thêm bốn ngày", "ha", TOMORROW))
    assert store.closed() == {"plan": date(2020, 3, 9)}


def test_both_stand_in_the_audit(store: Store) -> None:
    store.close_campaign("plan", CLOSED)
    store.reopen_campaign("plan", REOPENED)
    closed, reopened = store.audit(2)
    assert closed.details == {"last_day": date(2020, 3, 5), "reason": "Đã tổng kết"}
    assert (reopened.action, reopened.details) == ("reopen_campaign", {"reason": "Còn một xã"})
    assert store.verify_audit() is None


def test_it_needs_a_reason_a_campaign_and_something_to_reopen(store: Store) -> None:
    with pytest.raises(ClosureUnexplained):
        store.close_campaign("plan", Closure(date(2020, 3, 5), " ", "ha", NOON))
    with pytest.raises(NotClosed):
        store.reopen_campaign("plan", REOPENED)
    with pytest.raises(UnknownCampaign):
        store.close_campaign("other", CLOSED)
    with pytest.raises(UnknownCampaign):
        store.reopen_campaign("other", REOPENED)
    assert store.closures("plan") == ()


def test_the_audit_is_searched_newest_first(store: Store) -> None:
    store.close_campaign("plan", CLOSED)
    store.reopen_campaign("plan", REOPENED)
    assert [entry.action for entry in store.search_audit(AuditSearch(who="HA"))] == [
        "reopen_campaign",
        "close_campaign",
    ]
    assert [entry.sequence for entry in store.search_audit(AuditSearch(), skip=1, limit=1)] == [2]
    assert store.count_audit(AuditSearch(since=TOMORROW)) == 1
    assert store.count_audit(AuditSearch(until=TOMORROW, subject="PLAN")) == 2
    assert store.count_audit(AuditSearch(subject="_lan")) == 0
    assert store.audited_actions() == ("close_campaign", "reopen_campaign", "save_campaign")


def test_grants_are_listed_newest_first(store: Store) -> None:
    store.grant_exemption("plan", "X1", "P1", reason="Bão lũ", who="ha", at=NOON)
    store.grant_extension("plan", "X2", "P1", date(2020, 4, 5), reason="Mất điện", who="ha", at=TOMORROW)
    assert [(one.unit, one.due) for one in store.grants("plan")] == [("X2", date(2020, 4, 5)), ("X1", None)]
    assert [one.unit for one in store.grants("plan", NOON)] == ["X1"]
    assert store.grants("other") == ()

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.storage.samples import NOON, issue

from tonghop.core.consolidation import Include
from tonghop.storage import ChangedMeanwhile, Store, UnknownCampaign


def test_issues_come_back_as_they_were_given_out(store: Store) -> None:
    first, second = issue(1), issue(2, Decimal("0.50"), include=Include.ACCEPTED)
    store.issue("plan", first)
    store.issue("plan", second)
    assert store.issues("plan", "P1") == (first, second)
    assert store.issues("plan", "P2") == ()


def test_each_number_is_given_once_and_none_is_left_out(store: Store) -> None:
    store.issue("plan", issue(1))
    for number in (1, 3):
        with pytest.raises(ChangedMeanwhile):
            store.issue("plan", issue(number))
    assert len(store.issues("plan", "P1")) == 1


def test_an_issue_stands_in_the_audit(store: Store) -> None:
    store.issue("plan", issue(1))
    (entry,) = store.audit(1)
    assert (entry.who, entry.at, entry.action, entry.subject) == ("ha", NOON, "issue", "plan P1")
    assert (entry.details["number"], entry.details["digest"]) == (1, "ab" * 32)


def test_periods_are_numbered_each_for_itself(store: Store) -> None:
    store.issue("plan", issue(1))
    store.issue("plan", replace(issue(1), period="P2"))
    assert [one.number for one in store.issues("plan", "P2")] == [1]
    with pytest.raises(UnknownCampaign):
        store.issue("other", issue(1))


def test_the_files_given_out_are_kept_with_their_issue(store: Store) -> None:
    store.issue("plan", issue(1), {"xlsx": b"workbook", "json": b"{}"})
    kept = store.issue_files("plan", "P1", 1)
    assert {kind: store.content(digest) for kind, digest in kept.items()} == {"xlsx": b"workbook", "json": b"{}"}
    assert store.issue_files("plan", "P1", 2) == {}

"""Accounts and tokens are kept, found and changed; a name is given once."""

from dataclasses import replace

import pytest
from tests.storage.samples import NOON

from tonghop.core.accounts import Account, Role, Token
from tonghop.storage import Act, NameTaken, Store, UnknownAccount

CLERK = Account(name="an-hoa", role=Role.CLERK, unit="C11", password="hash", key="k1", created=NOON)


def test_an_account_is_found_by_id_name_and_key(store: Store) -> None:
    kept = store.save_account(CLERK)
    assert store.account(id=kept.id) == store.account(name="an-hoa") == store.account(key="k1") == kept
    assert store.account(name="other") is None


def test_an_account_is_changed_in_place_and_the_change_is_audited(store: Store) -> None:
    kept = store.save_account(CLERK)
    act = Act(NOON, "admin", "close_account", "an-hoa", {})
    store.save_account(replace(kept, active=False), act)
    assert [account.active for account in store.accounts()] == [False]
    assert [entry.action for entry in store.audit()][-1] == "close_account"


def test_a_name_is_given_once(store: Store) -> None:
    store.save_account(CLERK)
    with pytest.raises(NameTaken, match="an-hoa"):
        store.save_account(replace(CLERK, key="k2"))


def test_tokens_are_found_by_account_and_digest(store: Store) -> None:
    account = store.save_account(CLERK)
    token = store.save_token(Token("Excel", account.id, "C11", "d1", NOON, NOON))
    assert store.tokens(account=account.id) == store.tokens(digest="d1") == (token,)
    store.save_token(replace(token, revoked=NOON))
    assert [one.revoked for one in store.tokens(account=account.id)] == [NOON]


def test_a_change_starts_from_what_is_kept_now(store: Store) -> None:
    stale = store.save_account(CLERK)
    store.change_account(stale.id, lambda kept: replace(kept, failures=kept.failures + 1))
    act = Act(NOON, "admin", "lock_account", "an-hoa", {})
    after = store.change_account(stale.id, lambda kept: replace(kept, failures=kept.failures + 1), lambda *_: act)
    assert after == store.account(id=stale.id)
    assert after.failures == 2
    assert store.audit()[-1].action == "lock_account"


def test_an_account_that_there_is_not_is_not_changed(store: Store) -> None:
    with pytest.raises(UnknownAccount):
        store.change_account(7, lambda kept: kept)


def test_many_are_kept_together_or_not_at_all(store: Store) -> None:
    act = Act(NOON, "admin", "open_account", "x", {})
    several = [(replace(CLERK, name=f"x{number}", key=f"k{number}"), act) for number in range(3)]
    assert [account.id for account in store.save_accounts(several)] == [1, 2, 3]
    again = [(replace(CLERK, name="moi", key="k8"), act), (replace(CLERK, name="x1", key="k9"), act)]
    with pytest.raises(NameTaken, match="x1"):
        store.save_accounts(again)
    assert store.account(name="moi") is None

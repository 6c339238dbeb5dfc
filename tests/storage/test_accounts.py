"""Accounts and tokens are kept, found and changed; a name is given once."""

from dataclasses import replace

import pytest
from tests.storage.samples import NOON

from tonghop.core.accounts import Account, Role, Token
from tonghop.storage import Act, NameTaken, Store

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

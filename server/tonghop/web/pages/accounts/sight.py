"""Which accounts an administrator sees: those of his unit and below it, or all."""

from flask import Blueprint, abort, current_app

from tonghop.core.accounts import ROLE_WORDS, Account
from tonghop.web.accounts.managing import Keeper
from tonghop.web.desk import desk
from tonghop.workflow.accounts import Known

PAGES = Blueprint("accounts", __name__)


def in_sight() -> tuple[Account, ...]:
    """Return the accounts that whoever is signed in may change, by name."""
    return tuple(account for account in desk.store.accounts() if _sees(account))


def named(name: str) -> Account:
    """Return an account in sight; any other is told as not being there."""
    account = desk.store.account(name=name)
    if account is None or not _sees(account):
        abort(404)
    return account


def keeper() -> Keeper:
    """Return who keeps accounts in this request."""
    return Keeper(current_app, desk.store, desk.who, desk.now)


def known() -> Known:
    """Return what a list of accounts is judged by."""
    accounts = desk.store.accounts()
    return Known(
        units=unit_names(),
        accounts={account.name: account for account in accounts},
        mine=frozenset(account.name for account in accounts if _sees(account)),
        all_units=desk.account.unit is None,
    )


def unit_names() -> dict[str, str]:
    """Return the names of the units in sight, by code."""
    return {code: unit.name for code, unit in desk.units_in_sight.items()}


def role_words() -> dict[str, str]:
    """Return the roles in the reader's words."""
    return {role.value: desk.say(words) for role, words in ROLE_WORDS.items()}


def _sees(account: Account) -> bool:
    return desk.account.unit is None or (account.unit is not None and account.unit in desk.units_in_sight)

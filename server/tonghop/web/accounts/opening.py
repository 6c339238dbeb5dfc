"""Making accounts: the administrator of a new instance, and whoever he lets in."""

import secrets
from dataclasses import replace
from datetime import datetime

from flask import Flask
from flask_security import hash_password

from tonghop.core.accounts import Account, Role
from tonghop.storage import Act, Store

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # Without what is mistaken for one another on paper.
FIRST_ADMINISTRATOR = "admin"


def one_time_password() -> str:
    """Return a password that is easily copied from paper: three groups of four."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def open_account(app: Flask, store: Store, account: Account, password: str, *, who: str, at: datetime) -> Account:
    """Keep a new account with a password; raises NameTaken."""
    with app.app_context():
        made = replace(account, password=hash_password(password), key=secrets.token_hex(16), created=at)
    details = {"role": account.role.value, "unit": account.unit}
    return store.save_account(made, Act(at, who, "open_account", account.name, details))


def first_administrator(app: Flask, store: Store, at: datetime) -> str | None:
    """Make the first administrator and return his one-time password; ``None`` where there are accounts already."""
    if store.accounts():
        return None
    password = one_time_password()
    account = Account(FIRST_ADMINISTRATOR, Role.ADMIN, None, "", "", must_change=True)
    open_account(app, store, account, password, who="tonghop serve", at=at)
    return password

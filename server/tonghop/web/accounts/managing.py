"""What an administrator does with accounts; each step is in the audit, none of it tells a password."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask import Flask
from flask_security import hash_password

from tonghop.core.accounts import Account, Role
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import Act, Store
from tonghop.web.accounts import bearer, locking
from tonghop.web.accounts.opening import one_time_password
from tonghop.workflow.accounts import Plan


class LastAdministrator(TonghopError):
    message = marked("{name} is the only open administrator of everything. Make another one first.")


class Keeper:
    """Somebody who keeps accounts, now."""

    def __init__(self, app: Flask, store: Store, who: str, at: datetime) -> None:
        self._app, self._store, self._who, self._at = app, store, who, at

    def apply(self, plan: Plan) -> list[tuple[Account, str]]:
        """Make and change what a plan says, all or nothing; return the new accounts with their first passwords."""
        for old, new in plan.changed:
            self._refuse_last(old, new)
        passwords = [one_time_password() for _ in plan.new]
        made = [self._with(account, password) for account, password in zip(plan.new, passwords, strict=True)]
        opened = [(account, self._act("open_account", account, _place(account))) for account in made]
        changed = [(new, self._act("change_account", new, _difference(old, new))) for old, new in plan.changed]
        kept = self._store.save_accounts([*opened, *changed])
        return list(zip(kept[: len(made)], passwords, strict=True))

    def change(self, account: Account, wanted: Account) -> None:
        """Give an account another role, unit or e-mail address; raises LastAdministrator."""
        if wanted != account:
            self._refuse_last(account, wanted)
            act = self._act("change_account", wanted, _difference(account, wanted))
            self._store.change_account(
                account.id,
                lambda kept: replace(kept, role=wanted.role, unit=wanted.unit, email=wanted.email),
                lambda *_: act,
            )

    def close(self, account: Account) -> None:
        """Let nobody in any more, nor go on; raises LastAdministrator."""
        self._refuse_last(account, replace(account, active=False))
        self._step(account, "close_account", active=False, key=secrets.token_hex(16))

    def reopen(self, account: Account) -> None:
        """Let it in again, with the password it had."""
        self._step(account, "reopen_account", active=True, failures=0, locked_until=None)

    def reset(self, account: Account) -> str:
        """Give it a new first password, which is returned; who is signed in with the old one no longer is."""
        password = one_time_password()
        made = self._with(account, password)
        parts = {"password": made.password, "key": made.key, "must_change": True}
        self._step(account, "reset_password", **parts, failures=0, locked_until=None)
        return password

    def unlock(self, account: Account) -> None:
        """Let it try again at once."""
        act = self._act("unlock_account", account, {})
        self._store.change_account(account.id, locking.unlocked, lambda *_: act)

    def remove_second_factor(self, account: Account) -> None:
        """Let its password alone sign it in: the phone is lost."""
        self._step(account, "remove_second_factor", second_factor=None)

    def revoke_tokens(self, account: Account) -> int:
        """End all its tokens and return how many there were."""
        valid = [token for token in self._store.tokens(account=account.id) if token.is_valid(self._at)]
        for token in valid:
            bearer.revoke(self._store, token, account.name, who=self._who, at=self._at)
        return len(valid)

    def _with(self, account: Account, password: str) -> Account:
        with self._app.app_context():
            hashed = hash_password(password)
        return replace(account, password=hashed, key=secrets.token_hex(16), created=account.created or self._at)

    def _step(self, account: Account, action: str, **parts: object) -> None:
        act = self._act(action, account, {})
        self._store.change_account(account.id, lambda kept: replace(kept, **parts), lambda *_: act)  # type: ignore[arg-type]

    def _act(self, action: str, account: Account, details: dict[str, object]) -> Act:
        return Act(self._at, self._who, action, account.name, details)

    def _refuse_last(self, account: Account, wanted: Account) -> None:
        """Refuse to leave nobody who could undo a mistake."""
        if _is_chief(account) and not _is_chief(wanted):
            others: Sequence[Account] = [one for one in self._store.accounts() if one.id != account.id]
            if not any(_is_chief(one) for one in others):
                raise LastAdministrator(name=account.name)


def _is_chief(account: Account) -> bool:
    return account.active and account.role is Role.ADMIN and account.unit is None


def _place(account: Account) -> dict[str, object]:
    return {"role": account.role.value, "unit": account.unit}


def _difference(old: Account, new: Account) -> dict[str, object]:
    """Tell what changed; an address only as such, since it may name a person."""
    changed: dict[str, object] = {}
    if old.role is not new.role:
        changed["role"] = [old.role.value, new.role.value]
    if old.unit != new.unit:
        changed["unit"] = [old.unit, new.unit]
    if old.email != new.email:
        changed["email"] = True
    return changed

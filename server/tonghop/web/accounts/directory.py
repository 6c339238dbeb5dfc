"""The store's accounts as Flask-Security wants them."""

from dataclasses import replace
from typing import Any

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from tonghop.core.accounts import Account
from tonghop.storage import Act
from tonghop.web.accounts import locking
from tonghop.web.accounts.second_factor import METHOD, Seal, SecondFactor
from tonghop.web.desk import Service


class SignedIn(UserMixin):
    """An account in the form that Flask-Security changes in place; ``Directory.put`` keeps what changed."""

    roles: list[RoleMixin] = []  # noqa: RUF012 - none of them is ever changed: roles are ours
    fs_uniquifier: str = ""
    tf_phone_number: str | None = None

    def __init__(self, account: Account, directory: "Directory") -> None:
        self.account = account
        self.directory = directory
        self.id = account.id
        self.name = account.name
        self.email = account.email or ""
        self.active = account.active
        self.password: str | None = account.password
        self.fs_uniquifier = account.key
        factor = directory.seal.open(account.second_factor)
        self.factor = factor
        self.tf_primary_method = None if factor is None else METHOD
        self.tf_totp_secret = None if factor is None else factor.secret
        self.tf_counter = None if factor is None else factor.counter
        self.mf_recovery_codes = [] if factor is None else list(factor.spares)

    def factor_now(self) -> SecondFactor | None:
        """Return the second factor as it is now."""
        if self.tf_totp_secret is None or self.tf_primary_method is None:
            return None
        return SecondFactor(self.tf_totp_secret, tuple(self.mf_recovery_codes or ()), self.tf_counter)

    def calc_username(self) -> str:
        """Return the name under which a phone lists the account."""
        return self.name

    def track_failed_authn(self, auth_type: str, tfa: bool = False) -> None:  # noqa: FBT001, FBT002 - as overridden
        """Count what was typed wrongly."""
        super().track_failed_authn(auth_type, tfa)
        self.directory.count_failure(self.account)

    def is_locked(self, form_error: list[str] | None = None) -> bool:
        """Tell whether the account is closed for a while, and say for how long."""
        fresh = self.directory.fresh(self.account)
        told = locking.told(fresh)
        if told is not None and form_error is not None:
            form_error.append(told)
        return told is not None


class Directory(UserDatastore):
    """Finds and keeps accounts in the store."""

    def __init__(self, service: Service, seal: Seal) -> None:
        super().__init__(SignedIn, RoleMixin)
        self._service = service
        self.seal = seal

    def find_user(self, case_insensitive: bool = False, **by: Any) -> SignedIn | None:  # noqa: ANN401, ARG002, FBT001, FBT002
        """Return the account with that id, name or key."""
        named = {"key" if name == "fs_uniquifier" else name: value for name, value in by.items()}
        account = self._service.store.account(**named)
        return None if account is None else SignedIn(account, self)

    def find_role(self, role: str) -> None:
        """Roles are ours, not Flask-Security's."""

    def put(self, model: SignedIn) -> SignedIn:
        """Keep what changed, and nothing that somebody else changed meanwhile."""
        changes = self._changes(model)
        if changes:
            model.account = self._service.store.change_account(
                model.account.id, lambda kept: replace(kept, **changes), lambda _, new: self._act(model, new)
            )
            model.factor = model.factor_now()
        return model

    def count_failure(self, account: Account) -> None:
        """Count a wrong password or code."""
        locking.count(self._service.store, account, self._service.time())

    def count_success(self, account: Account) -> None:
        """Forget the wrong ones: somebody came in rightly."""
        locking.forget(self._service.store, self.fresh(account))

    def fresh(self, account: Account) -> Account:
        """Return an account as it is kept now."""
        return self._service.store.account(id=account.id) or account

    def commit(self) -> None:
        """Nothing is left to do: ``put`` is a transaction."""

    def _changes(self, model: SignedIn) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        if model.password != model.account.password:
            changes["password"] = model.password or ""
        if model.fs_uniquifier != model.account.key:
            changes |= {"key": model.fs_uniquifier, "must_change": False}
        if model.factor_now() != model.factor:
            changes["second_factor"] = self.seal.close(model.factor_now())
        return changes

    def _act(self, model: SignedIn, new: Account) -> Act | None:
        """Return what the audit is told: passwords and second factors, but not that a hash was made anew."""
        action = "change_password" if new.key != model.account.key else _factor_action(model.factor, model.factor_now())
        return None if action is None else Act(self._service.time(), new.name, action, new.name, {})


def _factor_action(before: SecondFactor | None, now: SecondFactor | None) -> str | None:
    if before is None or now is None:
        return None if before is now else "set_second_factor" if before is None else "remove_second_factor"
    if before.secret != now.secret:
        return "set_second_factor"
    if before.spares != now.spares:
        return "use_spare_code" if set(now.spares) < set(before.spares) else "make_spare_codes"
    return None

"""The store's accounts as Flask-Security wants them."""

from dataclasses import replace
from typing import Any

from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from tonghop.core.accounts import Account
from tonghop.web.desk import Service


class SignedIn(UserMixin):
    """An account in the form that Flask-Security changes in place; ``Directory.put`` keeps what changed."""

    roles: list[RoleMixin] = []  # noqa: RUF012 - none of them is ever changed: roles are ours
    fs_uniquifier: str = ""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.id = account.id
        self.name = account.name
        self.email = account.email or ""
        self.active = account.active
        self.password: str | None = account.password
        self.fs_uniquifier = account.key

    def changed(self) -> Account:
        """Return the account as it is now."""
        return replace(
            self.account,
            active=self.active,
            password=self.password or "",
            key=self.fs_uniquifier,
            must_change=self.account.must_change and self.password == self.account.password,
        )


class Directory(UserDatastore):
    """Finds and keeps accounts in the store."""

    def __init__(self, service: Service) -> None:
        super().__init__(SignedIn, RoleMixin)
        self._service = service

    def find_user(self, case_insensitive: bool = False, **by: Any) -> SignedIn | None:  # noqa: ANN401, ARG002, FBT001, FBT002
        """Return the account with that id, name or key."""
        named = {"key" if name == "fs_uniquifier" else name: value for name, value in by.items()}
        account = self._service.store.account(**named)
        return None if account is None else SignedIn(account)

    def find_role(self, role: str) -> None:
        """Roles are ours, not Flask-Security's."""

    def put(self, model: SignedIn) -> SignedIn:
        """Keep what changed."""
        model.account = self._service.store.save_account(model.changed())
        return model

    def commit(self) -> None:
        """Nothing is left to do: ``put`` is a transaction."""

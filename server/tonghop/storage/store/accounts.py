"""Who signs in, and the audit of what everybody did."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tonghop.core.accounts import Account, Token
from tonghop.core.submission import SubmissionKey
from tonghop.storage import (
    accounts,
    auditing,
)
from tonghop.storage.errors import UnknownAccount
from tonghop.storage.store.base import Part
from tonghop.storage.values import (
    Act,
    AuditEntry,
    AuditSearch,
)


class AccountStore(Part):
    """The store's accounts and audit."""

    # Accounts

    def save_account(self, account: Account, act: Act | None = None) -> Account:
        """Keep an account, new or changed, and return it with its id; ``act`` is told to the audit.

        Raises NameTaken when another account has its name.
        """
        with self._database.writing() as connection:
            return accounts.keep_named(connection, account, act)

    def save_accounts(self, changes: Sequence[tuple[Account, Act]]) -> list[Account]:
        """Keep several accounts, all or none, and return them with their ids; raises NameTaken."""
        with self._database.writing() as connection:
            return [accounts.keep_named(connection, account, act) for account, act in changes]

    def change_account(
        self,
        account: int,
        change: Callable[[Account], Account],
        act: Callable[[Account, Account], Act | None] = lambda _old, _new: None,
    ) -> Account:
        """Keep an account as ``change`` makes it of what is kept now; ``act`` says of both what the audit is told.

        Raises UnknownAccount.
        """
        with self._database.writing() as connection:
            before = accounts.one(connection, id=account)
            if before is None:
                raise UnknownAccount(name=account)
            after = accounts.keep(connection, change(before))
            done = act(before, after)
            if done is not None:
                auditing.record(connection, done)
            return after

    def account(self, **by: object) -> Account | None:
        """Return the account with that id, name or key."""
        with self._database.reading() as connection:
            return accounts.one(connection, **by)

    def accounts(self) -> tuple[Account, ...]:
        """Return all accounts, by name."""
        with self._database.reading() as connection:
            return accounts.everyone(connection)

    def save_token(self, token: Token, act: Act | None = None) -> Token:
        """Keep a token, new or changed, and return it with its id."""
        with self._database.writing() as connection:
            kept = accounts.keep_token(connection, token)
            if act is not None:
                auditing.record(connection, act)
            return kept

    def tokens(self, **by: object) -> tuple[Token, ...]:
        """Return the tokens of an account, or with a digest, oldest first."""
        with self._database.reading() as connection:
            return accounts.tokens(connection, **by)

    # Audit

    def record(self, act: Act) -> None:
        """Tell the audit of something that is kept nowhere else."""
        with self._database.writing() as connection:
            auditing.record(connection, act)

    def audit(self, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """Return the newest ``limit`` entries of the audit (all of them), oldest first."""
        with self._database.reading() as connection:
            return auditing.entries(connection, limit)

    def search_audit(self, search: AuditSearch, *, skip: int = 0, limit: int | None = None) -> tuple[AuditEntry, ...]:
        """Return the entries of the audit that a search finds, newest first."""
        with self._database.reading() as connection:
            return auditing.found(connection, search, skip=skip, limit=limit)

    def count_audit(self, search: AuditSearch) -> int:
        """Return how many entries a search finds."""
        with self._database.reading() as connection:
            return auditing.count(connection, search)

    def audited_actions(self) -> tuple[str, ...]:
        """Return every kind of act there is in the audit."""
        with self._database.reading() as connection:
            return auditing.actions(connection)

    def audit_of(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[AuditEntry, ...]:
        """Return the audit's entries that speak of one report, oldest first."""
        with self._database.reading() as connection:
            return auditing.of_report(connection, key, as_of)

    def verify_audit(self) -> int | None:
        """Return the first sequence at which the audit's chain is broken, ``None`` when it holds throughout."""
        with self._database.reading() as connection:
            return auditing.first_broken(connection)

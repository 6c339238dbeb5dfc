"""Wrong passwords and codes are counted: every fifth closes the account for a quarter of an hour.

The machine's own clock is asked, not the service's: that one may be stopped, and a lock must end.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from tonghop import clock
from tonghop.core.accounts import Account
from tonghop.core.errors import marked
from tonghop.storage import Act, Store
from tonghop.web.desk import desk

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
_LOCKED = marked("Too many wrong passwords. This account can be used again in {minutes} minutes.")


def count(store: Store, account: Account, at: datetime) -> None:
    """Count a wrong password or code, and lock the account where it was one too many; ``at`` is for the audit."""
    store.change_account(account.id, _counted, lambda _, new: _act(new, at))


def forget(store: Store, account: Account) -> None:
    """Begin counting anew: somebody came in rightly."""
    if account.failures:
        store.change_account(account.id, unlocked)


def unlocked(account: Account) -> Account:
    """Return an account with nothing counted against it."""
    return replace(account, failures=0, locked_until=None)


def is_locked(account: Account) -> bool:
    """Tell whether an account is locked now."""
    return account.locked_until is not None and account.locked_until > clock.now()


def told(account: Account) -> str | None:
    """Return for how long an account is locked, as a sentence; ``None`` where it is not."""
    now = clock.now()
    if account.locked_until is None or account.locked_until <= now:
        return None
    minutes = -(-(account.locked_until - now) // timedelta(minutes=1))
    return desk.say(_LOCKED, minutes=minutes)


def _counted(account: Account) -> Account:
    failures = account.failures + 1
    until = clock.now() + LOCKED_FOR if failures % TRIES == 0 else account.locked_until
    return replace(account, failures=failures, locked_until=until)


def _act(account: Account, at: datetime) -> Act | None:
    if account.failures % TRIES:
        return None
    return Act(at, account.name, "lock_account", account.name, {"failures": account.failures})

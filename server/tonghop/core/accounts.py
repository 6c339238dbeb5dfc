"""Who may sign in, as what, and what he may do there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from tonghop.core.errors import marked
from tonghop.core.units import UnitTree


class Role(StrEnum):
    """What an account is for."""

    CLERK = "clerk"
    """Fills and sends the reports of one unit."""
    REVIEWER = "reviewer"
    """Sends for, and reviews, the units below its own: a district."""
    PROVINCE = "province"
    """Runs campaigns, reviews at every level, consolidates and issues."""
    VIEWER = "viewer"
    """Looks, changes nothing."""
    ADMIN = "admin"
    """Keeps accounts, and may do what the province may."""


ROLE_WORDS = MappingProxyType(
    {
        Role.CLERK: marked("unit clerk"),
        Role.REVIEWER: marked("reviewer (district)"),
        Role.PROVINCE: marked("provincial clerk"),
        Role.VIEWER: marked("viewer"),
        Role.ADMIN: marked("administrator"),
    }
)
OF_ONE_UNIT = frozenset({Role.CLERK, Role.REVIEWER})
"""Roles that need a unit; the others may see everything."""


class Right(StrEnum):
    """One kind of thing to do. Whatever the right, it reaches no further than the account's unit and those below."""

    VIEW = "view"
    SEND = "send"
    REVIEW = "review"
    MANAGE = "manage"
    """Campaigns, units, exemptions, extensions, allocations, consolidating and issuing."""
    AUDIT = "audit"
    ACCOUNTS = "accounts"


_PROVINCE = frozenset({Right.VIEW, Right.SEND, Right.REVIEW, Right.MANAGE, Right.AUDIT})
RIGHTS = MappingProxyType(
    {
        Role.CLERK: frozenset({Right.VIEW, Right.SEND}),
        Role.REVIEWER: frozenset({Right.VIEW, Right.SEND, Right.REVIEW}),
        Role.PROVINCE: _PROVINCE,
        Role.VIEWER: frozenset({Right.VIEW}),
        Role.ADMIN: _PROVINCE | {Right.ACCOUNTS},
    }
)


@dataclass(frozen=True, slots=True)
class Account:
    """One sign-in, of an office and not of a person."""

    name: str
    """What is typed to sign in; lower case."""
    role: Role
    unit: str | None
    """The code of the unit it sees with all below it; ``None`` is everything."""
    password: str
    """Its hash."""
    key: str
    """Changes with the password, so that older sign-ins end."""
    id: int = 0
    """Given when it is first kept."""
    email: str | None = None
    """Where reminders go."""
    active: bool = True
    must_change: bool = False
    """Whether a new password has to be chosen before anything else."""
    second_factor: str | None = None
    """The secret of its one-time codes, encrypted."""
    failures: int = 0
    """Wrong passwords since the last right one."""
    locked_until: datetime | None = None
    """UTC."""
    created: datetime | None = None
    """UTC."""

    def may(self, right: Right) -> bool:
        """Tell whether its role has the right."""
        return right in RIGHTS[self.role]

    def sees(self, tree: UnitTree, unit: str) -> bool:
        """Tell whether a unit is its own or stands below it in that tree."""
        if self.unit is None:
            return True
        code: str | None = unit
        while code is not None and code != self.unit:
            found = tree.by_code.get(code)
            code = None if found is None else found.parent
        return code is not None


@dataclass(frozen=True, slots=True)
class Token:
    """What a program signs in with in place of an account, for one unit and not for ever."""

    name: str
    """What its owner calls it: “Excel ở văn phòng”."""
    account: int
    unit: str | None
    digest: str
    """SHA-256 of the secret, which is shown once and never kept."""
    created: datetime
    """UTC."""
    expires: datetime
    """UTC."""
    id: int = 0
    revoked: datetime | None = None
    """UTC."""

    def is_valid(self, now: datetime) -> bool:
        """Tell whether it still opens anything at an instant."""
        return self.revoked is None and now < self.expires

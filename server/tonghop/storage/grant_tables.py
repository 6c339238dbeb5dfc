"""The tables of what a unit was granted for a period, and of what was taken back."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from tonghop.storage.tables import Table


class ExemptionRow(Table):
    """A unit need not report for a period."""

    __tablename__ = "exemptions"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    period: Mapped[str]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class ExtensionRow(Table):
    """A unit may report for a period until a later day; the newest grant holds."""

    __tablename__ = "extensions"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    period: Mapped[str]
    due: Mapped[date]
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class WithdrawalRow(Table):
    """What was granted to a unit for a period, up to one of its grants, holds no more."""

    __tablename__ = "withdrawals"

    sequence: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    period: Mapped[str]
    kind: Mapped[str]
    """Of which grants: a ``GrantKind``."""
    up_to: Mapped[int]
    """The sequence of the newest grant that is withdrawn; what is granted after it holds again."""
    reason: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]

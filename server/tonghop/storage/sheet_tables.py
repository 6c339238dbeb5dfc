"""The tables of shared spreadsheets. They say how things are now: what was read of them lies with the deliveries.

shared_sheets ─< shared_tabs    which tab holds which form
             ├─< sheet_grants   with whom it is shared now; who shared and unshared it stands in the audit
             └── pulls          its reading: at most one row, so that no two workers can have the same spreadsheet
drive_state                     one row: up to where Drive's changes are known
live_sheets                     what was last written to the spreadsheets that show consolidated figures
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from tonghop.storage.tables import Table


class SharedSheetRow(Table):
    """A spreadsheet that a district's communes fill together."""

    __tablename__ = "shared_sheets"
    __table_args__ = (Unique("campaign", "period", "unit"), Unique("spreadsheet"))

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str]
    """The campaign's code: a spreadsheet outlives its versions."""
    period: Mapped[str]
    unit: Mapped[str]
    version: Mapped[int]
    """The campaign's version that it was made from."""
    title: Mapped[str]
    state: Mapped[str]
    """A ``SheetState``."""
    spreadsheet: Mapped[str | None]
    made: Mapped[datetime | None]
    seen: Mapped[str | None]
    marked: Mapped[str | None]
    read: Mapped[datetime | None]
    written: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(Text)
    """A sentence as JSON."""


class SharedTabRow(Table):
    """A tab of a shared spreadsheet."""

    __tablename__ = "shared_tabs"

    sheet: Mapped[int] = mapped_column(ForeignKey("shared_sheets.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[str]
    """A ``TabRole``."""
    form: Mapped[str | None]


class SheetGrantRow(Table):
    """Somebody may write in a shared spreadsheet."""

    __tablename__ = "sheet_grants"

    sheet: Mapped[int] = mapped_column(ForeignKey("shared_sheets.id"), primary_key=True)
    permission: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]
    account: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    since: Mapped[datetime]


class PullRow(Table):
    """The reading of a spreadsheet."""

    __tablename__ = "pulls"

    sheet: Mapped[int] = mapped_column(ForeignKey("shared_sheets.id"), primary_key=True, autoincrement=False)
    stage: Mapped[str]
    """A ``PullStage``."""
    due: Mapped[datetime] = mapped_column(index=True)
    again: Mapped[datetime | None]
    content: Mapped[bytes | None]
    delivery: Mapped[int | None] = mapped_column(ForeignKey("deliveries.sequence"))
    attempts: Mapped[int]
    round: Mapped[int]
    worker: Mapped[str | None]
    seen: Mapped[datetime | None]
    token: Mapped[str | None]
    """Of the claim; none where nobody has it."""


class DriveStateRow(Table):
    """Up to where Drive's changes are known."""

    __tablename__ = "drive_state"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Always 1."""
    page: Mapped[str | None]
    """Drive's page token."""
    last_full: Mapped[datetime | None]
    """When all spreadsheets were last asked for, whether Drive tells of changes or not."""


class LiveSheetRow(Table):
    """What was last written to a spreadsheet that shows consolidated figures."""

    __tablename__ = "live_sheets"
    __table_args__ = (Unique("spreadsheet"),)

    campaign: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    spreadsheet: Mapped[str]
    digest: Mapped[str]
    pushed: Mapped[datetime]

"""Shared spreadsheets: which there are and with whom they are shared. Each method is one transaction.

What people do to them (making, sharing, unsharing, publishing figures) stands in the audit; the reading does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from tonghop.storage import accounts, auditing, campaigns
from tonghop.storage.database import Database
from tonghop.storage.documents import details_of, phrase_of
from tonghop.storage.errors import SheetBusy, SheetMadeMeanwhile, UnknownSheet
from tonghop.storage.sheet_tables import LiveSheetRow, PullRow, SharedSheetRow, SharedTabRow, SheetGrantRow
from tonghop.storage.sheet_values import (
    LiveSheet,
    NewSheet,
    PullStage,
    SharedSheet,
    SheetGrant,
    SheetKey,
    SheetState,
    SheetTab,
    TabRole,
)
from tonghop.storage.values import Act

_SHEET = select(*SharedSheetRow.__table__.columns)
_LIVE = select(
    LiveSheetRow.campaign, LiveSheetRow.period, LiveSheetRow.spreadsheet, LiveSheetRow.digest, LiveSheetRow.pushed
)
_UNMADE = {"spreadsheet": None, "made": None, "seen": None, "marked": None, "read": None, "written": None}
"""What is known of a spreadsheet before it is made."""


class SharedSheets:
    """The store's register of shared spreadsheets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Making

    def begin_making(self, new: NewSheet) -> SharedSheet:
        """Register a spreadsheet that is to be made, and return it; one that is ready is returned as it is.

        One that was being made is made from the version named now, one that is gone is made anew.
        Raises UnknownCampaign or UnknownVersion; SheetBusy while what was read of the one that is gone is taken in.
        """
        with self._database.writing() as connection:
            campaigns.campaign_id(connection, new.key.campaign, new.version)
            known = _of_unit(connection, new.key)
            if known is None:
                return _register(connection, new)
            if known.state is not SheetState.READY:
                _make_anew(connection, known, new)
            return one(connection, known.id)

    def made(self, sheet: int, spreadsheet: str, tabs: Iterable[SheetTab], *, who: str, at: datetime) -> SharedSheet:
        """Keep that a spreadsheet is made, with its tabs; the same again changes nothing.

        Raises UnknownSheet; SheetMadeMeanwhile when it is another one, or another unit's.
        """
        with self._database.writing() as connection:
            known = one(connection, sheet)
            other = of_spreadsheet(connection, spreadsheet)
            if known.state is SheetState.READY and known.spreadsheet == spreadsheet:
                return known
            if known.state is not SheetState.MAKING or other is not None:
                raise SheetMadeMeanwhile(unit=known.key.unit, period=known.key.period, spreadsheet=spreadsheet)
            _change(connection, sheet, state=SheetState.READY, spreadsheet=spreadsheet, made=at)
            for tab in tabs:
                connection.execute(insert(SharedTabRow).values(sheet=sheet, **asdict(tab)))
            auditing.record(connection, _act("make_sheet", known, who, at, spreadsheet=spreadsheet))
            return one(connection, sheet)

    def gone(self, spreadsheet: str, *, who: str, at: datetime) -> None:
        """Keep that a spreadsheet is no longer there; nothing happens when it is not one that is ready.

        It is not read any more. What was fetched of it before is still taken in.
        """
        with self._database.writing() as connection:
            known = of_spreadsheet(connection, spreadsheet)
            if known is None or known.state is not SheetState.READY:
                return
            _change(connection, known.id, state=SheetState.GONE)
            unread = (PullRow.sheet == known.id, PullRow.stage == PullStage.WAITING)
            connection.execute(delete(PullRow).where(*unread))
            auditing.record(connection, _act("lose_sheet", known, who, at, spreadsheet=spreadsheet))

    def found(self, sheet: int, *, who: str, at: datetime) -> SharedSheet:
        """Keep that one that was gone is there again, with its tabs and sharing; else nothing changes.

        Raises UnknownSheet.
        """
        with self._database.writing() as connection:
            known = one(connection, sheet)
            if known.state is not SheetState.GONE:
                return known
            _change(connection, sheet, state=SheetState.READY)
            auditing.record(connection, _act("find_sheet", known, who, at, spreadsheet=known.spreadsheet))
            return one(connection, sheet)

    # Looking up

    def one(self, sheet: int) -> SharedSheet:
        """Return a spreadsheet as it stands now; raises UnknownSheet."""
        with self._database.reading() as connection:
            return one(connection, sheet)

    def of_unit(self, key: SheetKey) -> SharedSheet | None:
        """Return a unit's spreadsheet for a period."""
        with self._database.reading() as connection:
            return _of_unit(connection, key)

    def of(self, spreadsheet: str) -> SharedSheet | None:
        """Return the spreadsheet with Google's id."""
        with self._database.reading() as connection:
            return of_spreadsheet(connection, spreadsheet)

    def listed(
        self, *, campaign: str | None = None, period: str | None = None, unit: str | None = None
    ) -> tuple[SharedSheet, ...]:
        """Return the spreadsheets, all or of a campaign, period or unit, by campaign, period and unit."""
        row = SharedSheetRow
        statement = _SHEET.order_by(row.campaign, row.period, row.unit)
        for column, value in ((row.campaign, campaign), (row.period, period), (row.unit, unit)):
            statement = statement if value is None else statement.where(column == value)
        with self._database.reading() as connection:
            return tuple(_sheet(found) for found in connection.execute(statement).mappings())

    def tabs(self, sheet: int) -> tuple[SheetTab, ...]:
        """Return a spreadsheet's tabs as they were made, by their numbers."""
        row = SharedTabRow
        statement = select(row.number, row.role, row.form).where(row.sheet == sheet).order_by(row.number)
        with self._database.reading() as connection:
            return tuple(SheetTab(number, TabRole(role), form) for number, role, form in connection.execute(statement))

    # Sharing

    def grant(self, sheet: int, grant: SheetGrant, *, who: str) -> None:
        """Keep that a spreadsheet is shared with somebody; the same permission again changes nothing.

        Raises UnknownSheet.
        """
        with self._database.writing() as connection:
            known = one(connection, sheet)
            if connection.scalar(select(exists().where(*_permission(sheet, grant.permission)))):
                return
            values = {"email": grant.email, "account": grant.account, "since": grant.since}
            connection.execute(insert(SheetGrantRow).values(sheet=sheet, permission=grant.permission, **values))
            whom = _whom(connection, grant.account, grant.email)
            auditing.record(connection, _act("share_sheet", known, who, grant.since, account=whom))

    def ungrant(self, sheet: int, permission: str, *, who: str, at: datetime) -> None:
        """Keep that it is shared no more; nothing happens where it was not. Raises UnknownSheet."""
        with self._database.writing() as connection:
            known = one(connection, sheet)
            row = delete(SheetGrantRow).where(*_permission(sheet, permission))
            found = connection.execute(row.returning(SheetGrantRow.account, SheetGrantRow.email)).first()
            if found is not None:
                whom = _whom(connection, found.account, found.email)
                auditing.record(connection, _act("unshare_sheet", known, who, at, account=whom))

    def grants(self, sheet: int) -> tuple[SheetGrant, ...]:
        """Return with whom a spreadsheet is shared now, by their addresses."""
        row = SheetGrantRow
        statement = select(row.email, row.permission, row.since, row.account).where(row.sheet == sheet)
        with self._database.reading() as connection:
            return tuple(SheetGrant(*found) for found in connection.execute(statement.order_by(row.email)))

    def grants_of(self, campaign: str, period: str) -> Mapping[int, tuple[SheetGrant, ...]]:
        """Return with whom each spreadsheet of a period is shared now, by their addresses; none that nobody has."""
        row, sheet = SheetGrantRow, SharedSheetRow
        statement = select(row.sheet, row.email, row.permission, row.since, row.account).join(sheet)
        statement = statement.where(sheet.campaign == campaign, sheet.period == period).order_by(row.sheet, row.email)
        with self._database.reading() as connection:
            by_sheet = groupby(connection.execute(statement), key=itemgetter(0))
            return {number: tuple(SheetGrant(*row[1:]) for row in rows) for number, rows in by_sheet}

    # The consolidated figures

    def keep_pushed(self, live: LiveSheet, *, who: str) -> None:
        """Keep what was written to the spreadsheet of a period's figures; the audit is told of other figures only."""
        with self._database.writing() as connection:
            before = _live(connection, live.campaign, live.period)
            place = (LiveSheetRow.campaign == live.campaign, LiveSheetRow.period == live.period)
            connection.execute(delete(LiveSheetRow).where(*place))
            connection.execute(insert(LiveSheetRow).values(asdict(live)))
            if before is None or (before.spreadsheet, before.digest) != (live.spreadsheet, live.digest):
                details = {"spreadsheet": live.spreadsheet, "digest": live.digest}
                subject = f"{live.campaign} {live.period}"
                auditing.record(connection, Act(live.pushed, who, "push_sheet", subject, details))

    def pushed(self, campaign: str, period: str) -> LiveSheet | None:
        """Return what was last written to the spreadsheet of a period's figures, ``None`` where there is none."""
        with self._database.reading() as connection:
            return _live(connection, campaign, period)

    def live(self, *, campaign: str | None = None, period: str | None = None) -> tuple[LiveSheet, ...]:
        """Return the spreadsheets that show figures, all or of a campaign or period, by campaign and period."""
        row = LiveSheetRow
        statement = _LIVE.order_by(row.campaign, row.period)
        for column, value in ((row.campaign, campaign), (row.period, period)):
            statement = statement if value is None else statement.where(column == value)
        with self._database.reading() as connection:
            return tuple(LiveSheet(*found) for found in connection.execute(statement))


def one(connection: Connection, sheet: int) -> SharedSheet:
    """Return a spreadsheet; raises UnknownSheet."""
    found = connection.execute(_SHEET.where(SharedSheetRow.id == sheet)).mappings().first()
    if found is None:
        raise UnknownSheet(sheet=sheet)
    return _sheet(found)


def of_spreadsheet(connection: Connection, spreadsheet: str) -> SharedSheet | None:
    """Return the spreadsheet with Google's id."""
    found = connection.execute(_SHEET.where(SharedSheetRow.spreadsheet == spreadsheet)).mappings().first()
    return None if found is None else _sheet(found)


def _of_unit(connection: Connection, key: SheetKey) -> SharedSheet | None:
    found = connection.execute(_SHEET.filter_by(**_key_values(key))).mappings().first()
    return None if found is None else _sheet(found)


def _register(connection: Connection, new: NewSheet) -> SharedSheet:
    values = {**_key_values(new.key), "version": new.version, "title": new.title, "state": SheetState.MAKING}
    row = insert(SharedSheetRow).values(values).returning(SharedSheetRow.id)
    return one(connection, connection.execute(row).scalar_one())


def _make_anew(connection: Connection, known: SharedSheet, new: NewSheet) -> None:
    if connection.scalar(select(exists().where(PullRow.sheet == known.id))):
        raise SheetBusy(unit=known.key.unit, period=known.key.period)
    for table, column in ((SharedTabRow, SharedTabRow.sheet), (SheetGrantRow, SheetGrantRow.sheet)):
        connection.execute(delete(table).where(column == known.id))
    values = {"state": SheetState.MAKING, "version": new.version, "title": new.title, "problem": None}
    _change(connection, known.id, **_UNMADE, **values)


def _change(connection: Connection, sheet: int, **values: object) -> None:
    connection.execute(update(SharedSheetRow).where(SharedSheetRow.id == sheet).values(**values))


def _permission(sheet: int, permission: str) -> tuple[ColumnElement[bool], ...]:
    return SheetGrantRow.sheet == sheet, SheetGrantRow.permission == permission


def _whom(connection: Connection, account: int | None, email: str) -> str:
    """Return the name of an account, or the address of who has none."""
    found = None if account is None else accounts.one(connection, id=account)
    return email if found is None else found.name


def _act(action: str, sheet: SharedSheet, who: str, at: datetime, **details: object) -> Act:
    key = sheet.key
    return Act(at, who, action, f"{key.campaign} {key.period} {key.unit}", details)


def _key_values(key: SheetKey) -> dict[str, str]:
    return {"campaign": key.campaign, "period": key.period, "unit": key.unit}


def _live(connection: Connection, campaign: str, period: str) -> LiveSheet | None:
    row = LiveSheetRow
    found = connection.execute(_LIVE.where(row.campaign == campaign, row.period == period)).first()
    return None if found is None else LiveSheet(*found)


def _sheet(row: RowMapping) -> SharedSheet:
    return SharedSheet(
        id=row["id"],
        key=SheetKey(row["campaign"], row["period"], row["unit"]),
        version=row["version"],
        title=row["title"],
        state=SheetState(row["state"]),
        spreadsheet=row["spreadsheet"],
        made=row["made"],
        seen=row["seen"],
        marked=row["marked"],
        read=row["read"],
        written=row["written"],
        problem=None if row["problem"] is None else phrase_of(details_of(row["problem"])),
    )

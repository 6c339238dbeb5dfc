"""The reading of shared spreadsheets: asked for, claimed, and kept at each stage. Each method is one transaction.

A spreadsheet has at most one row here, from when its reading is asked for until it is done; the database's own key
thus keeps two workers from having the same one. Asking again moves it to an earlier time at most. Where its contents
may have been fetched already, asking again is kept beside it (``again``): once it is done it waits for that time, so
that a change which came after the fetch is never missed. A look some minutes later at a spreadsheet in which
somebody types is asked for in the same way, by what the reading ends with.

A pull belongs to whoever claimed it for as long as he says that he lives. Each claim has a token of its own, so that
one who was given up for dead and comes back changes nothing, be it another thread of the same worker.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, Update, delete, insert, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from tonghop.core.errors import Phrase, TonghopError
from tonghop.storage import sheets
from tonghop.storage.database import Database
from tonghop.storage.documents import canonical, phrase_content
from tonghop.storage.errors import PullLost, SheetNotReady
from tonghop.storage.sheet_tables import DriveStateRow, PullRow, SharedSheetRow
from tonghop.storage.sheet_values import Claim, Ended, Pull, PullStage, SheetKey, SheetState

_TOKEN_BYTES = 15
_ONLY = 1
"""The key of the one row about Drive."""
_PULL = select(
    PullRow.sheet,
    PullRow.stage,
    PullRow.due,
    PullRow.again,
    PullRow.delivery,
    PullRow.attempts,
    PullRow.round,
    PullRow.worker,
    PullRow.seen,
    PullRow.token,
)
_NOBODYS = {"worker": None, "seen": None, "token": None}
_ANEW = {"stage": PullStage.WAITING, "again": None, "content": None, "delivery": None, "attempts": 0, "round": 0}


class Pulls:
    """The store's queue of spreadsheets to read, and up to where Drive's changes are known."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # Asking

    def ask(self, sheet: int, due: datetime) -> None:
        """Have a spreadsheet read, not before ``due``; raises UnknownSheet or SheetNotReady."""
        with self._database.writing() as connection:
            known = sheets.one(connection, sheet)
            if known.state is not SheetState.READY:
                raise SheetNotReady(unit=known.key.unit, period=known.key.period)
            _ask(connection, sheet, due)

    def tell_anew(self, key: SheetKey, due: datetime) -> None:
        """Have the marks in a unit's spreadsheet written anew: what they say of a report has changed, not its cells.

        Nothing happens where there is none, or nothing was read of it yet.
        """
        statement = update(SharedSheetRow).filter_by(campaign=key.campaign, period=key.period, unit=key.unit)
        known = statement.where(SharedSheetRow.state == SheetState.READY, SharedSheetRow.seen.is_not(None))
        with self._database.writing() as connection:
            sheet = connection.scalar(known.values(marked=None).returning(SharedSheetRow.id))
            if sheet is not None:
                _ask(connection, sheet, due)

    def take_anew(self, campaign: str, due: datetime) -> None:
        """Have a campaign's spreadsheets taken in anew with which something is the matter, as one that was refused.

        They may hold the same as then: nobody who typed in them sends them again.
        """
        statement = update(SharedSheetRow).filter_by(campaign=campaign, state=SheetState.READY)
        troubled = statement.where(SharedSheetRow.seen.is_not(None), SharedSheetRow.problem.is_not(None))
        with self._database.writing() as connection:
            for sheet in connection.scalars(troubled.values(seen=None, marked=None).returning(SharedSheetRow.id)).all():
                _ask(connection, sheet, due)

    def token(self) -> str | None:
        """Return the page token up to which Drive's changes are known, ``None`` before the first."""
        with self._database.reading() as connection:
            return connection.scalar(select(DriveStateRow.page))

    def advance(self, token: str, changed: Collection[str], *, at: datetime) -> int:
        """Have the changed spreadsheets read and keep the token behind those changes, both or neither.

        ``changed`` are Google's ids; those that are not shared spreadsheets are passed over. Returns how many were
        asked for. Where two advance at once, the token may fall back: changes are then told twice, none is missed.
        """
        with self._database.writing() as connection:
            asked = [sheet for sheet, spreadsheet in _ready(connection) if spreadsheet in changed]
            for sheet in asked:
                _ask(connection, sheet, at)
            _keep_state(connection, page=token)
            return len(asked)

    def ask_all(self, *, since: datetime, at: datetime) -> bool:
        """Have every spreadsheet read that is ready, unless that was asked for since an instant; tells whether it was.

        Drive may fail to tell of a change; with the last night's hour as ``since`` this finds it by the morning.
        """
        with self._database.writing() as connection:
            last = connection.scalar(select(DriveStateRow.last_full))
            if last is not None and last >= since:
                return False
            for sheet, _ in _ready(connection):
                _ask(connection, sheet, at)
            _keep_state(connection, last_full=at)
            return True

    # Looking up

    def all(self) -> tuple[Pull, ...]:
        """Return every reading that waits or is under way, the earliest first."""
        with self._database.reading() as connection:
            found = connection.execute(_PULL.order_by(PullRow.due, PullRow.sheet)).mappings()
            return tuple(_pull(row) for row in found)

    def of(self, sheet: int) -> Pull | None:
        """Return how far the reading of a spreadsheet is, ``None`` where none is asked for."""
        with self._database.reading() as connection:
            return _of(connection, sheet)

    def content(self, sheet: int) -> bytes | None:
        """Return the contents that were fetched and are not done with; ``None`` where there are none."""
        with self._database.reading() as connection:
            return connection.scalar(select(PullRow.content).where(PullRow.sheet == sheet))

    # The worker

    def claim(
        self,
        worker: str,
        *,
        at: datetime,
        unseen_since: datetime,
        due_by: datetime | None = None,
        only: Collection[int] | None = None,
    ) -> Pull | None:
        """Give a worker the reading that is due longest and that nobody has, or only one unseen since then.

        It goes on at the stage at which it was left; ``None`` where nothing is due by now or ``due_by``, or none of the
        sheets ``only``.
        """
        with self._database.writing() as connection:
            due = select(PullRow.sheet).where(PullRow.due <= (due_by or at), _is_free(unseen_since))
            due = due if only is None else due.where(PullRow.sheet.in_(only))
            sheet = connection.scalar(due.order_by(PullRow.due, PullRow.sheet).limit(1))
            if sheet is None:
                return None
            changes = {"worker": worker, "seen": at, "token": secrets.token_urlsafe(_TOKEN_BYTES)}
            statement = update(PullRow).where(PullRow.sheet == sheet)
            connection.execute(statement.values(attempts=PullRow.attempts + 1, **changes))
            return _of(connection, sheet)

    def beat(self, pull: Pull, *, at: datetime) -> None:
        """Say that its worker lives; raises PullLost."""
        with self._database.writing() as connection:
            change(connection, pull.claim, seen=at)

    def fetched(self, pull: Pull, content: bytes, *, at: datetime) -> Pull:
        """Keep what a spreadsheet holds, in place of what it held before; raises PullLost.

        It becomes a delivery when one is received whose ``waited`` is this pull's claim, in one transaction.
        """
        changes = {"stage": PullStage.FETCHED, "content": content, "delivery": None, "seen": at}
        with self._database.writing() as connection:
            change(connection, pull.claim, round=PullRow.round + 1, **changes)
            _change_sheet(connection, pull.sheet, read=at)
            return _held(connection, pull.claim)

    def finish(self, pull: Pull, ended: Ended) -> None:
        """Keep what a reading ended with; it waits anew where it was asked for again. Raises PullLost."""
        with self._database.writing() as connection:
            held = _held(connection, pull.claim)
            kept = {"seen": ended.seen, "marked": ended.marked, "read": ended.read}
            if ended.written is not None:
                kept["written"] = ended.written
            _change_sheet(connection, pull.sheet, problem=_said(ended.problem), **kept)
            asked = [due for due in (held.again, ended.again) if due is not None]
            if asked and sheets.one(connection, pull.sheet).state is SheetState.READY:
                change(connection, pull.claim, due=min(asked), **_ANEW, **_NOBODYS)
            else:
                connection.execute(delete(PullRow).where(PullRow.sheet == pull.sheet))

    def postpone(self, pull: Pull, due: datetime, problem: Phrase | TonghopError) -> None:
        """Put a reading back until a later time, and keep what was in its way; raises PullLost.

        What is fetched is still to be taken in. What is taken in is read anew: were it only marked then, nothing
        newer would be read for as long as nothing can be written.
        """
        with self._database.writing() as connection:
            held = _held(connection, pull.claim)
            if held.stage is PullStage.RECEIVED:
                content = connection.scalar(select(PullRow.content).where(PullRow.sheet == pull.sheet)) or b""
                _change_sheet(connection, pull.sheet, seen=sha256(content).hexdigest(), marked=None)
                change(connection, pull.claim, **{**_ANEW, "again": held.again, "attempts": held.attempts})
            change(connection, pull.claim, due=due, **_NOBODYS)
            _change_sheet(connection, pull.sheet, problem=_said(problem))

    def drop(self, pull: Pull) -> None:
        """Have no more of a reading whose spreadsheet is gone; nothing happens where another one has it by now."""
        with self._database.writing() as connection:
            row = delete(PullRow).where(PullRow.sheet == pull.sheet, PullRow.token == pull.token)
            connection.execute(row)

    def free(self, pull: Pull, *, begun: bool = True) -> None:
        """Put back a reading that its worker cannot go on with; nothing happens where another one has it by now.

        ``begun`` is whether this counts as an attempt: a worker that is stopped in order has not failed.
        """
        attempts = PullRow.attempts - (0 if begun else 1)
        with self._database.writing() as connection:
            connection.execute(_own(pull.claim).values(attempts=attempts, **_NOBODYS))


def become(connection: Connection, claim: Claim, delivery: int) -> None:
    """Keep that fetched contents are a delivery, in its own transaction: they can become only one.

    Raises PullLost, also where they are one already.
    """
    fetched = _own(claim).where(PullRow.stage == PullStage.FETCHED)
    if not connection.execute(fetched.values(stage=PullStage.RECEIVED, delivery=delivery)).rowcount:
        raise PullLost(sheet=claim.sheet)


def change(connection: Connection, claim: Claim, **values: object) -> None:
    """Change a reading that is still its worker's; raises PullLost."""
    if not connection.execute(_own(claim).values(**values)).rowcount:
        raise PullLost(sheet=claim.sheet)


def _own(claim: Claim) -> Update:
    return update(PullRow).where(PullRow.sheet == claim.sheet, PullRow.token == claim.token)


def _is_free(unseen_since: datetime) -> ColumnElement[bool]:
    return or_(PullRow.token.is_(None), PullRow.seen < unseen_since)


def _ask(connection: Connection, sheet: int, due: datetime) -> None:
    known = _of(connection, sheet)
    if known is None:
        connection.execute(insert(PullRow).values(sheet=sheet, due=due, **_ANEW))
        return
    changes = {"due": min(known.due, due)}
    if known.token is not None or known.stage is not PullStage.WAITING:
        changes["again"] = due if known.again is None else min(known.again, due)
    connection.execute(update(PullRow).where(PullRow.sheet == sheet).values(changes))


def _ready(connection: Connection) -> list[tuple[int, str | None]]:
    statement = select(SharedSheetRow.id, SharedSheetRow.spreadsheet).where(SharedSheetRow.state == SheetState.READY)
    return [(sheet, spreadsheet) for sheet, spreadsheet in connection.execute(statement.order_by(SharedSheetRow.id))]


def _keep_state(connection: Connection, **values: object) -> None:
    if not connection.execute(update(DriveStateRow).values(**values)).rowcount:
        connection.execute(insert(DriveStateRow).values(id=_ONLY, **values))


def _change_sheet(connection: Connection, sheet: int, **values: object) -> None:
    connection.execute(update(SharedSheetRow).where(SharedSheetRow.id == sheet).values(**values))


def _said(problem: Phrase | TonghopError | None) -> str | None:
    return None if problem is None else canonical(phrase_content(problem))


def _of(connection: Connection, sheet: int) -> Pull | None:
    found = connection.execute(_PULL.where(PullRow.sheet == sheet)).mappings().first()
    return None if found is None else _pull(found)


def _held(connection: Connection, claim: Claim) -> Pull:
    """Return a reading as it stands; raises PullLost."""
    found = _of(connection, claim.sheet)
    if found is None or found.token is None or found.claim != claim:
        raise PullLost(sheet=claim.sheet)
    return found


def _pull(row: RowMapping) -> Pull:
    return Pull(**{**row, "stage": PullStage(row["stage"])})

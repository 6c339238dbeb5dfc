"""The audit: each entry is sealed with a hash of the one before, so that a change to any of them shows.

What a chain cannot show is that its newest entries were cut off; a hash kept elsewhere can.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select

from tonghop.core.submission import SubmissionKey
from tonghop.storage.column_types import storable
from tonghop.storage.documents import canonical, details_of
from tonghop.storage.tables import AuditRow
from tonghop.storage.values import Act, AuditEntry, AuditSearch

_BEFORE_THE_FIRST = "0" * 64
_ENTRIES = select(
    AuditRow.sequence,
    AuditRow.at,
    AuditRow.who,
    AuditRow.action,
    AuditRow.subject,
    AuditRow.details,
    AuditRow.hash,
)


ACTS = frozenset(
    {
        *("save_campaign", "close_campaign", "reopen_campaign", "change_units"),
        *("receive", "refuse", "accept", "return", "reopen", "exempt", "extend", "allocate", "issue", "remind"),
        *("open_account", "change_account", "close_account", "reopen_account", "lock_account", "unlock_account"),
        *("set_report_template", "drop_report_template"),
        *("withdraw_exemption", "withdraw_extension"),
        *("make_sheet", "lose_sheet", "find_sheet", "share_sheet", "unshare_sheet", "push_sheet"),
        *("change_password", "reset_password", "set_second_factor", "remove_second_factor"),
        *("make_spare_codes", "use_spare_code", "make_token", "revoke_token"),
    }
)
"""Everything that is ever recorded, so that none of it stands in the audit without words for it."""


def record(connection: Connection, act: Act) -> None:
    """Add an entry; the caller's transaction is alone in writing, so that none comes between.

    Raises LookupError for an act that is not among ACTS.
    """
    if act.action not in ACTS:
        message = f"the audit has no words for {act.action}: add it to ACTS and to the page's words"
        raise LookupError(message)
    newest = select(AuditRow.sequence, AuditRow.hash).order_by(AuditRow.sequence.desc()).limit(1)
    last, before = connection.execute(newest).first() or (0, _BEFORE_THE_FIRST)
    at, who, subject = act.at.astimezone(UTC), storable(act.who), storable(act.subject)
    details = canonical(act.details)
    seal = _seal(before, last + 1, at, (who, act.action, subject, details))
    connection.execute(
        insert(AuditRow).values(
            sequence=last + 1, at=at, who=who, action=act.action, subject=subject, details=details, hash=seal
        )
    )


def entries(connection: Connection, limit: int | None) -> tuple[AuditEntry, ...]:
    """Return the newest ``limit`` entries (all of them when ``None``), oldest first."""
    newest = connection.execute(_ENTRIES.order_by(AuditRow.sequence.desc()).limit(limit)).all()
    return tuple(_entry(cast("Row[Any]", row)) for row in reversed(newest))


def found(
    connection: Connection, search: AuditSearch, *, skip: int = 0, limit: int | None = None
) -> tuple[AuditEntry, ...]:
    """Return the entries that a search finds, newest first."""
    statement = _matching(cast("Select[Any]", _ENTRIES), search).order_by(AuditRow.sequence.desc()).offset(skip)
    rows = connection.execute(statement if limit is None else statement.limit(limit))
    return tuple(_entry(row) for row in rows)


def count(connection: Connection, search: AuditSearch) -> int:
    """Return how many entries a search finds."""
    return connection.scalar(_matching(cast("Select[Any]", select(func.count()).select_from(AuditRow)), search)) or 0


def actions(connection: Connection) -> tuple[str, ...]:
    """Return every kind of act there is in the audit."""
    return tuple(connection.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _matching(statement: Select[Any], search: AuditSearch) -> Select[Any]:
    for column, part in ((AuditRow.who, search.who), (AuditRow.subject, search.subject)):
        if part:
            statement = statement.where(func.lower(column).contains(part.lower(), autoescape=True))
    if search.action:
        statement = statement.where(AuditRow.action == search.action)
    if search.since is not None:
        statement = statement.where(AuditRow.at >= search.since)
    if search.until is not None:
        statement = statement.where(AuditRow.at < search.until)
    return statement


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.sequence, row.at, row.who, row.action, row.subject, details_of(row.details), row.hash)


def of_report(connection: Connection, key: SubmissionKey, as_of: datetime | None) -> tuple[AuditEntry, ...]:
    """Return the entries that speak of one report: its deliveries, its reviews and what was granted to its unit."""
    subject = f"{key.campaign} {key.period} {key.unit}"
    taken = AuditRow.action == "receive", AuditRow.details.contains(f'"unit":{canonical(key.unit)}', autoescape=True)
    statement = _ENTRIES.where(or_(AuditRow.subject == subject, and_(*taken))).order_by(AuditRow.sequence)
    if as_of is not None:
        statement = statement.where(AuditRow.at <= as_of)
    entries = (_entry(cast("Row[Any]", row)) for row in connection.execute(statement))
    return tuple(entry for entry in entries if _speaks_of(entry, key))


def _speaks_of(entry: AuditEntry, key: SubmissionKey) -> bool:
    if entry.action == "receive":
        return taken_of(entry, key) is not None
    return entry.details.get("coverage", key.coverage) == key.coverage


def taken_of(entry: AuditEntry, key: SubmissionKey) -> Mapping[str, object] | None:
    """Return what a delivery's entry says of one report, ``None`` where it says nothing."""
    taken = cast("list[Mapping[str, object]]", entry.details.get("taken", []))
    wanted = (key.campaign, key.period, key.unit, key.coverage)
    names = ("campaign", "period", "unit", "coverage")
    return next((one for one in taken if tuple(one[name] for name in names) == wanted), None)


def first_broken(connection: Connection) -> int | None:
    """Return the first sequence at which the chain does not hold, ``None`` when all of it does."""
    before, expected = _BEFORE_THE_FIRST, 1
    in_order = _ENTRIES.order_by(AuditRow.sequence).execution_options(yield_per=1000)
    with connection.execute(in_order) as found:
        for sequence, at, who, action, subject, details, seal in found:
            if sequence != expected or seal != _seal(before, sequence, at, (who, action, subject, details)):
                return expected
            before, expected = seal, expected + 1
    return None


def _seal(before: str, sequence: int, at: datetime, words: tuple[str, ...]) -> str:
    return sha256(canonical([before, sequence, at.isoformat(), *words]).encode()).hexdigest()

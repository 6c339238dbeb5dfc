"""Whether a campaign still takes reports: closed after a day, and reopened."""

from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from tonghop.storage import auditing, campaigns
from tonghop.storage.errors import ClosureUnexplained, NotClosed
from tonghop.storage.tables import ClosureRow
from tonghop.storage.values import Act, Closure


def close(connection: Connection, campaign: str, closure: Closure) -> None:
    """Have a campaign take no reports after ``last_day``; a closed one gets another last day."""
    _keep(connection, campaign, closure, Act(closure.at, closure.who, "close_campaign", campaign, _details(closure)))


def reopen(connection: Connection, campaign: str, closure: Closure) -> None:
    """Have a closed campaign take reports again; raises NotClosed."""
    if now(connection, campaign, None) is None:
        campaigns.campaign_id(connection, campaign)
        raise NotClosed(campaign=campaign)
    _keep(connection, campaign, closure, Act(closure.at, closure.who, "reopen_campaign", campaign, _details(closure)))


def now(connection: Connection, campaign: str, as_of: datetime | None) -> Closure | None:
    """Return how a campaign is closed, ``None`` when it is open."""
    turns = history(connection, campaign, as_of)
    return turns[0] if turns and turns[0].last_day is not None else None


def history(connection: Connection, campaign: str, as_of: datetime | None) -> tuple[Closure, ...]:
    """Return every turn, the newest first."""
    statement = select(ClosureRow.last_day, ClosureRow.reason, ClosureRow.who, ClosureRow.at)
    statement = statement.where(ClosureRow.campaign == campaign).order_by(ClosureRow.sequence.desc())
    if as_of is not None:
        statement = statement.where(ClosureRow.at <= as_of)
    return tuple(Closure(*row) for row in connection.execute(statement))


def everywhere(connection: Connection, as_of: datetime | None) -> dict[str, date]:
    """Return the last day of every campaign that is closed."""
    statement = select(ClosureRow.campaign, ClosureRow.last_day).order_by(ClosureRow.sequence)
    if as_of is not None:
        statement = statement.where(ClosureRow.at <= as_of)
    newest = {row.campaign: row.last_day for row in connection.execute(statement)}
    return {campaign: last_day for campaign, last_day in newest.items() if last_day is not None}


def _keep(connection: Connection, campaign: str, closure: Closure, act: Act) -> None:
    campaigns.campaign_id(connection, campaign)
    if not closure.reason.strip():
        raise ClosureUnexplained(campaign=campaign)
    row = insert(ClosureRow).values(
        campaign=campaign, last_day=closure.last_day, reason=closure.reason, who=closure.who, at=closure.at
    )
    connection.execute(row)
    auditing.record(connection, act)


def _details(closure: Closure) -> dict[str, object]:
    said = {} if closure.last_day is None else {"last_day": closure.last_day}
    return {**said, "reason": closure.reason}

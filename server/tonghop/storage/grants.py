"""What a unit was granted for a period: not to report at all, or to report later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, null, select

from tonghop.storage import auditing, campaigns
from tonghop.storage.errors import ReasonMissing
from tonghop.storage.tables import ExemptionRow, ExtensionRow
from tonghop.storage.values import Act, Grant, Granted


def exempt(connection: Connection, grant: Grant) -> None:
    """Free a unit from reporting for a period."""
    _refuse_unreasoned(connection, grant)
    connection.execute(insert(ExemptionRow).values(**_values(grant)))
    auditing.record(connection, _act("exempt", grant, {}))


def extend(connection: Connection, grant: Grant, due: date) -> None:
    """Let a unit report for a period until a later day."""
    _refuse_unreasoned(connection, grant)
    connection.execute(insert(ExtensionRow).values(due=due, **_values(grant)))
    auditing.record(connection, _act("extend", grant, {"due": due}))


def exemptions(connection: Connection, campaign: str, as_of: datetime | None) -> Mapping[tuple[str, str], str]:
    """Return why, by unit and period."""
    statement = select(ExemptionRow.unit, ExemptionRow.period, ExemptionRow.reason)
    statement = statement.where(ExemptionRow.campaign == campaign).order_by(ExemptionRow.sequence)
    if as_of is not None:
        statement = statement.where(ExemptionRow.at <= as_of)
    return {(unit, period): reason for unit, period, reason in connection.execute(statement)}


def extensions(connection: Connection, campaign: str, as_of: datetime | None) -> Mapping[tuple[str, str], date]:
    """Return the last day, by unit and period."""
    statement = select(ExtensionRow.unit, ExtensionRow.period, ExtensionRow.due)
    statement = statement.where(ExtensionRow.campaign == campaign).order_by(ExtensionRow.sequence)
    if as_of is not None:
        statement = statement.where(ExtensionRow.at <= as_of)
    return {(unit, period): due for unit, period, due in connection.execute(statement)}


def listed(connection: Connection, campaign: str, as_of: datetime | None) -> tuple[Granted, ...]:
    """Return every grant, the newest first."""
    found: list[Row[Any]] = []
    for table, due in ((ExemptionRow, null().label("due")), (ExtensionRow, ExtensionRow.due)):
        statement = select(table.unit, table.period, due, table.reason, table.who, table.at, table.sequence)
        statement = statement.where(table.campaign == campaign)
        if as_of is not None:
            statement = statement.where(table.at <= as_of)
        found.extend(connection.execute(statement))
    found.sort(key=lambda row: (row.at, row.sequence), reverse=True)
    return tuple(Granted(row.unit, row.period, row.due, row.reason, row.who, row.at) for row in found)


def _refuse_unreasoned(connection: Connection, grant: Grant) -> None:
    """Raise ReasonMissing or UnknownCampaign."""
    if not grant.reason.strip():
        raise ReasonMissing(unit=grant.unit, period=grant.period)
    campaigns.campaign_id(connection, grant.campaign)


def _values(grant: Grant) -> dict[str, object]:
    return {
        "campaign": grant.campaign,
        "unit": grant.unit,
        "period": grant.period,
        "reason": grant.reason,
        "who": grant.who,
        "at": grant.at,
    }


def _act(action: str, grant: Grant, details: Mapping[str, object]) -> Act:
    subject = f"{grant.campaign} {grant.period} {grant.unit}"
    return Act(grant.at, grant.who, action, subject, {"reason": grant.reason, **details})

"""What a unit was granted for a period: not to report at all, or to report later."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, insert, select

from tonghop.storage import auditing, campaigns
from tonghop.storage.errors import ReasonMissing
from tonghop.storage.tables import ExemptionRow, ExtensionRow
from tonghop.storage.values import Act, Grant


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

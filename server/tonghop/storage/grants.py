"""What a unit was granted for a period: not to report at all, or to report later; and what was taken back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, exists, func, insert, null, select

from tonghop.storage import auditing, campaigns
from tonghop.storage.errors import NothingGranted, ReasonMissing
from tonghop.storage.grant_tables import ExemptionRow, ExtensionRow, WithdrawalRow
from tonghop.storage.values import Act, Grant, Granted, GrantKind, Withdrawal

_TABLES: Mapping[GrantKind, type[ExemptionRow] | type[ExtensionRow]] = MappingProxyType(
    {GrantKind.EXEMPTION: ExemptionRow, GrantKind.EXTENSION: ExtensionRow}
)


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


def withdraw(connection: Connection, grant: Grant, kind: GrantKind) -> None:
    """Take back all that holds of a kind; raises NothingGranted. The grant says for whom, and why it is taken back."""
    _refuse_unreasoned(connection, grant)
    table = _TABLES[kind]
    statement = select(func.max(table.sequence)).where(
        table.campaign == grant.campaign,
        table.unit == grant.unit,
        table.period == grant.period,
        ~_is_withdrawn(kind, None),
    )
    newest = connection.scalar(statement)
    if newest is None:
        raise NothingGranted(unit=grant.unit, period=grant.period)
    connection.execute(insert(WithdrawalRow).values(kind=kind.value, up_to=newest, **_values(grant)))
    auditing.record(connection, _act(f"withdraw_{kind.value}", grant, {}))


def _is_withdrawn(kind: GrantKind, as_of: datetime | None) -> ColumnElement[bool]:
    """Make the condition that a grant of the statement was taken back by an instant."""
    table = _TABLES[kind]
    taken_back = (
        WithdrawalRow.kind == kind.value,
        WithdrawalRow.campaign == table.campaign,
        WithdrawalRow.unit == table.unit,
        WithdrawalRow.period == table.period,
        WithdrawalRow.up_to >= table.sequence,
    )
    known = () if as_of is None else (WithdrawalRow.at <= as_of,)
    return exists().where(*taken_back, *known)


def exemptions(connection: Connection, campaign: str, as_of: datetime | None) -> Mapping[tuple[str, str], str]:
    """Return why, by unit and period."""
    statement = select(ExemptionRow.unit, ExemptionRow.period, ExemptionRow.reason)
    statement = statement.where(ExemptionRow.campaign == campaign, ~_is_withdrawn(GrantKind.EXEMPTION, as_of))
    statement = statement.order_by(ExemptionRow.sequence)
    if as_of is not None:
        statement = statement.where(ExemptionRow.at <= as_of)
    return {(unit, period): reason for unit, period, reason in connection.execute(statement)}


def extensions(connection: Connection, campaign: str, as_of: datetime | None) -> Mapping[tuple[str, str], date]:
    """Return the last day, by unit and period."""
    statement = select(ExtensionRow.unit, ExtensionRow.period, ExtensionRow.due)
    statement = statement.where(ExtensionRow.campaign == campaign, ~_is_withdrawn(GrantKind.EXTENSION, as_of))
    statement = statement.order_by(ExtensionRow.sequence)
    if as_of is not None:
        statement = statement.where(ExtensionRow.at <= as_of)
    return {(unit, period): due for unit, period, due in connection.execute(statement)}


def listed(connection: Connection, campaign: str, as_of: datetime | None) -> tuple[Granted, ...]:
    """Return every grant, the newest first."""
    found: list[tuple[datetime, int, Granted]] = []
    taken_back = _withdrawals(connection, campaign, as_of)
    for kind, table in _TABLES.items():
        due = ExtensionRow.due if kind is GrantKind.EXTENSION else null().label("due")
        statement = select(table.unit, table.period, due, table.reason, table.who, table.at, table.sequence)
        statement = statement.where(table.campaign == campaign)
        if as_of is not None:
            statement = statement.where(table.at <= as_of)
        for row in connection.execute(statement):
            withdrawn = _first(taken_back.get((kind, row.unit, row.period), ()), row.sequence)
            one = Granted(row.unit, row.period, row.due, row.reason, row.who, row.at, withdrawn)
            found.append((row.at, row.sequence, one))
    found.sort(key=lambda each: each[:2], reverse=True)
    return tuple(one for _, _, one in found)


def _withdrawals(
    connection: Connection, campaign: str, as_of: datetime | None
) -> Mapping[tuple[str, str, str], list[tuple[int, Withdrawal]]]:
    """Return by kind, unit and period what was taken back, oldest first, each with the grant up to which."""
    table = WithdrawalRow
    statement = select(table.kind, table.unit, table.period, table.up_to, table.reason, table.who, table.at)
    statement = statement.where(table.campaign == campaign).order_by(table.sequence)
    if as_of is not None:
        statement = statement.where(table.at <= as_of)
    found: dict[tuple[str, str, str], list[tuple[int, Withdrawal]]] = {}
    for row in connection.execute(statement):
        told = found.setdefault((row.kind, row.unit, row.period), [])
        told.append((row.up_to, Withdrawal(row.reason, row.who, row.at)))
    return found


def _first(taken_back: Sequence[tuple[int, Withdrawal]], sequence: int) -> Withdrawal | None:
    return next((withdrawal for up_to, withdrawal in taken_back if up_to >= sequence), None)


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

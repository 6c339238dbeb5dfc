"""Reminders: each unit is reminded of a period at most once a day, whoever asks, the page or the scheduler."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, insert, select

from tonghop.storage.tables import ReminderRow

UnitPeriod = tuple[str, str]
"""A unit's code and a period's code."""


def reminded(connection: Connection, campaign: str, day: date) -> frozenset[UnitPeriod]:
    """Return who was reminded of what on a day; the newest word on each holds."""
    statement = select(ReminderRow.unit, ReminderRow.period, ReminderRow.went)
    statement = statement.where(ReminderRow.campaign == campaign, ReminderRow.day == day)
    went = {(unit, period): went for unit, period, went in connection.execute(statement.order_by(ReminderRow.sequence))}
    return frozenset(both for both, is_so in went.items() if is_so)


def keep(connection: Connection, campaign: str, pairs: Iterable[UnitPeriod], day: date, *, went: bool) -> None:
    """Keep that units are reminded of periods on a day, or, after all, were not."""
    rows = [{"campaign": campaign, "period": period, "unit": unit, "day": day, "went": went} for unit, period in pairs]
    if rows:
        connection.execute(insert(ReminderRow), rows)

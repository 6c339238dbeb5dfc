"""A campaign version's units: as they came with it, and as mergers, renames and moves left them.

The list that came stands in ``units``; one that names a unit twice (renamed, moved) stands as list 0.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, insert, select
from sqlalchemy.orm import InstrumentedAttribute

from tonghop.core.units import Unit
from tonghop.storage.errors import ChangedMeanwhile
from tonghop.storage.tables import CampaignRow, ListedUnitRow, UnitListRow, UnitRow

_Table: TypeAlias = type[UnitRow] | type[ListedUnitRow]


def keep_original(connection: Connection, campaign_id: int, units: Sequence[Unit], at: datetime) -> None:
    """Keep the list that came with a version."""
    rows = [_values(place, unit) for place, unit in enumerate(units)]
    if len({unit.code for unit in units}) < len(units):
        _add(connection, campaign_id, 0, units, at)
    elif rows:
        connection.execute(insert(UnitRow), [{"campaign_id": campaign_id, **row} for row in rows])


def original(connection: Connection, campaign_id: int) -> tuple[Unit, ...]:
    """Return the list that came with a version, as listed."""
    first = _list_id(connection, campaign_id, 0)
    return _came(connection, campaign_id) if first is None else _listed(connection, first)


def newest(connection: Connection, campaign_id: int) -> tuple[int, tuple[Unit, ...]]:
    """Return a version's list as it was changed last, with its number: 0 when it was never changed."""
    statement = select(UnitListRow.number, UnitListRow.id).where(UnitListRow.campaign_id == campaign_id)
    found = connection.execute(statement.order_by(UnitListRow.number.desc()).limit(1)).first()
    if found is None:
        return 0, _came(connection, campaign_id)
    number, list_id = found
    return number, _listed(connection, list_id)


def newest_of(connection: Connection, campaign_ids: Collection[int]) -> Mapping[int, tuple[Unit, ...]]:
    """Return the lists of several versions as they were changed last, by version."""
    ordered = select(UnitListRow.campaign_id, UnitListRow.id).where(UnitListRow.campaign_id.in_(campaign_ids))
    rows = connection.execute(ordered.order_by(UnitListRow.number))
    changed = {row.campaign_id: row.id for row in rows}
    untouched = [campaign_id for campaign_id in campaign_ids if campaign_id not in changed]
    listed = _grouped(connection, ListedUnitRow, ListedUnitRow.list_id, list(changed.values()))
    came = _grouped(connection, UnitRow, UnitRow.campaign_id, untouched)
    return {
        campaign_id: listed.get(changed[campaign_id], ()) if campaign_id in changed else came.get(campaign_id, ())
        for campaign_id in campaign_ids
    }


def change(connection: Connection, campaign_id: int, after: int, units: Sequence[Unit], at: datetime) -> int:
    """Keep a list made from the one numbered ``after`` and return its number; raises ChangedMeanwhile."""
    number, _ = newest(connection, campaign_id)
    if number != after:
        code = connection.scalar(select(CampaignRow.code).where(CampaignRow.id == campaign_id))
        raise ChangedMeanwhile(campaign=code)
    _add(connection, campaign_id, number + 1, units, at)
    return number + 1


def carry_over(connection: Connection, before: int, campaign_id: int, at: datetime) -> None:
    """Give a new version that came with the same list the changes made to it since."""
    number, units = newest(connection, before)
    if number:
        _add(connection, campaign_id, 1, units, at)


def _add(connection: Connection, campaign_id: int, number: int, units: Sequence[Unit], at: datetime) -> None:
    row = insert(UnitListRow).values(campaign_id=campaign_id, number=number, saved=at)
    list_id = connection.execute(row.returning(UnitListRow.id)).scalar_one()
    rows = [{"list_id": list_id, **_values(place, unit)} for place, unit in enumerate(units)]
    connection.execute(insert(ListedUnitRow), rows)


def _list_id(connection: Connection, campaign_id: int, number: int) -> int | None:
    statement = select(UnitListRow.id).where(UnitListRow.campaign_id == campaign_id, UnitListRow.number == number)
    return connection.scalar(statement)


def _came(connection: Connection, campaign_id: int) -> tuple[Unit, ...]:
    return _units(connection, UnitRow, UnitRow.campaign_id == campaign_id)


def _listed(connection: Connection, list_id: int) -> tuple[Unit, ...]:
    return _units(connection, ListedUnitRow, ListedUnitRow.list_id == list_id)


def _units(connection: Connection, table: _Table, where: ColumnElement[bool]) -> tuple[Unit, ...]:
    statement = select(*_columns(table)).where(where).order_by(table.position)
    return tuple(_unit(row) for row in connection.execute(statement))


def _grouped(
    connection: Connection, table: _Table, by: InstrumentedAttribute[int], values: Sequence[int]
) -> Mapping[int, tuple[Unit, ...]]:
    if not values:
        return {}
    statement = select(*_columns(table), by.label("list")).where(by.in_(values)).order_by(by, table.position)
    rows = connection.execute(statement)
    return {key: tuple(_unit(row) for row in group) for key, group in groupby(rows, key=lambda row: row.list)}


def _columns(table: _Table) -> Sequence[InstrumentedAttribute[Any]]:
    return (
        table.code,
        table.parent,
        table.level,
        table.name,
        table.valid_from,
        table.valid_to,
        table.successors,
        table.made,
    )


def _unit(row: Row[*tuple[Any, ...]]) -> Unit:
    successors = tuple(json.loads(row.successors))
    return Unit(row.code, row.parent, row.level, row.name, row.valid_from, row.valid_to, successors, row.made)


def _values(position: int, unit: Unit) -> dict[str, object]:
    return {
        "position": position,
        "code": unit.code,
        "parent": unit.parent,
        "level": unit.level,
        "name": unit.name,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "successors": json.dumps(unit.successors),
        "made": unit.made,
    }

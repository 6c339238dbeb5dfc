"""What was allocated to units: later reports are checked against it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from tonghop.core.allocating import Allocation
from tonghop.core.allocation_json import as_json
from tonghop.core.consolidation import Measure
from tonghop.storage import auditing, campaigns
from tonghop.storage.documents import canonical, details_of
from tonghop.storage.tables import AllocatedRow, AllocationRow
from tonghop.storage.values import Act, AllocationKept


def save(connection: Connection, allocation: Allocation, who: str, at: datetime) -> bool:
    """Keep an allocation; False when the newest one known then is the same. Raises UnknownCampaign."""
    code = allocation.campaign.code
    campaigns.campaign_id(connection, code)
    document = canonical(as_json(allocation))
    newest = _newest(connection, code, at)
    if newest is not None and _document(connection, newest) == document:
        return False
    row = insert(AllocationRow).values(campaign=code, document=document, who=who, at=at)
    sequence = connection.execute(row.returning(AllocationRow.sequence)).scalar_one()
    copies = [
        {"allocation": sequence, "unit": unit, "form": one.form, "row": one.row, "field": one.field, "copies": number}
        for unit, received in allocation.received.items()
        for one, number in received.items()
    ]
    if copies:
        connection.execute(insert(AllocatedRow), copies)
    shared = {one.item.code: one.copies for one in allocation.items if one.shares}
    auditing.record(connection, Act(at, who, "allocate", code, {"copies": shared}))
    return True


def allocated(connection: Connection, campaign: str, unit: str, as_of: datetime | None) -> Mapping[Measure, int]:
    """Return the copies that were to reach a unit by the newest allocation."""
    newest = _newest(connection, campaign, as_of)
    statement = select(AllocatedRow.form, AllocatedRow.field, AllocatedRow.row, AllocatedRow.copies)
    statement = statement.where(AllocatedRow.allocation == newest, AllocatedRow.unit == unit)
    statement = statement.order_by(AllocatedRow.form, AllocatedRow.row)
    return {Measure(form, field, row): copies for form, field, row, copies in connection.execute(statement)}


def of_units(connection: Connection, campaign: str, as_of: datetime | None) -> Mapping[str, Mapping[Measure, int]]:
    """Return the copies that were to reach each unit by the newest allocation."""
    statement = select(AllocatedRow.unit, AllocatedRow.form, AllocatedRow.field, AllocatedRow.row, AllocatedRow.copies)
    statement = statement.where(AllocatedRow.allocation == _newest(connection, campaign, as_of))
    found: dict[str, dict[Measure, int]] = {}
    for unit, form, field, row, copies in connection.execute(statement):
        found.setdefault(unit, {})[Measure(form, field, row)] = copies
    return found


def kept(connection: Connection, campaign: str, as_of: datetime | None) -> AllocationKept | None:
    """Return the newest allocation as it was kept."""
    newest = _newest(connection, campaign, as_of)
    statement = select(AllocationRow.document, AllocationRow.who, AllocationRow.at)
    found = connection.execute(statement.where(AllocationRow.sequence == newest)).first()
    return None if found is None else AllocationKept(details_of(found.document), found.who, found.at)


def _newest(connection: Connection, campaign: str, as_of: datetime | None) -> int | None:
    statement = select(func.max(AllocationRow.sequence)).where(AllocationRow.campaign == campaign)
    return connection.scalar(statement if as_of is None else statement.where(AllocationRow.at <= as_of))


def _document(connection: Connection, sequence: int) -> str:
    return connection.scalars(select(AllocationRow.document).where(AllocationRow.sequence == sequence)).one()

"""Campaigns and their units, by version; a version never changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.orm import aliased

from tonghop.core.definitions import Campaign
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.units import Unit
from tonghop.storage import unit_lists
from tonghop.storage.documents import campaign_document, campaign_of
from tonghop.storage.errors import UnknownCampaign, UnknownVersion
from tonghop.storage.tables import CampaignRow


def save(connection: Connection, campaign: Campaign, units: Sequence[Unit], at: datetime) -> bool:
    """Keep a version of a campaign; False when it is kept already.

    Raises DefinitionError when other content is kept under the same version.
    """
    kept = _id(connection, campaign.code, campaign.version)
    if kept is not None:
        if _definition(connection, kept) != campaign or unit_lists.original(connection, kept) != tuple(units):
            problem = Phrase(
                marked("version {version} is kept with other content; give the changed one a higher version: {higher}"),
                version=campaign.version,
                higher=_newest_version(connection, campaign.code) + 1,
            )
            raise DefinitionError(where=campaign.code, problem=problem)
        return False
    row = insert(CampaignRow).values(
        code=campaign.code, version=campaign.version, definition=campaign_document(campaign), saved=at
    )
    before = _id(connection, campaign.code, None)
    campaign_id = connection.execute(row.returning(CampaignRow.id)).scalar_one()
    unit_lists.keep_original(connection, campaign_id, units, at)
    if before is not None and unit_lists.original(connection, before) == tuple(units):
        unit_lists.carry_over(connection, before, campaign_id, at)
    return True


def newest(connection: Connection) -> tuple[Campaign, ...]:
    """Return the newest version of every campaign, by code; one query for all."""
    statement = select(CampaignRow.definition).where(_is_newest()).order_by(CampaignRow.code)
    return tuple(campaign_of(definition) for definition in connection.scalars(statement))


def one(connection: Connection, code: str, version: int | None) -> Campaign:
    """Return a campaign, its newest version when none is named."""
    return _definition(connection, campaign_id(connection, code, version))


def units(connection: Connection, code: str, version: int | None) -> tuple[Unit, ...]:
    """Return a campaign's units in the order in which they were listed, with every change made since."""
    return unit_lists.newest(connection, campaign_id(connection, code, version))[1]


def units_of_all(connection: Connection) -> Mapping[str, tuple[Unit, ...]]:
    """Return the units of the newest version of every campaign by its code, in as few queries as of one."""
    statement = select(CampaignRow.id, CampaignRow.code).where(_is_newest())
    codes = {row.id: row.code for row in connection.execute(statement)}
    found = unit_lists.newest_of(connection, codes)
    return {code: found[kept] for kept, code in codes.items()}


def campaign_id(connection: Connection, code: str, version: int | None = None) -> int:
    """Return what a version (the newest when none is named) is kept under.

    Raises UnknownCampaign or UnknownVersion.
    """
    found = _id(connection, code, version)
    if found is not None:
        return found
    known = connection.scalars(select(CampaignRow.code).distinct().order_by(CampaignRow.code)).all()
    if code in known:
        raise UnknownVersion(campaign=code, version=version)
    raise UnknownCampaign(campaign=code, known=", ".join(known) or "–")


def _is_newest() -> ColumnElement[bool]:
    other = aliased(CampaignRow)
    newest = select(func.max(other.version)).where(other.code == CampaignRow.code).correlate(CampaignRow)
    return CampaignRow.version == newest.scalar_subquery()


def _id(connection: Connection, code: str, version: int | None) -> int | None:
    statement = select(CampaignRow.id).where(CampaignRow.code == code)
    if version is not None:
        statement = statement.where(CampaignRow.version == version)
    return connection.scalar(statement.order_by(CampaignRow.version.desc()).limit(1))


def _newest_version(connection: Connection, code: str) -> int:
    return connection.scalar(select(func.max(CampaignRow.version)).where(CampaignRow.code == code)) or 0


def _definition(connection: Connection, kept: int) -> Campaign:
    return campaign_of(connection.scalars(select(CampaignRow.definition).where(CampaignRow.id == kept)).one())

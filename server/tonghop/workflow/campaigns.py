"""Campaigns that are loaded: shipped ones, folders and workbooks of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tonghop import catalogue
from tonghop.apart import Run, here
from tonghop.catalogue import Differing
from tonghop.core.definitions import Campaign
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.workflow.office import Office


class OlderCampaign(TonghopError):
    message = marked(
        "Version {version} of the campaign {code} is not newer than version {newest}, which is in force. "
        "Give the edited campaign the version {higher} (sheet “Đợt”) and load it again."
    )


def campaign_file(content: bytes, *, run: Run = here) -> tuple[Campaign, tuple[Unit, ...]]:
    """Read a campaign workbook that somebody sent; raises UnreadableFile, or DefinitionError naming the cell."""
    run(read, content)  # The gate: what could stop the service is refused before the richer reader sees it.
    return catalogue.read_campaign(content, lambda sent: run(catalogue.read_sheets, sent))


def named_campaign(name: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """Load a campaign by its shipped code, or from a folder or campaign workbook of one's own."""
    own = Path(name)
    if name not in catalogue.shipped() and own.is_file():
        return campaign_file(own.read_bytes())
    return catalogue.load(name)


def keep_campaign(office: Office, campaign: Campaign, units: Sequence[Unit], *, who: str, at: datetime) -> bool:
    """Keep a campaign as the newest version; False when it is kept already, with equal content.

    Raises DefinitionError where its version is kept with other content, OlderCampaign where it would not come
    into force.
    """
    versions = {kept.code: kept.version for kept in office.store.campaigns()}
    newest = versions.get(campaign.code, 0)
    if campaign.version < newest and office.version(campaign.code, campaign.version) is None:
        raise OlderCampaign(code=campaign.code, version=campaign.version, newest=newest, higher=newest + 1)
    is_new = campaign.version > newest
    office.store.save_campaign(campaign, units, who=who, at=at)
    return is_new


@dataclass(frozen=True, slots=True)
class Compared:
    """A campaign that somebody sent, against the one in force."""

    new: Campaign
    units: tuple[Unit, ...]
    known: Campaign | None
    """``None``: there is none of its code yet."""
    differences: tuple[Differing, ...] = ()


def compare_campaign(office: Office, campaign: Campaign, units: Sequence[Unit]) -> Compared:
    """Tell what keeping a campaign would change; raises OlderCampaign where its version says that it cannot be kept."""
    known = office.campaigns.get(campaign.code)
    if known is None or known == campaign:
        return Compared(campaign, tuple(units), known)
    if campaign.version <= known.version:
        raise OlderCampaign(
            code=campaign.code, version=campaign.version, newest=known.version, higher=known.version + 1
        )
    differences = catalogue.campaign_differences((known, office.units(known.code)), (campaign, units))
    return Compared(campaign, tuple(units), known, differences)

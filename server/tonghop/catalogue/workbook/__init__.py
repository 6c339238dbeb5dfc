"""A campaign as a workbook: downloaded, edited in Excel, uploaded again, with nothing lost either way.

``dismantling`` makes records of a campaign, one for each row of each sheet; ``writing`` puts them into
cells; ``reading`` finds them again by sheet and heading; ``assembling`` makes the campaign of them. What
sheets and columns there are stands in ``tables`` alone, and how a value stands in a cell in ``kinds``.
"""

from collections.abc import Sequence

from tonghop.catalogue.workbook.assembling import assembled
from tonghop.catalogue.workbook.dismantling import dismantled
from tonghop.catalogue.workbook.reading import read_records
from tonghop.catalogue.workbook.writing import write_workbook
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit


def campaign_workbook(campaign: Campaign, units: Sequence[Unit]) -> bytes:
    """Return a campaign and its units as a workbook that a clerk can edit."""
    return write_workbook(campaign, dismantled(campaign, units))


def read_campaign(content: bytes) -> tuple[Campaign, tuple[Unit, ...]]:
    """Read a campaign workbook; raises DefinitionError naming sheet and cell, or a kind of UnreadableFile."""
    return assembled(read_records(content))

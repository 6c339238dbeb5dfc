"""A campaign as a workbook: downloaded, edited in Excel, uploaded again, with nothing lost either way.

``dismantling`` makes records of a campaign, one for each row of each sheet; ``writing`` puts them into
cells; ``reading`` finds them again by sheet and heading; ``assembling`` makes the campaign of them. What
sheets and columns there are stands in ``tables`` alone, and how a value stands in a cell in ``kinds``.
"""

from collections.abc import Callable, Sequence

from tonghop.catalogue.workbook.assembling import assembled
from tonghop.catalogue.workbook.dismantling import dismantled
from tonghop.catalogue.workbook.reading import read_records, read_sheets
from tonghop.catalogue.workbook.writing import write_workbook
from tonghop.core.cells import Sheets
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit

__all__ = ["campaign_workbook", "read_campaign", "read_sheets"]


def campaign_workbook(campaign: Campaign, units: Sequence[Unit]) -> bytes:
    """Return a campaign and its units as a workbook that a clerk can edit."""
    return write_workbook(campaign, dismantled(campaign, units))


def read_campaign(content: bytes, read: Callable[[bytes], Sheets] = read_sheets) -> tuple[Campaign, tuple[Unit, ...]]:
    """Read a campaign workbook; raises DefinitionError naming sheet and cell, or a kind of UnreadableFile.

    ``read`` is ``read_sheets``, run wherever the caller wants to have it run.
    """
    return assembled(read_records(read(content)))

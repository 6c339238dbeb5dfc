"""A campaign as a workbook: downloaded, edited in Excel, uploaded again, with nothing lost either way.

``dismantling`` makes records of a campaign, one for each row of each sheet; ``writing`` puts them into
cells; ``reading`` finds them again by sheet and heading; ``assembling`` makes the campaign of them. What
sheets and columns there are stands in ``tables`` alone, and how a value stands in a cell in ``kinds``.
``differing`` tells two versions apart in the workbook's own words.
"""

from collections.abc import Callable, Sequence

from tonghop.catalogue.workbook.assembling import assembled, assembled_units
from tonghop.catalogue.workbook.differing import Differing, campaign_differences, unit_differences
from tonghop.catalogue.workbook.dismantling import dismantled
from tonghop.catalogue.workbook.reading import read_records, read_sheets, read_table
from tonghop.catalogue.workbook.tables import LEVELS, UNITS
from tonghop.catalogue.workbook.writing import write_workbook
from tonghop.core.cells import Sheets
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit

__all__ = [
    "Differing",
    "campaign_differences",
    "campaign_workbook",
    "read_campaign",
    "read_sheets",
    "read_units",
    "unit_differences",
    "units_workbook",
]


def campaign_workbook(campaign: Campaign, units: Sequence[Unit]) -> bytes:
    """Return a campaign and its units as a workbook that a clerk can edit."""
    return write_workbook(campaign, dismantled(campaign, units))


def read_campaign(content: bytes, read: Callable[[bytes], Sheets] = read_sheets) -> tuple[Campaign, tuple[Unit, ...]]:
    """Read a campaign workbook; raises DefinitionError naming sheet and cell, or a kind of UnreadableFile.

    ``read`` is ``read_sheets``, run wherever the caller wants to have it run.
    """
    return assembled(read_records(read(content)))


def units_workbook(campaign: Campaign, units: Sequence[Unit]) -> bytes:
    """Return a unit list as a workbook: the sheet of units, and the levels to choose from."""
    sheets = {table.name: (table, records) for table, records in dismantled(campaign, units)}
    return write_workbook(campaign, [sheets[UNITS.name], sheets[LEVELS.name]], guided=False)


def read_units(campaign: Campaign, content: bytes, read: Callable[[bytes], Sheets] = read_sheets) -> tuple[Unit, ...]:
    """Read the sheet of units of such a workbook, or of a campaign's; raises like ``read_campaign``."""
    return assembled_units(campaign, read_table(read(content), UNITS))

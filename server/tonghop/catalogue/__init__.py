"""Campaigns from outside: the files of ``workbook_templates/``, and workbooks that a clerk edits."""

from tonghop.catalogue.files import (
    CAMPAIGN_FILE,
    UNITS_FILE,
    folder,
    load,
    load_campaign,
    load_form,
    load_shipped,
    load_units,
    shipped,
    templates_dir,
)
from tonghop.catalogue.workbook import campaign_workbook, read_campaign, read_sheets

__all__ = [
    "CAMPAIGN_FILE",
    "UNITS_FILE",
    "campaign_workbook",
    "folder",
    "load",
    "load_campaign",
    "load_form",
    "load_shipped",
    "load_units",
    "read_campaign",
    "read_sheets",
    "shipped",
    "templates_dir",
]

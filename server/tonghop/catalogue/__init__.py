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
from tonghop.catalogue.reports import (
    REPORTS_FOLDER,
    drop_report_template,
    keep_report_template,
    own_report_template,
    put_report_template,
    report_template,
)
from tonghop.catalogue.workbook import (
    Differing,
    campaign_differences,
    campaign_workbook,
    read_campaign,
    read_sheets,
    read_units,
    unit_differences,
    units_workbook,
)

__all__ = [
    "CAMPAIGN_FILE",
    "REPORTS_FOLDER",
    "UNITS_FILE",
    "Differing",
    "campaign_differences",
    "campaign_workbook",
    "drop_report_template",
    "folder",
    "keep_report_template",
    "load",
    "load_campaign",
    "load_form",
    "load_shipped",
    "load_units",
    "own_report_template",
    "put_report_template",
    "read_campaign",
    "read_sheets",
    "read_units",
    "report_template",
    "shipped",
    "templates_dir",
    "unit_differences",
    "units_workbook",
]

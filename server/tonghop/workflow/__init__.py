"""The order in which the rooms work: the only room that knows it.

bytes → read → identify → parse → check → store is ``receive``; revisions → consolidate is ``publish``.
"""

from tonghop.workflow.allocating import allocate, allocation_file
from tonghop.workflow.campaigns import (
    Compared,
    OlderCampaign,
    campaign_file,
    compare_campaign,
    keep_campaign,
    named_campaign,
)
from tonghop.workflow.closing import CampaignClosed, close_campaign, closed_to, reopen_campaign
from tonghop.workflow.following import Due, Followed, due_dates, follow
from tonghop.workflow.granting import NotLater, NotOwed, grant_exemption, grant_extension, owing
from tonghop.workflow.issuing import GivenOut, Order, give_out, issue_of
from tonghop.workflow.materials import balance, items
from tonghop.workflow.office import Change, ChooseCampaign, NoCampaign, Office, UnknownUnit, database_url
from tonghop.workflow.publishing import (
    Amendment,
    NotBegun,
    NothingBegun,
    amendments,
    consolidated_file,
    current_period,
    publish,
    standings,
)
from tonghop.workflow.receiving import Examined, Reception, examine, marked_file, receive
from tonghop.workflow.reminding import Reminder, Reminders, Sent, letter, reminders, send
from tonghop.workflow.reporting import pdf, previous_period, report_file
from tonghop.workflow.units import (
    NewUnits,
    NothingDiffers,
    Register,
    ReportersMissing,
    keep_units,
    new_units,
    register_fields,
    unit_registers,
    units_file,
)
from tonghop.workflow.workbooks import (
    group_file,
    group_file_name,
    group_files,
    group_members,
    groups,
    owed,
    unit_files,
    workbook,
    workbook_name,
)

__all__ = [
    "Amendment",
    "CampaignClosed",
    "Change",
    "ChooseCampaign",
    "Compared",
    "Due",
    "Examined",
    "Followed",
    "GivenOut",
    "NewUnits",
    "NoCampaign",
    "NotBegun",
    "NotLater",
    "NotOwed",
    "NothingBegun",
    "NothingDiffers",
    "Office",
    "OlderCampaign",
    "Order",
    "Reception",
    "Register",
    "Reminder",
    "Reminders",
    "ReportersMissing",
    "Sent",
    "UnknownUnit",
    "allocate",
    "allocation_file",
    "amendments",
    "balance",
    "campaign_file",
    "close_campaign",
    "closed_to",
    "compare_campaign",
    "consolidated_file",
    "current_period",
    "database_url",
    "due_dates",
    "examine",
    "follow",
    "give_out",
    "grant_exemption",
    "grant_extension",
    "group_file",
    "group_file_name",
    "group_files",
    "group_members",
    "groups",
    "issue_of",
    "items",
    "keep_campaign",
    "keep_units",
    "letter",
    "marked_file",
    "named_campaign",
    "new_units",
    "owed",
    "owing",
    "pdf",
    "previous_period",
    "publish",
    "receive",
    "register_fields",
    "reminders",
    "reopen_campaign",
    "report_file",
    "send",
    "standings",
    "unit_files",
    "unit_registers",
    "units_file",
    "workbook",
    "workbook_name",
]

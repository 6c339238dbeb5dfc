"""The order in which the rooms work: the only room that knows it.

bytes → read → identify → parse → check → store is ``receive``; revisions → consolidate is ``publish``.
"""

from tonghop.workflow.allocating import allocate, allocation_file
from tonghop.workflow.campaigns import OlderCampaign, campaign_file, keep_campaign, named_campaign
from tonghop.workflow.following import Due, Followed, due_dates, follow
from tonghop.workflow.issuing import GivenOut, Order, give_out, issue_of
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
    "Change",
    "ChooseCampaign",
    "Due",
    "Examined",
    "Followed",
    "GivenOut",
    "NoCampaign",
    "NotBegun",
    "NothingBegun",
    "Office",
    "OlderCampaign",
    "Order",
    "Reception",
    "Reminder",
    "Reminders",
    "Sent",
    "UnknownUnit",
    "allocate",
    "allocation_file",
    "amendments",
    "campaign_file",
    "consolidated_file",
    "current_period",
    "database_url",
    "due_dates",
    "examine",
    "follow",
    "give_out",
    "group_file",
    "group_file_name",
    "group_files",
    "group_members",
    "groups",
    "issue_of",
    "keep_campaign",
    "letter",
    "marked_file",
    "named_campaign",
    "owed",
    "pdf",
    "previous_period",
    "publish",
    "receive",
    "reminders",
    "report_file",
    "send",
    "standings",
    "unit_files",
    "workbook",
    "workbook_name",
]

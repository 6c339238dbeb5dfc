"""The order in which the rooms work: the only room that knows it.

bytes → read → identify → parse → check → store is ``receive``; revisions → consolidate is ``publish``.
"""

from tonghop.workflow.allocating import allocate, allocation_file
from tonghop.workflow.campaigns import OlderCampaign, campaign_file, keep_campaign, named_campaign
from tonghop.workflow.correcting import Correction, Misread, NotCorrectable, correct, is_patchable, own_cells
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
from tonghop.workflow.receiving import (
    Examined,
    OutOfSight,
    Reception,
    Sender,
    examine,
    examine_for,
    keep,
    marked_file,
    receive,
)
from tonghop.workflow.reporting import pdf, previous_period, report_file
from tonghop.workflow.reviewing import Reviewer, ReviewRefused, acceptances, review, standing, steps
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
    "Correction",
    "Examined",
    "GivenOut",
    "Misread",
    "NoCampaign",
    "NotBegun",
    "NotCorrectable",
    "NothingBegun",
    "Office",
    "OlderCampaign",
    "Order",
    "OutOfSight",
    "Reception",
    "ReviewRefused",
    "Reviewer",
    "Sender",
    "UnknownUnit",
    "acceptances",
    "allocate",
    "allocation_file",
    "amendments",
    "campaign_file",
    "consolidated_file",
    "correct",
    "current_period",
    "database_url",
    "examine",
    "examine_for",
    "give_out",
    "group_file",
    "group_file_name",
    "group_files",
    "group_members",
    "groups",
    "is_patchable",
    "issue_of",
    "keep",
    "keep_campaign",
    "marked_file",
    "named_campaign",
    "owed",
    "own_cells",
    "pdf",
    "previous_period",
    "publish",
    "receive",
    "report_file",
    "review",
    "standing",
    "standings",
    "steps",
    "unit_files",
    "workbook",
    "workbook_name",
]

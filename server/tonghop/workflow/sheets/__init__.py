"""Shared Google spreadsheets: one for each district and period, and the province's live one."""

from tonghop.workflow.sheets.making import Accounts, Act, Shared, make, share
from tonghop.workflow.sheets.pulling import Became, Pulled, pull
from tonghop.workflow.sheets.pushing import Pushed, push
from tonghop.workflow.sheets.watching import Failed, notice, work

__all__ = [
    "Accounts",
    "Act",
    "Became",
    "Failed",
    "Pulled",
    "Pushed",
    "Shared",
    "make",
    "notice",
    "pull",
    "push",
    "share",
    "work",
]

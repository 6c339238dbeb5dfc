"""Shared Google spreadsheets: one for each district and period, and the province's live one."""

from tonghop.workflow.sheets.listing import Line, lines
from tonghop.workflow.sheets.making import Accounts, Act, Shared, make, open_accounts, share
from tonghop.workflow.sheets.pulling import Became, Pulled, pull
from tonghop.workflow.sheets.pushing import Pushed, push
from tonghop.workflow.sheets.watching import OF_ONE, Failed, notice, work

__all__ = [
    "OF_ONE",
    "Accounts",
    "Act",
    "Became",
    "Failed",
    "Line",
    "Pulled",
    "Pushed",
    "Shared",
    "lines",
    "make",
    "notice",
    "open_accounts",
    "pull",
    "push",
    "share",
    "work",
]

"""Shared Google spreadsheets: one for each district and period, and the province's live one."""

from tonghop.workflow.sheets.listing import Line, lines
from tonghop.workflow.sheets.making import Accounts, Act, NotShared, Shared, make, open_accounts, share
from tonghop.workflow.sheets.pulling import Became, Pulled, pull
from tonghop.workflow.sheets.pushing import Pushed, push
from tonghop.workflow.sheets.watching import OF_ONE, Failed, concerns_one, is_the_offices, notice, work

__all__ = [
    "OF_ONE",
    "Accounts",
    "Act",
    "Became",
    "Failed",
    "Line",
    "NotShared",
    "Pulled",
    "Pushed",
    "Shared",
    "concerns_one",
    "is_the_offices",
    "lines",
    "make",
    "notice",
    "open_accounts",
    "pull",
    "push",
    "share",
    "work",
]

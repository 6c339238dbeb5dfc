"""A report as pages name it: its address, whose it is, for when."""

from tonghop.core import calendar
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import DefinitionError, marked
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.web.desk import desk
from tonghop.workflow import report_path

SUMMARY = marked(" (summary of its units)")


def address(key: SubmissionKey, below: str = "") -> str:
    """Return where a report is shown, or a page below it."""
    return report_path(key, below)


def unit_name(key: SubmissionKey) -> str:
    """Return whose report it is: name and code, and whether it is the summary of those below."""
    campaign = desk.campaign(key.campaign)
    unit = desk.office.known_unit(campaign, key.unit, desk.as_of)
    summary = desk.say(SUMMARY) if key.coverage is Coverage.SUMMARY else ""
    return f"{unit.name} ({unit.code}){summary}"


def period_name(key: SubmissionKey) -> str:
    """Return what period it is for; its code where the campaign no longer has it."""
    found = known_period(desk.campaign(key.campaign), key.period)
    return key.period if found is None else desk.text(found.label)


def known_period(campaign: Campaign, code: str) -> Period | None:
    """Return a period of a campaign, ``None`` when there is none of that code."""
    try:
        return calendar.find_period(campaign, code)
    except DefinitionError:
        return None


def campaign_name(key: SubmissionKey) -> str:
    """Return the campaign's short title."""
    return desk.text(desk.campaign(key.campaign).short_title)


def version_of(key: SubmissionKey, version: int) -> Campaign:
    """Return the campaign as it was when the report's workbook was made."""
    return desk.office.version(key.campaign, version) or desk.campaign(key.campaign)

"""A campaign that is closed takes no more reports after a day; it can be reopened."""

from datetime import date, datetime

from tonghop.core import calendar
from tonghop.core.definitions import Campaign
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import Closure
from tonghop.workflow.office import Office


class CampaignClosed(TonghopError):
    message = marked(
        "“{campaign}” took reports until {day} only and is closed ({reason}). The file is kept, its figures are not "
        "taken. If they have to come in, ask {issuer} to reopen the campaign, then send the file again."
    )


def close_campaign(office: Office, campaign: Campaign, last_day: date, *, reason: str, who: str, at: datetime) -> None:
    """Have a campaign take no reports after a day; raises ClosureUnexplained.

    It may have been an earlier day before: what was refused of shared spreadsheets since is then read anew.
    """
    office.store.close_campaign(campaign.code, Closure(last_day, reason.strip(), who, at))
    office.store.pulls.take_anew(campaign.code, at)


def reopen_campaign(office: Office, campaign: Campaign, *, reason: str, who: str, at: datetime) -> None:
    """Have a closed campaign take reports again, and shared spreadsheets read anew that were refused.

    Raises NotClosed or ClosureUnexplained.
    """
    office.store.reopen_campaign(campaign.code, Closure(None, reason.strip(), who, at))
    office.store.pulls.take_anew(campaign.code, at)


def closed_to(office: Office, campaign: Campaign, at: datetime) -> CampaignClosed | None:
    """Return why a campaign takes nothing that comes at an instant, ``None`` when it does."""
    closure = office.store.closure(campaign.code, at)
    if closure is None or closure.last_day is None:
        return None
    if calendar.in_zone(at, office.instance.zone) <= closure.last_day:
        return None
    return CampaignClosed(
        campaign=campaign.short_title,
        day=f"{closure.last_day:%d/%m/%Y}",
        reason=closure.reason,
        issuer=campaign.issuer,
    )

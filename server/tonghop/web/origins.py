"""The shared spreadsheet that a report came from, for those who may open it."""

from tonghop import workflow
from tonghop.core.definitions import Campaign, Period
from tonghop.web.desk import desk
from tonghop.workflow import Origin


def in_sight(campaign: Campaign, period: Period, unit: str) -> Origin | None:
    """Return the spreadsheet in which a unit's row stands, where who is signed in sees the unit whose it is.

    A commune does not: it is shared with its district's accounts alone.
    """
    found = workflow.origin(desk.office, campaign.code, period, unit)
    return found if found is not None and desk.sees(campaign.code, found.sheet.key.unit) else None

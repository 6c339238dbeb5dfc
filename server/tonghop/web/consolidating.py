"""Asking the worker for the next issue of a period: from the page and from the API."""

from tonghop import jobs, workflow
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Campaign, Period
from tonghop.storage import Job
from tonghop.web.desk import desk


def ask(campaign: Campaign, period: Period, include: Include) -> Job:
    """Have a period brought together as it is now and given out; raises NotBegun."""
    if period.start > desk.today:
        raise workflow.NotBegun(period=period.code, start=f"{period.start:%d/%m/%Y}")
    order = jobs.Consolidate(
        campaign=campaign.code,
        period=period.code,
        as_of=desk.today,
        include=include,
        issue=True,
        language=desk.language,
    )
    return desk.service.queue.ask(desk.office, order, who=desk.who, at=desk.now)

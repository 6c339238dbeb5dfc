"""A consolidation → the official report, beside the period before it."""

from datetime import date

from tonghop import catalogue
from tonghop.config import ReportSettings
from tonghop.core import calendar
from tonghop.core.consolidation import Consolidation
from tonghop.core.definitions import Campaign, Period
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import publish
from tonghop.writing.report import Letterhead, pdf, report_document

__all__ = ["pdf", "previous_period", "report_file"]


def report_file(
    office: Office,
    consolidation: Consolidation,
    *,
    number: str = "",
    signed: date | None = None,
    tree_day: date | None = None,
) -> bytes:
    """Return the report as a Word document; raises BadTemplate or NotATemplate where its template cannot be filled.

    The period before is brought together as of the same day, of the same kind of reports and on the same tree.
    """
    campaign, previous = consolidation.campaign, previous_period(consolidation.campaign, consolidation.period)
    before = None
    if previous is not None:
        day, include = consolidation.as_of, consolidation.include
        before = publish(office, campaign, previous, as_of=day, include=include, tree_day=tree_day)
    template = catalogue.report_template(campaign.code, office.instance.folder)
    return report_document(consolidation, before, letterhead(office.instance.settings.report, number, signed), template)


def previous_period(campaign: Campaign, period: Period) -> Period | None:
    """Return the period to compare with: the newest of its kind that ended before it began.

    A derived period is compared with a derived one, a filled one with a filled one that adds up.
    """
    before = [
        one
        for one in calendar.periods(campaign, period.start)
        if one.end < period.start and one.adds and one.derived == period.derived and calendar.components(campaign, one)
    ]
    return max(before, key=lambda one: (one.end, one.start), default=None)


def letterhead(settings: ReportSettings, number: str, signed: date | None) -> Letterhead:
    """Return what the office says of itself in its settings, with what is the single report's own."""
    return Letterhead(number=number, signed=signed, **settings.model_dump())

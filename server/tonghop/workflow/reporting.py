"""A consolidation → the official report, beside the period before it."""

from datetime import date, datetime
from hashlib import sha256

from tonghop import catalogue
from tonghop.config import ReportSettings
from tonghop.core import calendar
from tonghop.core.consolidation import Consolidation, Include
from tonghop.core.definitions import Campaign, Period
from tonghop.storage import Act
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import current_period, publish
from tonghop.writing.report import Letterhead, pdf, report_document

__all__ = ["drop_report_template", "keep_report_template", "pdf", "previous_period", "report_file"]


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
    template = catalogue.report_template(consolidation.campaign.code, office.instance.folder)
    before = _before(office, consolidation, tree_day)
    return report_document(consolidation, before, letterhead(office.instance.settings.report, number, signed), template)


def _before(office: Office, consolidation: Consolidation, tree_day: date | None = None) -> Consolidation | None:
    previous = previous_period(consolidation.campaign, consolidation.period)
    if previous is None:
        return None
    day, include = consolidation.as_of, consolidation.include
    return publish(office, consolidation.campaign, previous, as_of=day, include=include, tree_day=tree_day)


# A template of one's own.


def keep_report_template(office: Office, campaign: Campaign, content: bytes, *, who: str, at: datetime) -> None:
    """Have a campaign's report made from somebody's own template, once the newest period's report was made from it.

    It is tried in a child process. Raises BadTemplate, NotATemplate or NothingBegun: then nothing is kept.
    """
    day = office.day_of(at)
    period = current_period(campaign, day)
    made = publish(office, campaign, period, as_of=day, include=Include.SUBMITTED)
    told = letterhead(office.instance.settings.report, "", None)
    office.run(report_document, made, _before(office, made), told, content)
    catalogue.put_report_template(campaign.code, office.instance.folder, content)
    digest = sha256(content).hexdigest()
    office.store.record(Act(at, who, "set_report_template", campaign.code, {"digest": digest}))


def drop_report_template(office: Office, campaign: Campaign, *, who: str, at: datetime) -> None:
    """Have a campaign's report made from the common template again."""
    if catalogue.own_report_template(campaign.code, office.instance.folder):
        catalogue.drop_report_template(campaign.code, office.instance.folder)
        office.store.record(Act(at, who, "drop_report_template", campaign.code, {}))


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

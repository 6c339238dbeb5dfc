"""How a campaign stands for whoever looks at it: his unit and those below it."""

from dataclasses import dataclass
from datetime import date

from tonghop.core import calendar
from tonghop.core.completeness import State
from tonghop.core.definitions import Campaign, Period
from tonghop.core.following import Outline, Report
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import standings


@dataclass(frozen=True, slots=True)
class Followed:
    """A campaign as it stands on a day, for the units in sight."""

    campaign: Campaign
    as_of: date
    periods: tuple[Period, ...]
    """Those to be filled that have begun, by last day."""
    outline: Outline
    reports: tuple[Report, ...]
    """In tree order, then by period."""

    def of(self, unit: str | None) -> tuple[Report, ...]:
        """Return what one unit owes, the most pressing first."""
        own = [report for report in self.reports if report.standing.unit == unit]
        return tuple(sorted(own, key=lambda report: report.order))

    def to_review(self, reviewer: str | None) -> tuple[Report, ...]:
        """Return what waits for review below a reviewer's unit, never its own; the oldest first."""
        if not self.campaign.review_levels:
            return ()
        waiting = {State.SUBMITTED, State.REOPENED}
        found = [r for r in self.reports if r.standing.state in waiting and r.standing.unit != reviewer]
        return tuple(sorted(found, key=lambda report: report.standing.received or self.as_of))

    @property
    def amended(self) -> tuple[Report, ...]:
        """The accepted reports of which a correction waits for reopening."""
        return tuple(r for r in self.reports if r.standing.state is State.ACCEPTED and r.head and r.head.amends)

    @property
    def label(self) -> dict[str, Period]:
        """Periods by code."""
        return {period.code: period for period in self.periods}


def follow(office: Office, campaign: Campaign, as_of: date, within: str | None = None) -> Followed:
    """Return how a campaign stands for a unit and all below it (everything); nothing where none has begun.

    Answers are not read: it is made for pages that show everything.
    """
    periods = tuple(period for period in calendar.periods(campaign, as_of) if not period.derived)
    outline = Outline.of(office.tree(campaign.code, as_of), office.units(campaign.code)).within(within)
    if not periods:
        return Followed(campaign, as_of, (), outline, ())
    heads = office.store.heads(campaign.code, as_of=office.end_of(as_of))
    by_key = {(head.key.unit, head.key.period, head.key.coverage): head for head in heads}
    reports = tuple(
        Report(standing, by_key.get((standing.unit, standing.period, standing.coverage)))
        for standing in standings(office, campaign, as_of, heads=heads)
        if standing.unit in outline.by_code
    )
    return Followed(campaign, as_of, periods, outline, reports)

"""How a campaign stands for whoever looks at it: his unit and those below it."""

from dataclasses import dataclass
from datetime import date

from tonghop.core import calendar, completeness
from tonghop.core.accounts import Account, Right
from tonghop.core.completeness import State
from tonghop.core.definitions import Campaign, Period
from tonghop.core.following import Outline, Report
from tonghop.core.units import Unit
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import current_period, standings
from tonghop.workflow.reviewing import Reviewer

_REVIEWED = frozenset({State.SUBMITTED, State.REOPENED})


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

    @property
    def under_review(self) -> tuple[Report, ...]:
        """What waits for a review, whosever; the oldest first."""
        if not self.campaign.review_levels:
            return ()
        found = [report for report in self.reports if report.standing.state in _REVIEWED]
        return tuple(sorted(found, key=lambda report: report.standing.received or self.as_of))

    @property
    def amended(self) -> tuple[Report, ...]:
        """The accepted reports of which a correction waits for reopening."""
        return tuple(r for r in self.reports if r.standing.state is State.ACCEPTED and r.head and r.head.amends)

    @property
    def focus(self) -> Period:
        """The period that is followed most: the last one that fell due or of which anything came, else the newest.

        Raises NothingBegun where none has begun.
        """
        came = {report.standing.period for report in self.reports if report.head is not None}
        followed = [period for period in self.periods if period.due < self.as_of or period.code in came]
        return followed[-1] if followed else current_period(self.campaign, self.as_of)

    @property
    def in_focus(self) -> tuple[Period, ...]:
        """The periods that are followed now: those of which something is overdue, and the last to fall due or end."""
        overdue = {report.standing.period for report in self.reports if report.standing.is_overdue}
        due = [period.code for period in self.periods if period.due < self.as_of][-1:]
        ended = [current_period(self.campaign, self.as_of).code] if self.periods else []
        shown = overdue.union(due, ended)
        return tuple(period for period in self.periods if period.code in shown)

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


def to_review(office: Office, followed: Followed, account: Account) -> tuple[Report, ...]:
    """Return what waits for a review of which the next level is this account's to decide; the oldest first."""
    campaign, waiting = followed.campaign, followed.under_review
    if not waiting or not account.may(Right.REVIEW):
        return ()
    reviewer = Reviewer(account, office.tree(campaign.code, followed.as_of), campaign.review_levels)
    # With one level nobody has accepted what waits.
    levelled = campaign.review_levels > 1
    turns = office.store.accepting(campaign.code, office.end_of(followed.as_of)) if levelled else {}
    return tuple(
        report
        for report in waiting
        if report.head is not None
        and reviewer.is_turn(report.standing.unit, turns.get(report.head.key, ()), report.head.sender)
    )


# Due dates to come.


@dataclass(frozen=True, slots=True)
class Due:
    """A last day to come or past: of a period for everybody in sight, or of one unit where it has its own."""

    period: Period
    day: date
    units: int
    """How many units owe it."""
    unit: Unit | None = None
    """The unit it is of, where it is of one only."""


def due_dates(office: Office, campaign: Campaign, as_of: date, until: date, codes: Outline) -> tuple[Due, ...]:
    """Return the last days of all periods that begin by ``until``, for the units of an outline, by day.

    A unit with a later day granted has a date of its own; an exempt one has none.
    """
    instant = office.end_of(as_of)
    extended = office.store.extensions(campaign.code, instant)
    exempt = office.store.exemptions(campaign.code, instant)
    found: list[Due] = []
    for period in calendar.periods(campaign, until):
        tree = office.tree(campaign.code, period.end)
        owing = dict.fromkeys(unit for unit, _ in completeness.owed(campaign, tree, period))
        mine = [unit for unit in owing if unit.code in codes.by_code and (unit.code, period.code) not in exempt]
        if len(codes.units) == 1:
            found += [Due(period, extended.get((unit.code, period.code), period.due), 1, unit) for unit in mine]
            continue
        later = [unit for unit in mine if (unit.code, period.code) in extended]
        found += [Due(period, extended[unit.code, period.code], 1, unit) for unit in later]
        if len(mine) > len(later):
            found.append(Due(period, period.due, len(mine) - len(later)))
    return tuple(sorted(found, key=lambda due: due.day))

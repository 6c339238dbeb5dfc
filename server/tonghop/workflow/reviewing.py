"""Who may take which step with a report, and how a report stands by itself."""

from dataclasses import dataclass
from datetime import date, datetime

from tonghop.core import completeness
from tonghop.core.accounts import Account, Right, Role
from tonghop.core.completeness import Standing, State
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import UnitTree
from tonghop.storage import Action, Event, Seen, SheetKey
from tonghop.workflow.office import Office

_LAST_ALONE = 2
"""From so many levels of review on, the last is the province's alone."""


class ReviewRefused(TonghopError):
    """A step with a report that this account may not take."""


class OwnReport(ReviewRefused):
    message = marked("This is your own unit's report: the office above reviews it.")


class LastLevel(ReviewRefused):
    message = marked("What is left to decide on this report is the province's to decide.")


class AcceptedAlready(ReviewRefused):
    message = marked("You have accepted this report already; the next level is another account's to accept.")


class OwnSending(ReviewRefused):
    message = marked("You sent these figures yourself, or corrected them in the page: another account accepts them.")


class NoReview(ReviewRefused):
    message = marked("Reports of this campaign are not reviewed: they count as soon as they are sent without errors.")


class NotReviewer(ReviewRefused):
    message = marked("Your account does not review reports.")


def standing(office: Office, campaign: Campaign, period: Period, key: SubmissionKey, as_of: date) -> Standing | None:
    """Return how one report stands on a day, ``None`` when its unit does not owe it."""
    instant = office.end_of(as_of)
    found = completeness.standings(
        campaign,
        office.tree(campaign.code, min(as_of, period.end)),
        [period],
        office.store.latest(campaign.code, periods=[period.code], units=[key.unit], as_of=instant),
        as_of=as_of,
        zone=office.instance.zone,
        exempt=office.store.exemptions(campaign.code, instant),
        extensions=office.store.extensions(campaign.code, instant),
    )
    return next((one for one in found if (one.unit, one.coverage) == (key.unit, key.coverage)), None)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """An account before a report of a unit."""

    account: Account
    tree: UnitTree
    levels: int
    """How many levels of review the campaign has."""

    def refusal(self, action: Action, unit: str, events: tuple[Event, ...], sender: str | None) -> ReviewRefused | None:
        """Return why the account may not take this step now, ``None`` when it may.

        ``sender`` is who sent the revision in force.
        """
        account = self.account
        if not account.may(Right.REVIEW) or not account.sees(self.tree, unit):
            return NotReviewer()
        if action is Action.ACCEPT and not self.levels:
            return NoReview()
        if account.role is Role.REVIEWER and account.unit == unit:
            return OwnReport()
        if account.role is Role.REVIEWER and self.levels >= _LAST_ALONE and _reached(events) >= self.levels - 1:
            return LastLevel()
        return self._not_again(events, sender) if action is Action.ACCEPT else None

    def _not_again(self, events: tuple[Event, ...], sender: str | None) -> ReviewRefused | None:
        """Return why the account, which had its say already, may not accept."""
        if self.account.name == sender:
            return OwnSending()
        return AcceptedAlready() if self.account.name in acceptances(events) else None

    def is_turn(self, unit: str, events: tuple[Event, ...], sender: str | None) -> bool:
        """Tell whether the next level of review is this account's rather than that of an office below its own."""
        if self.refusal(Action.ACCEPT, unit, events, sender) is not None:
            return False
        if self.account.role is Role.REVIEWER or self.levels < _LAST_ALONE or _reached(events) >= self.levels - 1:
            return True
        above = self.tree.by_code[unit].parent if unit in self.tree.by_code else None
        return above is None or above == self.tree.root.code


def _reached(events: tuple[Event, ...]) -> int:
    return events[-1].accepted_levels if events else 0


def acceptances(events: tuple[Event, ...]) -> tuple[str, ...]:
    """Return who has accepted the report as it stands, level by level."""
    names: list[str] = []
    for event in events:
        if event.accepted_levels == len(names) + 1:
            names.append(event.who)
        elif not event.accepted_levels:
            names.clear()
    return tuple(names)


def steps(reviewer: Reviewer, unit: str, events: tuple[Event, ...], sender: str | None) -> tuple[Action, ...]:
    """Return the steps that the report's state and the account allow now."""
    if not events:
        return ()
    state = events[-1].state
    possible = {
        State.SUBMITTED: (Action.ACCEPT, Action.RETURN),
        State.REOPENED: (Action.ACCEPT, Action.RETURN),
        State.ACCEPTED: (Action.REOPEN,),
    }.get(state, ())
    return tuple(action for action in possible if reviewer.refusal(action, unit, events, sender) is None)


def review(  # noqa: PLR0913 -- each is a thing of its own, and those after * are named
    office: Office,
    campaign: Campaign,
    key: SubmissionKey,
    action: Action,
    *,
    account: Account,
    at: datetime,
    reason: str | None,
    seen: Seen,
) -> State:
    """Take a step with a report that stands as it was ``seen``.

    Raises ReviewRefused, ReviewError, ReviewedMeanwhile.
    """
    tree = office.tree(campaign.code, office.day_of(at))
    reviewer = Reviewer(account, tree, campaign.review_levels)
    refused = reviewer.refusal(action, key.unit, office.store.turns(key), office.store.sender(key, seen.revision))
    if refused is not None:
        raise refused
    state = office.store.move(
        key, action, levels=campaign.review_levels, who=account.name, at=at, reason=reason, seen=seen
    )
    tell_sheet(office, key, at)
    return state


def tell_sheet(office: Office, key: SubmissionKey, at: datetime) -> None:
    """Have the shared spreadsheet in which a unit's row stands say how its report stands now; there need be none."""
    unit = office.tree(key.campaign, office.day_of(at)).by_code.get(key.unit)
    if unit is not None and unit.parent is not None and key.coverage is Coverage.OWN:
        office.store.pulls.tell_anew(SheetKey(key.campaign, key.period, unit.parent), at)

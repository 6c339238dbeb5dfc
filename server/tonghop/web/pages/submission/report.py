"""One report as its pages need it: what is known of it, looked up once."""

from dataclasses import dataclass
from functools import cached_property

from flask import abort

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.completeness import USABLE, Standing, State
from tonghop.core.consolidation import Revision
from tonghop.core.definitions import Campaign, Period
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.core.units import Unit
from tonghop.storage import Action, Event, Seen
from tonghop.web import origins, reports
from tonghop.web.desk import desk
from tonghop.workflow import CorrectOnGoogle, Origin, OwnSending, Reviewer, Sender

_STILL_RETURNED = frozenset({State.RETURNED, State.BLOCKED, State.EMPTY})


@dataclass(frozen=True)
class Report:
    """A report, as it is known on the day that is looked from."""

    campaign: Campaign
    period: Period
    unit: Unit
    key: SubmissionKey

    @cached_property
    def standing(self) -> Standing | None:
        """How it stands; ``None`` where the unit does not owe it."""
        return workflow.standing(desk.office, self.campaign, self.period, self.key, desk.as_of)

    @cached_property
    def revisions(self) -> tuple[Revision, ...]:
        """Its revisions, oldest first."""
        return desk.store.history(self.key, desk.office.end_of(desk.as_of))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The turns of its life, oldest first."""
        return desk.store.turns(self.key, desk.office.end_of(desk.as_of))

    @property
    def newest(self) -> Revision:
        """Its newest revision; the page is not there where nothing was sent."""
        return self.revisions[-1] if self.revisions else abort(404)

    def revision(self, number: int) -> Revision:
        """Return one of its revisions; the page is not there where it has none of that number."""
        return next((one for one in self.revisions if one.number == number), None) or abort(404)

    @property
    def in_force(self) -> Revision | None:
        """The revision that counts."""
        number = self.events[-1].revision if self.events else None
        return next((one for one in self.revisions if one.number == number), None)

    @property
    def counts(self) -> bool:
        """Whether the revision in force may be consolidated."""
        return bool(self.events) and self.events[-1].state in USABLE

    @property
    def waiting(self) -> Revision | None:
        """A newer revision that does not count yet."""
        counts = self.in_force
        return self.newest if counts is not None and self.newest.number > counts.number else None

    @property
    def returned(self) -> Event | None:
        """Why it was returned last, until it is sent without errors."""
        for event in reversed(self.events):
            if event.state is State.RETURNED:
                return event
            if event.state not in _STILL_RETURNED:
                return None
        return None

    @property
    def followed(self) -> Revision | None:
        """The newest revision, where who looks had sent an earlier one and somebody else sent this."""
        mine = any(one.sender == desk.who for one in self.revisions)
        return self.newest if mine and self.newest.sender != desk.who else None

    @cached_property
    def elsewhere(self) -> CorrectOnGoogle | None:
        """Why nobody can correct it in the page, though he may send it; ``None`` where that is not so."""
        if not self.revisions or not workflow.is_shared(desk.office, self.newest.digest):
            return None
        return CorrectOnGoogle()

    @cached_property
    def origin(self) -> Origin | None:
        """The shared spreadsheet that it came from, where who looks sees it."""
        if self.elsewhere is None:
            return None
        return origins.in_sight(self.campaign, self.period, self.key.unit)

    @property
    def may_correct(self) -> bool:
        """Whether who looks may correct its cells in the page."""
        return desk.account.may(Right.SEND) and not desk.looks_back and self.elsewhere is None

    @property
    def seen(self) -> Seen:
        """What a reviewer sees of it now."""
        last = self.events[-1]
        return Seen(last.revision, last.accepted_levels)

    @property
    def steps(self) -> tuple[Action, ...]:
        """What who looks may do with it now."""
        if desk.looks_back:
            return ()
        return workflow.steps(self._reviewer, self.key.unit, self.events, self._sender)

    @property
    def own_sending(self) -> bool:
        """Whether who looks could accept it, had he not sent it himself."""
        if desk.looks_back or not self.counts or Action.RETURN not in self.steps:
            return False
        refused = self._reviewer.refusal(Action.ACCEPT, self.key.unit, self.events, self._sender)
        return isinstance(refused, OwnSending)

    @property
    def _reviewer(self) -> Reviewer:
        tree = desk.office.tree(self.campaign.code, desk.as_of)
        return Reviewer(desk.account, tree, self.campaign.review_levels)

    @property
    def _sender(self) -> str | None:
        return self.in_force.sender if self.in_force else None

    @property
    def accepted_by(self) -> tuple[str, ...]:
        """Who accepted it as it stands, level by level."""
        return workflow.acceptances(self.events)


def find(campaign: str, period: str, unit: str, coverage: str) -> Report:
    """Return the report that an address names; the page is not there where nobody owes it and nothing was sent."""
    chosen = desk.campaign(campaign)
    due = reports.known_period(chosen, period) or abort(404)
    found = Report(chosen, due, desk.unit(chosen, unit), SubmissionKey(campaign, period, unit, Coverage(coverage)))
    if found.standing is None and not found.revisions:
        abort(404)
    return found


def sender() -> Sender:
    """Return who is signed in as somebody who sends."""
    return Sender(desk.sees, desk.account.unit)

"""Reports: what was sent, how it stood at an instant, and the steps of its review."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tonghop.core.completeness import Head, State
from tonghop.core.consolidation import Measure, Revision
from tonghop.core.definitions import Number
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.storage import (
    deliveries,
    events,
    heads,
    listing,
    receiving,
    reviewing,
    revisions,
)
from tonghop.storage.jobs import kept_bytes
from tonghop.storage.listing import Wanted
from tonghop.storage.store.base import Part
from tonghop.storage.values import (
    Action,
    Delivery,
    Event,
    Listed,
    Outcome,
    Receipt,
    Review,
    Seen,
    Sent,
)


class ReportStore(Part):
    """The store's reports."""

    # Deliveries

    def receive(self, delivery: Delivery, outcomes: Sequence[Outcome], refusal: str | None = None) -> Receipt:
        """Store a delivery with all that was read from it; the receipt means that it is on disk.

        A delivery from which nothing could be read is kept too, with the refusal's text.
        Raises UnknownCampaign or UnknownVersion, FigureTooLarge, StorageBusy, StorageFull: then nothing is stored.
        """
        with self._database.writing() as connection:
            return receiving.receive(connection, delivery, outcomes, refusal)

    def content(self, digest: str) -> bytes:
        """Return the bytes of a file as they came; raises UnknownFile."""
        with self._database.reading() as connection:
            return kept_bytes(connection, digest)

    def sent_by(self, sender: str, limit: int) -> tuple[Sent, ...]:
        """Return the newest reports that somebody sent, newest first, with what came after each."""
        with self._database.reading() as connection:
            return deliveries.sent_by(connection, sender, limit)

    def sent_before(self, digest: str) -> Sent | None:
        """Return the last delivery of these very bytes, ``None`` when they never came."""
        with self._database.reading() as connection:
            return deliveries.sent_before(connection, digest)

    def keys_in(self, digest: str) -> tuple[SubmissionKey, ...]:
        """Return the reports that were read from a file: several in a group's workbook."""
        with self._database.reading() as connection:
            return deliveries.keys_in(connection, digest)

    # Revisions

    def listed(self, wanted: Wanted, *, after: int = 0, limit: int) -> tuple[Listed, ...]:
        """Return how a campaign's reports stand, those behind a place, in the order in which they first came."""
        with self._database.reading() as connection:
            return listing.some(connection, wanted, after, limit)

    def standing(self, key: SubmissionKey) -> Listed | None:
        """Return how one report stands, ``None`` where none came."""
        with self._database.reading() as connection:
            return listing.one(connection, key)

    def latest(
        self,
        campaign: str,
        *,
        periods: Collection[str] | None = None,
        units: Collection[str] | None = None,
        as_of: datetime | None = None,
    ) -> tuple[Revision, ...]:
        """Return the revision in force of each submission, in the order of their deliveries."""
        with self._database.reading() as connection:
            return revisions.latest(connection, campaign, periods, as_of, units)

    def heads(
        self, campaign: str, *, periods: Collection[str] | None = None, as_of: datetime | None = None
    ) -> tuple[Head, ...]:
        """Return what ``latest`` does without the answers: how each submission stands, for following all of them."""
        with self._database.reading() as connection:
            return heads.heads(connection, campaign, periods, as_of)

    def history(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[Revision, ...]:
        """Return every revision of a submission, oldest first; one never in force has the state it came with."""
        with self._database.reading() as connection:
            return revisions.history(connection, key, as_of)

    def turns(self, key: SubmissionKey, as_of: datetime | None = None) -> tuple[Event, ...]:
        """Return every turn in a submission's life, oldest first."""
        with self._database.reading() as connection:
            return events.turns(connection, key, as_of)

    def accepting(self, campaign: str, as_of: datetime | None = None) -> Mapping[SubmissionKey, tuple[Event, ...]]:
        """Return the turns of those reports that some levels of review have accepted and not the last."""
        with self._database.reading() as connection:
            return events.accepting(connection, campaign, as_of)

    def sender(self, key: SubmissionKey, revision: int) -> str | None:
        """Return who sent a revision of a report, ``None`` where there is no such revision."""
        with self._database.reading() as connection:
            return deliveries.sender(connection, key, revision)

    def totals(
        self,
        campaign: str,
        unit: str,
        periods: Collection[str],
        coverage: Coverage = Coverage.OWN,
        as_of: datetime | None = None,
    ) -> Mapping[str, Mapping[Measure, Number]]:
        """Return a unit's field totals by period, of usable revisions in force; a period without any is absent."""
        with self._database.reading() as connection:
            return revisions.totals(connection, campaign, unit, periods=periods, coverage=coverage, as_of=as_of)

    def figures(
        self, campaign: str, forms: Collection[str], as_of: datetime | None = None
    ) -> Mapping[SubmissionKey, Mapping[Measure, Number]]:
        """Return the field totals of some forms in every usable report in force, without its answers."""
        with self._database.reading() as connection:
            return revisions.figures(connection, campaign, forms, as_of)

    def senders(self, campaign: str) -> frozenset[str]:
        """Return the codes of the units of which anything ever came."""
        with self._database.reading() as connection:
            return revisions.senders(connection, campaign)

    # Review

    def move(
        self,
        key: SubmissionKey,
        action: Action,
        *,
        levels: int,
        who: str,
        at: datetime,
        reason: str | None = None,
        seen: Seen | None = None,
    ) -> State:
        """Accept, return or reopen a report and return how it stands then.

        ``levels`` is how many levels of review the campaign has; a return needs a reason.
        Raises a ReviewError when the report's state does not allow the action, ReviewedMeanwhile when it
        does not stand as it was ``seen``.
        """
        with self._database.writing() as connection:
            return reviewing.move(connection, key, Review(action, levels, who, at, reason, seen))

"""Revisions → consolidate → the consolidated workbook; how everything stands, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tonghop.core import calendar, completeness, consolidating
from tonghop.core.completeness import Head, Standing
from tonghop.core.consolidating import changes
from tonghop.core.consolidating.changes import CellChange, cell_changes
from tonghop.core.consolidation import Consolidation, Include, Revision
from tonghop.core.definitions import Campaign, Language, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.reorganising import places
from tonghop.sentences import say_finding
from tonghop.workflow.addresses import revision_page
from tonghop.workflow.office import Office
from tonghop.writing.consolidated import consolidated_workbook


class NotBegun(TonghopError):
    message = marked("The period {period} begins on {start}: there is nothing to bring together yet.")


class NothingBegun(TonghopError):
    message = marked("No period of the campaign {campaign} has begun by {day}. Give a later --as-of.")


def standings(
    office: Office,
    campaign: Campaign,
    as_of: date,
    *,
    tree_day: date | None = None,
    heads: Sequence[Head] | None = None,
) -> tuple[Standing, ...]:
    """Return how every report that units owe by ``as_of`` stands on that day.

    A period is owed by the units of its last day, so that a later merger does not take from it who
    had to report; where ``tree_day`` is given, by those of the day of the period that is nearest to it.
    ``heads`` may be given by who has them.
    """
    periods = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    if not periods:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    instant = office.end_of(as_of)
    came = office.store.heads(campaign.code, as_of=instant) if heads is None else heads
    exempt = office.store.exemptions(campaign.code, instant)
    extensions = office.store.extensions(campaign.code, instant)
    found = [
        standing
        for period in periods
        for standing in completeness.standings(
            campaign,
            office.tree(campaign.code, _owing_day(period, as_of, tree_day)),
            [period],
            came,
            as_of=as_of,
            zone=office.instance.zone,
            exempt=exempt,
            extensions=extensions,
        )
    ]
    order = places(office.tree(campaign.code, tree_day or as_of), office.units(campaign.code))
    return tuple(sorted(found, key=lambda standing: order[standing.unit]))


def _owing_day(period: Period, as_of: date, tree_day: date | None) -> date:
    """Return the day whose units owe a period: a tree of another time would hide who moved or ended meanwhile."""
    last = min(as_of, period.end)
    return last if tree_day is None else min(max(tree_day, period.start), last)


def current_period(campaign: Campaign, as_of: date) -> Period:
    """Return the newest period that has ended by ``as_of``, else the first that has begun; raises NothingBegun."""
    begun = [period for period in calendar.periods(campaign, as_of) if not period.derived]
    ended = [period for period in begun if period.end < as_of]
    if ended:
        return max(ended, key=lambda period: period.end)
    if not begun:
        raise NothingBegun(campaign=campaign.code, day=as_of)
    return min(begun, key=lambda period: period.start)


def publish(
    office: Office,
    campaign: Campaign,
    period: Period,
    *,
    as_of: date,
    include: Include,
    tree_day: date | None = None,
) -> Consolidation:
    """Bring a period's figures together as they were known on ``as_of``, on the tree of ``tree_day``.

    Where no day is given, the tree is that of the period's last day.
    """
    components = calendar.components(campaign, period)
    if period.start > as_of or not components:
        raise NotBegun(period=period.code, start=f"{period.start:%d/%m/%Y}")
    codes = [one.code for one in (*calendar.earlier(campaign, components[0]), *components)]
    made = consolidating.consolidate(
        campaign,
        period,
        office.tree(campaign.code, tree_day or min(as_of, period.end)),
        office.store.latest(campaign.code, periods=codes, as_of=office.end_of(as_of)),
        standings(office, campaign, as_of, tree_day=tree_day),
        as_of=as_of,
        include=include,
        former=office.units(campaign.code),
    )
    issues = office.store.issues(campaign.code, period.code)
    return replace(made, changes=changes.since(issues[-1], made)) if issues else made


def consolidated_file(office: Office, consolidation: Consolidation, language: Language) -> bytes:
    """Return the consolidated workbook, its warnings in that language and its times in the instance's zone.

    Its sources lead to their pages where the instance says at which address it is reached.
    """
    return consolidated_workbook(
        consolidation,
        lambda finding: str(say_finding(finding, language)),
        zone=office.instance.zone,
        page_of=partial(revision_page, office),
    )


@dataclass(frozen=True, slots=True)
class Amendment:
    """A newer revision that is not in force, against the one that is."""

    in_force: Revision
    waiting: Revision
    changes: tuple[CellChange, ...]


def amendments(office: Office, campaign: Campaign, as_of: date, period: Period | None = None) -> tuple[Amendment, ...]:
    """Return every revision that waits, in the order of their deliveries, with what it would change."""
    periods = None if period is None else [period.code]
    instant = office.end_of(as_of)
    found = []
    for revision in office.store.latest(campaign.code, periods=periods, as_of=instant):
        if revision.waiting is not None:
            (waiting,) = [one for one in office.store.history(revision.key) if one.number == revision.waiting]
            found.append(Amendment(revision, waiting, cell_changes(revision.submission, waiting.submission)))
    return tuple(found)

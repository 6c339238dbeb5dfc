"""The work behind the buttons of shared spreadsheets: each may be begun again and does then what is left to do.

Trouble with one spreadsheet is told beside it and leaves the others alone; what would stop them all ends the job.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError
from tonghop.jobs.orders import MakeSheets, PullSheets, PushSheet, ShareSheets
from tonghop.jobs.processes import free_gone, process_name
from tonghop.jobs.progress import Progress
from tonghop.storage import (
    Finished,
    Job,
    PullLost,
    SharedSheet,
    SheetState,
    phrase_content,
)
from tonghop.workflow import Office, sheets
from tonghop.workflow.sheets import Act, Failed, Pulled

_One = TypeVar("_One")
_Done = TypeVar("_Done")
Failure = tuple[str, TonghopError]
"""A unit's code, and what went wrong with its spreadsheet."""


def make_sheets(office: Office, job: Job, progress: Progress) -> Finished:
    """Make the spreadsheets of groups of units that have none; the result counts those that are ready."""
    order = MakeSheets.model_validate(job.payload)
    campaign, period = _named(office, order)
    accounts, act = sheets.open_accounts(office), Act(job.who, job.created)
    groups = tuple(workflow.groups(office, campaign, period, order.units))
    ready, failures = _each(
        [(parent.code, (parent, members)) for parent, members in groups],
        lambda group: sheets.make(office, accounts, campaign, period, group, act),
        progress,
    )
    return _finished(failures, ready=len(ready))


def share_sheets(office: Office, job: Job, progress: Progress) -> Finished:
    """Share spreadsheets with those who send for their units now, and with nobody else that we shared them with."""
    order = ShareSheets.model_validate(job.payload)
    owner, act = sheets.open_accounts(office).owner, Act(job.who, job.created)
    shared, failures = _each(
        [(one.key.unit, one) for one in _ready(office, order)],
        lambda sheet: sheets.share(office, owner, sheet, act),
        progress,
    )
    failures += [(one.sheet.key.unit, refused.problem) for one in shared for refused in one.refused]
    return _finished(
        failures,
        shared=sum(not one.is_nobodys for one in shared),
        nobodys=sum(one.is_nobodys for one in shared),
        added=sum(len(one.added) for one in shared),
        removed=sum(len(one.removed) for one in shared),
    )


def pull_sheets(office: Office, job: Job, progress: Progress) -> Finished:
    """Read spreadsheets now; one that another process is reading at this moment is left to it."""
    order = PullSheets.model_validate(job.payload)
    google, worker = sheets.open_accounts(office).daily, process_name()
    free_gone(office, worker)
    wanted = {one.id: one for one in _ready(office, order)}
    # The service that asked may show another day than this machine.
    now = clock.since(job.created)
    for one in wanted:
        office.store.pulls.ask(one, job.created)
    ended = {}
    for became in sheets.work(office, google, worker, now, only=wanted):
        ended[became.sheet.id] = became
        progress(len(ended), len(wanted))
    return _pulled(ended.values(), left=len(wanted) - len(ended))


def push_sheet(office: Office, job: Job, _progress: Progress) -> Finished:
    """Bring a period together and write it to its live spreadsheet."""
    order = PushSheet.model_validate(job.payload)
    campaign, period = _named(office, order)
    accounts, act = sheets.open_accounts(office), Act(job.who, job.created)
    pushed = sheets.push(office, accounts, campaign, period, act, as_of=order.as_of, include=order.include)
    return Finished({"written": pushed.written, "spreadsheet": pushed.live.spreadsheet})


def _named(office: Office, order: MakeSheets | PushSheet) -> tuple[Campaign, Period]:
    campaign = office.campaign(order.campaign)
    return campaign, calendar.find_period(campaign, order.period)


def _ready(office: Office, order: ShareSheets | PullSheets) -> tuple[SharedSheet, ...]:
    found = office.store.sheets.listed(campaign=order.campaign, period=order.period)
    wanted = (one for one in found if not order.units or one.key.unit in order.units)
    return tuple(one for one in wanted if one.state is SheetState.READY)


def _each(
    wanted: Sequence[tuple[str, _One]], do: Callable[[_One], _Done], progress: Progress
) -> tuple[list[_Done], list[Failure]]:
    """Do something for each unit, named by its code."""
    done: list[_Done] = []
    failures: list[Failure] = []
    for place, (unit, one) in enumerate(wanted, 1):
        try:
            done.append(do(one))
        except TonghopError as trouble:
            if not sheets.concerns_one(trouble):
                raise
            failures.append((unit, trouble))
        progress(place, len(wanted))
    return done, failures


def _pulled(ended: Iterable[Pulled | Failed], left: int) -> Finished:
    failed = [one for one in ended if isinstance(one, Failed)]
    lost = sum(isinstance(one.problem, PullLost) for one in failed)
    failures = [(one.sheet.key.unit, one.problem) for one in failed if not isinstance(one.problem, PullLost)]
    became = Counter(one.became.value for one in ended if isinstance(one, Pulled))
    changing = sum(one.changing > 0 for one in ended if isinstance(one, Pulled))
    return _finished(failures, **became, changing=changing, left=left + lost)


def _finished(failures: Sequence[Failure], **counts: int) -> Finished:
    told: list[Mapping[str, object]] = [{"unit": unit, "said": phrase_content(trouble)} for unit, trouble in failures]
    return Finished({**counts, "failures": told})

"""``tonghop sheets pull`` and ``watch``: what clerks typed at Google is read, now or whenever it changes."""

import signal
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from tonghop.cli import tables
from tonghop.cli.options import Desk, with_desk
from tonghop.cli.sheets.choosing import (
    ANY_CAMPAIGN,
    ANY_PERIOD,
    AS_JSON,
    FAILED,
    UNITS,
    account,
    listed,
    sheets_group,
)
from tonghop.cli.sheets.saying import DONE, FAULT, NOTHING, became_json, line, mark_of, name, said, sheet_json
from tonghop.cli.speech import option
from tonghop.clock import Clock
from tonghop.core.errors import TonghopError, marked
from tonghop.google import Purpose
from tonghop.jobs.processes import free_gone, worker_name
from tonghop.jobs.watching import News, Over, Watch
from tonghop.sentences import say_error
from tonghop.storage import SharedSheet, SheetNotReady, SheetState
from tonghop.workflow import Office, sheets
from tonghop.workflow.sheets import Became, Failed, Pulled

_ELSEWHERE = marked("another process is reading it just now")


@sheets_group.command(
    "pull",
    help=marked(
        "Ask Google which spreadsheets changed and read those; with --unit or --all read without asking. "
        "What was found is written beside the rows."
    ),
)
@ANY_CAMPAIGN
@ANY_PERIOD
@UNITS
@option("--all", "everything", is_flag=True, help=marked("Read all of them, changed or not."))
@AS_JSON
@with_desk
def pull_command(
    desk: Desk,
    campaign: str | None,
    period: str | None,
    units: tuple[str, ...],
    *,
    everything: bool,
    as_plain: bool,
) -> None:
    """Read; ends with 1 when a spreadsheet could not be read or was refused."""
    with desk.office() as office:
        chosen = listed(office, campaign, period, units)
        wanted = chosen if units or everything else None
        round_ = _Round(desk, office, {one.id for one in chosen} if campaign or period or units else None)
        told = _Told(desk, as_plain=as_plain)
        try:
            for one in round_.read(wanted):
                told.take(one)
        except TonghopError as trouble:
            told.stop(trouble)
        for sheet in round_.elsewhere(wanted or ()):
            told.elsewhere(sheet)
    told.end()


class _Round:
    """One reading of what is due, by hand."""

    def __init__(self, desk: Desk, office: Office, only: Collection[int] | None) -> None:
        self._office, self._only = office, only
        self._name, self._now = worker_name(), desk.clock(office.instance)

    def read(self, wanted: Collection[SharedSheet] | None) -> Iterator[Pulled | Failed]:
        """Read those that are wanted, and else those that changed."""
        google = account(self._office, Purpose.DAILY)
        free_gone(self._office, self._name)
        if wanted is None:
            sheets.notice(self._office, google, self._now())
        else:
            yield from self._asked(wanted)
        yield from sheets.work(self._office, google, self._name, self._now, only=self._only)

    def _asked(self, wanted: Collection[SharedSheet]) -> Iterator[Failed]:
        for sheet in wanted:
            if sheet.state is SheetState.READY:
                self._office.store.pulls.ask(sheet.id, self._now())
            else:
                yield Failed(sheet, SheetNotReady(unit=sheet.key.unit, period=sheet.key.period))

    def elsewhere(self, wanted: Collection[SharedSheet]) -> Iterator[SharedSheet]:
        """Yield those that another process has in hand."""
        for sheet in wanted:
            pull = self._office.store.pulls.of(sheet.id)
            if pull is not None and pull.token is not None:
                yield sheet


class _Told:
    """What is told of a round: lines as it goes on, or plain values at its end."""

    def __init__(self, desk: Desk, *, as_plain: bool) -> None:
        self._desk, self._as_plain = desk, as_plain
        self._plain: list[dict[str, object]] = []
        self._trouble: TonghopError | None = None
        self._well = True

    def take(self, one: Pulled | Failed) -> None:
        self._well &= not isinstance(one, Failed) and one.became is not Became.REFUSED
        self._plain.append(became_json(one, self._desk))
        if not self._as_plain:
            line(self._desk, mark_of(one), name(one.sheet), said(one, self._desk))

    def elsewhere(self, sheet: SharedSheet) -> None:
        self._plain.append({**sheet_json(sheet), "became": "elsewhere"})
        if not self._as_plain:
            line(self._desk, NOTHING, name(sheet), self._desk.say(_ELSEWHERE))

    def stop(self, trouble: TonghopError) -> None:
        """Keep what ended it before its time."""
        self._trouble = trouble

    def end(self) -> None:
        """Say the rest; ends the command with 1 unless all went well."""
        trouble = self._trouble
        if self._as_plain:
            problem = None if trouble is None else say_error(trouble, self._desk.language)
            tables.print_json({"spreadsheets": self._plain, "problem": problem})
        elif trouble is not None:
            raise trouble
        elif not self._plain:
            self._desk.out.print(self._desk.say(marked("Nothing changed.")), highlight=False)
        if trouble is not None or not self._well:
            raise click.exceptions.Exit(FAILED)


@sheets_group.command(
    "watch",
    help=marked(
        "Read whatever changes until stopped, all once a night. “tonghop serve” and “tonghop worker” do so by "
        "themselves where a key for Google is set: this is for a machine on which neither runs."
    ),
)
@with_desk
def watch_command(desk: Desk) -> None:
    """Watch until a signal comes."""
    with desk.office() as office:
        now = desk.clock(office.instance)
        watch = Watch(office, account(office, Purpose.DAILY), lambda news: _tell(desk, office, now, news), now=now)
        told = marked("{count} spreadsheets are watched. Ctrl+C ends it after the one at hand; twice, at once.")
        count = sum(one.state is SheetState.READY for one in office.store.sheets.listed())
        desk.screen.print(desk.say(told, count=count), highlight=False, soft_wrap=True)
        with _ended_by_signals(watch.stop):
            watch.run()


@contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Have the first SIGINT or SIGTERM ``stop`` what is done in here, and the second end the process."""

    def stopped(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop()

    before = {number: signal.signal(number, stopped) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(desk: Desk, office: Office, now: Clock, news: News) -> None:
    at = f"{now().astimezone(office.instance.zone):%d/%m %H:%M} "
    if isinstance(news, Pulled | Failed):
        line(desk, mark_of(news), name(news.sheet), said(news, desk), at=at)
    elif isinstance(news, Over):
        line(desk, DONE, "Google", desk.say(marked("spreadsheets can be read again")), at=at)
    else:
        line(desk, FAULT, "Google", say_error(news, desk.language), at=at)

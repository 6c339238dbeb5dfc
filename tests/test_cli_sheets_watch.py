"""``tonghop sheets watch`` as it runs, is stopped and takes up what a killed one left."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest
from tests.fakegoogle import Fault
from tests.sheets.at_the_prompt import Sheets, prompt, reached
from tests.sheets.conftest import made_small, small, typed_small
from tests.sheets.district import Desk

from tonghop.google.errors import GoogleDown, NoNetwork, TimedOut
from tonghop.jobs.watching import News, Over, Watch
from tonghop.reading.google import snapshot
from tonghop.storage import Pull
from tonghop.workflow.sheets import Became, Failed, Pulled

__all__ = ["made_small", "small", "typed_small"]


@pytest.fixture
def typed(small: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Sheets:
    reached(small, monkeypatch)
    return prompt(small, monkeypatch, capsys)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_reads_what_changes_until_a_signal_comes(typed: Sheets, small: Desk, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    small.fake.after(lambda: os.kill(os.getpid(), number), of="write", nth=2)
    ended = typed("watch")
    assert ended.code == 0, ended.err
    assert "2 spreadsheets are watched" in ended.err
    first, second = ended.out.splitlines()
    assert re.fullmatch(r"10/03 12:0\d ✓ H1 .*: taken: 2 units, .*", first)
    assert re.fullmatch(r"10/03 12:0\d · H2 .*: nothing is filled in yet", second)
    assert signal.getsignal(number) is before


def test_the_spreadsheet_at_hand_is_brought_to_its_end_and_no_other_begun(typed: Sheets, small: Desk) -> None:
    small.fake.before(lambda: os.kill(os.getpid(), signal.SIGTERM), of="read")
    ended = typed("watch", "--lang", "vi")
    assert ended.code == 0
    assert re.fullmatch(r".* ✓ H1 .*: đã nhận: 2 đơn vị, .*\n", ended.out)
    assert (small.fake.count("read"), small.fake.count("write")) == (2, 1)


def test_what_a_killed_one_had_fetched_becomes_one_delivery(typed: Sheets, small: Desk) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as killed:
        killed.wait()
    sheet = small.sheet("H1")
    small.asks(sheet)
    claimed = _claimed(small, f"{socket.gethostname()}:{killed.pid}:aa")
    content = snapshot(small.google.fetch(sheet.spreadsheet or ""))
    small.office.store.pulls.fetched(claimed, content, at=small.now())
    small.fake.after(lambda: os.kill(os.getpid(), signal.SIGTERM), of="write")
    small.fake.calls.clear()
    ended = typed("watch")
    assert re.fullmatch(r".* ✓ H1 .*: taken: 2 units, .*\n", ended.out), ended.out
    assert (small.fake.count("read"), small.fake.count("write")) == (1, 1)
    assert small.deliveries() == 1


def _claimed(desk: Desk, worker: str) -> Pull:
    claimed = desk.office.store.pulls.claim(worker, at=desk.now(), unseen_since=desk.now())
    assert claimed is not None
    return claimed


# What it tells.


@pytest.fixture
def news() -> list[News]:
    return []


@pytest.fixture
def watch(small: Desk, news: list[News]) -> Watch:
    return Watch(small.office, small.google, news.append, now=small.now)


def looks(desk: Desk, watch: Watch, times: int) -> None:
    for _ in range(times):
        watch.look()
        desk.fake.clock.passes(3600)


def test_trouble_with_google_is_told_once_and_when_it_is_over(small: Desk, watch: Watch, news: list[News]) -> None:
    small.fake.plan(Fault.CONNECTION, of="drive", times=12)
    looks(small, watch, 4)
    assert [type(one) for one in news] == [NoNetwork, Pulled, Pulled, Over]
    small.fake.plan(Fault.CONNECTION, of="drive", times=6)
    looks(small, watch, 1)
    assert isinstance(news[-1], NoNetwork)


def test_trouble_with_one_spreadsheet_is_told_once_and_when_it_is_read(
    small: Desk, watch: Watch, news: list[News]
) -> None:
    for nth in (1, 9):  # Each of its two readings is given up after six tries; the other one's two reads lie between.
        small.fake.plan(Fault.TIMEOUT, of="read", nth=nth, times=6)
    looks(small, watch, 4)
    failed, other, well = news
    assert isinstance(failed, Failed)
    assert isinstance(failed.problem, TimedOut)
    assert isinstance(other, Pulled)
    assert isinstance(well, Pulled)
    assert (well.became, well.sheet.id) == (Became.TAKEN, failed.sheet.id)


def test_other_trouble_with_it_is_told(small: Desk, watch: Watch, news: list[News]) -> None:
    small.fake.plan(Fault.CONNECTION, of="drive", times=6)
    looks(small, watch, 1)
    small.fake.plan(Fault.UNAVAILABLE, of="drive", times=6)
    looks(small, watch, 1)
    assert [type(one) for one in news] == [NoNetwork, GoogleDown]

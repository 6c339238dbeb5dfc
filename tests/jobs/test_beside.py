"""The watch beside a worker: where a key is set, in its own time, never in the worker's way."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.fakegoogle import Fault
from tests.sheets.at_the_prompt import reached
from tests.sheets.conftest import made_small, small, typed_small
from tests.sheets.district import Desk

from tonghop import clock
from tonghop.jobs import Worker, beside
from tonghop.jobs.beside import BesideWatch
from tonghop.jobs.watching import PAUSE

__all__ = ["made_small", "small", "typed_small"]

_SECONDS = 60


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + _SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@contextmanager
def working(desk: Desk) -> Iterator[Worker]:
    """Have a worker at work, as of the office's day."""
    worker = Worker(desk.office.instance, 1, now=clock.going_on(desk.plan.day, desk.office.instance.zone))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield worker
    finally:
        worker.stop()
        thread.join(_SECONDS)
        assert not thread.is_alive()


def test_the_worker_reads_the_spreadsheets_on_the_office_s_day(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reached(small, monkeypatch)
    with working(small):
        until(lambda: small.sheet("H1").written is not None and small.sheet("H2").written is not None)
    written = small.sheet("H1").written
    assert written is not None
    assert written.date() == small.plan.day
    assert small.deliveries() == 1


def test_without_a_key_there_is_no_watch_and_no_word_of_it(
    small: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("TONGHOP_GOOGLE_KEY", raising=False)
    with caplog.at_level(logging.INFO, "tonghop"):
        watch = BesideWatch(small.office.instance, clock.now)
        watch.start()
        watch.stop()
        watch.join()
    assert (watch._thread, caplog.text) == (None, "")


def test_a_key_that_cannot_be_used_is_told_once_and_the_work_goes_on(
    small: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    key = tmp_path / "key.json"
    key.write_text('{"type": "service_account", "private_key": "bi mat"}', encoding="utf-8")
    key.chmod(0o600)
    monkeypatch.setenv("TONGHOP_GOOGLE_KEY", str(key))
    with caplog.at_level(logging.INFO, "tonghop"), working(small):
        until(lambda: bool(caplog.records))
    told = [record.getMessage() for record in caplog.records if record.name.startswith("tonghop")]
    assert len(told) == 1
    assert told[0].startswith("shared spreadsheets are not watched: The key file")
    assert "bi mat" not in caplog.text


def test_a_worker_does_not_wait_for_google_to_end(
    small: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reached(small, monkeypatch)
    monkeypatch.setattr(beside, "_PATIENCE", 0.2)
    asked, answered = threading.Event(), threading.Event()

    def hang() -> None:
        asked.set()
        answered.wait(_SECONDS)

    small.fake.before(hang, of="read")
    with working(small) as worker:
        assert asked.wait(_SECONDS)
        worker.stop()
        begun = time.monotonic()
    assert time.monotonic() - begun < 10
    (watch,) = [one for one in threading.enumerate() if one.name == "watch over spreadsheets"]
    answered.set()
    watch.join(_SECONDS)
    assert (watch.is_alive(), caplog.text) == (False, "")
    assert small.sheet("H1").written is not None


def test_trouble_and_its_end_stand_in_the_log(
    small: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reached(small, monkeypatch)
    small.fake.plan(Fault.CONNECTION, of="drive", times=6)
    monkeypatch.setattr("tonghop.jobs.watching.PAUSE", PAUSE / 600)
    with caplog.at_level(logging.INFO, "tonghop"), working(small):
        until(lambda: "can be read again" in caplog.text)
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == beside.__name__]
    assert [level for level, _ in told] == ["WARNING", "INFO", "INFO", "INFO"]
    assert told[0][1].startswith("no shared spreadsheet can be read: Google cannot be reached")
    assert told[1][1] == "the spreadsheet of H1 for T2020-02 was read: taken"


def test_a_fault_does_not_end_the_watch(
    small: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reached(small, monkeypatch)
    monkeypatch.setattr(beside, "PAUSE", PAUSE / 600)
    small.fake.before(_breaks, of="drive")
    with working(small):
        until(lambda: small.sheet("H1").written is not None)
    assert "the watch over shared spreadsheets failed" in caplog.text


def _breaks() -> None:
    raise RuntimeError("a fault")

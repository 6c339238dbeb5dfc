"""Workers as processes of their own: killed, stopped, started again."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from tests.jobs.conftest import CAMPAIGN

from tonghop.jobs import Embedded, Ingest, Queue
from tonghop.jobs.processes import is_gone
from tonghop.storage import JobState
from tonghop.workflow import Office

Files = tuple[tuple[str, bytes], ...]
NOW = datetime.now(UTC)
_SECONDS = 120


@contextmanager
def worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tonghop.jobs", str(office.instance.folder), "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + _SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def settled(office: Office, job: str) -> int:
    return sum(file.outcome is not None for file in office.store.jobs.files(job))


def deliveries(office: Office) -> int:
    return sum(entry.action == "receive" for entry in office.store.audit())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_job_goes_on_after_its_worker_was_ended_and_counts_nothing_twice(
    office: Office, workbooks: Files, number: signal.Signals
) -> None:
    queue = Queue(office.instance)
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks)
    with worker(office) as first:
        until(lambda: settled(office, job.id) >= 5)
        first.send_signal(number)
        assert first.wait(_SECONDS) == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    state = JobState.RUNNING if number == signal.SIGKILL else JobState.WAITING
    assert office.store.jobs.one(job.id).state is state
    assert 5 <= settled(office, job.id) < len(workbooks)
    queue.huey.flush()  # the queue may be lost too
    with worker(office):
        until(lambda: office.store.jobs.one(job.id).state is JobState.DONE)
    ended = office.store.jobs.one(job.id)
    assert ended.result == {"files": len(workbooks), "taken": len(workbooks), "refused": 0}
    assert deliveries(office) == len(workbooks)
    assert [revision.number for revision in office.store.latest(CAMPAIGN)] == [1] * len(workbooks)
    assert office.store.verify_audit() is None
    queue.close()


def test_the_worker_beside_the_service_is_woken_and_ends_with_it(office: Office, workbooks: Files) -> None:
    queue = Queue(office.instance)
    beside = Embedded(office.instance.folder)
    jobs = [queue.ask(office, Ingest(), who="lan", at=NOW, files=[one]) for one in workbooks[:2]]
    until(lambda: all(office.store.jobs.one(job.id).state is JobState.DONE for job in jobs))
    process = beside._process
    beside.stop()
    assert process.returncode == 0
    queue.close()


def test_the_worker_beside_the_service_may_work_as_of_a_day(office: Office, workbooks: Files) -> None:
    queue = Queue(office.instance)
    beside = Embedded(office.instance.folder, day=date(2020, 3, 30))
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:1])
    until(lambda: office.store.jobs.one(job.id).state is JobState.DONE)
    process = beside._process
    beside.stop()
    assert process.returncode == 0
    queue.close()


def test_a_worker_that_was_killed_is_started_again(
    office: Office, workbooks: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tonghop.jobs.embedded._PAUSE", 0.1)
    queue = Queue(office.instance)
    beside = Embedded(office.instance.folder)
    beside._process.kill()
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:1])
    until(lambda: office.store.jobs.one(job.id).state is JobState.DONE)
    beside.stop()
    queue.close()


def test_a_worker_is_known_to_be_gone_on_its_own_machine_only() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    assert is_gone(f"here:{ended.pid}:aa", "here:1:bb")
    assert is_gone("here:1:aa", "here:1:bb")
    assert not is_gone("here:1:bb", "here:1:bb")
    assert not is_gone(f"there:{ended.pid}:aa", "here:1:bb")
    assert not is_gone("here:1:aa", f"here:{ended.pid}:bb")


def test_the_command_works_until_it_is_told_to_end(office: Office, workbooks: Files) -> None:
    queue = Queue(office.instance)
    command = [sys.executable, "-c", "from tonghop.cli import main; main()", "worker", "--threads", "1"]
    folder = ("--instance", str(office.instance.folder))
    with subprocess.Popen([*command, *folder], stderr=subprocess.DEVNULL) as process:
        job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:1])
        until(lambda: office.store.jobs.one(job.id).state is JobState.DONE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(_SECONDS) == 0
    queue.close()

"""Jobs done in this process: what comes of each kind, of stops, troubles and faults."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from threading import Event
from typing import Any, NoReturn

import openpyxl
import pytest
from tests.jobs.conftest import CAMPAIGN

from tonghop.core import calendar
from tonghop.core.accounts import Account, Role
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError
from tonghop.jobs import (
    Consolidate,
    Ingest,
    MakeSheets,
    PullSheets,
    PushSheet,
    Queue,
    ShareSheets,
    Workbooks,
    archives,
    failure_text,
    refusal_text,
    running,
)
from tonghop.jobs.progress import Progress, Stopped
from tonghop.jobs.running import run_job
from tonghop.storage import Job, JobState, StorageBusy
from tonghop.storage.jobs import Jobs
from tonghop.workflow import Office

Files = tuple[tuple[str, bytes], ...]
NOW = datetime.now(UTC)


@pytest.fixture
def queue(office: Office) -> Iterator[Queue]:
    queue = Queue(office.instance)
    yield queue
    queue.close()


@pytest.fixture
def period(office: Office) -> str:
    return calendar.periods(office.campaign(CAMPAIGN), datetime.now(UTC).date())[0].code


def done(office: Office, job: Job, worker: str = "here") -> Job:
    run_job(Office(office.instance, office.store), job.id, worker, Event())
    return office.store.jobs.one(job.id)


def received(office: Office) -> int:
    return sum(entry.action in {"receive", "refuse"} for entry in office.store.audit())


def archive(*files: tuple[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        for name, one in files:
            book.writestr(name, one)
    return content.getvalue()


def failure(job: Job, language: Language = "en") -> str:
    return failure_text(job, language) or ""


def test_each_file_becomes_a_delivery(office: Office, queue: Queue, workbooks: Files) -> None:
    packed = archive(*workbooks[1:3], ("~$lock.xlsx", b""), ("note.txt", b"hello"))
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=[workbooks[0], ("all.zip", packed), ("empty.xlsx", b"")])
    assert queue.pending() == {job.id}
    ended = done(office, job)
    assert ended.result == {"files": 5, "taken": 3, "refused": 2}
    assert (ended.state, ended.done, ended.total) == (JobState.DONE, 5, 5)
    assert received(office) == 5
    by_name = {file.name: file for file in office.store.jobs.files(job.id)}
    assert set(by_name) == {
        workbooks[0][0],
        "empty.xlsx",
        "all.zip/note.txt",
        *(f"all.zip/{name}" for name, _ in workbooks[1:3]),
    }
    first = by_name[workbooks[0][0]].outcome
    assert first is not None
    assert first["taken"]
    assert refusal_text(by_name[workbooks[0][0]], "en") is None
    assert "plain text or CSV" in str(refusal_text(by_name["all.zip/note.txt"], "en"))
    assert "tệp văn bản thuần" in str(refusal_text(by_name["all.zip/note.txt"], "vi"))
    assert len(office.store.latest(CAMPAIGN)) == 3


def test_only_what_the_asking_account_sees_now_is_taken(office: Office, queue: Queue, workbooks: Files) -> None:
    first, second = (name.split()[0] for name, _ in workbooks[-2:])
    account = office.store.save_account(Account("xa", Role.CLERK, first, "", "xa", created=NOW))
    job = done(office, queue.ask(office, Ingest(), who="xa", at=NOW, files=workbooks[-2:]))
    assert job.result == {"files": 2, "taken": 1, "refused": 1}
    mine, foreign = office.store.jobs.files(job.id)
    assert refusal_text(mine, "en") is None
    assert f"({second}); nothing was stored" in str(refusal_text(foreign, "en"))
    assert (foreign.delivery, office.store.jobs.waiting(job.id, 1)) == (None, None)
    assert [revision.key.unit for revision in office.store.latest(CAMPAIGN)] == [first]
    assert received(office) == 1
    office.store.save_account(replace(account, unit=second))
    moved = done(office, queue.ask(office, Ingest(), who="xa", at=NOW, files=workbooks[-2:]))
    assert [(file.outcome or {})["taken"] for file in office.store.jobs.files(moved.id)] == [False, True]
    narrow = queue.ask(office, Ingest(within=first), who="lan", at=NOW, files=workbooks[-3:])
    assert done(office, narrow).result == {"files": 3, "taken": 1, "refused": 2}


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.VIEWER}])
def test_nothing_is_taken_for_an_account_that_sends_no_more(
    office: Office, queue: Queue, workbooks: Files, change: dict[str, Any]
) -> None:
    account = office.store.save_account(Account("xa", Role.CLERK, workbooks[0][0].split()[0], "", "xa", created=NOW))
    job = queue.ask(office, Ingest(), who="xa", at=NOW, files=workbooks[:1])
    office.store.save_account(replace(account, **change))
    assert done(office, job).result == {"files": 1, "taken": 0, "refused": 1}
    (file,) = office.store.jobs.files(job.id)
    assert "The account xa is closed or may no longer send reports" in str(refusal_text(file, "en"))
    assert "Tài khoản xa" in str(refusal_text(file, "vi"))
    assert received(office) == 0


def test_a_bomb_in_an_archive_is_refused_by_itself(
    office: Office, queue: Queue, workbooks: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "LARGEST_ENTRY", 100_000)
    many = archive(*((str(n), b"") for n in range(3)))
    monkeypatch.setattr(archives, "_MOST", 2)
    packed = archive(workbooks[0], ("big.xlsx", b"0" * 200_000))
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=[("a.zip", packed), ("many.zip", many)])
    assert done(office, job).result == {"files": 3, "taken": 1, "refused": 2}


def test_what_was_begun_goes_on_where_it_stood(
    office: Office, queue: Queue, workbooks: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first worker dies after a file was stored and before anything was said of it."""
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:4])
    settle, calls = Jobs.settle, []

    def die(jobs: Jobs, *arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        settle(jobs, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Jobs, "settle", die)
    with pytest.raises(KeyboardInterrupt):
        done(office, job, "first")
    assert received(office) == 3
    office.store.jobs.free(job.id, "first")
    ended = done(office, job, "second")
    assert (ended.result, ended.attempts) == ({"files": 4, "taken": 4, "refused": 0}, 2)
    assert received(office) == 4
    assert [revision.number for revision in office.store.latest(CAMPAIGN)] == [1] * 4
    assert done(office, job, "third").attempts == 2


def test_consolidating_gives_out_once(office: Office, queue: Queue, workbooks: Files, period: str) -> None:
    done(office, queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:3]))
    day = datetime.now(UTC).date()
    order = Consolidate(campaign=CAMPAIGN, period=period, as_of=day, issue=True)
    job = done(office, queue.ask(office, order, who="ha", at=NOW, unit="P91"))
    assert (job.state, job.result["issue"], job.unit) == (JobState.DONE, 1, "P91"), job.failure
    assert office.store.jobs.results(job.id) == ("tong-hop.xlsx", "tong-hop.json", "tong-hop.docx", "tong-hop.pdf")
    content = office.store.jobs.result(job.id, "tong-hop.xlsx")
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames
    (issued,) = office.store.issues(CAMPAIGN, period)
    assert office.store.issue_files(CAMPAIGN, period, 1)["xlsx"] == issued.digest
    assert office.store.content(issued.digest) == content
    assert (issued.who, job.result["digest"]) == ("ha", issued.digest)
    figures = json.loads(office.store.jobs.result(job.id, "tong-hop.json"))
    assert figures
    again = done(office, queue.ask(office, order, who="ha", at=NOW))
    assert again.result["issue"] == 2
    unkept = done(office, queue.ask(office, order.model_copy(update={"issue": False}), who="ha", at=NOW))
    assert unkept.result == {"period": period}
    assert len(office.store.issues(CAMPAIGN, period)) == 2


def test_all_workbooks_as_one_archive(office: Office, queue: Queue, period: str) -> None:
    units = tuple(unit.code for unit in office.units(CAMPAIGN)[3:6])
    order = Workbooks(campaign=CAMPAIGN, period=period, as_of=datetime.now(UTC).date(), units=units)
    job = done(office, queue.ask(office, order, who="ha", at=NOW))
    (name,) = office.store.jobs.results(job.id)
    with zipfile.ZipFile(BytesIO(office.store.jobs.result(job.id, name))) as made:
        assert {one.split()[0] for one in made.namelist()} == set(units)
        assert job.done == job.total == job.result["files"] == len(made.namelist())


def test_what_cannot_be_done_is_said_in_a_sentence(office: Office, queue: Queue) -> None:
    order = Consolidate(campaign="none", period="P", as_of=datetime.now(UTC).date(), include=Include.ACCEPTED)
    ended = done(office, queue.ask(office, order, who="ha", at=NOW))
    assert ended.state is JobState.FAILED
    assert failure(ended).startswith("This instance has no campaign none.")
    assert failure(ended, "vi") != failure(ended)


def failing(problem: BaseException) -> running.Kind:
    def kind(_office: Office, _job: Job, _progress: Progress) -> NoReturn:
        raise problem

    return kind


def test_a_fault_is_logged_and_told_without_its_trace(
    office: Office, queue: Queue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(running, "KINDS", {"ingest": failing(ZeroDivisionError("secret"))})
    ended = done(office, queue.ask(office, Ingest(), who="ha", at=NOW))
    assert ended.id in failure(ended)
    assert "secret" not in failure(ended)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("trouble", [StorageBusy(place="x"), Stopped()])
def test_what_passes_is_tried_again(
    office: Office, queue: Queue, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    job = queue.ask(office, Ingest(), who="ha", at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(running, "KINDS", {"ingest": failing(trouble)})
        waiting = done(office, job)
    assert (waiting.state, waiting.attempts) == (JobState.WAITING, isinstance(trouble, TonghopError))
    assert done(office, job).state is JobState.DONE


def test_what_stops_its_worker_each_time_is_given_up(
    office: Office, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = queue.ask(office, Ingest(), who="ha", at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(running, "KINDS", {"ingest": failing(StorageBusy(place="x"))})
        for _ in range(running.MOST_ATTEMPTS):
            done(office, job)
    assert "begun 5 times" in failure(done(office, job))


def test_a_kind_of_a_newer_version_is_told_of(office: Office, queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ingest, "kind", "dream")
    assert "“dream”" in failure(done(office, queue.ask(office, Ingest(), who="ha", at=NOW)))


def test_a_job_stops_at_its_next_step(office: Office, queue: Queue, workbooks: Files) -> None:
    job = queue.ask(office, Ingest(), who="lan", at=NOW, files=workbooks[:3])
    stopping = Event()
    stopping.set()
    run_job(office, job.id, "here", stopping)
    stopped = office.store.jobs.one(job.id)
    assert (stopped.state, stopped.attempts, received(office)) == (JobState.WAITING, 0, 1)
    assert done(office, job).state is JobState.DONE
    assert received(office) == 3


def test_every_kind_has_its_order() -> None:
    orders = (Ingest, Consolidate, Workbooks, MakeSheets, ShareSheets, PullSheets, PushSheet)
    assert set(running.KINDS) == {order.kind for order in orders}

"""Long work in the store: never lost, had by one worker at a time, each file taken in once."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.storage.samples import NOON, delivery, issue, outcome

from tonghop.core.definitions import Text
from tonghop.core.errors import NotAWorkbook, Phrase
from tonghop.sentences import say
from tonghop.storage import (
    ChangedMeanwhile,
    Finished,
    Job,
    JobLost,
    JobState,
    NewJob,
    ResultFile,
    Store,
    UnknownFile,
    UnknownJob,
    Waited,
)

ASKED = NewJob("ingest", "lan", NOON, {"campaign": "plan"}, "H1")
LATER = NOON + timedelta(minutes=5)


def claimed(store: Store, worker: str = "one", files: tuple[tuple[str, bytes], ...] = ()) -> Job:
    job = store.jobs.claim(store.jobs.add(ASKED, files).id, worker, at=NOON, unseen_since=NOON)
    assert job is not None
    return job


def test_what_is_asked_for_is_kept(store: Store) -> None:
    job = store.jobs.add(ASKED, [("a.xlsx", b"PK1"), ("b.xlsx", b"PK2")])
    assert store.jobs.one(job.id) == job
    assert (job.state, job.payload, job.unit, job.attempts) == (JobState.WAITING, {"campaign": "plan"}, "H1", 0)
    assert [(file.name, file.delivery) for file in store.jobs.files(job.id)] == [("a.xlsx", None), ("b.xlsx", None)]
    assert store.jobs.waiting(job.id, 1) == b"PK2"
    assert store.jobs.newest(who="lan") == (job,)
    assert store.jobs.newest(who="ha") == ()
    with pytest.raises(UnknownJob):
        store.jobs.one("other")


def test_one_worker_has_it(store: Store) -> None:
    job = claimed(store)
    assert store.jobs.claim(job.id, "two", at=NOON, unseen_since=NOON) is None
    store.jobs.advance(job.id, "one", 3, 10, at=NOON)
    assert (store.jobs.one(job.id).done, store.jobs.one(job.id).total) == (3, 10)
    with pytest.raises(JobLost):
        store.jobs.advance(job.id, "two", 4, 10, at=NOON)


def test_a_worker_that_is_not_seen_loses_it(store: Store) -> None:
    job = claimed(store)
    assert store.jobs.unclaimed(unseen_since=NOON) == ()
    assert store.jobs.unclaimed(unseen_since=LATER) == ((job.id, "one"),)
    again = store.jobs.claim(job.id, "two", at=LATER, unseen_since=LATER)
    assert again is not None
    assert (again.attempts, again.started) == (2, NOON)
    with pytest.raises(JobLost):
        store.jobs.beat(job.id, "one", at=LATER)
    with pytest.raises(JobLost):
        store.jobs.finish(job.id, "one", Finished(), at=LATER)
    with pytest.raises(JobLost):
        store.jobs.fail(job.id, "one", Phrase("no"), at=LATER)
    store.jobs.free(job.id, "one")
    assert store.jobs.one(job.id).state is JobState.RUNNING
    store.jobs.free(job.id, "two")
    assert store.jobs.one(job.id).state is JobState.WAITING


def test_a_file_becomes_one_delivery(store: Store) -> None:
    job = claimed(store, files=(("a.xlsx", b"PK1"),))
    sent = replace(delivery(b"PK1"), waited=Waited(job.id, 0))
    receipt = store.receive(sent, [outcome(5)])
    with pytest.raises(JobLost):
        store.receive(sent, [outcome(5)])
    assert store.jobs.waiting(job.id, 0) == b"PK1"
    store.jobs.settle(job.id, 0, {"taken": True})
    (file,) = store.jobs.files(job.id)
    assert (file.delivery, file.outcome) == (receipt.delivery, {"taken": True})
    assert store.jobs.waiting(job.id, 0) is None
    assert store.content(sent.digest) == b"PK1"


def test_an_archive_gives_way_to_its_files(store: Store) -> None:
    job = claimed(store, files=(("all.zip", b"PK"), ("c.xlsx", b"PK3")))
    store.jobs.unpack(job.id, 0, [("a.xlsx", b"PK1", None), ("b.xlsx", None, {"taken": False})])
    assert [(file.position, file.name) for file in store.jobs.files(job.id)] == [
        (1, "c.xlsx"),
        (2, "a.xlsx"),
        (3, "b.xlsx"),
    ]


def test_what_is_given_out_is_kept_with_the_end_of_its_job_or_not_at_all(store: Store) -> None:
    job = claimed(store)
    made = issue(2)
    files = (ResultFile("tong-hop.xlsx", b"PK", kept=True), ResultFile("tong-hop.json", b"{}"))
    with pytest.raises(ChangedMeanwhile):
        store.jobs.finish(job.id, "one", Finished({"number": 2}, files, ("plan", made, {})), at=LATER)
    assert (store.jobs.one(job.id).state, store.jobs.results(job.id)) == (JobState.RUNNING, ())
    store.jobs.finish(job.id, "one", Finished({"number": 1}, files, ("plan", issue(1), {"xlsx": b"PK"})), at=LATER)
    ended = store.jobs.one(job.id)
    assert (ended.state, ended.result, ended.finished, ended.done) == (JobState.DONE, {"number": 1}, LATER, ended.total)
    assert store.jobs.results(job.id) == ("tong-hop.xlsx", "tong-hop.json")
    assert [store.jobs.result(job.id, name) for name in store.jobs.results(job.id)] == [b"PK", b"{}"]
    assert store.issues("plan", "P1") == (issue(1),)
    assert store.content(store.issue_files("plan", "P1", 1)["xlsx"]) == b"PK"
    assert store.jobs.claim(job.id, "two", at=LATER, unseen_since=LATER) is None


def test_why_it_failed_is_said_in_either_language(store: Store) -> None:
    job = claimed(store)
    store.jobs.fail(job.id, "one", NotAWorkbook(found=Text(vi="tệp PDF", en="a PDF")), at=LATER)
    failure = store.jobs.one(job.id).failure
    assert failure is not None
    assert "a PDF" in say(failure.message, "en", **failure.parameters)
    assert "tệp PDF" in say(failure.message, "vi", **failure.parameters)


def test_what_is_over_is_forgotten_after_a_while_but_not_what_was_given_out(store: Store) -> None:
    job, waiting = claimed(store), store.jobs.add(ASKED)
    store.jobs.finish(job.id, "one", Finished(files=(ResultFile("a.xlsx", b"PK9", kept=True),)), at=NOON)
    assert store.jobs.forget(NOON) == 0
    assert store.jobs.forget(LATER) == 1
    with pytest.raises(UnknownFile):
        store.jobs.result(job.id, "a.xlsx")
    assert store.content(sha256(b"PK9").hexdigest()) == b"PK9"
    assert store.jobs.one(waiting.id) == waiting

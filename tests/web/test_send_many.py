"""Many files at once go to a worker: its page tells of each, whoever looks and whenever."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, Visitor, work
from tests.web.send_helpers import PLACE, REPORT, post_files, state_of, workbook_of

from tonghop.storage import JobState
from tonghop.web.pages.send import queueing
from tonghop.workflow import Office


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "MOST_FILES", 1)


def _zip(entries: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name, inside in entries.items():
            archive.writestr(name, inside)
    return content.getvalue()


@pytest.fixture
def packed(office: Office) -> bytes:
    mine = workbook_of(office, PARTY_CELL, {PLACE: "khoảng 4"})
    return _zip({"a.xlsx": mine, "b.xlsx": workbook_of(office, OTHER_CELL), "c.txt": b"xin chao"})


@pytest.mark.usefixtures("few")
def test_a_zip_of_many_goes_to_a_worker_and_each_file_is_told_of(app: Flask, clerk: Visitor, packed: bytes) -> None:
    answer = post_files(clerk, [("nhieu.zip", packed)])
    assert (answer.status_code, answer.location[:6]) == (303, "/jobs/")
    waiting = clerk.get(answer.location).text
    assert "Đang chờ đến lượt" in waiting
    assert 'http-equiv="refresh"' in waiting
    assert 'hx-trigger="every 1s"' in waiting
    work(app)
    done = clerk.get(answer.location).text
    assert "0 tệp đã nhận, không có lỗi; 3 tệp cần xem lại" in done
    assert "hx-trigger" not in done
    lines = done.partition("<tbody>")[2].split("<tr>")[1:]
    assert ["a.xlsx" in lines[0], "b.xlsx" in lines[1], "c.txt" in lines[2]] == [True] * 3
    assert f'{REPORT}/grid"' in lines[0]
    assert "1 lỗi" in lines[0]
    assert f"({OTHER_CELL})" in lines[1]
    assert "Không nhận:" in lines[2]


@pytest.mark.usefixtures("few")
def test_nothing_of_a_foreign_unit_is_stored(app: Flask, clerk: Visitor, office: Office, packed: bytes) -> None:
    post_files(clerk, [("nhieu.zip", packed)])
    work(app)
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "blocked"
    assert state_of(office, CAMPAIGN, OTHER_CELL) == "nothing"


@pytest.mark.usefixtures("few")
def test_an_account_closed_meanwhile_sends_nothing(app: Flask, clerk: Visitor, office: Office, packed: bytes) -> None:
    post_files(clerk, [("nhieu.zip", packed)])
    account = office.store.account(name="chibo1")
    assert account is not None
    office.store.save_account(replace(account, active=False))
    work(app)
    (job,) = office.store.jobs.newest()
    assert (job.state, job.result["taken"]) == (JobState.DONE, 0)
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "nothing"


@pytest.mark.usefixtures("few")
def test_the_script_is_led_to_the_job(clerk: Visitor, packed: bytes) -> None:
    answer = post_files(clerk, [("nhieu.zip", packed)], headers={"X-Pieces": "1"})
    assert answer.status_code == 200
    address = answer.headers["X-Queued"]
    assert f'href="{address}"' in answer.text
    assert address in clerk.get("/send").text


@pytest.mark.usefixtures("few")
def test_only_its_sender_sees_a_job(clerk: Visitor, province: Visitor, packed: bytes) -> None:
    answer = post_files(clerk, [("nhieu.zip", packed)])
    assert province.get(answer.location).status_code == 403


@pytest.mark.usefixtures("few")
def test_checking_stays_immediate(clerk: Visitor, office: Office, packed: bytes) -> None:
    assert post_files(clerk, [("nhieu.zip", packed)], {"check": "1"}).status_code == 200
    assert office.store.jobs.newest() == ()


def test_a_few_files_are_taken_at_once_and_large_ones_are_not(
    clerk: Visitor, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [("a.xlsx", workbook_of(office, PARTY_CELL))]
    assert post_files(clerk, files).status_code == 200
    assert office.store.jobs.newest() == ()
    monkeypatch.setattr(queueing, "MOST_BYTES", 1000)
    assert post_files(clerk, files).status_code == 303


def test_all_files_of_a_failed_job_that_still_waited_are_told_as_not_taken(
    app: Flask, clerk: Visitor, packed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "MOST_FILES", 1)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tonghop.jobs.ingesting._take_in", broken)
    answer = post_files(clerk, [("nhieu.zip", packed)])
    work(app)
    shown = clerk.get(answer.location).text
    assert 'role="alert"' in shown
    assert shown.count("không nhận") == 3

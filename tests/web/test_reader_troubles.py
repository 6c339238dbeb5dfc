"""Where no process can read a file the sender is told to wait; where the file ends its process, that it is the file."""

import json
from typing import NoReturn

import pytest
from flask import Flask
from tests.web.api_helpers import program
from tests.web.conftest import CAMPAIGN, PARTY_CELL, Visitor
from tests.web.send_helpers import REPORT, post_files, state_of, workbook_of

from tonghop import apart
from tonghop.core.errors import ReaderStopped, ReaderUnavailable, TonghopError
from tonghop.workflow import Office


@pytest.fixture
def content(office: Office) -> bytes:
    return workbook_of(office, PARTY_CELL)


def _failing(monkeypatch: pytest.MonkeyPatch, error: TonghopError) -> None:
    def run(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(apart, "run", run)


@pytest.mark.parametrize("button", ["send", "check"])
def test_no_reader_is_told_as_temporary(
    clerk: Visitor, office: Office, content: bytes, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    _failing(monkeypatch, ReaderUnavailable(problem="x"))
    answer = post_files(clerk, [("a.xlsx", content)], {button: "1"})
    assert answer.status_code == 503
    assert "Tạm thời chưa nhận được:" in answer.text
    assert "một phút" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "nothing"


def test_no_reader_while_correcting_is_a_page_that_says_when_to_come_back(
    clerk: Visitor, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_files(clerk, [("a.xlsx", content)])
    _failing(monkeypatch, ReaderUnavailable(problem="x"))
    grid = f"{REPORT}/grid"
    answer = clerk.post(grid, {"revision": "1", "a:results:TT1:this_period": "10"}, page=grid)
    assert answer.status_code == 503
    assert "một phút" in answer.text
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("error", "status"), [(ReaderUnavailable(problem="x"), 503), (ReaderStopped(found="x"), 422)], ids=["none", "ended"]
)
def test_a_program_is_told_the_same(
    app: Flask, content: bytes, monkeypatch: pytest.MonkeyPatch, error: TonghopError, status: int
) -> None:
    _failing(monkeypatch, error)
    answer = program(app, "chibo1").send(content)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    told = json.loads(answer.data)["detail"]
    assert ("Send it again in a minute" in told) is (status == 503)


def test_a_file_that_ends_its_process_is_refused_for_good(
    clerk: Visitor, office: Office, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _failing(monkeypatch, ReaderStopped(found="x"))
    answer = post_files(clerk, [("a.xlsx", content)])
    assert answer.status_code == 422
    assert "Không nhận:" in answer.text
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "nothing"

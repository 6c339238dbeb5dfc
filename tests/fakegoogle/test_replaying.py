"""The fake against recorded answers of real Google."""

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.fakegoogle.recordings import Exchange, Story, from_cassettes, saved, shape
from tests.fakegoogle.replaying import USED, Share, replayed, report, shares, total

CASSETTES = os.environ.get("TONGHOP_CASSETTES", "")
REQUIRED = 0.95


def _judged(stories: Iterable[Story]) -> None:
    found = shares(stories)
    sys.stdout.write(report(found) + "\n")
    used = total((share for share in found if share.kind in USED), "used")
    assert used.made > 800, "the recordings have shrunk"
    assert used.agreeing / used.made >= REQUIRED, used.differences


def test_the_kept_recordings_agree() -> None:
    _judged(saved())


@pytest.mark.skipif(not CASSETTES, reason="TONGHOP_CASSETTES names no folder of cassettes")
def test_the_whole_cassettes_agree() -> None:
    _judged(from_cassettes(Path(CASSETTES)))


@pytest.mark.skipif(not CASSETTES, reason="TONGHOP_CASSETTES names no folder of cassettes")
def test_the_kept_recordings_are_those_of_the_cassettes() -> None:
    assert list(saved()) == list(from_cassettes(Path(CASSETTES)))


def test_the_kept_recordings_name_nobody() -> None:
    text = repr(list(saved()))
    assert not re.findall(r"\w@\w", text)
    assert "gserviceaccount" not in text
    assert "Bearer" not in text


def _story(status: int, answer: object) -> Story:
    made = Exchange(
        "POST",
        "https://www.googleapis.com/drive/v3/files",
        {"name": "A", "mimeType": "application/vnd.google-apps.spreadsheet"},
        200,
        shape({"kind": "drive#file", "id": "file-1", "name": "A", "mimeType": "b"}),
    )
    read = Exchange(
        "GET", "https://sheets.googleapis.com/v4/spreadsheets/file-1/values/A1", None, status, shape(answer)
    )
    return Story("made up", (made, read))


@pytest.mark.parametrize(
    ("status", "answer", "difference"),
    [
        (200, {"range": "Sheet1!A1", "majorDimension": "ROWS"}, ""),
        (404, {"range": "Sheet1!A1", "majorDimension": "ROWS"}, "status 200 for 404"),
        (200, {"range": "Sheet1!A1"}, ".majorDimension is too much"),
        (200, {"range": 7, "majorDimension": "ROWS"}, ".range: 'str' for 'number'"),
        (200, {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["a"]]}, ".values is missing"),
    ],
)
def test_what_differs_is_named(status: int, answer: object, difference: str) -> None:
    last = list(replayed(_story(status, answer)))[-1]
    assert last.agrees == (not difference)
    assert last.difference.startswith(difference)


def test_a_share_is_said_in_percent() -> None:
    assert str(Share("x", 19, 20, ())).split() == ["x", "19", "of", "20", "95.0", "%"]

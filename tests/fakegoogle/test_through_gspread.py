"""Real gspread at work on the fake."""

from typing import Any

import gspread
import pytest
from google.auth.credentials import AnonymousCredentials
from tests.fakegoogle import FakeGoogle


@pytest.fixture(name="fake")
def _fake() -> FakeGoogle:
    return FakeGoogle()


@pytest.fixture(name="client")
def _client(fake: FakeGoogle) -> gspread.Client:
    return gspread.Client(auth=None, session=fake.session())  # type: ignore[arg-type]


def test_a_spreadsheet_is_made_opened_and_read(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("Huyện Châu Thành")
    tab = made.sheet1
    tab.update([["Xã", "Số lượng"], ["Bình An", 12]], "A1")
    assert client.open("Huyện Châu Thành").sheet1.get("A1:B2") == [["Xã", "Số lượng"], ["Bình An", "12"]]
    assert made.values_batch_get(["A1:A2"])["valueRanges"][0]["values"] == [["Xã"], ["Bình An"]]
    assert fake.count("drive.files.create") == 1


def test_googles_own_session_works_too(fake: FakeGoogle) -> None:
    client = gspread.Client(auth=AnonymousCredentials())
    fake.mount(client.http_client.session)
    assert client.create("A").title == "A"


def test_a_batch_is_carried_out_wholly_or_not_at_all(client: gspread.Client) -> None:
    made = client.create("A")
    requests: list[dict[str, Any]] = [
        {"addSheet": {"properties": {"title": "Mới"}}},
        {"deleteSheet": {"sheetId": 7}},
    ]
    with pytest.raises(gspread.exceptions.APIError, match=r"Invalid requests\[1\]\.deleteSheet: No sheet with id: 7"):
        made.batch_update({"requests": requests})
    assert [tab.title for tab in made.worksheets()] == ["Sheet1"]

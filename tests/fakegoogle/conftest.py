"""A fake with one Vietnamese spreadsheet: its tab “Biểu số 1” (sheetId 100) has 20 rows and 10 columns."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import gspread
import pytest
import requests
from tests.fakegoogle import FakeGoogle
from tests.fakegoogle.clerk import Clerk

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
TAB = 100

Batch: TypeAlias = Callable[..., Any]
"""Sends requests in one batchUpdate and returns the answer's JSON."""


@pytest.fixture
def fake() -> FakeGoogle:
    return FakeGoogle()


@pytest.fixture
def session(fake: FakeGoogle) -> requests.Session:
    return fake.session()


@pytest.fixture
def client(session: requests.Session) -> gspread.Client:
    return gspread.Client(auth=None, session=session)  # type: ignore[arg-type]


@pytest.fixture
def spreadsheet(session: requests.Session) -> str:
    grid = {"rowCount": 20, "columnCount": 10}
    tab = {"properties": {"sheetId": TAB, "title": "Biểu số 1", "gridProperties": grid}}
    wanted: dict[str, Any] = {"properties": {"title": "Huyện Châu Thành", "locale": "vi_VN"}, "sheets": [tab]}
    return str(session.post(SHEETS, json=wanted).json()["spreadsheetId"])


@pytest.fixture
def batch(session: requests.Session, spreadsheet: str) -> Batch:
    def send(*wanted: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        return session.post(f"{SHEETS}/{spreadsheet}:batchUpdate", json={"requests": wanted}).json()

    return send


@pytest.fixture
def clerk(fake: FakeGoogle, spreadsheet: str) -> Clerk:
    return fake.clerk(spreadsheet)

"""Quotas, faults, latency, and what happens between two calls."""

import gspread
import pytest
import requests
from tests.fakegoogle import Clerk, FakeGoogle, Fault, Quotas
from tests.fakegoogle.conftest import SHEETS


def test_the_sixty_first_read_of_a_minute_is_refused(
    fake: FakeGoogle,
    session: requests.Session,
    spreadsheet: str,
) -> None:
    url = f"{SHEETS}/{spreadsheet}"
    assert {session.get(url).status_code for _ in range(60)} == {200}
    refused = session.get(url)
    error = refused.json()["error"]
    assert (refused.status_code, error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"
    assert session.post(f"{url}:batchUpdate", json={}).status_code == 400, "writes are counted apart"
    fake.clock.sleep(60)
    assert session.get(url).status_code == 200


def test_a_project_has_a_quota_too(session: requests.Session, spreadsheet: str) -> None:
    fake = FakeGoogle(quotas=Quotas(project=3, user=2))
    made = fake.session().post(SHEETS, json={}).json()["spreadsheetId"]
    one, other = fake.session("a@b.example"), fake.session("c@d.example")
    codes = [who.get(f"{SHEETS}/{made}").status_code for who in (one, other, one, other)]
    assert codes == [403, 403, 403, 429]
    assert session.get(f"{SHEETS}/{spreadsheet}").status_code == 200


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.TOO_MANY, 429),
        (Fault.INTERNAL, 500),
        (Fault.UNAVAILABLE, 503),
        (Fault.HTML_502, 502),
        (Fault.UNAUTHORISED, 401),
        (Fault.DRIVE_RATE, 403),
    ],
)
def test_a_planned_answer_comes_once(
    fake: FakeGoogle,
    session: requests.Session,
    spreadsheet: str,
    fault: Fault,
    status: int,
) -> None:
    fake.plan(fault, of="read", nth=2)
    url = f"{SHEETS}/{spreadsheet}"
    answers = [session.get(url) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, status, 200]
    if status == 502:
        assert answers[1].headers["Content-Type"].startswith("text/html")
    else:
        assert answers[1].json()["error"]["code"] == status


def test_a_fault_may_last(fake: FakeGoogle, session: requests.Session, spreadsheet: str) -> None:
    fake.plan(Fault.UNAVAILABLE, of="sheets.spreadsheets.get", times=None)
    assert {session.get(f"{SHEETS}/{spreadsheet}").status_code for _ in range(9)} == {503}
    assert session.get(f"{SHEETS}/{spreadsheet}/values/A1").status_code == 200


def test_html_reaches_gspread_as_it_is(fake: FakeGoogle, client: gspread.Client, spreadsheet: str) -> None:
    fake.plan(Fault.HTML_502)
    with pytest.raises(gspread.exceptions.APIError) as raised:
        client.open_by_key(spreadsheet)
    assert raised.value.code == -1
    assert raised.value.response.status_code == 502


@pytest.mark.parametrize(
    ("fault", "error"),
    [(Fault.TIMEOUT, requests.Timeout), (Fault.CONNECTION, requests.ConnectionError)],
)
def test_no_answer_changes_nothing(
    fake: FakeGoogle,
    client: gspread.Client,
    spreadsheet: str,
    fault: Fault,
    error: type[Exception],
) -> None:
    tab = client.open_by_key(spreadsheet).get_worksheet(0)
    fake.plan(fault, of="write")
    with pytest.raises(error):
        tab.update([["x"]], "A1")
    assert fake.calls[-1].status == 0
    assert tab.acell("A1").value is None


def test_a_lost_answer_did_land(fake: FakeGoogle, client: gspread.Client, spreadsheet: str) -> None:
    tab = client.open_by_key(spreadsheet).get_worksheet(0)
    fake.plan(Fault.ANSWER_LOST, of="write")
    with pytest.raises(requests.ConnectionError):
        tab.update([["x"]], "A1")
    assert (fake.calls[-1].kind, fake.calls[-1].status) == ("write", 0)
    assert tab.acell("A1").value == "x"


def test_every_call_takes_its_time() -> None:
    fake = FakeGoogle(latency=0.4)
    for _ in range(5):
        fake.session().get("https://www.googleapis.com/drive/v3/files")
    assert fake.clock.seconds() == pytest.approx(2.0)
    assert fake.clock.slept == 0


def test_who_does_not_wait_long_enough_gets_nothing(
    fake: FakeGoogle,
    session: requests.Session,
    spreadsheet: str,
) -> None:
    fake.plan(Fault.SLOW, of="read", seconds=40, times=2)
    with pytest.raises(requests.ReadTimeout):
        session.get(f"{SHEETS}/{spreadsheet}", timeout=(5, 30))
    assert fake.clock.seconds() == 30
    assert session.get(f"{SHEETS}/{spreadsheet}", timeout=(5, 190)).status_code == 200
    assert fake.clock.seconds() == 70


def test_a_clerk_acts_between_our_read_and_our_write(fake: FakeGoogle, client: gspread.Client, clerk: Clerk) -> None:
    tab = client.open("Huyện Châu Thành").get_worksheet(0)
    fake.after(lambda: clerk.types("A1", "của tôi"), of="read")
    fake.before(lambda: clerk.types("A2", "cũng vậy"), of="write")
    assert tab.get("A1:A2") == [[]]
    tab.update([["ta"]], "B1")
    assert tab.get("A1:B2") == [["của tôi", "ta"], ["cũng vậy"]]


def test_the_calls_are_remembered(fake: FakeGoogle, session: requests.Session, spreadsheet: str) -> None:
    answer = session.get(f"{SHEETS}/{spreadsheet}/values/A1?majorDimension=ROWS")
    session.get("https://www.googleapis.com/drive/v3/files")
    write, read, drive = fake.calls
    assert (write.kind, write.name, write.method) == ("write", "sheets.spreadsheets.create", "POST")
    assert (read.kind, read.name) == ("read", "sheets.spreadsheets.values.get")
    assert read.path == f"/v4/spreadsheets/{spreadsheet}/values/A1"
    assert read.received == len(answer.content)
    assert (drive.kind, drive.name) == ("drive", "drive.files.list")
    assert [fake.count(kind) for kind in ("read", "write", "drive")] == [1, 1, 1]


def test_reading_by_post_is_reading(fake: FakeGoogle, session: requests.Session, spreadsheet: str) -> None:
    wanted = {"dataFilters": [{"gridRange": {"sheetId": 100}}]}
    found = session.post(f"{SHEETS}/{spreadsheet}/values:batchGetByDataFilter", json=wanted).json()
    assert found["valueRanges"][0]["valueRange"]["range"] == "'Biểu số 1'!A1:J20"
    assert fake.calls[-1].kind == "read"

"""Our Google against the fake one, which answers as Google's discovery documents say."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.fakegoogle import OFFICER, FakeGoogle, Fault
from tests.google.at_work import Stopwatch, at_work, pace_of
from tests.google.wire import ROBOT, Answer, Line, connected, robot, token, written

from tonghop.google import Changes, Counts, Google
from tonghop.google.errors import (
    GoogleDown,
    GoogleError,
    KeyRefused,
    NoAccess,
    NoNetwork,
    NoRoomInDrive,
    NotThere,
    QuotaUsedUp,
    TimedOut,
)

LABEL = {"tonghop": "kien-giang-2020:2020-07:go-quao", "made by": "o'neil \\ con"}
CLERK = "huyen@tinh.example"


@pytest.fixture
def fake() -> FakeGoogle:
    return FakeGoogle()


@pytest.fixture
def google(fake: FakeGoogle) -> Google:
    return at_work(fake)


@pytest.fixture
def sheet(google: Google) -> str:
    return google.create("Gò Quao", LABEL, None)


def cells(*texts: str) -> list[dict[str, Any]]:
    """Requests that write the texts into column A of the first tab."""
    rows = [{"values": [{"userEnteredValue": {"stringValue": text}}]} for text in texts]
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return [{"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}]


def column(answer: bytes) -> list[str]:
    """What stands in column A of the first tab."""
    rows = json.loads(answer)["sheets"][0]["data"][0].get("rowData", [])
    return [row["values"][0]["formattedValue"] for row in rows if row.get("values")]


def test_what_is_written_is_fetched_in_one_request_each(fake: FakeGoogle, google: Google, sheet: str) -> None:
    before = google.counts
    google.write(sheet, cells("Xã Bình An", "Xã Thủy Liễu"))
    answer = google.fetch(sheet)
    assert column(answer) == ["Xã Bình An", "Xã Thủy Liễu"]
    assert google.counts == Counts(before.reads + 1, before.writes + 1, before.drive)
    assert (fake.count("read"), fake.count("write")) == (1, 1)


def test_only_what_the_mask_names_comes(google: Google, sheet: str) -> None:
    answer = json.loads(google.fetch(sheet))
    assert answer["spreadsheetId"] == sheet
    assert set(answer["properties"]) <= {"title", "locale", "timeZone"}
    assert set(answer["sheets"][0]["properties"]) <= {
        "sheetId",
        "title",
        "index",
        "sheetType",
        "hidden",
        "gridProperties",
    }


def test_vietnamese_goes_out_as_it_is_and_little_comes_back(fake: FakeGoogle, google: Google, sheet: str) -> None:
    google.write(sheet, cells("Thủy Liễu" * 100))
    call = fake.calls[-1]
    assert call.sent < 100 * len("Thủy Liễu".encode()) + 250
    assert call.received < 100


def test_nothing_to_write_is_no_request(google: Google, sheet: str) -> None:
    before = google.counts
    google.write(sheet, [])
    assert google.counts == before


def test_two_hundred_reads_never_see_a_429(fake: FakeGoogle, google: Google, sheet: str) -> None:
    for _ in range(200):
        google.fetch(sheet)
    assert {call.status for call in fake.calls} == {200}
    assert 180 <= fake.clock.seconds() < 200


def test_clients_of_one_account_stay_under_its_quota_together(fake: FakeGoogle, sheet: str) -> None:
    pace = pace_of(fake)
    workers = [at_work(fake, pace=pace) for _ in range(4)]
    for turn in range(200):
        workers[turn % 4].write(sheet, cells(str(turn)))
    assert {call.status for call in fake.calls} == {200}


def test_without_a_pace_the_fake_does_refuse(fake: FakeGoogle, sheet: str) -> None:
    for _ in range(100):
        at_work(fake).fetch(sheet)
    assert 429 in {call.status for call in fake.calls}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.TOO_MANY, QuotaUsedUp),
        (Fault.INTERNAL, GoogleDown),
        (Fault.UNAVAILABLE, GoogleDown),
        (Fault.HTML_502, GoogleDown),
        (Fault.TIMEOUT, TimedOut),
        (Fault.CONNECTION, NoNetwork),
    ],
)
def test_what_passes_is_not_noticed_and_what_lasts_ends(
    fake: FakeGoogle, google: Google, sheet: str, fault: Fault, error: type[GoogleError]
) -> None:
    fake.plan(fault, of="read", times=3)
    assert json.loads(google.fetch(sheet))["spreadsheetId"] == sheet
    before, began = fake.count("read"), fake.clock.seconds()
    fake.plan(fault, of="read", times=None)
    with pytest.raises(error):
        google.fetch(sheet)
    assert fake.count("read") - before == 6
    assert fake.clock.seconds() - began <= 300


def test_a_write_is_repeated_after_every_fault_and_leaves_one_state(
    fake: FakeGoogle, google: Google, sheet: str
) -> None:
    google.write(sheet, cells("một"))
    for fault in (Fault.HTML_502, Fault.TIMEOUT, Fault.ANSWER_LOST, Fault.TOO_MANY):
        fake.plan(fault, of="write")
        google.write(sheet, cells("một", fault.value))
        assert column(google.fetch(sheet)) == ["một", fault.value]


def test_an_answer_lost_after_the_write_landed(fake: FakeGoogle, google: Google, sheet: str) -> None:
    note = {"startIndex": 3, "endIndex": 4, "dimension": "ROWS", "sheetId": 0}
    requests = [*cells("một", "hai"), {"updateDimensionProperties": {
        "range": note, "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}}]  # fmt: skip
    google.write(sheet, requests)
    once = google.fetch(sheet)
    other = google.create("Khác", {"tonghop": "khac"}, None)
    fake.plan(Fault.ANSWER_LOST, of="write")
    google.write(other, requests)
    assert json.loads(google.fetch(other))["sheets"] == json.loads(once)["sheets"]
    assert [call.status for call in fake.calls if call.kind == "write"] == [200, 0, 200]


def test_a_slow_answer_is_waited_for_and_a_too_slow_one_is_not(fake: FakeGoogle, google: Google, sheet: str) -> None:
    fake.plan(Fault.SLOW, of="read", seconds=150)
    google.fetch(sheet)
    assert fake.count("read") == 1
    fake.plan(Fault.SLOW, of="read", times=None, seconds=200)
    began = fake.clock.seconds()
    with pytest.raises(TimedOut):
        google.fetch(sheet)
    assert fake.clock.seconds() - began <= 300


def spreadsheets(fake: FakeGoogle) -> int:
    """How many were really made."""
    return sum(call.name == "drive.files.create" and call.status in {0, 200} for call in fake.calls)


def test_a_spreadsheet_is_found_again_by_its_label(fake: FakeGoogle, google: Google, sheet: str) -> None:
    assert google.create("Tên khác", LABEL, None) == sheet
    assert google.create("Gò Quao", {**LABEL, "tonghop": "another"}, None) != sheet
    assert spreadsheets(fake) == 2
    assert dict(fake.file(sheet).app_properties) == LABEL
    assert fake.file(sheet).name == "Gò Quao"


def test_a_label_of_nothing_would_find_any(google: Google) -> None:
    with pytest.raises(ValueError, match="label"):
        google.create("Gò Quao", {}, None)


def test_one_in_the_trash_does_not_count(fake: FakeGoogle, google: Google, sheet: str) -> None:
    fake.file(sheet).trashed = True
    assert google.create("Gò Quao", LABEL, None) != sheet


@pytest.mark.parametrize(
    "fault",
    [
        Fault.ANSWER_LOST,
        Fault.TIMEOUT,
        Fault.HTML_502,
        Fault.UNAVAILABLE,
        Fault.CONNECTION,
        Fault.DRIVE_RATE,
        Fault.TOO_MANY,
    ],
)
def test_a_spreadsheet_is_never_made_twice(fake: FakeGoogle, google: Google, fault: Fault) -> None:
    fake.plan(fault, of="drive.files.create")
    made = google.create("Gò Quao", LABEL, None)
    carried_out = [call for call in fake.calls if call.name == "drive.files.create" and call.status == 200]
    assert len(carried_out) == (0 if fault is Fault.ANSWER_LOST else 1)
    assert google.create("Gò Quao", LABEL, None) == made


def test_making_one_ends_too(fake: FakeGoogle, google: Google) -> None:
    fake.plan(Fault.UNAVAILABLE, of="drive.files.create", times=None)
    with pytest.raises(GoogleDown):
        google.create("Gò Quao", LABEL, None)
    assert google.counts.drive == 12  # Six tries, and a look before each.
    assert fake.clock.seconds() <= 300


def test_in_a_folder_of_a_shared_drive(fake: FakeGoogle, google: Google) -> None:
    folder = fake.add_folder("Báo cáo", members=[OFFICER])
    made = google.create("Gò Quao", LABEL, folder)
    assert google.create("Gò Quao", LABEL, folder) == made
    with pytest.raises(NotThere, match="folders/khong-co"):
        google.create("Khác", {"tonghop": "khac"}, "khong-co")


def test_a_service_account_has_no_room_but_in_a_shared_drive(fake: FakeGoogle) -> None:
    robot = at_work(fake, ROBOT)
    with pytest.raises(NoRoomInDrive, match="Shared Drive"):
        robot.create("Gò Quao", LABEL, None)
    made = robot.create("Gò Quao", LABEL, fake.add_folder("Báo cáo", members=[ROBOT]))
    assert json.loads(robot.fetch(made))["properties"]["title"] == "Gò Quao"


def roles(fake: FakeGoogle, sheet: str) -> dict[str, str]:
    return {str(one["emailAddress"]): str(one["role"]) for one in _permissions(fake, sheet)}


def _permissions(fake: FakeGoogle, sheet: str) -> list[dict[str, Any]]:
    session = fake.session(user=OFFICER)
    address = f"https://www.googleapis.com/drive/v3/files/{sheet}/permissions"
    answer = session.get(address, params={"fields": "permissions(id,emailAddress,role)"})
    return list(answer.json()["permissions"])


@pytest.mark.parametrize("fault", [None, Fault.ANSWER_LOST, Fault.TIMEOUT, Fault.UNAVAILABLE, Fault.DRIVE_RATE])
def test_shared_once(fake: FakeGoogle, google: Google, sheet: str, fault: Fault | None) -> None:
    if fault is not None:
        fake.plan(fault, of="drive.permissions.create")
    permission = google.share(sheet, CLERK)
    assert google.share(sheet, CLERK.upper()) == permission
    assert roles(fake, sheet)[CLERK] == "writer"
    assert [str(one["id"]) for one in _permissions(fake, sheet)].count(permission) == 1
    asked = [call.url for call in fake.calls if call.name == "drive.permissions.create"]
    assert all("sendNotificationEmail=false" in url for url in asked)
    assert len(asked) == (1 if fault in {None, Fault.ANSWER_LOST} else 2)


def test_unshared_and_again(fake: FakeGoogle, google: Google, sheet: str) -> None:
    permission = google.share(sheet, CLERK)
    fake.plan(Fault.ANSWER_LOST, of="drive.permissions.delete")
    google.unshare(sheet, permission)
    google.unshare(sheet, permission)
    assert CLERK not in roles(fake, sheet)


def test_what_is_not_shared_with_us(fake: FakeGoogle, google: Google, sheet: str) -> None:
    stranger = at_work(fake, "khac@du-an.iam.gserviceaccount.com")
    with pytest.raises(NoAccess, match=r"khac@du-an.*docs\.google\.com/spreadsheets/d/"):
        stranger.fetch(sheet)
    google.share(sheet, "khac@du-an.iam.gserviceaccount.com")
    assert stranger.fetch(sheet) == google.fetch(sheet)
    with pytest.raises(NotThere):
        google.fetch("khong-co")


def test_a_key_that_is_refused(fake: FakeGoogle, google: Google, sheet: str) -> None:
    fake.plan(Fault.UNAUTHORISED, of="read", times=None)
    with pytest.raises(KeyRefused):
        google.fetch(sheet)


def test_a_signed_token_that_runs_out_midway(fake: FakeGoogle, google: Google, sheet: str, tmp_path: Path) -> None:
    tokens = Line(token("ya29.mot"), token("ya29.hai"))
    file = written(tmp_path / "key.json", robot())
    client = connected(file, tmp_path / "instance", tokens, Line(Answer()))[0]
    fake.mount(client.session, ROBOT)
    google.share(sheet, ROBOT)
    robots = Google(client)
    assert robots.fetch(sheet) == google.fetch(sheet)
    fake.plan(Fault.UNAUTHORISED, of="write")
    robots.write(sheet, cells("một"))
    assert column(google.fetch(sheet)) == ["một"]
    assert (robots.counts, len(tokens.sent)) == (Counts(reads=1, writes=2), 2)


def test_changes_tell_which_files_and_from_where_to_go_on(google: Google, sheet: str) -> None:
    token = google.first_token()
    assert google.changes(token) == Changes(frozenset(), token)
    google.write(sheet, cells("một"))
    found = google.changes(token)
    assert (found.files, found.token != token) == (frozenset({sheet}), True)
    assert google.changes(found.token).files == frozenset()
    assert google.changes(token) == found


def test_all_pages_of_changes_are_followed(fake: FakeGoogle, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tonghop.google.drive._PAGE", 2)
    token = google.first_token()
    made = {google.create(str(number), {"number": str(number)}, None) for number in range(5)}
    before = google.counts.drive
    found = google.changes(token)
    assert found.files >= made
    assert google.counts.drive - before >= 3
    assert google.changes(found.token).files == frozenset()
    assert {call.user for call in fake.calls} == {OFFICER}


def test_time_is_the_fake_s(fake: FakeGoogle) -> None:
    watch = Stopwatch(fake.clock)
    watch.sleep(5)
    assert watch.now() == fake.clock.seconds() == 5

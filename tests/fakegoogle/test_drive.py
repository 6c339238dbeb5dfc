"""Files, search, permissions and changes."""

import requests
from tests.fakegoogle import OFFICER, FakeGoogle
from tests.fakegoogle.conftest import SHEETS
from tests.fakegoogle.shapes import Json
from tests.fakegoogle.state import SPREADSHEET

DRIVE = "https://www.googleapis.com/drive/v3"
ROBOT = "robot@p.iam.gserviceaccount.com"


def _make(session: requests.Session, name: str, **more: object) -> Json:
    wanted: Json = {"name": name, "mimeType": SPREADSHEET, **more}
    found: Json = session.post(f"{DRIVE}/files", json=wanted).json()
    return found


def _search(session: requests.Session, query: str) -> list[str]:
    found = session.get(f"{DRIVE}/files", params={"q": query})
    return sorted(item["name"] for item in found.json()["files"])


def test_a_file_is_found_by_its_label(session: requests.Session) -> None:
    _make(session, "A", appProperties={"tonghop": "1/2"})
    _make(session, "B", appProperties={"tonghop": "1/3"})
    query = f"mimeType='{SPREADSHEET}' and trashed = false and appProperties has {{ key='tonghop' and value='1/2' }}"
    assert _search(session, query) == ["A"]
    assert _search(session, "name contains 'b'") == ["B"]
    assert _search(session, "name != 'B'") == ["A"]
    answer = session.get(f"{DRIVE}/files", params={"q": "owner like me"})
    assert answer.json()["error"]["errors"][0]["location"] == "q"


def test_a_quote_in_a_name_is_escaped(session: requests.Session) -> None:
    _make(session, "it's")
    assert _search(session, r"name = 'it\'s'") == ["it's"]
    assert _search(session, 'name = "it\'s"') == ["it's"]


def test_the_list_comes_in_pages(session: requests.Session) -> None:
    for number in range(5):
        _make(session, str(number))
    names, token = [], ""
    for _ in range(3):
        found = session.get(f"{DRIVE}/files", params={"pageSize": "2", "pageToken": token}).json()
        names += [item["name"] for item in found["files"]]
        token = found.get("nextPageToken", "")
    assert sorted(names) == ["0", "1", "2", "3", "4"]
    assert token == ""


def test_the_bin_holds_a_file_until_it_is_deleted(session: requests.Session) -> None:
    file = _make(session, "A")["id"]
    session.patch(f"{DRIVE}/files/{file}", json={"trashed": True, "name": "B"})
    assert _search(session, "trashed = true") == ["B"]
    assert session.get(f"{SHEETS}/{file}").json()["properties"]["title"] == "B"
    assert session.delete(f"{DRIVE}/files/{file}").status_code == 204
    gone = session.get(f"{DRIVE}/files/{file}")
    assert (gone.status_code, gone.json()["error"]["errors"][0]["reason"]) == (404, "notFound")
    assert session.get(f"{SHEETS}/{file}").json()["error"]["status"] == "NOT_FOUND"


def test_only_what_is_asked_for_is_answered(session: requests.Session) -> None:
    file = _make(session, "A")
    assert sorted(file) == ["id", "kind", "mimeType", "name"]
    found = session.get(f"{DRIVE}/files/{file['id']}?fields=modifiedTime,ownedByMe").json()
    assert found == {"modifiedTime": "2026-01-05T01:00:00.000Z", "ownedByMe": True}


def test_a_service_account_needs_a_shared_drive(fake: FakeGoogle) -> None:
    robot = fake.session(ROBOT)
    refused = _make(robot, "A")
    assert refused["error"]["errors"][0]["reason"] == "storageQuotaExceeded"
    folder = fake.add_folder("Tỉnh", members=[ROBOT, OFFICER])
    assert _make(robot, "A", parents=[folder])["error"]["errors"][0]["reason"] == "notFound"
    wanted = {"name": "A", "mimeType": SPREADSHEET, "parents": [folder]}
    file = robot.post(f"{DRIVE}/files?supportsAllDrives=true", json=wanted).json()["id"]
    assert fake.session().get(f"{SHEETS}/{file}").status_code == 200
    assert fake.session("x@y.example").get(f"{DRIVE}/files/{file}?supportsAllDrives=true").status_code == 404
    return_all = "supportsAllDrives=true&includeItemsFromAllDrives=true"
    found = robot.get(f"{DRIVE}/files?{return_all}", params={"q": f"'{folder}' in parents"}).json()["files"]
    assert [item["name"] for item in found] == ["A"]
    assert _search(robot, f"'{folder}' in parents") == []
    told = robot.get(f"{DRIVE}/changes?{return_all}&pageToken=1").json()["changes"]
    assert [change["fileId"] for change in told] == [file]
    assert _changes(robot, "1")["changes"] == []
    refused = fake.session().get(f"{SHEETS}/{folder}").json()["error"]
    assert (refused["code"], refused["status"]) == (400, "FAILED_PRECONDITION")


def test_changes_surface_late() -> None:
    late = FakeGoogle(lag=180)
    officer = late.session()
    token = officer.get(f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
    file = _make(officer, "A")["id"]
    first = _changes(officer, token)
    assert first["changes"] == []
    late.clock.sleep(180)
    assert [change["fileId"] for change in _changes(officer, first["newStartPageToken"])["changes"]] == [file]


def test_who_may_not_share_is_told(fake: FakeGoogle, session: requests.Session) -> None:
    file = _make(session, "A")["id"]
    url = f"{DRIVE}/files/{file}/permissions"
    session.post(url, json={"type": "user", "role": "reader", "emailAddress": "x@y.example"})
    wanted = {"type": "user", "role": "writer", "emailAddress": "z@y.example"}
    refused = fake.session("x@y.example").post(url, json=wanted).json()["error"]["errors"][0]
    assert refused["reason"] == "insufficientFilePermissions"
    assert session.post(url, json={**wanted, "emailAddress": "nobody"}).status_code == 400
    gone = session.delete(f"{url}/123")
    assert (gone.status_code, gone.json()["error"]["errors"][0]["location"]) == (404, "permissionId")


def test_the_same_person_again_is_the_same_permission(session: requests.Session) -> None:
    file = _make(session, "A")["id"]
    url = f"{DRIVE}/files/{file}/permissions"
    wanted = {"type": "user", "role": "writer", "emailAddress": "x@y.example"}
    first, second = (session.post(url, json=wanted).json() for _ in range(2))
    assert first == second
    assert sorted(first) == ["id", "kind", "role", "type"]
    assert len(session.get(url).json()["permissions"]) == 2


def _changes(session: requests.Session, token: str, size: int = 100) -> Json:
    found: Json = session.get(f"{DRIVE}/changes", params={"pageToken": token, "pageSize": str(size)}).json()
    return found


def test_changes_are_told_once_and_in_pages(fake: FakeGoogle, session: requests.Session) -> None:
    files = [_make(session, str(number))["id"] for number in range(5)]
    token = session.get(f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
    assert _changes(session, token)["changes"] == []
    for file in (files[0], files[1], files[0], files[2]):
        fake.clerk(file).types("A1", "x")
    first = _changes(session, token, size=2)
    second = _changes(session, first["nextPageToken"], size=2)
    assert "newStartPageToken" not in first
    told = [change["fileId"] for change in first["changes"] + second["changes"]]
    assert told == [files[1], files[0], files[2]]
    assert _changes(session, second["newStartPageToken"])["changes"] == []
    session.delete(f"{DRIVE}/files/{files[1]}")
    [change] = _changes(session, second["newStartPageToken"])["changes"]
    assert (change["removed"], "file" in change) == (True, False)


def test_our_own_writes_and_sharing_are_changes_too(session: requests.Session, spreadsheet: str) -> None:
    token = session.get(f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
    wanted: Json = {"requests": [{"addSheet": {}}]}
    session.post(f"{SHEETS}/{spreadsheet}:batchUpdate", json=wanted)
    assert [change["fileId"] for change in _changes(session, token)["changes"]] == [spreadsheet]


def test_others_changes_are_not_told(fake: FakeGoogle, session: requests.Session) -> None:
    token = session.get(f"{DRIVE}/changes/startPageToken").json()["startPageToken"]
    _make(fake.session("x@y.example"), "A")
    assert _changes(session, token)["changes"] == []


def test_a_bad_token_is_refused(session: requests.Session) -> None:
    assert _changes(session, "soon")["error"]["errors"][0]["location"] == "pageToken"

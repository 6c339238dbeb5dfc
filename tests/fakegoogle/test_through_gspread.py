"""Real gspread at work on the fake."""

from typing import Any

import gspread
import pytest
from google.auth.credentials import AnonymousCredentials
from tests.fakegoogle import OFFICER, Clerk, FakeGoogle


def test_a_spreadsheet_is_made_opened_and_read(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("Huyện Châu Thành")
    made.sheet1.update([["Xã", "Số lượng"], ["Bình An", 12]], "A1")
    assert client.open("Huyện Châu Thành").sheet1.get("A1:B2") == [["Xã", "Số lượng"], ["Bình An", "12"]]
    assert fake.count("drive.files.create") == 1


def test_googles_own_session_works_too(fake: FakeGoogle) -> None:
    client = gspread.Client(auth=AnonymousCredentials())
    fake.mount(client.http_client.session)
    assert client.create("A").title == "A"


def test_many_ranges_are_one_call(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("A")
    made.sheet1.update([["a", "b"], ["", "d"]], "A1")
    before = fake.count("read")
    found = made.values_batch_get(["A1:B1", "A2:B2", "Sheet1!D4"])
    assert [item.get("values") for item in found["valueRanges"]] == [[["a", "b"]], [["", "d"]], None]
    assert fake.count("read") == before + 1


def test_a_batch_is_carried_out_wholly_or_not_at_all(client: gspread.Client) -> None:
    made = client.create("A")
    wanted: list[dict[str, Any]] = [
        {"addSheet": {"properties": {"title": "Mới"}}},
        {"deleteSheet": {"sheetId": 7}},
    ]
    with pytest.raises(gspread.exceptions.APIError, match=r"Invalid requests\[1\]\.deleteSheet: No sheet with id: 7"):
        made.batch_update({"requests": wanted})
    assert [tab.title for tab in made.worksheets()] == ["Sheet1"]


def test_a_tab_of_any_name_is_found(client: gspread.Client) -> None:
    made = client.create("A")
    for title in ("Biểu số 1/2", "It's", "D3", "a:b"):
        tab = made.add_worksheet(title, 5, 5)
        tab.update([["x"]], "B2")
        assert tab.get("B2") == [["x"]]
    found = made.worksheet("D3").update([["y"]], "A1")
    assert found["updatedRange"] == "'D3'!A1"


def test_who_is_shared_with_sees_it_and_others_do_not(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("A")
    guest = gspread.Client(auth=None, session=fake.session("huyen@tinh.example"))  # type: ignore[arg-type]
    with pytest.raises(PermissionError):
        guest.open_by_key(made.id)
    made.share("huyen@tinh.example", "user", "reader")
    with pytest.raises(gspread.exceptions.APIError, match="The caller does not have permission"):
        guest.open_by_key(made.id).sheet1.update([["x"]], "A1")
    made.share("huyen@tinh.example", "user", "writer")
    guest.open_by_key(made.id).sheet1.update([["x"]], "A1")
    assert sorted(item["emailAddress"] for item in made.list_permissions()) == ["huyen@tinh.example", OFFICER]
    made.remove_permissions("huyen@tinh.example")
    with pytest.raises(PermissionError):
        guest.open_by_key(made.id)


def test_a_copy_has_the_cells_and_not_the_permissions(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("A")
    made.sheet1.update([["x"]], "A1")
    made.share("huyen@tinh.example", "user", "writer")
    made.sheet1.add_protected_range("A1:B2", ["huyen@tinh.example"])
    copied = client.copy(made.id, "B")
    copied.sheet1.update([["y"]], "A1")
    assert (made.sheet1.acell("A1").value, copied.sheet1.acell("A1").value) == ("x", "y")
    assert not fake.file(copied.id).permissions
    [protection] = fake.spreadsheet(copied.id).sheets[0].protected
    assert protection["editors"] == {"users": [OFFICER]}
    assert protection["protectedRangeId"] != fake.spreadsheet(made.id).sheets[0].protected[0]["protectedRangeId"]


def test_what_is_typed_follows_the_locale(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("A")
    made.update_locale("vi_VN")
    made.sheet1.update([["0,5", "3.640", "17/12/2019", "12/31/2019"]], "A1", value_input_option="USER_ENTERED")  # type: ignore[arg-type]
    plain = made.sheet1.get("A1:D1", value_render_option="UNFORMATTED_VALUE")  # type: ignore[arg-type]
    assert plain == [[0.5, 3640, 43816, "12/31/2019"]]
    assert made.sheet1.get("A1:C1") == [["0,5", "3.640", "17/12/2019"]]
    made.update_locale("en_US")
    assert made.sheet1.get("A1:B1") == [["0.5", "3,640"]]
    assert fake.clerk(made.id).sees("B1") == "3,640"


def test_formulas_are_computed_by_the_hook_alone(fake: FakeGoogle, client: gspread.Client) -> None:
    made = client.create("A")
    made.sheet1.update([["=1+1"]], "B2", raw=False)
    assert made.sheet1.get("B2") == [[]]
    fake.compute = lambda _spreadsheet, sheet, row, column, formula: {
        "stringValue": f"{sheet.title} {row} {column} {formula}",
    }
    assert made.sheet1.acell("B2").value == "Sheet1 1 1 =1+1"


def test_a_range_beyond_the_grid_is_refused(client: gspread.Client) -> None:
    tab = client.create("A").add_worksheet("T", 3, 3)
    with pytest.raises(gspread.exceptions.APIError, match=r"exceeds grid limits. Max rows: 3, max columns: 3"):
        tab.update([["x"]], "A4")
    assert tab.get("A1:Z99") == [[]]


def test_appending_grows_the_grid_and_drifts_to_the_last_table(client: gspread.Client) -> None:
    tab = client.create("A").add_worksheet("T", 1, 3)
    tab.append_row(["a", "", "c"])
    tab.append_row(["d"])
    assert tab.get_all_values() == [["a", "", "c"], ["", "", "d"]]


def test_a_clerk_and_a_program_see_the_same(client: gspread.Client, spreadsheet: str, clerk: Clerk) -> None:
    clerk.types("B3", "12")
    assert client.open_by_key(spreadsheet).worksheet("Biểu số 1").acell("B3").value == "12"

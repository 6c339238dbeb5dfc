"""From a report, a finding and a consolidated number to the cell of the shared spreadsheet that it came from."""

import re

import pytest
from tests.fakegoogle import FakeGoogle
from tests.web.send_helpers import COMMUNE, PROVINCE_PERIOD, post_files, workbook_of
from tests.web.sheet_helpers import (
    DISTRICT,
    PROVINCE,
    Enter,
    fill_in,
    google,
    made_province,
    press,
    province_app,
    province_instance,
    province_office,
    sheet_of,
    signed_in,
)

from tonghop import google as our_google
from tonghop.storage import TabRole
from tonghop.workflow import Office

__all__ = ["google", "made_province", "province_app", "province_instance", "province_office", "signed_in"]

SAID = "Hãy sửa ngay trong bảng tính"
_AT_GOOGLE = "https://docs.google.com/spreadsheets/d/"


@pytest.fixture
def read(signed_in: Enter, province_office: Office, google: FakeGoogle) -> str:
    """A commune's report that came from its district's spreadsheet, one of its cells wrong; its address."""
    press(signed_in("tinh"), "make", DISTRICT)
    unit = fill_in(province_office, google, wrong="mười hai")
    assert "nhận số liệu từ 1 bảng tính" in press(signed_in("huyen"), "read")
    return f"/c/{PROVINCE}/report/{PROVINCE_PERIOD}/{unit}/own"


@pytest.mark.parametrize("page", ["", "/grid"])
def test_a_finding_leads_to_its_cell(signed_in: Enter, province_office: Office, read: str, page: str) -> None:
    told = signed_in("huyen").get(f"{read}{page}").text
    assert SAID in told
    sheet = sheet_of(province_office.store)
    found = re.findall(rf'href="{_AT_GOOGLE}{sheet.spreadsheet}/edit#gid=(\d+)&amp;range=([A-Z]+\d+)"', told)
    forms = {tab.number for tab in province_office.store.sheets.tabs(sheet.id) if tab.role is TabRole.FORM}
    assert found
    assert {int(tab) for tab, _ in found} <= forms
    assert f"#{_anchored(told, found[0][1])}" in told
    assert f'href="{_AT_GOOGLE}{sheet.spreadsheet}"' in told


def _anchored(told: str, cell: str) -> str:
    """Return the anchor by which the page itself leads to a cell."""
    return str(re.findall(rf'#([a-z_]+-{cell})"', told)[0])


def test_the_wrong_cell_is_the_one_that_is_opened(
    signed_in: Enter, province_office: Office, google: FakeGoogle, read: str
) -> None:
    told = signed_in("huyen").get(read).text
    place = re.search(r"gid=(\d+)&amp;range=([A-Z]+)(\d+)", told)
    assert place is not None
    column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(place[2]))) - 1
    tab = google.spreadsheet(sheet_of(province_office.store).spreadsheet or "").sheet(int(place[1]))
    assert tab is not None
    assert tab.cells[int(place[3]) - 1, column]["userEnteredValue"] == {"stringValue": "mười hai"}


def test_a_commune_reads_that_its_district_s_spreadsheet_holds_it_and_gets_no_link(
    signed_in: Enter, province_office: Office, google: FakeGoogle
) -> None:
    press(signed_in("tinh"), "make", DISTRICT)
    post = post_files(
        signed_in("xa"), [("xa.xlsx", workbook_of(province_office, COMMUNE, campaign=PROVINCE, period=PROVINCE_PERIOD))]
    )
    assert post.status_code == 200
    report = f"/c/{PROVINCE}/report/{PROVINCE_PERIOD}/{COMMUNE}/own"
    assert SAID not in signed_in("xa").get(report).text
    fill_in(province_office, google, unit=COMMUNE)
    press(signed_in("huyen"), "read")
    page = signed_in("xa").get(report).text
    assert SAID in page
    assert _AT_GOOGLE not in page
    assert _AT_GOOGLE in signed_in("huyen").get(report).text


def test_a_consolidated_number_leads_to_the_cell(
    signed_in: Enter, province_office: Office, google: FakeGoogle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    province = signed_in("tinh")
    press(province, "make", DISTRICT)
    unit = fill_in(province_office, google)
    press(province, "read")
    made = f"/c/{PROVINCE}/consolidate/{PROVINCE_PERIOD}"
    assert province.post(made, {"include": "submitted"}, page=made).status_code == 302
    issue = province.get(f"/c/{PROVINCE}/issues/{PROVINCE_PERIOD}/1").text
    measure = re.findall(r"measure=(register\.[\w.]+)", issue)[0]
    page, line = "", "0"
    for _ in range(5):
        page = province.get(f"/c/{PROVINCE}/source/{PROVINCE_PERIOD}/1?measure={measure}&line={line}").text
        parts = re.findall(rf'line=(\d+)&amp;measure={re.escape(measure)}">\d', page)
        if "Lấy từ các ô" in page:
            break
        line = parts[-1]
    assert f"/report/{PROVINCE_PERIOD}/{unit}/own/revision/1" in page
    cell = re.search(r"<code>[^<]+!([A-Z]+\d+)</code>", page)
    assert cell is not None
    assert re.search(
        rf"{_AT_GOOGLE}{sheet_of(province_office.store).spreadsheet}/edit#gid=\d+&amp;range={cell[1]}\"", page
    )


def test_an_address_at_google_names_cells_where_there_are_any() -> None:
    assert our_google.page("abc") == f"{_AT_GOOGLE}abc"
    assert our_google.page("abc", 100, "C12:C14") == f"{_AT_GOOGLE}abc/edit#gid=100&range=C12:C14"

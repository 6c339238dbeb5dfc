"""Consolidating by a button, what is kept of it, and the way from a number to its cell."""

import io
import json
import re
from datetime import timedelta
from hashlib import sha256

import docx
import pytest
from flask import Flask
from tests.golden.build.plans import CLEAN
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, PERIOD, Visitor, work

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.submission import Coverage
from tonghop.storage import Delivery
from tonghop.workflow import Office

PAGE, FIRST = f"/c/{CAMPAIGN}/consolidate/{PERIOD}", f"/c/{CAMPAIGN}/issues/{PERIOD}/1"


def send(office: Office, **changed: RawValue) -> None:
    """Send the report of a party cell, some of its register's figures changed."""
    campaign = office.campaign(CAMPAIGN)
    period = calendar.find_period(campaign, PERIOD)
    unit = office.unit(campaign, PARTY_CELL, DAY)
    fill: dict[tuple[str, str, str], RawValue] = {
        **CLEAN,
        **{("register", "1", field): value for field, value in changed.items()},
    }
    content = workflow.workbook(office, campaign, period, unit, Coverage.OWN, as_of=DAY, fill=fill)
    sent = clock.noon(DAY - timedelta(days=1), office.instance.zone)
    assert workflow.receive(office, Delivery(content, "S-CB01.xlsx", "chibo1", sent)).taken


def press(app: Flask, visitor: Visitor, include: str = "submitted") -> str:
    """Press the button, let the worker work, and return where that leads."""
    waiting = visitor.post(PAGE, {"include": include}, page=PAGE).location
    assert "Đang chờ đến lượt" in visitor.get(waiting).text
    work(app)
    return visitor.get(waiting).location


@pytest.fixture(autouse=True)
def no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PDF has its own tests; LibreOffice takes seconds for each."""
    monkeypatch.setattr("shutil.which", lambda _name: None)


@pytest.fixture
def pressed(app: Flask, office: Office, province: Visitor) -> Visitor:
    send(office)
    assert press(app, province) == FIRST
    return province


def test_the_button_makes_an_issue_with_its_files(pressed: Visitor) -> None:
    page = pressed.get(FIRST).text
    assert "Lần phát hành 1" in page
    workbook = pressed.get(f"{FIRST}.xlsx")
    assert sha256(workbook.data).hexdigest() in page
    assert "attachment" in workbook.headers["Content-Disposition"]
    report = docx.Document(io.BytesIO(pressed.get(f"{FIRST}.docx").data))
    assert any("BÁO CÁO" in paragraph.text for paragraph in report.paragraphs)
    figures = json.loads(pressed.get(f"{FIRST}.json").data)
    assert figures["lines"][0]["values"]["register.members"] == 18
    assert "18" in page


def test_a_second_issue_says_what_changed_and_leaves_the_first(app: Flask, office: Office, pressed: Visitor) -> None:
    before = pressed.get(f"{FIRST}.xlsx").data
    send(office, members=19)
    page = pressed.get(press(app, pressed)).text
    assert "Thay đổi so với lần phát hành 1" in page
    row = re.search(r"<td class=\"number\">18</td><td class=\"number\">19</td>", page)
    assert row is not None
    assert pressed.get(f"{FIRST}.xlsx").data == before


def test_a_number_is_followed_to_its_cell(pressed: Visitor) -> None:
    part = re.compile(r'line=(\d+)&amp;measure=register\.members">18<')
    line, page = "0", ""
    for _depth in range(5):
        page = pressed.get(f"/c/{CAMPAIGN}/source/{PERIOD}/1?measure=register.members&line={line}").text
        if "Lấy từ các ô" in page:
            break
        (line,) = part.findall(page)
    assert re.search(r"<code>Biểu 1 - Số liệu nền!C\d+</code>", page)
    assert "S-CB01.xlsx" in page
    assert f"/c/{CAMPAIGN}/report/{PERIOD}/{PARTY_CELL}/own/revision/1" in page


def test_only_accepted_reports_are_taken_when_asked_for(app: Flask, office: Office, province: Visitor) -> None:
    send(office)
    press(app, province, "accepted")
    assert "chỉ báo cáo đã duyệt" in province.get(FIRST).text
    assert json.loads(province.get(f"{FIRST}.json").data)["lines"][0]["values"] == {}


@pytest.mark.parametrize(
    "address",
    [f"/c/{CAMPAIGN}/issues/{PERIOD}/9", f"{FIRST}.exe", f"{FIRST}?line=999", f"{FIRST}?line=x",
     f"/c/{CAMPAIGN}/source/{PERIOD}/1?measure=no.such", f"/c/khong-co/consolidate/{PERIOD}"],
)  # fmt: skip
def test_what_is_not_there_is_told(pressed: Visitor, address: str) -> None:
    assert pressed.get(address).status_code == 404


def test_a_clerk_of_one_unit_sees_no_issue_of_the_whole(pressed: Visitor, app: Flask) -> None:
    clerk = Visitor(app.test_client())
    clerk.sign_in("chibo1")
    for address in (PAGE, FIRST, f"{FIRST}.xlsx", f"/c/{CAMPAIGN}/source/{PERIOD}/1?measure=register.members"):
        assert clerk.get(address).status_code == 403
    assert clerk.post(PAGE, page="/").status_code == 403
    assert pressed.get(FIRST).status_code == 200


@pytest.mark.usefixtures("pressed")
def test_a_viewer_looks_but_does_not_press(app: Flask) -> None:
    viewer = Visitor(app.test_client())
    viewer.sign_in("xem")
    assert "Lần phát hành 1" in viewer.get(PAGE).text
    assert 'name="include"' not in viewer.get(PAGE).text
    assert viewer.post(PAGE, page="/").status_code == 403


def test_a_job_is_shown_to_whoever_asked_for_it_only(app: Flask, province: Visitor) -> None:
    waiting = province.post(PAGE, {"include": "submitted"}, page=PAGE).location
    viewer = Visitor(app.test_client())
    viewer.sign_in("xem")
    assert viewer.get(waiting).status_code == 403
    assert province.get("/jobs/no-such").status_code == 404


def test_a_broken_template_is_told_and_nothing_is_given_out(app: Flask, office: Office, province: Visitor) -> None:
    send(office)
    own = office.instance.folder / "reports" / "report.docx"
    own.parent.mkdir()
    own.write_bytes(b"not a document")
    waiting = province.post(PAGE, {"include": "submitted"}, page=PAGE).location
    work(app)
    assert "không phải" in province.get(waiting).text
    assert office.store.issues(CAMPAIGN, PERIOD) == ()

"""A spreadsheet shared on Google as it comes through the API, and what people see of it afterwards."""

import json
from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from openpyxl import load_workbook
from tests.reading.google_answers import answer_of, google, with_marks
from tests.web.api_helpers import ROOT, XLSX, Program, program, workbook
from tests.web.conftest import CAMPAIGN, PARTY_CELL, PERIOD, Visitor
from tests.web.send_helpers import PLACE, REPORT, workbook_of

from tonghop import workflow
from tonghop.apart import run
from tonghop.core.cells import CellRef
from tonghop.core.consolidation import Revision
from tonghop.core.submission import SubmissionKey
from tonghop.reading.google import is_snapshot, snapshot
from tonghop.web.api.naming import address
from tonghop.workflow import Correction, CorrectOnGoogle, Office, Sender

_KEY = SubmissionKey(CAMPAIGN, PERIOD, PARTY_CELL)
_FILE = address(_KEY).removeprefix(ROOT)
_JSON = "application/json"


@pytest.fixture
def script(app: Flask) -> Program:
    """The script of a sheet, with its clerk's token."""
    return program(app, "chibo1")


def _answer(office: Office, typed: object = 12) -> bytes:
    return google(answer_of(workbook_of(office, PARTY_CELL, {PLACE: typed})))  # type: ignore[dict-item]


def _sent(script: Program, content: bytes, name: str = "Chi bộ 1") -> None:
    answer = script.send(content, Content_Type=_JSON, X_File_Name=quote(name))
    assert answer.status_code == 201, answer.text


def _newest(office: Office) -> Revision:
    return office.store.history(_KEY)[-1]


def test_it_is_kept_as_its_snapshot(script: Program, office: Office) -> None:
    answer = _answer(office)
    _sent(script, answer)
    kept = office.store.content(_newest(office).digest)
    assert kept == snapshot(answer)


def test_sent_by_the_script_or_pulled_it_is_the_same_delivery(script: Program, office: Office) -> None:
    answer = _answer(office)
    marked = with_marks(json.loads(answer))
    compact = json.dumps(marked, separators=(",", ":")).encode()
    _sent(script, compact)
    assert workflow.delivered(office, answer) == office.store.content(_newest(office).digest)
    again = script.send(answer, Content_Type=_JSON)
    assert [part["revision"] for part in again.json["deliveries"][0]["submissions"]] == [1]  # type: ignore[index]


def test_as_a_part_of_a_form_it_is_taken_too(script: Program, office: Office) -> None:
    form = {"file": (BytesIO(_answer(office)), "Chi bộ 1.json")}
    answer = script.ask("POST", "/submissions", data=form)
    assert answer.status_code == 201, answer.text
    assert is_snapshot(office.store.content(_newest(office).digest))


def test_checking_it_finds_what_checking_the_workbook_finds(script: Program, office: Office) -> None:
    in_excel = script.send(workbook_of(office, PARTY_CELL, {PLACE: "mười hai"}), "/check").json
    in_google = script.send(_answer(office, "mười hai"), "/check", Content_Type=_JSON).json
    assert in_excel is not None
    assert in_google is not None
    one, other = (told["deliveries"][0]["submissions"] for told in (in_excel, in_google))
    assert one == other
    assert one[0]["findings"]


@pytest.mark.parametrize(
    ("content", "status"), [(b'{"error": {"code": 403}}', 415), (b'{"sheets": [', 422), (b"{" * 2_000_001, 422)]
)
def test_json_that_is_no_spreadsheet_is_refused(script: Program, content: bytes, status: int) -> None:
    answer = script.send(content, Content_Type=_JSON)
    assert answer.status_code == status, answer.text


def test_the_reading_child_makes_the_snapshot(office: Office) -> None:
    answer = _answer(office)
    assert run(snapshot, answer) == snapshot(answer)


# What people see of it.


@pytest.mark.parametrize("name", ["Chi bộ 1", "Chi bộ 1.json", "Chi bộ 1.xlsx"])
def test_the_file_is_a_workbook_with_the_same_values(
    script: Program, clerk: Visitor, office: Office, name: str
) -> None:
    _sent(script, _answer(office), name)
    cell = _place(office)
    for answer in (script.get(f"{_FILE}/file"), clerk.get(f"{REPORT}/original?revision=1")):
        assert (answer.status_code, answer.mimetype) == (200, XLSX)
        assert "b%E1%BB%99%201.xlsx" in answer.headers["Content-Disposition"]
        book = load_workbook(BytesIO(answer.data))
        assert book[cell.sheet][cell.a1].value == 12


def _place(office: Office) -> CellRef:
    found = (one.cell for form, row, field, one in _newest(office).submission.answers() if (form, row, field) == PLACE)
    cell = next(found)
    assert cell is not None
    return cell


def test_the_marked_file_has_the_cells_marked(script: Program, clerk: Visitor, office: Office) -> None:
    _sent(script, _answer(office, "mười hai"))
    cell = _place(office)
    for answer in (script.get(f"{_FILE}/marked"), clerk.get(f"{REPORT}/marked")):
        assert answer.status_code == 200
        book = load_workbook(BytesIO(answer.data))
        note = book[cell.sheet][cell.a1].comment
        assert note is not None
        assert "[KT]" in note.text


def test_the_page_says_that_it_is_corrected_on_google(script: Program, clerk: Visitor, office: Office) -> None:
    _sent(script, _answer(office, "mười hai"))
    page = clerk.get(f"{REPORT}/grid").text
    assert "Hãy sửa ngay trong bảng tính trên Google" in page
    assert 'name="a:results' not in page
    assert "mười hai" in page
    assert "Sửa ngay tại đây" not in clerk.get(REPORT).text


def test_correcting_it_is_refused_wherever_it_is_asked(script: Program, office: Office) -> None:
    _sent(script, _answer(office, "mười hai"))
    revision = _newest(office)
    at = revision.received
    with pytest.raises(CorrectOnGoogle):
        workflow.correct(
            office, Correction(revision, {PLACE: "12"}), sender=Sender(lambda *_: True), who="chibo1", at=at
        )
    assert len(office.store.history(_KEY)) == 1


def test_a_workbook_sent_afterwards_can_be_corrected_in_the_page_again(
    script: Program, clerk: Visitor, office: Office
) -> None:
    _sent(script, _answer(office))
    script.send(workbook(office, PARTY_CELL))
    assert 'name="a:results' in clerk.get(f"{REPORT}/grid").text

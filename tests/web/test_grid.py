"""The sheet in the page: what is wrong is marked, and what is corrected becomes a file like any other."""

import html
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, Visitor
from tests.web.send_helpers import PLACE, REPORT, Fill, post_files, state_of, workbook_of

from tonghop.core.consolidation import Revision
from tonghop.core.submission import SubmissionKey
from tonghop.workflow import Office

GRID = f"{REPORT}/grid"
NAME = "a:results:TT1:this_period"


def _send(visitor: Visitor, office: Office, changes: Fill | None = None) -> None:
    post_files(visitor, [("bao cao.xlsx", workbook_of(office, PARTY_CELL, changes))])


def _newest(office: Office) -> Revision:
    return office.store.history(SubmissionKey(CAMPAIGN, "KQ-2022", PARTY_CELL))[-1]


def _fields(page: str) -> dict[str, str]:
    """Return what a browser would send: every cell as it stands in the page."""
    inputs = re.findall(r'<input name="(a:[^"]+)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)<', page)
    selects = re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in (*inputs, *areas, *selects)}


def test_wrong_cells_are_marked_and_described(clerk: Visitor, office: Office) -> None:
    _send(clerk, office, {PLACE: "mười hai"})
    page = clerk.get(GRID).text
    cell = re.search(r'<td id="(results-F\d+)" class="blocking[^"]*">.*?</td>', page, re.DOTALL)
    assert cell is not None
    assert f'aria-describedby="{cell[1]}-why"' in cell[0]
    assert 'aria-invalid="true"' in cell[0]
    assert 'value="mười hai"' in cell[0]
    assert f'id="{cell[1]}-why"' in cell[0]
    assert f'href="#{cell[1]}"' in page


def test_a_corrected_cell_becomes_a_revision_of_the_clerk_s_own_file(clerk: Visitor, office: Office) -> None:
    _send(clerk, office, {PLACE: "mười hai"})
    before = _newest(office)
    fields = _fields(clerk.get(GRID).text)
    answer = clerk.post(GRID, {**fields, "revision": "1", NAME: "12"}, page=GRID)
    assert answer.location == REPORT
    after = _newest(office)
    assert (after.number, after.state.value, after.sender) == (2, "submitted", "chibo1")
    changed = {place for place in after.submission.answers() if place not in set(before.submission.answers())}
    (cell,) = [one.cell for form, row, field, one in changed if (form, row, field) == PLACE]
    assert cell is not None
    book = load_workbook(BytesIO(office.store.content(after.digest)))
    assert book[cell.sheet][cell.a1].value == 12
    assert office.store.audit()[-1].details["source"] == "web"
    assert "sửa trên trang" in clerk.get(REPORT).text


def test_a_page_that_is_sent_as_it_is_changes_nothing(clerk: Visitor, office: Office) -> None:
    _send(clerk, office, {PLACE: "mười hai"})
    fields = _fields(clerk.get(GRID).text)
    assert len(fields) > 30
    answer = clerk.post(GRID, {**fields, "revision": "1"}, page=GRID)
    assert answer.location == GRID
    assert "không lưu gì" in clerk.get(GRID).text
    assert _newest(office).number == 1


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("a:attendance:1:date", "4/3/2022", "2022-03-04"),
        ("a:attendance:1:mode", "Trực tuyến", "online"),
        ("a:attendance:1:days", "1,5", "1.5"),
        ("a:results::proposals", "Đề nghị một.\r\nĐề nghị hai.", "Đề nghị một.\nĐề nghị hai."),
        (NAME, "1.200", "1200"),
    ],
)
def test_every_kind_of_cell_is_typed_anew(clerk: Visitor, office: Office, name: str, typed: str, value: str) -> None:
    _send(clerk, office)
    clerk.post(GRID, {"revision": "1", name: typed}, page=GRID)
    _, form, row, field = name.split(":")
    answers = {(one, key, column): answer.value for one, key, column, answer in _newest(office).submission.answers()}
    assert str(answers[form, row, field]) == value


def test_what_is_typed_wrong_again_is_told_again(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    answer = clerk.post(GRID, {"revision": "1", NAME: "khoảng 5"}, page=GRID)
    assert answer.location == GRID
    page = clerk.get(GRID).text
    assert "Còn 1 lỗi" in page
    assert 'value="khoảng 5"' in page


def test_an_emptied_cell_that_must_be_filled_is_told(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    clerk.post(GRID, {"revision": "1", "a:register:1:members": ""}, page=GRID)
    assert "required_blank" in {finding.code for finding in _newest(office).findings}


def test_a_computed_rate_is_shown_in_few_digits(clerk: Visitor, office: Office) -> None:
    _send(clerk, office, {("attendance", "1", "summoned"): 201, ("attendance", "1", "attended"): 900})
    assert "447,8 %" in clerk.get(GRID).text


def test_computed_cells_follow_without_a_word(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    clerk.post(GRID, {"revision": "1", "a:materials:HT:bought": "12"}, page=GRID)
    newest = _newest(office)
    assert newest.number == 2
    assert "computed_differs" not in {finding.code for finding in newest.findings}


def test_a_stale_page_is_refused_and_keeps_what_was_typed(clerk: Visitor, province: Visitor, office: Office) -> None:
    _send(clerk, office)
    page = clerk.get(GRID).text
    _send(province, office, {PLACE: 8})
    answer = clerk.post(GRID, {**_fields(page), "revision": "1", NAME: "77"}, page=GRID)
    assert answer.status_code == 409
    assert "đã có người gửi lần khác" in answer.text
    assert 'value="77"' in answer.text
    assert "trong báo cáo: 8" in answer.text
    assert 'name="revision" value="2"' in answer.text
    assert _newest(office).number == 2


def test_an_unknown_cell_or_revision_changes_nothing(clerk: Visitor, office: Office) -> None:
    _send(clerk, office)
    computed = clerk.post(GRID, {"revision": "1", "a:materials:HT:left": "5", "a:results:X9:y": "1"}, page=GRID)
    assert computed.location == GRID
    assert clerk.post(GRID, {"revision": "9", NAME: "1"}, page=GRID).status_code == 404
    assert clerk.post(GRID, {"revision": "x", NAME: "1"}, page=GRID).status_code == 404
    assert _newest(office).number == 1


def test_what_stands_outside_the_table_can_be_emptied(clerk: Visitor, office: Office) -> None:
    book = load_workbook(BytesIO(workbook_of(office, PARTY_CELL)))
    sheet = next(one for one in book if one.title.startswith("Biểu 1"))
    sheet["C11"] = 99
    saved = BytesIO()
    book.save(saved)
    post_files(clerk, [("a.xlsx", saved.getvalue())])
    names = re.findall(r'type="checkbox" name="(x:[^"]+)"', clerk.get(GRID).text)
    assert len(names) == 1
    clerk.post(GRID, {"revision": "1", names[0]: "on"}, page=GRID)
    assert state_of(office, CAMPAIGN, PARTY_CELL) == "submitted"


def test_a_formula_that_rests_on_a_corrected_cell_is_asked_about(clerk: Visitor, office: Office) -> None:
    content = workbook_of(office, PARTY_CELL)
    post_files(clerk, [("a.xlsx", content)])
    cells = {row: _cell(office, row) for row in ("TT1", "SH1")}
    book = load_workbook(BytesIO(content))
    sheet_name = next(one.title for one in book if one.title.startswith("Biểu 4"))
    other = workbook_of(office, PARTY_CELL, {PLACE: 5})
    formula = _with_formula(other, sheet_name, cells["SH1"], f"{cells['TT1']}-2")
    post_files(clerk, [("b.xlsx", formula)])
    clerk.post(GRID, {"revision": str(_newest(office).number), NAME: "9"}, page=GRID)
    assert [finding.code for finding in _newest(office).findings if finding.blocks] == ["formula_without_value"]


def _cell(office: Office, row: str) -> str:
    wanted = ("results", row, "this_period")
    found = [one.cell for form, key, field, one in _newest(office).submission.answers() if (form, key, field) == wanted]
    assert found[0] is not None
    return found[0].a1


def _with_formula(content: bytes, sheet: str, cell: str, formula: str) -> bytes:
    """Put a formula with its stored result into a cell, as a program that works formulas out saves it."""
    from tonghop.writing.marked.book import Book  # noqa: PLC0415
    from tonghop.writing.marked.package import Package  # noqa: PLC0415

    book = Book(Package(content))
    part = next(tab.part for tab in book.tabs() if tab.name == sheet)
    (found,) = [one for one in book.package.xml(part).iter(book.tag("c")) if one.get("r") == cell]
    made = found.makeelement(book.tag("f"))
    made.text = formula
    found.insert(0, made)
    book.package.touch(part)
    return book.package.content()


def test_a_viewer_and_a_foreign_clerk_cannot_save(clerk: Visitor, office: Office, visitor: Visitor) -> None:
    _send(clerk, office)
    other = Visitor(clerk.client.application.test_client())
    other.sign_in("chibo2")
    assert other.get(GRID).status_code == 403
    assert other.post(GRID, {"revision": "1", NAME: "9"}, page="/").status_code == 403
    viewer = Visitor(clerk.client.application.test_client())
    viewer.sign_in("xem")
    page = viewer.get(GRID)
    assert page.status_code == 200
    assert "<textarea" not in page.text
    assert viewer.post(GRID, {"revision": "1", NAME: "9"}, page="/").status_code == 403
    assert visitor.client is clerk.client


def test_a_report_that_was_never_sent_has_no_sheets(province: Visitor) -> None:
    assert province.get(f"/c/{CAMPAIGN}/report/KQ-2022/{OTHER_CELL}/own/grid").status_code == 404

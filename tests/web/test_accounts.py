"""The administrator's pages: one account at a time, and many as a workbook."""

from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, PASSWORD, Visitor

from tonghop.core.accounts import Account, Role
from tonghop.storage import Store
from tonghop.web.accounts.opening import open_account
from tonghop.writing.accounts import HEADINGS, PASSWORDS, SLIPS

Rows = list[tuple[str, ...]]


@pytest.fixture
def store(app: Flask) -> Store:
    kept: Store = app.extensions["tonghop"].store
    return kept


@pytest.fixture
def admin(app: Flask) -> Visitor:
    made = Visitor(app.test_client())
    made.sign_in("admin")
    return made


@pytest.fixture
def local(app: Flask, store: Store) -> Visitor:
    """An administrator of one unit."""
    account = Account("quantri1", Role.ADMIN, PARTY_CELL, "", "")
    open_account(app, store, account, PASSWORD, who="test", at=app.extensions["tonghop"].time())
    made = Visitor(app.test_client())
    made.sign_in("quantri1")
    return made


def kept(store: Store, name: str) -> Account:
    account = store.account(name=name)
    assert account is not None
    return account


def workbook(rows: Rows, headings: tuple[str, ...] = tuple(HEADINGS.values())) -> BytesIO:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (headings, *rows):
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def shown(admin: Visitor, rows: Rows) -> tuple[int, str]:
    answer = admin.post("/accounts/import", {"file": (workbook(rows), "ds.xlsx")}, page="/accounts")
    return answer.status_code, answer.text


def lines_of(page: str) -> str:
    return page.partition('name="lines" value="')[2].partition('"')[0]


def test_one_is_opened_and_used(admin: Visitor, app: Flask, store: Store) -> None:
    fields = {"name": "Van-Thu ", "role": "clerk", "unit": PARTY_CELL, "email": "vt@example.vn"}
    page = admin.post("/accounts/new", fields, page="/accounts/new").text
    password = page.partition('class="secret figure">')[2].partition("<")[0]
    newcomer = Visitor(app.test_client())
    assert newcomer.sign_in("van-thu", password).status_code == 302
    assert newcomer.get("/").location == "/password"
    entry = store.audit(1)[0]
    assert (entry.who, entry.action, entry.subject) == ("admin", "open_account", "van-thu")
    assert password not in str(entry.details)
    assert password not in admin.get("/accounts/van-thu").text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "chibo1"}, "Đã có tài khoản tên này"),
        ({"name": "Văn thư"}, "không dùng làm tên tài khoản được"),
        ({"unit": ""}, "Vai trò này phải gắn với một đơn vị"),
        ({"unit": "S-KHONG"}, "Không có đơn vị mang mã S-KHONG"),
        ({"role": "king"}, "không phải là vai trò"),
        ({"email": "khong"}, "không phải là địa chỉ thư"),
    ],
)
def test_a_form_that_is_wrong_says_what(admin: Visitor, fields: dict[str, str], told: str) -> None:
    asked = {"name": "moi", "role": "clerk", "unit": PARTY_CELL, "email": "", **fields}
    page = admin.post("/accounts/new", asked, page="/accounts/new")
    assert page.status_code == 422
    assert told in page.text


def test_one_is_changed(admin: Visitor, store: Store) -> None:
    asked = {"role": "viewer", "unit": OTHER_CELL, "email": "a@b.vn"}
    assert admin.post("/accounts/chibo1", asked, page="/accounts/chibo1").status_code == 302
    account = kept(store, "chibo1")
    assert (account.role, account.unit, account.email) == (Role.VIEWER, OTHER_CELL, "a@b.vn")
    entry = store.audit(1)[0]
    assert entry.action == "change_account"
    assert "a@b.vn" not in str(entry.details)


def test_closing_ends_what_is_going_on(admin: Visitor, clerk: Visitor, store: Store) -> None:
    assert clerk.get("/").status_code == 200
    admin.post("/accounts/chibo1/close", page="/accounts/chibo1")
    assert clerk.get("/").status_code == 302
    assert "đã đóng" in admin.get("/accounts/chibo1").text
    admin.post("/accounts/chibo1/reopen", page="/accounts/chibo1")
    assert clerk.get("/").status_code == 302, "an old session does not come back to life"
    assert clerk.sign_in("chibo1").status_code == 302
    assert [entry.action for entry in store.audit(2)] == ["close_account", "reopen_account"]


def test_a_forgotten_password_is_given_anew(admin: Visitor, clerk: Visitor, store: Store) -> None:
    page = admin.post("/accounts/chibo1/reset", page="/accounts/chibo1").text
    password = page.partition('class="secret figure">')[2].partition("<")[0]
    assert clerk.get("/").status_code == 302
    assert clerk.sign_in("chibo1", password).status_code == 302
    assert kept(store, "chibo1").must_change


def test_a_locked_one_is_unlocked(admin: Visitor, visitor: Visitor, store: Store) -> None:
    for _ in range(5):
        visitor.sign_in("chibo1", "sai")
    assert "đang tạm khóa" in admin.get("/accounts").text
    admin.post("/accounts/chibo1/unlock", page="/accounts/chibo1")
    assert visitor.sign_in("chibo1").status_code == 302
    assert store.audit(1)[0].action == "unlock_account"


def test_its_tokens_are_revoked(admin: Visitor, clerk: Visitor, store: Store) -> None:
    clerk.post("/tokens", {"name": "Excel", "days": "30"}, page="/tokens")
    admin.post("/accounts/chibo1/tokens", page="/accounts/chibo1")
    (token,) = store.tokens()
    assert token.revoked is not None
    assert (store.audit(1)[0].who, store.audit(1)[0].action) == ("admin", "revoke_token")


def test_its_second_step_is_taken_away(admin: Visitor, store: Store) -> None:
    admin.post("/accounts/chibo1/second-factor", page="/accounts/chibo1")
    assert kept(store, "chibo1").second_factor is None
    assert store.audit(1)[0].action == "remove_second_factor"


@pytest.mark.parametrize(
    ("path", "fields"), [("/accounts/admin/close", {}), ("/accounts/admin", {"role": "viewer", "unit": ""})]
)
def test_the_last_administrator_stays(admin: Visitor, store: Store, path: str, fields: dict[str, str]) -> None:
    page = admin.post(path, fields, page="/accounts/admin")
    assert page.status_code == 422
    assert "duy nhất" in page.text
    assert kept(store, "admin").active


def test_the_list_goes_out_and_comes_back_unchanged(admin: Visitor, store: Store) -> None:
    content = BytesIO(admin.get("/accounts/list.xlsx").data)
    sheet = openpyxl.load_workbook(content).worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS.values())
    names = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert names == [account.name for account in store.accounts()]
    content.seek(0)
    page = admin.post("/accounts/import", {"file": (content, "ds.xlsx")}, page="/accounts").text
    assert "Không có gì thay đổi" in page


def test_a_list_makes_and_changes_accounts_after_it_was_shown(admin: Visitor, app: Flask, store: Store) -> None:
    status, page = shown(
        admin,
        [
            ("moi1", "cán bộ đơn vị", PARTY_CELL, "", "moi@example.vn"),
            ("moi2", "Viewer", "", "", ""),
            ("chibo2", "viewer", OTHER_CELL, "", ""),
        ],
    )
    assert (status, "Mới: 2. Thay đổi: 1. Giữ nguyên: 0." in page) == (200, True)
    assert store.account(name="moi1") is None, "nothing is changed by looking"
    answer = admin.post("/accounts/apply", {"lines": lines_of(page)}, page="/accounts")
    book = openpyxl.load_workbook(BytesIO(answer.data))
    assert book.sheetnames == [PASSWORDS, SLIPS]
    rows = {row[0].value: row[5].value for row in book[PASSWORDS].iter_rows(min_row=2)}
    assert list(rows) == ["moi1", "moi2"]
    slips = [str(row[1].value) for row in book[SLIPS].iter_rows()]
    assert rows["moi1"] in slips
    assert kept(store, "chibo2").role is Role.VIEWER
    assert Visitor(app.test_client()).sign_in("moi1", str(rows["moi1"])).status_code == 302
    assert {entry.action for entry in store.audit(3)} == {"open_account", "change_account"}


def test_wrong_cells_are_named_and_nothing_is_made(admin: Visitor, store: Store) -> None:
    status, page = shown(
        admin,
        [
            ("Văn Thư", "cán bộ đơn vị", PARTY_CELL, "", ""),
            ("moi1", "vua", PARTY_CELL, "", ""),
            ("moi2", "cán bộ đơn vị", "S-KHONG", "", "sai@"),
            ("moi3", "cán bộ đơn vị", "", "", ""),
            ("moi4", "chỉ xem", OTHER_CELL, "", ""),
            ("moi4", "chỉ xem", OTHER_CELL, "", ""),
            ("", "chỉ xem", OTHER_CELL, "", ""),
        ],
    )
    assert status == 422
    for cell in ("A2", "B3", "C4", "E4", "C5", "A7", "A8"):
        assert f"ô {cell}:" in page
    assert "ô C3:" not in page
    assert lines_of(page) == ""
    assert store.account(name="moi4") is None


def test_a_name_beside_the_wrong_code_is_doubted(admin: Visitor) -> None:
    status, page = shown(admin, [("moi", "chỉ xem", OTHER_CELL, "Chi bộ khác hẳn", "")])
    assert status == 200
    assert "ô D2:" in page
    assert "hãy kiểm tra mã đã đúng chưa" in page


@pytest.mark.parametrize(
    ("file", "status", "told"),
    [
        ((BytesIO(b""), ""), 422, "Hãy chọn tệp"),
        ((BytesIO(b"khong"), "a.xlsx"), 415, "không phải bảng tính Excel"),
        ((workbook([], ("a", "b")), "a.xlsx"), 422, "Không có trang nào mang các tiêu đề"),
    ],
)
def test_a_file_that_is_no_list_says_so(admin: Visitor, file: tuple[BytesIO, str], status: int, told: str) -> None:
    answer = admin.post("/accounts/import", {"file": file}, page="/accounts")
    assert answer.status_code == status
    assert told.lower() in answer.text.lower()


@pytest.mark.parametrize("lines", ["", "AAAA", "eJyLrlZKVLJSSkpMVaoFACSyBIQ="])
def test_a_list_that_was_meddled_with_is_refused(admin: Visitor, lines: str) -> None:
    answer = admin.post("/accounts/apply", {"lines": lines}, page="/accounts")
    assert answer.status_code == 422
    assert "Hãy gửi lại tệp" in answer.text


def test_every_unit_of_a_campaign_gets_one(admin: Visitor, app: Flask, store: Store) -> None:
    page = admin.post("/accounts/for-campaign", {"campaign": CAMPAIGN}, page="/accounts").text
    answer = admin.post("/accounts/apply", {"lines": lines_of(page)}, page="/accounts")
    assert answer.status_code == 200
    units = {account.unit for account in store.accounts()}
    with app.test_request_context():
        assert {unit.code for unit in store.units(CAMPAIGN)} <= units
    again = admin.post("/accounts/for-campaign", {"campaign": CAMPAIGN}, page="/accounts").text
    assert "Không có gì thay đổi" in again


def test_an_administrator_of_a_unit_keeps_only_its_accounts(local: Visitor, store: Store) -> None:
    page = local.get("/accounts").text
    assert "chibo1" in page
    assert "chibo2" not in page
    assert "danguy" not in page
    assert local.get("/accounts/chibo2").status_code == 404
    assert local.post("/accounts/danguy/reset", page="/accounts").status_code == 404
    status, told = shown(local, [("chibo2", "chỉ xem", PARTY_CELL, "", ""), ("moi", "chỉ xem", "", "", "")])
    assert status == 422
    assert "thuộc đơn vị bạn không được xem" in told
    assert "vai trò này phải gắn với một đơn vị" in told
    assert kept(store, "chibo2").unit == OTHER_CELL


@pytest.mark.parametrize("name", ["chibo1", "danguy", "xem"])
def test_nobody_else_keeps_accounts(app: Flask, name: str) -> None:
    visitor = Visitor(app.test_client())
    visitor.sign_in(name)
    assert visitor.get("/accounts").status_code == 403
    assert visitor.get("/accounts/list.xlsx").status_code == 403
    assert visitor.post("/accounts/admin/reset", page="/").status_code == 403

"""The second step of signing in: codes of a phone, and spare ones."""

import re

import pytest
from flask import Flask
from flask_security.proxies import _security
from passlib.totp import TOTP
from tests.web.conftest import PASSWORD, Visitor

from tonghop.storage import Store
from tonghop.web.accounts import locking

_KEY = re.compile(r'<p class="secret">([A-Z2-7-]+)</p>')
_ACTION = re.compile(r'action="(/second-factor/[^"]+)"')
_SPARE = re.compile(r"<li>([a-z0-9-]+)</li>", re.IGNORECASE)


class Phone:
    """An authenticator app; time passes with every code."""

    def __init__(self, key: str) -> None:
        self._totp = TOTP(key=key.replace("-", ""), format="base32")
        self._steps = 0

    def code(self) -> str:
        from time import time  # noqa: PLC0415

        self._steps += 1
        return str(self._totp.generate(time=int(time()) + 30 * (self._steps - 1)).token)


@pytest.fixture
def store(app: Flask) -> Store:
    kept: Store = app.extensions["tonghop"].store
    return kept


def set_up(visitor: Visitor) -> Phone:
    page = visitor.post("/second-factor", {"setup": "authenticator"}, page="/second-factor").text
    key, action = _KEY.search(page), _ACTION.search(page)
    assert key is not None, page
    assert action is not None
    phone = Phone(key[1])
    visitor.post(action[1], {"code": phone.code()}, page="/second-factor")
    return phone


@pytest.fixture
def phone(clerk: Visitor) -> Phone:
    return set_up(clerk)


@pytest.fixture
def again(app: Flask) -> Visitor:
    """Another browser."""
    return Visitor(app.test_client())


def test_a_code_is_asked_for_at_sign_in(phone: Phone, again: Visitor, store: Store) -> None:
    assert again.sign_in("chibo1").location.startswith("/sign-in/code")
    assert again.get("/").status_code == 302
    page = "/sign-in/code"
    assert "Sáu chữ số mà ứng dụng" in again.get(page).text
    assert "Mã không đúng" in again.post(page, {"code": "000000"}, page=page).text
    assert again.post(page, {"code": phone.code()}, page=page).status_code == 302
    assert again.get("/").status_code == 200
    assert "set_second_factor" in [entry.action for entry in store.audit()]


def test_no_code_is_taken_twice(phone: Phone, again: Visitor, app: Flask) -> None:
    used = phone.code()
    for visitor, taken in ((again, True), (Visitor(app.test_client()), False)):
        visitor.sign_in("chibo1")
        answer = visitor.post("/sign-in/code", {"code": used}, page="/sign-in/code")
        assert (answer.status_code == 302) is taken


@pytest.mark.usefixtures("phone")
def test_wrong_codes_lock_the_account_too(again: Visitor) -> None:
    again.sign_in("chibo1")
    pages = [again.post("/sign-in/code", {"code": "000000"}, page="/sign-in/code").text for _ in range(locking.TRIES)]
    assert "Mã không đúng" in pages[0]
    assert "sau 15 phút" in again.post("/sign-in/code", {"code": "000000"}, page="/sign-in/code").text


@pytest.mark.usefixtures("phone")
def test_a_spare_code_signs_in_once(clerk: Visitor, app: Flask, store: Store) -> None:
    page = "/second-factor/spare-codes"
    spares = _SPARE.findall(clerk.post(page, page=page).text)
    assert len(spares) == 8
    for taken in (True, False):
        visitor = Visitor(app.test_client())
        visitor.sign_in("chibo1")
        answer = visitor.post("/sign-in/spare-code", {"code": spares[0].upper()}, page="/sign-in/spare-code")
        assert (answer.status_code == 302) is taken
    assert "Không phải mã dự phòng của bạn" in answer.text
    assert [entry.action for entry in store.audit(2)] == ["make_spare_codes", "use_spare_code"]


@pytest.mark.usefixtures("phone")
def test_it_is_switched_off_again(clerk: Visitor, again: Visitor, store: Store) -> None:
    clerk.post("/second-factor", {"setup": "disable"}, page="/second-factor")
    assert again.sign_in("chibo1").location == "/"
    assert store.audit(1)[0].action == "remove_second_factor"


@pytest.mark.usefixtures("phone")
def test_what_is_kept_of_it_is_sealed(store: Store, app: Flask) -> None:
    account = store.account(name="chibo1")
    assert account is not None
    assert account.second_factor is not None
    assert account.second_factor.startswith("gAAAA")
    found = app.extensions["tonghop_accounts"].find_user(name="chibo1")
    assert "enckey" in found.tf_totp_secret


def test_it_changes_only_right_after_the_password_was_typed(clerk: Visitor) -> None:
    with clerk.client.session_transaction() as session:
        session["fs_paa"] = 0
    assert clerk.get("/second-factor").location.startswith("/confirm-password")
    asked = clerk.post("/confirm-password", {"password": "sai", "next": "/second-factor"}, page="/confirm-password")
    assert "Mật khẩu không đúng" in asked.text
    fields = {"password": PASSWORD, "next": "/second-factor"}
    assert clerk.post("/confirm-password", fields, page="/confirm-password").location == "/second-factor"
    assert clerk.get("/second-factor").status_code == 200


def test_no_spare_codes_without_a_phone(clerk: Visitor) -> None:
    assert clerk.get("/second-factor/spare-codes").location == "/second-factor"


@pytest.mark.parametrize("address", ["/tf-rescue", "/tf-select"])
def test_what_is_not_used_is_not_there(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_a_wrong_way_is_refused(clerk: Visitor) -> None:
    page = clerk.post("/second-factor", {"setup": "sms"}, page="/second-factor").text
    assert "Hãy chọn một trong các cách" in page


def test_the_picture_for_the_phone_is_our_own(clerk: Visitor, app: Flask) -> None:
    page = clerk.post("/second-factor", {"setup": "authenticator"}, page="/second-factor").text
    assert 'src="data:image/svg+xml;base64,' in page
    with app.app_context():
        assert _security.totp_factory._totp.issuer == "Tổng Hợp"


def test_who_is_signed_in_is_not_signed_out_by_a_link(clerk: Visitor) -> None:
    assert clerk.get("/sign-in/code").location == "/"
    assert clerk.get("/").status_code == 200

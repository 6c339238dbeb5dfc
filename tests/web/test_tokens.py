"""Tokens: made once, scoped to a unit, ending by themselves or at a word, and only for the API."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from tests.web.conftest import CAMPAIGN, DAY, OTHER_CELL, PARTY_CELL, Visitor
from werkzeug.test import TestResponse

from tonghop import clock
from tonghop.config import Instance
from tonghop.core.accounts import Right
from tonghop.storage import Act
from tonghop.web import access
from tonghop.web.desk import desk

_SECRET = re.compile(r'value="(th_[^"]+)"')


def made(visitor: Visitor, **fields: str) -> str:
    """Make a token on its page and return its secret."""
    page = visitor.post("/tokens", {"name": "Excel", "days": "30", **fields}, page="/tokens")
    found = _SECRET.search(page.text)
    assert found is not None, page.text
    return found[1]


def asked(app: Flask, secret: str, address: str = "/api/v1/probe/S-CB01", **more: str) -> TestResponse:
    headers = {"Authorization": f"Bearer {secret}", **more}
    return app.test_client().post(address, headers=headers)


@pytest.fixture
def probed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The service with a route that changes something of a unit."""

    @access.needs(Right.SEND)
    def probe(unit: str) -> dict[str, object]:
        return {"who": desk.who, "unit": desk.account.unit, "sees": desk.sees(CAMPAIGN, unit)}

    monkeypatch.setattr(app, "_got_first_request", False)
    app.add_url_rule("/api/v1/probe/<unit>", "probe", probe, methods=["POST"])
    return app


def test_a_token_signs_a_program_in_without_a_form(probed: Flask, clerk: Visitor) -> None:
    answer = asked(probed, made(clerk))
    assert answer.json == {"who": "chibo1", "unit": PARTY_CELL, "sees": True}


def test_a_token_sees_only_the_unit_it_was_made_for(probed: Flask, province: Visitor) -> None:
    secret = made(province, unit=OTHER_CELL)
    assert asked(probed, secret).json == {"who": "danguy", "unit": OTHER_CELL, "sees": False}


def test_a_token_is_for_the_own_unit_or_one_below(clerk: Visitor, province: Visitor) -> None:
    for visitor, unit in ((clerk, OTHER_CELL), (province, "S-KHONG")):
        page = visitor.post("/tokens", {"name": "Excel", "days": "30", "unit": unit}, page="/tokens")
        assert page.status_code == 422
        assert f"Không có đơn vị {unit}" in page.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"name": "  "}, "Hãy đặt tên"), ({"name": "x" * 81}, "80 ký tự"), ({"days": "9999"}, "thời hạn")],
)
def test_a_form_that_is_wrong_says_what(clerk: Visitor, fields: dict[str, str], told: str) -> None:
    page = clerk.post("/tokens", {"name": "Excel", "days": "30", **fields}, page="/tokens")
    assert page.status_code == 422
    assert told in page.text


def test_the_secret_is_shown_once_and_only_its_digest_is_kept(app: Flask, clerk: Visitor) -> None:
    secret = made(clerk)
    assert secret not in clerk.get("/tokens").text
    (token,) = app.extensions["tonghop"].store.tokens()
    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str([entry.details for entry in app.extensions["tonghop"].store.audit()])


def test_a_revoked_token_says_so(probed: Flask, clerk: Visitor) -> None:
    secret = made(clerk)
    assert clerk.post("/tokens/1/revoke", page="/tokens").status_code == 302
    answer = asked(probed, secret)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json is not None
    assert "đã bị thu hồi" in answer.json["detail"]
    actions = [entry.action for entry in probed.extensions["tonghop"].store.audit()]
    assert actions[-2:] == ["make_token", "revoke_token"]


def test_an_expired_token_says_so(probed: Flask, clerk: Visitor, instance: Instance) -> None:
    secret = made(clerk)
    service = probed.extensions["tonghop"]
    later = clock.stopped(DAY + timedelta(days=30), instance.zone)
    probed.extensions["tonghop"] = replace(service, time=later)
    answer = asked(probed, secret, **{"Accept-Language": "en"})
    assert answer.status_code == 401
    assert answer.json is not None
    assert answer.json["detail"].startswith("The token “Excel” expired on 12:00 24/4/2022")


def test_a_token_nobody_made_says_so(probed: Flask) -> None:
    answer = asked(probed, "th_x")
    assert answer.status_code == 401
    assert answer.json is not None
    assert "Không có mã truy cập này" in answer.json["detail"]


def test_a_token_ends_with_its_account(probed: Flask, clerk: Visitor) -> None:
    secret = made(clerk)
    store = probed.extensions["tonghop"].store
    account = store.account(name="chibo1")

    store.save_account(replace(account, active=False), Act(clock.now(), "test", "close_account", "chibo1", {}))
    answer = asked(probed, secret)
    assert answer.status_code == 401
    assert answer.json is not None
    assert "đã đóng" in answer.json["detail"]


def test_a_token_whose_unit_left_its_accounts_sight_is_refused(probed: Flask, province: Visitor) -> None:

    secret = made(province, unit=OTHER_CELL)
    store = probed.extensions["tonghop"].store
    store.save_account(replace(store.account(name="danguy"), unit=PARTY_CELL))
    answer = asked(probed, secret)
    assert answer.status_code == 401
    assert answer.json is not None
    assert "không còn xem được" in answer.json["detail"]


def test_nobody_revokes_the_token_of_another(clerk: Visitor, province: Visitor) -> None:
    made(province)
    assert clerk.post("/tokens/1/revoke", page="/tokens").status_code == 404


def test_a_token_opens_no_page(app: Flask, clerk: Visitor) -> None:
    answer = app.test_client().get("/tokens", headers={"Authorization": f"Bearer {made(clerk)}"})
    assert answer.status_code == 302


def test_a_session_still_needs_its_form_at_the_api(probed: Flask, clerk: Visitor) -> None:
    assert clerk.client.post("/api/v1/probe/S-CB01").status_code == 400
    assert probed.test_client().post("/api/v1/probe/S-CB01").status_code == 401


@pytest.mark.usefixtures("probed")
def test_a_session_beside_a_wrong_token_is_nobody(clerk: Visitor) -> None:
    answer = clerk.client.post("/api/v1/probe/S-CB01", headers={"Authorization": "Bearer th_x"})
    assert answer.status_code == 401


def test_a_first_password_opens_nothing_at_the_api(probed: Flask, clerk: Visitor) -> None:
    store = probed.extensions["tonghop"].store
    store.save_account(replace(store.account(name="chibo1"), must_change=True))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', clerk.get("/password").text)
    assert token is not None
    answer = clerk.client.post("/api/v1/probe/S-CB01", headers={"X-CSRFToken": token[1]})
    assert answer.status_code == 403
    assert answer.json is not None
    assert "Phải đặt mật khẩu riêng" in answer.json["detail"]

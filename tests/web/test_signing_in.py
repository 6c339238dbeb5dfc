"""Signing in: wrong passwords, locks, limits, first passwords, where it leads, when it ends."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, request
from flask_security.core import _default_messages
from tests.web.conftest import DAY, PASSWORD, Visitor

from tonghop import clock
from tonghop.config import BadSettings, Instance
from tonghop.core.accounts import Account, Role
from tonghop.sentences import translated
from tonghop.storage import Store
from tonghop.web import create_app
from tonghop.web.accounts import locking, words
from tonghop.web.accounts.opening import one_time_password, open_account

WRONG = "khong-phai"
NEW = "nam-sau-bay-tam"


@pytest.fixture
def store(app: Flask) -> Store:
    kept: Store = app.extensions["tonghop"].store
    return kept


def wrong(visitor: Visitor, times: int, name: str = "chibo1") -> str:
    return [visitor.sign_in(name, WRONG).text for _ in range(times)][-1]


def test_five_wrong_passwords_lock_an_account_for_a_while(
    visitor: Visitor, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "dùng lại được" not in wrong(visitor, locking.TRIES - 1)
    assert "Tài khoản này dùng lại được sau 15 phút" in wrong(visitor, 1)
    assert "sau 15 phút" in visitor.sign_in("chibo1").text
    assert store.audit(1)[0].action == "lock_account"
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert visitor.sign_in("chibo1").status_code == 302
    account = store.account(name="chibo1")
    assert account is not None
    assert (account.failures, account.locked_until) == (0, None)


def test_a_right_password_forgives_the_wrong_ones(visitor: Visitor, store: Store) -> None:
    wrong(visitor, locking.TRIES - 1)
    visitor.sign_in("chibo1")
    account = store.account(name="chibo1")
    assert account is not None
    assert account.failures == 0


def test_a_closed_account_says_so_to_who_knows_its_password(visitor: Visitor, store: Store) -> None:
    account = store.account(name="chibo1")
    assert account is not None
    store.save_account(replace(account, active=False))
    assert "Tài khoản này đã đóng" in visitor.sign_in("chibo1").text
    assert "đã đóng" not in wrong(visitor, 1)


@pytest.mark.parametrize("to", ["/", "/tokens", "/tokens?lang=en"])
def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Visitor, to: str) -> None:
    answer = visitor.post("/sign-in", {"name": "chibo1", "password": PASSWORD, "next": to})
    assert answer.location == to


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        " //evil.example",
        "http://localhost@evil.example/",
    ],
)
def test_signing_in_leads_to_no_page_of_others(visitor: Visitor, to: str) -> None:
    answer = visitor.post("/sign-in", {"name": "chibo1", "password": PASSWORD, "next": to})
    assert answer.status_code == 302
    assert re.fullmatch(r"/|/(%5C)?evil\.example", answer.location)  # The home page, or one of ours that there is not.


@pytest.fixture
def newcomer(app: Flask, store: Store, visitor: Visitor) -> Visitor:
    """Somebody who signs in for the first time."""
    account = Account("moi", Role.VIEWER, None, "", "", must_change=True)
    first = one_time_password()
    open_account(app, store, account, first, who="test", at=clock.now())
    visitor.sign_in("moi", first)
    visitor.first = first  # type: ignore[attr-defined]
    return visitor


def test_a_first_password_must_be_changed_before_anything_else(newcomer: Visitor, store: Store) -> None:
    assert newcomer.get("/").location == "/password"
    assert "chỉ dùng một lần" in newcomer.get("/password").text
    changed = {"password": newcomer.first, "new_password": NEW, "new_password_confirm": NEW}  # type: ignore[attr-defined]
    assert newcomer.post("/password", changed, page="/password").location == "/"
    assert "Đã đổi mật khẩu" in newcomer.get("/").text
    assert store.audit(1)[0].action == "change_password"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"password": WRONG}, "Mật khẩu không đúng"),
        ({"password": ""}, "Hãy nhập mật khẩu"),
        ({"new_password": "ngan", "new_password_confirm": "ngan"}, "ít nhất 8 ký tự"),
        ({"new_password_confirm": "khac-han-nhau"}, "không giống nhau"),
        ({"new_password": PASSWORD, "new_password_confirm": PASSWORD}, "trùng mật khẩu cũ"),
        ({"new_password": "chibo1-chibo1", "new_password_confirm": "chibo1-chibo1"}, "dễ đoán"),
        ({"new_password": "11111111", "new_password_confirm": "11111111"}, "dễ đoán"),
    ],
)
def test_a_password_that_cannot_be_taken_says_why(clerk: Visitor, fields: dict[str, str], told: str) -> None:
    asked = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW, **fields}
    page = clerk.post("/password", asked, page="/password").text
    assert told in page


def test_a_changed_password_ends_all_other_sessions(app: Flask, clerk: Visitor) -> None:
    elsewhere = Visitor(app.test_client())
    elsewhere.sign_in("chibo1")
    assert elsewhere.get("/").status_code == 200
    asked = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    clerk.post("/password", asked, page="/password")
    assert clerk.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_a_session_ends_after_a_working_day(clerk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from itsdangerous import TimestampSigner  # noqa: PLC0415

    later = datetime.now(UTC) + timedelta(hours=12, minutes=1)
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _self: int(later.timestamp()))
    assert clerk.get("/").status_code == 302


def test_no_browser_is_remembered(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", {"name": "chibo1", "password": PASSWORD, "remember": "y"})
    assert "remember" not in " ".join(answer.headers.getlist("Set-Cookie"))


@pytest.fixture
def secure(instance: Instance) -> Iterator[Flask]:
    settings = instance.settings.model_copy(update={"address": "https://baocao.example.vn"})
    app = create_app(replace(instance, settings=settings), time=clock.stopped(DAY, instance.zone), testing=True)
    yield app
    app.extensions["tonghop"].store.close()


def test_cookies_are_for_encrypted_connections_where_there_are_any(secure: Flask, app: Flask) -> None:
    for served, expected in ((secure, True), (app, False)):
        cookie = served.test_client().get("/sign-in").headers["Set-Cookie"]
        assert ("Secure" in cookie) is expected
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_too_many_attempts_are_told_with_a_page(visitor: Visitor) -> None:
    for _ in range(10):
        assert visitor.sign_in("ai-do", WRONG).status_code == 200
    refused = visitor.sign_in("ai-do", WRONG)
    assert refused.status_code == 429
    assert "Thử quá nhiều lần" in refused.text
    assert int(refused.headers["Retry-After"]) <= 60
    assert visitor.sign_in("chibo1").status_code == 302


def test_making_tokens_and_passwords_is_limited(clerk: Visitor) -> None:
    answers = [clerk.post("/tokens", {}, page="/tokens").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_every_message_of_flask_security_is_ours_in_both_languages() -> None:
    unknown = [
        name for name in _default_messages if name not in words.MESSAGES and not name.startswith(words.SWITCHED_OFF)
    ]
    assert unknown == []
    assert set(words.MESSAGES) <= set(_default_messages)
    assert all(translated(sentence, "vi") != sentence for sentence, _ in words.MESSAGES.values())


def test_no_label_or_message_of_flask_security_is_shown_as_it_is(app: Flask, clerk: Visitor) -> None:
    theirs = [str(sentence) for sentence, _ in _default_messages.values()]
    stranger = Visitor(app.test_client())
    pages = [stranger.get(address).text for address in ("/sign-in", "/sign-in/code", "/sign-in/spare-code")]
    pages += [clerk.get(address).text for address in ("/password", "/second-factor", "/confirm-password")]
    pages.append(stranger.get("/sign-in").text)
    assert not [said for said in theirs for page in pages if said in page]
    assert all('lang="vi"' in page or "Redirecting" in page for page in pages)


def test_passwords_are_hashed_with_argon2(store: Store) -> None:
    assert all(account.password.startswith("$argon2id$") for account in store.accounts())


def test_one_time_passwords_are_easily_copied_and_never_alike() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password) for password in made)


def test_who_asks_is_believed_of_ones_own_proxy_only(instance: Instance, app: Flask) -> None:
    settings = instance.settings.model_copy(update={"proxies": 1})
    behind = create_app(replace(instance, settings=settings), testing=True)
    forwarded = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "bao.example"}
    for served, host in ((behind, "bao.example"), (app, "localhost")):
        seen: list[tuple[str | None, str]] = []
        served.before_request_funcs.setdefault(None, []).append(
            lambda seen=seen: seen.append((request.remote_addr, request.host))
        )
        served.test_client().get("/sign-in", headers=forwarded)
        assert seen == [("203.0.113.9" if host == "bao.example" else "127.0.0.1", host)]
    behind.extensions["tonghop"].store.close()


@pytest.mark.parametrize("setting", ['address = "baocao.example"', "proxies = -1"])
def test_a_setting_that_is_wrong_is_named(instance: Instance, setting: str) -> None:
    file = instance.folder / "tonghop.toml"
    file.write_text(f"{setting}\n", encoding="utf-8")
    with pytest.raises(BadSettings, match=setting.split(maxsplit=1)[0]):
        Instance.open(instance.folder)


def test_nothing_of_who_signs_in_is_logged(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for _ in range(12):
        visitor.sign_in("chibo1", WRONG)
    visitor.client.post("/sign-in", data={"name": "chibo1"})
    assert "chibo1" not in caplog.text
    assert WRONG not in caplog.text

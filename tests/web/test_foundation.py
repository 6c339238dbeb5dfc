"""What holds for every page: who comes in, what goes with every answer, how errors look."""

import pytest
from flask import Flask
from tests.web.conftest import Visitor

from tonghop.web import access


def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    answer = visitor.get("/")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/?"


def test_a_clerk_signs_in_and_out(visitor: Visitor) -> None:
    assert visitor.sign_in("CHIBO1 ").status_code == 302
    assert "chibo1" in visitor.get("/").text
    assert visitor.post("/sign-out", page="/").status_code == 302
    assert visitor.get("/").status_code == 302


def test_a_wrong_password_and_a_wrong_name_are_told_alike(visitor: Visitor) -> None:
    wrong = [visitor.sign_in(name, "khong-phai").text for name in ("chibo1", "khong-co")]
    assert all("Tên hoặc mật khẩu không đúng" in page for page in wrong)


def test_a_form_without_its_token_is_refused(clerk: Visitor) -> None:
    answer = clerk.client.post("/language", data={"language": "en"})
    assert answer.status_code == 400
    assert "mở quá lâu" in answer.text


def test_the_language_is_switched(clerk: Visitor) -> None:
    clerk.post("/language", {"language": "en", "back": "/"}, page="/")
    assert "Sign out" in clerk.get("/").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_choice_leads_back_to_our_own_pages_only(clerk: Visitor, back: str) -> None:
    assert clerk.post("/language", {"language": "en", "back": back}, page="/").location == "/"


def test_an_unknown_address_has_a_page_and_a_problem_document(clerk: Visitor) -> None:
    page, document = clerk.get("/khong-co"), clerk.get("/api/v1/khong-co")
    assert page.status_code == document.status_code == 404
    assert "Không có gì ở địa chỉ này" in page.text
    assert document.mimetype == "application/problem+json"
    assert document.json is not None
    assert document.json["status"] == 404


def test_no_answer_lets_foreign_scripts_run(visitor: Visitor) -> None:
    for address in ("/sign-in", "/khong-co", "/static/style.css", "/api/v1/version"):
        policy = visitor.get(address).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'self'")


def test_every_route_says_who_may_come_in(app: Flask) -> None:
    assert [name for name in app.view_functions if access.declared(app, name) is None] == []


def test_a_route_that_says_nothing_stops_the_start() -> None:
    bare = Flask(__name__)
    bare.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(LookupError, match="open"):
        access.attach(bare)

"""What the API refuses: each with its status, a problem document, and words in the asked language."""

import io
from typing import Any

import pytest
from flask import Flask
from tests.web.api_helpers import XLSX, Program, program, workbook
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, PERIOD, Visitor
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

from tonghop.core.definitions import Language
from tonghop.core.errors import TonghopError
from tonghop.core.findings import Finding
from tonghop.core.submission import SubmissionKey
from tonghop.storage import Listed, StorageBusy, Store
from tonghop.web import access, receiving
from tonghop.web.api import telling
from tonghop.workflow import Examined, Office, Sender

pytestmark = pytest.mark.usefixtures("worker_at_once")

OTHERS = f"{CAMPAIGN}:{PERIOD}:{OTHER_CELL}:own"


def problem(answer: TestResponse, status: int, language: Language = "en") -> Any:  # noqa: ANN401 - JSON
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert answer.json["detail"]
    english = answer.json["detail"].translate(str.maketrans("", "", "“”")).isascii()
    assert english is (language == "en")
    return answer.json


@pytest.fixture
def addin(app: Flask) -> Program:
    return program(app, "chibo1")


@pytest.fixture
def head(app: Flask) -> Program:
    return program(app, "danguy")


def test_every_refusal_is_said_in_the_asked_language(addin: Program) -> None:
    for language in ("vi", "en"):
        answer = addin.get("/workbooks/KHONG-CO", Accept_Language=language)
        problem(answer, 404, "vi" if language == "vi" else "en")


def test_400_what_is_no_json(head: Program) -> None:
    problem(head.ask("POST", "/consolidations", data=b"{", headers={"Content-Type": "application/json"}), 400)


def test_400_a_session_without_its_form(clerk: Visitor, office: Office) -> None:
    answer = clerk.client.post("/api/v1/check", data=workbook(office, PARTY_CELL), content_type=XLSX)
    problem(answer, 400, "vi")


def test_401_nobody(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/me")
    problem(answer, 401, "vi")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "address",
    [
        f"/workbooks/{OTHER_CELL}",
        f"/submissions/{OTHERS}",
        f"/submissions/{OTHERS}/file",
        f"/submissions/{OTHERS}/marked",
        f"/submissions?unit={OTHER_CELL}",
        f"/status?unit={OTHER_CELL}",
        f"/consolidations?period={PERIOD}",
        f"/consolidations/{CAMPAIGN}:{PERIOD}:1.xlsx",
    ],
)
def test_403_what_is_out_of_sight(addin: Program, head: Program, office: Office, address: str) -> None:
    head.send(workbook(office, OTHER_CELL))
    problem(addin.get(address), 403)


def test_403_a_unit_out_of_sight_refuses_the_delivery_whole(app: Flask, addin: Program, office: Office) -> None:
    for address in ("/submissions", "/check"):
        refused = problem(addin.send(workbook(office, OTHER_CELL), address), 403)
        assert refused["code"] == "out_of_sight"
    store = app.extensions["tonghop"].store
    assert [one for one in store.audit() if one.action in {"receive", "refuse"}] == []


def test_403_a_file_with_others_in_it_is_not_handed_out(
    head: Program, addin: Program, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    addin.send(workbook(office, PARTY_CELL))
    identifier = f"{CAMPAIGN}:{PERIOD}:{PARTY_CELL}:own"
    own = Store.keys_in

    def of_a_group(store: Store, digest: str) -> tuple[SubmissionKey, ...]:
        (key,) = own(store, digest)
        return (key, SubmissionKey(key.campaign, key.period, OTHER_CELL))

    monkeypatch.setattr(Store, "keys_in", of_a_group)
    problem(addin.get(f"/submissions/{identifier}/file"), 403)
    problem(addin.get(f"/submissions/{identifier}/marked"), 403)
    assert head.get(f"/submissions/{identifier}/file").status_code == 200


def test_403_a_clerk_consolidates_nothing(addin: Program) -> None:
    problem(addin.order({"period": PERIOD}), 403)


@pytest.mark.parametrize(
    "address",
    [
        "/khong-co",
        f"/submissions/{CAMPAIGN}:{PERIOD}:{PARTY_CELL}:own",
        f"/submissions/khong:{PERIOD}:{PARTY_CELL}:own",
        "/campaigns/1",
        "/status?campaign=khong",
        f"/workbooks/{PARTY_CELL}?period={PERIOD}&coverage=summary",
    ],
)
def test_404_what_is_not_there(addin: Program, address: str) -> None:
    problem(addin.get(address), 404)


def test_405_another_method(addin: Program) -> None:
    answer = addin.ask("DELETE", "/submissions")
    problem(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_409_another_was_quicker(addin: Program, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = addin.send(workbook(office, PARTY_CELL)).headers["ETag"]
    asked = Store.standing

    def and_then_another(store: Store, key: SubmissionKey) -> Listed | None:
        found = asked(store, key)
        monkeypatch.setattr(Store, "standing", asked)
        addin.send(workbook(office, PARTY_CELL, members=20))
        return found

    monkeypatch.setattr(Store, "standing", and_then_another)
    late = addin.send(workbook(office, PARTY_CELL, members=19), If_Match=seen)
    assert problem(late, 409)["code"] == "revised_meanwhile"


def test_412_the_report_changed_or_never_came(addin: Program, office: Office) -> None:
    problem(addin.send(workbook(office, PARTY_CELL), If_Match='"1-1-submitted-0"'), 412)


def test_413_a_file_that_is_too_large(app: Flask, addin: Program) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert "64 MB" in problem(addin.send(b"x" * 1001), 413)["detail"]
    problem(addin.ask("POST", "/check", data={"file": (io.BytesIO(b"x" * 1001), "x.xlsx")}), 413)


@pytest.mark.parametrize("content", [b"<html></html>", b"%PDF-1.7"])
def test_415_what_is_no_workbook(addin: Program, content: bytes) -> None:
    assert problem(addin.send(content), 415)["code"] == "not_a_workbook"


def test_415_a_body_of_another_kind(addin: Program, head: Program) -> None:
    problem(addin.send(b"{}", Content_Type="application/json"), 415)
    problem(head.ask("POST", "/consolidations", data=b"period=x", headers={"Content-Type": "text/plain"}), 415)


def test_422_nothing_was_sent(addin: Program) -> None:
    assert problem(addin.send(b""), 422)["code"] == "no_file"
    assert problem(addin.ask("POST", "/check", data={"other": "x"}, content_type="multipart/form-data"), 422)


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [
        ("/submissions?dryrun=true", "dryrun", "is not known here"),
        ("/submissions?limit=0", "limit", "must be 1 or more"),
        ("/submissions?limit=x", "limit", "must be a whole number"),
        ("/submissions?state=lost", "state", "must be one of"),
        ("/submissions?lang=fr", "lang", "must be one of"),
        ("/status?as_of=31/3/2020", "as_of", "must be a day such as 2020-03-31"),
        ("/status?campaign=a%20b", "campaign", "is not written as it must be"),
        ("/consolidations", "period", "is missing"),
        ("/submissions/1", "submission", "is not written as it must be"),
    ],
)
def test_422_a_parameter_that_cannot_be_taken_is_named(addin: Program, address: str, name: str, said: str) -> None:
    (error,) = problem(addin.get(address), 422)["errors"]
    assert error["name"] == name
    assert said in error["problem"]


def test_422_a_file_that_cannot_be_taken_says_what_to_do(addin: Program, office: Office) -> None:
    damaged = problem(addin.send(workbook(office, PARTY_CELL)[:2000]), 422)
    assert damaged["code"] == "truncated_workbook"
    assert damaged["deliveries"][0]["delivery"] == 1


def test_422_an_order_that_is_not_as_described(head: Program) -> None:
    errors = problem(head.order({"include": "all"}), 422)["errors"]
    assert {error["name"] for error in errors} == {"period", "include"}
    assert problem(head.order({"period": "T2099-01"}), 422)


def test_422_if_match_goes_with_one_report(head: Program, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    examined = receiving.examined

    def twice(content: bytes, sender: Sender) -> Examined:
        found = examined(content, sender)
        return Examined(found.outcomes * 2)

    monkeypatch.setattr(receiving, "examined", twice)
    assert problem(head.send(workbook(office, PARTY_CELL), If_Match='"x"'), 422)["code"] == "not_one_report"


def test_429_too_often(app: Flask, addin: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    @access.open_to_all
    def often() -> str:
        raise TooManyRequests(retry_after=60)

    monkeypatch.setattr(app, "_got_first_request", False)
    app.add_url_rule("/api/v1/often", "often", often)
    answer = addin.get("/often")
    problem(answer, 429)
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("một câu"), 500), (StorageBusy(place="x"), 503), (TonghopError(), 422)]
)
def test_500_and_503_say_so(addin: Program, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Store, "listed", fails)
    answer = addin.get("/submissions")
    told = problem(answer, status)
    assert (status == 500) is bool(told.get("reference"))
    assert (status == 503) is ("Retry-After" in answer.headers)


def test_a_refusal_by_a_finding_tells_it(app: Flask) -> None:
    with app.test_request_context("/api/v1/check?lang=vi"):
        told = telling.refusal(Finding("stamp_missing"))
    assert (told.status, told.code) == (422, "stamp_missing")
    assert told.finding is not None
    assert told.finding.remedy

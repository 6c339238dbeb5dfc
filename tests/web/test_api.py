"""The API as the add-ins use it: who I am, my workbook, check, send, look again, consolidate."""

import io
import zipfile
from hashlib import sha256
from typing import Any

import openpyxl
import pytest
from flask import Flask
from tests.web.api_helpers import Program, program, workbook
from tests.web.conftest import CAMPAIGN, OTHER_CELL, PARTY_CELL, PERIOD, Visitor
from werkzeug.test import TestResponse

from tonghop.workflow import Office

pytestmark = pytest.mark.usefixtures("worker_at_once")

ID = f"{CAMPAIGN}:{PERIOD}:{PARTY_CELL}:own"


def told(answer: TestResponse, status: int = 200) -> Any:  # noqa: ANN401 - JSON
    assert answer.status_code == status, answer.text
    assert answer.json is not None
    return answer.json


@pytest.fixture
def addin(app: Flask) -> Program:
    return program(app, "chibo1")


@pytest.fixture
def head(app: Flask) -> Program:
    return program(app, "danguy")


def test_a_token_says_who_it_is(addin: Program) -> None:
    me = told(addin.get("/me"))
    assert (me["account"], me["role"], me["unit"], me["rights"]) == ("chibo1", "clerk", PARTY_CELL, ["view", "send"])
    assert me["token"]["name"] == "máy tính"


def test_a_session_says_who_it_is_too(clerk: Visitor) -> None:
    assert told(clerk.get("/api/v1/me"))["token"] is None


def test_campaigns_count_what_is_in_sight(addin: Program, head: Program) -> None:
    (own,), (whole,) = (told(one.get("/campaigns"))["campaigns"] for one in (addin, head))
    assert (own["units"], own["whole"], whole["whole"]) == (1, False, True)
    assert PERIOD in [period["code"] for period in own["periods"]]


def test_a_unit_gets_its_workbook_and_sends_it_filled(addin: Program, office: Office) -> None:
    blank = addin.get(f"/workbooks/{PARTY_CELL}?period={PERIOD}")
    assert PARTY_CELL in blank.headers["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(blank.data)).sheetnames
    answer = addin.send(workbook(office, PARTY_CELL), X_File_Name="B%C3%A1o%20c%C3%A1o.xlsx")
    (delivery,) = told(answer, 201)["deliveries"]
    (part,) = delivery["submissions"]
    assert (delivery["name"], delivery["taken"], delivery["delivery"]) == ("Báo cáo.xlsx", True, 1)
    assert (part["id"], part["revision"], part["state"], part["new"]) == (ID, 1, "submitted", True)
    assert answer.headers["Location"] == f"/api/v1/submissions/{ID}"


def test_a_group_workbook_is_made_for_those_below(app: Flask, head: Program) -> None:
    root = app.extensions["tonghop"].store.units(CAMPAIGN)[0].code
    group = head.get(f"/workbooks/{root}?period={PERIOD}&layout=group")
    assert "c%E1%BB%A5m" in group.headers["Content-Disposition"]


def test_a_form_sends_a_file_too(addin: Program, office: Office) -> None:
    part = (io.BytesIO(workbook(office, PARTY_CELL)), "S-CB01.xlsx")
    told(addin.ask("POST", "/submissions", data={"file": part}), 201)


@pytest.mark.parametrize(("language", "said"), [("vi", "chữ số"), ("en", "Type the number")])
def test_findings_name_their_cells_in_the_asked_language(
    addin: Program, office: Office, language: str, said: str
) -> None:
    wrong = workbook(office, PARTY_CELL, members="mười tám")
    (delivery,) = told(addin.send(wrong, f"/check?lang={language}"))["deliveries"]
    (finding,) = [one for one in delivery["submissions"][0]["findings"] if one["severity"] == "blocking"]
    assert finding["sheet"].startswith("Biểu")
    assert (finding["cell"][0], finding["read"], finding["field"]) == ("C", "mười tám", "members")
    assert finding["sentence"]
    assert said in finding["remedy"]


def test_neither_check_nor_dry_run_stores_anything(addin: Program, office: Office) -> None:
    content = workbook(office, PARTY_CELL)
    for answer in (addin.send(content, "/check"), addin.send(content, "/submissions?dry_run=true")):
        (delivery,) = told(answer)["deliveries"]
        assert delivery["delivery"] is None
        assert delivery["submissions"][0]["revision"] is None
    assert told(addin.get("/submissions"))["submissions"] == []


def test_a_workbook_with_errors_is_kept_and_says_so(addin: Program, office: Office) -> None:
    (delivery,) = told(addin.send(workbook(office, PARTY_CELL, members="x")), 201)["deliveries"]
    assert delivery["taken"] is False
    assert delivery["submissions"][0]["state"] == "blocked"
    marked = openpyxl.load_workbook(io.BytesIO(addin.get(f"/submissions/{ID}/marked").data))
    assert any(name.startswith("Lỗi") for name in marked.sheetnames)


def test_every_workbook_of_a_zip_is_a_delivery(head: Program, office: Office) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("một.xlsx", workbook(office, PARTY_CELL))
        archive.writestr("hai.txt", "không phải bảng tính")
    first, second = told(head.send(packed.getvalue(), X_File_Name="tat-ca.zip"), 201)["deliveries"]
    assert (first["name"], first["taken"], first["refusal"]["status"]) == ("tat-ca.zip/hai.txt", False, 415)
    assert (second["name"], second["taken"]) == ("tat-ca.zip/một.xlsx", True)


# The same request twice.


def test_one_key_does_it_once(addin: Program, office: Office) -> None:
    content = workbook(office, PARTY_CELL)
    first, again = (addin.send(content, Idempotency_Key="k-1") for _ in range(2))
    assert (first.status_code, first.data, first.headers["ETag"]) == (201, again.data, again.headers["ETag"])
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert told(addin.send(content), 201)["deliveries"][0]["delivery"] == 2


def test_a_key_of_something_else_is_refused(addin: Program, office: Office) -> None:
    addin.send(workbook(office, PARTY_CELL), Idempotency_Key="k-1")
    other = told(addin.send(workbook(office, PARTY_CELL, members=19), Idempotency_Key="k-1"), 422)
    assert other["code"] == "key_of_another"
    assert len(told(addin.get(f"/submissions/{ID}"))["revisions"]) == 1


def test_what_is_put_right_may_come_under_the_same_key(addin: Program, office: Office) -> None:
    assert addin.send(b"x", Idempotency_Key="k-1").status_code == 415
    told(addin.send(workbook(office, PARTY_CELL), Idempotency_Key="k-1"), 201)


def test_the_keys_of_two_accounts_are_two(addin: Program, head: Program, office: Office) -> None:
    content = workbook(office, PARTY_CELL)
    addin.send(content, Idempotency_Key="k-1")
    assert "Idempotency-Replayed" not in head.send(content, Idempotency_Key="k-1").headers


# Reports.


def test_a_report_is_told_in_full_with_its_tag(addin: Program, office: Office) -> None:
    sent = addin.send(workbook(office, PARTY_CELL))
    answer = addin.get(f"/submissions/{ID}")
    report = told(answer)
    assert answer.headers["ETag"] == sent.headers["ETag"] == report["etag"]
    assert [one["number"] for one in report["revisions"]] == [1]
    assert report["unit_name"]
    assert addin.get(f"/submissions/{ID}", If_None_Match=report["etag"]).status_code == 304


def test_a_file_comes_back_as_it_was_sent(addin: Program, office: Office) -> None:
    first, second = workbook(office, PARTY_CELL), workbook(office, PARTY_CELL, members=19)
    addin.send(first)
    addin.send(second)
    assert addin.get(f"/submissions/{ID}/file").data == second
    kept = addin.get(f"/submissions/{ID}/file?revision=1")
    assert kept.data == first
    assert kept.headers["ETag"] == f'"{sha256(first).hexdigest()}"'
    assert told(addin.get(f"/submissions/{ID}/file?revision=9"), 404)["code"] == "no_revision"


def test_an_unchanged_report_takes_what_follows_it(addin: Program, office: Office) -> None:
    seen = addin.send(workbook(office, PARTY_CELL)).headers["ETag"]
    told(addin.send(workbook(office, PARTY_CELL, members=19), If_Match=seen), 201)
    late = told(addin.send(workbook(office, PARTY_CELL, members=20), If_Match=seen), 412)
    assert late["code"] == "changed_since"
    assert len(told(addin.get(f"/submissions/{ID}"))["revisions"]) == 2


def test_lists_go_on_page_by_page(head: Program, office: Office) -> None:
    for unit in (PARTY_CELL, OTHER_CELL):
        head.send(workbook(office, unit))
    first = head.get(f"/submissions?limit=1&period={PERIOD}&lang=en")
    onward = told(first)["next"]
    assert first.headers["Link"] == f'<{onward}>; rel="next"'
    second = told(head.get(onward.removeprefix("/api/v1")))
    assert [one["unit"] for one in (told(first)["submissions"] + second["submissions"])] == [PARTY_CELL, OTHER_CELL]
    assert second["next"] is None
    assert told(head.get("/submissions?state=accepted"))["submissions"] == []
    assert len(told(head.get(f"/submissions?unit={OTHER_CELL}"))["submissions"]) == 1


def test_status_counts_only_what_is_in_sight(addin: Program, head: Program, office: Office) -> None:
    addin.send(workbook(office, PARTY_CELL))
    head.send(workbook(office, OTHER_CELL))
    own, whole = (told(one.get(f"/status?period={PERIOD}")) for one in (addin, head))
    (standing,) = own["standings"]
    assert (standing["unit"], standing["state"], standing["submission"]) == (PARTY_CELL, "submitted", ID)
    assert own["progress"][0]["owed"] == 1
    assert len(whole["standings"]) > 2
    assert told(head.get("/status?as_of=2022-03-01"))["as_of"] == "2022-03-01"


# Consolidating.


def test_a_consolidation_is_given_out_and_kept(head: Program, office: Office) -> None:
    head.send(workbook(office, PARTY_CELL))
    answer = head.order({"period": PERIOD}, Idempotency_Key="thang-3")
    made = told(answer, 201)
    assert (made["id"], made["number"], made["reports"]) == (f"{CAMPAIGN}:{PERIOD}:1", 1, 1)
    assert sha256(head.get(made["files"]["xlsx"].removeprefix("/api/v1")).data).hexdigest() == made["digest"]
    assert told(head.get(f"/consolidations/{made['id']}.json"))["lines"]
    assert head.order({"period": PERIOD}, Idempotency_Key="thang-3").data == answer.data
    assert len(told(head.get(f"/consolidations?period={PERIOD}"))["consolidations"]) == 1
    missing = told(head.get(f"/consolidations/{CAMPAIGN}:{PERIOD}:2.xlsx"), 404)
    assert missing["code"] == "no_consolidation"

"""Requests that nobody thought of: none ends in a failure of the service, every answer is as the document says."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.api_helpers import Program, program, workbook
from tests.web.conftest import CAMPAIGN, DAY, PARTY_CELL, PERIOD

from tonghop import clock, workflow
from tonghop.core import calendar
from tonghop.core.consolidation import Include
from tonghop.workflow import Office, issuing

pytestmark = pytest.mark.usefixtures("worker_at_once")

_CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
_EXAMPLES = 12
_NARROW = frozenset({"as_of", "revision", "layout", "coverage"})
"""What asks for another day, revision or kind than those that are there."""
_CONDITIONS = frozenset({"If-Match", "Idempotency-Key"})


@pytest.fixture
def head(app: Flask, office: Office) -> Program:
    made = program(app, "danguy")
    made.send(workbook(office, PARTY_CELL))
    campaign = office.campaign(CAMPAIGN)
    order = workflow.Order(DAY, Include.SUBMITTED, "danguy", clock.noon(DAY, office.instance.zone), "vi")
    given_out = workflow.give_out(office, campaign, calendar.find_period(campaign, PERIOD), order)
    office.store.issue(CAMPAIGN, given_out.issue, given_out.files)
    return made


def operations(app: Flask) -> list[Any]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json?lang=en", app)
    return [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]


def fill_in(case: Case[Any], content: bytes) -> None:
    """Put what is there into a request."""
    report = f"{CAMPAIGN}:{PERIOD}"
    known = {"campaign": CAMPAIGN, "period": PERIOD, "unit": PARTY_CELL}
    places = {"submission": f"{report}:{PARTY_CELL}:own", "consolidation": f"{report}:1", "kind": "json", **known}
    case.path_parameters = {name: places[name] for name in case.path_parameters or {}}
    case.query = {name: known.get(name, value) for name, value in (case.query or {}).items() if name not in _NARROW}
    if case.operation.label == "POST /api/v1/consolidations":
        case.body = {"campaign": CAMPAIGN, "period": PERIOD, "include": "submitted"}
    elif case.method == "POST":
        case.body, case.media_type = content, "application/octet-stream"
    for name in _CONDITIONS:
        case.headers.pop(name, None)


@pytest.mark.parametrize(
    ("mode", "is_known"),
    [(GenerationMode.POSITIVE, False), (GenerationMode.POSITIVE, True), (GenerationMode.NEGATIVE, False)],
)
def test_every_answer_is_as_described(
    app: Flask, head: Program, office: Office, monkeypatch: pytest.MonkeyPatch, mode: GenerationMode, *, is_known: bool
) -> None:
    """Once as the document allows, once with what is there filled in so that it succeeds, once against it."""
    monkeypatch.setattr(issuing, "_as_pdf", lambda _report: {})  # LibreOffice takes its time
    content = workbook(office, PARTY_CELL)
    checks = _CHECKS + ([negative_data_rejection] if mode is GenerationMode.NEGATIVE else [])
    tried, answered = set(), set()
    for operation in operations(app):
        cases = operation.as_strategy(generation_mode=mode)

        @seed(28)
        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def tries(case: Case[Any]) -> None:
            if is_known:
                fill_in(case, content)
            tried.add(case.operation.label)
            answer = case.call_and_validate(headers={"Authorization": f"Bearer {head.secret}"}, checks=checks)
            answered.add((case.operation.label, answer.status_code < HTTPStatus.BAD_REQUEST))

        tries()
    assert tried == {operation.label for operation in operations(app)}
    if is_known:
        assert {label for label, succeeded in answered if succeeded} == tried


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(content=st.binary(max_size=200), name=st.text(max_size=20), kind=st.sampled_from(["", "PK\x03\x04", "\ufeff"]))
@seed(28)
def test_no_bytes_end_in_a_failure(head: Program, content: bytes, name: str, kind: str) -> None:
    sent = kind.encode() + content
    answer = head.send(sent, "/check", X_File_Name=quote(name, errors="replace"))
    assert answer.status_code in {413, 415, 422}

"""The description of the API says everything, in both languages, and its page shows it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from tests.web.conftest import Visitor

from tonghop.web.api.blueprint import TOPICS

PREFIX = "/api/v1"
_PART, _PLACE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>"), r"{\1}"
UNDESCRIBED = {"/api/v1/openapi.json", "/api/v1/docs"}


def document(app: Flask, language: str = "en") -> Any:  # noqa: ANN401 - JSON
    answer = app.test_client().get(f"{PREFIX}/openapi.json?lang={language}")
    assert answer.status_code == 200
    return answer.json


def operations(told: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_it_is_openapi_3_1(app: Flask) -> None:
    told = document(app)
    assert told["openapi"] == "3.1.0"
    assert set(told["components"]["securitySchemes"]) == {"token", "session"}


def test_every_route_is_described(app: Flask) -> None:
    routes = {
        f"{method} {_PART.sub(_PLACE, rule.rule)}"
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX) and rule.rule not in UNDESCRIBED
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {name for name, _ in operations(document(app))} == routes


def test_every_reference_leads_somewhere(app: Flask) -> None:
    told = document(app)
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(told))
    assert set(references) <= set(told["components"]["schemas"])


@pytest.mark.parametrize("status", ["400", "401", "403", "404", "405", "409", "412", "413", "415", "422", "429"])
def test_sending_says_how_it_may_end(app: Flask, status: str) -> None:
    answers = dict(operations(document(app)))["POST /api/v1/submissions"]["responses"]
    assert {"500", "503", status} <= set(answers)
    assert list(answers[status]["content"]) == ["application/problem+json"]


def test_it_is_said_in_either_language(app: Flask) -> None:
    english, vietnamese = (dict(operations(document(app, language))) for language in ("en", "vi"))
    for name, told in english.items():
        assert told["summary"] != vietnamese[name]["summary"], name
        assert told["description"] != vietnamese[name]["description"], name
        for one, other in zip(told.get("parameters", ()), vietnamese[name].get("parameters", ()), strict=True):
            assert one["name"] == other["name"]
            assert "description" not in one or one["description"] != other["description"], one["name"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_page_shows_every_operation_with_an_example(app: Flask, visitor: Visitor, language: str) -> None:
    page = visitor.get(f"{PREFIX}/docs?lang={language}").text
    assert "<script" not in page.partition("<body>")[2]
    assert page.count("curl") == len(list(operations(document(app))))
    for name, told in operations(document(app, language)):
        assert told["summary"] in page, name
        assert name.partition(" ")[2] in page
    for schema in document(app)["components"]["schemas"]:
        if f'href="#schema-{schema}"' in page:
            assert f'id="schema-{schema}"' in page


def test_topics_are_in_order(app: Flask) -> None:
    assert [tag["name"] for tag in document(app)["tags"]] == [tag.name for tag in TOPICS]

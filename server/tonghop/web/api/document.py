"""The description of the API: as an OpenAPI document for programs, and as a page for people made from it."""

from collections.abc import Mapping
from typing import Any, cast

from flask import Response, current_app, jsonify, render_template, request
from flask_openapi3.openapi import OpenAPI

from tonghop.core.definitions import Language
from tonghop.sentences import translated
from tonghop.web.access import open_to_all
from tonghop.web.api.blueprint import BLUEPRINT, TOPICS
from tonghop.web.api.page import operations, schemas
from tonghop.web.desk import desk

_SPOKEN = frozenset({"summary", "description", "name"})


@BLUEPRINT.get("/openapi.json", doc_ui=False)
@open_to_all
def openapi() -> Response:
    """Give the description to programs."""
    response = jsonify(document(desk.language))
    response.vary.add("Accept-Language")
    return response


@BLUEPRINT.get("/docs", doc_ui=False)
@open_to_all
def docs() -> str:
    """Show the description to people."""
    described = document(desk.language)
    return render_template(
        "api/docs.html",
        operations=operations(described, request.host_url.rstrip("/")),
        schemas=schemas(described),
    )


def document(language: Language) -> dict[str, Any]:
    """Return the OpenAPI document in a language."""
    made = cast("OpenAPI", current_app).api_doc
    components = dict(made["components"])
    components["schemas"] = {name: _schema(one) for name, one in sorted(made["components"]["schemas"].items())}
    tags = [{"name": tag.name} for tag in TOPICS]
    said = _said({**made, "components": components, "tags": tags, "servers": [{"url": "/"}]}, language)
    return cast("dict[str, Any]", said)


def _schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema as a component: what it refers to are components themselves, and its name says what it is."""
    return {name: value for name, value in schema.items() if name not in {"$defs", "description"}}


def _said(value: Any, language: Language, key: str = "") -> Any:  # noqa: ANN401 - any part of the document
    if isinstance(value, Mapping):
        # The names of properties are no words, whatever they are called.
        inner = "properties" if key != "properties" else ""
        return {name: _said(one, language, inner if name == "properties" else name) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, language, "name" if key == "tags" else "") for one in value]
    return translated(value, language) if key in _SPOKEN and isinstance(value, str) else value

"""The blueprint of the API, and how its routes are described."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from tonghop.core.errors import marked
from tonghop.web.errors import TITLES

BLUEPRINT = APIBlueprint("api", __name__, url_prefix="/api/v1")
PROBLEM = "application/problem+json"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

OVERVIEW = Tag(name=marked("Overview"))
SENDING = Tag(name=marked("Checking and sending"))
REPORTS = Tag(name=marked("Reports received"))
ISSUES = Tag(name=marked("Consolidations"))
TOPICS = (OVERVIEW, SENDING, REPORTS, ISSUES)
"""In the order in which a program meets them."""

SCHEMES: Mapping[str, dict[str, Any]] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": marked("An access token, made on the page “Access tokens”."),
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": marked("Whoever is signed in with a browser; what changes something needs X-CSRFToken too."),
    },
}
_ALWAYS = (405, 422, 500, 503)
_SIGNED_IN = (401, 403)
_BYTES = {"type": "string", "format": "binary"}
_FILES = {"application/json": {"type": "object"}}
_NOT_MODIFIED = {"description": marked("It is still as you have it.")}


def described(
    tag: Tag,
    summary: str,
    description: str,
    answers: Mapping[int, type[BaseModel] | dict[str, Any]],
    refusals: tuple[int, ...] = (),
    *,
    body: Mapping[str, Any] | None = None,
    is_open: bool = False,
) -> dict[str, Any]:
    """Return what a route is registered with, every status it may answer with among it."""
    statuses = sorted({*refusals, *_ALWAYS, *(() if is_open else _SIGNED_IN)})
    made: dict[str, Any] = {
        "tags": [tag],
        "summary": summary,
        "description": description,
        "responses": {**answers, **{status: refusal(status) for status in statuses}},
        "security": [] if is_open else [{name: []} for name in SCHEMES],
    }
    if body is not None:
        made["openapi_extensions"] = {"requestBody": body}
    return made


def refusal(status: int) -> dict[str, Any]:
    """Return how a problem document with that status is described."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": TITLES[status], "content": {PROBLEM: {"schema": schema}}}


def binary(description: str, *kinds: str) -> dict[str, Any]:
    """Return how a file is described."""
    return {"description": description, "content": {kind: {"schema": _FILES.get(kind, _BYTES)} for kind in kinds}}


def not_modified() -> dict[str, Any]:
    """Return how the answer to If-None-Match is described."""
    return dict(_NOT_MODIFIED)


def answer(value: BaseModel, status: int = 200, **headers: str) -> Response:
    """Return a value as JSON; ``_`` in a header's name stands for “-”."""
    response = Response(value.model_dump_json(), status, mimetype="application/json")
    for name, content in headers.items():
        response.headers[name.replace("_", "-")] = content
    response.vary.update(("Accept-Language", "Authorization", "Cookie"))
    return response

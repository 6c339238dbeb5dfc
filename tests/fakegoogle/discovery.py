"""Google's own descriptions of its services, and what fits them.

They ship with ``google-api-python-client``. A *method* is one entry there: its id, HTTP method, path and schemas.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import googleapiclient  # type: ignore[import-untyped]
from tests.fakegoogle.shapes import Json

_DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
SHEETS, DRIVE = "sheets.v4", "drive.v3"
ORIGINS = {SHEETS: "https://sheets.googleapis.com", DRIVE: "https://www.googleapis.com"}


@dataclass(frozen=True)
class Method:
    """One call that a service offers."""

    service: str
    name: str
    verb: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, Json]
    request: str | None
    response: str | None


@dataclass(frozen=True)
class Found:
    """The method a URL leads to, and the variables of its path, decoded."""

    method: Method
    variables: Mapping[str, str]


@cache
def document(service: str) -> Json:
    """Load a discovery document."""
    found: Json = json.loads((_DOCUMENTS / f"{service}.json").read_text(encoding="utf-8"))
    return found


@cache
def schemas(service: str) -> Mapping[str, Json]:
    """Return the messages of a service by name."""
    found: Mapping[str, Json] = document(service)["schemas"]
    return found


def route(service: str, verb: str, raw_path: str) -> Found | None:
    """Find the method for a path as it was sent (``%2F`` within a variable is not a separator)."""
    for method in _methods(service):
        match = method.pattern.fullmatch(raw_path)
        if match and method.verb == verb:
            return Found(method, {name: unquote(value) for name, value in match.groupdict().items()})
    return None


@cache
def _methods(service: str) -> tuple[Method, ...]:
    """Return every method, those with the longest fixed ending first: ``{range}:append`` before ``{range}``."""
    found = document(service)
    methods = [_method(service, raw) for raw in _walked(found["resources"])]
    return tuple(sorted(methods, key=lambda method: -len(re.sub(r"\(\?P.*?\+\)", "", method.pattern.pattern))))


def _walked(resources: Mapping[str, Json]) -> Iterator[Json]:
    for resource in resources.values():
        yield from resource.get("methods", {}).values()
        yield from _walked(resource.get("resources", {}))


def _method(service: str, raw: Json) -> Method:
    found = document(service)
    return Method(
        service,
        raw["id"],
        raw["httpMethod"],
        _pattern("/" + found["servicePath"] + raw["path"]),
        {**found["parameters"], **raw.get("parameters", {})},
        raw.get("request", {}).get("$ref"),
        raw.get("response", {}).get("$ref"),
    )


def _pattern(path: str) -> re.Pattern[str]:
    """``{range}`` may hold colons (A1:B2), an id may not."""
    parts = re.split(r"\{(\w+)\}", path)
    names = [f"(?P<{name}>{'[^/]' if name == 'range' else '[^/:]'}+)" for name in parts[1::2]]
    fixed = [re.escape(part) for part in parts[0::2]]
    return re.compile(fixed[0] + "".join(name + after for name, after in zip(names, fixed[1:], strict=True)))

"""The OpenAPI document, laid out for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tonghop.web.api.blueprint import WORKBOOK

_METHODS = ("get", "post")
_FILE = "bao-cao.xlsx"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value may be."""

    words: str
    schema: str | None = None
    """The name of its description, where it has one."""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a request may say."""

    name: str
    where: str
    required: bool
    kind: Kind
    description: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which a request ends."""

    status: str
    description: str
    types: tuple[str, ...]
    schema: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked."""

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    is_open: bool
    parameters: tuple[Parameter, ...]
    body: str | None
    """What the body is; ``None`` where there is none."""
    body_types: tuple[str, ...]
    body_schema: str | None
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Property:
    """One value of an answer."""

    name: str
    kind: Kind
    description: str


def operations(document: Mapping[str, Any], host: str) -> tuple[Operation, ...]:
    """Return every operation, those of one topic together."""
    found = list(_operations(document, host))
    tags = [tag["name"] for tag in document["tags"]]
    return tuple(sorted(found, key=lambda one: tags.index(one.tag)))


def schemas(document: Mapping[str, Any]) -> dict[str, tuple[Property, ...]]:
    """Return the values of every kind of answer."""
    return {name: tuple(_properties(schema)) for name, schema in document["components"]["schemas"].items()}


def _properties(schema: Mapping[str, Any]) -> Iterator[Property]:
    for name, one in schema.get("properties", {}).items():
        yield Property(name, kind_of(one), one.get("description", ""))
    for word in schema.get("enum", ()):
        yield Property(str(word), Kind(""), "")


def kind_of(schema: Mapping[str, Any]) -> Kind:
    """Say what a schema allows."""
    if "$ref" in schema:
        return Kind("", schema["$ref"].rpartition("/")[2])
    for several in ("anyOf", "allOf"):
        if several in schema:
            kinds = [kind_of(one) for one in schema[several]]
            named = next((kind for kind in kinds if kind.schema), None)
            words = " | ".join(kind.words for kind in kinds if kind.words)
            return Kind(words, None if named is None else named.schema, any(kind.many for kind in kinds))
    if schema.get("type") == "array":
        inner = kind_of(schema.get("items", {}))
        return Kind(inner.words, inner.schema, many=True)
    if "enum" in schema:
        return Kind(" | ".join(map(str, schema["enum"])))
    return Kind(" ".join(filter(None, (schema.get("type", ""), schema.get("format", "")))))


def _operations(document: Mapping[str, Any], host: str) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield _operation(path, method, methods[method], host)


def _operation(path: str, method: str, told: Mapping[str, Any], host: str) -> Operation:
    body = told.get("requestBody")
    content = {} if body is None else body["content"]
    kinds = [kind_of(one["schema"]) for one in content.values()]
    return Operation(
        id=told["operationId"],
        tag=told["tags"][0],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told["description"],
        is_open=not told.get("security"),
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        body=None if body is None else body.get("description", ""),
        body_types=tuple(content),
        body_schema=next((kind.schema for kind in kinds if kind.schema), None),
        answers=tuple(_answer(status, one) for status, one in sorted(told["responses"].items())),
        example=_example(path, method, told, host),
    )


def _parameter(told: Mapping[str, Any]) -> Parameter:
    required = bool(told.get("required"))
    # What may be left out is null to the types; nobody writes it into an address.
    kinds = [one for one in told["schema"].get("anyOf", [told["schema"]]) if one.get("type") != "null"]
    return Parameter(told["name"], told["in"], required, kind_of({"anyOf": kinds}), told.get("description", ""))


def _answer(status: str, told: Mapping[str, Any]) -> Answer:
    content = told.get("content", {})
    kinds = [kind_of(one.get("schema", {})) for one in content.values()]
    schema = next((kind.schema for kind in kinds if kind.schema), None)
    return Answer(status, told["description"], tuple(content), schema)


def _example(path: str, method: str, told: Mapping[str, Any], host: str) -> str:
    parts = ["curl"]
    if told.get("security"):
        parts.append('-H "Authorization: Bearer $TOKEN"')
    content = (told.get("requestBody") or {}).get("content", {})
    if WORKBOOK in content:
        parts += [f'-H "X-File-Name: {_FILE}"', f'-H "Content-Type: {WORKBOOK}"', f"--data-binary @{_FILE}"]
    elif method == "post":
        parts += ['-H "Content-Type: application/json"', """-d '{"period": "KQ-2022"}'"""]
    answers = told["responses"].get("200", {}).get("content", {})
    if method == "get" and "application/json" not in answers:
        parts.append("-OJ")
    for one in told.get("parameters", ()):
        if one["in"] == "path":
            shown = one.get("example") or one["schema"].get("enum", ["…"])[0]
            path = path.replace("{" + one["name"] + "}", quote(str(shown), safe=":"))
    return " \\\n  ".join([*parts, f'"{host}{path}"'])

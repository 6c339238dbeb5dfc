"""Whether a JSON value fits a schema of a discovery document.

A request is judged as Google does (null is unset, an unknown name is refused, a number may come as text); an
answer strictly. The first misfit is raised.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from tests.fakegoogle.discovery import schemas
from tests.fakegoogle.shapes import Json, Value

ALSO_TAKEN = {("drive.v3", "Permission", "withLink")}
"""What Google takes though it does not describe it: gspread sends it with every share."""


Trail: TypeAlias = tuple[Any, str | int] | None
"""The way to a value: that to what it is in, and its field or index there. Written out only for a misfit."""


class Misfit(Exception):
    """``path`` as in ``requests[0].updateCells``; ``kind`` is what was wanted there, or "" for an unknown name."""

    def __init__(self, trail: Trail, kind: str, value: Value) -> None:
        self.path, self.kind, self.value = _written_out(trail), kind, value
        super().__init__(f"{self.path}: {value!r} is not {kind or 'a field'}")


def _written_out(trail: Trail) -> str:
    if trail is None:
        return ""
    before, last = _written_out(trail[0]), trail[1]
    if isinstance(last, int):
        return f"{before}[{last}]"
    return f"{before}.{last}" if before else last


@dataclass(frozen=True)
class Judge:
    """Checks values of one service."""

    service: str
    lenient: bool
    """Whether it is a request, which may say things in more than one way."""

    def check(self, name: str, value: Value, trail: Trail = None) -> None:
        """Raise the first ``Misfit`` of ``value`` as the message ``name``."""
        if not isinstance(value, dict):
            raise Misfit(trail, name, value)
        properties = schemas(self.service)[name].get("properties", {})
        for field, item in value.items():
            if item is None and self.lenient:
                continue
            if field in properties:
                self._field(properties[field], item, (trail, field), name)
            elif not (self.lenient and (self.service, name, field) in ALSO_TAKEN):
                raise Misfit(trail, "", field)

    def _field(self, schema: Json, value: Value, trail: Trail, owner: str) -> None:
        if "$ref" in schema:
            self.check(schema["$ref"], value, trail)
            return
        kind = schema["type"]
        if kind == "array":
            self._array(schema["items"], value, trail, owner)
        elif kind == "object":
            self._map(schema, value, trail, owner)
        elif kind != "any":
            self.scalar(schema, value, trail, owner)

    def _array(self, items: Json, value: Value, trail: Trail, owner: str) -> None:
        if not isinstance(value, list):
            raise Misfit(trail, "array" if items.get("type") != "array" else "list value", value)
        for index, item in enumerate(value):
            if not (item is None and self.lenient):
                self._field(items, item, (trail, index), owner)

    def _map(self, schema: Json, value: Value, trail: Trail, owner: str) -> None:
        if not isinstance(value, dict):
            raise Misfit(trail, "map", value)
        for key, item in value.items():
            self._field(schema["additionalProperties"], item, (trail, key), owner)

    def scalar(self, schema: Json, value: Value, trail: Trail, owner: str) -> None:
        """Check a string, a number, a boolean or one of a list of words."""
        if "enum" in schema:
            if value not in schema["enum"]:
                raise Misfit(trail, f"enum {owner}", value)
        elif not _SCALARS[schema["type"]](schema.get("format", ""), value, lenient=self.lenient):
            raise Misfit(trail, schema.get("format") or str(schema["type"]), value)


def _string(form: str, value: Value, *, lenient: bool) -> bool:
    if not isinstance(value, str):
        return False
    if form == "date-time" and not lenient:
        return datetime.fromisoformat(value).tzinfo is not None
    return form != "int64" or value.lstrip("-").isdigit()


def _integer(_form: str, value: Value, *, lenient: bool) -> bool:
    if lenient and (isinstance(value, float | str)):
        return str(value).removesuffix(".0").lstrip("-").isdigit()
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31


def _number(_form: str, value: Value, *, lenient: bool) -> bool:
    if lenient and isinstance(value, str):
        return value in {"NaN", "Infinity", "-Infinity"} or value.replace(".", "", 1).lstrip("-").isdigit()
    return isinstance(value, int | float) and not isinstance(value, bool)


def _boolean(_form: str, value: Value, *, lenient: bool) -> bool:
    return isinstance(value, bool) or (lenient and value in {"true", "false", "True", "False"})


_SCALARS = {"string": _string, "integer": _integer, "number": _number, "boolean": _boolean}

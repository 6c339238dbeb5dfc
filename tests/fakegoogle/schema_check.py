"""Whether a JSON value fits a schema of a discovery document.

A request is judged as Google does (null is unset, an unknown name is refused, a number may come as text); an
answer strictly. The first misfit is raised.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.fakegoogle.discovery import schemas
from tests.fakegoogle.shapes import Json, Value

ALSO_TAKEN = {("drive.v3", "Permission", "withLink")}
"""What Google takes though it does not describe it: gspread sends it with every share."""


class Misfit(Exception):
    """``path`` as in ``requests[0].updateCells``; ``kind`` is what was wanted there, or "" for an unknown name."""

    def __init__(self, path: str, kind: str, value: Value) -> None:
        self.path, self.kind, self.value = path, kind, value
        super().__init__(f"{path}: {value!r} is not {kind or 'a field'}")


@dataclass(frozen=True)
class Judge:
    """Checks values of one service."""

    service: str
    lenient: bool
    """Whether it is a request, which may say things in more than one way."""

    def check(self, name: str, value: Value, path: str = "") -> None:
        """Raise the first ``Misfit`` of ``value`` as the message ``name``."""
        schema = schemas(self.service)[name]
        if not isinstance(value, dict):
            raise Misfit(path, name, value)
        properties = schema.get("properties", {})
        for field, item in value.items():
            if item is None and self.lenient:
                continue
            if field not in properties:
                if self.lenient and (self.service, name, field) in ALSO_TAKEN:
                    continue
                raise Misfit(path, "", field)
            self._field(properties[field], item, f"{path}.{field}" if path else field, f"{name}.{field}")

    def _field(self, schema: Json, value: Value, path: str, where: str) -> None:
        if "$ref" in schema:
            self.check(schema["$ref"], value, path)
            return
        kind = schema["type"]
        if kind == "array":
            self._array(schema["items"], value, path, where)
        elif kind == "object":
            self._map(schema, value, path, where)
        elif kind != "any":
            self.scalar(schema, value, path, where)

    def _array(self, items: Json, value: Value, path: str, where: str) -> None:
        if not isinstance(value, list):
            raise Misfit(path, "array" if items.get("type") != "array" else "list value", value)
        for index, item in enumerate(value):
            if not (item is None and self.lenient):
                self._field(items, item, f"{path}[{index}]", where)

    def _map(self, schema: Json, value: Value, path: str, where: str) -> None:
        if not isinstance(value, dict):
            raise Misfit(path, "map", value)
        for key, item in value.items():
            self._field(schema["additionalProperties"], item, f"{path}.{key}", where)

    def scalar(self, schema: Json, value: Value, path: str, where: str) -> None:
        """Check a string, a number, a boolean or one of a list of words."""
        if "enum" in schema:
            if value not in schema["enum"]:
                raise Misfit(path, f"enum {where}", value)
        elif not _SCALARS[schema["type"]](str(schema.get("format", "")), value, lenient=self.lenient):
            raise Misfit(path, str(schema.get("format", schema["type"])), value)


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

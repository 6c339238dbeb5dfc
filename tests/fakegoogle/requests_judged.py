"""A request judged by the service's description: refused in Google's words, or given back tidied.

*Tidied* is as Google keeps it: without nulls and without fields that only say the default, and with both spellings
of every colour (``backgroundColor`` and ``backgroundColorStyle``).
"""

import re
import struct
from collections.abc import Iterable, Mapping
from functools import cache

from tests.fakegoogle.discovery import DRIVE, SHEETS, Method, schemas
from tests.fakegoogle.errors import ApiError, drive_error, violation
from tests.fakegoogle.schema_check import Judge, Misfit
from tests.fakegoogle.shapes import Json, Value

_WRAPPED = {"sheets.spreadsheets.values.update": "data", "sheets.spreadsheets.values.append": "data"}
"""Where Google says the body of a call stands when it complains."""
_PLAIN = {
    "GridRange": {"sheetId"},
    "DimensionRange": {"sheetId"},
    "GridCoordinate": {"sheetId", "rowIndex", "columnIndex"},
    "Color": {"red", "green", "blue", "alpha"},
    "ProtectedRange": {"warningOnly", "requestingUserCanEdit"},
    "SheetProperties": {"hidden", "rightToLeft"},
    "GridProperties": {"frozenRowCount", "frozenColumnCount", "hideGridlines", "rowGroupControlAfter"},
    "DataValidationRule": {"strict", "showCustomUi"},
    "DimensionProperties": {"hiddenByUser"},
}
"""Fields that Google does not send back when they hold zero or false."""


def query_judged(method: Method, query: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return the parameters of the URL by name; Drive lets undeclared ones pass."""
    found: dict[str, list[str]] = {}
    for name, text in query:
        declared = method.parameters.get(name)
        if declared is None and method.service == SHEETS:
            raise violation(
                "",
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message.",
            )
        if declared is not None:
            _parameter(method, name, declared, text)
        found.setdefault(name, []).append(text)
    return found


def _parameter(method: Method, name: str, declared: Json, text: str) -> None:
    judge = Judge(method.service, lenient=True)
    try:
        judge.scalar(declared, text, (None, name), "")
    except Misfit as misfit:
        if method.service == DRIVE:
            raise drive_error(400, "invalidParameter", f"Invalid value '{text}'.", location=name) from misfit
        raise _worded(method, misfit) from misfit


def body_judged(method: Method, body: Value) -> Json:
    """Return the body tidied; none where the method takes none."""
    if method.request is None:
        return {}
    try:
        Judge(method.service, lenient=True).check(method.request, {} if body is None else body)
    except Misfit as misfit:
        raise _worded(method, misfit) from misfit
    return tidied(method.service, method.request, body or {})


def _worded(method: Method, misfit: Misfit) -> ApiError:
    """Say a misfit in Google's words, with the path in its inner spelling."""
    inner = re.sub(r"(?<!^)(?=[A-Z])", "_", misfit.path).lower() if method.service == SHEETS else misfit.path
    wrapped = _WRAPPED.get(method.name, "")
    field = ".".join(part for part in (wrapped, inner) if part)
    if not misfit.kind:
        at = f" at '{field}'" if field else ""
        words = f'Invalid JSON payload received. Unknown name "{misfit.value}"{at}: Cannot find field.'
        return violation(field, words)
    shown = f'"{misfit.value}"' if isinstance(misfit.value, str) else str(misfit.value)
    return violation(field, f"Invalid value at '{field}' ({_type(misfit.kind, misfit.path)}), {shown}")


def _type(kind: str, path: str) -> str:
    """Name a type as Google's complaints do."""
    if kind == "list value":
        return "type.googleapis.com/google.protobuf.ListValue"
    if kind.startswith("enum "):
        owner, field = kind.removeprefix("enum "), path.rpartition(".")[2]
        return f"type.googleapis.com/google.apps.sheets.v4.{f'{owner}.' if owner else ''}{field[:1].upper()}{field[1:]}"
    known = {"int32": "TYPE_INT32", "double": "TYPE_DOUBLE", "float": "TYPE_FLOAT", "boolean": "TYPE_BOOL"}
    return known.get(kind, f"TYPE_{kind.upper()}")


def tidied(service: str, name: str, value: Json) -> Json:
    """Return a message as Google keeps it."""
    properties = schemas(service)[name].get("properties", {})
    plain = _PLAIN.get(name, set())
    found = {
        field: _tidied(service, properties[field], item)
        for field, item in value.items()
        if field in properties and item is not None and not (field in plain and not item)
    }
    if name == "Color" and service == SHEETS:
        return {channel: _of_256(part) for channel, part in found.items()}
    return _both_colours(name, found) if service == SHEETS else found


def _tidied(service: str, schema: Json, value: Value) -> Value:
    if "$ref" in schema:
        return tidied(service, schema["$ref"], value)
    if schema["type"] == "array":
        return [item if item is None else _tidied(service, schema["items"], item) for item in value]
    if schema["type"] == "integer":
        return int(float(value))
    if schema["type"] == "number":
        return _number(value)
    return value


def _number(value: Value) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


def _of_256(part: float) -> float:
    """Google keeps 256 steps of a colour and answers in single precision: 0.5 comes back as 0.49803922."""
    kept: float = struct.unpack("f", struct.pack("f", int(part * 255 + 1e-6) / 255))[0]
    return _number(f"{kept:.8g}")


def _both_colours(name: str, found: Json) -> Json:
    for field in _colour_fields(name):
        style = f"{field}Style"
        if "rgbColor" in found.get(style, {}):
            found[field] = found[style]["rgbColor"]
        elif field in found:
            found[style] = {"rgbColor": found[field]}
        elif not found.get(style, True):
            del found[style]
    return found


@cache
def _colour_fields(name: str) -> tuple[str, ...]:
    """Return the fields of a message that have a second spelling."""
    properties = schemas(SHEETS)[name].get("properties", {})
    return tuple(field for field in properties if properties.get(f"{field}Style", {}).get("$ref") == "ColorStyle")

"""What is wrong with a parameter of a request, in the asker's language: pydantic's kinds of faults in our words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from tonghop.core.errors import marked
from tonghop.web.desk import desk

_BY_KIND: Mapping[str, str] = MappingProxyType(
    {
        "missing": marked("is missing"),
        "extra_forbidden": marked("is not known here"),
        "string_pattern_mismatch": marked("is not written as it must be ({pattern})"),
        "string_type": marked("must be text"),
        "string_too_long": marked("is longer than {max_length} characters"),
        "literal_error": marked("must be one of {expected}"),
        "enum": marked("must be one of {expected}"),
        "bool_parsing": marked("must be true or false"),
        "bool_type": marked("must be true or false"),
        "int_parsing": marked("must be a whole number"),
        "int_type": marked("must be a whole number"),
        "greater_than_equal": marked("must be {ge} or more"),
        "less_than_equal": marked("must be {le} or less"),
    }
)
_DATES = ("date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact", "date_type")
_A_DATE = marked("must be a day such as 2020-03-31")
_OTHERWISE = marked("cannot be taken")


def faults(error: ValidationError) -> list[dict[str, str]]:
    """Return each parameter that cannot be taken, with what is wrong."""
    return [{"name": ".".join(map(str, one["loc"])) or "body", "problem": _told(one)} for one in error.errors()]


def _told(fault: Any) -> str:  # noqa: ANN401 - pydantic's own
    kind, context = str(fault["type"]), fault.get("ctx", {})
    if kind in _DATES:
        return desk.say(_A_DATE)
    return desk.say(_BY_KIND.get(kind, _OTHERWISE), **_plain(context))


def _plain(context: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in context.items() if not isinstance(value, Sequence) or isinstance(value, str)}

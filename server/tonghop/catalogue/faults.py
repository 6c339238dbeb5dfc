"""Definitions validated, and pydantic's complaints told in both languages with the key they are about."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tonghop.core.definitions import Value
from tonghop.core.errors import DefinitionError, Phrase, marked

MOST_TOLD = 5

_Value = TypeVar("_Value", bound=Value)

_WRONG: Mapping[str, str] = {
    "extra_forbidden": marked("unknown key"),
    "missing": marked("is missing"),
    "string_pattern_mismatch": marked(
        "“{input}” cannot stand here; a code holds letters without accents, digits and . _ -, with no space"
    ),
    "string_too_long": marked("“{input}” cannot stand here; it has at most {max_length} characters"),
    "greater_than_equal": marked("“{input}” cannot stand here; it is at least {ge}"),
    "less_than_equal": marked("“{input}” cannot stand here; it is at most {le}"),
    "int_from_float": marked("“{input}” cannot stand here; it is a whole number"),
    "int_parsing": marked("“{input}” cannot stand here; it is a whole number"),
    "int_type": marked("“{input}” cannot stand here; it is a whole number"),
    "literal_error": marked("“{input}” cannot stand here; write one of {expected}"),
    "enum": marked("“{input}” cannot stand here; write one of {expected}"),
}
_OTHERWISE = marked("“{input}” cannot stand here; {told}")
_NAMES = "string_pattern_mismatch", "^[a-z][a-z0-9_]*$"
_NAME_WRONG = marked(
    "“{input}” cannot stand here; a name for rules holds small letters without accents, digits and _, a letter first"
)


def valid(kind: type[_Value], table: object, where: str) -> _Value:
    """Make a definition of a table; raises DefinitionError naming its keys."""
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise DefinitionError(where=where, problem=together(map(_fault, faults[:MOST_TOLD]))) from None


def together(problems: Iterable[Phrase]) -> Phrase:
    """Return several problems as one, parted by semicolons."""
    return reduce(lambda first, second: Phrase("{first}; {second}", first=first, second=second), problems)


def _fault(fault: ErrorDetails) -> Phrase:
    """Tell one of pydantic's errors: the key, with places in lists counted from 1, and what is wrong there."""
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
    return Phrase("{key}: {problem}", key=key, problem=wrong(fault)) if key else wrong(fault)


def wrong(fault: ErrorDetails) -> Phrase:
    """Tell what is wrong in one of pydantic's errors, without its key."""
    context = fault.get("ctx", {})
    said = context["error"].args[0] if fault["type"] == "value_error" else None
    if isinstance(said, Phrase):
        return said
    if (fault["type"], context.get("pattern")) == _NAMES:
        return Phrase(_NAME_WRONG, input=fault["input"])
    told = fault["msg"][:1].lower() + fault["msg"][1:]
    return Phrase(_WRONG.get(fault["type"], _OTHERWISE), **{**context, "input": fault["input"], "told": told})

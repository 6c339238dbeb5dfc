"""What becomes of a cell when a value is written or typed into it."""

from tests.fakegoogle.defaults import MAX_CHARACTERS
from tests.fakegoogle.errors import invalid
from tests.fakegoogle.locales import Typed, typed
from tests.fakegoogle.shapes import Cell, Json, Value


def entered(cell: Cell, value: Value, locale: str, *, raw: bool) -> Cell:
    """Return the cell with a value: as it is where ``raw``, else as a person's typing would be read."""
    found = _raw(value) if raw or not isinstance(value, str) else typed(value, locale, plain_text=is_text(cell))
    return with_value(cell, found)


def _raw(value: Value) -> Typed:
    if isinstance(value, bool):
        return Typed({"boolValue": value})
    if isinstance(value, int | float):
        return Typed({"numberValue": value})
    if len(value) > MAX_CHARACTERS:
        raise invalid("Your input contains more than the maximum of 50000 characters in a single cell.")
    return Typed({"stringValue": value} if value else None)


def is_text(cell: Cell) -> bool:
    """Say whether a cell has the format “plain text”."""
    number_format: Json = cell.get("userEnteredFormat", {}).get("numberFormat", {})
    return number_format.get("type") == "TEXT" or number_format.get("pattern") == "@"


def with_value(cell: Cell, found: Typed) -> Cell:
    """Return the cell with what was typed; a number format the cell has already is kept."""
    kept = {name: item for name, item in cell.items() if name not in {"userEnteredValue", "textFormatRuns"}}
    if found.value:
        kept["userEnteredValue"] = found.value
    form = kept.get("userEnteredFormat", {})
    if found.number_format and "numberFormat" not in form:
        kept["userEnteredFormat"] = form | {"numberFormat": found.number_format}
    return kept

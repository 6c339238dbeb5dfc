"""Which cell of a campaign workbook a contradiction is about."""

from collections.abc import Mapping

from tonghop.catalogue.workbook.layout import Record, Records, Table
from tonghop.catalogue.workbook.tables import (
    ACTIVITIES,
    FIELDS,
    FIXED_ROWS,
    FORMS,
    LEVELS,
    REPORTS,
    RULES,
    UNITS,
)
from tonghop.core.cells import CellRef
from tonghop.core.errors import Phrase

_LISTS: Mapping[str, tuple[Table, str]] = {
    "levels": (LEVELS, "code"),
    "forms": (FORMS, "code"),
    "forms: the tab name": (FORMS, "sheet"),
    "reports": (REPORTS, "code"),
    "activities": (ACTIVITIES, "code"),
    "units": (UNITS, "code"),
    "units, level": (UNITS, "level"),
    "units, successors": (UNITS, "successors"),
}
"""What a place without a form, report or activity names."""

_PARTS: Mapping[str, tuple[Table, str]] = {
    "columns": (FIELDS, "name"),
    "rows": (FIXED_ROWS, "code"),
    "accumulates": (FIELDS, "accumulates"),
}
"""What a form's place names in another sheet than its own."""

_OWNED: Mapping[str, tuple[Table, str]] = {
    "rule": (RULES, "code"),
    "field": (FIELDS, "name"),
    "row": (FIXED_ROWS, "code"),
    "report": (REPORTS, "code"),
    "activity": (ACTIVITIES, "code"),
}
"""A row that a place names by its code."""


def cell_of(place: object, records: Records) -> CellRef | object:
    """Return the cell that a place stands for: of the last row that fits, which is the one to change."""
    if not isinstance(place, Phrase):
        return place
    said = place.parameters
    key, entries = str(said.get("key", "")), said.get("entries", said.get("units", ()))
    for name, (table, attribute) in _OWNED.items():
        if name in said:
            rows = [row for row in _of_form(records, table, said) if row.values[attribute] == said[name]]
            return _cell(rows, table, key, attribute, entries)
    if "form" in said and key in _PARTS:
        table, attribute = _PARTS[key]
        return _entry(_of_form(records, table, said), table, attribute, entries)
    if "form" in said:
        rows = [row for row in records.of(FORMS) if row.values["code"] == said["form"]]
        return _cell(rows, FORMS, key, "code", entries)
    table, attribute = _LISTS[key]
    return _entry(list(records.of(table)), table, attribute, entries)


def _of_form(records: Records, table: Table, said: Mapping[str, object]) -> list[Record]:
    return [row for row in records.of(table) if "form" not in said or row.values["form"] == said["form"]]


def _cell(rows: list[Record], table: Table, key: str, otherwise: str, entries: object) -> CellRef:
    """Return a row's cell for a key; a deadline stands in its “value”, a given number under its name."""
    if not rows:
        return CellRef(table.name, 0, 0)
    given = [f"given.{entry}" for entry in entries] if isinstance(entries, tuple) and key == "given" else []
    return rows[-1].cell(*given, key, f"{key}.value", f"{key}.vi", otherwise)


def _entry(rows: list[Record], table: Table, attribute: str, entries: object) -> CellRef:
    """Return the last cell of a column that holds one of the entries."""
    wanted = {entry.casefold() for entry in entries} if isinstance(entries, tuple) else set()
    for row in reversed(rows):
        held = row.values[attribute]
        words = held if isinstance(held, tuple) else (held,)
        if wanted & {str(word).casefold() for word in words}:
            return row.cell(attribute)
    return CellRef(table.name, 0, 0)

"""A campaign and its units put together from a workbook's records; what is wrong is told by its cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from pydantic import ValidationError

from tonghop.catalogue.faults import MOST_TOLD, together, wrong
from tonghop.catalogue.workbook.kinds import WrongCell, deadline_value
from tonghop.catalogue.workbook.layout import Record, Records, Table
from tonghop.catalogue.workbook.placing import cell_of
from tonghop.catalogue.workbook.tables import (
    ACTIVITIES,
    CAMPAIGN,
    CHOICES,
    FIELDS,
    FIXED_ROWS,
    FORMS,
    LEVELS,
    NOTES,
    OFFICE,
    REPORTS,
    RULES,
    UNITS,
)
from tonghop.core.cells import CellRef, RawValue
from tonghop.core.contradictions import contradictions, unit_contradictions
from tonghop.core.definitions import (
    Activity,
    Campaign,
    Choice,
    Deadline,
    FixedRow,
    Form,
    FormField,
    Level,
    OfficeDeadline,
    Report,
    Rule,
    Text,
    Value,
)
from tonghop.core.errors import DefinitionError, Phrase, marked
from tonghop.core.units import Unit

_Value = TypeVar("_Value", bound=Value)

_NO_FORM = marked("“{input}” is not the code of a form in the sheet “{sheet}”")
_NO_FIELD = marked("“{input}” is not a column of this form; take its name from the sheet “{sheet}”")
_NO_WAY = marked("say how the deadline is meant: choose from the list, or clear the cells beside it")
_MISSING = marked("is missing")
_STRANGERS = frozenset({"form", "field", "place"})
"""What a row says beside the values of its own definition: whose it is."""


def assembled(records: Records) -> tuple[Campaign, tuple[Unit, ...]]:
    """Make the campaign and its units; raises DefinitionError naming the cells."""
    faults = _Faults(list(records.wrong))
    campaign = _campaign(records, faults)
    units = tuple(unit for record in records.of(UNITS) if (unit := _unit(record, faults)) is not None)
    faults.refuse()
    assert campaign is not None  # noqa: S101 -- what has no fault is there
    for place, problem in contradictions(campaign, units):
        raise DefinitionError(where=cell_of(place, records), problem=problem)
    return campaign, units


def assembled_units(campaign: Campaign, records: Records) -> tuple[Unit, ...]:
    """Make a campaign's units of their sheet alone; raises DefinitionError naming the cells."""
    faults = _Faults(list(records.wrong))
    units = tuple(unit for record in records.of(UNITS) if (unit := _unit(record, faults)) is not None)
    faults.refuse()
    for place, problem in unit_contradictions(campaign, units):
        raise DefinitionError(where=cell_of(place, records), problem=problem)
    return units


@dataclass
class _Faults:
    """What was found wrong so far, so that several cells can be told at once."""

    found: list[tuple[CellRef, object]] = field(default_factory=list)

    def add(self, where: CellRef, problem: object) -> None:
        if where not in (cell for cell, _ in self.found):
            self.found.append((where, problem))

    def refuse(self) -> None:
        """Raise what was found, if anything was."""
        if self.found:
            (where, first), *others = self.found[:MOST_TOLD]
            rest = [Phrase("{where}: {problem}", where=cell, problem=problem) for cell, problem in others]
            raise DefinitionError(where=where, problem=together([Phrase("{problem}", problem=first), *rest]))

    def made(self, kind: type[_Value], record: Record, table: Mapping[str, object]) -> _Value | None:
        """Make a definition of a row; None where that cannot be, which is kept as a fault."""
        try:
            return kind.model_validate(table)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                path, told = [str(part) for part in fault["loc"]], wrong(fault)
                self.add(record.cell(*_attributes(path or [str(told.parameters.get("key"))], fault["type"])), told)
            return None


def _attributes(path: Sequence[str], fault: str) -> Sequence[str]:
    """The attributes a fault may be about: a whole deadline or text stands in its first cell."""
    exact = ".".join(path[:2])
    if path and path[0] in {"due", "finish"}:
        return [f"{path[0]}.way"] if fault == "missing" else [f"{path[0]}.value", f"{path[0]}.way"]
    return [exact, ".".join((*path[:1], "vi")), *path[:1]]


# Rows.


def _table(record: Record, faults: _Faults) -> dict[str, object]:
    """Nest a row's values as definitions have them, without what says nothing."""
    table: dict[str, object] = {}
    for attribute, value in record.values.items():
        if value is not None and attribute not in _STRANGERS:
            first, _, rest = attribute.partition(".")
            if rest:
                cast("dict[str, object]", table.setdefault(first, {}))[rest] = value
            else:
                table[first] = value
    for first, inner in list(table.items()):
        if isinstance(inner, dict) and inner.keys() == {"vi"}:
            table[first] = {"vi": inner["vi"], "en": inner["vi"]}
    for first in {attribute.partition(".")[0] for attribute in record.values if attribute.endswith(".way")}:
        deadline = _deadline(record, first, faults)
        table.pop(first, None)
        if deadline is not None:
            table[first] = deadline
    return table


def _deadline(record: Record, first: str, faults: _Faults) -> Deadline | None:
    way, value, assumed = (record.values[f"{first}.{part}"] for part in ("way", "value", "assumed"))
    if way is None:
        if value is not None or assumed:
            faults.add(record.cell(f"{first}.way"), Phrase(_NO_WAY))
        return None
    try:
        asked = deadline_value(str(way), cast("RawValue", value))
    except WrongCell as problem:
        faults.add(record.cell(f"{first}.value"), problem.phrase)
        return None
    if asked is None:
        faults.add(record.cell(f"{first}.value"), Phrase(_MISSING))
        return None
    try:
        return Deadline.model_validate({str(way): asked, "assumed": assumed})
    except ValidationError as error:
        faults.add(record.cell(f"{first}.value"), wrong(error.errors(include_url=False)[0]))
        return None


def _all(kind: type[_Value], records: Records, table: Table, faults: _Faults) -> tuple[_Value, ...]:
    made = (faults.made(kind, record, _table(record, faults)) for record in records.of(table))
    return tuple(value for value in made if value is not None)


# The campaign.


def _campaign(records: Records, faults: _Faults) -> Campaign | None:
    (record,) = records.of(CAMPAIGN)
    table = {
        **_table(record, faults),
        "levels": _all(Level, records, LEVELS, faults),
        "forms": _forms(records, faults),
        "reports": _all(Report, records, REPORTS, faults),
        "activities": _all(Activity, records, ACTIVITIES, faults),
        "office": _all(OfficeDeadline, records, OFFICE, faults),
        "notes": _notes(records, faults),
    }
    return faults.made(Campaign, record, table)


def _notes(records: Records, faults: _Faults) -> list[Text]:
    made = (
        faults.made(Text, _renamed(record), cast("Mapping[str, object]", _table(record, faults)["note"]))
        for record in records.of(NOTES)
        if "note" in _table(record, faults)
    )
    return [note for note in made if note is not None]


def _renamed(record: Record) -> Record:
    """A note's row, whose cells are the text's own two halves."""
    places = {attribute.removeprefix("note."): place for attribute, place in record.places.items()}
    return Record(record.sheet, record.values, places)


def _forms(records: Records, faults: _Faults) -> list[Form]:
    codes = {str(record.values["code"]) for record in records.of(FORMS)}
    for table in (FIELDS, CHOICES, FIXED_ROWS, RULES):
        for record in records.of(table):
            if record.values["form"] not in codes:
                said = record.values["form"]
                problem = Phrase(_MISSING) if said is None else Phrase(_NO_FORM, input=said, sheet=FORMS.name)
                faults.add(record.cell("form"), problem)
    _refuse_stray_choices(records, faults)
    made = (_form(record, records, faults) for record in records.of(FORMS))
    return [form for form in made if form is not None]


def _refuse_stray_choices(records: Records, faults: _Faults) -> None:
    columns = {(record.values["form"], record.values["name"]) for record in records.of(FIELDS)}
    for record in records.of(CHOICES):
        if (record.values["form"], record.values["field"]) not in columns:
            said = record.values["field"]
            problem = Phrase(_MISSING) if said is None else Phrase(_NO_FIELD, input=said, sheet=FIELDS.name)
            faults.add(record.cell("field"), problem)


def _form(record: Record, records: Records, faults: _Faults) -> Form | None:
    code = record.values["code"]

    def of_form(table: Table) -> list[Record]:
        return [row for row in records.of(table) if code is not None and row.values["form"] == code]

    def each(rows: Sequence[Record], make: Callable[[Record], _Value | None]) -> list[_Value]:
        return [value for row in rows if (value := make(row)) is not None]

    choices: dict[object, list[Choice]] = {}
    for row in of_form(CHOICES):
        choice = faults.made(Choice, row, _table(row, faults))
        if choice is not None:
            choices.setdefault(row.values["field"], []).append(choice)

    def column(row: Record) -> FormField | None:
        table = _table(row, faults)
        return faults.made(FormField, row, {**table, "choices": choices.get(row.values["name"], ())})

    fields = of_form(FIELDS)
    table = {
        **_table(record, faults),
        "fields": each([row for row in fields if row.values["place"] != "texts"], column),
        "texts": each([row for row in fields if row.values["place"] == "texts"], column),
        "fixed_rows": each(of_form(FIXED_ROWS), lambda row: faults.made(FixedRow, row, _table(row, faults))),
        "rules": each(of_form(RULES), lambda row: faults.made(Rule, row, _table(row, faults))),
    }
    return faults.made(Form, record, table)


# Units.


def _unit(record: Record, faults: _Faults) -> Unit | None:
    values = record.values
    missing = [name for name in ("code", "level", "name") if values[name] is None]
    for name in missing:
        faults.add(record.cell(name), Phrase(_MISSING))
    if missing:
        return None
    return Unit(
        code=str(values["code"]),
        parent=None if values["parent"] is None else str(values["parent"]),
        level=str(values["level"]),
        name=str(values["name"]),
        valid_from=cast("date | None", values["valid_from"]),
        valid_to=cast("date | None", values["valid_to"]),
        successors=cast("tuple[str, ...]", values["successors"]),
        made=bool(values["made"]),
    )

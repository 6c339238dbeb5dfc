"""A campaign and its units taken apart: a record of values for each row of each sheet."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from tonghop.catalogue.workbook.kinds import WAYS, Given
from tonghop.catalogue.workbook.layout import Column, Table, Values
from tonghop.catalogue.workbook.tables import (
    ACTIVITIES,
    CAMPAIGN,
    CHOICES,
    FIELDS,
    FIXED_ROWS,
    FORMS,
    GIVEN,
    GIVEN_NOTE,
    GIVEN_PREFIX,
    LEVELS,
    NOTES,
    OFFICE,
    REPORTS,
    RULES,
    UNITS,
)
from tonghop.core.definitions import Campaign, Deadline, Form, FormField, Source, Text
from tonghop.core.units import Unit

Dismantled: TypeAlias = Sequence[tuple[Table, Sequence[Values]]]
"""The sheets in their order, with their rows."""

_FORM_WIDTH = 16


def dismantled(campaign: Campaign, units: Sequence[Unit]) -> Dismantled:
    """Take a campaign apart into the rows of the workbook's sheets."""
    return (
        (CAMPAIGN, [_values(CAMPAIGN, campaign)]),
        (LEVELS, [_values(LEVELS, level) for level in campaign.levels]),
        (FORMS, [_values(FORMS, form) for form in campaign.forms]),
        (FIELDS, [row for form in campaign.forms for row in _fields(form)]),
        (CHOICES, [row for form in campaign.forms for row in _choices(form)]),
        (with_given(FIXED_ROWS, _given_names(campaign)), [row for form in campaign.forms for row in _rows(form)]),
        (RULES, [{**_values(RULES, rule), "form": form.code} for form in campaign.forms for rule in form.rules]),
        (REPORTS, [_values(REPORTS, report) for report in campaign.reports]),
        (ACTIVITIES, [_values(ACTIVITIES, activity) for activity in campaign.activities]),
        (OFFICE, [_values(OFFICE, deadline) for deadline in campaign.office]),
        (NOTES, [{"note.vi": note.vi, "note.en": note.en} for note in campaign.notes]),
        (UNITS, [_values(UNITS, unit) for unit in units]),
    )


def with_given(table: Table, names: Sequence[str]) -> Table:
    """Return the sheet of fixed rows with a column for each of these given fields, before its last ones."""
    columns = tuple(
        Column(GIVEN_PREFIX + name, _named(GIVEN, name), GIVEN_NOTE, Given(), _FORM_WIDTH) for name in names
    )
    return Table(table.name, table.english, table.about, (*table.columns, *columns), table.vertical, table.frozen)


def _named(heading: Text, name: str) -> Text:
    return Text(vi=heading.vi.format(name=name), en=heading.en.format(name=name))


def _given_names(campaign: Campaign) -> tuple[str, ...]:
    """The given fields of forms with fixed rows, and whatever else their rows hold."""
    fixed = [form for form in campaign.forms if form.fixed_rows]
    fields = (field.name for form in fixed for field in form.fields if field.source is Source.GIVEN)
    held = (name for form in fixed for row in form.fixed_rows for name in row.given)
    return tuple(dict.fromkeys((*fields, *held)))


def _fields(form: Form) -> Iterator[Values]:
    for place, fields in (("fields", form.fields), ("texts", form.texts)):
        for field in fields:
            yield {**_values(FIELDS, field), "form": form.code, "place": place}


def _choices(form: Form) -> Iterator[Values]:
    fields: tuple[FormField, ...] = (*form.fields, *form.texts)
    for field in fields:
        for choice in field.choices:
            yield {**_values(CHOICES, choice), "form": form.code, "field": field.name}


def _rows(form: Form) -> Iterator[Values]:
    for row in form.fixed_rows:
        given = {GIVEN_PREFIX + name: value for name, value in row.given.items()}
        yield {**_values(FIXED_ROWS, row), **given, "form": form.code}


def _values(table: Table, value: object) -> dict[str, object]:
    return {column.attribute: _value(value, column.attribute) for column in table.columns}


def _value(value: object, attribute: str) -> object:
    """Return what an attribute such as “label.vi” or “due.way” leads to; None where it stops."""
    name, _, rest = attribute.partition(".")
    found = getattr(value, name, None)
    if not rest or found is None:
        return found
    return _of_deadline(found)[rest] if isinstance(found, Deadline) else getattr(found, rest)


def _of_deadline(deadline: Deadline) -> Mapping[str, object]:
    way = next(way for way in WAYS if getattr(deadline, way) is not None)
    return {"way": way, "value": getattr(deadline, way), "assumed": deadline.assumed}

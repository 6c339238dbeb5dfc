"""Where a form stands in a group's workbook: the same columns for all its units, and the rows of each.

The head of a sheet is that of a unit's workbook (see ``layout``). Two key columns say whose a row is and
which: “Mã đơn vị”, and “Mã số” where a form has fixed rows. A single form has a row for each unit. A list
has some prepared rows for each unit, then spare ones for whichever unit needs them. A form with fixed rows
has a block for each unit: a heading with its name, the rows, and the free texts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tonghop.core.definitions import Form, Rows
from tonghop.core.layout import FIRST_BODY_ROW, FormLayout, form_layout
from tonghop.core.units import Unit

UNIT_COLUMN = 1
_PREPARED = 2
"""Rows of a list that are prepared for each unit."""


@dataclass(frozen=True)
class GroupLayout:
    """Where everything of one form stands on a group's sheet."""

    frame: FormLayout
    """The whole table; its fixed rows by ``group_key``."""
    members: tuple[Unit, ...]
    """The units that fill the form."""
    units: Mapping[str, FormLayout]
    """Where each unit's own rows stand, by its code: what its rows are read and written by."""
    headings: Mapping[str, int]
    """The heading row of each unit's block, by its code; none where its name stands in its rows."""
    prepared: Mapping[int, str]
    """The units whose code stands in a row when the workbook is given out, by row."""


def group_key(unit: str, row: str) -> str:
    """Return what one unit's row is known by among all the group's: a code holds no space."""
    return f"{unit} {row}"


def group_layout(form: Form, members: Sequence[Unit]) -> GroupLayout:
    """Place a form for the units of a group that owe it."""
    owing = tuple(unit for unit in members if not form.levels or unit.level in form.levels)
    match form.rows:
        case Rows.SINGLE:
            return _rows_each(form, owing)
        case Rows.LIST:
            return _list(form, owing)
        case Rows.FIXED:
            return _blocks(form, owing)


def _shifted(form: Form, level: str, leading: int) -> FormLayout:
    """Return a unit's layout with its fields moved right for the group's columns."""
    plain = form_layout(form, level)
    shift = leading - min(plain.columns.values())
    return replace(
        plain,
        columns={name: column + shift for name, column in plain.columns.items()},
        status_column=plain.status_column + shift,
        unit_column=UNIT_COLUMN,
    )


def _beside_names(form: Form, level: str) -> FormLayout:
    """Return the columns of a form that has STT, the unit's code and its name before its fields."""
    return replace(_shifted(form, level, UNIT_COLUMN + 2), name_column=UNIT_COLUMN + 1)


def _rows_each(form: Form, members: tuple[Unit, ...]) -> GroupLayout:
    first = FIRST_BODY_ROW
    units = {}
    for row, unit in enumerate(members, start=first):
        units[unit.code] = replace(_beside_names(form, unit.level), first_row=row, last_row=row)
    frame = replace(_beside_names(form, ""), first_row=first, last_row=first + max(len(members), 1) - 1)
    prepared = {row: unit.code for row, unit in enumerate(members, start=first)}
    return GroupLayout(frame, members, units, MappingProxyType({}), prepared)


def _list(form: Form, members: tuple[Unit, ...]) -> GroupLayout:
    plain = _beside_names(form, "")
    spare = max(_PREPARED * len(members), form.capacity)
    last = plain.first_row + _PREPARED * len(members) + spare - 1
    frame = replace(plain, last_row=last)
    owners = (unit.code for unit in members for _ in range(_PREPARED))
    prepared = dict(enumerate(owners, start=plain.first_row))
    return GroupLayout(frame, members, {unit.code: frame for unit in members}, MappingProxyType({}), prepared)


def _blocks(form: Form, members: tuple[Unit, ...]) -> GroupLayout:
    units: dict[str, FormLayout] = {}
    headings: dict[str, int] = {}
    place = FIRST_BODY_ROW
    for unit in members:
        headings[unit.code] = place
        units[unit.code] = _block(form, unit, place)
        place = max((units[unit.code].last_row, *units[unit.code].text_rows.values())) + 1
    rows = {group_key(code, row): at for code, layout in units.items() for row, at in layout.row_of.items()}
    columns = next(iter(units.values()), _coded(form, ""))
    last = max(place - 1, FIRST_BODY_ROW)
    frame = replace(columns, row_of=rows, group_rows={}, text_rows={}, first_row=FIRST_BODY_ROW, last_row=last)
    prepared = {row: code for code, layout in units.items() for row in _own_rows(layout)}
    return GroupLayout(frame, members, units, headings, prepared)


def _own_rows(layout: FormLayout) -> Iterator[int]:
    yield from layout.row_of.values()
    yield from layout.text_rows.values()


def _coded(form: Form, level: str) -> FormLayout:
    """Return the columns of a form with fixed rows: STT, the unit's code, then as in a unit's workbook."""
    columns = _shifted(form, level, UNIT_COLUMN + 4)
    return replace(columns, code_column=UNIT_COLUMN + 1, label_column=UNIT_COLUMN + 2, measure_column=UNIT_COLUMN + 3)


def _block(form: Form, unit: Unit, heading: int) -> FormLayout:
    """Place a unit's rows under its heading, its free texts right under them."""
    plain = _coded(form, unit.level)
    down = heading + 1 - plain.first_row
    last = plain.last_row + down
    return replace(
        plain,
        row_of={code: row + down for code, row in plain.row_of.items()},
        group_rows={row + down: text for row, text in plain.group_rows.items()},
        first_row=heading + 1,
        last_row=last,
        text_rows={name: last + 1 + place for place, name in enumerate(plain.text_rows)},
    )

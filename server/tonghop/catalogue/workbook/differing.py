"""What differs between two versions of a campaign or unit list, in the words of the workbook's sheets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tonghop.catalogue.workbook.dismantling import Dismantled, dismantled
from tonghop.catalogue.workbook.kinds import Written
from tonghop.catalogue.workbook.layout import Column, Table, Values
from tonghop.catalogue.workbook.tables import UNITS
from tonghop.core.definitions import Campaign, Text
from tonghop.core.units import Unit

_NAMES = ("form", "field", "name", "code")
"""What a row is known by, as far as its sheet has it; units are known by their code alone."""
_Key: TypeAlias = tuple[tuple[str, ...], int]
_LABELS = ("label.vi", "title.vi", "name")


@dataclass(frozen=True, slots=True)
class Differing:
    """A row that came or went, or one of its cells that is not what it was."""

    sheet: Text
    row: str
    """What the row is known by: “materials TL-1”; blank where a sheet has one row."""
    column: Text | None
    """``None``: the whole row came or went."""
    old: str | None
    """``None``: it was not there."""
    new: str | None
    """``None``: it is no longer there."""


def campaign_differences(
    old: tuple[Campaign, Sequence[Unit]], new: tuple[Campaign, Sequence[Unit]]
) -> tuple[Differing, ...]:
    """Return what differs, in the order of the workbook's sheets."""
    return tuple(_differences(dismantled(*old), dismantled(*new)))


def unit_differences(campaign: Campaign, old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Differing, ...]:
    """Return what differs between two lists of a campaign's units."""
    before, after = (
        [sheet for sheet in dismantled(campaign, units) if sheet[0].name == UNITS.name] for units in (old, new)
    )
    return tuple(_differences(before, after))


def _differences(old: Dismantled, new: Dismantled) -> Iterator[Differing]:
    before = {table.name: (table, records) for table, records in old}
    for table, records in new:
        earlier, known = before[table.name]
        columns = {column.attribute: column for column in (*earlier.columns, *table.columns)}
        yield from _rows(table, list(columns.values()), _by_key(table, known), _by_key(table, records))


def _rows(
    table: Table, columns: Sequence[Column], old: Mapping[_Key, Values], new: Mapping[_Key, Values]
) -> Iterator[Differing]:
    sheet = Text(vi=table.name, en=table.english)
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            yield Differing(sheet, _known_by(key), None, _label(before), _label(after))
            continue
        for column in columns:
            was, now = before.get(column.attribute), after.get(column.attribute)
            if was != now:
                yield Differing(sheet, _known_by(key), column.heading, _shown(column, was), _shown(column, now))


def _by_key(table: Table, records: Sequence[Values]) -> Mapping[_Key, Values]:
    """Return rows by what they are known by and, where several are alike in that, by their place among those."""
    found: dict[_Key, Values] = {}
    counts: dict[tuple[str, ...], int] = {}
    for record in records:
        names = ("code",) if table.name == UNITS.name else () if table.vertical else _NAMES
        known = tuple(str(record[name]) for name in names if record.get(name) is not None)
        counts[known] = counts.get(known, 0) + 1
        found[known, counts[known]] = record
    return found


def _known_by(key: _Key) -> str:
    known, place = key
    several = f"{place}" if not known or place > 1 else ""
    return " ".join((*known, several)).strip()


def _label(record: Values | None) -> str | None:
    """Return what a whole row is called."""
    if record is None:
        return None
    return next((str(record[name]) for name in _LABELS if record.get(name)), "")


def _shown(column: Column, value: object) -> str | None:
    written: Written = column.kind.written(value)
    if isinstance(written, date):
        return f"{written.day}/{written.month}/{written.year}"
    return None if written is None else str(written)

"""Groups' workbooks, filled and read, for tests of the whole way from writing to parsing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.core.clerks_plan import CAMPAIGN, PERIOD

from tonghop.core.cells import RawValue, Sheet, Sheets
from tonghop.core.definitions import Campaign, Period
from tonghop.core.parsing import Parsed, parse
from tonghop.core.parsing.group import parse_group
from tonghop.core.stamp import Layout, Stamp, read_stamp
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.group import group_workbook

KEY = b"a key of the tests"
Fill = Mapping[tuple[str, str, str], RawValue]

PARENT = Unit("H", None, "commune", "Huyện ủy Một")
MEMBERS = tuple(Unit(f"X{number}", "H", "commune", "Đảng ủy xã Bình An") for number in (1, 2, 10))

FULL: Fill = {
    ("register", "1", "members"): 120,
    ("register", "1", "cells"): 8,
    ("meetings", "1", "date"): "17/12/2019",
    ("meetings", "1", "name"): "Quán triệt",
    ("meetings", "1", "summoned"): 30,
    ("meetings", "1", "attended"): 27,
    ("materials", "SO", "recipients"): 8,
    ("materials", "DIA", "recipients"): 1,
    ("results", "KH", "done"): 3,
    ("results", "GIO", "done"): 1.5,
    ("results", "", "well"): "Kịp thời",
}
"""What a unit of the small plan types."""


def group_sheets(
    fill: Mapping[str, Fill],
    campaign: Campaign = CAMPAIGN,
    period: Period = PERIOD,
    parent: Unit = PARENT,
    members: Sequence[Unit] = MEMBERS,
) -> Sheets:
    return read(group_workbook(campaign, period, parent, members, key=KEY, fill=fill))


def group_parsed(
    sheets: Sheets, campaign: Campaign = CAMPAIGN, period: Period = PERIOD, members: Sequence[Unit] = MEMBERS
) -> dict[str, Parsed]:
    stamp = read_stamp(sheets, KEY)
    assert isinstance(stamp, Stamp)
    assert stamp.layout is Layout.GROUP
    found = parse_group(sheets, stamp, campaign, period, members)
    by_unit = {one.submission.key.unit: one for one in found}
    assert len(by_unit) == len(found)
    return by_unit


def unit_parsed(fill: Fill, unit: Unit, campaign: Campaign = CAMPAIGN, period: Period = PERIOD) -> Parsed:
    sheets = read(unit_workbook(campaign, period, unit, key=KEY, fill=fill))
    stamp = read_stamp(sheets, KEY)
    assert isinstance(stamp, Stamp)
    (found,) = parse(sheets, stamp, campaign, period, unit)
    return found


def answers(parsed: Parsed) -> list[tuple[str, str, str, object]]:
    """Return what was answered, wherever it stood; what was left blank too."""
    return [(form, row, name, answer.value) for form, row, name, answer in parsed.submission.answers()]


def told(parsed: Parsed) -> list[tuple[object, ...]]:
    """Return what was found, wherever it stood."""
    return sorted(
        (one.code, one.form or "", one.row or "", one.field or "", one.read or "", one.severity.value)
        for one in parsed.findings
    )


def changed(sheets: Sheets, name: str, *changes: tuple[int, int, RawValue]) -> Sheets:
    """Return the workbook with cells of one sheet changed."""
    return Sheets(tuple(_with(sheet, changes) if sheet.name == name else sheet for sheet in sheets.sheets))


def _with(sheet: Sheet, changes: Sequence[tuple[int, int, RawValue]]) -> Sheet:
    rows = [list(cells) for cells in sheet.rows]
    for row, column, value in changes:
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return replace(sheet, rows=rows)


def swapped(sheets: Sheets, name: str, first: int, second: int) -> Sheets:
    """Return the workbook with two rows of one sheet exchanged."""

    def of(sheet: Sheet) -> Sheet:
        rows = list(sheet.rows)
        rows[first], rows[second] = rows[second], rows[first]
        return replace(sheet, rows=rows)

    return Sheets(tuple(of(sheet) if sheet.name == name else sheet for sheet in sheets.sheets))


def inserted(sheets: Sheets, name: str, *, row: int, column: int | None = None) -> Sheets:
    """Return the workbook with a blank row, and a blank column, put into one sheet."""

    def of(sheet: Sheet) -> Sheet:
        rows = [list(cells) for cells in sheet.rows]
        rows.insert(row, [])
        if column is not None:
            rows = [[*cells[:column], None, *cells[column:]] if len(cells) > column else cells for cells in rows]
        merged = tuple((*moved(area[:2]), *moved(area[2:])) for area in sheet.merged)
        return replace(sheet, rows=rows, merged=merged)

    def moved(place: tuple[int, int]) -> tuple[int, int]:
        return place[0] + (place[0] >= row), place[1] + (column is not None and place[1] >= column)

    return Sheets(tuple(of(sheet) if sheet.name == name else sheet for sheet in sheets.sheets))

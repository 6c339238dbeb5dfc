"""Workbooks of the shipped campaigns, and what a careful clerk and a careless one type into them."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TypeAlias

from openpyxl import Workbook, load_workbook

from tonghop import catalogue
from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, FieldType, Form, FormField, Period, Rows, Source
from tonghop.core.units import Unit
from tonghop.writing.workbook import unit_workbook

KEY = b"a key of thirty-two bytes at all"
HORIZON = date(2026, 1, 1)
CAMPAIGNS = ("kien-giang-2020", "tra-vinh-2017", "xa-76-2023", "so-28-2022")

Fill: TypeAlias = dict[tuple[str, str, str], RawValue]

_PEOPLE = {
    "summoned": 100,
    "attended": 95,
    "came_beyond": 3,
    "absent_with_reason": 4,
    "absent_without_reason": 1,
    "members": 90,
    "officials": 4,
    "association_members": 2,
    "people": 2,
}
_COPIES = {"recipients": 10, "bought": 2, "photocopied": 1, "handed_out": 10, "passed_down": 5}
_DECIMALS = {"days": 0.5}


def first_period(campaign: Campaign) -> Period:
    return next(period for period in calendar.periods(campaign, HORIZON) if not period.derived)


def unit_of_each_level(code: str) -> Iterator[tuple[Campaign, Period, Unit]]:
    campaign, units = catalogue.load_shipped(code)
    period = first_period(campaign)
    for unit in {unit.level: unit for unit in units}.values():
        if campaign.level(unit.level).reports and (not period.levels or unit.level in period.levels):
            yield campaign, period, unit


def opened(content: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(BytesIO(content), data_only=values)


def made(campaign: Campaign, period: Period, unit: Unit, fill: Fill | None = None) -> bytes:
    return unit_workbook(campaign, period, unit, key=KEY, fill=fill)


def clean(campaign: Campaign, period: Period, unit: Unit) -> Fill:
    """What a careful clerk types: every form full, nothing to be said."""
    fill: Fill = {}
    for form in campaign.forms_due(period, unit.level):
        for key in _keys(form, unit.level):
            for field in form.fields:
                if field.source is Source.CLERK:
                    fill[form.code, key, field.name] = _typed(form, key, field, period)
        fill.update({(form.code, "", field.name): "- Đã quán triệt.\n- Tỷ lệ cao." for field in form.texts})
    return fill


def _keys(form: Form, level: str) -> list[str]:
    return [row.code for row in form.rows_for(level)] or (["1", "2"] if form.rows is Rows.LIST else ["1"])


def _typed(form: Form, key: str, field: FormField, period: Period) -> RawValue:
    fixed = next((row for row in form.fixed_rows if row.code == key), None)
    match form.row_type(fixed, field):
        case FieldType.DATE:
            return period.start
        case FieldType.CHOICE:
            return field.choices[0].label.vi
        case FieldType.CHOICES:
            return "; ".join(choice.code for choice in field.choices[:2])
        case FieldType.TEXT:
            return "Lần đầu"
        case FieldType.DECIMAL:
            return _DECIMALS.get(field.name, 12.5)
        case _:
            received = {"received": 10 * int(fixed.given.get("norm", 1)) + 5} if fixed is not None else {}
            return {**_PEOPLE, **_COPIES, **received}.get(field.name, 1)


def dirty(campaign: Campaign, period: Period, unit: Unit) -> Fill:
    """What a careless clerk types, in every form."""
    fill = clean(campaign, period, unit)
    for form in campaign.forms_due(period, unit.level):
        keys = _keys(form, unit.level)
        numbers = [field.name for field in form.fields if field.source is Source.CLERK and field.is_number]
        fill[form.code, keys[0], numbers[0]] = "3.640"
        fill[form.code, keys[0], numbers[-1]] = None
        if form.code == "attendance":
            fill[form.code, "2", "attended"] = 500
            fill[form.code, "3", "mode"] = "Qua truyền hình"
            fill[form.code, "4", "summoned"] = -2.5
            fill[form.code, "5", "date"] = "mùng 2 Tết"
        elif len(keys) > 1:
            fill[form.code, keys[1], numbers[0]] = 0.5
            fill[form.code, keys[1], numbers[-1]] = 9999
    return fill

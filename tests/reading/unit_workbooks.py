"""Workbooks as clerks get them, filled and taken in, for tests of the whole way from writing to checking."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from tonghop import catalogue
from tonghop.core.calendar import find_period, periods
from tonghop.core.cells import RawValue, Sheets
from tonghop.core.checking import Checked, Context, check
from tonghop.core.consolidating import columns, measure_values
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, FieldType, Number, Period, Rows, Source
from tonghop.core.findings import Finding
from tonghop.core.identifying import identify
from tonghop.core.layout import form_layout
from tonghop.core.parsing import parse
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.writing.workbook import unit_workbook

KEY = b"a key of the tests"
Fill = Mapping[tuple[str, str, str], RawValue]


@cache
def shipped(code: str) -> tuple[Campaign, tuple[Unit, ...]]:
    return catalogue.load_shipped(code)


def occasions(code: str) -> list[tuple[Period, Unit]]:
    """Return the first period of each kind of report with the first unit of each level that owes it."""
    campaign, units = shipped(code)
    by_forms = {period.forms: period for period in reversed(periods(campaign, date(2026, 1, 1))) if not period.derived}
    found = []
    for period in by_forms.values():
        for level in campaign.levels:
            owes = level.reports and (not period.levels or level.code in period.levels)
            unit = next((unit for unit in units if unit.level == level.code), None)
            if owes and unit is not None and campaign.forms_due(period, level.code):
                found.append((period, unit))
    return found


def made(campaign: Campaign, period: Period, unit: Unit, fill: Fill) -> Sheets:
    return read(unit_workbook(campaign, period, unit, key=KEY, fill=fill))


class Refused(Exception):
    """A workbook of which it is not known whose it is."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


def taken(sheets: Sheets, campaign: Campaign, unit: Unit) -> Checked:
    """Take a workbook in as far as its checks; all that was found stands together."""
    identified = identify(sheets, KEY, lambda _code, _version: campaign, lambda _code: (unit,))
    if isinstance(identified, Finding):
        raise Refused(identified)
    (parsed,) = parse(sheets, identified.stamp, campaign, identified.period, unit)
    context = Context(campaign, find_period(campaign, identified.period.code), unit, {}, {})
    checked = check(parsed.submission, context)
    return Checked(checked.submission, (*parsed.findings, *checked.findings))


def totals(checked: Checked, campaign: Campaign) -> dict[Measure, Number]:
    key = checked.submission.key
    return measure_values(checked.submission, columns(campaign, find_period(campaign, key.period)))


def steady(campaign: Campaign, period: Period, unit: Unit) -> dict[tuple[str, str, str], RawValue]:
    """Fill every form with figures that break no rule: nothing was held or handed out but one conference."""
    plain: dict[FieldType, RawValue] = {
        FieldType.COUNT: 0,
        FieldType.DECIMAL: 0.5,
        FieldType.DATE: period.end,
        FieldType.TEXT: "Triển khai đúng kế hoạch",
    }
    special = {"summoned": 100, "attended": 90, "absent_with_reason": 10, "members": 90, "this_period": 7}
    fill: dict[tuple[str, str, str], RawValue] = {}
    for form in campaign.forms_due(period, unit.level):
        layout = form_layout(form, unit.level)
        for key in ("1",) if form.rows is not Rows.FIXED else tuple(layout.row_of):
            for field in (field for field in form.fields if field.source is Source.CLERK):
                choice = field.choices[0].label.vi if field.type is FieldType.CHOICE else None
                codes = "; ".join(one.code for one in field.choices)
                fill[form.code, key, field.name] = choice or codes or special.get(field.name, plain.get(field.type))
        for text in form.texts:
            fill[form.code, "", text.name] = "Cấp ủy quan tâm chỉ đạo"
    return fill

"""What a sheet does while it is typed in, as Google does it: validations and conditional formats."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from openpyxl.formatting.rule import ColorScale, Rule
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from tonghop.core.cells import Area, a1
from tonghop.writing.google.batches import Request, grid_range
from tonghop.writing.google.formulas import UnknownToGoogle, google_formula, local_formula, whole_numbers
from tonghop.writing.google.frames import Frame
from tonghop.writing.google.looks import colour, light_of

_SIGNS = {"equal": "=", "notEqual": "<>"}
_ANYTHING = "=TRUE"
"""Google shows a message only where there is a condition."""


def validations(frame: Frame) -> Iterator[Request]:
    """Refuse, doubt or explain what is typed, as the xlsx does.

    Google takes one range a request. A rule of many ranges in a column (the blocks of a form) is therefore given to
    all rows between them, and the ranges of other rules then take theirs: in between stand headings only.
    """
    rules = [(one, sorted(map(area_of, one.sqref.ranges))) for one in frame.sheet.data_validations.dataValidation]
    given: set[int] = set()
    for one, areas in sorted(rules, key=lambda rule: -len(rule[1])):
        for area in areas if areas[0][1] in given else _joined(areas):
            yield {"setDataValidation": {"range": grid_range(frame.sheet_id, area), "rule": _rule_of(one, area)}}
        given.add(areas[0][1])


def _joined(areas: list[Area]) -> list[Area]:
    """Return ranges of one column as one."""
    first, last = areas[0], areas[-1]
    if {area[1] for area in areas} | {area[3] for area in areas} != {first[1]}:
        return areas
    return [(first[0], first[1], last[2], last[3])]


def _rule_of(one: DataValidation, area: Area) -> dict[str, Any]:
    return {
        "condition": _condition(one, area),
        "inputMessage": _message(one),
        "strict": one.type is not None and one.errorStyle != "warning",
        "showCustomUi": one.type == "list",
    }


def area_of(cells: CellRange) -> Area:
    """Return openpyxl's range as an area."""
    return cells.min_row - 1, cells.min_col - 1, cells.max_row - 1, cells.max_col - 1


def _condition(one: DataValidation, area: Area) -> dict[str, Any]:
    """Return the condition; no number or date in it is written as one locale would."""
    limits = [str(limit) for limit in (one.formula1, one.formula2) if limit is not None]
    match one.type:
        case None:
            return _of("CUSTOM_FORMULA", _ANYTHING)
        case "list":
            return _of("ONE_OF_RANGE", google_formula(f"={limits[0]}"))
        case "date":
            return _of("DATE_BETWEEN", *map(_day, limits))
        case "whole":
            return _of("CUSTOM_FORMULA", _whole(a1(area[:2]), limits))
        case "decimal" if one.operator == "greaterThanOrEqual":
            return _of("NUMBER_GREATER_THAN_EQ", *map(_number, limits))
        case "decimal":
            return _of("NUMBER_BETWEEN", *map(_number, limits))
        case _:
            raise UnknownToGoogle(part=str(one.type), formula=str(one.formula1))


def _of(kind: str, *values: str) -> dict[str, Any]:
    return {"type": kind, "values": [{"userEnteredValue": value} for value in values]}


def _whole(cell: str, limits: list[str]) -> str:
    """Google has no condition for whole numbers; a text must not reach INT, or it would be an error, not FALSE."""
    least, *most = [whole_numbers(Decimal(limit)) for limit in limits]
    tests = [f"{cell}>={least}", f"{cell}=INT({cell})", *(f"{cell}<={limit}" for limit in most)]
    return f"=IF(ISNUMBER({cell});AND({';'.join(tests)});FALSE)"


def _number(limit: str) -> str:
    """A whole number reads the same everywhere; one with decimals is given as a formula."""
    written = whole_numbers(Decimal(limit))
    return written if written.isdecimal() else f"={written}"


def _day(serial: str) -> str:
    day = from_excel(int(serial))
    return f"=DATE({day.year};{day.month};{day.day})"


def _message(one: DataValidation) -> str:
    """Google has one message where Excel has a prompt and a refusal."""
    title = f"{one.promptTitle}: " if one.promptTitle and one.prompt else ""
    return "\n".join(part for part in (f"{title}{one.prompt or ''}", one.error or "") if part)


# Conditional formats.


def lights(frame: Frame) -> Iterator[Mapping[str, Any]]:
    """Return the sheet's conditional formats, the first to win first.

    Google takes the first that applies to a cell, as if each stopped there. The formula of a rule over several
    ranges is that of the first range's first cell, as in Excel; ours name their columns absolutely.
    """
    found = [(rule, areas.sqref) for areas in frame.sheet.conditional_formatting for rule in areas.rules]
    for rule, areas in sorted(found, key=lambda one: one[0].priority):
        sorted_areas = sorted(map(area_of, areas.ranges))
        ranges = [grid_range(frame.sheet_id, area) for area in sorted_areas]
        yield {"ranges": ranges, **_rule(rule, a1(sorted_areas[0][:2]))}


def add_light(light: Mapping[str, Any], index: int) -> Request:
    """Add a conditional format at that place among its tab's."""
    return {"addConditionalFormatRule": {"rule": light, "index": index}}


def by_formula(formula: str, look: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a conditional format that says when and how; ``formula`` as Google reads it."""
    return {"booleanRule": {"condition": _of("CUSTOM_FORMULA", formula), "format": dict(look)}}


def _rule(rule: Rule, cell: str) -> Mapping[str, Any]:
    if rule.colorScale is not None:
        return {"gradientRule": _gradient(rule.colorScale)}
    sign = _SIGNS.get(rule.operator or "")
    if rule.dxf is None or (rule.type != "expression" and sign is None):
        raise UnknownToGoogle(part=str(rule.type), formula=" ".join(rule.formula))
    formula = rule.formula[0] if sign is None else f"{cell}{sign}{rule.formula[0]}"
    return by_formula(local_formula(f"={formula}"), light_of(rule.dxf))


def _gradient(scale: ColorScale) -> dict[str, Any]:
    points = zip(("minpoint", "midpoint", "maxpoint"), scale.cfvo, scale.color, strict=True)
    return {
        name: {"type": "NUMBER", "value": _number(str(limit.val)), "colorStyle": colour(shade.rgb)}
        for name, limit, shade in points
    }

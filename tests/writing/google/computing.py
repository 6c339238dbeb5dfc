"""LibreOffice as the judge of spreadsheets: what formulas come to, and which cells light up."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formula.translate import Translator
from openpyxl.worksheet.cell_range import CellRange
from tests.fakegoogle.state import Spreadsheet
from tests.office import recalculated
from tests.writing.google.made_sheets import formula_cells, opened

from tonghop.core.cells import Area, Position, a1

_ASIDE = 150
"""Columns of a sheet from which on there is room for formulas of the tests."""

Lit = Mapping[tuple[str, Position], str]
"""The ground that conditional formats give to cells, by sheet and place."""


@dataclass(frozen=True)
class Light:
    """A conditional format as a formula of Excel's."""

    sheet: str
    areas: tuple[Area, ...]
    formula: str
    ground: str


def same(here: object, there: object) -> bool:
    """Whether two values are the same to a reader; what is blank and what is the empty text look alike."""
    if isinstance(here, int | float) and isinstance(there, int | float):
        return abs(here - there) < 1e-9
    return (here or "") == (there or "")


def assert_computed_alike(original: bytes, spreadsheet: bytes, folder: Path) -> int:
    """Compare what LibreOffice makes of a spreadsheet's formulas with what the original says; return how many."""
    path = folder / "google.xlsx"
    path.write_bytes(spreadsheet)
    computed, cached = opened(recalculated(path).read_bytes(), values=True), opened(original, values=True)
    compared = 0
    for cell in formula_cells(opened(original)):
        title = cell.parent.title
        here, there = cached[title][cell.coordinate].value, computed[title][cell.coordinate].value
        assert same(here, there), f"{title}!{cell.coordinate}: {here!r}, in Google {there!r}"
        compared += 1
    return compared


# Lights.


def lights_of_excel(book: Workbook) -> Iterator[Light]:
    for sheet in book.worksheets:
        rules = [(rule, one.sqref) for one in sheet.conditional_formatting for rule in one.rules]
        for rule, sqref in sorted(rules, key=lambda one: one[0].priority):
            assert rule.dxf is not None
            areas = tuple(sorted(map(_area, sqref.ranges)))
            ground = f"#{str(rule.dxf.fill.bgColor.rgb)[-6:]}"
            yield Light(sheet.title, areas, f"={rule.formula[0]}", ground)


def _area(cells: CellRange) -> Area:
    return cells.min_row - 1, cells.min_col - 1, cells.max_row - 1, cells.max_col - 1


def lights_of_google(spreadsheet: Spreadsheet) -> Iterator[Light]:
    for tab in spreadsheet.sheets:
        for rule in tab.conditional:
            condition = rule["booleanRule"]["condition"]
            assert condition["type"] == "CUSTOM_FORMULA"
            formula = re.sub(r'("(?:[^"]|"")*")|;', lambda m: m[1] or ",", condition["values"][0]["userEnteredValue"])
            ground = _hexadecimal(rule["booleanRule"]["format"]["backgroundColorStyle"]["rgbColor"])
            yield Light(tab.title, tuple(map(_grid_area, rule["ranges"])), formula, ground)


def _hexadecimal(shares: Mapping[str, float]) -> str:
    return "#" + "".join(f"{int(shares.get(part, 0) * 255 + 1e-4):02X}" for part in ("red", "green", "blue"))


def _grid_area(area: Mapping[str, Any]) -> Area:
    last_row, last_column = area["endRowIndex"] - 1, area["endColumnIndex"] - 1
    return area.get("startRowIndex", 0), area.get("startColumnIndex", 0), last_row, last_column


def lit(content: bytes, lights: Iterable[Light], rows: range, folder: Path) -> Lit:
    """Return the ground of every cell of those rows that lights up: the first light that applies gives it."""
    book = opened(content)
    asked = _asked(book, [light for light in lights if book[light.sheet].sheet_state == "visible"], rows)
    path = folder / "lights.xlsx"
    book.save(path)
    computed = opened(recalculated(path).read_bytes(), values=True)
    found: dict[tuple[str, Position], str] = {}
    for place, light, (row, column) in asked:
        if computed[light.sheet].cell(row + 1, column + 1).value is True:
            found.setdefault((light.sheet, place), light.ground)
    return found


def _asked(book: Workbook, lights: Sequence[Light], rows: range) -> list[tuple[Position, Light, Position]]:
    """Write each light's formula beside the sheet for each cell it may light up."""
    asked = []
    used: dict[tuple[str, int], int] = {}
    for light in lights:
        origin = a1(light.areas[0][:2])
        for place in _places(light, rows):
            at = used.setdefault((light.sheet, place[0]), _ASIDE)
            used[light.sheet, place[0]] += 1
            formula = Translator(light.formula, origin).translate_formula(a1(place))
            formula = formula.replace("COLUMN()", f"COLUMN({a1(place)})")
            book[light.sheet].cell(place[0] + 1, at + 1).value = formula
            asked.append((place, light, (place[0], at)))
    return asked


def _places(light: Light, rows: range) -> Iterator[Position]:
    for first_row, first, last_row, last in light.areas:
        for row in range(max(first_row, rows.start), min(last_row + 1, rows.stop)):
            yield from ((row, column) for column in range(first, last + 1))

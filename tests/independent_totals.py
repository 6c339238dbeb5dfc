"""The province's totals worked out anew from the filled files, with openpyxl and none of the project's code.

Usage: ``python tests/independent_totals.py demo/kien-giang-2020`` compares them with ``tong-hop.json`` there.

It looks at the files as a person would: of each unit and period the newest file without mistakes counts; the
table's numbered row “(1) (2) (3)=(1)×(2)” says where the columns are and how the computed ones are made; the column
“Mã số” names the rows. Only what stands in ``tong-hop.json`` about how a column goes over time is taken from there.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

CUMULATIVE, AGAIN = "Lũy kế đến cuối kỳ", " - lần 2"
_NUMBERED = re.compile(r"^\((\d+)\)(?:=(.*))?$")


def typed_number(value: object) -> Fraction | None:
    """Return what a clerk meant by a cell; formulas and words are none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Fraction(str(value))
    text = re.sub(r"\s", "", str(value)).replace(".", "").replace(",", ".")
    return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def figures(sheet: Worksheet) -> Iterator[tuple[str, str, str, Fraction | None]]:
    """Yield (unit or "", row code or "", column heading, figure) for every cell of a form's table that is not blank.

    The unit is told only in a workbook of several. The figure is none where words stand in its place.
    """
    rows = list(sheet.iter_rows(values_only=True))
    place = next((at for at, row in enumerate(rows) if "(1)" in row), None)
    if place is None:
        return
    headings = rows[place - 1]
    numbered = {column: _NUMBERED.match(re.sub(r"\s", "", str(cell))) for column, cell in enumerate(rows[place])}
    columns = {column: match for column, match in numbered.items() if match}
    code_column = headings.index("Mã số") if "Mã số" in headings else None
    unit_column = headings.index("Mã đơn vị") if "Mã đơn vị" in headings else None
    for row in rows[place + 1 :]:
        if any("ngày ……" in str(cell) or "NGƯỜI LẬP BIỂU" in str(cell) for cell in row):
            return
        code = "" if code_column is None else str(row[code_column] or "")
        unit = "" if unit_column is None else str(row[unit_column] or "")
        if unit_column is not None and not unit:
            continue
        if "Cộng" in row[:2] or (code_column is not None and not code):
            continue
        values = {match[1]: typed_number(row[column]) for column, match in columns.items()}
        for column, match in columns.items():
            value = _computed(match[2], values) if match[2] else values[match[1]]
            values[match[1]] = value
            if value is not None or not (row[column] is None or str(row[column]).startswith("=")):
                yield unit, code, str(headings[column]), value


def _computed(printed: str, values: dict[str, Fraction | None]) -> Fraction | None:
    """Work out a column as its printed formula says; a division is worked out from sums instead."""
    total: Fraction | None = Fraction(0)
    if "/" in printed:
        return None
    for sign, product in re.findall(r"([+-]?)((?:\(\d+\)×?)+)", printed):
        term = Fraction(1)
        for number in re.findall(r"\((\d+)\)", product):
            factor = values[number]
            if factor is None:
                return None
            term *= factor
        total = (total or Fraction(0)) + (-term if sign == "-" else term)
    return total


Figures = dict[str, Fraction]
"""A report's totals by measure."""


def file_figures(file: Path, consolidated: dict[str, Any]) -> dict[str, Figures]:
    """Return the reports of a file by whose they are: those of its units, or the one under the file's own name.

    A report in which a figure is none that anybody can take for one is left out.
    """
    forms = {form["number"]: form["code"] for form in consolidated["forms"]}
    columns = {(c["form"], c["row"] or "", c["label"]["vi"]): c for c in consolidated["columns"]}
    sums: dict[str, Figures] = defaultdict(lambda: defaultdict(Fraction))
    mistaken: set[str] = set()
    for sheet in openpyxl.load_workbook(file).worksheets:
        form = next((forms[str(cell)] for row in sheet.values for cell in row if str(cell) in forms), "")
        for unit, code, heading, figure in figures(sheet):
            column = columns.get((form, code, heading))
            if column is not None and heading != CUMULATIVE:
                whose = unit or file.stem.removesuffix(AGAIN)
                if figure is None or figure < 0 or (column["type"] == "count" and figure.denominator != 1):
                    mistaken.add(whose)
                else:
                    sums[whose][column["measure"]] += figure
    return {whose: found for whose, found in sums.items() if whose not in mistaken}


def reports(folder: Path, consolidated: dict[str, Any]) -> dict[str, dict[str, Figures]]:
    """Return, by period and whose they are, the figures of the newest reports without mistakes."""
    found: dict[str, dict[str, Figures]] = defaultdict(dict)
    for file in sorted(folder.glob("workbooks/*/*.xlsx"), key=lambda file: (AGAIN in file.stem, file.name)):
        found[file.parent.name] |= file_figures(file, consolidated)
    return found


def totals(folder: Path, consolidated: dict[str, Any]) -> dict[str, Fraction]:
    """Return every measure over all units, brought together over the periods as the column says."""
    ways: dict[str, Callable[[list[Fraction]], Fraction]] = {
        "sum": lambda values: sum(values, Fraction(0)),
        "max": max,
        "last": lambda values: values[-1],
    }
    by_period = reports(folder, consolidated)
    order = [one["period"] for one in consolidated["progress"] if one["period"] in by_period]
    this = [code for code in order if code in {one["code"] for one in consolidated["periods"]}]
    result: dict[str, Fraction] = defaultdict(Fraction)
    for column in consolidated["columns"]:
        measure, cumulative = column["measure"], column["label"]["vi"] == CUMULATIVE
        told = measure.rpartition(".")[0] + ".this_period" if cumulative else measure
        adds = next((c for c in consolidated["columns"] if c["measure"] == told), column)
        for name in {name for one in by_period.values() for name in one}:
            shown = order[: order.index(this[-1]) + 1] if cumulative else this
            values = [by_period[code][name][told] for code in shown if told in by_period[code].get(name, {})]
            if values and adds["over_time"] in (("sum",) if cumulative else ways):
                result[measure] += ways[adds["over_time"]](values)
    return result


def differences(folder: Path) -> tuple[int, dict[str, tuple[Fraction, Fraction]]]:
    """Return how many summed totals were compared, and those that differ (ours, theirs)."""
    consolidated = json.loads((folder / "tong-hop.json").read_text(encoding="utf-8"))
    ours = totals(folder, consolidated)
    root = consolidated["lines"][0]["values"]
    added = [c["measure"] for c in consolidated["columns"] if c["over_units"] == "sum" and c["field"] != "rows"]
    compared = {m: (ours.get(m, Fraction(0)), Fraction(root.get(m, 0))) for m in added}
    return len(compared), {measure: pair for measure, pair in compared.items() if pair[0] != pair[1]}


if __name__ == "__main__":
    compared, differing = differences(Path(sys.argv[1]))
    for name, (mine, stored) in differing.items():
        print(f"{name}: {mine} from the files, {stored} in tong-hop.json")  # noqa: T201
    print(f"{compared} totals compared, {len(differing)} differ")  # noqa: T201
    sys.exit(bool(differing) or not compared)

"""The province's totals worked out anew from the filled files, with openpyxl and none of the project's code.

Usage: ``python tests/independent_totals.py demo/kien-giang-2020`` compares them with ``tong-hop.json`` there.

It looks at the files as a person would: the table's numbered row “(1) (2) (3)=(1)×(2)” says where the
columns are and how the computed ones are made; the column “Mã số” names the rows. In a workbook of several
units the column “Mã đơn vị” says whose a row is.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

_NUMBERED = re.compile(r"^\((\d+)\)(?:=(.*))?$")


def typed_number(value: object) -> Fraction | None:
    """Return what a clerk meant by a cell; formulas and words are none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Fraction(str(value))
    text = re.sub(r"\s", "", str(value)).replace(".", "").replace(",", ".")
    return Fraction(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None


def figures(sheet: Worksheet, unit: str) -> Iterator[tuple[str, str, Fraction]]:
    """Yield (row code or "", column heading, figure) for every figure that a unit has on a form's sheet."""
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
        if any("NGƯỜI LẬP BIỂU" in str(cell) for cell in row):
            return
        code = "" if code_column is None else str(row[code_column] or "")
        if unit_column is not None and row[unit_column] != unit:
            continue
        if "Cộng" in row[:2] or (code_column is not None and not code):
            continue
        values = {match[1]: typed_number(row[column]) for column, match in columns.items()}
        for column, match in columns.items():
            value = _computed(match[2], values) if match[2] else values[match[1]]
            values[match[1]] = value
            if value is not None:
                yield code, str(headings[column]), value


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


def totals(folder: Path, consolidated: dict[str, Any]) -> dict[str, Fraction]:
    """Return the sum of every measure over the files that the consolidation says it used."""
    forms = {form["number"]: form["code"] for form in consolidated["forms"]}
    names = {(c["form"], c["row"] or "", c["label"]["vi"]): c["measure"] for c in consolidated["columns"]}
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for line in consolidated["lines"]:
        for revision in line["revisions"]:
            book = openpyxl.load_workbook(folder / "workbooks" / revision["period"] / revision["file"])
            for sheet in book.worksheets:
                form = next((forms[str(cell)] for row in sheet.values for cell in row if str(cell) in forms), None)
                for code, heading, figure in figures(sheet, revision["unit"]):
                    if (form, code, heading) in names:
                        sums[names[str(form), code, heading]] += figure
    return sums


def differences(folder: Path) -> tuple[int, dict[str, tuple[Fraction, Fraction]]]:
    """Return how many summed totals of one filled period were compared, and those that differ (ours, theirs)."""
    consolidated = json.loads((folder / "tong-hop.json").read_text(encoding="utf-8"))
    ours = totals(folder, consolidated)
    root = consolidated["lines"][0]["values"]
    added = [c["measure"] for c in consolidated["columns"] if c["over_units"] == "sum" and c["field"] != "rows"]
    theirs = {measure: Fraction(root[measure]) for measure in added if measure in root}
    compared = {measure: (ours.get(measure, Fraction(0)), theirs[measure]) for measure in theirs}
    return len(compared), {measure: pair for measure, pair in compared.items() if pair[0] != pair[1]}


if __name__ == "__main__":
    compared, differing = differences(Path(sys.argv[1]))
    for name, (mine, stored) in differing.items():
        print(f"{name}: {mine} from the files, {stored} in tong-hop.json")  # noqa: T201
    print(f"{compared} totals compared, {len(differing)} differ")  # noqa: T201
    sys.exit(bool(differing) or not compared)

"""Consolidations to write, and how the tests read what was written."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from tests.small_plan import TREE, brought_together, plan, report

from tonghop.core.cells import CellRef
from tonghop.core.completeness import State
from tonghop.core.consolidation import Consolidation, Include, Revision
from tonghop.core.findings import Finding
from tonghop.core.units import Unit, UnitTree
from tonghop.writing.consolidated import consolidated_workbook

LATE = datetime(2020, 2, 5, 18, 30, tzinfo=UTC)
"""01:30 of 6 February in Vietnam: six days after the last day of January's report."""

HOSTILE = ("=1+1", "http://x", "@x", "{=1+1}", "<r><t>x</t></r>", "internal:'Cảnh báo'!A1", "+1", "mailto:x@y.z")


def reports() -> tuple[Revision, ...]:
    """Three levels: the province, one district with a silent and a late commune, one district that was silent."""
    reading = Finding("computed_differs", CellRef("att", 8, 3), read="1", expected="2", parameters={"label": "rate"})
    noticing = Finding("given_changed", CellRef("mat", 8, 2), read="4", expected="3", parameters={"label": "norm"})
    return (
        report(
            "P", att=[{"about": "a", "summoned": 3640, "attended": 3600, "days": Decimal("0.5")}], reg={"members": 9}
        ),
        report(
            "D1",
            att=[{"about": "b", "summoned": 10, "attended": 7}, {"about": "c", "summoned": 20, "attended": 11}],
            mat={"BOOK": {"recipients": 4, "norm": 3, "entitled": 12, "received": 12, "passed_down": 0}},
            res={"PEAK": {"earlier": 0, "done": 5, "total": 5}, "HOURS": {"earlier": 0, "done": Decimal("1.5")}},
            findings=(reading,),
            state=State.ACCEPTED,
        ),
        report(
            "C11",
            att=[{"about": "d", "summoned": 0, "attended": 0}],
            mat={"BOOK": {"recipients": 6, "norm": 3, "entitled": 18, "received": 18, "passed_down": 0}},
            res={"PEAK": {"earlier": 0, "done": 8, "total": 8}, "HOURS": {"earlier": 0, "done": Decimal("0.25")}},
            received=LATE,
            findings=(noticing,),
        ),
        report("C21", reg={"members": 30, "cells": 0}),
    )


def consolidation(*, include: Include = Include.SUBMITTED) -> Consolidation:
    return brought_together(*reports(), include=include)


def with_summary() -> Consolidation:
    """The communes report to their district alone, whose summary stands in for them."""
    summary = report("D1", summary=True, reg={"members": 70, "cells": 7})
    return brought_together(report("D1", reg={"members": 3, "cells": 1}), summary, campaign=plan(stands_in=True))


def with_names(hostile: str) -> Consolidation:
    """The same with a text a clerk could type wherever a clerk's text is shown."""
    tree = UnitTree.of([dataclasses.replace(unit, name=hostile) for unit in TREE.units])
    sent = [dataclasses.replace(one, sender=hostile, file_name=hostile) for one in reports()]
    return brought_together(*sent, tree=tree)


def wide(communes: int) -> Consolidation:
    """One district over so many communes, each with one member."""
    units = [Unit("P", None, "province", "Tỉnh"), Unit("D", "P", "district", "Huyện")]
    units += [Unit(f"C{number}", "D", "commune", f"Xã {number}") for number in range(communes)]
    return brought_together(*(report(unit.code, reg={"members": 1}) for unit in units[2:]), tree=UnitTree.of(units))


def said(finding: Finding) -> str:
    return f"{finding.code}: {finding.read}"


def written(made: Consolidation, folder: Path) -> Path:
    path = folder / "tong-hop.xlsx"
    path.write_bytes(consolidated_workbook(made, said))
    return path


def shown(path: Path) -> Workbook:
    """Open a workbook as its viewer shows it: formulas by their stored results."""
    return load_workbook(path, data_only=True)


def cells(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell):
                yield cell


def formulas(book: Workbook) -> Iterator[tuple[str, str]]:
    """Yield sheet and address of every formula."""
    for sheet in book.worksheets:
        for cell in cells(sheet):
            if cell.data_type == "f":
                yield sheet.title, cell.coordinate


def row_of(sheet: Worksheet, words: str, column: int = 1) -> int:
    """Return the first row whose cell in that column reads so."""
    return next(cell.row for cell in cells(sheet) if cell.column == column and cell.value == words)


def column_of(sheet: Worksheet, heading: str) -> int:
    """Return the column of a form's sheet that is headed so."""
    return next(cell.column for cell in cells(sheet) if cell.row in range(5, 8) and cell.value == heading)


def text_of(sheet: Worksheet) -> str:
    return "\n".join(str(cell.value) for cell in cells(sheet) if cell.value is not None)

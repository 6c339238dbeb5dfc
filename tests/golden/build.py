"""Make the golden workbooks anew: ``python -m tests.golden.build`` (LibreOffice is needed)."""

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
from tests.office import recalculated

from tonghop import catalogue
from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign, Period
from tonghop.core.units import Unit
from tonghop.writing.workbook import unit_workbook

HERE = Path(__file__).parent
KEY = b"the key of the golden workbooks"

Fill = Mapping[tuple[str, str, str], RawValue]

CLEAN: Fill = {
    ("register", "1", "as_of_date"): date(2022, 3, 1),
    ("register", "1", "members"): 18,
    ("register", "1", "exempt"): 1,
    ("register", "1", "grassroots"): 0,
    ("register", "1", "cells"): 1,
    ("register", "1", "key_cadres"): 4,
    ("register", "1", "speakers"): 1,
    ("attendance", "1", "date"): date(2022, 3, 18),
    ("attendance", "1", "name"): "Hội nghị học tập, quán triệt",
    ("attendance", "1", "level"): "Chi bộ",
    ("attendance", "1", "mode"): "Trực tiếp",
    ("attendance", "1", "days"): 0.5,
    ("attendance", "1", "summoned"): 18,
    ("attendance", "1", "attended"): 17,
    ("attendance", "1", "came_beyond"): 3,
    ("attendance", "1", "absent_with_reason"): 1,
    ("attendance", "1", "absent_without_reason"): 0,
    ("attendance", "1", "members"): 17,
    ("attendance", "1", "officials"): 1,
    ("attendance", "1", "association_members"): 2,
    ("attendance", "1", "people"): 0,
    **{
        ("materials", row, field): value
        for row, recipients in (("NC", 5), ("HT", 18))
        for field, value in (
            ("recipients", recipients),
            ("received", recipients),
            ("bought", 0),
            ("photocopied", 2),
            ("handed_out", recipients + 1),
            ("passed_down", 0),
        )
    },
    **{("results", row, "this_period"): value for row, value in (("CT1", 1), ("SH1", 2), ("KD1", 1), ("TT1", 0))},
    ("results", "", "went_well"): "Đảng viên dự đầy đủ.",
}
AS_TYPED: Fill = {
    ("register", "1", "as_of_date"): "1-3-2022",
    ("register", "1", "members"): "018",
    ("attendance", "1", "date"): "ngày 18 tháng 3 năm 2022",
    ("attendance", "1", "days"): "0,5",
    ("attendance", "1", "came_beyond"): "03 người",
    ("attendance", "1", "people"): "không",
    ("materials", "HT", "photocopied"): "2\u00a0",
}
WRONG: Fill = {
    ("register", "1", "members"): "khoảng 18",
    ("attendance", "1", "days"): "1.250",
    ("attendance", "1", "members"): 12,
    ("materials", "NC", "handed_out"): 99,
    ("results", "SH1", "this_period"): -2,
}


def plan() -> tuple[Campaign, Period, Unit]:
    """Return what the golden workbooks are of."""
    campaign, units = catalogue.load_shipped("so-28-2022")
    (unit,) = (unit for unit in units if unit.code == "S-CB01")
    return campaign, calendar.find_period(campaign, "KQ-2022"), unit


def _made(fill: Fill) -> bytes:
    campaign, period, unit = plan()
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Đảng ủy Sở", fill=fill)


def _with_errors() -> None:
    book = openpyxl.load_workbook(HERE / "clean.xlsx")
    register = book["Biểu 1 - Số liệu nền"]
    row = next(cell.row for cells in register.iter_rows() for cell in cells if cell.value == "(1)") + 1
    register.cell(row, 3).value = "#REF!"
    register.cell(row, 4).value = "=C9-C9"
    book.save(HERE / "errors.xlsx")


def main() -> None:
    """Write the workbooks beside this file."""
    (HERE / "clean.xlsx").write_bytes(_made(CLEAN))
    (HERE / "as-typed.xlsx").write_bytes(_made({**CLEAN, **AS_TYPED}))
    (HERE / "wrong.xlsx").write_bytes(_made({**CLEAN, **WRONG}))
    (HERE / "unfilled.xlsx").write_bytes(_made({}))
    openpyxl.load_workbook(HERE / "clean.xlsx").save(HERE / "openpyxl.xlsx")
    _with_errors()
    saved = recalculated(HERE / "clean.xlsx")
    shutil.move(saved, HERE / "libreoffice.xlsx")
    saved.parent.rmdir()


if __name__ == "__main__":
    main()

"""Workbooks of which it is in question whose they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.golden.build.editing import B3, edited, opened, put
from tests.golden.build.plans import CLEAN, COMMUNE_RESULTS, KEY, OTHER_KEY, commune_results, hamlet, of
from tests.golden.build.saving import clean, small

from tonghop.core.stamp import SHEET
from tonghop.writing.workbook import unit_workbook

COVER = "Trang bìa"
_COMMUNE = ("kien-giang-2020", "T03-2020", "30733")


def _of_other_campaign() -> bytes:
    campaign, period, unit = of(*_COMMUNE)
    other = campaign.model_copy(update={"code": "kien-giang-2019"})
    return unit_workbook(other, period, unit, key=KEY, fill=COMMUNE_RESULTS)


def _of_unknown_period() -> bytes:
    campaign, period, unit = of(*_COMMUNE)
    other = period.model_copy(update={"code": "T13-2020"})
    return unit_workbook(campaign, other, unit, key=KEY, fill=COMMUNE_RESULTS)


def _of_unknown_unit() -> bytes:
    campaign, period, unit = of(*_COMMUNE)
    return unit_workbook(campaign, period, replace(unit, code="39999"), key=KEY, fill=COMMUNE_RESULTS)


def _of_second_cell() -> bytes:
    campaign, period, unit = of("so-28-2022", "KQ-2022", "S-CB02")
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Đảng ủy Sở", fill=CLEAN)


def _stamp_changed(book: Workbook) -> None:
    put(book[SHEET], "B5", '"30736"')


def _cover_changed(book: Workbook) -> None:
    put(book[COVER], "C7", "Chi bộ Thanh tra Sở")
    put(book[COVER], "C8", "S-CB02")


def _copy_in(book: Workbook, name: str, title: str) -> None:
    """Copy a sheet of the second cell's workbook into this one, as text and figures."""
    new = book.create_sheet(title)
    for row in opened(_of_second_cell(), values=True)[name].iter_rows():
        for cell in row:
            if cell.value is not None:
                new.cell(cell.row, cell.column, cell.value)


def _with_second_stamp(book: Workbook) -> None:
    _copy_in(book, B3, "Biểu 3 của Thanh tra")
    _copy_in(book, SHEET, f"{SHEET} (2)")


def _with_other_units_sheet(book: Workbook) -> None:
    del book[B3]
    _copy_in(book, B3, B3)


def _cover_moved(book: Workbook) -> None:
    cast("Worksheet", book[COVER]).insert_rows(1, 2)


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "other-office.xlsx": lambda: commune_results(key=OTHER_KEY),
    "stamp-changed.xlsx": lambda: edited(small(), _stamp_changed),
    "other-campaign.xlsx": _of_other_campaign,
    "unknown-period.xlsx": _of_unknown_period,
    "unknown-unit.xlsx": _of_unknown_unit,
    "version-kept.xlsx": hamlet,
    "version-newest.xlsx": lambda: hamlet({("results", "KT9", "this_period"): 1}, version=2),
    "version-unknown.xlsx": lambda: hamlet(version=3),
    "cover-changed.xlsx": lambda: edited(clean(), _cover_changed),
    "cover-moved.xlsx": lambda: edited(small(), _cover_moved),
    "two-units.xlsx": lambda: edited(clean(), _with_second_stamp),
    "sheet-of-other-unit.xlsx": lambda: edited(clean(), _with_other_units_sheet),
}

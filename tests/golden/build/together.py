"""Workbooks whose figures say something together: rules, totals, the register, earlier periods, other units."""

from collections.abc import Callable, Mapping
from datetime import date

from openpyxl.workbook import Workbook
from tests.golden.build.editing import B1, B3, B4, copied, edited, put
from tests.golden.build.plans import (
    CLEAN,
    COMMUNE,
    COMMUNE_RESULTS,
    KEY,
    Fill,
    cell_of_department,
    commune,
    commune_results,
    district,
    islands,
    plan,
)
from tests.golden.build.saving import clean
from tests.golden.build.values import GROUP

from tonghop.core.submission import Coverage
from tonghop.writing.workbook import unit_workbook

_RULES: Fill = {
    ("register", "1", "exempt"): 121,
    ("attendance", "1", "attended"): 131,
    ("attendance", "1", "bridge_district"): 0,
    ("attendance", "1", "bridge_commune"): 0,
    ("materials", "TL1", "handed_out"): 10,
}
_LATE: Fill = {("attendance", "1", "date"): date(2022, 4, 2), ("materials", "NC", "date"): date(2022, 4, 5)}
_NOTHING_DONE: Fill = dict.fromkeys((key for key in COMMUNE_RESULTS if key[1]), 0)
_ONLY_REGISTER: Fill = {key: value for key, value in CLEAN.items() if key[0] == "register"}
_TWICE: Fill = {("attendance", "2", name): value for (form, _, name), value in CLEAN.items() if form == "attendance"}
_OTHER_RECIPIENTS: Fill = {
    ("materials", "TL4", "recipients"): 10,
    ("materials", "TL4", "received"): 20,
    ("materials", "TL4", "handed_out"): 20,
}
_JUMPED: Fill = {("register", "1", "members"): 12000, ("results", "KT1", "this_period"): 200}
_FULL_GROUP: Mapping[str, Fill] = dict.fromkeys(("31108", "31111", "31114", "31115"), COMMUNE)
_ONE_WRONG: Mapping[str, Fill] = {
    **GROUP,
    "31111": {**COMMUNE_RESULTS, ("results", "TD2", "this_period"): "chưa rõ"},
}

_TWO: Mapping[str, Fill] = {code: GROUP[code] for code in ("31108", "31114")}
_ONE: Mapping[str, Fill] = {"31108": GROUP["31108"]}


def _typed_over(book: Workbook) -> None:
    """The figures were pasted over formulas: one of them is not what the other columns give."""
    sheet = book[B3]
    put(sheet, "M10", 1)
    put(sheet, "M11", 4)
    put(book[B4], "G12", 2)


def _pasted_over_formulas(book: Workbook) -> None:
    """Values were pasted over every formula of the materials, and they agree."""
    sheet = book[B3]
    for row, (entitled, left) in {10: (9, 0), 11: (2, 0), 12: (3, 0), 13: (16, 0)}.items():
        put(sheet, f"G{row}", entitled)
        put(sheet, f"M{row}", left)


def _norm_changed(book: Workbook) -> None:
    put(book[B3], "F12", 4)


def _earlier_changed(book: Workbook) -> None:
    """The clerk typed his own sum of the earlier months over what April gave."""
    put(book[B4.replace("4 -", "3 -")], "E10", 130)


def _unit_codes(book: Workbook) -> None:
    """In the register of the group one code is another unit’s, one is misspelt and one was deleted."""
    sheet = book[B1]
    put(sheet, "B10", "31108")
    put(sheet, "B11", "31114a")
    put(sheet, "B12", None)


def _blocks_mixed(book: Workbook) -> None:
    """The rows were sorted by their code: those of the first two units changed places."""
    sheet = book[B4]
    for row in (27, 28):
        for column in range(1, 10):
            one, other = sheet.cell(row, column), sheet.cell(row + 32, column)
            one.value, other.value = other.value, one.value


def _unfilled() -> bytes:
    campaign, period, unit = plan()
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Đảng ủy Sở")


def _only_register() -> bytes:
    campaign, period, unit = plan()
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Đảng ủy Sở", fill=_ONLY_REGISTER)


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "unfilled.xlsx": _unfilled,
    "one-form-filled.xlsx": _only_register,
    "rules-broken.xlsx": lambda: commune(_RULES),
    "late.xlsx": lambda: cell_of_department(_LATE),
    "nothing-done.xlsx": lambda: commune_results(_NOTHING_DONE),
    "event-twice.xlsx": lambda: cell_of_department(_TWICE),
    "other-recipients.xlsx": lambda: commune(_OTHER_RECIPIENTS),
    "typed-over-formulas.xlsx": lambda: edited(clean(), _typed_over),
    "pasted-over-formulas.xlsx": lambda: edited(commune(), _pasted_over_formulas),
    "norm-changed.xlsx": lambda: edited(commune(), _norm_changed),
    "district-april.xlsx": lambda: district("T2017-04"),
    "district-may.xlsx": lambda: district("T2017-05"),
    "district-may-earlier.xlsx": lambda: edited(district("T2017-05"), _earlier_changed),
    "district-may-jump.xlsx": lambda: district("T2017-05", _JUMPED),
    "district-summary.xlsx": lambda: district("T2017-04", coverage=Coverage.SUMMARY),
    "group.xlsx": lambda: islands("T02-2020", _FULL_GROUP),
    "group-one-wrong.xlsx": lambda: islands("T03-2020", _ONE_WRONG),
    "group-two-of-four.xlsx": lambda: islands("T03-2020", _TWO),
    "group-unfilled.xlsx": lambda: islands("T03-2020", {}),
    "group-without-mark.xlsx": lambda: copied(islands("T03-2020", _ONE), with_stamp=False),
    "group-rows-moved.xlsx": lambda: edited(islands("T03-2020", GROUP), _blocks_mixed),
    "group-codes-wrong.xlsx": lambda: edited(islands("T02-2020", _FULL_GROUP), _unit_codes),
}

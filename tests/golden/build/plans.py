"""Whose the golden workbooks are, and what stands in those that are filled rightly."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from tonghop import catalogue
from tonghop.core import calendar
from tonghop.core.cells import RawValue
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, FixedRow, Number, Period, Rows, Text
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.writing.workbook import unit_workbook
from tonghop.writing.workbook.group import group_workbook

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
KEY = b"the key of the golden workbooks"
OTHER_KEY = b"the key of another office"

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
"""A cell of the department, plan 28 of 2022."""

COMMUNE_RESULTS: Fill = {
    **{
        ("results", row, "this_period"): value
        for row, value in (
            *(("KH1", 1), ("CK1", 118), ("CK2", 4), ("CT1", 1), ("CT2", 118), ("SH1", 8), ("SH2", 16), ("SH3", 3)),
            *(("SH4", 0), ("SH5", 2), ("TK1", 3), ("TK2", 12.5), ("TD1", 4), ("TD2", 1), ("TD3", 6), ("TT1", 9)),
            *(("TT2", 12), ("TL1", 0), ("TL2", 1), ("KT1", 1), ("MH1", 2), ("MH2", 3)),
        )
    },
    ("results", "", "went_well"): "Các chi bộ sinh hoạt đúng kỳ.",
}
COMMUNE: Fill = {
    **{
        ("register", "1", name): value
        for name, value in (
            *(("as_of_date", date(2019, 12, 31)), ("members", 120), ("exempt", 2), ("grassroots", 1), ("cells", 8)),
            *(("key_cadres", 9), ("speakers", 2)),
        )
    },
    **{
        ("attendance", "1", name): value
        for name, value in (
            *(("date", date(2020, 1, 10)), ("name", "Hội nghị triển khai Chuyên đề năm 2020")),
            *(("level", "Cấp xã, cơ sở"), ("mode", "Trực tuyến"), ("bridge_province", 0), ("bridge_district", 1)),
            *(("bridge_commune", 2), ("summoned", 130), ("attended", 120), ("came_beyond", 5)),
            *(("absent_with_reason", 8), ("absent_without_reason", 2), ("members", 110), ("officials", 10)),
            *(("association_members", 5), ("people", 0)),
        )
    },
    **{
        ("materials", row, name): value
        for row, recipients, copies in (("TL1", 9, 9), ("TL2", 2, 2), ("TL3", 1, 3), ("TL4", 8, 16))
        for name, value in (
            *(("recipients", recipients), ("received", copies), ("bought", 0), ("photocopied", 0)),
            *(("handed_out", copies), ("passed_down", 0), ("date", date(2020, 1, 10))),
        )
    },
    **COMMUNE_RESULTS,
}
"""A commune of Kiên Giang, plan of 2020."""

_DISTRICT_ROWS = ("DV1", "DV2", "DV3", "ND1", "ND2", "ND3", "KH1", "SH1", "SH2", "SH3", "TN1", "TN2", "MH1", "MH2")
_DISTRICT_REST = ("TP1", "TD1", "TD2", "TD3", "TD4", "HL1", "HL2", "HL3", "KT1")
APRIL: Fill = {
    **{
        ("register", "1", name): value
        for name, value in (
            *(("as_of_date", date(2017, 4, 1)), ("members", 5200), ("exempt", 110), ("grassroots", 42)),
            *(("cells", 260), ("key_cadres", 130), ("speakers", 25)),
        )
    },
    **{("results", row, "this_period"): 100 + place for place, row in enumerate(_DISTRICT_ROWS)},
    **{("results", row, "this_period"): 5 for row in _DISTRICT_REST},
}
"""A district of Trà Vinh in the first month of the plan of 2017; it held no conference."""
EARLIER: Mapping[Measure, Number] = {
    Measure("results", "this_period", row): value
    for (form, row, _), value in APRIL.items()
    if form == "results" and isinstance(value, int)
}
"""What April gave for the months after it."""

HAMLET: Fill = {
    **{
        ("register", "1", name): value
        for name, value in (
            *(("as_of_date", date(2023, 4, 1)), ("members", 25), ("exempt", 3), ("grassroots", 0), ("cells", 1)),
            *(("key_cadres", 3), ("speakers", 0)),
        )
    },
    **{
        ("attendance", "1", name): value
        for name, value in (
            *(("date", date(2023, 4, 5)), ("name", "Sinh hoạt chi bộ giới thiệu Tác phẩm"), ("level", "Chi bộ")),
            *(("mode", "Trực tiếp"), ("summoned", 22), ("attended", 20), ("came_beyond", 0)),
            *(("absent_with_reason", 2), ("absent_without_reason", 0), ("members", 20), ("officials", 0)),
            *(("association_members", 0), ("people", 0), ("contents", "1.1; 2.1"), ("steps", "1; 2; 3")),
        )
    },
    **{
        ("materials", row, name): 1 if name in {"recipients", "received", "handed_out"} else 0
        for row in ("TP", "TL", "BT", "BG")
        for name in ("recipients", "received", "bought", "photocopied", "handed_out", "passed_down")
    },
    **{
        ("results", row, "this_period"): 1
        for row in (
            *("SH1", "SH2", "ND1.1", "ND1.2", "ND2.1", "ND2.2", "ND2.3", "B1", "B2", "B3", "B4", "TH1"),
            *("TT1", "TT2", "TT4"),
        )
    },
}
"""A cell of a commune, plan 76 of 2023."""


@cache
def shipped(code: str) -> tuple[Campaign, tuple[Unit, ...]]:
    """Return a campaign as it is shipped, with its units; the department’s prepares fewer rows for conferences.

    A third of the files’ size would be prepared rows that stay blank.
    """
    campaign, units = catalogue.load_shipped(code)
    if code != "so-28-2022":
        return campaign, tuple(units)
    forms = (form.model_copy(update={"capacity": 6}) if form.rows is Rows.LIST else form for form in campaign.forms)
    return campaign.model_copy(update={"forms": tuple(forms)}), tuple(units)


def newer(campaign: Campaign, version: int) -> Campaign:
    """Return a later version of a campaign, whose results ask for one thing more."""
    row = FixedRow(code="KT9", label=Text(vi="Cuộc kiểm tra việc sinh hoạt", en="Inspections of the meetings"))
    forms = [
        form.model_copy(update={"fixed_rows": (*form.fixed_rows, row)}) if form.code == "results" else form
        for form in campaign.forms
    ]
    return campaign.model_copy(update={"version": version, "forms": tuple(forms)})


def plan() -> tuple[Campaign, Period, Unit]:
    """Return what most of the golden workbooks are of."""
    return of("so-28-2022", "KQ-2022", "S-CB01")


def of(code: str, period: str, unit: str) -> tuple[Campaign, Period, Unit]:
    """Return a shipped campaign with one of its periods and units."""
    campaign, units = shipped(code)
    (found,) = (one for one in units if one.code == unit)
    return campaign, calendar.find_period(campaign, period), found


def cell_of_department(changes: Fill | None = None) -> bytes:
    """Return the workbook of a cell of the department, filled rightly but for ``changes``."""
    campaign, period, unit = plan()
    fill = {**CLEAN, **(changes or {})}
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Đảng ủy Sở", fill=fill)


def commune(changes: Fill | None = None) -> bytes:
    """Return the workbook of a commune of Kiên Giang for the first round, with all four forms."""
    campaign, period, unit = of("kien-giang-2020", "T02-2020", "30733")
    fill = {**COMMUNE, **(changes or {})}
    return unit_workbook(campaign, period, unit, key=KEY, parent_name="Thành ủy Rạch Giá", fill=fill)


def commune_results(changes: Fill | None = None, *, key: bytes = KEY) -> bytes:
    """Return the workbook of the same commune for the second round, which asks for the results alone."""
    campaign, period, unit = of("kien-giang-2020", "T03-2020", "30733")
    fill = {**COMMUNE_RESULTS, **(changes or {})}
    return unit_workbook(campaign, period, unit, key=key, parent_name="Thành ủy Rạch Giá", fill=fill)


def district(period: str, changes: Fill | None = None, coverage: Coverage = Coverage.OWN) -> bytes:
    """Return the workbook of a district of Trà Vinh for a month; ``changes`` come upon April's figures."""
    campaign, month, unit = of("tra-vinh-2017", period, "842")
    return unit_workbook(
        campaign,
        month,
        unit,
        key=KEY,
        coverage=coverage,
        accumulated={} if period == "T2017-04" else EARLIER,
        parent_name="Tỉnh ủy Trà Vinh",
        fill={**APRIL, **(changes or {})},
    )


def hamlet(changes: Fill | None = None, *, version: int = 1) -> bytes:
    """Return the workbook of a cell of a commune, made from a version of its plan."""
    campaign, period, unit = of("xa-76-2023", "TK-2023", "X-CB01")
    made = campaign if version == 1 else newer(campaign, version)
    fill = {**HAMLET, **(changes or {})}
    return unit_workbook(made, period, unit, key=KEY, parent_name="Đảng ủy xã", fill=fill)


def islands(period: str, fills: Mapping[str, Fill]) -> bytes:
    """Return the workbook of a district of Kiên Giang and the four communes below it."""
    campaign, round_, parent = of("kien-giang-2020", period, "912")
    members = [unit for unit in shipped("kien-giang-2020")[1] if unit.parent == parent.code]
    return group_workbook(campaign, round_, parent, members, key=KEY, recipient="Tỉnh ủy Kiên Giang", fill=fills)

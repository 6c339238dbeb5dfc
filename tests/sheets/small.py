"""A province with a small campaign: one form of each kind, districts and communes as many as a test wants."""

from collections.abc import Mapping
from datetime import date

from tests.core.clerks_plan import CAMPAIGN, words
from tests.sheets.district import Plan

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Campaign
from tonghop.core.units import Unit

Fill = Mapping[tuple[str, str, str], RawValue]
_LEVELS = [
    {"code": "province", "label": words("Tỉnh", "Province"), "reports": False},
    {"code": "district", "label": words("Huyện", "District"), "reports": False},
    {"code": "commune", "label": words("Xã", "Commune")},
]
SMALL = Campaign.model_validate({**CAMPAIGN.model_dump(), "levels": _LEVELS})
PLAN = Plan(SMALL.code, "T2020-02", "H1", date(2020, 3, 10))

CLEAN: Fill = {
    ("register", "1", "members"): 120,
    ("register", "1", "cells"): 8,
    ("meetings", "1", "date"): date(2020, 2, 5),
    ("meetings", "1", "name"): "Quán triệt",
    ("meetings", "1", "summoned"): 30,
    ("meetings", "1", "attended"): 27,
    ("materials", "SO", "recipients"): 8,
    ("materials", "DIA", "recipients"): 1,
    ("results", "KH", "done"): 3,
    ("results", "GIO", "done"): 1.5,
    ("results", "", "well"): "Kịp thời",
}
FAULTY: Fill = {
    **CLEAN,
    ("register", "1", "members"): "mười hai",
    ("meetings", "1", "attended"): 31,
    ("results", "GIO", "done"): "3.640",
}
"""With an error in three forms: no number, more came than were summoned, and one that may be two numbers."""


def units(districts: int, communes: int) -> tuple[Unit, ...]:
    """Return the province's units: H1 with H1X01, H1X02 …, H2 …"""
    below = [
        unit
        for number in range(1, districts + 1)
        for unit in (
            Unit(f"H{number}", "T", "district", f"Huyện ủy {number}"),
            *(
                Unit(f"H{number}X{place:02}", f"H{number}", "commune", f"Đảng ủy xã {number}.{place}")
                for place in range(1, communes + 1)
            ),
        )
    ]
    return (Unit("T", None, "province", "Tỉnh ủy"), *below)

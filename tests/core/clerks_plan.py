"""A small campaign in Vietnamese with one form of each kind, and its workbook as tables."""

from collections.abc import Mapping
from datetime import date

from tests.inline import workbook

from tonghop.core.calendar import find_period
from tonghop.core.cells import Sheets
from tonghop.core.checking import Checked, Context, check
from tonghop.core.consolidation import Measure
from tonghop.core.definitions import Campaign, Number
from tonghop.core.findings import Finding
from tonghop.core.parsing import Parsed, parse
from tonghop.core.stamp import Stamp
from tonghop.core.units import Unit


def words(vi: str, en: str | None = None) -> dict[str, str]:
    return {"vi": vi, "en": en or vi}


def count(name: str, vi: str, **more: object) -> dict[str, object]:
    about = {"name": name, "label": words(vi, name), "type": "count", "over_units": "sum", "over_time": "sum"}
    return {**about, "required": "source" not in more, **more}


PEOPLE = words("Số người", "Persons")
REGISTER, MEETINGS, MATERIALS, RESULTS = "Biểu 1", "Biểu 2", "Biểu 3", "Biểu 4"

_FORMS = [
    {
        "code": "register",
        "version": 1,
        "number": "Biểu số 1",
        "sheet": REGISTER,
        "title": words("Số liệu nền", "Register"),
        "rows": "single",
        "fields": [count("members", "Đảng viên"), count("cells", "Chi bộ", required=False)],
        "rules": [
            {
                "code": "not_halved",
                "scope": "history",
                "expression": "members * 2 >= previous(members)",
                "severity": "warning",
            }
        ],
    },
    {
        "code": "meetings",
        "version": 1,
        "number": "Biểu số 2",
        "sheet": MEETINGS,
        "title": words("Hội nghị", "Meetings"),
        "rows": "list",
        "capacity": 3,
        "count_label": words("Số hội nghị", "Meetings"),
        "fields": [
            {"name": "date", "label": words("Ngày", "Date"), "type": "date", "required": True, "key": True},
            {"name": "name", "label": words("Tên", "Name"), "type": "text", "required": True, "key": True},
            {
                "name": "mode",
                "label": words("Hình thức", "Mode"),
                "type": "choice",
                "choices": [
                    {"code": "in_person", "label": words("Trực tiếp", "In person")},
                    {"code": "online", "label": words("Trực tuyến", "Online")},
                ],
            },
            count("summoned", "Triệu tập", group=PEOPLE, maximum=100000),
            count("attended", "Có mặt", group=PEOPLE, zero_words=True),
            {
                "name": "rate",
                "label": words("Tỷ lệ", "Rate"),
                "group": PEOPLE,
                "type": "rate",
                "source": "computed",
                "formula": "attended / summoned",
            },
        ],
        "rules": [
            {"code": "within", "expression": "attended <= summoned", "remedy": words("Sửa lại.", "Correct it.")},
            {"code": "in_time", "expression": "in_window(date)", "severity": "warning"},
            {"code": "many", "scope": "form", "expression": "sum_of(summoned) >= 5", "severity": "note"},
        ],
    },
    {
        "code": "materials",
        "version": 1,
        "number": "Biểu số 3",
        "sheet": MATERIALS,
        "title": words("Tài liệu", "Materials"),
        "rows": "fixed",
        "row_heading": words("Đối tượng", "Recipients"),
        "fields": [
            count("recipients", "Số nhận"),
            count("norm", "Định mức", source="given"),
            count("entitled", "Được cấp", source="computed", formula="recipients * norm"),
        ],
        "fixed_rows": [
            {"code": "SO", "label": words("Chi bộ", "Cells"), "given": {"norm": 2}, "base": "cells"},
            {"code": "DIA", "label": words("Đĩa", "Disc")},
        ],
    },
    {
        "code": "results",
        "version": 1,
        "number": "Biểu số 4",
        "sheet": RESULTS,
        "title": words("Kết quả", "Results"),
        "rows": "fixed",
        "row_heading": words("Chỉ tiêu", "Indicator"),
        "fields": [
            count("before", "Kỳ trước", source="history", accumulates="done"),
            count("done", "Trong kỳ"),
            count("total", "Lũy kế", source="computed", formula="before + done"),
        ],
        "fixed_rows": [
            {"code": "KH", "label": words("Kế hoạch", "Plans")},
            {"code": "GIO", "label": words("Giờ phát thanh", "Hours"), "type": "decimal", "over_time": "none"},
        ],
        "texts": [
            {"name": "well", "label": words("Ưu điểm", "What went well"), "type": "text"},
            {"name": "asks", "label": words("Đề xuất", "Proposals"), "type": "text"},
        ],
    },
]

CAMPAIGN = Campaign.model_validate(
    {
        "code": "nho",
        "version": 2,
        "title": words("Kế hoạch nhỏ", "A small plan"),
        "short_title": words("Nhỏ", "Small"),
        "issuer": words("Tỉnh ủy", "The province"),
        "levels": [{"code": "commune", "label": words("Xã", "Commune")}],
        "forms": _FORMS,
        "reports": [
            {
                "code": "T",
                "label": words("Tháng", "Month"),
                "kind": "month",
                "first": "2020-01-01",
                "last": "2020-06-30",
                "due": {"at_end": True},
                "forms": ["register", "meetings", "materials", "results"],
            }
        ],
        "activities": [
            {
                "code": "hop",
                "label": words("Họp", "Meetings"),
                "start": date(2019, 12, 1),
                "finish": {"by": date(2020, 6, 30)},
                "forms": ["meetings"],
            }
        ],
    }
)
PERIOD = find_period(CAMPAIGN, "T2020-02")
UNIT = Unit("X1", None, "commune", "Đảng ủy xã Bình An")
OTHER = Unit("X2", "X1", "commune", "Đảng ủy xã Bình An")
STAMP = Stamp(CAMPAIGN.code, CAMPAIGN.version, PERIOD.code, UNIT.code)

TABLES: Mapping[str, str] = {
    REGISTER: """
        |     |           |        |
        | STT | Đảng viên | Chi bộ | Kiểm tra
        | A   | (1)       | (2)    |
        | 1   | 120       | 8      | Đủ
        |     |           |        |
        |     | NGƯỜI LẬP BIỂU     |
    """,
    MEETINGS: """
        |     |            |        |            | Số người  |        |         |
        | STT | Ngày       | Tên    | Hình thức  | Triệu tập | Có mặt | Tỷ lệ   | Kiểm tra
        | A   | (1)        | (2)    | (3)        | (4)       | (5)    | (6)=(5)/(4) |
        |     | Cộng       |        |            | 40        | 36     | 0.9     |
        | 1   | 17/12/2019 | Quán triệt | Trực tiếp | 30     | 27     | 0.9     |
        | 2   | 05/02/2020 | Sơ kết |            | 10        | 9      | 0.9     |
        | 3   |            |        |            |           |        |         |
        |     |            |        |            |           |        |         |
        |     | …, ngày … tháng … năm 20…  |     |           |        |         |
        |     | NGƯỜI LẬP BIỂU |    |            |           |        |         |
    """,
    MATERIALS: """
        |     |       |           |             |         |          |          |
        | STT | Mã số | Đối tượng | Đơn vị tính | Số nhận | Định mức | Được cấp | Kiểm tra
        | A   | B     | C         | D           | (1)     | (2)      | (3)      |
        | 1   | SO    | Chi bộ    |             | 8       | 2        | 16       |
        | 2   | DIA   | Đĩa       |             | 1       |          |          |
        |     |       |           |             |         |          |          |
        |     |       | NGƯỜI LẬP BIỂU          |         |          |          |
    """,
    RESULTS: """
        |     |       |                |             |          |          |        |
        | STT | Mã số | Chỉ tiêu       | Đơn vị tính | Kỳ trước | Trong kỳ | Lũy kế | Kiểm tra
        | A   | B     | C              | D           | (1)      | (2)      | (3)    |
        | 1   | KH    | Kế hoạch       |             | 0        | 3        | 3      |
        | 2   | GIO   | Giờ phát thanh |             |          | 1.5      |        |
        |     |       |                |             |          |          |        |
        |     | T1    | Ưu điểm        | Kịp thời    |          |          |        |
        |     | T2    | Đề xuất        |             |          |          |        |
        |     |       |                |             |          |          |        |
        |     |       | NGƯỜI LẬP BIỂU |             |          |          |        |
    """,
}
"""A workbook filled rightly, as it would be read."""


def sheets(*replaced: tuple[str, str, str], drop: str | None = None, unit: str = UNIT.code) -> Sheets:
    """Return the workbook with texts of its tables replaced: (sheet, what stood there, what stands there now)."""
    tables = dict(TABLES)
    for name, old, new in replaced:
        assert old in tables[name], f"{old} does not stand in {name}"
        tables[name] = tables[name].replace(old, new, 1)
    if drop is not None:
        del tables[drop]
    return workbook(unit, tables)


def parsed(read: Sheets) -> Parsed:
    (one,) = parse(read, STAMP, CAMPAIGN, PERIOD, UNIT)
    return one


def checked(
    read: Sheets,
    accumulated: Mapping[Measure, Number] | None = None,
    previous: Mapping[Measure, Number] | None = None,
    allocated: Mapping[Measure, Number] | None = None,
) -> Checked:
    """Parse and check; all that was found stands together."""
    one = parsed(read)
    after = check(one.submission, Context(CAMPAIGN, PERIOD, UNIT, accumulated or {}, previous or {}, allocated or {}))
    return Checked(after.submission, (*one.findings, *after.findings))


def places(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return each finding's code and the cell a clerk is led to."""
    return [(finding.code, str(finding.cell) if finding.cell else "") for finding in findings]

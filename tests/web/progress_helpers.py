"""A made campaign of a province's size, 160 units × 12 months, with a district's reviewer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from tests.web.conftest import PASSWORD

from tonghop.config import Instance
from tonghop.core.accounts import Account, Role
from tonghop.core.calendar import find_period
from tonghop.core.definitions import Campaign
from tonghop.core.findings import Finding
from tonghop.core.submission import Answer, FilledForm, Row, Submission, SubmissionKey
from tonghop.core.units import Unit
from tonghop.storage import Action, Delivery, Outcome, Store
from tonghop.web.accounts.opening import open_account
from tonghop.workflow import database_url

PLAN = "thang-2025"
AS_OF = date(2026, 1, 8)
DISTRICTS, COMMUNES = 10, 15
MONTHS = [f"T2025-{month:02}" for month in range(1, 13)]
ACCOUNTS = {
    "tinh": Account("tinh", Role.PROVINCE, None, "", "", email="tinh@example.vn"),
    "huyen1": Account("huyen1", Role.REVIEWER, "H01", "", "", email="huyen1@example.vn"),
    "xa101": Account("xa101", Role.CLERK, "X0101", "", "", email="xa101@example.vn"),
    "xa102": Account("xa102", Role.CLERK, "X0102", "", "", email="xa102@example.vn"),
    "xa103": Account("xa103", Role.CLERK, "X0103", "", ""),
    "xa201": Account("xa201", Role.CLERK, "X0201", "", "", email="xa201@example.vn"),
    "xem": Account("xem", Role.VIEWER, None, "", ""),
}


def _words(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


CAMPAIGN = Campaign.model_validate(
    {
        "code": PLAN,
        "version": 1,
        "title": _words("Báo cáo hằng tháng năm 2025"),
        "short_title": _words("Báo cáo tháng 2025"),
        "issuer": _words("Tỉnh ủy"),
        "levels": [
            {"code": "province", "label": {"vi": "Cấp tỉnh", "en": "Province"}, "reports": False},
            {"code": "district", "label": {"vi": "Huyện ủy", "en": "District"}},
            {"code": "commune", "label": {"vi": "Đảng ủy xã", "en": "Commune"}},
        ],
        "forms": [
            {
                "code": "res",
                "version": 1,
                "number": "Biểu số 1",
                "sheet": "Biểu 1",
                "title": _words("Kết quả"),
                "rows": "single",
                "fields": [{"name": "done", "label": _words("Đã làm"), "type": "count"}],
            }
        ],
        "reports": [
            {
                "code": "T",
                "label": {"vi": "Tháng", "en": "Month"},
                "kind": "month",
                "first": "2025-01-01",
                "last": "2025-12-31",
                "due": {"at_end": True},
                "forms": ["res"],
            }
        ],
    }
)
UNITS = (
    Unit("T", None, "province", "Tỉnh ủy"),
    *(
        unit
        for d in range(1, DISTRICTS + 1)
        for unit in (
            Unit(f"H{d:02}", "T", "district", f"Huyện ủy số {d}"),
            *(
                Unit(f"X{d:02}{c:02}", f"H{d:02}", "commune", f"Đảng ủy xã Bình An {d}-{c}")
                for c in range(1, COMMUNES + 1)
            ),
        )
    ),
)


def made(folder: Path, months: int = 2) -> Instance:
    """Make the instance; reports came for the last so many months, as in ``_outcomes``."""
    instance = Instance.create(folder)
    with Store.create(database_url(instance)) as store:
        store.save_campaign(CAMPAIGN, UNITS, who="test", at=datetime(2025, 1, 1, tzinfo=UTC))
        for month in MONTHS[-months:]:
            due = find_period(CAMPAIGN, month).due
            for days, outcomes in enumerate(_outcomes(month), start=-3):
                received = datetime(due.year, due.month, due.day, 3, tzinfo=UTC) + timedelta(days=days)
                store.receive(Delivery(f"{month} {days}".encode(), "huyen.xlsx", "test", received), outcomes)
        _review(store)
    return instance


def _outcomes(month: str) -> Iterator[list[Outcome]]:
    """Yield what came on each day: by the month, district 1 is never complete, district 2 always late."""
    number = MONTHS.index(month)
    on_time: list[Outcome] = []
    late: list[Outcome] = []
    for place, unit in enumerate(UNITS[1:]):
        if unit.code == "X0101" and number == 11:
            continue
        broken = unit.code == "X0102" and number == 11
        (late if unit.code.startswith("X02") else on_time).append(_outcome(month, unit.code, place, broken=broken))
    third = len(on_time) // 3
    yield from (on_time[:third], on_time[third : 2 * third], on_time[2 * third :], [], [], late)


def _outcome(month: str, unit: str, figure: int, *, broken: bool) -> Outcome:
    key = SubmissionKey(PLAN, month, unit)
    form = FilledForm("res", (Row("1", {"done": Answer(figure)}),))
    findings = (Finding("rule_broken", form="res", row="1"),) if broken else ()
    return Outcome(key, Submission(key, 1, (form,)), findings)


def _review(store: Store) -> None:
    at = datetime(2026, 1, 6, tzinfo=UTC)
    for unit in ("X0104", "X0105"):
        store.move(SubmissionKey(PLAN, MONTHS[-1], unit), Action.ACCEPT, levels=1, who="test", at=at)
    returned = SubmissionKey(PLAN, MONTHS[-1], "X0103")
    store.move(returned, Action.RETURN, levels=1, who="test", at=at, reason="Thiếu Biểu số 1")


def open_accounts(app: Flask) -> None:
    """Let everybody of ``ACCOUNTS`` in."""
    store = app.extensions["tonghop"].store
    for account in ACCOUNTS.values():
        open_account(app, store, account, PASSWORD, who="test", at=datetime(2025, 1, 1, tzinfo=UTC))

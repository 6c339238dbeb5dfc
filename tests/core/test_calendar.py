from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tonghop.core import calendar
from tonghop.core.definitions import Campaign, Deadline, Period
from tonghop.core.errors import DefinitionError

END = date(2024, 11, 30)
"""The last day of the period reported on."""


def campaign(*reports: dict[str, Any], activities: tuple[dict[str, Any], ...] = ()) -> Campaign:
    """A campaign of one form with those reports."""
    words = {"vi": "Năm", "en": "Year"}
    form = {
        "code": "results",
        "version": 1,
        "number": "Biểu số 1",
        "sheet": "Biểu 1",
        "title": words,
        "rows": "single",
        "fields": [{"name": "plans", "label": words, "type": "count"}],
    }
    table = {
        "code": "plan",
        "version": 1,
        "title": words,
        "short_title": words,
        "issuer": words,
        "levels": [{"code": "unit", "label": words}],
        "forms": [form],
        "reports": [{"label": words, "forms": ["results"], "due": {"at_end": True}, **report} for report in reports],
        "activities": [{"code": f"A{n}", "label": words, **activity} for n, activity in enumerate(activities)],
    }
    return Campaign.model_validate(table)


def spans(periods: tuple[Period, ...]) -> list[str]:
    """Each period as “code first..last due”."""
    return [f"{p.code} {p.start}..{p.end} {p.due}" for p in periods]


DEADLINES = [
    # What the plan says, the last day, how it is said.
    ({"before": date(2023, 4, 20)}, date(2023, 4, 19), "trước ngày 20/4/2023", "before 20 April 2023"),
    ({"before": date(2022, 3, 1)}, date(2022, 2, 28), "trước ngày 01/3/2022", "before 1 March 2022"),
    ({"by": date(2020, 8, 31)}, date(2020, 8, 31), "chậm nhất ngày 31/8/2020", "by 31 August 2020"),
    ({"in_month": "2020-02"}, date(2020, 2, 29), "trong tháng 02-2020", "in February 2020"),
    ({"in_month": "2021-02"}, date(2021, 2, 28), "trong tháng 02-2021", "in February 2021"),
    ({"in_month": "2022-12"}, date(2022, 12, 31), "trong tháng 12-2022", "in December 2022"),
    ({"early": "2020-09"}, date(2020, 9, 10), "đầu tháng 9-2020", "early in September 2020"),
    (
        {"yearly": 11},
        date(2024, 11, 30),
        "tháng 11 hằng năm (ngày 30/11/2024)",
        "in November every year (30 November 2024)",
    ),
    (
        {"yearly": 2},
        date(2024, 2, 29),
        "tháng 02 hằng năm (ngày 29/02/2024)",
        "in February every year (29 February 2024)",
    ),
    ({"at_end": True}, END, "ngày cuối kỳ 30/11/2024", "the last day of the period, 30 November 2024"),
]


@pytest.mark.parametrize(("said", "expected", "vi", "en"), DEADLINES)
def test_a_deadline_is_the_day_its_words_mean(said: dict[str, Any], expected: date, vi: str, en: str) -> None:
    deadline = Deadline(**said)
    assert calendar.last_day(deadline, END) == expected
    text = calendar.deadline_text(deadline, END)
    assert (text.vi, text.en) == (vi, en)


def test_an_assumed_deadline_says_so() -> None:
    text = calendar.deadline_text(Deadline(in_month="2020-03", assumed=True), END)
    assert text.vi == "trong tháng 3-2020 (giả định)"
    assert text.en == "in March 2020 (assumed)"


@pytest.mark.parametrize("said", [{}, {"by": date(2020, 1, 1), "early": "2020-01"}, {"assumed": True}])
def test_a_deadline_says_exactly_one_thing(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one of"):
        Deadline(**said)


MONTHLY = {"code": "T", "kind": "month", "first": date(2017, 11, 10), "last": date(2018, 2, 15)}
HALVES = {"code": "H", "kind": "half_year", "first": date(2017, 4, 1), "last": date(2018, 6, 30)}
CALENDAR_YEARS = {"code": "N", "kind": "year", "first": date(2017, 4, 1)}
NOVEMBER_YEARS = {"code": "N", "kind": "year", "first": date(2023, 4, 20), "due": {"yearly": 11}}
DECEMBER_FIRST = {"code": "N", "kind": "year", "first": date(2023, 12, 1), "due": {"yearly": 11}}
ONCE = {"code": "KQ-2022", "first": date(2022, 3, 1), "last": date(2022, 3, 27), "due": {"before": date(2022, 3, 28)}}

UNFOLDED = [
    (ONCE, date(2022, 3, 1), ["KQ-2022 2022-03-01..2022-03-27 2022-03-27"]),
    (ONCE, date(2022, 2, 28), []),
    (
        MONTHLY,
        date(2030, 1, 1),
        [
            "T2017-11 2017-11-10..2017-11-30 2017-11-30",
            "T2017-12 2017-12-01..2017-12-31 2017-12-31",
            "T2018-01 2018-01-01..2018-01-31 2018-01-31",
            "T2018-02 2018-02-01..2018-02-15 2018-02-15",
        ],
    ),
    (
        MONTHLY,
        date(2017, 12, 1),
        ["T2017-11 2017-11-10..2017-11-30 2017-11-30", "T2017-12 2017-12-01..2017-12-31 2017-12-31"],
    ),
    (
        HALVES,
        date(2030, 1, 1),
        [
            "H2017-H1 2017-04-01..2017-06-30 2017-06-30",
            "H2017-H2 2017-07-01..2017-12-31 2017-12-31",
            "H2018-H1 2018-01-01..2018-06-30 2018-06-30",
        ],
    ),
    (
        CALENDAR_YEARS,
        date(2018, 1, 1),
        ["N2017 2017-04-01..2017-12-31 2017-12-31", "N2018 2018-01-01..2018-12-31 2018-12-31"],
    ),
    (
        NOVEMBER_YEARS,
        date(2024, 12, 1),
        [
            "N2023 2023-04-20..2023-11-30 2023-11-30",
            "N2024 2023-12-01..2024-11-30 2024-11-30",
            "N2025 2024-12-01..2025-11-30 2025-11-30",
        ],
    ),
    (DECEMBER_FIRST, date(2024, 11, 30), ["N2024 2023-12-01..2024-11-30 2024-11-30"]),
]


@pytest.mark.parametrize(("report", "horizon", "expected"), UNFOLDED)
def test_a_report_unfolds_into_periods(report: dict[str, Any], horizon: date, expected: list[str]) -> None:
    assert spans(calendar.periods(campaign(report), horizon)) == expected


def test_periods_come_in_the_order_they_are_due() -> None:
    plan = campaign(HALVES, MONTHLY, ONCE)
    codes = [period.code for period in calendar.periods(plan, date(2018, 1, 1))]
    assert codes == ["H2017-H1", "T2017-11", "H2017-H2", "T2017-12", "T2018-01", "H2018-H1"]


LABELS = [
    ({**MONTHLY, "label": {"vi": "Tháng", "en": "Month"}}, "T2018-02", "Tháng 02/2018", "Month 2/2018"),
    ({**MONTHLY, "label": {"vi": "Tháng", "en": "Month"}}, "T2017-12", "Tháng 12/2017", "Month 12/2017"),
    ({**HALVES, "label": {"vi": "6 tháng", "en": "Half"}}, "H2017-H1", "6 tháng đầu năm 2017", "Half 1 of 2017"),
    ({**HALVES, "label": {"vi": "6 tháng", "en": "Half"}}, "H2017-H2", "6 tháng cuối năm 2017", "Half 2 of 2017"),
    (NOVEMBER_YEARS, "N2024", "Năm 2024", "Year 2024"),
    ({**ONCE, "label": {"vi": "Kết quả", "en": "Results"}}, "KQ-2022", "Kết quả", "Results"),
]


@pytest.mark.parametrize(("report", "code", "vi", "en"), LABELS)
def test_a_period_is_labelled_by_its_whole_month_half_or_year(
    report: dict[str, Any], code: str, vi: str, en: str
) -> None:
    label = calendar.find_period(campaign(report), code).label
    assert (label.vi, label.en) == (vi, en)


def test_a_period_without_end_is_found_however_far_ahead() -> None:
    found = calendar.find_period(campaign(MONTHLY, NOVEMBER_YEARS), "N2061")
    assert spans((found,)) == ["N2061 2060-12-01..2061-11-30 2061-11-30"]


@pytest.mark.parametrize("code", ["N2022", "N2024-01", "T2018-03", "N", "", "KQ-2023", "2024"])
def test_a_period_that_is_not_there_is_refused(code: str) -> None:
    with pytest.raises(DefinitionError, match="there is no period"):
        calendar.find_period(campaign(MONTHLY, NOVEMBER_YEARS, ONCE), code)


def test_an_assumed_deadline_marks_its_periods() -> None:
    plan = campaign({**MONTHLY, "due": {"at_end": True, "assumed": True}}, NOVEMBER_YEARS)
    assert calendar.find_period(plan, "T2018-01").assumed
    assert not calendar.find_period(plan, "N2023").assumed


DERIVED_HALF = {**HALVES, "derived": True}
RESTATED = {"code": "SK", "first": date(2017, 1, 1), "last": date(2018, 12, 31), "adds": False}


def test_a_derived_period_is_made_of_the_filled_ones_within_it() -> None:
    plan = campaign(MONTHLY, DERIVED_HALF, RESTATED)
    half = calendar.find_period(plan, "H2017-H2")
    assert [p.code for p in calendar.components(plan, half)] == ["T2017-11", "T2017-12"]
    month = calendar.find_period(plan, "T2017-12")
    assert calendar.components(plan, month) == (month,)


def test_what_is_accumulated_is_filled_earlier_and_adds() -> None:
    plan = campaign(MONTHLY, DERIVED_HALF, RESTATED)
    january = calendar.find_period(plan, "T2018-01")
    assert [p.code for p in calendar.earlier(plan, january)] == ["T2017-11", "T2017-12"]
    assert calendar.earlier(plan, calendar.find_period(plan, "T2017-11")) == ()


def test_the_windows_of_a_form_are_those_of_its_activities() -> None:
    plan = campaign(
        ONCE,
        activities=(
            {"start": date(2019, 12, 17), "finish": {"by": date(2019, 12, 17)}, "forms": ["results"]},
            {"start": date(2020, 1, 1), "finish": {"in_month": "2020-02"}, "forms": ["results"]},
            {
                "start": date(2020, 3, 1),
                "finish": {"in_month": "2020-03"},
                "until": date(2020, 4, 15),
                "forms": ["results"],
            },
            {"start": date(2020, 1, 1), "finish": {"early": "2020-09"}, "forms": []},
        ),
    )
    assert calendar.windows(plan, "results") == (
        (date(2019, 12, 17), date(2019, 12, 17)),
        (date(2020, 1, 1), date(2020, 2, 29)),
        (date(2020, 3, 1), date(2020, 4, 15)),
    )
    assert calendar.windows(plan, "register") == ()


def test_a_day_is_that_of_the_zone() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert calendar.in_zone(datetime(2023, 4, 19, 16, 59, tzinfo=UTC), zone) == date(2023, 4, 19)
    assert calendar.in_zone(datetime(2023, 4, 19, 17, 0, tzinfo=UTC), zone) == date(2023, 4, 20)
    with pytest.raises(ValueError, match="without a zone"):
        calendar.in_zone(datetime(2023, 4, 19, 17, 0), zone)  # noqa: DTZ001 -- the point of the test

"""What is due, and when: a campaign's reports unfolded into periods, and deadlines as plans write them.

All dates are days in the instance's zone and all of them count: there is no shift at weekends.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from itertools import takewhile

from tonghop.core.definitions import Campaign, Deadline, Period, Report, ReportKind, Text
from tonghop.core.errors import DefinitionError, Phrase, marked

_EARLY_LAST_DAY = 10
_DAY = timedelta(days=1)
_DECEMBER, _JUNE = 12, 6
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def last_day(deadline: Deadline, end: date) -> date:
    """Return the last day that is on time; ``end`` is the last day of the period reported on."""
    if deadline.before is not None:
        return deadline.before - _DAY
    if deadline.by is not None:
        return deadline.by
    if deadline.in_month is not None:
        return _month_end(_month_start(deadline.in_month))
    if deadline.early is not None:
        return _month_start(deadline.early).replace(day=_EARLY_LAST_DAY)
    if deadline.yearly is not None:
        return _month_end(date(end.year, deadline.yearly, 1))
    return end


def deadline_text(deadline: Deadline, end: date) -> Text:
    """Say a deadline as the plan does, and that it is assumed where the plan does not state it."""
    said = _said(deadline, end)
    if not deadline.assumed:
        return said
    return Text(vi=f"{said.vi} (giả định)", en=f"{said.en} (assumed)")


def in_zone(moment: datetime, zone: tzinfo) -> date:
    """Return the day that an instant falls on in a zone; ValueError when the instant names no zone."""
    if moment.tzinfo is None:
        message = "an instant without a zone falls on no certain day"
        raise ValueError(message)
    return moment.astimezone(zone).date()


def periods(campaign: Campaign, horizon: date) -> tuple[Period, ...]:
    """Return every period that starts on or before ``horizon``, ordered by due date, start and code."""
    unfolded = (period for report in campaign.reports for period in _until(report, horizon))
    return tuple(sorted(unfolded, key=lambda period: (period.due, period.start, period.code)))


def schedule(campaign: Campaign, horizon: date) -> tuple[tuple[Period, Text], ...]:
    """Return the same periods, each with its last day as the plan words it."""
    unfolded = [
        (period, deadline_text(report.due, period.end))
        for report in campaign.reports
        for period in _until(report, horizon)
    ]
    return tuple(sorted(unfolded, key=lambda one: (one[0].due, one[0].start, one[0].code)))


def find_period(campaign: Campaign, code: str) -> Period:
    """Return the period of that code, however far ahead it lies; DefinitionError when there is none."""
    for report in campaign.reports:
        if code.startswith(report.code):
            for period in _until(report, _reach(report, code)):
                if period.code == code:
                    return period
    raise DefinitionError(where=campaign.code, problem=Phrase(marked("there is no period {code}"), code=code))


def components(campaign: Campaign, period: Period) -> tuple[Period, ...]:
    """Return the filled periods whose figures make up this one: itself, or those that lie within a derived one."""
    if not period.derived:
        return (period,)
    return tuple(p for p in _adding(campaign, period.end) if period.start <= p.start and p.end <= period.end)


def earlier(campaign: Campaign, period: Period) -> tuple[Period, ...]:
    """Return the filled periods that end before this one starts: what its cumulative figures add up."""
    return tuple(p for p in _adding(campaign, period.start) if p.end < period.start)


def windows(campaign: Campaign, form: str) -> tuple[tuple[date, date], ...]:
    """Return the first and last day of each activity that dated rows of that form may belong to."""
    return tuple(
        (activity.start, activity.until or last_day(activity.finish, activity.start))
        for activity in campaign.activities
        if form in activity.forms
    )


def _adding(campaign: Campaign, horizon: date) -> list[Period]:
    return [period for period in periods(campaign, horizon) if period.adds and not period.derived]


# Unfolding.


def _reach(report: Report, code: str) -> date:
    """Return how far to unfold a report to be sure to meet the period of that code."""
    year = re.match(r"[12]\d{3}", code.removeprefix(report.code))
    return date(int(year[0]), _DECEMBER, 31) if year else report.first


def _until(report: Report, horizon: date) -> Iterator[Period]:
    return takewhile(lambda period: period.start <= horizon, _unfold(report))


def _unfold(report: Report) -> Iterator[Period]:
    """Yield a report's periods in order, the first and last clipped to its own first and last day; maybe for ever."""
    start = report.first
    while report.last is None or start <= report.last:
        whole_end = _END_OF[report.kind](report, start)
        end = whole_end if report.last is None else min(whole_end, report.last)
        yield _period(report, start, end, whole_end)
        start = whole_end + _DAY


def _once_end(report: Report, start: date) -> date:
    return report.last or start


def _end_of_month(_: Report, start: date) -> date:
    return _month_end(start)


def _half_end(_: Report, start: date) -> date:
    return date(start.year, _JUNE, 30) if start.month <= _JUNE else date(start.year, _DECEMBER, 31)


def _year_end(report: Report, start: date) -> date:
    """A year that is due in a given month runs to that month's end, any other to 31 December."""
    month = report.due.yearly or _DECEMBER
    return _month_end(date(start.year + (start.month > month), month, 1))


_END_OF: Mapping[ReportKind, Callable[[Report, date], date]] = {
    ReportKind.ONCE: _once_end,
    ReportKind.MONTH: _end_of_month,
    ReportKind.HALF_YEAR: _half_end,
    ReportKind.YEAR: _year_end,
}


def _period(report: Report, start: date, end: date, whole_end: date) -> Period:
    """Make one period; it is named after the whole month, half-year or year, however it was clipped."""
    return Period(
        code=report.code + _code_ending(report.kind, whole_end),
        label=_label(report, whole_end),
        start=start,
        end=end,
        due=last_day(report.due, end),
        assumed=report.due.assumed,
        forms=report.forms,
        levels=report.levels,
        adds=report.adds,
        derived=report.derived,
    )


def _code_ending(kind: ReportKind, end: date) -> str:
    match kind:
        case ReportKind.ONCE:
            return ""
        case ReportKind.MONTH:
            return f"{end.year}-{end.month:02}"
        case ReportKind.HALF_YEAR:
            return f"{end.year}-H{_half(end)}"
        case ReportKind.YEAR:
            return str(end.year)


def _label(report: Report, end: date) -> Text:
    given = report.label
    match report.kind:
        case ReportKind.ONCE:
            return given
        case ReportKind.MONTH:
            return Text(vi=f"{given.vi} {_month(end)}/{end.year}", en=f"{given.en} {end.month}/{end.year}")
        case ReportKind.HALF_YEAR:
            half = "đầu năm" if _half(end) == 1 else "cuối năm"
            return Text(vi=f"{given.vi} {half} {end.year}", en=f"{given.en} {_half(end)} of {end.year}")
        case ReportKind.YEAR:
            return Text(vi=f"{given.vi} {end.year}", en=f"{given.en} {end.year}")


def _half(day: date) -> int:
    return 1 if day.month <= _JUNE else 2


def _month_start(year_month: str) -> date:
    year, month = year_month.split("-")
    return date(int(year), int(month), 1)


def _month_end(day: date) -> date:
    following = day.replace(day=28) + timedelta(days=4)
    return following.replace(day=1) - _DAY


# Saying.


def _said(deadline: Deadline, end: date) -> Text:
    last = last_day(deadline, end)
    if deadline.before is not None:
        return Text(vi=f"trước ngày {official_day(deadline.before)}", en=f"before {_en(deadline.before)}")
    if deadline.by is not None:
        return Text(vi=f"chậm nhất ngày {official_day(last)}", en=f"by {_en(last)}")
    month = Text(vi=f"{_month(last)}-{last.year}", en=f"{_MONTHS[last.month - 1]} {last.year}")
    if deadline.in_month is not None:
        return Text(vi=f"trong tháng {month.vi}", en=f"in {month.en}")
    if deadline.early is not None:
        return Text(vi=f"đầu tháng {month.vi}", en=f"early in {month.en}")
    if deadline.yearly is not None:
        return Text(
            vi=f"tháng {_month(last)} hằng năm (ngày {official_day(last)})",
            en=f"in {_MONTHS[last.month - 1]} every year ({_en(last)})",
        )
    return Text(vi=f"ngày cuối kỳ {official_day(last)}", en=f"the last day of the period, {_en(last)}")


def official_day(day: date) -> str:
    """A day as offices write it: days under 10 and months 1 and 2 with a 0 before them."""
    return f"{day.day:02}/{_month(day)}/{day.year}"


def _en(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _month(day: date) -> str:
    return f"{day.month:02}" if day.month <= 2 else str(day.month)  # noqa: PLR2004 -- a rule of official papers

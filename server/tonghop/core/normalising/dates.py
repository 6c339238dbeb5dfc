"""Dates as Vietnamese clerks write them: the day before the month, always; a date that cannot be so is asked."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType
from tonghop.core.normalising.legacy import repair_legacy
from tonghop.core.normalising.readings import Reading, asked, noted, plainly
from tonghop.core.spelling import clean_text, exact, plain_marks, spelled, without_marks

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Years that a report can speak of; a date outside them is a number or a slip in a date's clothes."""
_SERIAL_ZERO = date(1899, 12, 30)
"""The day before day 1, moved by the 29 February 1900 that spreadsheets believe in; right from March 1900 on."""
_LAST_SERIAL = 2958465
_CENTURY_TURNS = 90
_LONGEST = 100
"""No date is written with more characters, its words included."""

_CLOCK = r"[0-9]{1,2} ?(?::|h|gio|g) ?(?:[0-9]{1,2}(?::[0-9]{2}(?:\.[0-9]+)?)?)? ?(?:phut|p)?"
_BEFORE = rf"(?P<clock>(?:luc )?{_CLOCK},? ?)?(?:ngay )?"
_AFTER = rf"(?P<late>[ t]{_CLOCK}z?)?"
_DAY_FIRST = re.compile(
    rf"{_BEFORE}(?P<day>[0-9]{{1,2}}) ?[/.-] ?(?P<month>[0-9]{{1,2}}) ?[/.-] ?(?P<year>[0-9]{{4}}|[0-9]{{2}}){_AFTER}"
)
_IN_WORDS = re.compile(
    rf"{_BEFORE}(?P<day>[0-9]{{1,2}}) thang (?P<month>[0-9]{{1,2}}),? (?:nam )?(?P<year>[0-9]{{4}}){_AFTER}"
)
_YEAR_FIRST = re.compile(
    rf"{_BEFORE}(?P<year>[0-9]{{4}})[/.-](?P<month>[0-9]{{1,2}})[/.-](?P<day>[0-9]{{1,2}}){_AFTER}"
)
_SERIAL = re.compile("[0-9]{5}")
_RUN_TOGETHER = re.compile("(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_NO_TIME = re.compile("[0:.tz ]*")


def read_date(raw: RawValue) -> Reading:
    """Read a cell, not blank, of a date field."""
    if isinstance(raw, str):
        return _read_text(raw)
    if raw is None or isinstance(raw, (bool, time, timedelta)):
        return asked("date_expected", raw)
    if isinstance(raw, datetime):
        return _settled(raw.date(), raw, differently=raw.time() != time())
    if isinstance(raw, date):
        return _settled(raw, raw)
    number = exact(raw)
    day = _of_serial(number)
    return _settled(day, raw, differently=True) if day else asked("date_expected", raw, _suggested(str(number)))


def _read_text(raw: str) -> Reading:
    if len(raw) > _LONGEST:
        return asked("date_expected", raw)
    text = without_marks(plain_marks(clean_text(repair_legacy(raw) or raw)).casefold()).rstrip(".")
    found = _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if found is None:
        return asked("date_expected", raw, _suggested(text))
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    short = len(found["year"]) == len("19")
    if short:
        year += 1900 if year >= _CENTURY_TURNS else 2000
    answer = _made(year, month, day)
    if answer is None:
        return asked("date_expected", raw, _spelled(_made(year, day, month)))
    timed = found["clock"] is not None or not _NO_TIME.fullmatch(found["late"] or "")
    return _settled(answer, raw, differently=short or timed)


def _settled(day: date, raw: RawValue, *, differently: bool = False) -> Reading:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return asked("date_expected", raw)
    return noted(day, raw, spelled(day, FieldType.DATE)) if differently else plainly(day)


def _of_serial(number: Decimal) -> date | None:
    if not number.is_finite() or not 1 <= number < _LAST_SERIAL + 1:
        return None
    return _SERIAL_ZERO + timedelta(days=int(number))


def _suggested(text: str) -> str | None:
    """Suggest a date for digits that were meant as one: a spreadsheet's serial number, or 20191217."""
    if _SERIAL.fullmatch(text):
        return _spelled(_of_serial(Decimal(text)))
    found = _RUN_TOGETHER.fullmatch(text)
    return _spelled(_made(int(found["year"]), int(found["month"]), int(found["day"]))) if found else None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spelled(day: date | None) -> str | None:
    return spelled(day, FieldType.DATE) if day and FIRST_YEAR <= day.year <= LAST_YEAR else None

"""How a cell shows what it holds: formattedValue."""

import re
from datetime import datetime
from functools import cache

from tests.fakegoogle.locales import Locale, locale, moment
from tests.fakegoogle.shapes import Json

DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})
_DEFAULT_DATES = {
    "en_US": {"DATE": "m/d/yyyy", "TIME": "h:mm:ss", "DATE_TIME": "m/d/yyyy h:mm:ss"},
    "vi_VN": {"DATE": "dd/mm/yyyy", "TIME": "hh:mm:ss", "DATE_TIME": "dd/mm/yyyy hh:mm:ss"},
}
_DEFAULT_NUMBERS = {"PERCENT": "0.00%", "NUMBER": "#,##0.00", "CURRENCY": "#,##0.00", "SCIENTIFIC": "0.00E+00"}
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?(?:E\+0+)?")
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|am/pm|\"[^\"]*\"|\\.|.", re.IGNORECASE)


def shown(value: Json, number_format: Json, locale_name: str) -> str:
    """Return what the cell shows of an effective ExtendedValue."""
    if "stringValue" in value:
        return str(value["stringValue"])
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return _ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!")
    return _number(float(value.get("numberValue", 0)), number_format, locale_name)


_ERRORS = {
    "ERROR": "#ERROR!",
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


def _number(number: float, number_format: Json, locale_name: str) -> str:
    kind = number_format.get("type", "")
    dates = _DEFAULT_DATES.get(locale_name, _DEFAULT_DATES["en_US"])
    pattern = number_format.get("pattern") or dates.get(kind) or _DEFAULT_NUMBERS.get(kind, "")
    if kind in DATE_TYPES:
        return _moment(number, pattern)
    marks = locale(locale_name)
    if not re.search(r"[0#?]", pattern):
        return _plain(number, marks)
    return _patterned(number, pattern, marks)


def _plain(number: float, marks: Locale) -> str:
    """Show a number without a format: all its digits, at most 15."""
    text = f"{number:.15g}"
    if "e" in text:
        text = text.upper() if abs(number) >= 1 else f"{number:.20f}".rstrip("0")
    return text.replace(".", marks.decimal)


@cache
def _patterned(number: float, pattern: str, marks: Locale) -> str:
    """Show a number by a pattern of digits, groups, decimals, a percent sign and quoted text."""
    sections = pattern.split(";")
    own = number < 0 and len(sections) > 1
    section = sections[1] if own else sections[0]
    unquoted = re.sub(r'"[^"]*"', lambda match: " " * len(match[0]), section)
    found = _DIGITS.search(unquoted)
    if found is None:
        return _literal(section)
    digits = _digits(abs(number) * (100 if "%" in unquoted else 1), found[0], marks)
    sign = "-" if number < 0 and not own else ""
    return sign + _literal(section[: found.start()]) + digits + _literal(section[found.end() :])


def _literal(text: str) -> str:
    """Return what of a pattern stands for itself."""
    return re.sub(r'["\\_*]', "", text)


def _digits(number: float, pattern: str, marks: Locale) -> str:
    if "E" in pattern:
        decimals = len(pattern.partition(".")[2].partition("E")[0])
        return f"{number:.{decimals}E}".replace(".", marks.decimal)
    whole, _, part = pattern.partition(".")
    text = f"{number:,.{len(part)}f}" if "," in whole else f"{number:.{len(part)}f}"
    before, _, after = text.partition(".")
    before = before.zfill(whole.count("0")).replace(",", marks.group)
    while after and part.endswith("#") and after.endswith("0"):
        after, part = after[:-1], part[:-1]
    return before + (marks.decimal + after if after else "")


def _moment(serial: float, pattern: str) -> str:
    instant = moment(serial)
    parts = _DATE_PART.findall(pattern)
    return "".join(_date_part(part, _field_before(parts[:index]), instant) for index, part in enumerate(parts))


def _field_before(parts: list[str]) -> str:
    """Return the letter of the last date field, by which an m is told to be minutes."""
    return next((part[0].lower() for part in reversed(parts) if part[0].lower() in "ymdhs"), "")


def _date_part(part: str, before: str, at: datetime) -> str:
    kind, long = part[0].lower(), len(part) > 1
    fields = {
        "y": f"{at:%Y}" if len(part) > len("yy") else f"{at:%y}",
        "d": f"{at:%d}" if long else str(at.day),
        "h": f"{at:%H}" if long else str(at.hour),
        "s": f"{at:%S}",
        "m": _minutes_or_month(at, long=long, minutes=before == "h"),
    }
    return fields.get(kind) or part.strip('"').lstrip("\\")


def _minutes_or_month(at: datetime, *, long: bool, minutes: bool) -> str:
    if minutes:
        return f"{at:%M}"
    return f"{at:%m}" if long else str(at.month)

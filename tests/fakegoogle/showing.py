"""How a cell shows what it holds: formattedValue."""

import re

from tests.fakegoogle.locales import Locale, locale, moment
from tests.fakegoogle.shapes import Json

DATE_TYPES = frozenset({"DATE", "TIME", "DATE_TIME"})
_DEFAULT_DATES = {
    "en_US": {"DATE": "m/d/yyyy", "TIME": "h:mm:ss", "DATE_TIME": "m/d/yyyy h:mm:ss"},
    "vi_VN": {"DATE": "dd/mm/yyyy", "TIME": "hh:mm:ss", "DATE_TIME": "dd/mm/yyyy hh:mm:ss"},
}
_DEFAULT_NUMBERS = {"PERCENT": "0.00%", "NUMBER": "#,##0.00", "CURRENCY": "#,##0.00", "SCIENTIFIC": "0.00E+00"}
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


def _patterned(number: float, pattern: str, marks: Locale) -> str:
    """Show a number by a pattern of digits, groups, decimals, a percent sign and quoted text."""
    sections = pattern.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 else sections[0]
    sign = "-" if number < 0 and len(sections) == 1 else ""
    match = re.search(r"[#0?,]*(?:\.[#0?]*)?(?:E\+0+)?", re.sub(r'"[^"]*"', lambda m: " " * len(m[0]), section))
    found = next((m for m in re.finditer(r"[#0?][#0?,]*(?:\.([#0?]*))?(E\+0+)?", _unquoted(section))), match)
    if found is None:
        return _plain(number, marks)
    scaled = abs(number) * (100 if "%" in section else 1)
    digits = _digits(scaled, section[found.start() : found.end()], marks)
    before, after = section[: found.start()], section[found.end() :]
    return sign + _literal(before) + digits + _literal(after)


def _unquoted(section: str) -> str:
    return re.sub(r'"[^"]*"', lambda match: " " * len(match[0]), section)


def _literal(text: str) -> str:
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
    return "".join(_date_part(part.lower(), part, parts[:index], instant) for index, part in enumerate(parts))


def _date_part(part: str, raw: str, before: list[str], instant: object) -> str:
    at = instant
    kind, long = part[0], len(part) > 1
    last = next((item[0].lower() for item in reversed(before) if item[0].lower() in "ymdhs"), "")
    values = {
        "y": lambda: f"{at:%Y}" if len(part) > 2 else f"{at:%y}",  # noqa: PLR2004
        "d": lambda: f"{at:%d}" if long else f"{at:%d}".lstrip("0"),
        "h": lambda: f"{at:%H}" if long else str(int(f"{at:%H}")),
        "s": lambda: f"{at:%S}",
        "m": lambda: f"{at:%M}" if last == "h" else f"{at:%m}" if long else f"{at:%m}".lstrip("0"),
    }
    if kind in values:
        return values[kind]()
    return raw.strip('"') if raw.startswith('"') else raw.lstrip("\\")

"""How a spreadsheet's locale reads what is typed and shows what is held.

The Vietnamese rules are those of Google's number and date formats for the locale, not recorded from Google.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.fakegoogle.shapes import Json

EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class Locale:
    """The marks of a locale."""

    decimal: str
    group: str
    day_first: bool
    date_separators: str
    currency: str
    argument_separator: str


LOCALES = {
    "en_US": Locale(".", ",", day_first=False, date_separators="/-", currency="$", argument_separator=","),
    "vi_VN": Locale(",", ".", day_first=True, date_separators="/-", currency="₫", argument_separator=";"),
}


@dataclass(frozen=True)
class Typed:
    """What typing puts into a cell: an ExtendedValue (none: nothing) and the number format that comes with it."""

    value: Json | None
    number_format: Json | None = None


def locale(name: str) -> Locale:
    """Return the locale of that name; unknown ones are taken for en_US."""
    return LOCALES.get(name, LOCALES["en_US"])


def typed(text: str, name: str, *, plain_text: bool = False, today: date = date(2026, 1, 5)) -> Typed:
    """Read what a person typed into a cell; ``plain_text`` is a cell of the format “@”."""
    if not text:
        return Typed(None)
    if plain_text:
        return Typed({"stringValue": text})
    if text.startswith("'"):
        return Typed({"stringValue": text[1:]}) if text[1:] else Typed(None)
    if text.startswith("=") and len(text) > 1:
        return Typed({"formulaValue": text})
    shown = text.strip()
    if shown.upper() in {"TRUE", "FALSE"}:
        return Typed({"boolValue": shown.upper() == "TRUE"})
    return _number(shown, locale(name)) or _moment(shown, locale(name), today) or Typed({"stringValue": text})


def _number(text: str, marks: Locale) -> Typed | None:
    """Read 12 · 3.640 · 0,5 · 50% · 1e5 · 12 ₫ (in vi_VN)."""
    decimal, group, currency = re.escape(marks.decimal), re.escape(marks.group), re.escape(marks.currency)
    match = re.fullmatch(
        rf"(?P<sign>[+-]?)(?P<before>{currency}\s*)?(?P<whole>\d{{1,3}}(?:{group}\d{{3}})+|\d+)?"
        rf"(?P<part>{decimal}\d*)?(?P<power>[eE][+-]?\d+)?\s*(?P<after>%|{currency})?",
        text,
    )
    if match is None or not (match["whole"] or len(match["part"] or "") > 1):
        return None
    digits = (match["whole"] or "0").replace(marks.group, "") + (match["part"] or "").replace(marks.decimal, ".")
    number = float(match["sign"] + digits + (match["power"] or ""))
    if match["after"] == "%":
        number = round(number / 100, 15)
    return Typed({"numberValue": _whole(number)}, _number_format(match, marks))


def _whole(number: float) -> float:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _number_format(match: re.Match[str], marks: Locale) -> Json | None:
    """Return the format that typing a number in that manner sets; a plain one sets none."""
    part = ".00" if match["part"] else ""
    if match["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if match["after"] == "%":
        return {"type": "PERCENT", "pattern": f"0{part}%"}
    if match["before"] or match["after"]:
        return {"type": "CURRENCY", "pattern": _around(match, f"#,##0{part}", marks)}
    if marks.group in (match["whole"] or ""):
        return {"type": "NUMBER", "pattern": f"#,##0{part}"}
    return None


def _around(match: re.Match[str], digits: str, marks: Locale) -> str:
    """Return a pattern with the currency where it was typed."""
    return f'"{marks.currency}"{digits}' if match["before"] else f'{digits}" {marks.currency}"'


def _moment(text: str, marks: Locale, today: date) -> Typed | None:
    """Read a date, a time of day, or both."""
    day_text, _, time_text = text.partition(" ")
    if ":" in day_text:
        day_text, time_text = "", text
    day, day_pattern = _day(day_text, marks, today) if day_text else (0, "")
    clock, clock_pattern = _clock(time_text) if time_text else (0.0, "")
    if day is None or clock is None:
        return None
    kinds = {(True, False): "DATE", (False, True): "TIME", (True, True): "DATE_TIME"}
    kind = kinds[bool(day_text), bool(time_text)]
    pattern = f"{day_pattern} {clock_pattern}".strip()
    return Typed({"numberValue": _whole(day + clock)}, {"type": kind, "pattern": pattern})


def _day(text: str, marks: Locale, today: date) -> tuple[int | None, str]:
    """Return the serial number of a date and the pattern it was typed in."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    if iso:
        return _serial(int(iso[1]), int(iso[2]), int(iso[3])), "yyyy-mm-dd"
    match = re.fullmatch(rf"(\d{{1,2}})([{marks.date_separators}])(\d{{1,2}})(?:\2(\d{{4}}|\d{{2}}))?", text)
    if match is None:
        return None, ""
    first, between, second, year = match[1], match[2], match[3], match[4]
    day, month = (first, second) if marks.day_first else (second, first)
    names = ("d" * len(first), "m" * len(second)) if marks.day_first else ("m" * len(first), "d" * len(second))
    pattern = between.join([*names, "y" * len(year)] if year else names)
    return _serial(_year(year, today), int(month), int(day)), pattern


def _year(text: str | None, today: date) -> int:
    if text is None:
        return today.year
    short = 2
    return int(text) + (2000 if len(text) == short and int(text) < 50 else 1900 if len(text) == short else 0)


def _serial(year: int, month: int, day: int) -> int | None:
    try:
        return (date(year, month, day) - EPOCH).days
    except ValueError:
        return None


def _clock(text: str) -> tuple[float | None, str]:
    """Return the part of a day and the pattern it was typed in."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", text)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None, ""
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    return seconds / 86400, "h" * len(match[1]) + ":mm" + (":ss" if match[3] else "")


def moment(serial: float) -> datetime:
    """Return the instant of a serial number."""
    start = datetime.combine(EPOCH, datetime.min.time())
    return start + timedelta(seconds=round(serial * 86400))

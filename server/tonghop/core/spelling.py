"""How values are written for Vietnamese readers, and how any text is cleaned before it is compared.

“.” groups thousands and “,” is the decimal mark. What is spelled here is read back as the same value.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache

from tonghop.core.cells import RawValue
from tonghop.core.definitions import FieldType, Number
from tonghop.core.submission import AnswerValue

SIGNIFICANT_DIGITS = 15
"""What a spreadsheet shows of a number; the digits beyond are noise of its binary arithmetic."""
LONGEST_SHOWN = 200

_INVISIBLE = {"Cc", "Cf", "Cs"}
_NOT_IN_XML = {"\ufffe", "\uffff"}
_GROUP = 3
_LOWEST_TWO_GROUPS = 7

_KEYBOARD = str.maketrans(
    {full: chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
)
_ICELANDIC = str.maketrans({"ð": "đ"})
_TONED_SECOND = {
    first + toned: toned_first + second
    for first, toned_firsts, second, toneds in (
        ("o", "óòỏõọ", "a", "áàảãạ"),
        ("o", "óòỏõọ", "e", "éèẻẽẹ"),
        ("u", "úùủũụ", "y", "ýỳỷỹỵ"),
    )
    for toned_first, toned in zip(toned_firsts, toneds, strict=True)
}
_SECOND_TONED = re.compile("|".join(_TONED_SECOND))


def exact(number: float) -> Decimal:
    """Return a spreadsheet's number as it shows it, 0.1 + 0.2 being 0.3; NaN and infinities stay what they are."""
    return Decimal(number) if isinstance(number, int) else Decimal(f"{number:.{SIGNIFICANT_DIGITS}g}")


def plain(value: Number) -> str:
    """Write a number with digits only and a decimal comma: 3640, 1234,5."""
    whole, _, fraction = f"{Decimal(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    whole = "0" if whole == "-0" and not fraction else whole
    return f"{whole},{fraction}" if fraction else whole


def spelled(value: AnswerValue, type_: FieldType) -> str:
    """Write a value as a clerk does, so that ``normalise`` reads it back: 3.640, 0,5, 17/12/2019, 87,5%.

    Blank is the empty text; choices are written by their codes, parted by “; ”.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, date):
        return _day(value)
    if type_ is FieldType.RATE:
        return f"{plain(Decimal(value) * 100)}%"
    return _grouped(plain(value), certain=type_ is FieldType.COUNT)


def _grouped(digits: str, *, certain: bool) -> str:
    """Group the thousands, unless the result could be read in two ways (where not ``certain``)."""
    sign = "-" if digits.startswith("-") else ""
    whole, comma, fraction = digits.removeprefix("-").partition(",")
    grouped = f"{int(whole):,}".replace(",", ".")
    if not certain and not fraction and len(whole) < _LOWEST_TWO_GROUPS:
        grouped = whole
    if len(fraction) == _GROUP and len(whole) <= _GROUP and whole != "0":
        fraction += "0"
    return f"{sign}{grouped}{comma}{fraction}"


def shown(raw: RawValue) -> str:
    """Write what stood in the cell, as the clerk saw it, on one line and no longer than 200 characters."""
    text = _shown_text(raw) if isinstance(raw, str) else _shown_value(raw)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _shown_text(raw: str) -> str:
    """TCVN3 writes “ư” with the soft hyphen: it is shown, as what stood there."""
    return " ".join("".join(c for c in raw if c == "\xad" or c.isspace() or _is_visible(c)).split())


def _shown_value(raw: float | bool | date | time | timedelta | None) -> str:  # noqa: FBT001 - a cell's value
    if raw is None or isinstance(raw, bool):
        return "" if raw is None else str(raw).upper()
    if isinstance(raw, date):
        return _day(raw) + (f" {raw:%H:%M}" if isinstance(raw, datetime) and raw.time() != time() else "")
    if isinstance(raw, (time, timedelta)):
        return str(raw)
    number = exact(raw)
    return plain(number) if number.is_finite() else str(number)


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE and character not in _NOT_IN_XML


def visible(text: str) -> str:
    """Compose the letters (NFC), drop what cannot be seen, and make every kind of space a plain one.

    Line breaks and tabs stay, and runs of spaces too: between digits they mean something.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text  # nearly every cell; a printable text holds no space but the plain one
    kept = (
        " " if unicodedata.category(c) == "Zs" else c if c == "\t" or not c.isspace() else "\n"
        for c in unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        if c.isspace() or _is_visible(c)
    )
    # Dropping an invisible character can bring a letter and its mark together.
    return unicodedata.normalize("NFC", "".join(kept))


def plain_marks(text: str) -> str:
    """Turn full-width digits and signs, and every dash, into those of the keyboard."""
    return text if text.isascii() else text.translate(_KEYBOARD)


def clean_text(text: str) -> str:
    """Compose the letters, drop control and invisible characters, fold every run of spaces into one, strip."""
    return " ".join(visible(text).split())


def match_key(text: str) -> str:
    """Return what two headings or labels have in common when only case, spaces or punctuation differ.

    The place of the tone mark does not matter either (“hoà”, “hòa”), nor the Icelandic “Ð” typed for “Đ”.
    Text without any letter or digit has its own characters as the key, so that “-” is not blank.
    """
    return _cached_match_key(text) if len(text) <= LONGEST_SHOWN else _match_key(text)


def _match_key(text: str) -> str:
    folded = clean_text(clean_text(text).casefold()).translate(_ICELANDIC)
    folded = _SECOND_TONED.sub(lambda found: _TONED_SECOND[found[0]], folded)
    words = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in folded).split()
    return " ".join(words) or folded


_cached_match_key = lru_cache(maxsize=4096)(_match_key)


def without_marks(text: str) -> str:
    """Return the text as typed without Vietnamese letters: “Trực tuyến” is “Truc tuyen”."""
    letters = unicodedata.normalize("NFD", text.translate(str.maketrans("đĐ", "dD")))
    return "".join(c for c in letters if unicodedata.category(c) != "Mn")


def code_text(value: RawValue) -> str:
    """Return a code as text: Excel makes the number 1 of the code “1”."""
    return "" if value is None else clean_text(value if isinstance(value, str) else shown(value))

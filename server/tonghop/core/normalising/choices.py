"""Answers chosen from a field's list, by label or code, as clerks type them and spreadsheets mangle them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation

from tonghop.core.cells import RawValue
from tonghop.core.definitions import Choice, FieldType, FormField
from tonghop.core.normalising.legacy import repair_legacy
from tonghop.core.normalising.readings import Reading, asked, noted, plainly
from tonghop.core.spelling import clean_text, exact, match_key, plain, shown, spelled, visible, without_marks

_SEPARATORS = (re.compile(r"[;\n]"), re.compile(","), re.compile(r"(?:\bvà\b|&|\+)", re.IGNORECASE))
_LIST_MARKS = re.compile(r"[;,\n]")
_LONGEST = 2000
_DECIMAL_COMMA = re.compile(r"([0-9]+),([0-9]+)")


def read_choice(raw: RawValue, field: FormField) -> Reading:
    """Read a cell, not blank, that takes one of the field's choices; the value is its code."""
    readings = _interpretations(raw, field, several=False)
    if len(readings) != 1:
        return _asked(raw, field)
    (codes,) = readings
    return _settled(codes[0], codes, raw, field)


def read_choices(raw: RawValue, field: FormField) -> Reading:
    """Read a cell, not blank, that takes any of the field's choices; the value is their codes in the field's order."""
    readings = _interpretations(raw, field, several=True)
    if len(readings) != 1:
        return _asked(raw, field)
    (codes,) = readings
    return _settled(codes, codes, raw, field)


def _interpretations(raw: RawValue, field: FormField, *, several: bool) -> set[tuple[str, ...]]:
    """Every way in which the cell can be understood; one that can be understood in two ways is asked about.

    “2,1” may be the choice 2.1 or the choices 2 and 1, and a number cell of 2.1 may be either, typed on
    a Vietnamese or an English computer.
    """
    text = _as_text(raw)
    whole = _matched(text, field)
    if not several or (whole and not _DECIMAL_COMMA.fullmatch(text)):
        return {whole} if len(whole) == 1 else set()
    return {_in_order(codes, field) for codes in _listed(text, field, 0) if codes}


def _as_text(raw: RawValue) -> str:
    if isinstance(raw, str):
        return visible(repair_legacy(raw) or raw).strip() if len(raw) <= _LONGEST else ""
    if raw is None or isinstance(raw, (bool, date, time, timedelta)):
        return ""
    number = exact(raw)
    return plain(number) if number.is_finite() else ""


def _in_order(codes: Iterable[str], field: FormField) -> tuple[str, ...]:
    chosen = set(codes)
    return tuple(choice.code for choice in field.choices if choice.code in chosen)


def _listed(text: str, field: FormField, level: int) -> set[tuple[str, ...]]:
    """Match the text, or its parts by the next separator: a label may hold a comma or “và” of its own."""
    if not clean_text(text):
        return {()}
    whole = _matched(text, field)
    found: set[tuple[str, ...]] = {whole} if len(whole) == 1 else set()
    if level == len(_SEPARATORS) or (found and not _DECIMAL_COMMA.fullmatch(clean_text(text))):
        return found
    parts = [_listed(part, field, level + 1) for part in _SEPARATORS[level].split(text)]
    if not all(parts):
        return found
    # A part that can be understood in two ways leaves the whole so: two ways are enough to ask.
    ways = {tuple(code for part in parts for code in min(part)), tuple(code for part in parts for code in max(part))}
    return found | ways


def _matched(text: str, field: FormField) -> tuple[str, ...]:
    """Return the codes of the choices the text can mean: exactly by code, by words, by number, without marks."""
    text = clean_text(text).strip(" .")
    key = match_key(text)
    by_code = tuple(choice.code for choice in field.choices if choice.code.casefold() == text.casefold())
    by_words = tuple(choice.code for choice in field.choices if key in _keys(choice))
    by_number = tuple(choice.code for choice in field.choices if _same_number(choice.code, text))
    if by_code or by_words or by_number or not text.isascii():
        return by_code or by_words or by_number
    return tuple(choice.code for choice in field.choices if match_key(without_marks(choice.label.vi)) == key)


def _keys(choice: Choice) -> Iterable[str]:
    for label in (choice.label.vi, choice.label.en):
        yield match_key(label)
        yield match_key(f"{choice.code} {label}")


def _same_number(code: str, text: str) -> bool:
    """“02” is 2, and a spreadsheet makes 2,1 of “2.10”."""
    try:
        return Decimal(code) == Decimal(_DECIMAL_COMMA.sub(r"\1.\2", text))
    except InvalidOperation:
        return False


def _settled(value: str | tuple[str, ...], codes: tuple[str, ...], raw: RawValue, field: FormField) -> Reading:
    chosen = [choice for choice in field.choices if choice.code in codes]
    if _is_as_typed(raw, chosen):
        return plainly(value)
    return noted(value, raw, chosen[0].label.vi if isinstance(value, str) else spelled(codes, FieldType.CHOICES))


def _is_as_typed(raw: RawValue, chosen: Sequence[Choice]) -> bool:
    """Whether the cell holds the codes, or the labels, and nothing else; their order does not matter."""
    codes = [choice.code.casefold() for choice in chosen]
    if not isinstance(raw, str):
        return [shown(raw).replace(",", ".")] == codes
    typed = [part for part in map(clean_text, _LIST_MARKS.split(raw.casefold())) if part]
    if sorted(typed) == sorted(codes):
        return True
    words = sorted(match_key(raw).split())
    spoken = (
        [choice.label.vi for choice in chosen],
        [choice.label.en for choice in chosen],
        [f"{choice.code} {choice.label.vi}" for choice in chosen],
        [f"{choice.code} {choice.label.en}" for choice in chosen],
    )
    return any(words == sorted(match_key(" ".join(labels)).split()) for labels in spoken)


def _asked(raw: RawValue, field: FormField) -> Reading:
    codes = {choice.code for choice in field.choices}
    expected = None
    if isinstance(raw, date):
        # “2.1” typed where the spreadsheet takes it for a day.
        likely = [code for code in (f"{raw.day}.{raw.month}", f"{raw.month}.{raw.day}") if code in codes]
        expected = likely[0] if len(set(likely)) == 1 else None
    return asked("choice_expected", raw, expected, choices="; ".join(_offered(field)))


def _offered(field: FormField) -> Iterable[str]:
    for choice in field.choices:
        yield choice.label.vi if field.type is FieldType.CHOICE else f"{choice.code} ({choice.label.vi})"

"""Numbers, dates and windows in words: as a clerk writes them, and as an English reader does."""

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from tonghop.core.definitions import FieldType, Form, Language, Number
from tonghop.core.rules.language import Call, Name, Node
from tonghop.core.spelling import plain, spelled

Windows: TypeAlias = tuple[tuple[date, date], ...]

PLACES = 6
"""Numbers that agree to this many decimals are equal, in Python and in the sheet: a sheet computes in floats."""

_UNIT = Decimal(1).scaleb(-PLACES)
_AMPLE = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Number) -> Number:
    """Return a number as comparisons see it: to six decimals, half away from zero as a sheet's ROUND does."""
    if isinstance(value, int):
        return value
    exponent = value.as_tuple().exponent
    return value.quantize(_UNIT, context=_AMPLE) if isinstance(exponent, int) and exponent < -PLACES else value


def written_number(value: Number, language: Language = "vi") -> str:
    """Write a number with at most six decimals: 3640 is “3.640” in Vietnamese, “3,640” in English."""
    settled = rounded(value)
    if language == "vi":
        return spelled(settled, FieldType.COUNT if isinstance(settled, int) else FieldType.DECIMAL)
    whole, _, fraction = plain(settled).partition(",")
    grouped = f"{int(whole):,}" if whole != "-0" else whole
    return f"{grouped}.{fraction}" if fraction else grouped


def written_windows(windows: Windows) -> str:
    """Write windows as a clerk does: “17/12/2019–29/02/2020; 01/03/2020–31/03/2020”."""
    return "; ".join(_day(start) if start == end else f"{_day(start)}–{_day(end)}" for start, end in merged(windows))


def merged(windows: Windows) -> Windows:
    """Return the windows in order, those that overlap or touch made into one."""
    done: list[tuple[date, date]] = []
    for start, end in sorted(windows):
        if done and start.toordinal() <= done[-1][1].toordinal() + 1:
            done[-1] = (done[-1][0], max(done[-1][1], end))
        else:
            done.append((start, end))
    return tuple(done)


def clerk_writes(value: Decimal | int | str | date, node: Node, form: Form | None) -> str:
    """Write the value of a side of a rule; with ``form``, a rate in per cent and a choice by its label."""
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, str):
        return _label(value, node, form)
    if form is not None and _is_rate(node, form):
        return spelled(rounded(value), FieldType.RATE)
    return written_number(value)


def _is_rate(node: Node, form: Form) -> bool:
    name = node.name if isinstance(node, Name) else node.field if isinstance(node, Call) else None
    return any(field.name == name and field.type is FieldType.RATE for field in form.fields)


def _label(code: str, node: Node, form: Form | None) -> str:
    if form is None or not isinstance(node, Name):
        return code
    labels = {
        choice.code: choice.label.vi for field in form.fields if field.name == node.name for choice in field.choices
    }
    return labels.get(code, code)


def _day(day: date) -> str:
    return spelled(day, FieldType.DATE)

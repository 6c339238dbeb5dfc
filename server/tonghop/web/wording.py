"""How values are written in pages: days, instants, numbers, states."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import partial
from types import MappingProxyType

from tonghop.core.accounts import ROLE_WORDS
from tonghop.core.consolidation import Include
from tonghop.core.definitions import Number
from tonghop.core.errors import marked
from tonghop.sentences import SEVERITIES, STATES

INCLUDED: Mapping[Include, str] = MappingProxyType(
    {Include.ACCEPTED: marked("accepted reports only"), Include.SUBMITTED: marked("all submitted reports")}
)


def day(value: date | None) -> str:
    """Write a day as 31/3/2020; blank for none."""
    return "" if value is None else f"{value.day}/{value.month}/{value.year}"


def instant(value: datetime | None, zone: tzinfo) -> str:
    """Write an instant as 14:05 31/3/2020 in a zone; blank for none."""
    if value is None:
        return ""
    here = value.astimezone(zone)
    return f"{here:%H:%M} {day(here.date())}"


def number(value: Number | None) -> str:
    """Write a number as Vietnamese clerks do: 3.640 and 0,5; blank for none."""
    if value is None:
        return ""
    exact = Decimal(value)
    plain = f"{exact:,.0f}" if exact == exact.to_integral_value() else f"{exact.normalize():,f}"
    return plain.translate(str.maketrans(",.", ".,"))


def percent(value: Decimal | None) -> str:
    """Write a share of one as 98,4 %; a dash where there is nothing to share."""
    return "–" if value is None else f"{number(round(value * 100, 1))} %"


def said(say: Callable[[str], str], zone: tzinfo) -> dict[str, object]:
    """Return what pages write values with."""
    return {
        "day": day,
        "instant": partial(instant, zone=zone),
        "number": number,
        "percent": percent,
        "state_word": lambda state: say(STATES[state]),
        "role_word": lambda role: say(ROLE_WORDS[role]),
        "severity_word": lambda severity: say(SEVERITIES[severity]),
        "include_word": lambda include: say(INCLUDED[include]),
    }

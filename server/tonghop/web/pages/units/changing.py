"""What becomes of a unit: another name or superior, a merger, a split, its end."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tonghop.core import reorganising
from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.core.reorganising import Units
from tonghop.core.units import Unit
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.filling import filled, filled_day, refuse_past
from tonghop.web.pages.units.blueprint import PAGES
from tonghop.web.pages.units.listing import unit_page
from tonghop.web.wording import day as written_day
from tonghop.workflow import Change

Asked: TypeAlias = tuple[Change, Mapping[str, object]]
"""A change, and what the audit is told of it."""

NAME, UNDER, INTO, PARTS = marked("New name"), marked("Under"), marked("Code they become"), marked("New units")
ON = marked("From the day")


class NotANamedPart(TonghopError):
    message = marked("“{text}” does not say which unit it is. Write each new unit on a line of its own as CODE = NAME.")


@PAGES.post("/c/<campaign>/units/<unit>/<change>")
@needs(Right.MANAGE, whole=True)
def change(campaign: str, unit: str, change: str) -> Response | str:
    """Make one of the changes and tell which lines of the list it left."""
    if change not in _CHANGES:
        abort(404)
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        made, act = _CHANGES[change](unit, filled_day("on", ON))
        before = desk.office.units(chosen.code)
        desk.office.change_units(chosen, made, {"action": change, **act}, who=desk.who, at=desk.now)
        after = desk.office.units(chosen.code)
    except TonghopError as problem:
        return unit_page(chosen, unit, problem)
    for row in after:
        if row not in before:
            flash(_line(row), "good")
    return redirect(url_for("units.unit", campaign=campaign, unit=unit))


def _rename(code: str, on: date) -> Asked:
    name = filled("name", NAME)
    return lambda units: reorganising.rename(units, code, name, on), {"code": code, "name": name, "on": on}


def _move(code: str, on: date) -> Asked:
    under = filled("under", UNDER)
    return lambda units: reorganising.move(units, code, under, on), {"codes": [code], "under": under, "on": on}


def _merge(code: str, on: date) -> Asked:
    into = filled("into", INTO)
    others = request.form.get("others", "").replace(",", " ").replace(";", " ").split()
    codes = [code, *others]
    name, under = (request.form.get(part, "").strip() or None for part in ("name", "under"))
    act = {"codes": codes, "into": into, "name": name, "under": under, "on": on}

    def merged(units: Units) -> Units:
        return reorganising.merge(units, codes, into, on, name=name, under=under)

    return merged, act


def _split(code: str, on: date) -> Asked:
    into = dict(_part(line) for line in filled("parts", PARTS).splitlines() if line.strip())
    return lambda units: reorganising.split(units, code, into, on), {"code": code, "into": into, "on": on}


def _close(code: str, on: date) -> Asked:
    successor = request.form.get("successor", "").strip() or None
    act = {"code": code, "successor": successor, "on": on}
    return lambda units: reorganising.close(units, code, on, successor=successor), act


_CHANGES: Mapping[str, Callable[[str, date], Asked]] = MappingProxyType(
    {"rename": _rename, "move": _move, "merge": _merge, "split": _split, "close": _close}
)


def _part(line: str) -> tuple[str, str]:
    code, _, name = line.partition("=")
    if not code.strip() or not name.strip():
        raise NotANamedPart(text=line.strip())
    return code.strip(), name.strip()


def _line(row: Unit) -> str:
    """Say what a changed line of the list says now."""
    said: dict[str, object] = {"code": row.code, "name": row.name, "under": row.parent or "–"}
    if row.valid_to is None:
        told = marked("{code} {name}, under {under}, from {first}")
        return desk.say(told, **said, first=written_day(row.valid_from) or "–")
    if row.successors:
        told = marked("{code} {name}, to {last}; its reports go to {successors}")
        return desk.say(told, **said, last=written_day(row.valid_to), successors=", ".join(row.successors))
    return desk.say(marked("{code} {name}, under {under}, to {last}"), **said, last=written_day(row.valid_to))

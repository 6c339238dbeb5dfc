"""Where the copies of an item are, level by level and unit by unit, with what does not agree in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template, request

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.allocating import Item
from tonghop.core.balancing import Balance, by_level
from tonghop.core.definitions import Campaign, Number
from tonghop.core.errors import marked
from tonghop.core.submission import Coverage
from tonghop.web import wording
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.about import manages
from tonghop.web.pages.materials.blueprint import PAGES


@dataclass(frozen=True, slots=True)
class Told:
    """What does not agree at a unit, in words, and how much it weighs."""

    words: str
    kind: str
    """A class of the stylesheet: ``blocking``, ``warning`` or ``note``."""


@PAGES.get("/c/<campaign>/materials")
@needs(Right.VIEW)
def materials(campaign: str) -> str:
    """Show the balance of one item in sight of the reader."""
    chosen = desk.campaign(campaign)
    items = workflow.items(chosen)
    if not items:
        return render_template("materials/none.html", campaign=chosen)
    item = _item(items)
    lines = [
        line
        for line in workflow.balance(desk.office, chosen, item, desk.as_of)
        if desk.sees(chosen.code, line.unit.code)
    ]
    return render_template(
        "materials/materials.html",
        campaign=chosen,
        items=items,
        item=item,
        lines=[(line, told(line)) for line in lines if _shown(chosen, item, line)],
        levels=[(chosen.level(one.level).label, one) for one in by_level(chosen, lines)],
        allocation=desk.store.allocation(chosen.code, desk.office.end_of(desk.as_of)),
        manages=manages(chosen),
    )


def _item(items: Sequence[Item]) -> Item:
    asked = request.args.get("item", items[0].code)
    found = next((item for item in items if item.code == asked), None)
    if found is None:
        abort(404)
    return found


def _shown(campaign: Campaign, item: Item, line: Balance) -> bool:
    """Tell whether a unit handles the item: one whose level never fills it has no line unless something came."""
    if line.period is not None or line.allocated is not None:
        return True
    form = campaign.form(item.form)
    asked = not form.levels or line.unit.level in form.levels
    return asked and campaign.level(line.unit.level).reports


def told(line: Balance) -> list[Told]:
    """Say what does not agree at a unit."""
    return [*_own(line), *_below(line)]


def _size(difference: Number) -> Number:
    return difference if difference > 0 else -difference


def _own(line: Balance) -> list[Told]:
    if line.period is None:
        return [Told(desk.say(marked("has not reported")), "note")]
    if line.beyond is None or line.beyond == 0:
        return []
    count = wording.number(_size(line.beyond))
    if line.beyond < 0:
        return [Told(desk.say(marked("{count} fewer came than were allocated"), count=count), "warning")]
    return [Told(desk.say(marked("{count} more came than were allocated"), count=count), "warning")]


def _below(line: Balance) -> list[Told]:
    if line.coverage is not Coverage.OWN or not line.passed_down:
        return []
    silent = desk.say(marked(" ({count} units below have not reported)"), count=line.silent) if line.silent else ""
    if line.astray is None:
        return [Told(desk.say(marked("nobody below has said what arrived")) + silent, "note")]
    if line.astray == 0:
        return []
    count = wording.number(_size(line.astray))
    if line.astray > 0:
        words = desk.say(marked("{count} that were passed down did not arrive"), count=count)
    else:
        words = desk.say(marked("{count} more arrived below than were passed down"), count=count)
    return [Told(words + silent, "note" if line.silent and line.astray > 0 else "warning")]

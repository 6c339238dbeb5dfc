"""Sharing material out: tried as often as one likes, then put in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tonghop import workflow
from tonghop.core import calendar
from tonghop.core.accounts import Right
from tonghop.core.allocating import NORM, Allocation, ItemAllocation, Share
from tonghop.core.definitions import Campaign, FixedRow
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.about import XLSX, attachment
from tonghop.web.pages.filling import refuse_past, refused, whole
from tonghop.web.pages.materials.blueprint import PAGES

_STOCK, _AMOUNT = "stock.", "amount."


class NotPercent(TonghopError):
    message = marked("“{text}” is not a share of a hundred. Write the reserve as 5 or 2,5.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    stock: Mapping[str, int]
    amounts: Mapping[str, int]
    reserve: Fraction
    period: str | None


@dataclass(frozen=True, slots=True)
class UnitShares:
    """What one unit gets of an item, row by row."""

    unit: Unit
    depth: int
    shares: Mapping[str, Share] = field(default_factory=dict)


@PAGES.get("/c/<campaign>/materials/allocate")
@needs(Right.MANAGE, whole=True)
def allocate(campaign: str) -> Response | str:
    """Show what an allocation would give; nothing is kept."""
    chosen = desk.campaign(campaign)
    if "tried" not in request.args:
        return _page(chosen)
    try:
        return _page(chosen, made=_made(chosen, request.args))
    except TonghopError as problem:
        return _page(chosen, problem=problem)


@PAGES.get("/c/<campaign>/materials/allocation.xlsx")
@needs(Right.MANAGE, whole=True)
def allocation_workbook(campaign: str) -> Response:
    """Give the allocation as the workbook with slips to sign."""
    chosen = desk.campaign(campaign)
    content = workflow.allocation_file(_made(chosen, request.args), desk.as_of)
    return attachment(content, f"phan-bo-{chosen.code}.xlsx", XLSX)


@PAGES.post("/c/<campaign>/materials/allocate")
@needs(Right.MANAGE, whole=True)
def keep(campaign: str) -> Response | str:
    """Put an allocation in force: later reports are held to it."""
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        made = _made(chosen, request.form)
        desk.store.save_allocation(made, who=desk.who, at=desk.now)
    except TonghopError as problem:
        return _page(chosen, problem=problem)
    flash(desk.say(marked("The allocation is in force. Later reports are compared with it.")), "good")
    return redirect(url_for("materials.materials", campaign=campaign))


def _made(campaign: Campaign, said: MultiDict[str, str]) -> Allocation:
    wanted = _wanted(campaign, said)
    return workflow.allocate(
        desk.office,
        campaign,
        as_of=desk.as_of,
        stock=wanted.stock,
        amounts=wanted.amounts,
        reserve=wanted.reserve,
        period=None if wanted.period is None else desk.period(campaign, wanted.period),
    )


def _wanted(campaign: Campaign, said: MultiDict[str, str]) -> Wanted:
    """Read what was filled in; raises NotWhole or NotPercent, naming the item."""
    listed = workflow.items(campaign)
    stock = {one.code: whole(said.get(_STOCK + one.code, ""), desk.text(one.label)) for one in listed}
    rows = [row for one in listed for row in one.rows if _is_free(row)]
    amounts = {row.code: whole(said.get(_AMOUNT + row.code, ""), desk.text(row.label)) for row in rows}
    return Wanted(_given(stock), _given(amounts), _percent(said.get("reserve", "")), said.get("period") or None)


def _given(numbers: Mapping[str, int | None]) -> dict[str, int]:
    return {code: number for code, number in numbers.items() if number is not None}


def _percent(text: str) -> Fraction:
    said = text.strip().removesuffix("%").strip().replace(",", ".")
    try:
        share = Fraction(said) if said and "/" not in said and "e" not in said.lower() else Fraction(-bool(said))
    except ValueError:
        share = Fraction(-1)
    if not 0 <= share <= 100:  # noqa: PLR2004 -- per cent
        raise NotPercent(text=text)
    return share


def _is_free(row: FixedRow) -> bool:
    """Tell whether a row has no norm, so that an amount for each unit may be said."""
    return NORM not in row.given or row.base is None


def _page(campaign: Campaign, made: Allocation | None = None, problem: TonghopError | None = None) -> Response | str:
    listed = workflow.items(campaign)
    page = render_template(
        "materials/allocate.html",
        campaign=campaign,
        items=listed,
        free={one.code: [row for row in one.rows if _is_free(row)] for one in listed},
        periods=[period for period in calendar.periods(campaign, desk.as_of) if not period.derived],
        said=request.values,
        made=made,
        shares=[] if made is None else [(one, _by_unit(made, one)) for one in made.items if one.shares],
        problem=problem,
    )
    return refused(page, problem)


def _by_unit(made: Allocation, one: ItemAllocation) -> list[UnitShares]:
    """Return the shares of an item unit by unit, in tree order."""
    rows: dict[str, dict[str, Share]] = {}
    for share in one.shares:
        rows.setdefault(share.unit, {})[share.row] = share
    units = ((made.tree.by_code[code], found) for code, found in rows.items())
    return [UnitShares(unit, made.tree.depth(unit.code), found) for unit, found in units]

"""The tree of units as it is on a day, and one unit with its register and its history."""

import unicodedata
from collections.abc import Iterable
from datetime import date

from flask import Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.definitions import Campaign
from tonghop.core.errors import TonghopError
from tonghop.core.units import Unit, UnitTree
from tonghop.storage import AuditEntry, AuditSearch
from tonghop.web import wording
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.audit.words import sentence
from tonghop.web.pages.campaigns.about import XLSX, attachment, manages
from tonghop.web.pages.filling import refused
from tonghop.web.pages.units.blueprint import PAGES

_SHOWN_FIGURES = 1


@PAGES.get("/c/<campaign>/units")
@needs(Right.VIEW)
def units(campaign: str) -> str:
    """Show the tree below the reader's own unit, or what a search finds in it."""
    chosen = desk.campaign(campaign)
    day = _day()
    tree = desk.office.tree(chosen.code, day)
    own = desk.account.unit
    top = tree.root.code if own is None or own not in tree.by_code else own
    seen = tree.subtree(top) if desk.sees(chosen.code, top) else ()
    sought = request.args.get("q", "").strip()
    return render_template(
        "units/list.html",
        campaign=chosen,
        tree=tree,
        top=tree.by_code[top],
        on=day,
        written_day=wording.day(day),
        seen=seen,
        sought=sought,
        found=[unit for unit in seen if _fits(unit, sought)] if sought else None,
        above={unit.code: _above(tree, unit) for unit in seen} if sought else {},
        levels={level.code: level.label for level in chosen.levels},
        fields=workflow.register_fields(chosen)[:_SHOWN_FIGURES],
        registers=workflow.unit_registers(desk.office, chosen, desk.as_of),
        manages=manages(chosen),
    )


@PAGES.get("/c/<campaign>/units.xlsx")
@needs(Right.MANAGE, whole=True)
def units_workbook(campaign: str) -> AnyResponse:
    """Give the whole list as a workbook."""
    chosen = desk.campaign(campaign)
    return attachment(workflow.units_file(desk.office, chosen), f"don-vi-{chosen.code}.xlsx", XLSX)


@PAGES.get("/c/<campaign>/units/<unit>")
@needs(Right.VIEW)
def unit(campaign: str, unit: str) -> AnyResponse | str:
    """Show one unit."""
    return unit_page(desk.campaign(campaign), unit)


def unit_page(campaign: Campaign, code: str, problem: TonghopError | None = None) -> Response | str:
    """Return a unit's page, with what was refused of a change asked for on it."""
    found = desk.unit(campaign, code)
    tree = desk.office.tree(campaign.code, desk.as_of)
    rows = [row for row in desk.office.units(campaign.code) if row.code == code]
    page = render_template(
        "units/unit.html",
        campaign=campaign,
        unit=found,
        problem=problem,
        level=campaign.level(found.level).label,
        tree=tree,
        names={one.code: one.name for one in desk.office.units(campaign.code)},
        rows=rows,
        below=tree.children.get(code, ()),
        fields=workflow.register_fields(campaign),
        register=workflow.unit_registers(desk.office, campaign, desk.as_of).get(code),
        acts=_acts(campaign, code),
        manages=manages(campaign),
        exists=code in tree.by_code,
        filled=request.form,
    )
    return refused(page, problem)


def _acts(campaign: Campaign, code: str) -> list[tuple[AuditEntry, str]]:
    """Return what was done to a unit by someone, newest first: what names its code."""
    until = desk.office.end_of(desk.as_of)
    search = AuditSearch(action="change_units", subject=campaign.code, until=until)
    return [
        (entry, sentence(entry, desk.say)) for entry in desk.store.search_audit(search) if _names(entry, campaign, code)
    ]


def _names(entry: AuditEntry, campaign: Campaign, code: str) -> bool:
    said = entry.details
    codes: list[object] = [said.get("code"), said.get("into"), said.get("under"), said.get("successor")]
    for several in (said.get("codes"), said.get("into")):
        codes += list(several) if isinstance(several, Iterable) and not isinstance(several, str) else []
    return entry.subject == campaign.code and code in codes


def _day() -> date:
    """Return the day whose tree is asked for, one to come too; the day that is looked from where none is."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return desk.as_of


def _fits(unit: Unit, sought: str) -> bool:
    return _folded(sought) in _folded(f"{unit.code} {unit.name}")


def _folded(text: str) -> str:
    """Return a text without accents and capitals, as people type when they search."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return " ".join(bare.casefold().replace("đ", "d").split())


def _above(tree: UnitTree, unit: Unit) -> str:
    """Return the names of what stands above a unit, the nearest first, without the topmost."""
    names = []
    above = tree.by_code.get(unit.parent or "")
    while above is not None and above.parent is not None:
        names.append(above.name)
        above = tree.by_code.get(above.parent)
    return ", ".join(names)

"""While a campaign runs: exemptions and later last days for units, closing it and opening it again."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import GrantKind
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.about import page
from tonghop.web.pages.campaigns.blueprint import PAGES
from tonghop.web.pages.filling import filled, filled_day, refuse_past
from tonghop.web.wording import day as written_day

UNIT, PERIOD, UNTIL, REASON = marked("Unit"), marked("Period"), marked("Last day"), marked("Reason")


@PAGES.post("/c/<campaign>/grants")
@needs(Right.MANAGE)
def grant(campaign: str) -> Response | str:
    """Free a unit from a report, or let it come later."""
    chosen = desk.campaign(campaign)
    if not desk.sees(campaign, request.form.get("unit", "")):
        abort(403)
    try:
        refuse_past()
        unit = desk.unit(chosen, filled("unit", UNIT))
        period = desk.period(chosen, filled("period", PERIOD))
        reason, who, at = filled("reason", REASON), desk.who, desk.now
        if request.form.get("kind") == "exempt":
            workflow.grant_exemption(desk.office, chosen, period, unit, reason=reason, who=who, at=at)
            told = desk.say(marked("{unit} need not report for “{period}”."), unit=unit.name, period=period.label)
        else:
            until = filled_day("until", UNTIL)
            workflow.grant_extension(desk.office, chosen, period, unit, until, reason=reason, who=who, at=at)
            said = marked("{unit} may report for “{period}” until {day}.")
            told = desk.say(said, unit=unit.name, period=period.label, day=written_day(until))
    except TonghopError as problem:
        return page(chosen, problem)
    flash(told, "good")
    return redirect(url_for("campaigns.about", campaign=campaign, _anchor="grants"))


@PAGES.post("/c/<campaign>/grants/withdraw")
@needs(Right.MANAGE)
def withdraw(campaign: str) -> Response | str:
    """Take back what was granted to a unit."""
    chosen = desk.campaign(campaign)
    if not desk.sees(campaign, request.form.get("unit", "")):
        abort(403)
    kind = request.form.get("kind")
    if kind not in set(GrantKind):
        abort(400)
    try:
        refuse_past()
        unit = desk.unit(chosen, filled("unit", UNIT))
        period = desk.period(chosen, filled("period", PERIOD))
        reason, who, at = filled("reason", REASON), desk.who, desk.now
        workflow.withdraw_grant(desk.office, chosen, period, unit, GrantKind(kind), reason=reason, who=who, at=at)
    except TonghopError as problem:
        return page(chosen, problem)
    told = marked("Withdrawn: for {unit} and “{period}” the plan's own last day holds again.")
    flash(desk.say(told, unit=unit.name, period=period.label), "good")
    return redirect(url_for("campaigns.about", campaign=campaign, _anchor="grants"))


@PAGES.post("/c/<campaign>/close")
@needs(Right.MANAGE, whole=True)
def close(campaign: str) -> Response | str:
    """Take no reports after a day."""
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        day, reason = filled_day("last_day", UNTIL), filled("reason", REASON)
        workflow.close_campaign(desk.office, chosen, day, reason=reason, who=desk.who, at=desk.now)
    except TonghopError as problem:
        return page(chosen, problem)
    flash(desk.say(marked("The campaign takes reports until {day}, none after it."), day=written_day(day)), "good")
    return redirect(url_for("campaigns.about", campaign=campaign, _anchor="closing"))


@PAGES.post("/c/<campaign>/reopen")
@needs(Right.MANAGE, whole=True)
def reopen(campaign: str) -> Response | str:
    """Take reports again."""
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        workflow.reopen_campaign(desk.office, chosen, reason=filled("reason", REASON), who=desk.who, at=desk.now)
    except TonghopError as problem:
        return page(chosen, problem)
    flash(desk.say(marked("The campaign takes reports again.")), "good")
    return redirect(url_for("campaigns.about", campaign=campaign, _anchor="closing"))

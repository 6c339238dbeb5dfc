"""Which campaigns there are, and what one of them asks: its schedule, its forms as a clerk sees them, its files."""

from datetime import timedelta

from flask import Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tonghop import catalogue, jobs, workflow
from tonghop.core import calendar
from tonghop.core.accounts import Right
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.core.stamp import Layout
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.blueprint import PAGES
from tonghop.web.pages.campaigns.preview import preview
from tonghop.web.pages.filling import refused

_AHEAD = timedelta(days=366)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NoWorkbooks(TonghopError):
    message = marked("No unit that you see owes a report for {period}, so there are no workbooks.")


@PAGES.get("/campaigns")
@needs(Right.VIEW)
def campaigns() -> str:
    """List the campaigns."""
    closed = desk.store.closed(desk.office.end_of(desk.as_of))
    return render_template("campaigns/list.html", campaigns=desk.office.campaigns.values(), closed=closed)


@PAGES.get("/c/<campaign>")
@needs(Right.VIEW)
def about(campaign: str) -> AnyResponse | str:
    """Tell about one campaign."""
    return page(desk.campaign(campaign))


def page(campaign: Campaign, problem: TonghopError | None = None) -> Response | str:
    """Return the page about a campaign, with what was refused of a form on it."""
    instant = desk.office.end_of(desk.as_of)
    tree = desk.office.tree(campaign.code, desk.as_of)
    seen = [unit for unit in tree.units if desk.sees(campaign.code, unit.code)]
    made = render_template(
        "campaigns/about.html",
        campaign=campaign,
        problem=problem,
        schedule=calendar.schedule(campaign, desk.as_of + _AHEAD),
        last_day=calendar.last_day,
        deadline_text=calendar.deadline_text,
        levels={level.code: level.label for level in campaign.levels},
        units={unit.code: unit for unit in desk.office.units(campaign.code)},
        seen=seen,
        depth=tree.depth,
        grants=[one for one in desk.store.grants(campaign.code, instant) if desk.sees(campaign.code, one.unit)],
        closures=desk.store.closures(campaign.code, instant),
        manages=manages(campaign),
        own_template=catalogue.own_report_template(campaign.code, desk.service.instance.folder),
        filled=request.form,
    )
    return refused(made, problem)


def manages(campaign: Campaign) -> bool:
    """Tell whether who is signed in may change what belongs to the whole campaign, now."""
    return desk.account.may(Right.MANAGE) and desk.sees_all(campaign.code) and not desk.looks_back


@PAGES.get("/c/<campaign>/form/<form>")
@needs(Right.VIEW)
def form(campaign: str, form: str) -> str:
    """Show a form as a clerk will see it."""
    chosen = desk.campaign(campaign)
    found = next((one for one in chosen.forms if one.code == form), None)
    if found is None:
        abort(404)
    filling = [level for level in chosen.levels if not found.levels or level.code in found.levels]
    level = request.args.get("level") or filling[0].code
    if level not in {one.code for one in filling}:
        abort(404)
    shown = preview(found, level, desk.language)
    return render_template("campaigns/form.html", campaign=chosen, form=shown, levels=filling, level=level)


@PAGES.get("/c/<campaign>/campaign.xlsx")
@needs(Right.MANAGE, whole=True)
def campaign_workbook(campaign: str) -> AnyResponse:
    """Give the campaign as a workbook to be edited."""
    chosen = desk.campaign(campaign)
    content = catalogue.campaign_workbook(chosen, desk.office.units(chosen.code))
    return attachment(content, f"{chosen.code}-v{chosen.version}.xlsx", XLSX)


@PAGES.post("/c/<campaign>/workbooks/<period>")
@needs(Right.VIEW)
def workbooks(campaign: str, period: str) -> AnyResponse:
    """Have the workbooks of all units in sight made as one zip: one each, or one for each group."""
    chosen = desk.campaign(campaign)
    due = desk.period(chosen, period)
    layout = Layout.GROUP if request.form.get("layout") == Layout.GROUP else Layout.UNIT
    order = jobs.Workbooks(
        campaign=chosen.code, period=due.code, as_of=desk.as_of, layout=layout, units=_owing(chosen, due, layout)
    )
    job = desk.service.queue.ask(desk.office, order, who=desk.who, at=desk.now, unit=desk.account.unit)
    return redirect(url_for("jobs.job", job=job.id))


def _owing(campaign: Campaign, period: Period, layout: Layout) -> tuple[str, ...]:
    """Return the units in sight whose workbooks there are; raises NoWorkbooks where there are none."""
    if layout is Layout.GROUP:
        found = [parent for parent, _ in workflow.groups(desk.office, campaign, period)]
    else:
        found = list(workflow.owing(desk.office, campaign, period))
    seen = tuple(unit.code for unit in found if desk.sees(campaign.code, unit.code))
    if not seen:
        raise NoWorkbooks(period=period.label)
    return seen


def attachment(content: bytes, name: str, kind: str) -> AnyResponse:
    """Return bytes to be saved as a file."""
    made = Response(content, mimetype=kind)
    made.headers.set("Content-Disposition", "attachment", filename=name)
    return made

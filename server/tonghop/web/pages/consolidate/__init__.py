"""Consolidating at the press of a button, what was given out, and where each number came from."""

from collections.abc import Mapping
from datetime import datetime

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tonghop import workflow
from tonghop.core import calendar
from tonghop.core.accounts import Right
from tonghop.core.completeness import progress
from tonghop.core.consolidation import Include, Issue
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import marked
from tonghop.web import consolidating, origins, reports
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.consolidate import figures
from tonghop.web.pages.consolidate.document import Document, Line, read_document
from tonghop.web.pages.navigation import Item, Topic
from tonghop.workflow import Origin

PAGES = Blueprint("consolidate", __name__)
TOPIC = Topic(PAGES, Item("consolidate.campaigns", marked("Consolidate"), Right.MANAGE))

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


@PAGES.get("/consolidate")
@needs(Right.MANAGE)
def campaigns() -> str:
    """List the campaigns with their periods that have begun, newest first."""
    listed = [
        (campaign, _periods(campaign)) for campaign in desk.office.campaigns.values() if desk.sees_all(campaign.code)
    ]
    return render_template("consolidate/campaigns.html", campaigns=listed)


@PAGES.get("/c/<campaign>/consolidate/<period>")
@needs(Right.VIEW, whole=True)
def period(campaign: str, period: str) -> str:
    """Show how far a period is, the button, and what was given out."""
    chosen, due = _named(campaign, period)
    components = calendar.components(chosen, due)
    standings = workflow.standings(desk.office, chosen, desk.as_of)
    return render_template(
        "consolidate/period.html",
        campaign=chosen,
        period=due,
        progress=[(one, progress(standings, one.code)) for one in components],
        issues=tuple(reversed(desk.store.issues(campaign, period))),
        begun=due.start <= desk.as_of,
    )


@PAGES.post("/c/<campaign>/consolidate/<period>")
@needs(Right.MANAGE, whole=True)
def press(campaign: str, period: str) -> AnyResponse:
    """Have the next issue made."""
    chosen, due = _named(campaign, period)
    include = Include.ACCEPTED if request.form.get("include") == Include.ACCEPTED else Include.SUBMITTED
    job = consolidating.ask(chosen, due, include)
    return redirect(url_for("jobs.job", job=job.id))


@PAGES.get("/c/<campaign>/issues/<period>/<int:number>")
@needs(Right.VIEW, whole=True)
def issue(campaign: str, period: str, number: int) -> str:
    """Show an issue: its files, its figures and what changed."""
    chosen, due = _named(campaign, period)
    kept = _issue(chosen, due, number)
    files = desk.store.issue_files(campaign, period, number)
    document = _document(files)
    line = _line(document, request.args.get("line", "0"))
    measures = figures.chartable(document)
    measure = request.args.get("measure") or (measures[0].measure if measures else "")
    return render_template(
        "consolidate/issue.html",
        campaign=chosen,
        period=due,
        issue=kept,
        files=files,
        document=document,
        names={one.code: one.name for one in desk.office.units(campaign)},
        line=line,
        above=document.above(line),
        tables=figures.tables(document, line, desk.language),
        measures=measures,
        measure=measure,
        bars=figures.chart(document, line, measure),
    )


@PAGES.get("/c/<campaign>/issues/<period>/<int:number>.<kind>")
@needs(Right.VIEW, whole=True)
def file(campaign: str, period: str, number: int, kind: str) -> Response:
    """Hand out a file of an issue."""
    digest = desk.store.issue_files(campaign, period, number).get(kind)
    if digest is None or kind not in KINDS:
        abort(404)
    name = f"tong-hop-{campaign}-{period}-{number}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{digest}"'}
    return Response(desk.store.content(digest), mimetype=KINDS[kind], headers=headers)


@PAGES.get("/c/<campaign>/source/<period>/<int:number>")
@needs(Right.VIEW, whole=True)
def source(campaign: str, period: str, number: int) -> str:
    """Show where a number came from: the parts of a total, the cells of a report."""
    chosen, due = _named(campaign, period)
    document = _document(desk.store.issue_files(campaign, period, number))
    line = _line(document, request.args.get("line", "0"))
    column = document.by_measure.get(request.args.get("measure", ""))
    if column is None:
        abort(404)
    return render_template(
        "consolidate/source.html",
        campaign=chosen,
        period=due,
        issue=_issue(chosen, due, number),
        document=document,
        line=line,
        above=document.above(line),
        below=document.below(line),
        moment=datetime.fromisoformat,
        column=column,
        origin=_origin(chosen, line),
        operands=[one for one in document.columns if one.form == column.form and one.row == column.row],
    )


def _periods(campaign: Campaign) -> list[Period]:
    begun = [one for one in calendar.periods(campaign, desk.as_of) if calendar.components(campaign, one)]
    return sorted(begun, key=lambda one: one.end, reverse=True)


def _named(campaign: str, period: str) -> tuple[Campaign, Period]:
    chosen = desk.campaign(campaign)
    return chosen, desk.period(chosen, period)


def _issue(campaign: Campaign, period: Period, number: int) -> Issue:
    found = [one for one in desk.store.issues(campaign.code, period.code) if one.number == number]
    if not found:
        abort(404)
    return found[0]


def _document(files: Mapping[str, str]) -> Document:
    if "json" not in files:
        abort(404)
    return read_document(desk.store.content(files["json"]))


def _origin(campaign: Campaign, line: Line) -> Origin | None:
    """Return the shared spreadsheet that a unit's own figures came from, where its one report of the period did."""
    if len(line.revisions) != 1:
        return None
    (revision,) = line.revisions
    period = reports.known_period(campaign, revision["period"])
    if period is None or not workflow.is_shared(desk.office, revision["digest"]):
        return None
    return origins.in_sight(campaign, period, revision["unit"])


def _line(document: Document, asked: str) -> Line:
    line = document.line(int(asked)) if asked.isdecimal() else None
    if line is None:
        abort(404)
    return line

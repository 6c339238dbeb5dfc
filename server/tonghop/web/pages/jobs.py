"""Long work that somebody asked for: how far it is, and the way to what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tonghop import jobs
from tonghop.core.accounts import Right
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.storage import Job, JobState
from tonghop.web import reports
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.navigation import Topic
from tonghop.web.pages.sheets import results

PAGES = Blueprint("jobs", __name__)
TOPIC = Topic(PAGES)


@PAGES.get("/jobs/<job>")
@needs(Right.VIEW)
def job(job: str) -> str | AnyResponse:
    """Show how far a job is; one that is done leads on to what it made."""
    found = _found(job)
    if found.state is JobState.DONE and found.kind == jobs.Consolidate.kind and "issue" in found.result:
        target = url_for(
            "consolidate.issue",
            campaign=found.payload["campaign"],
            period=found.payload["period"],
            number=found.result["issue"],
        )
        return _lead_on(target)
    return render_template(
        "jobs/part.html" if _by_htmx() else "jobs/job.html",
        job=found,
        failure=jobs.failure_text(found, desk.language),
        files=_told(found) if found.kind == jobs.Ingest.kind else (),
        results=desk.store.jobs.results(found.id) if found.state is JobState.DONE else (),
        sheets=results.told(found),
        is_over=found.state in {JobState.DONE, JobState.FAILED},
    )


@PAGES.get("/jobs/<job>/<path:name>")
@needs(Right.VIEW)
def result(job: str, name: str) -> Response:
    """Hand out a file that a job made."""
    content = desk.store.jobs.result(_found(job).id, name)
    answer = Response(content, mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part of a file that was taken in."""

    unit: str
    period: str
    campaign: str
    address: str
    errors: int
    others: int


@dataclass(frozen=True, slots=True)
class Line:
    """A file that is or was taken in."""

    name: str
    waits: bool
    refusal: str | None
    parts: tuple[Part, ...]


def _told(found: Job) -> tuple[Line, ...]:
    """Return what became of each file so far."""
    return tuple(
        Line(
            name=file.name,
            waits=file.outcome is None,
            refusal=jobs.refusal_text(file, desk.language),
            parts=tuple(_part(one) for one in cast("list[dict[str, Any]]", (file.outcome or {}).get("units", ()))),
        )
        for file in desk.store.jobs.files(found.id)
    )


def _part(told: Mapping[str, Any]) -> Part:
    key = SubmissionKey(told["campaign"], told["period"], told["unit"], Coverage(told["coverage"]))
    return Part(
        unit=reports.unit_name(key),
        period=reports.period_name(key),
        campaign=reports.campaign_name(key),
        address=reports.address(key),
        errors=told["blocking"],
        others=told["others"],
    )


def _found(identifier: str) -> Job:
    """Return a job; only whoever asked for it sees it."""
    found = desk.store.jobs.one(identifier)
    if found.who != desk.who:
        abort(403)
    return found


def _by_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def _lead_on(target: str) -> AnyResponse:
    """Lead the browser on: htmx follows a header of its own, as its request is not the page's."""
    if _by_htmx():
        return Response(headers={"HX-Redirect": target})
    return redirect(target)

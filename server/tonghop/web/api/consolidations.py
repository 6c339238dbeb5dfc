"""Consolidating, and what was given out."""

from io import BytesIO
from time import monotonic, sleep

from flask import Response, abort, request, send_file
from werkzeug.exceptions import BadRequest

from tonghop import jobs
from tonghop.core.accounts import Right
from tonghop.core.consolidation import Issue
from tonghop.core.definitions import Campaign
from tonghop.core.errors import marked
from tonghop.storage import Job, JobState
from tonghop.web import consolidating, errors
from tonghop.web.access import needs
from tonghop.web.api import asking, naming, values
from tonghop.web.api.blueprint import BLUEPRINT, ISSUES, WORKBOOK, answer, binary, described, not_modified
from tonghop.web.api.once import once
from tonghop.web.desk import desk

KINDS = {
    "xlsx": WORKBOOK,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


class NotJson(errors.Refusal):
    status = 415
    message = marked("Say what is to be consolidated as JSON, with the header Content-Type: application/json.")


@BLUEPRINT.before_request
def _refuse_other_than_json() -> None:
    """Tell what is no JSON apart from JSON that is not as described."""
    if request.endpoint != "api.consolidate":
        return
    if request.mimetype != "application/json":
        raise NotJson
    try:
        request.get_json()
    except (UnicodeDecodeError, RecursionError) as problem:
        raise BadRequest from problem


@BLUEPRINT.get(
    "/consolidations",
    **described(
        ISSUES,
        marked("List consolidations"),
        marked("What was given out of a period, oldest first."),
        {200: values.Consolidations},
        (404,),
    ),
)
@needs(Right.VIEW)
def consolidations(query: asking.ConsolidationsOf) -> Response:
    """List what was given out."""
    campaign = _whole(query.campaign)
    period = desk.period(campaign, query.period)
    found = desk.store.issues(campaign.code, period.code)
    return answer(values.Consolidations(consolidations=tuple(_told(campaign, one) for one in found)))


_PATIENCE, _PAUSE = 100, 0.2
"""Seconds that a request waits for the worker, and between two looks at how far it is."""


class JobFailed(errors.Refusal):
    message = marked("{problem}")


class StillWorking(errors.Refusal):
    status = 409  # Not 503, which programs repeat: another one would be made.
    message = marked(
        "The consolidation is still being made. Look for it among the consolidations in a minute; do not ask again."
    )


@BLUEPRINT.post(
    "/consolidations",
    **described(
        ISSUES,
        marked("Consolidate"),
        marked(
            "Brings a period’s figures together as they are now, keeps the result with its files and answers with it."
        ),
        {201: values.Consolidation},
        (400, 404, 409, 413, 415, 429),
    ),
)
@needs(Right.MANAGE)
def consolidate(query: asking.Asked, header: asking.Kept, body: asking.Order) -> Response:  # noqa: ARG001
    """Give the next issue out."""
    return once(header.key, lambda: _given_out(body), body.model_dump_json())


@BLUEPRINT.get(
    "/consolidations/<consolidation>.<any(xlsx,docx,pdf,json):kind>",
    **described(
        ISSUES,
        marked("A file of a consolidation"),
        marked("As it was given out: the workbook, the report as Word or PDF, the figures with their sources as JSON."),
        {200: binary(marked("The file."), *KINDS.values()), 304: not_modified()},
        (404,),
    ),
)
@needs(Right.VIEW)
def consolidation_file(path: asking.ConsolidationPath, query: asking.Asked, header: asking.ReadingHead) -> Response:  # noqa: ARG001
    """Hand out a file as it was given out."""
    code, period, number = path.consolidation.split(":")
    campaign = _whole(code)
    digest = desk.store.issue_files(campaign.code, period, int(number)).get(path.kind)
    if digest is None:
        raise naming.NoConsolidation(id=path.consolidation, kind=path.kind)
    return send_file(
        BytesIO(desk.store.content(digest)),
        mimetype=KINDS[path.kind],
        as_attachment=True,
        download_name=f"tong-hop-{campaign.code}-{period}-{number}.{path.kind}",
        etag=digest,
    )


def _whole(code: str | None) -> Campaign:
    """Return a campaign all of whose units are in sight."""
    campaign = naming.campaign_of(code)
    if not desk.sees_all(campaign.code):
        abort(403)
    return campaign


def _given_out(asked: asking.Order) -> Response:
    campaign = _whole(asked.campaign)
    period = desk.period(campaign, asked.period)
    job = _done(consolidating.ask(campaign, period, asked.include).id)
    number = job.result["issue"]
    (issue,) = (one for one in desk.store.issues(campaign.code, period.code) if one.number == number)
    told = _told(campaign, issue)
    return answer(told, 201, Location=told.files["json"])


def _done(identifier: str) -> Job:
    """Wait for the worker; raises JobFailed with what it says, StillWorking where it takes too long."""
    end = monotonic() + _PATIENCE
    while monotonic() < end:
        job = desk.store.jobs.one(identifier)
        if job.state is JobState.DONE:
            return job
        if job.state is JobState.FAILED:
            raise JobFailed(problem=jobs.failure_text(job, desk.language))
        sleep(_PAUSE)
    raise StillWorking


def _told(campaign: Campaign, issue: Issue) -> values.Consolidation:
    identifier = f"{campaign.code}:{issue.period}:{issue.number}"
    kinds = desk.store.issue_files(campaign.code, issue.period, issue.number)
    return values.Consolidation(
        id=identifier,
        campaign=campaign.code,
        period=issue.period,
        number=issue.number,
        include=issue.include,
        as_of=issue.as_of,
        made=issue.at,
        digest=issue.digest,
        reports=len(issue.reports),
        files={kind: f"{naming.ROOT}/consolidations/{identifier}.{kind}" for kind in kinds},
    )

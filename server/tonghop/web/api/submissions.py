"""Reports: listed, told in full, and their files."""

from io import BytesIO
from urllib.parse import urlencode

from flask import Response, abort, request, send_file

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.consolidation import Revision
from tonghop.core.errors import marked
from tonghop.storage import Listed, Wanted
from tonghop.web import errors
from tonghop.web.access import needs
from tonghop.web.api import naming, telling, values
from tonghop.web.api.asking import Asked, FileOf, Listing, ReadingHead, SubmissionPath
from tonghop.web.api.blueprint import BLUEPRINT, REPORTS, WORKBOOK, answer, binary, described, not_modified
from tonghop.web.desk import desk

_ANY = "application/octet-stream"
_ODS, _XLS = "application/vnd.oasis.opendocument.spreadsheet", "application/vnd.ms-excel"


class NoRevision(errors.Refusal):
    status = 404
    message = marked("The report {id} has no revision {revision}. It has {newest}.")


@BLUEPRINT.get(
    "/submissions",
    **described(
        REPORTS,
        marked("List reports"),
        marked("The reports that came from the units in your sight, a page at a time; the header Link leads on."),
        {200: values.Submissions},
        (404,),
    ),
)
@needs(Right.VIEW)
def submissions(query: Listing) -> Response:
    """List the reports in sight."""
    campaign = naming.campaign_of(query.campaign)
    wanted = Wanted(campaign.code, naming.units_in_sight(campaign, query.unit), query.period, query.state)
    found = desk.store.listed(wanted, after=int(query.cursor or 0), limit=query.limit + 1)
    shown = found[: query.limit]
    onward = _next(shown[-1]) if len(found) > query.limit else None
    response = answer(values.Submissions(submissions=tuple(telling.submission(one) for one in shown), next=onward))
    if onward is not None:
        response.headers["Link"] = f'<{onward}>; rel="next"'
    return response


@BLUEPRINT.get(
    "/submissions/<submission>",
    **described(
        REPORTS,
        marked("A report in full"),
        marked("How it stands, with its revisions and what was found in each. Its ETag goes into If-Match."),
        {200: values.SubmissionInFull, 304: not_modified()},
        (404,),
    ),
)
@needs(Right.VIEW)
def submission(path: SubmissionPath, query: Asked, header: ReadingHead) -> Response:  # noqa: ARG001 - described by them
    """Tell of one report."""
    standing = naming.submission(path.submission)
    if request.if_none_match.contains(naming.etag(standing)):
        response = Response(status=304)
    else:
        revisions = tuple(_revision(one) for one in desk.store.history(standing.key))
        response = answer(values.SubmissionInFull(**dict(telling.submission(standing)), revisions=revisions))
    response.set_etag(naming.etag(standing))
    return response


@BLUEPRINT.get(
    "/submissions/<submission>/file",
    **described(
        REPORTS,
        marked("The file as it was sent"),
        marked(
            "A file with other units’ reports too is open only to those who see all of them. "
            "Of a spreadsheet shared on Google it is an Excel workbook with the same values."
        ),
        {200: binary(marked("The file."), WORKBOOK, _XLS, _ODS, _ANY), 304: not_modified()},
        (404,),
    ),
)
@needs(Right.VIEW)
def file(path: SubmissionPath, query: FileOf, header: ReadingHead) -> Response:  # noqa: ARG001 - described by it
    """Hand out the file as it came."""
    revision = _asked(naming.submission(path.submission), query.revision)
    name, content = workflow.sent_file(desk.office, revision)
    return send_file(
        BytesIO(content),
        mimetype=_kind(content),
        as_attachment=True,
        download_name=telling.file_name(name),
        etag=revision.digest,
    )


@BLUEPRINT.get(
    "/submissions/<submission>/marked",
    **described(
        REPORTS,
        marked("The file with what was found marked in it"),
        marked("The clerk’s own file; for one that is no .xlsx, a workbook that lists the findings."),
        {200: binary(marked("The workbook."), WORKBOOK)},
        (404,),
    ),
)
@needs(Right.VIEW)
def marked_file(path: SubmissionPath, query: FileOf) -> Response:
    """Hand out the file with its findings marked."""
    revision = _asked(naming.submission(path.submission), query.revision)
    sent, content = workflow.sent_file(desk.office, revision)
    name = telling.file_name(sent)
    made = workflow.marked_file(name, content, revision.findings, desk.language, run=desk.office.run)
    shown = name if name.lower().endswith(".xlsx") else f"{name}.xlsx"
    return send_file(BytesIO(made), mimetype=WORKBOOK, as_attachment=True, download_name=shown, etag=False)


def _next(last: Listed) -> str:
    asked = {**request.args.to_dict(), "cursor": str(last.place)}
    return f"{request.path}?{urlencode(asked)}"


def _revision(revision: Revision) -> values.Revision:
    return values.Revision(
        number=revision.number,
        state=revision.state,
        received=revision.received,
        sender=revision.sender,
        file_name=revision.file_name,
        digest=revision.digest,
        findings=tuple(telling.finding(one) for one in revision.findings),
    )


def _asked(standing: Listed, number: int | None) -> Revision:
    """Return a revision whose whole file is in sight; raises NoRevision."""
    wanted = number or standing.newest
    found = [one for one in desk.store.history(standing.key) if one.number == wanted]
    if not found:
        raise NoRevision(id=naming.submission_id(standing.key), revision=wanted, newest=standing.newest)
    if not all(desk.sees(key.campaign, key.unit) for key in desk.store.keys_in(found[0].digest)):
        abort(403)
    return found[0]


def _kind(content: bytes) -> str:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _XLS
    if not content.startswith(b"PK"):
        return _ANY
    return _ODS if _ODS.encode() in content[:200] else WORKBOOK

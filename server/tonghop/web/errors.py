"""What went wrong, as a page for people and as a problem document (RFC 9457) for programs."""

import logging
import re
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, ClassVar

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from tonghop.core.errors import (
    DefinitionError,
    NotAWorkbook,
    ReaderUnavailable,
    TonghopError,
    TooLargeEntry,
    UnreadableFile,
    marked,
)
from tonghop.storage import (
    ChangedMeanwhile,
    NameTaken,
    ReasonMissing,
    ReviewError,
    StorageBusy,
    StorageError,
    UnknownAccount,
    UnknownCampaign,
    UnknownFile,
    UnknownJob,
    UnknownVersion,
)
from tonghop.web.access import PasswordToChange
from tonghop.web.accounts.bearer import TokenRefused
from tonghop.web.desk import desk
from tonghop.web.faults import faults
from tonghop.workflow import NoCampaign, OutOfSight, ReviewRefused, ScriptNeedsHttps, UnknownUnit

_log = logging.getLogger(__name__)


class Refusal(TonghopError):
    """What a page or the API refuses by itself, with the status that says what kind of refusal it is."""

    status: ClassVar[int] = 422


SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        400: marked("The request could not be understood. Go back, reload the page and try again."),
        401: marked("You are not signed in, or no longer. Sign in and try again."),
        403: marked("Your account may not see or do this. Ask whoever keeps the accounts if you should."),
        404: marked("There is nothing at this address. Check it, or start from the home page."),
        405: marked("This address cannot be used in this way."),
        409: marked("Someone else was quicker. Reload the page, look at what changed and repeat your step."),
        412: marked("What you want to change is no longer as you saw it. Load it again and repeat your step."),
        413: marked("What was sent is larger than {limit} MB. Send fewer workbooks at a time."),
        415: marked("This kind of content is not taken here. Send an Excel workbook (.xlsx, .xls or .ods) or a zip."),
        422: marked("Something that was filled in cannot be taken: {problem}"),
        429: marked("Too many attempts in a short time. Wait a minute and try again."),
        500: marked(
            "Something went wrong here; nothing you sent earlier is lost. Tell your IT officer this number: {reference}"
        ),
        503: marked("The service is busy. Wait a moment and try again; nothing is lost."),
    }
)
TITLES: Mapping[int, str] = MappingProxyType(
    {
        400: marked("Not understood"),
        401: marked("Not signed in"),
        403: marked("Not open to you"),
        404: marked("Not found"),
        405: marked("Not possible"),
        409: marked("Changed meanwhile"),
        412: marked("Changed meanwhile"),
        413: marked("Too large"),
        415: marked("Not a workbook"),
        422: marked("Cannot be taken"),
        429: marked("Too many attempts"),
        500: marked("An error here"),
        503: marked("Busy"),
    }
)
_PATIENCE = "5"
"""Seconds until one that is busy may be asked again."""
_EXPIRED = marked("This page was open for too long. Go back, reload it and send it again.")

_STATUS: tuple[tuple[type[TonghopError], int], ...] = (
    (TokenRefused, 401),
    (PasswordToChange, 403),
    (NoCampaign, 404),
    (UnknownUnit, 404),
    (UnknownAccount, 404),
    (UnknownCampaign, 404),
    (UnknownVersion, 404),
    (UnknownFile, 404),
    (UnknownJob, 404),
    (OutOfSight, 403),
    (ReviewRefused, 403),
    (ScriptNeedsHttps, 409),
    (ReasonMissing, 422),
    (ReviewError, 409),
    (ChangedMeanwhile, 409),
    (NameTaken, 409),
    (StorageBusy, 503),
    (StorageError, 503),
    (TooLargeEntry, 413),
    (NotAWorkbook, 415),
    (UnreadableFile, 422),
    (ReaderUnavailable, 503),
    (DefinitionError, 422),
)


def status_of(error: TonghopError) -> int:
    """Return the HTTP status that says what kind of refusal an error is."""
    if isinstance(error, Refusal):
        return error.status
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 422)


def code_of(error: TonghopError) -> str:
    """Return an error's name for programs: out_of_sight."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def attach(app: Flask) -> None:
    """Answer every error with a page or a problem document."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(TonghopError, _told)
    app.register_error_handler(Exception, _failed)


def problem(status: int, detail: str, **more: object) -> Response:
    """Return a problem document."""
    title = desk.say(TITLES.get(status, TITLES[400]))
    response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, **more})
    response.status_code, response.mimetype = status, "application/problem+json"
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tonghop"'
    return _patiently(response)


def _patiently(response: Response) -> Response:
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _PATIENCE
    return response


def answer(status: int, detail: str, **more: object) -> Response:
    """Return what went wrong in the form the asker reads."""
    if request.path.startswith("/api/"):
        return problem(status, detail, **more)
    title = desk.say(TITLES.get(status, TITLES[400]))
    return _patiently(make_response(render_template("error.html", title=title, detail=detail, status=status), status))


def refused_parameters(error: ValidationError) -> Response:
    """Answer a request whose parameters are not what the API describes: each named, with what is wrong."""
    wrong = faults(error)
    told = "; ".join(f"{one['name']} {one['problem']}" for one in wrong)
    return problem(422, desk.say(SENTENCES[422], problem=told), errors=wrong)


def _refused(error: HTTPException) -> Any:  # noqa: ANN401 - what Flask takes as an answer
    if error.response is not None:
        return error.response
    if isinstance(error, CSRFError):
        return answer(400, desk.say(_EXPIRED))
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status not in SENTENCES:
        status = HTTPStatus.BAD_REQUEST if status < HTTPStatus.INTERNAL_SERVER_ERROR else HTTPStatus.SERVICE_UNAVAILABLE
    limit = desk.service.instance.settings.server.largest_upload
    made = answer(status, desk.say(SENTENCES[status], problem=error.description or "", reference="", limit=limit))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            made.headers[name] = value
    return made


def _told(error: TonghopError) -> Response:
    return answer(status_of(error), desk.told(error), code=code_of(error))


def _failed(error: Exception) -> Response:
    reference = secrets.token_hex(4)
    _log.exception(
        "unexpected error", exc_info=error, extra={"told": {"reference": reference, "request_id": g.get("request_id")}}
    )
    return answer(500, desk.say(SENTENCES[500], reference=reference), reference=reference)

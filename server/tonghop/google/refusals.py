"""What an answer of Google that is no success means: both its APIs' ways of saying so become one of our errors."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from requests import Response

from tonghop.google.errors import (
    ApiNotEnabled,
    ForbiddenByPolicy,
    GoogleDown,
    GoogleError,
    KeyRefused,
    Named,
    NoAccess,
    NoGoogleAccount,
    NoRoomInDrive,
    NotASpreadsheet,
    NotGoogle,
    NotThere,
    QuotaUsedUp,
    RequestRefused,
    RightsMissing,
    told,
)

_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
"""Drive says so with 403 where 429 is meant."""

_BY_REASON: Mapping[str, type[GoogleError]] = MappingProxyType(
    {
        **dict.fromkeys(
            (*_TOO_FAST, "dailyLimitExceeded", "quotaExceeded", "sharingRateLimitExceeded", "RATE_LIMIT_EXCEEDED"),
            QuotaUsedUp,
        ),
        **dict.fromkeys(("accessNotConfigured", "SERVICE_DISABLED"), ApiNotEnabled),
        **dict.fromkeys(
            ("storageQuotaExceeded", "teamDriveFileLimitExceeded", "activeItemCreationLimitExceeded"), NoRoomInDrive
        ),
        **dict.fromkeys(("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"), RightsMissing),
        **dict.fromkeys(
            (
                "domainPolicy",
                "shareOutNotPermitted",
                "shareOutNotPermittedToUser",
                "publishOutNotPermitted",
                "teamDriveDomainUsersOnlyRestriction",
                "teamDriveTeamMembersOnlyRestriction",
            ),
            ForbiddenByPolicy,
        ),
        "invalidSharingRequest": NoGoogleAccount,
    }
)
_BY_STATUS: Mapping[int, type[GoogleError]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: KeyRefused,
        HTTPStatus.FORBIDDEN: NoAccess,
        HTTPStatus.NOT_FOUND: NotThere,
        HTTPStatus.GONE: NotThere,
        HTTPStatus.TOO_MANY_REQUESTS: QuotaUsedUp,
    }
)
_UPLOADED = "not supported for this document"
"""How Google says that a file is an uploaded xlsx; it has no reason of its own for it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks about what: both stand in the errors."""

    account: Named
    """The e-mail of the account."""
    file: str
    """Where its key lies."""
    what: Named
    """The address of a spreadsheet or folder, or words for something else."""


def is_passing(response: Response) -> bool:
    """Tell whether the same request may succeed a little later."""
    status = response.status_code
    if status == HTTPStatus.FORBIDDEN:
        return not _TOO_FAST.isdisjoint(_said(response)[1])
    return (
        status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )


def is_undone(response: Response) -> bool:
    """Tell whether Google surely did nothing of it: it counted the request and turned it away."""
    return response.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.FORBIDDEN}


def kind_of(response: Response) -> str:
    """Return what the answer says of its content, such as text/html."""
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def is_json(response: Response) -> bool:
    """Tell whether the answer is as Google's APIs answer; a proxy's page is not."""
    return kind_of(response) == "application/json"


def asked_pause(response: Response) -> float:
    """Return for how many seconds Google asks to be left alone (Retry-After); 0 if it does not say."""
    said = str(response.headers.get("Retry-After", "")).strip()
    if said.isdecimal():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
        # Google's own time, not this machine's: its clock may be wrong.
        return max(0.0, (until - parsedate_to_datetime(str(response.headers["Date"]))).total_seconds())
    except (ValueError, TypeError, KeyError):
        return 0.0


def refusal(response: Response, asking: Asking) -> GoogleError:
    """Return the error that says what is wrong and what to do about it."""
    status = response.status_code
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return GoogleDown(problem=f"HTTP {status}")
    if not is_json(response) and status != HTTPStatus.TOO_MANY_REQUESTS:
        return NotGoogle(found=f"HTTP {status}, {told(kind_of(response))}")
    sentence, reasons = _said(response)
    kinds = [_BY_REASON[reason] for reason in sorted(reasons) if reason in _BY_REASON]
    kind = kinds[0] if kinds else _BY_STATUS.get(status, RequestRefused)
    if status == HTTPStatus.BAD_REQUEST and _UPLOADED in sentence:
        kind = NotASpreadsheet
    return kind(
        account=asking.account, file=asking.file, what=asking.what, status=status, problem=told(sentence or status)
    )


def _said(response: Response) -> tuple[str, frozenset[str]]:
    """Return Google's sentence and its reasons; an answer that is not Google's JSON has neither."""
    try:
        error = response.json()["error"]
        listed = [*_listed(error, "errors"), *_listed(error, "details")]
        reasons = frozenset(str(item["reason"]) for item in listed if "reason" in item)
        return str(error.get("message", "")), reasons
    except (ValueError, TypeError, KeyError, AttributeError):
        return "", frozenset()


def _listed(error: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [item for item in error.get(key, ()) if isinstance(item, Mapping)]

"""What a test lets go wrong, and what it lets happen in between."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import requests
from tests.fakegoogle.calls import Asked
from tests.fakegoogle.errors import ApiError, drive_error, sheets_error
from tests.fakegoogle.quotas import too_many

HTML_502 = (
    "<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n"
    "<p><b>502.</b> <ins>That’s an error.</ins>\n<p>The server encountered a temporary error and could not complete "
    "your request.<p>Please try again in 30 seconds.  <ins>That’s all we know.</ins>\n"
)


class Fault(StrEnum):
    """Ways in which a call ends badly."""

    TOO_MANY = "429"
    UNAUTHORISED = "401"
    DRIVE_RATE = "403 userRateLimitExceeded"
    INTERNAL = "500"
    UNAVAILABLE = "503"
    HTML_502 = "502 in HTML"
    TIMEOUT = "no answer in time"
    CONNECTION = "connection refused"
    ANSWER_LOST = "carried out, answer lost"
    SLOW = "slow"


@dataclass
class Planned:
    """A fault or an act for the ``nth`` to ``nth + times - 1``-th of the calls it looks out for."""

    of: str | None
    nth: int
    times: int | None
    """None: for ever."""
    seen: int = 0

    def due(self, call: Asked) -> bool:
        """Count the call if it is one of them, and say whether it is its turn."""
        if not call.matches(self.of):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times is None or self.seen < self.nth + self.times)


@dataclass
class PlannedFault(Planned):
    """A fault that will strike."""

    fault: Fault = Fault.INTERNAL
    seconds: float = 0.0
    """How long a slow call takes."""


@dataclass
class PlannedAct(Planned):
    """Something a test does before or after a call."""

    act: Callable[[], object] = lambda: None
    afterwards: bool = True


def instead(fault: Fault, call: Asked) -> None:
    """Raise what a fault answers instead of carrying the call out."""
    if fault is Fault.TIMEOUT:
        raise requests.ReadTimeout("HTTPSConnectionPool: Read timed out.")
    if fault is Fault.CONNECTION:
        raise requests.ConnectionError("HTTPSConnectionPool: Max retries exceeded: connection refused")
    if fault in _ANSWERS:
        raise _ANSWERS[fault](call)


def lost() -> requests.ConnectionError:
    """Make what a client sees when the connection breaks before the answer has come."""
    return requests.ConnectionError("('Connection aborted.', RemoteDisconnected('Remote end closed connection'))")


def _rate(_call: Asked) -> ApiError:
    message = "User Rate Limit Exceeded. Rate of requests for user exceed configured project quota."
    return drive_error(403, "userRateLimitExceeded", message, domain="usageLimits")


_ANSWERS: dict[Fault, Callable[[Asked], ApiError]] = {
    Fault.TOO_MANY: lambda call: too_many(call.kind),
    Fault.DRIVE_RATE: _rate,
    Fault.INTERNAL: lambda _: sheets_error(500, "Internal error encountered."),
    Fault.UNAVAILABLE: lambda _: sheets_error(503, "The service is currently unavailable."),
    Fault.UNAUTHORISED: lambda _: sheets_error(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
        "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
    ),
    Fault.HTML_502: lambda _: ApiError(502, {"html": HTML_502}),
}

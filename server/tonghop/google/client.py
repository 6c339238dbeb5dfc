"""gspread's client with a pace, time limits and a bounded number of tries; its troubles are told with their remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import AuthorizedSession
from gspread import HTTPClient

from tonghop import __version__
from tonghop.google.credentials import Key
from tonghop.google.errors import (
    GoogleDown,
    GoogleError,
    KeyRefused,
    Named,
    NoNetwork,
    NotGoogle,
    RightsMissing,
    TimedOut,
    told,
)
from tonghop.google.pacing import Attempts, Kind, Pace
from tonghop.google.refusals import Asking, asked_pause, is_json, is_passing, is_undone, kind_of, refusal

CONNECT_PATIENCE, READ_PATIENCE = 5.0, 190.0
"""Seconds; Google itself gives a request up after 180."""
_SHORTEST = 1.0
_AGENT = f"tonghop/{__version__} (gzip)"
"""Google compresses its answers only for those whose name says gzip."""
_SHEETS = "https://sheets.googleapis.com/"


@dataclass(frozen=True, slots=True)
class Counts:
    """Requests that were really sent, every try included."""

    reads: int = 0
    writes: int = 0
    drive: int = 0


@dataclass(frozen=True, slots=True)
class _Call:
    """One request, however often it is sent."""

    kind: Kind
    asking: Asking
    method: str
    endpoint: str
    sent: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Trouble:
    """What became of one try that brought nothing."""

    error: GoogleError
    passing: bool
    """The same may succeed a little later."""
    undone: bool
    """Google surely did nothing of it."""
    pause: float = 0.0
    """Seconds that Google asks for."""


class PacedClient(HTTPClient):
    """For one thread: a session is not made for more. Its pace may be shared with others."""

    def __init__(self, key: Key, pace: Pace, session: requests.Session | None = None) -> None:
        # A token that is refused is renewed here and not in the session, so that no request goes uncounted.
        super().__init__(key.credentials, session or AuthorizedSession(key.credentials, max_refresh_attempts=0))
        self.auth = key.credentials
        self.key = key
        self.pace = pace
        self.session.headers["User-Agent"] = _AGENT
        self._sent = dict.fromkeys(Kind, 0)

    @property
    def counts(self) -> Counts:
        """How many requests were sent so far."""
        return Counts(self._sent[Kind.READ], self._sent[Kind.WRITE], self._sent[Kind.DRIVE])

    def request(  # type: ignore[override]  # What gspread lets one give by position is given by name here.
        self,
        method: str,
        endpoint: str,
        *,
        what: Named = "",
        idempotent: bool = False,
        attempts: Attempts | None = None,
        **sent: Any,  # noqa: ANN401 - what requests takes
    ) -> requests.Response:
        """Send a request, again if need be, and return the answer: a success, and JSON unless empty.

        ``what`` it is about stands in errors. ``idempotent``: it may be done twice without harm. A request that is
        not is sent again only if Google surely did nothing of it; else it ends in an UnansweredError, and the
        caller looks what became of it. ``attempts``: tries that are shared with other requests. Raises a GoogleError.
        """
        asking = Asking(self.key.account, str(self.key.file), what)
        call = _Call(_kind(method, endpoint), asking, method, endpoint, sent)
        repeatable = idempotent or method == "get"
        self._wait(call)
        attempts = attempts or Attempts(self.pace)
        while True:
            came = self._try(call, attempts.left)
            if isinstance(came, requests.Response):
                return came
            if not (came.passing and (repeatable or came.undone)) or not attempts.another(came.pause):
                raise came.error
            self._wait(call)

    def _wait(self, call: _Call) -> None:
        self.pace.windows[call.kind].wait()

    def _try(self, call: _Call, left: float) -> requests.Response | _Trouble:
        self.set_timeout((CONNECT_PATIENCE, max(_SHORTEST, min(READ_PATIENCE, left))))
        try:
            response = self._renewing(call)
        except GoogleAuthError as error:
            return _key_trouble(error, call.asking)
        except requests.RequestException as error:
            return _network_trouble(error)
        if not response.ok:
            refused = refusal(response, call.asking)
            return _Trouble(refused, is_passing(response), is_undone(response), asked_pause(response))
        if response.content and not is_json(response):
            return _Trouble(NotGoogle(found=told(kind_of(response))), passing=False, undone=False)
        return response

    def _renewing(self, call: _Call) -> requests.Response:
        """Send it once; with a new token once more, should Google no longer take the one at hand."""
        response = self._send(call)
        if response.status_code != HTTPStatus.UNAUTHORIZED or self.auth.token is None:
            return response
        self.auth.token = None  # The session asks for a new one before it sends.
        self._wait(call)
        return self._send(call)

    def _send(self, call: _Call) -> requests.Response:
        self._sent[call.kind] += 1
        return self.session.request(call.method, call.endpoint, timeout=self.timeout, **call.sent)


def _kind(method: str, endpoint: str) -> Kind:
    if not endpoint.startswith(_SHEETS):
        return Kind.DRIVE
    return Kind.READ if method == "get" else Kind.WRITE


def _key_trouble(error: GoogleAuthError, asking: Asking) -> _Trouble:
    """Say what came of asking for a token; the request itself was not sent."""
    if isinstance(error, TransportError) and isinstance(error.__cause__, requests.RequestException):
        return replace(_network_trouble(error.__cause__), undone=True)
    problem = told(error.args[0] if error.args else type(error).__name__)
    if error.retryable:
        return _Trouble(GoogleDown(problem=problem), passing=True, undone=True)
    kind = RightsMissing if "scope" in problem else KeyRefused
    return _Trouble(kind(account=asking.account, file=asking.file, problem=problem), passing=False, undone=True)


def _network_trouble(error: requests.RequestException) -> _Trouble:
    undone = isinstance(error, requests.ConnectTimeout)
    if isinstance(error, requests.Timeout) and not undone:
        return _Trouble(TimedOut(), passing=True, undone=False)
    return _Trouble(NoNetwork(problem=_reason(error)), passing=True, undone=undone)


def _reason(error: BaseException) -> str:
    """Return the innermost reason the system gave; what stands around it is the address of the request."""
    said = type(error).__name__
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror:
            said = inner.strerror
        inner = inner.__cause__ or inner.__context__
    return told(said)

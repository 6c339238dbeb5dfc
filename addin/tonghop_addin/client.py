"""The service's API over HTTP: time-outs, repeats where nothing can be done twice, refusals as sentences."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote

import requests

from tonghop_addin import __version__
from tonghop_addin.errors import Busy, NotReached, NotTheService, NotUnderstood, Refused, TokenRefused, TooLarge
from tonghop_addin.values import NO_CLAIM, Campaign, Claim, Consolidation, Delivery, Me, Standing, Upload
from tonghop_addin.words import Language

_ROOT = "/api/v1"
_CONNECT, _READ, _READ_LONG = 10.0, 120.0, 900.0
"""Seconds. Consolidating a province may take minutes."""
_ATTEMPTS = 3
_PAUSE = 1.5
_LONGEST_PAUSE = 20.0
_OK, _MOVED, _REFUSALS, _FAULTS = 200, 300, 400, 500
_WORTH_REPEATING = frozenset({429, 502, 503, 504})
_BUSY = frozenset({408, 425, 429})
_UNAUTHORISED, _TOO_LARGE = 401, 413
_EXTENDED = re.compile(r"filename\*=[^;]+", re.IGNORECASE)
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Client:
    """A server, the token to show there and the language of its sentences."""

    server: str
    token: str
    language: Language = "vi"
    pause: Callable[[float], None] = time.sleep

    def me(self) -> Me:
        """Return whose token it is."""
        return _parsed(Me.of, self._asked("GET", "/me"))

    def clock_difference(self) -> float:
        """Return by how many seconds this computer's clock is ahead of the server's; reached without a token."""
        answer = self._answer("GET", "/version", auth=_nobody)
        try:
            there = parsedate_to_datetime(answer.headers["Date"])
        except (KeyError, ValueError) as problem:
            raise NotTheService(server=self.server, status=answer.status_code) from problem
        return (datetime.now(UTC) - there).total_seconds()

    def campaigns(self) -> tuple[Campaign, ...]:
        """Return the office's campaigns."""
        return _parsed(
            lambda told: tuple(Campaign.of(one) for one in told["campaigns"]), self._asked("GET", "/campaigns")
        )

    def status(self, campaign: str) -> tuple[Standing, ...]:
        """Return how each owed report in sight stands."""
        told = self._asked("GET", "/status", params={"campaign": campaign})
        return _parsed(lambda one: tuple(Standing.of(campaign, each) for each in one["standings"]), told)

    def check(self, file: Upload, claim: Claim = NO_CLAIM) -> Delivery:
        """Return what would be found in a workbook; nothing is stored."""
        return _only_one(self._asked("POST", "/check", **_body(file, claim)))

    def send(self, file: Upload, key: str, claim: Claim = NO_CLAIM) -> Delivery:
        """Send a workbook; under one key it is taken once, however often this is called."""
        return _only_one(self._asked("POST", "/submissions", **_body(file, claim, {"Idempotency-Key": key})))

    def workbook(self, standing: Standing) -> Upload:
        """Return the workbook in which an owed report is filled."""
        names = ("campaign", "period", "coverage")
        asked = {name: getattr(standing, name) for name in names}
        return self._file(f"{_ROOT}/workbooks/{quote(standing.unit, safe='')}", f"{standing.unit}.xlsx", asked)

    def consolidate(self, campaign: str, period: str, include: str, key: str) -> Consolidation:
        """Have a period brought together."""
        order = {"campaign": campaign, "period": period, "include": include}
        told = self._asked("POST", "/consolidations", json=order, headers={"Idempotency-Key": key}, read=_READ_LONG)
        return _parsed(Consolidation.of, told)

    def consolidation_file(self, made: Consolidation, kind: str) -> Upload:
        """Return a file of a consolidation."""
        path = made.files.get(kind, "")
        if not path.startswith(f"{_ROOT}/"):  # an address elsewhere would be shown the token
            raise NotUnderstood
        return self._file(path, f"tong-hop.{kind}", {})

    def _file(self, path: str, otherwise: str, params: Mapping[str, str]) -> Upload:
        answer = self._answer("GET", path.removeprefix(_ROOT), params=params, read=_READ_LONG)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            raise NotTheService(server=self.server, status=answer.status_code)
        return Upload(file_name(answer.headers.get("Content-Disposition", ""), otherwise), answer.content)

    def _asked(self, method: str, path: str, **how: Any) -> Any:  # noqa: ANN401 - JSON
        answer = self._answer(method, path, **how)
        try:
            return answer.json()
        except ValueError as problem:
            raise NotTheService(server=self.server, status=answer.status_code) from problem

    def _answer(self, method: str, path: str, *, read: float = _READ, **how: Any) -> requests.Response:  # noqa: ANN401
        """Return a good answer. Every request may be repeated: those that change something carry a key."""
        how = {"auth": self._bearer, **how, "headers": self._headers() | how.get("headers", {})}
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            try:
                answer = requests.request(
                    method,
                    f"{self.server}{_ROOT}{path}",
                    timeout=(_CONNECT, read),
                    allow_redirects=False,  # a sign-in page of the network must not be taken for an answer
                    **how,
                )
            except requests.RequestException as problem:
                if last or isinstance(problem, requests.ReadTimeout):  # long enough was waited already
                    raise NotReached(server=self.server) from problem
                self.pause(_PAUSE * attempt)
                continue
            if last or answer.status_code not in _WORTH_REPEATING:
                break
            self.pause(_wait(answer, _PAUSE * attempt))
        return self._judged(answer)

    def _bearer(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Show the token; as ``auth``, because a mere header would give way to what a .netrc file says."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Accept-Language": self.language,
            "User-Agent": f"tonghop-addin/{__version__}",
        }

    def _judged(self, answer: requests.Response) -> requests.Response:
        """Return the answer where it is a good one, raise what it says otherwise."""
        status = answer.status_code
        if _OK <= status < _MOVED:
            return answer
        detail = problem_detail(answer)
        if status == _TOO_LARGE:  # whoever says so, the service or a proxy before it
            raise TooLarge
        if detail is None:
            raise NotTheService(server=self.server, status=status)
        if status == _UNAUTHORISED:
            raise TokenRefused(detail=detail)
        if status in _BUSY or status >= _FAULTS:
            raise Busy(status=status, detail=detail)
        raise Refused(detail=detail)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def problem_detail(answer: requests.Response) -> str | None:
    """Return what a problem document says; ``None`` where it is none, so that the service did not answer."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status_code < _REFUSALS or kind != "application/problem+json":
        return None
    try:
        told = answer.json()
        return str(told.get("detail") or told["title"])
    except (ValueError, AttributeError, KeyError):
        return None


def file_name(disposition: str, otherwise: str) -> str:
    """Return the name that a Content-Disposition gives a file, without folders and what no system takes."""
    header = Message()
    extended = _EXTENDED.search(disposition)  # goes before the plain name that is there for old programs
    header["Content-Disposition"] = f"attachment; {extended[0]}" if extended else disposition
    named = (header.get_filename() or "").replace("\\", "/").rpartition("/")[2]
    plain = _NO_NAME.sub("_", named).strip(" .")
    return plain if plain.lower().endswith((".xlsx", ".docx", ".pdf", ".json")) else otherwise


def _body(file: Upload, claim: Claim, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    named = {"unit": claim.unit, "period": claim.period}
    return {
        "data": file.content,
        "params": {name: value for name, value in named.items() if value},
        "headers": {
            "Content-Type": "application/octet-stream",
            "X-File-Name": quote(file.name, safe=""),
            **(headers or {}),
        },
    }


def _only_one(told: Any) -> Delivery:  # noqa: ANN401 - JSON
    return _parsed(lambda one: Delivery.of(one["deliveries"][0]), told)


def _parsed(make: Callable[[Any], _T], told: Any) -> _T:  # noqa: ANN401 - JSON
    try:
        return make(told)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as problem:
        raise NotUnderstood from problem


def _wait(answer: requests.Response, otherwise: float) -> float:
    said = answer.headers.get("Retry-After", "")
    return min(float(said), _LONGEST_PAUSE) if said.isdecimal() else otherwise

"""The other end of a session, as these tests want it; and time that passes at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from google.auth.credentials import AnonymousCredentials
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from tonghop.config import GoogleSettings
from tonghop.google.client import PacedClient
from tonghop.google.credentials import Key, Purpose, find_key
from tonghop.google.pacing import Pace

ROBOT = "tong-hop@du-an.iam.gserviceaccount.com"
SHEET = "https://sheets.googleapis.com/v4/spreadsheets/abc"
FILES = "https://www.googleapis.com/drive/v3/files"
TOKEN = "ya29.a0-token_cua-may"


class Hours:
    """A clock whose sleepers wake at once, at the time they wished."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: object = field(default_factory=dict)
    kind: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


HTML_502 = Answer(502, "<html>502. That’s an error.</html>", "text/html; charset=UTF-8")
TOO_MANY = Answer(429, {"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}})


class Line(BaseAdapter):
    """Gives the answers in turn, and the last one from then on."""

    def __init__(self, *answers: Answer | Exception, clock: Hours | None = None, takes: float = 0.0) -> None:
        super().__init__()
        self.answers = list(answers)
        self.sent: list[requests.PreparedRequest] = []
        self.patience: list[tuple[float, float]] = []
        self._clock, self._takes = clock, takes

    def send(self, request: requests.PreparedRequest, *_: object, **said: Any) -> requests.Response:  # noqa: ANN401
        self.sent.append(request)
        self.patience.append(said["timeout"])
        if self._clock is not None:
            self._clock.time += min(self._takes, said["timeout"][1])
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return _response(answer, request)

    def close(self) -> None:
        pass


def _response(answer: Answer, request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = answer.status, request, str(request.url)
    response.headers = CaseInsensitiveDict({"Content-Type": answer.kind, **answer.headers})
    body = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
    response._content = b"" if answer.status == requests.codes.no_content else body.encode()
    return response


def client(line: Line, clock: Hours, *, chance: float = 0.5) -> PacedClient:
    """A client of nobody in particular at the end of the line."""
    session = requests.Session()
    session.mount("https://", line)
    key = Key(AnonymousCredentials(), ROBOT, Path("/etc/tonghop/google.json"))
    return PacedClient(key, Pace.by(clock, lambda: chance), session)


def refused(status: int, message: str, *, drive: str | None = None, sheets: str | None = None) -> Answer:
    """A refusal as the Drive API words it (``drive`` its reason), or as the Sheets API does."""
    error: dict[str, Any] = {"code": status, "message": message}
    if drive is not None:
        error["errors"] = [{"domain": "global", "reason": drive, "message": message}]
    if sheets is not None:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": sheets}]
    return Answer(status, {"error": error})


@cache
def robot_key() -> tuple[str, str]:
    """A private key in PEM made for this run, and its public half."""
    private = rsa.generate_private_key(65537, 2048)
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return (private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(), public.decode())


def robot(**changed: object) -> dict[str, object]:
    """A service account's key file, as Google Cloud gives it out."""
    return {
        "type": "service_account",
        "project_id": "du-an",
        "private_key_id": "khoa1",
        "private_key": robot_key()[0],
        "client_email": ROBOT,
        "client_id": "1",
        "token_uri": "https://oauth2.googleapis.com/token",
        **changed,
    }


def person(**changed: object) -> dict[str, object]:
    """What signing in leaves behind."""
    return {
        "type": "authorized_user",
        "client_id": "1.apps.googleusercontent.com",
        "client_secret": "GOCSPX-bi_mat",
        "refresh_token": "1//0e-lam_moi",
        **changed,
    }


def written(file: Path, content: object, mode: int = 0o600) -> Path:
    file.touch(mode=0o600)
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    file.chmod(mode)
    return file


def connected(
    file: Path, instance: Path, tokens: Line, google: Line, purpose: Purpose = Purpose.DAILY
) -> tuple[PacedClient, Hours]:
    """A client as ``connect`` makes it, with google-auth's own session and signing; only the network is ours."""
    clock = Hours()
    made = PacedClient(find_key(GoogleSettings(key_file=file), instance, purpose), Pace.by(clock, lambda: 0.5))
    made.session.mount("https://", google)
    made.session._auth_request_session.mount("https://", tokens)  # type: ignore[attr-defined]
    return made, clock


def token(name: str) -> Answer:
    return Answer(body={"access_token": name, "expires_in": 3600, "token_type": "Bearer"})

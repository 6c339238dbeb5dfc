"""Whatever goes wrong, neither key nor token nor header stands in what is said, kept or logged of it."""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from google_auth_oauthlib.flow import WSGITimeoutError
from tests.google.wire import (
    HTML_502,
    SHEET,
    TOO_MANY,
    Answer,
    Hours,
    Line,
    connected,
    person,
    refused,
    robot,
    robot_key,
    token,
    written,
)

from tonghop.config import GoogleSettings
from tonghop.google import errors
from tonghop.google.credentials import KEY_VARIABLE, OWNER_VARIABLE, Purpose, find_key
from tonghop.google.errors import GoogleError, told
from tonghop.google.pacing import Pace
from tonghop.google.signing_in import sign_in
from tonghop.sentences import say_error

ACCESS = "ya29.a0AfH6SMBx-y_z.1"
KEY_LINE = robot_key()[0].splitlines()[1]
SECRETS = (ACCESS, KEY_LINE, "PRIVATE KEY", "1//0e-lam_moi", "GOCSPX-bi_mat", "eyJhbGciOi", "Bearer")
ECHO = f"Authorization: Bearer {ACCESS} {robot_key()[0]} 1//0e-lam_moi GOCSPX-bi_mat eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
"""What no server should say, but one might."""

Act = Callable[[Path], object]


def asks(google: Answer | Exception, tokens: Answer | None = None) -> Act:
    """A service account asks Google about a spreadsheet and is answered so."""

    def act(folder: Path) -> object:
        file = written(folder / "key.json", robot())
        return connected(file, folder / "instance", Line(tokens or token(ACCESS)), Line(google))[0].request(
            "get", SHEET
        )

    return act


def opens(content: object, mode: int = 0o600, name: str = "key.json") -> Act:
    def act(folder: Path) -> object:
        (folder / "instance").mkdir()
        file = written(folder / name, content, mode)
        return find_key(GoogleSettings(key_file=file), folder / "instance", Purpose.DAILY)

    return act


def signs_in(comes: BaseException | object, kind: str = "installed", target: str = "key.json") -> Act:
    """Somebody signs in with a flow that ends so."""

    def run(**_: object) -> object:
        if isinstance(comes, BaseException):
            raise comes
        return comes

    flow: Any = SimpleNamespace(
        from_client_secrets_file=lambda *_: SimpleNamespace(client_type=kind, run_local_server=run)
    )
    return lambda folder: sign_in(folder / "client.json", folder / target, folder / "instance", flow_class=flow)


def _nothing_set(folder: Path) -> object:
    return find_key(GoogleSettings(), folder, Purpose.SET_UP)


def _file_gone(folder: Path) -> object:
    return find_key(GoogleSettings(key_file=folder / "gone.json"), folder / "instance", Purpose.DAILY)


SIGNED_IN = SimpleNamespace(to_json=lambda **_: '{"refresh_token": "1//0e-lam_moi", "client_secret": "GOCSPX-bi_mat"}')
UPLOADED = f"This operation is not supported for this document {ECHO}"

DRIVEN: Mapping[type[GoogleError], Act] = {
    errors.GoogleNotSet: _nothing_set,
    errors.KeyFileMissing: _file_gone,
    errors.KeyFileOpen: opens(robot(), 0o644),
    errors.KeyFileInInstance: opens(robot(), name="instance/key.json"),
    errors.KeyFileDamaged: opens(robot(private_key=robot_key()[0][:200])),
    errors.KeyFileStrange: opens(person(type=ECHO)),
    errors.ClientFileGiven: opens({"installed": {"client_secret": "GOCSPX-bi_mat"}}),
    errors.ClientFileStrange: signs_in(None, kind="web"),
    errors.SignInAbandoned: signs_in(WSGITimeoutError(ECHO)),
    errors.SignInRefused: signs_in(Warning(ECHO)),
    errors.KeyNotWritten: signs_in(SIGNED_IN, target="nowhere/key.json"),
    errors.NoNetwork: asks(requests.ConnectionError(OSError(5, ECHO))),
    errors.TimedOut: asks(requests.ReadTimeout(ECHO)),
    errors.GoogleDown: asks(HTML_502),
    errors.NotGoogle: asks(Answer(200, ECHO, f"text/html-{ECHO.splitlines()[0]}")),
    errors.QuotaUsedUp: asks(TOO_MANY),
    errors.KeyRefused: asks(Answer(), Answer(400, {"error": "invalid_grant", "error_description": ECHO})),
    errors.RightsMissing: asks(refused(403, ECHO, sheets="ACCESS_TOKEN_SCOPE_INSUFFICIENT")),
    errors.NoAccess: asks(refused(403, ECHO)),
    errors.ApiNotEnabled: asks(refused(403, ECHO, sheets="SERVICE_DISABLED")),
    errors.ForbiddenByPolicy: asks(refused(403, ECHO, drive="domainPolicy")),
    errors.NoGoogleAccount: asks(refused(400, ECHO, drive="invalidSharingRequest")),
    errors.NotThere: asks(refused(404, ECHO)),
    errors.NotASpreadsheet: asks(refused(400, UPLOADED)),
    errors.NoRoomInDrive: asks(refused(403, ECHO, drive="storageQuotaExceeded")),
    errors.RequestRefused: asks(refused(400, ECHO)),
}


def test_every_error_is_driven_here() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GoogleError)]
    assert {kind for kind in kinds if "message" in vars(kind)} == set(DRIVEN)


@pytest.fixture(autouse=True)
def _no_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.delenv(OWNER_VARIABLE, raising=False)


@pytest.mark.parametrize("kind", DRIVEN, ids=lambda kind: kind.__name__)
def test_no_secret_stands_in_it(kind: type[GoogleError], tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(kind) as raised:
        DRIVEN[kind](tmp_path)
    error = raised.value
    logging.getLogger("tonghop").error("It failed", exc_info=error)
    said = [str(error), repr(error), say_error(error, "vi"), say_error(error, "en"), str(error.parameters), caplog.text]
    said += ["".join(traceback.format_exception_only(seen)) for seen in shown_with(error)]
    assert [(secret, text) for secret in SECRETS for text in said if secret in text] == []


def shown_with(error: BaseException) -> Iterator[BaseException]:
    """The error and what is printed above it, as a traceback does."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


@pytest.mark.parametrize(
    ("words", "clean"),
    [
        (f"a {ACCESS} b", "a […] b"),
        ("code 4/0AbCdEfGhIjKl.", "code […]."),
        (robot_key()[0], "[…]"),
        (robot_key()[0][:99], "[…]"),
        ("Bearer abc", "[…]"),
        ("sheets.googleapis.com/v4/spreadsheets", "sheets.googleapis.com/v4/spreadsheets"),
        ("https://docs.google.com/spreadsheets/d/1//x", "https://docs.google.com/spreadsheets/d/[…]"),
        ("2 / 3 of ya29", "2 / 3 of ya29"),
    ],
    ids=str.split("access code key half-a-key bearer address link words"),  # a test's name holds no key
)
def test_what_looks_like_a_secret_is_left_out(words: str, clean: str) -> None:
    assert told(words) == clean


def test_a_key_shows_nothing_of_itself(tmp_path: Path) -> None:
    key = find_key(GoogleSettings(key_file=written(tmp_path / "k.json", robot())), tmp_path / "i", Purpose.DAILY)
    assert [secret for secret in SECRETS if secret in f"{key!r} {key}"] == []


class _Moody(BaseHTTPRequestHandler):
    """Breaks off first, then has a fault."""

    broke: bool

    def do_GET(self) -> None:
        if not type(self).broke:
            type(self).broke = True
            self.connection.close()
            return
        self.send_response(503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def moody_server() -> Iterator[str]:
    _Moody.broke = False
    with HTTPServer(("127.0.0.1", 0), _Moody) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v4/spreadsheets/abc"
        server.shutdown()
        thread.join()


def test_the_libraries_log_no_secret_even_when_they_log_everything(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with moody_server() as address, caplog.at_level(logging.DEBUG):
        file = written(tmp_path / "key.json", robot())
        client = connected(file, tmp_path / "i", Line(token(ACCESS)), Line(Answer()))[0]
        client.pace = Pace.by(Hours(), lambda: 0.0)
        with pytest.raises(errors.GoogleDown):
            client.request("get", address)
        client.session.close()
    assert "urllib3" in {record.name.partition(".")[0] for record in caplog.records}
    assert [secret for secret in SECRETS if secret in caplog.text] == []
    assert client.auth.token == ACCESS

"""A person signs in: google-auth's own flow and its local server; only the browser and Google's end are ours."""

import json
import logging
import stat
import threading
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google_auth_oauthlib.flow import InstalledAppFlow
from tests.google.wire import Answer, Line, written

from tonghop.config import GoogleSettings
from tonghop.google.credentials import SCOPES, Purpose, find_key
from tonghop.google.errors import (
    ClientFileStrange,
    KeyFileInInstance,
    KeyNotWritten,
    NoNetwork,
    SignInAbandoned,
    SignInError,
    SignInRefused,
)
from tonghop.google.signing_in import sign_in

APPLICATION = {
    "installed": {
        "client_id": "1.apps.googleusercontent.com",
        "client_secret": "GOCSPX-bi_mat",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
    }
}
CODE, ACCESS, REFRESH = "4/0AbCdEfGhIjKl", "ya29.truy_cap", "1//0e-lam_moi"
SECRETS = (CODE, ACCESS, REFRESH, "GOCSPX-bi_mat")
EVERYTHING = " ".join(sorted({scope for scopes in SCOPES.values() for scope in scopes}))


def granted(**changed: object) -> Answer:
    return Answer(
        body={"access_token": ACCESS, "refresh_token": REFRESH, "expires_in": 3599, "scope": EVERYTHING, **changed}
    )


class Flow(InstalledAppFlow):  # type: ignore[misc]  # google-auth-oauthlib has no types.
    google: ClassVar[Line]

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.oauth2session.mount("https://", self.google)


class Browser:
    """Somebody looks at Google's page and comes back with what he answered there."""

    def __init__(self, answers: str) -> None:
        self.answers = answers
        self.asked: dict[str, list[str]] = {}
        self.shown = b""
        self._thread = threading.Thread(target=self._come_back)

    def open(self, address: str, **_: object) -> bool:
        self.asked = parse_qs(urlsplit(address).query)
        self._thread.start()
        return True

    def _come_back(self) -> None:
        address = f"{self.asked['redirect_uri'][0]}?state={self.asked['state'][0]}&{self.answers}"
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=10) as page:
            self.shown = page.read()

    def leave(self) -> None:
        if self._thread.ident is not None:
            self._thread.join()


@pytest.fixture
def browse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, Line], Browser]]:
    opened: list[Browser] = []

    def begin(answers: str, google: Line) -> Browser:
        opened.append(Browser(answers))
        monkeypatch.setattr(webbrowser, "get", lambda _=None: opened[-1])
        monkeypatch.setattr(Flow, "google", google, raising=False)
        return opened[-1]

    yield begin
    for browser in opened:
        browser.leave()


@pytest.fixture
def client_file(tmp_path: Path) -> Path:
    return written(tmp_path / "client.json", APPLICATION)


def test_signing_in_leaves_a_key_of_ones_own(
    tmp_path: Path, client_file: Path, browse: Callable[[str, Line], Browser], caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    google = Line(granted())
    browser, target, instance = browse(f"code={CODE}", google), tmp_path / "key.json", tmp_path / "instance"
    with caplog.at_level(logging.INFO):
        sign_in(client_file, target, instance, flow_class=Flow)
    browser.leave()
    assert browser.shown.decode().startswith("Đã đăng nhập")
    assert browser.asked["scope"] == [EVERYTHING]
    assert (browser.asked["access_type"], browser.asked["prompt"]) == (["offline"], ["consent"])
    assert "code_challenge" in browser.asked
    assert f"code={CODE.replace('/', '%2F')}" in str(google.sent[0].body)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    kept = json.loads(target.read_text("utf-8"))
    assert (kept["type"], kept["refresh_token"], "token" in kept) == ("authorized_user", REFRESH, False)
    assert find_key(GoogleSettings(key_file=target), instance, Purpose.DAILY).file == target
    said = caplog.text + "".join(capsys.readouterr())
    assert "Hãy đăng nhập" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_only_what_is_needed_may_be_asked_for(
    tmp_path: Path, client_file: Path, browse: Callable[[str, Line], Browser]
) -> None:
    (scope,) = SCOPES[Purpose.SET_UP]
    browser = browse(f"code={CODE}", Line(granted(scope=scope)))
    sign_in(client_file, tmp_path / "key.json", tmp_path / "i", purposes=[Purpose.SET_UP], flow_class=Flow)
    assert browser.asked["scope"] == ["https://www.googleapis.com/auth/drive.file"]


@pytest.mark.parametrize(
    ("answers", "google", "error"),
    [
        ("error=access_denied", granted(), SignInRefused),
        (f"code={CODE}", granted(scope="https://www.googleapis.com/auth/spreadsheets"), SignInRefused),
        (f"code={CODE}", granted(refresh_token=None), SignInRefused),
        (f"code={CODE}", Answer(400, {"error": "invalid_grant"}), SignInRefused),
        (f"code={CODE}", requests.ConnectionError(CODE), NoNetwork),
    ],
    ids=["denied", "allowed less", "nothing lasting", "code refused", "no network"],
)
def test_what_goes_wrong_leaves_the_old_key_and_tells_no_secret(
    tmp_path: Path, client_file: Path, browse: Callable[[str, Line], Browser], answers: str, google: Answer | Exception,
    error: type[Exception],
) -> None:  # fmt: skip
    target = written(tmp_path / "key.json", "old")
    browse(answers, Line(google))
    with pytest.raises(error) as raised:
        sign_in(client_file, target, tmp_path / "instance", flow_class=Flow)
    assert target.read_text("utf-8") == "old"
    assert [secret for secret in SECRETS if secret in str(raised.value)] == []
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert sorted(file.name for file in tmp_path.iterdir()) == ["client.json", "key.json"]


def test_nobody_comes_back(
    tmp_path: Path, client_file: Path, browse: Callable[[str, Line], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browse("", Line(granted()))
    monkeypatch.setattr(browser, "open", lambda *_, **__: True)
    monkeypatch.setattr("tonghop.google.signing_in._PATIENCE_MINUTES", 0.001)
    with pytest.raises(SignInAbandoned):
        sign_in(client_file, tmp_path / "key.json", tmp_path / "instance", flow_class=Flow)


def test_without_a_browser_the_address_is_shown(
    tmp_path: Path, client_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_: object = None) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    monkeypatch.setattr(Flow, "google", Line(granted()), raising=False)
    monkeypatch.setattr("tonghop.google.signing_in._PATIENCE_MINUTES", 0.001)
    with pytest.raises(SignInAbandoned):
        sign_in(client_file, tmp_path / "key.json", tmp_path / "instance", language="en", flow_class=Flow)
    assert "this machine: https://accounts.google.com/o/oauth2/auth?" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", {}, {"type": "service_account"}, {"installed": {}}, {"web": APPLICATION["installed"]}],
    ids=str,
)
def test_a_file_that_is_no_application_s(tmp_path: Path, content: object) -> None:
    with pytest.raises(ClientFileStrange, match="Desktop app"):
        sign_in(written(tmp_path / "c.json", content), tmp_path / "key.json", tmp_path / "instance", flow_class=Flow)
    with pytest.raises(ClientFileStrange):
        sign_in(tmp_path / "gone.json", tmp_path / "key.json", tmp_path / "instance", flow_class=Flow)


def test_no_key_is_written_where_a_backup_would_take_it(tmp_path: Path, client_file: Path) -> None:
    with pytest.raises(KeyFileInInstance):
        sign_in(client_file, tmp_path / "instance" / "key.json", tmp_path / "instance", flow_class=Flow)


def test_a_folder_that_is_not_there(tmp_path: Path, client_file: Path, browse: Callable[[str, Line], Browser]) -> None:
    browse(f"code={CODE}", Line(granted()))
    with pytest.raises(KeyNotWritten, match="No such file") as raised:
        sign_in(client_file, tmp_path / "nowhere" / "key.json", tmp_path / "instance", flow_class=Flow)
    assert isinstance(raised.value, SignInError)
    assert [secret for secret in SECRETS if secret in str(raised.value)] == []

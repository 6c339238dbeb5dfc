"""Which key files are taken, and what is said of the others."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests
from google.auth import jwt
from tests.google.wire import (
    FILES,
    ROBOT,
    SHEET,
    Answer,
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
from tonghop.core.errors import Phrase
from tonghop.google import connect
from tonghop.google.client import Counts
from tonghop.google.credentials import KEY_VARIABLE, OWNER_VARIABLE, Purpose, find_key
from tonghop.google.errors import (
    ClientFileGiven,
    GoogleDown,
    GoogleNotSet,
    KeyFileDamaged,
    KeyFileError,
    KeyFileInInstance,
    KeyFileMissing,
    KeyFileOpen,
    KeyFileStrange,
    KeyRefused,
    NoNetwork,
    RightsMissing,
)

NOTHING = GoogleSettings()
DAILY_SCOPES = "https://www.googleapis.com/auth/spreadsheets https://www.googleapis.com/auth/drive.metadata.readonly"
SET_UP_SCOPES = "https://www.googleapis.com/auth/drive.file"
posix = pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")


@pytest.fixture(autouse=True)
def _no_keys_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    monkeypatch.delenv(OWNER_VARIABLE, raising=False)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    (tmp_path / "instance").mkdir()
    return tmp_path / "instance"


def test_a_service_account_is_known_by_its_e_mail(tmp_path: Path, instance: Path) -> None:
    file = written(tmp_path / "key.json", robot())
    key = find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY)
    assert (key.account, key.file) == (ROBOT, file)
    assert connect(GoogleSettings(key_file=file), instance, Purpose.DAILY).account == ROBOT


def test_a_person_is_not_known_by_name(tmp_path: Path, instance: Path) -> None:
    file = written(tmp_path / "key.json", person())
    assert isinstance(find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY).account, Phrase)


def test_whose_key_is_taken(tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("a.json", "b.json", "c.json", "d.json")
    daily, owner, daily_variable, owner_variable = (written(tmp_path / name, robot()) for name in names)

    def taken(settings: GoogleSettings, purpose: Purpose) -> Path:
        return find_key(settings, instance, purpose).file

    only_daily, both = GoogleSettings(key_file=daily), GoogleSettings(key_file=daily, owner_file=owner)
    assert [taken(only_daily, purpose) for purpose in Purpose] == [daily, daily]
    assert [taken(both, purpose) for purpose in Purpose] == [daily, owner]
    monkeypatch.setenv(KEY_VARIABLE, str(daily_variable))
    assert [taken(both, purpose) for purpose in Purpose] == [daily_variable, owner]
    assert taken(NOTHING, Purpose.SET_UP) == daily_variable
    monkeypatch.setenv(OWNER_VARIABLE, str(owner_variable))
    assert [taken(both, purpose) for purpose in Purpose] == [daily_variable, owner_variable]


def test_a_path_is_meant_from_the_instance(tmp_path: Path, instance: Path) -> None:
    written(tmp_path / "key.json", robot())
    assert find_key(GoogleSettings(key_file=Path("../key.json")), instance, Purpose.DAILY).account == ROBOT


def test_nothing_is_set(instance: Path) -> None:
    with pytest.raises(GoogleNotSet, match=f"{KEY_VARIABLE}.*key_file"):
        find_key(NOTHING, instance, Purpose.SET_UP)


def test_a_file_that_is_not_there(tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(KeyFileMissing, match=r"No such file.*\[google\] key_file"):
        find_key(GoogleSettings(key_file=tmp_path / "gone.json"), instance, Purpose.DAILY)
    monkeypatch.setenv(OWNER_VARIABLE, str(tmp_path / "gone.json"))
    with pytest.raises(KeyFileMissing, match=OWNER_VARIABLE):
        find_key(NOTHING, instance, Purpose.SET_UP)


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o601])
def test_a_file_that_others_may_read(tmp_path: Path, instance: Path, mode: int) -> None:
    file = written(tmp_path / "key.json", robot(), mode)
    with pytest.raises(KeyFileOpen, match=f"chmod 600 {file}"):
        find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY)
    file.chmod(0o400)
    assert find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY).account == ROBOT


def _inside(instance: Path, _elsewhere: Path) -> Path:
    return written(instance / "key.json", robot())


def _deep_inside(instance: Path, _elsewhere: Path) -> Path:
    (instance / "keys").mkdir()
    return written(instance / "keys" / "key.json", robot())


def _by_a_detour(instance: Path, elsewhere: Path) -> Path:
    written(instance / "key.json", robot())
    return elsewhere / ".." / instance.name / "key.json"


def _linked_from_outside(instance: Path, elsewhere: Path) -> Path:
    link = elsewhere / "link.json"
    link.symlink_to(written(instance / "key.json", robot()))
    return link


def _linked_from_inside(instance: Path, elsewhere: Path) -> Path:
    link = instance / "link.json"
    link.symlink_to(written(elsewhere / "key.json", robot()))
    return link


@posix
@pytest.mark.parametrize(
    "lay",
    [_inside, _deep_inside, _by_a_detour, _linked_from_outside, _linked_from_inside],
    ids=lambda lay: lay.__name__,
)
def test_a_file_that_a_backup_would_hold(tmp_path: Path, instance: Path, lay: Callable[[Path, Path], Path]) -> None:
    (tmp_path / "elsewhere").mkdir()
    file = lay(instance, tmp_path / "elsewhere")
    with pytest.raises(KeyFileInInstance, match="backup"):
        find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY)


@posix
def test_an_instance_reached_by_a_link(tmp_path: Path, instance: Path) -> None:
    (tmp_path / "link").symlink_to(instance)
    written(instance / "key.json", robot())
    for file in (instance / "key.json", tmp_path / "link" / "key.json"):
        with pytest.raises(KeyFileInInstance):
            find_key(GoogleSettings(key_file=file), tmp_path / "link", Purpose.DAILY)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", KeyFileDamaged),
        ("{", KeyFileDamaged),
        ("[]", KeyFileDamaged),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), KeyFileDamaged),
        (robot(private_key="-----BEGIN PRIVATE KEY-----\nbi mat\n-----END PRIVATE KEY-----\n"), KeyFileDamaged),
        (robot(private_key=None), KeyFileDamaged),
        ({"type": "service_account"}, KeyFileDamaged),
        ({"type": "authorized_user", "client_id": "1"}, KeyFileDamaged),
        ({"type": "external_account"}, KeyFileStrange),
        ({"type": ["service_account"]}, KeyFileStrange),
        ({}, KeyFileStrange),
        ({"installed": {"client_id": "1", "client_secret": "GOCSPX-bi_mat"}}, ClientFileGiven),
        ({"web": {}}, ClientFileGiven),
    ],
    ids=str,
)
def test_a_file_that_is_no_key(tmp_path: Path, instance: Path, content: object, error: type[KeyFileError]) -> None:
    file = written(tmp_path / "key.json", content)
    with pytest.raises(error, match=r"key\.json") as raised:
        find_key(GoogleSettings(key_file=file), instance, Purpose.DAILY)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert "bi mat" not in str(raised.value)


@pytest.mark.parametrize(("purpose", "scopes"), [(Purpose.DAILY, DAILY_SCOPES), (Purpose.SET_UP, SET_UP_SCOPES)])
def test_a_service_account_signs_for_its_scopes_and_no_more(
    tmp_path: Path, instance: Path, purpose: Purpose, scopes: str
) -> None:
    tokens, google = Line(token("ya29.mot")), Line(Answer())
    file = written(tmp_path / "key.json", robot(token_uri="https://thief.example/token"))
    connected(file, instance, tokens, google, purpose)[0].request("get", SHEET)
    asked = parse_qs(str(tokens.sent[0].body, "ascii"))  # type: ignore[arg-type]
    claims = jwt.decode(asked["assertion"][0], robot_key()[1].encode(), audience="https://oauth2.googleapis.com/token")
    assert (claims["iss"], claims["scope"]) == (ROBOT, scopes)
    assert tokens.sent[0].url == "https://oauth2.googleapis.com/token"
    assert google.sent[0].headers["Authorization"] == "Bearer ya29.mot"


@pytest.mark.parametrize(("purpose", "scopes"), [(Purpose.DAILY, DAILY_SCOPES), (Purpose.SET_UP, SET_UP_SCOPES)])
def test_a_person_s_token_is_asked_for_with_the_scopes_of_the_purpose(
    tmp_path: Path, instance: Path, purpose: Purpose, scopes: str
) -> None:
    tokens = Line(token("ya29.mot"))
    file = written(tmp_path / "key.json", person(scopes=["https://www.googleapis.com/auth/drive"]))
    connected(file, instance, tokens, Line(Answer()), purpose)[0].request("get", SHEET)
    asked = parse_qs(str(tokens.sent[0].body, "ascii"))  # type: ignore[arg-type]
    assert (asked["scope"], asked["refresh_token"]) == ([scopes], ["1//0e-lam_moi"])
    assert json.loads(file.read_text("utf-8")) == person(scopes=["https://www.googleapis.com/auth/drive"])


def test_a_token_serves_until_it_is_refused_and_every_request_counts(tmp_path: Path, instance: Path) -> None:
    tokens, google = Line(token("ya29.mot"), token("ya29.hai")), Line(Answer(), Answer(401), Answer())
    client, clock = connected(written(tmp_path / "key.json", robot()), instance, tokens, google)
    client.request("get", SHEET)
    client.request("post", FILES, json={})  # Refused before it was done: repeated even though it may not be doubled.
    assert [sent.headers["Authorization"] for sent in google.sent] == [
        "Bearer ya29.mot", "Bearer ya29.mot", "Bearer ya29.hai",
    ]  # fmt: skip
    assert (client.counts, clock.slept) == (Counts(reads=1, drive=2), [])


@pytest.mark.parametrize("content", [robot(), person()], ids=["service account", "person"])
def test_nothing_is_asked_behind_our_back(
    tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch, content: object
) -> None:
    started: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    tokens = Line(token("ya29.mot"))
    connected(written(tmp_path / "key.json", content), instance, tokens, Line(Answer()))[0].request("get", SHEET)
    assert (started, len(tokens.sent)) == ([], 1)


def test_a_key_that_google_no_longer_takes(tmp_path: Path, instance: Path) -> None:
    file = written(tmp_path / "key.json", robot())
    google = Line(refused(401, "Request had invalid authentication credentials."))
    client, _ = connected(file, instance, Line(token("ya29.mot")), google)
    with pytest.raises(KeyRefused, match=f"{file}.*invalid authentication.*{ROBOT}"):
        client.request("get", SHEET)
    assert len(google.sent) == 2
    revoked = Answer(400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
    google = Line(Answer())
    with pytest.raises(KeyRefused, match=r"invalid_grant: Invalid JWT Signature\."):
        connected(file, instance, Line(revoked), google)[0].request("get", SHEET)
    assert google.sent == []


def test_a_person_who_allowed_too_little(tmp_path: Path, instance: Path) -> None:
    narrow = Answer(400, {"error": "invalid_scope", "error_description": "Bad Request"})
    file = written(tmp_path / "key.json", person())
    with pytest.raises(RightsMissing, match=r"invalid_scope.*sheets sign-in"):
        connected(file, instance, Line(narrow), Line(Answer()))[0].request("get", SHEET)


def test_asking_for_a_token_is_tried_again_like_the_request(tmp_path: Path, instance: Path) -> None:
    tokens = Line(requests.ConnectionError("reset"), token("ya29.mot"))
    client, clock = connected(written(tmp_path / "key.json", robot()), instance, tokens, Line(Answer()))
    client.request("post", FILES, json={})
    assert clock.slept == [2]
    client, _ = connected(tmp_path / "key.json", instance, Line(requests.ConnectionError("reset")), Line(Answer()))
    with pytest.raises(NoNetwork):
        client.request("get", SHEET)


def test_google_s_own_fault_at_the_token_s_address(
    tmp_path: Path, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("google.auth._exponential_backoff.ExponentialBackoff._calculate_jitter", lambda _: 0.0)
    file = written(tmp_path / "key.json", robot())
    client, clock = connected(file, instance, Line(Answer(503, "<html>", "text/html")), Line(Answer()))
    with pytest.raises(GoogleDown):
        client.request("get", SHEET)
    assert len(clock.slept) == 5

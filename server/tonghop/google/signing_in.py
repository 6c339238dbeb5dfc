"""A person signs in once in the browser; what is kept lets the system act for him within the scopes he allowed."""

import json
import logging
import os
import secrets
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2 import OAuth2Error
from requests import RequestException

from tonghop.core.definitions import Language
from tonghop.core.errors import marked
from tonghop.google.credentials import PERSON, SCOPES, Purpose, refuse_inside
from tonghop.google.errors import ClientFileStrange, KeyNotWritten, NoNetwork, SignInAbandoned, SignInRefused, told
from tonghop.sentences import say

_PROMPT = marked("Sign in with the browser that has opened, or open this address in one on this machine: {url}")
_DONE = marked("You are signed in. You may close this page and go back to the system.")
_PATIENCE_MINUTES = 5

# At INFO this logger writes the address that the browser came back to, with the code that tokens are given for.
logging.getLogger("google_auth_oauthlib.flow").setLevel(logging.WARNING)


def sign_in(
    client_file: Path,
    target: Path,
    folder: Path | None,
    *,
    purposes: Iterable[Purpose] = tuple(Purpose),
    language: Language = "vi",
    flow_class: type[InstalledAppFlow] = InstalledAppFlow,
) -> None:
    """Let a person sign in and write the key to ``target``, readable by this account of the machine alone.

    ``client_file`` is the application's file from Google Cloud; ``folder`` the instance's, in which no key may lie;
    ``None`` where none is on this machine.
    Raises KeyFileInInstance or a SignInError.
    """
    if folder is not None:
        refuse_inside(target, folder, str(target))
    flow = _flow(client_file, purposes, flow_class)
    credentials = _credentials(flow, language)
    info = json.loads(credentials.to_json(strip=["token", "expiry"]))
    if not info.get("refresh_token"):
        raise SignInRefused(problem="no refresh_token")
    _write(target, json.dumps({"type": PERSON, **info}, indent=2))


def _flow(client_file: Path, purposes: Iterable[Purpose], flow_class: type[InstalledAppFlow]) -> InstalledAppFlow:
    scopes = sorted({scope for purpose in purposes for scope in SCOPES[purpose]})
    try:
        flow = flow_class.from_client_secrets_file(str(client_file), scopes)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise ClientFileStrange(file=client_file) from None
    if flow.client_type != "installed":
        raise ClientFileStrange(file=client_file)
    return flow


def _credentials(flow: InstalledAppFlow, language: Language) -> Credentials:
    try:
        signed_in: Credentials = flow.run_local_server(
            port=0,  # Any that is free.
            timeout_seconds=_PATIENCE_MINUTES * 60,
            open_browser=_has_browser(),
            authorization_prompt_message=say(_PROMPT, language, url="{url}"),
            success_message=say(_DONE, language),
            prompt="consent",  # Else who signed in before is given no lasting token.
        )
    except WSGITimeoutError:
        raise SignInAbandoned(minutes=_PATIENCE_MINUTES) from None
    except RequestException as error:
        raise NoNetwork(problem=told(type(error).__name__)) from None
    except (OAuth2Error, Warning) as error:  # A warning is raised when he allowed less than he was asked for.
        raise SignInRefused(problem=told(error)) from None
    return signed_in


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _write(target: Path, content: str) -> None:
    """Write it under another name first: what lay there stays until the new key is whole."""
    half = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
            opened.write(content)
        half.replace(target)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise KeyNotWritten(file=target, problem=error.strerror) from error

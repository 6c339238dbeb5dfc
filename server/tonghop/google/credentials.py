"""The key files: whose they are, what they let us do, and why one is refused before it is used."""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from google.auth.credentials import Credentials
from google.oauth2 import credentials as person
from google.oauth2 import service_account

from tonghop.config import GoogleSettings
from tonghop.google.errors import (
    SIGNED_IN,
    ClientFileGiven,
    GoogleNotSet,
    KeyFileDamaged,
    KeyFileInInstance,
    KeyFileMissing,
    KeyFileOpen,
    KeyFileStrange,
    Named,
    told,
)

KEY_VARIABLE, OWNER_VARIABLE = "TONGHOP_GOOGLE_KEY", "TONGHOP_GOOGLE_OWNER"
SERVICE_ACCOUNT, PERSON = "service_account", "authorized_user"
TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
_SCOPE = "https://www.googleapis.com/auth/"


class Purpose(StrEnum):
    """What the work is: each is allowed no more than it needs."""

    DAILY = "daily"
    """Read spreadsheets, mark them, notice changes."""
    SET_UP = "set-up"
    """Make spreadsheets and share them."""


SCOPES: Mapping[Purpose, tuple[str, ...]] = MappingProxyType(
    {
        Purpose.DAILY: (f"{_SCOPE}spreadsheets", f"{_SCOPE}drive.metadata.readonly"),
        # Files that this application made, and no other; the spreadsheets among them may be written to.
        Purpose.SET_UP: (f"{_SCOPE}drive.file",),
    }
)


class _ServiceAccount(service_account.Credentials):
    """A service account that asks for tokens and nothing else.

    google-auth would also ask, in a thread and without a time limit, in which regions of Google's cloud the account
    may be used: of another address, which no firewall lets through, and for nothing that Sheets and Drive heed.
    """

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        return False


@dataclass(frozen=True)
class Key:
    """Who we are to Google."""

    credentials: Credentials = field(repr=False)
    account: Named
    """The e-mail to share spreadsheets with; that of a person is not told to us."""
    file: Path


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the settings say the key lies."""

    file: Path
    source: str
    """The variable or setting that says so."""


def is_set(settings: GoogleSettings) -> bool:
    """Tell whether a key for the daily work is named; whether it can be used is seen by ``find_key`` alone."""
    return bool(os.environ.get(KEY_VARIABLE)) or settings.key_file is not None


def find_key(settings: GoogleSettings, folder: Path, purpose: Purpose) -> Key:
    """Return the key for a purpose, of the instance in ``folder``; raises GoogleNotSet or a KeyFileError."""
    place = _place(settings, folder, purpose)
    refuse_inside(place.file, folder, place.source)
    info = _read(place)
    kind = str(info.get("type", ""))
    if kind not in {SERVICE_ACCOUNT, PERSON}:
        raise _strange(place.file, info, kind)
    try:
        if kind == SERVICE_ACCOUNT:
            return _of_service(info, place.file, purpose)
        return Key(person.Credentials.from_authorized_user_info(info, SCOPES[purpose]), SIGNED_IN, place.file)
    except (ValueError, TypeError, AttributeError):
        raise KeyFileDamaged(file=place.file) from None


def _of_service(info: Mapping[str, Any], file: Path, purpose: Purpose) -> Key:
    # The key is shown to Google alone, whatever address its file names.
    at_google = {**info, "token_uri": TOKEN_ADDRESS}
    credentials = _ServiceAccount.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth has no types here.
        at_google, scopes=SCOPES[purpose]
    )
    return Key(credentials, credentials.service_account_email, file)


def _place(settings: GoogleSettings, folder: Path, purpose: Purpose) -> _Place:
    daily = (KEY_VARIABLE, settings.key_file, "key_file")
    owner = (OWNER_VARIABLE, settings.owner_file, "owner_file")
    for variable, setting, name in (owner, daily) if purpose is Purpose.SET_UP else (daily,):
        if given := os.environ.get(variable):
            return _Place(Path(given), variable)
        if setting is not None:
            return _Place(folder / setting, f"[google] {name}")
    raise GoogleNotSet(variable=KEY_VARIABLE, setting="key_file")


def refuse_inside(file: Path, folder: Path, source: str) -> None:
    """Raise KeyFileInInstance if a backup of the folder would hold the file.

    A link in the folder is as bad as the file itself, for a backup may follow it.
    """
    # Path.absolute leaves “..” in, so that a path out of the folder would look like one in it.
    for path in (Path(os.path.abspath(file)), file.resolve()):  # noqa: PTH100
        if path.is_relative_to(folder.resolve()) or path.is_relative_to(os.path.abspath(folder)):  # noqa: PTH100
            raise KeyFileInInstance(file=file, folder=folder, source=source)


def _read(place: _Place) -> Mapping[str, Any]:
    try:
        with place.file.open("rb") as opened:
            if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
                raise KeyFileOpen(file=place.file)
            info = json.loads(opened.read())
    except OSError as error:
        raise KeyFileMissing(file=place.file, problem=error.strerror, source=place.source) from error
    except ValueError:  # Its words may quote the file.
        raise KeyFileDamaged(file=place.file) from None
    if not isinstance(info, dict):
        raise KeyFileDamaged(file=place.file)
    return info


def _strange(file: Path, info: Mapping[str, Any], kind: str) -> KeyFileStrange | ClientFileGiven:
    if "installed" in info or "web" in info:
        return ClientFileGiven(file=file)
    return KeyFileStrange(file=file, kind=told(kind))

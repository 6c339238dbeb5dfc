"""Google's Drive API: make spreadsheets, share them, notice that they changed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from gspread.urls import DRIVE_FILES_API_V3_URL

from tonghop.google.client import PacedClient
from tonghop.google.errors import CHANGES, OWN_DRIVE, Named, NotThere, UnansweredError
from tonghop.google.pacing import Attempts
from tonghop.google.sheets import page

_CHANGES = "https://www.googleapis.com/drive/v3/changes"
_CHANGE = "nextPageToken,newStartPageToken,changes(fileId,file(trashed))"
_FOLDER = "https://drive.google.com/drive/folders/"
_SPREADSHEET = "application/vnd.google-apps.spreadsheet"
_ALL_DRIVES = {"supportsAllDrives": "true"}
_PAGE = 1000
"""Changes that one answer may tell of; Google gives no more."""
_IN_ALL_DRIVES = {**_ALL_DRIVES, "includeItemsFromAllDrives": "true"}
_WRITING = frozenset({"writer", "fileOrganizer", "organizer", "owner"})
"""The roles that may edit."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since a token was given."""

    files: frozenset[str]
    """Ids of files that were changed, trashed or taken away; spreadsheets or not."""
    token: str
    """Asks for what comes after."""
    trashed: frozenset[str] = frozenset()
    """Those that lie in the trash now: they can still be read and written, but nobody finds them."""


def create(client: PacedClient, title: str, label: Mapping[str, str], folder: str | None) -> str:
    """Return the id of the spreadsheet with that label; one that is not there yet is made with the title.

    Made by this application, that is: labels of others are not seen. One in the trash does not count. A label of
    nothing would find any, so it is a ValueError.
    """
    if not label:
        raise ValueError("a label is needed by which the spreadsheet is found again")
    what: Named = _FOLDER + folder if folder else OWN_DRIVE
    body = {"name": title, "mimeType": _SPREADSHEET, "appProperties": dict(label)}
    if folder:
        body["parents"] = [folder]
    return _once(
        client, partial(_labelled, client, label, what), partial(_made, client, DRIVE_FILES_API_V3_URL, body, what)
    )


def share(client: PacedClient, spreadsheet: str, email: str) -> str:
    """Let an account edit a spreadsheet and return the permission's id; no letter goes out."""
    address, what = _permissions(spreadsheet), page(spreadsheet)
    body = {"type": "user", "role": "writer", "emailAddress": email}
    return _once(
        client,
        partial(_permitted, client, address, email, what),
        partial(_made, client, address, body, what, sendNotificationEmail="false"),
    )


def unshare(client: PacedClient, spreadsheet: str, permission: str) -> None:
    """Take a permission away; one that is gone already, with its spreadsheet or without, is no error."""
    address = f"{_permissions(spreadsheet)}/{quote(permission, safe='')}"
    with suppress(NotThere):
        client.request("delete", address, params=_ALL_DRIVES, what=page(spreadsheet), idempotent=True)


def first_token(client: PacedClient) -> str:
    """Return the token that asks for what changes from now on; it belongs to the account and does not expire."""
    params = {"fields": "startPageToken", **_ALL_DRIVES}
    answer = client.request("get", f"{_CHANGES}/startPageToken", params=params, what=CHANGES)
    return str(answer.json()["startPageToken"])


def changes(client: PacedClient, token: str) -> Changes:
    """Return what changed since the token, all pages of it."""
    params = {"pageToken": token, "pageSize": _PAGE, "fields": _CHANGE}
    files: set[str] = set()
    trashed: set[str] = set()
    for answer in _pages(client, _CHANGES, {**params, **_IN_ALL_DRIVES}, CHANGES):
        found = [change for change in answer.get("changes", ()) if "fileId" in change]
        files |= {str(change["fileId"]) for change in found}
        trashed |= {str(change["fileId"]) for change in found if change.get("file", {}).get("trashed")}
        token = str(answer.get("newStartPageToken", token))  # Only the last page has it.
    return Changes(frozenset(files), token, frozenset(trashed))


def _once(client: PacedClient, look: Callable[[Attempts], str | None], make: Callable[[Attempts], str]) -> str:
    """Return the id of what ``look`` finds, or of what ``make`` makes: never made again without another look."""
    attempts = Attempts(client.pace)
    while True:
        found = look(attempts)
        if found is not None:
            return found
        try:
            return make(attempts)
        except UnansweredError:
            if not attempts.another():
                raise


def _made(
    client: PacedClient, address: str, body: Mapping[str, Any], what: Named, attempts: Attempts, **asked: str
) -> str:
    params = {"fields": "id", **_ALL_DRIVES, **asked}
    answer = client.request("post", address, params=params, json=body, what=what, attempts=attempts)
    return str(answer.json()["id"])


def _labelled(client: PacedClient, label: Mapping[str, str], what: Named, attempts: Attempts) -> str | None:
    """Return the oldest file with the label, should several have come to have it."""
    conditions = [
        f"appProperties has {{ key={_quoted(key)} and value={_quoted(label[key])} }}" for key in sorted(label)
    ]
    params = {
        "q": " and ".join([*conditions, f"mimeType = '{_SPREADSHEET}'", "trashed = false"]),
        "orderBy": "createdTime",
        "fields": "nextPageToken,files(id)",
        **_IN_ALL_DRIVES,
    }
    pages = _pages(client, DRIVE_FILES_API_V3_URL, params, what, attempts)
    return next((str(file["id"]) for answer in pages for file in answer.get("files", ())), None)


def _permitted(client: PacedClient, address: str, email: str, what: Named, attempts: Attempts) -> str | None:
    params = {"fields": "nextPageToken,permissions(id,emailAddress,role)", **_ALL_DRIVES}
    pages = _pages(client, address, params, what, attempts)
    standing = (permission for answer in pages for permission in answer.get("permissions", ()))
    return next((str(one["id"]) for one in standing if _is_of(one, email) and one.get("role") in _WRITING), None)


def _is_of(permission: Mapping[str, Any], email: str) -> bool:
    return str(permission.get("emailAddress", "")).casefold() == email.casefold()


def _pages(
    client: PacedClient, address: str, params: Mapping[str, Any], what: Named, attempts: Attempts | None = None
) -> Iterator[Mapping[str, Any]]:
    """Ask for a list's pages one after another, as they are needed."""
    asked = dict(params)
    while True:
        answer = client.request("get", address, params=asked, what=what, attempts=attempts).json()
        yield answer
        if not answer.get("nextPageToken"):
            return
        asked["pageToken"] = answer["nextPageToken"]


def _permissions(spreadsheet: str) -> str:
    return f"{DRIVE_FILES_API_V3_URL}/{quote(spreadsheet, safe='')}/permissions"


def _quoted(text: str) -> str:
    """Return it as a word of Drive's query language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

"""Google Sheets and Drive over the network: the only room that knows gspread.

``connect`` reads the key file and returns a ``Google``; each of its acts is one request, or as many as pages and
tries make it, and raises a ``GoogleError`` that says what to do. A ``PassingError`` may be left to the next pass.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tonghop.config import GoogleSettings
from tonghop.google import drive, sheets
from tonghop.google.client import Counts, PacedClient
from tonghop.google.credentials import Purpose, find_key, is_set
from tonghop.google.drive import Changes
from tonghop.google.errors import Named
from tonghop.google.pacing import shared_pace
from tonghop.google.sheets import MASK, Outline, page

__all__ = ["MASK", "Changes", "Counts", "Google", "Outline", "Purpose", "connect", "is_set", "page"]


class Google:
    """One account at work, in one thread."""

    def __init__(self, client: PacedClient) -> None:
        self._client = client

    @property
    def account(self) -> Named:
        """The e-mail of the account, with which spreadsheets are shared so that it may read them."""
        return self._client.key.account

    @property
    def counts(self) -> Counts:
        """Requests that were sent so far, every try included."""
        return self._client.counts

    def create(self, title: str, label: Mapping[str, str], folder: str | None) -> str:
        """Return the id of the spreadsheet with that label, made with the title in the folder if there is none."""
        return drive.create(self._client, title, label, folder)

    def share(self, spreadsheet: str, email: str) -> str:
        """Let an account edit a spreadsheet and return the permission's id."""
        return drive.share(self._client, spreadsheet, email)

    def unshare(self, spreadsheet: str, permission: str) -> None:
        """Take a permission away; one that is gone already is no error."""
        drive.unshare(self._client, spreadsheet, permission)

    def fetch(self, spreadsheet: str) -> bytes:
        """Return what Google answers about a spreadsheet by ``MASK``: JSON, in one request."""
        return sheets.fetch(self._client, spreadsheet)

    def outline(self, spreadsheet: str) -> tuple[Outline, ...]:
        """Return the tabs of a spreadsheet without their cells, in one request."""
        return sheets.outline(self._client, spreadsheet)

    def write(self, spreadsheet: str, requests: Sequence[Mapping[str, Any]]) -> None:
        """Do all the requests or none, in one batch; they must be such that may be done twice."""
        sheets.write(self._client, spreadsheet, requests)

    def first_token(self) -> str:
        """Return the token that asks for what changes from now on."""
        return drive.first_token(self._client)

    def changes(self, token: str) -> Changes:
        """Return which files changed since the token, and the token to ask with next."""
        return drive.changes(self._client, token)


def connect(settings: GoogleSettings, folder: Path, purpose: Purpose) -> Google:
    """Return the account for a purpose, of the instance in ``folder``; nothing is sent yet.

    Raises GoogleNotSet or a KeyFileError.
    """
    key = find_key(settings, folder, purpose)
    return Google(PacedClient(key, shared_pace(str(key.file.resolve()))))

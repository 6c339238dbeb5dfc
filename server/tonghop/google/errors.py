"""What can stop the work with Google, each with its remedy; none of them ever holds a key, token or header."""

import re
from typing import TypeAlias

from tonghop.core.errors import Phrase, TonghopError, marked

_LONGEST = 300
"""Characters of what Google said that are passed on."""
_SECRETS = re.compile(
    r"-----BEGIN.*?(?:-----END[^-]*-----|\Z)"  # a private key
    r"|ya29\.[\w.-]+"  # an access token
    r"|\b1//[\w-]+"  # a refresh token
    r"|\b4/[\w-]{10,}"  # a code of signing in
    r"|\bGOCSPX-[\w-]+"  # an application's secret
    r"|\beyJ[\w-]+\.[\w-]+\.?[\w-]*"  # a signed claim
    r"|\bBearer\s+\S+",
    re.DOTALL,
)


def told(words: object) -> str:
    """Return what Google or the network said on one line, clipped, without anything that looks like a secret."""
    line = " ".join(_SECRETS.sub("[…]", str(words)).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


Named: TypeAlias = str | Phrase
"""What is the same in every language, such as an address, or words that are not."""

SIGNED_IN = Phrase(marked("a person's, signed in"))
"""Stands for the e-mail of a person's account, which an installed application is not told."""
OWN_DRIVE = Phrase(marked("the account's own Drive"))
CHANGES = Phrase(marked("the list of changes"))


class GoogleError(TonghopError):
    """The work with Google stops here."""


class PassingError(GoogleError):
    """It may pass by itself: the next pass tries again."""


class UnansweredError(PassingError):
    """There was no proper answer, so it is not known whether Google did what it was asked."""


# --- the key file


class GoogleNotSet(GoogleError):
    message = marked(
        "No key for Google is set. Put the path of the key file into the variable {variable}, or into {setting} in "
        "[google] of tonghop.toml."
    )


class KeyFileError(GoogleError):
    """The key file cannot be used."""


class KeyFileMissing(KeyFileError):
    message = marked(
        "The key file {file} cannot be read ({problem}). Check the path in {source} and that the service's account on "
        "this machine may read it."
    )


class KeyFileOpen(KeyFileError):
    message = marked("Others on this machine may read the key file {file}. Close it to them: chmod 600 {file}")


class KeyFileInInstance(KeyFileError):
    message = marked(
        "The key file {file} lies in the instance's folder {folder}, so it would go into every backup. Move it "
        "elsewhere, for example to /etc/tonghop, and set the new path in {source}."
    )


class KeyFileDamaged(KeyFileError):
    message = marked(
        "The key file {file} is damaged or incomplete. Download it again from Google Cloud, or sign in again, and do "
        "not open it in an editor."
    )


class KeyFileStrange(KeyFileError):
    message = marked(
        "The key file {file} is of the kind “{kind}”. Needed is the key of a service account (JSON), or the file that "
        "“tonghop sheets sign-in” wrote."
    )


class ClientFileGiven(KeyFileError):
    message = marked(
        "{file} is the file of the application, not a key. Sign in with it once (tonghop sheets sign-in) and set the "
        "file that this writes."
    )


# --- signing in


class SignInError(GoogleError):
    """Nobody is signed in now who was not before."""


class ClientFileStrange(SignInError):
    message = marked(
        "{file} is not the file of an application. In Google Cloud › APIs & Services › Credentials make an OAuth "
        "client of the kind “Desktop app” and download its JSON file."
    )


class SignInAbandoned(SignInError):
    message = marked("Nobody signed in within {minutes} minutes. Start again and finish signing in in the browser.")


class SignInRefused(SignInError):
    message = marked("Google did not let you sign in ({problem}). Start again and allow everything that is asked for.")


class KeyNotWritten(SignInError):
    message = marked("The key cannot be written to {file} ({problem}). Name a folder that you may write to.")


# --- the network and Google's state


class NoNetwork(UnansweredError):
    message = marked(
        "Google cannot be reached ({problem}). Check this machine's Internet connection, and that the firewall lets it "
        "through to sheets.googleapis.com, www.googleapis.com and oauth2.googleapis.com (port 443)."
    )


class TimedOut(UnansweredError):
    message = marked(
        "Google did not answer in time. It is tried again at the next pass; if it stays so, check the connection."
    )


class GoogleDown(UnansweredError):
    message = marked(
        "Google has a fault of its own at the moment ({problem}). Wait some minutes; it is tried again at the "
        "next pass."
    )


class NotGoogle(UnansweredError):
    message = marked(
        "Something else answers in Google's place ({found}): perhaps a proxy or a sign-in page of your network. Open "
        "https://sheets.googleapis.com in a browser on this machine to see it, and let the service pass."
    )


class QuotaUsedUp(PassingError):
    message = marked(
        "Google takes no more requests of this account for now ({problem}). Wait some minutes; what was not done is "
        "done at the next pass. If it stays so, ask for more in Google Cloud › IAM & Admin › Quotas."
    )


# --- what Google refuses


class KeyRefused(GoogleError):
    message = marked(
        "Google no longer takes the key in {file} ({problem}); the account is {account}. It was deleted, revoked or "
        "has expired: make a new key in Google Cloud, or sign in again. Check this machine's clock too."
    )


class RightsMissing(GoogleError):
    message = marked(
        "The key in {file} was not given all the rights it needs ({problem}). Sign in again with “tonghop sheets "
        "sign-in” and allow everything that is asked for."
    )


class NoAccess(GoogleError):
    message = marked(
        "The system's Google account ({account}) may not do this with {what} ({problem}). Open it in Google, press "
        "Share and give this account the right to edit."
    )


class ApiNotEnabled(GoogleError):
    message = marked(
        "In the Google Cloud project of the system's account ({account}) an API is not enabled ({problem}). In Google "
        "Cloud › APIs & Services › Library enable the Google Sheets API and the Google Drive API; wait a few minutes."
    )


class ForbiddenByPolicy(GoogleError):
    message = marked(
        "The rules of a Google organisation forbid this with {what} ({problem}). Share only with accounts of your own "
        "organisation, or ask its Google administrator to allow sharing outside and applications in Drive."
    )


class NoGoogleAccount(GoogleError):
    message = marked(
        "Google does not share {what} with this address ({problem}). Check that it is written correctly and that a "
        "Google account belongs to it."
    )


class NotThere(GoogleError):
    message = marked(
        "Google finds nothing at {what}: it was deleted, or the system's account ({account}) has no access. Take it "
        "out of Drive's trash, or share it with this account."
    )


class NotASpreadsheet(GoogleError):
    message = marked(
        "At {what} lies no Google Sheet but a file that was uploaded (such as xlsx). Open it in Google Sheets and "
        "choose File › Save as Google Sheets, then use the new one."
    )


class NoRoomInDrive(GoogleError):
    message = marked(
        "The system's Google account ({account}) has no room for a new file ({problem}); service accounts have none "
        "of their own. Set folder in [google] to a folder of a Shared Drive, or owner_file to a person's sign-in."
    )


class RequestRefused(GoogleError):
    message = marked(
        "Google refused what it was asked about {what} (HTTP {status}: {problem}). Nothing of it was done; tell the "
        "people who maintain this system."
    )

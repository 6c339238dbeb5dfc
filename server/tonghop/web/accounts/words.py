"""What Flask-Security says, in our words and both languages; it has no Vietnamese of its own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tonghop.core.errors import marked
from tonghop.web.desk import desk

_GOOD, _CALM, _BAD = "good", "calm", "error"

MESSAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ANONYMOUS_USER_REQUIRED": (marked("You are signed in already; sign out first."), _BAD),
        "API_ERROR": (marked("What was filled in here is not text. Fill it in again."), _BAD),
        "DISABLED_ACCOUNT": (marked("This account is closed. Ask whoever keeps the accounts."), _BAD),
        "GENERIC_AUTHN_FAILED": (marked("The name or the password is not right."), _BAD),
        "INVALID_CODE": (marked("The code is not right, or no longer. Wait for the next one and type that."), _BAD),
        "INVALID_INPUT": (marked("What was filled in cannot be taken. Check it and try again."), _BAD),
        "INVALID_INPUT_LENGTH": (marked("At most {length} characters can be taken here."), _BAD),
        "INVALID_PASSWORD": (marked("The password is not right. Check the Caps Lock key and try again."), _BAD),
        "INVALID_PASSWORD_CODE": (marked("The password or the code is not right. Try again."), _BAD),
        "INVALID_RECOVERY_CODE": (marked("This is none of your spare codes, or one used already. Try another."), _BAD),
        "INVALID_REDIRECT": (marked("The address leads away from here and was not followed."), _BAD),
        "LOGIN": (marked("Sign in to see this page."), _CALM),
        "NO_RECOVERY_CODES_SETUP": (marked("You have no spare codes yet. Make some."), _CALM),
        "PASSWORD_CHANGE": (marked("The password is changed. Other browsers have to sign in again with it."), _GOOD),
        "PASSWORD_INVALID_LENGTH": (marked("The password needs at least {length} characters."), _BAD),
        "PASSWORD_IS_THE_SAME": (marked("The new password is the old one. Choose another."), _BAD),
        "PASSWORD_MISMATCH": (marked("The two passwords differ. Type the new one twice alike."), _BAD),
        "PASSWORD_NOT_PROVIDED": (marked("Type a password."), _BAD),
        "PASSWORD_TOO_SIMPLE": (marked("This password is easily guessed. Choose a longer one."), _BAD),
        "REAUTHENTICATION_REQUIRED": (marked("Type your password again before you change this."), _CALM),
        "REAUTHENTICATION_SUCCESSFUL": (marked("The password is right. Go on."), _GOOD),
        "REFRESH": (marked("Type your password again to see this page."), _CALM),
        "RETYPE_PASSWORD_MISMATCH": (marked("The two passwords differ. Type the new one twice alike."), _BAD),
        "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
            marked("From now on, signing in asks for a code of your phone too. Make spare codes for when it is lost."),
            _GOOD,
        ),
        "TWO_FACTOR_DISABLED": (marked("From now on, your password alone signs you in."), _GOOD),
        "TWO_FACTOR_INVALID_TOKEN": (
            marked("The code is not right, or no longer. Wait for the next one and type that."),
            _BAD,
        ),
        "TWO_FACTOR_LOGIN_SUCCESSFUL": (marked("You are signed in."), _GOOD),
        "TWO_FACTOR_METHOD_NOT_AVAILABLE": (marked("Choose one of the ways that are offered."), _BAD),
        "TWO_FACTOR_PERMISSION_DENIED": (marked("Signing in took too long or was left. Start again."), _BAD),
        "TWO_FACTOR_SETUP_EXPIRED": (marked("Setting this up took longer than {within}. Start again."), _BAD),
        "UNAUTHENTICATED": (marked("You are not signed in, or no longer. Sign in and try again."), _BAD),
        "UNAUTHORIZED": (
            marked("Your account may not see or do this. Ask whoever keeps the accounts if you should."),
            _BAD,
        ),
        "USER_DOES_NOT_EXIST": (marked("The name or the password is not right."), _BAD),
    }
)
"""Every message of a part that is switched on, with the look of its notice."""

SWITCHED_OFF = (
    "CHANGE_EMAIL",
    "CODE_HAS_BEEN_SENT",
    "CONFIRM",
    "ALREADY_CONFIRMED",
    "EMAIL",
    "FAILED_TO_SEND_CODE",
    "FORGOT_PASSWORD",
    "GENERIC_RECOVERY",
    "GENERIC_US",
    "IDENTITY",
    "INVALID_CONFIRMATION",
    "INVALID_EMAIL",
    "INVALID_LOGIN_TOKEN",
    "INVALID_RESET",
    "LOGIN_E",
    "OAUTH",
    "PASSWORDLESS",
    "PASSWORD_BREACHED",
    "PASSWORD_RESET",
    "PHONE",
    "REFRESH_TOKEN",
    "US_",
    "USERNAME",
    "USE_CODE",
    "WEBAUTHN",
)
"""How the messages begin that belong to what we do not use: mail, texts to phones, passkeys, open registration."""


def settings() -> dict[str, tuple[str, str]]:
    """Return the messages as Flask-Security takes them."""
    return {f"SECURITY_MSG_{name}": message for name, message in MESSAGES.items()}


class Domain:
    """Says Flask-Security's messages in the reader's language."""

    _known = frozenset(sentence for sentence, _ in MESSAGES.values())

    def gettext(self, string: str, **parts: Any) -> str:  # noqa: ANN401
        """Return a message with its places filled; labels, which our pages do not show, stay as they are."""
        if string in self._known:
            return desk.say(string, **parts)
        return string % parts if parts else string

    def format_list(self, parts: list[str], **_more: Any) -> str:  # noqa: ANN401
        """Return words joined by commas."""
        return ", ".join(parts)

"""The outbox: letters through the office's own mail server (SMTP), each trouble told with its remedy."""

import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Self

from tonghop.config import MailSettings
from tonghop.core.errors import TonghopError, marked

PASSWORD_VARIABLE = "TONGHOP_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
_ENCRYPTED_PORT = 465
_PATIENCE = 20.0
"""Seconds that each step of the conversation may take."""


class MailError(TonghopError):
    """Letters cannot be sent."""


class MailNotSet(MailError):
    message = marked("No mail server is set. Give tonghop.toml a part [mail] with host, port, user and sender.")


class MailUnreachable(MailError):
    message = marked(
        "The mail server {host}:{port} cannot be reached ({problem}). Check host and port in [mail] of tonghop.toml "
        "and that the network lets this machine through."
    )


class MailNotEncrypted(MailError):
    message = marked(
        "The mail server {host}:{port} offers no STARTTLS, so the password would go out readable. Use its encrypted "
        "port (often 587 or 465), or set starttls = false in [mail] if it is on your own network."
    )


class MailPasswordMissing(MailError):
    message = marked(
        "The password of the mail account {user} is missing. Put it in the variable TONGHOP_SMTP_PASSWORD, or in a "
        "file that password_file in [mail] names."
    )


class MailLoginRefused(MailError):
    message = marked(
        "The mail server refused the account {user} ({problem}). Check user and password; some providers want a "
        "password made for applications."
    )


class MailSenderRefused(MailError):
    message = marked(
        "The mail server does not let {sender} send ({problem}). Set sender in [mail] to an address that the account "
        "may use."
    )


class Outbox:
    """A conversation with the mail server, opened by ``with``."""

    def __init__(self, settings: MailSettings | None, folder: Path) -> None:
        if settings is None:
            raise MailNotSet
        self.settings = settings
        self._folder = folder
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        settings = self.settings
        password = self._password()
        try:
            self._server = self._connected()
            if settings.user is not None:
                self._server.login(settings.user, password)
        except smtplib.SMTPAuthenticationError as error:
            self._close()
            raise MailLoginRefused(user=settings.user, problem=_answer(error.smtp_code, error.smtp_error)) from error
        except OSError as error:  # smtplib's own errors are OSErrors too.
            self._close()
            raise self._unreachable(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, message: EmailMessage, addresses: Sequence[str]) -> Mapping[str, str]:
        """Send a letter and return the addresses that were refused, with the server's answer.

        Raises MailSenderRefused, or MailUnreachable when the conversation broke off.
        """
        server, settings = self._server, self.settings
        if server is None:
            raise MailUnreachable(host=settings.host, port=settings.port, problem="–")
        try:
            refused = server.send_message(message, settings.sender, list(addresses))
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except smtplib.SMTPSenderRefused as error:
            problem = _answer(error.smtp_code, error.smtp_error)
            raise MailSenderRefused(sender=settings.sender, problem=problem) from error
        except smtplib.SMTPServerDisconnected as error:
            raise self._unreachable(error) from error
        except smtplib.SMTPResponseException as error:
            return dict.fromkeys(addresses, _answer(error.smtp_code, error.smtp_error))
        except (smtplib.SMTPException, MessageError, UnicodeError, ValueError) as error:
            return dict.fromkeys(addresses, str(error))
        except OSError as error:
            raise self._unreachable(error) from error
        return {address: _answer(*answer) for address, answer in refused.items()}

    def _connected(self) -> smtplib.SMTP:
        settings = self.settings
        name = settings.sender.rpartition("@")[2]  # Else the machine's own name is looked up, which may take long.
        if settings.port == _ENCRYPTED_PORT:
            return smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=_PATIENCE, context=ssl.create_default_context()
            )
        server = smtplib.SMTP(settings.host, settings.port, name, timeout=_PATIENCE)
        self._server = server
        if settings.starttls:
            server.ehlo()
            if not server.has_extn("starttls"):
                self._close()
                raise MailNotEncrypted(host=settings.host, port=settings.port)
            server.starttls(context=ssl.create_default_context())
        return server

    def _password(self) -> str:
        settings = self.settings
        if settings.user is None:
            return ""
        password = os.environ.get(PASSWORD_VARIABLE, "")
        if not password and settings.password_file is not None:
            with suppress(OSError, UnicodeError):
                password = (self._folder / settings.password_file).read_text(encoding="utf-8").strip()
        if not password:
            raise MailPasswordMissing(user=settings.user)
        return password

    def _unreachable(self, error: OSError) -> MailUnreachable:
        if isinstance(error, smtplib.SMTPResponseException):
            problem = _answer(error.smtp_code, error.smtp_error)
        else:
            problem = error.strerror or str(error) or type(error).__name__
        return MailUnreachable(host=self.settings.host, port=self.settings.port, problem=problem)

    def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(OSError):
                server.quit()
            server.close()


def _answer(code: int, said: bytes | str) -> str:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"

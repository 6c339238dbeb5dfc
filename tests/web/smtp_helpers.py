"""A mail server of the tests' own: speaks SMTP on a socket of this machine and keeps what it was sent."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast


@dataclass
class Behaviour:
    """How the server answers, and what came."""

    password: str = "dung"
    refused: frozenset[str] = frozenset()
    """Recipients it does not know."""
    refuses_sender: bool = False
    greets: bool = True
    breaks_off: bool = False
    """Whether it hangs up in the middle of a letter."""
    certificate: Path | None = None
    """Its own, with the key, where it offers STARTTLS."""
    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        behaviour = cast("_Server", self.server).behaviour
        self.recipients: list[str] = []
        self._say("220 here" if behaviour.greets else "554 no service")
        while line := self.rfile.readline():  # Asked for anew each time: STARTTLS puts another in its place.
            if not self._answer(behaviour, line.decode().strip()):
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _answer(self, behaviour: Behaviour, command: str) -> bool:
        verb = command[:4].upper()
        if verb == "QUIT":
            self._say("221 bye")
            return False
        if verb == "EHLO":
            offered = "" if behaviour.certificate is None else "250-STARTTLS\r\n"
            self._say(f"250-here\r\n{offered}250 AUTH PLAIN")
        elif verb == "STAR":
            return self._encrypt(behaviour)
        elif verb == "AUTH":
            self._log_in(behaviour, command)
        elif verb == "MAIL":
            self._say("550 not your address" if behaviour.refuses_sender else "250 ok")
        elif verb == "RCPT":
            address = command.partition("<")[2].partition(">")[0]
            known = address not in behaviour.refused
            self.recipients += [address] if known else []
            self._say("250 ok" if known else "550 5.1.1 no such user")
        elif verb == "DATA":
            return self._take(behaviour)
        else:
            self.recipients = []
            self._say("250 ok")
        return True

    def _encrypt(self, behaviour: Behaviour) -> bool:
        self._say("220 go on")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(str(behaviour.certificate))
        behaviour.certificate = None  # Offered once only.
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:
            return False
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        return True

    def finish(self) -> None:
        """Hang up; whoever went already is not waited for."""
        with suppress(OSError):
            super().finish()
        with suppress(OSError):
            self.connection.close()

    def _log_in(self, behaviour: Behaviour, command: str) -> None:
        _, user, password = base64.b64decode(command.split()[2]).decode().split("\0")
        behaviour.logins.append((user, password))
        self._say("235 ok" if password == behaviour.password else "535 5.7.8 wrong password")

    def _take(self, behaviour: Behaviour) -> bool:
        self._say("354 go on")
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            lines.append(line)
            if behaviour.breaks_off:
                return False
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        behaviour.letters.append((self.recipients, letter))
        self.recipients = []
        self._say("250 kept")
        return True


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.behaviour = behaviour


@contextmanager
def mail_server(behaviour: Behaviour) -> Iterator[int]:
    """Serve on a free port for as long as the block runs."""
    with _Server(behaviour) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()

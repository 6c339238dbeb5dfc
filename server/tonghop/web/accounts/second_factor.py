"""The second factor: one-time codes of a phone, and spare codes for when it is lost; kept sealed."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from flask_security.totp import Totp

ISSUER = "Tổng Hợp"
METHOD = "authenticator"


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """What is kept of it."""

    secret: str
    """From which the codes are made."""
    spares: tuple[str, ...] = ()
    counter: int | None = None
    """Of the last code that was used: none is taken twice."""


class Seal:
    """Writes a second factor so that only this instance can read it."""

    def __init__(self, secret: str) -> None:
        self._box = Fernet(base64.urlsafe_b64encode(bytes.fromhex(secret)))

    def close(self, factor: SecondFactor | None) -> str | None:
        """Return it sealed."""
        if factor is None:
            return None
        return self._box.encrypt(json.dumps([factor.secret, factor.spares, factor.counter]).encode()).decode()

    def open(self, sealed: str | None) -> SecondFactor | None:
        """Return what was sealed; ``None`` where nothing was, or under another key than the instance's."""
        if sealed is None:
            return None
        try:
            secret, spares, counter = json.loads(self._box.decrypt(sealed))
        except InvalidToken:
            return None
        return SecondFactor(secret, tuple(spares), counter)


class Codes(Totp):
    """One-time codes of which none is taken twice."""

    def get_last_counter(self, user: Any) -> int | None:  # noqa: ANN401
        """Return the count of the last code that was used."""
        counter: int | None = user.tf_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:  # noqa: ANN401
        """Keep the count of the code that was used now."""
        user.tf_counter = tmatch.counter
        user.directory.put(user)

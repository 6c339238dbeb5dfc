"""Programs sign in with a token (``Authorization: Bearer …``), to the API only and never together with a session."""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from flask import request

from tonghop.core.accounts import Account, Token
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import Act, Store
from tonghop.web import wording
from tonghop.web.desk import desk

API = "/api/"
_SCHEME = "bearer "
_PREFIX = "th_"  # By which a token is known where it does not belong: in a file, a log, a message.
_BYTES = 32


class TokenRefused(TonghopError):
    """A program signed in with something that opens nothing."""


class UnknownToken(TokenRefused):
    message = marked(
        "This token is not known here. Copy it again in full, or make a new one on the page “Access tokens”."
    )


class ExpiredToken(TokenRefused):
    message = marked("The token “{name}” expired on {day}. Make a new one on the page “Access tokens”.")


class RevokedToken(TokenRefused):
    message = marked("The token “{name}” was revoked on {day}. Make a new one on the page “Access tokens”.")


class TokenOfClosedAccount(TokenRefused):
    message = marked("The account of the token “{name}” is closed. Ask whoever keeps the accounts.")


class TokenOutOfSight(TokenRefused):
    message = marked(
        "The token “{name}” is for the unit {unit}, which its account no longer sees. "
        "Make a new one on the page “Access tokens”."
    )


def presented() -> str | None:
    """Return the secret that came with a request to the API, ``None`` where none came."""
    given = request.headers.get("Authorization", "")
    if not request.path.startswith(API) or not given.lower().startswith(_SCHEME):
        return None
    return given[len(_SCHEME) :].strip()


def account_of(secret: str) -> Account:
    """Return the account that a token signs in, seeing no more than the token's unit; raises TokenRefused."""
    found = desk.store.tokens(digest=_digest(secret))
    if not found:
        raise UnknownToken
    (token,) = found
    _refuse_spent(token, desk.now)
    account = desk.store.account(id=token.account)
    if account is None or not account.active:
        raise TokenOfClosedAccount(name=token.name)
    if token.unit is None or token.unit == account.unit:
        return account
    if not desk.reaches(account, token.unit):
        raise TokenOutOfSight(name=token.name, unit=token.unit)
    return replace(account, unit=token.unit)


def token() -> Token | None:
    """Return the token that signed this request in, ``None`` where a session did."""
    secret = presented()
    return None if secret is None else next(iter(desk.store.tokens(digest=_digest(secret))), None)


def make(store: Store, owner: Account, name: str, unit: str | None, days: int, at: datetime) -> str:
    """Keep a new token of an account and return its secret, which is not kept."""
    secret = _PREFIX + secrets.token_urlsafe(_BYTES)
    expires = at + timedelta(days=days)
    token = Token(name, owner.id, unit, _digest(secret), at, expires)
    details = {"token": name, "unit": unit, "expires": expires.isoformat()}
    store.save_token(token, Act(at, owner.name, "make_token", owner.name, details))
    return secret


def revoke(store: Store, token: Token, owner: str, *, who: str, at: datetime) -> None:
    """End a token now; one that ended already stays as it is."""
    if token.is_valid(at):
        act = Act(at, who, "revoke_token", owner, {"token": token.name})
        store.save_token(replace(token, revoked=at), act)


def _refuse_spent(token: Token, now: datetime) -> None:
    zone = desk.service.instance.zone
    if token.revoked is not None:
        raise RevokedToken(name=token.name, day=wording.instant(token.revoked, zone))
    if not token.is_valid(now):
        raise ExpiredToken(name=token.name, day=wording.instant(token.expires, zone))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

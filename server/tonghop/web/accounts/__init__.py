"""Signing in: Flask-Security over the store's accounts."""

from flask import Flask, request
from flask_login import current_user
from flask_security import Security
from flask_wtf import CSRFProtect

from tonghop.web.accounts import bearer
from tonghop.web.accounts.directory import Directory, SignedIn
from tonghop.web.accounts.forms import SignInForm
from tonghop.web.desk import Service

__all__ = ["Directory", "SignedIn", "attach"]


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Asks for a form's token wherever a session speaks; a token of a program cannot be sent by a foreign page."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is overridden
        """Refuse a request that changes something and does not come from a page of ours."""
        is_program = bearer.presented() is not None or not current_user.is_authenticated
        if not (request.path.startswith(bearer.API) and is_program):
            super().protect(apply_exemptions=apply_exemptions)


def attach(app: Flask, service: Service, salt: str) -> None:
    """Give the app its accounts."""
    app.config.update(
        SECURITY_PASSWORD_SALT=salt,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a way of hashing
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"name": {"mapper": str.lower, "case_insensitive": False}}],
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_CHANGEABLE=True,
        SECURITY_CHANGE_URL="/password",
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_LOGIN_USER_TEMPLATE="accounts/sign_in.html",
        SECURITY_CHANGE_PASSWORD_TEMPLATE="accounts/password.html",  # noqa: S106
        SECURITY_API_ENABLED_METHODS=["session"],
    )
    Csrf(app)
    Security(app, Directory(service), login_form=SignInForm, register_blueprint=True)

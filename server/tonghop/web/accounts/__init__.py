"""Signing in: Flask-Security over the store's accounts."""

from flask import Flask
from flask_security import Security
from flask_wtf import CSRFProtect

from tonghop.web.accounts.directory import Directory, SignedIn
from tonghop.web.accounts.forms import SignInForm
from tonghop.web.desk import Service

__all__ = ["Directory", "SignedIn", "attach"]


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
    CSRFProtect(app)
    Security(app, Directory(service), login_form=SignInForm, register_blueprint=True)

"""Signing in: Flask-Security over the store's accounts."""

from datetime import timedelta

from flask import Flask, Response, redirect, request, url_for
from flask_login import current_user
from flask_security import Security
from flask_security.signals import user_authenticated
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from tonghop.web.accounts import bearer, words
from tonghop.web.accounts.directory import Directory, SignedIn
from tonghop.web.accounts.forms import (
    CodeForm,
    ConfirmForm,
    NewPasswordForm,
    NoRescueForm,
    SecondFactorForm,
    SignInForm,
    SpareCodeForm,
)
from tonghop.web.accounts.second_factor import ISSUER, METHOD, Codes, Seal
from tonghop.web.addresses import own
from tonghop.web.desk import Service

__all__ = ["Directory", "SignedIn", "attach"]

A_WORKING_DAY = timedelta(hours=12)
"""How long one stays signed in."""
_FRESH = timedelta(minutes=10)
"""How long after a password was typed its second factor can be changed without typing it again."""

_COST = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}
"""What OWASP asks of Argon2id at least: a small machine signs a whole province in on a Monday morning."""
_NO_COST = {"argon2__memory_cost": 64, "argon2__time_cost": 1, "argon2__parallelism": 1}
_PASSWORDS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"name": {"mapper": str.lower, "case_insensitive": False}}],
    "SECURITY_LOGIN_URL": "/sign-in",
    "SECURITY_LOGIN_USER_TEMPLATE": "accounts/sign_in.html",
    "SECURITY_LOGOUT_URL": "/sign-out",
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_CHANGEABLE": True,
    "SECURITY_CHANGE_URL": "/password",
    "SECURITY_CHANGE_PASSWORD_TEMPLATE": "accounts/password.html",
    "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
    "SECURITY_VERIFY_URL": "/confirm-password",
    "SECURITY_VERIFY_TEMPLATE": "accounts/confirm.html",
    "SECURITY_FRESHNESS": _FRESH,
    "SECURITY_FRESHNESS_GRACE_PERIOD": _FRESH,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_REDIRECT_VALIDATE_MODE": ["regex"],
}
_CODES = {
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": [METHOD],
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 60,
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_SETUP_URL": "/second-factor",
    "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "accounts/second_factor.html",
    "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "accounts/code.html",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/second-factor/spare-codes",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "accounts/spare_codes.html",
    "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/sign-in/spare-code",
    "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "accounts/spare_code.html",
    "SECURITY_TOTP_ISSUER": ISSUER,
}


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Asks for a form's token wherever a session speaks; a token of a program cannot be sent by a foreign page."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is overridden
        """Refuse a request that changes something and does not come from a page of ours."""
        is_program = bearer.presented() is not None or not current_user.is_authenticated
        if not (request.path.startswith(bearer.API) and is_program):
            super().protect(apply_exemptions=apply_exemptions)


def attach(app: Flask, service: Service, salt: str, sealing: str) -> None:
    """Give the app its accounts; ``salt`` goes into signatures, ``sealing`` seals second factors."""
    app.config.update(
        _PASSWORDS | _CODES | words.settings(),
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=_NO_COST if app.testing else _COST,
        SECURITY_PASSWORD_SALT=salt,
        SECURITY_TOTP_SECRETS={"1": sealing},
        SESSION_COOKIE_NAME="tonghop",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=service.instance.settings.address.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=A_WORKING_DAY,
    )
    Csrf(app)
    directory = Directory(service, Seal(sealing))
    security = Security(
        app,
        directory,
        login_form=SignInForm,
        change_password_form=NewPasswordForm,
        verify_form=ConfirmForm,
        two_factor_setup_form=SecondFactorForm,
        two_factor_rescue_form=NoRescueForm,
        two_factor_verify_code_form=CodeForm,
        mf_recovery_form=SpareCodeForm,
        totp_cls=Codes,
        register_blueprint=True,
    )
    app.extensions["security"].i18n_domain = words.Domain()
    security.want_json(lambda _request: False)
    app.extensions["tonghop_accounts"] = directory
    user_authenticated.connect(_came_in, app)
    app.before_request(_second_factor_in_order)
    app.after_request(_stay_here)


def _came_in(app: Flask, user: SignedIn, **_more: object) -> None:
    app.extensions["tonghop_accounts"].count_success(user.account)


def _second_factor_in_order() -> AnyResponse | None:
    """Spare codes stand in for a phone: there are none without one. Nobody signs in a second time."""
    if not current_user.is_authenticated:
        return None
    if request.endpoint == "security.mf_recovery_codes" and not current_user.tf_totp_secret:
        return redirect(url_for("security.two_factor_setup"))
    if request.endpoint == "security.two_factor_token_validation":
        return redirect("/")  # Flask-Security would sign the visitor out, on a mere GET.
    return None


def _stay_here(response: Response) -> Response:
    """Let nobody be led away from here by what stood in an address."""
    if (request.endpoint or "").startswith("security.") and response.location:
        response.location = own(response.location)
    return response

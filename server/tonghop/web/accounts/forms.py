"""The forms of signing in."""

from typing import Any

from flask_login import current_user
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import get_message
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from tonghop.core.errors import marked
from tonghop.web.addresses import own
from tonghop.web.desk import desk

_FEWEST_SIGNS = 3
NOT_KNOWN = marked("The name or the password is not right. Check the Caps Lock key and try again.")


class SignInForm(LoginForm):
    """A name and a password."""

    email = None
    remember = None  # A signed-in browser of an office is used by many.
    name = StringField(validators=[InputRequired()])

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Look the name up; what was wrong is said in one sentence that gives nothing away.

        A locked account is refused before its password is looked at: guessing on tells nothing.
        """
        from flask_security.proxies import _datastore  # noqa: PLC0415 - bound to the app

        self.ifield = self.name
        self.next.data = own(self.next.data)
        self.user = _datastore.find_user(name=(self.name.data or "").strip().lower())
        locked: list[str] = []
        if self.user is not None and self.user.is_locked(locked):
            return self._refused(locked)
        if super().validate(**more):
            return True
        if self.user is not None and self.user.is_locked(locked):
            return self._refused(locked)
        return self._refused([str(error) for error in self.name.errors] if self.user_authenticated else [])

    def _refused(self, told: list[str]) -> bool:
        self.name.errors, self.password.errors = told or [desk.say(NOT_KNOWN)], []
        return False


class NewPasswordForm(ChangePasswordForm):
    """The password one has, and another twice."""

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Refuse a new one that is the account's name, or two signs over and over."""
        if not super().validate(**more):
            return False
        new, name = (self.new_password.data or "").lower(), current_user.name
        if name not in new and len(set(new)) > _FEWEST_SIGNS:
            return True
        self.new_password.errors = [get_message("PASSWORD_TOO_SIMPLE")[0]]
        return False


class ConfirmForm(VerifyForm):
    """The password once more, before something weighty."""

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Refuse a locked account before its password is looked at."""
        self.next.data = own(self.next.data)
        return _unless_locked(self.user, self.password, super().validate, more)


class SecondFactorForm(TwoFactorSetupForm):
    """Which second step: the phone's codes, or none."""

    setup = StringField()  # Buttons of ours; a list of choices would be Flask-Security's words.


class NoRescueForm(TwoFactorRescueForm):
    """Nothing: spare codes have a page of their own, and no mail is sent."""

    help_setup = RadioField(choices=[])


class CodeForm(TwoFactorVerifyCodeForm):
    """A code of the phone."""

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Refuse a locked account before its code is looked at."""
        return _unless_locked(self.user, self.code, super().validate, more)


class SpareCodeForm(MfRecoveryForm):
    """A spare code in place of the phone's."""

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Count wrong ones; refuse a locked account before its code is looked at."""
        self.code.data = (self.code.data or "").strip().lower()
        good = _unless_locked(self.user, self.code, super().validate, more)
        if not good and self.user is not None and not self.user.is_locked():
            self.user.track_failed_authn("recovery", tfa=True)
        return good


def _unless_locked(user: Any, field: Any, check: Any, more: dict[str, Any]) -> bool:  # noqa: ANN401
    locked: list[str] = []
    if user.is_locked(locked):
        field.errors = locked
        return False
    return bool(check(**more))

"""The forms of signing in."""

from typing import Any

from flask_security.forms import LoginForm
from wtforms import StringField
from wtforms.validators import InputRequired

from tonghop.core.errors import marked
from tonghop.web.desk import desk

NOT_KNOWN = marked("The name or the password is not right. Check the Caps Lock key and try again.")


class SignInForm(LoginForm):
    """A name and a password."""

    email = None
    name = StringField(validators=[InputRequired()])

    def validate(self, **more: Any) -> bool:  # noqa: ANN401
        """Look the name up; what was wrong is said in one sentence that gives nothing away."""
        from flask_security.proxies import _datastore  # noqa: PLC0415 - bound to the app

        self.ifield = self.name
        self.user = _datastore.find_user(name=(self.name.data or "").strip().lower())
        if super().validate(**more):
            return True
        self.name.errors, self.password.errors = [desk.say(NOT_KNOWN)], []
        return False

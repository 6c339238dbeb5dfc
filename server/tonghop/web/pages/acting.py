"""What every page that does something asks first."""

from tonghop.core.errors import TonghopError, marked
from tonghop.web.desk import desk


class LooksBack(TonghopError):
    message = marked("You are looking from an earlier day, from which nothing can be done. Go back to today first.")


def refuse_looking_back() -> None:
    """Raise LooksBack where an earlier day is looked from."""
    if desk.looks_back:
        raise LooksBack

"""What the pages of progress are registered with, and what they have in common."""

from flask import Blueprint

from tonghop.core.calendar import find_period
from tonghop.core.definitions import Period
from tonghop.web.desk import desk
from tonghop.workflow import Followed, follow

PAGES = Blueprint("progress", __name__)


def followed(code: str) -> Followed:
    """Return how a campaign stands for the units that the account sees."""
    return follow(desk.office, desk.campaign(code), desk.as_of, desk.account.unit)


def chosen_period(made: Followed, code: str | None) -> Period:
    """Return the period asked for, else the one that is followed most.

    Raises DefinitionError for one that does not exist, NothingBegun where none is asked for and none has begun.
    """
    return find_period(made.campaign, code) if code else made.focus

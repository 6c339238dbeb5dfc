"""The home page, and the choices that go with every page: language and day."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from tonghop.core import following
from tonghop.core.accounts import Right, Role
from tonghop.core.completeness import Progress
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import marked
from tonghop.core.following import Chased, Report, Step
from tonghop.web.access import needs, open_to_all
from tonghop.web.addresses import own
from tonghop.web.desk import LANGUAGES, desk
from tonghop.web.pages.navigation import Item, Topic
from tonghop.web.pages.sheets.blueprint import own_newest
from tonghop.workflow import Followed, follow, to_review

PAGES = Blueprint("home", __name__)
TOPIC = Topic(PAGES, Item("home.home", marked("Home")))

_MOST, _MOST_PERIODS = 10, 4
"""How many lines of a list, and how many periods of a campaign, the home page shows."""


@PAGES.get("/")
@needs(Right.VIEW)
def home() -> str:
    """Show what is to be done, by whoever is signed in."""
    office, account = desk.office, desk.account
    views = [_view(follow(office, campaign, desk.as_of, account.unit)) for campaign in office.campaigns.values()]
    return render_template(
        "home/home.html",
        views=views,
        closed=desk.store.closed(office.end_of(desk.as_of)),
        is_clerk=account.role is Role.CLERK,
        review=account.may(Right.REVIEW) and account.unit is not None,
        manages=account.may(Right.MANAGE),
        shared=own_newest(),
        steps=Step,
        most=_MOST,
    )


@dataclass(frozen=True, slots=True)
class View:
    """A campaign as the home page shows it to an account."""

    followed: Followed
    own: tuple[Report, ...]
    """What the account's unit owes, the most pressing first."""
    to_review: tuple[Report, ...]
    """What the next level of review of is the account's to decide."""
    overdue: tuple[Chased, ...]
    """Of the units below it."""
    shown: tuple[tuple[Period, Progress], ...]
    """The periods that are followed now, the newest first."""

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.followed.campaign


def _view(made: Followed) -> View:
    unit = desk.account.unit
    below = [report for report in made.reports if report.standing.unit != unit]
    periods = made.in_focus[-_MOST_PERIODS:][::-1]
    return View(
        followed=made,
        own=made.of(unit),
        to_review=to_review(desk.office, made, desk.account),
        overdue=following.overdue(made.outline, below),
        shown=tuple(zip(periods, following.all_progress(made.reports, periods), strict=True)),
    )


@PAGES.post("/language")
@open_to_all
def language() -> Response:
    """Speak the language that was chosen from now on."""
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(own(request.form.get("back")))


@PAGES.post("/as-of")
@needs(Right.VIEW)
def as_of() -> Response:
    """Look from another day from now on; from today where none is given."""
    session.pop("as_of", None)
    if request.form.get("as_of"):
        session["as_of"] = request.form["as_of"]
    return redirect(own(request.form.get("back")))

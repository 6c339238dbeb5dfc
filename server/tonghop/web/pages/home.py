"""The home page, and the choices that go with every page: language and day."""

from flask import Blueprint, redirect, render_template, request, session
from werkzeug.wrappers import Response

from tonghop.core.accounts import Right
from tonghop.core.errors import marked
from tonghop.web.access import needs, open_to_all
from tonghop.web.addresses import own
from tonghop.web.desk import LANGUAGES, desk
from tonghop.web.pages.navigation import Item, Topic

PAGES = Blueprint("home", __name__)
TOPIC = Topic(PAGES, Item("home.home", marked("Home")))


@PAGES.get("/")
@needs(Right.VIEW)
def home() -> str:
    """Show what is to be done."""
    return render_template("home/home.html", campaigns=desk.office.campaigns.values())


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

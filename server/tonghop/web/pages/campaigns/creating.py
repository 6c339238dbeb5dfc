"""Making a campaign of a shipped plan or of a workbook, and new versions of one that is there."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tonghop import catalogue, workflow
from tonghop.core.accounts import Right
from tonghop.core.definitions import Campaign
from tonghop.core.errors import TonghopError, marked
from tonghop.core.units import Unit
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.blueprint import PAGES
from tonghop.web.pages.campaigns.preview import preview
from tonghop.web.pages.filling import allow_kept_file, refuse_past, refused, sent_file


class NothingChosen(TonghopError):
    message = marked("Choose one of the plans, or a campaign workbook (.xlsx) from your computer.")


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody wants to put in force, and how it comes back with the confirmation."""

    campaign: Campaign
    units: Sequence[Unit]
    shipped: str = ""
    content: str = ""


@PAGES.get("/campaigns/new")
@needs(Right.MANAGE, whole=True)
def new() -> Response | str:
    """Offer the plans, and a place for a workbook."""
    return _choice()


@PAGES.post("/campaigns/new")
@needs(Right.MANAGE, whole=True)
def create() -> Response | str:
    """Show what was chosen; put it in force when that was confirmed."""
    allow_kept_file()
    try:
        refuse_past()
        offered = _offered()
        compared = workflow.compare_campaign(desk.office, offered.campaign, offered.units)
        if request.form.get("confirmed"):
            return _kept(offered)
    except TonghopError as problem:
        return _choice(problem)
    forms = [preview(form, _first_level(offered.campaign, form.levels), desk.language) for form in compared.new.forms]
    return render_template("campaigns/compared.html", offered=offered, compared=compared, forms=forms)


def _choice(problem: TonghopError | None = None) -> Response | str:
    shipped = [catalogue.load_shipped(code) for code in catalogue.shipped()]
    page = render_template("campaigns/new.html", shipped=shipped, known=desk.office.campaigns, problem=problem)
    return refused(page, problem)


def _offered() -> Offered:
    """Return what was chosen; raises NothingChosen, UnreadableFile, or DefinitionError naming the cell."""
    shipped = request.form.get("shipped", "")
    if shipped:
        return Offered(*catalogue.load_shipped(shipped), shipped=shipped)
    file = sent_file("workbook")
    if file is not None:
        content = file.stream.read()
    elif request.form.get("content"):
        try:
            content = b64decode(request.form["content"], validate=True)
        except NotBase64:
            abort(400)
    else:
        raise NothingChosen
    made = workflow.campaign_file(content, run=desk.office.run)
    return Offered(*made, content=b64encode(content).decode())


def _kept(offered: Offered) -> Response:
    campaign = offered.campaign
    is_new = workflow.keep_campaign(desk.office, campaign, offered.units, who=desk.who, at=desk.now)
    told = (
        marked("Version {version} of “{title}” is now in force.")
        if is_new
        else marked("Version {version} of “{title}” was in force already; nothing was changed.")
    )
    flash(desk.say(told, version=campaign.version, title=campaign.short_title), "good")
    return redirect(url_for("campaigns.about", campaign=campaign.code))


def _first_level(campaign: Campaign, levels: tuple[str, ...]) -> str:
    return next(level.code for level in campaign.levels if not levels or level.code in levels)

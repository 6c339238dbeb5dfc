"""A unit list that comes back as a workbook: what would change is shown before it does."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import ChangedMeanwhile
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.filling import Unfilled, allow_kept_file, refuse_past, refused, sent_file
from tonghop.web.pages.units.blueprint import PAGES

WORKBOOK = marked("Workbook of units (.xlsx)")


@PAGES.get("/c/<campaign>/units/-/load")
@needs(Right.MANAGE, whole=True)
def load(campaign: str) -> Response | str:
    """Offer a place for the workbook."""
    return _page(campaign)


@PAGES.post("/c/<campaign>/units/-/load")
@needs(Right.MANAGE, whole=True)
def loaded(campaign: str) -> Response | str:
    """Show what the workbook would change; do it when that was confirmed."""
    allow_kept_file()
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        content = _content()
        new = workflow.new_units(desk.office, chosen, content)
        if not request.form.get("confirmed"):
            return _page(campaign, new=new, content=b64encode(content).decode())
        if request.form.get("after") != str(new.after):
            raise ChangedMeanwhile(campaign=chosen.code)
        workflow.keep_units(desk.office, chosen, new.units, after=new.after, who=desk.who, at=desk.now)
    except TonghopError as problem:
        return _page(campaign, problem)
    flash(desk.say(marked("The list of units was changed: {count} differences."), count=len(new.differences)), "good")
    return redirect(url_for("units.units", campaign=campaign))


def _page(
    campaign: str, problem: TonghopError | None = None, new: workflow.NewUnits | None = None, content: str = ""
) -> Response | str:
    chosen = desk.campaign(campaign)
    page = render_template("units/load.html", campaign=chosen, problem=problem, new=new, content=content)
    return refused(page, problem)


def _content() -> bytes:
    file = sent_file("workbook")
    if file is not None:
        return file.stream.read()
    if not request.form.get("content"):
        raise Unfilled(field=desk.say(WORKBOOK))
    try:
        return b64decode(request.form["content"], validate=True)
    except NotBase64:
        abort(400)

"""The Word template of a campaign's report: taken home, edited in Word, sent back and tried before it holds."""

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tonghop import catalogue, workflow
from tonghop.core.accounts import Right
from tonghop.core.errors import TonghopError, marked
from tonghop.web.access import needs
from tonghop.web.desk import desk
from tonghop.web.pages.campaigns.about import page
from tonghop.web.pages.campaigns.blueprint import PAGES
from tonghop.web.pages.filling import Unfilled, refuse_past, sent_file

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILE = marked("Word template")
_KEPT = marked("The template holds from now on; the newest period's report was made from it without a fault.")
_DROPPED = marked("Reports are made from the common template again.")


@PAGES.get("/c/<campaign>/report-template")
@needs(Right.MANAGE, whole=True)
def report_template(campaign: str) -> Response:
    """Hand out the template that the report is made from now."""
    content = catalogue.report_template(desk.campaign(campaign).code, desk.service.instance.folder)
    answer = Response(content, mimetype=_DOCX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"mau-bao-cao-{campaign}.docx")
    return answer


@PAGES.post("/c/<campaign>/report-template")
@needs(Right.MANAGE, whole=True)
def change_report_template(campaign: str) -> AnyResponse | str:
    """Try a template and have it hold, or go back to the common one."""
    chosen = desk.campaign(campaign)
    try:
        refuse_past()
        if "drop" in request.form:
            workflow.drop_report_template(desk.office, chosen, who=desk.who, at=desk.now)
            told = _DROPPED
        else:
            sent = sent_file("template")
            if sent is None:
                raise Unfilled(field=desk.say(FILE))
            workflow.keep_report_template(desk.office, chosen, sent.stream.read(), who=desk.who, at=desk.now)
            told = _KEPT
    except TonghopError as problem:
        return page(chosen, problem)
    flash(desk.say(told), "good")
    return redirect(url_for("campaigns.about", campaign=campaign, _anchor="template"))

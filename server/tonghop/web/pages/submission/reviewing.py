"""A reviewer's steps with a report."""

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from tonghop import workflow
from tonghop.core.errors import marked
from tonghop.sentences import STATES
from tonghop.storage import Action, Seen
from tonghop.web import reports
from tonghop.web.desk import desk
from tonghop.web.pages.acting import refuse_looking_back
from tonghop.web.pages.submission.report import find

_DONE = marked("Done: the report now stands as “{state}”.")


def step(action: Action, campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Accept, return or reopen a report that stands as the reviewer saw it."""
    refuse_looking_back()
    report = find(campaign, period, unit, coverage)
    form = request.form
    state = workflow.review(
        desk.office,
        report.campaign,
        report.key,
        action,
        account=desk.account,
        at=desk.now,
        reason=form.get("reason", "").strip() or None,
        seen=Seen(form.get("revision", 0, type=int), form.get("level", -1, type=int)),
    )
    flash(desk.say(_DONE, state=desk.say(STATES[state])), "good")
    return redirect(reports.address(report.key))

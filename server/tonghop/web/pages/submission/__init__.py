"""One report: how it stands, what was sent, what is wrong with it, and what may be done about it."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from tonghop.core.accounts import Right
from tonghop.storage import Action
from tonghop.web.access import needs
from tonghop.web.pages.navigation import Topic
from tonghop.web.pages.submission import correcting, files, page, reviewing

PAGES = Blueprint("submission", __name__)
TOPIC = Topic(PAGES)

_COVERAGE = "<any(own, summary):coverage>"
_REPORT = f"/c/<campaign>/report/<period>/<unit>/{_COVERAGE}"


@PAGES.get(_REPORT)
@needs(Right.VIEW)
def submission(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show a report."""
    return page.page(campaign, period, unit, coverage)


@PAGES.get(f"{_REPORT}/revision/<int:number>")
@needs(Right.VIEW)
def revision(campaign: str, period: str, unit: str, coverage: str, number: int) -> str:
    """Show one of its revisions."""
    return page.revision(campaign, period, unit, coverage, number)


@PAGES.get(f"{_REPORT}/differences")
@needs(Right.VIEW)
def differences(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show what two revisions give differently."""
    return page.differences(campaign, period, unit, coverage)


@PAGES.get(f"{_REPORT}/grid")
@needs(Right.VIEW)
def grid(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show its sheets, to be corrected."""
    return correcting.show(campaign, period, unit, coverage)


@PAGES.post(f"{_REPORT}/grid")
@needs(Right.SEND)
def correct(campaign: str, period: str, unit: str, coverage: str) -> AnyResponse:
    """Take corrected cells in as a new revision."""
    return correcting.save(campaign, period, unit, coverage)


@PAGES.get(f"{_REPORT}/original")
@needs(Right.VIEW)
def original(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give the file as it came."""
    return files.original(campaign, period, unit, coverage)


@PAGES.get(f"{_REPORT}/marked")
@needs(Right.VIEW)
def marked_file(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give the file with its cells marked."""
    return files.marked_file(campaign, period, unit, coverage)


@PAGES.post(f"{_REPORT}/accept")
@needs(Right.REVIEW)
def accept(campaign: str, period: str, unit: str, coverage: str) -> AnyResponse:
    """Accept it."""
    return reviewing.step(Action.ACCEPT, campaign, period, unit, coverage)


@PAGES.post(f"{_REPORT}/return")
@needs(Right.REVIEW)
def return_report(campaign: str, period: str, unit: str, coverage: str) -> AnyResponse:
    """Return it with a reason."""
    return reviewing.step(Action.RETURN, campaign, period, unit, coverage)


@PAGES.post(f"{_REPORT}/reopen")
@needs(Right.REVIEW)
def reopen(campaign: str, period: str, unit: str, coverage: str) -> AnyResponse:
    """Open it again."""
    return reviewing.step(Action.REOPEN, campaign, period, unit, coverage)


@PAGES.get(f"/c/<campaign>/workbook/<period>/<unit>/{_COVERAGE}")
@needs(Right.VIEW)
def workbook(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give the workbook that a unit fills."""
    return files.workbook(campaign, period, unit, coverage)


@PAGES.get("/c/<campaign>/group/<period>/<unit>")
@needs(Right.VIEW)
def group(campaign: str, period: str, unit: str) -> Response:
    """Give the workbook of all units below one."""
    return files.group(campaign, period, unit)

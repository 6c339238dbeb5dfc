"""The lasting ids of reports and consolidations, what they stand for, and whether the asker may see it."""

from urllib.parse import quote

from flask import abort

from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import marked
from tonghop.core.submission import Coverage, SubmissionKey
from tonghop.storage import Listed
from tonghop.web import errors
from tonghop.web.desk import desk
from tonghop.workflow import current_period

ROOT = "/api/v1"


class NameCampaign(errors.Refusal):
    message = marked("This office has several campaigns. Name one as the parameter “campaign”: {known}.")


class NoSubmission(errors.Refusal):
    status = 404
    message = marked("No report with the id {id} has come here. See the list of reports for those that have.")


class NoConsolidation(errors.Refusal):
    status = 404
    message = marked("There is no {kind} file of a consolidation {id}. See the list of consolidations.")


def campaign_of(code: str | None) -> Campaign:
    """Return the campaign of that code, or the only one; raises NoCampaign or NameCampaign."""
    known = desk.office.campaigns
    if code is None and len(known) > 1:
        raise NameCampaign(known=", ".join(known))
    return desk.office.campaign(code)


def period_of(campaign: Campaign, code: str | None) -> Period:
    """Return the period of that code, or the one that ended last; raises DefinitionError or NothingBegun."""
    return current_period(campaign, desk.as_of) if code is None else desk.period(campaign, code)


def submission_id(key: SubmissionKey) -> str:
    """Return a report's lasting id."""
    return f"{key.campaign}:{key.period}:{key.unit}:{key.coverage.value}"


def address(key: SubmissionKey) -> str:
    """Return where the API tells of a report."""
    return f"{ROOT}/submissions/" + quote(submission_id(key), safe=":")


def etag(standing: Listed) -> str:
    """Return what changes with every revision and every review of a report; without the quotes of the header."""
    return f"{standing.newest}-{standing.revision}-{standing.state.value}-{standing.accepted_levels}"


def submission(identifier: str) -> Listed:
    """Return how the report with an id stands; refuses one out of sight, raises NoCampaign or NoSubmission."""
    campaign, period, unit, coverage = identifier.split(":")
    desk.campaign(campaign)
    if not desk.sees(campaign, unit):
        abort(403)
    found = desk.store.standing(SubmissionKey(campaign, period, unit, Coverage(coverage)))
    if found is None:
        raise NoSubmission(id=identifier)
    return found


def units_in_sight(campaign: Campaign, below: str | None = None) -> frozenset[str] | None:
    """Return the units that the asker sees, of one and those below it where it is named; ``None`` is all of them."""
    if below is None and desk.account.unit is None:
        return None
    codes = {unit.code for unit in desk.office.units(campaign.code)}
    if below is not None:
        desk.unit(campaign, below)
        if not desk.sees(campaign.code, below):
            abort(403)
        codes = {code for code in codes if _stands_below(campaign, code, below)}
    return frozenset(code for code in codes if desk.sees(campaign.code, code))


def _stands_below(campaign: Campaign, code: str | None, above: str) -> bool:
    known = desk.office.tree(campaign.code, desk.as_of).by_code
    while code is not None and code != above:
        code = known[code].parent if code in known else None
    return code is not None

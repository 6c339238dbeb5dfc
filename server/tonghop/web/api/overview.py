"""Who asks, which campaigns there are, and who has sent what."""

from collections.abc import Iterable

from flask import Response

from tonghop import __version__, workflow
from tonghop.core import calendar, completeness, definitions
from tonghop.core.accounts import Right
from tonghop.core.completeness import State
from tonghop.core.errors import marked
from tonghop.core.submission import SubmissionKey
from tonghop.web.access import needs, open_to_all
from tonghop.web.accounts import bearer
from tonghop.web.api import naming, values
from tonghop.web.api.asking import Asked, Looking, StatusOf
from tonghop.web.api.blueprint import BLUEPRINT, OVERVIEW, answer, described
from tonghop.web.desk import desk

_NOTHING_CAME = frozenset({State.NOT_DUE, State.NOT_SENT, State.EXEMPT})


@BLUEPRINT.get(
    "/version",
    **described(OVERVIEW, marked("The version"), marked("Which version answers."), {200: values.Version}, is_open=True),
)
@open_to_all
def version(query: Asked) -> Response:  # noqa: ARG001 - described by it
    """Say which version answers."""
    return answer(values.Version(version=__version__))


@BLUEPRINT.get(
    "/me",
    **described(
        OVERVIEW,
        marked("Who I am"),
        marked("The account of the token, the unit it sees, what it may do and until when."),
        {200: values.Me},
    ),
)
@needs(Right.VIEW)
def me(query: Asked) -> Response:  # noqa: ARG001 - described by it
    """Say who asks."""
    account, token = desk.account, bearer.token()
    return answer(
        values.Me(
            account=account.name,
            role=account.role,
            unit=account.unit,
            unit_name=_unit_name(account.unit),
            rights=tuple(right for right in Right if account.may(right)),
            language=desk.language,
            today=desk.today,
            token=None if token is None else values.TokenOf(name=token.name, expires=token.expires),
        )
    )


@BLUEPRINT.get(
    "/campaigns",
    **described(
        OVERVIEW,
        marked("The campaigns"),
        marked("With their periods that have begun."),
        {200: values.Campaigns},
    ),
)
@needs(Right.VIEW)
def campaigns(query: Looking) -> Response:  # noqa: ARG001 - described by it
    """List the campaigns."""
    return answer(values.Campaigns(campaigns=tuple(_campaign(one) for one in desk.office.campaigns.values())))


@BLUEPRINT.get(
    "/status",
    **described(
        OVERVIEW,
        marked("How reports stand"),
        marked("Each report that the units in your sight owe, and how many stand how."),
        {200: values.Status},
        (404,),
    ),
)
@needs(Right.VIEW)
def status(query: StatusOf) -> Response:
    """Say who has sent what."""
    campaign = naming.campaign_of(query.campaign)
    if query.period is not None:
        desk.period(campaign, query.period)
    sight = naming.units_in_sight(campaign, query.unit)
    found = [
        one
        for one in workflow.standings(desk.office, campaign, desk.as_of)
        if (sight is None or one.unit in sight) and query.period in {None, one.period}
    ]
    return answer(
        values.Status(
            campaign=campaign.code,
            as_of=desk.as_of,
            progress=tuple(_progress(found)),
            standings=tuple(_standing(campaign, one) for one in found),
        )
    )


def _unit_name(code: str | None) -> str | None:
    for campaign in desk.office.campaigns:
        found = [unit for unit in desk.office.units(campaign) if unit.code == code]
        if found:
            return found[-1].name
    return None


def _campaign(campaign: definitions.Campaign) -> values.Campaign:
    units = desk.office.tree(campaign.code, desk.as_of).units
    return values.Campaign(
        code=campaign.code,
        version=campaign.version,
        title=desk.text(campaign.title),
        short_title=desk.text(campaign.short_title),
        units=sum(desk.sees(campaign.code, unit.code) for unit in units),
        whole=desk.sees_all(campaign.code),
        periods=tuple(
            values.PeriodOf(
                code=period.code,
                label=desk.text(period.label),
                start=period.start,
                end=period.end,
                due=period.due,
                derived=period.derived,
            )
            for period in calendar.periods(campaign, desk.as_of)
        ),
    )


def _progress(found: list[completeness.Standing]) -> Iterable[values.Progress]:
    for period in dict.fromkeys(one.period for one in found):
        counts = completeness.progress(found, period)
        counted = {name: getattr(counts, name) for name in values.Progress.model_fields if name != "rate"}
        yield values.Progress(**counted, rate=None if counts.rate is None else float(counts.rate))


def _standing(campaign: definitions.Campaign, one: completeness.Standing) -> values.Standing:
    key = SubmissionKey(campaign.code, one.period, one.unit, one.coverage)
    told = {name: getattr(one, name) for name in values.Standing.model_fields if hasattr(one, name)}
    return values.Standing(
        **told,
        unit_name=desk.unit(campaign, one.unit).name,
        submission=None if one.state in _NOTHING_CAME else naming.submission_id(key),
    )

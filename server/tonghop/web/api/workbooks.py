"""The workbooks that units fill."""

from io import BytesIO

from flask import Response, abort, send_file

from tonghop import workflow
from tonghop.core.accounts import Right
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import marked
from tonghop.core.stamp import Layout
from tonghop.core.units import Unit
from tonghop.web import errors
from tonghop.web.access import needs
from tonghop.web.api.asking import UnitPath, WorkbookOf
from tonghop.web.api.blueprint import BLUEPRINT, OVERVIEW, WORKBOOK, binary, described
from tonghop.web.api.naming import campaign_of, period_of
from tonghop.web.desk import desk


class NotOwed(errors.Refusal):
    status = 404
    message = marked("{unit} has no such workbook to fill for {period}. See the status for what is owed.")


@BLUEPRINT.get(
    "/workbooks/<unit>",
    **described(
        OVERVIEW,
        marked("A unit’s workbook"),
        marked(
            "The blank workbook with its mark and what the unit reported before; "
            "of the period that ended last if none is named."
        ),
        {200: binary(marked("The workbook."), WORKBOOK)},
        (404,),
    ),
)
@needs(Right.VIEW)
def workbook(path: UnitPath, query: WorkbookOf) -> Response:
    """Make a unit's workbook."""
    campaign = campaign_of(query.campaign)
    unit = desk.unit(campaign, path.unit)
    if not desk.sees(campaign.code, unit.code):
        abort(403)
    period = period_of(campaign, query.period)
    make = _group if query.layout is Layout.GROUP else _single
    content, name = make(campaign, period, unit, query)
    return send_file(BytesIO(content), mimetype=WORKBOOK, as_attachment=True, download_name=name, etag=False)


def _single(campaign: Campaign, period: Period, unit: Unit, query: WorkbookOf) -> tuple[bytes, str]:
    owed = (unit.code, query.coverage)
    if all((one.code, coverage) != owed for one, coverage in workflow.owed(desk.office, campaign, period)):
        raise NotOwed(unit=unit.code, period=period.code)
    content = workflow.workbook(desk.office, campaign, period, unit, query.coverage, as_of=desk.as_of)
    return content, workflow.workbook_name(unit, query.coverage)


def _group(campaign: Campaign, period: Period, unit: Unit, query: WorkbookOf) -> tuple[bytes, str]:  # noqa: ARG001
    members = workflow.group_members(desk.office, campaign, period, unit)
    if not members:
        raise NotOwed(unit=unit.code, period=period.code)
    content = workflow.group_file(desk.office, campaign, period, unit, members, as_of=desk.as_of)
    return content, workflow.group_file_name(unit)

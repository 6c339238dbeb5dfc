"""Files to take away: the original, the marked one, and blank workbooks."""

from io import BytesIO

from flask import Response, abort, request, send_file

from tonghop import workflow
from tonghop.core.consolidation import Revision
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import marked
from tonghop.core.submission import Coverage
from tonghop.web import reports
from tonghop.web.desk import desk
from tonghop.web.pages.submission.report import Report, find
from tonghop.workflow import OutOfSight

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = {".xlsx": _XLSX, ".xls": "application/vnd.ms-excel", ".ods": "application/vnd.oasis.opendocument.spreadsheet"}
_PLAIN = "application/octet-stream"


class SharedFile(OutOfSight):
    message = marked(
        "This report came in a workbook together with those of other units, so the file is not shown here. "
        "Ask the office that sent it."
    )


def original(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give a revision's file as it came."""
    name, content = workflow.sent_file(desk.office, _revision(find(campaign, period, unit, coverage)))
    kind = next((kind for ending, kind in _KINDS.items() if name.lower().endswith(ending)), _PLAIN)
    return _file(content, name, kind)


def marked_file(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give a revision's file with what was found marked in it, and why it was returned."""
    report = find(campaign, period, unit, coverage)
    revision = _revision(report)
    name, sent = workflow.sent_file(desk.office, revision)
    returned = report.returned
    content = workflow.marked_file(
        name,
        sent,
        revision.findings,
        desk.language,
        reason=returned.reason if returned is not None and returned.revision <= revision.number else None,
        run=desk.office.run,
    )
    return _file(content, name if name.lower().endswith(".xlsx") else f"{name}.xlsx")


def _revision(report: Report) -> Revision:
    """Return the revision that was asked for; raises SharedFile where its file shows units out of sight."""
    number = request.args.get("revision", type=int)
    revision = report.newest if number is None else report.revision(number)
    if not all(desk.sees(key.campaign, key.unit) for key in desk.store.keys_in(revision.digest)):
        raise SharedFile
    return revision


def workbook(campaign: str, period: str, unit: str, coverage: str) -> Response:
    """Give the workbook that a unit fills."""
    chosen, due = _period(campaign, period)
    found = desk.unit(chosen, unit)
    wanted = Coverage(coverage)
    if (unit, wanted) not in {(one.code, kind) for one, kind in workflow.owed(desk.office, chosen, due)}:
        abort(404)
    content = workflow.workbook(desk.office, chosen, due, found, wanted, as_of=desk.as_of)
    return _file(content, workflow.workbook_name(found, wanted))


def group(campaign: str, period: str, unit: str) -> Response:
    """Give the workbook in which a unit brings together the reports of those directly below it."""
    chosen, due = _period(campaign, period)
    parent = desk.unit(chosen, unit)
    members = workflow.group_members(desk.office, chosen, due, parent)
    if not members:
        abort(404)
    content = workflow.group_file(desk.office, chosen, due, parent, members, as_of=desk.as_of)
    return _file(content, workflow.group_file_name(parent))


def _period(campaign: str, period: str) -> tuple[Campaign, Period]:
    chosen = desk.campaign(campaign)
    return chosen, reports.known_period(chosen, period) or abort(404)


def _file(content: bytes, name: str, kind: str = _XLSX) -> Response:
    return send_file(BytesIO(content), mimetype=kind, as_attachment=True, download_name=name)

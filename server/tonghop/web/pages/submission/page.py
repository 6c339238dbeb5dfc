"""A report's own page, its revisions, and what differs between any two of them."""

from decimal import Decimal

from flask import abort, render_template, request

from tonghop.core.consolidating.changes import CellChange, cell_changes
from tonghop.core.consolidation import Revision
from tonghop.core.definitions import FieldType
from tonghop.core.labels import named
from tonghop.core.spelling import spelled
from tonghop.core.submission import AnswerValue
from tonghop.web import reports
from tonghop.web.causes import causes
from tonghop.web.desk import desk
from tonghop.web.grid import grid
from tonghop.web.pages.submission import trail
from tonghop.web.pages.submission.report import Report, find

_DIGITS = 4


def page(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show how a report stands, all that was sent, and what may be done with it."""
    report = find(campaign, period, unit, coverage)
    waiting, in_force = report.waiting, report.in_force
    return render_template(
        "submission/page.html",
        **_shown(report),
        causes=causes(report.newest.findings, desk.language) if report.revisions else (),
        waiting_changes=_changes(report, in_force, waiting) if in_force and waiting else (),
        trail=trail.of(report.key),
        exempt=desk.store.exemptions(campaign, desk.office.end_of(desk.as_of)).get((unit, period)),
    )


def revision(campaign: str, period: str, unit: str, coverage: str, number: int) -> str:
    """Show one revision: its figures and what was found in it."""
    report = find(campaign, period, unit, coverage)
    chosen = report.revision(number)
    version = reports.version_of(report.key, chosen.submission.version)
    return render_template(
        "submission/revision.html",
        **_shown(report),
        revision=chosen,
        causes=causes(chosen.findings, desk.language),
        forms=grid(version, chosen.submission, chosen.findings, desk.language),
    )


def differences(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show what differs between two revisions; the last two where none are named."""
    report = find(campaign, period, unit, coverage)
    newest = report.newest.number
    old, new = (report.revision(_number(name, known)) for name, known in (("old", max(newest - 1, 1)), ("new", newest)))
    return render_template(
        "submission/differences.html", **_shown(report), old=old, new=new, changes=_changes(report, old, new)
    )


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name)
    if text is None:
        return otherwise
    return int(text) if text.isdecimal() else abort(404)


def _shown(report: Report) -> dict[str, object]:
    return {"report": report, "reports": reports, "unit_name": reports.unit_name(report.key), "shown": _spelled}


def _changes(report: Report, old: Revision, new: Revision) -> list[tuple[str, str, CellChange]]:
    """Return the differing cells, each with its form's and its own name."""
    version = reports.version_of(report.key, new.submission.version)
    return [
        ("" if one.cell is None else str(one.cell), desk.text(named(version, one.form, one.row, one.field)), one)
        for one in cell_changes(old.submission, new.submission)
    ]


def _spelled(value: AnswerValue) -> str:
    whole = FieldType.COUNT if isinstance(value, int) else FieldType.DECIMAL
    short = round(value, _DIGITS) if isinstance(value, Decimal) else value  # a rate has digits without end
    return spelled(short, whole) or "–"

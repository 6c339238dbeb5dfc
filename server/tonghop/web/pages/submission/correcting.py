"""The sheet in the page: wrong cells are marked, and small things put right there."""

from flask import Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tonghop import workflow
from tonghop.core.consolidation import Revision
from tonghop.core.errors import TonghopError, marked
from tonghop.storage import ChangedMeanwhile, RevisedMeanwhile
from tonghop.web import reports
from tonghop.web.causes import causes
from tonghop.web.desk import desk
from tonghop.web.errors import status_of
from tonghop.web.grid import GridForm, emptied, grid, typed_anew
from tonghop.web.pages.acting import refuse_looking_back
from tonghop.web.pages.submission.report import Report, find, sender
from tonghop.workflow import Correction, Reception

_NOTHING_CHANGED = marked("Nothing was changed, so nothing was saved.")
_SAVED = marked("Saved as revision {number}: there are no errors in it.")
_STILL_WRONG = marked("Saved as revision {number}. {errors} errors are left; they are marked below.")


def show(campaign: str, period: str, unit: str, coverage: str) -> str:
    """Show the newest revision as a grid in which its cells can be corrected."""
    return _page(find(campaign, period, unit, coverage))


def save(campaign: str, period: str, unit: str, coverage: str) -> AnyResponse:
    """Take the corrected cells in as a new revision."""
    refuse_looking_back()
    report = find(campaign, period, unit, coverage)
    based_on = report.revision(request.form.get("revision", 0, type=int))
    forms = _grid(report, based_on)
    edits, gone = typed_anew(forms, request.form), emptied(forms, request.form)
    if not edits and not gone:
        flash(desk.say(_NOTHING_CHANGED))
        return redirect(reports.address(report.key, "/grid"))
    try:
        if based_on is not report.newest:
            raise RevisedMeanwhile(unit=unit, period=period)
        reception = _corrected(based_on, edits, gone)
    except TonghopError as error:
        again = find(campaign, period, unit, coverage) if isinstance(error, ChangedMeanwhile) else report
        return _refused(again, error, edits)
    return _saved(report, reception)


def _corrected(based_on: Revision, edits: dict[str, str], gone: set[str]) -> Reception:
    typed = {(form, row, field): text for name, text in edits.items() for _, form, row, field in [name.split(":")]}
    cleared = frozenset(
        finding.cell
        for finding in based_on.findings
        if finding.cell is not None and f"x:{finding.form}:{finding.cell.a1}" in gone
    )
    correction = Correction(based_on, typed, cleared)
    return workflow.correct(desk.office, correction, sender=sender(), who=desk.who, at=desk.now)


def _saved(report: Report, reception: Reception) -> AnyResponse:
    (taken,) = reception.receipt.taken
    errors = sum(finding.blocks for finding in reception.examined.findings)
    if errors:
        flash(desk.say(_STILL_WRONG, number=taken.number, errors=errors), "warning")
        return redirect(reports.address(report.key, "/grid"))
    flash(desk.say(_SAVED, number=taken.number), "good")
    return redirect(reports.address(report.key))


def _refused(report: Report, error: TonghopError, edits: dict[str, str]) -> Response:
    return make_response(_page(report, desk.told(error), edits), status_of(error))


def _grid(report: Report, revision: Revision, edits: dict[str, str] | None = None) -> tuple[GridForm, ...]:
    version = reports.version_of(report.key, revision.submission.version)
    return grid(version, revision.submission, revision.findings, desk.language, edits=edits)


def _page(report: Report, problem: str | None = None, edits: dict[str, str] | None = None) -> str:
    newest = report.newest
    return render_template(
        "submission/grid.html",
        report=report,
        reports=reports,
        unit_name=reports.unit_name(report.key),
        revision=newest,
        causes=causes(newest.findings, desk.language),
        forms=_grid(report, newest, edits),
        problem=problem,
        may_correct=report.may_correct,
    )

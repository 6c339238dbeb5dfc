"""A consolidation that is given out: its files, and what is kept of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from tonghop.core.consolidating import changes
from tonghop.core.consolidation import Consolidation, Include, Issue
from tonghop.core.consolidation_json import as_json
from tonghop.core.definitions import Campaign, Language, Period
from tonghop.workflow.office import Office
from tonghop.workflow.publishing import consolidated_file, publish
from tonghop.workflow.reporting import pdf, report_file
from tonghop.writing.report import NoLibreOffice

STEPS = 4


@dataclass(frozen=True, slots=True)
class GivenOut:
    """An issue with the files that go out under its number, by kind: xlsx, json, docx, pdf."""

    issue: Issue
    files: Mapping[str, bytes]
    consolidation: Consolidation


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be given out, by whom and when."""

    as_of: date
    include: Include
    who: str
    at: datetime
    """UTC."""
    language: Language


def give_out(
    office: Office,
    campaign: Campaign,
    period: Period,
    order: Order,
    step: Callable[[int, int], None] = lambda _done, _total: None,
) -> GivenOut:
    """Make the next issue of a period, which ``Store.issue`` then keeps; ``step`` is told how far it is.

    The report is among its files as Word, and as PDF where LibreOffice is installed.
    Raises NotBegun; BadTemplate or NotATemplate for the report's template, NoPdf where LibreOffice fails.
    """
    step(0, STEPS)
    consolidation = publish(office, campaign, period, as_of=order.as_of, include=order.include)
    step(1, STEPS)
    workbook = consolidated_file(office, consolidation, order.language)
    step(2, STEPS)
    report = report_file(office, consolidation)
    step(3, STEPS)
    made = issue_of(consolidation, workbook, who=order.who, at=order.at)
    files = {**made.files, "docx": report, **_as_pdf(report)}
    step(STEPS, STEPS)
    return replace(made, files=files)


def _as_pdf(report: bytes) -> Mapping[str, bytes]:
    try:
        return {"pdf": pdf(report)}
    except NoLibreOffice:
        return {}


def issue_of(consolidation: Consolidation, workbook: bytes, *, who: str, at: datetime) -> GivenOut:
    """Return the next issue of a consolidation whose workbook is made already, without a report."""
    figures = json.dumps(as_json(consolidation), ensure_ascii=False, separators=(",", ":")).encode()
    issue = changes.issue(consolidation, workbook, who=who, at=at)
    return GivenOut(issue, {"xlsx": workbook, "json": figures}, consolidation)

"""What differs: two revisions of a report cell by cell, an issue and what holds now figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from tonghop.core.cells import CellRef
from tonghop.core.consolidating.measuring import measure_figures
from tonghop.core.consolidation import Change, Changes, Consolidation, Issue, IssuedReport, Measure
from tonghop.core.submission import Answer, AnswerValue, Coverage, Submission

Place = tuple[str, str, Coverage]
"""A period's code, a unit's code, and what the figures cover."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One answer that two revisions give differently."""

    form: str
    row: str
    """``""`` for a text under the table."""
    field: str
    old: AnswerValue
    new: AnswerValue
    cell: CellRef | None = None
    """Where it stands in the newer revision, else in the older."""


def cell_changes(old: Submission, new: Submission) -> tuple[CellChange, ...]:
    """Return what differs from the older to the newer, in the order of the newer; 0.5 is 0.50."""
    before, after = _answers(old), _answers(new)
    return tuple(
        CellChange(*place, _value(before, place), _value(after, place), _cell(after, place) or _cell(before, place))
        for place in dict.fromkeys((*after, *before))
        if _value(before, place) != _value(after, place)
    )


_Answers = Mapping[tuple[str, str, str], Answer]


def _answers(submission: Submission) -> _Answers:
    return {(form, row, field): answer for form, row, field, answer in submission.answers()}


def _value(answers: _Answers, place: tuple[str, str, str]) -> AnswerValue:
    return answers[place].value if place in answers else None


def _cell(answers: _Answers, place: tuple[str, str, str]) -> CellRef | None:
    return answers[place].cell if place in answers else None


def issued_reports(consolidation: Consolidation) -> tuple[IssuedReport, ...]:
    """Return the reports that a consolidation rests on, with their figures, in the order of its lines."""
    return tuple(
        IssuedReport(
            unit=revision.key.unit,
            period=revision.key.period,
            coverage=revision.key.coverage,
            revision=revision.number,
            sender=revision.sender,
            figures={
                measure: figure.value
                for measure, figure in measure_figures(revision.submission, consolidation.columns).items()
            },
        )
        for line in consolidation.lines
        for revision in line.revisions
    )


def since(given_out: Issue, consolidation: Consolidation) -> Changes:
    """Return every figure that is not what it was in the issue, in the order of lines and columns."""
    before = {_place(report): report for report in given_out.reports}
    after = {_place(report): report for report in issued_reports(consolidation)}
    order = tuple(column.measure for column in consolidation.columns)
    found = (_between(before.get(place), after.get(place), order) for place in dict.fromkeys((*after, *before)))
    return Changes(given_out, tuple(change for changes in found for change in changes))


def issue(consolidation: Consolidation, content: bytes, *, who: str, at: datetime) -> Issue:
    """Return the consolidation as it is kept when its workbook is given out: the next issue of its period."""
    return Issue(
        period=consolidation.period.code,
        number=1 + (consolidation.changes.since.number if consolidation.changes else 0),
        as_of=consolidation.as_of,
        include=consolidation.include,
        at=at,
        who=who,
        digest=sha256(content).hexdigest(),
        reports=issued_reports(consolidation),
    )


def _place(report: IssuedReport) -> Place:
    return report.period, report.unit, report.coverage


def _between(old: IssuedReport | None, new: IssuedReport | None, order: tuple[Measure, ...]) -> Iterator[Change]:
    told = new or old
    if told is None:
        return
    before, after = old.figures if old else {}, new.figures if new else {}
    for measure in dict.fromkeys((*order, *before)):
        if before.get(measure) != after.get(measure):
            yield Change(
                unit=told.unit,
                period=told.period,
                coverage=told.coverage,
                measure=measure,
                old=before.get(measure),
                new=after.get(measure),
                revision=told.revision,
                sender=told.sender,
                came=old is None,
                went=new is None,
            )

"""Submissions, findings and campaigns as JSON texts that come back equal.

JSON knows no exact decimals and no dates: they are written ``{"$decimal": "0.5"}`` and
``{"$date": "2019-12-17"}``; no name in a definition begins with ``$``. All beyond ASCII is escaped, so
that a text is the same in either database whatever stood in the clerk's cell. An answer is a list,
its value followed by where it stood: ``[3640, "Biểu 2", 11, 8]``.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias

from tonghop.core.cells import CellRef
from tonghop.core.definitions import Campaign, Severity, Text
from tonghop.core.errors import Phrase, TonghopError
from tonghop.core.findings import CATALOGUE, Finding
from tonghop.core.submission import Answer, AnswerValue, FilledForm, Row, Submission, SubmissionKey

Content: TypeAlias = dict[str, Any]
"""A JSON object as it was decoded."""

_FINDING_FIELDS = ("code", "sheet", "form", "row", "field", "read", "expected", "severity_override")
_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


def _tagged(value: object) -> object:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"$date": value.isoformat()}
    if isinstance(value, Text):
        return {"$text": [value.vi, value.en]}
    message = f"a {type(value).__name__} has no place in a document"
    raise TypeError(message)


def _untagged(found: dict[str, object]) -> object:
    if len(found) != 1:
        return found
    match found:
        case {"$decimal": str(text)}:
            return Decimal(text)
        case {"$date": str(text)}:
            return date.fromisoformat(text)
        case {"$text": [str(vi), str(en)]}:
            return Text(vi=vi, en=en)
    return found


_ENCODER = json.JSONEncoder(default=_tagged, separators=(",", ":"), allow_nan=False)
_SORTED = json.JSONEncoder(default=_tagged, separators=(",", ":"), allow_nan=False, sort_keys=True)
_DECODER = json.JSONDecoder(object_hook=_untagged)


def canonical(content: object) -> str:
    """Return the one way of writing ``content`` as JSON: what hashes are taken of."""
    return _SORTED.encode(content)


def details_of(document: str) -> Mapping[str, object]:
    """Return the details of an audit entry."""
    details: Mapping[str, object] = _DECODER.decode(document)
    return details


# Campaigns


def campaign_document(campaign: Campaign) -> str:
    """Write a campaign; pydantic's own JSON would bring a decimal norm back as a text."""
    return _ENCODER.encode(campaign.model_dump())


@lru_cache(maxsize=32)  # A version never changes, and each request of the service asks for it.
def campaign_of(document: str) -> Campaign:
    """Read a campaign."""
    return Campaign.model_validate(_DECODER.decode(document))


# Sentences that are said later


def phrase_content(said: Phrase | TonghopError) -> Content:
    """Return a sentence as JSON can hold it, to be said in any language later."""
    return {"said": said.message, "with": {name: _part_content(part) for name, part in said.parameters.items()}}


def phrase_of(content: Mapping[str, Any]) -> Phrase:
    """Return a sentence that was kept."""
    parts = {name: phrase_of(part) if isinstance(part, dict) else part for name, part in content["with"].items()}
    return Phrase(content["said"], **parts)


def _part_content(part: object) -> object:
    if isinstance(part, Phrase | TonghopError):
        return phrase_content(part)
    return part if isinstance(part, str | int | float | Decimal | date | Text) else str(part)


# Submissions


def answers_document(submission: Submission) -> str:
    """Write a submission's forms; its key and version stand in columns beside the document."""
    return _ENCODER.encode([_form_content(form) for form in submission.forms])


def submission_of(document: str, key: SubmissionKey, version: int) -> Submission:
    """Read a submission."""
    return Submission(key, version, tuple(_form(content) for content in _DECODER.decode(document)))


def _form_content(form: FilledForm) -> Mapping[str, object]:
    return {
        "form": form.form,
        "sheet": form.sheet,
        "rows": [[row.key, _answers_content(row.answers)] for row in form.rows],
        "texts": _answers_content(form.texts),
    }


def _answers_content(answers: Mapping[str, Answer]) -> Mapping[str, object]:
    return {name: [answer.value, *_place(answer.cell)] for name, answer in answers.items()}


def _place(cell: CellRef | None) -> tuple[str | int, ...]:
    return () if cell is None else (cell.sheet, cell.row, cell.column)


def _form(content: Content) -> FilledForm:
    rows = tuple(Row(key, _answers(answers)) for key, answers in content["rows"])
    return FilledForm(content["form"], rows, _answers(content["texts"]), content["sheet"])


def _answers(content: Content) -> dict[str, Answer]:
    return {name: _answer(parts) for name, parts in content.items()}


def _answer(parts: list[Any]) -> Answer:
    value, *place = parts
    return Answer(tuple(value) if isinstance(value, list) else value, _cell(place))


def _cell(place: Sequence[Any] | None) -> CellRef | None:
    return CellRef(*place) if place else None


# Findings


def findings_document(findings: Iterable[Finding]) -> str:
    """Write findings; what one leaves unsaid is left out."""
    return _ENCODER.encode([_finding_content(finding) for finding in findings])


def findings_of(document: str) -> tuple[Finding, ...]:
    """Read findings."""
    return tuple(_finding(content) for content in _DECODER.decode(document))


def weights_of(document: str) -> tuple[int, int]:
    """Return how many errors and warnings a document of findings holds, without making findings of it."""
    found = [_severity(content) for content in json.loads(document)]
    return found.count(Severity.BLOCKING), found.count(Severity.WARNING)


def _severity(content: Content) -> Severity:
    own = content.get("severity_override")
    return CATALOGUE[content["code"]].severity if own is None else Severity(own)


def _finding_content(finding: Finding) -> Mapping[str, object]:
    content = {name: getattr(finding, name) for name in _FINDING_FIELDS}
    content["cell"] = _place(finding.cell) or None
    content["parameters"] = dict(finding.parameters) or None
    return {name: value for name, value in content.items() if value is not None}


def _finding(content: Content) -> Finding:
    severity = content.pop("severity_override", None)
    return Finding(
        cell=_cell(content.pop("cell", None)),
        severity_override=None if severity is None else Severity(severity),
        **content,
    )


# Sameness


def fingerprint(submission: Submission, findings: Iterable[Finding]) -> str:
    """Return the SHA-256 that tells one revision from the next: of its answers and its blocking findings.

    Blank answers and places do not count, and 0.5 is 0.50. Blocking findings do: clearing a cell
    that held “12a” leaves the answers as they were (blank), yet the report is another one.
    """
    answers = sorted(
        (form, row, name, _same(answer.value))
        for form, row, name, answer in submission.answers()
        if answer.value is not None
    )
    blocking = sorted(
        (finding.code, finding.form or "", finding.row or "", finding.field or "", finding.read or "")
        for finding in findings
        if finding.blocks
    )
    return sha256(canonical([answers, blocking]).encode()).hexdigest()


def _same(value: AnswerValue) -> str:
    """Write equal values alike and unequal ones differently: 100 as Decimal(100), but not as “100”."""
    if isinstance(value, int | Decimal):
        return str(Decimal(value).normalize(_EXACT)) if value else "0"
    return canonical(value)

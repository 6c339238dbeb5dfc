"""What the workflow found and did, as the API tells it in the asker's language."""

import re

from tonghop.core import findings as core
from tonghop.core.errors import TonghopError
from tonghop.sentences import say_finding
from tonghop.storage import Listed, Outcome, TakenRevision
from tonghop.web.api import values
from tonghop.web.api.naming import address, etag, submission_id
from tonghop.web.desk import desk
from tonghop.web.errors import code_of, status_of


def finding(found: core.Finding) -> values.Finding:
    """Tell of one finding."""
    said = say_finding(found, desk.language)
    place = found.cell
    return values.Finding(
        code=found.code,
        severity=found.severity,
        sheet=found.sheet if place is None else place.sheet,
        cell=None if place is None else place.a1,
        form=found.form,
        row=found.row,
        field=found.field,
        read=found.read,
        expected=found.expected,
        sentence=said.sentence,
        remedy=said.remedy,
    )


def part(outcome: Outcome, taken: TakenRevision | None) -> values.Part:
    """Tell of one unit's report in a file; ``taken`` is missing where it was only looked at."""
    key = outcome.key
    return values.Part(
        id=submission_id(key),
        campaign=key.campaign,
        period=key.period,
        unit=key.unit,
        coverage=key.coverage,
        taken=not any(one.blocks for one in outcome.findings),
        revision=None if taken is None else taken.number,
        state=None if taken is None else taken.state,
        new=None if taken is None else taken.is_new,
        waits=None if taken is None else taken.waits,
        replaced_sender=None if taken is None else taken.replaced_sender,
        findings=tuple(finding(one) for one in outcome.findings),
    )


def refusal(reason: TonghopError | core.Finding) -> values.Refusal:
    """Tell why a file was not taken at all."""
    if isinstance(reason, core.Finding):
        told = finding(reason)
        return values.Refusal(status=422, code=reason.code, detail=f"{told.sentence} {told.remedy}", finding=told)
    return values.Refusal(status=status_of(reason), code=code_of(reason), detail=desk.told(reason), finding=None)


def submission(standing: Listed) -> values.Submission:
    """Tell how a report stands."""
    key = standing.key
    return values.Submission(
        id=submission_id(key),
        campaign=key.campaign,
        period=key.period,
        unit=key.unit,
        unit_name=desk.unit(desk.campaign(key.campaign), key.unit).name,
        coverage=key.coverage,
        state=standing.state,
        accepted_levels=standing.accepted_levels,
        revision=standing.revision,
        waiting=standing.newest if standing.newest > standing.revision else None,
        received=standing.received,
        etag=f'"{etag(standing)}"',
        url=address(key),
    )


def file_name(text: str) -> str:
    """Return a file's name as it may be kept and told: without folders and what no name holds."""
    plain = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]+", " ", text.replace("\\", "/")).rpartition("/")[2].strip()
    return plain[:255] or "workbook"

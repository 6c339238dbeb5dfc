"""Cells corrected in a page become a file, which is taken in like any other.

The unit's own xlsx is patched: its other cells, and whatever else he keeps in it, stay. A report that came in
another format, or in a workbook of several units, gets a workbook of its own with all its answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from tonghop.core import calendar
from tonghop.core.cells import CellRef, RawValue
from tonghop.core.consolidation import Revision
from tonghop.core.definitions import Campaign, FieldType, FormField, Source
from tonghop.core.errors import TonghopError, marked
from tonghop.core.normalising import normalise
from tonghop.core.spelling import spelled
from tonghop.core.submission import AnswerValue
from tonghop.reading.google import is_snapshot
from tonghop.storage import Delivery
from tonghop.workflow.office import Office
from tonghop.workflow.receiving import Examined, Reception, Sender, examine_for, keep
from tonghop.workflow.shared import CorrectOnGoogle
from tonghop.workflow.workbooks import workbook, workbook_name
from tonghop.writing.patched import patched_workbook

Place: TypeAlias = tuple[str, str, str]
"""Form, row key (``""`` for a text under the table) and field."""

_PACKAGE, _MAIN_PART = b"PK", b"xl/workbook.xml"


class NotCorrectable(TonghopError):
    message = marked(
        "This cannot be corrected in the page: {place} is no cell that the unit fills. "
        "Correct it in the file and send that."
    )


class Misread(TonghopError):
    message = marked(
        "The corrected workbook was not recognised as the same report. Correct it in the file and send that."
    )


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell that the unit fills, and what it answers."""

    field: FormField
    type: FieldType
    place: CellRef
    value: AnswerValue

    @property
    def raw(self) -> RawValue:
        """Its answer as a clerk types it."""
        return self.typed(self.value)

    def typed(self, value: AnswerValue) -> RawValue:
        """Return an answer as a clerk types it into this cell."""
        if value is None or isinstance(value, int | date):
            return value
        if isinstance(value, Decimal):
            return float(value)
        if self.type is FieldType.CHOICE:
            return next((one.label.vi for one in self.field.choices if one.code == value), str(value))
        return spelled(value, self.type)


def own_cells(campaign: Campaign, revision: Revision) -> Mapping[Place, OwnCell]:
    """Return the cells of a revision that its unit fills."""
    forms = {form.code: form for form in campaign.forms}
    found = {}
    for code, key, name, answer in revision.submission.answers():
        form = forms[code]
        field = next(one for one in (*form.fields, *form.texts) if one.name == name)
        if field.source is Source.CLERK and answer.cell is not None:
            fixed = next((row for row in form.fixed_rows if row.code == key), None)
            found[code, key, name] = OwnCell(field, form.row_type(fixed, field), answer.cell, answer.value)
    return found


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody corrects of a revision: cells that he types anew, and scraps that he takes away."""

    revision: Revision
    typed: Mapping[Place, str]
    cleared: frozenset[CellRef] = frozenset()
    """Cells outside the table that are emptied."""


def correct(office: Office, correction: Correction, *, sender: Sender, who: str, at: datetime) -> Reception:
    """Take a corrected revision in as a delivery of its own, with the source “web”.

    Raises RevisedMeanwhile when the corrected revision is not the newest, NotCorrectable, CorrectOnGoogle, Misread,
    OutOfSight, UnreadableFile: then nothing is stored.
    """
    revision = correction.revision
    day = calendar.in_zone(at, office.instance.zone)
    name, content = _file(office, correction, day)
    own = replace(sender, chosen_unit=revision.key.unit, chosen_period=revision.key.period)
    examined = examine_for(office, content, as_of=day, sender=own)
    if [outcome.key for outcome in examined.outcomes] != [revision.key]:
        raise Misread
    outcomes = tuple(replace(outcome, follows=revision.number) for outcome in examined.outcomes)
    return keep(office, Delivery(content, name, who, at, "web"), Examined(outcomes))


def _file(office: Office, correction: Correction, day: date) -> tuple[str, bytes]:
    revision = correction.revision
    campaign = office.version(revision.key.campaign, revision.submission.version)
    if campaign is None:
        raise Misread
    cells = own_cells(campaign, revision)
    typed = {place: _raw(place, text, cells) for place, text in correction.typed.items()}
    content = office.store.content(revision.digest)
    if is_snapshot(content):
        raise CorrectOnGoogle
    if is_patchable(content) and len(office.store.keys_in(revision.digest)) == 1:
        changed: dict[CellRef, RawValue] = {cells[place].place: value for place, value in typed.items()}
        changed.update(dict.fromkeys(correction.cleared))
        return revision.file_name, office.run(patched_workbook, content, changed)
    return _own_workbook(office, campaign, correction, typed, day)


def is_patchable(content: bytes) -> bool:
    """Tell whether a file is an xlsx, by the name of its main part in the directory of the package."""
    return content.startswith(_PACKAGE) and _MAIN_PART in content


def _own_workbook(
    office: Office, campaign: Campaign, correction: Correction, typed: Mapping[Place, RawValue], day: date
) -> tuple[str, bytes]:
    """Return a workbook of the unit's own with all its answers; what could not be read stands in it as it was."""
    revision = correction.revision
    fill = {place: cell.raw for place, cell in own_cells(campaign, revision).items()}
    for finding in revision.findings:
        place = (finding.form or "", finding.row or "", finding.field or "")
        if not finding.blocks or place in typed or finding.cell in correction.cleared:
            continue
        if place not in fill or finding.code == "text_too_long":
            raise NotCorrectable(place=str(finding.cell or finding.sheet or ""))
        if fill[place] is None:
            fill[place] = finding.read
    key = revision.key
    period = calendar.find_period(campaign, key.period)
    unit = office.known_unit(campaign, key.unit, period.end)
    filled = {place: value for place, value in {**fill, **typed}.items() if value is not None}
    content = workbook(office, campaign, period, unit, key.coverage, as_of=day, fill=filled)
    return workbook_name(unit, key.coverage), content


def _raw(place: Place, text: str, cells: Mapping[Place, OwnCell]) -> RawValue:
    """Return what a cell comes to hold: the value where it can be read, else the text, so that it is told of."""
    if place not in cells:
        raise NotCorrectable(place=".".join(part for part in place if part))
    cell = cells[place]
    reading = normalise(text, cell.field, cell.type)
    return cell.typed(reading.value) if reading.value is not None else text.strip() or None

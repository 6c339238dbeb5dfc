"""The units of a campaign: their list as a workbook, and the figures of their registers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tonghop import catalogue
from tonghop.catalogue import Differing
from tonghop.core.balancing import newest_figures
from tonghop.core.definitions import Campaign, FieldType, FormField, Number, Rows
from tonghop.core.errors import TonghopError, marked
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.reading import read
from tonghop.workflow.office import Office


class ReportersMissing(TonghopError):
    message = marked(
        "These units have reported and are no longer in the list: {units}. Keep their rows; "
        "where a unit ended, write its last day and what it became."
    )


class NothingDiffers(TonghopError):
    message = marked("The list in the workbook is the one that is in force; there is nothing to change.")


@dataclass(frozen=True, slots=True)
class NewUnits:
    """A unit list that somebody sent, against the one in force."""

    after: int
    """The number of the list that it was compared with."""
    units: tuple[Unit, ...]
    differences: tuple[Differing, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """What a unit last reported of itself."""

    period: str
    figures: Mapping[str, Number]
    """By the field's name."""


def units_file(office: Office, campaign: Campaign) -> bytes:
    """Return the campaign's whole unit list as a workbook."""
    return catalogue.units_workbook(campaign, office.units(campaign.code))


def new_units(office: Office, campaign: Campaign, content: bytes) -> NewUnits:
    """Read a unit list and compare it; nothing is stored.

    Raises UnreadableFile, DefinitionError naming the cell, ReportersMissing or NothingDiffers.
    """
    office.run(read, content)  # The gate: what could stop the service is refused before the richer reader sees it.
    units = catalogue.read_units(campaign, content, lambda sent: office.run(catalogue.read_sheets, sent))
    number, known = office.store.unit_list(campaign.code)
    gone = office.store.senders(campaign.code) - {unit.code for unit in units}
    if gone:
        names = {unit.code: unit.name for unit in known}
        raise ReportersMissing(units=", ".join(f"{names.get(code, '')} ({code})" for code in sorted(gone)))
    differences = catalogue.unit_differences(campaign, known, units)
    if units == known:
        raise NothingDiffers
    return NewUnits(number, units, differences)


def keep_units(
    office: Office, campaign: Campaign, units: Sequence[Unit], *, after: int, who: str, at: datetime
) -> None:
    """Put a list in force; raises ChangedMeanwhile when the one numbered ``after`` no longer is."""
    office.keep_units(campaign, after, units, {"action": "import", "units": len(units)}, who=who, at=at)


def register_fields(campaign: Campaign) -> tuple[FormField, ...]:
    """Return the counts that units report of themselves: those of forms with one row."""
    single = [form for form in campaign.forms if form.rows is Rows.SINGLE]
    return tuple(field for form in single for field in form.fields if field.type is FieldType.COUNT)


def unit_registers(office: Office, campaign: Campaign, as_of: date) -> Mapping[str, Register]:
    """Return each unit's own newest register as known on a day."""
    forms = [form.code for form in campaign.forms if form.rows is Rows.SINGLE]
    figures = office.store.figures(campaign.code, forms, office.end_of(as_of))
    return {
        unit: Register(period, {measure.field: value for measure, value in found.items()})
        for (unit, coverage), (period, found) in newest_figures(campaign, figures).items()
        if coverage is Coverage.OWN
    }

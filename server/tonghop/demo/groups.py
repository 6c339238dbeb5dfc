"""A district that sends one workbook for all the units below it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from tonghop import workflow
from tonghop.core.definitions import Campaign, Period
from tonghop.core.units import Unit
from tonghop.demo.figures import Fill
from tonghop.workflow import Office


class Attempt(Protocol):
    """What one of the units would send by itself."""

    @property
    def unit(self) -> Unit:
        """Who sends it."""

    @property
    def fill(self) -> Fill:
        """What it typed."""

    @property
    def is_correction(self) -> bool:
        """Whether it corrects an earlier one."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A group's workbook as the unit above sends it."""

    parent: Unit
    fills: Mapping[str, Fill]
    day: date
    is_correction: bool = False


def bundles(parent: Unit, attempts: Iterable[Attempt], period: Period) -> Iterator[Bundle]:
    """Bring what units would send into a workbook sent on the last day, and the corrections into one soon after."""
    listed = list(attempts)
    first = {one.unit.code: one.fill for one in listed if not one.is_correction}
    corrected = {one.unit.code: one.fill for one in listed if one.is_correction}
    if first:
        yield Bundle(parent, first, period.due)
    if corrected:
        yield Bundle(parent, first | corrected, period.due + timedelta(days=2), is_correction=True)


def content(office: Office, campaign: Campaign, period: Period, bundle: Bundle) -> bytes:
    """Return the group's workbook, filled."""
    members = workflow.group_members(office, campaign, period, bundle.parent)
    return workflow.group_file(
        office, campaign, period, bundle.parent, members, as_of=period.end, fill=dict(bundle.fills)
    )

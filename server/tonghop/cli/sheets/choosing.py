"""The group of commands, and what several of them ask for: a campaign, a period, units, an account at Google."""

from collections.abc import Collection
from dataclasses import dataclass

from tonghop import google
from tonghop.cli.commands import _period as period_of
from tonghop.cli.commands import group
from tonghop.cli.options import Desk
from tonghop.cli.speech import SpokenGroup, option
from tonghop.core import calendar
from tonghop.core.definitions import Campaign, Period
from tonghop.core.errors import TonghopError, marked
from tonghop.google import Google, Purpose
from tonghop.storage import SharedSheet
from tonghop.workflow import Office

FAILED = 1
"""What a command ends with when something could not be done."""

CAMPAIGN = option("--campaign", metavar="CODE", help=marked("Which campaign; needed when the instance has several."))
PERIOD = option("--period", metavar="CODE", help=marked("Which period; the newest one if not given."))
UNITS = option("--unit", "units", multiple=True, metavar="CODE", help=marked("Only this district's; may be repeated."))
ANY_CAMPAIGN = option("--campaign", metavar="CODE", help=marked("Only this campaign; all of them if not given."))
ANY_PERIOD = option("--period", metavar="CODE", help=marked("Only this period."))
AS_JSON = option("--json", "as_plain", is_flag=True, help=marked("Print plain JSON."))


class NoSharedSheet(TonghopError):
    message = marked(
        "There is no shared spreadsheet of {unit} here. Make it with “tonghop sheets create --unit {unit}”."
    )


@group.group("sheets", cls=SpokenGroup, help=marked("Make, share, read and watch the shared Google spreadsheets."))
def sheets_group() -> None:
    """Hold the commands about shared spreadsheets."""


@dataclass(frozen=True)
class Chosen:
    """What a command works on."""

    campaign: Campaign
    period: Period

    @classmethod
    def of(cls, desk: Desk, office: Office, campaign: str | None, period: str | None) -> "Chosen":
        """Return the campaign and period named, or the only one and the newest."""
        chosen = office.campaign(campaign)
        return cls(chosen, period_of(chosen, period, desk.as_of(office)))


def listed(
    office: Office, campaign: str | None, period: str | None, units: Collection[str] = ()
) -> tuple[SharedSheet, ...]:
    """Return the spreadsheets of a campaign, a period and some units, of any where none is named.

    Raises NoSharedSheet for a unit that has none among them.
    """
    if campaign is not None or period is not None:
        known = office.campaign(campaign)
        campaign = known.code
        if period is not None:
            calendar.find_period(known, period)
    found = office.store.sheets.listed(campaign=campaign, period=period)
    for unit in units:
        if all(one.key.unit != unit for one in found):
            raise NoSharedSheet(unit=unit)
    return tuple(one for one in found if not units or one.key.unit in units)


def account(office: Office, purpose: Purpose) -> Google:
    """Return the instance's account at Google for a purpose; raises GoogleNotSet or a KeyFileError."""
    return google.connect(office.instance.settings.google, office.instance.folder, purpose)

"""A period's shared spreadsheets at a glance: which there are, with whom they are shared, and how they stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tonghop.core.completeness import USABLE
from tonghop.core.definitions import Campaign, Period
from tonghop.core.submission import Coverage
from tonghop.core.units import Unit
from tonghop.storage import Pull, SharedSheet, SheetGrant
from tonghop.workflow.office import Office
from tonghop.workflow.sheets.making import addressees
from tonghop.workflow.workbooks import groups


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with others below it that fill a spreadsheet together, whether there is one yet or not."""

    unit: Unit
    sheet: SharedSheet | None
    members: int
    """How many units below it owe a report, each with a place in the spreadsheet."""
    reported: int
    """How many of those have sent one that can be used, in whatever way."""
    grants: tuple[SheetGrant, ...] = ()
    addressees: frozenset[str] = frozenset()
    """With whom it is to be shared: the addresses of the unit's accounts."""
    pull: Pull | None = None
    """Its next reading, where one is asked for or under way."""

    @property
    def unshared(self) -> frozenset[str]:
        """The addresses with which it is still to be shared."""
        return self.addressees - {grant.email.casefold() for grant in self.grants}


def lines(
    office: Office, campaign: Campaign, period: Period, as_of: date, sees: Callable[[str], bool]
) -> tuple[Line, ...]:
    """Return the groups of a period whose unit is in sight, in tree order, each with its spreadsheet.

    After them those that have one and are no group any more. Asks the database the same few times however many
    there are.
    """
    sheets = {one.key.unit: one for one in office.store.sheets.listed(campaign=campaign.code, period=period.code)}
    found = dict(groups(office, campaign, period))
    known = {parent.code for parent in found}
    found |= {office.known_unit(campaign, code, period.end): () for code in sheets if code not in known}
    grants = office.store.sheets.grants_of(campaign.code, period.code)
    pulls = {pull.sheet: pull for pull in office.store.pulls.all()}
    reported = _reported(office, campaign, period, as_of)
    invited = _invited(office)

    def line(parent: Unit, members: tuple[Unit, ...]) -> Line:
        sheet = sheets.get(parent.code)
        number = 0 if sheet is None else sheet.id
        came = sum(one.code in reported for one in members)
        whom = invited.get(parent.code, frozenset())
        return Line(parent, sheet, len(members), came, grants.get(number, ()), whom, pulls.get(number))

    return tuple(line(parent, members) for parent, members in found.items() if sees(parent.code))


def _reported(office: Office, campaign: Campaign, period: Period, as_of: date) -> frozenset[str]:
    heads = office.store.heads(campaign.code, periods=[period.code], as_of=office.end_of(as_of))
    return frozenset(one.key.unit for one in heads if one.state in USABLE and one.key.coverage is Coverage.OWN)


def _invited(office: Office) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for address, account in addressees(office.store.accounts()):
        found.setdefault(account.unit or "", set()).add(address)
    return {unit: frozenset(addresses) for unit, addresses in found.items()}

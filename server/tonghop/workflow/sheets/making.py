"""The spreadsheets of a period: made from the groups' workbooks, and shared with the districts' accounts."""

import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tonghop.core.accounts import Account, Right
from tonghop.core.definitions import Campaign, Period
from tonghop.core.shared_sheets import COVER_ID, FINDINGS_ID, LISTS_ID, STAMP_ID
from tonghop.core.units import Unit
from tonghop.google import Google
from tonghop.google.errors import RequestRefused
from tonghop.reading.google import tabs
from tonghop.storage import NewSheet, SharedSheet, SheetGrant, SheetKey, SheetState, SheetTab, TabRole
from tonghop.workflow.office import Office
from tonghop.workflow.workbooks import group_file
from tonghop.writing.google import Blueprint, Request, group_spreadsheet

_TRIES = 3
"""How often a spreadsheet is begun anew whose making was cut off."""
_ROLES: Mapping[int, TabRole] = {
    COVER_ID: TabRole.COVER,
    LISTS_ID: TabRole.LISTS,
    STAMP_ID: TabRole.STAMP,
    FINDINGS_ID: TabRole.FINDINGS,
}


@dataclass(frozen=True, slots=True)
class Accounts:
    """The two accounts at Google: one makes and shares, the other reads and writes every day; they may be one."""

    owner: Google
    daily: Google


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when."""

    who: str
    at: datetime
    """UTC."""


def make(
    office: Office,
    accounts: Accounts,
    campaign: Campaign,
    period: Period,
    group: tuple[Unit, Collection[Unit]],
    act: Act,
) -> SharedSheet:
    """Return the spreadsheet of a unit and those below it (see ``groups``), made at Google where there is none.

    One whose making was cut off is found again by its label and made from its beginning. Raises GoogleError.
    """
    parent, members = group
    key = SheetKey(campaign.code, period.code, parent.code)
    sheet = office.store.sheets.begin_making(NewSheet(key, campaign.version, _title(campaign, period, parent)))
    if sheet.state is SheetState.READY:
        return sheet
    settings = office.instance.settings.google
    spreadsheet = accounts.owner.create(sheet.title, _label(office, key), settings.folder or None)
    for address in _editors(accounts):
        if address != str(accounts.owner.account):
            accounts.owner.share(spreadsheet, address)
    content = group_file(office, campaign, period, parent, members, as_of=office.day_of(act.at))
    blueprint = _build(office, accounts.owner, spreadsheet, content, campaign, _editors(accounts))
    made = tuple(_tabs(campaign, blueprint))
    return office.store.sheets.made(sheet.id, spreadsheet, made, who=act.who, at=act.at)


def _title(campaign: Campaign, period: Period, parent: Unit) -> str:
    language = campaign.language
    return f"{parent.name} – {period.label.said(language)} – {campaign.short_title.said(language)}"


def _label(office: Office, key: SheetKey) -> Mapping[str, str]:
    """Return what the file is known by in Drive: whose it is, and of which of several instances."""
    instance = hmac.new(office.instance.key, b"google", "sha256").hexdigest()[:16]
    return {"tonghop": instance, "campaign": key.campaign, "period": key.period, "unit": key.unit}


def _editors(accounts: Accounts) -> tuple[str, ...]:
    """Return the system's own accounts, as far as Google tells their addresses."""
    addresses = dict.fromkeys((str(accounts.daily.account), str(accounts.owner.account)))
    return tuple(one for one in addresses if "@" in one)


def _build(
    office: Office, owner: Google, spreadsheet: str, content: bytes, campaign: Campaign, editors: tuple[str, ...]
) -> Blueprint:
    """Run the requests that make it; one that was cut off, or did land without our knowing, is begun anew."""
    settings = office.instance.settings
    about: Request = {
        "updateSpreadsheetProperties": {
            "properties": {"locale": settings.google.locale, "timeZone": settings.zone},
            "fields": "locale,timeZone",
        }
    }
    for left in reversed(range(_TRIES)):
        present = [tab.sheet_id for tab in tabs(owner.fetch(spreadsheet))]
        blueprint = group_spreadsheet(content, campaign.language, editors=editors, present=present)
        try:
            owner.write(spreadsheet, [about])
            for batch in blueprint.batches:
                owner.write(spreadsheet, batch)
        except RequestRefused:
            if not left:
                raise
        else:
            break
    return blueprint


def _tabs(campaign: Campaign, blueprint: Blueprint) -> Iterator[SheetTab]:
    forms = {form.sheet: form.code for form in campaign.forms}
    for number, title in blueprint.tabs.items():
        yield SheetTab(number, _ROLES.get(number, TabRole.FORM), forms.get(title))


# Sharing.


@dataclass(frozen=True, slots=True)
class Shared:
    """With whom a spreadsheet is shared now, and what was changed for that."""

    sheet: SharedSheet
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def is_nobodys(self) -> bool:
        """Whether no account of the unit has an e-mail address."""
        return not self.added and not self.kept


def share(office: Office, owner: Google, sheet: SharedSheet, act: Act) -> Shared:
    """Share a spreadsheet with the accounts that send for its unit now, and with no one whose account is closed or moved.

    Those with whom somebody shared it at Google are left alone. Raises GoogleError.
    """
    spreadsheet = sheet.spreadsheet or ""
    wanted = {one.email.casefold(): one for one in office.store.accounts() if _fills(one, sheet.key.unit) and one.email}
    known = {grant.email.casefold(): grant for grant in office.store.sheets.grants(sheet.id)}
    for address, account in wanted.items():
        if address not in known:
            permission = owner.share(spreadsheet, address)
            grant = SheetGrant(address, permission, act.at, account.id)
            office.store.sheets.grant(sheet.id, grant, who=act.who)
    for address, grant in known.items():
        if address not in wanted:
            owner.unshare(spreadsheet, grant.permission)
            office.store.sheets.ungrant(sheet.id, grant.permission, who=act.who, at=act.at)
    return Shared(
        sheet,
        added=tuple(sorted(wanted.keys() - known.keys())),
        removed=tuple(sorted(known.keys() - wanted.keys())),
        kept=tuple(sorted(wanted.keys() & known.keys())),
    )


def _fills(account: Account, unit: str) -> bool:
    return account.unit == unit and account.active and account.may(Right.SEND)
